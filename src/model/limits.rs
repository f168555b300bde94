//! What reading one file may cost.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::Rejection;

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
#[derive(Debug, Clone)]
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
    /// Most bytes of memory that a file may take, as its readers count them.
    pub memory: u64,
    /// When that time is over; set as the file is begun.
    pub deadline: Option<Instant>,
    /// What is counted of that memory; begun anew with the file.
    pub held: Held,
}

/// Bytes that are held for a file, as its readers count them; copies share the count. It is an estimate: of what readers
/// hold, and of what the later stages will make of it.
#[derive(Debug, Clone, Default)]
pub struct Held(Arc<AtomicU64>);

/// What a cell or paragraph takes until it is written, beside its text. Measured: 500 bytes for cells that no form holds,
/// 1,100 for those of indicators with all their values.
const HELD_BY_CELL: usize = 800;
/// What a text in a table of shared texts takes, beside itself: workbooks may have millions that no cell shows.
const HELD_BY_SHARED: usize = 64;
/// How many times a text is held until it is written: read, placed in a grid, as a value, as it is reported.
const HELD_BY_TEXT: usize = 4;

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
            memory: 512 << 20,
            deadline: None,
            held: Held::default(),
        }
    }
}

impl Limits {
    /// The same limits with the clock started, and nothing held.
    pub fn started(&self) -> Self {
        Self { deadline: Instant::now().checked_add(self.time), held: Held::default(), ..self.clone() }
    }

    /// Lets a file of so many bytes in.
    ///
    /// # Errors
    /// When it is larger than a file may be, or than the memory that it may take.
    pub fn admit(&self, size: u64) -> Result<(), Rejection> {
        if size > self.file_size {
            let reason = format!("the file has {size} bytes, more than the limit of {}", self.file_size);
            return Err(Rejection::new(reason, "raise --max-file-size if the file is sound"));
        }
        if size > self.memory {
            let reason = format!("the file has {size} bytes, more than the memory that it may take: {}", self.memory);
            return Err(Rejection::new(reason, "raise --max-memory if the file is sound"));
        }
        Ok(())
    }

    /// Counts bytes as held; false when that is more than the file may take.
    pub fn hold(&self, bytes: usize) -> bool {
        // A file is read by one thread, and readers count each paragraph: an addition that no other thread can come
        // between would take as long as reading a short one.
        let held = self.held().saturating_add(bytes as u64);
        self.held.0.store(held, Ordering::Relaxed);
        held <= self.memory
    }

    /// Counts the text of a cell or paragraph, with what is made of it; false as [`Self::hold`].
    pub fn hold_text(&self, bytes: usize) -> bool {
        self.hold(text_takes(bytes))
    }

    /// Counts texts of a table that cells share, of so many bytes together; false as [`Self::hold`].
    pub fn hold_shared(&self, count: usize, bytes: usize) -> bool {
        self.hold(count.saturating_mul(HELD_BY_SHARED).saturating_add(bytes))
    }

    /// Bytes counted so far.
    pub fn held(&self) -> u64 {
        self.held.0.load(Ordering::Relaxed)
    }

    /// Counts what was held since as given back.
    pub fn release_to(&self, held: u64) {
        self.held.0.store(held, Ordering::Relaxed);
    }

    /// Bytes that may still be held.
    pub fn memory_left(&self) -> u64 {
        self.memory.saturating_sub(self.held())
    }

    /// True when more is held than the file may take.
    pub fn over_memory(&self) -> bool {
        self.held() > self.memory
    }

    /// True when the file's time is over or its memory taken: a reader stops then, and keeps what it has.
    pub fn are_spent(&self) -> bool {
        self.over_memory() || self.over_time()
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

/// Bytes that a text of a cell or paragraph takes until it is written.
pub fn text_takes(bytes: usize) -> usize {
    bytes.saturating_mul(HELD_BY_TEXT).saturating_add(HELD_BY_CELL)
}
