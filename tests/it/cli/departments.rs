//! `--departments FILE`: codes, and who has not handed in.

use std::fs;
use std::path::Path;

use super::{Place, column, rows};
use crate::support::{sample, samples};

/// The collection of the samples, in a folder of its own.
fn collection() -> Place {
    let place = Place::new();
    for file in samples().iter().filter(|file| file.starts_with(sample("offices"))) {
        let below = file.strip_prefix(sample("")).unwrap();
        place.put(below.to_str().unwrap(), fs::read(file).unwrap());
    }
    place
}

const LIST: &str = "offices/departments.csv";

#[test]
fn forms_and_indicators_get_codes_and_the_missing_are_named() {
    let place = collection();
    let run = place.run(&["offices", "--out", "out/", "--departments", LIST, "--prefer", "latest"]).ends(3);
    assert!(run.err.contains("departments without a form (1 of 3):\n  文化旅游广电局 (118001)\n"), "{}", run.err);
    assert!(
        run.err.contains("departments without a form for a year (1 of 3):\n  水利局 (112001): 2023\n"),
        "{}",
        run.err
    );
    let forms = place.text("out/forms.csv");
    assert_eq!(column(&forms, "department_code"), ["105001", "105001", "112001"]);
    assert_eq!(column(&forms, "region_code"), ["439921"; 3]);
    let indicators = place.text("out/indicators.csv");
    assert_eq!(rows(&indicators)[0][rows(&indicators)[0].len() - 2..], ["department_code", "region_code"]);
    assert!(column(&indicators, "department_code").iter().all(|code| !code.is_empty()));
    assert!(column(&indicators, "inferred").iter().all(|said| said.contains("department_code:region")));
    let findings = rows(&place.text("out/findings.csv"));
    let last: Vec<_> = findings[findings.len() - 2..].iter().map(|row| (row[1].as_str(), row[2].as_str())).collect();
    assert_eq!(last, [("year-missing", ""), ("department-missing", "")], "they stand on no file");
    // The list is no input, and a finding of the whole run is no file.
    assert_eq!(column(&place.text("out/files.csv"), "source_file").len(), 6);
}

#[test]
fn without_a_list_the_columns_are_empty_and_nothing_is_missing() {
    let place = collection();
    fs::remove_file(place.path(LIST)).unwrap();
    place.run(&["offices", "--out", "out/"]).ends(3);
    assert!(column(&place.text("out/forms.csv"), "department_code").iter().all(String::is_empty));
    assert!(!column(&place.text("out/findings.csv"), "code").iter().any(|code| code.ends_with("-missing")));
}

#[test]
fn findings_on_no_file_keep_the_keys_of_the_database() {
    let place = collection();
    place.run(&["offices", "--out", "out.sqlite", "--departments", LIST]).ends(3);
    place.run(&["offices", "--out", "out.xlsx", "--departments", LIST]).ends(3);
    let database = rusqlite::Connection::open(place.path("out.sqlite")).unwrap();
    let count = |query: &str| database.query_row(query, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM findings WHERE source_file IS NULL"), 2);
    assert_eq!(count("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_eq!(count("SELECT count(*) FROM files WHERE source_file = ''"), 0);
}

#[test]
fn the_list_may_be_a_workbook_or_come_from_another_encoding() {
    let place = collection();
    let text = encoding_rs::GB18030.decode(&fs::read(place.path(LIST)).unwrap()).0.into_owned();
    place.put("utf8.csv", format!("\u{feff}{text}"));
    place.put("tabs.tsv", text.replace(',', "\t"));
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (r, line) in (0..).zip(text.lines()) {
        for (c, cell) in (0..).zip(line.split(',')) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(r, c, number).unwrap(),
                Err(_) => sheet.write_string(r, c, cell).unwrap(),
            };
        }
    }
    book.save(place.path("book.xlsx")).unwrap();
    let coded = |list: &str| {
        place.run(&["offices/2024", "--out", "out.csv", "--departments", list]).ends(3);
        column(&place.text("out.csv"), "department_code")
    };
    let codes = coded(LIST);
    assert!(codes.contains(&"105001".to_owned()));
    for list in ["utf8.csv", "tabs.tsv", "book.xlsx"] {
        assert_eq!(coded(list), codes, "{list}");
    }
}

#[test]
fn an_unsound_list_writes_nothing_and_says_where() {
    let place = collection();
    place.put("bad.csv", "code,name\n1,甲局\n1,乙局\n");
    let run = |list: &str| place.run(&["offices", "--out", "out.csv", "--departments", list]).ends(1).says("hint: ");
    run("bad.csv").says("bad.csv, row 3: the code 1 is that of 甲局 in row 2");
    run("gone.csv").says("gone.csv: the file cannot be read");
    run("offices/2024/教育局绩效目标表.docx").says("has no heading with a code and a name");
    assert!(!Path::new(&place.path("out.csv")).exists());
}

#[test]
fn many_missing_departments_are_counted_in_the_summary_and_listed_in_the_findings() {
    let place = collection();
    let list: String = (0..30).map(|n| format!("{n},第{n}局\n")).collect();
    place.put("list.csv", format!("code,name\n{list}"));
    let run = place.run(&["offices/2024", "--out", "out.csv", "--departments", "list.csv"]).ends(3);
    assert!(run.err.contains("(30 of 30):") && run.err.contains("and 20 more, see out.findings.csv"), "{}", run.err);
    let strangers = "names that the list of departments does not have (2), with the nearest:\n  澄岚县教育局: ";
    assert!(run.err.contains(strangers), "{}", run.err);
    let findings = place.text("out.findings.csv");
    let codes = column(&findings, "code");
    assert_eq!(codes.iter().filter(|code| *code == "department-missing").count(), 30);
    assert!(codes.contains(&"unknown-department".to_owned()));
}
