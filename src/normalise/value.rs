//! What a cell states, from what was found in it.
//!
//! The kind, first rule that holds:
//! 1. nothing, only marks (`……`, `/`), or a word for no value: placeholder;
//! 2. a yes-or-no word: boolean; 3. the form's own label, or a blank mark (`**`): template;
//! 4. over [`LONGEST_READ`] characters: qualitative, with a doubt; over [`PROSE`]: only numbers under a comparator count;
//! 5. numbers: one is quantitative, several are multiple; a year or period beside a number only labels it, a date beside
//!    it is a value of its own; numbers in brackets after a number outside only explain it;
//! 6. dates: a date or a period; a bare year only if no other words stand beside it;
//! 7. a question (是否 …) or a negation (不发生 …): boolean; a unit without number: template;
//! 8. anything else: qualitative, with the comparator that its words state.

use super::Doubt;
use super::comparator::{after, column, is_lower, is_upper};
use super::doubts::{
    AMBIGUOUS_NUMBER, COMPARATOR_CONTRADICTION, CONTACT_IN_VALUE, DATE_SERIAL, IMPOSSIBLE_DATE, OCR_DAMAGE, PROSE_VALUE,
};
use super::doubts::{TYPED_TWICE, UNIT_CONTRADICTION, UNIT_WITHOUT_NUMBER};
use super::fold::{ends_clause, fold, is_blank, opens, skip_blanks, trimmed};
use super::join::joined;
use super::measure::Measure;
use super::plain::{Plain, plain};
use super::scan::{Item, scan};
use super::unit::{canonical, canonical_decimal, unit_of_cell, unit_of_name};
use super::vocabulary::Vocabulary;
use crate::model::{Comparator, Value, ValueKind, ValueParts};

/// A cell longer than this is not read.
const LONGEST_READ: usize = 2000;
/// In a cell longer than this only numbers under a comparator count.
const PROSE: usize = 120;
/// A comparator at the end of a text is at most so long.
const LONGEST_CLOSING: usize = 6;
/// So many characters may stand beside a date without bound.
const LONGEST_REMARK: usize = 10;

/// What stands outside of the value cell.
struct Outside {
    comparator: Option<Comparator>,
    says_qualitative: bool,
    column_unit: Option<String>,
    other_unit: Option<(String, &'static str)>,
    may_exceed: bool,
}

impl Vocabulary {
    /// Types a value. Never fails: what cannot be read stays [`ValueKind::Qualitative`]. A number is never repaired, and
    /// what is doubtful about it comes with it.
    pub fn value(&self, parts: &ValueParts) -> (Value, Vec<Doubt>) {
        let text = fold(parts.raw.trim_start_matches('\''));
        let outside = self.outside(parts);
        let (text, kind) = match plain(&self.words, &self.numerals, &text) {
            Plain::Stub => return (Value { kind: ValueKind::Template, ..Value::default() }, Vec::new()),
            Plain::Label(score) => return (self.label(score), Vec::new()),
            Plain::Kind(kind) => (Vec::new(), Some(kind)),
            Plain::Text(text) => (text, None),
        };
        let (mut value, mut doubts) = match kind {
            Some(kind) => (Value { kind, ..Value::default() }, Vec::new()),
            None => self.read(&text, &outside),
        };
        take_column(&mut value, &outside);
        let is_worded = matches!(value.kind, ValueKind::Qualitative | ValueKind::Boolean);
        if let Some(unit) = outside.column_unit.filter(|_| is_worded && !outside.says_qualitative) {
            doubts.push(Doubt::new(&UNIT_WITHOUT_NUMBER, format!("the unit column says {unit}")));
        }
        (value, doubts)
    }

    /// The decimal that an amount's cell states (`1,200.00` → `1200.00`, `１００万元` → `100`), with its unit. `None` if it
    /// states none, several, or a range.
    pub fn amount(&self, raw: &str) -> Option<(String, Option<String>)> {
        let text = fold(raw);
        if text.len() > LONGEST_READ {
            return None;
        }
        let mut found = scan(self, &text, true);
        // An amount may follow its label without a colon, but then nothing may follow it.
        if let [Item::Measure(only)] = found.items.as_mut_slice() {
            only.firm = only.firm || skip_blanks(&text, only.end) == text.len();
        }
        match joined(self, &text, found).as_slice() {
            [Item::Date(..), Item::Measure(only)] | [Item::Measure(only)] if only.high.is_none() && !only.ratio => {
                // What goes on after its number is prose, and no amount: 完成8座水库加固.
                let next = skip_blanks(&text, only.end);
                let is_remark = text.get(next).is_none_or(|c| opens(*c) || *c == '/' || ends_clause(*c));
                let goes_on = !is_remark && !rest(&text, &only.covered, only.end, text.len()).is_empty();
                Some((only.value.clone()?, only.unit.clone())).filter(|_| !goes_on)
            }
            _ => None,
        }
    }

