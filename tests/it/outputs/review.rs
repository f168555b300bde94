//! The review page: what its files hold, that text stays data, and that the folder is written like every output.
//! How it works in a browser is tested by `scripts/check-review`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::privacy::planted;
use super::{FORM, docx, paragraph, run, table, with_samples};
use crate::support::sample;

/// Every file of a page, by its path below it.
pub fn page(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(at) = waiting.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// What the data files hand to a function of the page, by the number given with it.
fn data(folder: &Path, function: &str) -> BTreeMap<u64, Value> {
    let mut found = BTreeMap::new();
    for (name, bytes) in page(folder).into_iter().filter(|(name, _)| name.starts_with("data/")) {
        for line in String::from_utf8(bytes).unwrap().lines() {
            let call = line.strip_prefix("ingest.").and_then(|call| call.strip_suffix(");")).expect(&name);
            let (of, arguments) = call.split_once('(').unwrap();
            let (number, json) = arguments.split_once(',').unwrap();
            if of == function {
                found.insert(number.parse().unwrap(), serde_json::from_str(json).unwrap());
            }
        }
    }
    found
}

fn texts<'v>(value: &'v Value, key: &str) -> Vec<&'v str> {
    value.as_array().unwrap().iter().map(|one| one[key].as_str().unwrap()).collect()
}

