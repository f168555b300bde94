//! The levels that a form must fill in.

use super::place::{each_form, is_filled, is_whole, on_form};
use super::{Answer, Rules, Verdict};
use crate::finding::codes;
use crate::model::{Form, Submission};

codes! {
    INCOMPLETE = "level-set-incomplete", Info, "Levels that a form should fill in have no indicator with a value.",
        says "no indicator with a value: {missing}",
        hint "add an indicator for each, or say why the form has none",
        why "results, quality, time, cost and benefit are judged together; where one is missing, the form says less than it must",
        example "no 时效指标 in a project's targets";
    NO_SATISFACTION = "satisfaction-missing", Info, "No indicator asks whether the people served are satisfied.",
        says "no satisfaction indicator with a value",
        hint "add one, or say why the form has none",
        why "the rules for performance targets ask for one wherever people are served",
        example "产出指标 and 效益指标 are filled in, 满意度指标 is blank";
}

/// Looks at the forms of the types that must hold them.
pub fn run(submission: &Submission, rules: &Rules) -> Vec<Verdict> {
    let whole = is_whole(submission);
    let mut verdicts = each_form(submission, &INCOMPLETE, |form| complete(form, rules).filter(|_| whole));
    verdicts.extend(each_form(submission, &NO_SATISFACTION, |form| satisfaction(form, rules).filter(|_| whole)));
    verdicts
}

/// The categories of rows with a value; `None` where a row's is not known: it may be the one that seems missing.
fn filled(form: &Form) -> Option<Vec<&str>> {
    let filled: Vec<&str> =
        form.indicators.iter().filter(|row| is_filled(row)).map(|row| row.category.as_str()).collect();
    (!filled.is_empty() && filled.iter().all(|category| !category.is_empty())).then_some(filled)
}

fn complete(form: &Form, rules: &Rules) -> Option<Answer> {
    let set = rules.sets.iter().find(|set| set.form_types.contains(&form.form_type))?;
    let filled = filled(form)?;
    let missing: Vec<&str> = set
        .needs
        .iter()
        .filter(|need| !filled.iter().any(|category| need.met_by(category)))
        .map(|need| need.label.as_str())
        .collect();
    Some(Answer::of(missing.is_empty(), || on_form(form, &INCOMPLETE, vec![("missing", missing.join("、"))])))
}

fn satisfaction(form: &Form, rules: &Rules) -> Option<Answer> {
    if !rules.satisfaction.form_types.contains(&form.form_type) {
        return None;
    }
    let holds = filled(form)?.contains(&rules.satisfaction.category.as_str());
    Some(Answer::of(holds, || on_form(form, &NO_SATISFACTION, Vec::new())))
}
