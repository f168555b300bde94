//! Runs that do not come to their end: killed, stopped, out of room, two at a time.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{FORM, Place, Run, page};

fn start(place: &Place, args: &[&str]) -> std::process::Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ingest"));
    command.env("LC_ALL", "C").current_dir(place.0.path()).args(args);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// The indicators of an output, or nothing where it is not there.
fn content(out: &Path) -> Option<Vec<u8>> {
    if out.is_dir() {
        // A package is whole when it says so itself: the descriptor's hash is that of the table.
        let descriptor = fs::read(out.join("datapackage.json")).unwrap();
        let descriptor: serde_json::Value = serde_json::from_slice(&descriptor).unwrap();
        let mut all = Vec::new();
        for resource in descriptor["resources"].as_array().unwrap() {
            let table = fs::read(out.join(resource["path"].as_str().unwrap())).unwrap();
            assert_eq!(table.len() as u64, resource["bytes"].as_u64().unwrap());
            all.extend(table);
        }
        return Some(all);
    }
    fs::read(out).ok()
}

fn intake(place: &Place, count: usize) {
    place.put_sample("in/a.docx", FORM);
    for n in 0..count {
        place.put(&format!("in/{n}.html"), page(&format!("指标甲{n}"), "≥1次"));
    }
}

/// Killed at moments spread over a run, an output is the old one or the new one; what is done by then is kept, and the
/// end is that of a run that was never killed.
#[test]
fn killed_it_loses_and_doubles_nothing() {
    for out in ["out.sqlite", "out/"] {
        let place = Place::new();
        intake(&place, 10);
        place.run(&["in", "--out", out, "-q"]).ends(0);
        let path = place.path(out);
        let old = content(&path).unwrap();
        intake(&place, 80);
        let begun = Instant::now();
        place.run(&["in", "--out", "whole.csv", "-q"]).ends(0);
        let whole_run = begun.elapsed();
        let mut killed = 0;
        for n in 1..=8 {
            let mut child = start(&place, &["in", "--out", out, "-q", "-j", "1"]);
            std::thread::sleep(whole_run * n / 8);
            child.kill().unwrap();
            killed += u32::from(!child.wait().unwrap().success());
            let now = content(&path).expect("the output is there");
            if now != old {
                place.run(&["in", "--out", "fresh-out.sqlite", "--state", "off"]);
                place.run(&["in", "--out", "fresh-out/", "--state", "off"]).ends(0);
                assert!(content(&place.path(&format!("fresh-{out}"))).unwrap() == now, "half an output");
                break;
            }
        }
        assert!(killed > 0, "no run was killed");
        place.run(&["in", "--out", out]).ends(0);
        place.run(&["in", "--out", &format!("fresh-{out}"), "--state", "off"]).ends(0);
        assert!(content(&path) == content(&place.path(&format!("fresh-{out}"))), "not what a fresh run gives");
        let left: Vec<String> = place.names(".").into_iter().filter(|name| name.ends_with(".tmp")).collect();
        assert_eq!(left, Vec::<String>::new(), "what killed runs left");
    }
}

/// The hidden folders of pages under way.
fn under_way(place: &Place) -> Vec<String> {
    let is_ours = |name: &String| name.starts_with(".ingest-") && name.ends_with(".tmp") && place.path(name).is_dir();
    place.names(".").into_iter().filter(is_ours).collect()
}

/// Starts a run that writes a page, and waits until the page is under way.
fn start_page(place: &Place, out: &str) -> std::process::Child {
    let known = under_way(place);
    let child = start(place, &["in", "--out", out, "--review", "page", "-q", "-j", "1"]);
    let is_there = || under_way(place).iter().any(|name| !known.contains(name));
    let begun = Instant::now();
    while !is_there() && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(1));
    }
    child
}

/// What a killed run left of its page goes with the next run; what a run that lives has under way stays.
#[cfg(unix)]
#[test]
fn what_a_killed_run_left_of_its_page_goes() {
    let place = Place::new();
    intake(&place, 400);
    let folders = || under_way(&place).len();
    let mut killed = start_page(&place, "killed.csv");
    killed.kill().unwrap();
    assert!(!killed.wait().unwrap().success());
    assert_eq!(folders(), 1);
    let mut living = start_page(&place, "living.csv");
    assert_eq!(folders(), 1, "the dead one is gone, the living one is there");
    fs::create_dir(place.path("less")).unwrap();
    place.put_sample("less/a.docx", FORM);
    place.run(&["less", "--out", "other.csv", "--review", "page", "-q"]).ends(0);
    assert!(living.wait().unwrap().success());
    assert_eq!(folders(), 0);
    assert!(place.path("page/index.html").is_file());
}

/// A run that is killed before its first end leaves what it understood.
/// Starts a run and kills it once its state has so many bytes beside it; false where it was done before.
fn killed_at(place: &Place, bytes: u64) -> bool {
    let mut child = start(place, &["in", "--out", "out.sqlite", "-q", "-j", "1"]);
    let log = place.path("out.sqlite.ingest-state-wal");
    let begun = Instant::now();
    while fs::metadata(&log).map_or(0, |meta| meta.len()) < bytes && child.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing is remembered");
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    !child.wait().unwrap().success()
}

