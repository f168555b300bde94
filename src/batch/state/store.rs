//! The tables of a state.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension, params};

use super::Content;

/// Ours among SQLite files (`ings`), and the form of the tables.
const APPLICATION: i32 = 0x696e_6773;
const VERSION: i32 = 1;

/// A run that is killed loses what it understood in this time.
const BETWEEN_COMMITS: Duration = Duration::from_secs(1);

/// `answers`: what was understood. `listed`: the documents of the last run that finished. `now`: those of this run.
const TABLES: &str = "
    CREATE TABLE about (fingerprint TEXT NOT NULL, begun INTEGER);
    CREATE TABLE answers (name TEXT NOT NULL UNIQUE, sha256 BLOB NOT NULL, answer BLOB NOT NULL);
    CREATE TABLE listed (name TEXT PRIMARY KEY NOT NULL, sha256 BLOB) WITHOUT ROWID;";
const NOW: &str = "CREATE TEMP TABLE now (name TEXT PRIMARY KEY NOT NULL, sha256 BLOB) WITHOUT ROWID;";

/// An open state.
pub struct Store {
    connection: Connection,
    /// When the transaction was begun that is open.
    open_since: Option<Instant>,
    /// Answers are there to be used: the same program and the same options gave them.
    usable: bool,
}

/// What became of a document since the last run that finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It was not there.
    New,
    /// It had other bytes.
    Changed,
    /// It had the same bytes.
    Unchanged,
}

impl Change {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
        }
    }
}

/// What became of all documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// True where no run finished before.
    pub first: bool,
    pub unchanged: u64,
    pub changed: u64,
    pub new: u64,
    pub vanished: u64,
    /// The first names of those that vanished.
    pub gone: Vec<String>,
}

/// So many of those that vanished are named.
const NAMED: u64 = 10;

impl Store {
    /// Opens a state, or begins one. True where its answers may be used; else there are none any more.
    pub fn open(path: &Path, fingerprint: &str) -> rusqlite::Result<(Self, bool)> {
        let (mut store, is_ours) = Self::connect(path)?;
        store.begin()?;
        if !is_ours {
            store.clear()?;
            store.connection.execute_batch(TABLES)?;
            store.connection.pragma_update(None, "application_id", APPLICATION)?;
            store.connection.pragma_update(None, "user_version", VERSION)?;
            store.connection.execute("INSERT INTO about VALUES (?1, NULL)", [fingerprint])?;
        }
        store.usable = store.fingerprint()? == fingerprint;
        if !store.usable {
            // They may hold what these options leave out, such as names of people: overwritten, not only let go.
            store.connection.execute("DELETE FROM answers", [])?;
            store.connection.execute("UPDATE about SET fingerprint = ?1", [fingerprint])?;
        }
        store.commit()?;
        let was_usable = std::mem::replace(&mut store.usable, true);
        Ok((store, was_usable))
    }

    /// Opens a state to look into it; nothing in it is changed.
    pub fn look(path: &Path, fingerprint: &str) -> rusqlite::Result<Self> {
        let (mut store, is_ours) = Self::connect(path)?;
        if !is_ours {
            return Err(rusqlite::Error::InvalidQuery);
        }
        store.usable = store.fingerprint()? == fingerprint;
        Ok(store)
    }

