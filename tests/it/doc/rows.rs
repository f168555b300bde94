//! Rows, cells, merges, nesting.

use super::builder::{Doc, Para, cell, def_table, in_table, row, row_end, runs, sprm};
use super::{DELETED, HIDDEN, cells, first_grid, layout, on, read};

const V_GOES_ON: u16 = 0x20;
const V_RESTART: u16 = 0x60;
const H_FIRST: u16 = 1;
const H_MERGED: u16 = 2;

/// A row whose row mark has modifiers after its definition.
fn row_with(texts: &[&str], edges: &[i16], more: Vec<u8>) -> Vec<Para> {
    let mut paras = row(texts, edges, &[]);
    paras.last_mut().unwrap().papx.extend(more);
    paras
}

#[test]
fn spans_follow_from_edges() {
    let paras = [
        row(&["title"], &[0, 6000], &[]),
        row(&["a", "b"], &[0, 2000, 6000], &[]),
        row(&["c", "d", "e"], &[0, 2000, 4000, 6000], &[]),
    ];
    assert_eq!(first_grid(paras.concat()), ["0,0 1x3 title", "1,0 a", "1,1 1x2 b", "2,0 c", "2,1 d", "2,2 e"]);
}

#[test]
fn edges_a_little_off_are_one_line() {
    let paras = [
        row(&["a", "b", "c"], &[-108, 2000, 4000, 6000], &[]),
        row(&["d", "e", "f"], &[0, 2018, 3985, 6090], &[]),
        row(&["g", "h"], &[-108, 4012, 6000], &[]),
    ];
    let grid = ["0,0 a", "0,1 b", "0,2 c", "1,0 d", "1,1 e", "1,2 f", "2,0 1x2 g", "2,1 h"];
    let grid = grid.map(|cell| if cell == "2,1 h" { "2,2 h" } else { cell });
    assert_eq!(first_grid(paras.concat()), grid);
}

#[test]
fn a_narrow_cell_stays_a_cell() {
    let paras = [row(&["a", "x", "b"], &[0, 2000, 2030, 4000], &[]), row(&["c", "d"], &[0, 2000, 4000], &[])];
    assert_eq!(first_grid(paras.concat()), ["0,0 a", "0,1 x", "0,2 b", "1,0 c", "1,1 1x2 d"]);
}

#[test]
fn a_row_may_begin_late_and_end_early() {
    let paras = [row(&["a", "b", "c"], &[0, 1000, 2000, 3000], &[]), row(&["d"], &[1000, 2000], &[])];
    assert_eq!(first_grid(paras.concat()), ["0,0 a", "0,1 b", "0,2 c", "1,0 ", "1,1 d", "1,2 "]);
}

#[test]
fn vertical_runs_join_and_a_new_head_begins_a_new_one() {
    let edges = [0, 1000, 2000];
    let paras = [
        row(&["A", "1"], &edges, &[V_RESTART, 0]),
        row(&["", "2"], &edges, &[V_GOES_ON, 0]),
        row(&["B", "3"], &edges, &[V_RESTART, 0]),
        row(&["", "4"], &edges, &[V_GOES_ON, 0]),
    ];
    assert_eq!(first_grid(paras.concat()), ["0,0 2x1 A", "0,1 1", "1,1 2", "2,0 2x1 B", "2,1 3", "3,1 4"]);
}

#[test]
fn a_repeated_restart_mark_goes_on() {
    let edges = [0, 1000, 2000];
    let marked = |text: &str, mark| row(&[text, "x"], &edges, &[mark, 0]);
    let spans = |paras: &[Vec<Para>]| -> Vec<String> {
        first_grid(paras.concat()).into_iter().filter(|cell| !cell.ends_with('x')).collect()
    };
    assert_eq!(spans(&[marked("A", V_RESTART), marked("", V_RESTART)]), ["0,0 2x1 A"]);
    assert_eq!(spans(&[marked("A", V_RESTART), marked("", V_RESTART), marked("", V_GOES_ON)]), ["0,0 3x1 A"]);
    assert_eq!(spans(&[marked("A", V_RESTART), marked("", V_GOES_ON), marked("", V_RESTART)]), ["0,0 3x1 A"]);
    // Two runs of two cells each, the second blank.
    let two = [marked("A", V_RESTART), marked("", V_GOES_ON), marked("", V_RESTART), marked("", V_GOES_ON)];
    assert_eq!(spans(&two), ["0,0 2x1 A", "2,0 2x1 "]);
    // Text is never merged away.
    assert_eq!(spans(&[marked("A", V_RESTART), marked("B", V_RESTART)]), ["0,0 A", "1,0 B"]);
}

