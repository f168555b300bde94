//! Exact decimals as strings of digits: no float, no limit on length.

use std::cmp::Ordering;

/// Moves the decimal point `shift` places to the right (left, if negative): `("3.5", 8)` → `350000000`. Zeros that the
/// shift leaves at either outer end are taken off.
pub(super) fn shifted(decimal: &str, shift: i32) -> String {
    if shift == 0 {
        return decimal.to_owned();
    }
    let (sign, plain) = decimal.strip_prefix('-').map_or(("", decimal), |rest| ("-", rest));
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let places = usize::try_from(shift.unsigned_abs()).unwrap_or(0);
    let (whole, part) = if shift > 0 {
        let padded = format!("{part:0<places$}");
        let (moved, rest) = padded.split_at(places);
        (format!("{whole}{moved}"), rest.to_owned())
    } else {
        let padded = format!("{whole:0>width$}", width = places + 1);
        let (rest, moved) = padded.split_at(padded.len() - places);
        (rest.to_owned(), format!("{moved}{part}"))
    };
    let whole = whole.trim_start_matches('0');
    let part = part.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// Compares two decimals.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    match (a.strip_prefix('-'), b.strip_prefix('-')) {
        (None, None) => compare_plain(a, b),
        (Some(a), Some(b)) => compare_plain(b, a),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
    }
}

fn compare_plain(a: &str, b: &str) -> Ordering {
    let split = |x: &str| {
        let (whole, part) = x.split_once('.').unwrap_or((x, ""));
        (whole.trim_start_matches('0').to_owned(), part.trim_end_matches('0').to_owned())
    };
    let ((a_whole, a_part), (b_whole, b_part)) = (split(a), split(b));
    a_whole.len().cmp(&b_whole.len()).then_with(|| a_whole.cmp(&b_whole)).then_with(|| a_part.cmp(&b_part))
}

/// `over / under` to four decimals, rounded half up, trailing zeros off, and whether that is exact; `None` if `under` is 0
/// or a number is too long.
pub(super) fn quotient(over: &str, under: &str) -> Option<(String, bool)> {
    let as_integer = |x: &str, places: usize| -> Option<u128> {
        let (whole, part) = x.split_once('.').unwrap_or((x, ""));
        if whole.len() + places > 15 || part.len() > places {
            return None;
        }
        format!("{whole}{part:0<places$}").parse().ok()
    };
    let places = [over, under].iter().map(|x| x.split_once('.').map_or(0, |(_, part)| part.len())).max()?;
    let (over, under) = (as_integer(over, places)?, as_integer(under, places)?);
    let scaled = over.checked_mul(20_000)?;
    let rounded = scaled.checked_div(under)?.div_ceil(2);
    let is_exact = rounded.checked_mul(2).and_then(|doubled| doubled.checked_mul(under)) == Some(scaled);
    Some((shifted(&rounded.to_string(), -4), is_exact))
}
