//! Every output, opened again: what it holds, that it is the same each time, that it keeps no person's name or number.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use parquet::file::reader::{FileReader, SerializedFileReader};
use tempfile::TempDir;

use crate::support::sample;

mod package;
mod privacy;
mod readers;
mod review;
mod schema;
mod typed;

/// Everything that is written in one go.
const OUTS: &[&str] = &["o.csv", "o.tsv", "o.json", "o.ndjson", "o.xlsx", "o.parquet", "o.sqlite", "o/"];

const FORM: &str = "hunan-department-and-projects.docx";

/// Runs the command in a folder; returns its exit code and what it said.
fn run(folder: &Path, args: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ingest"));
    let output = command.current_dir(folder).stdin(Stdio::null()).args(args).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8_lossy(&said).into_owned())
}

/// A folder with some samples in `in/`.
fn with_samples(names: &[&str]) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    for name in names {
        fs::copy(sample(name), folder.path().join("in").join(name)).unwrap();
    }
    folder
}

/// A CSV file's rows, by heading.
fn csv_rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(path).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// The texts of a zip package's parts.
fn parts(path: &Path) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut text = |name: &str| {
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    names.iter().map(|name| (name.clone(), text(name))).collect()
}

/// The rows of a Parquet file as texts.
fn parquet_rows(path: &Path) -> Vec<parquet::record::Row> {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    reader.get_row_iter(None).unwrap().map(|row| row.unwrap()).collect()
}

/// Everything that an output holds, as text; of a folder, of all its files; with the companions of a single table.
fn contents(folder: &Path, out: &str) -> String {
    let path = folder.join(out);
    let bytes = |path: &Path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
    match Path::new(out).extension().and_then(|ending| ending.to_str()) {
        None => fs::read_dir(path).unwrap().map(|entry| bytes(&entry.unwrap().path())).collect(),
        Some("xlsx") => parts(&path).into_values().collect(),
        Some("parquet") => parquet_rows(&path).iter().map(|row| format!("{row}\n")).collect(),
        Some("sqlite") => bytes(&path),
        Some(_) => {
            let beside = ["findings", "files"].map(|table| path.with_extension(format!("{table}.csv")));
            beside.iter().filter(|path| path.exists()).map(|path| bytes(path)).chain([bytes(&path)]).collect()
        }
    }
}

#[test]
fn the_same_bytes_every_time_and_whatever_jobs_is() {
    let folder =
        with_samples(&[FORM, "hunan-money-mismatch.docx", "scanned-report.pdf", "self-evaluation-project.docx"]);
    let at = folder.path();
    for out in OUTS {
        let mut seen: Vec<Vec<(String, Vec<u8>)>> = Vec::new();
        for jobs in ["1", "8", "8"] {
            assert_eq!(run(at, &["in", "--out", out, "--jobs", jobs]).0, 3, "{out}");
            let path = at.join(out);
            let mut files = match path.is_dir() {
                true => fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).collect(),
                false => vec![path],
            };
            files.sort();
            let bytes = |path: &std::path::PathBuf| (path.display().to_string(), fs::read(path).unwrap());
            seen.push(files.iter().map(bytes).collect());
        }
        assert!(seen[0] == seen[1] && seen[1] == seen[2], "{out} differs from run to run");
    }
    let left: Vec<_> = fs::read_dir(at).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{left:?}");
}

#[test]
fn every_output_has_every_indicator() {
    let folder = with_samples(&[FORM]);
    let at = folder.path();
    for out in OUTS {
        assert_eq!(run(at, &["in", "--out", out]).0, 0, "{out}");
    }
    let ids: Vec<String> = csv_rows(&at.join("o.csv")).iter().map(|row| row["indicator_id"].clone()).collect();
    assert_eq!(ids.len(), 50);
    for out in OUTS {
        let contents = contents(at, out);
        assert!(ids.iter().all(|id| contents.contains(id.as_str())), "{out}");
    }
    assert_eq!(parquet_rows(&at.join("o.parquet")).len(), 50);
}

/// Writes a .docx of a body.
fn docx(path: &Path, body: &str) {
    let mut zip = zip::ZipWriter::new(File::create(path).unwrap());
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    part(
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
        Target="word/document.xml"/></Relationships>"#,
    );
    part(
        "word/document.xml",
        &format!(
            r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}
            <w:sectPr/></w:body></w:document>"#
        ),
    );
    zip.finish().unwrap();
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// A table: `^` before a text continues the cell above, `v` begins a cell that goes on below.
fn table(rows: &[&[&str]]) -> String {
    let cell = |text: &&str| {
        let (merge, text) = match (text.strip_prefix('^'), text.strip_prefix('v')) {
            (Some(rest), _) => ("<w:vMerge/>", rest),
            (_, Some(rest)) => ("<w:vMerge w:val=\"restart\"/>", rest),
            _ => ("", *text),
        };
        format!("<w:tc><w:tcPr>{merge}</w:tcPr>{}</w:tc>", paragraph(text))
    };
    let row = |row: &&[&str]| format!("<w:tr>{}</w:tr>", row.iter().map(cell).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}
