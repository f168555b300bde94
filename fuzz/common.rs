//! What the reader targets share.

#![allow(dead_code)] // each target uses what it needs

use std::io::{Cursor, Write};

use ingest::model::{Anchors, Format, Limits, Source};

/// Reads bytes as one format and checks that each grid position is covered by exactly one cell.
pub fn read(format: Format, bytes: &[u8]) {
    let limits = Limits { unpacked_size: 16 << 20, cells: 100_000, ..Limits::default() };
    let Ok(document) = ingest::read::read(format, &Source { name: "fuzz", bytes, limits: &limits }) else { return };
    let (layout, _) = ingest::table::layout(document, &Anchors::default(), &limits);
    for grid in &layout.grids {
        assert_eq!(grid.cover.len(), grid.rows * grid.cols);
        let mut covered = vec![0usize; grid.cells.len()];
        for &cell in &grid.cover {
            covered[cell as usize] += 1;
        }
        for (cell, count) in grid.cells.iter().zip(covered) {
            assert_eq!(count, cell.rowspan * cell.colspan);
        }
    }
}

/// Reads bytes as the parts of a package: the first part, then, behind a zero byte each, the others. Raw bytes of a zip
/// seldom survive a mutation; this way mutations reach the reader's walk.
pub fn read_parts(format: Format, names: &[&str], fixed: &[(&str, &str)], bytes: &[u8]) {
    let mut parts = bytes.splitn(names.len(), |&byte| byte == 0);
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let named = names.iter().filter_map(|&name| Some((name, parts.next()?)));
    for (name, part) in named.chain(fixed.iter().map(|&(name, text)| (name, text.as_bytes()))) {
        package.start_file(name, stored).and_then(|()| Ok(package.write_all(part)?)).expect("memory takes every part");
    }
    read(format, &package.finish().expect("a package of some parts can be finished").into_inner());
}