    /// The one date that a text states, as ISO 8601 (`2024年6月20日` → `2024-06-20`, `2024年6月` → `2024-06`). `None` if it
    /// states none, several, a period, or a date without a year.
    pub fn date(&self, raw: &str) -> Option<String> {
        let text = fold(raw);
        if text.len() > LONGEST_READ {
            return None;
        }
        let mut found: Option<String> = None;
        for item in scan(self, &text, false).items {
            let Item::Date(when, ..) = item else { continue };
            if when.kind != ValueKind::Date {
                continue;
            }
            let date = match (when.from, when.to) {
                (Some(from), Some(to)) if from != to => {
                    to.get(..7).filter(|month| from.starts_with(*month))?.to_owned()
                }
                (from, to) => to.or(from)?,
            };
            if !date.starts_with(|c: char| c.is_ascii_digit()) || found.as_ref().is_some_and(|f| *f != date) {
                return None;
            }
            found = Some(date);
        }
        found
    }

    fn outside(&self, parts: &ValueParts) -> Outside {
        let is_none =
            |text: &[char]| matches!(plain(&self.words, &self.numerals, text), Plain::Kind(ValueKind::Placeholder));
        let cell = |cell: &Option<String>| {
            cell.as_ref().filter(|c| !is_none(&fold(c))).and_then(|c| unit_of_cell(&self.units, c))
        };
        let comparator_text = fold(parts.comparator.as_deref().unwrap_or_default());
        let from_name = || unit_of_name(&self.units, &parts.name).map(|unit| (unit, "name"));
        Outside {
            comparator: column(&self.comparing, &comparator_text),
            says_qualitative: self.comparing.qualitative.whole(&comparator_text).is_some(),
            column_unit: cell(&parts.unit),
            may_exceed: {
                let name = fold(&parts.name);
                (0..name.len()).any(|at| self.numerals.over_hundred.at(&name, at).is_some())
            },
            other_unit: from_name().or_else(|| cell(&parts.header_unit).map(|unit| (unit, "header"))),
        }
    }

    /// A label that stands as a value: the score in its brackets is all it states.
    fn label(&self, score: Option<(String, String)>) -> Value {
        let (value, unit) = score.unzip();
        Value {
            kind: ValueKind::Template,
            value,
            unit_source: unit.as_ref().map(|_| "value"),
            unit,
            ..Value::default()
        }
    }

    fn read(&self, text: &[char], outside: &Outside) -> (Value, Vec<Doubt>) {
        if text.len() > LONGEST_READ {
            let message = format!("the value has {} characters", text.len());
            return (Value::default(), vec![Doubt::new(&PROSE_VALUE, message)]);
        }
        let has_unit = outside.column_unit.is_some() || outside.other_unit.is_some();
        let found = scan(self, text, has_unit);
        let comparators: Vec<_> = found.comparators.iter().filter_map(|b| b.is).collect();
        let mut items = joined(self, text, found);
        if text.len() > PROSE {
            items.retain(|item| match item {
                Item::Measure(m) => m.comparator.is_some() || m.mute,
                Item::Date(when, ..) => when.comparator.is_some() && when.kind == ValueKind::Date,
            });
        }
        self.keep_values(text, &mut items);
        let doubts: Vec<Doubt> = items.iter().flat_map(doubts_of).collect();
        items.retain(|item| !matches!(item, Item::Measure(m) if m.mute));
        if items.is_empty() {
            // A phone number is a number, if none that the table may hold; what cannot be read stays as it is.
            let is_contact = doubts.iter().any(|doubt| doubt.code.id == CONTACT_IN_VALUE.id);
            return match is_contact {
                true => (Value { kind: ValueKind::Quantitative, ..Value::default() }, doubts),
                false => (self.in_words(text, comparators.first().copied()), doubts),
            };
        }
        self.of_items(text, &items, outside, doubts)
    }

