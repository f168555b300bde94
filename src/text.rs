//! Text folding shared by all stages; it knows characters, no words.

/// Folds full width to half width (`Ａ（％` → `A(%`), the ideographic space to a space.
pub fn fold_width(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// True for white space and for characters of no width.
#[inline]
pub fn is_blank(c: char) -> bool {
    // Most characters are these.
    !matches!(c, '\u{4e00}'..='\u{9fff}') && is_rarely_blank(c)
}

fn is_rarely_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{ad}')
}

/// True for a text of nothing but white space and characters of no width.
pub fn has_nothing(text: &str) -> bool {
    text.chars().all(is_blank)
}

/// True for a text with a digit of either width.
pub fn has_digit(text: &str) -> bool {
    text.chars().any(|c| fold_width(c).is_ascii_digit())
}

/// The key under which a label is known: width folded, white space, line breaks, stars, leading numbering and
/// outer punctuation gone, lower case.
///
/// ```
/// assert_eq!(ingest::text::key(" *年度\n总体 目标："), "年度总体目标");
/// assert_eq!(ingest::text::key("（一）部门（单位）名称"), "部门(单位)名称");
/// ```
pub fn key(label: &str) -> String {
    let mut folded = fold(label);
    drop_lost_space(&mut folded);
    folded_key(&folded).to_owned()
}

/// Takes out the question marks that an export wrote for white space.
pub fn drop_lost_space(folded: &mut String) {
    if folded.contains('?') && folded.contains("???") {
        folded.retain(|c| c != '?');
    }
}

/// The key of a text that is folded already.
pub fn folded_key(folded: &str) -> &str {
    let stripped = strip_numbering(folded.trim_start_matches(is_ornament));
    stripped.trim_matches(|c: char| is_ornament(c) || matches!(c, ':' | ',' | '.' | '。' | '、' | ';'))
}

/// The key without its trailing bracketed groups: `全年预算数(a)` → `全年预算数`.
pub fn without_brackets(key: &str) -> &str {
    let mut rest = key;
    while rest.ends_with(')') {
        let Some(open) = rest.rfind('(') else { break };
        if open == 0 {
            break;
        }
        rest = rest[..open].trim_end_matches([':', '、']);
    }
    rest
}

/// A text with width and brackets folded, white space and control characters gone, lower case.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    // What stays as it is, is most of a text and copied in one piece.
    let mut kept = 0;
    for (at, c) in text.char_indices() {
        let of = fold_char(c);
        if of != Some(c) {
            folded.push_str(&text[kept..at]);
            folded.extend(of);
            kept = at + c.len_utf8();
        }
    }
    folded.push_str(&text[kept..]);
    folded
}

/// A character of a folded text; `None` for one that goes.
#[inline]
pub fn fold_char(c: char) -> Option<char> {
    match c {
        // Most are these, and stay as they are.
        '\u{4e00}'..='\u{9fff}' => Some(c),
        c if is_blank(c) || c.is_control() => None,
        '【' | '〔' | '﹝' => Some('['),
        '】' | '〕' | '﹞' => Some(']'),
        '︰' | '∶' => Some(':'),
        c => Some(fold_width(c).to_ascii_lowercase()),
    }
}

fn is_ornament(c: char) -> bool {
    matches!(c, '*' | '★' | '☆' | '▲' | '△' | '●' | '○' | '◆' | '■' | '#' | '•' | '·' | '※')
}

/// True for a numeral that numbers a heading.
pub fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// Takes off leading numbering: `1.` `1、` `1.1` `一、` `(1)` `(一)` `①`.
fn strip_numbering(text: &str) -> &str {
    let is_digit = |c: char| c.is_ascii_digit() || is_numeral(c);
    let rest = text.trim_start_matches(|c| ('\u{2460}'..='\u{2473}').contains(&c));
    if rest.len() != text.len() {
        return rest;
    }
    if let Some(inner) = text.strip_prefix('(') {
        let after = inner.trim_start_matches(is_digit);
        if after.len() != inner.len()
            && let Some(rest) = after.strip_prefix(')')
        {
            return rest;
        }
        return text;
    }
    let after = text.trim_start_matches(is_digit);
    if after.len() != text.len() && after.starts_with(['.', '、', ',']) {
        let rest = after.trim_start_matches(['.', '、', ',']);
        // `1.1数量指标` is numbered twice.
        let inner = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        if inner.starts_with(char::is_alphabetic) || inner.len() == rest.len() {
            return inner;
        }
    }
    text
}

/// A text on one line with nothing in it that a terminal would obey: control marks and marks of writing direction
/// become `\u{…}`, white space a space.
pub fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => safe.push(' '),
            c if obeyed(c) => safe.extend(c.escape_unicode()),
            c => safe.push(c),
        }
    }
    safe
}

/// True for characters that a terminal obeys instead of showing them.
pub fn obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
