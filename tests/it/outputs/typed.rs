//! Workbooks, databases and Parquet files: types, keys, links.

use std::collections::BTreeMap;
use std::fs;

use ingest::finding::{Finding, NO_FORM};
use ingest::model::{Form, Indicator, Submission, Value};
use ingest::write::{Headers, Style, xlsx};
use parquet::record::Field;
use tempfile::TempDir;

use super::{FORM, csv_rows, parquet_rows, parts, run, with_samples};

/// A file of one form with an indicator for each value.
fn of(source_file: &str, values: &[&str]) -> Submission {
    let indicator = |(n, value): (usize, &&str)| Indicator {
        indicator_id: format!("{source_file}-f1-{}", n + 1),
        target: Value { value: Some((*value).to_owned()), ..Value::default() },
        target_raw: format!("={value}"),
        ..Indicator::default()
    };
    let mut finding = Finding::new(&NO_FORM, "", "");
    finding.indicator_id = format!("{source_file}-f1-{}", values.len());
    let form = Form {
        form_id: format!("{source_file}-f1"),
        indicators: values.iter().enumerate().map(indicator).collect(),
        ..Form::default()
    };
    Submission {
        source_file: source_file.to_owned(),
        forms: vec![form],
        findings: vec![finding],
        ..Submission::default()
    }
}

fn workbook(style: Style, rows: u32, submissions: &[Submission]) -> BTreeMap<String, String> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("o.xlsx");
    let mut book = xlsx::open_with(&path, &style, rows).unwrap();
    for submission in submissions {
        book.submission(submission).unwrap();
    }
    book.finish().unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "temporary files are gone");
    parts(&path)
}

#[test]
fn a_sheet_keeps_numbers_only_where_they_are_exact() {
    let values = ["12.50", "007", "12345678901234567", "2024-05-31", "-3"];
    let parts = workbook(Style::default(), xlsx::ROWS, &[of("a", &values)]);
    let sheet = &parts["xl/worksheets/sheet1.xml"];
    for number in ["<v>12.5</v>", "<v>-3</v>"] {
        assert!(sheet.contains(number), "{number}");
    }
    for text in ["<t>007</t>", "<t>12345678901234567</t>", "<t>2024-05-31</t>", "<t>=12.50</t>"] {
        assert!(sheet.contains(text), "{text}");
    }
    assert!(!sheet.contains("<f>"), "no text becomes a formula");
    assert!(parts["xl/styles.xml"].contains("formatCode=\"0.00\"") || sheet.contains("<v>12.5</v>"));
    for part in ["ySplit=\"1\"", "state=\"frozen\"", "<autoFilter ref=\"A1:AO6\"", "<cols>"] {
        assert!(sheet.contains(part), "{part}");
    }
    assert!(parts["docProps/core.xml"].contains("2000-01-01T00:00:00Z"));
}

#[test]
fn findings_lead_to_their_rows_and_full_sheets_go_on() {
    let submissions = [of("a", &["1", "2", "3"]), of("b", &["4", "5"])];
    let parts = workbook(Style { headers: Headers::Zh, ..Style::default() }, 3, &submissions);
    let book = &parts["xl/workbook.xml"];
    let names: Vec<&str> = book.split("<sheet name=\"").skip(1).map(|part| part.split('"').next().unwrap()).collect();
    assert_eq!(names, ["指标", "指标 (2)", "指标 (3)", "表单", "字段", "问题", "文件"]);
    assert!(parts["xl/worksheets/sheet1.xml"].contains("<t>指标编号</t>"));
    let third = &parts["xl/worksheets/sheet3.xml"];
    assert!(third.contains("<t>b-f1-2</t>") && third.contains("<t>指标编号</t>"), "{third}");
    let findings = &parts["xl/worksheets/sheet6.xml"];
    assert!(findings.contains("HYPERLINK(\"#'指标 (2)'!A2\",\"a-f1-3\")</f><v>a-f1-3</v>"), "{findings}");
    assert!(findings.contains("HYPERLINK(\"#'指标 (3)'!A2\",\"b-f1-2\")</f><v>b-f1-2</v>"), "{findings}");
}

