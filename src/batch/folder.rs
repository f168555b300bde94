//! A folder that appears whole or not at all: filled beside its place, then renamed.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ingest::error::{Error, Result};
use ingest::write::{package, review};
use tempfile::TempDir;

use crate::batch::io;
use crate::batch::leftovers::{OLD, clear_unlocked, lock, named};
use crate::config::usage;

/// What file managers leave in folders that they show.
const LEFT: &[&str] = &[".DS_Store", "Thumbs.db", "desktop.ini"];

const HINT: &str = "name a new folder, or one that ingest wrote";

/// What a folder holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// The data package of `--out`.
    Package,
    /// The page of `--review`.
    Review,
}

/// A folder under way: hidden beside its place until [`PendingFolder::keep`]; dropped, it is gone.
pub struct PendingFolder {
    temporary: TempDir,
    /// Says to other runs that this one is alive.
    _lock: Option<File>,
    /// As the person at the keyboard wrote it.
    path: PathBuf,
    /// The folder itself, without links and dots.
    place: PathBuf,
    holds: Holds,
}

impl PendingFolder {
    /// Begins a folder.
    ///
    /// # Errors
    /// When a folder of that name holds anything that is not ours, or the folder around it may not be written to.
    pub fn new(path: &Path, holds: Holds) -> Result<Self> {
        let failed = || io("cannot write", path);
        let place = match fs::canonicalize(path) {
            Ok(place) => {
                clear(&place, holds);
                check(path, &place, holds)?;
                place
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let place = std::path::absolute(path).map_err(failed())?;
                clear(&place, holds);
                place
            }
            Err(error) if error.kind() == ErrorKind::NotADirectory => return Err(no_folder(path, holds)),
            Err(error) => return Err(failed()(error)),
        };
        let around = place.parent().unwrap_or(&place);
        let temporary = temporary(&place, around).map_err(failed())?;
        let lock = lock(temporary.path());
        Ok(Self { temporary, _lock: lock, path: path.to_path_buf(), place: place.components().collect(), holds })
    }

    /// Where it will be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where it is meanwhile.
    pub fn meanwhile(&self) -> &Path {
        self.temporary.path()
    }

    /// Puts the folder in its place, once its files are safely on the disk; what stood there goes.
    ///
    /// # Errors
    /// When the disk or the folder around refuses; then what stood there stands there still.
    pub fn keep(self) -> Result<()> {
        let failed = || io("cannot write", &self.path);
        // A page's files are brought there as they are written.
        for file in package::files().filter(|_| self.holds == Holds::Package) {
            // Windows brings to the disk only what may be written.
            let file = File::options().write(true).open(self.temporary.path().join(file));
            file.and_then(|file| file.sync_all()).map_err(failed())?;
        }
        if !self.place.exists() {
            fs::rename(self.temporary.path(), &self.place).map_err(failed())?;
            let _ = self.temporary.keep();
            return Ok(());
        }
        if swap(self.temporary.path(), &self.place) {
            return Ok(());
        }
        // Two renames: for a moment there is no folder, but never half a one. Who is killed then leaves the old one
        // aside, where the next run finds it.
        let around = self.place.parent().unwrap_or(&self.place);
        let aside = temporary(&self.place, around).map_err(failed())?;
        let _lock = lock(aside.path());
        let old = aside.path().join(OLD);
        fs::rename(&self.place, &old).map_err(failed())?;
        if let Err(error) = fs::rename(self.temporary.path(), &self.place) {
            fs::rename(&old, &self.place).map_err(failed())?;
            return Err(failed()(error));
        }
        let _ = self.temporary.keep();
        Ok(())
    }
}

/// The state of a package guards what killed runs left of it; of a page, nothing else does.
fn clear(place: &Path, holds: Holds) {
    if holds == Holds::Review {
        clear_unlocked(place);
    }
}

/// Two folders change places in one step, where the system can do that.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn swap(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn swap(_: &Path, _: &Path) -> bool {
    false
}

fn temporary(place: &Path, around: &Path) -> std::io::Result<TempDir> {
    named(place, 0o777, |builder| builder.tempdir_in(around))
}

fn no_folder(path: &Path, holds: Holds) -> Error {
    let path = path.display();
    let message = match holds {
        Holds::Package => format!("--out {path} is a file, not a folder"),
        Holds::Review => format!("--review {path} is a file, not a folder"),
    };
    usage(message, HINT)
}

/// A folder is written over only when it is empty or holds what we wrote and nothing else.
fn check(path: &Path, place: &Path, holds: Holds) -> Result<()> {
    if !place.is_dir() {
        return Err(no_folder(path, holds));
    }
    let failed = || io("cannot read", path);
    let mut empty = true;
    for entry in fs::read_dir(place).map_err(failed())? {
        empty &= LEFT.contains(&&*entry.map_err(failed())?.file_name().to_string_lossy());
    }
    let path = path.display();
    let (ours, message) = match holds {
        Holds::Package => {
            (is_package(place), format!("--out {path} holds files that are not of a data package of ingest"))
        }
        Holds::Review => (
            review::is_ours(place, LEFT),
            format!("--review {path} holds files that are not of a review page of ingest"),
        ),
    };
    if empty || ours { Ok(()) } else { Err(usage(message, HINT)) }
}

/// True for a folder that holds a package of ours and nothing else.
fn is_package(place: &Path) -> bool {
    let is_known = |name: &str| LEFT.contains(&name) || package::files().any(|file| file == name);
    let entries = fs::read_dir(place).map(|mut entries| {
        entries.all(|entry| entry.is_ok_and(|entry| is_known(&entry.file_name().to_string_lossy())))
    });
    let ours = || {
        let text = fs::read(place.join(package::DESCRIPTOR)).ok()?;
        let descriptor: serde_json::Value = serde_json::from_slice(&text).ok()?;
        descriptor.get(package::OURS).cloned()
    };
    entries.is_ok_and(|known| known) && ours().is_some()
}
