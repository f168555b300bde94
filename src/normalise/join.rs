//! What belongs together: two bounds that make a range, numbers that share a unit, 一年 before 2次.

use super::comparator::{is_lower, is_upper};
use super::decimal::{compare, shifted};
use super::fold::{ends_clause, is_bracket, skip_blanks};
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
    hold_between(words, text, &mut items);
    items.retain(|item| !matches!(item, Item::Measure(m) if !m.firm));
    drop_naming(words, text, &mut items);
    let chained = |low: &Measure, high: &Measure| chain(text, &scan.comparators, low, high);
    let bounded = |low: &Measure, high: &Measure| two_bounds(words, text, low, high);
    let between = |low: &Measure, high: &Measure| enclosed(words, text, low, high);
    let summed = |high: &Measure, low: &Measure| sum(words, high, low);
    let cycled = |one: &Measure, many: &Measure| cycle(words, text, one, many);
    let mut out: Vec<Item> = Vec::with_capacity(items.len());
    for item in items {
        let pair = match (out.last(), &item) {
            (Some(Item::Measure(a)), Item::Measure(b)) => chained(a, b)
                .or_else(|| bounded(a, b))
                .or_else(|| between(a, b))
                .or_else(|| cycled(a, b))
                .or_else(|| summed(a, b)),
            (Some(Item::Date(when, start, _)), Item::Measure(b)) => season(words, text, (*start, when.end), b),
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
            a.unit.is_none() && a.comparator.is_none() && !a.mute && !a.blank && b.firm && b.comparator.is_none();
        if is_list && b.unit.is_some() && only(&words.comparing.list, text, a.end, b.start) {
            a.unit.clone_from(&b.unit);
            (a.firm, a.shared, b.shared) = (true, true, true);
        }
    }
}

/// 九年义务教育巩固率98%: a span of time, an age or a rank that only names the share behind it.
fn drop_naming(words: &Vocabulary, text: &[char], items: &mut Vec<Item>) {
    let names = |a: &Measure, b: &Measure| {
        let is_named =
            a.unit.as_ref().is_some_and(|u| words.units.naming.whole(&u.chars().collect::<Vec<_>>()).is_some());
        let is_free = !a.blank && !a.mute && a.high.is_none() && a.covered.iter().all(|(from, _)| *from >= a.start);
        let is_share = b.unit.as_ref().is_some_and(|u| u.chars().all(|c| words.units.percent.contains(c)));
        let begin = b.covered.iter().map(|(from, _)| *from).min().unwrap_or(b.start).min(b.start);
        let Some(gap) = text.get(a.end..begin) else { return false };
        let reach = |end: usize| words.numerals.reach.before(gap, end).map_or(end, |(start, ())| start);
        let ends_in_rate = |end: usize| words.numerals.rates.before(gap, end).is_some();
        let is_rate = ends_in_rate(gap.len()) || ends_in_rate(reach(gap.len()));
        is_named
            && is_free
            && is_share
            && is_rate
            && !gap.iter().any(|c| ends_clause(*c) || is_bracket(*c) || *c == ':')
    };
    let drop: Vec<bool> = (0..items.len())
        .map(|n| match (items.get(n), items.get(n + 1)) {
            (Some(Item::Measure(a)), Some(Item::Measure(b))) => names(a, b),
            _ => false,
        })
        .collect();
    let mut drop = drop.into_iter();
    items.retain(|_| !drop.next().unwrap_or(false));
}

/// True for 5%和10%之间, 10至20之间.
fn is_between(words: &Vocabulary, text: &[char], low: &Measure, high: &Measure) -> bool {
    let listed = only(&words.comparing.list, text, low.end, high.start);
    let is_bare = |m: &Measure| m.comparator.is_none() && m.value.is_some() && m.high.is_none();
    listed && is_bare(low) && is_bare(high) && words.comparing.within.at(text, skip_blanks(text, high.end)).is_some()
}

