//! Real documents, as a person sees them in print.

use ingest::model::{Document, Grid, Limits, Source};

use super::{cells, layout, lines, try_read};
use crate::support::shared;

fn real(path: &str) -> Option<Document> {
    let path = shared(&format!("real/{path}"))?;
    let read = try_read(&std::fs::read(path).unwrap()).unwrap();
    assert!(read.findings.is_empty(), "{:?}", read.findings);
    Some(read)
}

fn grids(path: &str) -> Option<Vec<Grid>> {
    Some(layout(real(path)?).grids)
}

#[test]
fn merged_cells_and_a_repeated_restart_mark() {
    let Some(grids) = grids("word/tables/table-merges.doc") else { return };
    let expected = [
        "0,0 1x3 A",
        "0,3 1x2 B",
        "1,0 2x1 C",
        "1,1 D",
        "1,2 1x2 E",
        "1,4 F",
        "2,1 G",
        "2,2 1x2 H",
        "2,4 I\nJ",
        "3,0 1x5 K",
    ];
    assert_eq!(cells(&grids[0]), expected);
}

#[test]
fn vertical_runs_of_a_chinese_document() {
    let Some(grids) = grids("word/tables/zh-vmerge.doc") else { return };
    assert_eq!(grids.len(), 2);
    assert_eq!((grids[0].rows, grids[0].cols), (5, 5));
    let first: Vec<String> = cells(&grids[1]).into_iter().filter(|cell| cell.contains(",0 ")).collect();
    assert_eq!(first, ["0,0 2x1 销售中心", "2,0 3x1 研发中心"]);
    assert_eq!(grids[1].cell(4, 1).unwrap().text, "产品团队");
}

#[test]
fn a_plain_chinese_table_under_numbered_headings() {
    let Some(document) = real("word/tables/zh-plain-3x3.doc") else { return };
    assert!(lines(&document).contains(&"居中的大标题"));
    let grid = ["0,0 11", "0,1 12", "0,2 13", "1,0 21", "1,1 22", "1,2 23", "2,0 31", "2,1 32", "2,2 33"];
    assert_eq!(cells(&layout(document).grids[0]), grid);
}

#[test]
fn rows_of_uneven_cells() {
    let Some(grids) = grids("word/tables/uneven-rows.doc") else { return };
    assert_eq!((grids[0].rows, grids[0].cols), (9, 5));
    assert_eq!(
        cells(&grids[0])[..4],
        ["0,0 1x4 QUOTE REQUEST FORM", "0,4 9x1 ", "1,0 COMPANY", "1,1 1x3   Nuix Pty Ltd"]
    );
    assert_eq!(grids[0].cell(5, 2).unwrap().text, "FAX");
    assert_eq!((grids[1].rows, grids[1].cols), (8, 6));
    let spans: Vec<String> = cells(&grids[1]).into_iter().filter(|cell| cell.contains('x')).collect();
    assert!(spans.iter().any(|cell| cell.starts_with("1,5 6x1 $66.00 Per Embroidered")), "{spans:?}");
    assert!(spans.contains(&"3,0 2x1 P05250W".to_owned()));
    assert!(spans.contains(&"5,3 2x1 8".to_owned()));
    assert!(spans.iter().any(|cell| cell.starts_with("7,0 1x6 *ALL PRICES ABOVE")));
}

#[test]
fn a_fast_saved_document_of_two_sheets() {
    let Some(document) = real("word/tables/fast-saved.doc") else { return };
    let text = lines(&document);
    assert_eq!(text[0].trim_end(), "Распоряжение на выдачу информации из реестра");
    assert_eq!(text.iter().filter(|line| line.starts_with("Лицевой счет")).count(), 2);
    let grids = layout(document).grids;
    assert_eq!(grids.len(), 2);
    for grid in grids {
        assert_eq!((grid.rows, grid.cols), (1, 2));
        assert_eq!(grid.cells[0].text, "Блокировка ценных \nбумаг на лицевом\nсчете осуществлена\n");
    }
}

#[test]
fn tables_in_cells_of_tables() {
    let Some(grids) = grids("word/tables/nested.doc") else { return };
    assert_eq!((grids[0].rows, grids[0].cols, grids[0].parent), (8, 1, None));
    let deep = grids.iter().find(|grid| grid.cells[0].text.starts_with("Pour cela, cliquez")).unwrap();
    let parent = deep.parent.unwrap();
    let middle = &grids[parent.table_no as usize - 1];
    assert_eq!((parent.row, parent.col, middle.cols), (0, 1, 2));
    assert_eq!(middle.parent.map(|outer| (outer.table_no, outer.row, outer.col)), Some((1, 2, 0)));
}

#[test]
fn the_same_document_gives_the_same_grids_as_docx() {
    let (Some(doc), Some(docx)) = (real("yuanjiang-2024/rebuilt.doc"), shared("real/yuanjiang-2024/rebuilt.docx"))
    else {
        return;
    };
    let limits = Limits::default();
    let bytes = std::fs::read(docx).unwrap();
    let docx = ingest::read::docx::read(&Source { name: "a.docx", bytes: &bytes, limits: &limits }).unwrap();
    // The .doc lacks the blanks of one blank cell.
    let trimmed = |document: Document| -> Vec<Vec<String>> {
        let trim = |cell: String| cell.trim_end().to_owned();
        layout(document).grids.iter().map(|grid| cells(grid).into_iter().map(trim).collect()).collect()
    };
    let (doc, docx) = (trimmed(doc), trimmed(docx));
    assert_eq!(doc.len(), 8);
    assert_eq!(doc, docx);
}
