//! What earlier runs understood of each file, kept beside the output: a file whose bytes are the same need not be
//! understood again. The output itself is always made anew from all of it, so that it equals that of a fresh run.
//!
//! A SQLite database in WAL mode, locked as long as a run goes on. It is a cache: deleted, nothing is lost but time.
//! Nothing in it is trusted that another build of the program wrote, or that other options gave.

mod store;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use ingest::error::{Error, Result};
use ingest::model::Submission;
use ingest::pipeline::Options;
use ingest::remember::{BUILD, Words, decode, encode};
use rusqlite::ErrorCode;
use sha2::{Digest, Sha256};

use store::Store;
pub use store::{Change, Changes};

/// The SHA-256 of a document's bytes.
pub type Content = [u8; 32];

/// What is kept beside an output. Many threads may ask at a time.
pub struct State {
    path: PathBuf,
    words: Words,
    store: Mutex<Kept>,
}

/// The database, until it fails.
enum Kept {
    Open(Store),
    /// Why it is kept no longer.
    Failed(String),
    /// The run is over.
    Closed,
}

/// What there is to say of a state that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// There was none.
    Nothing,
    /// One of this program and these options.
    Known,
    /// One of another program, or of other options: only names and contents were taken over.
    Other,
    /// One that could not be read, and was thrown away.
    Broken,
}

/// The file in which an output's state is kept: `archive.sqlite.ingest-state`.
pub fn beside(out: &Path) -> PathBuf {
    let plain: PathBuf = out.components().collect();
    let mut name: OsString = plain.file_name().unwrap_or_default().to_owned();
    name.push(".ingest-state");
    plain.with_file_name(name)
}

/// All files of a state, which are never read as documents.
pub fn files(out: &Path) -> Vec<PathBuf> {
    let state = beside(out);
    let with = |ending: &str| {
        let mut path = state.clone().into_os_string();
        path.push(ending);
        PathBuf::from(path)
    };
    ["", "-wal", "-shm", "-journal"].map(with).into()
}

/// Names everything beside its bytes and its name that an answer depends on.
pub fn fingerprint(options: &Options) -> Result<String> {
    let mut digest = Sha256::new();
    let mut add = |part: &[u8]| {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    };
    add(BUILD.as_bytes());
    add(format!("{:?} {}", options.limits, options.keep_contacts).as_bytes());
    if let Some(folder) = &options.mappings {
        let failed = || crate::batch::io("cannot read", folder);
        let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
        let mut paths: Vec<PathBuf> = entries.map_err(failed())?.into_iter().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "toml")) {
            add(path.file_name().unwrap_or_default().as_encoded_bytes());
            add(&std::fs::read(path).map_err(failed())?);
        }
    }
    Ok(hex(&digest.finalize()))
}

