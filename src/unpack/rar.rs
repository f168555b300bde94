//! RAR files of every age, by a library without any of UnRAR's code: unpacked in one pass into a file without a name.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use rars::{
    ArchiveMember, ArchiveReadOptions, ArchiveReader, AttrSource, Error, ErrorKind, ExtractionDecision,
    ExtractionErrorAction,
};

use crate::model::Rejection;
use crate::unpack::blob::Spool;
use crate::unpack::{
    Blob, Budget, Contents, Entry, Kind, Place, RawName, What, damaged, damaged_member, encrypted, in_parts, too_large,
    unreadable,
};

/// The first bytes, of the fourth and of the fifth format.
pub(super) const MAGIC: &[u8] = b"Rar!\x1a\x07";
/// Most memory that unpacking may take.
const MOST_MEMORY: u64 = 512 << 20;
/// Largest list of contents.
const MOST_LISTING: u64 = 128 << 20;

/// Unpacks the files.
///
/// # Errors
/// When the list of contents cannot be read, is locked, or is too long.
pub(super) fn list(blob: &Blob, budget: &Budget) -> Result<Contents, Rejection> {
    // Every archive has some headers that are of no file.
    let options = ArchiveReadOptions::new()
        .with_max_header_count(budget.entries.saturating_add(100))
        .with_max_header_bytes(MOST_LISTING)
        .with_max_reader_workspace_bytes(MOST_MEMORY)
        .with_rar50_dictionary_size_limit(MOST_MEMORY / 2);
    let archive = ArchiveReader::read_reader_with_options(blob.clone(), options).map_err(|error| unopened(&error))?;
    let is_solid = archive.members().any(|member| member.is_solid());
    let spool = Rc::new(RefCell::new(Spool::new().map_err(|error| unreadable(&error))?));
    let entries = RefCell::new(Vec::new());
    let decide = |member: &ArchiveMember| {
        let at = spool.borrow().len();
        let mut entry = entry(member, at);
        let is_known = entry.trouble.is_some();
        if !is_known && entry.size > budget.bytes.saturating_sub(at) {
            entry.trouble = Some(too_large());
            entries.borrow_mut().push(entry);
            return Ok(ExtractionDecision::Stop);
        }
        let is_file = entry.what == What::File;
        entries.borrow_mut().push(entry);
        Ok(match (is_file && !is_known, is_solid && is_file) {
            (true, _) => ExtractionDecision::Extract(Box::new(Taker(Rc::clone(&spool)))),
            (false, true) => ExtractionDecision::Extract(Box::new(io::sink())),
            (false, false) => ExtractionDecision::Skip,
        })
    };
    let failed = |_: &ArchiveMember, error: &Error| {
        if let Some(last) = entries.borrow_mut().last_mut() {
            last.trouble.get_or_insert_with(|| unread(error));
        }
        Ok(ExtractionErrorAction::Continue)
    };
    let ended = archive.extract_with_control_and_errors(options, decide, failed);
    let rest = match &ended {
        Err(error) => unread(error),
        Ok(_) => too_large(),
    };
    let mut entries = entries.into_inner();
    if let (Err(_), Some(last)) = (&ended, entries.last_mut()) {
        last.trouble.get_or_insert_with(|| rest.clone());
    }
    let visited = entries.len();
    let left = archive.members().skip(visited).map(|member| entry(&member, 0));
    entries.extend(left.map(|left| Entry { trouble: left.trouble.or_else(|| Some(rest.clone())), ..left }));
    let spool = Rc::try_unwrap(spool).map_err(|_| damaged("a file in it was not given up"))?;
    Ok(Contents { kind: Kind::Rar, entries, cut: false, broken: None, blob: spool.into_inner().blob() })
}

/// Takes a file's bytes.
struct Taker(Rc<RefCell<Spool>>);

impl Write for Taker {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().take(&mut &*bytes, bytes.len() as u64)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn entry(member: &ArchiveMember, at: u64) -> Entry {
    let meta = &member.meta;
    let is_unix = matches!(meta.attr_source(), AttrSource::Unix);
    let what = match () {
        () if meta.is_directory => What::Folder,
        () if meta.is_redirection => What::Link,
        () if is_unix && !matches!(meta.file_attr & 0o170_000, 0 | 0o100_000) => What::Link,
        () => What::File,
    };
    let name = match std::str::from_utf8(&meta.name) {
        Ok(name) if member.name_is_unicode() => RawName::Text(name.to_owned()),
        _ => RawName::Bytes(meta.name.clone()),
    };
    let trouble = match () {
        () if meta.is_encrypted => Some(encrypted()),
        () if meta.is_split_before || meta.is_split_after => Some(in_parts()),
        () => None,
    };
    let size = meta.unpacked_size;
    // The ratio is held for the whole archive: files are packed together.
    Entry { name, what, size, packed: size, place: Place::Part(at, size), trouble }
}

fn unopened(error: &Error) -> Rejection {
    match error.kind() {
        ErrorKind::PasswordRequired | ErrorKind::BadPassword | ErrorKind::UnsupportedFeature => encrypted(),
        ErrorKind::ResourceLimit => Rejection::new(
            "the archive's list of contents is longer than the limits allow",
            "raise --max-entries if the archive can be trusted, or unpack it first",
        ),
        _ => damaged("its list of contents is missing or broken"),
    }
}

fn unread(error: &Error) -> Rejection {
    match error.kind() {
        ErrorKind::PasswordRequired | ErrorKind::BadPassword | ErrorKind::UnsupportedFeature => Rejection::new(
            "the file is protected by a password, or packed in a way that is not read",
            "unpack the archive first, and run on the folder",
        ),
        ErrorKind::ResourceLimit => too_large(),
        _ => damaged_member(),
    }
}
