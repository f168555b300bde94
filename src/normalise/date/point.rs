//! One day, month, quarter or year, as it stands in a text.

use super::{Reading, bound};
use crate::model::Comparator;
use crate::normalise::fold::{ends_clause, is_bracket, skip_blanks};
use crate::normalise::number::{chinese, digits_end, one_by_one};
use crate::normalise::vocabulary::DateWords;
use crate::normalise::words::WordSet;

/// A day, month, quarter … : its first and its last day, either to the month only where the day cannot be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub end: usize,
    pub year: Option<u16>,
    /// First and last month; both the same for a month or a day.
    pub months: (u8, u8),
    /// The days in the first and the last month; 0 for the month's own end.
    pub days: (u8, u8),
    pub grain: Grain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grain {
    Year,
    Part,
    Month,
    /// A month in digits, `2017.01`.
    DottedMonth,
    Day,
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

    pub(super) fn first(&self) -> String {
        Self::iso(
            self.year,
            self.months.0,
            if self.days.0 == 0 { Self::days_in(self.year, self.months.0) } else { Some(self.days.0) },
        )
    }

    pub(super) fn last(&self) -> String {
        let day = if self.days.1 == 0 { Self::days_in(self.year, self.months.1) } else { Some(self.days.1) };
        Self::iso(self.year, self.months.1, day)
    }

    pub(super) fn month_text(&self, month: u8) -> String {
        Self::iso(self.year, month, None)
    }

    pub(super) fn is_sound(&self) -> bool {
        let day_fits = |month: u8, day: u8| day <= Self::days_in(self.year, month).unwrap_or(29);
        let months_fit = (1..=12).contains(&self.months.0) && (1..=12).contains(&self.months.1);
        months_fit && day_fits(self.months.0, self.days.0) && day_fits(self.months.1, self.days.1)
    }
}

/// A year in four digits, Arabic or Chinese: the year, and where it ends.
pub(super) fn year_at(reading: &Reading, text: &[char], at: usize) -> Option<(u16, usize)> {
    let end = digits_end(text, at);
    // 23年12月: two digits are a year only before a month.
    if end == at + 2
        && let (Ok(short @ 15..=35), Some(after)) =
            (text.get(at..end)?.iter().collect::<String>().parse::<u16>(), eat(&reading.words.year, text, end))
        && small(reading, text, after).is_some_and(|(_, end)| eat(&reading.words.month, text, end).is_some())
    {
        return Some((2000 + short, end));
    }
    let (end, digits) = if end == at + 4 {
        (end, text.get(at..end)?.iter().collect::<String>())
    } else {
        one_by_one(reading.numerals, text, at, 4)
    };
    let year: u16 = if digits.len() == 4 { digits.parse().ok()? } else { return None };
    (1900..2100).contains(&year).then_some((year, end))
}

/// A number of at most two digits, Arabic or Chinese.
pub(super) fn small(reading: &Reading, text: &[char], at: usize) -> Option<(u8, usize)> {
    let at = skip_blanks(text, at);
    let end = digits_end(text, at);
    if end > at {
        let digits: String = if end - at <= 2 { text.get(at..end)?.iter().collect() } else { return None };
        return Some((digits.parse().ok()?, end));
    }
    let number = chinese(reading.numerals, text, at)?;
    Some((number.decimal.parse().ok().filter(|n| *n <= 31)?, number.end))
}

pub(super) fn eat(words: &WordSet, text: &[char], at: usize) -> Option<usize> {
    words.at(text, skip_blanks(text, at)).map(|(end, ())| end)
}

