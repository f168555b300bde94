//! Scratch tables: what a run must remember of all its files until it ends. Memory holds a bounded part of them, however
//! many files there are; the rest lies in the folder for temporary files, in a file that ends with the program.

use std::env;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, ErrorCode};

use crate::error::{Error, Result};

/// What may be held in memory, in KiB; sorting may hold as much again.
const CACHE: u32 = 16 << 10;

/// Tables that nobody else sees and that are gone with the run. Several threads may ask at a time.
///
/// ```
/// let scratch = ingest::scratch::Scratch::new()?;
/// scratch.with(|tables| tables.execute_batch("CREATE TABLE seen (name TEXT); INSERT INTO seen VALUES ('表1.doc')"))?;
/// let seen = scratch.with(|tables| tables.query_one("SELECT count(*) FROM seen", [], |row| row.get::<_, i64>(0)))?;
/// assert_eq!(seen, 1);
/// # Ok::<(), ingest::error::Error>(())
/// ```
#[derive(Debug)]
pub struct Scratch {
    tables: Mutex<Connection>,
}

impl Scratch {
    /// No tables so far. No file either: it is made when memory is full.
    ///
    /// # Errors
    /// When memory is short.
    pub fn new() -> Result<Self> {
        let open = || {
            let tables = Connection::open("")?;
            tables.pragma_update(None, "cache_size", -i64::from(CACHE))?;
            // Nothing in it outlives the run: there is nothing to undo and no disk to wait for.
            tables.execute_batch(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
                 PRAGMA temp_store = FILE; BEGIN",
            )?;
            Ok(tables)
        };
        Ok(Self { tables: Mutex::new(open().map_err(failed)?) })
    }

    /// Does something with the tables.
    ///
    /// # Errors
    /// When the folder for temporary files has no room for them.
    pub fn with<T>(&self, act: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        act(&tables).map_err(failed)
    }
}

fn failed(error: rusqlite::Error) -> Error {
    let variable = if cfg!(windows) { "TMP" } else { "TMPDIR" };
    let why = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full".to_owned(),
        _ => error.to_string(),
    };
    Error::Nothing {
        message: format!(
            "cannot keep a list of the files in the folder for temporary files, {}: {why}; nothing was written",
            folder().display()
        ),
        hint: format!("make room there, or name another folder in the environment variable {variable}"),
    }
}

/// Where SQLite puts its temporary files.
fn folder() -> PathBuf {
    if cfg!(windows) {
        return env::temp_dir();
    }
    let named = ["SQLITE_TMPDIR", "TMPDIR"].into_iter().filter_map(env::var_os).map(PathBuf::from);
    let usual = ["/var/tmp", "/usr/tmp", "/tmp"].into_iter().map(PathBuf::from);
    named.chain(usual).find(|folder| folder.is_dir()).unwrap_or_else(|| PathBuf::from("."))
}
