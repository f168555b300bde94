//! Runs over archives, as a person starts them.

use std::process::Command;

use crate::support::sample;
use crate::unpack::build::{self, gzip, raw_zip, zip};

/// Runs the program in a folder of these files.
fn run(files: &[(&str, Vec<u8>)], args: &[&str]) -> (tempfile::TempDir, std::process::Output) {
    let folder = tempfile::TempDir::new().unwrap();
    std::fs::create_dir(folder.path().join("in")).unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join("in").join(name), bytes).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_ingest"));
    let output = command.env("LC_ALL", "C").current_dir(folder.path()).args(args).output().unwrap();
    (folder, output)
}

/// Two columns of the files table.
fn files(folder: &tempfile::TempDir) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(folder.path().join("out/files.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let at = |name: &str, headings: &csv::StringRecord| headings.iter().position(|h| h == name).unwrap();
    let headings = reader.headers().unwrap().clone();
    let (name, status) = (at("source_file", &headings), at("status", &headings));
    reader.records().map(|row| row.unwrap()).map(|row| (row[name].to_owned(), row[status].to_owned())).collect()
}

#[test]
fn members_are_files_of_the_run_in_order_whatever_the_threads() {
    let form = std::fs::read(sample("flat-list.docx")).unwrap();
    let other = std::fs::read(sample("two-levels.docx")).unwrap();
    let inner = build::zip_bytes(&[("表2.docx", &other)]);
    let bundle = build::zip_bytes(&[("教育局/表1.docx", &form), ("b.zip", &inner), ("空.zip", &zip(&[]))]);
    let given = [
        ("a.zip", bundle),
        ("b.docx", form.clone()),
        ("c.gz", gzip(b"", Some("x.docx"))),
        ("d.zip", zip(&[(".DS_Store", "x")])),
        ("e.zip", zip(&[("a.txt", "x")])[..30].to_vec()),
    ];
    let mut written = Vec::new();
    for jobs in ["1", "4"] {
        let (folder, output) = run(&given, &["in", "--out", "out/", "--jobs", jobs]);
        assert_eq!(output.status.code(), Some(3), "{output:?}");
        let expected = [
            ("a.zip!b.zip!表2.docx", "ok"),
            ("a.zip!教育局/表1.docx", "ok"),
            ("a.zip!空.zip", "no_form"),
            ("b.docx", "duplicate"),
            ("c.gz!x.docx", "rejected"),
            ("d.zip", "no_form"),
            ("e.zip", "rejected"),
        ];
        let expected = expected.map(|(name, status)| (name.to_owned(), status.to_owned()));
        assert_eq!(files(&folder), expected);
        written.push(std::fs::read(folder.path().join("out/indicators.csv")).unwrap());
    }
    assert_eq!(written[0], written[1]);
    assert!(String::from_utf8_lossy(&written[0]).contains("a.zip!b.zip!表2.docx"));
}

#[test]
fn tables_and_limits_reach_into_archives() {
    let form = std::fs::read(sample("flat-list.docx")).unwrap();
    let given = [("a.zip", build::zip_bytes(&[("b.zip", &build::zip_bytes(&[("1.docx", &form), ("2.docx", &form)]))]))];
    let (_folder, output) = run(&given, &["tables", "in"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let names: Vec<_> = json.as_array().unwrap().iter().map(|one| one["source_file"].as_str().unwrap()).collect();
    assert_eq!(names, ["a.zip!b.zip!1.docx", "a.zip!b.zip!2.docx"]);
    let (folder, _) = run(&given, &["in", "--out", "out/", "--max-depth", "0"]);
    assert_eq!(files(&folder)[0].1, "rejected");
    let (folder, _) = run(&given, &["in", "--out", "out/", "--max-entries", "2"]);
    let told = files(&folder);
    assert_eq!(told[0], ("a.zip!b.zip".to_owned(), "partial".to_owned()));
    assert_eq!(told.len(), 2);
}

#[test]
fn twenty_thousand_members_are_read_one_by_one() {
    let packed = |n: u32| build::Packed {
        name: format!("{n:05}.txt").into_bytes(),
        ..build::Packed::of(n.to_string().as_bytes())
    };
    let bytes = raw_zip(&(0..20_000).map(packed).collect::<Vec<_>>());
    let (folder, output) = run(&[("a.zip", bytes)], &["in", "--out", "out/"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(files(&folder).len(), 20_000);
}
