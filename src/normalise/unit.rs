//! Units: read at a place, compounded, and brought to the canonical form.

use super::decimal::shifted;
use super::fold::{ends_clause, fold, is_blank, is_bracket, skip_blanks};
use super::number::digits_end;
use super::vocabulary::Units;

/// A unit as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UnitAt {
    /// Where it ends.
    pub end: usize,
    /// The unit, blanks off and 每 written as `/`.
    pub text: String,
    /// The first part is missing: `/株`.
    pub incomplete: bool,
}

/// At most so many parts make a compound unit.
const MOST_PARTS: usize = 4;
/// Signs before a unit in a name's brackets (`≥**%`) are at most so many.
const LONGEST_LEAD: usize = 12;
/// An unknown denominator is at most so long.
const LONGEST_DENOMINATOR: usize = 4;
/// A unit in brackets is at most so long.
const LONGEST_BRACKET: usize = 16;

fn text_of(text: &[char], from: usize, to: usize) -> String {
    text.get(from..to).unwrap_or_default().iter().filter(|c| !is_blank(**c)).collect()
}

/// True if a unit in Latin letters that ends at `end` is cut out of a longer word.
fn is_cut(text: &[char], end: usize) -> bool {
    let latin = |at: usize| text.get(at).is_some_and(|c| c.is_ascii_alphanumeric());
    end > 0 && text.get(end - 1).is_some_and(char::is_ascii_alphabetic) && latin(end)
}

/// One unit without denominators: a known one, or a multiplier with or without one.
fn simple(words: &Units, text: &[char], at: usize) -> Option<usize> {
    let is_word = |from: usize, end: usize| words.not_units.at(text, from).is_some_and(|(word, ())| word > end);
    let known = |from: usize| {
        let found = words.known.at_spaced(text, from, |c| c == ' ').map(|(end, ())| end);
        found.filter(|end| !is_cut(text, *end) && !is_word(from, *end))
    };
    let multiplied = words.multipliers.at(text, at).map(|(end, _)| known(skip_blanks(text, end)).unwrap_or(end));
    // 千克 is a unit; 千克 is not a thousand 克: the known one wins where it reaches as far.
    let end = known(at).max(multiplied)?;
    Some(alternative(words, text, at, end))
}

/// `人(次)`: the end of a counter with another one in brackets.
fn alternative(words: &Units, text: &[char], at: usize, end: usize) -> usize {
    let is_counter = text.get(at..end).is_some_and(|unit| words.alternates.whole(unit).is_some());
    let open = skip_blanks(text, end);
    let inner = words.alternates.at(text, open + 1).map(|(end, ())| end).filter(|_| text.get(open) == Some(&'('));
    inner.filter(|end| is_counter && text.get(*end) == Some(&')')).map_or(end, |end| end + 1)
}

/// The known unit at `at`, with its denominators.
pub(super) fn unit_at(words: &Units, text: &[char], at: usize) -> Option<UnitAt> {
    let mut from = skip_blanks(text, at);
    let mut skipped = from;
    while text.get(skipped).is_some_and(|c| words.counter.contains(*c)) {
        skipped += 1;
    }
    if skipped > from && words.counted.at(text, skipped).is_some() {
        from = skipped;
    }
    let base = simple(words, text, from);
    let mut unit = base.map(|end| text_of(text, from, end)).unwrap_or_default();
    let mut end = base.unwrap_or(from);
    for _ in 0..MOST_PARTS {
        let is_first = base.is_none() && unit.is_empty();
        let found = denominator(words, text, end, is_first).or_else(|| unknown_denominator(words, text, end, &unit));
        let Some((next, written)) = found else { break };
        unit.push_str(&written);
        end = next;
    }
    // 9/10万: what is counted may be left out of a rate, but not of 12/亩.
    let is_rate = unit.starts_with('/') && unit.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    (!unit.is_empty()).then_some(UnitAt { end, text: unit, incomplete: base.is_none() && !is_rate })
}

/// `/人`, `·月`, `每平方米` after a unit.
fn denominator(words: &Units, text: &[char], at: usize, is_first: bool) -> Option<(usize, String)> {
    let at = skip_blanks(text, at);
    let (after, is_word) = words.per.at(text, at)?;
    let sign = if *is_word { '/' } else { *text.get(at)? };
    if is_first && (sign != '/' || *is_word) {
        return None;
    }
    let from = skip_blanks(text, after);
    let from = words.every.at(text, from).map_or(from, |(end, ())| end);
    if let Some(inner) = bracketed_unit(words, text, from) {
        return Some((inner.end, format!("{sign}({})", inner.text)));
    }
    if let Some(end) = words.shared_by.at(text, from).map(|(end, ())| end).filter(|_| sign == '/' && !is_first) {
        return Some((end, format!("{sign}{}", text_of(text, from, end))));
    }
    let digits = digits_end(text, from);
    let is_large = words.multipliers.at(text, digits).is_some();
    let end = simple(words, text, digits).filter(|_| digits == from || (is_large && sign == '/'))?;
    Some((end, format!("{sign}{}", text_of(text, from, end))))
}

