//! Numbers in which character recognition may have read ≥ as a digit.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::place::{number, on_row};
use super::rules::Tolerance;
use super::{Answer, Rules, Verdict};
use crate::finding::codes;
use crate::model::{Form, Indicator, Submission};
use crate::text::fold;

codes! {
    EXTRA_DIGIT = "digit-for-comparator", Info, "A number that appears elsewhere in the form without its first digit.",
        says "{raw} may be ≥{rest}: {rest} stands elsewhere in the form",
        hint "compare with the printed form; character recognition reads ≥ as 2 or 8",
        why "the target is ten times too high, and seems missed",
        example "target 2280次, outcome 280次: the form may have said ≥280次";
    LOST = "comparator-lost", Info, "A number without a comparator where others have one, and its first digit may be it.",
        says "{raw} may be ≥{rest}: it has no comparator, but {others} other numbers of the form have one",
        hint "compare with the printed form; character recognition reads ≥ as 2 or 8",
        why "the target is ten times too high, and seems missed",
        example "every value of the form is written with ≥ or ≤, and one is 2280次";
}

/// True for a count that reaches what a rule asks for.
fn reaches(count: usize, least: &Tolerance) -> bool {
    Decimal::from(count) >= least.value
}

/// Looks at whole numbers without comparator.
pub fn run(submission: &Submission, rules: &Rules) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    for form in &submission.forms {
        let known = Known::of(form, rules);
        for row in &form.indicators {
            let extra = extra_digit(form, row, &known, rules);
            let lost = lost(form, row, &known, matches!(extra, Some(Answer::Fail(_))), rules);
            verdicts.push(Verdict { code: &EXTRA_DIGIT, answer: extra });
            verdicts.push(Verdict { code: &LOST, answer: lost });
        }
    }
    verdicts
}

/// What is known of a form, worked out once.
struct Known {
    /// The numbers of the form's own texts, where they are first needed.
    stated: OnceCell<BTreeSet<String>>,
    /// How many of its targets that are numbers have a comparator.
    with: usize,
    /// And how many of these are counts.
    counts: usize,
    /// How many plainly have none: not those that may have lost it, nor all or nothing, where none is needed.
    without: usize,
}

impl Known {
    fn of(form: &Form, rules: &Rules) -> Self {
        let numbers = form.indicators.iter().filter(|row| number(&row.target).is_some());
        let (with, without): (Vec<_>, Vec<_>) = numbers.partition(|row| row.target.comparator.is_some());
        let is_count = |row: &&&Indicator| !rules.words.is_percent(row.target.unit.as_deref());
        let is_limit = |row: &Indicator| {
            let percent = rules.words.is_percent(row.target.unit.as_deref());
            number(&row.target).is_some_and(|n| n.is_zero() || (percent && n == Decimal::ONE_HUNDRED))
        };
        let is_plain = |row: &&&Indicator| !is_limit(row) && !matches!(without_first(row, rules), Some(Ok(_)));
        Self {
            stated: OnceCell::new(),
            with: with.len(),
            counts: with.iter().filter(is_count).count(),
            without: without.iter().filter(is_plain).count(),
        }
    }
}

/// What is left of a whole number without comparator when its first digit is a misread comparator: `Err` where that
/// cannot be.
fn without_first<'a>(row: &'a Indicator, rules: &Rules) -> Option<Result<&'a str, ()>> {
    number(&row.target)?;
    let digits = row.target.value.as_deref()?;
    if row.target.comparator.is_some() || !digits.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let rest = digits.strip_prefix(|first: char| rules.misread.digits.contains(first));
    // A shorter rest may stand anywhere by chance.
    Some(rest.filter(|rest| rest.len() >= 2 && !rest.starts_with('0')).ok_or(()))
}

/// Says nothing of a number that stands elsewhere without its first digit: that is known already, and better.
fn lost(form: &Form, row: &Indicator, known: &Known, said: bool, rules: &Rules) -> Option<Answer> {
    let Ok(rest) = without_first(row, rules)? else { return Some(Answer::Pass) };
    let least = &rules.misread;
    let stands_out =
        reaches(rest.len(), &least.rest) && reaches(known.with, &least.others) && reaches(known.counts, &least.counts);
    if said || !stands_out {
        return None;
    }
    if is_confirmed(form, row, rest) {
        return Some(Answer::Pass);
    }
    let (raw, others) = (row.target_raw.trim().to_owned(), known.with.to_string());
    let values = || vec![("raw", raw), ("rest", rest.to_owned()), ("others", others)];
    Some(Answer::of(known.without > 0, || on_row(form, row, "target_raw", &row.target_raw, &LOST, values())))
}

/// True where the number as it stands is borne out: an outcome nearer to it than to the rest, or the same number elsewhere.
fn is_confirmed(form: &Form, row: &Indicator, rest: &str) -> bool {
    let by_outcome = || {
        let (whole, less) = (number(&row.target)?, Decimal::from_str(rest).ok()?);
        let reached = number(&row.actual)?;
        let far = |from: Decimal| reached.checked_sub(from).map(|off| off.abs());
        Some(far(whole)? <= far(less)?)
    };
    let written = row.target.value.as_deref().unwrap_or_default();
    let texts = [&form.objective, &form.project, &row.standard, &row.explanation, &row.note];
    by_outcome() == Some(true) || texts.iter().any(|text| numbers(text).iter().any(|number| number == written))
}

fn extra_digit(form: &Form, row: &Indicator, known: &Known, rules: &Rules) -> Option<Answer> {
    let Ok(rest) = without_first(row, rules)? else { return Some(Answer::Pass) };
    let numbers_of_form = || [&form.objective, &form.project].into_iter().flat_map(|text| numbers(text)).collect();
    let of_form = known.stated.get_or_init(numbers_of_form);
    let stated = |text: &&String| numbers(text).iter().any(|number| number == rest);
    let elsewhere = row.actual.value.as_deref() == Some(rest)
        || of_form.contains(rest)
        || [&row.standard, &row.explanation, &row.note].iter().any(stated);
    if !elsewhere && row.actual_raw.is_empty() {
        return None;
    }
    let values = || vec![("raw", row.target_raw.trim().to_owned()), ("rest", rest.to_owned())];
    Some(Answer::of(!elsewhere, || on_row(form, row, "target_raw", &row.target_raw, &EXTRA_DIGIT, values())))
}

/// The numbers that a text holds, whole.
fn numbers(text: &str) -> Vec<String> {
    let folded = fold(text);
    let runs = folded.split(|c: char| !c.is_ascii_digit() && c != '.').filter(|run| !run.is_empty());
    runs.map(str::to_owned).collect()
}