    /// True where it has our tables.
    fn connect(path: &Path) -> rusqlite::Result<(Self, bool)> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_millis(100))?;
        // Exclusive locking keeps a second run out, and needs no memory shared between processes.
        connection.execute_batch(
            "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
             PRAGMA wal_autocheckpoint = 4000; PRAGMA secure_delete = ON; BEGIN IMMEDIATE; COMMIT;",
        )?;
        connection.execute_batch(NOW)?;
        let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        let is_ours = number("application_id")? == APPLICATION && number("user_version")? == VERSION;
        Ok((Self { connection, open_since: None, usable: false }, is_ours))
    }

    fn fingerprint(&self) -> rusqlite::Result<String> {
        self.connection.query_one("SELECT fingerprint FROM about", [], |row| row.get(0))
    }

    /// Drops whatever tables are there: those of another version.
    fn clear(&self) -> rusqlite::Result<()> {
        let mut all = self.connection.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table'")?;
        let names: Vec<String> = all.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        for name in names {
            self.connection.execute_batch(&format!("DROP TABLE main.\"{}\"", name.replace('"', "\"\"")))?;
        }
        Ok(())
    }

    fn begin(&mut self) -> rusqlite::Result<()> {
        if self.open_since.is_none() {
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
            self.open_since = Some(Instant::now());
        }
        Ok(())
    }

    /// Puts on the disk what is kept so far.
    pub fn commit(&mut self) -> rusqlite::Result<()> {
        if self.open_since.take().is_some() {
            self.connection.execute_batch("COMMIT")?;
        }
        Ok(())
    }

    pub fn note(&mut self, name: &str, content: Option<&Content>) -> rusqlite::Result<()> {
        self.begin()?;
        let mut insert = self.connection.prepare_cached("INSERT OR REPLACE INTO temp.now VALUES (?1, ?2)")?;
        insert.execute(params![name, content.map(<[u8; 32]>::as_slice)])?;
        drop(insert);
        self.commit_if_due()
    }

    pub fn answer(&self, name: &str, content: &Content) -> rusqlite::Result<Option<Vec<u8>>> {
        if !self.usable {
            return Ok(None);
        }
        let mut ask = self.connection.prepare_cached("SELECT answer FROM answers WHERE name = ?1 AND sha256 = ?2")?;
        ask.query_one(params![name, content.as_slice()], |row| row.get(0)).optional()
    }

    pub fn last_answer(&self, name: &str) -> rusqlite::Result<Option<(Content, Vec<u8>)>> {
        if !self.usable {
            return Ok(None);
        }
        let mut ask = self.connection.prepare_cached("SELECT sha256, answer FROM answers WHERE name = ?1")?;
        ask.query_one([name], |row| Ok((row.get(0)?, row.get(1)?))).optional()
    }

    pub fn keep(&mut self, name: &str, content: &Content, answer: &[u8]) -> rusqlite::Result<()> {
        self.begin()?;
        let mut insert = self.connection.prepare_cached("INSERT OR REPLACE INTO answers VALUES (?1, ?2, ?3)")?;
        insert.execute(params![name, content.as_slice(), answer])?;
        drop(insert);
        self.commit_if_due()
    }

    fn commit_if_due(&mut self) -> rusqlite::Result<()> {
        match self.open_since {
            Some(begun) if begun.elapsed() > BETWEEN_COMMITS => self.commit(),
            _ => Ok(()),
        }
    }

    pub fn change(&self, name: &str, content: Option<&Content>) -> rusqlite::Result<Change> {
        let mut ask = self.connection.prepare_cached("SELECT sha256 IS ?2 FROM listed WHERE name = ?1")?;
        let same = ask.query_one(params![name, content.map(<[u8; 32]>::as_slice)], |row| row.get(0)).optional()?;
        Ok(match same {
            None => Change::New,
            Some(false) => Change::Changed,
            Some(true) => Change::Unchanged,
        })
    }

    pub fn last_run(&self) -> rusqlite::Result<Option<i64>> {
        self.connection.query_one("SELECT begun FROM about", [], |row| row.get(0))
    }

    /// Goes through the names of those that vanished, in their order.
    pub fn vanished(&self, mut each: impl FnMut(&str)) -> rusqlite::Result<()> {
        const GONE: &str = "SELECT name FROM listed
            WHERE NOT EXISTS (SELECT 1 FROM temp.now n WHERE n.name = listed.name) ORDER BY name";
        let mut gone = self.connection.prepare(GONE)?;
        let mut rows = gone.query([])?;
        while let Some(row) = rows.next()? {
            each(row.get_ref(0)?.as_str()?);
        }
        Ok(())
    }

    /// Answers for documents that are gone are kept for one run more: a folder may have been away for a day.
    pub fn finish(&mut self, begun: i64) -> rusqlite::Result<Changes> {
        let count = |of: &str| -> rusqlite::Result<u64> {
            let sql = format!("SELECT count(*) FROM temp.now n {of}");
            let count: i64 = self.connection.query_one(&sql, [], |row| row.get(0))?;
            Ok(u64::try_from(count).unwrap_or_default())
        };
        let all = count("")?;
        let unchanged = count("JOIN listed l ON l.name = n.name WHERE l.sha256 IS n.sha256")?;
        let changed = count("JOIN listed l ON l.name = n.name WHERE l.sha256 IS NOT n.sha256")?;
        let (mut vanished, mut gone) = (0, Vec::new());
        self.vanished(|name| {
            vanished += 1;
            gone.extend((vanished <= NAMED).then(|| name.to_owned()));
        })?;
        let first = self.last_run()?.is_none();
        self.begin()?;
        self.connection.execute_batch(
            "DELETE FROM answers WHERE NOT EXISTS (SELECT 1 FROM temp.now n WHERE n.name = answers.name)
               AND NOT EXISTS (SELECT 1 FROM listed l WHERE l.name = answers.name);
             DELETE FROM listed;
             INSERT INTO listed SELECT name, sha256 FROM temp.now;",
        )?;
        self.connection.execute("UPDATE about SET begun = ?1", [begun])?;
        self.commit()?;
        Ok(Changes { first, unchanged, changed, new: all.saturating_sub(unchanged + changed), vanished, gone })
    }
}
