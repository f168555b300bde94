//! Cells that are a value by their words alone: placeholders, yes and no, the form's own labels.

use super::comparator::before;
use super::fold::{closes, ends_clause, is_blank, is_bracket, opens, skip_blanks};
use super::number::{chinese, digits_end};
use super::unit::{is_unit, unit_at};
use super::vocabulary::{Numerals, ValueWords, Vocabulary};
use crate::model::{Comparator, ValueKind};

/// A label longer than this is none.
const LONGEST_LABEL: usize = 60;

/// What a cell is at first sight.
pub(super) enum Plain {
    /// This kind, and nothing more to say.
    Kind(ValueKind),
    /// `指标1：` and nothing after it.
    Stub,
    /// The form's own label, with the score and its unit in its brackets.
    Label(Option<(String, String)>),
    /// To be read on; a leading `指标1：` is off.
    Text(Vec<char>),
}

/// Looks at a folded cell as a whole.
pub(super) fn plain(words: &ValueWords, numerals: &Numerals, text: &[char]) -> Plain {
    let body = without_stub(words, numerals, text);
    if body.is_none_or(<[char]>::is_empty) && !text.is_empty() && body.is_some() {
        return Plain::Stub;
    }
    let body = body.unwrap_or(text);
    if words.booleans.whole(without_end(without_remark(body))).is_some() {
        return Plain::Kind(ValueKind::Boolean);
    }
    if is_ticked(words, body) {
        return Plain::Kind(ValueKind::Boolean);
    }
    if is_placeholder(words, body) {
        return Plain::Kind(ValueKind::Placeholder);
    }
    if body.iter().all(|c| words.template_marks.contains(*c)) {
        return Plain::Kind(ValueKind::Template);
    }
    match label(words, text) {
        Some(score) => Plain::Label(score),
        None => Plain::Text(body.to_vec()),
    }
}

fn without_end(text: &[char]) -> &[char] {
    let end = text.iter().rposition(|c| !is_blank(*c) && !ends_clause(*c) && *c != '.').map_or(0, |p| p + 1);
    text.get(..end).unwrap_or_default()
}

/// The text after `指标1：`; `None` if it does not begin so.
fn without_stub<'a>(words: &ValueWords, numerals: &Numerals, text: &'a [char]) -> Option<&'a [char]> {
    let (end, ()) = words.stub.at(text, 0)?;
    let from = skip_blanks(text, end);
    let digits = digits_end(text, from);
    let number = if digits > from { digits } else { chinese(numerals, text, from)?.end };
    let rest = text.get(skip_blanks(text, number)..)?;
    match rest {
        [] => Some(rest),
        // 指标0.5 may as well be a number.
        ['.', digit, ..] if digit.is_ascii_digit() => None,
        [':' | '.' | '、', rest @ ..] => rest.get(skip_blanks(rest, 0)..),
        _ => None,
    }
}

/// True for a question with boxes to tick: □是 ☑否.
fn is_ticked(words: &ValueWords, body: &[char]) -> bool {
    let is_box = |c: &char| words.tick_boxes.contains(*c);
    let is_asked = || {
        let alone: Vec<char> = body.iter().filter(|c| !is_box(c) && !is_blank(**c)).copied().collect();
        words.booleans.whole(&alone).is_some()
    };
    body.iter().any(is_box) && is_asked()
}

/// The text without a remark in brackets at its end.
fn without_remark(body: &[char]) -> &[char] {
    let open = body.iter().position(|c| opens(*c)).filter(|at| *at > 0 && body.last().is_some_and(|c| closes(*c)));
    body.get(..open.unwrap_or(body.len())).unwrap_or_default()
}

/// Blank, marks only, or a word for no value; a remark in brackets after it changes nothing.
fn is_placeholder(words: &ValueWords, body: &[char]) -> bool {
    let head = without_remark(body);
    let inner = match body {
        [first, inner @ .., last] if opens(*first) && closes(*last) => inner,
        _ => head,
    };
    let is_word = |text: &[char]| words.placeholders.whole(without_end(text)).is_some();
    let is_mark = |text: &[char]| text.iter().all(|c| is_blank(*c) || words.placeholder_marks.contains(*c));
    is_mark(head)
        || (is_word(head))
        || (!inner.is_empty() && is_word(inner))
        || (inner.len() < head.len() && is_mark(inner))
        || words.placeholder_leads.at(body, 0).is_some()
}

