//! The command as a person runs it: arguments, files, exit codes, summaries.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::support::sample;

mod departments;
mod discovery;
mod incremental;
mod interrupted;
mod output;
mod schema;
mod shown;
mod versions;

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
        command.env("LC_ALL", "C");
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
fn wrong_arguments_end_with_two_and_a_hint() {
    let place = Place::new();
    place.put_sample("a.docx", FORM);
    place.put("full/of.txt", "my own");
    let wrong: &[&[&str]] = &[
        &[],
        &["a.docx"],
        &["a.docx", "--out", "out"],
        &["a.docx", "--out", "out.doc"],
        &["a.docx", "--out", "full"],
        &["a.docx", "--out", "a.docx/"],
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
    assert_eq!(place.names("."), ["a.docx", "full"].map(str::to_owned).into());
}

#[test]
fn help_fits_a_screen() {
    let place = Place::new();
    for (args, lines) in [(&["-h"][..], 24), (&["--help"], 52), (&["tables", "--help"], 40), (&["inspect", "-h"], 24)] {
        let help = place.run(args).ends(0).out;
        assert!(help.lines().count() <= lines, "{args:?}: {} lines", help.lines().count());
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
    }
    let all = place.run(&["--help"]).out;
    for option in [
        "--out",
        "--review",
        "--headers",
        "--fill",
        "--formula-guard",
        "--no-bom",
        "--mappings",
        "--keep-contacts",
        "--state",
        "--dry-run",
        "--since",
        "--jobs",
        "--max-file-size",
        "--max-unpacked-size",
        "--max-memory",
        "--max-cells",
        "--max-nesting",
        "--timeout-per-file",
        "--max-depth",
        "--max-ratio",
        "--fail-on",
        "--quiet",
        "--verbose",
        "--color",
        "tables",
        "inspect",
        "schema",
        "mapping",
        "completions",
        "Examples:",
    ] {
        assert!(all.contains(option), "{option} is not in --help");
    }
}

#[test]
fn the_first_rejected_files_are_named_and_all_of_them_if_that_is_asked_for() {
    let place = Place::new();
    (0..12).for_each(|n| place.put(&format!("in/{n:02}.pdf"), format!("%PDF-1.4 {n}")));
    let named = |args: &[&str], word: &str| {
        let run = place.run(&[&["in", "-o", "out.csv"], args].concat()).ends(3);
        let names: Vec<String> = (0..12).map(|n| format!("{word}{n:02}.pdf: ")).collect();
        let first: Vec<Option<usize>> = names.iter().map(|name| run.err.find(name)).collect();
        assert!(first.iter().flatten().is_sorted(), "{}", run.err);
        (first.into_iter().flatten().count(), run.err.contains("and 2 more, see out.files.csv"))
    };
    assert_eq!(named(&[], "  "), (10, true));
    assert_eq!(named(&["--quiet"], "error: "), (10, true));
    assert_eq!(named(&["--verbose"], "  "), (12, false));
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

#[test]
fn completions_for_the_common_shells() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(place.run(&["completions", shell]).ends(0).out.contains("formula-guard"), "{shell}");
    }
}

/// `Path` in a message is the one that was given.
#[test]
fn messages_name_the_path_that_was_given() {
    let place = Place::new();
    let missing = Path::new("deep").join("missing.docx");
    place.run(&[missing.to_str().unwrap(), "-o", "out.csv"]).ends(1).says("deep/missing.docx");
}
