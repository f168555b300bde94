//! Which files are read, and what they are called.

use std::fs;

use super::{FORM, Place, column};
use crate::support::sample;

#[test]
fn the_output_is_not_read_as_input() {
    let place = Place::new();
    place.put_sample("in/a.docx", FORM);
    place.put_sample("in/scan.pdf", "scanned-report.pdf");
    for _ in 0..2 {
        place.run(&["in", "--out", "in/out.csv"]).ends(3).says("2 files,");
    }
    assert_eq!(column(&place.text("in/out.files.csv"), "source_file"), ["a.docx", "scan.pdf"]);
}

#[test]
fn leftovers_are_passed_over_and_counted() {
    let place = Place::new();
    place.put_sample("in/a.docx", FORM);
    for left in ["~$a.docx", ".hidden/b.docx", ".DS_Store", "Thumbs.db", "DESKTOP.INI"] {
        place.put(&format!("in/{left}"), "x");
    }
    place.run(&["in", "--out", "out.csv"]).ends(0).says("1 file,").says("5 passed over");
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere_twice_and_pipes_are_left_alone() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    place.put_sample("in/real/a.docx", FORM);
    symlink("..", place.path("in/real/up")).unwrap();
    symlink("real", place.path("in/again")).unwrap();
    symlink("/dev/null", place.path("in/null")).unwrap();
    place.put_sample("out-of-sight/b.docx", "middle-label.docx");
    symlink("../out-of-sight", place.path("in/beside")).unwrap();
    place.run(&["in", "--out", "out.csv"]).ends(0).says("2 files,").says("3 passed over");
    let mut sources = column(&place.text("out.csv"), "source_file");
    sources.dedup();
    assert_eq!(sources, ["beside/b.docx", "real/a.docx"]);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_rejected_and_the_rest_goes_on() {
    let place = Place::new();
    place.put_sample("in/a.docx", FORM);
    std::os::unix::fs::symlink("gone.docx", place.path("in/dangling.docx")).unwrap();
    place.run(&["in", "--out", "out.csv"]).ends(3).says("dangling.docx: the file cannot be read");
    assert_eq!(column(&place.text("out.files.csv"), "status"), ["ok", "rejected"]);
}

#[test]
fn two_files_of_one_name_stay_apart() {
    let place = Place::new();
    place.put_sample("x/2024/a.docx", FORM);
    place.put_sample("y/2024/a.docx", "middle-label.docx");
    let sources = |args: &[&str]| {
        place.run(args).ends(0);
        let mut sources = column(&place.text("out.csv"), "source_file");
        sources.dedup();
        sources
    };
    assert_eq!(sources(&["x", "y", "-o", "out.csv"]), ["x/2024/a.docx", "y/2024/a.docx"]);
    assert_eq!(sources(&["x/2024", "y/2024", "-o", "out.csv"]), ["x/2024/a.docx", "y/2024/a.docx"]);
    assert_eq!(sources(&["x/2024/a.docx", "y/2024/a.docx", "-o", "out.csv"]), ["x/2024/a.docx", "y/2024/a.docx"]);
    assert_eq!(sources(&["x", "x/2024/a.docx", "./x", "-o", "out.csv"]), ["2024/a.docx"], "named often, read once");
}

#[test]
fn the_same_bytes_give_their_rows_once() {
    let place = Place::new();
    place.put_sample("in/a.docx", FORM);
    place.put_sample("in/copy.docx", FORM);
    place.run(&["in", "--out", "out.csv"]).ends(0).says("1 duplicate").says("duplicate-file");
    assert_eq!(column(&place.text("out.csv"), "source_file").len(), 50);
    assert_eq!(column(&place.text("out.files.csv"), "status"), ["ok", "duplicate"]);
    assert_eq!(column(&place.text("out.files.csv"), "reason")[1], "the same bytes as a.docx");
}

#[test]
fn a_large_file_is_refused_before_it_is_read() {
    let place = Place::new();
    place.put_sample("a.docx", FORM);
    place.run(&["a.docx", "-o", "out.csv", "--max-file-size", "1K"]).ends(3).says("limit of 1024");
    place.run(&["a.docx", "-o", "out.csv", "--max-file-size", "1M"]).ends(0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_read_all_the_same() {
    use std::os::unix::ffi::OsStrExt;
    let place = Place::new();
    let name = std::ffi::OsStr::from_bytes(b"\xb1\xed.docx");
    fs::create_dir(place.path("in")).unwrap();
    fs::copy(sample(FORM), place.path("in").join(name)).unwrap();
    place.run(&["in", "-o", "out.csv"]).ends(0);
    assert_eq!(column(&place.text("out.csv"), "source_file")[0], "\u{fffd}\u{fffd}.docx");
}
