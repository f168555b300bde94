//! What the tests share.
#![allow(dead_code)]

use std::path::{Path, PathBuf};

use ingest::model::{Block, Cell, Document, Grid, RawCell, RawTable};

/// A path below the real material beside the checkout, or `None` (said on stderr) where it is not there.
pub fn shared(path: &str) -> Option<PathBuf> {
    let full = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if full.exists() {
        return Some(full);
    }
    eprintln!("SKIPPED: ../shared/{path} is not beside this checkout");
    None
}

/// A path below `samples/`.
pub fn sample(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(path)
}

/// A block as one line: a paragraph's text, a table in angle brackets.
pub fn text(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => text.clone(),
        Block::Table(table) => format!("<{}>", lines(table).join("/")),
    }
}

/// A row a line: `a|b`, paragraphs joined by `¶`, nested tables in angle brackets.
pub fn lines(table: &RawTable) -> Vec<String> {
    let cell = |cell: &RawCell| cell.blocks.iter().map(text).collect::<Vec<_>>().join("¶");
    table.rows.iter().map(|row| row.cells.iter().map(cell).collect::<Vec<_>>().join("|")).collect()
}

/// The tables of a document that are not nested.
pub fn tables(document: &Document) -> Vec<&RawTable> {
    let mut tables = Vec::new();
    for block in &document.blocks {
        if let Block::Table(table) = block {
            tables.push(table);
        }
    }
    tables
}

/// The grids of a document as `ingest tables` gives them.
pub fn grids(name: &str, bytes: &[u8]) -> Vec<Grid> {
    let engine = ingest::pipeline::Engine::new(ingest::pipeline::Options::default()).unwrap();
    engine.tables(name, bytes).unwrap().layout.grids
}

/// A grid's cells, each with its place and spans, for comparing grids of one document in several formats. Runs of
/// spaces are not compared: HTML has none, and writers drop those of blank cells.
pub fn spread(grid: &Grid) -> Vec<String> {
    let line = |line: &str| line.split(' ').filter(|word| !word.is_empty()).collect::<String>();
    let text = |cell: &Cell| cell.text.split('\n').map(line).collect::<Vec<_>>().join("\n");
    let cell = |c: &Cell| format!("{},{} {}x{} {}", c.row, c.col, c.rowspan, c.colspan, text(c));
    grid.cells.iter().map(cell).collect()
}
