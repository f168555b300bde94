//! The execution rate: executed ÷ budget.

use std::collections::BTreeSet;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::place::{on_field, plain};
use super::{Answer, Rules, Verdict};
use crate::finding::codes;
use crate::model::{Field, Form, Submission};

codes! {
    RATE = "execution-rate", Error, "The execution rate is not the executed amount divided by the budget.",
        says "{executed} ÷ {budget} = {rate}%, but the form says {stated}",
        hint "divide again; correct the rate or the amount that is wrong",
        why "points are given by this rate, and budgets are cut by it",
        example "executed 57.60 of 60: the rate is 96%, not 98%";
}

/// Looks at every money row that states an amount, what was executed of it, and the rate.
pub fn run(submission: &Submission, rules: &Rules) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    for form in &submission.forms {
        let rows: BTreeSet<&str> = form.fields.iter().filter_map(|f| f.field.strip_suffix(".rate")).collect();
        if rows.is_empty() && form.money.contains_key("execution_rate") {
            verdicts.push(Verdict { code: &RATE, answer: of_form(form, rules) });
        }
        verdicts.extend(rows.iter().map(|row| Verdict { code: &RATE, answer: of_row(form, row, rules) }));
    }
    verdicts
}

/// A row of the money table. The budget is what was adjusted last, else what was first approved: both are in use.
fn of_row(form: &Form, row: &str, rules: &Rules) -> Option<Answer> {
    let field = |column: &str| form.fields.iter().find(|f| f.field.strip_prefix(row) == Some(column));
    let amount = |field: &Field| Decimal::from_str(&field.value).ok().filter(|_| !unit(form, &field.unit).is_empty());
    let (rate, executed) = (field(".rate")?, field(".executed").and_then(amount)?);
    let executed_unit = unit(form, &field(".executed")?.unit);
    let budgets: Vec<Decimal> = [".adjusted", ".initial"]
        .iter()
        .filter_map(|column| field(column))
        .filter(|budget| unit(form, &budget.unit) == executed_unit)
        .filter_map(amount)
        .collect();
    judge(form, &format!("{row}.rate"), &rate.value_raw, executed, &budgets, rules)
}

/// A form whose amounts stand alone.
fn of_form(form: &Form, rules: &Rules) -> Option<Answer> {
    let amount = |name: &str| {
        let money = form.money.get(name)?;
        let unit = money.unit.as_deref().unwrap_or(&form.money_unit);
        Some((Decimal::from_str(money.value.as_deref()?).ok()?, unit)).filter(|_| !unit.is_empty())
    };
    let ((executed, unit), (budget, budget_unit)) = (amount("executed")?, amount("budget_total")?);
    let rate = &form.money.get("execution_rate")?.raw;
    if unit == budget_unit { judge(form, "execution_rate", rate, executed, &[budget], rules) } else { None }
}

fn unit<'a>(form: &'a Form, own: &'a str) -> &'a str {
    if own.is_empty() { &form.money_unit } else { own }
}

fn judge(form: &Form, field: &str, raw: &str, executed: Decimal, budgets: &[Decimal], rules: &Rules) -> Option<Answer> {
    let stated = rules.words.points(raw)?;
    let last_digit = Decimal::new(1, stated.scale()) * rules.tolerances.rate_digits.value;
    let rates = budgets.iter().filter_map(|budget| Some((*budget, executed.checked_div(*budget)?)));
    // What is to be multiplied below must not overflow.
    let rates: Vec<(Decimal, Decimal)> =
        rates.filter(|(_, rate)| rate.checked_mul(Decimal::ONE_THOUSAND).is_some()).collect();
    let (budget, rate) = *rates.first()?;
    let near = |rate: Decimal| (rate - stated).abs() < last_digit;
    // A rate without the sign of a percentage may be a share of one.
    let right = rates.iter().any(|(_, rate)| near(*rate * Decimal::ONE_HUNDRED) || (stated.scale() > 0 && near(*rate)));
    let values = || {
        let percentage = (rate * Decimal::ONE_HUNDRED).round_dp(stated.scale().max(2));
        vec![
            ("executed", plain(executed)),
            ("budget", plain(budget)),
            ("rate", plain(percentage)),
            ("stated", raw.trim().to_owned()),
        ]
    };
    Some(Answer::of(right, || on_field(form, field, &RATE, values())))
}
