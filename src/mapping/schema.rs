//! The mapping language: what a `.toml` of `mappings/` may say.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Labels of a role, in the words of the forms.
pub type Labels = Vec<String>;

/// `vocabulary.toml`: the words that every form family shares.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VocabularyFile {
    /// Words that stand before a label and are no part of it.
    pub prefixes: Labels,
    /// Endings of level names that make no difference.
    pub level_suffixes: Labels,
    /// First texts of rows that close a block and are no indicators.
    pub totals: Labels,
    /// Marks taken off the front of an indicator's name; `#` is a number.
    pub name_prefixes: Labels,
    /// What stands behind a number of points.
    pub point_marks: Labels,
    /// What stands beside the numbers of pages.
    pub page_marks: Labels,
    /// How titles of tables end, whatever they are.
    pub title_ends: Labels,
    /// How names of offices end.
    pub unit_endings: Labels,
    /// What may follow an office's name at the head of a title, besides a year.
    pub unit_followers: Labels,
    /// How a name and its value stand in one text: regular expressions with the named groups `name` and `target`.
    pub named_values: Vec<String>,
    /// Labels without a value.
    pub captions: Labels,
    /// Captions of blocks for the project's life.
    pub lifetime_captions: Labels,
    /// Captions of blocks for the year.
    pub annual_captions: Labels,
    /// What stands behind a label and is no value.
    pub noise: Labels,
    /// What follows the four digits of a year.
    pub year_marks: Labels,
    /// The ten digits in which a year may be written; a spelling each.
    pub year_numerals: Labels,
    /// Units of money that a header may state.
    pub money_units: Labels,
    /// Indicator columns by role.
    pub columns: BTreeMap<String, Labels>,
    /// Columns that have none in the indicators table; each cell becomes a field.
    pub extra_columns: BTreeMap<String, Labels>,
    /// Roles that stand in for a role that a heading lacks.
    pub column_fallback: BTreeMap<String, Vec<String>>,
    /// A column whose texts are mostly these words has this role, whatever its heading says.
    pub column_content: BTreeMap<String, Labels>,
    /// Role → the column that it is where its heading states an earlier year than the target's does.
    pub column_earlier: BTreeMap<String, String>,
    /// Marks that set a scored row over its unscored detail rows.
    pub parent_marks: Labels,
    /// Level 1 names by family.
    pub level1: BTreeMap<String, Labels>,
    /// Level 2 names by category.
    pub level2: BTreeMap<String, Labels>,
    /// `family/name` → category, where the family decides.
    pub level2_below: BTreeMap<String, String>,
    /// Header and footer fields.
    pub fields: BTreeMap<String, FieldEntry>,
    /// Heads over the amounts of a money table.
    pub money_columns: BTreeMap<String, Labels>,
}

/// One form family: a file of `mappings/`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappingFile {
    /// The mapping's name, as written to `forms.mapping`.
    pub name: String,
    /// The form type, as written to `form_type`.
    pub form_type: String,
    /// One line on which forms these are.
    pub about: String,
    /// How the form is told from others.
    pub choose: Choose,
    /// Further labels of indicator columns; they win over the vocabulary's.
    #[serde(default)]
    pub columns: BTreeMap<String, Labels>,
    /// Further columns that become fields.
    #[serde(default)]
    pub extra_columns: BTreeMap<String, Labels>,
    /// Roles that stand in for a role that a heading lacks.
    #[serde(default)]
    pub column_fallback: BTreeMap<String, Vec<String>>,
    /// Further header and footer fields.
    #[serde(default)]
    pub fields: BTreeMap<String, FieldEntry>,
    /// Further labels without a value.
    #[serde(default)]
    pub captions: Labels,
    /// Further total rows.
    #[serde(default)]
    pub totals: Labels,
    /// How a `packed` column's cells are taken apart: regular expressions with the named groups `level1`, `level2`,
    /// `name` and `target`, matched again and again along the cell; the one that finds most is taken.
    #[serde(default, deserialize_with = "one_or_more")]
    pub packed: Vec<String>,
}

