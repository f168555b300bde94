//! What is written, and that it is written whole or not at all.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Stdio};

use super::{FORM, Place, Run, column, page, rows};

#[test]
fn a_folder_becomes_a_table_for_excel() {
    let place = Place::new();
    place.put_sample("in/sub/a.docx", FORM);
    place.put_sample("in/B.docx", "middle-label.docx");
    let run = place.run(&["in", "--out", "out.csv"]).ends(0).says("2 files, 6 forms").says("0 rejected");
    assert!(run.err.contains("written: out.csv"), "{}", run.err);
    assert_eq!(run.out, "");
    let text = place.text("out.csv");
    assert!(text.starts_with("\u{feff}indicator_id,form_id,source_file,table_no,row_no,form_type,"));
    assert!(text.ends_with("\r\n"));
    assert_eq!(text.matches("\r\n").count(), rows(&text).len(), "every line ends with CRLF");
    let mut sources = column(&text, "source_file");
    sources.dedup();
    assert_eq!(sources, ["B.docx", "sub/a.docx"], "sorted by bytes of the path below PATH");
}

#[test]
fn no_bom_and_tabs_and_chinese_headings() {
    let place = Place::new();
    place.put_sample("a.docx", FORM);
    place.run(&["a.docx", "--out", "out.tsv", "--no-bom", "--headers", "zh"]).ends(0);
    assert!(place.text("out.tsv").starts_with("指标编号\t表单编号\t来源文件\t"));
    place.run(&["a.docx", "--out", "out.json", "--headers", "zh"]).ends(0);
    assert!(place.text("out.json").starts_with("[\n{\"指标编号\": \""));
}

#[test]
fn json_rows_have_the_same_keys_and_null_for_nothing() {
    let place = Place::new();
    place.put_sample("a.docx", FORM);
    place.run(&["a.docx", "-o", "out.json"]).ends(0);
    place.run(&["a.docx", "-o", "out.ndjson"]).ends(0);
    let array: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(&place.text("out.json")).unwrap();
    let lines: Vec<serde_json::Map<String, serde_json::Value>> =
        place.text("out.ndjson").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(array, lines);
    assert_eq!(array.len(), 50);
    for row in &array {
        assert!(row.keys().eq(array[0].keys()));
        assert!(row["row_no"].is_u64());
        assert!(row.values().all(|value| value != "" && value != "None"));
        assert!(row["note"].is_null());
    }
}

#[test]
fn the_same_bytes_whatever_jobs_is() {
    let place = Place::new();
    for n in 0..40 {
        place.put(&format!("in/{n}.html"), page(&format!("指标甲{n}"), "≥1次"));
    }
    place.put("in/broken.pdf", "%PDF-1.7");
    for (jobs, out) in [("1", "one.csv"), ("8", "eight.csv")] {
        place.run(&["in", "--out", out, "--jobs", jobs]).ends(3);
    }
    for [one, eight] in [["one.csv", "eight.csv"], ["one.files.csv", "eight.files.csv"]] {
        assert_eq!(place.text(one), place.text(eight));
    }
    assert_eq!(place.text("one.findings.csv"), place.text("eight.findings.csv"));
    assert_eq!(column(&place.text("one.csv"), "indicator").len(), 80);
}

#[test]
fn formulas_are_guarded_in_csv_and_exact_in_json() {
    let place = Place::new();
    place.put("a.html", page("=1+cmd()", "-5次"));
    place.run(&["a.html", "-o", "out.csv"]).ends(0);
    assert_eq!(column(&place.text("out.csv"), "indicator")[0], "'=1+cmd()");
    assert_eq!(column(&place.text("out.csv"), "target_raw")[0], "'-5次");
    place.run(&["a.html", "-o", "out.csv", "--formula-guard", "off"]).ends(0);
    assert_eq!(column(&place.text("out.csv"), "indicator")[0], "=1+cmd()");
    place.run(&["a.html", "-o", "out.json"]).ends(0);
    assert!(place.text("out.json").contains("\"indicator\": \"=1+cmd()\""));
    let run = place.run(&["tables", "a.html", "-f", "csv"]).ends(0);
    assert!(column(&run.out, "text").contains(&"'=1+cmd()".to_owned()));
}

