//! Running again on what changed: `--state`, `--since`, `--dry-run`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::{FORM, Place, column, page, rows};
use crate::support::sample;
use crate::unpack::build;

const OUTPUTS: [&str; 2] = ["out.sqlite", "out/"];

/// Every byte of an output, a file or a folder of files.
fn bytes(path: &Path) -> Vec<(String, Vec<u8>)> {
    if !path.is_dir() {
        return vec![(String::new(), fs::read(path).unwrap())];
    }
    let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap());
    let mut all: Vec<_> = entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap()))
        .collect();
    all.sort();
    all
}

/// The output of a run that remembers nothing.
fn fresh(place: &Place, out: &str, more: &[&str]) -> Vec<(String, Vec<u8>)> {
    let other = format!("fresh-{out}");
    let run = place.run(&[&["in", "--out", &other, "--state", "off"], more].concat());
    assert!([0, 3].contains(&run.code), "{}", run.err);
    bytes(&place.path(&other))
}

fn intake(place: &Place) {
    place.put_sample("in/a.docx", FORM);
    place.put("in/b.html", page("培训人次", "≥100人次"));
    place.put("in/c.html", page("检查次数", "≥5次"));
    place.put_sample("in/scan.pdf", "scanned-report.pdf");
    place.put("in/d.zip", build::zip(&[("表1.html", &page("培训期数", "≥3期")), ("表2.html", "<p>-</p>")]));
}

#[test]
fn an_output_brought_up_to_date_equals_a_fresh_one() {
    for out in OUTPUTS {
        let place = Place::new();
        intake(&place);
        let first = place.run(&["in", "--out", out]).ends(3);
        assert!(!first.err.contains("since the last run"), "{}", first.err);
        place.run(&["in", "--out", out]).ends(3).says("since the last run: 6 unchanged, 0 changed, 0 new, 0 vanished");
        assert_eq!(bytes(&place.path(out)), fresh(&place, out, &[]));

        place.put("in/b.html", page("培训人次", "≥200人次"));
        place.put("in/e.html", page("走访户数", "≥50户"));
        fs::remove_file(place.path("in/c.html")).unwrap();
        place.put("in/d.zip", build::zip(&[("表1.html", &page("培训期数", "≥3期")), ("表3.html", "<p>.</p>")]));
        let run = place.run(&["in", "--out", out]).ends(3);
        let run = run.says("since the last run: 3 unchanged, 1 changed, 2 new, 2 vanished");
        assert!(run.err.contains("vanished: c.html") && run.err.contains("vanished: d.zip!表2.html"), "{}", run.err);
        assert_eq!(bytes(&place.path(out)), fresh(&place, out, &[]));
        place.run(&["in", "--out", out, "--jobs", "1"]).ends(3).says("6 unchanged, 0 changed, 0 new, 0 vanished");
        assert_eq!(bytes(&place.path(out)), fresh(&place, out, &[]));
    }
}

#[test]
fn rules_across_files_hold_over_remembered_ones() {
    let place = Place::new();
    intake(&place);
    place.put("in/b（修改稿）.html", page("培训人次", "≥120人次"));
    place.put("in/twin.html", page("检查次数", "≥5次"));
    place.put("list.csv", "代码,部门名称\n101,样例局\n102,没有报送的局\n");
    let more = ["--prefer", "latest", "--departments", "list.csv"];
    for _ in 0..2 {
        let run = place.run(&[&["in", "--out", "out/"], &more[..]].concat()).ends(3);
        run.says("2 duplicates").says("departments without a form (2 of 2):").says("没有报送的局");
        assert_eq!(bytes(&place.path("out/")), fresh(&place, "out/", &more));
    }
    let missing = rows(&place.text("out/findings.csv"));
    assert!(missing.iter().any(|row| row[1] == "department-missing" && row.iter().any(|cell| cell.contains("102"))));
}