/// A text, or a list of texts.
fn one_or_more<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Texts {
        One(String),
        More(Vec<String>),
    }
    Ok(match Texts::deserialize(deserializer)? {
        Texts::One(text) => vec![text],
        Texts::More(texts) => texts,
    })
}

/// How a form is told from others.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Choose {
    /// Endings of the form's title; `*` is any run of characters, `?` a year.
    pub titles: Labels,
    /// Words that the title must not have.
    pub not_titles: Labels,
    /// Column roles that the heading must have.
    pub columns: Vec<String>,
    /// Column roles that are enough under one of the titles; without a word on it, `columns` hold there too.
    pub titled_columns: Option<Vec<String>>,
    /// Column roles that speak for this form.
    pub likely_columns: Vec<String>,
    /// Column roles that the heading must not have.
    pub without_columns: Vec<String>,
    /// Header fields that speak for this form.
    pub fields: Vec<String>,
    /// Header fields of which the form must have one.
    pub needed_fields: Vec<String>,
    /// Header fields that speak against it.
    pub without_fields: Vec<String>,
    /// True when the form is taken only under one of its titles.
    pub title_needed: bool,
    /// True for the mapping of last resort: any form whose heading names levels, reported as unknown.
    pub any_heading: bool,
}

/// A header or footer field.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldEntry {
    /// The column of the forms table that takes the value.
    pub form: Option<String>,
    /// Of [`STAND_IN_COLUMNS`] the one that the value fills where nothing else does; said in `inferred`.
    pub stands_in: Option<String>,
    /// In a table of many forms: the field that a value is on a row without indicators, for the forms below it.
    pub over: Option<String>,
    /// For a unit of money: the field that any other value is.
    pub otherwise: Option<String>,
    /// What sort of value it is.
    #[serde(default)]
    pub kind: FieldKind,
    /// For a contact whose label has other meanings too: the most characters of a name.
    pub longest: Option<usize>,
    /// Its labels.
    #[serde(default)]
    pub labels: Labels,
    /// Labels that are the field's only where they head a column beside the levels.
    #[serde(default)]
    pub heads: Labels,
    /// Of a department's labels, those that give way to the others in a project's form.
    #[serde(default)]
    pub yielding: Labels,
}

/// What sort of value a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    /// Words.
    #[default]
    Text,
    /// An amount of money.
    Money,
    /// A rate or a score.
    Rate,
    /// A date.
    Date,
    /// A person's name or number: dropped unless contacts are kept.
    Contact,
}

/// Columns of the forms table that a field may fill.
pub const FORM_COLUMNS: &[&str] = &[
    "fiscal_year",
    "region",
    "department",
    "project",
    "objective",
    "money_unit",
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
    "filled_on",
];

/// Columns of the forms table that a field may fill with `stands_in`.
pub const STAND_IN_COLUMNS: &[&str] = &["department", "project", "objective"];

/// Roles of money columns that `[money_columns]` may name.
pub const MONEY_ROLES: &[&str] = &[
    "initial",
    "adjusted",
    "executed",
    "expected",
    "weight",
    "rate",
    "score",
    "amount",
    "previous",
    "previous_executed",
    "balance",
    "deviation_rate",
    "share",
    "change",
    "note",
    "number",
];

/// Level 1 families that `[level1]` may name.
pub const FAMILIES: &[&str] = &["output", "benefit", "satisfaction", "cost", "management"];

/// Categories that `[level2]` may name: the `category` column's values.
pub const CATEGORIES: &[&str] = &[
    "output.quantity",
    "output.quality",
    "output.timeliness",
    "output.cost",
    "cost.economic",
    "cost.social",
    "cost.ecological",
    "benefit.economic",
    "benefit.social",
    "benefit.ecological",
    "benefit.sustainable",
    "satisfaction",
    "management",
];
