//! What reading one file may cost.

use std::time::{Duration, Instant};

/// Most bytes of text in a cell, or in a paragraph outside of tables: no form holds more, and what does is cut.
pub const MOST_TEXT: usize = 1 << 20;

/// Adds to a text as long as it may grow. Readers do not cut: a text that grew beyond [`MOST_TEXT`] is cut and told by
/// the table stage, which knows its place. It grows beyond it by a character at most, so that no memory goes into it.
pub fn grow(text: &mut String, more: &str) {
    // The longest character has four bytes.
    let room = (MOST_TEXT + 4).saturating_sub(text.len());
    text.push_str(beginning(more, room));
}

/// As much of the beginning of a text as fits into so many bytes.
pub fn beginning(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Bounds for one file; a file that meets one is rejected, or cut with a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Largest file read, in bytes.
    pub file_size: u64,
    /// Most bytes that a container may unpack to.
    pub unpacked_size: u64,
    /// Deepest nesting of elements, tables or groups.
    pub depth: usize,
    /// Most table cells in a document, repeated ones counted; and half as many as its paragraphs may be.
    pub cells: usize,
    /// Most time for one file.
    pub time: Duration,
    /// How deep archives inside archives and attachments inside documents are opened.
    pub nesting: usize,
    /// Most members of an archive, those of archives inside it counted.
    pub entries: u64,
    /// Most bytes that an archive may unpack to, archives inside it counted.
    pub archive_size: u64,
    /// How many times its packed size a member may have, and all members together.
    pub ratio: u64,
    /// Most documents that one document may carry inside it.
    pub attachments: usize,
    /// When that time is over; set as the file is begun.
    pub deadline: Option<Instant>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_size: 256 << 20,
            unpacked_size: 128 << 20,
            depth: 256,
            cells: 300_000,
            time: Duration::from_secs(60),
            nesting: 4,
            entries: 250_000,
            archive_size: 16 << 30,
            ratio: 200,
            attachments: 1000,
            deadline: None,
        }
    }
}

impl Limits {
    /// The same limits with the clock started.
    pub fn started(&self) -> Self {
        Self { deadline: Instant::now().checked_add(self.time), ..self.clone() }
    }

    /// Most paragraphs in a document: a cell holds one, or a few.
    pub fn paragraphs(&self) -> usize {
        self.cells.saturating_mul(2)
    }

    /// True when the file's time is over; readers ask now and then in long loops.
    pub fn over_time(&self) -> bool {
        self.deadline.is_some_and(|deadline| Instant::now() > deadline)
    }
}
