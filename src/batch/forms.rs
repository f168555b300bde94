//! `ingest PATH... --out OUT`: forms to tables.

use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use ingest::across::contents::Contents;
use ingest::error::Result;
use ingest::finding::{self, Finding, Severity};
use ingest::language::Language;
use ingest::model::{Rejection, Status, Submission};
use ingest::pipeline::Engine;
use ingest::scratch::Scratch;
use ingest::write::review::Seen;

use crate::batch::across::Across;
use crate::batch::destination;
use crate::batch::expand::{Expand, Input};
use crate::batch::leftovers::Leftovers;
use crate::batch::memory::{Memory, content, rejected};
use crate::batch::review::{self, Page};
use crate::batch::summary::Summary;
use crate::batch::versions::Versions;
use crate::batch::{Outcome, inputs, listen, modified, run};
use crate::cli::FailOn;
use crate::config::Ingest;
use crate::progress::Progress;

/// Reads every document below the PATHs and writes the tables.
///
/// # Errors
/// When nothing could be written; then nothing is left behind.
pub fn forms(task: &Ingest) -> Result<Outcome> {
    let begun = Instant::now();
    let running = &task.running;
    let pace = Arc::new(run::Pace::new(running.jobs, running.options.limits.time, listen()));
    let engine = Arc::new(Engine::new(running.options.clone())?);
    let scratch = Arc::new(Scratch::new()?);
    let found = inputs(task, &scratch)?;
    let left = Leftovers::of(&task.output);
    let mut tables = destination::open(task)?;
    let mut page = Page::open(task)?;
    let (memory, said) = Memory::open(task, engine)?;
    if memory.is_kept() {
        // Nobody else writes there now.
        left.clear();
    }
    let since = memory.since(task.since)?;
    let (found, left_out) = modified(found, since.filter(|_| task.state().is_none()))?;
    let memory = Arc::new(memory);
    let (across, versions) = Across::new(task, &found, &scratch)?;
    let mut summary = Summary::new(&scratch, running.verbose, found.passed_over, running.language.clone())?;
    summary.said.extend(said.map(str::to_owned).into_iter().chain(left_out));
    let mut tally = Tally { summary, across, forms: 0, indicators: 0, contents: Contents::new(&scratch)? };
    let documents = Expand::new(found.files(), found.count()?, &running.options.limits).settled_before(since);
    let counts = documents.counts();
    let mut progress = Progress::new(Arc::clone(&counts), running.quiet, &running.language);
    let work = worker(Arc::clone(&memory), versions, Arc::clone(&pace), page.is_some());
    let result = run::in_order(documents, &pace, work, failed, |all| {
        for (mut submission, seen) in all? {
            tally.settle(&mut submission)?;
            page.as_mut().map_or(Ok(()), |page| page.file(&submission, &seen))?;
            tally.count(&mut submission, &running.language)?;
            tables.submission(&submission)?;
            progress.said(submission.findings.len(), running.verbose.then(|| line(&submission, &running.language)));
        }
        progress.done();
        Ok(())
    });
    // Whatever comes now, the next run goes on from here.
    memory.commit();
    let is_stopped = pace.stop.load(Ordering::SeqCst);
    result.map_err(|error| memory.stopped().filter(|_| is_stopped).unwrap_or(error))?;
    let mut closing = tally.close();
    let page = page.map(|page| page.keep(&closing)).transpose()?;
    running.language.translate(&mut closing);
    tables.submission(&closing)?;
    tally.summary.passed_over(&counts);
    let troubled = tally.summary.findings > 0 || tally.summary.rejected > 0;
    tally.summary.written = tables.keep(troubled)?;
    tally.summary.written.extend(page);
    tally.summary.remembered(memory.finish());
    progress.finish();
    tally.print(task, begun);
    Ok(tally.outcome(task.fail_on))
}

/// What a thread does with a document; `wanted`: there is a page to show it on.
fn worker(
    memory: Arc<Memory>,
    versions: Option<Versions>,
    pace: Arc<run::Pace>,
    wanted: bool,
) -> impl Fn(&Input) -> Result<Vec<(Submission, Seen)>> + Send + Sync + 'static {
    let read = move |input: &Input| {
        pace.moves();
        memory.understand(input)
    };
    move |input: &Input| {
        let all = read(input).into_iter().map(|one| review::part(one, wanted));
        let (mut submissions, seen): (Vec<_>, Vec<_>) = all.unzip();
        let again = |input: &Input| read(input).into_iter().map(|one| one.submission).collect();
        versions.as_ref().map_or(Ok(()), |versions| versions.settle(input, &mut submissions, &again))?;
        Ok(submissions.into_iter().zip(seen).collect())
    }
}

fn failed(input: &Input, rejection: Rejection) -> Result<Vec<(Submission, Seen)>> {
    Ok(vec![(rejected(input, rejection, 0), Seen::default())])
}

/// What `--verbose` says of a file.
fn line(submission: &Submission, language: &Language) -> String {
    let counts = [
        language.count(submission.forms.len() as u64, "form"),
        language.count(submission.indicator_count() as u64, "indicator"),
        language.count(submission.findings.len() as u64, "finding"),
    ];
    let file = ingest::write::draw::plain(&submission.source_file);
    format!("{file}: {}, {}", language.word(submission.status.name()), counts.join(language.word(", ")))
}

/// What a run counts.
struct Tally {
    summary: Summary,
    across: Across,
    forms: u64,
    indicators: u64,
    contents: Contents,
}

impl Tally {
    /// Looks at the next file; the rows of a file already seen under another name are not given twice.
    fn settle(&mut self, submission: &mut Submission) -> Result<()> {
        // One that is left out already has no rows that another could stand for.
        let has_rows = !matches!(submission.status, Status::Rejected | Status::Duplicate);
        if has_rows
            && let Some(content) = content(&submission.sha256)
            && let Some(first) = self.contents.before(&content, &submission.source_file)?
        {
            duplicate(submission, &first);
        }
        self.summary.duplicates += u64::from(submission.status == Status::Duplicate);
        self.across.look(submission)
    }

    /// Counts a file, and says its findings in the language.
    fn count(&mut self, submission: &mut Submission, language: &Language) -> Result<()> {
        language.translate(submission);
        language.locate(submission);
        self.summary.files += 1;
        self.forms += submission.forms.len() as u64;
        self.indicators += submission.indicator_count() as u64;
        self.summary.findings(&submission.source_file, &submission.findings);
        if submission.status == Status::Rejected {
            self.summary.reject(&submission.source_file, &submission.reason, &submission.hint)?;
        }
        Ok(())
    }

    /// What there is to say when the last file is counted.
    fn close(&mut self) -> Submission {
        let (findings, notes) = self.across.close();
        self.summary.findings("", &findings);
        self.summary.notes = notes;
        Submission::of_run(findings)
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
    let finding =
        Finding::new(&finding::DUPLICATE_FILE, reason, "its rows stand under that file; remove one of the two");
    *submission = std::mem::take(submission).left_out(finding);
}
