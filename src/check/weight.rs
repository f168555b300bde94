//! The weights of a form's indicators.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::place::{counted, is_whole, on_row, plain};
use super::{Answer, Rules, Verdict};
use crate::finding::codes;
use crate::model::{Form, Indicator, Period, Submission};

codes! {
    SUM = "weight-sum", Warning, "The weights do not add up to 100, nor to 90 with 10 for the execution of the budget.",
        says "the weights add up to {total} ({terms})",
        hint "make them add up to 100, or to 90 with 10 for the execution of the budget",
        why "a score out of 100 cannot be compared with others when its weights come to something else; weights of 100 \
             within each level 1 are shares of it, and pass",
        example "weights of 40, 30, 20 and 20: 110 in all";
}

/// Looks at a submission's weights.
pub fn run(submission: &Submission, rules: &Rules) -> Vec<Verdict> {
    let blocks = submission
        .forms
        .iter()
        .flat_map(|form| [Some(Period::Annual), Some(Period::Lifetime), None].map(|period| (form, period)));
    let whole = is_whole(submission);
    blocks
        .filter_map(|(form, period)| {
            let rows: Vec<&Indicator> =
                counted(form, |row| &row.weight).into_iter().filter(|r| r.period == period).collect();
            (!rows.is_empty()).then(|| Verdict { code: &SUM, answer: sum(form, &rows, whole, rules) })
        })
        .collect()
}

/// True where the weights of each of several level 1 names are shares of it: together they are 100 each.
fn are_shares(rows: &[&Indicator], rules: &Rules) -> bool {
    let mut sums: BTreeMap<&str, Decimal> = BTreeMap::new();
    for row in rows {
        *sums.entry(row.level1.as_str()).or_default() += rules.words.points(&row.weight).unwrap_or_default();
    }
    let is_whole = |sum: &Decimal| (*sum - Decimal::ONE_HUNDRED).abs() <= rules.tolerances.weight_sum.value;
    let has_parts = sums.len() < rows.len();
    sums.len() > 1 && has_parts && sums.values().all(is_whole)
}

/// The points of a form's money row: what 执行率 weighs or scores.
pub fn execution(form: &Form, column: &str, rules: &Rules) -> Option<Decimal> {
    let field = format!("budget_total.{column}");
    let stated = form.fields.iter().filter(|of| of.field == field);
    stated.filter_map(|of| rules.words.points(&of.value_raw)).next()
}

fn sum(form: &Form, rows: &[&Indicator], whole: bool, rules: &Rules) -> Option<Answer> {
    let first = rows.iter().find(|row| !row.weight.trim().is_empty())?;
    let stated: Vec<Option<Decimal>> = rows.iter().map(|row| rules.words.points(&row.weight)).collect();
    let complete = stated.iter().all(Option::is_some);
    let sum: Decimal = stated.into_iter().flatten().sum();
    let execution = execution(form, "weight", rules);
    let near = |right: &Decimal, sum: Decimal| (sum - *right).abs() <= rules.tolerances.weight_sum.value;
    let right = match execution {
        Some(weight) => rules.weights.whole.iter().any(|right| near(right, sum + weight)),
        None => rules.weights.totals.values.iter().any(|right| near(right, sum)),
    };
    let right = right || are_shares(rows, rules);
    if !(complete && whole) && (right || sum < Decimal::ONE_HUNDRED) {
        return None;
    }
    let all: Vec<Decimal> = rows.iter().filter_map(|row| rules.words.points(&row.weight)).chain(execution).collect();
    let terms = all.iter().map(|weight| plain(*weight)).collect::<Vec<_>>().join(" + ");
    let values = || vec![("total", plain(sum + execution.unwrap_or_default())), ("terms", terms)];
    Some(Answer::of(right, || on_row(form, first, "weight", &first.weight, &SUM, values())))
}
