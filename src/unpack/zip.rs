//! Zip files: read by index, straight from where they are.

use std::io::Read;

use zip::CompressionMethod;
use zip::read::{Config, OwnedZipFileEntry};
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;

use crate::model::Rejection;
use crate::unpack::{Blob, Contents, Entry, Kind, Place, RawName, What, damaged, encrypted, in_parts};

/// The parts that make a zip one document: Office Open XML, OpenDocument and its kin, OFD.
const DOCUMENT_PARTS: [&str; 7] = [
    "[content_types].xml",
    "mimetype",
    "word/document.xml",
    "xl/workbook.xml",
    "xl/workbook.bin",
    "ppt/presentation.xml",
    "ofd.xml",
];

/// Other parts that documents are seen to begin with.
const FIRST_PARTS: [&str; 3] = ["_rels/.rels", "docprops/app.xml", "docprops/core.xml"];

/// Bit 11 of the flags: the name is UTF-8 (APPNOTE 4.4.4).
const UTF8: u16 = 1 << 11;
/// The kinds of file in a Unix mode.
const UNIX_KIND: u32 = 0o170_000;
const UNIX_FILE: u32 = 0o100_000;
/// A local header without its name.
const LOCAL_HEADER: u64 = 30;

/// True when the first entry is a part of a document.
pub(super) fn begins_as_document(head: &[u8]) -> bool {
    let length = head.get(26..28).and_then(|length| length.try_into().ok()).map(u16::from_le_bytes);
    let name = length.and_then(|length| head.get(30..30_usize.checked_add(usize::from(length))?));
    name.is_some_and(|name| {
        let name = folded(name);
        DOCUMENT_PARTS.iter().chain(&FIRST_PARTS).any(|part| name == *part)
    })
}

fn folded(name: &[u8]) -> String {
    String::from_utf8_lossy(name).replace('\\', "/").to_ascii_lowercase()
}

/// Lists a zip's entries; `None` when it is a document of parts.
///
/// # Errors
/// When there is no list of contents, or entries lie over one another.
pub(super) fn list(blob: &Blob, most: u64) -> Result<Option<Contents>, Rejection> {
    let mut archive = ZipIterable::try_new(blob.clone(), Config::default()).map_err(|error| unopened(&error))?;
    let listed = archive.len() as u64;
    let mut contents = Contents { kind: Kind::Zip, entries: Vec::new(), cut: false, broken: None, blob: blob.clone() };
    let mut taken = Vec::new();
    for entry in archive.files().map_err(|error| unopened(&error))? {
        let Ok(entry) = entry else {
            let read = contents.entries.len();
            contents.broken = Some(format!("of {listed} entries in its list {read} can be read"));
            break;
        };
        if DOCUMENT_PARTS.contains(&folded(entry.name_raw()).as_str()) {
            return Ok(None);
        }
        if contents.entries.len() as u64 >= most {
            contents.cut = true;
            break;
        }
        let entry = OwnedZipFileEntry::from(entry);
        if entry.compressed_size() > 0 {
            let end = entry.header_start().saturating_add(LOCAL_HEADER).saturating_add(entry.compressed_size());
            taken.push((entry.header_start(), end));
        }
        contents.entries.push(listed_entry(entry));
    }
    taken.sort_unstable();
    if taken.windows(2).any(|pair| matches!(pair, [(_, end), (start, _)] if end > start)) {
        return Err(Rejection::new(
            "the archive is made to overwhelm whoever unpacks it: its files lie over one another",
            "do not unpack it; ask whoever sent it for the files themselves",
        ));
    }
    Ok(Some(contents))
}

fn listed_entry(entry: OwnedZipFileEntry) -> Entry {
    let kind = entry.unix_mode().unwrap_or_default() & UNIX_KIND;
    let what = match () {
        () if entry.is_dir() => What::Folder,
        () if entry.is_symlink() || !matches!(kind, 0 | UNIX_FILE) => What::Link,
        () => What::File,
    };
    let name = match std::str::from_utf8(entry.name_raw()) {
        Ok(name) if entry.flags().as_u16() & UTF8 != 0 => RawName::Text(name.to_owned()),
        _ => RawName::Bytes(entry.name_raw().to_vec()),
    };
    let is_read = matches!(
        entry.compression(),
        CompressionMethod::Stored
            | CompressionMethod::Deflated
            | CompressionMethod::Deflate64
            | CompressionMethod::Bzip2
    );
    let trouble = entry.encrypted().then(encrypted).or_else(|| (!is_read).then(unknown_method));
    Entry {
        name,
        what,
        size: entry.size(),
        packed: entry.compressed_size(),
        place: Place::Zip(Box::new(entry)),
        trouble,
    }
}

/// Gives an entry's unpacked bytes to a function.
///
/// # Errors
/// When it is locked after all. `None` in place of what the function gives: its header is broken.
pub(super) fn read<T>(
    entry: &OwnedZipFileEntry,
    mut blob: Blob,
    take: impl FnOnce(&mut dyn Read) -> Option<T>,
) -> Result<Option<T>, Rejection> {
    match entry.as_ref().with_reader(&mut blob, zip::ZipReadOptions::new()) {
        Ok(mut file) => Ok(take(&mut file)),
        Err(ZipError::InvalidPassword) => Err(encrypted()),
        Err(_) => Ok(None),
    }
}

fn unknown_method() -> Rejection {
    Rejection::new(
        "the file is packed in a way that is not read (Deflate, Deflate64 and BZip2 are)",
        "unpack the archive first, and run on the folder",
    )
}

fn unopened(error: &ZipError) -> Rejection {
    if error.to_string().to_ascii_lowercase().contains("multi-disk") {
        return in_parts();
    }
    damaged("its list of contents is missing or broken")
}
