//! Comma- and tab-separated values: UTF-8, CRLF, quoted as RFC 4180 says.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::write::exact::Decimal;
use crate::write::schema::{Kind, Table};
use crate::write::{BoxedWriter, Out, Style, TableWriter};

/// The bytes that tell Excel and WPS that a file is UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Begins a comma-separated table: the mark, if wanted, and the heading.
///
/// # Errors
/// When the bytes cannot be written.
pub fn open(out: Out, table: &'static Table, style: &Style) -> io::Result<BoxedWriter> {
    begin(out, table, style, b',')
}

/// The same, tab-separated.
///
/// # Errors
/// When the bytes cannot be written.
pub fn open_tabs(out: Out, table: &'static Table, style: &Style) -> io::Result<BoxedWriter> {
    begin(out, table, style, b'\t')
}

fn begin(out: Out, table: &'static Table, style: &Style, delimiter: u8) -> io::Result<BoxedWriter> {
    let mut lines = Lines::new(out, style, delimiter)?;
    lines.line(table.flat().map(|(_, column)| (Kind::Text, column.heading(style.headers))))?;
    Ok(Box::new(CsvWriter { lines, table }))
}

struct CsvWriter {
    lines: Lines<Out>,
    table: &'static Table,
}

impl TableWriter for CsvWriter {
    fn row(&mut self, cells: &[Cow<'_, str>]) -> io::Result<()> {
        self.lines.line(self.table.flat().filter_map(|(n, column)| cells.get(n).map(|cell| (column.kind, &**cell))))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.lines.finish()
    }
}

/// Lines of cells, quoted and guarded; for any table.
pub struct Lines<W: Write> {
    csv: csv::Writer<W>,
    guard: bool,
}

impl<W: Write> Lines<W> {
    /// Begins with the byte order mark, if the style wants it.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn new(mut out: W, style: &Style, delimiter: u8) -> io::Result<Self> {
        if style.bom {
            out.write_all(BOM)?;
        }
        let csv = csv::WriterBuilder::new().delimiter(delimiter).terminator(csv::Terminator::CRLF).from_writer(out);
        Ok(Self { csv, guard: style.formula_guard })
    }

    /// Writes a line of cells.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn line<'a>(&mut self, cells: impl Iterator<Item = (Kind, &'a str)>) -> io::Result<()> {
        for (kind, cell) in cells {
            if self.guard && is_formula(kind, cell) {
                self.csv.write_field(format!("'{cell}")).map_err(cause)?;
            } else {
                self.csv.write_field(cell).map_err(cause)?;
            }
        }
        self.csv.write_record(None::<&[u8]>).map_err(cause)
    }

    /// Flushes.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn finish(&mut self) -> io::Result<()> {
        self.csv.flush()
    }
}

/// What the system said, its kind kept: a closed pipe is no failure.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// True for text that a spreadsheet would run, and for text that already looks guarded, so that the guard can be taken
/// off again: a `'` goes where `'`s and one of `= + - @ TAB CR` follow. A negative number in a column of numbers is a
/// number.
fn is_formula(kind: Kind, cell: &str) -> bool {
    let start = cell.trim_start_matches('\'');
    start.starts_with(['=', '+', '-', '@', '\t', '\r']) && !(kind.is_decimal() && Decimal::of(cell).is_some())
}
