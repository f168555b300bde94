//! What a document's text could do to whoever opens an output: run as a formula, as a script, as terminal commands.

use std::fs;

use tempfile::TempDir;

use super::inputs::docx;
use super::{rows, run};

/// Texts that a spreadsheet, a browser or a terminal might obey.
const WILD: [&str; 9] = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1,1)",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "]]></w:t><script>",
    "'=1+1",
    "\u{202e}abc\u{9b}31m\u{7f}",
];

/// A form whose values are all of them.
fn form() -> Vec<u8> {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>", escape(text));
    let line = |cells: &[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(|text| cell(text)).collect::<String>());
    let mut lines = line(&["一级指标", "二级指标", "三级指标", "指标值"]);
    for text in WILD {
        lines += &line(&["产出指标", "数量指标", text, text]);
    }
    docx(&format!("<w:p><w:r><w:t>2024年项目支出绩效目标表</w:t></w:r></w:p><w:tbl>{lines}</w:tbl>"))
}

fn place() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    fs::write(folder.path().join("in/form.docx"), form()).unwrap();
    folder
}

fn written(folder: &TempDir, args: &[&str], out: &str) -> String {
    let output = run(folder.path(), &[args, &["--out", out]].concat());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8_lossy(&fs::read(folder.path().join(out)).unwrap()).into_owned()
}

#[test]
fn no_text_is_a_formula_in_csv_and_tsv() {
    let folder = place();
    for (args, out) in
        [(&["in"][..], "out.csv"), (&["in"], "out.tsv"), (&["tables", "in", "--format", "csv"], "tables.csv")]
    {
        let text = written(&folder, args, out);
        let delimiter = if out.ends_with("tsv") { b'\t' } else { b',' };
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
        let cells: Vec<String> =
            reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()).collect();
        let obeyed = cells.iter().filter(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
        assert_eq!(obeyed.collect::<Vec<_>>(), Vec::<&String>::new(), "{out}");
        for wild in &WILD[..4] {
            assert!(cells.contains(&format!("'{wild}")), "{out}: {wild}");
        }
    }
}

#[test]
fn texts_are_exact_where_nothing_runs() {
    let folder = place();
    let json: serde_json::Value = serde_json::from_str(&written(&folder, &["in"], "out.json")).unwrap();
    let targets: Vec<&str> = json.as_array().unwrap().iter().map(|row| row["target_raw"].as_str().unwrap()).collect();
    assert_eq!(targets, WILD);
}

/// Texts of a workbook stand as strings: its only formulas are links to its own rows.
#[test]
fn no_text_is_a_formula_in_a_workbook() {
    let folder = place();
    written(&folder, &["in"], "out.xlsx");
    let mut archive = zip::ZipArchive::new(fs::File::open(folder.path().join("out.xlsx")).unwrap()).unwrap();
    let mut sheets = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        sheets += usize::from(name.starts_with("xl/worksheets/sheet"));
        let text = std::io::read_to_string(part).unwrap();
        // The program's own formulas lead from a finding to its row.
        let formulas: Vec<&str> = match name.strip_prefix("xl/worksheets/") {
            Some(_) => text.split("<f>").skip(1).collect(),
            None => Vec::new(),
        };
        let own = |formula: &&str| formula.starts_with("HYPERLINK(\"#");
        assert!(formulas.iter().all(own) && !text.contains("<f ") && !text.contains("<script"), "{name}: {formulas:?}");
        assert!(!text.contains("TargetMode=\"External\""), "{name}");
    }
    assert!(sheets > 0);
}

#[test]
fn no_text_is_a_script_in_a_page() {
    let folder = place();
    for (format, out) in [("html", "tables.html"), ("markdown", "tables.md")] {
        let text = written(&folder, &["tables", "in", "--format", format], out);
        for tag in ["<script", "<img"] {
            assert!(!text.contains(tag), "{out}: {tag}");
        }
        assert!(text.contains("alert(1)"), "{out}");
    }
}

/// What a terminal shows has no control characters, nor marks that turn text around: neither from cells nor from names.
#[test]
fn no_text_moves_a_terminal() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    let name = "in/a\u{1b}[2J\u{202e}\u{9b}b\u{7}.docx";
    fs::write(folder.path().join(name), form()).unwrap();
    fs::write(folder.path().join("in/\u{1b}]0;x\u{7}.pdf"), "%PDF-1.4").unwrap();
    let shown: [&[&str]; 5] = [
        &["in", "--out", "out.csv", "--verbose"],
        &["in", "--out", "out.csv", "--quiet"],
        &["inspect", name],
        &["tables", "in", "--format", "text"],
        &["mapping", "suggest", name],
    ];
    for args in shown {
        let output = run(folder.path(), args);
        for said in [output.stdout, output.stderr] {
            let said = String::from_utf8(said).unwrap();
            let moved = said.chars().find(|&c| c.is_control() && c != '\n' || c == '\u{202e}');
            assert_eq!(moved, None, "{args:?}:\n{said:?}");
        }
    }
    assert_eq!(rows(&folder.path().join("out.csv")).len(), WILD.len());
}
