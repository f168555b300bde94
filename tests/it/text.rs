//! Text exports: encodings, flavours, and the grids worked out from them.

use std::collections::BTreeSet;

use ingest::model::{Anchors, Document, Format, Grid, Item, Layout, Limits, Rejection, Source};
use ingest::text::key;
use ingest::{read, table};

use crate::support::shared;

mod forms;
mod joined;
mod lines;
mod robust;
mod shapes;

fn keys(labels: &str) -> BTreeSet<String> {
    labels.split_whitespace().map(key).collect()
}

/// A few labels, as the mappings would give them.
fn anchors() -> Anchors {
    Anchors {
        titles: keys("绩效目标表 绩效自评表"),
        levels: keys("一级指标 二级指标 三级指标"),
        contents: keys("指标内容"),
        names: keys("三级指标 指标内容"),
        targets: keys("指标值 指标值及单位 年度指标值"),
        points: keys("分值 得分"),
        amounts: keys("年初预算数 全年预算数 全年执行数 分值 执行率 得分"),
        columns: keys(
            "一级指标 二级指标 三级指标 指标值 指标值及单位 绩效标准 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施 \
             指标性质 度量单位 权重",
        ),
        fields: keys(
            "部门名称 年度预算申请（万元） 部门职能职责概述 整体绩效目标 项目名称 项目支出名称 预算部门 主管部门 实施单位 \
             年度本级预算金额 该项目支出上级资金 项目支出实施期 实施期绩效目标 本年度绩效目标 预算数",
        ),
        single: keys("部门名称 项目名称 主管部门 实施单位 年度本级预算金额"),
        level_names: keys(
            "产出指标 效益指标 满意度指标 数量指标 质量指标 时效指标 成本指标 经济效益指标 社会效益指标 生态效益指标 \
             可持续影响指标 社会公众或服务对象满意度 社会公众或服务对象满意度指标 服务对象满意度指标",
        ),
        first_level_names: keys("产出指标 效益指标"),
        totals: keys("总分 合计"),
        footers: keys("填表人"),
    }
}

fn read_text(bytes: &[u8]) -> Result<Document, Rejection> {
    let limits = Limits::default();
    read::read(Format::Text, &Source { name: "a.txt", bytes, limits: &limits })
}

fn lay(bytes: &[u8]) -> Layout {
    table::layout(read_text(bytes).unwrap(), &anchors(), &Limits::default()).0
}

fn flavour(text: &str) -> &'static str {
    read_text(text.as_bytes()).unwrap().flavour.unwrap()
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Level 1, level 2, name and value of each indicator row, levels filled down: what the mapping stage will do.
fn indicators(layout: &Layout) -> Vec<[String; 4]> {
    layout.grids.iter().flat_map(indicators_of).collect()
}

fn indicators_of(grid: &Grid) -> Vec<[String; 4]> {
    let mut found = Vec::new();
    let mut columns: Option<[usize; 4]> = None;
    let mut levels = [String::new(), String::new()];
    for row in 0..grid.rows {
        let column = |labels: &[&str]| {
            let cells = grid.row_cells(row).into_iter().map(|i| &grid.cells[i]);
            cells
                .filter(|cell| cell.row == row)
                .find(|cell| labels.contains(&squeeze(&cell.text).as_str()))
                .map(|c| c.col)
        };
        if let (Some(a), Some(b), Some(c), Some(d)) = (
            column(&["一级指标"]),
            column(&["二级指标"]),
            column(&["三级指标"]),
            column(&["指标值及单位", "指标值", "年度指标值"]),
        ) {
            columns = Some([a, b, c, d]);
            levels = [String::new(), String::new()];
            continue;
        }
        let Some([a, b, c, d]) = columns else { continue };
        for (level, col) in levels.iter_mut().zip([a, b]) {
            let cell = grid.cell(row, col).unwrap();
            if !cell.is_blank() {
                *level = squeeze(&cell.text);
            }
        }
        let (name, value) = (grid.cell(row, c).unwrap(), grid.cell(row, d).unwrap());
        if name.row == row && name.col == c && !(name.is_blank() && value.is_blank()) {
            let value = if value.col == d { squeeze(&value.text) } else { format!("<{}>", value.text) };
            found.push([levels[0].clone(), levels[1].clone(), squeeze(&name.text), value]);
        }
    }
    found
}

