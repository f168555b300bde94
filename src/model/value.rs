//! A typed indicator value.

/// What sort of value a cell states; the `value_kind` column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ValueKind {
    /// A number, with or without comparator and unit.
    Quantitative,
    /// Words that state no number.
    #[default]
    Qualitative,
    /// A day, month or deadline.
    Date,
    /// A span of time.
    Period,
    /// Yes or no.
    Boolean,
    /// Blank, `……`, `/` and the like: a row without a value.
    Placeholder,
    /// The form's own template text, never filled in (`≥**%`).
    Template,
    /// Several values in one cell.
    Multiple,
}

impl ValueKind {
    /// The word written to the column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quantitative => "quantitative",
            Self::Qualitative => "qualitative",
            Self::Date => "date",
            Self::Period => "period",
            Self::Boolean => "boolean",
            Self::Placeholder => "placeholder",
            Self::Template => "template",
            Self::Multiple => "multiple",
        }
    }
}

/// How a value bounds the outcome; the `comparator` column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparator {
    /// At least.
    Ge,
    /// More than.
    Gt,
    /// Exactly.
    Eq,
    /// At most.
    Le,
    /// Less than.
    Lt,
    /// Between `value` and `value_high`.
    Between,
    /// About.
    Approx,
}

impl Comparator {
    /// The word written to the column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ge => "ge",
            Self::Gt => "gt",
            Self::Eq => "eq",
            Self::Le => "le",
            Self::Lt => "lt",
            Self::Between => "between",
            Self::Approx => "approx",
        }
    }
}

/// The texts from which a value is read, as a form's columns give them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ValueParts {
    /// The value cell, verbatim.
    pub raw: String,
    /// A comparator column's cell.
    pub comparator: Option<String>,
    /// A unit column's cell.
    pub unit: Option<String>,
    /// The indicator's name, which may carry the unit in brackets.
    pub name: String,
    /// The unit that the column heading or the form's header states for this column.
    pub header_unit: Option<String>,
}

/// Where a unit can be found: in the value cell, a column of its own, the indicator's name, the header.
pub const UNIT_SOURCES: [&str; 4] = ["value", "column", "name", "header"];

/// A value, typed. Numbers are decimal strings as written, never floats.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Value {
    /// What it is.
    pub kind: ValueKind,
    /// The bound, where one is written.
    pub comparator: Option<Comparator>,
    /// The number, or the ISO 8601 date or begin.
    pub value: Option<String>,
    /// The upper end of a range, or the ISO 8601 end.
    pub high: Option<String>,
    /// The unit as written.
    pub unit: Option<String>,
    /// The number with 万 and 亿 multiplied out.
    pub canonical_value: Option<String>,
    /// The upper end, likewise.
    pub canonical_high: Option<String>,
    /// The unit that goes with the canonical value.
    pub canonical_unit: Option<String>,
    /// Where the unit was found: one of [`UNIT_SOURCES`].
    pub unit_source: Option<&'static str>,
    /// The words around the number.
    pub qualifier: Option<String>,
    /// The single values, when the kind is [`ValueKind::Multiple`].
    pub values: Vec<Value>,
}
