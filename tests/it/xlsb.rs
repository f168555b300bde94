//! Workbooks in the binary form of .xlsb ([MS-XLSB]). No free program writes them: what is made here is all there is to hold
//! the reader to.

use std::io::{Cursor, Write};

use ingest::model::RawTable;

/// A zip of parts.
pub fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A record of a binary part: kind and size of seven bits a byte.
pub fn brt(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = if kind < 128 { vec![kind as u8] } else { vec![(kind & 0x7f) as u8 | 0x80, (kind >> 7) as u8] };
    let size = data.len();
    if size < 128 {
        bytes.push(size as u8);
    } else {
        bytes.extend([(size & 0x7f) as u8 | 0x80, u8::try_from(size >> 7).unwrap()]);
    }
    bytes.extend_from_slice(data);
    bytes
}

pub fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [&u32::try_from(units.len() / 2).unwrap().to_le_bytes()[..], &units].concat()
}

/// A workbook around the records of its only sheet.
pub fn book(sheet: &[u8]) -> Vec<u8> {
    let book = [brt(153, &[0; 12]), brt(156, &[&[0, 0, 0, 0, 1, 0, 0, 0][..], &wide("r1"), &wide("表")].concat())];
    let rels = r#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.bin"/></Relationships>"#;
    zip_of(&[
        ("xl/workbook.bin", &book.concat()),
        ("xl/_rels/workbook.bin.rels", rels.as_bytes()),
        ("xl/worksheets/sheet1.bin", sheet),
    ])
}

/// A row's beginning.
pub fn row(number: u32) -> Vec<u8> {
    brt(0, &number.to_le_bytes())
}

/// A cell of a row with a text of its own.
pub fn text(col: u32, text: &str) -> Vec<u8> {
    brt(6, &[&col.to_le_bytes()[..], &[0; 4], &wide(text)].concat())
}

/// A table's texts and merges as the records of a sheet.
pub fn records(table: &RawTable) -> Vec<u8> {
    let mut sheet = brt(129, &[]);
    let mut merges = Vec::new();
    for (at, cells) in (0u32..).zip(&table.rows) {
        sheet.extend(row(at));
        for (col, cell) in (0u32..).zip(&cells.cells) {
            if !cell.text().is_empty() && !cell.covered {
                sheet.extend(text(col, &cell.text()));
            }
            if cell.row_span > 1 || cell.col_span > 1 {
                let ends = [at, at + cell.row_span - 1, col, col + cell.col_span - 1];
                merges.extend(brt(176, &ends.map(u32::to_le_bytes).concat()));
            }
        }
    }
    [sheet, merges, brt(130, &[])].concat()
}
