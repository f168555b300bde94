//! Looks for files below the PATHs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use ingest::error::Result;
use ingest::scratch::Scratch;
use ingest::unpack::is_leftover;
use rusqlite::{OptionalExtension, params};

use super::names::parts;
use super::{bytes, index, number, parent, place, real};

/// `waiting`: folders still to be searched, those behind fewer links first, so that a folder is known by its own name.
/// `searched`: the one paths of those that were. `entries`: files found, `below` their PATH.
pub const TABLES: &str = "
    CREATE TABLE waiting (links INTEGER, root INTEGER, path BLOB, PRIMARY KEY (links, root, path)) WITHOUT ROWID;
    CREATE TABLE searched (folder BLOB PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE entries (root INTEGER NOT NULL, below TEXT NOT NULL, path BLOB NOT NULL, trouble TEXT);";
/// Makes room for what comes after the search.
pub const END: &str = "DROP TABLE waiting; DROP TABLE searched; DROP TABLE entries; DROP TABLE roots;";

/// A search under way.
pub struct Search<'a> {
    scratch: &'a Scratch,
    /// Files and folders that are never read: the output and its companions.
    not: &'a BTreeSet<PathBuf>,
    /// The places that the PATHs themselves name: true where a file was found there. No other file can be found twice.
    named: BTreeMap<PathBuf, bool>,
    /// The folder that names count from, of each PATH.
    bases: Vec<PathBuf>,
    passed_over: usize,
}

/// A folder that waits to be searched.
pub struct Folder {
    /// Links to folders on the way to it.
    links: i64,
    root: usize,
    path: PathBuf,
}

impl<'a> Search<'a> {
    /// Nothing found so far.
    pub fn new(scratch: &'a Scratch, paths: &[PathBuf], not: &'a BTreeSet<PathBuf>) -> Self {
        let named = paths.iter().map(|path| (place(path), false)).collect();
        Self { scratch, not, named, bases: Vec::new(), passed_over: 0 }
    }

    /// The folders that names count from, and how much was passed over.
    pub fn end(self) -> (Vec<PathBuf>, usize) {
        (self.bases, self.passed_over)
    }

    /// Searches all PATHs, one after the other; then what links lead to.
    pub fn all(&mut self, paths: &[PathBuf]) -> Result<()> {
        for (root, path) in paths.iter().enumerate() {
            self.root(root, path)?;
            self.folders(0)?;
        }
        self.folders(i64::MAX)
    }

    /// A PATH as given.
    pub(super) fn root(&mut self, root: usize, path: &Path) -> Result<()> {
        let found = fs::metadata(path);
        let is_folder = found.as_ref().is_ok_and(fs::Metadata::is_dir);
        self.bases.push(if is_folder { path.to_path_buf() } else { parent(path) });
        match found {
            Ok(_) if is_folder => self.wait(&Folder { links: 0, root, path: path.to_path_buf() }),
            Ok(meta) if meta.is_file() => self.file(root, path, place(path), None),
            Ok(_) => {
                self.passed_over += 1;
                Ok(())
            }
            Err(error) => self.file(root, path, place(path), Some(error)),
        }
    }

    /// Searches the folders that wait behind so many links at most, and what is found in them.
    fn folders(&mut self, links: i64) -> Result<()> {
        while let Some(folder) = self.next(links)? {
            let one_path = real(&folder.path);
            if self.not.contains(&place(&folder.path)) || !self.begin(&one_path)? {
                self.passed_over += 1;
                continue;
            }
            match fs::read_dir(&folder.path) {
                Ok(entries) => {
                    let entries = entries.map(|entry| entry.map(|entry| (entry.path(), is_link(&entry))));
                    self.entries(&folder, &one_path, entries)?;
                }
                Err(error) => self.keep(folder.root, &folder.path, Some(error))?,
            }
        }
        Ok(())
    }

