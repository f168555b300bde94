//! Hostile input, one table: what each is made to do, and what the main job says of it. All lie in one folder with a good
//! form, whose rows come out whatever the others do.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::support::{ends, sample};

pub mod inputs;
mod memory;
mod outputs;

use inputs::inputs;

/// Far more than all of them take.
/// Small, so that small files meet them.
const LIMITS: [&str; 14] = [
    "--max-file-size",
    "16M",
    "--max-unpacked-size",
    "4M",
    "--max-cells",
    "5000",
    "--max-nesting",
    "40",
    "--max-entries",
    "40",
    "--max-archive-size",
    "3M",
    "--timeout-per-file",
    "30",
];

const GOOD: &str = "hunan-money-mismatch.docx";

/// Runs the program in a folder.
pub fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ingest"));
    command.env("LC_ALL", "C").current_dir(folder).stdin(Stdio::null()).args(args).output().unwrap()
}

/// Rows of a CSV file, by heading.
pub fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(path).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headings = reader.headers().unwrap().clone();
    let owned = |(heading, value): (&str, &str)| (heading.to_owned(), value.to_owned());
    reader.records().map(|row| headings.iter().zip(row.unwrap().iter()).map(owned).collect()).collect()
}

#[test]
fn the_table() {
    let folder = TempDir::new().unwrap();
    let at = |below: &str| folder.path().join(below);
    fs::create_dir(at("in")).unwrap();
    fs::write(at("secret.txt"), "TOPSECRET").unwrap();
    fs::copy(sample(GOOD), at("in/good.docx")).unwrap();
    let inputs = inputs(&at("secret.txt"));
    for input in &inputs {
        fs::write(at("in").join(input.name), &input.bytes).unwrap();
    }
    let before = everything(folder.path());
    let arguments = [&["in", "--out", "out/", "--verbose"][..], &LIMITS].concat();
    let output = ends("the whole table", || run(folder.path(), &arguments));
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let (files, findings) = (rows(&at("out/files.csv")), rows(&at("out/findings.csv")));
    let mut wrong = Vec::new();
    for input in &inputs {
        let of = |row: &&BTreeMap<String, String>| row["source_file"] == input.told;
        let status = files.iter().find(of).map_or("no line", |row| row["status"].as_str());
        let said: Vec<&str> = findings.iter().filter(of).map(|row| row["message"].as_str()).collect();
        if status != input.status || !said.join("\n").contains(input.says) {
            wrong.push(format!("{}: {status}, not {}; {:?} in {said:.3?}", input.told, input.status, input.says));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for file in &files {
        let count = |column: &str| file[column].parse::<u64>().unwrap_or_default();
        assert_eq!(count("cells"), count("cells_used") + count("cells_reported"), "{file:?}");
        assert!(!file["reason"].contains("inside the program"), "{file:?}");
    }
    let indicators = rows(&at("out/indicators.csv"));
    assert_eq!(indicators.iter().filter(|row| row["source_file"] == "good.docx").count(), 28);
    // Nothing from outside the folder, and nothing in or beside it but the output.
    let written = String::from_utf8(fs::read(at("out/findings.csv")).unwrap()).unwrap();
    assert!(!written.contains("TOPSECRET") && !written.contains("lollol"));
    let after = everything(folder.path());
    assert!(after.difference(&before).all(|path| path.starts_with("out")), "{after:?}");
}

/// Every path below a folder.
fn everything(folder: &Path) -> BTreeSet<String> {
    let (mut all, mut folders) = (BTreeSet::new(), vec![folder.to_path_buf()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            all.insert(path.strip_prefix(folder).unwrap().to_string_lossy().into_owned());
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    all
}

/// Each limit is an option, and a file that meets it says so and names the option.
#[test]
fn a_limit_names_its_option() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    let inputs = inputs(Path::new("secret.txt"));
    for name in ["cells.html", "deep.html", "bomb-flat.docx", "entries.zip", "nested.zip", "large.txt"] {
        let input = inputs.iter().find(|input| input.name == name).unwrap();
        fs::write(folder.path().join("in").join(name), &input.bytes).unwrap();
    }
    run(folder.path(), &[&["in", "--out", "out/"][..], &LIMITS].concat());
    let findings = rows(&folder.path().join("out/findings.csv"));
    let hints = |name: &str| {
        let of = findings.iter().filter(|row| row["source_file"].split('!').next() == Some(name));
        of.map(|row| row["hint"].as_str()).collect::<String>()
    };
    let named = [
        ("cells.html", "--max-cells"),
        ("deep.html", "--max-nesting"),
        ("bomb-flat.docx", "--max-unpacked-size"),
        ("entries.zip", "--max-entries"),
        ("nested.zip", "--max-depth"),
        ("large.txt", "--max-file-size"),
    ];
    for (name, option) in named {
        assert!(hints(name).contains(option), "{name}: {}", hints(name));
    }
}

/// A pipe would wait for a writer for ever, a device has no end: neither is opened, wherever it stands.
#[cfg(unix)]
#[test]
fn pipes_and_devices_are_passed_over() {
    use std::os::unix::fs::symlink;
    let folder = TempDir::new().unwrap();
    let at = |below: &str| folder.path().join(below);
    fs::create_dir(at("in")).unwrap();
    fs::copy(sample(GOOD), at("in/good.docx")).unwrap();
    assert!(Command::new("mkfifo").arg(at("in/pipe.docx")).status().unwrap().success());
    symlink("pipe.docx", at("in/link.docx")).unwrap();
    symlink("/dev/zero", at("in/zero.docx")).unwrap();
    symlink("loop.docx", at("in/loop.docx")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(at("in/socket")).unwrap();
    let output = run(folder.path(), &["in", "--out", "out/"]);
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("4 passed over") && said.contains("loop.docx"), "{said}");
    let statuses: Vec<String> = rows(&at("out/files.csv")).into_iter().map(|row| row["status"].clone()).collect();
    assert_eq!(statuses, ["ok", "rejected"]);
    for named in ["in/pipe.docx", "in/zero.docx"] {
        let output = run(folder.path(), &[named, "--out", "alone/"]);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
    }
}
