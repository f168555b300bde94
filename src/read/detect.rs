//! Tells a file's format from its content; the extension only breaks ties.

use crate::model::{Format, Rejection};

/// The format of these bytes.
pub fn detect(name: &str, bytes: &[u8]) -> Format {
    if bytes.is_empty() {
        return Format::Empty;
    }
    if bytes.starts_with(b"PK") {
        Format::Docx
    } else if name.ends_with(".docx") {
        Format::Docx
    } else {
        Format::Text
    }
}

/// Why a format that is known is not read, and what to do.
pub fn unread(format: Format) -> Rejection {
    Rejection::new(format!("{} files are not read", format.name()), "save the document as .docx and run again")
}