/// Who is missing is told from all files, those in archives and those that are remembered among them.
#[test]
fn departments_are_missing_or_not_whatever_is_remembered() {
    let place = Place::new();
    let form = fs::read(sample(FORM)).unwrap();
    let bundle = build::zip_bytes(&[("青枫/表.docx", &form), ("说明.txt", "没有表".as_bytes())]);
    place.put("in/2024.zip", build::zip_bytes(&[("上报.zip", &bundle)]));
    place.put("in/b.html", page("培训人次", "≥100人次"));
    place.put("list.csv", "代码,部门名称\n101,青枫县应急管理局\n102,青枫县教育局\n");
    let args = ["in", "--out", "out/", "--departments", "list.csv"];
    for _ in 0..2 {
        place.run(&args).ends(0).says("departments without a form (1 of 2):\n  青枫县教育局 (102)");
        assert_eq!(bytes(&place.path("out/")), fresh(&place, "out/", &args[3..]));
    }
    let codes: BTreeSet<String> = column(&place.text("out/forms.csv"), "department_code").into_iter().collect();
    assert_eq!(codes, ["", "101"].map(str::to_owned).into());
    fs::remove_file(place.path("in/2024.zip")).unwrap();
    let run = place.run(&args).ends(0).says("departments without a form (2 of 2):");
    run.says("vanished: 2024.zip!上报.zip!青枫/表.docx");
}

#[test]
fn other_options_are_other_answers() {
    let place = Place::new();
    place.put("in/a.html", page("培训人次", "≥100人次") + "<table><tr><td>填表人</td><td>甄留名</td></tr></table>");
    place.run(&["in", "--out", "out/", "--keep-contacts"]).ends(0);
    place.run(&["in", "--out", "out/"]).ends(0).says("every file is read anew").says("1 unchanged");
    assert_eq!(bytes(&place.path("out/")), fresh(&place, "out/", &[]));
    let run = place.run(&["in", "--out", "out/"]).ends(0);
    assert!(!run.err.contains("anew"), "{}", run.err);
}

/// What is remembered is not used where it is not trusted, and put right.
#[test]
fn a_state_can_be_made_anew() {
    let place = Place::new();
    place.put("in/a.html", page("培训人次", "≥100人次"));
    place.put("in/b.html", page("培训人次", "≥200人次"));
    place.run(&["in", "--out", "out/"]).ends(0);
    let sound = bytes(&place.path("out/"));
    let connection = rusqlite::Connection::open(place.path("out.ingest-state")).unwrap();
    let other = "UPDATE answers SET answer = (SELECT answer FROM answers WHERE name = 'b.html')";
    connection.execute(other, []).unwrap();
    drop(connection);
    place.run(&["in", "--out", "out/"]).ends(0);
    assert_ne!(bytes(&place.path("out/")), sound, "the answers are used");
    place.run(&["in", "--out", "out/", "--state", "anew"]).ends(0).says("2 unchanged");
    assert_eq!(bytes(&place.path("out/")), sound);
    place.run(&["in", "--out", "out/"]).ends(0);
    assert_eq!(bytes(&place.path("out/")), sound);
}

/// Every answer that a state holds, unpacked.
fn remembered(state: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(state).unwrap();
    let mut all = connection.prepare("SELECT answer FROM answers").unwrap();
    let answers = all.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
    let unpacked = |packed: Vec<u8>| {
        let mut text = Vec::new();
        std::io::copy(&mut flate2::read::GzDecoder::new(&packed[..]), &mut text).unwrap();
        String::from_utf8_lossy(&text).into_owned()
    };
    answers.map(|answer| unpacked(answer.unwrap())).collect()
}

#[test]
fn contacts_are_not_remembered_unless_kept() {
    let place = Place::new();
    place.put_sample("in/a.docx", FORM);
    // No number that stands whole in this text may be a person's.
    let number = format!("139{}", "1234".repeat(2));
    let contact = format!("<tr><td>填表人</td><td>甄留名</td><td>联系电话</td><td>{number}</td></tr></table>");
    place.put("in/b.html", page("培训人次", "≥100人次").replace("</table>", &contact));
    let state = place.path("out.ingest-state");
    place.run(&["in", "--out", "out/", "--keep-contacts"]).ends(0);
    let with = remembered(&state).concat();
    assert!(with.contains("甄留名") && with.contains(&number));
    place.run(&["in", "--out", "out/"]).ends(0);
    let without = remembered(&state);
    assert_eq!(without.len(), 2);
    assert!(without.iter().all(|answer| !answer.contains("甄留名") && !answer.contains(&number)));
}

