//! The reader of Word binary documents, and spans from edges.

mod builder;
mod hostile;
mod real;
mod rows;
mod word6;

use builder::{Doc, Para, Piece, Style, cell, in_table, row, runs, sprm};
use ingest::model::{Anchors, Block, Document, Grid, Layout, Limits, Rejection, Source};

const HIDDEN: u16 = 0x083c;
const DELETED: u16 = 0x0800;

fn try_read(bytes: &[u8]) -> Result<Document, Rejection> {
    let limits = Limits::default().started();
    ingest::read::doc::read(&Source { name: "a.doc", bytes, limits: &limits })
}

fn read(doc: &Doc) -> Document {
    try_read(&doc.build()).unwrap()
}

fn layout(document: Document) -> Layout {
    ingest::table::layout(document, &Anchors::default(), &Limits::default()).0
}

/// A grid's cells as `row,col rowspan×colspan text`; spans of 1×1 are not said.
fn cells(grid: &Grid) -> Vec<String> {
    let span = |cell: &ingest::model::Cell| match (cell.rowspan, cell.colspan) {
        (1, 1) => String::new(),
        (rows, cols) => format!(" {rows}x{cols}"),
    };
    grid.cells.iter().map(|cell| format!("{},{}{} {}", cell.row, cell.col, span(cell), cell.text)).collect()
}

fn first_grid(paras: Vec<Para>) -> Vec<String> {
    cells(&layout(read(&Doc::of(paras))).grids[0])
}

fn lines(document: &Document) -> Vec<&str> {
    let paragraphs = document.blocks.iter().map(|block| match block {
        Block::Paragraph(text) => Some(text.as_str()),
        Block::Table(_) => None,
    });
    paragraphs.flatten().collect()
}

fn on(code: u16) -> Vec<u8> {
    sprm(code, &[1])
}

#[test]
fn pieces_of_both_widths_keep_their_order() {
    let mut doc = Doc::of(vec![Para::new("caf\u{e9} x\r"), Para::new("绩效目标\r")]);
    doc.pieces = vec![
        Piece { chars: 3, compressed: true, prm: 0 },
        Piece { chars: 4, compressed: true, prm: 0 },
        Piece { chars: 3, compressed: false, prm: 0 },
        Piece { chars: 2, compressed: false, prm: 0 },
    ];
    let read = read(&doc);
    assert_eq!(lines(&read), ["café x", "绩效目标"]);
    assert!(read.findings.is_empty(), "{:?}", read.findings);
}

#[test]
fn special_characters_are_text_or_nothing() {
    let doc = Doc::of(vec![Para::new("a\u{b}b\u{1e}c\u{1f}d\te\u{1}f\u{2}g\u{5}h\u{a0}i\r"), Para::new("p\u{c}q\r")]);
    assert_eq!(lines(&read(&doc)), ["a\nb-cd\tefgh\u{a0}i", "p", "q"]);
}

#[test]
fn of_fields_the_results_are_kept() {
    let text = "a\u{13}IF \u{13}REF x\u{14}inner\u{15} y\u{14}result\u{15}b\u{13}XE z\u{15}c\r";
    let overlaid = "g\u{13} EQ \\* jc2 \\o\\ad(\\s\\up 9(pin),拼)\u{15}h\u{13}EQ \\f(1,2)\u{15}i\r";
    let unclosed = "d\u{13}e\r";
    let doc = Doc::of(vec![Para::new(text), Para::new(overlaid), Para::new(unclosed)]);
    assert_eq!(lines(&read(&doc)), ["aresultbc", "g拼hi", "de"]);
}

