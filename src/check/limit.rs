//! Targets at and beyond what there is: 100 %, the days of the year, the hours of the day.

use rust_decimal::Decimal;

use super::place::{each_row, number, on_row};
use super::{Answer, Rules, Verdict};
use crate::finding::codes;
use crate::model::{Comparator, Form, Indicator, Period, Submission};

codes! {
    AT_LIMIT = "target-at-limit", Info, "A target of all there is, or all but a day, at the least.",
        says "{target}, but it can be {limit} at most: a single miss fails the target",
        hint "write the number without ≥ if all is meant; a smaller one if some may be missing",
        why "one miss in the year fails the target; it is worth knowing whether that is meant",
        example "任务完成率 ≥100%; 全年可用 ≥365天";
    BEYOND_YEAR = "more-days-than-the-year", Warning, "A yearly target of more days than the year has.",
        says "{target}, but {year} has {limit} days",
        hint "correct the number of days, or say what is counted",
        why "the target cannot be met",
        example "≥366天 in 2023";
}

/// Looks at targets with a lower bound.
pub fn run(submission: &Submission, rules: &Rules) -> Vec<Verdict> {
    let mut verdicts = each_row(submission, &AT_LIMIT, |form, row| at_limit(form, row, rules));
    verdicts.extend(each_row(submission, &BEYOND_YEAR, |form, row| beyond_year(form, row, rules)));
    verdicts
}

/// The days of a fiscal year.
fn days(form: &Form) -> Option<Decimal> {
    let year: u32 = form.fiscal_year.parse().ok()?;
    let leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    Some(Decimal::from(if leap { 366 } else { 365 }))
}

fn at_limit(form: &Form, row: &Indicator, rules: &Rules) -> Option<Answer> {
    let (value, unit) = (number(&row.target)?, row.target.unit.as_deref()?);
    let words = &rules.words;
    let (limits, shown) = if words.is_percent(Some(unit)) && words.is_bounded_rate(&row.indicator) {
        (vec![Decimal::ONE_HUNDRED], format!("100{unit}"))
    } else if words.is_day(unit) {
        // 365 days are all but one of a leap year, and as a rule all are meant.
        (vec![Decimal::from(365), days(form)?], format!("{}{unit}", days(form)?))
    } else if words.is_hour(unit) {
        (vec![Decimal::from(24)], format!("24{unit}"))
    } else {
        return None;
    };
    let at = row.target.comparator == Some(Comparator::Ge) && limits.contains(&value);
    let values = || vec![("target", row.target_raw.trim().to_owned()), ("limit", shown)];
    Some(Answer::of(!at, || on_row(form, row, "target_raw", &row.target_raw, &AT_LIMIT, values())))
}

/// More days than the year, by a little: of many more it is not the days of one year that are counted.
fn beyond_year(form: &Form, row: &Indicator, rules: &Rules) -> Option<Answer> {
    let (value, unit, days) = (number(&row.target)?, row.target.unit.as_deref()?, days(form)?);
    if !rules.words.is_day(unit) || row.period != Some(Period::Annual) {
        return None;
    }
    let beyond = value > days && value <= days.checked_add(rules.tolerances.days_beyond.value)?;
    let bounded = matches!(row.target.comparator, Some(Comparator::Ge | Comparator::Gt | Comparator::Eq) | None);
    let values = || {
        vec![
            ("target", row.target_raw.trim().to_owned()),
            ("year", form.fiscal_year.clone()),
            ("limit", days.to_string()),
        ]
    };
    let holds = !(beyond && bounded);
    Some(Answer::of(holds, || on_row(form, row, "target_raw", &row.target_raw, &BEYOND_YEAR, values())))
}
