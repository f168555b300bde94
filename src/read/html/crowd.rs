//! Finds a tag with more attributes than any page has: the tokenizer compares each of them with all before it.

/// Real tags have some dozens of attributes at most.
const MOST_ATTRIBUTES: usize = 4096;

/// Elements whose content is no markup.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp"];

/// The text before the first tag with too many attributes; all of it where there is none.
pub(super) fn before_crowded_tag(text: &str) -> &str {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(start) = find(bytes, at, b"<") {
        let rest = bytes.get(start + 1..).unwrap_or_default();
        at = start + 1;
        if rest.starts_with(b"!--") {
            at = find(bytes, start + 4, b"-->").unwrap_or(bytes.len());
        } else if rest.first().is_some_and(|&byte| byte.is_ascii_alphabetic() || byte == b'/') {
            let Some(end) = tag_end(bytes, start) else { return text.get(..start).unwrap_or(text) };
            at = RAW.iter().find(|name| is_named(rest, name)).map_or(end, |name| raw_end(bytes, end, name));
        }
    }
    text
}

/// Where the tag ends that begins at `start`; `None` when it has too many attributes.
fn tag_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut quote = None;
    let mut words = 0;
    let mut before = b'<';
    for (at, &byte) in bytes.iter().enumerate().skip(start + 1) {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if byte == b'>' => return Some(at),
            // A quote opens a value only behind its `=`.
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            None if is_gap(before) && !is_gap(byte) => {
                words += 1;
                if words > MOST_ATTRIBUTES {
                    return None;
                }
            }
            None => {}
        }
        if !(before == b'=' && byte.is_ascii_whitespace()) {
            before = byte;
        }
    }
    Some(bytes.len())
}

/// What ends an attribute: white space, a slash, the quote of a value before.
fn is_gap(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'')
}

fn is_named(tag: &[u8], name: &str) -> bool {
    let has_name = tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()));
    has_name && tag.get(name.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

/// Where the content of a raw element ends: at its end tag, or with the text.
fn raw_end(bytes: &[u8], start: usize, name: &str) -> usize {
    let mut at = start;
    while let Some(end) = find(bytes, at, b"</") {
        at = end + 2;
        if is_named(bytes.get(at..).unwrap_or_default(), name) {
            return end;
        }
    }
    bytes.len()
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(what.len()).position(|window| window == what).map(|at| from + at)
}
