//! What is found, in which order, under which names.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::{fs, io};

use proptest::prelude::*;

use super::search::Search;
use super::*;

fn tables() -> Arc<Scratch> {
    Arc::new(Scratch::new().unwrap())
}

/// Every file found by its name, with where it is.
fn found(paths: &[PathBuf]) -> Vec<(String, PathBuf)> {
    let finds = discover(&tables(), paths, &BTreeSet::new()).unwrap();
    let all: Vec<_> = finds.files().map(|file| file.unwrap()).map(|file| (file.source_file, file.path)).collect();
    assert_eq!(finds.count().unwrap(), all.len() as u64);
    all
}

fn names(paths: &[PathBuf]) -> Vec<String> {
    found(paths).into_iter().map(|(name, _)| name).collect()
}

/// A folder with these files.
fn folder(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    files.iter().for_each(|file| put(&folder.path().join(file)));
    folder
}

fn put(file: &Path) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, "").unwrap();
}

#[test]
fn a_name_counts_from_the_first_path_that_leads_there() {
    let folder = folder(&["in/2024/a.doc", "in/2024/b.doc", "in/c.doc", "in/2024/~$d.doc"]);
    let at = |below: &str| folder.path().join(below);
    assert_eq!(names(&[at("in"), at("in/2024"), at("in/c.doc")]), ["2024/a.doc", "2024/b.doc", "c.doc"]);
    assert_eq!(names(&[at("in/2024"), at("in")]), ["a.doc", "b.doc", "c.doc"]);
    assert_eq!(names(&[at("in/2024/b.doc"), at("in/2024/../c.doc"), at("in")]), ["2024/a.doc", "b.doc", "c.doc"]);
    // What is named is read, whatever it is called.
    assert_eq!(names(&[at("in/2024"), at("in/2024/~$d.doc")]), ["a.doc", "b.doc", "~$d.doc"]);
    assert_eq!(names(&[at("in/gone.doc"), at("in/gone.doc")]), ["gone.doc"]);
}

#[test]
fn of_paths_with_one_name_those_that_clash_are_told_apart() {
    let folder = folder(&["x/in/a.doc", "y/in/a.doc", "y/in/b.doc", "z/in/c.doc"]);
    let at = |below: &str| folder.path().join(below);
    let expected = ["c.doc", "x/in/a.doc", "y/in/a.doc", "y/in/b.doc"];
    assert_eq!(names(&[at("x/in"), at("y/in"), at("z/in")]), expected);
}

#[cfg(unix)]
#[test]
fn a_folder_is_known_by_the_name_with_the_fewest_links() {
    use std::os::unix::fs::symlink;
    let folder = folder(&["in/z/a.doc", "far/b.doc", "far/deep/c.doc"]);
    let link = |to: &str, at: &str| symlink(folder.path().join(to), folder.path().join(at)).unwrap();
    link("in/z", "in/a");
    link("far", "in/m");
    link("far", "in/k");
    link("far/deep", "in/y");
    link("in", "far/deep/up");
    let root = folder.path().join("in");
    assert_eq!(names(std::slice::from_ref(&root)), ["k/b.doc", "k/deep/c.doc", "z/a.doc"]);
    // A PATH behind it comes before its links.
    assert_eq!(names(&[root, folder.path().join("far")]), ["b.doc", "deep/c.doc", "z/a.doc"]);
}

/// Other systems refuse such names.
#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_stand_in_the_order_of_their_bytes() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = folder(&[]);
    let all: Vec<PathBuf> =
        [&b"a\xfe"[..], b"a\xff", b"b\xff/\xb1\xed.doc"].map(OsStr::from_bytes).map(PathBuf::from).into();
    all.iter().for_each(|file| put(&folder.path().join(file)));
    let root = folder.path().to_path_buf();
    let expected = ["a\u{fffd}", "a\u{fffd}", "b\u{fffd}/\u{fffd}\u{fffd}.doc"].map(str::to_owned);
    let expected: Vec<_> = expected.into_iter().zip(all.iter().map(|file| root.join(file))).collect();
    assert_eq!(found(&[root]), expected);
}

/// The disk fails on the way: what was found stays, and the folder is said to be in trouble.
#[test]
fn a_folder_that_fails_on_the_way_is_a_file_with_trouble() {
    let folder = folder(&["in/a.doc", "in/b.doc", "in/c.doc"]);
    let root = folder.path().join("in");
    let scratch = tables();
    scratch.with(|tables| tables.execute_batch(&[search::TABLES, names::TABLE, finds::TABLE].concat())).unwrap();
    let (paths, not) = (vec![root.clone()], BTreeSet::new());
    let mut search = Search::new(&scratch, &paths, &not);
    search.root(0, &root).unwrap();
    let waiting = search.next(0).unwrap().unwrap();
    let fails =
        [Ok((root.join("a.doc"), false)), Err(io::Error::other("the disk is gone")), Ok((root.join("b.doc"), false))];
    search.entries(&waiting, &root, fails.into_iter()).unwrap();
    names::name(&scratch, vec![Root::new(&root)]).unwrap();
    let finds: Vec<Found> = Finds::new(&scratch, 0).files().collect::<Result<_>>().unwrap();
    let said: Vec<_> = finds.iter().map(|file| (&*file.source_file, file.trouble.as_deref())).collect();
    assert_eq!(said, [("a.doc", None), ("in", Some("the disk is gone"))]);
    assert_eq!(Finds::new(&scratch, 0).all_in_trouble().unwrap(), None);
}

#[test]
fn all_are_handed_out_some_at_a_time_and_those_not_wanted_no_more() {
    let names: Vec<String> = (0..2500).map(|n| format!("{n:04}.doc")).collect();
    let folder = folder(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let mut finds = discover(&tables(), &[folder.path().to_path_buf()], &BTreeSet::new()).unwrap();
    let all = |finds: &Finds| finds.files().map(|file| file.unwrap().source_file).collect::<Vec<_>>();
    assert_eq!(all(&finds), names);
    finds.retain(|file| file.source_file.starts_with('2')).unwrap();
    assert_eq!(all(&finds), names[2000..]);
    assert_eq!(finds.count().unwrap(), 500);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    /// Whatever files are called and however deep they lie: they come in the order of the bytes of their names.
    #[test]
    fn files_come_in_the_order_of_their_names(
        files in prop::collection::btree_set(prop::collection::vec("[ab!\\-0表格（é𠀀]{1,3}", 1..4), 0..40),
    ) {
        let folder = folder(&[]);
        let mut expected = Vec::new();
        for file in &files {
            let name = file.join("/");
            let path = folder.path().join(&name);
            // Another file may have the name of a folder on the way.
            if fs::create_dir_all(path.parent().unwrap()).is_ok() && fs::write(path, "").is_ok() {
                expected.push(name);
            }
        }
        expected.sort();
        expected.dedup();
        prop_assert_eq!(names(&[folder.path().to_path_buf()]), expected);
    }
}
