//! Percentages: of a share of a whole, and lost on the way through a spreadsheet.

use rust_decimal::Decimal;

use super::place::{number, on_row};
use super::{Answer, Rules, Verdict};
use crate::finding::{Code, codes};
use crate::model::{Comparator, Form, Indicator, Submission, Value};

codes! {
    OVER = "percent-over-100", Warning, "A share of a whole is more than 100 %.",
        says "{name} is {raw}: more than 100 %",
        hint "a share cannot be above 100 %: correct the number, the unit or the name",
        why "the number, its unit or its name is wrong, and averages over forms are wrong with it",
        example "验收合格率 ≥120%";
    AS_ONE = "percent-as-one", Warning, "A percentage that a spreadsheet stored as a fraction: 100% as 1.",
        says "{name} is {raw}: as a percentage this is likely {percent}%",
        hint "write the percentage with its sign; in the spreadsheet, format the cell as text first",
        why "1 instead of 100% makes a target that anything meets",
        example "覆盖率 1, where 100% is meant";
}

/// Looks at targets and outcomes of rates.
pub fn run(submission: &Submission, rules: &Rules) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    for form in &submission.forms {
        for row in &form.indicators {
            for side in [target(row), actual(row)] {
                verdicts.push(Verdict { code: &OVER, answer: over(form, row, &side, rules) });
                verdicts.push(Verdict { code: &AS_ONE, answer: as_one(form, row, &side, rules) });
            }
        }
    }
    verdicts
}

/// A row's target or outcome.
struct Side<'a> {
    column: &'static str,
    raw: &'a str,
    value: &'a Value,
}

fn target(row: &Indicator) -> Side<'_> {
    Side { column: "target_raw", raw: &row.target_raw, value: &row.target }
}

fn actual(row: &Indicator) -> Side<'_> {
    Side { column: "actual_raw", raw: &row.actual_raw, value: &row.actual }
}

fn judged(form: &Form, row: &Indicator, side: &Side<'_>, holds: bool, code: &'static Code) -> Answer {
    let percent = number(side.value).and_then(|n| n.checked_mul(Decimal::ONE_HUNDRED)).unwrap_or_default();
    let values = || {
        vec![
            ("name", row.indicator.clone()),
            ("raw", side.raw.trim().to_owned()),
            ("percent", percent.normalize().to_string()),
        ]
    };
    Answer::of(holds, || on_row(form, row, side.column, side.raw, code, values()))
}

fn over(form: &Form, row: &Indicator, side: &Side<'_>, rules: &Rules) -> Option<Answer> {
    let words = &rules.words;
    let may_exceed = side.column == "actual_raw" && words.is_exceedable(&row.indicator);
    let value = number(side.value)?;
    if !words.is_percent(side.value.unit.as_deref()) || !words.is_bounded_rate(&row.indicator) || may_exceed {
        return None;
    }
    // Character recognition's ≥ has its own finding.
    if side.column == "target_raw" && row.target.comparator.is_none() && looks_misread(side.value, rules) {
        return None;
    }
    let more = matches!(side.value.comparator, Some(Comparator::Gt)) && value == Decimal::ONE_HUNDRED;
    Some(judged(form, row, side, value <= Decimal::ONE_HUNDRED && !more, &OVER))
}

fn looks_misread(value: &Value, rules: &Rules) -> bool {
    let number = value.value.as_deref().unwrap_or_default();
    let mut digits = number.chars();
    digits.next().is_some_and(|first| rules.misread.digits.contains(first)) && digits.as_str().len() >= 2
}

/// A fraction of one without the sign of a percentage, where one is meant; or with the sign of the unit column beside a
/// target of many percent.
fn as_one(form: &Form, row: &Indicator, side: &Side<'_>, rules: &Rules) -> Option<Answer> {
    let value = number(side.value)?;
    let words = &rules.words;
    if !words.is_rate(&row.indicator) {
        return None;
    }
    let is_fraction = value > Decimal::ZERO && value <= Decimal::ONE;
    let is_bare = side.value.unit.is_none();
    let beside_many = || {
        let by_column = side.value.unit_source.is_some_and(|source| source != "value");
        let target = number(&row.target).unwrap_or_default();
        side.column == "actual_raw"
            && by_column
            && target > Decimal::TEN
            && words.is_percent(side.value.unit.as_deref())
    };
    Some(judged(form, row, side, !(is_fraction && (is_bare || beside_many())), &AS_ONE))
}
