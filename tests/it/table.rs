//! Grids of tables with stated spans, and the law that every position is covered by exactly one cell.

use ingest::finding::LIMIT_MET;
use ingest::model::{
    Anchors, Block, Document, Grid, Item, Layout, Limits, Merge, RawCell, RawRow, RawTable, SpanFacts,
};
use proptest::prelude::*;

fn layout(table: RawTable) -> Layout {
    let document = Document { blocks: vec![Block::Table(Box::new(table))], ..Document::default() };
    ingest::table::layout(document, &Anchors::default(), &Limits::default()).0
}

fn table(rows: Vec<Vec<RawCell>>) -> RawTable {
    let rows = rows.into_iter().map(|cells| RawRow { cells, ..RawRow::default() }).collect();
    RawTable { rows, ..RawTable::default() }
}

fn plain(text: &str) -> RawCell {
    RawCell::from_text(text)
}

fn spanned(text: &str, row_span: u32, col_span: u32) -> RawCell {
    RawCell { row_span, col_span, ..plain(text) }
}

fn covered(text: &str) -> RawCell {
    RawCell { covered: true, ..plain(text) }
}

fn vertical(text: &str, vertical: Merge, col_span: u32) -> RawCell {
    RawCell { vertical, col_span, ..plain(text) }
}

fn shown(grid: &Grid) -> Vec<String> {
    let line = |c: &ingest::model::Cell| format!("{},{} {}x{} {}", c.row, c.col, c.rowspan, c.colspan, c.text);
    grid.cells.iter().map(line).collect()
}

fn cells(rows: Vec<Vec<RawCell>>) -> Vec<String> {
    shown(&layout(table(rows)).grids[0])
}

/// What is wrong with a grid, if anything.
fn broken_law(grid: &Grid) -> Option<String> {
    if grid.cover.len() != grid.rows * grid.cols {
        return Some("the cover has not one entry a position".into());
    }
    let mut times = vec![0; grid.cover.len()];
    for (index, cell) in grid.cells.iter().enumerate() {
        for row in cell.row..cell.row + cell.rowspan {
            for col in cell.col..cell.col + cell.colspan {
                if row >= grid.rows || col >= grid.cols {
                    return Some(format!("cell {index} reaches outside"));
                }
                times[row * grid.cols + col] += 1;
                if grid.at(row, col) != Some(index) {
                    return Some(format!("the cover disagrees with cell {index}"));
                }
            }
        }
    }
    let ordered = grid.cells.is_sorted_by_key(|cell| (cell.row, cell.col));
    (!ordered || times.iter().any(|&n| n != 1))
        .then(|| format!("out of order, or covered otherwise than once: {times:?}"))
}

#[test]
fn row_spans_push_later_cells_right() {
    let grid = cells(vec![vec![spanned("a", 2, 1), plain("b")], vec![plain("c")]]);
    assert_eq!(grid, ["0,0 2x1 a", "0,1 1x1 b", "1,1 1x1 c"]);
}

#[test]
fn stated_covered_cells_are_not_pushed() {
    let grid =
        cells(vec![vec![spanned("a", 2, 2), covered(""), plain("b")], vec![covered(""), covered("under"), plain("c")]]);
    assert_eq!(grid, ["0,0 2x2 a", "0,2 1x1 b", "1,2 1x1 c"]);
    let texts = layout(table(vec![vec![spanned("a", 1, 2), covered("under")]])).grids[0].covered_texts.clone();
    assert_eq!((texts[0].row, texts[0].col, texts[0].text.as_str()), (0, 1, "under"));
}

#[test]
fn a_covered_cell_that_nothing_covers_is_a_cell() {
    assert_eq!(cells(vec![vec![plain("a"), covered("b")]]), ["0,0 1x1 a", "0,1 1x1 b"]);
}

#[test]
fn a_continuation_of_nothing_restarts() {
    let grid = cells(vec![vec![vertical("a", Merge::Continue, 1)], vec![vertical("", Merge::Continue, 1)]]);
    assert_eq!(grid, ["0,0 2x1 a"]);
    let below_a_plain_cell = cells(vec![vec![plain("a")], vec![vertical("b", Merge::Continue, 1)]]);
    assert_eq!(below_a_plain_cell, ["0,0 1x1 a", "1,0 1x1 b"]);
}

#[test]
fn a_run_is_as_wide_as_its_narrowest_cell() {
    // LibreOffice joins continuations by their left edge, whatever their width; no text of other cells may vanish.
    let grid = cells(vec![
        vec![vertical("a", Merge::Restart, 2), plain("b")],
        vec![vertical("", Merge::Continue, 1), plain("d"), plain("e")],
    ]);
    assert_eq!(grid, ["0,0 2x1 a", "0,1 1x1 ", "0,2 1x1 b", "1,1 1x1 d", "1,2 1x1 e"]);
    let grid = cells(vec![
        vec![vertical("a", Merge::Restart, 1), plain("b"), plain("c")],
        vec![vertical("", Merge::Continue, 2), plain("d")],
        vec![vertical("", Merge::Continue, 1), plain("e"), plain("f")],
    ]);
    let wanted = ["0,0 3x1 a", "0,1 1x1 b", "0,2 1x1 c", "1,1 1x1 ", "1,2 1x1 d", "2,1 1x1 e", "2,2 1x1 f"];
    assert_eq!(grid, wanted);
}

#[test]
fn a_span_stops_at_another_cell() {
    // HTML lets "c" run under the row span of "b"; no position may belong to both.
    let grid = cells(vec![vec![plain("a"), plain("x"), spanned("b", 2, 1)], vec![spanned("c", 1, 3)]]);
    assert_eq!(grid, ["0,0 1x1 a", "0,1 1x1 x", "0,2 2x1 b", "1,0 1x2 c"]);
}

