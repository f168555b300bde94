//! Dates, deadlines and periods, read at a place in a folded text. A year that is not stated stays `YYYY`.

mod point;

use point::{Grain, Point, eat, point, small, within_year, year_at, year_edge};

use super::fold::{ends_clause, is_blank, is_bracket, skip_blanks};
use super::number::digits_end;
use super::vocabulary::{DateWords, Numerals};
use crate::model::{Comparator, ValueKind};

/// A date or period as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct When {
    /// Where it ends.
    pub end: usize,
    /// [`ValueKind::Date`] or [`ValueKind::Period`].
    pub kind: ValueKind,
    /// A bound, or between.
    pub comparator: Option<Comparator>,
    /// ISO 8601.
    pub from: Option<String>,
    /// ISO 8601.
    pub to: Option<String>,
    /// A bare year: it labels what follows rather than being a value.
    pub label: bool,
    /// A bare month (`12月`), which a comparator makes a deadline.
    pub month_only: bool,
    /// Could also be a number.
    pub ambiguous: bool,
    /// No calendar has it.
    pub impossible: bool,
}

/// How the digits around a date may be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a> {
    pub words: &'a DateWords,
    pub numerals: &'a Numerals,
    /// `2017.01` is a number here, because a unit is stated elsewhere.
    pub dotted_is_number: bool,
}

/// The date or period at `at`, with its bound (`前`) and its second end, if any.
pub(super) fn date_at(reading: &Reading, text: &[char], at: usize) -> Option<When> {
    if let Some(when) = recurring(reading, text, at) {
        return Some(when);
    }
    let (at_point, until) = match reading.words.until.at(text, at) {
        Some((end, ())) => (skip_blanks(text, end), true),
        None => (at, false),
    };
    if let Some(span) = month_span(reading, text, at_point) {
        return Some(span);
    }
    let first = point(reading, text, at_point, None)?;
    if let Some(span) = span(reading, text, &first).filter(|_| first.is_sound()) {
        return Some(span);
    }
    single(reading, text, &first, until)
}

/// One date: `2021.12.31`, `12月底前`, `2024年度`.
fn single(reading: &Reading, text: &[char], point: &Point, until: bool) -> Option<When> {
    let is_dotted = point.grain == Grain::DottedMonth;
    let after = text.get(skip_blanks(text, point.end)).copied();
    if is_dotted && (reading.dotted_is_number || after.is_some_and(|c| !ends_clause(c) && !is_bracket(c))) {
        return None;
    }
    let bound = bound(reading.words, text, point.end);
    let (end, comparator) = match bound {
        Some((end, is)) => (end, Some(is)),
        None => (point.end, until.then_some(Comparator::Le)),
    };
    let is_span = matches!(point.grain, Grain::Year | Grain::Part);
    let (kind, comparator, from, to) = match comparator {
        _ if !point.is_sound() => (ValueKind::Date, comparator, None, None),
        Some(Comparator::Le) => (ValueKind::Date, comparator, None, Some(point.last())),
        Some(_) => (ValueKind::Date, comparator, Some(point.first()), None),
        None if is_span => (ValueKind::Period, Some(Comparator::Between), Some(point.first()), Some(point.last())),
        None if is_dotted => {
            let month = point.month_text(point.months.0);
            (ValueKind::Date, None, Some(month.clone()), Some(month))
        }
        None => (ValueKind::Date, None, Some(point.first()), Some(point.last())),
    };
    Some(When {
        end,
        kind,
        from,
        to,
        label: point.grain == Grain::Year && kind == ValueKind::Period,
        month_only: point.grain == Grain::Month && point.year.is_none() && comparator.is_none() && point.days == (1, 0),
        ambiguous: is_dotted,
        impossible: !point.is_sound(),
        comparator,
    })
}

/// `前` and the like after a date: the deadline includes the day named, `后` the day it begins.
fn bound(words: &DateWords, text: &[char], at: usize) -> Option<(usize, Comparator)> {
    let here = skip_blanks(text, at);
    if words.not_before.at(text, here).is_some() {
        return None;
    }
    let before = words.before.at(text, here).map(|(end, ())| (end, Comparator::Le));
    before.or_else(|| words.after.at(text, here).map(|(end, ())| (end, Comparator::Ge)))
}

/// The second end of a period: `2020年1月--2020年11月`, `6月1日至9月30日`, `2021-2023年`.
fn span(reading: &Reading, text: &[char], first: &Point) -> Option<When> {
    let (sep_end, ()) = reading.words.range.at(text, skip_blanks(text, first.end))?;
    let from = skip_blanks(text, sep_end);
    let second = point(reading, text, from, Some(first)).or_else(|| bare_month(text, from, first))?;
    Some(period(first, &second))
}

