//! Which files are read, in which order, and what they are called in the output.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use ingest::unpack::is_leftover;
use sha2::{Digest, Sha256};

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
}

/// What a search gave.
#[derive(Debug, Default)]
pub struct Finds {
    /// Files in the order of their names' bytes.
    pub files: Vec<Found>,
    /// Hidden files, leftovers of programs, links that lead back, devices, the output itself.
    pub passed_over: usize,
}

/// A file found, with the folder that its name counts from.
struct Entry {
    root: usize,
    path: PathBuf,
    trouble: Option<String>,
}

struct Search<'a> {
    /// Files and folders that are never read: the output and its companions.
    not: &'a BTreeSet<PathBuf>,
    entries: Vec<Entry>,
    passed_over: usize,
    /// Digests of the places of files: there may be very many.
    files: HashSet<[u8; 32]>,
    folders: HashSet<PathBuf>,
    /// Links to folders: followed last, so that a folder is known by its own name.
    links: Vec<(usize, PathBuf)>,
}

/// Searches the PATHs to the bottom. `not` names files and folders that are never read (the output). A PATH that does not exist and
/// a folder that cannot be read are files with trouble.
pub fn discover(paths: &[PathBuf], not: &BTreeSet<PathBuf>) -> Finds {
    let mut search = Search {
        not,
        entries: Vec::new(),
        passed_over: 0,
        files: HashSet::new(),
        folders: HashSet::new(),
        links: Vec::new(),
    };
    let bases: Vec<PathBuf> = paths.iter().enumerate().map(|(root, path)| search.root(root, path)).collect();
    while !search.links.is_empty() {
        for (root, link) in std::mem::take(&mut search.links) {
            search.folder(root, link);
        }
    }
    let names = names(&bases, &search.entries);
    let entries = search.entries.into_iter().zip(names);
    let mut files: Vec<Found> =
        entries.map(|(Entry { path, trouble, .. }, source_file)| Found { path, source_file, trouble }).collect();
    files.sort_by(|a, b| a.source_file.as_bytes().cmp(b.source_file.as_bytes()).then_with(|| a.path.cmp(&b.path)));
    Finds { files, passed_over: search.passed_over }
}

impl Search<'_> {
    /// A PATH as given; returns the folder that names count from.
    fn root(&mut self, root: usize, path: &Path) -> PathBuf {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => {
                self.folder(root, path.to_path_buf());
                path.to_path_buf()
            }
            Ok(meta) => {
                if meta.is_file() {
                    self.file(root, path.to_path_buf(), place(path), None);
                } else {
                    self.passed_over += 1;
                }
                parent(path)
            }
            Err(error) => {
                self.file(root, path.to_path_buf(), place(path), Some(error.to_string()));
                parent(path)
            }
        }
    }

    /// Everything below a folder; folders within it wait on a list, so that depth costs no stack.
    fn folder(&mut self, root: usize, folder: PathBuf) {
        let mut waiting = vec![folder];
        while let Some(folder) = waiting.pop() {
            let one_path = real(&folder);
            if self.not.contains(&place(&folder)) || !self.folders.insert(one_path.clone()) {
                self.passed_over += 1;
                continue;
            }
            let entries = match fs::read_dir(&folder).and_then(Iterator::collect::<std::io::Result<Vec<_>>>) {
                Ok(entries) => entries,
                Err(error) => {
                    self.entries.push(Entry { root, path: folder, trouble: Some(error.to_string()) });
                    continue;
                }
            };
            let mut below: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
            below.sort();
            for path in below {
                self.entry(root, path, &one_path, &mut waiting);
            }
        }
    }

    /// Something in a folder, of which the one path is `folder`.
    fn entry(&mut self, root: usize, path: PathBuf, folder: &Path, waiting: &mut Vec<PathBuf>) {
        let Some(name) = path.file_name().filter(|name| !is_leftover(&name.to_string_lossy())) else {
            self.passed_over += 1;
            return;
        };
        let place = folder.join(name);
        let link = fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_symlink());
        match fs::metadata(&path) {
            Ok(meta) if meta.is_dir() && link => self.links.push((root, path)),
            Ok(meta) if meta.is_dir() => waiting.push(path),
            Ok(meta) if meta.is_file() => self.file(root, path, place, None),
            Ok(_) => self.passed_over += 1,
            Err(error) => self.file(root, path, place, Some(error.to_string())),
        }
    }

    /// A file, read once however often it is named.
    fn file(&mut self, root: usize, path: PathBuf, place: PathBuf, trouble: Option<String>) {
        let digest: [u8; 32] = Sha256::digest(place.as_os_str().as_encoded_bytes()).into();
        if self.not.contains(&place) {
            self.passed_over += 1;
        } else if self.files.insert(digest) {
            self.entries.push(Entry { root, path, trouble });
        }
    }
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

/// The entries' names: below their root, and where two roots give the same name, the last parts of those roots before
/// it, as many as it takes.
fn names(bases: &[PathBuf], entries: &[Entry]) -> Vec<String> {
    let parts: Vec<Vec<String>> = bases.iter().map(|base| parts(&real(base))).collect();
    let mut taken = vec![0; bases.len()];
    loop {
        let names: Vec<String> = entries
            .iter()
            .map(|entry| {
                let root = parts.get(entry.root).map(Vec::as_slice).unwrap_or_default();
                let before = taken.get(entry.root).copied().unwrap_or_default();
                let base = bases.get(entry.root).map(PathBuf::as_path).unwrap_or(Path::new(""));
                name(root, before, entry.path.strip_prefix(base).unwrap_or(&entry.path))
            })
            .collect();
        let clashing = clashing(bases.len(), entries, &names);
        let mut longer = false;
        for root in clashing {
            if let (Some(taken), Some(parts)) = (taken.get_mut(root), parts.get(root))
                && *taken < parts.len()
            {
                *taken += 1;
                longer = true;
            }
        }
        if !longer {
            return names;
        }
    }
}

/// The roots that share a name with another root.
fn clashing(bases: usize, entries: &[Entry], names: &[String]) -> BTreeSet<usize> {
    if bases < 2 {
        return BTreeSet::new();
    }
    let mut roots: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (entry, name) in entries.iter().zip(names) {
        roots.entry(name).or_default().insert(entry.root);
    }
    roots.into_values().filter(|roots| roots.len() > 1).flatten().collect()
}

fn name(root: &[String], before: usize, path: &Path) -> String {
    let mut all: Vec<String> = root.iter().skip(root.len().saturating_sub(before)).cloned().collect();
    all.extend(parts(path));
    if all.is_empty() { root.last().cloned().unwrap_or_default() } else { all.join("/") }
}

fn parts(path: &Path) -> Vec<String> {
    path.components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            Component::ParentDir => Some("..".to_owned()),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => None,
        })
        .collect()
}
