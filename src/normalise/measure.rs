//! A number with its comparator and unit, read at a place in a folded text.

use super::comparator::{Before, after, before, flipped, is_lower, is_upper};
use super::doubts::{
    AMBIGUOUS_NUMBER, COMPARATOR_CONTRADICTION, CONTACT_IN_VALUE, Doubt, INEXACT_RATIO, OCR_DAMAGE, REVERSED_RANGE,
    UNIT_INCOMPLETE,
};
use super::fold::{ends_clause, is_bracket, skip_blanks};
use super::number::{Figure, digits_end, figure, tenths};
use super::unit::{UnitAt, bracketed_unit, unit_at};
use super::vocabulary::Vocabulary;
use crate::model::Comparator;

/// A number with what belongs to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Measure {
    /// Where its number begins.
    pub start: usize,
    /// Where it ends, unit and closing comparator included.
    pub end: usize,
    /// The stretches of text that it explains.
    pub covered: Vec<(usize, usize)>,
    /// The bound.
    pub comparator: Option<Comparator>,
    /// The decimal; none for a template's blank and for a phone number.
    pub value: Option<String>,
    /// The upper end.
    pub high: Option<String>,
    /// The unit as written.
    pub unit: Option<String>,
    /// Stands where a number is certain: with a unit or a comparator, or alone in its clause.
    pub firm: bool,
    /// A template's blank: `**`.
    pub blank: bool,
    /// States no number that can be told: a phone number, 9O%. Only its doubt is kept.
    pub mute: bool,
    /// One of a list of numbers that share the last one's unit.
    pub shared: bool,
    /// Inside brackets.
    pub bracketed: bool,
    /// Worked out from two numbers.
    pub ratio: bool,
    /// What is doubtful.
    pub doubts: Vec<Doubt>,
}

/// A comparator counts for a number at most so many characters further on.
const LONGEST_REACH: usize = 24;
/// An unknown unit is at most this long, and only after a comparator.
const LONGEST_UNKNOWN_UNIT: usize = 4;

/// What was read before the number.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    /// The last comparator of the clause.
    pub before: Option<Before>,
    /// Inside brackets.
    pub bracketed: bool,
    /// Where the item before it ended, or 0.
    pub last_end: usize,
    /// A 每 phrase stands before it in the clause.
    pub has_cycle: bool,
    /// A unit is stated outside of the cell.
    pub unit_elsewhere: bool,
}

/// The measure at `at`; `Err` gives the end of digits to pass over.
pub(super) fn measure(
    words: &Vocabulary,
    text: &[char],
    at: usize,
    context: &Context,
) -> Option<Result<Measure, usize>> {
    let number = match tenths(&words.numerals, text, at).map(Ok).or_else(|| figure(&words.numerals, text, at))? {
        Ok(number) => number,
        Err(end) => return Some(Err(end)),
    };
    if is_part_of_name(words, text, at, &number) {
        // 第3-5年: neither end is a number of years.
        let second = words.comparing.range.at(text, number.end).filter(|_| is_ordinal(words, text, at));
        let second = second.and_then(|(from, ())| figure(&words.numerals, text, from)?.ok());
        return Some(Err(second.map_or(number.end, |number| number.end)));
    }
    if let Some(end) = contact_end(text, at)
        .filter(|end| number.end <= *end && !context.unit_elsewhere && !has_unit(words, text, *end))
    {
        let message = "a phone or identity number stands in the cell".to_owned();
        return Some(Ok(mute(at, end, Doubt::new(&CONTACT_IN_VALUE, message), context)));
    }
    if let Some(end) = letters_end(words, text, number.end).filter(|_| !number.chinese) {
        let message = "a letter stands among the digits of the number".to_owned();
        return Some(Ok(mute(at, end, Doubt::new(&OCR_DAMAGE, message), context)));
    }
    let mut found = Measure {
        start: at,
        value: Some(number.decimal.clone()),
        bracketed: context.bracketed,
        ratio: number.ratio,
        ..Measure::default()
    };
    if number.ratio && !number.chinese {
        found.doubts.push(Doubt::new(&AMBIGUOUS_NUMBER, "a ratio; it may also be a time or a date".to_owned()));
    }
    if number.rounded {
        found.doubts.push(inexact(&number));
        // In words a fraction is a share, and near enough; a ratio is left as it is written.
        found.value = found.value.filter(|_| number.chinese);
    }
    let is_lone = number.chinese && number.unit.is_none() && number.decimal.len() == 1 && number.decimal != "0";
    complete(words, text, &number, &mut found, context);
    if is_and_a_half(words, text, &found) || is_numbered_by_year(words, &found) {
        return Some(Err(found.end));
    }
    let is_vague = is_lone && number.decimal == "1" && found.comparator.is_none() && !context.has_cycle;
    if is_vague && !begins_clause(words, text, at, context) {
        return Some(Err(number.end));
    }
    found.firm = found.firm || (!is_lone && stands_alone(words, text, &found, context));
    Some(Ok(found))
}

