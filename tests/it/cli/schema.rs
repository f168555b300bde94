//! The tables' columns as CONTRACT.md lists them, and how values of each kind are written.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use ingest::model::{Form, Indicator, Money, Submission, Value, ValueKind};
use ingest::write::schema::{FIELDS, FILES, FINDINGS, FORMS, INDICATORS, Kind, Table};
use ingest::write::{self, Fill, Style};

use super::{column, rows};

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn written(ending: &str, table: &'static Table, submission: &Submission, style: Style) -> String {
    let sink = Sink::default();
    let mut writer = (write::writer(ending).unwrap().open)(Box::new(sink.clone()), table, &style).unwrap();
    (table.rows)(submission, style.fill, &mut |cells| writer.row(cells)).unwrap();
    writer.finish().unwrap();
    drop(writer);
    String::from_utf8(std::mem::take(&mut *sink.0.lock().unwrap())).unwrap()
}

fn of(indicator: Indicator) -> Submission {
    let form = Form { indicators: vec![indicator], ..Form::default() };
    Submission { forms: vec![form], ..Submission::default() }
}

#[test]
fn columns_are_those_of_the_contract() {
    let contract: [(&Table, &str); 5] = [
        (
            &INDICATORS,
            "indicator_id form_id source_file table_no row_no form_type fiscal_year region department project level1 \
             level2 indicator category period target_raw value_kind comparator value value_high unit canonical_value \
             canonical_value_high canonical_unit unit_source qualifier parent standard explanation note weight \
             actual_raw actual_value actual_unit score deviation direction inferred findings department_code region_code",
        ),
        (
            &FORMS,
            "form_id source_file table_no row_no form_type mapping title fiscal_year region department project objective \
             money_unit budget_total general_public_budget government_fund_budget state_capital_budget special_account \
             other_funds basic_expenditure project_expenditure superior_funds executed execution_rate score_total \
             filled_on indicators inferred department_code region_code",
        ),
        (&FIELDS, "form_id field label value_raw value unit table_no row_no col_no"),
        (&FINDINGS, "severity code source_file form_id indicator_id table_no row_no col_no raw message hint"),
        (
            &FILES,
            "source_file sha256 bytes format encoding status reason hint tables forms indicators cells cells_used \
             cells_reported",
        ),
    ];
    for (table, names) in contract {
        let nested = |kind| kind == Kind::Values;
        let columns: Vec<&str> = table.columns.iter().filter(|c| !nested(c.kind)).map(|c| c.name).collect();
        assert_eq!(columns, names.split_whitespace().collect::<Vec<_>>(), "{}", table.name);
        let mut headings: Vec<&str> = table.columns.iter().map(|column| column.zh).collect();
        assert!(headings.iter().all(|heading| !heading.is_ascii()));
        headings.sort_unstable();
        headings.dedup();
        assert_eq!(headings.len(), table.columns.len(), "{}: two columns have one heading", table.name);
    }
}

#[test]
fn several_values_are_an_array_in_json() {
    let one = |value: &str| Value { kind: ValueKind::Quantitative, value: Some(value.to_owned()), ..Value::default() };
    let target = Value { kind: ValueKind::Multiple, values: vec![one("1.50"), one("2")], ..Value::default() };
    let submission = of(Indicator { target, ..Indicator::default() });
    let json = written("json", &INDICATORS, &submission, Style::default());
    let read: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(read[0]["values"][0]["value"], "1.50");
    assert_eq!(read[0]["values"][1]["value"], "2");
    assert_eq!(read[0]["value"], serde_json::Value::Null);
    let csv = written("csv", &INDICATORS, &submission, Style::default());
    assert!(!csv.contains("1.50") && rows(&csv)[0].len() == INDICATORS.columns.len() - 1);
    assert_eq!(written("json", &INDICATORS, &Submission::default(), Style::default()), "[]\n");
}

#[test]
fn a_negative_number_is_no_formula() {
    let target = Value { value: Some("-5.2".to_owned()), unit: Some("-x".to_owned()), ..Value::default() };
    let submission = of(Indicator { target, target_raw: "-5.2".to_owned(), ..Indicator::default() });
    let csv = written("csv", &INDICATORS, &submission, Style::default());
    assert_eq!(column(&csv, "value"), ["-5.2"]);
    assert_eq!(column(&csv, "target_raw"), ["'-5.2"]);
    assert_eq!(column(&csv, "unit"), ["'-x"]);
    for start in ["=", "+", "-", "@", "\t", "\r"] {
        let note = format!("{start}1");
        let csv = written("csv", &INDICATORS, &of(Indicator { note, ..Indicator::default() }), Style::default());
        assert_eq!(column(&csv, "note"), [format!("'{start}1")]);
    }
}

#[test]
fn what_is_left_blank_is_not_said_to_be_inferred() {
    let indicator = Indicator {
        level1: "甲".to_owned(),
        level2: "乙".to_owned(),
        level1_carried: true,
        inferred: vec!["level1:fill-down".to_owned(), "period:form".to_owned()],
        ..Indicator::default()
    };
    let mut submission = of(indicator);
    submission.forms[0].inferred = vec!["department:document".to_owned(), "money_unit:document".to_owned()];
    let csv = written("csv", &INDICATORS, &submission, Style::default());
    assert_eq!(column(&csv, "inferred"), ["level1:fill-down;period:form;department:document"]);
    let csv = written("csv", &INDICATORS, &submission, Style { fill: Fill::Blank, ..Style::default() });
    assert_eq!(column(&csv, "inferred"), ["period:form;department:document"]);
    assert_eq!((column(&csv, "level1"), column(&csv, "level2")), (vec![String::new()], vec!["乙".to_owned()]));
}

#[test]
fn an_amount_in_another_unit_stays_as_written() {
    let money = |raw: &str, value: &str, unit: Option<&str>| Money {
        raw: raw.to_owned(),
        value: Some(value.to_owned()),
        unit: unit.map(str::to_owned),
        place: None,
    };
    let mut form = Form { money_unit: "万元".to_owned(), ..Form::default() };
    form.money.insert("budget_total", money("１，０００.50", "1000.50", None));
    form.money.insert("executed", money("28.8万元", "28.8", Some("万元")));
    form.money.insert("other_funds", money("3000元", "3000", Some("元")));
    let csv = written("csv", &FORMS, &Submission { forms: vec![form], ..Submission::default() }, Style::default());
    assert_eq!(column(&csv, "budget_total"), ["1000.50"]);
    assert_eq!(column(&csv, "executed"), ["28.8"]);
    assert_eq!(column(&csv, "other_funds"), ["3000元"]);
    assert_eq!(column(&csv, "special_account"), [""], "a blank amount is not zero");
}
