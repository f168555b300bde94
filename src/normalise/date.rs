//! Dates, deadlines and periods, read at a place in a folded text. A year that is not stated stays `YYYY`.

use super::fold::{ends_clause, is_blank, is_bracket, skip_blanks};
use super::number::{chinese, digits_end, one_by_one};
use super::vocabulary::{DateWords, Numerals};
use super::words::WordSet;
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
}

/// A day, month, quarter … : its first and its last day, either to the month only where the day cannot be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Point {
    end: usize,
    year: Option<u16>,
    /// First and last month; both the same for a month or a day.
    months: (u8, u8),
    /// The days in the first and the last month; 0 for the month's own end.
    days: (u8, u8),
    grain: Grain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grain {
    Year,
    Part,
    Month,
    /// A month in digits, `2017.01`.
    DottedMonth,
    Day,
}

/// How the digits around a date may be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a> {
    pub words: &'a DateWords,
    pub numerals: &'a Numerals,
    /// `2017.01` is a number here, because a unit is stated elsewhere.
    pub dotted_is_number: bool,
}

impl Point {
    fn days_in(year: Option<u16>, month: u8) -> Option<u8> {
        Some(match (month, year) {
            (2, None) => return None,
            (2, Some(y)) if y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) => 29,
            (2, Some(_)) => 28,
            (4 | 6 | 9 | 11, _) => 30,
            _ => 31,
        })
    }

    fn iso(year: Option<u16>, month: u8, day: Option<u8>) -> String {
        let year = year.map_or("YYYY".to_owned(), |y| format!("{y:04}"));
        day.map_or(format!("{year}-{month:02}"), |day| format!("{year}-{month:02}-{day:02}"))
    }

    fn first(&self) -> String {
        Self::iso(
            self.year,
            self.months.0,
            if self.days.0 == 0 { Self::days_in(self.year, self.months.0) } else { Some(self.days.0) },
        )
    }

    fn last(&self) -> String {
        let day = if self.days.1 == 0 { Self::days_in(self.year, self.months.1) } else { Some(self.days.1) };
        Self::iso(self.year, self.months.1, day)
    }

    fn month_text(&self, month: u8) -> String {
        Self::iso(self.year, month, None)
    }

    fn is_sound(&self) -> bool {
        let day_fits = |month: u8, day: u8| day <= Self::days_in(self.year, month).unwrap_or(29);
        let months_fit = (1..=12).contains(&self.months.0) && (1..=12).contains(&self.months.1);
        months_fit && day_fits(self.months.0, self.days.0) && day_fits(self.months.1, self.days.1)
    }
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
    if let Some(span) = span(reading, text, &first) {
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
    let second = point(reading, text, skip_blanks(text, sep_end), Some(first))?;
    Some(period(first, &second))
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

/// A year in four digits, Arabic or Chinese: the year, and where it ends.
fn year_at(reading: &Reading, text: &[char], at: usize) -> Option<(u16, usize)> {
    let end = digits_end(text, at);
    let (end, digits) = if end == at + 4 {
        (end, text.get(at..end)?.iter().collect::<String>())
    } else {
        one_by_one(reading.numerals, text, at, 4)
    };
    let year: u16 = if digits.len() == 4 { digits.parse().ok()? } else { return None };
    (1900..2100).contains(&year).then_some((year, end))
}

/// A number of at most two digits, Arabic or Chinese.
fn small(reading: &Reading, text: &[char], at: usize) -> Option<(u8, usize)> {
    let at = skip_blanks(text, at);
    let end = digits_end(text, at);
    if end > at {
        let digits: String = if end - at <= 2 { text.get(at..end)?.iter().collect() } else { return None };
        return Some((digits.parse().ok()?, end));
    }
    let number = chinese(reading.numerals, text, at)?;
    Some((number.decimal.parse().ok().filter(|n| *n <= 31)?, number.end))
}

fn eat(words: &WordSet, text: &[char], at: usize) -> Option<usize> {
    words.at(text, skip_blanks(text, at)).map(|(end, ())| end)
}

/// One date; a year that it lacks is taken from `earlier`, the first end of its span.
fn point(reading: &Reading, text: &[char], at: usize, earlier: Option<&Point>) -> Option<Point> {
    let words = reading.words;
    let known_year = earlier.and_then(|p| p.year);
    let found = if let Some((year, end)) = year_at(reading, text, at) {
        match eat(&words.year, text, end) {
            Some(after) => within_year(reading, text, after, Some(year)).or_else(|| {
                let end = eat(&words.whole_year, text, after).unwrap_or(after);
                Some(Point { end, year: Some(year), months: (1, 12), days: (1, 0), grain: Grain::Year })
            }),
            None => numeric(text, end, year),
        }
    } else if let Some(end) = eat(&words.this_year, text, at) {
        within_year(reading, text, end, None)
    } else {
        let by_words = within_year(reading, text, at, known_year);
        let by_edge = by_words.or_else(|| year_edge(words, text, at)).or_else(|| compact(text, at));
        by_edge.or_else(|| month_and_day(words, text, at, earlier))
    };
    found.filter(Point::is_sound)
}

/// What follows 年: a month, a quarter, a half, or the year's end.
fn within_year(reading: &Reading, text: &[char], at: usize, year: Option<u16>) -> Option<Point> {
    let words = reading.words;
    let part = |end: usize, months: (u8, u8)| {
        let end_edge = eat(&words.end, text, end);
        let days = if end_edge.is_some() { (0, 0) } else { (1, 0) };
        let months = if end_edge.is_some() { (months.1, months.1) } else { months };
        let grain = if end_edge.is_some() { Grain::Day } else { Grain::Part };
        Some(Point { end: end_edge.unwrap_or(end), year, months, days, grain })
    };
    if let Some(end) = eat(&words.first_half, text, at) {
        return part(end, (1, 6));
    }
    if let Some(end) = eat(&words.second_half, text, at) {
        return part(end, (7, 12));
    }
    let quarter = eat(&words.quarter_lead, text, at).unwrap_or(at);
    if let Some((number @ 1..=4, end)) = small(reading, text, quarter)
        && let Some(end) = eat(&words.quarter, text, end)
    {
        return part(end, (number * 3 - 2, number * 3));
    }
    if let Some((month, end)) = small(reading, text, at)
        && let Some(end) = eat(&words.month, text, end)
    {
        return Some(within_month(reading, text, end, year, month));
    }
    let end = year.is_some().then(|| eat(&words.end, text, at)).flatten()?;
    Some(Point { end, year, months: (12, 12), days: (31, 31), grain: Grain::Day })
}

/// What follows 月: a day, a third, or the month's end.
fn within_month(reading: &Reading, text: &[char], at: usize, year: Option<u16>, month: u8) -> Point {
    let words = reading.words;
    let day = small(reading, text, at).and_then(|(day, end)| Some((eat(&words.day, text, end)?, (day, day))));
    let edge = || {
        eat(&words.end, text, at)
            .map(|end| (end, (0, 0)))
            .or_else(|| eat(&words.start, text, at).map(|end| (end, (1, 1))))
    };
    let third = || {
        let of = |list: &WordSet, days: (u8, u8)| eat(list, text, at).map(|end| (end, days));
        of(&words.first_ten, (1, 10))
            .or_else(|| of(&words.middle_ten, (11, 20)))
            .or_else(|| of(&words.last_ten, (21, 0)))
    };
    let (end, days, grain) = match day.filter(|(_, days)| days.0 > 0).or_else(edge).or_else(third) {
        Some((end, days)) => (end, days, Grain::Day),
        None => (at, (1, 0), Grain::Month),
    };
    Point { end, year, months: (month, month), days, grain }
}

/// 年底, 年初 of a year that is not stated.
fn year_edge(words: &DateWords, text: &[char], at: usize) -> Option<Point> {
    let point = |end: usize, month: u8, day: u8| Point {
        end,
        year: None,
        months: (month, month),
        days: (day, day),
        grain: Grain::Day,
    };
    let end = eat(&words.year_end, text, at).map(|end| point(end, 12, 31));
    end.or_else(|| eat(&words.year_start, text, at).map(|end| point(end, 1, 1)))
}

/// `2021.12.31`, `2024/6/30`, `2017.01` after its year.
fn numeric(text: &[char], at: usize, year: u16) -> Option<Point> {
    let sep = *text.get(at).filter(|c| matches!(**c, '.' | '-' | '/'))?;
    let read = |from: usize| -> Option<(u8, usize)> {
        let end = digits_end(text, from);
        let digits: String =
            if (1..=2).contains(&(end - from)) { text.get(from..end)?.iter().collect() } else { return None };
        Some((digits.parse().ok()?, end))
    };
    let (month, end) = read(at + 1)?;
    let day = if text.get(end) == Some(&sep) { read(end + 1) } else { None };
    Some(match day.filter(|(day, _)| *day > 0) {
        Some((day, end)) => {
            Point { end, year: Some(year), months: (month, month), days: (day, day), grain: Grain::Day }
        }
        None => Point { end, year: Some(year), months: (month, month), days: (1, 0), grain: Grain::DottedMonth },
    })
}

/// `20241231`, where it is all there is.
fn compact(text: &[char], at: usize) -> Option<Point> {
    let end = digits_end(text, at);
    if at != 0 || end != 8 || end != text.len() {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to)?.iter().collect::<String>().parse::<u16>().ok();
    let (month, day) = (u8::try_from(part(4, 6)?).ok()?, u8::try_from(part(6, 8)?).ok().filter(|d| *d > 0)?);
    let year = part(0, 4).filter(|y| (1990..2100).contains(y))?;
    Some(Point { end, year: Some(year), months: (month, month), days: (day, day), grain: Grain::Day })
}

/// `12.31` as the second end of a span whose first end has a year, or before 前.
fn month_and_day(words: &DateWords, text: &[char], at: usize, earlier: Option<&Point>) -> Option<Point> {
    let month_end = digits_end(text, at);
    text.get(month_end).filter(|c| matches!(**c, '.' | '/' | '-'))?;
    let day_end = digits_end(text, month_end + 1);
    let read = |from: usize, to: usize| text.get(from..to)?.iter().collect::<String>().parse::<u8>().ok();
    let (month, day) = (read(at, month_end)?, read(month_end + 1, day_end).filter(|d| *d > 0)?);
    let first = earlier.filter(|p| p.grain == Grain::Day && p.year.is_some());
    if first.is_none() && !matches!(bound(words, text, day_end), Some((_, Comparator::Le))) {
        return None;
    }
    Some(Point {
        end: day_end,
        year: first.and_then(|p| p.year),
        months: (month, month),
        days: (day, day),
        grain: Grain::Day,
    })
}

/// 每季度末, 每月10日前, 每年12月底前: comes round again, so that no date can be given.
fn recurring(reading: &Reading, text: &[char], at: usize) -> Option<When> {
    let words = reading.words;
    let cycle = eat(&words.cycles, text, eat(&words.every, text, at)?)?;
    let inner = within_year(reading, text, cycle, None).map(|p| p.end);
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
    })
}