/// What states no number, from `at` to `end`.
pub(super) fn mute(at: usize, end: usize, doubt: Doubt, context: &Context) -> Measure {
    Measure {
        start: at,
        end,
        covered: vec![(at, end)],
        firm: true,
        mute: true,
        bracketed: context.bracketed,
        doubts: vec![doubt],
        ..Measure::default()
    }
}

/// The end of `9O%`, `1OO%` after its first digits: letters that look like digits, then the sign of a percentage.
fn letters_end(words: &Vocabulary, text: &[char], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let is_letter = |c: &char| words.numerals.misread_letters.contains(*c);
    let run = rest.iter().take_while(|c| is_letter(c) || c.is_ascii_digit()).count();
    let ends = rest.get(run).is_some_and(|c| words.units.percent.contains(*c));
    (ends && rest.iter().take(run).any(is_letter)).then_some(at + run + 1)
}

fn inexact(number: &Figure) -> Doubt {
    let message = match number.chinese {
        true => format!("{} is rounded to four decimals", number.decimal),
        false => "the ratio is no finite decimal; the value is left empty".to_owned(),
    };
    Doubt::new(&INEXACT_RATIO, message)
}

/// True for 一年半, 3个半小时: the half is part of the number, which is then not stated in figures.
fn is_and_a_half(words: &Vocabulary, text: &[char], found: &Measure) -> bool {
    let Some((after, ())) = words.numerals.half.at(text, found.end).filter(|_| found.unit.is_some()) else {
        return false;
    };
    // 3次半年检查: the half begins a word of its own.
    words.dates.cycles.at(text, found.end).is_none_or(|(end, ())| end <= after)
}

/// True for 2023-15: a year and a number in it, and no range.
fn is_numbered_by_year(words: &Vocabulary, found: &Measure) -> bool {
    let (Some(low), Some(high)) = (&found.value, &found.high) else { return false };
    let is_year = low.len() == 4 && matches!(low.get(..2), Some("19" | "20"));
    let is_bare = found.unit.as_ref().is_none_or(|u| words.units.spans.whole(&u.chars().collect::<Vec<_>>()).is_some());
    is_year && is_bare && super::decimal::compare(low, high).is_gt()
}

/// A measure whose number is the template's blank, from `at` to `end`.
pub(super) fn blank(words: &Vocabulary, text: &[char], at: usize, end: usize, context: &Context) -> Measure {
    let mut found = Measure { start: at, blank: true, bracketed: context.bracketed, ..Measure::default() };
    let number = Figure { end, decimal: String::new(), unit: None, chinese: false, ratio: false, rounded: false };
    complete(words, text, &number, &mut found, context);
    found
}

