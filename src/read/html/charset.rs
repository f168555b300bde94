//! The page's encoding: from its mark, its carrier, its own word, else its content.

use std::borrow::Cow;

use encoding_rs::{CoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// A page's text.
pub(super) struct Decoded<'b> {
    pub(super) text: Cow<'b, str>,
    /// The encoding's name in lower case.
    pub(super) encoding: String,
    /// True when some bytes were wrong.
    pub(super) has_errors: bool,
}

/// Decodes a page; `carrier` is the charset that its container states (a MIME header).
///
/// Content wins over words where it can be told: valid UTF-8 is UTF-8, and what is stated as UTF-8 but is not is
/// GB18030 if that fits. Web systems copy the words from page to page.
pub(super) fn decode<'b>(bytes: &'b [u8], carrier: Option<&str>) -> Decoded<'b> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, bytes.get(mark..).unwrap_or_default());
    }
    match bytes {
        [b'<', 0, ..] => return with(UTF_16LE, bytes),
        [0, b'<', ..] => return with(UTF_16BE, bytes),
        _ => {}
    }
    if is_utf8(bytes) {
        return with(UTF_8, bytes);
    }
    let stated = carrier.and_then(by_label).or_else(|| stated(bytes));
    let first = with(stated.filter(|&encoding| encoding != UTF_8).unwrap_or(GB18030), bytes);
    match stated {
        Some(encoding) if first.has_errors => {
            // Two texts of a large page are not held at once.
            drop(first);
            with(encoding, bytes)
        }
        _ => first,
    }
}

fn with<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> Decoded<'b> {
    let (text, has_errors) = match encoding == UTF_8 {
        true => encoding.decode_without_bom_handling(bytes),
        false => converted(encoding, bytes),
    };
    Decoded { text, encoding: encoding.name().to_ascii_lowercase(), has_errors }
}

/// Decodes into one piece of memory: a text that has to grow is held twice meanwhile.
fn converted<'b>(encoding: &'static Encoding, bytes: &[u8]) -> (Cow<'b, str>, bool) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2 + 16);
    let (mut rest, mut has_errors) = (bytes, false);
    loop {
        let (result, read, errors) = decoder.decode_to_string(rest, &mut text, true);
        rest = rest.get(read..).unwrap_or_default();
        has_errors |= errors;
        match result {
            CoderResult::InputEmpty => return (Cow::Owned(text), has_errors),
            CoderResult::OutputFull => text.reserve(rest.len().max(64)),
        }
    }
}

/// True for UTF-8, also where the file's end cuts a character.
fn is_utf8(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

fn by_label(label: &str) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label.trim().as_bytes())?;
    Some(if encoding == GBK { GB18030 } else { encoding })
}

/// The encoding that the page names near its beginning: `<meta charset>`, `<meta content>`, an XML declaration.
fn stated(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes.iter().take(4096).map(|&byte| char::from(byte).to_ascii_lowercase()).collect();
    ["charset", "encoding"]
        .iter()
        .find_map(|word| head.match_indices(word).find_map(|(at, _)| label_behind(&head, at + word.len())))
}

fn label_behind(head: &str, at: usize) -> Option<&'static Encoding> {
    let value = head.get(at..)?.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))).unwrap_or(value.len());
    by_label(value.get(..end)?)
}
