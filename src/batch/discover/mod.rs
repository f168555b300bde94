//! Which files are read, in which order, and what they are called in the output.
//!
//! A search keeps nothing in memory that grows with what it finds: folders that wait, folders searched and files found
//! lie in scratch tables, and these sort the files.

mod bytes;
mod finds;
mod names;
mod search;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ingest::error::Result;
use ingest::scratch::Scratch;

pub use finds::{Finds, Found};
use names::Root;
use search::Search;

/// Searches the PATHs to the bottom. `not` names files and folders that are never read (the output). A PATH that does
/// not exist and a folder that cannot be read are files with trouble.
///
/// # Errors
/// When there is no room for the list of them.
pub fn discover(scratch: &Arc<Scratch>, paths: &[PathBuf], not: &BTreeSet<PathBuf>) -> Result<Finds> {
    scratch.with(|tables| tables.execute_batch(&[search::TABLES, names::TABLE, finds::TABLE].concat()))?;
    let mut search = Search::new(scratch, paths, not);
    search.all(paths)?;
    let (bases, passed_over) = search.end();
    names::name(scratch, bases.iter().map(|base| Root::new(&real(base))).collect())?;
    scratch.with(|tables| tables.execute_batch(search::END))?;
    Ok(Finds::new(scratch, passed_over))
}

/// The one path of a file: its folder without links and dots, and its own name.
pub fn place(path: &Path) -> PathBuf {
    match path.file_name() {
        Some(name) => real(&parent(path)).join(name),
        None => real(path),
    }
}

fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_path_buf())
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// An index as the tables have it, and back.
fn number(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

fn index(number: i64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