#[test]
fn levels_are_carried_down_or_left_blank() {
    let place = Place::new();
    place.put("a.html", page("甲", "1次"));
    place.run(&["a.html", "-o", "out.csv"]).ends(0);
    assert_eq!(column(&place.text("out.csv"), "level1"), ["产出指标", "产出指标"]);
    place.run(&["a.html", "-o", "out.csv", "--fill", "blank"]).ends(0);
    assert_eq!(column(&place.text("out.csv"), "level1"), ["产出指标", ""]);
    assert_eq!(column(&place.text("out.csv"), "level2"), ["数量指标", ""]);
}

#[test]
fn companions_of_an_earlier_run_do_not_stay() {
    let place = Place::new();
    place.put_sample("good.docx", FORM);
    place.put_sample("scan.pdf", "scanned-report.pdf");
    place.run(&["good.docx", "scan.pdf", "--out", "out.csv"]).ends(3);
    assert!(place.path("out.files.csv").exists());
    place.run(&["good.docx", "--out", "out.csv"]).ends(0);
    assert_eq!(place.names("."), ["good.docx", "out.csv", "scan.pdf"].map(str::to_owned).into());
}

#[test]
fn standard_output_takes_csv_alone() {
    let place = Place::new();
    place.put_sample("good.docx", FORM);
    place.put_sample("scan.pdf", "scanned-report.pdf");
    let run = place.run(&["good.docx", "scan.pdf", "--out", "-"]).ends(3).says("1 rejected");
    assert!(run.out.starts_with("\u{feff}indicator_id,"));
    assert_eq!(rows(&run.out).len(), 51);
    assert_eq!(place.names("."), ["good.docx", "scan.pdf"].map(str::to_owned).into());
}

#[test]
fn a_reader_who_has_enough_is_no_failure() {
    let place = Place::new();
    for n in 0..200 {
        place.put(&format!("in/{n}.html"), page(&format!("指标甲{n}"), "≥1次"));
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_ingest"));
    command.current_dir(place.0.path()).args(["in", "--out", "-", "-q"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let run = Run::of(&child.wait_with_output().unwrap()).ends(0);
    assert_eq!(run.err, "");
}

#[test]
fn what_is_there_stays_when_a_run_fails() {
    let place = Place::new();
    place.put_sample("a.docx", FORM);
    place.put("out.csv", "of yesterday");
    place.put("bad/broken.toml", "this is no mapping");
    place.run(&["a.docx", "--out", "out.csv", "--mappings", "bad"]).ends(1).says("broken.toml").says("hint: ");
    assert_eq!(place.text("out.csv"), "of yesterday");
    assert_eq!(place.names("."), ["a.docx", "bad", "out.csv"].map(str::to_owned).into());
}

#[cfg(unix)]
#[test]
fn output_may_be_read_by_those_whom_the_umask_allows() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.put_sample("a.docx", FORM);
    place.run(&["a.docx", "--out", "out.csv"]).ends(0);
    fs::write(place.path("plain"), "").unwrap();
    let mode = |name: &str| fs::metadata(place.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("out.csv"), mode("plain"));
}

#[test]
fn nobody_sees_half_a_file() {
    let place = Place::new();
    for n in 0..400 {
        place.put(&format!("in/{n}.html"), page(&format!("指标甲{n}"), "≥1次"));
    }
    place.put("out.csv", "of yesterday");
    let mut command = Command::new(env!("CARGO_BIN_EXE_ingest"));
    command.current_dir(place.0.path()).args(["in", "--out", "out.csv", "-q", "-j", "1"]);
    let mut child = command.stdin(Stdio::null()).spawn().unwrap();
    let mut seen = BTreeSet::new();
    while child.try_wait().unwrap().is_none() {
        seen.insert(fs::read(place.path("out.csv")).unwrap().len());
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    seen.insert(fs::read(place.path("out.csv")).unwrap().len());
    let whole = place.text("out.csv").len();
    assert_eq!(seen, BTreeSet::from(["of yesterday".len(), whole]));
    assert_eq!(place.names("."), ["in", "out.csv", "out.files.csv", "out.findings.csv"].map(str::to_owned).into());
}

#[cfg(target_os = "linux")]
#[test]
fn stopped_it_leaves_nothing_behind() {
    let place = Place::new();
    for n in 0..3000 {
        place.put(&format!("in/{n}.html"), page(&format!("指标甲{n}"), "≥1次"));
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_ingest"));
    command.current_dir(place.0.path()).args(["in", "--out", "out.csv", "-j", "1"]);
    let child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    while place.names(".").len() == 1 {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let run = Run::of(&child.wait_with_output().unwrap()).ends(1).says("stopped; nothing was written");
    assert!(run.err.contains("hint: "));
    assert_eq!(place.names("."), ["in".to_owned()].into());
}
