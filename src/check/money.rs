//! Money sums, both ways: 资金总额 against its parts by source and by use, and the project forms against the department
//! form's 项目支出. Where both are off by the same amount, one finding names the likely cell.
//!
//! Where a part is blank, the parts may still exceed the total, but a lesser sum proves nothing. Amounts are compared only
//! where their unit is stated, and is the same.

use std::collections::BTreeMap;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::place::on_field;
use super::{Answer, Rules, Verdict};
use crate::finding::{Code, Finding, codes};
use crate::model::{Form, Money, Submission};

codes! {
    INCOME_SUM = "money-income-sum", Error, "The amounts by source do not add up to the total.",
        says "{terms} = {sum}, but the total says {stated}: off by {difference}",
        hint "compare the total with {parts}; one of them is wrong",
        why "a total that disagrees with its parts makes every share, and every sum over departments, wrong",
        example "total 100, general budget 80, government funds 25: the parts come to 105";
    EXPENDITURE_SUM = "money-expenditure-sum", Error, "Basic and project expenditure do not add up to the total.",
        says "{terms} = {sum}, but the total says {stated}: off by {difference}",
        hint "compare the total with {parts}; one of them is wrong",
        why "a total that disagrees with its parts makes every share, and every sum over departments, wrong",
        example "basic 66.16 + project 44.28 = 110.44, but the total says 109.04";
    PROJECT_SUM = "money-project-sum", Warning, "The project forms do not add up to the department's project expenditure.",
        says "the project forms sum to {projects} ({project_terms}), but the project expenditure says {project_expenditure}: off by {difference}",
        hint "a project form may be missing, or an amount is wrong",
        why "the department form should be the sum of its projects; otherwise money is unaccounted for, or counted twice",
        example "project expenditure 44.28, seven project forms that sum to 42.88";
    LINKED = "money-linked", Error, "One amount is likely wrong: two sums are off by the same difference.",
        says "{terms} = {sum}, but the total says {stated}; the project forms sum to {projects}, but the project expenditure says {project_expenditure}: both off by {difference}",
        hint "the project expenditure is the likely wrong cell: with {projects} instead of {project_expenditure} both sums agree",
        why "two sums that are off by the same amount have one cause: it is enough to correct one cell",
        example "66.16 + 44.28 is 1.40 more than 109.04, and the projects sum to 1.40 less than 44.28: the 44.28 is wrong";
    NO_TOTAL = "money-no-total", Warning, "Amounts are stated by part, but no total.",
        says "{parts} are stated, but no total",
        hint "fill in the total",
        why "without a total the form cannot be counted in sums over departments, and its parts cannot be checked",
        example "general budget 80 and government funds 20, the total left blank";
}

const TOTAL: &str = "budget_total";
const INCOME: &[&str] =
    &["general_public_budget", "government_fund_budget", "state_capital_budget", "special_account", "other_funds"];
const EXPENDITURE: &[&str] = &["basic_expenditure", "project_expenditure"];
/// What a project's form parts its total into.
const FISCAL: &[&str] = &["fiscal_funds", "other_funds"];
/// Further sources, which may make up the rest of a total.
const OTHER_INCOME: &[&str] = &[
    "superior_funds",
    "central_funds",
    "provincial_funds",
    "local_funds",
    "unit_funds",
    "fiscal_funds",
    "carryover",
    "lifetime_total",
];