    /// Drops the dates that only label something.
    fn keep_values(&self, text: &[char], items: &mut Vec<Item>) {
        let has_measure = items.iter().any(|item| matches!(item, Item::Measure(_)));
        let covered: Vec<(usize, usize)> = items.iter().map(|item| (item.start(), item.end())).collect();
        let rest = rest(text, &covered, 0, text.len());
        let is_bare = rest.is_empty() || self.dates.done.whole(&rest.chars().collect::<Vec<_>>()).is_some();
        items.retain(|item| match item {
            Item::Measure(_) => true,
            Item::Date(when, ..) if has_measure => {
                when.kind == ValueKind::Date && (when.from.is_some() || when.to.is_some())
            }
            Item::Date(when, ..) if when.label => is_bare,
            Item::Date(when, ..) => {
                let is_bound = matches!(when.comparator, Some(c) if c != Comparator::Between);
                is_bound || is_bare || rest.chars().count() <= LONGEST_REMARK
            }
        });
    }

    fn of_items(
        &self,
        text: &[char],
        items: &[Item],
        outside: &Outside,
        mut doubts: Vec<Doubt>,
    ) -> (Value, Vec<Doubt>) {
        let is_template = items.iter().any(|item| matches!(item, Item::Measure(m) if m.blank));
        let mut values = Vec::with_capacity(items.len());
        for (n, item) in items.iter().enumerate() {
            let from = n.checked_sub(1).and_then(|p| items.get(p)).map_or(0, Item::end);
            let to = if n + 1 == items.len() { text.len() } else { item.end() };
            let value = match item {
                Item::Measure(m) => self.of_measure(text, m, outside, (from, to)),
                Item::Date(when, start, unit) => Value {
                    kind: when.kind,
                    comparator: when.comparator,
                    value: when.from.clone(),
                    high: when.to.clone(),
                    unit: unit.clone(),
                    canonical_value: when.from.clone(),
                    canonical_high: when.to.clone(),
                    canonical_unit: unit.clone(),
                    unit_source: unit.as_ref().map(|_| "value"),
                    qualifier: non_empty(rest(text, &[(*start, when.end)], from, to)),
                    values: Vec::new(),
                },
            };
            values.push(value);
        }
        if is_template {
            let blank = items.iter().position(|item| matches!(item, Item::Measure(m) if m.blank)).unwrap_or(0);
            let mut value = values.into_iter().nth(blank).unwrap_or_default();
            (value.kind, value.value, value.canonical_value) = (ValueKind::Template, None, None);
            return (value, doubts);
        }
        let first = values.iter().position(|v| v.kind == ValueKind::Quantitative).unwrap_or(0);
        let mut head = values.get(first).cloned().unwrap_or_default();
        self.doubt(&head, outside, values.len() == 1, &mut doubts);
        let is_repeated_date = head.kind != ValueKind::Quantitative && values.iter().all(|v| same(v, &head));
        if values.len() == 1 || is_repeated_date {
            return (head, doubts);
        }
        let is_adjacent =
            items.windows(2).all(|pair| matches!(pair, [a, b] if skip_blanks(text, a.end()) >= b.start()));
        if is_adjacent && values.iter().all(|v| same(v, &head)) {
            doubts.push(Doubt::new(&TYPED_TWICE, "the same value stands in the cell more than once".to_owned()));
        }
        // Of numbers that share one unit none stands for the cell.
        if matches!(items.get(first), Some(Item::Measure(m)) if m.shared) {
            (head.value, head.canonical_value) = (None, None);
        }
        (head.kind, head.values) = (ValueKind::Multiple, values);
        (head, doubts)
    }

