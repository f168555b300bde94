//! OLE containers ([MS-CFB]) and what OLE wraps around a document ([MS-OLEDS]).

use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use cfb::CompoundFile;

use crate::model::{Limits, Source};
use crate::read::embedded::Attachments;

/// An open container, and how many bytes may still be taken out of it: streams may lie over one another.
struct Container<'a> {
    file: CompoundFile<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Container<'a> {
    fn open(bytes: &'a [u8], limits: &Limits) -> Option<Self> {
        Some(Self { file: CompoundFile::open(Cursor::new(bytes)).ok()?, left: limits.unpacked_size })
    }

    /// What a storage holds of one kind; nothing where there is no such storage.
    fn storages(&self, path: &str, are: impl Fn(&cfb::Entry) -> bool) -> Vec<PathBuf> {
        let entries = self.file.read_storage(path).into_iter().flatten();
        entries.filter(|entry| entry.is_storage() && are(entry)).map(|entry| entry.path().to_path_buf()).collect()
    }

    /// A stream's bytes, `None` where there are none. One that breaks off gives what there is of it: the document's
    /// reader says what is wrong.
    fn stream(&mut self, path: &Path) -> Option<Vec<u8>> {
        let stream = self.file.open_stream(path).ok()?;
        let mut bytes = Vec::new();
        let _ = stream.take(self.left).read_to_end(&mut bytes);
        self.left = self.left.saturating_sub(bytes.len() as u64);
        (!bytes.is_empty()).then_some(bytes)
    }

    fn holds_document(&self, storage: &Path) -> bool {
        MAIN_STREAMS.iter().any(|main| self.file.is_stream(storage.join(main)))
    }
}

/// The first bytes of every container.
const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Streams that hold a document as it would be a file.
const PACKAGES: [&str; 4] = ["Package", "EmbeddedOdf", "package_stream", "CONTENTS"];
/// Streams by which a storage is a Word document or an Excel workbook.
const MAIN_STREAMS: [&str; 3] = ["WordDocument", "Workbook", "Book"];
/// Streams and storages that one embedded document may have.
const MOST_ENTRIES: usize = 10_000;

/// True for an OLE container.
pub(super) fn is_container(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// The objects of a Word document (`ObjectPool`, [MS-DOC] 2.8) or an Excel workbook (`MBD…`, [MS-XLS] 2.1.7.18).
pub(super) fn objects(source: &Source<'_>, inside: &mut Attachments) {
    let Some(mut container) = Container::open(source.bytes, source.limits) else { return };
    let mut storages = container.storages("ObjectPool", |_| true);
    storages.extend(container.storages("/", |entry| entry.name().starts_with("MBD")));
    storages.sort();
    for storage in storages {
        if source.limits.are_spent() {
            inside.unread("reading the file took too long");
            return;
        }
        match document(&mut container, &storage) {
            Ok(bytes) => inside.add(None, bytes),
            Err(what) => inside.unread(&what),
        }
    }
}

/// The document that an embedded part holds: itself, or what its OLE container wraps.
///
/// # Errors
/// In words, what it is where it is none.
pub(super) fn unwrapped(bytes: Vec<u8>, limits: &Limits) -> Result<Vec<u8>, String> {
    if !is_container(&bytes) {
        return Ok(bytes);
    }
    let Some(mut container) = Container::open(&bytes, limits) else {
        return Err("its container is damaged".to_owned());
    };
    if container.holds_document(Path::new("/")) {
        return Ok(bytes);
    }
    document(&mut container, Path::new("/"))
}

/// The document in a storage.
fn document(container: &mut Container<'_>, storage: &Path) -> Result<Vec<u8>, String> {
    for name in PACKAGES {
        if let Some(bytes) = container.stream(&storage.join(name)) {
            return Ok(bytes);
        }
    }
    if let Some(bytes) = container.stream(&storage.join("\u{1}Ole10Native")) {
        return native(&bytes).map(<[u8]>::to_vec).ok_or_else(|| "its wrapping is damaged".to_owned());
    }
    if container.holds_document(storage) {
        return copied(container, storage).ok_or_else(|| "its container is damaged".to_owned());
    }
    if container.file.is_stream(storage.join("Equation Native")) {
        return Err("it is an equation".to_owned());
    }
    Err(match program(container, storage) {
        Some(program) => format!("it is an object of {program}"),
        None => "it is an object of another program".to_owned(),
    })
}

/// The user type in `CompObj` ([MS-OLEDS] 2.3.8): how the program calls its objects.
fn program(container: &mut Container<'_>, storage: &Path) -> Option<String> {
    let bytes = container.stream(&storage.join("\u{1}CompObj"))?;
    let (name, _) = counted(bytes.get(28..)?)?;
    let name: String = String::from_utf8_lossy(name).chars().filter(|c| !c.is_control()).collect();
    (!name.is_empty() && name.is_ascii()).then_some(name)
}

/// A count of four bytes and so many bytes; and the rest.
pub(super) fn counted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (count, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*count)).ok()?)
}

/// The file in an `Ole10Native` stream (the packager's, [MS-OLEDS] 2.3.6): its size, then names and paths, then the file
/// with a size of its own. Programs other than the packager leave the names out.
fn native(bytes: &[u8]) -> Option<&[u8]> {
    let (all, _) = counted(bytes).or_else(|| Some((bytes.get(4..)?, &[])))?;
    Some(packaged(all).unwrap_or(all))
}

/// What the packager writes.
pub(super) fn packaged(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_prefix(&[2, 0])?;
    let rest = after_zero(rest)?;
    let rest = after_zero(rest)?;
    let (_, rest) = counted(rest.get(4..)?)?;
    Some(counted(rest)?.0)
}

/// What follows a text that a zero byte ends.
fn after_zero(bytes: &[u8]) -> Option<&[u8]> {
    let zero = bytes.iter().position(|&byte| byte == 0)?;
    bytes.get(zero + 1..)
}

/// A storage as a container of its own.
fn copied(container: &mut Container<'_>, storage: &Path) -> Option<Vec<u8>> {
    let mut copy = CompoundFile::create(Cursor::new(Vec::new())).ok()?;
    let entries: Vec<_> = container.file.walk_storage(storage).ok()?.skip(1).take(MOST_ENTRIES).collect();
    for entry in entries {
        let Ok(below) = entry.path().strip_prefix(storage) else { continue };
        let to = Path::new("/").join(below);
        if entry.is_storage() {
            copy.create_storage(&to).ok()?;
        } else if let Some(bytes) = container.stream(entry.path()) {
            copy.create_stream(&to).and_then(|mut stream| stream.write_all(&bytes)).ok()?;
        }
    }
    copy.flush().ok()?;
    Some(copy.into_inner().into_inner())
}
