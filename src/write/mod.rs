//! What is written, and how: one definition of every table's columns ([`schema`]), one file a format, one line each in
//! [`WRITERS`].
//!
//! Writers put bytes into any [`Write`]; they know no path and print nothing.

pub mod csv;
pub mod draw;
pub mod json;
pub mod schema;
pub mod tables;

use std::borrow::Cow;
use std::io::{self, Write};

use schema::Table;

/// Which names head the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Headers {
    /// The stable English names.
    #[default]
    En,
    /// The Chinese headings.
    Zh,
}

/// Whether merged level labels are carried down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fill {
    /// Every row has its levels.
    #[default]
    Down,
    /// As printed: a level stands in the first row of its span alone.
    Blank,
}

/// How tables are written, whatever the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Which names head the columns.
    pub headers: Headers,
    /// Whether merged level labels are carried down.
    pub fill: Fill,
    /// CSV and TSV begin with a byte order mark, so that Excel and WPS read UTF-8.
    pub bom: bool,
    /// CSV and TSV get a `'` before a text cell that a spreadsheet would take for a formula.
    pub formula_guard: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { headers: Headers::En, fill: Fill::Down, bom: true, formula_guard: true }
    }
}

/// Writes the rows of one table.
pub trait TableWriter {
    /// Writes a row: a text for each of the table's columns, empty where there is none.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    fn row(&mut self, cells: &[Cow<'_, str>]) -> io::Result<()>;

    /// Writes what closes the table, and flushes. To be called once, last.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    fn finish(&mut self) -> io::Result<()>;
}

/// A boxed writer of one table's rows.
pub type BoxedWriter = Box<dyn TableWriter>;

/// A format that holds one table.
pub struct Writer {
    /// The ending of file names that choose it.
    pub ending: &'static str,
    /// Begins a table.
    pub open: fn(Box<dyn Write>, &'static Table, &Style) -> io::Result<BoxedWriter>,
}

/// Every format of one table, one line each.
pub static WRITERS: &[Writer] = &[
    Writer { ending: "csv", open: csv::open },
    Writer { ending: "tsv", open: csv::open_tabs },
    Writer { ending: "json", open: json::open },
    Writer { ending: "ndjson", open: json::open_lines },
];

/// The writer for an ending, in any case.
pub fn writer(ending: &str) -> Option<&'static Writer> {
    WRITERS.iter().find(|writer| writer.ending.eq_ignore_ascii_case(ending))
}
