//! Bytes that are read at any place by many threads at a time: a file on disk, a part of one, or memory.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

/// Bytes on disk or in memory; copies share them, and each copy has a place of its own to read from.
#[derive(Debug, Clone)]
pub struct Blob {
    source: Source,
    start: u64,
    len: u64,
    at: u64,
}

#[derive(Debug, Clone)]
enum Source {
    File(Arc<File>),
    Memory(Arc<[u8]>),
}

/// What is moved at a time.
const CHUNK: usize = 64 << 10;

impl Blob {
    /// A whole file.
    ///
    /// # Errors
    /// When its size cannot be had.
    pub fn file(file: File) -> io::Result<Self> {
        let len = file.metadata()?.len();
        Ok(Self { source: Source::File(Arc::new(file)), start: 0, len, at: 0 })
    }

    /// Bytes in memory.
    pub fn memory(bytes: &[u8]) -> Self {
        Self { len: bytes.len() as u64, source: Source::Memory(Arc::from(bytes)), start: 0, at: 0 }
    }

    /// How many bytes there are.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// A part, cut to what there is.
    #[must_use]
    pub fn part(&self, start: u64, len: u64) -> Self {
        let start = start.min(self.len);
        let len = len.min(self.len - start);
        Self { source: self.source.clone(), start: self.start.saturating_add(start), len, at: 0 }
    }

    /// The first bytes, `most` of them.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn head(&self, most: usize) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.part(0, most as u64).read_to_end(&mut head)?;
        Ok(head)
    }
}

impl Read for Blob {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.len.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let most = buf.len().min(left);
        let buf = buf.get_mut(..most).unwrap_or_default();
        let from = self.start.saturating_add(self.at);
        let read = match &self.source {
            Source::File(file) => read_at(file, buf, from)?,
            Source::Memory(bytes) => {
                let from = usize::try_from(from).unwrap_or(usize::MAX);
                bytes.get(from..).unwrap_or_default().read(buf)?
            }
        };
        self.at = self.at.saturating_add(read as u64);
        Ok(read)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buf: &mut [u8], from: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buf, from)
}

#[cfg(windows)]
fn read_at(file: &File, buf: &mut [u8], from: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buf, from)
}

impl Seek for Blob {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.len.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

/// A file without a name, being filled.
pub(super) struct Spool {
    file: File,
    len: u64,
}

impl Spool {
    /// An empty one.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self { file: tempfile::tempfile()?, len: 0 })
    }

    /// How many bytes it has.
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Takes all that a reader gives; false when that is more than `most`, of which it then keeps none too many.
    ///
    /// # Errors
    /// The reader's and the disk's; what came before stays.
    pub(super) fn take(&mut self, reader: &mut dyn Read, most: u64) -> io::Result<bool> {
        let mut left = most;
        let mut chunk = vec![0; CHUNK];
        loop {
            let read = match reader.read(&mut chunk) {
                Ok(0) => return Ok(true),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let Some(after) = left.checked_sub(read as u64) else { return Ok(false) };
            left = after;
            self.file.write_all(chunk.get(..read).unwrap_or_default())?;
            self.len += read as u64;
        }
    }

    /// What was taken.
    pub(super) fn blob(self) -> Blob {
        Blob { source: Source::File(Arc::new(self.file)), start: 0, len: self.len, at: 0 }
    }
}
