//! `--dry-run`: what a run would read, change and reject, as a table on standard output. Nothing is written.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use ingest::error::{Error, Result};
use ingest::model::{Rejection, Status, Submission};
use ingest::pipeline::Engine;
use ingest::scratch::Scratch;
use ingest::write::draw::{plain, width};

use crate::batch::expand::{Expand, Input};
use crate::batch::memory::Memory;
use crate::batch::state::Change;
use crate::batch::{Outcome, inputs, listen, modified, run};
use crate::config::Ingest;
use crate::progress::Progress;

/// What a run would do with a document.
pub struct Plan {
    name: String,
    change: Change,
    fate: Fate,
    /// Why it would be rejected.
    reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Read,
    Remembered,
    Rejected,
}

impl Fate {
    fn name(self) -> &'static str {
        match self {
            Self::Read => "to read",
            Self::Remembered => "remembered",
            Self::Rejected => "rejected",
        }
    }
}

impl Plan {
    /// A document that would be looked at.
    pub fn new(name: String, change: Change, look: std::result::Result<(), Rejection>) -> Self {
        match look {
            Ok(()) => Self { name, change, fate: Fate::Read, reason: String::new() },
            Err(rejection) => Self { name, change, fate: Fate::Rejected, reason: rejection.reason },
        }
    }

    /// A document of which everything is remembered.
    pub fn remembered(name: String, change: Change, known: &[Submission]) -> Self {
        let rejected = known.first().filter(|first| first.status == Status::Rejected);
        let fate = if rejected.is_some() { Fate::Rejected } else { Fate::Remembered };
        Self { name, change, fate, reason: rejected.map(|first| first.reason.clone()).unwrap_or_default() }
    }

    /// What there is to say of an archive.
    pub fn told(name: String, change: Change, told: &Submission) -> Self {
        let fate = if told.status == Status::Rejected { Fate::Rejected } else { Fate::Read };
        Self { name, change, fate, reason: told.reason.clone() }
    }
}

/// How many of each.
#[derive(Default)]
struct Totals {
    to_read: u64,
    remembered: u64,
    rejected: u64,
    vanished: u64,
}

/// Says what a run would do.
///
/// # Errors
/// When there is nothing to read, another run is writing, or standard output is gone.
pub fn plan(task: &Ingest) -> Result<Outcome> {
    let running = &task.running;
    let pace = Arc::new(run::Pace::new(running.jobs, running.options.limits.time, listen()));
    let engine = Arc::new(Engine::new(running.options.clone())?);
    let found = inputs(task, &Arc::new(Scratch::new()?))?;
    let memory = Memory::look(task, engine)?;
    let since = memory.since(task.since)?;
    let (found, left_out) = modified(found, since.filter(|_| task.state().is_none()))?;
    let memory = Arc::new(memory);
    let documents = Expand::new(found.files(), found.count()?, &running.options.limits).settled_before(since);
    let progress = Progress::new(documents.counts(), running.quiet, &running.language);
    let mut table = Table::new(task);
    let planner = Arc::clone(&memory);
    let work = move |input: &Input| planner.plan(input);
    run::in_order(documents, &pace, work, failed, |plan| {
        progress.done();
        table.line(plan)
    })?;
    progress.finish();
    let mut told = Ok(());
    memory.vanished(|name| {
        if told.is_ok() {
            told = table.vanished(name);
        }
    });
    memory.close();
    told?;
    table.close(left_out)
}

fn failed(input: &Input, rejection: Rejection) -> Plan {
    Plan::new(input.source_file.clone(), Change::New, Err(rejection))
}

struct Table<'t> {
    task: &'t Ingest,
    out: BufWriter<io::Stdout>,
    totals: Totals,
    /// How wide the first two columns are.
    widths: (usize, usize),
}

impl<'t> Table<'t> {
    fn new(task: &'t Ingest) -> Self {
        let say = |english: &str| width(task.running.language.word(english));
        let changes = ["new", "changed", "unchanged", "vanished"].map(say);
        let fates = [Fate::Read, Fate::Remembered, Fate::Rejected].map(|fate| say(fate.name()));
        let widest = |all: &[usize]| all.iter().copied().max().unwrap_or_default();
        let widths = (widest(&changes), widest(&fates));
        Self { task, out: BufWriter::new(io::stdout()), totals: Totals::default(), widths }
    }

    fn line(&mut self, plan: Plan) -> Result<()> {
        match plan.fate {
            Fate::Read => self.totals.to_read += 1,
            Fate::Remembered => self.totals.remembered += 1,
            Fate::Rejected => self.totals.rejected += 1,
        }
        let reason = match plan.fate {
            Fate::Rejected => self.task.running.language.text(&plan.reason),
            Fate::Read | Fate::Remembered => String::new(),
        };
        self.print(plan.change.name(), plan.fate.name(), &plan.name, &reason)
    }

    fn print(&mut self, change: &str, fate: &str, name: &str, reason: &str) -> Result<()> {
        let language = &self.task.running.language;
        let padded = |english: &str, wide: usize| {
            let word = language.word(english);
            format!("{word}{}", " ".repeat(wide.saturating_sub(width(word))))
        };
        let (change, fate) = (padded(change, self.widths.0), padded(fate, self.widths.1));
        let line = match reason {
            "" => format!("{change}  {fate}  {}", plain(name)),
            _ => format!("{change}  {fate}  {}: {}", plain(name), plain(reason)),
        };
        writeln!(self.out, "{line}").map_err(unwritten())
    }

    fn vanished(&mut self, name: &str) -> Result<()> {
        self.totals.vanished += 1;
        self.print("vanished", "", name, "")
    }

    /// The totals.
    fn close(mut self, left_out: Option<String>) -> Result<Outcome> {
        self.out.flush().map_err(unwritten())?;
        let Totals { to_read, remembered, rejected, vanished } = self.totals;
        if !self.task.running.quiet {
            self.say(&[
                (to_read, "to read"),
                (remembered, "remembered"),
                (rejected, "rejected"),
                (vanished, "vanished"),
            ]);
            let mut err = io::stderr().lock();
            let language = &self.task.running.language;
            // A summary that nobody can read is no reason to fail.
            let _ = left_out.iter().try_for_each(|said| writeln!(err, "{}", language.text(said)));
        }
        Ok(if rejected > 0 { Outcome::Incomplete } else { Outcome::Complete })
    }

    fn say(&self, counts: &[(u64, &str)]) {
        let language = &self.task.running.language;
        let counts: Vec<String> = counts.iter().map(|(n, what)| format!("{n} {}", language.word(what))).collect();
        let nothing = language.word("dry run, nothing was written");
        let _ = writeln!(io::stderr().lock(), "{}: {nothing}", counts.join(language.word(", ")));
    }
}

fn unwritten() -> impl FnOnce(io::Error) -> Error {
    crate::batch::io("cannot write", Path::new("standard output"))
}