#[test]
fn a_page_holds_every_file_its_grids_and_its_rows() {
    let folder = with_samples(&["hunan-money-mismatch.docx", "no-form.docx", "scanned-report.pdf"]);
    let at = folder.path();
    fs::copy(at.join("in/no-form.docx"), at.join("in/twin.docx")).unwrap();
    let (code, said) = run(at, &["in", "--out", "o.csv", "--review", "page", "--lang", "zh"]);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("page/index.html"), "the summary names the page: {said}");
    let html = fs::read_to_string(at.join("page/index.html")).unwrap();
    assert!(html.contains("<html lang=\"zh-CN\">") && !html.contains('{'), "{html}");

    let files = data(&at.join("page"), "file");
    let statuses: Vec<&str> = files.values().map(|file| file["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["ok", "no_form", "rejected", "duplicate"]);
    assert!(files[&2]["reason"][0].as_str().unwrap().contains("page image"));
    assert!(files[&2]["reason"][1].as_str().unwrap().contains("版式文件"), "said in both languages");
    assert!(files[&3]["reason"][0].as_str().unwrap().contains("no-form.docx"));
    let documents = data(&at.join("page"), "document");
    assert_eq!(documents.keys().copied().collect::<Vec<_>>(), [0, 1], "a file that gave nothing has no more to show");

    let form = &documents[&0]["forms"][0];
    assert_eq!(form["rows"].as_array().unwrap().len() as u64, files[&0]["forms"][0]["rows"].as_u64().unwrap());
    let overview = &data(&at.join("page"), "run")[&0];
    let error = &overview["errors"][0];
    assert_eq!((error["form"].as_str(), error["code"].as_str()), (form["id"].as_str(), Some("money-linked")));
    // The error stands on the cell of the wrong amount.
    let of_form = documents[&0]["found"].as_array().unwrap().iter().filter(|found| found["form"] == form["id"]);
    let place = &of_form.collect::<Vec<_>>()[error["at"].as_u64().unwrap() as usize]["at"];
    let number = |n: usize| place[n].as_u64().unwrap();
    let cells = documents[&0]["tables"][number(0) as usize - 1]["cells"].as_array().unwrap();
    let wrong = cells.iter().find(|cell| cell[0] == number(1) - 1 && cell[1] == number(2) - 1).unwrap();
    assert!(wrong[4].as_str().unwrap().contains("68.20"), "{wrong}");
    assert_eq!(overview["statuses"]["rejected"], 1);
    assert_eq!(texts(&overview["rejected"], "name"), ["scanned-report.pdf"]);
}

/// Each place of a row is one of a cell that is shown, and level cells are among them.
#[test]
fn rows_keep_the_places_of_their_cells() {
    let folder = with_samples(&[FORM, "operator-value-unit.docx"]);
    run(folder.path(), &["in", "--out", "o.csv", "--review", "page"]);
    let mut levels = 0;
    for document in data(&folder.path().join("page"), "document").values() {
        for row in document["forms"].as_array().unwrap().iter().flat_map(|form| form["rows"].as_array().unwrap()) {
            for place in row["places"].as_array().unwrap() {
                let [table, row_no, col] = [0, 1, 2].map(|n| place[1][n].as_u64().unwrap());
                let cells = document["tables"][table as usize - 1]["cells"].as_array().unwrap();
                let covers = |cell: &&Value| {
                    let [row, left, rows, cols] = [0, 1, 2, 3].map(|n| cell[n].as_u64().unwrap());
                    (row..row + rows).contains(&(row_no - 1)) && (left..left + cols).contains(&(col - 1))
                };
                let cell = cells.iter().find(covers);
                levels += u64::from(place[0] == "level1");
                let named = cell.is_some_and(|cell| cell[5].as_str().unwrap().starts_with('I'));
                assert!(named || cell.is_none(), "{place} is {cell:?}");
            }
        }
    }
    assert!(levels > 50, "{levels} rows know the cell of their level 1");
}

#[test]
fn text_stays_data() {
    let folder = tempfile::TempDir::new().unwrap();
    let at = folder.path();
    fs::create_dir(at.join("in")).unwrap();
    let evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u{2028}\u{2029}'\"`${1}\\";
    let escaped = evil.replace('&', "&amp;").replace('<', "&lt;");
    let body = [
        paragraph("2024年项目支出绩效目标表"),
        table(&[
            &["项目支出名称", &escaped, "预算部门", &escaped],
            &["v绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
            &["^", "产出指标", "数量指标", &escaped, &format!("≥5次{escaped}")],
        ]),
    ];
    docx(&at.join("in/a.docx"), &body.concat());
    fs::copy(at.join("in/a.docx"), at.join("in/<img src=x onerror=alert(3)>.docx")).unwrap();
    run(at, &["in", "--out", "o.csv", "--review", "page"]);
    for (name, bytes) in page(&at.join("page")) {
        let text = String::from_utf8(bytes).unwrap();
        if name.starts_with("data/") {
            assert!(!text.contains(['<', '\u{2028}', '\u{2029}']), "{name}");
        }
        assert!(!text.contains("alert(") || name.starts_with("data/"), "{name}");
    }
    let documents = data(&at.join("page"), "document");
    let document = documents.values().next().unwrap();
    let cells = document["tables"][0]["cells"].as_array().unwrap();
    assert!(cells.iter().any(|cell| cell[4] == evil), "the text comes back as it was: {cells:?}");
}

/// What the page does with text: it never becomes markup or script.
#[test]
fn the_page_makes_no_markup_of_text() {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/write/review/page");
    for (name, bytes) in page(&assets) {
        let text = String::from_utf8(bytes).unwrap();
        for sink in
            ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "fetch("]
        {
            assert!(!text.contains(sink), "{name} has {sink}");
        }
        let links = text.replace("http://www.w3.org/2000/svg", "");
        assert!(!links.contains("http://") && !links.contains("https://"), "{name} leads out");
    }
    let html = fs::read_to_string(assets.join("page.html")).unwrap();
    assert!(html.contains("default-src 'none'; script-src 'self'; style-src 'self'") && !html.contains("unsafe-"));
}

#[test]
fn the_page_says_everything_in_both_languages() {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/write/review/page");
    let words: Value = serde_json::from_slice(&fs::read(assets.join("words.json")).unwrap()).unwrap();
    let keys = |lang: &str| words[lang].as_object().unwrap().keys().cloned().collect::<BTreeSet<String>>();
    assert_eq!(keys("en"), keys("zh"));
    let mut said = String::new();
    for (name, bytes) in page(&assets).into_iter().filter(|(name, _)| name.ends_with(".js")) {
        let text = String::from_utf8(bytes).unwrap();
        for (at, _) in text.match_indices("t(\"") {
            let is_call = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '.');
            let key = text[at + 3..].split('"').next().unwrap();
            let known = keys("en").iter().any(|word| word == key || key.ends_with('.') && word.starts_with(key));
            assert!(!is_call || known, "{name} says {key}, for which there is no word");
        }
        said += &text;
    }
    // A word of a family (`status.ok`) is put together; every other stands in the page.
    let unused: Vec<String> = keys("en")
        .into_iter()
        .filter(|key| {
            let family = key.split('.').next().unwrap();
            !said.contains(&format!("\"{key}\""))
                && !said.contains(&format!("\"{family}"))
                && !said.contains(&format!("\"{}\"", key.rsplit_once('.').map_or(key.as_str(), |parts| parts.0)))
        })
        .collect();
    assert_eq!(unused, Vec::<String>::new());
    let engine = ingest::pipeline::Engine::new(ingest::pipeline::Options::default()).unwrap();
    for mapping in engine.catalogue().mappings() {
        assert!(
            keys("en").contains(&format!("type.{}", mapping.file.form_type)),
            "{} has no word",
            mapping.file.form_type
        );
    }
}

