//! What stands twice: indicators in a form, forms in a document.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::place::{is_filled, on_form, on_row};
use super::{Answer, Rules, Verdict};
use crate::finding::codes;
use crate::model::{Form, Indicator, Period, Submission};
use crate::text::{fold, key};

codes! {
    INDICATOR = "duplicate-indicator", Warning, "An indicator stands twice in a form.",
        says "{name} stands in row {first} already, there with {other}",
        hint "delete one of the two, or name what tells them apart",
        why "it is counted, weighed and scored twice",
        example "培训人数 ≥100人 below 数量指标, and once more three rows below";
    FORM = "duplicate-form", Warning, "Two forms are about the same thing.",
        says "the same form type, year, department and project as the form in table {table}, row {row}",
        hint "keep one of the two; if both are meant, name what tells them apart",
        why "its amount and its indicators are counted twice",
        example "a project's form pasted twice into the department's document";
}

/// Looks at indicators within each form, and at forms within the document.
pub fn run(submission: &Submission, _: &Rules) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    let mut subjects = BTreeMap::new();
    for form in &submission.forms {
        verdicts.push(Verdict { code: &FORM, answer: form_twice(form, &mut subjects) });
        let mut named = BTreeMap::new();
        for row in &form.indicators {
            verdicts.push(Verdict { code: &INDICATOR, answer: row_twice(form, row, &mut named) });
        }
    }
    verdicts
}

/// What tells an indicator: its name's key, the levels above it and the period.
type Name<'a> = (String, &'a str, &'a str, &'a str, Option<Period>);

/// What an indicator is called, and where; nothing for a row that is not filled in.
fn name(row: &Indicator) -> Option<Name<'_>> {
    let name = key(&row.indicator);
    let named = name.chars().any(char::is_alphanumeric) && is_filled(row);
    named.then_some((name, &row.level1, &row.level2, &row.parent, row.period))
}

/// `named` holds the first row of each name so far.
fn row_twice<'a>(form: &Form, row: &'a Indicator, named: &mut BTreeMap<Name<'a>, &'a Indicator>) -> Option<Answer> {
    let twin = match named.entry(name(row)?) {
        Entry::Occupied(first) => *first.get(),
        Entry::Vacant(free) => {
            free.insert(row);
            return Some(Answer::Pass);
        }
    };
    let values = vec![
        ("name", row.indicator.clone()),
        ("first", twin.place.row_no.to_string()),
        ("other", twin.target_raw.trim().to_owned()),
    ];
    Some(Answer::fail(on_row(form, row, "indicator", &row.indicator, &INDICATOR, values)))
}

/// What a form is about: its type, year, department and project; without a project, its rows too, as forms of a
/// department are told apart by them alone.
type Subject = ([String; 4], Vec<(String, String)>);

fn subject(form: &Form) -> Subject {
    let rows = form.indicators.iter().filter(|_| form.project.is_empty());
    let texts = [&form.form_type, &form.fiscal_year, &form.department, &form.project];
    (texts.map(|text| fold(text)), rows.map(|row| (key(&row.indicator), fold(&row.target_raw))).collect())
}

/// `subjects` holds the first form about each thing so far.
fn form_twice<'a>(form: &'a Form, subjects: &mut BTreeMap<Subject, &'a Form>) -> Option<Answer> {
    let twin = match subjects.entry(subject(form)) {
        Entry::Occupied(first) => Some(*first.get()),
        Entry::Vacant(free) => {
            free.insert(form);
            None
        }
    };
    if !form.indicators.iter().any(is_filled) || form.department.is_empty() {
        return None;
    }
    let Some(twin) = twin else { return Some(Answer::Pass) };
    let values = vec![("table", twin.place.table_no.to_string()), ("row", twin.place.row_no.to_string())];
    Some(Answer::fail(on_form(form, &FORM, values)))
}
