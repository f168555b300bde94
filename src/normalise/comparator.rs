//! Comparators in signs and words, before and after a number.

use super::fold::{is_blank, skip_blanks};
use super::vocabulary::Comparing;
use crate::model::Comparator;

/// A comparator before a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Before {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Which; none where signs contradict each other (`<>`).
    pub is: Option<Comparator>,
    /// Yields to a comparator after the number.
    pub weak: bool,
    /// A sign rather than a word.
    pub sign: bool,
    /// Counts only directly before a number.
    pub tight: bool,
}

/// The comparator that begins at `at`.
pub(super) fn before(words: &Comparing, text: &[char], at: usize) -> Option<Before> {
    if let Some(sign) = signs(words, text, at) {
        return Some(sign);
    }
    let (end, (is, tight)) = words.before.at_spaced(text, at, is_blank)?;
    let weak = words.weak.at(text, at).is_some();
    Some(Before { start: at, end, is: Some(*is), weak, sign: false, tight: *tight })
}

/// A run of signs, blanks between them allowed, taken as one comparator: `> =`, `≥=`.
fn signs(words: &Comparing, text: &[char], at: usize) -> Option<Before> {
    let mut found: Vec<Comparator> = Vec::new();
    let mut end = at;
    while let Some((next, is)) = words.symbols.at(text, if end == at { at } else { skip_blanks(text, end) }) {
        if !found.contains(is) {
            found.push(*is);
        }
        end = next;
    }
    found.sort_unstable();
    if found.len() > 1 {
        // ≤±2% bounds from above.
        found.retain(|is| *is != Comparator::Approx);
    }
    let is = match found.as_slice() {
        [] => return None,
        [one] => Some(*one),
        [Comparator::Ge, Comparator::Gt | Comparator::Eq]
        | [Comparator::Gt, Comparator::Eq]
        | [Comparator::Ge, Comparator::Gt, Comparator::Eq] => Some(Comparator::Ge),
        [Comparator::Le, Comparator::Lt]
        | [Comparator::Eq, Comparator::Le | Comparator::Lt]
        | [Comparator::Eq, Comparator::Le, Comparator::Lt] => Some(Comparator::Le),
        _ => None,
    };
    Some(Before { start: at, end, is, weak: false, sign: true, tight: false })
}

/// The comparator after a number and its unit, from `at` on: its end and which.
pub(super) fn after(words: &Comparing, text: &[char], at: usize) -> Option<(usize, Comparator)> {
    let here = skip_blanks(text, at);
    let direct = |from: usize| {
        let is_other_word = words.not_after.at_spaced(text, from, is_blank).is_some_and(|(end, ())| end > from + 1);
        // In 5篇+3篇 the sign adds.
        let adds = |end: usize| end == from + 1 && text.get(end).is_some_and(char::is_ascii_digit);
        words
            .after
            .at_spaced(text, from, is_blank)
            .filter(|(end, _)| !is_other_word && !adds(*end))
            .map(|(end, is)| (end, *is))
    };
    let remarked = || words.remarks.at(text, here).and_then(|(end, ())| direct(skip_blanks(text, end)));
    let (end, is) = direct(here).or_else(remarked)?;
    let is_strict = [here, end].iter().any(|at| words.exclusive.at(text, *at).is_some());
    let is = match is {
        Comparator::Ge if is_strict => Comparator::Gt,
        Comparator::Le if is_strict => Comparator::Lt,
        other => other,
    };
    let end = words.remarks.at(text, end).map_or(end, |(end, ())| end);
    Some((end, is))
}

/// What a whole cell of a comparator column says.
pub(super) fn column(words: &Comparing, text: &[char]) -> Option<Comparator> {
    let found = before(words, text, 0).filter(|b| b.end == text.len()).and_then(|b| b.is);
    found.or_else(|| after(words, text, 0).filter(|(end, _)| *end == text.len()).map(|(_, is)| is))
}

/// The comparator that says the same with its sides swapped.
pub(super) fn flipped(is: Comparator) -> Comparator {
    match is {
        Comparator::Ge => Comparator::Le,
        Comparator::Gt => Comparator::Lt,
        Comparator::Le => Comparator::Ge,
        Comparator::Lt => Comparator::Gt,
        other => other,
    }
}

/// True if the comparator bounds from below.
pub(super) fn is_lower(is: Option<Comparator>) -> bool {
    matches!(is, Some(Comparator::Ge | Comparator::Gt))
}

/// True if the comparator bounds from above.
pub(super) fn is_upper(is: Option<Comparator>) -> bool {
    matches!(is, Some(Comparator::Le | Comparator::Lt))
}
