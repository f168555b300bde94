//! The folder of all tables, and that only a folder of ours is ever replaced.

use std::fs;

use sha2::{Digest, Sha256};

use super::{FORM, csv_rows, run, with_samples};

#[test]
fn the_descriptor_is_true_of_the_files() {
    let folder = with_samples(&[FORM, "scanned-report.pdf"]);
    let at = folder.path();
    for headers in ["en", "zh"] {
        assert_eq!(run(at, &["in", "--out", "o/", "--headers", headers]).0, 3);
        let package: serde_json::Value =
            serde_json::from_slice(&fs::read(at.join("o/datapackage.json")).unwrap()).unwrap();
        let resources = package["resources"].as_array().unwrap();
        let names: Vec<&str> = resources.iter().map(|resource| resource["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["indicators", "forms", "fields", "findings", "files"]);
        for resource in resources {
            let bytes = fs::read(at.join("o").join(resource["path"].as_str().unwrap())).unwrap();
            assert_eq!(resource["bytes"], bytes.len());
            let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(resource["hash"], format!("sha256:{digest}"));
            let text = String::from_utf8(bytes).unwrap();
            let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
            let headings: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
            let fields = resource["schema"]["fields"].as_array().unwrap();
            let fields: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
            assert_eq!(fields, headings);
            assert_eq!(resource["rows"], reader.records().count());
            let keys = resource["schema"]["foreignKeys"].as_array().into_iter().flatten();
            for field in keys.map(|key| key["fields"][0].as_str().unwrap()) {
                assert!(fields.contains(&field));
            }
        }
    }
}

/// What the guard's rule says backwards.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

#[test]
fn the_formula_guard_can_be_taken_off_again() {
    let texts = ["=1+1", "+1", "-x", "@x", "'=1", "''-1", "'x", "x=1", "-", "--1"];
    let cells: String = texts.iter().map(|text| format!("<tr><td>{text}</td><td>b</td></tr>")).collect();
    let folder = with_samples(&[]);
    let at = folder.path();
    fs::write(at.join("in/a.html"), format!("<meta charset=utf-8><table>{cells}</table>")).unwrap();
    let column = |guard: &str| -> Vec<String> {
        let (code, said) = run(at, &["tables", "in", "-f", "csv", "-q", "-o", "t.csv", "--formula-guard", guard]);
        assert_eq!(code, 0, "{said}");
        csv_rows(&at.join("t.csv")).into_iter().filter(|row| row["col"] == "0").map(|row| row["text"].clone()).collect()
    };
    let (on, off) = (column("on"), column("off"));
    assert_eq!(off, texts);
    assert!(on.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{on:?}");
    assert_eq!(on.iter().map(|cell| unguarded(cell)).collect::<Vec<_>>(), texts);
}

#[test]
fn a_folder_of_ours_is_replaced_and_no_other() {
    let folder = with_samples(&[FORM]);
    let at = folder.path();
    fs::create_dir(at.join("empty")).unwrap();
    assert_eq!(run(at, &["in", "--out", "empty"]).0, 0);
    assert!(at.join("empty/datapackage.json").exists());
    let before = fs::read(at.join("empty/indicators.csv")).unwrap();
    assert_eq!(run(at, &["in", "--out", "empty/", "--no-bom"]).0, 0);
    assert_ne!(before, fs::read(at.join("empty/indicators.csv")).unwrap());
    for (name, holds) in [("notes.txt", "mine"), ("datapackage.json", "{\"name\": \"of another\"}")] {
        let mine = at.join(format!("mine-{name}"));
        fs::create_dir(&mine).unwrap();
        fs::write(mine.join(name), holds).unwrap();
        let (code, said) = run(at, &["in", "--out", mine.to_str().unwrap()]);
        assert!(code == 2 && said.contains("hint: "), "{said}");
        assert_eq!(fs::read_to_string(mine.join(name)).unwrap(), holds);
    }
    // A file of one's own beside ours is never thrown away.
    fs::write(at.join("empty/notes.txt"), "mine").unwrap();
    assert_eq!(run(at, &["in", "--out", "empty/"]).0, 2);
    assert!(at.join("empty/notes.txt").exists());
    let hidden = fs::read_dir(at).unwrap().any(|entry| entry.unwrap().file_name().to_string_lossy().starts_with('.'));
    assert!(!hidden, "nothing is left beside");
}

#[test]
fn a_run_that_fails_leaves_the_folder_as_it_was() {
    let folder = with_samples(&[FORM]);
    let at = folder.path();
    assert_eq!(run(at, &["in", "--out", "o/"]).0, 0);
    let before = fs::read(at.join("o/datapackage.json")).unwrap();
    assert_eq!(run(at, &["missing", "--out", "o/"]).0, 1);
    assert_eq!(fs::read(at.join("o/datapackage.json")).unwrap(), before);
    assert_eq!(run(at, &["missing", "--out", "new/"]).0, 1);
    assert!(!at.join("new").exists());
}

#[test]
fn the_package_is_not_read_as_input() {
    let folder = with_samples(&[FORM]);
    let at = folder.path();
    for _ in 0..2 {
        assert_eq!(run(at, &["in", "--out", "in/package/"]).0, 0);
        assert_eq!(csv_rows(&at.join("in/package/files.csv")).len(), 1);
    }
}
