//! Excel 5.0 to 2003 workbooks, also WPS's `.et` ([MS-XLS]): records of the Workbook stream in an OLE container.

mod cells;
mod globals;
mod records;
mod strings;

use std::io::{Cursor, Read};

use super::book::{Book, Budget, Sheet};
use super::{damaged, protected};
use crate::model::{Document, Rejection, Source};
use globals::{Globals, Kind};

/// Reads an .xls or .et workbook.
///
/// # Errors
/// When it is protected, older than Excel 5.0, or its container or list of sheets cannot be read.
pub fn read(source: &Source<'_>) -> Result<Document, Rejection> {
    let (stream, whole) = workbook_stream(source)?;
    let globals = Globals::read(&stream, source.limits)?;
    let mut book = Book::new(source.limits);
    if !whole {
        book.broken("the workbook breaks off; what follows the break is missing");
    }
    let mut budget = Budget::new(source.limits);
    for bound in &globals.sheets {
        match bound.kind {
            Kind::Cells => {}
            Kind::Chart => {
                book.skip(&bound.name, "chart");
                continue;
            }
            Kind::Macros => {
                book.skip(&bound.name, "macro sheet");
                continue;
            }
        }
        let mut sheet = Sheet::new(&bound.name, bound.hidden);
        if cells::read(&stream, bound.at, &globals, &mut sheet, &mut budget) {
            book.add(sheet);
        } else {
            book.fail(&bound.name, "its place in the file is missing or broken");
        }
    }
    book.finish()
}

/// The bytes of the Workbook stream, and whether all of them could be read.
fn workbook_stream(source: &Source<'_>) -> Result<(Vec<u8>, bool), Rejection> {
    let mut file = cfb::CompoundFile::open(Cursor::new(source.bytes))
        .map_err(|_| damaged("its container, the frame around the sheets, cannot be followed"))?;
    if file.exists("EncryptedPackage") || file.exists("EncryptionInfo") {
        return Err(protected());
    }
    // Files that Excel 97 wrote for Excel 95 too hold both; the newer is the fuller one.
    let name = ["Workbook", "Book"].into_iter().find(|name| file.exists(name));
    let Some(Ok(stream)) = name.map(|name| file.open_stream(name)) else {
        return Err(damaged("it holds no sheets"));
    };
    let mut bytes = Vec::new();
    let size = stream.len();
    let end = stream.take(source.limits.unpacked_size.min(source.limits.memory_left())).read_to_end(&mut bytes);
    source.limits.hold(bytes.len());
    let whole = end.is_ok() && bytes.len() as u64 == size;
    Ok((bytes, whole))
}