#[test]
fn hidden_text_follows_run_style_and_toggle() {
    let mut doc = Doc::of(vec![
        runs(&[("a", vec![]), ("b", on(HIDDEN)), ("c\r", vec![])]),
        // A hidden style; a run that says the opposite, one that says the same, one that says no.
        runs(&[("d", vec![]), ("e", sprm(HIDDEN, &[0x81])), ("f", sprm(HIDDEN, &[0x80])), ("g\r", sprm(HIDDEN, &[0]))])
            .style(2),
        // A character style that hides.
        runs(&[("h", vec![]), ("i", sprm(0x4a30, &[3, 0])), ("j\r", vec![])]),
    ]);
    doc.styles = vec![
        Style { kind: 1, base: 0xfff, papx: vec![], chpx: vec![] },
        Style { kind: 1, base: 0, papx: vec![], chpx: on(HIDDEN) },
        Style { kind: 1, base: 1, papx: vec![], chpx: vec![] },
        Style { kind: 2, base: 0xfff, papx: vec![], chpx: on(HIDDEN) },
    ];
    assert_eq!(lines(&read(&doc)), ["ac", "eg", "hj"]);
}

#[test]
fn deleted_text_and_marks_are_left_out() {
    let doc = Doc::of(vec![
        runs(&[("a", vec![]), ("b", on(DELETED)), ("c", on(0x0801)), ("\r", on(DELETED))]),
        runs(&[("d\r", vec![])]),
        runs(&[("gone\r", on(DELETED))]),
        runs(&[("e\r", vec![])]),
    ]);
    assert_eq!(lines(&read(&doc)), ["acd", "e"]);
}

#[test]
fn symbols_are_told_by_their_font() {
    let symbol = [on(0x0855), sprm(0x6a09, &[1, 0, 0xb3, 0xf0])].concat();
    let mut doc =
        Doc::of(vec![runs(&[("a", vec![]), ("(", symbol), ("\u{f0fe}", sprm(0x4a4f, &[2, 0])), ("b\r", vec![])])]);
    doc.fonts = vec!["Times New Roman", "Symbol", "Wingdings"];
    assert_eq!(lines(&read(&doc)), ["a≥☑b"]);
}

#[test]
fn modifiers_of_pieces_count() {
    // A short modifier hides a piece; a list makes of a mark the end of a row with two cells.
    let mut doc = Doc::of(vec![Para::new("abc\r"), cell("x"), cell("y"), Para::new("\u{7}")]);
    let piece = |chars, prm| Piece { chars, compressed: true, prm };
    doc.prcs = vec![on(HIDDEN), builder::row_end(&[0, 1000, 3000], &[])];
    doc.pieces = vec![piece(1, 0), piece(1, 0x5c << 1 | 1 << 8), piece(6, 0), piece(1, 1 << 1 | 1)];
    let read = read(&doc);
    assert_eq!(lines(&read), ["ac"]);
    assert_eq!(cells(&layout(read).grids[0]), ["0,0 x", "0,1 y"]);
}

#[test]
fn a_text_box_stands_in_its_cell_and_a_lost_one_is_reported() {
    let mut doc = Doc::of([vec![Para::new("t\r")], row(&["a\u{8}b", "c"], &[0, 1000, 2000], &[])].concat());
    doc.boxes = vec![(Para::new("box\r"), 7), (Para::new("lost\r"), 9)];
    doc.anchors = vec![(3, 7)];
    let read = read(&doc);
    assert_eq!(lines(&read), ["t", "lost"]);
    let lost: Vec<_> = read.findings.iter().map(|finding| (finding.code.id, finding.raw.as_str())).collect();
    assert_eq!(lost, [("partly-read", "lost")]);
    assert_eq!(cells(&layout(read).grids[0]), ["0,0 ab\nbox", "0,1 c"]);
}

#[test]
fn a_style_may_put_a_paragraph_in_a_table() {
    let mut doc = Doc::of(row(&["a", "b"], &[0, 1000, 2000], &[]));
    for para in &mut doc.paras[..2] {
        *para = para.clone().papx(vec![]).style(1);
    }
    doc.styles = vec![
        Style { kind: 1, base: 0xfff, papx: vec![], chpx: vec![] },
        Style { kind: 1, base: 0, papx: in_table(), chpx: vec![] },
    ];
    assert_eq!(cells(&layout(read(&doc)).grids[0]), ["0,0 a", "0,1 b"]);
}
