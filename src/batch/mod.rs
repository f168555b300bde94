//! Many files: found, read by threads, written in input order, summed up.

pub mod across;
pub mod destination;
pub mod discover;
pub mod expand;
pub mod folder;
pub mod forms;
pub mod leftovers;
pub mod memory;
pub mod output;
pub mod plan;
pub mod rejected;
pub mod review;
pub mod run;
pub mod state;
pub mod summary;
pub mod tables;
pub mod versions;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use ingest::error::{Error, Result};
use ingest::scratch::Scratch;

use crate::config::Ingest;

/// How a run that wrote its output ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Every file was read.
    Complete,
    /// Some were rejected, or `--fail-on` was met.
    Incomplete,
}

/// Set when the person at the keyboard wants to stop.
pub type Stop = Arc<AtomicBool>;

/// Listens for Ctrl-C: the first asks the run to stop and leave nothing behind, the second ends the program.
pub fn listen() -> Stop {
    let stop = Stop::default();
    let heard = Arc::clone(&stop);
    // Without a listener Ctrl-C still ends the program; it can then leave a hidden temporary file.
    let _ = ctrlc::set_handler(move || {
        if heard.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    });
    stop
}

/// A fatal error on a path.
fn io(what: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.to_path_buf();
    move |source| Error::Io { what, path, source }
}

fn stopped() -> Error {
    Error::Nothing { message: "stopped; nothing was written".to_owned(), hint: "run the same command again".to_owned() }
}

/// Nothing to read among the PATHs.
fn nothing(found: &discover::Finds) -> Error {
    let passed_over = match found.passed_over {
        0 => String::new(),
        n => format!(" ({n} passed over: hidden files, links, the output itself)"),
    };
    Error::Nothing {
        message: format!("there is no file to read{passed_over}; nothing was written"),
        hint: "name a file, or a folder that holds some".to_owned(),
    }
}

/// The files that a run over forms reads: all below the PATHs but what it writes itself, and its list of departments.
fn inputs(task: &Ingest, scratch: &Arc<Scratch>) -> Result<discover::Finds> {
    let mut not = destination::own(&task.output);
    not.extend(task.departments.iter().chain(&task.review).map(|path| discover::place(path)));
    checked(discover::discover(scratch, &task.running.paths, &not)?)
}

fn checked(found: discover::Finds) -> Result<discover::Finds> {
    if let Some(discover::Found { path, trouble: Some(trouble), .. }) = found.all_in_trouble()? {
        return Err(Error::Nothing {
            message: format!("cannot read {}: {trouble}; nothing was written", path.display()),
            hint: "check that the path exists and that you may read it".to_owned(),
        });
    }
    if found.count()? == 0 { Err(nothing(&found)) } else { Ok(found) }
}

/// The files that were modified since a time, and how many are left out.
fn modified(mut found: discover::Finds, since: Option<SystemTime>) -> Result<(discover::Finds, Option<String>)> {
    let Some(since) = since else { return Ok((found, None)) };
    let all = found.count()?;
    found.retain(|file| !file.is_before(since))?;
    let left = found.count()?;
    if left == 0 {
        return Err(Error::Nothing {
            message: "no file was modified since then; nothing was written".to_owned(),
            hint: "name an earlier time, or leave --since out".to_owned(),
        });
    }
    let left_out = all - left;
    let said = (left_out > 0).then(|| format!("{left_out} file(s) last modified before --since are left out"));
    Ok((found, said))
}
