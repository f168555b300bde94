//! One document in five formats: LibreOffice's copies of the samples (`scripts/make-formats`) give the same grids, cell
//! for cell, and the same data, as the Word documents that they were made from.

use std::path::{Path, PathBuf};
use std::process::Command;

use ingest::model::{Grid, Submission};
use ingest::pipeline::{Engine, Options, Understanding};
use ingest::write::Fill;
use ingest::write::schema::{FIELDS, FORMS, INDICATORS};

use crate::support;

const FORMATS: [&str; 4] = ["doc", "rtf", "odt", "html"];

/// Columns that hold the file's name or hash, or a place in it.
const OF_THE_FILE: [&str; 6] = ["indicator_id", "form_id", "source_file", "table_no", "row_no", "col_no"];

/// Where LibreOffice (7.4) itself changes a document, and what. The differences that follow from it are kept as
/// snapshots, so that no other hides behind them.
const CHANGED_BY_LIBRE_OFFICE: [(&str, &str, &str); 4] = [
    (
        "nested-and-content-controls",
        "doc",
        "the deleted row stays, its text alone is marked as deleted; the content of each inline content control is \
         written four times, thrice as the result of a form field that ends with a paragraph mark, and such a mark \
         inside a nested table ends a cell",
    ),
    (
        "nested-and-content-controls",
        "rtf",
        "the deleted row stays, its text alone is marked as deleted; the content of each inline content control is \
         written four times, thrice as the result of a form field",
    ),
    ("nested-and-content-controls", "odt", "the deleted row stays, its text alone is marked as deleted"),
    (
        "nested-and-content-controls",
        "html",
        "the deleted row and the deleted text are written like all other text: HTML export knows no deletions",
    ),
];

/// A text without what formats do not keep: how many spaces stand together, and those at the ends of lines.
fn words(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    lines.join("⏎").trim_matches('⏎').to_owned()
}

/// A line for each grid and each of its cells: place, spans, text.
fn drawn(understanding: &Understanding) -> Vec<String> {
    let grid = |grid: &Grid| {
        let head = format!("table {}: {} x {}, inside {:?}", grid.table_no, grid.rows, grid.cols, grid.parent);
        let cells = grid.cells.iter().map(|cell| {
            let at = format!("table {} at {},{}", grid.table_no, cell.row, cell.col);
            format!("{at}: {} x {}: {}", cell.rowspan, cell.colspan, words(&cell.text))
        });
        std::iter::once(head).chain(cells).collect::<Vec<_>>()
    };
    understanding.layout.grids.iter().flat_map(grid).collect()
}

/// A line for each indicator, form and field: the columns that have a text, but for those of the file.
fn data(submission: &Submission) -> Vec<String> {
    let mut lines = Vec::new();
    for table in [&INDICATORS, &FORMS, &FIELDS] {
        let mut take = |cells: &[std::borrow::Cow<'_, str>]| {
            let columns = table.columns.iter().zip(cells);
            let kept = columns.filter(|(column, cell)| !cell.is_empty() && !OF_THE_FILE.contains(&column.name));
            let cells: Vec<_> = kept.map(|(column, cell)| format!("{}={}", column.name, words(cell))).collect();
            lines.push(format!("{}: {}", table.name, cells.join(" | ")));
            Ok(())
        };
        (table.rows)(submission, Fill::Down, &mut take).unwrap();
    }
    lines
}

/// What only one of two lists has, in order; empty where they are equal.
fn differences(docx: &[String], copy: &[String]) -> String {
    let only = |mark: &str, these: &[String], those: &[String]| {
        let lines = these.iter().filter(|line| !those.contains(line));
        lines.map(|line| format!("{mark} {line}\n")).collect::<String>()
    };
    let found = only("-", docx, copy) + &only("+", copy, docx);
    if found.is_empty() && docx != copy {
        "the same in another order, or another number of times\n".to_owned()
    } else {
        found
    }
}

/// The sound Word documents of the samples.
fn documents() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(support::sample("")).unwrap().map(|entry| entry.unwrap().path());
    let is_docx = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "docx");
    // scripts/make-formats says why contacts.docx is left out.
    let is_sound = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        !name.starts_with("broken-") && name != "contacts.docx"
    };
    let mut documents: Vec<_> = entries.filter(|path| is_docx(path) && is_sound(path)).collect();
    documents.sort();
    documents
}

#[test]
fn every_sample_is_the_same_in_every_format() {
    let engine = Engine::new(Options::default()).unwrap();
    let mut wrong = String::new();
    for document in documents() {
        let name = document.file_stem().unwrap().to_string_lossy().into_owned();
        let docx = engine.understand(&name, &std::fs::read(&document).unwrap());
        for format in FORMATS {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/formats/{name}.{format}"));
            let bytes = std::fs::read(&path).unwrap_or_else(|_| panic!("{name}.{format}: run scripts/make-formats"));
            let copy = engine.understand(&name, &bytes);
            let found = differences(&drawn(&docx), &drawn(&copy))
                + &differences(&data(&docx.submission), &data(&copy.submission));
            let change = CHANGED_BY_LIBRE_OFFICE.iter().find(|(n, f, _)| *n == name && *f == format);
            match change {
                Some((_, _, what)) => insta::with_settings!({ description => *what }, {
                    insta::assert_snapshot!(format!("{name}_{format}"), found);
                }),
                None if !found.is_empty() => wrong += &format!("{name}.{format}\n{found}"),
                None => {}
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The indicators table of a document as the command writes it, but for the columns of the file.
fn indicators(path: &Path) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ingest"));
    let output = command.arg(path).args(["--out", "-", "--quiet"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(&output.stdout[..]);
    let mut kept = csv::Writer::from_writer(Vec::new());
    let mut is_of_file = Vec::new();
    for row in rows.byte_records() {
        let row = row.unwrap();
        if is_of_file.is_empty() {
            let names = row.iter().map(|name| name.strip_prefix(b"\xef\xbb\xbf").unwrap_or(name));
            is_of_file = names.map(|name| OF_THE_FILE.iter().any(|column| column.as_bytes() == name)).collect();
            assert_eq!(is_of_file.iter().filter(|&&is| is).count(), 5);
        }
        kept.write_record(row.iter().zip(&is_of_file).filter(|(_, is)| !**is).map(|(cell, _)| cell)).unwrap();
    }
    kept.into_inner().unwrap()
}

#[test]
fn the_real_submission_gives_the_same_bytes_in_every_format() {
    let Some(path) = support::shared("real/yuanjiang-2024/rebuilt.docx") else { return };
    let docx = indicators(&path);
    assert_eq!(csv::Reader::from_reader(&docx[..]).byte_records().count(), 76);
    for format in FORMATS {
        let copy = indicators(&path.with_extension(format));
        assert_eq!(String::from_utf8_lossy(&copy), String::from_utf8_lossy(&docx), "{format}");
    }
}
