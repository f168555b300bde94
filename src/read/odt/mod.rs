//! Reader of this format; see [`crate::read`].

use crate::model::{Document, Rejection, Source};

/// Reads the document.
///
/// # Errors
/// When the container cannot be read.
pub fn read(_source: &Source<'_>) -> Result<Document, Rejection> {
    Err(Rejection::new("this format is not read yet", "save the document as .docx and run again"))
}

/// Reads the other container of the same content.
///
/// # Errors
/// When the container cannot be read.
pub fn read_flat(source: &Source<'_>) -> Result<Document, Rejection> {
    read(source)
}
