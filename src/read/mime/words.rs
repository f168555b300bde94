//! Names in mail headers: encoded words (RFC 2047), extended parameters (RFC 2231), and bytes that say nothing.

use encoding_rs::{Encoding, GB18030, UTF_8};

use crate::read::mime::{base64, unescape};

/// Header bytes as text: UTF-8 where they are, else what Chinese mail programs write.
pub(super) fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// The parameters of a header's value, names in lower case, quotes taken off.
pub(super) fn parameters(value: &str) -> Vec<(String, String)> {
    let mut is_quoted = false;
    let mut is_escaped = false;
    let pieces = value.split(|c| {
        is_quoted ^= c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        c == ';' && !is_quoted
    });
    let pair = |piece: &str| {
        let (key, value) = piece.split_once('=')?;
        let value = value.trim();
        let value = match value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) {
            Some(quoted) => quoted.replace("\\\"", "\"").replace("\\\\", "\\"),
            None => value.trim_matches('"').to_owned(),
        };
        Some((key.trim().to_ascii_lowercase(), value))
    };
    pieces.filter_map(pair).collect()
}

/// A parameter that may be split, given a charset, and escaped (RFC 2231): `name*0*`, `name*1`, `name*`; or holds
/// encoded words, as many programs write it against RFC 2047.
pub(super) fn extended(parameters: &[(String, String)], name: &str) -> Option<String> {
    let mut pieces: Vec<(u32, bool, &str)> = Vec::new();
    for (key, value) in parameters {
        let Some(rest) = key.strip_prefix(name) else { continue };
        if rest.is_empty() {
            continue;
        }
        let Some(rest) = rest.strip_prefix('*') else { continue };
        let (number, is_escaped) = match rest.strip_suffix('*') {
            Some(number) => (number, true),
            None => (rest, rest.is_empty()),
        };
        pieces.push((number.parse().unwrap_or(0), is_escaped, value));
    }
    if pieces.is_empty() {
        let plain = parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value)?;
        return Some(words(plain));
    }
    pieces.sort_by_key(|piece| piece.0);
    let mut charset = UTF_8;
    let mut bytes = Vec::new();
    for (n, (_, is_escaped, value)) in pieces.into_iter().enumerate() {
        let mut value = value;
        if let (0, true, Some((label, rest))) = (n, is_escaped, value.split_once('\'')) {
            charset = Encoding::for_label(label.as_bytes()).unwrap_or(UTF_8);
            value = rest.split_once('\'').map_or(rest, |(_, value)| value);
        }
        match is_escaped {
            true => unescape(value.as_bytes(), b'%', &mut bytes),
            false => bytes.extend_from_slice(value.as_bytes()),
        }
    }
    Some(decode(charset, &bytes))
}

/// A text with its encoded words decoded; blanks between two of them are none.
pub(super) fn words(text: &str) -> String {
    let mut out = String::new();
    // A character may be cut in two by the end of a word: neighbours of one charset are decoded together.
    let mut run: Option<(&'static Encoding, Vec<u8>)> = None;
    let mut rest = text;
    while let Some(at) = rest.find("=?") {
        let (before, word) = rest.split_at(at);
        let Some((charset, bytes, after)) = word_bytes(word) else {
            flush(&mut run, &mut out);
            out.push_str(before);
            out.push_str("=?");
            rest = word.get(2..).unwrap_or_default();
            continue;
        };
        if !(before.trim().is_empty() && run.is_some()) {
            flush(&mut run, &mut out);
            out.push_str(before);
        }
        match &mut run {
            Some((same, run)) if *same == charset => run.extend(bytes),
            _ => {
                flush(&mut run, &mut out);
                run = Some((charset, bytes));
            }
        }
        rest = after;
    }
    flush(&mut run, &mut out);
    out.push_str(rest);
    out
}

fn flush(run: &mut Option<(&'static Encoding, Vec<u8>)>, out: &mut String) {
    if let Some((charset, bytes)) = run.take() {
        out.push_str(&decode(charset, &bytes));
    }
}

/// `=?charset?B?text?=`: its charset, its bytes, and what follows it.
fn word_bytes(word: &str) -> Option<(&'static Encoding, Vec<u8>, &str)> {
    let (label, rest) = word.strip_prefix("=?")?.split_once('?')?;
    let (encoding, rest) = rest.split_once('?')?;
    let (text, after) = rest.split_once("?=")?;
    // RFC 2231 lets a language follow the charset.
    let label = label.split('*').next().unwrap_or(label);
    let charset = Encoding::for_label(label.as_bytes())?;
    let bytes = match encoding {
        "B" | "b" => base64(text.as_bytes()),
        "Q" | "q" => {
            let mut bytes = Vec::new();
            unescape(text.replace('_', " ").as_bytes(), b'=', &mut bytes);
            bytes
        }
        _ => return None,
    };
    Some((charset, bytes, after))
}

/// `gb2312` and `gbk` labels are read as GB18030, which has them inside it.
fn decode(charset: &'static Encoding, bytes: &[u8]) -> String {
    let charset = if charset == encoding_rs::GBK { GB18030 } else { charset };
    charset.decode_without_bom_handling(bytes).0.into_owned()
}
