//! Numbers in which character recognition may have read ≥ as a digit.

use super::place::{each_row, number, on_row};
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
    LOST = "comparator-lost", Info, "The one number of a form without a comparator, and its first digit may be one.",
        says "{raw} may be ≥{rest}: it alone has no comparator, the other {others} numbers of the form have one",
        hint "compare with the printed form; character recognition reads ≥ as 2 or 8",
        why "the target is ten times too high, and seems missed",
        example "every value of the form is written with ≥ or ≤, and one is 2280次";
}

/// So many other numbers with a comparator make one without stand out.
const MANY: usize = 4;

/// Looks at whole numbers without comparator.
pub fn run(submission: &Submission, rules: &Rules) -> Vec<Verdict> {
    let mut verdicts = each_row(submission, &EXTRA_DIGIT, |form, row| extra_digit(form, row, rules));
    for form in &submission.forms {
        verdicts.extend(form.indicators.iter().map(|row| Verdict { code: &LOST, answer: lost(form, row, rules) }));
    }
    verdicts
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
fn lost(form: &Form, row: &Indicator, rules: &Rules) -> Option<Answer> {
    let Ok(rest) = without_first(row, rules)? else { return Some(Answer::Pass) };
    if matches!(extra_digit(form, row, rules), Some(Answer::Fail(_))) {
        return None;
    }
    let others = form.indicators.iter().filter(|other| !std::ptr::eq(*other, row) && number(&other.target).is_some());
    let (with, without): (Vec<_>, Vec<_>) = others.partition(|other| other.target.comparator.is_some());
    if with.len() < MANY {
        return None;
    }
    let (raw, others) = (row.target_raw.trim().to_owned(), with.len().to_string());
    let values = || vec![("raw", raw), ("rest", rest.to_owned()), ("others", others)];
    Some(Answer::of(!without.is_empty(), || on_row(form, row, "target_raw", &row.target_raw, &LOST, values())))
}

fn extra_digit(form: &Form, row: &Indicator, rules: &Rules) -> Option<Answer> {
    let Ok(rest) = without_first(row, rules)? else { return Some(Answer::Pass) };
    let texts = [&row.standard, &row.explanation, &row.note, &form.objective, &form.project];
    let elsewhere = row.actual.value.as_deref() == Some(rest) || texts.iter().any(|text| states(text, rest));
    if !elsewhere && row.actual_raw.is_empty() {
        return None;
    }
    let values = || vec![("raw", row.target_raw.trim().to_owned()), ("rest", rest.to_owned())];
    Some(Answer::of(!elsewhere, || on_row(form, row, "target_raw", &row.target_raw, &EXTRA_DIGIT, values())))
}

/// True where a text holds a number, whole.
fn states(text: &str, number: &str) -> bool {
    fold(text).split(|c: char| !c.is_ascii_digit() && c != '.').any(|run| run == number)
}
