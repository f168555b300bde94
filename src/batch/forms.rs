//! `ingest PATH... --out OUT`: forms to tables.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use ingest::error::{Error, Result};
use ingest::finding::{self, Finding, Severity};
use ingest::model::{Rejection, Status, Submission};
use ingest::pipeline::Engine;
use ingest::write::schema::{FILES, FINDINGS, INDICATORS, Table};
use ingest::write::{BoxedWriter, Style, csv};

use crate::batch::discover::{Input, discover, place};
use crate::batch::output::{Pending, companion, remove};
use crate::batch::summary::{Summary, count};
use crate::batch::{Outcome, checked, listen, run};
use crate::cli::FailOn;
use crate::config::{Ingest, Target};
use crate::progress::Progress;

/// Reads every document below the PATHs and writes the tables.
///
/// # Errors
/// When nothing could be written; then nothing is left behind.
pub fn forms(task: &Ingest) -> Result<Outcome> {
    let begun = Instant::now();
    let running = &task.running;
    let engine = Arc::new(Engine::new(running.options.clone())?);
    let found = checked(discover(&running.paths, &own(&task.target)))?;
    let mut tables = Tables::new(task)?;
    let summary = Summary::new(running.verbose, found.passed_over);
    let mut tally = Tally { summary, ..Tally::default() };
    let mut progress = Progress::new(found.inputs.len(), running.quiet);
    let most = running.options.limits.file_size;
    let work = move |input: &Input| match run::bytes(input, most) {
        Ok(bytes) => engine.submission(&input.source_file, &bytes),
        Err((rejection, size)) => rejected(input, rejection, size),
    };
    run::in_order(&found.inputs, running.jobs, &listen(), work, failed, |mut submission| {
        tally.settle(&mut submission);
        tables.submission(&submission, task.style)?;
        progress.done(submission.findings.len(), running.verbose.then(|| line(&submission)));
        Ok(())
    })?;
    let troubled = tally.summary.findings > 0 || tally.summary.rejected > 0;
    tally.summary.written = tables.keep(troubled)?;
    progress.finish();
    tally.print(task, begun);
    Ok(tally.outcome(task.fail_on))
}

/// The files that a run writes, which it must not read.
fn own(target: &Target) -> BTreeSet<std::path::PathBuf> {
    match target {
        Target::Stdout => BTreeSet::new(),
        Target::File(out) => {
            [out.clone(), companion(out, FINDINGS.name), companion(out, FILES.name)].iter().map(|p| place(p)).collect()
        }
    }
}

fn rejected(input: &Input, rejection: Rejection, size: u64) -> Submission {
    Submission {
        source_file: input.source_file.clone(),
        bytes: size,
        format: ingest::model::Format::Unknown.name(),
        status: Status::Rejected,
        findings: vec![Finding::new(&finding::REJECTED, rejection.reason.clone(), rejection.hint.clone())],
        reason: rejection.reason,
        hint: rejection.hint,
        ..Submission::default()
    }
}

fn failed(input: &Input) -> Submission {
    let rejection = Rejection::new(
        "reading this file failed inside the program",
        "this is a fault of ingest: please report it with the file",
    );
    rejected(input, rejection, 0)
}

/// What `--verbose` says of a file.
fn line(submission: &Submission) -> String {
    let counts = [
        count(submission.forms.len() as u64, "form"),
        count(submission.indicator_count() as u64, "indicator"),
        count(submission.findings.len() as u64, "finding"),
    ];
    let file = ingest::write::draw::plain(&submission.source_file);
    format!("{file}: {}, {}", submission.status.name(), counts.join(", "))
}

/// What a run counts.
#[derive(Default)]
struct Tally {
    summary: Summary,
    forms: u64,
    indicators: u64,
    /// The first file of each content, by its digest.
    seen: HashMap<String, String>,
}

impl Tally {
    /// Counts a file; the rows of a file already seen under another name are not given twice.
    fn settle(&mut self, submission: &mut Submission) {
        if submission.status != Status::Rejected {
            match self.seen.get(&submission.sha256) {
                Some(first) => {
                    duplicate(submission, first);
                    self.summary.duplicates += 1;
                }
                None => {
                    self.seen.insert(submission.sha256.clone(), submission.source_file.clone());
                }
            }
        }
        self.summary.files += 1;
        self.forms += submission.forms.len() as u64;
        self.indicators += submission.indicator_count() as u64;
        self.summary.findings(&submission.source_file, &submission.findings);
        if submission.status == Status::Rejected {
            self.summary.reject(&submission.source_file, &submission.reason, &submission.hint);
        }
    }

