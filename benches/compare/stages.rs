//! Where the time of a run over the samples goes, stage by stage:
//!
//! ```text
//! cargo bench --manifest-path benches/compare/Cargo.toml --bench stages
//! ```
//!
//! Choosing and applying among all mappings is to stay under a tenth of the run. What is not one of the stages (hashing,
//! numbering, accounting) is given as the rest. The mappings are compiled once in a run; that is given by itself.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ingest::check::{self, Rules};
use ingest::mapping::Catalogue;
use ingest::model::{Anchors, Limits, Source, Submission};
use ingest::normalise::Vocabulary;
use ingest::pipeline::{Engine, Options};
use ingest::write::{self, Style, schema::TABLES};
use ingest::{read, table};

/// Passes over all files; each stage of each file counts with its quickest.
const PASSES: usize = 40;

const STAGES: [&str; 6] = ["detect, read", "table", "mapping", "normalise", "check", "write"];

fn main() {
    let files = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples"));
    let (_, start) = timed(|| Engine::new(Options::default()).expect("sound mappings"));
    let bench = Bench::new();
    let mut best = vec![([Duration::MAX; STAGES.len()], Duration::MAX); files.len()];
    for _ in 0..PASSES {
        for ((name, bytes), (stages, run)) in files.iter().zip(&mut best) {
            let (times, whole) = bench.file(name, bytes);
            *run = whole.min(*run);
            for (stage, time) in stages.iter_mut().zip(times) {
                *stage = time.min(*stage);
            }
        }
    }
    let whole: Duration = best.iter().map(|(_, run)| run).sum();
    let best: Vec<Duration> = (0..STAGES.len()).map(|n| best.iter().map(|(stages, _)| stages[n]).sum()).collect();
    let rest = whole.saturating_sub(best.iter().sum());
    println!("{} files, the quickest of {PASSES} passes for each\n", files.len());
    for (name, time) in STAGES.iter().zip(best.iter().copied()).chain([(&"rest", rest), (&"whole run", whole)]) {
        println!("{name:<14} {:>8.3} ms {:>6.1} %", millis(time), 100.0 * millis(time) / millis(whole));
    }
    println!("\ncompiling all mappings, once: {:.3} ms", millis(start));
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let made = black_box(work());
    (made, begun.elapsed())
}

/// The documents of a folder, by name.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).expect("the samples");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.is_file() && path.file_name().is_some_and(|name| name != "README.md"));
    paths.sort();
    let file = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (name, std::fs::read(path).expect("a sample"))
    };
    paths.iter().map(file).collect()
}

/// What is made once in a run.
struct Bench {
    engine: Engine,
    catalogue: Catalogue,
    anchors: Anchors,
    vocabulary: Vocabulary,
    rules: Rules,
}

impl Bench {
    fn new() -> Self {
        let catalogue = Catalogue::load(None).expect("sound mappings");
        Self {
            engine: Engine::new(Options::default()).expect("sound mappings"),
            anchors: catalogue.anchors(),
            catalogue,
            vocabulary: Vocabulary::builtin().expect("a sound vocabulary"),
            rules: Rules::builtin().expect("sound rules"),
        }
    }

    /// What each stage takes for a file, and all of it in one.
    fn file(&self, name: &str, bytes: &[u8]) -> ([Duration; STAGES.len()], Duration) {
        let limits = Limits::default().started();
        let (document, reading) = timed(|| {
            let format = read::detect::detect(name, bytes);
            read::read(format, &Source { name, bytes, limits: &limits })
        });
        let (mut tables, mut mapping) = (Duration::ZERO, Duration::ZERO);
        if let Ok(document) = document {
            let ((mut layout, _), time) = timed(|| table::layout(document, &self.anchors, &limits));
            tables = time;
            mapping = timed(|| self.catalogue.map(&mut layout, name, false, &limits)).1;
        }
        let (submission, run) = timed(|| self.engine.submission(name, bytes));
        let normalising = timed(|| self.normalise(&submission)).1;
        let checking = timed(|| check::run(&submission, &self.rules)).1;
        let writing = timed(|| self.write(&submission)).1;
        ([reading, tables, mapping, normalising, checking, writing], run + writing)
    }

    fn normalise(&self, submission: &Submission) {
        for form in &submission.forms {
            for row in &form.indicators {
                black_box(self.vocabulary.value(&row.target_parts));
                if !row.actual_raw.is_empty() {
                    black_box(self.vocabulary.value(&row.actual_parts));
                }
            }
            let amounts = form.money.values().map(|money| &money.raw);
            for raw in amounts.chain(form.fields.iter().map(|field| &field.value_raw)) {
                black_box(self.vocabulary.amount(raw));
            }
            black_box(self.vocabulary.date(&form.filled_on));
        }
    }

    /// Every table as CSV.
    fn write(&self, submission: &Submission) {
        let csv = write::writer("csv").expect("a format");
        for table in TABLES {
            let out = Box::new(std::io::sink());
            let mut writer = (csv.open)(out, table, &Style::default()).expect("a table");
            let rows = (table.rows)(submission, write::Fill::Down, &mut |cells| writer.row(cells));
            rows.and_then(|()| writer.finish()).expect("a sink takes all");
        }
    }
}
