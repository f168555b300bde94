//! What the files found are called: by their path below the PATH given, and where two PATHs give the same name, with the
//! last parts of those PATHs before it, as many as it takes.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use ingest::error::Result;
use ingest::scratch::Scratch;
use rusqlite::{Connection, params};

/// The words before the names of each PATH's files: `prefix` before a path below it, `alone` for the PATH itself.
pub const TABLE: &str = "CREATE TABLE roots (root INTEGER PRIMARY KEY, prefix TEXT NOT NULL, alone TEXT NOT NULL);";

/// A PATH that files were found below.
pub struct Root {
    /// The parts of its folder, from the top of the disk.
    parts: Vec<String>,
    /// How many of the last of them stand before its files' names.
    taken: usize,
}

impl Root {
    /// A PATH of which the folder is this; no part of it stands before the names yet.
    pub fn new(folder: &Path) -> Self {
        Self { parts: parts(folder).collect(), taken: 0 }
    }

    /// Takes one part more; false where there is none.
    fn lengthen(&mut self) -> bool {
        let can = self.taken < self.parts.len();
        self.taken += usize::from(can);
        can
    }

    /// The last parts, so many.
    fn last(&self, parts: usize) -> String {
        self.parts.get(self.parts.len().saturating_sub(parts)..).unwrap_or_default().join("/")
    }
}

/// Gives the entries of a search their names, and puts them into the table of files in the order of the names' bytes.
pub fn name(scratch: &Scratch, mut roots: Vec<Root>) -> Result<()> {
    loop {
        let clashing = scratch.with(|tables| {
            sort(tables, &roots)?;
            if roots.len() < 2 { Ok(BTreeSet::new()) } else { clashing(tables) }
        })?;
        let mut longer = false;
        for (at, root) in roots.iter_mut().enumerate() {
            longer |= clashing.contains(&at) && root.lengthen();
        }
        if !longer {
            return Ok(());
        }
    }
}

fn sort(tables: &Connection, roots: &[Root]) -> rusqlite::Result<()> {
    tables.execute_batch("DELETE FROM roots; DELETE FROM files;")?;
    let mut insert = tables.prepare("INSERT INTO roots VALUES (?1, ?2, ?3)")?;
    for (at, root) in roots.iter().enumerate() {
        let prefix = root.last(root.taken);
        let alone = root.last(root.taken.max(1));
        let prefix = if prefix.is_empty() { prefix } else { prefix + "/" };
        insert.execute(params![super::number(at), prefix, alone])?;
    }
    tables.execute_batch(
        "INSERT INTO files (name, path, trouble, root)
         SELECT CASE below WHEN '' THEN alone ELSE prefix || below END AS name, path, trouble, root
         FROM entries CROSS JOIN roots USING (root) ORDER BY name, path;",
    )
}

/// The roots that share a name with another root. Files of one name follow one another, and where several roots have it,
/// each of them somewhere stands beside another.
fn clashing(tables: &Connection) -> rusqlite::Result<BTreeSet<usize>> {
    let mut beside = tables.prepare(
        "SELECT one.root, next.root FROM files one CROSS JOIN files next ON next.number = one.number + 1
         WHERE one.name = next.name AND one.root <> next.root",
    )?;
    let pairs = beside.query_map([], |row| Ok([row.get(0)?, row.get(1)?]))?;
    let mut clashing = BTreeSet::new();
    for pair in pairs {
        clashing.extend(pair?.into_iter().map(super::index));
    }
    Ok(clashing)
}

/// The parts of a path as text, `..` among them.
pub fn parts(path: &Path) -> impl Iterator<Item = String> {
    path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        Component::ParentDir => Some("..".to_owned()),
        Component::CurDir | Component::RootDir | Component::Prefix(_) => None,
    })
}
