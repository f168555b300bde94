//! Numbers in Arabic and Chinese numerals, read at a place in a folded text.

use super::decimal::{quotient, shifted};
use super::fold::skip_blanks;
use super::vocabulary::Numerals;

/// A number as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    /// Where it ends.
    pub end: usize,
    /// The decimal, thousands separators off.
    pub decimal: String,
    /// A unit that the numeral itself states: `%` of 百分之五.
    pub unit: Option<String>,
    /// Written in Chinese numerals.
    pub chinese: bool,
    /// Worked out from two numbers: 1:2, 三分之二.
    pub ratio: bool,
    /// A ratio that four decimals only come near to.
    pub rounded: bool,
}

impl Figure {
    fn plain(end: usize, decimal: String) -> Self {
        Self { end, decimal, unit: None, chinese: false, ratio: false, rounded: false }
    }
}

/// A number in Chinese digits one by one has at most so many.
const LONGEST_POSITIONAL: usize = 12;

fn digit_at(text: &[char], at: usize) -> bool {
    text.get(at).is_some_and(char::is_ascii_digit)
}

/// Where the run of ASCII digits from `at` on ends.
pub(super) fn digits_end(text: &[char], at: usize) -> usize {
    at + text.get(at..).unwrap_or_default().iter().take_while(|c| c.is_ascii_digit()).count()
}

fn collect(text: &[char], from: usize, to: usize) -> String {
    text.get(from..to).unwrap_or_default().iter().filter(|c| c.is_ascii_digit() || **c == '.').collect()
}

/// The number at `at`; `Err` gives the end of digits that are no number (`1.2.3`), `None` if no number begins here.
pub(super) fn figure(words: &Numerals, text: &[char], at: usize) -> Option<Result<Figure, usize>> {
    if let Some((end, (value, unit))) = words.fixed.at(text, at) {
        let mut found = Figure::plain(end, value.clone());
        found.unit = Some(unit.clone());
        found.chinese = true;
        return Some(Ok(found));
    }
    if let Some((end, unit)) = words.parts.at(text, at) {
        let part = arabic(text, end).and_then(Result::ok).or_else(|| chinese(words, text, end))?;
        return Some(Ok(Figure { unit: Some(unit.clone()), chinese: true, ..part }));
    }
    if let Some(read) = arabic(text, at) {
        return Some(read.and_then(|number| ratio(words, text, &number).unwrap_or(Ok(number))));
    }
    let number = chinese(words, text, at)?;
    Some(Ok(fraction(words, text, &number).unwrap_or(number)))
}

/// Arabic digits: thousands grouped by commas or blanks, one decimal point.
fn arabic(text: &[char], at: usize) -> Option<Result<Figure, usize>> {
    let starts_with_point = text.get(at) == Some(&'.') && digit_at(text, at + 1);
    if !digit_at(text, at) && !starts_with_point {
        return None;
    }
    let whole_end = match grouped_end(text, at) {
        _ if starts_with_point => at,
        Ok(end) => end,
        Err(end) => return Some(Err(end)),
    };
    let mut end = whole_end;
    if is_spaced_point(text, at, end) {
        let after = digits_end(text, end + 2);
        return Some(Ok(Figure::plain(after, collect(text, at, after))));
    }
    if text.get(end) == Some(&'.') && digit_at(text, end + 1) {
        end = digits_end(text, end + 1);
        if text.get(end) == Some(&'.') && digit_at(text, end + 1) {
            while text.get(end) == Some(&'.') && digit_at(text, end + 1) {
                end = digits_end(text, end + 1);
            }
            return Some(Err(end));
        }
    }
    let digits = collect(text, at, end);
    // 95.%: a point with nothing behind it.
    if text.get(end) == Some(&'.') && matches!(text.get(end + 1), Some('%' | '‰')) {
        end += 1;
    }
    let decimal = if starts_with_point { format!("0{digits}") } else { digits };
    Some(Ok(Figure::plain(end, decimal)))
}

/// `95. 5%`: a blank behind the point. At the start of a line a single digit may as well number the line.
fn is_spaced_point(text: &[char], at: usize, end: usize) -> bool {
    let is_line = at.checked_sub(1).and_then(|p| text.get(p)).is_none_or(|c| *c == '\n');
    let is_numbering = is_line && (end - at == 1 || text.get(end..).is_some_and(|rest| rest.contains(&'\n')));
    let goes_on = |at: usize| matches!(text.get(at), Some('.' | ',' | ' ')) && digit_at(text, at + 1);
    let is_point = text.get(end) == Some(&'.') && text.get(end + 1) == Some(&' ') && digit_at(text, end + 2);
    is_point && !is_numbering && end > at && !goes_on(digits_end(text, end + 2))
}

