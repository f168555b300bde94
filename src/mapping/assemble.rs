//! What was found of a form → the form: its columns, and every labelled value as a field.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::finding::Place;
use crate::mapping::choose::Mapping;
use crate::mapping::header::Found;
use crate::mapping::lexicon::{FieldDef, Lexicon};
use crate::mapping::reader::Reading;
use crate::mapping::room::Room;
use crate::mapping::schema::FieldKind;
use crate::mapping::word::{Pages, Sheet, Word};
use crate::mapping::{by_year, clean, inline, stand_in, unknown};
use crate::model::{Field, Form, Item, Money, Period};

/// Columns of the forms table that hold amounts and rates.
const MONEY: &[&str] = &[
    "budget_total",
    "general_public_budget",
    "government_fund_budget",
    "state_capital_budget",
    "special_account",
    "other_funds",
    "basic_expenditure",
    "project_expenditure",
    "superior_funds",
    "executed",
    "execution_rate",
    "score_total",
];

/// True for a column of the forms table that holds an amount or a rate.
pub fn is_money(column: &str) -> bool {
    MONEY.contains(&column)
}

/// Builds the form. Contacts are left out unless kept.
pub fn form(title: &str, mapping: &Mapping, reading: Reading, keep_contacts: bool) -> Form {
    let lexicon = &mapping.lexicon;
    let mut form = Form {
        place: reading.place,
        form_type: mapping.file.form_type.clone(),
        mapping: mapping.file.name.clone(),
        title: clean::one_line(title),
        indicators: reading.indicators,
        ..Form::default()
    };
    let mut reporting_unit = String::new();
    // The department in charge of a project, whatever unit is named before it.
    let mut in_charge: Option<String> = None;
    let listed = listed_projects(&reading.found);
    for mut found in reading.found {
        if found.field.form == Some("project") && listed.contains(&found.place) {
            found.field = Arc::new(FieldDef { form: None, ..FieldDef::clone(&found.field) });
        }
        let Some(value) = value_of(&mut found, lexicon, keep_contacts) else { continue };
        if &*found.field.name == "reporting_unit" && reporting_unit.is_empty() {
            reporting_unit.clone_from(&value);
        }
        if found.field.form == Some("department") && lexicon.yielding.get(&lexicon.word(&found.label).label).is_none() {
            in_charge = in_charge.or_else(|| Some(value.clone()).filter(|value| !value.is_empty()));
        }
        take(&mut form, &found, &value);
        if form.money_unit.is_empty()
            && let Some(unit) = lexicon.money_unit(&found.label)
        {
            form.money_unit = unit;
        }
        if !value.is_empty() {
            form.fields.push(field(found, value));
        }
    }
    form.fields.extend(reading.row_fields);
    form.fields.sort_by_key(|field| field.place);
    if let Some(department) = in_charge.filter(|_| !form.project.is_empty()) {
        form.department = department;
    }
    if form.department.is_empty() && !reporting_unit.is_empty() {
        form.department = reporting_unit;
        form.inferred.push("department:reporting-unit".to_owned());
    }
    stand_in::of_form(&mut form, mapping);
    fill_year(&mut form, title, &reading.told, lexicon);
    fill_money_unit(&mut form, reading.told.money_unit);
    for indicator in &mut form.indicators {
        if indicator.period.is_none() {
            indicator.period = Some(Period::Annual);
            indicator.inferred.push("period:form".to_owned());
        }
    }
    form
}

/// Where names of projects stand one below another under one head: those of a department's list are none of the form's.
fn listed_projects(found: &[Found]) -> BTreeSet<Place> {
    let mut heads: BTreeMap<(u32, u32, &str), Vec<&Found>> = BTreeMap::new();
    for found in found.iter().filter(|found| found.field.form == Some("project")) {
        let Place { table_no, col_no, .. } = found.place;
        heads.entry((table_no, col_no, &found.label)).or_default().push(found);
    }
    let is_list = |below: &&Vec<&Found>| {
        let differ = |of: fn(&Found, &Found) -> bool| below.iter().any(|found| of(found, below[0]));
        differ(|one, other| one.place.row_no != other.place.row_no) && differ(|one, other| one.value != other.value)
    };
    heads.values().filter(is_list).flatten().map(|found| found.place).collect()
}

/// A found value without noise, whose field is then the one that it states; `None` for a contact that is left out.
fn value_of(found: &mut Found, lexicon: &Lexicon, keep_contacts: bool) -> Option<String> {
    let mut value = std::mem::take(&mut found.value);
    if let bare = lexicon.without_noise(&value)
        && bare.len() < value.len()
    {
        value = bare.to_owned();
    }
    if let Some(other) = lexicon.otherwise(&found.field, &value) {
        found.field = other.clone();
    }
    if found.field.kind == FieldKind::Contact && !keep_contacts {
        if found.field.may_be_contact(&value) {
            return None;
        }
        found.field = unknown::field();
    }
    Some(value)
}

