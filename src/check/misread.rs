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
}

/// Looks at whole numbers without comparator.
pub fn run(submission: &Submission, rules: &Rules) -> Vec<Verdict> {
    each_row(submission, &EXTRA_DIGIT, |form, row| extra_digit(form, row, rules))
}

fn extra_digit(form: &Form, row: &Indicator, rules: &Rules) -> Option<Answer> {
    number(&row.target)?;
    let digits = row.target.value.as_deref()?;
    if row.target.comparator.is_some() || !digits.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let rest = digits.strip_prefix(|first: char| rules.misread.digits.contains(first));
    // A shorter rest may stand anywhere by chance.
    let Some(rest) = rest.filter(|rest| rest.len() >= 2 && !rest.starts_with('0')) else { return Some(Answer::Pass) };
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
