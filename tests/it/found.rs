//! What fuzzing and hostile files brought to light: each once took minutes, gigabytes or the program down.

use std::fmt::Write;
use std::time::{Duration, Instant};

use ingest::finding::{LIMIT_MET, PARTLY_READ};
use ingest::model::{Limits, Status, Submission};
use ingest::pipeline::{Engine, Options};

use crate::support::sample;

/// Far more than any of these take, far less than they once took.
const SOON: Duration = Duration::from_secs(60);

fn engine() -> Engine {
    Engine::new(Options::default()).unwrap()
}

fn soon(name: &str, text: &str) -> Submission {
    let engine = engine();
    let begun = Instant::now();
    let submission = engine.submission(name, text.as_bytes());
    assert!(begun.elapsed() < SOON, "{name} took {:?}", begun.elapsed());
    assert_eq!(submission.cells, submission.cells_used + submission.cells_reported);
    submission
}

const HEADING: &str = "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>";

/// Trying every way to centre two dozen labels over their rows trebles the work with each label.
#[test]
fn labels_far_apart_are_centred_soon() {
    let mut page = format!("<table>{HEADING}");
    for row in 0..24 * 50 + 7 {
        let label = if row % 50 == 24 { "产出指标" } else { "" };
        write!(page, "<tr><td>{label}</td><td>数量指标</td><td>指标{row}</td><td>≥{row}个</td></tr>").unwrap();
    }
    let submission = soon("labels.html", &page);
    assert_eq!(submission.forms[0].indicators.len(), 24 * 50 + 7);
}

/// Looking for a label at the end of a value counted the whole value anew at each comma.
#[test]
fn a_value_of_a_million_commas_is_read_soon() {
    let page = format!("<p>项目名称：{}：</p><table>{HEADING}</table>", "，".repeat(1_000_000));
    soon("commas.html", &page);
}

/// Each of thousands of columns with one heading once was compared with every other, for every cell of every row.
#[test]
fn thousands_of_columns_with_one_heading_are_read_soon() {
    let row = |text: &str, count: usize| format!("<tr>{}</tr>", format!("<td>{text}</td>").repeat(count));
    let page = format!("<table>{HEADING}{}{}</table>", row("三级指标", 4000), row("1", 4000).repeat(20));
    soon("wide.html", &page);
}

/// The clock of a file runs through reading and through the making of its tables.
#[test]
fn a_file_whose_time_is_over_is_read_in_part() {
    let bytes = std::fs::read(sample("flat-list.docx")).unwrap();
    let limits = Limits { time: Duration::ZERO, ..Limits::default() };
    let hurried = Engine::new(Options { limits, ..Options::default() }).unwrap();
    assert_ne!(hurried.submission("flat-list.docx", &bytes).status, Status::Ok);
    let tables = hurried.tables("flat-list.docx", &bytes).unwrap();
    assert!(tables.findings.iter().any(|finding| finding.code == &LIMIT_MET));
    assert_eq!(engine().submission("flat-list.docx", &bytes).status, Status::Ok);
}

/// What the reader has to say of a file is said of its tables too.
#[test]
fn tables_come_with_the_findings_of_reading() {
    let names = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
                 xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' \
                 xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'";
    let cut = format!(
        "<office:document {names} office:mimetype='application/vnd.oasis.opendocument.text'><office:body><office:text>\
         <table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
    );
    let tables = engine().tables("cut.fodt", cut.as_bytes()).unwrap();
    assert_eq!(tables.layout.grids.len(), 1);
    assert!(tables.findings.iter().any(|finding| finding.code == &PARTLY_READ));
}
