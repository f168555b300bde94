//! The outcome against the target, and against the score given for it.

use std::str::FromStr;

use rust_decimal::Decimal;

use super::place::{canonical, each_row, on_row, plain};
use super::rules::Sense;
use super::{Answer, Rules, Verdict};
use crate::finding::codes;
use crate::model::{Comparator, Form, Indicator, Submission, ValueKind};
use crate::text::fold;

codes! {
    MISSED_FULL = "missed-full-score", Warning, "The target was missed, but the full score was given.",
        says "{actual} misses the target {target}, but scores {score} of {weight}",
        hint "take points off, or correct the outcome",
        why "a score that does not follow the outcome hides that the target was missed",
        example "target ≥95%, outcome 90%, 10 of 10 points";
    MET_CUT = "met-score-cut", Info, "The target was met, but points were taken off without a reason.",
        says "{actual} meets the target {target}, but scores {score} of {weight}, and no reason is given",
        hint "give the reason for the deduction, or the full score",
        why "a reader cannot tell whether the score or the outcome is wrong",
        example "target ≥10%, outcome 11.2%, 13 of 15 points, the reason left blank";
    COPIED = "actual-copied", Warning, "The outcome is a copy of the target, comparator and all.",
        says "the outcome is {actual}, word for word the target",
        hint "state what was reached, as a number without ≥ or ≤",
        why "a bound is no outcome: what was reached is not known",
        example "target ≥100%, outcome ≥100%";
}

/// Looks at every row that states an outcome.
pub fn run(submission: &Submission, rules: &Rules) -> Vec<Verdict> {
    let mut verdicts = each_row(submission, &MISSED_FULL, |form, row| missed_full(form, row, rules));
    verdicts.extend(each_row(submission, &MET_CUT, |form, row| met_cut(form, row, rules)));
    verdicts.extend(each_row(submission, &COPIED, copied));
    verdicts
}

/// Whether the outcome meets the target; `None` where the two cannot be compared.
fn met(row: &Indicator, rules: &Rules) -> Option<bool> {
    let (target, actual) = (&row.target, &row.actual);
    let unit = |value: &crate::model::Value| value.canonical_unit.clone().unwrap_or_default();
    if unit(target) != unit(actual) || actual.comparator.is_some() {
        return None;
    }
    let (bound, reached) = (canonical(target)?, canonical(actual)?);
    if bounds_wrong_side(row, rules) || is_misread(row, rules) {
        return None;
    }
    match target.comparator {
        Some(Comparator::Ge) => Some(reached >= bound),
        Some(Comparator::Gt) => Some(reached > bound),
        Some(Comparator::Le) => Some(reached <= bound),
        Some(Comparator::Lt) => Some(reached < bound),
        Some(Comparator::Between) => {
            let high = Decimal::from_str(target.canonical_high.as_deref()?).ok()?;
            Some((bound..=high).contains(&reached))
        }
        Some(Comparator::Approx) => None,
        Some(Comparator::Eq) | None if reached == bound => Some(true),
        Some(Comparator::Eq) | None => stated_alone(row, rules, bound, reached),
    }
}

/// A bound that its name contradicts has a finding of its own; what it asks for is not known.
fn bounds_wrong_side(row: &Indicator, rules: &Rules) -> bool {
    let sense = rules.words.sense(&row.indicator);
    match row.target.comparator {
        Some(Comparator::Ge | Comparator::Gt) => sense == Some(Sense::Lower),
        Some(Comparator::Le | Comparator::Lt) => sense == Some(Sense::Higher),
        _ => false,
    }
}

/// Target 2280次, outcome 280次: the first digit is likely a misread ≥, and that has a finding of its own.
fn is_misread(row: &Indicator, rules: &Rules) -> bool {
    let written = row.target.value.as_deref().filter(|_| row.target.comparator.is_none());
    let rest = written.and_then(|text| text.strip_prefix(|first: char| rules.misread.digits.contains(first)));
    rest.is_some_and(|rest| rest.len() >= 2 && row.actual.value.as_deref() == Some(rest))
}

/// A target without a bound is missed on the worse side of it; on the better side it may be met.
fn stated_alone(row: &Indicator, rules: &Rules, bound: Decimal, reached: Decimal) -> Option<bool> {
    let is_cost = row.category.contains("cost") || rules.words.is_cost(&row.indicator);
    let sense = if is_cost { Some(Sense::Lower) } else { rules.words.sense(&row.indicator) };
    match sense {
        Some(Sense::Lower) => (reached > bound).then_some(false),
        Some(Sense::Higher) => (reached < bound).then_some(false),
        // A count that falls short; of what is counted the name may be an accident.
        None => (reached < bound && row.category == "output.quantity").then_some(false),
    }
}

fn points(row: &Indicator, rules: &Rules) -> Option<(Decimal, Decimal)> {
    Some((rules.words.points(&row.score)?, rules.words.points(&row.weight)?))
}

fn values(row: &Indicator, score: Decimal, weight: Decimal) -> Vec<crate::finding::Named> {
    vec![
        ("actual", row.actual_raw.trim().to_owned()),
        ("target", row.target_raw.trim().to_owned()),
        ("score", plain(score)),
        ("weight", plain(weight)),
    ]
}

fn missed_full(form: &Form, row: &Indicator, rules: &Rules) -> Option<Answer> {
    let (score, weight) = points(row, rules)?;
    let holds = met(row, rules)? || score < weight;
    Some(Answer::of(holds, || {
        on_row(form, row, "actual_raw", &row.actual_raw, &MISSED_FULL, values(row, score, weight))
    }))
}

fn met_cut(form: &Form, row: &Indicator, rules: &Rules) -> Option<Answer> {
    let (score, weight) = points(row, rules)?;
    let holds = !met(row, rules)? || score >= weight || !row.deviation.trim().is_empty();
    Some(Answer::of(holds, || on_row(form, row, "score", &row.score, &MET_CUT, values(row, score, weight))))
}

fn copied(form: &Form, row: &Indicator) -> Option<Answer> {
    if row.actual.kind != ValueKind::Quantitative || row.target.kind != ValueKind::Quantitative {
        return None;
    }
    let bounded = matches!(
        row.actual.comparator,
        Some(Comparator::Ge | Comparator::Gt | Comparator::Le | Comparator::Lt | Comparator::Between)
    );
    let copied = bounded && fold(&row.actual_raw) == fold(&row.target_raw);
    let values = || vec![("actual", row.actual_raw.trim().to_owned())];
    Some(Answer::of(!copied, || on_row(form, row, "actual_raw", &row.actual_raw, &COPIED, values())))
}