#[test]
fn the_next_run_goes_on_from_there() {
    let place = Place::new();
    intake(&place, 600);
    let remembered = |run: &Run| run.out.lines().filter(|line| line.contains("  remembered  ")).count();
    // Answers are put on the disk every second. What else a run puts there first is not always as much.
    let mut kills = (1..=8).map(|n| n * 30_000).map_while(|bytes| killed_at(&place, bytes).then_some(()));
    let run = kills.find_map(|()| {
        let run = place.run(&["in", "--out", "out.sqlite", "--dry-run"]).ends(0);
        (remembered(&run) > 0).then_some(run)
    });
    let Some(run) = run else {
        crate::support::tell("SKIPPED: the run ended before anything was put on the disk");
        return;
    };
    assert!(run.out.lines().all(|line| line.starts_with("new  ")), "no run finished so far");
    place.run(&["in", "--out", "out.sqlite"]).ends(0);
    place.run(&["in", "--out", "fresh.sqlite", "--state", "off"]).ends(0);
    assert!(content(&place.path("out.sqlite")) == content(&place.path("fresh.sqlite")));
}

#[cfg(unix)]
#[test]
fn stopped_it_says_how_to_go_on() {
    let place = Place::new();
    intake(&place, 600);
    let child = start(&place, &["in", "--out", "out.sqlite", "-j", "1"]);
    while !place.names(".").iter().any(|name| name.ends_with(".tmp")) {
        std::thread::sleep(Duration::from_millis(2));
    }
    std::thread::sleep(Duration::from_millis(100));
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let run = Run::of(&child.wait_with_output().unwrap()).ends(1).says("what was read so far is remembered");
    run.says("hint: run the same command again: it goes on from there");
    assert!(!place.path("out.sqlite").exists());
    let run = place.run(&["in", "--out", "out.sqlite", "--dry-run"]).ends(0);
    assert!(run.out.contains("  remembered  "), "{}", run.err);
    place.run(&["in", "--out", "out.sqlite", "-q"]).ends(0);
    assert_eq!(place.names("."), ["in", "out.sqlite", "out.sqlite.ingest-state"].map(str::to_owned).into());
}

#[test]
fn a_second_run_on_the_same_output_keeps_out() {
    let place = Place::new();
    intake(&place, 600);
    let mut child = start(&place, &["in", "--out", "out.sqlite", "-q", "-j", "1"]);
    while !place.names(".").iter().any(|name| name.ends_with(".tmp")) {
        std::thread::sleep(Duration::from_millis(2));
    }
    for more in [&[][..], &["--dry-run"]] {
        let run = place.run(&[&["in", "--out", "out.sqlite"], more].concat());
        let run = run.ends(1).says("another run is writing out.sqlite; nothing was written");
        run.says("hint: wait until it is done");
    }
    // Another output is no concern of it.
    place.run(&["in/a.docx", "--out", "other.sqlite"]).ends(0);
    assert!(child.wait().unwrap().success());
    place.run(&["in", "--out", "out.sqlite"]).ends(0).says("601 unchanged");
}

/// A disk without room, as far as a test can make one: files may not grow beyond a size.
#[cfg(unix)]
#[test]
fn a_failing_write_leaves_the_old_output() {
    for out in ["out.sqlite", "out/"] {
        let place = Place::new();
        intake(&place, 3);
        place.run(&["in", "--out", out, "-q"]).ends(0);
        let old = content(&place.path(out)).unwrap();
        intake(&place, 120);
        for blocks in [40, 150] {
            let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" in --out {out} -q");
            let mut command = Command::new("sh");
            command.env("LC_ALL", "C").current_dir(place.0.path()).stdin(Stdio::null());
            let output = command.args(["-c", &script, env!("CARGO_BIN_EXE_ingest")]).output().unwrap();
            let run = Run::of(&output);
            if run.code == 0 {
                continue;
            }
            run.ends(1).says("cannot write ").says("hint: ");
            assert!(content(&place.path(out)) == Some(old.clone()), "the old output is gone");
            assert!(!place.names(".").iter().any(|name| name.ends_with(".tmp")), "{:?}", place.names("."));
        }
        place.run(&["in", "--out", out]).ends(0).says("4 unchanged, 0 changed, 117 new, 0 vanished");
        place.run(&["in", "--out", &format!("fresh-{out}"), "--state", "off"]).ends(0);
        assert!(content(&place.path(out)) == content(&place.path(&format!("fresh-{out}"))));
    }
}

/// Where a folder cannot be exchanged for another in one step, a run that is killed between two steps leaves the old one
/// aside: the next run finds it there, though it fails itself.
#[cfg(unix)]
#[test]
fn a_folder_that_was_set_aside_goes_back_to_its_place() {
    use sha2::{Digest, Sha256};
    let place = Place::new();
    intake(&place, 3);
    place.run(&["in", "--out", "out/", "-q"]).ends(0);
    let old = content(&place.path("out")).unwrap();
    let hex: String = Sha256::digest("out").iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let aside = format!(".ingest-{hex}-abc.tmp");
    fs::create_dir(place.path(&aside)).unwrap();
    fs::rename(place.path("out"), place.path(&aside).join("old")).unwrap();
    place.put(&format!(".ingest-{hex}-file.tmp"), "half");
    place.put(".ingest-0123456789ab-other.tmp", "of another output");
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" in --out out/ -q";
    let mut command = Command::new("sh");
    command.env("LC_ALL", "C").current_dir(place.0.path()).stdin(Stdio::null());
    Run::of(&command.args(["-c", script, env!("CARGO_BIN_EXE_ingest")]).output().unwrap()).ends(1);
    assert!(content(&place.path("out")) == Some(old), "the old folder is back");
    let hidden: Vec<String> = place.names(".").into_iter().filter(|name| name.starts_with('.')).collect();
    assert_eq!(hidden, [".ingest-0123456789ab-other.tmp"]);
}
