//! Scores: each against its weight, all against the total.

use rust_decimal::Decimal;

use super::place::{counted, each_form, each_row, is_whole, on_field, on_row, plain};
use super::weight::execution;
use super::{Answer, Rules, Verdict};
use crate::finding::codes;
use crate::model::{Form, Indicator, Submission};

codes! {
    OVER_WEIGHT = "score-over-weight", Error, "A score is higher than its weight.",
        says "the score is {score}, but the weight only {weight}",
        hint "a score is at most its weight: correct one of the two",
        why "points that an indicator does not have make the total too high",
        example "weight 10, score 12";
    SUM = "score-sum", Error, "The scores do not add up to the total score.",
        says "the scores add up to {sum}, but the total says {stated}: off by {difference}",
        hint "add the scores again, that of the execution of the budget among them; correct the total or the score that is wrong",
        why "the total is what is reported, ranked and published",
        example "scores of 45, 28 and 9.5 and a total of 92.5";
}

/// Looks at a submission's scores.
pub fn run(submission: &Submission, rules: &Rules) -> Vec<Verdict> {
    let mut verdicts = each_row(submission, &OVER_WEIGHT, |form, row| over_weight(form, row, rules));
    let whole = is_whole(submission);
    verdicts.extend(each_form(submission, &SUM, |form| sum(form, whole, rules)));
    verdicts
}

fn over_weight(form: &Form, row: &Indicator, rules: &Rules) -> Option<Answer> {
    let (score, weight) = (rules.words.points(&row.score)?, rules.words.points(&row.weight)?);
    // A weight printed as a share of one says nothing of points.
    if weight < Decimal::ONE && score > Decimal::ONE {
        return None;
    }
    let values = || vec![("score", plain(score)), ("weight", plain(weight))];
    Some(Answer::of(score <= weight, || on_row(form, row, "score", &row.score, &OVER_WEIGHT, values())))
}

/// The scores against the total. The score of the execution may be stated, left out, or stand in a cell that was not
/// understood: then what the weights leave open may be its points.
fn sum(form: &Form, whole: bool, rules: &Rules) -> Option<Answer> {
    let total = form.money.get("score_total").and_then(|money| rules.words.points(&money.raw))?;
    let rows = counted(form, |row| &row.score);
    let stated: Vec<Option<Decimal>> = rows.iter().map(|row| rules.words.points(&row.score)).collect();
    let complete = stated.iter().all(Option::is_some);
    let scores: Vec<Decimal> = stated.into_iter().flatten().collect();
    if scores.is_empty() {
        return None;
    }
    let indicators: Decimal = scores.iter().copied().sum();
    let tolerance = rules.tolerances.score_term.value * Decimal::from(scores.len() as u64 + 1);
    let executed = execution(form, "score", rules);
    let sum = indicators + executed.unwrap_or_default();
    let right = [indicators, sum].iter().any(|sum| (*sum - total).abs() <= tolerance);
    let beyond = indicators > total + tolerance;
    let open = executed.is_none() && !beyond && total - indicators <= unweighed(&rows, rules) + tolerance;
    if !right && !beyond && (!complete || !whole || open) {
        return None;
    }
    let values = || vec![("sum", plain(sum)), ("stated", plain(total)), ("difference", plain((sum - total).abs()))];
    Some(Answer::of(right, || on_field(form, "score_total", &SUM, values())))
}

/// The points out of 100 that the weights leave open: all, where weights are missing.
fn unweighed(rows: &[&Indicator], rules: &Rules) -> Decimal {
    let weights: Option<Decimal> = rows.iter().map(|row| rules.words.points(&row.weight)).sum();
    (Decimal::ONE_HUNDRED - weights.unwrap_or_default()).max(Decimal::ZERO)
}