/// Reads on from the number: roughness, unit, range, comparator.
fn complete(words: &Vocabulary, text: &[char], number: &Figure, found: &mut Measure, context: &Context) {
    let before = context.before.filter(|b| reaches(words, text, b, found.start));
    let is_adjacent = before.is_some_and(|b| b.is.is_some() && touches(words, text, b.end, found.start));
    let rough = words.numerals.rough.at(text, number.end).map(|(end, ())| end);
    let rough = rough.filter(|end| has_unit(words, text, *end));
    let parted = rough_between(words, text, number.end);
    let is_rough = rough.is_some() || parted.is_some();
    let mut end = rough.unwrap_or(number.end);
    let currency = words.numerals.currency.before(text, trim_back(text, found.start)).map(|(start, ())| start);
    let open = |at: usize| if is_adjacent { unknown_unit(words, text, at) } else { None };
    let own = number.unit.clone().map(|unit| UnitAt { end, text: unit, incomplete: false });
    // A percentage in words may have a denominator, but never a second unit: 百分之五的人.
    let unit = own
        .or(parted)
        .or_else(|| unit_at(&words.units, text, end))
        .or_else(|| bracketed_unit(&words.units, text, end))
        .or_else(|| rank(words, text, found, end, number, is_adjacent))
        .or_else(|| open(end));
    if let Some(unit) = &unit {
        end = unit.end;
        if unit.incomplete {
            found.doubts.push(Doubt::new(&UNIT_INCOMPLETE, format!("the unit {} lacks its first part", unit.text)));
        }
    }
    found.unit = unit.map(|u| u.text);
    if let Some((high, unit, range_end)) = range_end(words, text, end, found.unit.as_deref(), found.blank) {
        found.high = Some(high);
        found.unit = unit.or(found.unit.take());
        end = range_end;
    }
    if found.unit.is_none() && currency.is_some() {
        found.unit = Some(words.numerals.currency_unit.clone());
    }
    let closing = after(&words.comparing, text, end);
    let remark = words.comparing.remarks.at(text, skip_blanks(text, end)).map(|(end, ())| end);
    end = closing.map(|(end, _)| end).or(remark).unwrap_or(end);
    found.end = end;
    found.covered.push((currency.unwrap_or(found.start), end));
    if let Some(b) = before {
        found.covered.push((b.start, b.end));
    }
    settle(found, before, closing.map(|(_, is)| is), is_rough);
    found.firm = found.unit.is_some() || is_adjacent || closing.is_some();
}

/// 万余人: a word that makes the number rough between its multiplier and its unit.
fn rough_between(words: &Vocabulary, text: &[char], at: usize) -> Option<UnitAt> {
    let from = skip_blanks(text, at);
    let (multiplied, _) = words.units.multipliers.at(text, from)?;
    let (after, ()) = words.numerals.rough.at(text, multiplied)?;
    let power: String = text.get(from..multiplied)?.iter().collect();
    let unit = unit_at(&words.units, text, after).filter(|u| !u.incomplete);
    let is_last = || text.get(skip_blanks(text, after)).is_none_or(|c| ends_clause(*c) || is_bracket(*c));
    match unit {
        Some(unit) => Some(UnitAt { end: unit.end, text: format!("{power}{}", unit.text), incomplete: false }),
        None => is_last().then_some(UnitAt { end: after, text: power, incomplete: false }),
    }
}

/// Settles which comparator counts: a range over all; the one before the number over the one after it, unless weak.
fn settle(found: &mut Measure, before: Option<Before>, closing: Option<Comparator>, rough: bool) {
    let opening = before.and_then(|b| b.is);
    let is_opposed =
        |a: Option<Comparator>, b: Option<Comparator>| is_lower(a) && is_upper(b) || is_upper(a) && is_lower(b);
    let is_weak = before.is_some_and(|b| b.weak);
    if found.high.is_some() {
        found.comparator = Some(Comparator::Between);
        let is_reversed = match (&found.value, &found.high) {
            (Some(low), Some(high)) => super::decimal::compare(low, high).is_gt(),
            _ => false,
        };
        if is_reversed {
            found.doubts.push(Doubt::new(&REVERSED_RANGE, "the range's first number is the greater one".to_owned()));
        }
        return;
    }
    if is_opposed(opening, closing) && !is_weak {
        found.doubts.push(Doubt::new(&COMPARATOR_CONTRADICTION, "a lower and an upper bound on one number".to_owned()));
    }
    if before.is_some_and(|b| b.sign && b.is.is_none()) {
        found.doubts.push(Doubt::new(&COMPARATOR_CONTRADICTION, "signs that contradict each other".to_owned()));
    }
    found.comparator = if is_weak { closing.or(opening) } else { opening.or(closing) };
    found.comparator = found.comparator.or(rough.then_some(Comparator::Approx));
}

/// True if a comparator counts for a number that begins at `start`.
fn reaches(words: &Vocabulary, text: &[char], before: &Before, start: usize) -> bool {
    let gap = text.get(before.end..start).unwrap_or_default();
    if before.tight { touches(words, text, before.end, start) } else { gap.len() <= LONGEST_REACH }
}

/// True if nothing but blanks, a currency sign and a minus sign stand between a comparator and its number.
fn touches(words: &Vocabulary, text: &[char], end: usize, start: usize) -> bool {
    let at = skip_blanks(text, end);
    let at = words.numerals.currency.at(text, at).map_or(at, |(end, ())| skip_blanks(text, end));
    at >= start || (at + 1 == start && text.get(at) == Some(&'-'))
}

