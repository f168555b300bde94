//! Files of the same bytes.

use std::sync::Arc;

use rusqlite::params;

use crate::error::Result;
use crate::scratch::Scratch;

/// The first file of each content.
#[derive(Debug)]
pub struct Contents {
    scratch: Arc<Scratch>,
}

impl Contents {
    /// Nothing seen so far.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn new(scratch: &Arc<Scratch>) -> Result<Self> {
        const TABLE: &str = "CREATE TABLE contents (sha256 BLOB NOT NULL UNIQUE, name TEXT NOT NULL)";
        scratch.with(|tables| tables.execute_batch(TABLE))?;
        Ok(Self { scratch: Arc::clone(scratch) })
    }

    /// The name of the file that had these bytes before this one; `None` where none had.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn before(&self, sha256: &[u8; 32], name: &str) -> Result<Option<String>> {
        self.scratch.with(|tables| {
            let mut insert = tables.prepare_cached("INSERT OR IGNORE INTO contents VALUES (?1, ?2)")?;
            if insert.execute(params![sha256, name])? > 0 {
                return Ok(None);
            }
            let mut first = tables.prepare_cached("SELECT name FROM contents WHERE sha256 = ?1")?;
            first.query_one([sha256], |row| row.get(0)).map(Some)
        })
    }
}
