//! A folder that appears whole or not at all: filled beside its place, then renamed.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ingest::error::{Error, Result};
use ingest::write::package;
use tempfile::TempDir;

use crate::batch::io;
use crate::batch::leftovers::{OLD, named};
use crate::config::usage;

/// What file managers leave in folders that they show.
const LEFT: &[&str] = &[".DS_Store", "Thumbs.db", "desktop.ini"];

const HINT: &str = "name a new folder, or one that ingest wrote";

/// A folder under way: hidden beside its place until [`PendingFolder::keep`]; dropped, it is gone.
pub struct PendingFolder {
    temporary: TempDir,
    /// As the person at the keyboard wrote it.
    path: PathBuf,
    /// The folder itself, without links and dots.
    place: PathBuf,
}

impl PendingFolder {
    /// Begins a folder.
    ///
    /// # Errors
    /// When a folder of that name holds anything that is not ours, or the folder around it may not be written to.
    pub fn new(path: &Path) -> Result<Self> {
        let failed = || io("cannot write", path);
        let place = match fs::canonicalize(path) {
            Ok(place) => {
                check(path, &place)?;
                place
            }
            Err(error) if error.kind() == ErrorKind::NotFound => std::path::absolute(path).map_err(failed())?,
            Err(error) if error.kind() == ErrorKind::NotADirectory => return Err(no_folder(path)),
            Err(error) => return Err(failed()(error)),
        };
        let around = place.parent().unwrap_or(&place);
        let temporary = temporary(&place, around).map_err(failed())?;
        Ok(Self { temporary, path: path.to_path_buf(), place: place.components().collect() })
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
        for file in package::files() {
            File::open(self.temporary.path().join(file)).and_then(|file| file.sync_all()).map_err(failed())?;
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
    named(place, |builder| {
        let mut builder = builder.clone();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
        builder.tempdir_in(around)
    })
}

fn no_folder(path: &Path) -> Error {
    usage(format!("--out {} is a file, not a folder", path.display()), HINT)
}

/// A folder is written over only when it is empty or holds a package of ours and nothing else.
fn check(path: &Path, place: &Path) -> Result<()> {
    if !place.is_dir() {
        return Err(no_folder(path));
    }
    let failed = || io("cannot read", path);
    let mut known = true;
    let mut empty = true;
    for entry in fs::read_dir(place).map_err(failed())? {
        let name = entry.map_err(failed())?.file_name();
        let name = name.to_string_lossy();
        if !LEFT.contains(&&*name) {
            empty = false;
            known &= package::files().any(|file| file == name);
        }
    }
    let ours = || {
        let text = fs::read(place.join(package::DESCRIPTOR)).ok()?;
        let descriptor: serde_json::Value = serde_json::from_slice(&text).ok()?;
        descriptor.get(package::OURS).cloned()
    };
    if empty || known && ours().is_some() {
        return Ok(());
    }
    Err(usage(format!("--out {} holds files that are not of a data package of ingest", path.display()), HINT))
}
