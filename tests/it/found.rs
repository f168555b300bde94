//! What fuzzing and hostile files brought to light: each once took minutes, gigabytes or the program down.

use std::fmt::Write;
use std::time::Duration;

use ingest::finding::{LIMIT_MET, PARTLY_READ, UNMAPPED_TABLE};
use ingest::mapping::{Catalogue, Mapped};
use ingest::model::{Limits, Status, Submission, Use};
use ingest::pipeline::{Engine, Options};

use crate::support::{ends, sample};

fn engine() -> Engine {
    Engine::new(Options::default()).unwrap()
}

fn soon(name: &str, text: &str) -> Submission {
    ends(name, || patient(name, text))
}

/// However long it takes: a machine may be busy. What once took many minutes would be noticed all the same.
fn patient(name: &str, text: &str) -> Submission {
    let limits = Limits { time: Duration::from_secs(3600), ..Limits::default() };
    let engine = Engine::new(Options { limits, ..Options::default() }).unwrap();
    let submission = engine.submission(name, text.as_bytes());
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

/// Three labels over all rows made each of them look like a heading, and their texts were folded for every row anew.
#[test]
fn labels_over_thousands_of_rows_are_read_soon() {
    let tall = |text: &str| format!("<td rowspan=60000>{text}</td>");
    let heads = [tall("一级指标"), tall("二级指标"), tall("三级指标")].concat();
    let page = format!("<table><tr>{heads}<td>指标值</td></tr>{}</table>", "<tr><td>1</td></tr>".repeat(60_000));
    patient("tall-labels.html", &page);
}

fn carried(submission: &Submission) -> usize {
    let rows = submission.forms.iter().flat_map(|form| &form.indicators);
    rows.map(|row| row.level1.len() + row.level2.len()).sum()
}

/// A label of hundreds of kilobytes over thousands of rows would be held once a row.
#[test]
fn long_texts_reach_down_only_so_far() {
    let long = "很长".repeat(100_000);
    let tall = format!("<td rowspan=9000>{long}</td><td rowspan=9000>{long}</td>");
    let row = "<tr><td>指标</td><td>≥1个</td></tr>";
    let merged = format!("<table>{HEADING}<tr>{tall}<td>指标</td><td>≥1个</td></tr>{}</table>", row.repeat(8999));
    let row = "<tr><td></td><td></td><td>指标</td><td>≥1个</td></tr>";
    let first = format!("<tr><td>{long}</td><td>{long}</td><td>指标</td><td>≥1个</td></tr>");
    let blank = format!("<table>{HEADING}{first}{}</table>", row.repeat(8999));
    for (name, page) in [("merged.html", merged), ("blank.html", blank)] {
        let submission = patient(name, &page);
        assert!(submission.findings.iter().any(|finding| finding.code == &LIMIT_MET), "{name}");
        assert!(carried(&submission) <= 40 << 20, "{name} carries {} bytes", carried(&submission));
    }
}

/// Each form was compared with every other, each row with the whole form, each heading's labels with what was found.
#[test]
fn thousands_of_forms_are_read_soon() {
    let form = |n: usize| {
        format!(
            "<tr><td>项目名称</td><td>项目{n}</td><td>项目支出</td><td>{n}</td></tr>{HEADING}\
             <tr><td>产出指标</td><td>数量指标</td><td>指标{n}</td><td>≥{n}个</td></tr>"
        )
    };
    let forms: String = (0..3000).map(form).collect();
    let submission = patient("forms.html", &format!("<table>{forms}</table>"));
    assert_eq!(submission.forms.len(), 3000);
    let apart: String = (0..3000).map(|n| format!("<p>项目支出绩效目标表</p><table>{}</table>", form(n))).collect();
    assert_eq!(patient("apart.html", &apart).forms.len(), 3000);
}

/// Where the time is over as the forms are read, the law holds and what was left is reported by table.
#[test]
fn tables_that_time_does_not_allow_are_reported_whole() {
    let catalogue = Catalogue::load(None).unwrap();
    let rows = "<tr><td>产出指标</td><td>数量指标</td><td>指标</td><td>≥1个</td></tr>".repeat(20);
    let page = format!("<table>{HEADING}{rows}</table>").repeat(3);
    let tables = engine().tables("a.html", page.as_bytes()).unwrap();
    let mapped = |limits: &Limits| catalogue.map(&mut tables.layout.clone(), "a.html", false, limits);
    let used = |mapped: &Mapped| {
        mapped.uses.iter().flatten().filter(|used| !matches!(used, Use::Blank | Use::Reported)).count() as u64
    };
    let whole = mapped(&Limits::default().started());
    let none = mapped(&Limits { time: Duration::ZERO, ..Limits::default() }.started());
    for mapped in [&whole, &none] {
        assert_eq!(mapped.cells, 3 * 4 * 21);
        assert_eq!(mapped.cells, used(mapped) + mapped.reported);
    }
    let count = |mapped: &Mapped, code| mapped.findings.iter().filter(|finding| finding.code == code).count();
    assert_eq!((count(&whole, &UNMAPPED_TABLE), count(&whole, &LIMIT_MET)), (0, 0));
    assert_eq!((count(&none, &UNMAPPED_TABLE), count(&none, &LIMIT_MET), none.forms.len()), (3, 1, 0));
}