#[test]
fn no_page_names_a_person() {
    let (folder, planted) = planted();
    let at = folder.path();
    let held = |args: &[&str]| {
        run(at, &[&["in", "--out", "o.csv", "--review", "page"][..], args].concat());
        let all: Vec<u8> = page(&at.join("page")).into_values().flatten().collect();
        let all = String::from_utf8(all).unwrap();
        assert!(all.contains("走访户数"), "the page holds the form");
        planted.iter().filter(|text| all.contains(text.as_str())).cloned().collect::<Vec<_>>()
    };
    assert_eq!(held(&[]), Vec::<String>::new());
    assert_eq!(held(&["--keep-contacts"]), planted, "the page shows them where they are wanted");
}

#[test]
fn the_same_page_whatever_jobs_is_and_never_half_a_page() {
    let folder = with_samples(&[FORM, "hunan-money-mismatch.docx", "scanned-report.pdf", "county-bundle.zip"]);
    let at = folder.path();
    let once = |jobs: &str, page_at: &str| {
        assert_eq!(run(at, &["in", "--out", "o.csv", "--review", page_at, "--jobs", jobs]).0, 3);
        page(&at.join(page_at))
    };
    let first = once("1", "page");
    assert_eq!(once("8", "page"), first, "written over, with the same bytes");
    // Within what is read: the page is not read as input.
    let within = once("8", "in/page");
    assert_eq!(once("2", "in/page"), within);
    assert_eq!(within, first);
    let left: Vec<_> = fs::read_dir(at).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{left:?}");
    let names = data(&at.join("page"), "file");
    assert!(
        names.values().any(|file| file["name"] == "county-bundle.zip!水利局/报送材料.zip!目标表.docx"),
        "{names:?}"
    );
}

#[test]
fn a_folder_that_is_not_ours_stays_as_it_is() {
    let folder = with_samples(&[FORM]);
    let at = folder.path();
    for name in ["full/of.txt", "file"] {
        let path = at.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "my own").unwrap();
    }
    run(at, &["in", "--out", "o.csv", "--review", "page"]);
    fs::write(at.join("page/data/note.txt"), "my own").unwrap();
    let out_within = ["in", "--out", "new/o.csv", "--review", "new"];
    fs::create_dir(at.join("new")).unwrap();
    let wrong: [&[&str]; 6] = [
        &["in", "--out", "o.csv", "--review", "full"],
        &["in", "--out", "o.csv", "--review", "file"],
        &["in", "--out", "o.csv", "--review", "page"],
        &out_within,
        &["in", "--out", "both/", "--review", "both"],
        &["in", "--out", "both/", "--review", "both/page"],
    ];
    for args in wrong {
        let (code, said) = run(at, args);
        assert_eq!(code, 2, "{args:?}: {said}");
        assert!(said.contains("hint: "), "{said}");
    }
    assert_eq!(fs::read_to_string(at.join("page/data/note.txt")).unwrap(), "my own");
    assert_eq!(fs::read_to_string(at.join("full/of.txt")).unwrap(), "my own");
}

#[test]
fn departments_that_are_missing_stand_in_the_overview() {
    let folder = tempfile::TempDir::new().unwrap();
    let at = folder.path();
    let offices = sample("offices").display().to_string();
    let list = sample("offices/departments.csv").display().to_string();
    run(at, &[&offices, "--departments", &list, "--out", "o.csv", "--review", "page"]);
    let overview = &data(&at.join("page"), "run")[&0];
    let missing: Vec<&Value> =
        overview["run"].as_array().unwrap().iter().filter(|one| one["code"] == "department-missing").collect();
    assert_eq!(missing[0]["values"]["code"], "118001");
    assert!(overview["departments"].as_array().unwrap().iter().any(|one| one["code"] == "105001"));
}

/// What an earlier run remembers has no grids: the page is whole all the same, and the tables are what they were.
#[test]
fn a_page_is_whole_beside_an_output_that_remembers() {
    let folder = with_samples(&[FORM, "hunan-money-mismatch.docx"]);
    let at = folder.path();
    run(at, &["in", "--out", "fresh/", "--review", "fresh-page"]);
    run(at, &["in", "--out", "kept/"]);
    run(at, &["in", "--out", "kept/", "--review", "page"]);
    assert_eq!(page(&at.join("page")), page(&at.join("fresh-page")));
    for table in ["indicators.csv", "findings.csv", "files.csv"] {
        assert_eq!(fs::read(at.join("kept").join(table)).unwrap(), fs::read(at.join("fresh").join(table)).unwrap());
    }
    assert!(!data(&at.join("page"), "document")[&0]["tables"][0]["cells"].as_array().unwrap().is_empty());
}
