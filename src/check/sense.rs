//! Comparators against what the indicator's name, or its direction column, means.

use super::place::{each_row, number, on_row};
use super::rules::Sense;
use super::{Answer, Rules, Verdict};
use crate::finding::codes;
use crate::model::{Comparator, Form, Indicator, Submission};
use rust_decimal::Decimal;

codes! {
    AGAINST = "comparator-sense", Warning, "The comparator bounds the wrong side.",
        says "{target} bounds {name} on the wrong side",
        hint "turn the comparator round, or correct the name",
        why "the worse the outcome, the better such a target is met",
        example "任务完成率 ≤95%; 投诉率 ≥5%";
    NEVER = "never-but-allowed", Warning, "What must never happen is allowed a number of times.",
        says "{words} means never, but {target} allows it",
        hint "write 0, or name what is allowed",
        why "both cannot be meant: whether one case is a failure cannot be told",
        example "不发生安全事故 ≤1次";
}

/// Looks at every bounded target.
pub fn run(submission: &Submission, rules: &Rules) -> Vec<Verdict> {
    let mut verdicts = each_row(submission, &AGAINST, |form, row| against(form, row, rules));
    verdicts.extend(each_row(submission, &NEVER, |form, row| never(form, row, rules)));
    verdicts
}

fn against(form: &Form, row: &Indicator, rules: &Rules) -> Option<Answer> {
    let (sense, value) = (rules.words.sense(&row.indicator)?, number(&row.target)?);
    let holds = match row.target.comparator? {
        Comparator::Ge | Comparator::Gt => sense == Sense::Higher || value.is_zero(),
        Comparator::Le | Comparator::Lt => sense == Sense::Lower,
        Comparator::Eq | Comparator::Between | Comparator::Approx => true,
    };
    let values = || vec![("target", row.target_raw.trim().to_owned()), ("name", row.indicator.clone())];
    Some(Answer::of(holds, || on_row(form, row, "target_raw", &row.target_raw, &AGAINST, values())))
}

fn never(form: &Form, row: &Indicator, rules: &Rules) -> Option<Answer> {
    let around = row.target.qualifier.as_deref().unwrap_or_default();
    let words = [row.indicator.as_str(), around].into_iter().find(|words| rules.words.is_never(words))?;
    let most = number(&row.target)?;
    let allows = match row.target.comparator {
        Some(Comparator::Le) | None => most > Decimal::ZERO,
        Some(Comparator::Lt) => most > Decimal::ONE,
        _ => false,
    };
    // A share of days or places without the event is the better the higher it is.
    let share = rules.words.is_percent(row.target.unit.as_deref()) && row.target.comparator.is_none();
    let values = || vec![("words", words.trim().to_owned()), ("target", row.target_raw.trim().to_owned())];
    Some(Answer::of(!allows || share, || on_row(form, row, "target_raw", &row.target_raw, &NEVER, values())))
}
