//! Second submissions: what is said of them, and `--prefer latest`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{Place, column, page, rows};

/// A column of the findings, with the code before it, for the codes that are about versions.
fn said(place: &Place, name: &str) -> Vec<(String, String)> {
    let findings = place.text("out.findings.csv");
    let about = ["resubmission", "possible-resubmission", "form-in-two-files", "earlier-version", "duplicate-file"];
    let both = column(&findings, "code").into_iter().zip(column(&findings, name));
    both.filter(|(code, _)| about.contains(&code.as_str())).collect()
}

fn statuses(place: &Place) -> BTreeMap<String, String> {
    let files = place.text("out.files.csv");
    column(&files, "source_file").into_iter().zip(column(&files, "status")).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|&(a, b)| (a.to_owned(), b.to_owned())).collect()
}

/// A project form as Word and LibreOffice save it.
fn put_versions(place: &Place) {
    let formats = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    place.put_sample("in/目标表.docx", "middle-label.docx");
    place.put_sample("in/目标表(1).docx", "middle-label.docx");
    place.put("in/目标表（修改稿）.doc", fs::read(formats.join("middle-label.doc")).unwrap());
    place.put_sample("in/目标表-盖章.pdf", "scanned-report.pdf");
    // Other projects under a name that anybody gives.
    place.put_sample("in/绩效表(1).docx", "two-levels.docx");
    place.put_sample("in/绩效表(2).docx", "four-grades.docx");
}

#[test]
fn versions_are_named_and_none_is_dropped() {
    let place = Place::new();
    put_versions(&place);
    place.run(&["in", "--out", "out.csv"]).ends(3).says("1 duplicate,").says("warning  resubmission");
    let expected = [
        ("possible-resubmission", "目标表-盖章.pdf"),
        ("duplicate-file", "目标表.docx"),
        ("resubmission", "目标表（修改稿）.doc"),
    ];
    assert_eq!(said(&place, "source_file"), pairs(&expected));
    let messages = said(&place, "message");
    assert!(messages[1].1.contains("目标表(1).docx"), "the twin is named: {messages:?}");
    assert!(messages[2].1.contains("目标表(1).docx"), "{messages:?}");
    let hints = said(&place, "hint");
    assert!(hints[2].1.starts_with("by its name 目标表（修改稿）.doc is the one that counts"), "{hints:?}");
    assert_eq!(statuses(&place)["目标表（修改稿）.doc"], "ok");
    let mut sources = column(&place.text("out.csv"), "source_file");
    sources.dedup();
    assert_eq!(sources, ["目标表(1).docx", "目标表（修改稿）.doc", "绩效表(1).docx", "绩效表(2).docx"]);
}

#[test]
fn the_latest_alone_is_kept_if_that_is_asked_for() {
    let place = Place::new();
    put_versions(&place);
    place.run(&["in", "--out", "out.csv", "--prefer", "latest"]).ends(3).says("2 duplicates,");
    let expected = [
        ("earlier-version", "目标表(1).docx"),
        ("earlier-version", "目标表.docx"),
        ("possible-resubmission", "目标表（修改稿）.doc"),
    ];
    assert_eq!(said(&place, "source_file"), pairs(&expected));
    let files = place.text("out.files.csv");
    let at = column(&files, "source_file").iter().position(|file| file == "目标表.docx").unwrap();
    assert_eq!(column(&files, "status")[at], "duplicate");
    assert_eq!(column(&files, "reason")[at], "an earlier version of 目标表（修改稿）.doc");
    let mut sources = column(&place.text("out.csv"), "source_file");
    sources.dedup();
    assert_eq!(sources, ["目标表（修改稿）.doc", "绩效表(1).docx", "绩效表(2).docx"]);
    place.run(&["in", "--out", "out.csv", "--prefer", "newest"]).ends(2).says("hint: ");
}

#[test]
fn one_that_cannot_be_read_is_never_the_latest() {
    let place = Place::new();
    place.put_sample("in/目标表.docx", "middle-label.docx");
    place.put_sample("in/目标表最终版.docx", "broken-truncated.docx");
    place.put("in/目标表修改稿.html", page("甲", "≥1次"));
    place.run(&["in", "--out", "out.csv", "--prefer", "latest"]).ends(3);
    let statuses = statuses(&place);
    assert_eq!(statuses["目标表.docx"], "ok");
    assert_eq!(statuses["目标表修改稿.html"], "ok");
    assert_eq!(statuses["目标表最终版.docx"], "rejected");
}

#[test]
fn the_choice_does_not_depend_on_the_number_of_threads() {
    let place = Place::new();
    for n in 1..=12 {
        place.put(&format!("in/目标表({n}).html"), page("甲", &format!("≥{n}次")));
        place.put(&format!("in/目标表v{n}.html"), page("乙", &format!("≥{n}次")).replace("样例项目", "另一项目"));
    }
    let out = |jobs: &str| {
        place.run(&["in", "--out", "out.csv", "--prefer", "latest", "--jobs", jobs]).ends(0);
        ["out.csv", "out.findings.csv", "out.files.csv"].map(|file| place.text(file))
    };
    let one = out("1");
    assert_eq!(one, out("8"));
    let mut sources = column(&one[0], "source_file");
    sources.dedup();
    assert_eq!(sources, ["目标表(12).html", "目标表v12.html"]);
}

/// More groups than are kept at hand, each with a date before one of its names and nothing before the other.
#[test]
fn versions_are_found_however_far_apart_they_lie() {
    let place = Place::new();
    for n in 0..300 {
        place.put(&format!("in/20240301项目{n}号.html"), page("甲", &format!("≥{n}次")));
        place.put(&format!("in/项目{n}号.html"), page("乙", &format!("≥{n}次")));
    }
    place.run(&["in", "--out", "out.csv", "--prefer", "latest"]).ends(0).says("300 duplicates");
    for (name, status) in statuses(&place) {
        assert_eq!(status, if name.starts_with('2') { "ok" } else { "duplicate" }, "{name}");
    }
}

#[test]
fn the_rule_is_said() {
    let place = Place::new();
    let rule = place.run(&["checks", "resubmission"]).ends(0).out;
    assert!(rule.contains("--prefer latest") && rule.contains("最终版"), "{rule}");
}

#[test]
fn in_chinese_too() {
    let place = Place::new();
    put_versions(&place);
    place.run(&["in", "--out", "out.csv", "--prefer", "latest", "--lang", "zh"]).ends(3);
    let findings = rows(&place.text("out.files.csv"));
    assert!(findings.iter().flatten().any(|cell| cell == "这是 目标表（修改稿）.doc 的较早版本"), "{findings:?}");
}

#[test]
fn members_of_an_archive_are_versions_of_one_another() {
    let place = Place::new();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, times) in [("教育局/目标表.html", 1), ("教育局/目标表终稿.html", 2), ("水利局/目标表.html", 3)]
    {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, page("甲", &format!("≥{times}次")).as_bytes()).unwrap();
    }
    place.put("in/包.zip", zip.finish().unwrap().into_inner());
    place.run(&["in", "--out", "out.csv"]).ends(0);
    assert_eq!(said(&place, "source_file"), pairs(&[("resubmission", "包.zip!教育局/目标表终稿.html")]));
    place.run(&["in", "--out", "out.csv", "--prefer", "latest"]).ends(0);
    let mut sources = column(&place.text("out.csv"), "source_file");
    sources.dedup();
    assert_eq!(sources, ["包.zip!教育局/目标表终稿.html", "包.zip!水利局/目标表.html"]);
}
