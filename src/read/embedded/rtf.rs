//! Objects in RTF: `\objdata` (RTF 1.9.1, "Objects") holds an OLE 1 object in hexadecimal digits ([MS-OLEDS] 2.2).

use crate::model::{Limits, Source};
use crate::read::embedded::{Attachments, ole};

const WORD: &[u8] = b"\\objdata";
/// `FormatID` of an object that is in the file.
const EMBEDDED: u32 = 2;

/// The objects of a file, as they stand in it.
pub(super) fn objects(source: &Source<'_>, inside: &mut Attachments) {
    let mut rest = source.bytes;
    while let Some(at) = find(rest) {
        rest = rest.get(at + WORD.len()..).unwrap_or_default();
        if source.limits.are_spent() {
            return inside.unread("reading the file took too long");
        }
        let (object, after) = hexadecimal(rest);
        rest = after;
        match document(&object, source.limits) {
            Some(Ok(bytes)) => inside.add(None, bytes),
            Some(Err(what)) => inside.unread(&what),
            None => {}
        }
    }
}

fn find(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(slash) = bytes.get(from..)?.iter().position(|&byte| byte == b'\\') {
        if bytes.get(from + slash..)?.starts_with(WORD) {
            return Some(from + slash);
        }
        from += slash + 1;
    }
    None
}

/// Bytes in hexadecimal digits up to the end of their group, and what follows.
fn hexadecimal(bytes: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut out = Vec::new();
    let mut high = None;
    for (at, &byte) in bytes.iter().enumerate() {
        match (char::from(byte).to_digit(16), high) {
            (Some(digit), None) => high = Some(digit),
            (Some(digit), Some(first)) => {
                out.push(u8::try_from(first * 16 + digit).unwrap_or(0));
                high = None;
            }
            (None, _) if byte.is_ascii_whitespace() => {}
            (None, _) => return (out, bytes.get(at..).unwrap_or_default()),
        }
    }
    (out, &[])
}

/// The document in an OLE 1 object; `None` for one that is only linked or shown.
fn document(object: &[u8], limits: &Limits) -> Option<Result<Vec<u8>, String>> {
    let format = object.get(4..8)?.try_into().ok().map(u32::from_le_bytes)?;
    if format != EMBEDDED {
        return None;
    }
    let (class, rest) = ole::counted(object.get(8..)?)?;
    let (_, rest) = ole::counted(rest)?;
    let (_, rest) = ole::counted(rest)?;
    let data = ole::counted(rest).map_or_else(|| rest.get(4..).unwrap_or_default(), |(data, _)| data);
    if let Some(file) = ole::packaged(data) {
        return Some(Ok(file.to_vec()));
    }
    if ole::is_container(data) {
        return Some(ole::unwrapped(data.to_vec(), limits));
    }
    let class: String = String::from_utf8_lossy(class).chars().filter(|c| !c.is_control()).collect();
    Some(Err(format!("it is an object of {class}")))
}