/// The end of digits with a blank or a full stop among them that parts them into no sound number: `9 5%`, `95。5%`.
pub(super) fn torn_end(text: &[char], at: usize) -> Option<usize> {
    let Ok(Figure { end: mut at_end, .. }) = arabic(text, at)? else { return None };
    let first = at_end;
    let is_tear = |end: usize| matches!(text.get(end), Some(' ' | '。')) && digit_at(text, end + 1);
    let is_dot = |end: usize| text.get(end) == Some(&'.') && text.get(end + 1) == Some(&' ') && digit_at(text, end + 2);
    while is_tear(at_end) || is_dot(at_end) {
        let from = if is_tear(at_end) { at_end + 1 } else { at_end + 2 };
        at_end = match arabic(text, from)? {
            Ok(figure) => figure.end,
            Err(end) => end,
        };
    }
    (at_end > first).then_some(at_end)
}

/// The end of a whole number, with its thousands groups if every group is sound; `Err` with the end of the run if some
/// are and some are not (`1,200,30`).
fn grouped_end(text: &[char], at: usize) -> Result<usize, usize> {
    let first = digits_end(text, at);
    let Some(separator @ (',' | ' ')) = text.get(first).copied() else { return Ok(first) };
    if first - at > 3 || text.get(at) == Some(&'0') {
        return Ok(first);
    }
    let mut end = first;
    while text.get(end) == Some(&separator) && digits_end(text, end + 1) == end + 4 {
        end += 4;
    }
    if text.get(end) != Some(&separator) || !digit_at(text, end + 1) {
        return Ok(end);
    }
    let mut run = end;
    let mut has_group = end > first;
    while text.get(run) == Some(&separator) && digit_at(text, run + 1) {
        let next = digits_end(text, run + 1);
        has_group |= next == run + 4;
        run = next;
    }
    // No group of three: the separators part a list.
    if has_group && separator == ',' { Err(run) } else { Ok(first) }
}

/// `1:2`, and `1/3` with a denominator of at most 10: a larger one may be a date. `Err` gives the end of a time of day
/// (`8:30`).
fn ratio(words: &Numerals, text: &[char], over: &Figure) -> Option<Result<Figure, usize>> {
    let sign = *text.get(over.end)?;
    let after = match words.ratio.at(text, over.end) {
        Some((end, ())) => end,
        None if matches!(sign, ':' | '/') => over.end + 1,
        None => return None,
    };
    let under = arabic(text, after)?.ok()?;
    let whole = |x: &str| x.bytes().all(|b| b.is_ascii_digit());
    let goes_on = matches!(text.get(under.end), Some(':' | '/' | '.')) && digit_at(text, under.end + 1);
    if sign == ':' && whole(&under.decimal) && (under.decimal.starts_with('0') || under.decimal == "30" || goes_on) {
        return Some(Err(under.end));
    }
    let is_small = under.decimal.parse::<u32>().is_ok_and(|n| (2..=10).contains(&n));
    let is_proper = super::decimal::compare(&over.decimal, &under.decimal).is_lt();
    // 9/10万 is nine to a hundred thousand.
    let is_rate = text.get(under.end).is_some_and(|c| words.myriad(*c).is_some());
    if goes_on || is_rate || (sign == '/' && !(whole(&over.decimal) && is_small && is_proper)) {
        return None;
    }
    let (quotient, is_exact) = quotient(&over.decimal, &under.decimal)?;
    Some(Ok(Figure { ratio: true, rounded: !is_exact, ..Figure::plain(under.end, quotient) }))
}

/// 三分之二.
fn fraction(words: &Numerals, text: &[char], under: &Figure) -> Option<Figure> {
    let (after, ()) = words.fraction.at(text, under.end)?;
    let over = arabic(text, after).and_then(Result::ok).or_else(|| chinese(words, text, after))?;
    let (decimal, is_exact) = quotient(&over.decimal, &under.decimal)?;
    Some(Figure { chinese: true, ratio: true, rounded: !is_exact, ..Figure::plain(over.end, decimal) })
}

/// Digits in their places, a zero among them: 一〇五, 三〇〇.
fn positional(words: &Numerals, text: &[char], at: usize) -> Option<Figure> {
    let (end, digits) = one_by_one(words, text, at, LONGEST_POSITIONAL);
    let goes_on = text.get(end).is_some_and(|c| words.digit(*c).or(words.power(*c).map(u64::from)).is_some());
    let is_number = digits.len() > 1 && !digits.starts_with('0') && digits.contains('0') && !goes_on;
    is_number.then(|| Figure { chinese: true, ..Figure::plain(end, digits) })
}

