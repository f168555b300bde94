//! Tar files (POSIX.1-2017 pax and ustar, GNU): an index made in one pass; the bytes stay where they are.

use std::io::{Read, Seek, SeekFrom};

use crate::unpack::{Blob, Contents, Entry, Kind, Place, RawName, What};

/// Headers and contents are laid out in blocks.
const BLOCK: u64 = 512;
/// Longest list of extended attributes, or long name, that is read.
const MOST_EXTENDED: u64 = 1 << 20;

/// True when these bytes begin with a tar header: its checksum is right.
pub(super) fn is_header(head: &[u8]) -> bool {
    Header::read(head).is_some()
}

/// Lists the entries.
pub(super) fn list(mut blob: Blob, most: u64) -> Contents {
    let mut contents = Contents { kind: Kind::Tar, entries: Vec::new(), cut: false, broken: None, blob: blob.clone() };
    let mut at = 0;
    let mut said = Said::default();
    while let Some(block) = block(&mut blob, at) {
        if block.iter().all(|&byte| byte == 0) {
            return contents;
        }
        let Some(header) = Header::read(&block) else {
            contents.broken = Some(format!("what follows its first {at} bytes is no entry"));
            return contents;
        };
        at += BLOCK;
        let size = said.size.filter(|_| !header.is_extension()).unwrap_or(header.size);
        let end = at.saturating_add(size);
        if end > blob.len() {
            contents.broken = Some("it ends in the middle of a file".to_owned());
            return contents;
        }
        if header.is_extension() {
            said.hear(&header, &extended(&blob, at, size));
        } else {
            if contents.entries.len() as u64 >= most {
                contents.cut = true;
                return contents;
            }
            contents.entries.push(header.entry(std::mem::take(&mut said), at, size));
        }
        at = end.saturating_add((BLOCK - size % BLOCK) % BLOCK);
    }
    if at > 0 && at < blob.len() {
        contents.broken = Some("it ends in the middle of a header".to_owned());
    }
    contents
}

fn block(blob: &mut Blob, at: u64) -> Option<[u8; 512]> {
    let mut block = [0; 512];
    blob.seek(SeekFrom::Start(at)).and_then(|_| blob.read_exact(&mut block)).ok()?;
    Some(block)
}

fn extended(blob: &Blob, at: u64, size: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Broken off or not, what is there is heard.
    let _ = blob.part(at, size.min(MOST_EXTENDED)).read_to_end(&mut bytes);
    bytes
}

/// What extension headers say of the entry that follows.
#[derive(Default)]
struct Said {
    name: Option<RawName>,
    size: Option<u64>,
}

impl Said {
    fn hear(&mut self, header: &Header, bytes: &[u8]) {
        match header.kind {
            b'L' => {
                let name = bytes.split(|&byte| byte == 0).next().unwrap_or_default();
                self.name = Some(RawName::Bytes(name.to_vec()));
            }
            b'x' => self.hear_pax(bytes),
            // Long link targets, and what holds for the whole archive: nothing that is asked for.
            _ => {}
        }
    }

    /// Records `LENGTH KEY=VALUE\n`.
    fn hear_pax(&mut self, mut bytes: &[u8]) {
        while let Some(space) = bytes.iter().position(|&byte| byte == b' ') {
            let (length, _) = bytes.split_at(space);
            let length = std::str::from_utf8(length).ok().and_then(|length| length.parse::<usize>().ok());
            let Some((record, rest)) = length.filter(|&length| length > space).and_then(|n| bytes.split_at_checked(n))
            else {
                return;
            };
            let record = record.get(space + 1..).unwrap_or_default();
            let record = record.strip_suffix(b"\n").unwrap_or(record);
            if let Some(value) = record.strip_prefix(b"path=") {
                self.name = Some(match std::str::from_utf8(value) {
                    Ok(name) => RawName::Text(name.to_owned()),
                    Err(_) => RawName::Bytes(value.to_vec()),
                });
            } else if let Some(value) = record.strip_prefix(b"size=") {
                self.size = std::str::from_utf8(value).ok().and_then(|value| value.parse().ok());
            }
            bytes = rest;
        }
    }
}

struct Header {
    name: Vec<u8>,
    size: u64,
    kind: u8,
}

impl Header {
    /// A header, if its checksum is right.
    fn read(block: &[u8]) -> Option<Self> {
        let block = block.get(..512)?;
        let stated = number(block.get(148..156)?)?;
        let sum = |byte: (usize, &u8)| if (148..156).contains(&byte.0) { 32 } else { u64::from(*byte.1) };
        if block.iter().enumerate().map(sum).sum::<u64>() != stated {
            return None;
        }
        let text = |range: std::ops::Range<usize>| {
            let field = block.get(range).unwrap_or_default();
            field.split(|&byte| byte == 0).next().unwrap_or_default()
        };
        let mut name = text(0..100).to_vec();
        let prefix = text(345..500);
        // GNU tar keeps times where POSIX has the first part of a long name.
        if block.get(257..263)? == b"ustar\0" && !prefix.is_empty() {
            name = [prefix, b"/", &name].concat();
        }
        Some(Self { name, size: number(block.get(124..136)?)?, kind: *block.get(156)? })
    }

    fn is_extension(&self) -> bool {
        matches!(self.kind, b'L' | b'K' | b'x' | b'g')
    }

    fn entry(self, said: Said, at: u64, size: u64) -> Entry {
        let name = said.name.unwrap_or(RawName::Bytes(self.name));
        let ends_as_folder = match &name {
            RawName::Text(name) => name.ends_with('/'),
            RawName::Bytes(name) => name.ends_with(b"/"),
        };
        let what = match self.kind {
            b'5' => What::Folder,
            b'0' | b'\0' | b'7' if ends_as_folder => What::Folder,
            b'0' | b'\0' | b'7' => What::File,
            _ => What::Link,
        };
        Entry { name, what, size, packed: size, place: Place::Part(at, size), trouble: None }
    }
}

/// Octal digits, or a binary number where the first bit is set (GNU).
fn number(field: &[u8]) -> Option<u64> {
    if let [first @ 0x80..=0xff, rest @ ..] = field {
        let start = u64::from(first & 0x7f);
        return rest.iter().try_fold(start, |sum, &byte| sum.checked_mul(256)?.checked_add(u64::from(byte)));
    }
    let digits = std::str::from_utf8(field).ok()?.trim_matches(['\0', ' ']);
    if digits.is_empty() { Some(0) } else { u64::from_str_radix(digits, 8).ok() }
}
