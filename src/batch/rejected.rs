//! The rejected files that a run names when it is over. They may be very many, so they lie in a scratch table.

use std::io;
use std::sync::Arc;

use ingest::error::Result;
use ingest::scratch::Scratch;

/// A file, why it was not read, and what to do; as they are said.
pub struct Rejected {
    pub file: String,
    pub reason: String,
    pub hint: String,
}

/// All of them that are named.
pub struct Rejects {
    scratch: Arc<Scratch>,
}

impl Rejects {
    /// None so far.
    pub fn new(scratch: &Arc<Scratch>) -> Result<Self> {
        const TABLE: &str = "CREATE TABLE rejected (number INTEGER PRIMARY KEY, file TEXT NOT NULL, reason TEXT NOT NULL, hint TEXT NOT NULL)";
        scratch.with(|tables| tables.execute_batch(TABLE))?;
        Ok(Self { scratch: Arc::clone(scratch) })
    }

    /// Adds one.
    pub fn push(&self, Rejected { file, reason, hint }: Rejected) -> Result<()> {
        const INSERT: &str = "INSERT INTO rejected (file, reason, hint) VALUES (?1, ?2, ?3)";
        self.scratch.with(|tables| tables.prepare_cached(INSERT)?.execute([file, reason, hint]).map(drop))
    }

    /// Goes through them in the order in which they were added.
    ///
    /// # Errors
    /// Those of `each`.
    pub fn each(&self, mut each: impl FnMut(&Rejected) -> io::Result<()>) -> io::Result<()> {
        let said = self.scratch.with(|tables| {
            let mut all = tables.prepare("SELECT file, reason, hint FROM rejected ORDER BY number")?;
            let rejected =
                |row: &rusqlite::Row<'_>| Ok(Rejected { file: row.get(0)?, reason: row.get(1)?, hint: row.get(2)? });
            for rejected in all.query_map([], rejected)? {
                if let Err(error) = each(&rejected?) {
                    return Ok(Err(error));
                }
            }
            Ok(Ok(()))
        });
        said.map_err(io::Error::other)?
    }
}
