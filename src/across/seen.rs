//! What is remembered of the files so far, to find others like them: some numbers a file and a form, in scratch tables.

use std::sync::Arc;

use rusqlite::{Row, params};

use crate::error::Result;
use crate::scratch::Scratch;

/// The number of a file, counted from 1.
pub type Number = i64;

/// `files_seen`: what they are called. The others are found by digests. `namesakes`: by a name, the first files of that
/// name. `versions`: by a name and what forms are about, the first such file, with how good its format is. `forms`: by
/// what a form is about, the first file that holds one.
const TABLES: &str = "
    CREATE TABLE files_seen (number INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE namesakes (name INTEGER PRIMARY KEY, read INTEGER, unread INTEGER, no_picture INTEGER, any INTEGER);
    CREATE TABLE versions (name INTEGER, about INTEGER, file INTEGER NOT NULL, format INTEGER NOT NULL,
        PRIMARY KEY (name, about)) WITHOUT ROWID;
    CREATE TABLE forms (about INTEGER PRIMARY KEY, file INTEGER NOT NULL);";

/// The files so far.
#[derive(Debug)]
pub struct Seen {
    scratch: Arc<Scratch>,
}

/// The first files of one name, of each sort.
#[derive(Debug, Clone, Copy, Default)]
pub struct Namesakes {
    pub read: Option<Number>,
    pub unread: Option<Number>,
    pub no_picture: Option<Number>,
    pub any: Option<Number>,
}

impl Namesakes {
    /// One file, the first of its sorts.
    pub fn one(file: Number, has_forms: bool, is_picture: bool) -> Self {
        let of = |is_one: bool| is_one.then_some(file);
        Self { read: of(has_forms), unread: of(!has_forms), no_picture: of(!is_picture), any: Some(file) }
    }

    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { read: row.get(0)?, unread: row.get(1)?, no_picture: row.get(2)?, any: row.get(3)? })
    }
}

impl Seen {
    /// Nothing seen so far.
    pub fn new(scratch: &Arc<Scratch>) -> Result<Self> {
        scratch.with(|tables| tables.execute_batch(TABLES))?;
        Ok(Self { scratch: Arc::clone(scratch) })
    }

    /// Adds a file.
    pub fn add(&self, name: &str) -> Result<Number> {
        self.scratch.with(|tables| tables.prepare_cached("INSERT INTO files_seen (name) VALUES (?1)")?.insert([name]))
    }

    /// What a file is called.
    pub fn name(&self, file: Number) -> Result<String> {
        self.scratch.with(|tables| {
            let mut name = tables.prepare_cached("SELECT name FROM files_seen WHERE number = ?1")?;
            name.query_one([file], |row| row.get(0))
        })
    }

    /// The files of a name before this one, which is one of them from now on.
    pub fn namesakes(&self, name: u64, this: Namesakes) -> Result<Namesakes> {
        const INSERT: &str = "INSERT OR IGNORE INTO namesakes VALUES (?1, ?2, ?3, ?4, ?5)";
        const EARLIER: &str = "SELECT read, unread, no_picture, any FROM namesakes WHERE name = ?1";
        const UPDATE: &str = "UPDATE namesakes SET read = coalesce(read, ?2), unread = coalesce(unread, ?3),
            no_picture = coalesce(no_picture, ?4), any = coalesce(any, ?5) WHERE name = ?1";
        let name = name.cast_signed();
        let values = params![name, this.read, this.unread, this.no_picture, this.any];
        self.scratch.with(|tables| {
            if tables.prepare_cached(INSERT)?.execute(values)? > 0 {
                return Ok(Namesakes::default());
            }
            let earlier = tables.prepare_cached(EARLIER)?.query_one([name], Namesakes::of)?;
            tables.prepare_cached(UPDATE)?.execute(values)?;
            Ok(earlier)
        })
    }

    /// The first file of a name with forms about the same, and how good its format is; `None` where it is this one.
    pub fn version(&self, name: u64, about: u64, this: (Number, u8)) -> Result<Option<(Number, u8)>> {
        const INSERT: &str = "INSERT OR IGNORE INTO versions VALUES (?1, ?2, ?3, ?4)";
        const FIRST: &str = "SELECT file, format FROM versions WHERE name = ?1 AND about = ?2";
        let (name, about) = (name.cast_signed(), about.cast_signed());
        self.scratch.with(|tables| {
            if tables.prepare_cached(INSERT)?.execute(params![name, about, this.0, this.1])? > 0 {
                return Ok(None);
            }
            let mut first = tables.prepare_cached(FIRST)?;
            first.query_one([name, about], |row| Ok((row.get(0)?, row.get(1)?))).map(Some)
        })
    }

    /// The first file with a form about this; it may be this one.
    pub fn form(&self, about: u64, this: Number) -> Result<Number> {
        let about = about.cast_signed();
        self.scratch.with(|tables| {
            if tables.prepare_cached("INSERT OR IGNORE INTO forms VALUES (?1, ?2)")?.execute([about, this])? > 0 {
                return Ok(this);
            }
            tables.prepare_cached("SELECT file FROM forms WHERE about = ?1")?.query_one([about], |row| row.get(0))
        })
    }
}
