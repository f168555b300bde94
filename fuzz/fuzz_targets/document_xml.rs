//! Any bytes as the main part of a package through its reader and the table stage: no panic, no hang, the grid law holds.
#![no_main]

use ingest::model::Format;
use libfuzzer_sys::fuzz_target;

#[path = "../common.rs"]
mod common;

const RELS: &str = r#"<Relationships><Relationship Id="a" Type="/officeDocument" Target="word/document.xml"/></Relationships>"#;
const PART_RELS: &str = r#"<Relationships><Relationship Id="a" Type="/styles" Target="styles.xml"/></Relationships>"#;

fuzz_target!(|bytes: &[u8]| {
    let fixed = [("_rels/.rels", RELS), ("word/_rels/document.xml.rels", PART_RELS)];
    common::read_parts(Format::Docx, &["word/document.xml", "word/styles.xml"], &fixed, bytes);
});
