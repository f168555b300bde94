//! Any bytes through this reader and the table stage: no panic, no hang, the grid law holds.
#![no_main]

use ingest::model::Format;
use libfuzzer_sys::fuzz_target;

#[path = "../common.rs"]
mod common;

fuzz_target!(|bytes: &[u8]| common::read(Format::Text, bytes));