/// The rows of the real document.
fn truth() -> Option<Vec<[String; 4]>> {
    let text = std::fs::read_to_string(shared("real/yuanjiang-2024/truth.tsv")?).unwrap();
    let rows = text.lines().skip(1).map(|line| {
        let cells: Vec<String> = line.split('\t').map(squeeze).collect();
        [cells[2].clone(), cells[3].clone(), cells[4].clone(), cells.get(5).cloned().unwrap_or_default()]
    });
    Some(rows.collect())
}

/// The value beside the label that names a form's department or project, and beside the form's period.
fn names(layout: &Layout) -> Vec<String> {
    let mut names = Vec::new();
    for grid in &layout.grids {
        for row in 0..grid.rows {
            let cells = grid.row_cells(row);
            let text = |at: usize| cells.get(at).map(|&i| squeeze(&grid.cells[i].text)).unwrap_or_default();
            match text(0).as_str() {
                "部门名称" | "项目支出名称" => names.push(text(1)),
                "项目支出实施期" => assert_eq!(text(1), "一年"),
                "年度本级预算金额" => assert!(text(1).parse::<f64>().is_ok(), "{}", text(1)),
                "整体绩效目标" => assert!(text(1).starts_with("围绕中心")),
                _ => {}
            }
        }
    }
    names
}

fn truth_names() -> Vec<String> {
    let text = std::fs::read_to_string(shared("real/yuanjiang-2024/truth.tsv").unwrap()).unwrap();
    let mut names: Vec<String> = text.lines().skip(1).map(|line| squeeze(line.split('\t').nth(1).unwrap())).collect();
    names.dedup();
    names
}

/// Asserts that a real export gives the 76 rows; says where it first differs.
fn gives_truth(path: &str, name: &str) {
    let (Some(truth), Some(path)) = (truth(), shared(path)) else { return };
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(read::detect::detect("export.txt", &bytes), Format::Text, "{}", path.display());
    let document = read_text(&bytes).unwrap();
    assert_eq!(document.flavour, Some(name), "{}", path.display());
    let layout = lay(&bytes);
    let found = indicators(&layout);
    for (index, (found, expected)) in found.iter().zip(&truth).enumerate() {
        assert_eq!(found, expected, "{}: row {index}", path.display());
    }
    assert_eq!(found.len(), 76, "{}", path.display());
    let forms = layout.grids.iter().filter(|grid| !indicators_of(grid).is_empty()).count();
    assert_eq!(forms, 8, "{}: a table a form", path.display());
    assert_eq!(names(&layout), truth_names(), "{}: who or what a form is about", path.display());
    let titles =
        layout.items.iter().filter(|item| matches!(item, Item::Text(t) if key(t).ends_with("绩效目标表"))).count();
    assert_eq!(titles, 8, "{}: titles stand outside", path.display());
}

