//! Comma- and tab-separated values: UTF-8, CRLF, quoted as RFC 4180 says.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::write::schema::{Column, Kind, Table};
use crate::write::{BoxedWriter, Style, TableWriter};

/// The bytes that tell Excel and WPS that a file is UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Begins a comma-separated table: the mark, if wanted, and the heading.
///
/// # Errors
/// When the bytes cannot be written.
pub fn open(out: Box<dyn Write>, table: &'static Table, style: &Style) -> io::Result<BoxedWriter> {
    begin(out, table, style, b',')
}

/// The same, tab-separated.
///
/// # Errors
/// When the bytes cannot be written.
pub fn open_tabs(out: Box<dyn Write>, table: &'static Table, style: &Style) -> io::Result<BoxedWriter> {
    begin(out, table, style, b'\t')
}

fn begin(out: Box<dyn Write>, table: &'static Table, style: &Style, delimiter: u8) -> io::Result<BoxedWriter> {
    let columns: Vec<&'static Column> = table.columns.iter().filter(|column| column.kind != Kind::Values).collect();
    let mut lines = Lines::new(out, style, delimiter)?;
    lines.line(columns.iter().map(|column| (Kind::Text, column.heading(style.headers))))?;
    Ok(Box::new(CsvWriter { lines, table }))
}

struct CsvWriter {
    lines: Lines<Box<dyn Write>>,
    table: &'static Table,
}

impl TableWriter for CsvWriter {
    fn row(&mut self, cells: &[Cow<'_, str>]) -> io::Result<()> {
        let kinds = self.table.columns.iter().map(|column| column.kind);
        self.lines.line(kinds.zip(cells).filter(|(kind, _)| *kind != Kind::Values).map(|(kind, cell)| (kind, &**cell)))
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
                self.csv.write_field(format!("'{cell}"))?;
            } else {
                self.csv.write_field(cell)?;
            }
        }
        self.csv.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Flushes.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn finish(&mut self) -> io::Result<()> {
        self.csv.flush()
    }
}

/// True for text that a spreadsheet would run. A plain negative number in a number column is a number.
fn is_formula(kind: Kind, cell: &str) -> bool {
    let number = || cell[1..].bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !(kind != Kind::Text && cell.starts_with('-') && number())
}
