//! `ingest tables PATH...`: every table of every document.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use ingest::error::{Error, Result};
use ingest::finding::Finding;
use ingest::model::{Rejection, Status};
use ingest::pipeline::Engine;
use ingest::write::tables::{Sheaf, View};

use crate::batch::discover::{discover, place};
use crate::batch::expand::{Expand, Input, Origin};
use crate::batch::output::Pending;
use crate::batch::summary::Summary;
use crate::batch::{Outcome, checked, listen, run};
use crate::config::{Tables, Target};
use crate::progress::Progress;
use crate::terminal;

/// The width of drawn tables where no terminal says another.
const PAGE: usize = 120;

/// What a worker makes of a document.
struct Read {
    source_file: String,
    /// Its tables; an archive has findings alone.
    tables: std::result::Result<(Option<Sheaf>, Vec<Finding>), Rejection>,
}

/// Reads every document below the PATHs and writes its tables.
///
/// # Errors
/// When nothing could be written; then nothing is left behind.
pub fn tables(task: &Tables) -> Result<Outcome> {
    let (begun, stop) = (Instant::now(), listen());
    let running = &task.running;
    let engine = Arc::new(Engine::new(running.options.clone())?);
    let (pending, own, name) = match &task.target {
        Target::Stdout => (None, BTreeSet::new(), Path::new("standard output")),
        Target::File(out) => (Some(out), BTreeSet::from([place(out)]), out.as_path()),
    };
    let found = checked(discover(&running.paths, &own))?;
    let pending = pending.map(|out| Pending::new(out)).transpose()?;
    let out = match &pending {
        Some(pending) => pending.handle()? as Box<dyn io::Write>,
        None => Box::new(io::BufWriter::new(io::stdout())),
    };
    let unwritten = |source| Error::Io { what: "cannot write", path: name.to_path_buf(), source };
    let width = if pending.is_some() { PAGE } else { terminal::width(PAGE) };
    let mut writer = (task.format.open)(out, &View { style: task.style, width }).map_err(unwritten)?;
    let mut summary = Summary::new(running.verbose, found.passed_over, running.language.clone());
    let mut tables = 0;
    let inputs = Expand::new(found.files, &running.options.limits);
    let counts = inputs.counts();
    let mut progress = Progress::new(Arc::clone(&counts), running.quiet || pending.is_none(), &running.language);
    let most = running.options.limits.file_size;
    let work = move |input: &Input| read(&engine, input, most);
    run::in_order(inputs, running.jobs, &stop, work, failed, |reads| {
        for read in reads {
            summary.files += 1;
            let said = match &read.tables {
                Ok((sheaf, findings)) => {
                    summary.findings(&read.source_file, findings);
                    let Some(sheaf) = sheaf else { continue };
                    tables += sheaf.layout.grids.len() as u64;
                    writer.document(sheaf).map_err(unwritten)?;
                    running.language.count(sheaf.layout.grids.len() as u64, "table")
                }
                Err(rejection) => {
                    summary.reject(&read.source_file, &rejection.reason, &rejection.hint);
                    running.language.word("rejected").to_owned()
                }
            };
            let line = || format!("{}: {said}", ingest::write::draw::plain(&read.source_file));
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
    Ok(if summary.rejected > 0 { Outcome::Incomplete } else { Outcome::Complete })
}

fn read(engine: &Engine, input: &Input, most: u64) -> Vec<Read> {
    let source_file = input.source_file.clone();
    let tables = match &input.origin {
        Origin::Told(told) if told.status == Status::Rejected => {
            Err(Rejection::new(told.reason.clone(), told.hint.clone()))
        }
        Origin::Told(told) => Ok((None, told.findings.clone())),
        _ => run::bytes(input, most).map_err(|(rejection, _)| rejection).and_then(|bytes| {
            let tables = engine.tables(&source_file, &bytes)?;
            let source_file = source_file.clone();
            Ok((Some(Sheaf { source_file, format: tables.format.name(), layout: tables.layout }), tables.findings))
        }),
    };
    vec![Read { source_file, tables }]
}

fn failed(input: &Input) -> Vec<Read> {
    let rejection = Rejection::new(
        "reading this file failed inside the program",
        "this is a fault of ingest: please report it with the file",
    );
    vec![Read { source_file: input.source_file.clone(), tables: Err(rejection) }]
}
