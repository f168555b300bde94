//! Several `label：value` pairs in one text: `填报单位：（盖章）   单位：万元`.

use std::sync::Arc;

use crate::mapping::amounts;
use crate::mapping::lexicon::{FieldDef, Lexicon};
use crate::mapping::schema::FieldKind;
use crate::text;

/// A label and its value, found in one text.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The field.
    pub field: &'a Arc<FieldDef>,
    /// The label as printed, without the colon.
    pub label: &'a str,
    /// The value as printed; may be blank.
    pub value: &'a str,
}

/// The characters between a label and its value.
pub const COLONS: [char; 4] = ['：', ':', '︰', '∶'];

/// The pairs of a text, if it opens with a known label and a colon; over them may stand a line with a label and its amount
/// alone.
pub fn pairs<'a>(raw: &'a str, lexicon: &'a Lexicon) -> Option<Vec<Pair<'a>>> {
    let opened = opened(raw, lexicon);
    if opened.is_some() {
        return opened;
    }
    let (line, below) = raw.split_once('\n')?;
    let mut found = vec![amounts::alone(line, lexicon)?];
    found.extend(self::opened(below, lexicon)?);
    Some(found)
}

/// The pairs of a text that opens with a known label and a colon.
fn opened<'a>(raw: &'a str, lexicon: &'a Lexicon) -> Option<Vec<Pair<'a>>> {
    let (first, mut rest) = raw.split_once(COLONS)?;
    let mut label = first.trim();
    let mut word = lexicon.word(label);
    if lexicon.is_before(&word) {
        let (second, behind) = rest.split_once(COLONS)?;
        (label, rest) = (second.trim(), behind);
        word = lexicon.word(label);
    }
    let mut field = Some(lexicon.field(&word)?);
    let mut found: Vec<Pair<'a>> = Vec::new();
    let (mut at, mut begin) = (0, 0);
    loop {
        let colon = rest[at..].char_indices().find(|(_, c)| COLONS.contains(c)).map(|(i, c)| (at + i, c.len_utf8()));
        let end = colon.map_or(rest.len(), |(end, _)| end);
        let next = colon.and_then(|_| trailing_label(&rest[at..end], lexicon)).map(|(i, field)| (at + i, field));
        let value_end = next.map_or(end, |(label, _)| label);
        match field {
            // What an amount's label says in words is more of the text before it: 备注：1.其他资金：请注明来源.
            Some(field) if !found.is_empty() && is_prose(field, &rest[at..value_end]) => {
                found.iter_mut().last().into_iter().for_each(|last| last.value = &rest[begin..value_end]);
            }
            Some(field) => {
                begin = at;
                found.push(Pair { field, label, value: &rest[begin..value_end] });
            }
            // Where a colon is part of the value (`12:30`), the value goes on.
            None => found.iter_mut().last().into_iter().for_each(|last| last.value = &rest[begin..value_end]),
        }
        field = next.map(|(_, field)| field);
        label = next.map_or(label, |(label, _)| rest[label..end].trim());
        match colon {
            Some((end, size)) => at = end + size,
            None => return Some(amounts::taken_apart(found, lexicon)),
        }
    }
}

/// The most characters of words in place of an amount: 待定, 按实结算.
const LONGEST_WORDS: usize = 8;

/// True for a sentence in the place of an amount.
fn is_prose(field: &FieldDef, value: &str) -> bool {
    let has_digit = || text::has_digit(value);
    field.kind == FieldKind::Money && value.trim().chars().nth(LONGEST_WORDS).is_some() && !has_digit()
}

/// The most characters of a label between other text.
const LONGEST_LABEL: usize = 16;

/// The label at the end of a piece (before the next colon): its byte offset and its field.
fn trailing_label<'a>(piece: &str, lexicon: &'a Lexicon) -> Option<(usize, &'a Arc<FieldDef>)> {
    let trimmed = piece.trim_end();
    if !lexicon.may_end_label(trimmed) {
        return None;
    }
    let tail = trimmed.char_indices().rev().nth(LONGEST_LABEL).map_or(0, |(at, _)| at);
    let starts = std::iter::once(0).chain(
        trimmed[tail..]
            .char_indices()
            .map(|(at, c)| (tail + at, c))
            .filter(|(_, c)| c.is_whitespace() || matches!(c, ';' | '；' | ',' | '，' | '。' | '、' | ')' | '）'))
            .map(|(at, c)| at + c.len_utf8()),
    );
    let mut best = None;
    for start in starts {
        let candidate = &trimmed[start..];
        if candidate.chars().nth(LONGEST_LABEL).is_some() || candidate.trim() != candidate {
            continue;
        }
        if let Some(field) = lexicon.field(&lexicon.word(candidate)) {
            best = Some((start, field));
            break;
        }
    }
    best
}
