//! Any bytes through the main job but for the file system: understood, written in every format of one table, remembered.
//! What is read keeps the accounting law; each row that is counted is written; what is remembered is what was understood.
//!
//! Packages are changed in their parts, not in their packed bytes: a changed byte of those fails its checksum at once.
#![no_main]

use std::borrow::Cow;
use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;

use ingest::model::Submission;
use ingest::pipeline::{Engine, Options};
use ingest::remember::{self, Words};
use ingest::write::schema::{FORMS, INDICATORS, TABLES};
use ingest::write::{Fill, Style, WRITERS};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Options::default()).expect("the built-in mappings are sound"));
static WORDS: LazyLock<Words> = LazyLock::new(Words::default);

/// Parts are not unpacked beyond this.
const LARGEST_PART: u64 = 1 << 20;

fuzz_target!(|bytes: &[u8]| {
    let submission = ENGINE.submission("fuzz", bytes);
    assert_eq!(submission.cells, submission.cells_used + submission.cells_reported);
    write(&submission, if bytes.len() % 8 == 0 { WRITERS.len() } else { 1 });
    if let Some(packed) = remember::encode(&[&submission], &WORDS) {
        assert_eq!(remember::decode(&packed, &WORDS).as_deref(), Some(&[submission][..]));
    }
});

/// Writes every table in so many formats: all take longer than understanding a small file.
fn write(submission: &Submission, formats: usize) {
    for table in TABLES {
        let mut writers: Vec<_> = WRITERS
            .iter()
            .take(formats)
            .map(|format| (format.open)(Box::new(std::io::sink()), table, &Style::default()).expect("a table"))
            .collect();
        let mut rows = 0;
        let mut row = |cells: &[Cow<'_, str>]| {
            rows += 1;
            writers.iter_mut().try_for_each(|writer| writer.row(cells))
        };
        (table.rows)(submission, Fill::Down, &mut row).expect("a sink takes all");
        writers.iter_mut().for_each(|writer| writer.finish().expect("a sink takes all"));
        match table.name {
            name if name == INDICATORS.name => assert_eq!(rows, submission.indicator_count()),
            name if name == FORMS.name => assert_eq!(rows, submission.forms.len()),
            _ => {}
        }
    }
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    match changed_package(&data[..size], seed as usize) {
        Some(package) if package.len() <= max_size => {
            data[..package.len()].copy_from_slice(&package);
            package.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
});

/// The package with one part changed, all parts stored as they are; most often the longest part.
fn changed_package(bytes: &[u8], seed: usize) -> Option<Vec<u8>> {
    if !bytes.starts_with(b"PK") || seed % 16 == 0 {
        return None;
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).ok()?;
        let mut content = Vec::new();
        part.by_ref().take(LARGEST_PART).read_to_end(&mut content).ok()?;
        parts.push((part.name().ok()?.into_owned(), content));
    }
    let longest = (0..parts.len()).max_by_key(|&index| parts[index].1.len())?;
    let index = if seed % 4 == 0 { (seed / 4) % parts.len() } else { longest };
    let content = &mut parts[index].1;
    let size = content.len();
    content.resize(size + 4096, 0);
    let changed = fuzzer_mutate(content, size, size + 4096);
    content.truncate(changed);
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        package.start_file(name, stored).ok()?;
        package.write_all(&content).ok()?;
    }
    Some(package.finish().ok()?.into_inner())
}