/// The end of what stands before `at`, blanks off.
fn trim_back(text: &[char], at: usize) -> usize {
    let head = text.get(..at).unwrap_or_default();
    at - head.iter().rev().take_while(|c| super::fold::is_blank(**c)).count()
}

fn has_unit(words: &Vocabulary, text: &[char], at: usize) -> bool {
    unit_at(&words.units, text, at).is_some()
}

/// True for digits that belong to a name: `ISO9001`, `第3次`, `2.0版` in letters, 十几.
fn is_part_of_name(words: &Vocabulary, text: &[char], at: usize, number: &Figure) -> bool {
    let previous = at.checked_sub(1).and_then(|p| text.get(p));
    let is_glued = previous.is_some_and(|c| c.is_ascii_alphanumeric() || *c == '_')
        && words.numerals.currency.before(text, at).is_none();
    // 200*300毫米 and 1+3+N are no number of anything.
    let before_sign = at.checked_sub(2).and_then(|p| text.get(p)).is_some_and(char::is_ascii_digit);
    let is_factor = before_sign && matches!(previous, Some('*' | '×' | '+'));
    // 3A级 is a rank by letters.
    let is_letter_rank = text.get(number.end).is_some_and(char::is_ascii_uppercase) && {
        let letters = text.get(number.end..).unwrap_or_default().iter().take_while(|c| c.is_ascii_uppercase()).count();
        words.units.ranks.at(text, number.end + letters).is_some()
    };
    let numerals = &words.numerals;
    let is_open = number.chinese
        && (previous.is_some_and(|c| numerals.digit(*c).is_some())
            || numerals.open.before(text, at).is_some()
            || numerals.open.at(text, number.end).is_some());
    (is_glued || is_factor || is_letter_rank) && !number.chinese || is_open || is_ordinal(words, text, at)
}

fn is_ordinal(words: &Vocabulary, text: &[char], at: usize) -> bool {
    words.numerals.ordinal.before(text, trim_back(text, at)).is_some()
}

/// A rank (3级) counts with digits, directly after a comparator or as the whole text.
fn rank(
    words: &Vocabulary,
    text: &[char],
    found: &Measure,
    at: usize,
    number: &Figure,
    is_adjacent: bool,
) -> Option<UnitAt> {
    let (end, ()) = words.units.ranks.at(text, at)?;
    let ends =
        |end: usize| text.get(skip_blanks(text, end)).is_none_or(|c| ends_clause(*c) || is_bracket(*c) || *c == '.');
    // 60周岁以上, but not 60周岁以上老人.
    let is_bound = after(&words.comparing, text, end).is_some_and(|(end, _)| ends(end));
    let is_range = words.comparing.range.at(text, end).is_some() && text.ends_with(text.get(at..end)?);
    let is_whole = found.start == 0 && (end == text.len() || is_range) || is_bound;
    let unit = text.get(at..end)?.iter().collect();
    (!number.chinese && (is_adjacent || is_whole)).then_some(UnitAt { end, text: unit, incomplete: false })
}

/// A short unknown word between a number under a comparator and the end of its clause.
fn unknown_unit(words: &Vocabulary, text: &[char], at: usize) -> Option<UnitAt> {
    let from = skip_blanks(text, at);
    let rest = text.get(from..)?;
    let is_comparing =
        |at: usize| after(&words.comparing, text, at).is_some() || before(&words.comparing, text, at).is_some();
    let is_letter = |c: &char| c.is_alphabetic() && words.numerals.digit(*c).is_none();
    let ends = |end: usize| {
        let here = skip_blanks(text, end);
        text.get(here).is_none_or(|c| ends_clause(*c) || is_bracket(*c)) || after(&words.comparing, text, end).is_some()
    };
    let longest = rest.iter().take(LONGEST_UNKNOWN_UNIT).take_while(|c| is_letter(c)).count();
    let length = (1..=longest).find(|length| ends(from + length))?;
    if (from..from + length).any(is_comparing) {
        return None;
    }
    let unit = text.get(from..from + length)?.iter().collect();
    Some(UnitAt { end: from + length, text: unit, incomplete: false })
}