/// Looks at a submission's forms.
pub fn run(submission: &Submission, rules: &Rules) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    let groups = project_groups(submission);
    for form in &submission.forms {
        let income = gap(form, INCOME, rules).or_else(|| fiscal_gap(form, rules));
        let answer = income.map(|gap| gap.answer(form, &INCOME_SUM));
        verdicts.push(Verdict { code: &INCOME_SUM, answer });
        verdicts.push(Verdict { code: &NO_TOTAL, answer: total(form) });
        let expenditure = gap(form, EXPENDITURE, rules);
        let projects = groups.get(&group(form)).and_then(|projects| project_gap(projects, form, rules));
        match (&expenditure, &projects) {
            (Some(e), Some(p)) if !e.closed && !p.closed && e.difference == p.difference => {
                verdicts.push(Verdict { code: &LINKED, answer: Some(Answer::fail(linked(form, e, p))) });
            }
            _ => {
                let linked = expenditure.as_ref().and(projects.as_ref()).map(|_| Answer::Pass);
                verdicts.push(Verdict { code: &LINKED, answer: linked });
                let answer = expenditure.map(|gap| gap.answer(form, &EXPENDITURE_SUM));
                verdicts.push(Verdict { code: &EXPENDITURE_SUM, answer });
                let answer = projects.map(|gap| Answer::of(gap.closed, || project_finding(form, &gap)));
                verdicts.push(Verdict { code: &PROJECT_SUM, answer });
            }
        }
    }
    verdicts
}

/// Two amounts that should be equal.
struct Gap {
    stated: Decimal,
    sum: Decimal,
    /// What is stated too much: for parts against a total, sum − total; for 项目支出 against projects, stated − sum.
    difference: Decimal,
    /// They are, within the tolerance.
    closed: bool,
    terms: String,
    parts: String,
}

impl Gap {
    fn answer(&self, form: &Form, code: &'static Code) -> Answer {
        let values = || {
            vec![
                ("terms", self.terms.clone()),
                ("sum", self.sum.to_string()),
                ("stated", self.stated.to_string()),
                ("difference", self.difference.to_string()),
                ("parts", self.parts.clone()),
            ]
        };
        Answer::of(self.closed, || on_field(form, TOTAL, code, values()))
    }
}

fn amount(money: Option<&Money>) -> Option<Decimal> {
    Decimal::from_str(money?.value.as_deref()?).ok()
}

/// The unit of an amount, where one is stated for it or for the form.
fn unit<'a>(form: &'a Form, name: &str) -> Option<&'a str> {
    let own = form.money.get(name)?.unit.as_deref();
    own.or(Some(form.money_unit.as_str())).filter(|unit| !unit.is_empty())
}

fn one_unit(form: &Form, names: &[&str]) -> bool {
    let units: Option<Vec<&str>> = names.iter().map(|name| unit(form, name)).collect();
    units.is_some_and(|units| units.windows(2).all(|pair| pair.first() == pair.last()))
}

/// A label longer than this is left out of a sum.
const LONGEST_LABEL: usize = 16;

/// More terms than anybody reads.
const MOST_TERMS: usize = 100;

fn joined(amounts: &[Decimal]) -> String {
    let mut terms: Vec<String> = amounts.iter().take(MOST_TERMS).map(ToString::to_string).collect();
    if amounts.len() > MOST_TERMS {
        terms.push("…".to_owned());
    }
    terms.join(" + ")
}

/// What the form itself calls a part; its name here where the form has no such label of a readable length.
fn label<'a>(form: &'a Form, name: &'a str) -> Option<&'a str> {
    let printed = form.fields.iter().find(|field| field.field == name).map(|field| field.label.trim())?;
    (!printed.is_empty() && printed.chars().count() <= LONGEST_LABEL && !printed.contains('\n')).then_some(printed)
}

fn labels(form: &Form, names: &[&str]) -> String {
    names.iter().map(|name| label(form, name).unwrap_or(name)).collect::<Vec<_>>().join(", ")
}

/// The terms of a sum, each with its label: `基本支出 66.16 + 项目支出 44.28`.
fn named(form: &Form, amounts: &[(&str, Decimal)]) -> String {
    let term = |(name, amount): &(&str, Decimal)| match label(form, name) {
        Some(label) => format!("{label} {amount}"),
        None => amount.to_string(),
    };
    amounts.iter().map(term).collect::<Vec<_>>().join(" + ")
}

