//! Threads work, one writer writes in input order; at no time are more than a few files in hand.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TryRecvError, bounded};
use ingest::error::{Error, Result};
use ingest::model::{Limits, Rejection};
use ingest::pipeline::Options;
use ingest::write::draw::plain;

use crate::batch::expand::{Input, Origin};
use crate::batch::{Stop, stopped};

/// How far the workers may run ahead of the writer, in files a worker.
const AHEAD: usize = 4;

/// How a run goes about its inputs.
pub struct Pace {
    /// Worker threads.
    pub jobs: usize,
    /// A run in which nothing moves for so long does not wait for the file any more that it waits for.
    pub patience: Duration,
    /// Set when the run is to end.
    pub stop: Stop,
    begun: Instant,
    /// When something last moved, in milliseconds since the beginning.
    moved: AtomicU64,
}

/// Beyond the time for a file, which is looked at in long loops only: for what is done between two looks.
const GRACE: Duration = Duration::from_secs(30);

impl Pace {
    /// A run with so many threads, that gives a file so much time.
    pub fn new(jobs: usize, time: Duration, stop: Stop) -> Self {
        let patience = time.saturating_mul(2).saturating_add(GRACE);
        Self { jobs: jobs.max(1), patience, stop, begun: Instant::now(), moved: AtomicU64::new(0) }
    }

    /// Something moves: a file is begun, or done.
    pub fn moves(&self) {
        self.moved.store(millis(self.begun.elapsed()), Ordering::Relaxed);
    }

    fn is_stalled(&self) -> bool {
        millis(self.begun.elapsed()).saturating_sub(self.moved.load(Ordering::Relaxed)) > millis(self.patience)
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// The inputs that threads are at work on, by their numbers.
type InHand = Mutex<BTreeMap<usize, Input>>;

/// What a worker thread needs.
struct Worker<T, W> {
    work: W,
    failed: fn(&Input, Rejection) -> T,
    jobs: Receiver<(usize, Input)>,
    done: Sender<(usize, T)>,
    in_hand: InHand,
    pace: Arc<Pace>,
}

/// Works on every input in threads and hands each result on in the order of the inputs. The first error of `inputs` or
/// `take` ends the run, and so does `stop`. `failed` stands in for a result where `work` panics or does not come to an end.
pub fn in_order<T: Send + 'static>(
    inputs: impl Iterator<Item = Result<Input>> + Send + 'static,
    pace: &Arc<Pace>,
    work: impl Fn(&Input) -> T + Send + Sync + 'static,
    failed: fn(&Input, Rejection) -> T,
    mut take: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    let ahead = pace.jobs * AHEAD;
    let (send, jobs) = bounded::<(usize, Input)>(ahead);
    let (done, results) = bounded(ahead);
    // A token for each input that is sent and not yet written: never more than `ahead`.
    let (begin, begun) = bounded::<()>(ahead);
    let (count, counted) = bounded(1);
    let worker = Arc::new(Worker { work, failed, jobs, done, in_hand: InHand::default(), pace: Arc::clone(pace) });
    // Threads that are still at work when the run is over or given up end with the program: nobody waits for a slow file.
    for _ in 0..pace.jobs {
        start(&worker)?;
    }
    thread(move || {
        let mut sent = 0;
        for input in inputs {
            let input = match input {
                Ok(input) => input,
                Err(error) => return drop(count.send(Err(error))),
            };
            if begin.send(()).is_err() || send.send((sent, input)).is_err() {
                return;
            }
            sent += 1;
        }
        let _ = count.send(Ok(sent));
    })?;
    let mut waiting = BTreeMap::new();
    let mut written = 0;
    let mut total = None;
    while total != Some(written) {
        match results.recv_timeout(Duration::from_millis(100)) {
            // What comes after it was given up is not wanted any more.
            Ok((index, result)) if index >= written => drop(waiting.insert(index, result)),
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) if pace.is_stalled() => {
                if let Some(result) = worker.give_up(written) {
                    waiting.insert(written, result);
                    start(&worker)?;
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(stopped()),
        }
        if pace.stop.load(Ordering::SeqCst) {
            return Err(stopped());
        }
        while let Some(result) = waiting.remove(&written) {
            take(result)?;
            written += 1;
            let _ = begun.try_recv();
        }
        if total.is_none() {
            total = match counted.try_recv() {
                Ok(sent) => Some(sent?),
                Err(TryRecvError::Empty) => None,
                // The thread that looks for inputs died.
                Err(TryRecvError::Disconnected) => return Err(stopped()),
            };
        }
    }
    Ok(())
}

fn thread(run: impl FnOnce() + Send + 'static) -> Result<()> {
    let spawned = std::thread::Builder::new().stack_size(STACK).spawn(run);
    spawned.map(drop).map_err(crate::batch::io("cannot start a thread for", Path::new("--jobs")))
}

/// A worker's stack: documents nest, and every reader has its depth limit well inside this.
const STACK: usize = 16 << 20;

fn start<T: Send + 'static>(worker: &Arc<Worker<T, impl Fn(&Input) -> T + Send + Sync + 'static>>) -> Result<()> {
    let worker = Arc::clone(worker);
    thread(move || worker.run())
}

impl<T, W: Fn(&Input) -> T> Worker<T, W> {
    fn run(&self) {
        for (index, input) in &self.jobs {
            self.in_hand().insert(index, input.clone());
            self.pace.moves();
            let result = catch_unwind(AssertUnwindSafe(|| (self.work)(&input)));
            let result = result.unwrap_or_else(|_| (self.failed)(&input, broken()));
            self.in_hand().remove(&index);
            self.pace.moves();
            if self.done.send((index, result)).is_err() {
                return;
            }
        }
    }

