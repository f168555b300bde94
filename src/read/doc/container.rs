//! The streams of the OLE container ([MS-CFB]; [MS-DOC] 2.1).

use std::io::{Cursor, Read, Seek};

use crate::finding::{Finding, PARTLY_READ};
use crate::model::{Limits, Rejection, Source};

use super::fib::Fib;

/// The first bytes of every OLE container.
const OLE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// The file's container.
pub(super) struct Container<'a> {
    file: cfb::CompoundFile<Cursor<&'a [u8]>>,
    size: usize,
    limits: &'a Limits,
    /// What could not be read whole.
    pub(super) findings: Vec<Finding>,
}

impl<'a> Container<'a> {
    /// Opens the container.
    ///
    /// # Errors
    /// When the bytes are no OLE container, or a broken one.
    pub(super) fn open(source: &Source<'a>) -> Result<Self, Rejection> {
        if let Some(rejection) = Fib::bare_word(source.bytes) {
            return Err(rejection);
        }
        if !source.bytes.starts_with(&OLE) {
            return Err(Rejection::new(
                "this is no Word 97-2003 document, whatever its name says",
                "open it in the program that it belongs to, save it as .docx and run again",
            ));
        }
        match cfb::CompoundFile::open(Cursor::new(source.bytes)) {
            Ok(file) => Ok(Self::new(file, source)),
            Err(_) => Err(Rejection::new(
                "the file is damaged or cut off: its container, the frame around the document, cannot be followed",
                "open it in Word or WPS, let the program repair it, save it as .docx and run again",
            )),
        }
    }

    /// The container in an OLE file.
    pub(super) fn new(file: cfb::CompoundFile<Cursor<&'a [u8]>>, source: &Source<'a>) -> Self {
        Self { file, size: source.bytes.len(), limits: source.limits, findings: Vec::new() }
    }

    /// A stream's bytes, or `None` where there is no such stream; one that breaks off gives what there is of it.
    pub(super) fn stream(&mut self, name: &str) -> Option<Vec<u8>> {
        let mut stream = self.file.open_stream(name).ok()?;
        let whole = stream.len();
        let mut bytes = Vec::new();
        let is_sound = whole <= self.limits.unpacked_size.min(self.size as u64)
            && stream.read_to_end(&mut bytes).is_ok()
            && bytes.len() as u64 == whole;
        self.limits.hold(bytes.len());
        if is_sound {
            return Some(bytes);
        }
        // Piece by piece, so that a stream that breaks off gives what there is of it.
        bytes.clear();
        stream.rewind().ok()?;
        let end = stream.take(self.limits.unpacked_size).read_to_end(&mut bytes);
        if end.is_err() || (bytes.len() as u64) < whole {
            self.findings.push(Finding::new(
                &PARTLY_READ,
                format!("the stream {name} breaks off: {} of {whole} bytes were read", bytes.len()),
                "open the document in Word or WPS and save it again, then compare",
            ));
        }
        Some(bytes)
    }

    /// The main stream.
    ///
    /// # Errors
    /// When the container holds something else than a Word document.
    pub(super) fn main(&mut self) -> Result<Vec<u8>, Rejection> {
        if let Some(bytes) = self.stream("WordDocument") {
            return Ok(bytes);
        }
        let has = |name: &str| self.file.exists(name);
        Err(if has("Workbook") || has("Book") {
            Rejection::new("this is an Excel workbook, not a Word document", "give it the ending .xls and run again")
        } else if has("EncryptedPackage") || has("EncryptionInfo") {
            Rejection::new("the document is protected by a password", "take the password off, save it and run again")
        } else if has("PowerPoint Document") {
            Rejection::new("this is a presentation, not a Word document", "save its tables as .docx and run again")
        } else {
            Rejection::new("this is no Word document: the container has no Word text", "save it as .docx and run again")
        })
    }
}
