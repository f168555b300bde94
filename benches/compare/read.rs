//! Reading tables against the floor of the format, and against another library, in one run.
//!
//! - `.doc`: the floor is opening the container and reading the two streams that every reader must read; ingest is to
//!   stay within 10 times that.
//! - `.docx`: the floor is unpacking the main part and one bare scan of its XML; ingest is to stay within 2 times that.
//! - office_oxide: parsed, and its tables taken. ingest is to be ahead on both.
//!
//! `formats` is one document in all five formats. The last table is the judgement: for each document the best time of
//! the floor and of ingest, taken in turns, and their ratio beside the bar.

use std::fmt::{self, Display};
use std::hint::black_box;
use std::io::{Cursor, Read};
use std::path::Path;
use std::time::{Duration, Instant};

use divan::Bencher;
use ingest::model::{Anchors, Layout, Limits, Source};
use ingest::{read, table};
use office_oxide::{Document, DocumentFormat};

fn main() {
    divan::main();
    println!("\n{:<32} {:>10} {:>10} {:>7}", "best of turns", "floor", "ingest", "ratio");
    for input in doc() {
        judge(&input, 10.0, doc_floor);
    }
    for input in docx() {
        judge(&input, 2.0, docx_floor);
    }
}

/// Prints how many times the floor ingest takes for a document.
fn judge<T>(input: &Input, bar: f64, floor: fn(&[u8]) -> T) {
    let (mut best_floor, mut best) = (Duration::MAX, Duration::MAX);
    for _ in 0..TURNS {
        let begun = Instant::now();
        black_box(floor(&input.bytes));
        best_floor = best_floor.min(begun.elapsed());
        let begun = Instant::now();
        black_box(tables(&input.bytes));
        best = best.min(begun.elapsed());
    }
    let ratio = best.as_secs_f64() / best_floor.as_secs_f64();
    let verdict = if ratio <= bar { "within" } else { "over" };
    let (floor, ingest) = (best_floor.as_micros(), best.as_micros());
    println!("{:<32} {floor:>7} µs {ingest:>7} µs {ratio:>7.2} {verdict} {bar}", input.name);
}

/// How often the floor and ingest take their turn with a document.
const TURNS: usize = 500;

/// A document to read.
struct Input {
    name: &'static str,
    bytes: Vec<u8>,
}

impl Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Those of the files, below the project's folder, that are there: the real ones are not in every checkout.
fn inputs(paths: &[(&'static str, &'static str)]) -> Vec<Input> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let input =
        |&(name, path): &(&'static str, &str)| Some(Input { name, bytes: std::fs::read(project.join(path)).ok()? });
    paths.iter().filter_map(input).collect()
}

fn doc() -> Vec<Input> {
    inputs(&[
        ("sample.doc", "tests/formats/hunan-department-and-projects.doc"),
        ("rebuilt.doc", "../shared/real/yuanjiang-2024/rebuilt.doc"),
        ("nested.doc", "../shared/real/word/tables/nested.doc"),
        ("uneven-rows.doc", "../shared/real/word/tables/uneven-rows.doc"),
        ("zh-vmerge.doc", "../shared/real/word/tables/zh-vmerge.doc"),
    ])
}

fn docx() -> Vec<Input> {
    inputs(&[
        ("sample.docx", "samples/hunan-department-and-projects.docx"),
        ("rebuilt.docx", "../shared/real/yuanjiang-2024/rebuilt.docx"),
        ("form-zh-14x10.docx", "../shared/real/word/tables/form-zh-14x10.docx"),
        ("forms-zh-brand-products.docx", "../shared/real/word/tables/forms-zh-brand-products.docx"),
        ("weekly-schedule-nested.docx", "../shared/real/word/tables/weekly-schedule-nested.docx"),
    ])
}

fn all() -> Vec<Input> {
    inputs(&[
        ("docx", "samples/hunan-department-and-projects.docx"),
        ("doc", "tests/formats/hunan-department-and-projects.doc"),
        ("odt", "tests/formats/hunan-department-and-projects.odt"),
        ("rtf", "tests/formats/hunan-department-and-projects.rtf"),
        ("html", "tests/formats/hunan-department-and-projects.html"),
    ])
}

/// What `ingest tables` does with a file: the format told from the bytes, the document read, every grid made.
fn tables(bytes: &[u8]) -> Layout {
    let limits = Limits::default().started();
    let document = read::open(&Source { name: "a", bytes, limits: &limits }).1.expect("a sound document");
    table::layout(document, &Anchors::default(), &limits).0
}

/// The least that reading a `.doc` takes: the container opened, and the two streams read that every reader must read.
fn doc_floor(bytes: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).expect("a container");
    let table = if file.exists("1Table") { "1Table" } else { "0Table" };
    let mut read = Vec::new();
    for name in ["WordDocument", table] {
        let mut stream = file.open_stream(name).expect("a stream");
        stream.read_to_end(&mut read).expect("a whole stream");
    }
    read
}

/// The least that reading a `.docx` takes: the main part unpacked, and one bare scan of its XML.
fn docx_floor(bytes: &[u8]) -> usize {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    archive.by_name("word/document.xml").expect("a part").read_to_string(&mut text).expect("a whole part");
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut events = 0usize;
    while !matches!(black_box(reader.read_event()).expect("XML"), quick_xml::events::Event::Eof) {
        events += 1;
    }
    events
}

/// Parsed, and its tables taken, by office_oxide; the copy of the bytes, which its interface wants, is made outside of the measurement.
fn others_tables(bytes: Vec<u8>, format: DocumentFormat) -> usize {
    let document = Document::from_reader(Cursor::new(bytes), format).expect("a sound document");
    document.to_ir().sections.len()
}

#[divan::bench_group(sample_count = 300)]
mod doc_tables {
    use super::*;

    #[divan::bench(args = doc())]
    fn floor(bencher: Bencher, input: &Input) {
        bencher.bench(|| doc_floor(&input.bytes));
    }

    #[divan::bench(args = doc())]
    fn ingest(bencher: Bencher, input: &Input) {
        bencher.bench(|| tables(&input.bytes));
    }

    #[divan::bench(args = doc())]
    fn office_oxide(bencher: Bencher, input: &Input) {
        let bytes = || input.bytes.clone();
        bencher.with_inputs(bytes).bench_values(|bytes| others_tables(bytes, DocumentFormat::Doc));
    }
}

#[divan::bench_group(sample_count = 300)]
mod docx_tables {
    use super::*;

    #[divan::bench(args = docx())]
    fn floor(bencher: Bencher, input: &Input) {
        bencher.bench(|| docx_floor(&input.bytes));
    }

    #[divan::bench(args = docx())]
    fn ingest(bencher: Bencher, input: &Input) {
        bencher.bench(|| tables(&input.bytes));
    }

    #[divan::bench(args = docx())]
    fn office_oxide(bencher: Bencher, input: &Input) {
        let bytes = || input.bytes.clone();
        bencher.with_inputs(bytes).bench_values(|bytes| others_tables(bytes, DocumentFormat::Docx));
    }
}

#[divan::bench(args = all(), sample_count = 300)]
fn formats(bencher: Bencher, input: &Input) {
    bencher.bench(|| tables(&input.bytes));
}
