//! The data dictionary: what every column of every table holds, for people and as CSV on the Web metadata
//! (<https://www.w3.org/TR/tabular-metadata/>).

use serde_json::{Map, Value, json};

use crate::write::package::MEASURE;
use crate::write::schema::{Column, Key, Kind, TABLES, Table};

/// Every table's columns in Markdown.
pub fn markdown() -> String {
    TABLES.iter().map(|table| section(table)).collect::<Vec<_>>().join("\n")
}

fn section(table: &Table) -> String {
    let mut text = format!("### {} ({}): {}\n\n", table.name, table.zh, table.about);
    text.push_str("| column | 列 | type | what it holds | 含义 |\n|---|---|---|---|---|\n");
    for column in table.columns {
        let words = match column.kind {
            Kind::Enum(words) => {
                format!(": {}", words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "))
            }
            _ => String::new(),
        };
        let key = match column.key {
            Key::No => String::new(),
            Key::Primary => "; key".to_owned(),
            Key::Of(other) => format!("; of {other}"),
        };
        let (kind, about) = (column.kind.name(), column.about);
        text.push_str(&format!(
            "| `{}` | {} | {kind}{key} | {about}{words} | {} |\n",
            column.name, column.zh, column.about_zh
        ));
    }
    text
}

/// Every table's columns as CSV on the Web metadata, with titles and descriptions in English and Chinese.
pub fn json() -> String {
    let tables: Vec<Value> = TABLES.iter().map(|table| described(table)).collect();
    let group = json!({
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "tables": tables,
    });
    format!("{group:#}\n")
}

fn described(table: &Table) -> Value {
    let columns: Vec<Value> = table.flat().map(|(_, column)| column_of(column)).collect();
    let mut schema = Map::new();
    schema.insert("columns".to_owned(), columns.into());
    if let Some(key) = table.primary() {
        schema.insert("primaryKey".to_owned(), key.name.into());
    }
    let foreign: Vec<Value> = table
        .flat()
        .filter_map(|(_, column)| match column.key {
            Key::Of(other) => Some(json!({
                "columnReference": column.name,
                "reference": {"resource": format!("{other}.csv"), "columnReference": column.name},
            })),
            _ => None,
        })
        .collect();
    if !foreign.is_empty() {
        schema.insert("foreignKeys".to_owned(), foreign.into());
    }
    json!({
        "url": format!("{}.csv", table.name),
        "dc:title": in_both(table.name, table.zh),
        "dc:description": in_both(table.about, table.about_zh),
        "tableSchema": schema,
    })
}

fn column_of(column: &Column) -> Value {
    let datatype = match column.kind {
        Kind::Text | Kind::Amount | Kind::Date | Kind::Values => json!("string"),
        Kind::Enum(words) => json!({"base": "string", "format": words.join("|").replace('.', r"\.")}),
        Kind::Measure => json!({"base": "string", "format": MEASURE}),
        Kind::Count => json!("nonNegativeInteger"),
        Kind::Decimal => json!("decimal"),
    };
    json!({
        "name": column.name,
        "titles": {"en": [column.title(), column.name], "zh": column.zh},
        "dc:description": in_both(column.about, column.about_zh),
        "datatype": datatype,
        "required": column.key == Key::Primary,
    })
}

fn in_both(english: &str, chinese: &str) -> Value {
    json!([{"@value": english, "@language": "en"}, {"@value": chinese, "@language": "zh"}])
}
