//! The files found, archives among them replaced by what is in them, one after the other as they are asked for.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use ingest::error::Result;
use ingest::model::{Limits, Rejection, Submission};
use ingest::unpack::{self, Blob, Budget, Bundle};
use sha2::{Digest, Sha256};

use crate::batch::discover::Found;

/// A document to read.
#[derive(Debug, Clone)]
pub struct Input {
    /// What it is called: the path below the PATH given, `/` between, `!` before a path inside an archive.
    pub source_file: String,
    /// Where its bytes are.
    pub origin: Origin,
    /// Its file was not modified since the time that `--since` names: what is remembered of it is taken as it is.
    pub settled: bool,
}

/// Where a document's bytes are.
#[derive(Debug, Clone)]
pub enum Origin {
    /// In a file.
    File(PathBuf),
    /// In a file that cannot be read; what the system said.
    Unreadable(String),
    /// In an archive, which stays open until the last of its members is done.
    Member(Arc<Bundle>, usize),
    /// Nowhere: this is what there is to say of an archive.
    Told(Arc<Submission>),
}

/// What a run over archives counts while they are opened, for those who watch it.
#[derive(Debug, Default)]
pub struct Counts {
    /// Documents known of so far.
    pub documents: AtomicU64,
    /// Members of archives that were passed over.
    pub passed_over: AtomicU64,
}

/// The documents of files, in order.
pub struct Expand<F> {
    files: F,
    /// Archives inside each other that are being gone through, the outermost first.
    open: Vec<Level>,
    budget: Budget,
    limits: Limits,
    counts: Arc<Counts>,
    /// Files last modified before are settled.
    since: Option<SystemTime>,
    /// The file that is being gone through is.
    settled: bool,
}

/// An archive being gone through.
struct Level {
    bundle: Arc<Bundle>,
    name: String,
    next: usize,
}

/// What came of looking for an archive.
type Opened = std::result::Result<Option<Bundle>, Rejection>;

impl<F: Iterator<Item = Result<Found>>> Expand<F> {
    /// The documents of so many files.
    pub fn new(files: F, count: u64, limits: &Limits) -> Self {
        let counts = Arc::new(Counts { documents: AtomicU64::new(count), ..Counts::default() });
        let budget = Budget::new(limits, 0);
        let (open, since, settled) = (Vec::new(), None, false);
        Self { files, open, budget, limits: limits.clone(), counts, since, settled }
    }

    /// The same, with files settled that were last modified before a time.
    #[must_use]
    pub fn settled_before(self, since: Option<SystemTime>) -> Self {
        Self { since, ..self }
    }

    /// What is counted meanwhile.
    pub fn counts(&self) -> Arc<Counts> {
        Arc::clone(&self.counts)
    }

    /// A file: itself, or if it is an archive, what there is to say of that.
    fn file(&mut self, found: Found) -> Option<Input> {
        self.settled = self.since.is_some_and(|since| found.is_before(since));
        let Found { path, source_file, trouble } = found;
        if let Some(trouble) = trouble {
            return Some(Input { source_file, origin: Origin::Unreadable(trouble), settled: false });
        }
        let Some(blob) = File::open(&path).and_then(Blob::file).ok() else {
            // Whoever reads it says why it cannot be read.
            return Some(Input { source_file, origin: Origin::File(path), settled: false });
        };
        self.budget = Budget::new(&self.limits, blob.len());
        let (limits, budget) = (&self.limits, &mut self.budget);
        let opened = unpack::guarded(|| Bundle::open(&blob, &source_file, limits, budget));
        self.enter(opened, source_file, || sum(blob), Origin::File(path))
    }

    /// A member of the innermost archive, likewise.
    fn member(&mut self, bundle: Arc<Bundle>, name: String, index: usize) -> Option<Input> {
        let depth = self.open.len();
        let (limits, budget) = (&self.limits, &mut self.budget);
        let opened = unpack::guarded(|| match bundle.nested(index, limits, budget) {
            Ok(Some(_)) if depth >= limits.nesting => Err(unpack::too_deep(depth)),
            opened => opened,
        });
        // What is wrong with a member that is no archive is found out by whoever reads it.
        let bytes = || (String::new(), bundle.members().get(index).map_or(0, |member| member.size));
        self.enter(opened, name, bytes, Origin::Member(Arc::clone(&bundle), index))
    }

    /// Goes into an archive. Gives the document if it is none, else what there is to say of it, if anything.
    fn enter(
        &mut self,
        opened: Opened,
        source_file: String,
        sum: impl FnOnce() -> (String, u64),
        document: Origin,
    ) -> Option<Input> {
        let told = match opened {
            Ok(None) => return Some(Input { source_file, origin: document, settled: false }),
            Ok(Some(bundle)) => {
                let members = bundle.members().len() as u64;
                self.counts.documents.fetch_add(members, Ordering::Relaxed);
                self.counts.passed_over.fetch_add(bundle.passed_over() as u64, Ordering::Relaxed);
                let told = unpack::told(&bundle, None);
                let level = Level { bundle: Arc::new(bundle), name: source_file.clone(), next: 0 };
                self.open.push(level);
                told
            }
            Err(rejection) => Some(unpack::rejected(rejection)),
        };
        let Some(mut told) = told else {
            self.counts.documents.fetch_sub(1, Ordering::Relaxed);
            return None;
        };
        (told.sha256, told.bytes) = sum();
        told.source_file.clone_from(&source_file);
        Some(Input { source_file, origin: Origin::Told(Arc::new(told)), settled: false })
    }
}

impl<F: Iterator<Item = Result<Found>>> Iterator for Expand<F> {
    type Item = Result<Input>;

    fn next(&mut self) -> Option<Result<Input>> {
        loop {
            let input = match self.open.last_mut() {
                Some(level) => match level.bundle.members().get(level.next) {
                    Some(member) => {
                        let index = level.next;
                        level.next += 1;
                        let name = format!("{}!{}", level.name, member.name);
                        let bundle = Arc::clone(&level.bundle);
                        self.member(bundle, name, index)
                    }
                    None => {
                        self.open.pop();
                        None
                    }
                },
                None => match self.files.next()? {
                    Ok(found) => self.file(found),
                    Err(error) => return Some(Err(error)),
                },
            };
            if let Some(input) = input {
                return Some(Ok(Input { settled: self.settled, ..input }));
            }
        }
    }
}

/// The digest and size of a file, which may be too large for memory; the digest is empty where the disk refuses.
fn sum(mut blob: Blob) -> (String, u64) {
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; 1 << 20];
    let size = blob.len();
    loop {
        match blob.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => hasher.update(chunk.get(..read).unwrap_or_default()),
            Err(_) => return (String::new(), size),
        }
    }
    (hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect(), size)
}
