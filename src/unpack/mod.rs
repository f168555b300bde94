//! Archives of documents: zip, RAR, 7-Zip, tar and gzip, opened in place or spooled, never unpacked whole into memory.
//!
//! [`Bundle::open`] tells from the content whether bytes are an archive of files (a `.docx` is a zip, but one document),
//! and lists its members in the order of their names. Nothing is ever written under a member's name. Everything that an
//! archive claims about sizes is bounded by a [`Budget`], which archives inside archives share.

mod blob;
mod bundle;
mod gz;
mod names;
mod rar;
mod seven;
mod tar;
mod told;
mod zip;

use crate::model::{Limits, Rejection};

pub use blob::Blob;
pub use bundle::{Bundle, Member};
pub(crate) use names::Names;
pub use names::is_leftover;
pub use told::{guarded, rejected, told, too_deep};

use names::RawName;

/// A kind of archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// PKZIP (APPNOTE 6.3).
    Zip,
    /// POSIX.1 ustar and pax, GNU, and the older tar.
    Tar,
    /// 7-Zip's own.
    SevenZip,
    /// RAR 1.5 to 7.
    Rar,
    /// gzip (RFC 1952): of a tar file or of one document.
    Gzip,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Zip, Self::Tar, Self::SevenZip, Self::Rar, Self::Gzip];

    /// The short name written to the `format` column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zip => "zip",
            Self::Tar => "tar",
            Self::SevenZip => "7z",
            Self::Rar => "rar",
            Self::Gzip => "gzip",
        }
    }

    /// What first bytes say. A zip that begins as a document of parts does is none.
    fn of(head: &[u8]) -> Option<Self> {
        let is = |magic: &[u8]| head.starts_with(magic);
        if is(b"PK\x03\x04") || is(b"PK\x05\x06") || is(b"PK\x07\x08PK\x03\x04") {
            return (!zip::begins_as_document(head)).then_some(Self::Zip);
        }
        if is(seven::MAGIC) {
            return Some(Self::SevenZip);
        }
        if is(rar::MAGIC) {
            return Some(Self::Rar);
        }
        if is(b"\x1f\x8b\x08") {
            return Some(Self::Gzip);
        }
        tar::is_header(head).then_some(Self::Tar)
    }
}

/// How many bytes of a file tell whether it may be an archive.
pub const HEAD: usize = 512;

/// What an archive and all archives inside it may still cost.
#[derive(Debug, Clone)]
pub struct Budget {
    entries: u64,
    bytes: u64,
}

/// Below this size a ratio means nothing: a page of blanks packs to almost none.
const SMALL: u64 = 64 << 20;

impl Budget {
    /// What an outermost archive of so many bytes may cost.
    pub fn new(limits: &Limits, packed: u64) -> Self {
        let by_ratio = packed.saturating_mul(limits.ratio).max(SMALL);
        Self { entries: limits.entries, bytes: limits.archive_size.min(by_ratio) }
    }
}

/// What a format's reader lists.
struct Contents {
    kind: Kind,
    entries: Vec<Entry>,
    /// True where the limit on entries left some out.
    cut: bool,
    /// What is broken in the list, where something is.
    broken: Option<String>,
    /// The bytes that the places are in.
    blob: Blob,
}

/// An entry as the archive has it.
struct Entry {
    name: RawName,
    what: What,
    /// Size, unpacked.
    size: u64,
    /// Size in the archive, as far as it can be said.
    packed: u64,
    place: Place,
    /// Why it cannot be read, where that is known without trying.
    trouble: Option<Rejection>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    File,
    Folder,
    /// A link, a device.
    Link,
}

/// Where a member's bytes are.
#[derive(Debug)]
enum Place {
    /// Packed, in a zip.
    Zip(Box<::zip::read::OwnedZipFileEntry>),
    /// As they are, so many from so far into the blob.
    Part(u64, u64),
}

fn encrypted() -> Rejection {
    Rejection::new("the file is protected by a password", "unpack the archive with the password, and run on the folder")
}

const RAISE: &str = "if the archive can be trusted, raise --max-ratio or --max-archive-size; else unpack it with care";

/// A member beyond what the archive may unpack to.
fn too_large() -> Rejection {
    Rejection::new("the archive unpacks to more than the limits allow; this file is beyond them", RAISE)
}

fn damaged(what: &str) -> Rejection {
    Rejection::new(
        format!("the archive is damaged or incomplete: {what}"),
        "copy or download it again; if it came in several parts, unpack them together first, and run on the folder",
    )
}

fn damaged_member() -> Rejection {
    Rejection::new(
        "the file is damaged inside its archive: its bytes are not those that were packed",
        "copy or download the archive again, or ask for this file alone",
    )
}

fn in_parts() -> Rejection {
    Rejection::new(
        "the archive is one of several parts",
        "put the parts into one folder, unpack them together, and run on what comes out",
    )
}

/// What cannot be had from the disk.
fn unreadable(error: &std::io::Error) -> Rejection {
    Rejection::new(format!("the archive cannot be read: {error}"), "check the disk and its free space, then run again")
}
