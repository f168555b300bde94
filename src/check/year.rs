//! The years that a form names: title, header, dates, path.

use rust_decimal::prelude::ToPrimitive;

use super::place::{each_form, each_row, on_form, on_row};
use super::rules::Tolerance;
use super::{Answer, Rules, Verdict};
use crate::finding::codes;
use crate::model::{Form, Indicator, Period, Submission, ValueKind};

codes! {
    HEADER = "year-of-header", Warning, "The year of the title and that of the header differ.",
        says "the title says {title}, the header {header}",
        hint "correct the one that was left from an older form",
        why "the form is filed under the wrong year, or last year's form was handed in again",
        example "2024年部门整体支出绩效目标表, with 预算年度 2023";
    TARGET = "year-of-target", Warning, "A yearly target is due in another year than the form's.",
        says "{target} lies outside the form's year, {year}",
        hint "correct the date, or the form's year",
        why "a date left from last year's form was due before the year began",
        example "2023年12月底前 in a form for 2024";
    FILED = "year-of-filing", Warning, "The form was filled in in a year that does not fit its own.",
        says "filled in on {filed}, but the form is for {year}",
        hint "correct the date, or the form's year",
        why "targets are set before their year ends, evaluations written after it began: one of the two is wrong",
        example "a self-evaluation of 2023, filled in on 2022-03-15";
    PATH = "year-of-path", Info, "The file lies under another year than its form's.",
        says "the path says {path}, the form {year}",
        hint "move the file if it was filed in the wrong folder",
        why "who picks files by folder will count this one in the wrong year",
        example "2023/表1.docx holds a form for 2024";
}

/// Looks at every form and dated target.
pub fn run(submission: &Submission, rules: &Rules) -> Vec<Verdict> {
    let mut verdicts = each_form(submission, &HEADER, header);
    verdicts.extend(each_row(submission, &TARGET, target));
    verdicts.extend(each_form(submission, &FILED, |form| filed(form, rules)));
    verdicts.extend(each_form(submission, &PATH, |form| path(&submission.source_file, form)));
    verdicts
}

/// The years 20xx that stand alone in a text.
fn years(text: &str) -> Vec<i64> {
    let digits = |c: char| !c.is_ascii_digit();
    text.split(digits)
        .filter(|run| run.len() == 4 && run.starts_with("20"))
        .filter_map(|run| run.parse().ok())
        .collect()
}

fn fiscal_year(form: &Form) -> Option<i64> {
    form.fiscal_year.parse().ok()
}

fn header(form: &Form) -> Option<Answer> {
    let (title, header) = (years(&form.title), years(&form.stated_year));
    let (&first, &stated) = (title.first()?, header.first()?);
    let values = || vec![("title", first.to_string()), ("header", stated.to_string())];
    Some(Answer::of(title.iter().any(|year| header.contains(year)), || on_form(form, &HEADER, values())))
}

/// A target's day within the year; what is paid or settled in the January after is still the year's.
fn target(form: &Form, row: &Indicator) -> Option<Answer> {
    if row.target.kind != ValueKind::Date || row.period != Some(Period::Annual) {
        return None;
    }
    let fiscal = fiscal_year(form)?;
    // What does not state its year has been given the form's.
    let due = *years(&row.target_raw).last()?;
    let values = || vec![("target", row.target_raw.trim().to_owned()), ("year", form.fiscal_year.clone())];
    let holds = due == fiscal || due == fiscal + 1;
    Some(Answer::of(holds, || on_row(form, row, "target_raw", &row.target_raw, &TARGET, values())))
}

fn count(tolerance: &Tolerance) -> i64 {
    tolerance.value.to_i64().unwrap_or_default()
}

fn filed(form: &Form, rules: &Rules) -> Option<Answer> {
    let (fiscal, filed) = (fiscal_year(form)?, *years(&form.filled_on).first()?);
    let tolerances = &rules.tolerances;
    let (from, to) = match form.form_type.rsplit('_').next() {
        Some("evaluation") => (fiscal, fiscal + count(&tolerances.evaluation_years_after)),
        Some("target") => (fiscal - count(&tolerances.target_years_before), fiscal + 1),
        _ => return None,
    };
    let values = || vec![("filed", form.filled_on.clone()), ("year", form.fiscal_year.clone())];
    Some(Answer::of((from..=to).contains(&filed), || on_form(form, &FILED, values())))
}

fn path(path: &str, form: &Form) -> Option<Answer> {
    let (fiscal, years) = (fiscal_year(form)?, years(path));
    let last = *years.last()?;
    let values = || vec![("path", last.to_string()), ("year", form.fiscal_year.clone())];
    Some(Answer::of(years.contains(&fiscal), || on_form(form, &PATH, values())))
}
