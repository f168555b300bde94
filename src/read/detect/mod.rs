//! Tells a file's format from its content; the extension only breaks ties.
//!
//! [`container`] looks into zip and OLE files, [`markup`] at XML, HTML and mail, [`plain`] at text.

mod container;
mod markup;
mod plain;
mod unread;

use std::io::Cursor;

use crate::model::Format;
use crate::read::package::Package;

pub use unread::unread;

/// A container that was opened to tell the format, so that the reader need not open it again.
pub enum Opened<'a> {
    /// No container.
    Nothing,
    /// A zip file.
    Zip(Package<'a>),
    /// An OLE file.
    Ole(cfb::CompoundFile<Cursor<&'a [u8]>>),
}

/// The format of these bytes.
pub fn detect(name: &str, bytes: &[u8]) -> Format {
    open(name, bytes).0
}

/// The format of these bytes, and the container that they are, opened.
pub fn open<'a>(name: &str, bytes: &'a [u8]) -> (Format, Opened<'a>) {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return container::ole(bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return container::zip(name, bytes);
    }
    let format = if bytes.is_empty() { Some(Format::Empty) } else { by_magic(bytes) };
    let format = format.or_else(|| markup::detect(name, bytes)).unwrap_or_else(|| plain::detect(name, bytes));
    (format, Opened::Nothing)
}

/// The extension in lower case, without the dot; empty when there is none.
fn extension(name: &str) -> String {
    let file = name.rsplit(['/', '\\', '!']).next().unwrap_or(name);
    file.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
}

/// First bytes that no text begins with.
static MAGIC: &[(&[u8], Format)] = &[
    (b"\x89PNG\r\n\x1a\n", Format::Image),
    (b"\xff\xd8\xff", Format::Image),
    (b"GIF87a", Format::Image),
    (b"GIF89a", Format::Image),
    (b"II*\0", Format::Image),
    (b"MM\0*", Format::Image),
    (b"Rar!\x1a\x07", Format::Archive),
    (b"7z\xbc\xaf\x27\x1c", Format::Archive),
    (b"\x1f\x8b", Format::Archive),
    (b"BZh", Format::Archive),
    (b"\xfd7zXZ\0", Format::Archive),
    (b"MSCF\0\0\0\0", Format::Archive),
    // Word 1 and 2 for Windows, Word for DOS, Word for the Macintosh.
    (b"\x9b\xa5", Format::Word2),
    (b"\xdb\xa5", Format::Word2),
    (b"\x31\xbe\0\0", Format::Word2),
    (b"\xfe\x37\0", Format::Word2),
];

fn by_magic(bytes: &[u8]) -> Option<Format> {
    let head = bytes.get(..1024).unwrap_or(bytes);
    if head.windows(5).any(|window| window == b"%PDF-") && !markup::begins_with_tag(head) {
        return Some(Format::Pdf);
    }
    if is_rtf(head) {
        return Some(Format::Rtf);
    }
    let listed = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|&(_, format)| format);
    listed.or_else(|| by_inner_magic(bytes))
}

/// Signatures that stand further in, or are too short to be trusted alone.
fn by_inner_magic(bytes: &[u8]) -> Option<Format> {
    let at = |from: usize, magic: &[u8]| bytes.get(from..).is_some_and(|rest| rest.starts_with(magic));
    let is_bitmap = || {
        let size = bytes.get(2..6).and_then(|size| size.try_into().ok()).map(u32::from_le_bytes);
        at(0, b"BM") && at(6, &[0; 4]) && size.is_some_and(|size| size as usize <= bytes.len())
    };
    if is_bitmap() || (at(0, b"RIFF") && at(8, b"WEBP")) || at(4, b"ftyphei") {
        return Some(Format::Image);
    }
    at(257, b"ustar").then_some(Format::Archive)
}

fn is_rtf(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    head.starts_with(b"{\\rtf") || head.starts_with(b"{\\urtf")
}
