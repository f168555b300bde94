//! All tables in a folder: CSV files and `datapackage.json` (Data Package 2.0, <https://datapackage.org>), which says
//! what every column holds.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::model::Submission;
use crate::write::schema::{Column, Key, Kind, TABLES, Table};
use crate::write::{BookWriter, BoxedBook, BoxedWriter, Fill, Headers, Style, csv};

/// The file that describes the package.
pub const DESCRIPTOR: &str = "datapackage.json";
/// The key of the descriptor that tells our packages from others.
pub const OURS: &str = "ingest";

/// The files of a package.
pub fn files() -> impl Iterator<Item = String> {
    TABLES.iter().map(|table| file(table)).chain([DESCRIPTOR.to_owned()])
}

fn file(table: &Table) -> String {
    format!("{}.csv", table.name)
}

/// Begins a package in an empty folder.
///
/// # Errors
/// When its files cannot be written.
pub fn open(folder: &Path, style: &Style) -> io::Result<BoxedBook> {
    let begin = |table: &&'static Table| {
        let out = BufWriter::new(File::create(folder.join(file(table)))?);
        Ok(Part { table, writer: csv::open(Box::new(out), table, style)?, rows: 0 })
    };
    let parts = TABLES.iter().map(begin).collect::<io::Result<_>>()?;
    Ok(Box::new(Package { folder: folder.to_path_buf(), parts, style: *style }))
}

struct Package {
    folder: PathBuf,
    parts: Vec<Part>,
    style: Style,
}

/// A table under way.
struct Part {
    table: &'static Table,
    writer: BoxedWriter,
    rows: u64,
}

impl BookWriter for Package {
    fn submission(&mut self, submission: &Submission) -> io::Result<()> {
        self.parts.iter_mut().try_for_each(|Part { table, writer, rows }| {
            (table.rows)(submission, self.style.fill, &mut |cells: &[Cow<'_, str>]| {
                *rows += 1;
                writer.row(cells)
            })
        })
    }

    fn finish(&mut self) -> io::Result<()> {
        let mut resources = Vec::new();
        for mut part in std::mem::take(&mut self.parts) {
            part.writer.finish()?;
            let (bytes, hash) = measure(&self.folder.join(file(part.table)))?;
            resources.push(resource(part.table, part.rows, bytes, &hash, self.style.headers));
        }
        let mut out = BufWriter::new(File::create(self.folder.join(DESCRIPTOR))?);
        serde_json::to_writer_pretty(&mut out, &descriptor(resources, &self.style))?;
        out.write_all(b"\n")?;
        out.flush()
    }
}

/// A file's size, and its SHA-256 in hex.
fn measure(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let (mut digest, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        let read = match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        digest.update(buffer.get(..read).unwrap_or_default());
        bytes += read as u64;
    }
    Ok((bytes, digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
}

fn descriptor(resources: Vec<Value>, style: &Style) -> Value {
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "performance-targets",
        "title": "Budget performance targets",
        "title_zh": "预算绩效目标",
        "description": "Performance-target forms as data: indicators, forms, their other fields, findings and files. An empty cell is an absent value.",
        "description_zh": "绩效目标表、自评表、监控表的数据：指标、表单、字段、问题和文件。空单元格表示没有。",
        OURS: {
            "formula_guard": style.formula_guard,
            "fill": match style.fill { Fill::Down => "down", Fill::Blank => "blank" },
        },
        "resources": resources,
    })
}

fn resource(table: &Table, rows: u64, bytes: u64, hash: &str, headers: Headers) -> Value {
    json!({
        "name": table.name,
        "type": "table",
        "path": file(table),
        "title": table.name,
        "title_zh": table.zh,
        "description": table.about,
        "description_zh": table.about_zh,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": bytes,
        "hash": format!("sha256:{hash}"),
        "rows": rows,
        "dialect": {"$schema": "https://datapackage.org/profiles/2.0/tabledialect.json", "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true},
        "schema": schema(table, headers),
    })
}

/// A table's columns as a Table Schema.
fn schema(table: &Table, headers: Headers) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), "https://datapackage.org/profiles/2.0/tableschema.json".into());
    schema.insert("fields".to_owned(), table.flat().map(|(_, column)| field(column, headers)).collect());
    schema.insert("missingValues".to_owned(), json!([""]));
    if let Some(key) = table.primary() {
        schema.insert("primaryKey".to_owned(), json!([key.heading(headers)]));
    }
    let foreign: Vec<Value> = table.flat().filter_map(|(_, column)| foreign(column, headers)).collect();
    if !foreign.is_empty() {
        schema.insert("foreignKeys".to_owned(), foreign.into());
    }
    schema.into()
}

fn foreign(column: &Column, headers: Headers) -> Option<Value> {
    let Key::Of(other) = column.key else { return None };
    let key = TABLES.iter().find(|table| table.name == other)?.primary()?;
    let reference = json!({"resource": other, "fields": [key.heading(headers)]});
    Some(json!({"fields": [column.heading(headers)], "reference": reference}))
}

fn field(column: &Column, headers: Headers) -> Value {
    let mut field = json!({
        "name": column.heading(headers),
        "type": match column.kind {
            Kind::Count => "integer",
            Kind::Decimal => "number",
            _ => "string",
        },
        "title": column.title(),
        "title_zh": column.zh,
        "description": column.about,
        "description_zh": column.about_zh,
        "holds": column.kind.name(),
    });
    let mut constraints = Map::new();
    if column.key == Key::Primary {
        constraints.insert("required".to_owned(), true.into());
        constraints.insert("unique".to_owned(), true.into());
    }
    match column.kind {
        Kind::Enum(words) => drop(constraints.insert("enum".to_owned(), words.into())),
        Kind::Count => drop(constraints.insert("minimum".to_owned(), 0.into())),
        Kind::Measure => drop(constraints.insert("pattern".to_owned(), MEASURE.into())),
        _ => {}
    }
    if !constraints.is_empty() {
        field["constraints"] = constraints.into();
    }
    field
}

/// A decimal, or a month or day of a year that may not be written.
pub const MEASURE: &str = r"-?[0-9]+(\.[0-9]+)?|([0-9]{4}|YYYY)-[0-9]{2}(-[0-9]{2})?";