    fn print(&self, task: &Ingest, begun: Instant) {
        let mut err = io::stderr().lock();
        let counts = [(self.forms, "form"), (self.indicators, "indicator"), (self.summary.findings, "finding")];
        // A summary that nobody can read is no reason to fail.
        let _ = match task.running.quiet {
            true => self.summary.print_errors(&mut err, task.running.palette),
            false => self.summary.print(&mut err, task.running.palette, &counts, begun.elapsed()),
        };
    }

    fn outcome(&self, fail_on: FailOn) -> Outcome {
        let met = match fail_on {
            FailOn::Rejected => false,
            FailOn::Error => self.summary.worst() >= Some(Severity::Error),
            FailOn::Warning => self.summary.worst() >= Some(Severity::Warning),
        };
        if met || self.summary.rejected > 0 { Outcome::Incomplete } else { Outcome::Complete }
    }
}

/// Makes of a submission one that only says which other file it equals.
fn duplicate(submission: &mut Submission, first: &str) {
    let reason = format!("the same bytes as {first}");
    let hint = "its rows stand under that file; remove one of the two".to_owned();
    *submission = Submission {
        source_file: std::mem::take(&mut submission.source_file),
        sha256: std::mem::take(&mut submission.sha256),
        encoding: std::mem::take(&mut submission.encoding),
        bytes: submission.bytes,
        format: submission.format,
        status: Status::Duplicate,
        findings: vec![Finding::new(&finding::DUPLICATE_FILE, reason.clone(), hint.clone())],
        reason,
        hint,
        ..Submission::default()
    };
}

/// The tables of one run: indicators, and beside them findings and files.
struct Tables {
    indicators: Sheet,
    beside: Vec<Sheet>,
}

/// A table under way.
struct Sheet {
    table: &'static Table,
    writer: BoxedWriter,
    /// Where it is put at last; standard output otherwise.
    pending: Option<Pending>,
}

impl Tables {
    fn new(task: &Ingest) -> Result<Self> {
        let Target::File(out) = &task.target else {
            let stdout = Box::new(io::BufWriter::new(io::stdout()));
            let writer = (task.writer.open)(stdout, &INDICATORS, &task.style).map_err(unwritten(None))?;
            let indicators = Sheet { table: &INDICATORS, writer, pending: None };
            return Ok(Self { indicators, beside: Vec::new() });
        };
        let beside = [&FINDINGS, &FILES]
            .into_iter()
            .map(|table| Sheet::file(&companion(out, table.name), csv::open, table, &task.style));
        Ok(Self {
            indicators: Sheet::file(out, task.writer.open, &INDICATORS, &task.style)?,
            beside: beside.collect::<Result<_>>()?,
        })
    }

    fn submission(&mut self, submission: &Submission, style: Style) -> Result<()> {
        std::iter::once(&mut self.indicators).chain(&mut self.beside).try_for_each(|sheet| {
            let Sheet { table, writer, pending } = sheet;
            let mut take = |cells: &[Cow<'_, str>]| writer.row(cells);
            (table.rows)(submission, style.fill, &mut take).map_err(unwritten(pending.as_ref()))
        })
    }

    /// Puts the files in their places, the indicators last; returns what is there now. Without findings and rejected
    /// files those of an earlier run are removed.
    fn keep(self, troubled: bool) -> Result<Vec<std::path::PathBuf>> {
        let mut written = Vec::new();
        let mut finished = Vec::new();
        for mut sheet in std::iter::once(self.indicators).chain(self.beside) {
            sheet.writer.finish().map_err(unwritten(sheet.pending.as_ref()))?;
            finished.extend(sheet.pending);
        }
        let mut finished = finished.into_iter();
        let indicators = finished.next();
        for beside in finished {
            if troubled {
                written.push(beside.path().to_path_buf());
                beside.keep()?;
            } else {
                remove(beside.path())?;
            }
        }
        if let Some(indicators) = indicators {
            written.insert(0, indicators.path().to_path_buf());
            indicators.keep()?;
        }
        Ok(written)
    }
}

impl Sheet {
    fn file(path: &Path, open: OpenTable, table: &'static Table, style: &Style) -> Result<Self> {
        let pending = Pending::new(path)?;
        let writer = open(pending.handle()?, table, style).map_err(unwritten(Some(&pending)))?;
        Ok(Self { table, writer, pending: Some(pending) })
    }
}

type OpenTable = fn(Box<dyn Write>, &'static Table, &Style) -> io::Result<BoxedWriter>;

/// A failure to write, on its path.
fn unwritten(pending: Option<&Pending>) -> impl FnOnce(io::Error) -> Error {
    let path = pending.map_or_else(|| "standard output".into(), |pending| pending.path().to_path_buf());
    move |source| Error::Io { what: "cannot write", path, source }
}
