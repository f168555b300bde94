//! One reader a format: bytes in, a faithful [`Document`] out.
//!
//! A reader gives paragraphs and tables of raw rows and cells with the span facts that the file states. It resolves no
//! merge and knows no form. Only a container that cannot be opened is an error; anything less is a finding.

mod build;
pub mod detect;
pub mod doc;
pub mod docx;
pub mod embedded;
pub mod html;
mod mime;
pub mod odt;
pub mod package;
pub mod rtf;
pub mod sheet;
pub mod symbol;
pub mod text;
pub mod wordml;
pub mod xml;

use crate::model::{Document, Format, Rejection, Source};
use detect::Opened;

/// A format and the function that reads it.
pub struct Reader {
    /// The format.
    pub format: Format,
    /// Reads a document of it.
    pub read: fn(&Source<'_>) -> Result<Document, Rejection>,
}

/// Every format that is read, one line each.
pub static READERS: &[Reader] = &[
    Reader { format: Format::Docx, read: docx::read },
    Reader { format: Format::FlatOpc, read: docx::read_flat },
    Reader { format: Format::WordMl, read: wordml::read },
    Reader { format: Format::Doc, read: doc::read },
    Reader { format: Format::Word95, read: doc::read },
    Reader { format: Format::Rtf, read: rtf::read },
    Reader { format: Format::Odt, read: odt::read },
    Reader { format: Format::FlatOdt, read: odt::read_flat },
    Reader { format: Format::Html, read: html::read },
    Reader { format: Format::Mht, read: html::read_mht },
    Reader { format: Format::Text, read: text::read },
    Reader { format: Format::Xls, read: sheet::read_xls },
    Reader { format: Format::Xlsx, read: sheet::read_xlsx },
    Reader { format: Format::Xlsb, read: sheet::read_xlsb },
    Reader { format: Format::Ods, read: sheet::read_ods },
    Reader { format: Format::SpreadsheetMl, read: sheet::read_spreadsheetml },
    Reader { format: Format::Csv, read: sheet::read_csv },
];

/// Tells a document's format and reads it, opening its container once.
///
/// # Errors
/// As [`read`].
pub fn open(source: &Source<'_>) -> (Format, Result<Document, Rejection>) {
    let (format, opened) = detect::open(source.name, source.bytes);
    let document = match (format, opened) {
        (Format::Docx, Opened::Zip(package)) => docx::read_package(package.within(source.limits), source),
        (Format::Doc | Format::Word95, Opened::Ole(file)) => doc::read_file(file, source),
        _ => read(format, source),
    };
    (format, document)
}

/// Reads a document of a known format.
///
/// # Errors
/// When the format is not read, or its container cannot be opened.
pub fn read(format: Format, source: &Source<'_>) -> Result<Document, Rejection> {
    match READERS.iter().find(|reader| reader.format == format) {
        Some(reader) => (reader.read)(source),
        None => Err(detect::unread(format)),
    }
}
