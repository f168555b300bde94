//! What rules share: where a finding stands, and the rows and numbers that they look at.

use std::collections::BTreeSet;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::{Answer, Verdict};
use crate::finding::{Code, Finding, LIMIT_MET, Named, PARTLY_READ};
use crate::model::{Form, Indicator, Submission, Value, ValueKind};

/// A finding on a form's cell.
pub fn on_form(form: &Form, code: &'static Code, values: Vec<Named>) -> Finding {
    let mut finding = Finding::of(code, values).at(form.place);
    finding.form_id.clone_from(&form.form_id);
    finding
}

/// A finding on one column of an indicator's row.
pub fn on_row(
    form: &Form,
    row: &Indicator,
    column: &str,
    raw: &str,
    code: &'static Code,
    values: Vec<Named>,
) -> Finding {
    let place = row.places.get(column).copied().unwrap_or(row.place);
    let mut finding = on_form(form, code, values).at(place).raw(raw);
    finding.indicator_id.clone_from(&row.indicator_id);
    finding
}

/// A finding on a labelled cell; the form's place where the form lacks it.
pub fn on_field(form: &Form, field: &str, code: &'static Code, values: Vec<Named>) -> Finding {
    let finding = on_form(form, code, values);
    if let Some(money) = form.money.iter().find(|(name, _)| **name == field).map(|(_, money)| money) {
        return finding.at(money.place.unwrap_or(form.place)).raw(money.raw.clone());
    }
    match form.fields.iter().find(|of| of.field == field) {
        Some(of) => finding.at(of.place).raw(of.value_raw.clone()),
        None => finding,
    }
}

/// One question to every indicator.
pub fn each_row(
    submission: &Submission,
    code: &'static Code,
    ask: impl Fn(&Form, &Indicator) -> Option<Answer>,
) -> Vec<Verdict> {
    let rows = submission.forms.iter().flat_map(|form| form.indicators.iter().map(move |row| (form, row)));
    rows.map(|(form, row)| Verdict { code, answer: ask(form, row) }).collect()
}

/// One question to every indicator, with what is worked out once for its form.
pub fn each_row_of<T>(
    submission: &Submission,
    code: &'static Code,
    of_form: impl Fn(&Form) -> T,
    ask: impl Fn(&Form, &Indicator, &T) -> Option<Answer>,
) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    for form in &submission.forms {
        let known = of_form(form);
        verdicts.extend(form.indicators.iter().map(|row| Verdict { code, answer: ask(form, row, &known) }));
    }
    verdicts
}

/// One question to every form.
pub fn each_form(submission: &Submission, code: &'static Code, ask: impl Fn(&Form) -> Option<Answer>) -> Vec<Verdict> {
    submission.forms.iter().map(|form| Verdict { code, answer: ask(form) }).collect()
}

/// The number of a value.
pub fn number(value: &Value) -> Option<Decimal> {
    if value.kind != ValueKind::Quantitative {
        return None;
    }
    Decimal::from_str(value.value.as_deref()?).ok()
}

/// The number of a value with 万 and 亿 multiplied out.
pub fn canonical(value: &Value) -> Option<Decimal> {
    if value.kind != ValueKind::Quantitative {
        return None;
    }
    Decimal::from_str(value.canonical_value.as_deref().or(value.value.as_deref())?).ok()
}

/// True where no part of the document is known to be missing: of a document read in part, what is not there proves nothing.
pub fn is_whole(submission: &Submission) -> bool {
    let says_less = |of: &Finding| of.code == &PARTLY_READ || of.code == &LIMIT_MET;
    !submission.findings.iter().any(says_less)
}

/// A number as people write it: no zeros behind the last digit that counts.
pub fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

/// True for a row that states a value.
pub fn is_filled(row: &Indicator) -> bool {
    !matches!(row.target.kind, ValueKind::Placeholder | ValueKind::Template)
}

/// The rows that carry a number of their own in a column: details below a row that carries one are part of it, and a row
/// over details that states nothing itself is spoken for by them.
pub fn counted(form: &Form, column: impl Fn(&Indicator) -> &str) -> Vec<&Indicator> {
    let states = |row: &Indicator| !column(row).trim().is_empty();
    let stating: BTreeSet<&str> =
        form.indicators.iter().filter(|row| states(row)).map(|row| row.indicator.as_str()).collect();
    let parents: BTreeSet<&str> = form.indicators.iter().map(|row| row.parent.as_str()).collect();
    let covered = |row: &Indicator| !row.parent.is_empty() && stating.contains(row.parent.as_str());
    let over_details = |row: &Indicator| !row.indicator.is_empty() && parents.contains(row.indicator.as_str());
    form.indicators.iter().filter(|row| !covered(row) && (states(row) || !over_details(row))).collect()
}
