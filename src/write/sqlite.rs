//! A SQLite database: a table a table, with keys and indexes, and two views. Decimals are texts, so that they stay exact;
//! the views give them as numbers too.
//!
//! The same rows in the same order give the same bytes: one transaction, and the indexes are made at its end.

use std::io;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, Value};

use crate::model::Submission;
use crate::write::schema::{Column, FILES, FINDINGS, FORMS, INDICATORS, Key, Kind, TABLES, Table};
use crate::write::{BookWriter, BoxedBook, Headers, Style};

/// Columns that are searched, beside the keys.
const SEARCHED: &[(&Table, &str)] = &[
    (&INDICATORS, "department"),
    (&INDICATORS, "category"),
    (&INDICATORS, "indicator"),
    (&FORMS, "department"),
    (&FINDINGS, "code"),
];

/// Begins a database in an empty file.
///
/// # Errors
/// When the file cannot be written.
pub fn open(path: &Path, style: &Style) -> io::Result<BoxedBook> {
    let connection = Connection::open(path).map_err(io::Error::other)?;
    // The file is thrown away if the run fails, so nothing needs to be rolled back. Indexes are sorted by threads: nothing
    // else is at work by then.
    connection
        .execute_batch(
            "PRAGMA foreign_keys = OFF; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA threads = 2;
             BEGIN;",
        )
        .map_err(io::Error::other)?;
    for table in TABLES {
        connection.execute_batch(&create(table, style.headers)).map_err(io::Error::other)?;
    }
    Ok(Box::new(Database { connection, inserts: TABLES.iter().map(|table| insert(table)).collect(), style: *style }))
}

struct Database {
    connection: Connection,
    inserts: Vec<String>,
    style: Style,
}

impl BookWriter for Database {
    fn submission(&mut self, submission: &Submission) -> io::Result<()> {
        for (table, insert) in TABLES.iter().zip(&self.inserts) {
            let mut statement = self.connection.prepare_cached(insert).map_err(io::Error::other)?;
            (table.rows)(submission, self.style.fill, &mut |cells| {
                let values = table.columns.iter().zip(cells).map(|(column, cell)| value(column.kind, cell));
                statement.execute(rusqlite::params_from_iter(values)).map_err(io::Error::other)?;
                Ok(())
            })?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let mut closing: String = TABLES.iter().map(|table| indexes(table, self.style.headers)).collect();
        closing.push_str(&wide(self.style.headers));
        closing.push_str(&by_department(self.style.headers));
        closing.push_str("COMMIT;");
        self.connection.execute_batch(&closing).map_err(io::Error::other)
    }
}

fn value(kind: Kind, cell: &str) -> ToSqlOutput<'_> {
    match kind {
        _ if cell.is_empty() => ToSqlOutput::Owned(Value::Null),
        Kind::Count => cell.parse().map_or(cell.into(), |number: i64| number.into()),
        _ => cell.into(),
    }
}

/// A name as SQL takes it.
fn name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn create(table: &Table, headers: Headers) -> String {
    let mut lines: Vec<String> = table.columns.iter().map(|column| definition(column, headers)).collect();
    for column in table.columns {
        if let Key::Of(other) = column.key
            && let Some(key) = TABLES.iter().find(|table| table.name == other).and_then(|table| table.primary())
        {
            let (own, theirs) = (name(column.heading(headers)), name(key.heading(headers)));
            lines.push(format!("FOREIGN KEY ({own}) REFERENCES {} ({theirs})", name(other)));
        }
    }
    format!("CREATE TABLE {} (\n  {}\n) STRICT;\n", name(table.name), lines.join(",\n  "))
}