/// The sum; `None` where it is too large to be told.
fn sum(amounts: &[Decimal]) -> Option<Decimal> {
    amounts.iter().try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(*amount))
}

fn terms_tolerance(terms: usize, rules: &Rules) -> Decimal {
    rules.tolerances.money_term.value * Decimal::from(terms as u64)
}

/// The total against its parts; `None` where too little is stated.
fn gap(form: &Form, parts: &[&'static str], rules: &Rules) -> Option<Gap> {
    let total = amount(form.money.get(TOTAL))?;
    let stated: Vec<(&str, Decimal)> =
        parts.iter().filter_map(|part| Some((*part, amount(form.money.get(part))?))).collect();
    let names: Vec<&str> = stated.iter().map(|(name, _)| *name).chain([TOTAL]).collect();
    if stated.is_empty() || !one_unit(form, &names) {
        return None;
    }
    let amounts: Vec<Decimal> = stated.iter().map(|(_, amount)| *amount).collect();
    let sum = sum(&amounts)?;
    let difference = sum.checked_sub(total)?;
    let closed = difference.abs() <= terms_tolerance(stated.len(), rules);
    let may_lack = stated.len() < parts.len() || form.fields.iter().any(|f| is_other_source(&f.field));
    // Parts of another column of the money table (the budget as first approved) are right there.
    let other_column = || {
        let totals =
            form.fields.iter().filter(|f| f.field.strip_prefix(TOTAL).is_some_and(|rest| rest.starts_with('.')));
        let amounts: Vec<Decimal> = totals.filter_map(|f| Decimal::from_str(&f.value).ok()).collect();
        amounts
            .iter()
            .any(|other| sum.checked_sub(*other).is_some_and(|off| off.abs() <= terms_tolerance(stated.len(), rules)))
    };
    if !closed && ((difference < Decimal::ZERO && may_lack) || other_column()) {
        return None;
    }
    let parts = labels(form, &stated.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    Some(Gap { stated: total, sum, difference, closed, terms: named(form, &stated), parts })
}

fn is_other_source(field: &str) -> bool {
    OTHER_INCOME.contains(&field.split('.').next().unwrap_or(field))
}

/// The total of a project's form against what comes from the budget and from elsewhere: 财政拨款 + 其他资金. Of lines that
/// stand twice, or beside further sources, a lesser sum proves nothing.
fn fiscal_gap(form: &Form, rules: &Rules) -> Option<Gap> {
    let total = amount(form.money.get(TOTAL))?;
    let total_unit = unit(form, TOTAL)?;
    let line = |name: &'static str| {
        let mut lines = form.fields.iter().filter(move |field| field.field == name);
        let (first, None) = (lines.next(), lines.next()) else { return None };
        let as_field = || {
            let unit = first.map(|field| field.unit.as_str()).filter(|unit| !unit.is_empty());
            Some((Decimal::from_str(&first?.value).ok()?, unit.unwrap_or(&form.money_unit)))
        };
        let as_money = amount(form.money.get(name)).and_then(|amount| Some((amount, unit(form, name)?)));
        as_money.or_else(as_field).filter(|(_, unit)| *unit == total_unit).map(|(amount, _)| (name, amount))
    };
    let stated: Vec<(&str, Decimal)> = FISCAL.iter().filter_map(|name| line(name)).collect();
    let amounts: Vec<Decimal> = stated.iter().map(|(_, amount)| *amount).collect();
    let is_part = |field: &str| OTHER_INCOME.contains(&field) && !FISCAL.contains(&field);
    let may_lack = stated.len() < 2 || form.fields.iter().any(|of| is_part(&of.field) && !of.value.is_empty());
    let (sum, tolerance) = (sum(&amounts)?, terms_tolerance(stated.len(), rules));
    let difference = sum.checked_sub(total)?;
    let closed = difference.abs() <= tolerance;
    if stated.is_empty() || (!closed && may_lack && difference < Decimal::ZERO) {
        return None;
    }
    let parts = labels(form, &stated.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    Some(Gap { stated: total, sum, difference, closed, terms: named(form, &stated), parts })
}

/// Parts without a total.
fn total(form: &Form) -> Option<Answer> {
    let stated: Vec<&str> = INCOME
        .iter()
        .chain(EXPENDITURE)
        .copied()
        .filter(|part| amount(form.money.get(part)).is_some_and(|amount| !amount.is_zero()))
        .collect();
    let first = stated.first()?;
    let has_total = form.money.get(TOTAL).is_some_and(|money| !money.raw.trim().is_empty())
        || form.fields.iter().any(|f| f.field.starts_with(TOTAL) && !f.value_raw.trim().is_empty());
    Some(Answer::of(has_total, || on_field(form, first, &NO_TOTAL, vec![("parts", labels(form, &stated))])))
}

/// What a form is for: `target`, `self_evaluation` …
fn purpose(form: &Form) -> &str {
    form.form_type.split_once('_').map_or("", |(_, purpose)| purpose)
}

/// The document, year and purpose that a department's form and those of its projects share.
type Group<'a> = (&'a str, &'a str, &'a str);

fn group(form: &Form) -> Group<'_> {
    (&form.department, &form.fiscal_year, purpose(form))
}

