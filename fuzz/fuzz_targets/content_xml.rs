//! Any bytes as the main part of a package through its reader and the table stage: no panic, no hang, the grid law holds.
#![no_main]

use ingest::model::Format;
use libfuzzer_sys::fuzz_target;

#[path = "../common.rs"]
mod common;

fuzz_target!(|bytes: &[u8]| common::read_parts(Format::Odt, &["content.xml", "styles.xml"], &[], bytes));