    /// What is in a folder, of which the one path is `one_path`: paths, and whether they are links. Where the disk fails
    /// on the way, the folder itself is a file with trouble, beside those found before.
    pub(super) fn entries(
        &mut self,
        folder: &Folder,
        one_path: &Path,
        entries: impl Iterator<Item = io::Result<(PathBuf, bool)>>,
    ) -> Result<()> {
        for entry in entries {
            match entry {
                Ok((path, is_link)) => self.entry(folder, path, one_path, is_link)?,
                Err(error) => return self.keep(folder.root, &folder.path, Some(error)),
            }
        }
        Ok(())
    }

    fn entry(&mut self, folder: &Folder, path: PathBuf, one_path: &Path, is_link: bool) -> Result<()> {
        let Some(name) = path.file_name().filter(|name| !is_leftover(&name.to_string_lossy())) else {
            self.passed_over += 1;
            return Ok(());
        };
        let place = one_path.join(name);
        match fs::metadata(&path) {
            Ok(meta) if meta.is_dir() => {
                let links = folder.links + i64::from(is_link);
                self.wait(&Folder { links, root: folder.root, path })
            }
            Ok(meta) if meta.is_file() => self.file(folder.root, &path, place, None),
            Ok(_) => {
                self.passed_over += 1;
                Ok(())
            }
            Err(error) => self.file(folder.root, &path, place, Some(error)),
        }
    }

    /// A file, read once however often it is named.
    fn file(&mut self, root: usize, path: &Path, place: PathBuf, trouble: Option<io::Error>) -> Result<()> {
        if self.not.contains(&place) {
            self.passed_over += 1;
            return Ok(());
        }
        match self.named.get_mut(&place).map(|found| std::mem::replace(found, true)) {
            Some(true) => Ok(()),
            Some(false) | None => self.keep(root, path, trouble),
        }
    }

    fn keep(&self, root: usize, path: &Path, trouble: Option<io::Error>) -> Result<()> {
        let base = self.bases.get(root).map_or(Path::new(""), PathBuf::as_path);
        let below = parts(path.strip_prefix(base).unwrap_or(path)).collect::<Vec<_>>().join("/");
        let trouble = trouble.map(|error| error.to_string());
        self.scratch.with(|tables| {
            let mut insert = tables.prepare_cached("INSERT INTO entries VALUES (?1, ?2, ?3, ?4)")?;
            insert.execute(params![number(root), below, bytes::of(path), trouble]).map(drop)
        })
    }

    fn wait(&self, folder: &Folder) -> Result<()> {
        self.scratch.with(|tables| {
            let mut insert = tables.prepare_cached("INSERT OR IGNORE INTO waiting VALUES (?1, ?2, ?3)")?;
            insert.execute(params![folder.links, number(folder.root), bytes::of(&folder.path)]).map(drop)
        })
    }

    /// Takes the next folder that waits behind so many links at most.
    pub(super) fn next(&self, links: i64) -> Result<Option<Folder>> {
        const FIRST: &str =
            "SELECT links, root, path FROM waiting WHERE links <= ?1 ORDER BY links, root, path LIMIT 1";
        self.scratch.with(|tables| {
            let mut first = tables.prepare_cached(FIRST)?;
            let key = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
            let key: Option<(i64, i64, Vec<u8>)> = first.query_one([links], key).optional()?;
            let Some(key) = key else { return Ok(None) };
            let mut taken =
                tables.prepare_cached("DELETE FROM waiting WHERE links = ?1 AND root = ?2 AND path = ?3")?;
            taken.execute(params![key.0, key.1, key.2])?;
            Ok(Some(Folder { links: key.0, root: index(key.1), path: bytes::path(key.2) }))
        })
    }

    /// True where a folder was not searched before; from now on it was.
    fn begin(&self, one_path: &Path) -> Result<bool> {
        self.scratch.with(|tables| {
            let mut insert = tables.prepare_cached("INSERT OR IGNORE INTO searched VALUES (?1)")?;
            Ok(insert.execute([bytes::of(one_path)])? > 0)
        })
    }
}

fn is_link(entry: &fs::DirEntry) -> bool {
    entry.file_type().is_ok_and(|kind| kind.is_symlink())
}
