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
/// How much of a part is held while a word is looked for in it: of each piece, 32 KB are kept once more to unpack the
/// next.
const PIECE: usize = 112 << 10;
/// Below this size the ratio does not matter.
const SMALL_PART: u64 = 32 << 20;

/// An open container.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Entry numbers by folded name.
    entries: BTreeMap<String, usize>,
    /// Bytes that may still be unpacked.
    left: u64,
    limits: Limits,
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
        Ok(Self { archive, entries, left: limits.unpacked_size, limits: limits.clone() })
    }

    /// The same container, from which as much may be unpacked as these limits allow.
    pub fn within(self, limits: &Limits) -> Self {
        Self { left: limits.unpacked_size, limits: limits.clone(), ..self }
    }

    /// True when there is a part of this name; upper and lower case are the same.
    pub fn has(&self, name: &str) -> bool {
        self.entries.contains_key(&fold(name))
    }

    /// The folded names of all parts, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// True when a part, in UTF-8, is sure not to hold a word, or is not there. Nothing of it is kept: a part that is
    /// asked for a word alone may be the longest of all.
    pub fn lacks(&mut self, name: &str, word: &[u8]) -> bool {
        let Some(&index) = self.entries.get(&fold(name)) else { return true };
        let Ok(file) = self.archive.by_index(index) else { return false };
        let mut file = file.take(self.left);
        let mut piece = vec![0; PIECE];
        let mut kept = 0;
        while let Ok(read) = file.read(piece.get_mut(kept..).unwrap_or_default()) {
            if read == 0 {
                return file.limit() > 0;
            }
            let held = piece.get(..kept + read).unwrap_or_default();
            // A nought, or a byte order mark, is half of the first character in UTF-16.
            let is_wide = kept == 0 && held.iter().take(2).any(|byte| matches!(byte, 0 | 0xfe | 0xff));
            if is_wide || memchr::memmem::find(held, word).is_some() {
                return false;
            }
            // The word may be cut in two.
            let end = held.len();
            kept = end.min(word.len().saturating_sub(1));
            piece.copy_within(end - kept..end, 0);
        }
        false
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
        let by_memory = self.limits.memory_left();
        let most = self.left.min(by_ratio).min(by_memory);
        let room = file.size().min(most).min(MOST_RESERVED);
        let mut bytes = Vec::with_capacity(usize::try_from(room).unwrap_or(0));
        let broken = file.take(most.saturating_add(1)).read_to_end(&mut bytes).is_err();
        let size = bytes.len() as u64;
        if size > by_memory {
            return Err(too_large());
        }
        if size > most {
            return Err(Rejection::new(
                "the file unpacks to far more than a document holds",
                "if the file can be trusted, raise --max-unpacked-size",
            ));
        }
        self.left = self.left.saturating_sub(size);
        self.limits.hold(bytes.len());
        Ok(Some(Part { bytes, broken }))
    }
}

/// What is said of a file whose parts, with what has to be made of them at once, take too much memory.
pub fn too_large() -> Rejection {
    Rejection::new(
        "the file unpacks to more than the memory that it may take",
        "if the file can be trusted, raise --max-memory",
    )
}

/// Part names compare without case (ECMA-376 part 2, 6.2.2.3); some writers begin them with a slash or use `\`.
fn fold(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}