    fn of_measure(&self, text: &[char], m: &Measure, outside: &Outside, within: (usize, usize)) -> Value {
        let column = outside.column_unit.as_ref().map(|unit| (unit.clone(), "column"));
        let elsewhere = column.or_else(|| outside.other_unit.clone());
        let own = m.unit.clone().map(|unit| (unit, "value"));
        let (unit, unit_source) = own.or_else(|| elsewhere.clone()).filter(|_| !m.ratio || m.unit.is_some()).unzip();
        let form = unit.as_deref().map(|unit| canonical(&self.units, unit));
        let convert = |decimal: &Option<String>| match (decimal, &form) {
            (Some(decimal), Some(form)) => Some(canonical_decimal(decimal, form)),
            (decimal, _) => decimal.clone(),
        };
        // 250万 in a column of 元 is money.
        let canonical_unit = form.as_ref().and_then(|f| f.unit.clone()).or_else(|| {
            let unit = elsewhere.as_ref().filter(|_| m.unit.is_some())?;
            canonical(&self.units, &unit.0).unit
        });
        let qualifier = non_empty(rest(text, &m.covered, within.0, within.1));
        let comparator = m.comparator.or(outside.comparator);
        let is_span = |unit: &String| self.units.spans.whole(&unit.chars().collect::<Vec<_>>()).is_some();
        let is_period = comparator.is_none()
            && qualifier.is_none()
            && m.high.is_none()
            && within == (0, text.len())
            && m.unit.as_ref().is_some_and(is_span);
        Value {
            kind: if is_period { ValueKind::Period } else { ValueKind::Quantitative },
            comparator,
            canonical_value: convert(&m.value),
            canonical_high: if is_period { convert(&m.value) } else { convert(&m.high) },
            canonical_unit,
            value: m.value.clone(),
            high: if is_period { m.value.clone() } else { m.high.clone() },
            unit,
            unit_source,
            qualifier,
            values: Vec::new(),
        }
    }

    /// What is doubtful about the value that stands for the cell.
    fn doubt(&self, head: &Value, outside: &Outside, is_single: bool, doubts: &mut Vec<Doubt>) {
        if head.kind != ValueKind::Quantitative {
            return;
        }
        if let (Some(own), Some(column)) = (&head.unit, &outside.column_unit)
            && head.unit_source == Some("value")
            && canonical(&self.units, own).unit.is_some()
            && canonical(&self.units, own) != canonical(&self.units, column)
        {
            doubts.push(Doubt::new(&UNIT_CONTRADICTION, format!("the value says {own}, the unit column {column}")));
        }
        let is_other = |c: Comparator| head.comparator.is_some_and(|own| own != c && own != Comparator::Between);
        if outside.comparator.is_some_and(is_other) || outside.says_qualitative {
            let message = "the comparator column and the value contradict each other".to_owned();
            doubts.push(Doubt::new(&COMPARATOR_CONTRADICTION, message));
        }
        let Some(number) = head.value.as_deref() else { return };
        let unit_is_percent = head.unit.as_deref().is_some_and(|u| self.units.percent == u);
        if unit_is_percent && !outside.may_exceed && head.comparator.is_none() && self.has_misread_digit(number) {
            let message = format!("the first digit of {number} looks like a misread comparator");
            doubts.push(Doubt::new(&OCR_DAMAGE, message));
        }
        let whole: Option<u32> =
            number.parse().ok().filter(|_| is_single && head.unit.is_none() && head.comparator.is_none());
        if whole.is_some_and(|n| (40_000..50_000).contains(&n)) {
            doubts.push(Doubt::new(&DATE_SERIAL, format!("{number} may be a date's serial number")));
        }
        if whole.is_some_and(|n| (2010..2036).contains(&n)) {
            doubts.push(Doubt::new(&AMBIGUOUS_NUMBER, format!("{number} may be a year")));
        }
    }

    /// `292` for ≥92: above 100, and at most 100 without its first digit.
    fn has_misread_digit(&self, number: &str) -> bool {
        let rest = number.strip_prefix(|c| self.numerals.misread_digits.contains(c));
        let is_whole = |rest: &&str| !rest.is_empty() && !rest.starts_with(['0', '.']);
        let is_above = super::decimal::compare(number, "100").is_gt();
        is_above && rest.filter(is_whole).is_some_and(|rest| super::decimal::compare(rest, "100").is_le())
    }

