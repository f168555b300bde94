//! Cost targets: against the project's amount, and their bound.

use std::str::FromStr;

use rust_decimal::Decimal;

use super::place::{canonical, each_row, on_row, plain};
use super::{Answer, Rules, Verdict};
use crate::finding::codes;
use crate::model::{Comparator, Form, Indicator, Period, Submission};

codes! {
    OVER_BUDGET = "cost-over-budget", Warning, "A cost target is higher than the project's whole amount.",
        says "the cost target {target} is higher than the project's amount of {budget}",
        hint "correct the target or the amount; if the cost covers several years, say so",
        why "a cost that may exceed the money there is bounds nothing",
        example "the project has 9.6万元, the cost target is ≤96万元";
    AT_LEAST = "cost-at-least", Warning, "A cost target sets a lower bound: at least so much must be spent.",
        says "{target} asks that at least so much is spent on {name}",
        hint "a cost is bounded from above: write ≤",
        why "a cost target is to limit spending; with ≥ the more is spent, the better it is met",
        example "单位成本 ≥500元";
}

/// Looks at a submission's cost indicators.
pub fn run(submission: &Submission, rules: &Rules) -> Vec<Verdict> {
    let mut verdicts = each_row(submission, &OVER_BUDGET, |form, row| over_budget(form, row, rules));
    verdicts.extend(each_row(submission, &AT_LEAST, |form, row| at_least(form, row, rules)));
    verdicts
}

fn is_cost(row: &Indicator, rules: &Rules) -> bool {
    let name = &row.indicator;
    let by_level = matches!(row.category.as_str(), "output.cost" | "cost.economic") && !rules.words.is_saving(name);
    by_level || rules.words.is_cost(name)
}

/// A yearly cost of a project against its amount, in one declared unit.
fn over_budget(form: &Form, row: &Indicator, rules: &Rules) -> Option<Answer> {
    let money = form.money.get("budget_total")?;
    let unit = money.unit.as_deref().unwrap_or(&form.money_unit);
    let of_project = !form.project.is_empty() && row.period == Some(Period::Annual);
    if !of_project || !is_cost(row, rules) || row.target.unit.as_deref() != Some(unit) {
        return None;
    }
    let yuan = rules.words.yuan(unit)?;
    let target = upper(row)?;
    // An amount of nothing is one that was not filled in.
    let budget = Decimal::from_str(money.value.as_deref()?).ok().filter(|budget| !budget.is_zero())?;
    let tolerance = rules.tolerances.cost_share.value;
    let values = || vec![("target", row.target_raw.trim().to_owned()), ("budget", format!("{}{unit}", plain(budget)))];
    let holds = target <= budget.checked_add(tolerance)?.checked_mul(yuan)?;
    Some(Answer::of(holds, || on_row(form, row, "target_raw", &row.target_raw, &OVER_BUDGET, values())))
}

/// The most that a target lets be spent, in 元.
fn upper(row: &Indicator) -> Option<Decimal> {
    match row.target.comparator {
        Some(Comparator::Between) => Decimal::from_str(row.target.canonical_high.as_deref()?).ok(),
        Some(Comparator::Ge | Comparator::Gt | Comparator::Approx) => None,
        _ => canonical(&row.target),
    }
}

/// A lower bound on an amount of money that is a cost.
fn at_least(form: &Form, row: &Indicator, rules: &Rules) -> Option<Answer> {
    let unit = row.target.unit.as_deref()?;
    let is_money = rules.words.yuan(unit.split('/').next().unwrap_or(unit)).is_some();
    if !is_money || !is_cost(row, rules) {
        return None;
    }
    let comparator = row.target.comparator?;
    let values = || vec![("target", row.target_raw.trim().to_owned()), ("name", row.indicator.clone())];
    let holds = !matches!(comparator, Comparator::Ge | Comparator::Gt);
    Some(Answer::of(holds, || on_row(form, row, "target_raw", &row.target_raw, &AT_LEAST, values())))
}