fn definition(column: &Column, headers: Headers) -> String {
    let own = name(column.heading(headers));
    let kind = if column.kind == Kind::Count { "INTEGER" } else { "TEXT" };
    let key = if column.key == Key::Primary { " PRIMARY KEY NOT NULL" } else { "" };
    let words = match column.kind {
        Kind::Enum(words) => format!(" CHECK ({own} IN ('{}'))", words.join("', '")),
        _ => String::new(),
    };
    format!("{own} {kind}{key}{words}")
}

fn insert(table: &Table) -> String {
    let places = vec!["?"; table.columns.len()].join(", ");
    format!("INSERT INTO {} VALUES ({places})", name(table.name))
}

fn indexes(table: &Table, headers: Headers) -> String {
    let wanted = |column: &&Column| {
        let searched = SEARCHED.iter().any(|(searched, name)| searched.name == table.name && *name == column.name);
        searched || matches!(column.key, Key::Of(_))
    };
    let index = |column: &Column| {
        let own = name(&format!("{}_{}", table.name, column.name));
        format!("CREATE INDEX {own} ON {} ({});\n", name(table.name), name(column.heading(headers)))
    };
    table.columns.iter().filter(wanted).map(index).collect()
}

/// A column's heading, by its table and stable name.
fn heading(table: &Table, column: &str, headers: Headers) -> String {
    let own = table.columns.iter().find(|own| own.name == column);
    name(own.map_or(column, |own| own.heading(headers)))
}

/// Indicators with all that is known of their form and file, and decimals as numbers.
fn wide(headers: Headers) -> String {
    let mut columns: Vec<String> = Vec::new();
    let mut taken: Vec<&str> = Vec::new();
    for (short, table) in [("i", &INDICATORS), ("f", &FORMS), ("s", &FILES)] {
        for column in table.columns.iter().filter(|column| column.kind != Kind::Values) {
            if taken.contains(&column.name) || column.name == INDICATORS.name || column.name == FORMS.name {
                continue;
            }
            taken.push(column.name);
            let own = name(column.heading(headers));
            columns.push(format!("{short}.{own} AS {own}"));
            if column.kind.is_decimal() {
                let number = name(&format!("{}_number", column.heading(headers)));
                columns.push(format!(
                    "CASE WHEN {} THEN CAST({short}.{own} AS REAL) END AS {number}",
                    decimal(short, &own)
                ));
            }
        }
    }
    let (form, file) = (heading(&FORMS, "form_id", headers), heading(&FILES, "source_file", headers));
    format!(
        "CREATE VIEW indicators_wide AS SELECT\n  {}\nFROM indicators i\nLEFT JOIN forms f ON f.{form} = i.{form}\n\
         LEFT JOIN files s ON s.{file} = i.{file};\n",
        columns.join(",\n  ")
    )
}

/// True in SQL for texts that are decimals: digits, a point, a minus in front and nowhere else.
fn decimal(short: &str, own: &str) -> String {
    let own = format!("{short}.{own}");
    format!("{own} GLOB '*[0-9]' AND {own} NOT GLOB '*[^0-9.-]*' AND {own} NOT GLOB '?*-*' AND {own} NOT GLOB '*.*.*'")
}

/// How many findings of each sort a department's forms have.
fn by_department(headers: Headers) -> String {
    let of = |table, column| heading(table, column, headers);
    let (form, file) = (of(&FORMS, "form_id"), of(&FINDINGS, "source_file"));
    let (department, severity, code) = (of(&FORMS, "department"), of(&FINDINGS, "severity"), of(&FINDINGS, "code"));
    format!(
        "CREATE VIEW findings_by_department AS SELECT f.{department} AS {department}, n.{severity} AS {severity}, \
         n.{code} AS {code},\n  count(*) AS {findings}, count(DISTINCT n.{file}) AS {files}\nFROM findings n\n\
         LEFT JOIN forms f ON f.{form} = n.{form}\nGROUP BY 1, 2, 3\nORDER BY 1, 2, 3;\n",
        findings = name(FINDINGS.heading(headers)),
        files = name(FILES.heading(headers)),
    )
}