    /// A value that states no number and no date.
    fn in_words(&self, text: &[char], comparator: Option<Comparator>) -> Value {
        let only = |kind| Value { kind, ..Value::default() };
        let end = text.iter().rposition(|c| !is_blank(*c) && !ends_clause(*c) && *c != '.').map_or(0, |p| p + 1);
        let body = text.get(..end).unwrap_or_default();
        let is_done =
            |end: usize| end == body.len() || body.get(end..).is_some_and(|rest| self.dates.done.whole(rest).is_some());
        if self.dates.periods.at(body, 0).is_some_and(|(end, ())| is_done(end)) {
            return only(ValueKind::Period);
        }
        if self.dates.recurring.at(body, 0).is_some_and(|(end, ())| is_done(end)) {
            return only(ValueKind::Date);
        }
        if super::plain::is_yes_or_no(&self.words, body) {
            return only(ValueKind::Boolean);
        }
        if let Some((comparator, unit)) = super::plain::preprinted(self, body) {
            let unit_source = unit.as_ref().map(|_| "value");
            return Value { kind: ValueKind::Template, comparator, unit, unit_source, ..Value::default() };
        }
        let comparator = comparator.or_else(|| self.grade_bound(body));
        let rank_at = |end: usize| self.units.ranks.before(body, end).filter(|(start, ())| *start > 0).map(|_| end);
        let above =
            (body.len().saturating_sub(LONGEST_CLOSING)..body.len()).find(|at| self.closes(body, *at).is_some());
        let rank = rank_at(above.unwrap_or(body.len())).filter(|_| comparator.is_some());
        let unit: Option<String> = rank.and_then(|end| body.get(end.checked_sub(1)?)).map(char::to_string);
        Value { comparator, unit_source: unit.as_ref().map(|_| "value"), unit, ..Value::default() }
    }

    /// The comparator that closes a text, if it begins at `at`.
    fn closes(&self, body: &[char], at: usize) -> Option<Comparator> {
        after(&self.comparing, body, at).filter(|(end, _)| *end == body.len()).map(|(_, is)| is)
    }

    /// The bound of 良好以上, A级及以上: a grade or rank with a closing comparator.
    fn grade_bound(&self, body: &[char]) -> Option<Comparator> {
        let from = body.len().saturating_sub(LONGEST_CLOSING);
        let (at, is) = (from..body.len()).find_map(|at| Some((at, self.closes(body, at)?)))?;
        let from = self.numerals.reach.at(body, 0).map_or(0, |(end, ())| end);
        let is_grade = body.get(from..at).is_some_and(|head| self.words.grades.whole(head).is_some());
        (is_grade || self.units.ranks.before(body, at).is_some()).then_some(is)
    }
}

/// What the columns beside a value say of one that is no number: the bound of a date or of words, the sign and the unit of
/// a blank.
fn take_column(value: &mut Value, outside: &Outside) {
    let Some(is) = outside.comparator.filter(|_| value.comparator.is_none()) else { return };
    match value.kind {
        ValueKind::Qualitative => value.comparator = Some(is),
        ValueKind::Template if value.value.is_none() => {
            value.comparator = Some(is);
            if let Some(unit) = outside.column_unit.as_ref().filter(|_| value.unit.is_none()) {
                (value.unit, value.unit_source) = (Some(unit.clone()), Some("column"));
            }
        }
        ValueKind::Date if is_upper(Some(is)) && value.high.is_some() => {
            (value.comparator, value.value, value.canonical_value) = (Some(is), None, None);
        }
        ValueKind::Date if is_lower(Some(is)) && value.value.is_some() => {
            (value.comparator, value.high, value.canonical_high) = (Some(is), None, None);
        }
        _ => {}
    }
}

fn doubts_of(item: &Item) -> Vec<Doubt> {
    match item {
        Item::Measure(m) => m.doubts.clone(),
        Item::Date(when, ..) if when.ambiguous => {
            vec![Doubt::new(&AMBIGUOUS_NUMBER, "read as year and month; it may be a number".to_owned())]
        }
        Item::Date(when, ..) if when.impossible => {
            vec![Doubt::new(&IMPOSSIBLE_DATE, "no calendar has this day or month".to_owned())]
        }
        Item::Date(..) => Vec::new(),
    }
}

fn same(a: &Value, b: &Value) -> bool {
    (a.kind, a.comparator, &a.value, &a.high, &a.unit) == (b.kind, b.comparator, &b.value, &b.high, &b.unit)
}

fn non_empty(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// The words between `from` and `to` that no stretch of `covered` explains, their outer punctuation off.
fn rest(text: &[char], covered: &[(usize, usize)], from: usize, to: usize) -> String {
    let mut stretches: Vec<(usize, usize)> = covered.to_vec();
    stretches.sort_unstable();
    stretches.push((to, to));
    let mut at = from;
    let mut pieces: Vec<String> = Vec::new();
    for (start, end) in stretches {
        if start > at {
            pieces.push(trimmed(text, at, start.min(to)));
        }
        at = at.max(end);
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces.join(" ")
}
