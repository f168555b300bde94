//! A workbook's parts unpacked within the limits and packed again plainly, for a library that knows no limits.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{damaged, protected};
use crate::model::{Limits, Rejection, Source};
use crate::read::package::{Package, too_large};

/// Unpacks the parts that hold cells and what names, styles and orders them, and packs them without compression. Of a
/// damaged part there is what could be unpacked.
///
/// # Errors
/// When the file is no container, is protected, or unpacks to more than the limits allow.
pub fn plain(source: &Source<'_>) -> Result<Vec<u8>, Rejection> {
    if source.bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(protected());
    }
    let mut package = open(source.bytes, source.limits)?;
    let names: Vec<String> = package.names().filter(|name| is_needed(name)).map(str::to_owned).collect();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        let Some(part) = package.part(&name)? else { continue };
        if declares_too_much(&part.bytes) {
            return Err(damaged("its table of texts says that it is larger than the file"));
        }
        // Of the table of texts the library makes a text each, before it reads a cell.
        let texts = || memchr::memmem::find_iter(&part.bytes, b"<si").count();
        if name.ends_with("sharedstrings.xml") && !source.limits.hold_shared(texts(), part.bytes.len()) {
            return Err(too_large());
        }
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let written = writer.start_file(name, options).is_ok() && writer.write_all(&part.bytes).is_ok();
        if !written {
            return Err(damaged("its parts cannot be put together"));
        }
    }
    let plain = writer.finish().map(Cursor::into_inner).map_err(|_| damaged("its parts cannot be put together"))?;
    source.limits.hold(plain.len());
    Ok(plain)
}

/// Opens a container, with hints for workbooks.
///
/// # Errors
/// As [`Package::open`].
pub fn open<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Package<'a>, Rejection> {
    Package::open(bytes, limits).map_err(|rejection| {
        Rejection::new(rejection.reason, rejection.hint.replace("Word", "Excel").replace(".docx", ".xlsx"))
    })
}

/// Pictures, drawings, macros and caches hold no cells; the theme only colours.
fn is_needed(name: &str) -> bool {
    let is_part = [".xml", ".rels", ".bin"].iter().any(|end| name.ends_with(end));
    let is_aside =
        ["/media/", "/drawings/", "/charts/", "/theme/", "/pivot", "/embeddings/", "/printersettings/", "customxml/"];
    is_part && !is_aside.iter().any(|aside| name.contains(aside)) && !name.ends_with("vbaproject.bin")
}

/// True when a table of shared texts announces more entries than it has bytes: room would be made for all of them.
fn declares_too_much(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..4096).unwrap_or(bytes));
    let Some((_, rest)) = head.split_once("uniqueCount") else { return false };
    let digits: String = rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    !digits.is_empty() && digits.parse::<usize>().map_or(true, |count| count > bytes.len())
}
