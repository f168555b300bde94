//! Spreadsheets and separated values.

use std::io::{Cursor, Write};

use ingest::model::{Block, Document, Limits, RawCell, RawTable, Rejection, Source};
use ingest::read::sheet;

type Read = fn(&Source<'_>) -> Result<Document, Rejection>;

fn read_with(read: Read, bytes: &[u8], limits: &Limits) -> Result<Document, Rejection> {
    read(&Source { name: "book", bytes, limits: &limits.started() })
}

fn read(read: Read, bytes: &[u8]) -> Document {
    read_with(read, bytes, &Limits::default()).unwrap()
}

fn tables(document: &Document) -> Vec<&RawTable> {
    let table = |block: &'_ Block| matches!(block, Block::Table(_));
    assert!(document.blocks.iter().all(table), "a workbook has no paragraphs");
    document
        .blocks
        .iter()
        .filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
        .collect()
}

/// A cell drawn: `<` covered, `[2x3]` its rows and columns before the text where it spans.
fn cell(cell: &RawCell) -> String {
    let text = cell.text().replace('\n', "⏎");
    match (cell.covered, cell.row_span, cell.col_span) {
        (true, ..) => format!("<{text}"),
        (false, 1, 1) => text,
        (false, rows, cols) => format!("[{rows}x{cols}]{text}"),
    }
}

/// The rows of a table, cells between bars.
fn draw(table: &RawTable) -> Vec<String> {
    table.rows.iter().map(|row| row.cells.iter().map(cell).collect::<Vec<_>>().join("|")).collect()
}

fn codes(document: &Document) -> Vec<(&'static str, u32, u32, u32)> {
    let of = |f: &ingest::finding::Finding| (f.code.id, f.place.table_no, f.place.row_no, f.place.col_no);
    document.findings.iter().map(of).collect()
}

#[test]
fn dump() {
    let Ok(path) = std::env::var("SHEET_DUMP") else { return };
    let bytes = std::fs::read(&path).unwrap();
    let by: Read = match path.rsplit('.').next().unwrap() {
        "xlsx" => sheet::read_xlsx,
        "xlsb" => sheet::read_xlsb,
        "ods" => sheet::read_ods,
        "csv" => sheet::read_csv,
        _ => sheet::read_xls,
    };
    let start = std::time::Instant::now();
    match read_with(by, &bytes, &Limits::default()) {
        Ok(document) => {
            for table in tables(&document) {
                println!("== {:?}", table.sheet);
                for row in draw(table) {
                    println!("{row}");
                }
            }
            for finding in &document.findings {
                println!("{finding:?}");
            }
        }
        Err(rejection) => println!("{rejection:?}"),
    }
    println!("{:?}", start.elapsed());
}
