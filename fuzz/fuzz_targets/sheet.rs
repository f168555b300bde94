//! Any bytes through the readers of spreadsheets, the first byte telling which, and the table stage: no panic, no hang,
//! the grid law holds.
#![no_main]

use ingest::model::Format;
use libfuzzer_sys::fuzz_target;

#[path = "../common.rs"]
mod common;

const FORMATS: [Format; 6] =
    [Format::Csv, Format::Xls, Format::Xlsx, Format::Xlsb, Format::Ods, Format::SpreadsheetMl];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Some(&format) = FORMATS.get(usize::from(*first) % FORMATS.len()) else { return };
    match format {
        Format::Ods => common::read_parts(format, &["content.xml"], &[], rest),
        _ => common::read(format, rest),
    }
});
