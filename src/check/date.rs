//! Dates that a spreadsheet turned into day numbers.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::place::{each_row, number, on_row};
use super::{Answer, Rules, Verdict};
use crate::finding::codes;
use crate::model::{Form, Indicator, Submission, ValueKind};

codes! {
    DAY_NUMBER = "day-number-for-date", Warning, "A date that became a spreadsheet's day number.",
        says "{name} is {raw}: as a spreadsheet counts days this is {date}",
        hint "write the date in words, or format the cell as text before typing it",
        why "read as a number the target means nothing",
        example "完工日期 44561, where 2021-12-31 is meant";
}

/// Looks at numbers without unit under names that ask for a day.
pub fn run(submission: &Submission, rules: &Rules) -> Vec<Verdict> {
    let said = said(submission);
    each_row(submission, &DAY_NUMBER, |form, row| day_number(form, row, &said, rules))
}

fn day_number(form: &Form, row: &Indicator, said: &BTreeSet<&str>, rules: &Rules) -> Option<Answer> {
    if !rules.words.asks_for_day(&row.indicator) || said.contains(row.indicator_id.as_str()) {
        return None;
    }
    if row.target.kind == ValueKind::Date {
        return Some(Answer::Pass);
    }
    let value = number(&row.target)?;
    let serial = rules.dates.first_serial.value <= value && value <= rules.dates.last_serial.value;
    let holds = !(serial && row.target.unit.is_none() && value.is_integer());
    let values =
        || vec![("name", row.indicator.clone()), ("raw", row.target_raw.trim().to_owned()), ("date", iso(value))];
    Some(Answer::of(holds, || on_row(form, row, "target_raw", &row.target_raw, &DAY_NUMBER, values())))
}

/// The indicators of which reading the value has said so already.
fn said(submission: &Submission) -> BTreeSet<&str> {
    let serial = submission.findings.iter().filter(|finding| finding.code.id == "date-serial");
    serial.map(|finding| finding.indicator_id.as_str()).collect()
}

/// The day of a day number, counted as spreadsheets do from 30 December 1899 (ECMA-376 Part 1, 18.17.4.1).
fn iso(serial: Decimal) -> String {
    // Days to the civil date: the year is taken to begin in March, so that the leap day comes last.
    let days = serial.to_i64().unwrap_or_default() + 693_899;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}