/// A project's form, as its department's form is compared with it.
struct Project<'a> {
    form: &'a Form,
    amount: Option<Decimal>,
    unit: Option<&'a str>,
}

/// More projects than any department has.
const MOST_PROJECTS: usize = 1000;

/// The project forms of each department, year and purpose.
fn project_groups(submission: &Submission) -> BTreeMap<Group<'_>, Vec<Project<'_>>> {
    let mut groups: BTreeMap<Group<'_>, Vec<Project<'_>>> = BTreeMap::new();
    for form in submission.forms.iter().filter(|form| !form.project.is_empty()) {
        let project = Project { form, amount: amount(form.money.get(TOTAL)), unit: unit(form, TOTAL) };
        groups.entry(group(form)).or_default().push(project);
    }
    groups
}

/// The department form's project expenditure against the project forms of its group.
fn project_gap(projects: &[Project<'_>], department: &Form, rules: &Rules) -> Option<Gap> {
    let stated = amount(department.money.get("project_expenditure"))?;
    let unit_stated = unit(department, "project_expenditure")?;
    let projects = || projects.iter().filter(|project| project.form.form_id != department.form_id);
    let count = projects().take(MOST_PROJECTS + 1).count();
    if !(1..=MOST_PROJECTS).contains(&count) || projects().any(|project| project.unit != Some(unit_stated)) {
        return None;
    }
    let amounts: Option<Vec<Decimal>> = projects().map(|project| project.amount).collect();
    let amounts = amounts?;
    let sum = sum(&amounts)?;
    let difference = stated.checked_sub(sum)?;
    let closed = difference.abs() <= terms_tolerance(amounts.len(), rules);
    Some(Gap { stated, sum, difference, closed, terms: joined(&amounts), parts: String::new() })
}

fn project_finding(form: &Form, gap: &Gap) -> Finding {
    let values = vec![
        ("projects", gap.sum.to_string()),
        ("project_terms", gap.terms.clone()),
        ("project_expenditure", gap.stated.to_string()),
        ("difference", gap.difference.to_string()),
    ];
    on_field(form, "project_expenditure", &PROJECT_SUM, values)
}

fn linked(form: &Form, expenditure: &Gap, projects: &Gap) -> Finding {
    let values = vec![
        ("terms", expenditure.terms.clone()),
        ("sum", expenditure.sum.to_string()),
        ("stated", expenditure.stated.to_string()),
        ("projects", projects.sum.to_string()),
        ("project_expenditure", projects.stated.to_string()),
        ("difference", projects.difference.to_string()),
    ];
    on_field(form, "project_expenditure", &LINKED, values)
}