#[test]
fn spans_end_with_the_table() {
    let table = table(vec![vec![spanned("a", u32::MAX, 1), spanned("b", 9, u32::MAX)], vec![]]);
    let grid = layout(table).grids.remove(0);
    assert_eq!(grid.rows, 2);
    assert_eq!(broken_law(&grid), None);
}

#[test]
fn a_blank_tail_of_columns_is_taken_off() {
    let mut row = vec![plain("a")];
    row.resize(500, plain(""));
    assert_eq!(layout(table(vec![row.clone()])).grids[0].cols, 63);
    row[400] = plain("b");
    assert_eq!(layout(table(vec![row])).grids[0].cols, 401);
}

#[test]
fn limits_cut_whole_rows_and_say_so() {
    let rows = vec![vec![plain("a"), plain("b")]; 9];
    let document = Document { blocks: vec![Block::Table(Box::new(table(rows)))], ..Document::default() };
    let limits = Limits { cells: 7, ..Limits::default() };
    let (layout, findings) = ingest::table::layout(document, &Anchors::default(), &limits);
    assert_eq!((layout.grids[0].rows, layout.grids[0].cols), (3, 2));
    assert_eq!(findings[0].code, &LIMIT_MET);
    assert_eq!(findings[0].place.table_no, 1);
}

#[test]
fn tables_are_numbered_outer_first_in_reading_order() {
    let holder = |inner: &str, nested: RawTable| RawCell {
        blocks: vec![Block::Paragraph(inner.into()), Block::Table(Box::new(nested))].into(),
        ..RawCell::default()
    };
    let inmost = table(vec![vec![plain("inmost")]]);
    let middle = table(vec![vec![holder("middle", inmost)]]);
    let outer = table(vec![vec![holder("outer", middle)]]);
    let document = Document {
        blocks: vec![
            Block::Paragraph("title".into()),
            Block::Table(Box::new(outer)),
            Block::Table(Box::new(table(vec![vec![plain("last")]]))),
        ],
        ..Document::default()
    };
    let (layout, _) = ingest::table::layout(document, &Anchors::default(), &Limits::default());
    let texts: Vec<_> = layout.grids.iter().map(|g| (g.table_no, g.cells[0].text.as_str())).collect();
    assert_eq!(texts, [(1, "outer"), (2, "middle"), (3, "inmost"), (4, "last")]);
    let parents: Vec<_> = layout.grids.iter().map(|g| g.parent.map(|p| p.table_no)).collect();
    assert_eq!(parents, [None, Some(1), Some(2), None]);
    assert_eq!(layout.items[0], Item::Text("title".into()));
    assert_eq!(layout.items[1..], [Item::Table(0), Item::Table(1), Item::Table(2), Item::Table(3)]);
}

fn merge() -> impl Strategy<Value = Merge> {
    prop_oneof![3 => Just(Merge::None), 1 => Just(Merge::Restart), 2 => Just(Merge::Continue)]
}

fn raw_cell() -> impl Strategy<Value = RawCell> {
    (1u32..5, 1u32..4, merge(), merge(), any::<bool>(), 0u8..9).prop_map(
        |(col_span, row_span, vertical, horizontal, filled, kind)| RawCell {
            col_span: if kind == 8 { 40_000 } else { col_span },
            row_span: if kind < 3 { row_span } else { 1 },
            vertical: if kind < 5 { vertical } else { Merge::None },
            horizontal: if kind == 5 { horizontal } else { Merge::None },
            covered: kind == 6,
            ..plain(if filled { "text" } else { " " })
        },
    )
}

fn raw_table() -> impl Strategy<Value = RawTable> {
    let row = (proptest::collection::vec(raw_cell(), 0..7), 0u32..3, 0u32..3)
        .prop_map(|(cells, grid_before, grid_after)| RawRow { cells, grid_before, grid_after });
    proptest::collection::vec(row, 0..7).prop_map(|rows| RawTable { rows, ..RawTable::default() })
}

/// Gives every filled cell a text of its own, and returns these texts.
fn number(table: &mut RawTable) -> Vec<String> {
    let mut texts = Vec::new();
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        if !cell.text().trim().is_empty() {
            let text = format!("text {}", texts.len());
            cell.blocks = vec![Block::Paragraph(text.clone())].into();
            texts.push(text);
        }
    }
    texts
}

proptest! {
    #[test]
    fn every_position_is_covered_once_and_no_text_is_lost(mut table in raw_table()) {
        // A huge span is cut at the widest grid; then what follows it is cut too, and is no loss of this stage's.
        let huge = table.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.col_span > 5);
        let mut wanted = number(&mut table);
        table.spans = SpanFacts::Stated;
        let grid = &layout(table).grids[0];
        prop_assert_eq!(broken_law(grid), None);
        let shown = grid.cells.iter().filter(|cell| !cell.is_blank()).map(|cell| cell.text.clone());
        let mut found: Vec<String> = shown.chain(grid.covered_texts.iter().map(|text| text.text.clone())).collect();
        found.sort();
        wanted.sort();
        if huge {
            prop_assert!(found.iter().all(|text| wanted.contains(text)));
        } else {
            prop_assert_eq!(found, wanted);
        }
    }

    #[test]
    fn limits_hold(table in raw_table(), cells in 0usize..60) {
        let document = Document { blocks: vec![Block::Table(Box::new(table))], ..Document::default() };
        let limits = Limits { cells, ..Limits::default() };
        let (layout, _) = ingest::table::layout(document, &Anchors::default(), &limits);
        prop_assert!(layout.grids[0].cover.len() <= cells);
        prop_assert_eq!(broken_law(&layout.grids[0]), None);
    }
}