fn field(found: Found, value: String) -> Field {
    let name = match (found.column, &found.year) {
        (_, Some(year)) => by_year::name(&found.field.name, year),
        (Some(column), None) => format!("{}.{column}", found.field.name),
        (None, None) => found.field.name.to_string(),
    };
    Field {
        field: name,
        label: clean::into_one_line(found.label),
        value_raw: value,
        place: found.place,
        ..Field::default()
    }
}

/// Puts a value into its column of the forms table; the first one stated stays.
fn take(form: &mut Form, found: &Found, value: &str) {
    let Some(column) = target_column(found) else { return };
    if value.is_empty() {
        return;
    }
    if let Some(&key) = MONEY.iter().find(|name| **name == column) {
        let better = found.column == Some("adjusted") && key == "budget_total";
        if better || !form.money.contains_key(key) {
            let money = Money { raw: value.to_owned(), value: None, unit: None, place: Some(found.place) };
            form.money.insert(key, money);
        }
        return;
    }
    if let Some(slot) = slot(form, column).filter(|slot| slot.is_empty()) {
        value.clone_into(slot);
    }
}

/// A column of the forms table that holds a text.
pub fn slot<'f>(form: &'f mut Form, column: &str) -> Option<&'f mut String> {
    match column {
        "fiscal_year" => Some(&mut form.fiscal_year),
        "region" => Some(&mut form.region),
        "department" => Some(&mut form.department),
        "project" => Some(&mut form.project),
        "objective" => Some(&mut form.objective),
        "money_unit" => Some(&mut form.money_unit),
        "filled_on" => Some(&mut form.filled_on),
        _ => None,
    }
}

/// The forms column that a found value fills: in a money table the column decides.
fn target_column(found: &Found) -> Option<&'static str> {
    let own = found.field.form.filter(|_| found.year.is_none());
    match found.column {
        None => own,
        Some("initial" | "adjusted" | "amount") => own,
        Some("executed") if own == Some("budget_total") => Some("executed"),
        Some("rate") if own == Some("budget_total") => Some("execution_rate"),
        Some(_) => None,
    }
}

/// What a form's texts say, the first of them that says it.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Short texts that state a year.
    pub years: Vec<Stated>,
    /// The only year that a value, or a field's label, states: of a goal, of a period.
    pub year_of_value: Option<String>,
    /// A unit of money in brackets.
    pub money_unit: Option<String>,
}

/// A text that states a year.
#[derive(Debug, Clone)]
pub struct Stated {
    text: String,
    /// The text without the day on which the form was filled in, if it states one.
    unfilled: Option<String>,
}

impl Stated {
    fn of(raw: &str, word: &Word, lexicon: &Lexicon) -> Self {
        let pairs = if word.has_colon { inline::pairs(raw, lexicon) } else { None };
        let dates =
            pairs.iter().flatten().filter(|pair| pair.field.form == Some("filled_on") && !pair.value.is_empty());
        let unfilled = dates
            .fold(None, |rest: Option<String>, date| Some(rest.as_deref().unwrap_or(raw).replacen(date.value, "", 1)));
        Self { text: raw.to_owned(), unfilled }
    }
}

impl Told {
    /// Looks at a text; `is_value` says that it tells of something else than of the form.
    pub fn look_at(&mut self, raw: &str, word: &Word, is_value: bool, lexicon: &Lexicon) {
        if is_value {
            let is_open = word.states_year && self.year_of_value.is_none();
            let only = |year: &String| lexicon.year(&raw.replace(year.as_str(), "")).is_none();
            self.year_of_value = self.year_of_value.take().or_else(|| is_open.then(|| lexicon.year(raw))?.filter(only));
        } else if word.states_year && word.length <= LONGEST_WITH_YEAR && self.years.len() < MOST_WITH_YEAR {
            self.years.push(Stated::of(raw, word, lexicon));
        }
        if self.money_unit.is_none() {
            self.money_unit = if word.is_long() { lexicon.money_unit(raw) } else { word.money_unit.clone() };
        }
    }
}

/// The most characters of a form's text that states its year.
const LONGEST_WITH_YEAR: usize = 40;

/// More texts with a year are not looked at: those first in a form state its own.
const MOST_WITH_YEAR: usize = 4;

/// The year from the title, else from a labelled field, else from the form's other texts; from a value only where the
/// document does not tell it.
fn fill_year(form: &mut Form, title: &str, told: &Told, lexicon: &Lexicon) {
    let stated = std::mem::take(&mut form.fiscal_year);
    // A year in the project's name is not the form's, unless no other is stated.
    let is_named = form.project.chars().count() > 3;
    let unnamed = |raw: &str| if is_named { raw.replacen(&form.project, "", 1) } else { raw.to_owned() };
    // What was achieved is told in the year after.
    let is_told_later = form.indicators.iter().any(|row| !row.actual_raw.is_empty());
    let text = |of: &Stated| of.unfilled.as_ref().filter(|_| is_told_later).unwrap_or(&of.text).clone();
    form.fiscal_year = lexicon
        .year(&unnamed(title))
        .or_else(|| lexicon.year(&stated))
        .or_else(|| told.years.iter().find_map(|of| lexicon.year(&unnamed(&text(of)))))
        .or_else(|| lexicon.year(title))
        .unwrap_or_default();
    form.stated_year = stated;
    if let (true, Some(year)) = (form.fiscal_year.is_empty(), &told.year_of_value) {
        form.fiscal_year.clone_from(year);
        form.inferred.push(YEAR_OF_VALUE.to_owned());
    }
}

