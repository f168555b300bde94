//! What a form does not state under a column's own labels may stand under another: the implementing unit is the
//! department where no other is named.

use crate::mapping::assemble::slot;
use crate::mapping::choose::Mapping;
use crate::mapping::lexicon::Lexicon;
use crate::mapping::offices;
use crate::model::Form;
use crate::text;

/// The columns that a form's other fields fill, before the document is asked; `project` only where such forms have one.
const OF_THE_FORM: &[&str] = &["project", "objective"];

/// Fills what the form itself says, but not in that column's own cell.
pub fn of_form(form: &mut Form, mapping: &Mapping) {
    let has_none = |column: &str| mapping.file.choose.without_fields.iter().any(|field| field == column);
    for column in OF_THE_FORM.iter().filter(|column| !has_none(column)) {
        fill(form, column, &mapping.lexicon);
    }
}

/// The departments of forms for which neither they nor the document name one.
pub fn departments(forms: &mut [Form], lexicon: &Lexicon) {
    for form in forms {
        let titled = form.department.is_empty().then(|| offices::in_title(&form.title, lexicon)).flatten();
        match titled {
            Some(titled) => {
                form.department = titled;
                form.inferred.push("department:title".to_owned());
            }
            None => fill(form, "department", lexicon),
        }
    }
}

fn fill(form: &mut Form, column: &str, lexicon: &Lexicon) {
    let is_blank = slot(form, column).is_some_and(|slot| slot.is_empty());
    let Some((field, value)) = is_blank.then(|| only(form, column, lexicon)).flatten() else { return };
    form.inferred.push(format!("{column}:{}", field.replace('_', "-")));
    if let Some(slot) = slot(form, column) {
        *slot = value;
    }
}

/// The first field that stands in for a column, and its value, where the form states no two of them.
fn only(form: &Form, column: &str, lexicon: &Lexicon) -> Option<(String, String)> {
    let defs = lexicon.field_defs.iter().filter(|def| def.stands_in == Some(column));
    let names: Vec<&str> = defs.map(|def| &*def.name).collect();
    let is_named = |value: &str| value.chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
    let mut all =
        form.fields.iter().filter(|field| is_named(&field.value_raw) && names.contains(&field.field.as_str()));
    let first = all.next()?;
    let same =
        all.all(|other| other.field != first.field || text::fold(&other.value_raw) == text::fold(&first.value_raw));
    same.then(|| (first.field.clone(), first.value_raw.clone()))
}