/// Bytes as lower-case hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl State {
    /// Opens the state of an output, or begins one. One that cannot be read is thrown away; one that cannot be written
    /// does no more than say so at the end.
    ///
    /// # Errors
    /// When another run has it.
    pub fn open(out: &Path, fingerprint: &str) -> Result<(Self, Found)> {
        let path = beside(out);
        let was_there = path.exists();
        if !was_there {
            // What a state left that is gone is of no use to the next.
            files(out).iter().try_for_each(|file| super::output::remove(file))?;
        }
        let (store, found) = match Store::open(&path, fingerprint) {
            Ok((store, _)) if !was_there => (Ok(store), Found::Nothing),
            Ok((store, true)) => (Ok(store), Found::Known),
            Ok((store, false)) => (Ok(store), Found::Other),
            Err(error) if is_busy(&error) => return Err(busy(out)),
            Err(error) if was_there && is_broken(&error) => {
                files(out).iter().try_for_each(|file| super::output::remove(file))?;
                (Store::open(&path, fingerprint).map(|(store, _)| store), Found::Broken)
            }
            Err(error) => (Err(error), Found::Nothing),
        };
        let store = store.map_or_else(|error| Kept::Failed(error.to_string()), Kept::Open);
        Ok((Self { path, words: Words::default(), store: Mutex::new(store) }, found))
    }

    /// Opens the state of an output to look into it; `None` where there is none that can be read.
    ///
    /// # Errors
    /// When another run has it.
    pub fn look(out: &Path, fingerprint: &str) -> Result<Option<Self>> {
        let path = beside(out);
        if !path.exists() {
            return Ok(None);
        }
        match Store::look(&path, fingerprint) {
            Ok(store) => Ok(Some(Self { path, words: Words::default(), store: Mutex::new(Kept::Open(store)) })),
            Err(error) if is_busy(&error) => Err(busy(out)),
            Err(_) => Ok(None),
        }
    }

    /// Notes that this run has a document of this name, with these bytes where they could be had.
    pub fn note(&self, name: &str, content: Option<&Content>) {
        self.with(|store| store.note(name, content));
    }

    /// What was understood of the same bytes under the same name.
    pub fn recall(&self, name: &str, content: &Content) -> Option<Vec<Submission>> {
        let answer = self.with(|store| store.answer(name, content))??;
        decode(&answer, &self.words)
    }

    /// What was last understood under a name, whatever its bytes are now; noted as if they were the same.
    pub fn recall_unseen(&self, name: &str) -> Option<Vec<Submission>> {
        let (content, answer) = self.with(|store| store.last_answer(name))??;
        let submissions = decode(&answer, &self.words)?;
        self.note(name, Some(&content));
        Some(submissions)
    }

    /// Keeps what was understood of a document.
    pub fn keep(&self, name: &str, content: &Content, submissions: &[&Submission]) {
        if let Some(answer) = encode(submissions, &self.words) {
            self.with(|store| store.keep(name, content, &answer));
        }
    }

    /// What became of a document since the last run that finished.
    pub fn change(&self, name: &str, content: Option<&Content>) -> Change {
        self.with(|store| store.change(name, content)).unwrap_or(Change::New)
    }

    /// Puts on the disk what is kept so far.
    pub fn commit(&self) {
        self.with(Store::commit);
    }

    /// When the last run that finished began, in seconds since 1970.
    pub fn last_run(&self) -> Option<i64> {
        self.with(|store| store.last_run())?
    }

    /// Goes through the documents of the last run that finished which this one does not have, by their names.
    pub fn vanished(&self, each: impl FnMut(&str)) {
        self.with(|store| store.vanished(each));
    }

    /// Ends a run that wrote its output: from now on changes are counted from here. `begun` is when it began.
    pub fn finish(&self, begun: i64) -> Option<Changes> {
        self.with(|store| store.finish(begun))
    }

    /// Closes the database, which takes away what lies beside it: threads that are ending may still hold the state.
    pub fn close(&self) {
        *self.lock() = Kept::Closed;
    }

    /// Why no more is kept, where something failed.
    pub fn failed(&self) -> Option<String> {
        match &*self.lock() {
            Kept::Open(_) | Kept::Closed => None,
            Kept::Failed(why) => Some(why.clone()),
        }
    }

    /// Does something with the database, unless it failed before; a failure ends its use.
    fn with<T>(&self, act: impl FnOnce(&mut Store) -> rusqlite::Result<T>) -> Option<T> {
        let mut kept = self.lock();
        let Kept::Open(store) = &mut *kept else { return None };
        match act(store) {
            Ok(value) => Some(value),
            Err(error) => {
                *kept = Kept::Failed(error.to_string());
                if is_broken(&error) {
                    let _ = std::fs::remove_file(&self.path);
                }
                None
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// True where the file is to blame, not the disk or who may write to it.
fn is_broken(error: &rusqlite::Error) -> bool {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => true,
        // A table or a column that is missing, a value of another type.
        Some(ErrorCode::Unknown | ErrorCode::TypeMismatch | ErrorCode::ConstraintViolation) | None => true,
        Some(_) => false,
    }
}

fn busy(out: &Path) -> Error {
    Error::Nothing {
        message: format!("another run is writing {}; nothing was written", out.display()),
        hint: "wait until it is done, or name another --out".to_owned(),
    }
}
