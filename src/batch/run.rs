//! Threads work, one writer writes in input order; at no time are more than a few files in hand.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use ingest::error::{Error, Result};
use ingest::model::Rejection;
use ingest::pipeline::Options;
use ingest::write::draw::plain;

use crate::batch::expand::{Input, Origin};
use crate::batch::{Stop, stopped};

/// How far the workers may run ahead of the writer, in files a worker.
const AHEAD: usize = 4;

/// Works on every input in threads and hands each result on in the order of the inputs. The first error of `take` ends
/// the run, and so does `stop`. `failed` stands in for a result where `work` panics.
pub fn in_order<T: Send + 'static>(
    inputs: impl Iterator<Item = Input> + Send + 'static,
    jobs: usize,
    stop: &Stop,
    work: impl Fn(&Input) -> T + Send + Sync + 'static,
    failed: fn(&Input) -> T,
    mut take: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    let ahead = jobs.max(1) * AHEAD;
    let (send, jobs_left) = bounded::<(usize, Input)>(ahead);
    let (done, results) = bounded(ahead);
    // A token for each input that is sent and not yet written: never more than `ahead`.
    let (begin, begun) = bounded::<()>(ahead);
    let (count, counted) = bounded(1);
    let work = Arc::new(work);
    // Threads that are still at work when the run is given up end with the program: nobody waits for a slow file.
    for _ in 0..jobs.max(1) {
        let (work, jobs_left, done) = (Arc::clone(&work), jobs_left.clone(), done.clone());
        thread(move || worker(&*work, failed, &jobs_left, &done))?;
    }
    drop((jobs_left, done));
    thread(move || {
        let mut sent = 0;
        for input in inputs {
            if begin.send(()).is_err() || send.send((sent, input)).is_err() {
                return;
            }
            sent += 1;
        }
        let _ = count.send(sent);
    })?;
    let mut waiting = BTreeMap::new();
    let mut written = 0;
    loop {
        let is_over = match results.recv_timeout(Duration::from_millis(100)) {
            Ok((index, result)) => {
                waiting.insert(index, result);
                false
            }
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => true,
        };
        if stop.load(Ordering::SeqCst) {
            return Err(stopped());
        }
        while let Some(result) = waiting.remove(&written) {
            take(result)?;
            written += 1;
            let _ = begun.try_recv();
        }
        if is_over {
            // Less only if a thread died.
            return if counted.recv() == Ok(written) { Ok(()) } else { Err(stopped()) };
        }
    }
}

fn thread(run: impl FnOnce() + Send + 'static) -> Result<()> {
    let spawned = std::thread::Builder::new().stack_size(STACK).spawn(run);
    spawned.map(drop).map_err(crate::batch::io("cannot start a thread for", Path::new("--jobs")))
}

/// A worker's stack: documents nest, and every reader has its depth limit well inside this.
const STACK: usize = 16 << 20;

fn worker<T>(
    work: &impl Fn(&Input) -> T,
    failed: fn(&Input) -> T,
    jobs: &Receiver<(usize, Input)>,
    done: &Sender<(usize, T)>,
) {
    for (index, input) in jobs {
        let result = catch_unwind(AssertUnwindSafe(|| work(&input))).unwrap_or_else(|_| failed(&input));
        if done.send((index, result)).is_err() {
            return;
        }
    }
}

/// One document's bytes, for commands about a single file.
///
/// # Errors
/// When the file cannot be read or is too large.
pub fn document(file: &Path, options: &Options) -> Result<Vec<u8>> {
    from_disk(file, options.limits.file_size).map_err(|(rejection, _)| unread(file, &rejection))
}

/// Why a run cannot go on without this file.
pub fn unread(file: &Path, rejection: &Rejection) -> Error {
    Error::Nothing {
        message: format!("{}: {}", file.display(), plain(&rejection.reason)),
        hint: plain(&rejection.hint),
    }
}

/// A document's bytes, or why it cannot be had and how large it is.
pub fn bytes(input: &Input, most: u64) -> std::result::Result<Vec<u8>, (Rejection, u64)> {
    match &input.origin {
        Origin::File(path) => from_disk(path, most),
        Origin::Unreadable(trouble) => Err((unreadable(trouble), 0)),
        Origin::Member(bundle, index) => {
            let size = bundle.members().get(*index).map_or(0, |member| member.size);
            bundle.bytes(*index, most).map_err(|rejection| (rejection, size))
        }
        Origin::Told(told) => Err((Rejection::new(told.reason.clone(), told.hint.clone()), told.bytes)),
    }
}

fn from_disk(path: &Path, most: u64) -> std::result::Result<Vec<u8>, (Rejection, u64)> {
    let trouble = |error: std::io::Error| (unreadable(&error.to_string()), 0);
    let file = File::open(path).map_err(trouble)?;
    let size = file.metadata().map_err(trouble)?.len();
    let mut bytes = Vec::new();
    if size <= most {
        // A file may grow while it is read: never take more than the limit and one byte.
        file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(trouble)?;
    }
    let size = size.max(bytes.len() as u64);
    if size > most {
        let reason = format!("the file has {size} bytes, more than the limit of {most}");
        return Err((Rejection::new(reason, "raise --max-file-size if the file is sound"), size));
    }
    Ok(bytes)
}

fn unreadable(trouble: &str) -> Rejection {
    Rejection::new(
        format!("the file cannot be read: {trouble}"),
        "check that it is still there and that you may read it, then run again",
    )
}
