//! A zip container of parts, opened with bounds on entries, unpacked size and ratio.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::model::{Limits, Rejection};

/// Office files have some dozens of parts, with pictures some hundreds.
const MOST_ENTRIES: usize = 20_000;
/// A part this much larger than its packed form, and larger than [`SMALL_PART`], is a bomb.
const MOST_RATIO: u64 = 500;
/// A part's stated size is believed so far when room for it is made.
const MOST_RESERVED: u64 = 1 << 20;
/// Below this size the ratio does not matter.
const SMALL_PART: u64 = 32 << 20;

/// An open container.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Entry numbers by folded name.
    entries: BTreeMap<String, usize>,
    /// Bytes that may still be unpacked.
    left: u64,
}

/// A part's bytes.
#[derive(Debug)]
pub struct Part {
    /// What could be unpacked.
    pub bytes: Vec<u8>,
    /// True when the part is damaged: `bytes` ends where it could not be unpacked any more.
    pub broken: bool,
}

impl<'a> Package<'a> {
    /// Opens a container.
    ///
    /// # Errors
    /// When it is no zip, cut off, or has too many entries.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Rejection> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            Rejection::new(
                "the file is damaged or incomplete: its table of contents is missing or broken",
                "copy or download the file again; if Word still opens it, save it again as .docx",
            )
        })?;
        if archive.len() > MOST_ENTRIES {
            return Err(Rejection::new(
                format!("the file holds {} parts, far more than a document has", archive.len()),
                "open it in Word or WPS and save it again as .docx",
            ));
        }
        let mut entries = BTreeMap::new();
        for index in 0..archive.len() {
            if let Some(Ok(name)) = archive.name_for_index(index) {
                entries.entry(fold(&name)).or_insert(index);
            }
        }
        Ok(Self { archive, entries, left: limits.unpacked_size })
    }

    /// The same container, from which as much may be unpacked as these limits allow.
    pub fn within(self, limits: &Limits) -> Self {
        Self { left: limits.unpacked_size, ..self }
    }

    /// True when there is a part of this name; upper and lower case are the same.
    pub fn has(&self, name: &str) -> bool {
        self.entries.contains_key(&fold(name))
    }

    /// The folded names of all parts, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Unpacks a part; `None` when there is none of this name.
    ///
    /// # Errors
    /// When it is protected by a password, or unpacks to more than the limits allow.
    pub fn part(&mut self, name: &str) -> Result<Option<Part>, Rejection> {
        let Some(&index) = self.entries.get(&fold(name)) else { return Ok(None) };
        let file = match self.archive.by_index(index) {
            Ok(file) => file,
            Err(zip::result::ZipError::UnsupportedArchive(_)) => {
                return Err(Rejection::new("the file is protected by a password", "remove the password and run again"));
            }
            Err(_) => return Ok(Some(Part { bytes: Vec::new(), broken: true })),
        };
        let by_ratio = file.compressed_size().saturating_mul(MOST_RATIO).max(SMALL_PART);
        let most = self.left.min(by_ratio);
        let room = file.size().min(most).min(MOST_RESERVED);
        let mut bytes = Vec::with_capacity(usize::try_from(room).unwrap_or(0));
        let broken = file.take(most.saturating_add(1)).read_to_end(&mut bytes).is_err();
        let size = bytes.len() as u64;
        if size > most {
            return Err(Rejection::new(
                "the file unpacks to far more than a document holds",
                "if the file can be trusted, raise --max-unpacked-size",
            ));
        }
        self.left = self.left.saturating_sub(size);
        Ok(Some(Part { bytes, broken }))
    }
}

/// Part names compare without case (ECMA-376 part 2, 6.2.2.3); some writers begin them with a slash or use `\`.
fn fold(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}
