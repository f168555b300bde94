//! What the program says: places in workbooks, and Chinese wherever it speaks.

use std::path::{Path, PathBuf};
use std::process::Command;

use ingest::finding::{Finding, Place};
use ingest::language::Language;
use ingest::pipeline::{Engine, Options};

use crate::{sheet, support};

/// A worksheet of texts by address.
fn worksheet(cells: &[(&str, u32, &str)]) -> String {
    let cell = |(column, row, text): &(&str, u32, &str)| {
        format!(r#"<row r="{row}"><c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c></row>"#)
    };
    format!("<sheetData>{}</sheetData>", cells.iter().map(cell).collect::<String>())
}

/// Two forms on one sheet, behind blank rows and a blank column, and a sheet before them.
fn workbook() -> Vec<u8> {
    let heading =
        |row: u32| [("C", row, "一级指标"), ("D", row, "二级指标"), ("E", row, "三级指标"), ("F", row, "指标值")];
    let line = |row: u32, name: &'static str, value: &'static str| {
        [("C", row, "产出指标"), ("D", row, "数量指标"), ("E", row, name), ("F", row, value)]
    };
    let forms = [
        vec![("C", 3, "2024年项目支出绩效目标表")],
        heading(5).to_vec(),
        line(6, "培训人数", "≥100人").to_vec(),
        line(7, "培训期数", "≥**期").to_vec(),
        vec![("C", 12, "2024年项目支出绩效目标表")],
        heading(13).to_vec(),
        line(14, "检查次数", "≥5次").to_vec(),
        line(15, "整改次数", "≥XX次").to_vec(),
    ];
    let body = worksheet(&forms.concat());
    let cover = worksheet(&[("A", 1, "封面")]);
    sheet::xlsx(&[("封面", "visible", &cover), ("目标表", "visible", &body)], &[], "")
}

fn residues(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().filter(|finding| finding.code.id == "template-residue").collect()
}

#[test]
fn a_finding_in_a_workbook_names_sheet_and_cell() {
    let engine = Engine::new(Options::default()).unwrap();
    let submission = engine.submission("book.xlsx", &workbook());
    let places = |language: &Language| {
        let mut said = submission.clone();
        language.translate(&mut said);
        language.locate(&mut said);
        residues(&said.findings).iter().map(|finding| finding.message.clone()).collect::<Vec<_>>()
    };
    let english = places(&Language::default());
    assert!(english[0].ends_with("(sheet 目标表, cell F7)"), "{english:?}");
    assert!(english[1].ends_with("(sheet 目标表, cell F15)"), "{english:?}");
    let chinese = places(&Language::chinese().unwrap());
    assert!(chinese[0].ends_with("（工作表“目标表”，单元格 F7）"), "{chinese:?}");
}

#[test]
fn summary_findings_and_inspect_give_the_address() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("book.xlsx"), workbook()).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ingest"));
        let output = command.current_dir(folder.path()).env("LC_ALL", "C").args(arguments).output().unwrap();
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    let summary = run(&["book.xlsx", "--out", "a.csv"]);
    assert!(summary.contains("book.xlsx, sheet 目标表, cell F7"), "{summary}");
    let findings = std::fs::read_to_string(folder.path().join("a.findings.csv")).unwrap();
    assert!(findings.contains("(sheet 目标表, cell F15)"), "{findings}");
    let shown = run(&["inspect", "book.xlsx"]);
    assert!(
        shown.contains("template-residue sheet 目标表, cell F7: ") && shown.contains("table 2 sheet 目标表"),
        "{shown}"
    );
    let shown = run(&["inspect", "book.xlsx", "--lang", "zh"]);
    assert!(shown.contains("工作表“目标表”，单元格 F7: ") && shown.contains("单元格："), "{shown}");
}

#[test]
fn addresses_count_as_spreadsheets_do() {
    let address = |row_no, col_no| Place { table_no: 1, row_no, col_no }.address();
    for (col, letters) in [(1, "A1"), (26, "Z1"), (27, "AA1"), (702, "ZZ1"), (703, "AAA1"), (16_384, "XFD1")] {
        assert_eq!(address(1, col).as_deref(), Some(letters));
    }
    assert_eq!((address(0, 3), address(3, 0)), (None, None));
    let chinese = Language::chinese().unwrap();
    assert_eq!(
        chinese.place(Place { table_no: 3, row_no: 7, col_no: 2 }, "").as_deref(),
        Some("第3个表，第7行，第2列")
    );
    assert_eq!(chinese.place(Place { table_no: 3, row_no: 0, col_no: 0 }, "表一").as_deref(), Some("工作表“表一”"));
    assert_eq!(chinese.place(Place::default(), ""), None);
}

