//! What a zip or an OLE file holds.

use std::io::{Cursor, Read};

use cfb::{CompoundFile, OpenOptions};

use crate::model::{Format, Limits};
use crate::read::detect::{Opened, extension};
use crate::read::package::Package;

/// Where the names of the first entries of a damaged zip are looked for.
const HEAD: usize = 64 << 10;
/// Bytes of a stream that tell a document from a workbook.
const HEAD_OF_STREAM: usize = 4096;
/// `fEncrypted` of the FIB's flags ([MS-DOC] 2.5.2, the word at offset 10).
const FIB_ENCRYPTED: u16 = 0x0100;
/// The first `nFib` of Word 97 ([MS-DOC] 2.5.1).
const FIB_WORD97: u16 = 0x00c1;

/// What a zip file is, from its content types or its `mimetype` entry; and the file, opened.
pub fn zip<'a>(name: &str, bytes: &'a [u8]) -> (Format, Opened<'a>) {
    let limits = Limits { unpacked_size: 16 << 20, ..Limits::default() };
    let Ok(mut package) = Package::open(bytes, &limits) else { return (damaged_zip(name, bytes), Opened::Nothing) };
    (packed(&mut package), Opened::Zip(package))
}

fn packed(package: &mut Package<'_>) -> Format {
    let mut text_of = |part: &str| match package.part(part) {
        Ok(Some(part)) => String::from_utf8_lossy(&part.bytes).into_owned(),
        _ => String::new(),
    };
    if let Some(format) = open_document(text_of("mimetype").trim()) {
        return format;
    }
    let types = text_of("[Content_Types].xml");
    let main_types = [
        ("wordprocessingml.document.main+xml", Format::Docx),
        ("wordprocessingml.template.main+xml", Format::Docx),
        ("ms-word.document.macroEnabled.main+xml", Format::Docx),
        ("ms-word.template.macroEnabledTemplate.main+xml", Format::Docx),
        ("sheet.binary.macroEnabled.main", Format::Xlsb),
        ("spreadsheetml.sheet.main+xml", Format::Xlsx),
        ("spreadsheetml.template.main+xml", Format::Xlsx),
        ("ms-excel.sheet.macroEnabled.main+xml", Format::Xlsx),
        ("ms-excel.template.macroEnabled.main+xml", Format::Xlsx),
        ("presentationml.", Format::Presentation),
        ("ms-powerpoint.", Format::Presentation),
    ];
    if let Some(&(_, format)) = main_types.iter().find(|(main, _)| types.contains(main)) {
        return format;
    }
    let usual_parts = [
        ("word/document.xml", Format::Docx),
        ("xl/workbook.xml", Format::Xlsx),
        ("xl/workbook.bin", Format::Xlsb),
        ("ppt/presentation.xml", Format::Presentation),
        ("OFD.xml", Format::Ofd),
    ];
    usual_parts.iter().find(|(part, _)| package.has(part)).map_or(Format::Archive, |&(_, format)| format)
}

/// The format of an OpenDocument media type.
fn open_document(media_type: &str) -> Option<Format> {
    let kind = media_type.strip_prefix("application/vnd.oasis.opendocument.")?;
    match kind.split('-').next()? {
        "text" => Some(Format::Odt),
        "spreadsheet" => Some(Format::Ods),
        "presentation" | "graphics" => Some(Format::Presentation),
        _ => None,
    }
}

/// A zip whose table of contents cannot be read: its first entries tell what it was, so that its reader says why it fails.
fn damaged_zip(name: &str, bytes: &[u8]) -> Format {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let holds = |wanted: &[u8]| head.windows(wanted.len()).any(|window| window == wanted);
    let extension = extension(name);
    if holds(b"opendocument.text") {
        Format::Odt
    } else if holds(b"opendocument.spreadsheet") {
        Format::Ods
    } else if holds(b"word/") || matches!(extension.as_str(), "docx" | "docm" | "dotx") {
        Format::Docx
    } else if holds(b"xl/") || matches!(extension.as_str(), "xlsx" | "xlsm") {
        Format::Xlsx
    } else {
        Format::Archive
    }
}

/// What an OLE file is, from its streams, and the file, opened; one that cannot be opened is just that.
pub fn ole(bytes: &[u8]) -> (Format, Opened<'_>) {
    // Streams are read whole, past the buffer, or for a few bytes of their head.
    let options = OpenOptions::new().max_buffer_size(HEAD_OF_STREAM);
    let Ok(mut file) = options.open_with(Cursor::new(bytes)) else { return (Format::Ole, Opened::Nothing) };
    (compound(&mut file), Opened::Ole(file))
}

fn compound(file: &mut CompoundFile<Cursor<&[u8]>>) -> Format {
    if file.exists("/EncryptedPackage") || file.exists("/EncryptionInfo") {
        return Format::Encrypted;
    }
    if file.exists("/WordDocument") {
        return word(&head_of(file, "/WordDocument", 12));
    }
    for stream in ["/Workbook", "/Book", "/WORKBOOK", "/BOOK"] {
        if file.exists(stream) {
            return workbook(&head_of(file, stream, HEAD_OF_STREAM as u64));
        }
    }
    if file.exists("/PowerPoint Document") || file.exists("/PP97_DUALSTORAGE") {
        return Format::Presentation;
    }
    Format::Ole
}

fn head_of(file: &mut CompoundFile<Cursor<&[u8]>>, stream: &str, most: u64) -> Vec<u8> {
    let mut head = Vec::new();
    if let Ok(stream) = file.open_stream(stream) {
        // What cannot be read is missing from the head, which is then too short to tell anything.
        let _ = stream.take(most).read_to_end(&mut head);
    }
    head
}

fn word(fib: &[u8]) -> Format {
    match (u16_at(fib, 2), u16_at(fib, 10)) {
        (_, Some(flags)) if flags & FIB_ENCRYPTED != 0 => Format::Encrypted,
        (Some(version), _) if version < FIB_WORD97 => Format::Word95,
        _ => Format::Doc,
    }
}

/// A workbook is protected when a FilePass record (0x002f) stands among its first records ([MS-XLS] 2.4.117).
fn workbook(stream: &[u8]) -> Format {
    let mut at = 0usize;
    for _ in 0..8 {
        let (Some(record), Some(size)) = (u16_at(stream, at), u16_at(stream, at.saturating_add(2))) else { break };
        if record == 0x002f {
            return Format::Encrypted;
        }
        at = at.saturating_add(4).saturating_add(usize::from(size));
    }
    Format::Xls
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    pair.try_into().ok().map(u16::from_le_bytes)
}
