//! One pass over a folded text: the measures and dates in it, and the comparators between them.

use super::comparator::{Before, before};
use super::date::{Reading, When, date_at};
use super::doubts::{Doubt, OCR_DAMAGE};
use super::fold::{closes, ends_clause, is_blank, is_bracket, opens, skip_blanks};
use super::measure::{Context, Measure, blank, measure, mute};
use super::number::{digits_end, figure, torn_end};
use super::unit::unit_at;
use super::vocabulary::Vocabulary;
use crate::model::{Comparator, ValueKind};

/// Something that a text states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// A number.
    Measure(Measure),
    /// A date or period, where it begins, and the unit of a bare month.
    Date(When, usize, Option<String>),
}

impl Item {
    /// Where it begins.
    pub(super) fn start(&self) -> usize {
        match self {
            Self::Measure(m) => m.start,
            Self::Date(_, start, _) => *start,
        }
    }

    /// Where it ends.
    pub(super) fn end(&self) -> usize {
        match self {
            Self::Measure(m) => m.end,
            Self::Date(when, ..) => when.end,
        }
    }
}

/// What one pass found.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// In order.
    pub items: Vec<Item>,
    /// Every comparator before a number or noun, in order.
    pub comparators: Vec<Before>,
}

/// A 每 phrase counts for a number at most so many characters further on.
const CYCLE_REACH: usize = 10;

struct Scanner<'a> {
    words: &'a Vocabulary,
    text: &'a [char],
    reading: Reading<'a>,
    unit_elsewhere: bool,
    found: Scan,
    pending: Option<Before>,
    /// The denominator of a 每 phrase (`/月`), where it begins and ends.
    cycle: Option<(String, usize, usize)>,
    depth: usize,
    last_end: usize,
}

/// Scans a text. `unit_elsewhere`: a unit column or the like states the unit, so that bare digits are no date or phone number.
pub(super) fn scan(words: &Vocabulary, text: &[char], unit_elsewhere: bool) -> Scan {
    let reading = Reading { words: &words.dates, numerals: &words.numerals, dotted_is_number: unit_elsewhere };
    let mut scanner = Scanner {
        words,
        text,
        reading,
        unit_elsewhere,
        found: Scan::default(),
        pending: None,
        cycle: None,
        depth: 0,
        last_end: 0,
    };
    let mut at = 0;
    while at < text.len() {
        at = scanner.step(at).max(at + 1);
    }
    scanner.found
}