/// Said of a year that a value states.
const YEAR_OF_VALUE: &str = "fiscal_year:value";

fn has_year_of_value(form: &Form) -> bool {
    form.inferred.iter().any(|said| said == YEAR_OF_VALUE)
}

fn fill_money_unit(form: &mut Form, told: Option<String>) {
    if let (true, Some(unit)) = (form.money_unit.is_empty(), told) {
        form.money_unit = unit;
    }
    let unit = form.money_unit.trim_matches(['(', ')', '（', '）']).to_owned();
    form.money_unit = unit;
}

/// What a form lacks and the document, or the path, knows.
pub fn inherit(forms: &mut [Form], pages: Pages<'_>, path: &str, lexicon: &Lexicon, room: &mut Room<'_>) {
    let department = forms
        .iter()
        .filter(|form| !form.department.is_empty())
        .min_by_key(|form| usize::from(!form.project.is_empty()))
        .map(|form| form.department.clone())
        .or_else(|| named_in_texts(pages, lexicon));
    let year = forms.iter().filter(|form| !has_year_of_value(form)).map(|form| form.fiscal_year.clone());
    let year = year.into_iter().find(|year| !year.is_empty());
    let from_texts = || {
        pages.layout.items.iter().find_map(|item| match item {
            Item::Text(raw) if raw.chars().nth(60).is_none() => lexicon.year(raw),
            Item::Text(_) => None,
            // In a workbook what stands above the title is a row of its own.
            Item::Table(grid) => pages.sheet(*grid).and_then(|sheet| year_on_top(sheet, lexicon)),
        })
    };
    let document_year = year.or_else(from_texts);
    for form in &mut *forms {
        if let (true, Some(department)) = (form.department.is_empty(), &department)
            && room.carries(department.len())
        {
            form.department.clone_from(department);
            form.inferred.push("department:document".to_owned());
        }
        if form.fiscal_year.is_empty() || has_year_of_value(form) {
            let of_document = document_year.clone().map(|year| (year, "fiscal_year:document"));
            let of_path = || Some((path_year(path)?, "fiscal_year:path"));
            let of_project = || Some((lexicon.year(&form.project)?, "fiscal_year:project"));
            if let Some((year, said)) = of_document.or_else(of_path).or_else(of_project) {
                form.fiscal_year = year;
                form.inferred.retain(|said| said != YEAR_OF_VALUE);
                form.inferred.push(said.to_owned());
            }
        }
    }
    stand_in::departments(forms, lexicon);
}

/// The department that a text outside the forms names: on a cover, `部门名称：某某局`.
fn named_in_texts(pages: Pages<'_>, lexicon: &Lexicon) -> Option<String> {
    let texts = pages.layout.items.iter().enumerate().filter_map(|(at, item)| match item {
        Item::Text(raw) if pages.words.item(at).has_colon => Some(raw),
        _ => None,
    });
    let named = texts.take(MOST_TEXTS).find_map(|raw| {
        let pairs = inline::pairs(raw, lexicon)?;
        pairs.into_iter().find(|pair| pair.field.form == Some("department")).map(|pair| clean::trim(pair.value))
    });
    named.filter(|name| (2..=LONGEST_WITH_YEAR).contains(&name.chars().count())).map(str::to_owned)
}

/// More texts with a colon are not looked at for the department.
const MOST_TEXTS: usize = 64;

/// Rows at the top of a table that may be titles.
const ON_TOP: usize = 4;

/// The year of the first rows that hold a single text.
fn year_on_top(sheet: Sheet<'_>, lexicon: &Lexicon) -> Option<String> {
    let alone = (0..sheet.grid.rows.min(ON_TOP)).map_while(|row| match sheet.begun(row) {
        &[only] => Some(Some(only)),
        [] => Some(None),
        _ => None,
    });
    alone.flatten().filter(|&only| sheet.word(only).length <= 60).find_map(|i| lexicon.year(&sheet.grid.cells[i].text))
}

/// The last four digits `20xx` of a path that stand alone.
fn path_year(path: &str) -> Option<String> {
    let bytes = path.as_bytes();
    let alone = |at: usize| {
        let before = at.checked_sub(1).and_then(|i| bytes.get(i)).is_none_or(|b| !b.is_ascii_digit());
        let after = bytes.get(at + 4).is_none_or(|b| !b.is_ascii_digit());
        before && after && bytes.get(at..at + 4).is_some_and(|d| d.iter().all(u8::is_ascii_digit))
    };
    path.match_indices("20")
        .map(|(at, _)| at)
        .filter(|&at| alone(at))
        .last()
        .and_then(|at| path.get(at..at + 4))
        .map(str::to_owned)
}
