//! The files found, in the order of their names.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;
use std::vec;

use ingest::error::Result;
use ingest::scratch::Scratch;
use rusqlite::{Row, params};

use super::bytes;

/// So many files are looked up at a time.
const PAGE: i64 = 1000;

/// Their numbers go in the order of the bytes of their names.
pub const TABLE: &str = "CREATE TABLE files (number INTEGER PRIMARY KEY, name TEXT NOT NULL, path BLOB NOT NULL,
    trouble TEXT, root INTEGER NOT NULL);";

/// By the name of a group, its files.
const GROUPED: &str = "CREATE TABLE grouped (name TEXT, number INTEGER, PRIMARY KEY (name, number)) WITHOUT ROWID;";

/// A file found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// What it is called: the path below the PATH given, `/` between.
    pub source_file: String,
    /// What the system said where it cannot be read; found out while searching.
    pub trouble: Option<String>,
}

impl Found {
    /// True where the file was last modified before a time; not where that cannot be told.
    pub fn is_before(&self, time: SystemTime) -> bool {
        fs::metadata(&self.path).and_then(|meta| meta.modified()).is_ok_and(|modified| modified < time)
    }

    /// From the columns name, path, trouble.
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { source_file: row.get("name")?, path: bytes::path(row.get("path")?), trouble: row.get("trouble")? })
    }
}

/// What a search gave: files in the order of the bytes of their names.
#[derive(Debug, Clone)]
pub struct Finds {
    scratch: Arc<Scratch>,
    /// Hidden files, leftovers of programs, links that lead back, devices, the output itself.
    pub passed_over: usize,
}

impl Finds {
    /// What the table holds.
    pub fn new(scratch: &Arc<Scratch>, passed_over: usize) -> Self {
        Self { scratch: Arc::clone(scratch), passed_over }
    }

    /// How many there are.
    pub fn count(&self) -> Result<u64> {
        self.scratch.with(|tables| {
            let count: i64 = tables.query_one("SELECT count(*) FROM files", [], |row| row.get(0))?;
            Ok(u64::try_from(count).unwrap_or_default())
        })
    }

    /// All of them, some at a time.
    pub fn files(&self) -> impl Iterator<Item = Result<Found>> + Send + use<> {
        self.numbered().map(|file| Ok(file?.1))
    }

    fn numbered(&self) -> Pages {
        Pages { scratch: Arc::clone(&self.scratch), page: Vec::new().into_iter(), last: 0 }
    }

    /// The first, where none of them can be read.
    pub fn all_in_trouble(&self) -> Result<Option<Found>> {
        const FIRST: &str = "SELECT name, path, trouble FROM files
            WHERE NOT EXISTS (SELECT 1 FROM files WHERE trouble IS NULL) ORDER BY number LIMIT 1";
        self.scratch.with(|tables| tables.prepare(FIRST)?.query_map([], Found::of)?.next().transpose())
    }

    /// Groups those that can be read by a name that some of them have in common.
    pub fn group(&self, name: impl Fn(&str) -> Option<String>) -> Result<()> {
        self.scratch.with(|tables| tables.execute_batch(GROUPED))?;
        for file in self.numbered() {
            let (number, file) = file?;
            if file.trouble.is_none()
                && let Some(name) = name(&file.source_file)
            {
                self.scratch.with(|tables| {
                    tables.prepare_cached("INSERT INTO grouped VALUES (?1, ?2)")?.execute(params![name, number])
                })?;
            }
        }
        Ok(())
    }

    /// The files of a group.
    pub fn grouped(&self, name: &str) -> Result<Vec<Found>> {
        const GROUP: &str = "SELECT files.name, path, trouble FROM grouped JOIN files USING (number)
            WHERE grouped.name = ?1 ORDER BY number";
        self.scratch.with(|tables| tables.prepare_cached(GROUP)?.query_map([name], Found::of)?.collect())
    }

    /// Forgets those that are not wanted.
    pub fn retain(&mut self, wanted: impl Fn(&Found) -> bool) -> Result<()> {
        for file in self.numbered() {
            let (number, file) = file?;
            if !wanted(&file) {
                self.scratch
                    .with(|tables| tables.prepare_cached("DELETE FROM files WHERE number = ?1")?.execute([number]))?;
            }
        }
        Ok(())
    }
}

/// Goes through the files, with their numbers.
struct Pages {
    scratch: Arc<Scratch>,
    page: vec::IntoIter<(i64, Found)>,
    /// The last number of the page.
    last: i64,
}

impl Pages {
    fn turn(&mut self) -> Result<()> {
        const NEXT: &str = "SELECT number, name, path, trouble FROM files WHERE number > ?1 ORDER BY number LIMIT ?2";
        let page: Vec<(i64, Found)> = self.scratch.with(|tables| {
            let mut next = tables.prepare_cached(NEXT)?;
            next.query_map(params![self.last, PAGE], |row| Ok((row.get("number")?, Found::of(row)?)))?.collect()
        })?;
        self.last = page.last().map_or(self.last, |(number, _)| *number);
        self.page = page.into_iter();
        Ok(())
    }
}

impl Iterator for Pages {
    type Item = Result<(i64, Found)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.page.as_slice().is_empty()
            && let Err(error) = self.turn()
        {
            return Some(Err(error));
        }
        self.page.next().map(Ok)
    }
}