#[test]
fn a_continuation_between_other_edges_is_its_own_cell() {
    let paras = [row(&["A", "1"], &[0, 1000, 2000], &[V_RESTART, 0]), row(&["B"], &[0, 2000], &[V_GOES_ON])];
    assert_eq!(first_grid(paras.concat()), ["0,0 A", "0,1 1", "1,0 1x2 B"]);
}

#[test]
fn horizontal_marks_merge() {
    let paras = [
        row(&["A", "under", "c"], &[0, 1000, 2000, 3000], &[H_FIRST, H_MERGED, 0]),
        row(&["d", "e", "f"], &[0, 1000, 2000, 3000], &[]),
    ];
    let layout = layout(read(&Doc::of(paras.concat())));
    assert_eq!(cells(&layout.grids[0]), ["0,0 1x2 A", "0,2 c", "1,0 d", "1,1 e", "1,2 f"]);
    assert_eq!(layout.grids[0].covered_texts[0].text, "under");
}

#[test]
fn modifiers_change_the_definition() {
    let three = row(&["a", "b", "c"], &[0, 1000, 2000, 3000], &[]);
    // sprmTInsert: one cell of 1000 before the second.
    let insert = row_with(&["d", "e", "f"], &[0, 1000, 2000], sprm(0x7621, &[1, 1, 0xe8, 3]));
    // sprmTDelete: of four cells the second goes.
    let delete = row_with(&["g", "h", "i"], &[0, 1000, 1500, 2500, 3500], sprm(0x5622, &[1, 2]));
    // sprmTDxaCol: all cells 1000 wide.
    let width = row_with(&["j", "k", "l"], &[0, 300, 700, 900], sprm(0x7623, &[0, 3, 0xe8, 3]));
    // sprmTMerge of the first two; merged, then sprmTSplit.
    let merge = row_with(&["m", "", "n"], &[0, 1000, 2000, 3000], sprm(0x5624, &[0, 2]));
    let undone = [sprm(0x5624, &[0, 3]), sprm(0x5625, &[0, 3])].concat();
    let split = row_with(&["o", "p", "q"], &[0, 1000, 2000, 3000], undone);
    let expected = [
        "0,0 a",
        "0,1 b",
        "0,2 c",
        "1,0 d",
        "1,1 e",
        "1,2 f",
        "2,0 g",
        "2,1 h",
        "2,2 i",
        "3,0 j",
        "3,1 k",
        "3,2 l",
        "4,0 1x2 m",
        "4,2 n",
        "5,0 o",
        "5,1 p",
        "5,2 q",
    ];
    assert_eq!(first_grid([three, insert, delete, width, merge, split].concat()), expected);
}

#[test]
fn vertical_marks_may_be_modifiers() {
    let mark = |flag| sprm(0xd62b, &[2, 0, flag]);
    let paras = [row_with(&["A", "1"], &[0, 1000, 2000], mark(3)), row_with(&["", "2"], &[0, 1000, 2000], mark(1))];
    assert_eq!(first_grid(paras.concat()), ["0,0 2x1 A", "0,1 1", "1,1 2"]);
}

