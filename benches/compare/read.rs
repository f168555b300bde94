//! Reading tables against the floor of the format, and against another library, in one run.
//!
//! - `.doc`: the floor is opening the container and reading the two streams that every reader must read; ingest is to
//!   stay within 10 times that.
//! - `.docx`: the floor is unpacking the main part and one bare scan of its XML; ingest is to stay within 2 times that.
//! - office_oxide: parsed, and its tables taken. ingest is to be ahead on both.
//!
//! The last table is one document in all five formats.

use std::fmt::{self, Display};
use std::hint::black_box;
use std::io::{Cursor, Read};
use std::path::Path;

use divan::Bencher;
use ingest::model::{Anchors, Layout, Limits, Source};
use ingest::{read, table};
use office_oxide::{Document, DocumentFormat};

fn main() {
    divan::main();
}

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

/// Those of the files, below the project's folder, that are there: the real one is not in every checkout.
fn inputs(paths: &[(&'static str, &'static str)]) -> Vec<Input> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let input = |&(name, path): &(&'static str, &str)| {
        Some(Input { name, bytes: std::fs::read(project.join(path)).ok()? })
    };
    paths.iter().filter_map(input).collect()
}

fn doc() -> Vec<Input> {
    inputs(&[
        ("sample", "tests/formats/hunan-department-and-projects.doc"),
        ("real", "../shared/real/yuanjiang-2024/rebuilt.doc"),
    ])
}

fn docx() -> Vec<Input> {
    inputs(&[
        ("sample", "samples/hunan-department-and-projects.docx"),
        ("real", "../shared/real/yuanjiang-2024/rebuilt.docx"),
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
    let format = read::detect::detect("a", bytes);
    let document = read::read(format, &Source { name: "a", bytes, limits: &limits }).expect("a sound document");
    table::layout(document, &Anchors::default(), &limits).0
}

/// The same with office_oxide; the copy of the bytes, which its interface wants, is made outside of the measurement.
fn others_tables(bytes: Vec<u8>, format: DocumentFormat) -> usize {
    let document = Document::from_reader(Cursor::new(bytes), format).expect("a sound document");
    document.to_ir().sections.len()
}

#[divan::bench_group(sample_count = 300)]
mod doc_tables {
    use super::*;

    #[divan::bench(args = doc())]
    fn floor(bencher: Bencher, input: &Input) {
        bencher.bench(|| {
            let mut file = cfb::CompoundFile::open(Cursor::new(&input.bytes[..])).expect("a container");
            let mut bytes = Vec::new();
            for name in ["WordDocument", "1Table"] {
                let mut stream = file.open_stream(name).expect("a stream");
                stream.read_to_end(&mut bytes).expect("a whole stream");
            }
            bytes
        });
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
        bencher.bench(|| {
            let mut archive = zip::ZipArchive::new(Cursor::new(&input.bytes[..])).expect("an archive");
            let mut text = String::new();
            archive.by_name("word/document.xml").expect("a part").read_to_string(&mut text).expect("a whole part");
            let mut reader = quick_xml::Reader::from_str(&text);
            let mut events = 0usize;
            while !matches!(black_box(reader.read_event()).expect("XML"), quick_xml::events::Event::Eof) {
                events += 1;
            }
            events
        });
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
