//! What is left of the form's own template.

use super::place::{each_form, each_row_of, is_filled, on_form, on_row};
use super::{Answer, Rules, Verdict};
use crate::finding::codes;
use crate::model::{Form, Indicator, Submission, ValueKind};

codes! {
    RESIDUE = "template-residue", Warning, "The form's own template text was left standing.",
        says "{text} is the form's template, not filled in",
        hint "fill in the value, or clear the row",
        why "it looks like a target and is none",
        example "≥**% in a form whose other rows are filled in";
    NO_NUMBER = "value-without-number", Info, "A preprinted comparator or unit to which no number was added.",
        says "{text} states no number",
        hint "fill in the number, or clear the row if it does not apply",
        why "whether the row was forgotten or does not apply cannot be told",
        example "平方公里, preprinted, in a row that the county has no use for";
    BLANK = "blank-form", Info, "A form in which no indicator is filled in.",
        says "none of the {rows} indicator rows states a value",
        hint "if this is not a blank template, ask for the form that was filled in",
        why "the form is counted, but says nothing",
        example "a template handed in as it came";
    NONE = "no-indicator", Warning, "A form without any indicator row.",
        says "the form has no indicator row",
        hint "look at it with `ingest inspect`: its rows were not read, or it has none",
        why "the form is counted, but gives no row",
        example "an export in which only the heading of the rows came through";
}

/// Looks at rows of forms that are filled in, and for forms that are not.
pub fn run(submission: &Submission, rules: &Rules) -> Vec<Verdict> {
    let mut verdicts =
        each_row_of(submission, &RESIDUE, has_value, |form, row, begun| residue(form, row, *begun, rules));
    let bare = each_row_of(submission, &NO_NUMBER, has_value, |form, row, begun| no_number(form, row, *begun, rules));
    verdicts.extend(bare);
    verdicts.extend(each_form(submission, &BLANK, blank));
    verdicts.extend(each_form(submission, &NONE, none));
    verdicts
}

/// True for a form that was begun to be filled in.
fn has_value(form: &Form) -> bool {
    form.indicators.iter().any(is_filled)
}

fn residue(form: &Form, row: &Indicator, begun: bool, rules: &Rules) -> Option<Answer> {
    if !begun {
        return None;
    }
    let template = row.target.kind == ValueKind::Template;
    // Rural funds' forms print in the name what is to be filled in: `新建里程（≥**公里）`. Beside a value it says nothing.
    let cells = [("target_raw", &row.target_raw, template), ("indicator", &row.indicator, !is_filled(row))];
    let left = cells.into_iter().find(|(_, text, may)| *may && rules.words.has_residue(text));
    let Some((column, text, _)) = left else { return Some(Answer::Pass) };
    Some(Answer::fail(on_row(form, row, column, text, &RESIDUE, vec![("text", text.trim().to_owned())])))
}

/// Template text without the marks that stand for a number: a bare unit or comparator.
fn no_number(form: &Form, row: &Indicator, begun: bool, rules: &Rules) -> Option<Answer> {
    if !begun {
        return None;
    }
    let holds = row.target.kind != ValueKind::Template || rules.words.has_residue(&row.target_raw);
    let values = || vec![("text", row.target_raw.trim().to_owned())];
    Some(Answer::of(holds, || on_row(form, row, "target_raw", &row.target_raw, &NO_NUMBER, values())))
}

fn blank(form: &Form) -> Option<Answer> {
    if form.indicators.is_empty() {
        return None;
    }
    let values = || vec![("rows", form.indicators.len().to_string())];
    let is_scored = |row: &Indicator| !row.score.trim().is_empty() || !row.actual_raw.trim().is_empty();
    Some(Answer::of(has_value(form) || form.indicators.iter().any(is_scored), || on_form(form, &BLANK, values())))
}

fn none(form: &Form) -> Option<Answer> {
    Some(Answer::of(!form.indicators.is_empty(), || on_form(form, &NONE, Vec::new())))
}