/// What stands before 之间 are numbers.
fn hold_between(words: &Vocabulary, text: &[char], items: &mut [Item]) {
    for last in (1..items.len()).rev() {
        let (head, tail) = items.split_at_mut(last);
        let (Some(Item::Measure(low)), Some(Item::Measure(high))) = (head.last_mut(), tail.first_mut()) else {
            continue;
        };
        if is_between(words, text, low, high) {
            (low.firm, high.firm, low.shared, high.shared) = (true, true, false, false);
        }
    }
}

fn enclosed(words: &Vocabulary, text: &[char], low: &Measure, high: &Measure) -> Option<Measure> {
    is_between(words, text, low, high).then(|| range(low, high, Some((low.end, high.start)))).flatten()
}

/// 1亿2千万元, 3万5千元: the second number goes on with the first in its smaller power.
fn sum(words: &Vocabulary, high: &Measure, low: &Measure) -> Option<Measure> {
    let power = |unit: &str| {
        let unit: Vec<char> = unit.chars().collect();
        words
            .units
            .multipliers
            .at(&unit, 0)
            .map(|(end, zeros)| (*zeros, unit.get(end..).unwrap_or_default().iter().collect()))
    };
    let plain = |m: &Measure| m.high.is_none() && m.doubts.is_empty() && !m.ratio;
    let (high_zeros, nothing): (i32, String) = power(high.unit.as_deref()?)?;
    let written = low.unit.as_deref()?;
    let (low_zeros, unit): (i32, String) = power(written).unwrap_or((0, written.to_owned()));
    let is_next = high.end == low.start && low.comparator.is_none() && nothing.is_empty() && low_zeros < high_zeros;
    let (above, below) = (shifted(high.value.as_ref()?, high_zeros), shifted(low.value.as_ref()?, low_zeros));
    let below_whole = below.split('.').next().map_or(0, str::len);
    let fits = i32::try_from(below_whole).is_ok_and(|digits| digits <= high_zeros) && !above.contains('.');
    if !is_next || !fits || !plain(high) || !plain(low) || unit.is_empty() {
        return None;
    }
    let head = above.get(..above.len().checked_sub(below_whole)?)?;
    let covered = high.covered.iter().chain(&low.covered).copied().collect();
    Some(Measure { end: low.end, covered, value: Some(format!("{head}{below}")), unit: Some(unit), ..high.clone() })
}

/// 一季度两次: twice a quarter, where 一 and a numeral stand side by side.
fn season(words: &Vocabulary, text: &[char], (start, end): (usize, usize), many: &Measure) -> Option<Measure> {
    let is_one = text.get(start).and_then(|c| words.numerals.digit(*c)) == Some(1);
    let (cycle_end, ()) = words.units.cycles.at(text, start + 1)?;
    let unit = many.unit.as_ref().filter(|u| !u.contains('/'))?;
    let is_time = words.units.cycles.whole(&unit.chars().collect::<Vec<_>>()).is_some();
    let is_numeral = text.get(end).is_some_and(|c| words.numerals.digit(*c).is_some());
    if !is_one || !is_numeral || is_time || cycle_end != end || many.start != end || many.comparator.is_some() {
        return None;
    }
    let mut found = many.clone();
    found.unit = Some(format!("{unit}/{}", text.get(start + 1..end)?.iter().collect::<String>()));
    found.covered.push((start, end));
    Some(found)
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
fn cycle(words: &Vocabulary, text: &[char], one: &Measure, many: &Measure) -> Option<Measure> {
    let is_one = one.value.as_deref() == Some("1") && one.comparator.is_none() && one.high.is_none();
    let period = one.unit.as_ref().filter(|u| words.units.cycles.whole(&u.chars().collect::<Vec<_>>()).is_some())?;
    let unit = many.unit.as_ref().filter(|u| !u.contains('/'))?;
    let is_next = many.covered.iter().all(|(from, _)| *from >= one.end)
        && many.start <= one.end + 1
        && text.get(one.end..many.start).is_some_and(|gap| !gap.iter().any(|c| ends_clause(*c)));
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
