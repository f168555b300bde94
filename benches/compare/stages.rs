//! Where the time of a run over the samples goes, stage by stage:
//!
//! ```text
//! cargo bench --manifest-path benches/compare/Cargo.toml --bench stages
//! ```
//!
//! Every pass begins as the program does, with nothing remembered: its first time through the samples is a short run, its
//! second one is what a long run comes to, where most labels were looked up before. What is not one of the stages (hashing,
//! numbering, accounting) is given as the rest; compiling the mappings, once in a run, by itself.
//!
//! Choosing and applying among all mappings is to stay under a tenth of the run. The run that its user sees is the
//! program's, files found and read from the disk and tables written there: it is timed too, with one thread, where the
//! program is built (`cargo build --release`, or another one named by `INGEST`).

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
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

const STAGES: [&str; 7] = ["detect, read", "table", "labels, contacts", "choose, apply", "normalise", "check", "write"];

/// Choosing and applying among the stages.
const APPLYING: usize = 3;

/// What each stage takes, and all of them.
type Times = ([Duration; STAGES.len()], Duration);

fn main() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let files = files(&samples);
    let mut compiling = Duration::MAX;
    let mut best = [0, 1].map(|_| vec![([Duration::MAX; STAGES.len()], Duration::MAX); files.len()]);
    for _ in 0..PASSES {
        compiling = compiling.min(timed(|| Engine::new(Options::default()).expect("sound mappings")).1);
        let bench = Bench::new();
        for best in &mut best {
            for ((name, bytes), best) in files.iter().zip(best) {
                quicker(best, bench.file(name, bytes));
            }
        }
    }
    let [first, again] = best.map(|all| sum(&all));
    println!("{} files, the quickest of {PASSES} passes for each\n", files.len());
    println!("{:<18} {:>21} {:>21}", "", "the first time", "again");
    for (n, name) in STAGES.iter().enumerate() {
        println!("{name:<18} {} {}", share(first.0[n], first.1), share(again.0[n], again.1));
    }
    for (name, of) in [("rest", rest as fn(&Times) -> Duration), ("whole run", |times| times.1)] {
        println!("{name:<18} {} {}", share(of(&first), first.1), share(of(&again), again.1));
    }
    println!("\ncompiling all mappings, once: {:.3} ms", millis(compiling));
    match program(&samples) {
        Some(run) => println!(
            "the program over the samples, one thread: {:.1} ms; choosing and applying the first time is {:.1} % of it",
            millis(run),
            100.0 * millis(first.0[APPLYING]) / millis(run)
        ),
        None => println!("the program is not built: its run was SKIPPED"),
    }
}

fn quicker(best: &mut Times, times: Times) {
    for (best, time) in best.0.iter_mut().zip(times.0) {
        *best = time.min(*best);
    }
    best.1 = best.1.min(times.1);
}

fn sum(all: &[Times]) -> Times {
    let stage = |n| all.iter().map(|(stages, _)| stages[n]).sum();
    (std::array::from_fn(stage), all.iter().map(|(_, run)| run).sum())
}

fn rest(times: &Times) -> Duration {
    times.1.saturating_sub(times.0.iter().sum())
}

fn share(time: Duration, whole: Duration) -> String {
    format!("{:>9.3} ms {:>6.1} %", millis(time), 100.0 * millis(time) / millis(whole))
}

/// The program's quickest run over a folder with one thread.
fn program(folder: &Path) -> Option<Duration> {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/release/ingest");
    let program = std::env::var_os("INGEST").map_or(built, PathBuf::from);
    let out = std::env::temp_dir().join(format!("ingest-stages-{}", std::process::id()));
    std::fs::create_dir_all(&out).ok()?;
    let run = || {
        let mut command = Command::new(&program);
        command
            .arg(folder)
            .arg("--out")
            .arg(out.join("out.csv"))
            .args(["--jobs", "1", "--quiet"])
            .stderr(Stdio::null());
        let (status, time) = timed(|| command.status());
        // Three of the samples are unreadable on purpose.
        status.ok().filter(|status| matches!(status.code(), Some(0 | 3))).map(|_| time)
    };
    let quickest = (0..PASSES).map(|_| run()).collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().min());
    let _ = std::fs::remove_dir_all(&out);
    quickest
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let made = black_box(work());
    (made, begun.elapsed())
}

/// The documents of a folder and of the folders in it, by name.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).expect("the samples");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let file = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() { files(path) } else { vec![(name, std::fs::read(path).expect("a sample"))] }
    };
    paths.iter().flat_map(file).collect()
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
    fn file(&self, name: &str, bytes: &[u8]) -> Times {
        let limits = Limits::default().started();
        let (document, reading) = timed(|| {
            let format = read::detect::detect(name, bytes);
            read::read(format, &Source { name, bytes, limits: &limits })
        });
        let (mut tables, mut labels, mut applying) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
        if let Ok(document) = document {
            let ((mut layout, _), time) = timed(|| table::layout(document, &self.anchors, &limits));
            tables = time;
            labels = timed(|| self.catalogue.redact(&mut layout)).1;
            // Mapping looks the labels up itself, from memory by now.
            let again = timed(|| self.catalogue.redact(&mut layout)).1;
            applying = timed(|| self.catalogue.map(&mut layout, name, false, &limits)).1.saturating_sub(again);
        }
        let (submission, run) = timed(|| self.engine.submission(name, bytes));
        let normalising = timed(|| self.normalise(&submission)).1;
        let checking = timed(|| check::run(&submission, &self.rules)).1;
        let writing = timed(|| self.write(&submission)).1;
        ([reading, tables, labels, applying, normalising, checking, writing], run + writing)
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
