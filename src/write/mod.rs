//! What is written, and how: one definition of every table's columns ([`schema`]), one file a format, one line each in
//! [`WRITERS`] (formats that hold one table) or [`BOOKS`] (formats that hold them all).
//!
//! Writers print nothing. That output appears whole or not at all is the business of whoever opens them.

pub mod csv;
pub mod dictionary;
pub mod draw;
pub mod exact;
pub mod json;
pub mod package;
pub mod parquet;
pub mod review;
pub mod schema;
pub mod sqlite;
pub mod tables;
pub mod xlsx;

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use crate::model::Submission;
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

/// Where a writer of one table puts its bytes.
pub type Out = Box<dyn Write + Send>;

/// A boxed writer of one table's rows.
pub type BoxedWriter = Box<dyn TableWriter>;

/// A format that holds one table.
pub struct Writer {
    /// The ending of file names that choose it.
    pub ending: &'static str,
    /// Begins a table.
    pub open: fn(Out, &'static Table, &Style) -> io::Result<BoxedWriter>,
}

/// Every format of one table, one line each.
pub static WRITERS: &[Writer] = &[
    Writer { ending: "csv", open: csv::open },
    Writer { ending: "tsv", open: csv::open_tabs },
    Writer { ending: "json", open: json::open },
    Writer { ending: "ndjson", open: json::open_lines },
    Writer { ending: "parquet", open: parquet::open },
];

/// The writer for an ending, in any case.
pub fn writer(ending: &str) -> Option<&'static Writer> {
    WRITERS.iter().find(|writer| writer.ending.eq_ignore_ascii_case(ending))
}

/// Writes every table at once.
pub trait BookWriter {
    /// Writes the rows that a submission gives to each table.
    ///
    /// # Errors
    /// When they cannot be written.
    fn submission(&mut self, submission: &Submission) -> io::Result<()>;

    /// Writes what closes the book. To be called once, last.
    ///
    /// # Errors
    /// When it cannot be written.
    fn finish(&mut self) -> io::Result<()>;
}

/// A boxed writer of every table.
pub type BoxedBook = Box<dyn BookWriter>;

/// A format that holds every table.
pub struct Book {
    /// The ending of file names that choose it.
    pub ending: &'static str,
    /// Begins a book at a path: an empty file, or an empty folder for [`PACKAGE`].
    pub open: fn(&Path, &Style) -> io::Result<BoxedBook>,
}

/// Every format of all tables in one file, one line each.
pub static BOOKS: &[Book] = &[Book { ending: "xlsx", open: xlsx::open }, Book { ending: "sqlite", open: sqlite::open }];

/// All tables in a folder.
pub static PACKAGE: Book = Book { ending: "", open: package::open };

/// The book for an ending, in any case.
pub fn book(ending: &str) -> Option<&'static Book> {
    BOOKS.iter().find(|book| book.ending.eq_ignore_ascii_case(ending))
}