    /// What is said of an input that a thread is at work on, which nobody waits for any more.
    fn give_up(&self, index: usize) -> Option<T> {
        let input = self.in_hand().remove(&index)?;
        self.pace.moves();
        Some((self.failed)(&input, runaway()))
    }

    fn in_hand(&self) -> std::sync::MutexGuard<'_, BTreeMap<usize, Input>> {
        self.in_hand.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn broken() -> Rejection {
    Rejection::new(
        "reading this file failed inside the program",
        "this is a fault of ingest: please report it with the file",
    )
}

fn runaway() -> Rejection {
    Rejection::new(
        "reading this file came to no end long after its time was over; it was given up",
        "this is a fault of ingest: please report it with the file; saving the document anew may help",
    )
}

/// One document's bytes, for commands about a single file.
///
/// # Errors
/// When the file cannot be read or is too large.
pub fn document(file: &Path, options: &Options) -> Result<Vec<u8>> {
    from_disk(file, &options.limits).map_err(|(rejection, _)| unread(file, &rejection))
}

/// Why a run cannot go on without this file.
pub fn unread(file: &Path, rejection: &Rejection) -> Error {
    Error::Nothing {
        message: format!("{}: {}", file.display(), plain(&rejection.reason)),
        hint: plain(&rejection.hint),
    }
}

/// A document's bytes, or why it cannot be had and how large it is.
pub fn bytes(input: &Input, limits: &Limits) -> std::result::Result<Vec<u8>, (Rejection, u64)> {
    match &input.origin {
        Origin::File(path) => from_disk(path, limits),
        Origin::Unreadable(trouble) => Err((unreadable(trouble), 0)),
        Origin::Member(bundle, index) => {
            let size = bundle.members().get(*index).map_or(0, |member| member.size);
            bundle.bytes(*index, limits).map_err(|rejection| (rejection, size))
        }
        Origin::Told(told) => Err((Rejection::new(told.reason.clone(), told.hint.clone()), told.bytes)),
    }
}

fn from_disk(path: &Path, limits: &Limits) -> std::result::Result<Vec<u8>, (Rejection, u64)> {
    let trouble = |error: std::io::Error| (unreadable(&error.to_string()), 0);
    let file = File::open(path).map_err(trouble)?;
    let size = file.metadata().map_err(trouble)?.len();
    limits.admit(size).map_err(|rejection| (rejection, size))?;
    let mut bytes = Vec::new();
    // A file may grow while it is read: never take more than the limit and one byte.
    let most = limits.file_size.min(limits.memory);
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(trouble)?;
    let size = bytes.len() as u64;
    limits.admit(size).map_err(|rejection| (rejection, size))?;
    Ok(bytes)
}

fn unreadable(trouble: &str) -> Rejection {
    Rejection::new(
        format!("the file cannot be read: {trouble}"),
        "check that it is still there and that you may read it, then run again",
    )
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn inputs(count: usize) -> impl Iterator<Item = Result<Input>> + Send + 'static {
        let input =
            |n: usize| Input { source_file: n.to_string(), origin: Origin::Unreadable(String::new()), settled: false };
        (0..count).map(input).map(Ok)
    }

