//! What is no readable document is rejected by name; damage neither panics nor hangs.

use proptest::prelude::*;

use super::builder::{Doc, Para, container, row, runs};
use ingest::model::{Limits, Source};

use super::{HIDDEN, layout, on, try_read};
use crate::support::{ends, shared};

fn reason(bytes: &[u8]) -> String {
    let rejection = try_read(bytes).unwrap_err();
    assert!(!rejection.hint.is_empty());
    rejection.reason
}

#[test]
fn what_is_not_read_is_rejected_by_name() {
    let mut encrypted = Doc::of(vec![Para::new("a\r")]);
    encrypted.flags = 0x0100;
    assert!(reason(&encrypted.build()).contains("password"));
    assert!(reason(&container(&[("Workbook", b"x")])).contains("Excel"));
    assert!(reason(&container(&[("PowerPoint Document", b"x")])).contains("presentation"));
    assert!(reason(&container(&[("EncryptedPackage", b"x")])).contains("password"));
    assert!(reason(&container(&[("other", b"x")])).contains("no Word document"));
    assert!(reason(&container(&[("WordDocument", b"x")])).contains("damaged"));
    assert!(reason(&[0xdb, 0xa5, 0x2d, 0, 0, 0]).contains("Word 2"));
    assert!(reason(b"plain text").contains("no Word 97-2003 document"));
    let whole = Doc::of(vec![Para::new("a\r")]).build();
    assert!(reason(&whole[..600]).contains("damaged"));
    assert!(reason(b"").contains("no Word"));
}

#[test]
fn limits_and_bad_characters_are_reported() {
    let whole = Doc::of([row(&["a", "b"], &[0, 900, 1800], &[]), row(&["c", "d"], &[0, 900, 1800], &[])].concat());
    let limits = Limits { cells: 1, ..Limits::default() };
    let cut = ingest::read::doc::read(&Source { name: "a.doc", bytes: &whole.build(), limits: &limits }).unwrap();
    assert!(cut.findings.iter().any(|finding| finding.code.id == "limit-met"));
    // A lone half of a character of two units.
    let mut bytes = Doc::of(vec![Para::new("a\u{4e00}b\r")]).build();
    let at = bytes.windows(4).position(|window| window == [b'a', 0, 0, 0x4e]).unwrap();
    bytes[at + 3] = 0xd8;
    let bad = try_read(&bytes).unwrap();
    assert_eq!(super::lines(&bad), ["a\u{fffd}b"]);
    assert_eq!(bad.findings[0].code.id, "bad-byte");
}

/// A document with a bit of everything.
fn varied() -> Vec<u8> {
    let mut doc = Doc::of(
        [
            vec![runs(&[("a", vec![]), ("hidden", on(HIDDEN)), ("\u{13}X\u{14}r\u{15}\r", vec![])])],
            row(&["x", "y\u{8}", "z"], &[0, 1000, 2000, 3000], &[0x60, 1, 2]),
            row(&["", "w"], &[0, 1000, 3000], &[0x20, 0]),
            vec![Para::new("end\r")],
        ]
        .concat(),
    );
    doc.boxes = vec![(Para::new("box\r"), 7)];
    doc.anchors = vec![(15, 7)];
    doc.build()
}

fn survives(bytes: &[u8]) {
    if let Ok(document) = ends("a damaged file", || try_read(bytes)) {
        layout(document);
    }
}

/// Bytes overwritten at places from a seed.
fn damaged(bytes: &[u8], seed: u64, count: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let mut state = seed | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for _ in 0..count {
        let at = usize::try_from(next()).unwrap() % bytes.len();
        let value = [0, 1, 0x7f, 0x80, 0xff, next().to_le_bytes()[3]];
        bytes[at] = value[usize::try_from(next()).unwrap() % value.len()];
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_document_neither_panics_nor_hangs(seed: u64, count in 1usize..40) {
        survives(&damaged(&varied(), seed, count));
    }

    #[test]
    fn a_cut_document_neither_panics_nor_hangs(part in 0.0..1.0f64) {
        let whole = varied();
        survives(&whole[..(whole.len() as f64 * part) as usize]);
    }
}

#[test]
fn real_documents_damaged_neither_panic_nor_hang() {
    let names = ["fast-saved", "nested", "table-merges", "zh-plain-3x3"];
    for name in names {
        let Some(path) = shared(&format!("real/word/tables/{name}.doc")) else { return };
        let bytes = std::fs::read(path).unwrap();
        for seed in 1..25u64 {
            survives(&damaged(&bytes, seed.wrapping_mul(0x9e37_79b9_7f4a_7c15), 1 + bytes.len() / 400));
        }
    }
}

#[test]
fn hostile_files_are_rejected_in_plain_words_or_read() {
    let expected = [
        ("wordml-named.doc", "no Word 97-2003 document"),
        ("length-field-2gib.doc", "damaged"),
        ("docx-named.doc", "no Word 97-2003 document"),
        ("encrypted.doc", "password"),
        ("word2.doc", "Word 2"),
        ("bad-ole-header.doc", "damaged"),
        ("xls-named.doc", "Excel"),
    ];
    for (name, word) in expected {
        let Some(path) = shared(&format!("real/word/hostile/{name}")) else { return };
        let reason = reason(&std::fs::read(path).unwrap());
        assert!(reason.contains(word), "{name}: {reason}");
    }
}