#[test]
fn a_state_that_cannot_be_read_is_thrown_away() {
    let place = Place::new();
    intake(&place);
    place.run(&["in", "--out", "out.sqlite"]).ends(3);
    let state = place.path("out.sqlite.ingest-state");
    let sound = fs::read(&state).unwrap();
    let wanted = fresh(&place, "out.sqlite", &[]);

    let mut damaged = sound.clone();
    for at in (100..damaged.len()).step_by(37) {
        damaged[at] ^= 0xa5;
    }
    for bytes_of_state in [b"no database".to_vec(), vec![0; 5000], sound[..sound.len() / 2].to_vec(), damaged] {
        fs::write(&state, bytes_of_state).unwrap();
        place.run(&["in", "--out", "out.sqlite"]).ends(3);
        assert_eq!(bytes(&place.path("out.sqlite")), wanted);
        // Once more: the state is sound again, or was taken away and begun anew.
        place.run(&["in", "--out", "out.sqlite"]).ends(3);
        assert_eq!(bytes(&place.path("out.sqlite")), wanted);
        place.run(&["in", "--out", "out.sqlite"]).ends(3).says("6 unchanged");
    }
}

/// Where nothing can be remembered, the output is written all the same, whole.
#[test]
fn a_state_that_cannot_be_written_is_said_and_does_no_harm() {
    let place = Place::new();
    intake(&place);
    date(&place, "in/b.html", 10 * DAY);
    place.put("out.ingest-state/of.txt", "somebody's folder");
    let run = place.run(&["in", "--out", "out/", "--since", "7d"]).ends(3);
    run.says("what was read could not be remembered for the next run");
    assert_eq!(bytes(&place.path("out/")), fresh(&place, "out/", &[]));
    assert_eq!(place.text("out.ingest-state/of.txt"), "somebody's folder");
}

/// Answers that were tampered with, or damaged on the disk in a way that SQLite does not see.
#[test]
fn a_damaged_answer_is_not_trusted() {
    let place = Place::new();
    intake(&place);
    place.run(&["in", "--out", "out/"]).ends(3);
    let connection = rusqlite::Connection::open(place.path("out.ingest-state")).unwrap();
    let changed = connection
        .execute("UPDATE answers SET answer = CAST(substr(answer, 1, length(answer) - 9) || X'00' AS BLOB)", []);
    assert!(changed.unwrap() >= 5);
    drop(connection);
    place.run(&["in", "--out", "out/"]).ends(3).says("6 unchanged");
    assert_eq!(bytes(&place.path("out/")), fresh(&place, "out/", &[]));
}

#[test]
fn a_state_is_kept_where_one_brings_outputs_up_to_date() {
    let place = Place::new();
    intake(&place);
    for out in ["a.csv", "a.xlsx", "a.json"] {
        place.run(&["in", "--out", out]).ends(3);
    }
    place.run(&["in", "--out", "b.sqlite", "--state", "off"]).ends(3);
    assert!(place.names(".").iter().all(|name| !name.contains("ingest-state")), "{:?}", place.names("."));
    place.run(&["in", "--out", "a.csv", "--state", "on"]).ends(3);
    place.run(&["in", "--out", "a.csv", "--state", "on"]).ends(3).says("6 unchanged");
    assert!(place.names(".").contains("a.csv.ingest-state"));
    place.run(&["in", "--out", "-", "--state", "on"]).ends(2).says("--state on needs an output that stays");
    // In the folder that is read, it is no document.
    place.run(&["in", "--out", "in/c.sqlite"]).ends(3);
    let files = place.run(&["in", "--out", "in/c.sqlite"]).ends(3).says("6 unchanged, 0 changed, 0 new, 0 vanished");
    assert!(!files.err.contains("ingest-state:"), "{}", files.err);
}

