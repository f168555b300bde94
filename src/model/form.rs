//! What the mapping stage yields: forms, their indicators and their other labelled cells.

use std::collections::BTreeMap;

use crate::finding::Place;
use crate::model::{Name, Value, ValueParts};

/// Whether an indicator is for the year or for the project's whole life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// The fiscal year.
    Annual,
    /// The project's life, or the medium term.
    Lifetime,
}

impl Period {
    /// The word written to the column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Annual => "annual",
            Self::Lifetime => "lifetime",
        }
    }
}

/// An amount of money or a rate in a form's header: as written, typed, and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Money {
    /// As written.
    pub raw: String,
    /// The decimal, if the text states one.
    pub value: Option<String>,
    /// Its own unit, where the cell states one.
    pub unit: Option<String>,
    /// Where it stands.
    pub place: Option<Place>,
}

/// One form of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// First 12 hex digits of the file's SHA-256, `-f`, the form's number in the file.
    pub form_id: String,
    /// Where the form begins.
    pub place: Place,
    /// The mapping's form type.
    pub form_type: String,
    /// The mapping's name.
    pub mapping: String,
    /// The title as printed.
    pub title: String,
    /// The fiscal year, four digits, or empty.
    pub fiscal_year: String,
    /// What the cell labelled with the year says, as written.
    pub stated_year: String,
    /// The region, as written.
    pub region: String,
    /// The department, as written.
    pub department: String,
    /// The project, as written.
    pub project: String,
    /// The performance objective, as written.
    pub objective: String,
    /// The unit of the money cells.
    pub money_unit: String,
    /// Amounts by column name of the forms table: `budget_total`, `general_public_budget` …
    pub money: BTreeMap<&'static str, Money>,
    /// The date the form was filled in: ISO 8601 where it can be read.
    pub filled_on: String,
    /// What was worked out, not read: `department:document`.
    pub inferred: Vec<String>,
    /// The department's code in a list of departments, or empty.
    pub department_code: String,
    /// The code of that department's region (GB/T 2260), or empty.
    pub region_code: String,
    /// The form's indicators, in order.
    pub indicators: Vec<Indicator>,
    /// The form's other labelled cells, in order.
    pub fields: Vec<Field>,
}

/// One indicator row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Indicator {
    /// `<form_id>-<n>`.
    pub indicator_id: String,
    /// Where the row's value cell, or its name, stands.
    pub place: Place,
    /// Level 1 label as stated, cleaned.
    pub level1: String,
    /// Level 2 label as stated, cleaned.
    pub level2: String,
    /// Level 3: the indicator's name, cleaned.
    pub indicator: String,
    /// True when level 1 is printed in a row above (carried down).
    pub level1_carried: bool,
    /// True when level 2 is printed in a row above (carried down).
    pub level2_carried: bool,
    /// Canonical category, or empty.
    pub category: String,
    /// Annual or lifetime, where the form says.
    pub period: Option<Period>,
    /// The texts of the target.
    pub target_parts: ValueParts,
    /// The target as the value cell(s) state it, verbatim, split columns joined.
    pub target_raw: String,
    /// The target, typed.
    pub target: Value,
    /// The level above where a form has a fourth.
    pub parent: String,
    /// The standard or basis column.
    pub standard: String,
    /// The explanation column.
    pub explanation: String,
    /// The remarks column.
    pub note: String,
    /// The weight column, or the score in brackets behind the name.
    pub weight: String,
    /// The texts of the outcome.
    pub actual_parts: ValueParts,
    /// The outcome as written.
    pub actual_raw: String,
    /// The outcome, typed.
    pub actual: Value,
    /// The score column.
    pub score: String,
    /// The deviation or reason column.
    pub deviation: String,
    /// The direction column.
    pub direction: String,
    /// What was worked out, not read: `level1:fill-down`.
    pub inferred: Vec<String>,
    /// Codes of the findings on this row.
    pub findings: Vec<&'static str>,
    /// Where each column of the row stands, by column name.
    pub places: BTreeMap<&'static str, Place>,
}

/// One labelled cell that is no indicator.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// The field's name in the mapping.
    pub field: String,
    /// The label as printed.
    pub label: String,
    /// The value as printed.
    pub value_raw: String,
    /// The value's number, where it states one.
    pub value: String,
    /// The value's unit, where it states one.
    pub unit: String,
    /// Where the value stands.
    pub place: Place,
}

/// What a cell was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Use {
    /// No text.
    #[default]
    Blank,
    /// A label that the mapping knows; its role.
    Label(Name),
    /// The head of an indicator column; the column's role.
    Head(Name),
    /// The head of a column of amounts.
    MoneyHead(&'static str),
    /// A field's value; the field's name.
    Field(Name),
    /// A field's amount in a column of amounts; both names.
    Amount(Name, &'static str),
    /// Part of an indicator: the column's name.
    Indicator(&'static str),
    /// Text that no label explains: under a finding.
    Reported,
}