/// Chinese numerals: 十二, 廿五, 三百零五, 三万五千, 一〇五, 九十五点五. A myriad at the end is left to the unit (三百万元).
pub(super) fn chinese(words: &Numerals, text: &[char], at: usize) -> Option<Figure> {
    if let Some(number) = positional(words, text, at) {
        return Some(number);
    }
    let mut end = at;
    let (mut total, mut section, mut pending): (u64, u64, Option<u64>) = (0, 0, None);
    let mut last_power = u32::MAX;
    // The power right before a digit that stands without one: 三千五 is 3500.
    let mut power_before = 0;
    let mut kept: Option<(usize, u64)> = None;
    let mut is_zero_before = false;
    while let Some(c) = text.get(end) {
        if let Some(digit) = words.digit(*c) {
            if pending.is_some() && !is_zero_before {
                break;
            }
            is_zero_before = digit == 0;
            pending = Some(digit);
            if digit == 0 {
                power_before = 0;
            }
        } else if let Some(tens) = words.tens(*c) {
            if section > 0 || pending.is_some() {
                break;
            }
            (section, last_power) = (tens * 10, 1);
        } else if let Some(power) = words.power(*c) {
            let many = match pending.take() {
                None if section == 0 => 1,
                None => break,
                Some(0) if section == 0 && total == 0 => break,
                Some(0) => 1,
                Some(digit) => digit,
            };
            if power >= last_power {
                break;
            }
            (last_power, power_before) = (power, power);
            section = section.checked_add(many.checked_mul(10_u64.checked_pow(power)?)?)?;
        } else if let Some(power) = words.myriad(*c) {
            let so_far = section.checked_add(pending.unwrap_or(0))?;
            if so_far == 0 || kept.is_some_and(|_| power == 2) {
                break;
            }
            kept.get_or_insert((end, total.checked_add(so_far)?));
            total = total.checked_add(so_far)?.checked_mul(10_u64.checked_pow(power * 4)?)?;
            (section, pending, last_power, power_before) = (0, None, u32::MAX, power * 4);
            end += 1;
            continue;
        } else {
            break;
        }
        end += 1;
    }
    let colloquial = 10_u64.checked_pow(power_before.saturating_sub(1))?;
    let small = section.checked_add(pending.unwrap_or(0).checked_mul(colloquial)?)?;
    let (end, number) = match kept {
        Some((before_myriad, number)) if small == 0 => (before_myriad, number),
        _ => (end, total.checked_add(small)?),
    };
    let is_read = end > at && (section > 0 || pending.is_some() || kept.is_some());
    // Two digits side by side without a power between them (三五个) are no number.
    if !is_read || text.get(end).is_some_and(|c| words.digit(*c).is_some()) {
        return None;
    }
    let decimal = number.to_string();
    let (end, decimal) =
        decimals(words, text, end).map_or((end, decimal.clone()), |(e, part)| (e, format!("{decimal}.{part}")));
    Some(Figure { chinese: true, ..Figure::plain(end, decimal) })
}

/// 点五 after a numeral.
fn decimals(words: &Numerals, text: &[char], at: usize) -> Option<(usize, String)> {
    let (from, ()) = words.point.at(text, at)?;
    let part: String = text
        .get(from..)?
        .iter()
        .map_while(|c| words.digit(*c))
        .filter_map(|d| char::from_digit(u32::try_from(d).ok()?, 10))
        .collect();
    let end = from + part.chars().count();
    (!part.is_empty()).then_some((end, part))
}

/// Digits one by one, as in a year or a discount: 二〇二四, 八五.
pub(super) fn one_by_one(words: &Numerals, text: &[char], at: usize, most: usize) -> (usize, String) {
    let digits: String = text
        .get(at..)
        .unwrap_or_default()
        .iter()
        .take(most)
        .map_while(|c| words.digit(*c))
        .filter_map(|d| char::from_digit(u32::try_from(d).ok()?, 10))
        .collect();
    (at + digits.len(), digits)
}

/// 九成, 八折, 九成五, 八五折: the percentage, and where it ends.
pub(super) fn tenths(words: &Numerals, text: &[char], at: usize) -> Option<Figure> {
    let arabic = arabic(text, at).and_then(Result::ok).map(|n| (n.end, n.decimal));
    let (end, number) = arabic.unwrap_or_else(|| one_by_one(words, text, at, 2));
    let (end, ()) = words.tenths.at(text, skip_blanks(text, end))?;
    let places = match number.len() {
        0 => return None,
        2 if !number.contains('.') => 0,
        _ => 1,
    };
    let (end, percent) = match one_by_one(words, text, end, 1) {
        (after, digit) if places == 1 && after > end => (after, format!("{number}{digit}")),
        _ => (end, shifted(&number, places)),
    };
    let unit = Some(words.tenths_unit.clone());
    Some(Figure { unit, chinese: true, ..Figure::plain(end, percent) })
}