#[test]
fn sentences_are_known_by_their_english_words() {
    let chinese = Language::chinese().unwrap();
    let said = [
        ("the archive holds no document", "压缩包里没有文档"),
        ("the workbook is damaged: it holds no sheets", "工作簿损坏：里面没有工作表"),
        ("the sheet “a: b” was read in part: its records break off", "工作表“a: b”只读到一部分：记录中断"),
        ("the file has 5 bytes, more than the limit of 4", "文件有 5 字节，超过上限 4"),
        ("nobody says this", "nobody says this"),
    ];
    for (english, words) in said {
        assert_eq!(chinese.text(english), words);
        assert_eq!(Language::default().text(english), english);
    }
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A sentence whose English words were changed would stay English in silence.
#[test]
fn every_sentence_with_chinese_words_is_one_of_the_program() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    for path in files(&root.join("src"), ".rs").into_iter().chain(files(&root.join("mappings"), ".toml")) {
        if !path.ends_with("messages.zh.toml") {
            sources += &std::fs::read_to_string(path).unwrap();
        }
    }
    let sources = sources.replace("\\u{201c}", "“").replace("\\u{201d}", "”").replace("\\u{fffd}", "\u{fffd}");
    let joined: Vec<&str> = sources.split("\\\n").map(str::trim_start).collect();
    let sources = joined.concat().replace("Excel", "Word").replace(".xlsx", ".docx");
    let table: toml::Table = include_str!("../../mappings/messages.zh.toml").parse().unwrap();
    let unknown = |template: &str| {
        let pieces = template.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, literal)| literal));
        let pieces = pieces.map(|piece| piece.replace("Excel", "Word").replace(".xlsx", ".docx"));
        pieces.into_iter().any(|piece| !sources.contains(piece.trim()))
    };
    let texts = table["texts"].as_table().unwrap();
    let stale: Vec<&String> =
        texts.keys().filter(|template| !template.contains("os error") && unknown(template)).collect();
    assert_eq!(stale, Vec::<&String>::new());
}

/// Three English words in a row, commands in back ticks apart.
fn is_english(text: &str) -> bool {
    let prose: String = text.split('`').step_by(2).collect();
    let is_word = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
    let words: Vec<bool> = prose.split(' ').map(is_word).collect();
    words.windows(3).any(|three| three.iter().all(|word| *word))
}

/// Files of every format, whole and broken off in many places: whatever there is to say is said in Chinese.
#[test]
fn nothing_is_said_in_english_of_any_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let engine = Engine::new(Options::default()).unwrap();
    let chinese = Language::chinese().unwrap();
    let mut paths = files(&root.join("samples"), "");
    paths.extend(files(&root.join("tests/data"), ""));
    paths.extend(files(&root.join("tests/formats"), "blank-template.doc"));
    paths.extend(files(&root.join("tests/formats"), "blank-template.rtf"));
    paths.extend(files(&root.join("tests/formats"), "blank-template.odt"));
    paths.extend(files(&root.join("tests/formats"), "blank-template.html"));
    let mut english = Vec::new();
    for path in paths {
        let bytes = std::fs::read(&path).unwrap();
        for part in [100, 98, 60, 20] {
            let mut submission = engine.submission(&path.to_string_lossy(), &bytes[..bytes.len() * part / 100]);
            chinese.translate(&mut submission);
            let said = submission.findings.iter().flat_map(|finding| [&finding.message, &finding.hint]);
            let said = said.chain([&submission.reason, &submission.hint]).filter(|text| is_english(text));
            english.extend(said.map(|text| format!("{}: {text}", path.display())));
        }
    }
    english.dedup();
    assert_eq!(english, Vec::<String>::new());
}

#[test]
fn commands_speak_chinese() {
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ingest"));
        let output =
            command.current_dir(support::sample("")).env("LC_ALL", "zh_CN.UTF-8").args(arguments).output().unwrap();
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    let mut said = vec![run(&["checks"]), run(&["mapping", "list"]), run(&["checks", "no-such"])];
    said.extend(ingest::pipeline::codes().map(|code| run(&["checks", code.id])));
    said.push(run(&["inspect", "targets-with-faults.docx"]));
    said.push(run(&["inspect", "broken-truncated.docx"]));
    let draft = run(&["mapping", "suggest", "unknown-form.docx"]);
    assert!(
        draft.contains("# LOOK：在值的左边：食品抽检批次")
            && draft.contains("# responsible_unit：\"责任科室\" 是已知的"),
        "{draft}"
    );
    said.push(draft);
    said.push(run(&["no-such-file", "--out", "a.csv"]));
    said.push(run(&["targets-with-faults.docx", "--out", "a.nothing"]));
    said.push(run(&["tables", "targets-with-faults.docx", "--format", "nothing"]));
    let english: Vec<&str> = said.iter().flat_map(|text| text.lines()).filter(|line| is_english(line)).collect();
    assert_eq!(english, Vec::<&str>::new());
    assert!(run(&["checks", "score-sum", "--lang", "en"]).contains("Why it matters"));
}