#[test]
fn long_definitions_stand_in_the_data_stream() {
    let edges: Vec<i16> = (0..=31).map(|i| i * 300).collect();
    let texts: Vec<String> = (0..31).map(|i| i.to_string()).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for code in [0x6646, 0x6645, 0x646b] {
        let mut doc = Doc::of([row(&texts, &[0, 1], &[]), row(&["L", "R"], &[0, 3000, 9300], &[])].concat());
        let definition = row_end(&edges, &[0; 31]);
        doc.data = vec![0; 6];
        doc.data.extend(u16::try_from(definition.len()).unwrap().to_le_bytes());
        doc.data.extend(definition);
        doc.paras[31].papx = [in_table(), sprm(0x2417, &[1]), sprm(code, &[6, 0, 0, 0])].concat();
        let grid = layout(read(&doc)).grids.remove(0);
        assert_eq!((grid.rows, grid.cols), (2, 31));
        assert_eq!(cells(&grid)[31..], ["1,0 1x10 L", "1,10 1x21 R"]);
    }
}

#[test]
fn tables_nest_by_depth() {
    let depth = |n: u8| [in_table(), sprm(0x6649, &[n, 0, 0, 0])].concat();
    let inner_cell = |text: &str| Para::new(&format!("{text}\r")).papx([depth(2), sprm(0x244b, &[1])].concat());
    let inner_row = [depth(2), sprm(0x244b, &[1]), sprm(0x244c, &[1]), def_table(&[0, 500, 900], &[])].concat();
    let paras = vec![
        cell("a"),
        Para::new("before\r").papx(depth(1)),
        inner_cell("x"),
        Para::new("y1\r").papx(depth(2)),
        inner_cell("y2"),
        Para::new("\r").papx(inner_row),
        cell("after"),
        Para::new("\u{7}").papx(row_end(&[0, 1000, 2000], &[])),
    ];
    let layout = layout(read(&Doc::of(paras)));
    assert_eq!(cells(&layout.grids[0]), ["0,0 a", "0,1 before\nafter"]);
    assert_eq!(cells(&layout.grids[1]), ["0,0 x", "0,1 y1\ny2"]);
    let parent = layout.grids[1].parent.unwrap();
    assert_eq!((parent.table_no, parent.row, parent.col), (1, 0, 1));
}

#[test]
fn rows_wholly_deleted_or_hidden_are_left_out() {
    for code in [DELETED, HIDDEN] {
        let gone = |text: &str, papx| runs(&[(text, on(code))]).papx(papx);
        let edges = [0, 1000, 2000];
        let dropped = vec![gone("x\u{7}", in_table()), gone("y\u{7}", in_table()), gone("\u{7}", row_end(&edges, &[]))];
        // Only the text is gone: the row is still printed.
        let emptied = vec![
            runs(&[("x", on(code)), ("\u{7}", vec![])]).papx(in_table()),
            cell(""),
            Para::new("\u{7}").papx(row_end(&edges, &[])),
        ];
        let paras = [row(&["a", "b"], &edges, &[]), dropped, emptied].concat();
        assert_eq!(first_grid(paras), ["0,0 a", "0,1 b", "1,0 ", "1,1 "]);
    }
}

#[test]
fn a_row_whose_mark_alone_says_nothing_is_deleted_by_its_text() {
    let edges = [0, 1000, 2000];
    let cut = |text: &str| runs(&[(text, on(DELETED)), ("\u{7}", vec![])]).papx(in_table());
    let end = || Para::new("\u{7}").papx(row_end(&edges, &[]));
    let marked = vec![cell("a"), cell("b"), runs(&[("\u{7}", on(DELETED))]).papx(row_end(&edges, &[]))];
    let paras = [marked, vec![cut("x"), cut("y"), end()], vec![cell("c"), cut("z"), end()]];
    assert_eq!(first_grid(paras.concat()), ["0,0 a", "0,1 b", "1,0 c", "1,1 "]);
}

#[test]
fn a_row_without_its_mark_is_kept_and_reported() {
    let read = read(&Doc::of(vec![cell("a"), cell("b"), Para::new("after\r")]));
    assert_eq!(read.findings[0].code.id, "partly-read");
    assert_eq!(cells(&layout(read).grids[0]), ["0,0 a", "0,1 b"]);
}