/// One date; a year that it lacks is taken from `earlier`, the first end of its span.
pub(super) fn point(reading: &Reading, text: &[char], at: usize, earlier: Option<&Point>) -> Option<Point> {
    let words = reading.words;
    let known_year = earlier.and_then(|p| p.year);
    let found = if let Some((year, end)) = year_at(reading, text, at) {
        match eat(&words.year, text, end) {
            Some(after) => within_year(reading, text, after, Some(year)).or_else(|| {
                let end = eat(&words.whole_year, text, after).unwrap_or(after);
                Some(Point { end, year: Some(year), months: (1, 12), days: (1, 0), grain: Grain::Year })
            }),
            None => numeric(text, end, year).map(|found| month_edge(words, text, found)).or_else(|| {
                let end = words.whole_year.at(text, end).filter(|(after, ())| *after > end + 1)?.0;
                Some(Point { end, year: Some(year), months: (1, 12), days: (1, 0), grain: Grain::Year })
            }),
        }
    } else if let Some(end) = eat(&words.this_year, text, at) {
        within_year(reading, text, end, None)
    } else {
        let by_words = within_year(reading, text, at, known_year);
        let by_edge = by_words.or_else(|| year_edge(words, text, at)).or_else(|| compact(text, at));
        let by_edge = by_edge.or_else(|| year_last(text, at));
        by_edge.or_else(|| month_and_day(words, text, at, earlier))
    };
    // A day that no calendar has is still no number: 2024年2月30日.
    let is_written = |point: &Point| {
        let last = point.end.checked_sub(1).and_then(|at| text.get(at..point.end));
        point.year.is_some() && last.is_some_and(|word| words.day.whole(word).or(words.month.whole(word)).is_some())
    };
    let found = found.filter(|found| found.is_sound() || is_written(found))?;
    let is_day = found.grain == Grain::Day;
    Some(Point { end: time_of_day(reading, text, found.end).filter(|_| is_day).unwrap_or(found.end), ..found })
}

/// The end of a time of day after a day: 24时, 17:00, 9点30分.
fn time_of_day(reading: &Reading, text: &[char], at: usize) -> Option<usize> {
    let (hour, end) = small(reading, text, at)?;
    let minute = |from: usize| small(reading, text, from).filter(|(minute, _)| *minute < 60);
    let (_, end) = match (eat(&reading.words.hour, text, end), text.get(end)) {
        (Some(end), _) => {
            let minutes = minute(end).and_then(|(m, after)| Some((m, eat(&reading.words.minute, text, after)?)));
            minutes.unwrap_or((0, end))
        }
        (None, Some(':')) => minute(end + 1)?,
        _ => return None,
    };
    (hour <= 24).then_some(end)
}

/// What follows 年: a month, a quarter, a half, or the year's end.
pub(super) fn within_year(reading: &Reading, text: &[char], at: usize, year: Option<u16>) -> Option<Point> {
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
    if year.is_some()
        && let Some(edge) = year_edge(words, text, at)
    {
        return Some(Point { year, ..edge });
    }
    let end = year.is_some().then(|| eat(&words.end, text, at)).flatten()?;
    Some(Point { end, year, months: (12, 12), days: (31, 31), grain: Grain::Day })
}

/// What follows 月: a day, a third, or the month's end.
fn within_month(reading: &Reading, text: &[char], at: usize, year: Option<u16>, month: u8) -> Point {
    let words = reading.words;
    let is_last = |end: usize| {
        let here = skip_blanks(text, end);
        text.get(here).is_none_or(|c| ends_clause(*c) || is_bracket(*c)) || bound(words, text, end).is_some()
    };
    // 12月31前: the word for the day may be missing where nothing else follows.
    let day = small(reading, text, at)
        .and_then(|(day, end)| Some((eat(&words.day, text, end).or_else(|| is_last(end).then_some(end))?, (day, day))));
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
pub(super) fn year_edge(words: &DateWords, text: &[char], at: usize) -> Option<Point> {
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

/// `2024.12` before 底 is its last day.
fn month_edge(words: &DateWords, text: &[char], found: Point) -> Point {
    let edge = words.end.at(text, found.end).filter(|_| found.grain == Grain::DottedMonth);
    edge.map_or(found, |(end, ())| Point { end, days: (0, 0), grain: Grain::Day, ..found })
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

/// `11/30/2024`, as spreadsheets of other countries show dates. Where month and day could change places it is no date.
fn year_last(text: &[char], at: usize) -> Option<Point> {
    let first_end = digits_end(text, at);
    let second_end = digits_end(text, first_end + 1);
    let end = digits_end(text, second_end + 1);
    let is_slash = |at: usize| text.get(at) == Some(&'/');
    if !is_slash(first_end) || !is_slash(second_end) || is_slash(end) || end != second_end + 5 {
        return None;
    }
    let read = |from: usize, to: usize| text.get(from..to)?.iter().collect::<String>().parse::<u16>().ok();
    let year = read(second_end + 1, end).filter(|year| (1990..2100).contains(year))?;
    let (first, second) = (read(at, first_end)?, read(first_end + 1, second_end)?);
    let (month, day) = if first > 12 { (second, first) } else { (first, second) };
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let is_certain = month > 0 && month <= 12 && (day > 12 || day == month);
    is_certain.then_some(Point { end, year: Some(year), months: (month, month), days: (day, day), grain: Grain::Day })
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