#[test]
fn a_dry_run_says_what_would_be_done_and_writes_nothing() {
    let place = Place::new();
    intake(&place);
    let run = place.run(&["in", "--out", "out.sqlite", "--dry-run"]).ends(3);
    let run = run.says("5 to read, 0 remembered, 1 rejected, 0 vanished: dry run, nothing was written");
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 6, "{}", run.out);
    assert_eq!(lines[0], "new        to read     a.docx");
    assert!(lines[5].starts_with("new        rejected    scan.pdf: "), "{}", run.out);
    assert_eq!(place.names("."), ["in".to_owned()].into());

    place.run(&["in", "--out", "out.sqlite"]).ends(3);
    place.put("in/b.html", page("培训人次", "≥200人次"));
    fs::remove_file(place.path("in/c.html")).unwrap();
    let before = (bytes(&place.path("out.sqlite")), place.names("."));
    for _ in 0..2 {
        let run = place.run(&["in", "--out", "out.sqlite", "--dry-run"]).ends(3);
        let run = run.says("1 to read, 3 remembered, 1 rejected, 1 vanished");
        let lines: Vec<&str> = run.out.lines().collect();
        assert_eq!(lines[0], "unchanged  remembered  a.docx");
        assert_eq!(lines[1], "changed    to read     b.html");
        assert_eq!(lines[5], "vanished               c.html");
    }
    assert_eq!((bytes(&place.path("out.sqlite")), place.names(".")), before);
    fs::remove_file(place.path("in/scan.pdf")).unwrap();
    place.run(&["in", "--out", "out.sqlite", "--dry-run"]).ends(0).says("2 vanished");
    place.run(&["in", "--out", "out.sqlite", "--dry-run", "--lang", "zh"]).ends(0).says("试运行，没有写出任何内容");
    place.run(&["in", "--out", "out.sqlite"]).ends(0).says("3 unchanged, 1 changed, 0 new, 2 vanished");
}

fn date(place: &Place, file: &str, before: Duration) {
    let file = fs::File::options().write(true).open(place.path(file)).unwrap();
    file.set_modified(SystemTime::now() - before).unwrap();
}

const DAY: Duration = Duration::from_secs(24 * 3600);

#[test]
fn since_leaves_older_files_out_where_nothing_is_remembered() {
    let place = Place::new();
    place.put("in/old.html", page("培训人次", "≥100人次"));
    place.put("in/new.html", page("检查次数", "≥5次"));
    date(&place, "in/old.html", 10 * DAY);
    place.run(&["in", "--out", "a.csv", "--since", "7d"]).ends(0).says("1 file(s) last modified before --since");
    assert_eq!(column(&place.text("a.csv"), "source_file"), ["new.html", "new.html"]);
    place.run(&["in", "--out", "a.csv", "--since", "2001-02-03"]).ends(0);
    assert_eq!(column(&place.text("a.csv"), "source_file").len(), 4);
    let before = place.text("a.csv");
    place.run(&["in", "--out", "a.csv", "--since", "2999-01-01"]).ends(1).says("no file was modified since then");
    assert_eq!(place.text("a.csv"), before);
    place.run(&["in", "--out", "a.csv", "--since", "last"]).ends(2).says("--since last: nothing is remembered");
    place.run(&["in", "--out", "a.csv", "--since", "yesterday-ish"]).ends(2).says("write a day");
}

#[test]
fn since_takes_older_files_as_they_are_remembered() {
    let place = Place::new();
    intake(&place);
    for file in ["a.docx", "b.html", "c.html", "scan.pdf", "d.zip"] {
        date(&place, &format!("in/{file}"), 10 * DAY);
    }
    place.run(&["in", "--out", "out/"]).ends(3);
    let before = bytes(&place.path("out/"));
    // Nobody looks into a file that is older, so its new bytes are not noticed; the date is to blame.
    place.put("in/b.html", page("培训人次", "≥200人次"));
    place.put("in/d.zip", build::zip(&[("表1.html", &page("培训期数", "≥9期")), ("表2.html", "<p>-</p>")]));
    date(&place, "in/b.html", 10 * DAY);
    date(&place, "in/d.zip", 10 * DAY);
    for since in ["7d", "last"] {
        place.run(&["in", "--out", "out/", "--since", since]).ends(3).says("6 unchanged, 0 changed, 0 new, 0 vanished");
        assert_eq!(bytes(&place.path("out/")), before);
    }
    // One that is not remembered is read, however old it is; one that is gone is gone.
    place.put("in/e.html", page("走访户数", "≥50户"));
    date(&place, "in/e.html", 10 * DAY);
    fs::remove_file(place.path("in/c.html")).unwrap();
    place.put_sample("in/a.docx", "self-evaluation-project.docx");
    place.run(&["in", "--out", "out/", "--since", "7d"]).ends(3).says("4 unchanged, 1 changed, 1 new, 1 vanished");
    // All of it, at last.
    place.run(&["in", "--out", "out/"]).ends(3).says("4 unchanged, 2 changed, 0 new, 0 vanished");
    assert_eq!(bytes(&place.path("out/")), fresh(&place, "out/", &[]));
}
