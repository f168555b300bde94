//! `ingest tables PATH...`: every table of every document.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use ingest::error::{Error, Result};
use ingest::model::{Rejection, Status};
use ingest::pipeline::{Engine, Listed, Outcome};
use ingest::scratch::Scratch;
use ingest::write::tables::{Sheaf, View};

use crate::batch::discover::{discover, place};
use crate::batch::expand::{Expand, Input, Origin};
use crate::batch::output::Pending;
use crate::batch::summary::Summary;
use crate::batch::{self, checked, listen, run};
use crate::config::{Tables, Target};
use crate::progress::Progress;
use crate::terminal;

/// The width of drawn tables where no terminal says another.
const PAGE: usize = 120;

/// Reads every document below the PATHs and writes its tables.
///
/// # Errors
/// When nothing could be written; then nothing is left behind.
pub fn tables(task: &Tables) -> Result<batch::Outcome> {
    let begun = Instant::now();
    let running = &task.running;
    let pace = Arc::new(run::Pace::new(running.jobs, running.options.limits.time, listen()));
    let engine = Arc::new(Engine::new(running.options.clone())?);
    let (pending, own, name) = match &task.target {
        Target::Stdout => (None, BTreeSet::new(), Path::new("standard output")),
        Target::File(out) => (Some(out), BTreeSet::from([place(out)]), out.as_path()),
    };
    let scratch = Arc::new(Scratch::new()?);
    let found = checked(discover(&scratch, &running.paths, &own)?)?;
    let pending = pending.map(|out| Pending::new(out)).transpose()?;
    let out = match &pending {
        Some(pending) => pending.handle()? as Box<dyn io::Write>,
        None => Box::new(io::BufWriter::new(io::stdout())),
    };
    let unwritten = |source| Error::Io { what: "cannot write", path: name.to_path_buf(), source };
    let width = if pending.is_some() { PAGE } else { terminal::width(PAGE) };
    let mut writer = (task.format.open)(out, &View { style: task.style, width }).map_err(unwritten)?;
    let mut summary = Summary::new(&scratch, running.verbose, found.passed_over, running.language.clone())?;
    let mut tables = 0;
    let inputs = Expand::new(found.files(), found.count()?, &running.options.limits);
    let counts = inputs.counts();
    let mut progress = Progress::new(Arc::clone(&counts), running.quiet || pending.is_none(), &running.language);
    let work = move |input: &Input| read(&engine, input);
    run::in_order(inputs, &pace, work, failed, |all| {
        for listed in all {
            summary.files += 1;
            let Listed { source_file, outcome } = listed;
            let said = match outcome {
                Outcome::Tables(read) => {
                    summary.findings(&source_file, &read.findings);
                    tables += read.layout.grids.len() as u64;
                    let said = running.language.count(read.layout.grids.len() as u64, "table");
                    let source_file = source_file.clone();
                    let sheaf = Sheaf { source_file, format: read.format.name(), layout: read.layout };
                    writer.document(&sheaf).map_err(unwritten)?;
                    said
                }
                Outcome::Archive(findings) => {
                    summary.findings(&source_file, &findings);
                    running.language.word("archive").to_owned()
                }
                Outcome::Rejected(rejection) => {
                    summary.reject(&source_file, &rejection.reason, &rejection.hint)?;
                    running.language.word("rejected").to_owned()
                }
            };
            let line = || format!("{}: {said}", ingest::write::draw::plain(&source_file));
            progress.said(0, running.verbose.then(line));
        }
        progress.done();
        Ok(())
    })?;
    summary.passed_over(&counts);
    writer.finish().map_err(unwritten)?;
    if let Some(pending) = pending {
        summary.written.push(pending.path().to_path_buf());
        pending.keep()?;
    }
    progress.finish();
    let mut err = io::stderr().lock();
    let counts = [(tables, "table"), (summary.findings, "finding")];
    // A summary that nobody can read is no reason to fail.
    let _ = match running.quiet {
        true => summary.print_errors(&mut err, running.palette),
        false => summary.print(&mut err, running.palette, &counts, begun.elapsed()),
    };
    Ok(if summary.rejected > 0 { batch::Outcome::Incomplete } else { batch::Outcome::Complete })
}

fn read(engine: &Engine, input: &Input) -> Vec<Listed> {
    let outcome = match &input.origin {
        Origin::Told(told) if told.status != Status::Rejected => Outcome::Archive(told.findings.clone()),
        _ => match run::bytes(input, &engine.options().limits) {
            Ok(bytes) => return engine.all_tables(&input.source_file, &bytes),
            Err((rejection, _)) => Outcome::Rejected(rejection),
        },
    };
    vec![Listed { source_file: input.source_file.clone(), outcome }]
}

fn failed(input: &Input, rejection: Rejection) -> Vec<Listed> {
    vec![Listed { source_file: input.source_file.clone(), outcome: Outcome::Rejected(rejection) }]
}
