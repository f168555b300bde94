//! What belongs together: two bounds that make a range, numbers that share a unit, 一年 before 2次.

use super::comparator::{is_lower, is_upper};
use super::decimal::compare;
use super::fold::skip_blanks;
use super::measure::{Measure, from_left};
use super::scan::{Item, Scan};
use super::vocabulary::Vocabulary;
use super::words::WordSet;
use crate::model::Comparator;

/// The words between the two comparators of `80%≤满意度<90%` are at most so many characters.
const LONGEST_VARIABLE: usize = 12;

/// The items of a scan, joined; numbers that nothing makes certain are dropped, and so are numbers in brackets that
/// explain one outside.
pub(super) fn joined(words: &Vocabulary, text: &[char], scan: Scan) -> Vec<Item> {
    let mut items = scan.items;
    share_units(words, text, &mut items);
    items.retain(|item| !matches!(item, Item::Measure(m) if !m.firm));
    let chained = |low: &Measure, high: &Measure| chain(text, &scan.comparators, low, high);
    let bounded = |low: &Measure, high: &Measure| two_bounds(words, text, low, high);
    let cycled = |one: &Measure, many: &Measure| cycle(words, one, many);
    let mut out: Vec<Item> = Vec::with_capacity(items.len());
    for item in items {
        let pair = match (out.last(), &item) {
            (Some(Item::Measure(a)), Item::Measure(b)) => {
                chained(a, b).or_else(|| bounded(a, b)).or_else(|| cycled(a, b))
            }
            _ => None,
        };
        match pair {
            Some(one) => {
                out.pop();
                out.push(Item::Measure(one));
            }
            None => out.push(item),
        }
    }
    bound_from_left(text, &scan.comparators, &mut out);
    let first_outside = out.iter().find_map(|item| match item {
        Item::Measure(m) if !m.bracketed => Some(m.start),
        _ => None,
    });
    out.retain(|item| match item {
        Item::Measure(m) => !m.bracketed || first_outside.is_none_or(|start| m.start < start),
        Item::Date(..) => true,
    });
    out
}

/// True if nothing but these words and blanks stand between two places.
fn only(words: &WordSet, text: &[char], from: usize, to: usize) -> bool {
    let mut at = skip_blanks(text, from);
    while at < to {
        let Some((end, ())) = words.at(text, at) else { return false };
        at = skip_blanks(text, end);
    }
    true
}

/// 0.5、0.1和0.2个百分点: the unit at the end is everyone's.
fn share_units(words: &Vocabulary, text: &[char], items: &mut [Item]) {
    for last in (1..items.len()).rev() {
        let (head, tail) = items.split_at_mut(last);
        let (Some(Item::Measure(a)), Some(Item::Measure(b))) = (head.last_mut(), tail.first_mut()) else { continue };
        let is_list =
            a.unit.is_none() && a.comparator.is_none() && !a.contact && !a.blank && b.firm && b.comparator.is_none();
        if is_list && b.unit.is_some() && only(&words.comparing.list, text, a.end, b.start) {
            a.unit.clone_from(&b.unit);
            (a.firm, a.shared, b.shared) = (true, true, true);
        }
    }
}

/// One range of two measures; `None` if their units differ or the lower bound is the greater.
fn range(low: &Measure, high: &Measure, gap: Option<(usize, usize)>) -> Option<Measure> {
    let ((Some(from), None), (Some(to), None)) = ((&low.value, &low.high), (&high.value, &high.high)) else {
        return None;
    };
    let is_same_unit = low.unit == high.unit || low.unit.is_none() || high.unit.is_none();
    if !is_same_unit || compare(from, to).is_gt() {
        return None;
    }
    let (first, second) = if low.start < high.start { (low, high) } else { (high, low) };
    let covered = first.covered.iter().chain(&second.covered).copied().chain(gap).collect();
    Some(Measure {
        start: first.start,
        end: second.end,
        covered,
        comparator: Some(Comparator::Between),
        value: Some(from.clone()),
        high: Some(to.clone()),
        unit: low.unit.clone().or_else(|| high.unit.clone()),
        firm: true,
        bracketed: first.bracketed,
        doubts: first.doubts.iter().chain(&second.doubts).cloned().collect(),
        ..Measure::default()
    })
}

/// `≥80%且≤90%`, `>=95%<=100%`.
fn two_bounds(words: &Vocabulary, text: &[char], a: &Measure, b: &Measure) -> Option<Measure> {
    let b_from = b.covered.iter().map(|(from, _)| *from).min()?;
    if b_from < a.end || !only(&words.comparing.joiners, text, a.end, b_from) && !is_comma(text, a.end, b_from) {
        return None;
    }
    let gap = Some((a.end, b_from));
    if is_lower(a.comparator) && is_upper(b.comparator) {
        range(a, b, gap)
    } else if is_upper(a.comparator) && is_lower(b.comparator) {
        range(b, a, gap)
    } else {
        None
    }
}

fn is_comma(text: &[char], from: usize, to: usize) -> bool {
    text.get(from..to).is_some_and(|gap| gap.iter().all(|c| matches!(c, ',' | ';' | ' ')))
}

/// `80%≤x<90%`, `90≥x≥80`: the signs that stand between the two numbers point the same way.
fn chain(text: &[char], comparators: &[super::comparator::Before], a: &Measure, b: &Measure) -> Option<Measure> {
    if a.comparator.is_some() {
        return None;
    }
    let from = comparators.partition_point(|c| c.start < a.end);
    let to = comparators.partition_point(|c| c.start < b.start);
    let [first, second] = comparators.get(from..to)? else { return None };
    let is_near = skip_blanks(text, a.end) == first.start && second.start.saturating_sub(first.end) <= LONGEST_VARIABLE;
    if !is_near || b.start < second.end {
        return None;
    }
    let signs = Some((first.start, first.end));
    if is_upper(first.is) && is_upper(second.is) {
        range(a, b, signs)
    } else if is_lower(first.is) && is_lower(second.is) {
        range(b, a, signs)
    } else {
        None
    }
}

/// 一年2次: 2 次/年.
fn cycle(words: &Vocabulary, one: &Measure, many: &Measure) -> Option<Measure> {
    let is_one = one.value.as_deref() == Some("1") && one.comparator.is_none() && one.high.is_none();
    let period = one.unit.as_ref().filter(|u| words.units.cycles.whole(&u.chars().collect::<Vec<_>>()).is_some())?;
    let unit = many.unit.as_ref().filter(|u| !u.contains('/'))?;
    let is_next = many.covered.iter().all(|(from, _)| *from >= one.end) && many.start <= one.end + 1;
    if !is_one || !is_next || words.units.cycles.whole(&unit.chars().collect::<Vec<_>>()).is_some() {
        return None;
    }
    let mut found = many.clone();
    found.unit = Some(format!("{unit}/{period}"));
    found.covered.extend(one.covered.iter().copied());
    Some(found)
}

/// `80%≤满意度`: the last number stands on the left of its sign.
fn bound_from_left(text: &[char], comparators: &[super::comparator::Before], items: &mut [Item]) {
    let Some(Item::Measure(last)) = items.last_mut() else { return };
    let from = comparators.partition_point(|c| c.start < last.end);
    if let Some([only]) = comparators.get(from..).filter(|_| last.comparator.is_none())
        && only.sign
        && skip_blanks(text, last.end) == only.start
    {
        last.comparator = from_left(only.is);
        last.covered.push((only.start, only.end));
    }
}
