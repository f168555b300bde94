//! What a run that was killed left beside its output: files under way. The next run that has the output to itself takes
//! them away.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use ingest::write::schema::{FILES, FINDINGS};
use sha2::{Digest, Sha256};
use tempfile::Builder;

use crate::batch::discover::place;
use crate::batch::output::companion;
use crate::config::Output;

/// What temporary names end in.
const ENDING: &str = ".tmp";
/// In a temporary folder: the folder that stood in the output's place, while it is replaced.
pub const OLD: &str = "old";

/// What the temporary names of an output begin with. Two outputs of one folder never share it.
fn beginning(out: &Path) -> String {
    let name = out.file_name().unwrap_or_default().as_encoded_bytes();
    let digest = Sha256::digest(name);
    let hex: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!(".ingest-{hex}-")
}

/// Makes temporary files and folders for an output. Who may read and write them is said as for others that programs make
/// (`mode`, less what the user's own mask takes away): they become the output.
pub fn named<T>(out: &Path, mode: u32, make: impl FnOnce(&Builder<'_, '_>) -> T) -> T {
    let beginning = beginning(out);
    let mut builder = Builder::new();
    builder.prefix(&beginning).suffix(ENDING);
    permit(&mut builder, mode);
    make(&builder)
}

#[cfg(unix)]
fn permit(builder: &mut Builder<'_, '_>, mode: u32) {
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
}

#[cfg(not(unix))]
fn permit(_: &mut Builder<'_, '_>, _: u32) {}

/// What killed runs may have left of an output, or a run that is going on.
pub struct Leftovers(Vec<(PathBuf, PathBuf)>);

impl Leftovers {
    /// What is there now.
    pub fn of(output: &Output) -> Self {
        let places = match output {
            Output::Stdout => Vec::new(),
            Output::Table(out, _) => {
                let beside = [&FINDINGS, &FILES].map(|table| place(&companion(out, table.name)));
                std::iter::once(place(out)).chain(beside).collect()
            }
            Output::Book(out, _) => vec![place(out)],
            // A folder may be a link to one.
            Output::Package(out) => vec![fs::canonicalize(out).unwrap_or_else(|_| place(out))],
        };
        Self(places.iter().flat_map(|place| left(place).into_iter().map(|path| (place.clone(), path))).collect())
    }

    /// Takes it away; it is known by now that nobody else writes that output. A folder that was set aside and not yet
    /// replaced goes back to its place. What cannot be removed does no harm but for the room it takes.
    pub fn clear(self) {
        self.0.iter().for_each(|(place, path)| remove(place, path));
    }
}

/// Takes away what killed runs left of a folder that nothing else is known to guard: each run holds the lock of what it
/// has under way, and loses it with its life.
pub fn clear_unlocked(place: &Path) {
    for path in left(place) {
        if lock(&path).is_some() {
            remove(place, &path);
        }
    }
}

/// Locks a folder for as long as the file is held; `None` where another run has it, or the system locks no folders.
pub fn lock(folder: &Path) -> Option<File> {
    let file = File::open(folder).ok()?;
    file.try_lock().ok().map(|()| file)
}

fn remove(place: &Path, path: &Path) {
    if !path.is_dir() {
        let _ = fs::remove_file(path);
        return;
    }
    if !place.exists() {
        let _ = fs::rename(path.join(OLD), place);
    }
    let _ = fs::remove_dir_all(path);
}

fn left(place: &Path) -> Vec<PathBuf> {
    let beginning = beginning(place);
    let ours = |name: &OsStr| {
        let name = name.to_string_lossy();
        name.starts_with(&beginning) && name.ends_with(ENDING)
    };
    let entries = place.parent().and_then(|folder| fs::read_dir(folder).ok());
    let paths = entries.into_iter().flatten().flatten().map(|entry| entry.path());
    paths.filter(|path| path.file_name().is_some_and(ours)).collect()
}