macro_rules! real {
    ($($test:ident: $path:literal is $flavour:literal;)*) => {
        mod real {
            use super::gives_truth;
            $(#[test] fn $test() { gives_truth(concat!("real/", $path), $flavour); })*
        }
    };
}

real! {
    submission: "yuanjiang-2024/submission.txt" is "tika-doc";
    submission_gb18030: "yuanjiang-2024/submission.gb18030.txt" is "tika-doc";
    submission_utf16: "yuanjiang-2024/submission.utf16le.txt" is "tika-doc";
    rebuilt: "yuanjiang-2024/rebuilt.txt" is "bare-lines";
    antiword: "flavours/antiword_utf8.txt" is "bar-tables";
    antiword_wide: "flavours/antiword_utf8_w0.txt" is "bar-tables";
    anydoc: "flavours/anydoc_md_form_doc.txt" is "pipe-tables";
    browser: "flavours/browser_innerText_plain_td.txt" is "tab-rows-copied";
    docling: "flavours/docling_markdown.txt" is "pipe-tables";
    lo_text: "flavours/lo_text_doc.txt" is "bare-lines";
    lo_text_gbk: "flavours/lo_textenc_gbk_doc.txt" is "bare-lines";
    office_oxide: "flavours/office_oxide_text_form_doc.txt" is "tab-marks";
    pandoc3_plain: "flavours/pandoc3_plain.txt" is "grid-tables";
    pandoc_plain: "flavours/pandoc_plain.txt" is "grid-tables";
    pandoc_gfm: "flavours/pandoc_gfm.txt" is "html-tables";
    poi_hwpf: "flavours/poi_hwpf_getText.txt" is "tab-rows";
    poi_pieces: "flavours/poi_hwpf_getTextFromPieces.txt" is "cell-marks";
    poi_xwpf: "flavours/poi_xwpf_getText.txt" is "tab-rows";
    python_docx: "flavours/python_docx_tabjoined.txt" is "tab-rows-repeated";
    tika_docx_dom: "flavours/tika_docx_dom.txt" is "tika-cells";
    tika_docx_sax: "flavours/tika_docx_sax.txt" is "tika-rows";
    tika_odt: "flavours/tika_odt.txt" is "tika-cells";
    tika_rtf: "flavours/tika_rtf.txt" is "bare-lines";
    wv: "flavours/wvText.txt" is "cell-mark-lines";
}

#[test]
fn a_damaged_export_is_refused() {
    let Some(path) = shared("real/flavours/catdoc_utf8.txt") else { return };
    let rejection = read_text(&std::fs::read(path).unwrap()).unwrap_err();
    assert!(rejection.reason.contains("rubbish"), "{}", rejection.reason);
}

/// Page texts of published forms: whatever they are, every one is read.
#[test]
fn page_texts_are_read() {
    let Some(folder) = shared("real/forms") else { return };
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let layout = lay(&bytes);
        println!("{}: {:?}, {} grids", path.display(), read_text(&bytes).unwrap().flavour, layout.grids.len());
        assert!(!layout.items.is_empty(), "{}", path.display());
    }
}

/// Asserts that the invented forms, written in a flavour, are read in full.
fn gives_forms(write: fn(&[forms::Form]) -> String, name: &str) {
    let forms = forms::forms();
    let text = write(&forms);
    assert_eq!(flavour(&text), name, "{text}");
    let document = read_text(text.as_bytes()).unwrap();
    if !document.markless {
        // Labels are a help, not a need, where cells are marked.
        let layout = table::layout(document, &Anchors::default(), &Limits::default()).0;
        assert_eq!(indicators(&layout), forms::expected(&forms), "{text}\n{layout:#?}");
    }
    let gb18030 = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let mut files = vec![text.as_bytes().to_vec(), gb18030(&text), utf16(&text, true), utf16(&text, false)];
    if !text.contains('\r') {
        files.push(gb18030(&text.replace('\n', "\r\n")));
        files.push(text.replace('\n', "\r").into_bytes());
    }
    for bytes in files {
        let layout = lay(&bytes);
        assert_eq!(indicators(&layout), forms::expected(&forms), "{text}\n{layout:#?}");
        for form in &forms {
            assert!(layout.items.contains(&Item::Text(form.title.to_owned())), "{}: outside\n{layout:#?}", form.title);
            for (label, value) in &form.header {
                let has = |grid: &Grid| {
                    (0..grid.rows).any(|row| {
                        let texts = grid.row_cells(row).into_iter().map(|i| grid.cells[i].text.clone());
                        texts.collect::<Vec<_>>().windows(2).any(|pair| pair[0] == *label && pair[1] == *value)
                    })
                };
                assert!(layout.grids.iter().any(has), "{label}: {value}\n{layout:#?}");
            }
        }
        assert!(layout.grids.iter().all(|grid| grid.inferred));
    }
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

macro_rules! invented {
    ($($write:ident is $flavour:literal;)*) => {
        mod invented {
            use super::{forms, gives_forms};
            $(#[test] fn $write() { gives_forms(forms::$write, $flavour); })*
        }
    };
}

invented! {
    tika_doc is "tika-doc";
    tika_docx is "tika-cells";
    tika_odt is "tika-cells";
    tika_sax is "tika-rows";
    poi is "tab-rows";
    python_docx is "tab-rows-repeated";
    browser is "tab-rows-copied";
    pieces is "cell-marks";
    wv is "cell-mark-lines";
    wv_crlf is "cell-mark-lines";
    office_oxide is "tab-marks";
    anydoc is "pipe-tables";
    docling is "pipe-tables";
    bare is "bare-lines";
}