#[test]
fn a_text_too_long_for_a_cell_is_cut_and_says_so() {
    let mut submission = of("a", &["1"]);
    submission.forms[0].objective = "😀".repeat(20_000);
    let parts = workbook(Style::default(), xlsx::ROWS, &[submission]);
    let sheet = &parts["xl/worksheets/sheet2.xml"];
    assert!(sheet.contains("😀…</t>"));
    assert_eq!(sheet.matches('😀').count(), 16_383);
}

#[test]
fn a_database_has_keys_and_views() {
    let folder = with_samples(&[FORM, "hunan-money-mismatch.docx", "scanned-report.pdf"]);
    let at = folder.path();
    for (headers, value, number) in [("en", "value", "value_number"), ("zh", "数值", "数值_number")] {
        assert_eq!(run(at, &["in", "--out", "o.sqlite", "--headers", headers]).0, 3);
        let database = rusqlite::Connection::open(at.join("o.sqlite")).unwrap();
        let one = |sql: &str| -> i64 { database.query_row(sql, [], |row| row.get(0)).unwrap() };
        assert_eq!(one("SELECT count(*) FROM pragma_foreign_key_check"), 0);
        assert_eq!(one("SELECT count(*) FROM files"), 3);
        assert_eq!(one("SELECT count(*) FROM indicators_wide"), one("SELECT count(*) FROM indicators"));
        assert!(one("SELECT count(*) FROM findings_by_department") > 0);
        assert!(one("SELECT count(*) FROM pragma_foreign_key_list('indicators')") == 2);
        assert!(one("SELECT count(*) FROM pragma_index_list('indicators')") >= 5);
        let numbers = format!(
            "SELECT count(*) FROM indicators_wide WHERE typeof(\"{number}\") = 'real' AND typeof(\"{value}\") = 'text'"
        );
        assert!(one(&numbers) > 20);
        assert_eq!(one(&format!("SELECT count(*) FROM indicators WHERE \"{value}\" = ''")), 0, "absent is NULL");
    }
}

#[test]
fn parquet_has_decimals_days_and_the_exact_text() {
    let folder = with_samples(&[FORM, "duty-table.docx", "side-by-side.docx"]);
    let at = folder.path();
    assert_eq!(run(at, &["in", "--out", "o.parquet"]).0, 0);
    assert_eq!(run(at, &["in", "--out", "o.csv"]).0, 0);
    let (mut decimals, mut dates) = (0, 0);
    let rows = parquet_rows(&at.join("o.parquet"));
    let written = csv_rows(&at.join("o.csv"));
    assert_eq!(rows.len(), written.len());
    for (row, written) in rows.iter().zip(&written) {
        let fields: BTreeMap<&String, &Field> = row.get_column_iter().collect();
        let field = |name: &str| fields[&name.to_owned()];
        assert_eq!(*field("indicator_id"), Field::Str(written["indicator_id"].clone()));
        let value = &written["value"];
        let text = if value.is_empty() { Field::Null } else { Field::Str(value.clone()) };
        assert_eq!(*field("value_text"), text);
        match (field("value"), field("value_date")) {
            (Field::Decimal(_), Field::Null) => {
                decimals += 1;
                assert_eq!(field("value").to_string().parse::<f64>().unwrap(), value.parse::<f64>().unwrap());
            }
            (Field::Null, Field::Date(_)) => {
                dates += 1;
                assert_eq!(field("value_date").to_string(), *value);
            }
            (Field::Null, Field::Null) => assert!(value.is_empty() || value.len() == 7, "{value}"),
            other => panic!("{other:?} of {value}"),
        }
    }
    assert!(decimals > 20 && dates > 0, "{decimals} decimals, {dates} dates");
}
