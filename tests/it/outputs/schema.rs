//! The one definition of the tables, and what is made from it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use ingest::model::{Comparator, Period, Status, ValueKind};
use ingest::write::dictionary;
use ingest::write::exact::{Decimal, days};
use ingest::write::schema::{FILES, INDICATORS, Key, Kind, TABLES, Table};
use tempfile::TempDir;

use super::run;

#[test]
fn the_documentation_says_what_the_schema_says() {
    let docs = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/output.md")).unwrap();
    let place = TempDir::new().unwrap();
    let (code, said) = run(place.path(), &["schema"]);
    assert_eq!((code, &said), (0, &dictionary::markdown()));
    assert!(docs.contains(&said), "docs/output.md is not what `ingest schema` says; paste it there:\n{said}");
}

#[test]
fn the_dictionary_is_metadata_of_the_web() {
    let place = TempDir::new().unwrap();
    let (code, said) = run(place.path(), &["schema", "--format", "json"]);
    assert_eq!(code, 0);
    let group: serde_json::Value = serde_json::from_str(&said).unwrap();
    let tables = group["tables"].as_array().unwrap();
    assert_eq!(tables.len(), TABLES.len());
    let value = tables[0]["tableSchema"]["columns"].as_array().unwrap().iter().find(|c| c["name"] == "value").unwrap();
    assert_eq!(value["titles"]["zh"], "数值");
    assert_eq!(tables[0]["tableSchema"]["primaryKey"], "indicator_id");
}

#[test]
fn every_column_is_described_in_both_languages() {
    for table in TABLES {
        for column in table.columns {
            assert!(
                !column.about.is_empty() && column.about.is_ascii() || column.about.contains(['万', '‰', '指', '…'])
            );
            assert!(!column.about_zh.is_empty() && !column.about_zh.is_ascii() && !column.zh.is_ascii());
            let Key::Of(other) = column.key else { continue };
            let other = TABLES.iter().find(|table| table.name == other).unwrap();
            assert_eq!(other.primary().unwrap().name, column.name, "a key has one name everywhere");
        }
    }
}

#[track_caller]
fn words(table: &Table, column: &str) -> BTreeSet<&'static str> {
    match table.columns[table.position(column).unwrap()].kind {
        Kind::Enum(words) => words.iter().copied().collect(),
        kind => panic!("{column} is {kind:?}"),
    }
}

#[test]
fn the_words_of_a_column_are_those_that_the_model_can_give() {
    use ValueKind as V;
    let kinds =
        [V::Quantitative, V::Qualitative, V::Date, V::Period, V::Boolean, V::Placeholder, V::Template, V::Multiple];
    assert_eq!(words(&INDICATORS, "value_kind"), kinds.map(V::name).into());
    use Comparator as C;
    let comparators = [C::Ge, C::Gt, C::Eq, C::Le, C::Lt, C::Between, C::Approx];
    assert_eq!(words(&INDICATORS, "comparator"), comparators.map(C::name).into());
    assert_eq!(words(&INDICATORS, "period"), [Period::Annual, Period::Lifetime].map(Period::name).into());
    use Status as S;
    let statuses = [S::Ok, S::Partial, S::NoForm, S::Duplicate, S::Rejected];
    assert_eq!(words(&FILES, "status"), statuses.map(S::name).into());
    let categories = ingest::mapping::schema::CATEGORIES;
    assert_eq!(words(&INDICATORS, "category"), categories.iter().copied().collect());
}

#[test]
fn numbers_are_numbers_only_where_every_digit_is_kept() {
    let float = |text| Decimal::of(text).and_then(|decimal| decimal.float());
    assert_eq!(float("12.50"), Some(12.5));
    assert_eq!(float("-0.1"), Some(-0.1));
    for text in ["", "-", ".5", "5.", "1e5", "１", "+1", "007", "1234567890123456", "0.1234567890123456", "1.2.3", " 1"]
    {
        assert_eq!(float(text), None, "{text:?}");
    }
    let scaled = |text: &str| Decimal::of(text).and_then(|decimal| decimal.scaled(2));
    assert_eq!(scaled("12.5"), Some(1250));
    assert_eq!(scaled("-0.05"), Some(-5));
    assert_eq!(scaled("000"), Some(0));
    assert_eq!(scaled("0.001"), None);
    assert_eq!(scaled(&"9".repeat(36)), Some("9".repeat(36).parse::<i128>().unwrap() * 100));
    assert_eq!(scaled(&"9".repeat(37)), None);
}

#[test]
fn days_are_counted_as_calendars_do() {
    assert_eq!(days("1970-01-01"), Some(0));
    assert_eq!(days("2000-03-01"), Some(11_017));
    assert_eq!(days("2024-12-31"), Some(20_088));
    assert_eq!(days("1969-12-31"), Some(-1));
    assert_eq!(days("2024-02-29"), Some(19_782));
    for text in [
        "2023-02-29",
        "1900-02-29",
        "2024-13-01",
        "2024-00-01",
        "2024-04-31",
        "2024-05",
        "YYYY-05-01",
        "24-05-01",
        "2024-05-01-",
    ] {
        assert_eq!(days(text), None, "{text}");
    }
}
