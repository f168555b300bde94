//! Output that appears whole or not at all: written beside its place, then renamed.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use ingest::error::Result;
use tempfile::NamedTempFile;

use crate::batch::io;
use crate::batch::leftovers::named;

/// A file under way: hidden beside its place until [`Pending::keep`]; dropped, it is gone.
pub struct Pending {
    temporary: NamedTempFile,
    path: PathBuf,
}

impl Pending {
    /// Begins a file.
    ///
    /// # Errors
    /// When the folder does not exist or may not be written to.
    pub fn new(path: &Path) -> Result<Self> {
        let failed = io("cannot write", path);
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let temporary = named(path, 0o666, |builder| builder.tempfile_in(folder));
        Ok(Self { temporary: temporary.map_err(failed)?, path: path.to_path_buf() })
    }

    /// Where it will be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where it is meanwhile.
    pub fn meanwhile(&self) -> &Path {
        self.temporary.path()
    }

    /// A buffered handle to write through.
    ///
    /// # Errors
    /// When the system gives no second handle.
    pub fn handle(&self) -> Result<Box<dyn Write + Send>> {
        let file: File = self.temporary.as_file().try_clone().map_err(io("cannot write", &self.path))?;
        Ok(Box::new(BufWriter::new(file)))
    }

    /// Puts the file in its place, once it is safely on the disk.
    ///
    /// # Errors
    /// When the disk or the folder refuses.
    pub fn keep(self) -> Result<()> {
        self.temporary.as_file().sync_all().map_err(io("cannot write", &self.path))?;
        self.temporary.persist(&self.path).map_err(|error| io("cannot write", &self.path)(error.error))?;
        Ok(())
    }
}

/// `NAME.findings.csv` for `NAME.csv`.
pub fn companion(out: &Path, table: &str) -> PathBuf {
    let mut name: OsString = out.file_stem().unwrap_or_default().to_owned();
    name.push(format!(".{table}.csv"));
    out.with_file_name(name)
}

/// Removes what an earlier run left.
///
/// # Errors
/// When it is there and cannot be removed.
pub fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(io("cannot remove", path)(error)),
        _ => Ok(()),
    }
}
