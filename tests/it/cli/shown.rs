//! `ingest tables` and `ingest inspect`.

use ingest::write::draw;

use super::Place;
use crate::support::grid;

#[test]
fn every_table_in_every_format() {
    let place = Place::new();
    place.put_sample("a.docx", "nested-and-content-controls.docx");
    let json = place.run(&["tables", "a.docx"]).ends(0).out;
    let documents: serde_json::Value = serde_json::from_str(&json).unwrap();
    let tables = &documents[0]["tables"];
    assert_eq!(documents[0]["format"], "docx");
    assert_eq!(tables[1]["parent"], serde_json::json!({"table_no": 1, "row": 0, "col": 0}));
    for table in tables.as_array().unwrap() {
        let (rows, cols) = (table["rows"].as_u64().unwrap(), table["cols"].as_u64().unwrap());
        let area = |cell: &serde_json::Value| cell["rowspan"].as_u64().unwrap() * cell["colspan"].as_u64().unwrap();
        assert_eq!(table["cells"].as_array().unwrap().iter().map(area).sum::<u64>(), rows * cols);
    }
    let html = place.run(&["tables", "a.docx", "--format", "html"]).ends(0).out;
    assert!(html.contains("<td rowspan=\"6\">本年度\n绩效指标</td>") && html.ends_with("</html>\n"));
    let csv = place.run(&["tables", "a.docx", "--format", "csv"]).ends(0).out;
    assert!(csv.contains("\r\na.docx,2,7,1,3,1,产出指标\r\n"));
    let markdown = place.run(&["tables", "a.docx", "--format", "markdown"]).ends(0).out;
    assert!(markdown.contains("| 本年度<br>绩效指标 | 一级指标 |"));
    place.run(&["tables", "a.docx", "--out", "out.html"]).ends(0).says("written: out.html");
    assert_eq!(place.text("out.html"), html);
}

#[test]
fn drawn_tables_are_straight_and_keep_their_merges() {
    let place = Place::new();
    place.put_sample("a.docx", "nested-and-content-controls.docx");
    for args in [&["tables", "a.docx", "--format", "text"][..], &["inspect", "a.docx"]] {
        let text = place.run(args).ends(0).out;
        let drawn: Vec<&str> = text.lines().filter(|line| line.starts_with(['┌', '│', '├', '└'])).collect();
        let tables: Vec<&[&str]> = drawn.split_inclusive(|line| line.starts_with('└')).collect();
        assert_eq!(tables.len(), 2);
        for table in tables {
            let width = unicode_width::UnicodeWidthStr::width(table[0]);
            for line in table {
                assert_eq!(unicode_width::UnicodeWidthStr::width(*line), width, "{text}");
            }
        }
        let through = |line: &&str| line.starts_with('│') && line.contains('├');
        assert!(drawn.iter().any(through), "a merged cell stands beside lines between rows:\n{text}");
    }
}

#[test]
fn inspect_shows_cells_forms_and_findings() {
    let place = Place::new();
    place.put_sample("a.docx", "hunan-money-mismatch.docx");
    let run = place.run(&["inspect", "a.docx"]).ends(0);
    for words in ["L 一级指标", "I 产出指标", "form 1: ", "findings", "table 1, row "] {
        assert!(run.out.contains(words), "{words:?} is not in:\n{}", run.out);
    }
    let coloured = place.run(&["inspect", "a.docx", "--color", "always"]).ends(0).out;
    assert!(coloured.contains("\u{1b}[36m产出指标\u{1b}[0m"));
    place.run(&["inspect", "missing.docx"]).ends(1).says("error: ").says("hint: ");
}

fn drawn(drawing: &str, width: usize, lines: usize) -> String {
    let mut out = Vec::new();
    let options = draw::Options { width, lines };
    draw::draw(&mut out, &grid(1, drawing), options, |cell| cell.text.clone(), |_, line| line.to_owned()).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_pinwheel_of_merged_cells() {
    let text = drawn("| 甲 | < | b |\n| c | m | ^ |\n| ^ | 丁d | < |", 80, 9);
    let expected = "\
┌───────┬───┐
│ 甲    │ b │
├───┬───┤   │
│ c │ m │   │
│   ├───┴───┤
│   │ 丁d   │
└───┴───────┘
";
    assert_eq!(text, expected);
}

#[test]
fn long_text_is_wrapped_to_the_width_and_cut_to_the_lines() {
    let text = drawn("| 一二三四五六七八九十百 | x |", 18, 2);
    let expected = "\
┌────────────┬───┐
│ 一二三四五 │ x │
│ 六七八九…  │   │
└────────────┴───┘
";
    assert_eq!(text, expected);
    assert!(drawn("| a\u{7}b\u{1b}[2J | \u{202e}x |", 80, 9).contains("a\\u{7}b\\u{1b}[2J │ \\u{202e}x"));
}

#[test]
fn a_grid_of_nothing_draws_nothing_and_a_wide_one_still_fits_its_columns() {
    assert_eq!(drawn("", 80, 9).lines().count(), 0);
    let wide = vec!["长长长"; 60].join(" | ");
    let text = drawn(&format!("| {wide} |"), 40, 9);
    assert!(text.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) == 60 * 7 + 1), "{text}");
}