impl Scanner<'_> {
    /// Reads what begins at `at`; the place to go on from.
    fn step(&mut self, at: usize) -> usize {
        let Some(c) = self.text.get(at).copied() else { return at };
        if let Some(end) = self.interval(at).or_else(|| self.template_mark(at)) {
            return end;
        }
        if opens(c) {
            self.depth += 1;
        } else if closes(c) {
            self.depth = self.depth.saturating_sub(1);
        }
        if c == '\n' && self.pending.is_some_and(|b| b.end == at) {
            // A narrow column breaks the line between the sign and its number.
            return at + 1;
        }
        if ends_clause(c) || is_bracket(c) {
            (self.pending, self.cycle) = (None, None);
            return at + 1;
        }
        if let Some((end, ())) = self.words.numerals.not_numbers.at(self.text, at) {
            return end;
        }
        if let Some(end) = self.each_its_own(at) {
            return end;
        }
        if let Some((end, ())) = self.words.comparing.not_before.at(self.text, at) {
            return end;
        }
        let end = self.date(at).or_else(|| self.each(at)).or_else(|| self.comparator(at));
        end.or_else(|| self.number(at)).unwrap_or(at + 1)
    }

    /// 一案一策: to each its own, and no number; but 一年一次 is.
    fn each_its_own(&self, at: usize) -> Option<usize> {
        let is_one = |at: usize| self.text.get(at).and_then(|c| self.words.numerals.digit(*c)) == Some(1);
        let is_pair = is_one(at) && is_one(at + 2) && self.text.get(at + 3).is_some_and(|c| c.is_alphabetic());
        let is_cycle = self.words.units.cycles.at(self.text, at + 1).is_some();
        let is_counted = unit_at(&self.words.units, self.text, at + 3).is_some();
        (is_pair && !is_cycle && !is_counted).then_some(at + 4)
    }

    fn context(&self) -> Context {
        Context {
            before: self.pending,
            bracketed: self.depth > 0,
            last_end: self.last_end,
            has_cycle: self.cycle.is_some(),
            unit_elsewhere: self.unit_elsewhere,
        }
    }

    fn push(&mut self, item: Item) -> usize {
        let end = item.end();
        self.last_end = end;
        (self.pending, self.cycle) = (None, None);
        self.found.items.push(item);
        end
    }

    /// A date; a comparator directly before it makes it a bound.
    fn date(&mut self, at: usize) -> Option<usize> {
        let is_glued = at.checked_sub(1).and_then(|p| self.text.get(p)).is_some_and(char::is_ascii_alphanumeric);
        let mut when = date_at(&self.reading, self.text, at).filter(|_| !is_glued)?;
        let before = self.pending.filter(|b| skip_blanks(self.text, b.end) >= at).and_then(|b| b.is);
        let is_upper = matches!(before, Some(Comparator::Le | Comparator::Lt));
        if when.month_only && before.is_some() && !is_upper {
            return None;
        }
        let is_lower = matches!(before, Some(Comparator::Ge | Comparator::Gt));
        if before.is_some() && (!self.ends_value(when.end) || (when.label && is_lower)) {
            // ≤年初预算数, 高于2023年: the date only says which amount is the bound.
            return Some(when.end);
        }
        let mut unit = None;
        if is_upper {
            unit = self.text.get(when.end - 1).filter(|_| when.month_only).map(char::to_string);
            (when.kind, when.comparator, when.from, when.label) = (ValueKind::Date, before, None, false);
        } else if is_lower && when.from.is_some() {
            (when.kind, when.comparator, when.to, when.label) = (ValueKind::Date, before, None, false);
        }
        let start = self.pending.filter(|_| before.is_some()).map_or(at, |b| b.start);
        Some(self.push(Item::Date(when, start, unit)))
    }

    /// True where a clause ends, or nothing but words like 完成 follow.
    fn ends_value(&self, end: usize) -> bool {
        let here = skip_blanks(self.text, end);
        let here = self.words.dates.done.at(self.text, here).map_or(here, |(end, ())| end);
        self.text.get(here).is_none_or(|c| ends_clause(*c) || is_bracket(*c) || *c == '.')
    }

    /// 每月, 每人每年: the denominator of the number to come.
    fn each(&mut self, at: usize) -> Option<usize> {
        let mut end = at;
        let mut written = String::new();
        while let Some((after, ())) = self.words.dates.every.at(self.text, end) {
            let number = figure(&self.words.numerals, self.text, after).and_then(Result::ok).map(|n| n.end);
            let counted = number.and_then(|end| unit_at(&self.words.units, self.text, end).map(|unit| (end, unit)));
            let plain = || unit_at(&self.words.units, self.text, after).map(|unit| (after, unit));
            let Some((unit_from, unit)) = counted.or_else(plain) else { break };
            written.push('/');
            written.extend(self.text.get(after..unit_from).unwrap_or_default().iter().filter(|c| !is_blank(**c)));
            written.push_str(&unit.text);
            end = unit.end;
        }
        if written.is_empty() {
            return self.bare_cycle(at);
        }
        self.cycle = Some((written, at, end));
        Some(end)
    }

    /// 半年1次, 月2次 at the start of a clause: as if 每 stood before it.
    fn bare_cycle(&mut self, at: usize) -> Option<usize> {
        let previous = at.checked_sub(1).and_then(|p| self.text.get(p));
        if previous.is_some_and(|c| !ends_clause(*c) && !is_bracket(*c)) {
            return None;
        }
        let (end, ()) = self.words.units.bare_cycles.at(self.text, at)?;
        let number = figure(&self.words.numerals, self.text, end)?.ok()?;
        let unit = unit_at(&self.words.units, self.text, number.end)?;
        let unit_text: Vec<char> = unit.text.chars().collect();
        let is_time = self.words.units.cycles.whole(&unit_text).is_some()
            || self
                .words
                .units
                .naming
                .whole(&unit_text)
                .is_some_and(|()| self.words.dates.day.whole(&unit_text).is_some());
        if is_time || number.unit.is_some() || self.words.dates.month.at(self.text, number.end).is_some() {
            return None;
        }
        self.cycle = Some((format!("/{}", self.text.get(at..end)?.iter().collect::<String>()), at, end));
        Some(end)
    }

    fn comparator(&mut self, at: usize) -> Option<usize> {
        let mut found = before(&self.words.comparing, self.text, at)?;
        // 不超过±3% bounds from above.
        if let Some(bound) = self.pending.filter(|b| b.is.is_some() && skip_blanks(self.text, b.end) == at)
            && found.sign
            && found.is == Some(Comparator::Approx)
        {
            found = Before { end: found.end, ..bound };
        }
        self.pending = Some(found);
        if !found.tight {
            self.found.comparators.push(found);
        }
        Some(found.end)
    }

    fn number(&mut self, at: usize) -> Option<usize> {
        if let Some(end) = self.numbering(at) {
            return Some(end);
        }
        if let Some(end) = torn_end(self.text, at).filter(|_| !self.is_glued(at)) {
            let message = "a blank or a full stop stands among the digits".to_owned();
            let torn = mute(at, end, Doubt::new(&OCR_DAMAGE, message), &self.context());
            return Some(self.push(Item::Measure(torn)));
        }
        let (misread, from) = self.misread(at);
        let signed = self.minus(from);
        let context = self.context();
        let mut found = match measure(self.words, self.text, signed.unwrap_or(from), &context)? {
            Ok(found) => found,
            Err(end) => return Some(end),
        };
        if let Some(sign_at) = signed.map(|_| from) {
            found.value = found.value.map(|v| format!("-{v}"));
            found.start = sign_at;
            found.covered.push((sign_at, sign_at + 1));
        }
        if misread {
            let message = "the character before the number looks like a misread comparator".to_owned();
            found.doubts.push(Doubt::new(&OCR_DAMAGE, message));
            found.covered.push((at, from));
            found.firm = true;
        }
        // 每季度结束后15日内 is no number of days in a quarter.
        let is_after = |end: usize| (end..at).any(|i| self.words.dates.after.at(self.text, i).is_some());
        let near = |end: usize| at.saturating_sub(end) <= CYCLE_REACH && !is_after(end);
        let cycle = self.cycle.take().filter(|(_, _, end)| near(*end));
        if let Some((written, start, end)) = cycle
            && let Some(unit) = found.unit.as_mut().filter(|u| !u.contains(&written))
        {
            unit.push_str(&written);
            found.covered.push((start, end));
        }
        Some(self.push(Item::Measure(found)))
    }

    fn is_glued(&self, at: usize) -> bool {
        let previous = at.checked_sub(1).and_then(|p| self.text.get(p));
        previous.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | ':' | ','))
    }

    /// A character that recognition gives for a comparator, at the start of a clause directly before digits.
    fn misread(&self, at: usize) -> (bool, usize) {
        let is_mark = self.text.get(at).is_some_and(|c| self.words.numerals.misread.contains(*c));
        let is_before_digit = self.text.get(at + 1).is_some_and(char::is_ascii_digit);
        let is_first = at
            .checked_sub(1)
            .and_then(|p| self.text.get(p))
            .is_none_or(|c| ends_clause(*c) || is_bracket(*c) || *c == ' ');
        if is_mark && is_before_digit && is_first { (true, at + 1) } else { (false, at) }
    }

    /// A minus sign, not a dash between two things and not before a zero: the place of the digits after it.
    fn minus(&self, at: usize) -> Option<usize> {
        let previous = at.checked_sub(1).and_then(|p| self.text.get(p));
        let is_compared = self.pending.is_some_and(|b| b.end == at);
        let is_free = is_compared || previous.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '%' | ')' | '-'));
        let mut number = self.text.iter().skip(at + 1).take_while(|c| c.is_ascii_digit() || **c == '.');
        let is_digit = self.text.get(at + 1).is_some_and(char::is_ascii_digit);
        let is_number = is_digit && number.any(|c| matches!(c, '1'..='9'));
        (self.text.get(at) == Some(&'-') && is_number && is_free).then_some(at + 1)
    }

    /// `1、` `2.` `(3)` at the start of a line that goes on: no value.
    fn numbering(&self, at: usize) -> Option<usize> {
        let end = digits_end(self.text, at);
        if end == at || end - at > 2 {
            return None;
        }
        let is_decimal = self.text.get(end) == Some(&'.') && self.text.get(end + 1).is_some_and(char::is_ascii_digit);
        let is_sign = matches!(self.text.get(end), Some(':' | '.' | '、')) && !is_decimal;
        if self.words.words.stub.before(self.text, at).is_some() && is_sign {
            return Some(end + 1);
        }
        let previous = |from: usize| from.checked_sub(1).and_then(|p| self.text.get(p)).copied();
        let is_line = |c: Option<char>| c.is_none_or(|c| matches!(c, '\n' | ';' | '。'));
        let sign = self.text.get(end).copied();
        let in_brackets = sign == Some(')') && previous(at) == Some('(') && is_line(previous(at - 1));
        let is_plain = matches!(sign, Some('、' | '.' | ')')) && is_line(previous(at));
        let next = self.text.get(skip_blanks(self.text, end + 1)).copied();
        // 3、5次 is a list of numbers, but 1、5次 is the first of numbered lines.
        let is_first = self.text.get(at..end) == Some(&['1']);
        let goes_on = next.is_some_and(|c| !c.is_ascii_digit() || (is_first && sign == Some('、')));
        ((in_brackets || is_plain) && goes_on).then_some(end + 1)
    }

    /// `[60,80)`: a range in interval brackets, at least one of them square.
    fn interval(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let open = text.get(at).copied().filter(|c| matches!(c, '[' | '('))?;
        let decimal = |from: usize| -> Option<(String, usize)> {
            let from = skip_blanks(text, from);
            let whole = digits_end(text, from);
            let end = if text.get(whole) == Some(&'.') { digits_end(text, whole + 1) } else { whole };
            (whole > from).then(|| (text.get(from..end).unwrap_or_default().iter().collect(), end))
        };
        let unit_from = |from: usize| match unit_at(&self.words.units, text, from) {
            Some(unit) => (unit.end, Some(unit.text)),
            None => (from, None),
        };
        let (low, end) = decimal(at + 1)?;
        let (end, first_unit) = unit_from(end);
        let comma = skip_blanks(text, end);
        if !matches!(text.get(comma), Some(',' | '、')) {
            return None;
        }
        let (high, end) = decimal(comma + 1)?;
        let (end, second_unit) = unit_from(end);
        let close_at = skip_blanks(text, end);
        let close = text.get(close_at).copied().filter(|c| matches!(c, ']' | ')'))?;
        // (1,200) is a number with a thousands separator.
        if open == '(' && close == ')' && end - comma == 4 {
            return None;
        }
        let (end, outer_unit) = unit_from(close_at + 1);
        let item = Measure {
            start: at,
            end,
            covered: vec![(at, end)],
            comparator: Some(Comparator::Between),
            value: Some(low),
            high: Some(high),
            unit: second_unit.or(first_unit).or(outer_unit),
            firm: true,
            ..Measure::default()
        };
        Some(self.push(Item::Measure(item)))
    }

    /// A template's blank: two marks or more (`**`), or one mark or empty brackets beside a comparator or a unit.
    fn template_mark(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let is_mark = |i: usize| text.get(i).is_some_and(|c| self.words.words.template_marks.contains(*c));
        let is_empty_bracket = text.get(at) == Some(&'(') && text.get(skip_blanks(text, at + 1)) == Some(&')');
        let end = if is_empty_bracket {
            skip_blanks(text, at + 1) + 1
        } else {
            at + text
                .get(at..)
                .unwrap_or_default()
                .iter()
                .take_while(|c| self.words.words.template_marks.contains(**c))
                .count()
        };
        let word = |i: Option<usize>| i.and_then(|i| text.get(i)).is_some_and(char::is_ascii_alphanumeric);
        // 20XX年: digits may stand before two marks or more.
        let is_year = end > at + 1 && at.checked_sub(1).and_then(|i| text.get(i)).is_some_and(char::is_ascii_digit);
        let is_glued =
            (word(at.checked_sub(1)) && !is_year) || word(Some(end)) || at.checked_sub(1).is_some_and(is_mark);
        if end == at || is_glued {
            return None;
        }
        let next = skip_blanks(text, end);
        let is_bounded = self.pending.is_some_and(|b| skip_blanks(text, b.end) >= at);
        // 95%≤x: the mark is what the number before bounds.
        let is_bounding =
            self.pending.is_some_and(|b| b.sign && self.last_end > 0 && skip_blanks(text, self.last_end) == b.start);
        let is_variable = is_bounding || before(&self.words.comparing, text, next).is_some_and(|b| b.sign);
        let is_measured = unit_at(&self.words.units, text, next).is_some_and(|u| !u.incomplete);
        let is_single = is_empty_bracket || end == at + 1;
        if is_variable || (is_single && !is_bounded && !is_measured) {
            return None;
        }
        let mut found = blank(self.words, text, at, end, &self.context());
        found.firm = true;
        Some(self.push(Item::Measure(found)))
    }
}
