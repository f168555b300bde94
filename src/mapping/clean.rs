//! Labels and names as people read them: line breaks, stars, numbering and bracketed scores taken off.

use crate::text;

/// A text on one line: line breaks go, a space stays only between Latin letters or digits.
pub fn one_line(raw: &str) -> String {
    if !raw.bytes().any(ends_line) {
        return trim(raw).to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let mut gap = false;
    for c in raw.chars() {
        if matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}') {
            gap = true;
            continue;
        }
        if gap && c.is_ascii_alphanumeric() && out.ends_with(|p: char| p.is_ascii_alphanumeric()) {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
    trim(&out).to_owned()
}

/// The same, of a text that is no longer needed.
pub fn into_one_line(raw: String) -> String {
    let is_clean = !raw.bytes().any(ends_line) && trim(&raw).len() == raw.len();
    if is_clean { raw } else { one_line(&raw) }
}

fn ends_line(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | b'\t' | 0xb | 0xc)
}

/// Outer white space off, ideographic and no-width included.
pub fn trim(raw: &str) -> &str {
    raw.trim_matches(text::is_blank)
}

/// The score in the brackets of a level label, or behind it, if any.
pub fn level_score(raw: &str, marks: &[String]) -> Option<String> {
    level(raw, marks).1
}

const CLOSING: [char; 4] = [')', '）', ']', '】'];

/// A level label without line breaks, inner white space, stars and scores; the score, if any. `marks` stand behind a score
/// that has no brackets.
pub fn level(raw: &str, marks: &[String]) -> (String, Option<String>) {
    let mut joined = String::with_capacity(raw.len());
    joined.extend(raw.chars().filter(|c| !text::is_blank(*c) && !c.is_control()));
    let unstarred = joined.trim_matches(is_star);
    // 产出指标40分 → 产出指标, 40分.
    let bare_score = || without_points(unstarred, marks).map(|name| (name, unstarred[name.len()..].to_owned()));
    match bracketed_score(unstarred, marks).or_else(bare_score) {
        Some((label, score)) => (label.trim_matches(is_star).to_owned(), Some(score)),
        None if unstarred.len() == joined.len() => (joined, None),
        None => (unstarred.to_owned(), None),
    }
}

fn is_star(c: char) -> bool {
    matches!(c, '*' | '＊' | '★' | '☆' | '▲' | '△' | '●' | '◆' | '※' | '•')
}

/// `产出指标(50分)` → (`产出指标`, `50分`): trailing brackets that hold a number of points.
fn bracketed_score<'a>(label: &'a str, marks: &[String]) -> Option<(&'a str, String)> {
    let unmarked = marks.iter().find_map(|mark| label.strip_suffix(mark.as_str())).unwrap_or(label);
    let close = unmarked.strip_suffix(CLOSING)?;
    let open = close.rfind(['(', '（', '[', '【'])?;
    let inner = close[open..].trim_start_matches(['(', '（', '[', '【']);
    let folded = marks.iter().fold(text::fold(inner), |rest, mark| rest.replace(mark.as_str(), ""));
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '%' | '-' | '~' | '≤' | ':');
    let has_digit = folded.contains(|c: char| c.is_ascii_digit());
    let is_score = has_digit && folded.chars().filter(|c| !is_number(*c)).count() <= 1;
    (is_score && open > 0).then(|| (&label[..open], inner.to_owned()))
}

/// The text before a number of points with which it ends.
pub fn without_points<'a>(text: &'a str, marks: &[String]) -> Option<&'a str> {
    let bare = marks.iter().find_map(|mark| text.strip_suffix(mark.as_str()))?;
    let is_part = |c: char| text::fold_width(c).is_ascii_digit() || matches!(c, '.' | '．');
    let name = bare.trim_end_matches(is_part).trim_end_matches(['-', '－', '/', '—']);
    (name.len() < bare.len() && name.ends_with(char::is_alphabetic)).then_some(name)
}

/// An indicator's name: line breaks, stars and `指标1：` taken off.
pub fn name(raw: &str, prefixes: &[String]) -> String {
    let line = one_line(raw);
    let unstarred = line.trim_start_matches(|c| is_star(c) || text::is_blank(c));
    let uncircled = unstarred.trim_start_matches(|c| ('\u{2460}'..='\u{2473}').contains(&c));
    let rest = strip_prefix(uncircled, prefixes);
    let name = trim(rest.trim_start_matches(is_star));
    // A number that is all there is stays.
    if name.is_empty() || name.len() == line.len() { line } else { name.to_owned() }
}

fn strip_prefix<'a>(name: &'a str, prefixes: &[String]) -> &'a str {
    let first = name.trim_start_matches(' ').chars().next().map(text::fold_width);
    let Some(first) = first.map(|c| c.to_ascii_lowercase()) else { return name };
    let may_match = |prefix: &&String| prefix.starts_with([first, '#']);
    for prefix in prefixes.iter().filter(may_match) {
        if let Some(rest) = match_prefix(name, prefix) {
            return rest;
        }
    }
    name
}

/// Matches a folded prefix in which `#` is a run of digits against the name's start.
fn match_prefix<'a>(name: &'a str, prefix: &str) -> Option<&'a str> {
    let mut rest = name;
    for want in prefix.chars() {
        rest = rest.trim_start_matches(' ');
        if want == '#' {
            let after = rest.trim_start_matches(|c| text::fold_width(c).is_ascii_digit());
            if after.len() == rest.len() {
                return None;
            }
            rest = after;
        } else {
            let c = rest.chars().next()?;
            if text::fold_width(c).to_ascii_lowercase() != want {
                return None;
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    (!rest.starts_with(|c: char| c.is_ascii_digit() || c == '%')).then_some(rest)
}

/// Numbers of a label's brackets off; for comparing names.
pub fn is_placeholder(raw: &str) -> bool {
    let trimmed: String = raw.chars().filter(|c| !text::is_blank(*c)).collect();
    trimmed.is_empty()
        || trimmed.chars().all(|c| matches!(c, '.' | '…' | '。' | '/' | '\\' | '-' | '—' | '－' | '―' | '*' | '·'))
}