/// The second number of a range: its decimal, its unit, and where it ends.
fn range_end(
    words: &Vocabulary,
    text: &[char],
    at: usize,
    unit: Option<&str>,
    is_blank: bool,
) -> Option<(String, Option<String>, usize)> {
    let remark = |at: usize| words.comparing.remarks.at(text, at).map_or(at, |(end, ())| end);
    let (sep_end, ()) = words.comparing.range.at(text, skip_blanks(text, remark(at)))?;
    let second = skip_blanks(text, sep_end);
    let number = tenths(&words.numerals, text, second).or_else(|| figure(&words.numerals, text, second)?.ok())?;
    if is_blank || number.ratio {
        return None;
    }
    let own = number.unit.clone().map(|unit| UnitAt { end: number.end, text: unit, incomplete: false });
    let rank = || {
        let (end, ()) =
            words.units.ranks.at(text, number.end).filter(|(end, ())| *end == text.len() && !number.chinese)?;
        Some(UnitAt { end, text: text.get(number.end..end)?.iter().collect(), incomplete: false })
    };
    let second_unit = own.or_else(|| unit_at(&words.units, text, number.end)).or_else(rank);
    // In 3万至5万元 the first unit is the beginning of the second.
    let is_begun = |first: &str, second: &str| {
        words.units.multipliers.whole(&first.chars().collect::<Vec<_>>()).is_some() && second.starts_with(first)
    };
    if let (Some(first), Some(second)) = (unit, &second_unit)
        && first != second.text
        && !is_begun(first, &second.text)
    {
        return None;
    }
    let end = second_unit.as_ref().map_or(number.end, |u| u.end);
    let goes_on =
        words.comparing.range.at(text, end).is_some_and(|(e, ())| text.get(e).is_some_and(char::is_ascii_digit));
    (!goes_on).then_some((number.decimal, second_unit.map(|u| u.text), remark(end)))
}

/// True if a clause begins at `at`, or a word like 达到 stands before it.
fn begins_clause(words: &Vocabulary, text: &[char], at: usize, context: &Context) -> bool {
    let back = trim_back(text, at);
    let previous = back.checked_sub(1).and_then(|p| text.get(p));
    let is_start = previous.is_none_or(|c| ends_clause(*c) || is_bracket(*c) || *c == ':');
    is_start || (context.last_end > 0 && context.last_end == back) || words.numerals.reach.before(text, back).is_some()
}

/// True for a bare number that is all its clause states.
fn stands_alone(words: &Vocabulary, text: &[char], found: &Measure, context: &Context) -> bool {
    let is_whole_bracket = found.start == 1 && found.end + 1 == text.len();
    if context.bracketed && !is_whole_bracket {
        return false;
    }
    let next = skip_blanks(text, found.end);
    let is_last_dot = text.get(next) == Some(&'.') && skip_blanks(text, next + 1) == text.len();
    let is_left_of_sign = before(&words.comparing, text, next).is_some_and(|b| b.sign);
    let ends = is_last_dot || is_left_of_sign || text.get(next).is_none_or(|c| ends_clause(*c) || is_bracket(*c));
    ends && begins_clause(words, text, found.start, context)
}

/// The end of a phone or identity number at `at`.
fn contact_end(text: &[char], at: usize) -> Option<usize> {
    let end = digits_end(text, at);
    let digit = |i: usize| text.get(at + i).and_then(|c| c.to_digit(10));
    let is_mobile = end - at == 11 && digit(0) == Some(1) && digit(1).is_some_and(|d| d >= 3);
    let check = usize::from(end - at == 17 && matches!(text.get(end), Some('x' | 'X')));
    let is_identity = end + check - at == 18;
    if is_mobile || is_identity {
        return Some(end + check);
    }
    let has_dash = text.get(end) == Some(&'-');
    let rest_end = if has_dash { digits_end(text, end + 1) } else { end };
    let is_area = digit(0) == Some(0) && digit(1).is_some_and(|d| d > 0);
    let is_landline = if has_dash {
        (3..=4).contains(&(end - at)) && (7..=8).contains(&(rest_end - end - 1))
    } else {
        (10..=12).contains(&(end - at))
    };
    (is_area && is_landline).then_some(rest_end)
}

/// `80%≤x`: the same bound, seen from the other side.
pub(super) fn from_left(is: Option<Comparator>) -> Option<Comparator> {
    is.map(flipped)
}
