//! JSON: one array of objects, or an object a line; the same keys in each, `null` where there is no value.
//!
//! Numbers that a document states stay strings, so that no decimal is bent into a float; counts are numbers.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::write::schema::{Kind, Table};
use crate::write::{BoxedWriter, Out, Style, TableWriter};

/// Begins an array of objects.
///
/// # Errors
/// When the bytes cannot be written.
pub fn open(mut out: Out, table: &'static Table, style: &Style) -> io::Result<BoxedWriter> {
    out.write_all(b"[")?;
    Ok(begin(out, table, style, true))
}

/// Begins objects, one a line.
///
/// # Errors
/// Never here; the signature is that of every writer.
pub fn open_lines(out: Out, table: &'static Table, style: &Style) -> io::Result<BoxedWriter> {
    Ok(begin(out, table, style, false))
}

fn begin(out: Out, table: &'static Table, style: &Style, array: bool) -> BoxedWriter {
    let keys = table.columns.iter().map(|column| (quoted(column.heading(style.headers)), column.kind)).collect();
    Box::new(JsonWriter { out, keys, array, rows: 0 })
}

struct JsonWriter {
    out: Out,
    keys: Vec<(String, Kind)>,
    array: bool,
    rows: u64,
}

impl TableWriter for JsonWriter {
    fn row(&mut self, cells: &[Cow<'_, str>]) -> io::Result<()> {
        if self.array {
            self.out.write_all(if self.rows == 0 { b"\n" } else { b",\n" })?;
        }
        self.rows += 1;
        for (n, ((key, kind), cell)) in self.keys.iter().zip(cells).enumerate() {
            let opening = if n == 0 { "{" } else { ", " };
            write!(self.out, "{opening}{key}: {}", value(*kind, cell))?;
        }
        self.out.write_all(if self.array { b"}" } else { b"}\n" })
    }

    fn finish(&mut self) -> io::Result<()> {
        if self.array {
            self.out.write_all(if self.rows == 0 { b"]\n" } else { b"\n]\n" })?;
        }
        self.out.flush()
    }
}

fn value(kind: Kind, cell: &str) -> Cow<'_, str> {
    match kind {
        _ if cell.is_empty() => "null".into(),
        Kind::Count | Kind::Values => cell.into(),
        _ => quoted(cell).into(),
    }
}

/// A text as a JSON string, quotes included.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
