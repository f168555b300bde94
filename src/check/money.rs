//! Money sums, both ways: 资金总额 against its parts by source and by use, and the project forms against the department
//! form's 项目支出.
//!
//! **What it says.** The parts do not add up to the total, or the projects' amounts do not add up to the project
//! expenditure that the department states. Where both are off by the same amount, one finding names the likely cell.
//! **Why it matters.** A total that disagrees with its parts makes every share and every sum over departments wrong.
//! **Example.** 66.16 + 44.28 against 109.04: off by 1.40; the projects sum to 42.88, also off by 1.40 from 44.28.
//!
//! Three-state: where a part is blank, the parts may still exceed the total (fail), but a lesser sum proves nothing.
//! Amounts are compared only within one declared unit.

use std::str::FromStr;

use rust_decimal::Decimal;

use crate::finding::{Code, Finding, Severity};
use crate::model::{Form, Money, Submission};

/// The parts by source do not add up to the total.
pub static INCOME_SUM: Code = Code {
    id: "money-income-sum",
    severity: Severity::Error,
    summary: "The amounts by source do not add up to the total.",
};
/// Basic and project expenditure do not add up to the total.
pub static EXPENDITURE_SUM: Code = Code {
    id: "money-expenditure-sum",
    severity: Severity::Error,
    summary: "Basic and project expenditure do not add up to the total.",
};
/// The project forms do not add up to the department's project expenditure.
pub static PROJECT_SUM: Code = Code {
    id: "money-project-sum",
    severity: Severity::Warning,
    summary: "The project forms do not add up to the department's project expenditure.",
};
/// One wrong cell explains both differences.
pub static LINKED: Code = Code {
    id: "money-linked",
    severity: Severity::Error,
    summary: "One amount is likely wrong: two sums are off by the same difference.",
};

/// The codes of this rule.
pub static CODES: &[&Code] = &[&INCOME_SUM, &EXPENDITURE_SUM, &PROJECT_SUM, &LINKED];

const INCOME: &[&str] =
    &["general_public_budget", "government_fund_budget", "state_capital_budget", "special_account", "other_funds"];
const EXPENDITURE: &[&str] = &["basic_expenditure", "project_expenditure"];

/// Looks at a submission's forms.
pub fn run(submission: &Submission) -> Vec<Finding> {
    let mut findings = Vec::new();
    for form in &submission.forms {
        if let Some(gap) = gap(form, INCOME) {
            findings.push(sum_finding(form, &INCOME_SUM, &gap, INCOME));
        }
        let expenditure = gap(form, EXPENDITURE);
        let projects = project_gap(submission, form);
        match (expenditure, projects) {
            (Some(e), Some(p)) if e.difference == p.difference => findings.push(linked(form, &e, &p)),
            (e, p) => {
                findings.extend(e.map(|gap| sum_finding(form, &EXPENDITURE_SUM, &gap, EXPENDITURE)));
                findings.extend(p.map(|gap| project_finding(form, &gap)));
            }
        }
    }
    findings
}

/// Two amounts that should be equal.
struct Gap {
    stated: Decimal,
    sum: Decimal,
    /// What is stated too much: for parts against a total, sum − total; for 项目支出 against projects, stated − sum.
    difference: Decimal,
    terms: String,
}

fn amount(money: Option<&Money>) -> Option<Decimal> {
    Decimal::from_str(money?.value.as_deref()?).ok()
}

/// Rounding in print: half of the last place for each term, never less than half a cent.
fn tolerance(terms: usize) -> Decimal {
    Decimal::new(5, 3) * Decimal::from(terms as u64)
}

fn same_unit(form: &Form, names: &[&str]) -> bool {
    let mut units =
        names.iter().filter_map(|name| form.money.get(name)).map(|m| m.unit.as_deref().unwrap_or(&form.money_unit));
    let Some(first) = units.next() else { return false };
    units.all(|unit| unit == first)
}

/// The total against its parts; `None` where they agree or too little is stated.
fn gap(form: &Form, parts: &[&str]) -> Option<Gap> {
    let total = amount(form.money.get("budget_total"))?;
    let stated: Vec<(&str, Decimal)> =
        parts.iter().filter_map(|part| Some((*part, amount(form.money.get(part))?))).collect();
    let names: Vec<&str> = stated.iter().map(|(name, _)| *name).chain(["budget_total"]).collect();
    if stated.is_empty() || !same_unit(form, &names) {
        return None;
    }
    let sum: Decimal = stated.iter().map(|(_, amount)| *amount).sum();
    let difference = sum - total;
    if difference.abs() <= tolerance(stated.len()) {
        return None;
    }
    let complete = stated.len() == parts.len();
    if difference < Decimal::ZERO && !complete {
        return None;
    }
    let terms = stated.iter().map(|(_, amount)| amount.to_string()).collect::<Vec<_>>().join(" + ");
    Some(Gap { stated: total, sum, difference, terms })
}

/// The department form's project expenditure against the project forms of the same document.
fn project_gap(submission: &Submission, department: &Form) -> Option<Gap> {
    let stated = amount(department.money.get("project_expenditure"))?;
    let projects: Vec<&Form> = submission
        .forms
        .iter()
        .filter(|form| form.form_id != department.form_id && !form.project.is_empty())
        .filter(|form| form.department == department.department)
        .collect();
    if projects.is_empty() || projects.iter().any(|form| form.money_unit != department.money_unit) {
        return None;
    }
    let amounts: Option<Vec<Decimal>> = projects.iter().map(|form| amount(form.money.get("budget_total"))).collect();
    let amounts = amounts?;
    let sum: Decimal = amounts.iter().copied().sum();
    let difference = stated - sum;
    if difference.abs() <= tolerance(amounts.len()) {
        return None;
    }
    let terms = amounts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ");
    Some(Gap { stated, sum, difference, terms })
}

fn at_money(form: &Form, name: &str, code: &'static Code, message: String, hint: &str) -> Finding {
    let money = form.money.get(name);
    let mut finding = Finding::new(code, message, hint).raw(money.map(|m| m.raw.clone()).unwrap_or_default());
    finding.place = money.and_then(|m| m.place).unwrap_or(form.place);
    finding.form_id.clone_from(&form.form_id);
    finding
}

fn sum_finding(form: &Form, code: &'static Code, gap: &Gap, parts: &[&str]) -> Finding {
    let message = format!("{} = {}, but the total says {}: off by {}", gap.terms, gap.sum, gap.stated, gap.difference);
    let hint = format!("compare the total with {}; one of them is wrong", parts.join(", "));
    at_money(form, "budget_total", code, message, &hint)
}

fn project_finding(form: &Form, gap: &Gap) -> Finding {
    let message = format!(
        "the project forms sum to {} ({}), but the project expenditure says {}: off by {}",
        gap.sum, gap.terms, gap.stated, gap.difference
    );
    at_money(form, "project_expenditure", &PROJECT_SUM, message, "a project form may be missing, or an amount is wrong")
}

fn linked(form: &Form, expenditure: &Gap, projects: &Gap) -> Finding {
    let message = format!(
        "{} = {}, but the total says {}; the project forms sum to {}, but the project expenditure says {}: both off by {}",
        expenditure.terms, expenditure.sum, expenditure.stated, projects.sum, projects.stated, projects.difference
    );
    let hint = format!(
        "the project expenditure is the likely wrong cell: with {} instead of {} both sums agree",
        projects.sum, projects.stated
    );
    at_money(form, "project_expenditure", &LINKED, message, &hint)
}
