//! Numbers in which character recognition may have read ≥ as a digit.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::place::{each_row_of, number, on_row};
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
    each_row_of(submission, &EXTRA_DIGIT, |_| OnceCell::new(), |form, row, known| extra_digit(form, row, known, rules))
}

/// `known` are the numbers of the form's own texts, worked out where they are first needed.
fn extra_digit(form: &Form, row: &Indicator, known: &OnceCell<BTreeSet<String>>, rules: &Rules) -> Option<Answer> {
    number(&row.target)?;
    let digits = row.target.value.as_deref()?;
    if row.target.comparator.is_some() || !digits.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let rest = digits.strip_prefix(|first: char| rules.misread.digits.contains(first));
    // A shorter rest may stand anywhere by chance.
    let Some(rest) = rest.filter(|rest| rest.len() >= 2 && !rest.starts_with('0')) else { return Some(Answer::Pass) };
    let of_form =
        known.get_or_init(|| [&form.objective, &form.project].into_iter().flat_map(|text| numbers(text)).collect());
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