/// `12` of `2023.06-12`.
fn bare_month(text: &[char], at: usize, first: &Point) -> Option<Point> {
    let end = digits_end(text, at);
    let is_month = first.grain == Grain::DottedMonth && end == at + 2 && text.get(end).is_none_or(|c| ends_clause(*c));
    let month: u8 = text.get(at..end).filter(|_| is_month)?.iter().collect::<String>().parse().ok()?;
    let point = Point { end, months: (month, month), ..*first };
    (point.is_sound() && month >= first.months.0).then_some(point)
}

fn period(first: &Point, second: &Point) -> When {
    let by_month = first.grain.max(second.grain) < Grain::Day && first.grain.min(second.grain) >= Grain::Month;
    let (from, to) = if by_month {
        (first.month_text(first.months.0), second.month_text(second.months.1))
    } else {
        (first.first(), second.last())
    };
    When {
        end: second.end,
        kind: ValueKind::Period,
        comparator: Some(Comparator::Between),
        from: Some(from),
        to: Some(to),
        label: false,
        month_only: false,
        ambiguous: false,
        impossible: false,
    }
}

/// `1-12月`, `2021年1-12月`, `2021-2023年`, `202001-202012`: the first end is digits alone.
fn month_span(reading: &Reading, text: &[char], at: usize) -> Option<When> {
    let words = reading.words;
    let whole = |from: usize| digits_end(text, from);
    let number =
        |from: usize, to: usize| text.get(from..to).and_then(|d| d.iter().collect::<String>().parse::<u32>().ok());
    let (year, from) =
        match year_at(reading, text, at).and_then(|(year, end)| Some((year, words.year.at(text, end)?.0))) {
            Some((year, end)) => (Some(year), skip_blanks(text, end)),
            None => (None, at),
        };
    let end = whole(from);
    let (sep_end, ()) = words.range.at(text, skip_blanks(text, end))?;
    let second = skip_blanks(text, sep_end);
    let second_end = whole(second);
    if end == from || second_end == second {
        return None;
    }
    let (a, b) = (number(from, end)?, number(second, second_end)?);
    let point = |end: usize, year: Option<u16>, month: u32, grain: Grain| -> Option<Point> {
        let month = u8::try_from(month).ok()?;
        let point = Point { end, year, months: (month, month), days: (1, 0), grain };
        point.is_sound().then_some(point)
    };
    let calendar = |n: u32| u16::try_from(n).ok().filter(|y| (1990..2100).contains(y));
    let year_point = |end: usize, n: u32| {
        Some(Point { end, year: Some(calendar(n)?), months: (1, 12), days: (1, 0), grain: Grain::Year })
    };
    match (end - from, second_end - second) {
        (1 | 2, 1 | 2) => {
            let (after, ()) = words.month.at(text, skip_blanks(text, second_end))?;
            // 1-2月1日 is no span of months.
            (!text.get(after).is_some_and(char::is_ascii_digit)).then_some(())?;
            Some(period(&point(end, year, a, Grain::Month)?, &point(after, year, b, Grain::Month)?))
        }
        (6, 6) if year.is_none() => {
            let first = point(end, Some(calendar(a / 100)?), a % 100, Grain::DottedMonth)?;
            Some(period(&first, &point(second_end, Some(calendar(b / 100)?), b % 100, Grain::DottedMonth)?))
        }
        (4, 4) if year.is_none() && a < b => {
            let closing = words.year.at(text, skip_blanks(text, second_end)).map(|(end, ())| end);
            let is_alone = at == 0 && second_end == text.len() && !reading.dotted_is_number;
            let after = closing.or(is_alone.then_some(second_end))?;
            let after = words.whole_year.at(text, after).map_or(after, |(end, ())| end);
            Some(period(&year_point(end, a)?, &year_point(after, b)?))
        }
        _ => None,
    }
}

/// 每季度末, 每月10日前, 每年12月底前: comes round again, so that no date can be given.
fn recurring(reading: &Reading, text: &[char], at: usize) -> Option<When> {
    let words = reading.words;
    let every = eat(&words.every, text, at).and_then(|end| eat(&words.cycles, text, end));
    let some_month = eat(&words.some_month, text, every.unwrap_or(at));
    let cycle = some_month.or(every)?;
    let inner = within_year(reading, text, cycle, None).map(|p| p.end);
    let inner = inner.or_else(|| year_edge(words, text, cycle).map(|p| p.end));
    let day = || small(reading, text, cycle).and_then(|(_, end)| eat(&words.day, text, end));
    let edge = || eat(&words.end, text, cycle).or_else(|| eat(&words.start, text, cycle));
    let end = inner.or_else(day).or_else(edge);
    let bound = bound(words, text, end.unwrap_or(cycle));
    let is_alone =
        at == 0 && text.get(cycle..).is_some_and(|rest| rest.iter().all(|c| is_blank(*c) || ends_clause(*c)));
    let end = bound.map(|(end, _)| end).or(end).or(is_alone.then_some(cycle))?;
    Some(When {
        end,
        kind: ValueKind::Date,
        comparator: bound.map(|(_, is)| is),
        from: None,
        to: None,
        label: false,
        month_only: false,
        ambiguous: false,
        impossible: false,
    })
}
