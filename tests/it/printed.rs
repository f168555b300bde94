//! Real documents with hard tables, each table seen once beside its rendered page: text and spans as a person sees them.
//!
//! The golden file keeps no text of the documents, which are other people's: of each cell its place, its spans and the
//! begin of a hash of its text.

use std::fmt::Write;

use ingest::model::{Anchors, Cell, Grid, Limits, Source};
use ingest::{read, table};
use sha2::{Digest, Sha256};

use crate::support::shared;

/// Every document whose tables were compared with its picture.
///
/// LibreOffice draws three of them otherwise than they are read here. Of `tracked-deleted-rows.docx` it shows the deleted
/// rows, struck out: they are no text of the document. `nested-malformed.rtf` it shows as a blank page: its text is kept.
/// In `table-merges.doc` it draws two cells where the second, blank, repeats the restart mark of the first: [MS-DOC] has
/// fVertRestart on the first cell of a run alone, a run has two cells at least, and no cell stands below in a run of its
/// own, so that the two are one.
const DOCUMENTS: [&str; 19] = [
    "word/tables/covered-content.odt",
    "word/tables/evaluation-ja-two-row-header.docx",
    "word/tables/fast-saved.doc",
    "word/tables/form-zh-14x10.docx",
    "word/tables/forms-zh-brand-products.docx",
    "word/tables/grid-after.docx",
    "word/tables/gridbefore.docx",
    "word/tables/header-rowspan.docx",
    "word/tables/merged-cells.docx",
    "word/tables/nested-malformed.rtf",
    "word/tables/nested.doc",
    "word/tables/spans.odt",
    "word/tables/table-merges.doc",
    "word/tables/tracked-deleted-rows.docx",
    "word/tables/uneven-rows.doc",
    "word/tables/weekly-schedule-nested.docx",
    "word/tables/word-tables.docx",
    "word/tables/zh-plain-3x3.doc",
    "word/tables/zh-vmerge.doc",
];

#[test]
fn tables_are_as_printed() {
    let limits = Limits::default();
    let mut seen = String::new();
    for name in DOCUMENTS {
        let Some(path) = shared(&format!("real/{name}")) else { return };
        let bytes = std::fs::read(path).unwrap();
        let document = read::open(&Source { name, bytes: &bytes, limits: &limits }).1.unwrap();
        writeln!(seen, "{name}").unwrap();
        for finding in &document.findings {
            writeln!(seen, "  {}: {}", finding.code.id, finding.message).unwrap();
        }
        let layout = table::layout(document, &Anchors::default(), &limits).0;
        layout.grids.iter().for_each(|grid| draw(grid, &mut seen));
    }
    insta::assert_snapshot!(seen);
}

/// A grid without its text: its size, then a line a row with the cells that begin in it.
fn draw(grid: &Grid, seen: &mut String) {
    let inside = grid.parent.map(|at| format!(" in table {} at {},{}", at.table_no, at.row, at.col));
    writeln!(seen, "  table {}: {}x{}{}", grid.table_no, grid.rows, grid.cols, inside.unwrap_or_default()).unwrap();
    for row in 0..grid.rows {
        let begun = grid.cells.iter().filter(|cell| cell.row == row);
        writeln!(seen, "    {row}: {}", begun.map(outline).collect::<Vec<_>>().join(" ")).unwrap();
    }
    for covered in &grid.covered_texts {
        writeln!(seen, "    covered {},{} {}", covered.row, covered.col, hash(&covered.text)).unwrap();
    }
}

/// `column:hash`, or with spans `column(rows x columns):hash`; a blank cell has no hash.
fn outline(cell: &Cell) -> String {
    let text = if cell.is_blank() { "-".to_owned() } else { hash(&cell.text) };
    match (cell.rowspan, cell.colspan) {
        (1, 1) => format!("{}:{text}", cell.col),
        (rows, cols) => format!("{}({rows}x{cols}):{text}", cell.col),
    }
}

fn hash(text: &str) -> String {
    Sha256::digest(text).iter().take(3).map(|byte| format!("{byte:02x}")).collect()
}