/// A cell made of level labels only: 产出指标(50分), 【产出指标-数量指标】; the score and its unit, if there is one.
fn label(words: &ValueWords, text: &[char]) -> Option<Option<(String, String)>> {
    if text.len() > LONGEST_LABEL {
        return None;
    }
    let inner = match text {
        [first, inner @ .., last] if opens(*first) && closes(*last) && !inner.iter().any(|c| is_bracket(*c)) => inner,
        _ => text,
    };
    let mut depth = 0_usize;
    let outside: Vec<char> = inner
        .iter()
        .filter(|c| {
            let was_inside = depth > 0;
            if opens(**c) {
                depth += 1;
            } else if closes(**c) {
                depth = depth.saturating_sub(1);
            }
            !was_inside && !is_bracket(**c)
        })
        .copied()
        .collect();
    let mut count = 0_usize;
    for piece in outside.split(|c| matches!(c, '-' | '/' | ' ' | '\n' | ':' | '*' | '>')).filter(|p| !p.is_empty()) {
        let (end, ()) = words.labels.at(piece, 0)?;
        let rest = piece.get(end..).unwrap_or_default();
        if !rest.is_empty() && words.score.whole(rest).is_none() {
            return None;
        }
        count += 1;
    }
    (count > 0).then(|| score(words, inner))
}

/// The first number of a label, if its score is counted in points.
fn score(words: &ValueWords, text: &[char]) -> Option<(String, String)> {
    let from = text.iter().position(char::is_ascii_digit)?;
    let end = digits_end(text, from);
    let number: String = text.get(from..end)?.iter().collect();
    let unit = (end..text.len()).find_map(|at| words.score.at(text, at).map(|(end, ())| (at, end)))?;
    Some((number, text.get(unit.0..unit.1)?.iter().collect()))
}

/// A question (是否按时完成), a negation (不发生安全事故), or a word and its contrary (合格/不合格).
pub(super) fn is_yes_or_no(words: &ValueWords, body: &[char]) -> bool {
    let asks = (0..body.len()).any(|at| words.questions.at(body, at).is_some());
    let pair = || {
        let mut halves = body.split(|c| *c == '/');
        let (Some(first), Some(second), None) = (halves.next(), halves.next(), halves.next()) else { return false };
        let negated =
            |no: &[char], yes: &[char]| words.contrary.at(no, 0).and_then(|(end, ())| no.get(end..)) == Some(yes);
        !first.is_empty() && !second.is_empty() && (negated(second, first) || negated(first, second))
    };
    let is_harm = |from: usize| words.harms.before(body, body.len()).is_some_and(|(start, ())| start >= from);
    let denies = || words.negators.at(body, 0).is_some_and(|(end, ())| is_harm(end));
    asks || words.negations.at(body, 0).is_some() || denies() || pair()
}

/// A row of the form that waits for its number: `≧ %`, 公里, 年 月 日.
pub(super) fn preprinted(words: &Vocabulary, body: &[char]) -> Option<(Option<Comparator>, Option<String>)> {
    let dates = &words.dates;
    let is_date_word =
        |c: &char| [&dates.year, &dates.month, &dates.day].iter().any(|list| list.whole(&[*c]).is_some());
    let is_empty_date =
        body.iter().all(|c| is_blank(*c) || is_date_word(c)) && body.iter().filter(|c| is_date_word(c)).count() > 1;
    if is_empty_date {
        return Some((None, None));
    }
    if is_unit(&words.units, body) {
        return Some((None, Some(body.iter().collect())));
    }
    let sign = before(&words.comparing, body, 0).filter(|b| b.sign)?;
    let unit = unit_at(&words.units, body, sign.end)?;
    (unit.end == body.len()).then_some((sign.is, Some(unit.text)))
}