/// 50元/穴: after money and a slash, a short word to the end of its clause.
fn unknown_denominator(words: &Units, text: &[char], at: usize, unit: &str) -> Option<(usize, String)> {
    let from = at + 1;
    if !unit.ends_with(&words.money) || text.get(at) != Some(&'/') {
        return None;
    }
    let is_word = |c: &char| c.is_alphabetic();
    let end = from + text.get(from..)?.iter().take_while(|c| is_word(c)).count();
    let is_last = text.get(skip_blanks(text, end)).is_none_or(|c| ends_clause(*c) || is_bracket(*c));
    let is_short = (1..=LONGEST_DENOMINATOR).contains(&(end - from));
    (is_last && is_short).then(|| (end, format!("/{}", text_of(text, from, end))))
}

/// A unit in brackets of its own, `（元/人）`.
pub(super) fn bracketed_unit(words: &Units, text: &[char], at: usize) -> Option<UnitAt> {
    let open = skip_blanks(text, at);
    let close = open + text.get(open..)?.iter().take(LONGEST_BRACKET).position(|c| *c == ')')?;
    let inner = text.get(open + 1..close).filter(|_| text.get(open) == Some(&'('))?;
    // No brackets inside brackets: the reading cannot nest.
    if inner.iter().any(|c| is_bracket(*c)) {
        return None;
    }
    let unit = unit_at(words, inner, 0).filter(|u| !u.incomplete && skip_blanks(inner, u.end) == inner.len())?;
    Some(UnitAt { end: close + 1, ..unit })
}

/// The unit that a name or a heading carries: in its last brackets (`培训人数（人次）`), or as a closing `%`.
pub(super) fn unit_of_name(words: &Units, name: &str) -> Option<String> {
    let text = fold(name);
    let percent = text.last().filter(|c| words.percent.contains(**c)).map(|c| c.to_string());
    let close = text.iter().rposition(|c| is_bracket(*c));
    let Some(close) = close else { return percent };
    let open = text.get(..close)?.iter().rposition(|c| is_bracket(*c))?;
    let inner = text.get(open + 1..close)?;
    unit_within(words, inner).or(percent)
}

/// The unit that is the whole of a text, but for a lead (单位：), comparators and template marks before it.
fn unit_within(words: &Units, inner: &[char]) -> Option<String> {
    let mut at = skip_blanks(inner, 0);
    while let Some((end, ())) = words.lead.at(inner, at) {
        at = skip_blanks(inner, end);
    }
    let whole = |from: usize| unit_at(words, inner, from).filter(|u| skip_blanks(inner, u.end) == inner.len());
    let is_sign = |c: &char| !c.is_alphanumeric() || matches!(c, 'x' | 'X');
    let signs = inner.get(at..)?.iter().take(LONGEST_LEAD).take_while(|c| is_sign(c)).count();
    (at..=at + signs).find_map(whole).map(|u| u.text)
}

/// The unit that a unit column or a header states: a known one cleaned, any other as it stands.
pub(super) fn unit_of_cell(words: &Units, cell: &str) -> Option<String> {
    let text = fold(cell);
    let bare: Vec<char> = match text.as_slice() {
        [first, inner @ .., last] if is_bracket(*first) && is_bracket(*last) => inner.to_vec(),
        _ => text,
    };
    if let Some(unit) = unit_within(words, &bare) {
        return Some(unit);
    }
    (!bare.is_empty()).then(|| bare.into_iter().collect())
}

/// True if the text is nothing but one known unit.
pub(super) fn is_unit(words: &Units, text: &[char]) -> bool {
    unit_at(words, text, 0).is_some_and(|unit| unit.end == text.len())
}

/// What a unit comes to in the canonical columns: how far the decimal point moves, and the unit; none if the unit is
/// a multiplier alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Canonical {
    /// Places to the right.
    pub shift: i32,
    /// The unit, if anything is left of it.
    pub unit: Option<String>,
}

/// The canonical form of a unit.
pub(super) fn canonical(words: &Units, unit: &str) -> Canonical {
    let text = fold(unit);
    let known = words.known.at(&text, 0).map_or(0, |(end, ())| end);
    let multiplied =
        words.multipliers.at(&text, 0).filter(|(end, _)| *end > known && simple(words, &text, 0) > Some(known));
    // 千分之 begins with no thousand.
    let is_named = words.canonical.at(&text, 0).is_some_and(|(end, _)| end == text.len());
    let multiplied = multiplied.filter(|_| !is_named);
    let (from, zeros) = multiplied.map_or((0, 0), |(end, zeros)| (end, *zeros));
    let rest = text.get(from..).unwrap_or_default();
    let (head, replaced) = match words.canonical.at(rest, 0) {
        Some((end, (name, shift))) if rest.get(end).is_none_or(|c| words.per_signs.contains(*c)) => {
            (end, Some((name.clone(), *shift)))
        }
        _ => (0, None),
    };
    let tail: String = rest.get(head..).unwrap_or_default().iter().collect();
    let (name, shift) = replaced.unwrap_or_default();
    let unit = format!("{name}{tail}");
    Canonical { shift: zeros + shift, unit: (!unit.is_empty()).then_some(unit) }
}

/// A decimal under a unit's canonical form.
pub(super) fn canonical_decimal(decimal: &str, canonical: &Canonical) -> String {
    shifted(decimal, canonical.shift)
}