    fn pace(jobs: usize, patience: Duration) -> Arc<Pace> {
        Arc::new(Pace { patience, ..Pace::new(jobs, Duration::ZERO, Stop::default()) })
    }

    fn failed(input: &Input, rejection: Rejection) -> String {
        format!("{}: {}", input.source_file, rejection.reason)
    }

    /// What a run gives for each of its inputs.
    fn results(count: usize, pace: &Arc<Pace>, work: impl Fn(&Input) -> String + Send + Sync + 'static) -> Vec<String> {
        let mut all = Vec::new();
        let take = |result| {
            all.push(result);
            Ok(())
        };
        assert!(in_order(inputs(count), pace, work, failed, take).is_ok());
        all
    }

    #[test]
    fn a_file_without_end_is_given_up_and_the_others_are_read() {
        for jobs in [1, 2, 3] {
            // It waits for what never comes; the sender outlives the run.
            let (never, comes) = mpsc::channel::<String>();
            let comes = Mutex::new(comes);
            let work = move |input: &Input| match input.source_file.as_str() {
                "7" => comes.lock().map(|comes| comes.recv().unwrap_or_default()).unwrap_or_default(),
                name => format!("{name}: read"),
            };
            let all = results(50, &pace(jobs, Duration::from_millis(300)), work);
            let expected = (0..50).map(|n| match n {
                7 => format!("7: {}", runaway().reason),
                n => format!("{n}: read"),
            });
            assert_eq!(all, expected.collect::<Vec<_>>());
            drop(never);
        }
    }

    #[test]
    fn a_file_that_breaks_the_program_is_told_and_the_others_are_read() {
        let work = |input: &Input| {
            assert_ne!(input.source_file, "3");
            input.source_file.clone()
        };
        let all = results(6, &pace(2, Duration::from_secs(600)), work);
        assert_eq!(all[3], format!("3: {}", broken().reason));
        assert_eq!(all.len(), 6);
    }

    #[test]
    fn slow_files_are_waited_for_while_something_moves() {
        let pace = pace(1, Duration::from_millis(400));
        let moves = Arc::clone(&pace);
        let work = move |input: &Input| {
            for _ in 0..8 {
                std::thread::sleep(Duration::from_millis(100));
                moves.moves();
            }
            input.source_file.clone()
        };
        assert_eq!(results(2, &pace, work), ["0", "1"]);
    }

    #[test]
    fn a_list_of_inputs_that_breaks_off_ends_the_run_with_its_error() {
        let broken = || Error::Nothing { message: "the list is gone".to_owned(), hint: String::new() };
        let inputs = inputs(50).chain(std::iter::once_with(move || Err(broken()))).chain(inputs(50));
        let work = |input: &Input| input.source_file.clone();
        let ended = in_order(inputs, &pace(2, Duration::from_secs(600)), work, failed, |_| Ok(()));
        assert!(ended.is_err_and(|error| error.to_string() == "the list is gone"));
    }

    #[test]
    fn a_run_over_nothing_ends() {
        assert!(results(0, &pace(2, Duration::from_secs(600)), |input| input.source_file.clone()).is_empty());
    }
}
