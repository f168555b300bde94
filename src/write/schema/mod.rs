//! The one definition of every table that is written. A column stands once: its name, Chinese title, kind, key, getter
//! and what it holds, in English and Chinese. Every writer, the data package and the documentation are made from it.
//!
//! A writer sees texts only; an empty text is an absent value.

mod files;
mod forms;
mod indicators;

use std::borrow::Cow;
use std::io;

use crate::model::Submission;
use crate::write::{Fill, Headers};

pub use files::{FILES, FINDINGS};
pub use forms::{FIELDS, FORMS};
pub use indicators::INDICATORS;

/// Every table, in the order in which they are written.
pub static TABLES: &[&Table] = &[&INDICATORS, &FORMS, &FIELDS, &FINDINGS, &FILES];

/// What the texts of a column state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// One of these words.
    Enum(&'static [&'static str]),
    /// A count or a number of order: a whole number.
    Count,
    /// An exact decimal.
    Decimal,
    /// An exact decimal, or the text as written where it states none.
    Amount,
    /// An exact decimal or an ISO 8601 date.
    Measure,
    /// An ISO 8601 date, or the text as written where it states none.
    Date,
    /// JSON: left out by CSV and TSV.
    Values,
}

impl Kind {
    /// True for columns whose texts can be exact decimals.
    pub fn is_decimal(self) -> bool {
        matches!(self, Self::Decimal | Self::Amount | Self::Measure)
    }

    /// The kind in a word, for the documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Enum(_) => "word",
            Self::Count => "integer",
            Self::Decimal => "decimal",
            Self::Amount => "decimal or text",
            Self::Measure => "decimal or date",
            Self::Date => "date or text",
            Self::Values => "JSON",
        }
    }
}

/// A column's part in tying tables together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// None.
    No,
    /// It names the row.
    Primary,
    /// It names a row of that table, whose primary key has the same column name; or is empty.
    Of(&'static str),
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The stable English name.
    pub name: &'static str,
    /// The Chinese title.
    pub zh: &'static str,
    /// What its texts state.
    pub kind: Kind,
    /// What it ties together.
    pub key: Key,
    /// What it holds, in English (Markdown).
    pub about: &'static str,
    /// What it holds, in Chinese.
    pub about_zh: &'static str,
}

impl Column {
    /// The name that heads the column.
    pub fn heading(&self, headers: Headers) -> &'static str {
        match headers {
            Headers::En => self.name,
            Headers::Zh => self.zh,
        }
    }

    /// The English title: `Canonical value high`, `Form ID`.
    pub fn title(&self) -> String {
        let word = |word: &str| match word {
            "id" => "ID".to_owned(),
            "no" => "number".to_owned(),
            "sha256" => "SHA-256".to_owned(),
            other => other.to_owned(),
        };
        let title = self.name.split('_').map(word).collect::<Vec<_>>().join(" ");
        let mut letters = title.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    }
}

/// Takes a row's texts, one for each column.
pub type TakeRow<'t> = &'t mut dyn FnMut(&[Cow<'_, str>]) -> io::Result<()>;

/// A table: its name, its columns, and the rows that a submission gives.
pub struct Table {
    /// The name, as in `NAME.findings.csv`.
    pub name: &'static str,
    /// The Chinese title.
    pub zh: &'static str,
    /// What a row is, in English.
    pub about: &'static str,
    /// What a row is, in Chinese.
    pub about_zh: &'static str,
    /// The columns, in order.
    pub columns: &'static [Column],
    /// Hands on every row of a submission, in order.
    pub rows: fn(&Submission, Fill, TakeRow<'_>) -> io::Result<()>,
}

impl Table {
    /// The table's title.
    pub fn heading(&self, headers: Headers) -> &'static str {
        match headers {
            Headers::En => self.name,
            Headers::Zh => self.zh,
        }
    }

    /// The columns that a flat format writes, with their places.
    pub fn flat(&self) -> impl Iterator<Item = (usize, &'static Column)> {
        self.columns.iter().enumerate().filter(|(_, column)| column.kind != Kind::Values)
    }

    /// The column that names the row.
    pub fn primary(&self) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.key == Key::Primary)
    }

    /// A column's place.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

/// Turns what a getter gives into a column's text; 0 for a place that is not known is absent.
trait Cell<'a> {
    fn cell(self) -> Cow<'a, str>;
}

impl<'a> Cell<'a> for &'a str {
    fn cell(self) -> Cow<'a, str> {
        self.into()
    }
}

impl<'a> Cell<'a> for &'a String {
    fn cell(self) -> Cow<'a, str> {
        self.as_str().into()
    }
}

impl<'a> Cell<'a> for String {
    fn cell(self) -> Cow<'a, str> {
        self.into()
    }
}

impl<'a> Cell<'a> for &'a Option<String> {
    fn cell(self) -> Cow<'a, str> {
        self.as_deref().unwrap_or_default().into()
    }
}

impl<'a> Cell<'a> for Option<&'static str> {
    fn cell(self) -> Cow<'a, str> {
        self.unwrap_or_default().into()
    }
}

impl<'a> Cell<'a> for u64 {
    fn cell(self) -> Cow<'a, str> {
        self.to_string().into()
    }
}

impl<'a> Cell<'a> for usize {
    fn cell(self) -> Cow<'a, str> {
        self.to_string().into()
    }
}

impl<'a> Cell<'a> for u32 {
    fn cell(self) -> Cow<'a, str> {
        if self == 0 { "".into() } else { self.to_string().into() }
    }
}

/// Columns and, from the same lines, the function that gives a row's texts.
macro_rules! columns {
    ($columns:ident, $cells:ident($row:ident: $type:ty) { $(
        $name:literal $zh:literal $kind:ident $(($words:expr))? $(: $key:ident $(($of:literal))?)? = $get:expr;
        $about:literal $about_zh:literal;
    )* }) => {
        static $columns: &[Column] = &[$(Column {
            name: $name,
            zh: $zh,
            kind: Kind::$kind $(($words))?,
            key: [$(Key::$key $(($of))?,)? Key::No][0],
            about: $about,
            about_zh: $about_zh,
        }),*];

        fn $cells<'a>($row: $type) -> Vec<Cow<'a, str>> {
            vec![$($get.cell()),*]
        }
    };
}
use columns;
