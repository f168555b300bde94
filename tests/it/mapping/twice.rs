//! The labels of the built-in mappings: none stands where another hides it.

use std::collections::BTreeMap;
use std::fs;

use ingest::text::key;
use toml::Value;

/// The lists of labels that share one set of keys, each with its name.
fn lists(file: &toml::Table) -> BTreeMap<&'static str, Vec<(String, Vec<String>)>> {
    let mut sets: BTreeMap<&str, Vec<(String, Vec<String>)>> = BTreeMap::new();
    let texts = |value: &Value| {
        let texts = value.as_array().into_iter().flatten();
        texts.filter_map(|text| text.as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let tables = [("columns", "column"), ("extra_columns", "column"), ("money_columns", "amount")];
    for (table, set) in tables {
        for (name, labels) in file.get(table).and_then(Value::as_table).into_iter().flatten() {
            sets.entry(set).or_default().push((format!("{table}.{name}"), texts(labels)));
        }
    }
    for (name, field) in file.get("fields").and_then(Value::as_table).into_iter().flatten() {
        for (part, set) in [("labels", "field"), ("heads", "head of a field")] {
            let labels = field.get(part).map(texts).unwrap_or_default();
            sets.entry(set).or_default().push((format!("fields.{name}.{part}"), labels));
        }
    }
    for name in ["captions", "totals"] {
        sets.entry(name).or_default().push((name.to_owned(), file.get(name).map(texts).unwrap_or_default()));
    }
    sets
}

#[test]
fn a_label_stands_once_in_a_mapping() {
    let mut labels = 0;
    let mut twice = Vec::new();
    for file in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/mappings")).unwrap() {
        let path = file.unwrap().path();
        let table: toml::Table = fs::read_to_string(&path).unwrap().parse().unwrap();
        for (_, lists) in lists(&table) {
            let mut known: BTreeMap<String, String> = BTreeMap::new();
            for (list, label) in lists.iter().flat_map(|(list, of)| of.iter().map(move |label| (list, label))) {
                labels += 1;
                // A star at an edge is part of what a label matches, not an ornament.
                let key = if label.contains('*') { label.clone() } else { key(label) };
                if let Some(other) = known.insert(key, list.clone()) {
                    twice.push(format!("{}: {label} in {list}, and in {other}", path.display()));
                }
            }
        }
    }
    assert!(labels > 1000, "{labels}");
    assert_eq!(twice, Vec::<String>::new());
}
