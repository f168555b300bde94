//! The command as a person runs it: arguments, files, exit codes, summaries.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::support::sample;

/// A folder of its own, with the command run in it.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    fn put(&self, below: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn put_sample(&self, below: &str, name: &str) {
        self.put(below, fs::read(sample(name)).unwrap());
    }

    fn text(&self, below: &str) -> String {
        String::from_utf8(fs::read(self.path(below)).unwrap()).unwrap()
    }

    fn names(&self, below: &str) -> BTreeSet<String> {
        let entries = fs::read_dir(self.path(below)).unwrap();
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    fn run(&self, args: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ingest"));
        Run::of(&command.current_dir(self.0.path()).stdin(Stdio::null()).args(args).output().unwrap())
    }
}

struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Run {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self { code: output.status.code().unwrap(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    #[track_caller]
    fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    fn says(self, words: &str) -> Self {
        assert!(self.err.contains(words), "{words:?} is not said in:\n{}", self.err);
        self
    }
}

/// Rows of a CSV text, its byte order mark taken off.
fn rows(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The cells below a heading.
#[track_caller]
fn column(text: &str, name: &str) -> Vec<String> {
    let rows = rows(text);
    let at = rows[0].iter().position(|heading| heading == name).unwrap();
    rows[1..].iter().map(|row| row[at].clone()).collect()
}

/// A project form of one indicator, as a web page.
fn page(indicator: &str, value: &str) -> String {
    format!(
        "<meta charset=utf-8><p>2024年项目支出绩效目标表</p><table>\
         <tr><td>项目支出名称</td><td colspan=3>样例项目</td></tr>\
         <tr><td rowspan=3>绩效指标</td><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>\
         <tr><td rowspan=2>产出指标</td><td rowspan=2>数量指标</td><td>{indicator}</td><td>{value}</td></tr>\
         <tr><td>其他</td><td>≥2次</td></tr></table>"
    )
}

const FORM: &str = "hunan-department-and-projects.docx";

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
fn a_rejected_file_is_named_with_a_way_out_and_the_rest_is_written() {
    let place = Place::new();
    place.put_sample("in/good.docx", FORM);
    place.put_sample("in/scan.pdf", "scanned-report.pdf");
    let run = place.run(&["in", "--out", "out.csv"]).ends(3).says("1 rejected").says("scan.pdf: ").says("hint: ");
    assert!(run.err.contains("written: out.csv, out.findings.csv, out.files.csv"), "{}", run.err);
    assert_eq!(column(&place.text("out.csv"), "source_file").len(), 50);
    let files = place.text("out.files.csv");
    assert_eq!(column(&files, "source_file"), ["good.docx", "scan.pdf"]);
    assert_eq!(column(&files, "status"), ["ok", "rejected"]);
    assert!(column(&files, "reason")[0].is_empty() && !column(&files, "reason")[1].is_empty());
    assert!(column(&place.text("out.findings.csv"), "code").contains(&"rejected-file".to_owned()));
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
fn the_output_is_not_read_as_input() {
    let place = Place::new();
    place.put_sample("in/a.docx", FORM);
    place.put_sample("in/scan.pdf", "scanned-report.pdf");
    for _ in 0..2 {
        place.run(&["in", "--out", "in/out.csv"]).ends(3).says("2 files,");
    }
    assert_eq!(column(&place.text("in/out.files.csv"), "source_file"), ["a.docx", "scan.pdf"]);
}

#[test]
fn leftovers_are_passed_over_and_counted() {
    let place = Place::new();
    place.put_sample("in/a.docx", FORM);
    for left in ["~$a.docx", ".hidden/b.docx", ".DS_Store", "Thumbs.db", "DESKTOP.INI"] {
        place.put(&format!("in/{left}"), "x");
    }
    place.run(&["in", "--out", "out.csv"]).ends(0).says("1 file,").says("5 passed over");
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere_twice_and_pipes_are_left_alone() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    place.put_sample("in/real/a.docx", FORM);
    symlink("..", place.path("in/real/up")).unwrap();
    symlink("real", place.path("in/again")).unwrap();
    symlink("/dev/null", place.path("in/null")).unwrap();
    place.put_sample("out-of-sight/b.docx", "middle-label.docx");
    symlink("../out-of-sight", place.path("in/beside")).unwrap();
    place.run(&["in", "--out", "out.csv"]).ends(0).says("2 files,").says("3 passed over");
    let mut sources = column(&place.text("out.csv"), "source_file");
    sources.dedup();
    assert_eq!(sources, ["beside/b.docx", "real/a.docx"]);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_rejected_and_the_rest_goes_on() {
    let place = Place::new();
    place.put_sample("in/a.docx", FORM);
    std::os::unix::fs::symlink("gone.docx", place.path("in/dangling.docx")).unwrap();
    place.run(&["in", "--out", "out.csv"]).ends(3).says("dangling.docx: the file cannot be read");
    assert_eq!(column(&place.text("out.files.csv"), "status"), ["ok", "rejected"]);
}

#[test]
fn two_files_of_one_name_stay_apart() {
    let place = Place::new();
    place.put_sample("x/2024/a.docx", FORM);
    place.put_sample("y/2024/a.docx", "middle-label.docx");
    let sources = |args: &[&str]| {
        place.run(args).ends(0);
        let mut sources = column(&place.text("out.csv"), "source_file");
        sources.dedup();
        sources
    };
    assert_eq!(sources(&["x", "y", "-o", "out.csv"]), ["x/2024/a.docx", "y/2024/a.docx"]);
    assert_eq!(sources(&["x/2024", "y/2024", "-o", "out.csv"]), ["x/2024/a.docx", "y/2024/a.docx"]);
    assert_eq!(sources(&["x/2024/a.docx", "y/2024/a.docx", "-o", "out.csv"]), ["x/2024/a.docx", "y/2024/a.docx"]);
    assert_eq!(sources(&["x", "x/2024/a.docx", "./x", "-o", "out.csv"]), ["2024/a.docx"], "named often, read once");
}

#[test]
fn the_same_bytes_give_their_rows_once() {
    let place = Place::new();
    place.put_sample("in/a.docx", FORM);
    place.put_sample("in/copy.docx", FORM);
    place.run(&["in", "--out", "out.csv"]).ends(0).says("1 duplicate").says("duplicate-file");
    assert_eq!(column(&place.text("out.csv"), "source_file").len(), 50);
    assert_eq!(column(&place.text("out.files.csv"), "status"), ["ok", "duplicate"]);
    assert_eq!(column(&place.text("out.files.csv"), "reason")[1], "the same bytes as a.docx");
}

#[test]
fn nothing_to_read_writes_nothing() {
    let place = Place::new();
    fs::create_dir(place.path("empty")).unwrap();
    place.run(&["empty", "--out", "out.csv"]).ends(1).says("error: there is no file to read").says("hint: ");
    place.run(&["missing", "--out", "out.csv"]).ends(1).says("missing").says("nothing was written").says("hint: ");
    place.put_sample("a.docx", FORM);
    place.run(&["a.docx", "--out", "no-such-folder/out.csv"]).ends(1).says("no-such-folder").says("hint: ");
    assert_eq!(place.names("."), ["a.docx", "empty"].map(str::to_owned).into());
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
fn wrong_arguments_end_with_two_and_a_hint() {
    let place = Place::new();
    place.put_sample("a.docx", FORM);
    fs::create_dir(place.path("folder")).unwrap();
    let wrong: &[&[&str]] = &[
        &[],
        &["a.docx"],
        &["a.docx", "--out", "out"],
        &["a.docx", "--out", "out.doc"],
        &["a.docx", "--out", "out.xlsx"],
        &["a.docx", "--out", "out.parquet"],
        &["a.docx", "--out", "out.sqlite"],
        &["a.docx", "--out", "new-folder/"],
        &["a.docx", "--out", "folder"],
        &["a.docx", "--out", "out.csv", "--jobs", "0"],
        &["a.docx", "--out", "out.csv", "--max-file-size", "lots"],
        &["a.docx", "--out", "out.csv", "--timeout-per-file", "0"],
        &["a.docx", "--out", "out.csv", "--headers", "fr"],
        &["a.docx", "--out", "out.csv", "--no-such-option"],
        &["tables", "a.docx", "--format", "pdf"],
        &["inspect"],
    ];
    for args in wrong {
        place.run(args).ends(2).says("error: ").says("hint: ");
    }
    assert_eq!(place.names("."), ["a.docx", "folder"].map(str::to_owned).into());
}

#[test]
fn help_fits_a_screen() {
    let place = Place::new();
    for (args, lines) in [(&["-h"][..], 24), (&["--help"], 40), (&["tables", "--help"], 40), (&["inspect", "-h"], 24)] {
        let help = place.run(args).ends(0).out;
        assert!(help.lines().count() <= lines, "{args:?}: {} lines", help.lines().count());
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
    }
    let all = place.run(&["--help"]).out;
    for option in [
        "--out",
        "--headers",
        "--fill",
        "--formula-guard",
        "--no-bom",
        "--mappings",
        "--keep-contacts",
        "--jobs",
        "--max-file-size",
        "--max-unpacked-size",
        "--timeout-per-file",
        "--fail-on",
        "--quiet",
        "--verbose",
        "--color",
        "tables",
        "inspect",
        "mapping",
        "completions",
        "Examples:",
    ] {
        assert!(all.contains(option), "{option} is not in --help");
    }
}

#[test]
fn a_large_file_is_refused_before_it_is_read() {
    let place = Place::new();
    place.put_sample("a.docx", FORM);
    place.run(&["a.docx", "-o", "out.csv", "--max-file-size", "1K"]).ends(3).says("limit of 1024");
    place.run(&["a.docx", "-o", "out.csv", "--max-file-size", "1M"]).ends(0);
}

#[test]
fn fail_on_looks_at_the_worst_finding() {
    let place = Place::new();
    place.put_sample("a.docx", "hunan-money-mismatch.docx");
    place.run(&["a.docx", "-o", "out.csv"]).ends(0);
    let severities = column(&place.text("out.findings.csv"), "severity");
    let is = |severity: &str| severities.iter().any(|one| one == severity);
    place.run(&["a.docx", "-o", "out.csv", "--fail-on", "error"]).ends(if is("error") { 3 } else { 0 });
    place.run(&["a.docx", "-o", "out.csv", "--fail-on", "warning"]).ends(3);
    assert!(is("error") || is("warning"), "the sample has a doubtful sum");
}

#[test]
fn quiet_says_errors_alone() {
    let place = Place::new();
    place.put_sample("a.docx", FORM);
    assert_eq!(place.run(&["a.docx", "-o", "out.csv", "--quiet"]).ends(0).err, "");
    place.put_sample("scan.pdf", "scanned-report.pdf");
    let run = place.run(&["a.docx", "scan.pdf", "-o", "out.csv", "--quiet"]).ends(3).says("error: scan.pdf: ");
    assert!(!run.err.contains("seconds"), "{}", run.err);
    place.run(&["a.docx", "-o", "out.csv", "--verbose"]).ends(0).says("a.docx: ok, 5 forms, 50 indicators");
}

#[cfg(unix)]
#[test]
fn a_file_name_cannot_speak_to_the_terminal() {
    let place = Place::new();
    place.put_sample("in/\u{1b}[31m\u{202e}x\n.pdf", "scanned-report.pdf");
    let run = place.run(&["in", "-o", "out.csv", "--verbose"]).ends(3).says("\\u{1b}[31m\\u{202e}x .pdf");
    assert!(!run.err.contains(['\u{1b}', '\u{202e}']), "{:?}", run.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_read_all_the_same() {
    use std::os::unix::ffi::OsStrExt;
    let place = Place::new();
    let name = std::ffi::OsStr::from_bytes(b"\xb1\xed.docx");
    fs::create_dir(place.path("in")).unwrap();
    fs::copy(sample(FORM), place.path("in").join(name)).unwrap();
    place.run(&["in", "-o", "out.csv"]).ends(0);
    assert_eq!(column(&place.text("out.csv"), "source_file")[0], "\u{fffd}\u{fffd}.docx");
}

#[test]
fn every_table_in_every_format() {
    let place = Place::new();
    place.put_sample("a.docx", "nested-and-content-controls.docx");
    let json = place.run(&["tables", "a.docx"]).ends(0).out;
    let documents: serde_json::Value = serde_json::from_str(&json).unwrap();
    let tables = &documents[0]["tables"];
    assert_eq!(documents[0]["format"], "docx");
    assert_eq!(tables[1]["parent"], serde_json::json!({"table_no": 1, "row": 0, "col": 0}));
    for table in tables.as_array().unwrap() {
        let (rows, cols) = (table["rows"].as_u64().unwrap(), table["cols"].as_u64().unwrap());
        let area = |cell: &serde_json::Value| cell["rowspan"].as_u64().unwrap() * cell["colspan"].as_u64().unwrap();
        assert_eq!(table["cells"].as_array().unwrap().iter().map(area).sum::<u64>(), rows * cols);
    }
    let html = place.run(&["tables", "a.docx", "--format", "html"]).ends(0).out;
    assert!(html.contains("<td rowspan=\"6\">本年度\n绩效指标</td>") && html.ends_with("</html>\n"));
    let csv = place.run(&["tables", "a.docx", "--format", "csv"]).ends(0).out;
    assert!(csv.contains("\r\na.docx,2,7,1,3,1,产出指标\r\n"));
    let markdown = place.run(&["tables", "a.docx", "--format", "markdown"]).ends(0).out;
    assert!(markdown.contains("| 本年度<br>绩效指标 | 一级指标 |"));
    place.run(&["tables", "a.docx", "--out", "out.html"]).ends(0).says("written: out.html");
    assert_eq!(place.text("out.html"), html);
}

#[test]
fn drawn_tables_are_straight_and_keep_their_merges() {
    let place = Place::new();
    place.put_sample("a.docx", "nested-and-content-controls.docx");
    for args in [&["tables", "a.docx", "--format", "text"][..], &["inspect", "a.docx"]] {
        let text = place.run(args).ends(0).out;
        let drawn: Vec<&str> = text.lines().filter(|line| line.starts_with(['┌', '│', '├', '└'])).collect();
        let tables: Vec<&[&str]> = drawn.split_inclusive(|line| line.starts_with('└')).collect();
        assert_eq!(tables.len(), 2);
        for table in tables {
            let width = unicode_width::UnicodeWidthStr::width(table[0]);
            for line in table {
                assert_eq!(unicode_width::UnicodeWidthStr::width(*line), width, "{text}");
            }
        }
        let through = |line: &&str| line.starts_with('│') && line.contains('├');
        assert!(drawn.iter().any(through), "a merged cell stands beside lines between rows:\n{text}");
    }
}

#[test]
fn inspect_shows_cells_forms_and_findings() {
    let place = Place::new();
    place.put_sample("a.docx", "hunan-money-mismatch.docx");
    let run = place.run(&["inspect", "a.docx"]).ends(0);
    for words in ["L 一级指标", "I 产出指标", "form 1: ", "findings", "table 1, row "] {
        assert!(run.out.contains(words), "{words:?} is not in:\n{}", run.out);
    }
    let coloured = place.run(&["inspect", "a.docx", "--color", "always"]).ends(0).out;
    assert!(coloured.contains("\u{1b}[36m产出指标\u{1b}[0m"));
    place.run(&["inspect", "missing.docx"]).ends(1).says("error: ").says("hint: ");
}

#[test]
fn completions_for_the_common_shells() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(place.run(&["completions", shell]).ends(0).out.contains("formula-guard"), "{shell}");
    }
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
    assert_eq!(place.names("."), ["in", "out.csv"].map(str::to_owned).into());
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

/// `Path` in a message is the one that was given.
#[test]
fn messages_name_the_path_that_was_given() {
    let place = Place::new();
    let missing = Path::new("deep").join("missing.docx");
    place.run(&[missing.to_str().unwrap(), "-o", "out.csv"]).ends(1).says("deep/missing.docx");
}
