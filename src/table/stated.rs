//! Spans that the file states: gridSpan, vMerge, hMerge, gridBefore (ECMA-376 part 1, 17.4), rowspan and colspan
//! (HTML, "forming a table"; ODF 1.3 part 3, 9.1.4 with its covered cells).

use std::iter::once_with;

use crate::model::{Merge, RawCell, RawRow, RawTable};
use crate::table::placed::{MOST_COLUMNS, Placed};

/// Where each cell of a table with stated spans stands.
///
/// A row that states covered cells is taken position by position (ODF). Otherwise a cell moves right past what the
/// `row_span`s of rows above hold (HTML). A vertical continuation joins the run right above it that begins at the same
/// column, as LibreOffice does it; where their widths differ, the run is as wide as its narrowest cell, so that it is a
/// rectangle and hides no other cell. A continuation of nothing begins a run.
pub fn place(table: RawTable) -> Vec<Placed> {
    let mut placing = Placing::default();
    for (row, raw) in table.rows.into_iter().enumerate() {
        placing.row(row, raw);
    }
    placing.cells
}

#[derive(Default)]
struct Placing {
    cells: Vec<Placed>,
    /// Open vertical runs of the row above, by first column, each with the index of its first cell in `cells`.
    above: Vec<(usize, usize)>,
    /// Those of the row that is being placed.
    open: Vec<(usize, usize)>,
    /// For each column, until when a `row_span` from above holds it.
    held: Vec<Held>,
}

/// How long cells of rows above hold a column.
#[derive(Clone, Copy, Default)]
struct Held {
    /// The first row in which it is free.
    until: usize,
    /// The first column behind a run from here on that is held whole until row `run_until`: once walked, it is jumped.
    run_end: usize,
    run_until: usize,
}

impl Placing {
    fn row(&mut self, row: usize, raw: RawRow) {
        let explicit = raw.cells.iter().any(|cell| cell.covered);
        let mut col = raw.grid_before as usize;
        let mut cells = raw.cells.into_iter();
        while let Some(cell) = cells.next() {
            if !explicit {
                col = self.next_free(row, col);
            }
            let under = cells.as_slice().iter().take_while(|next| next.horizontal == Merge::Continue);
            let (merged, span) =
                under.fold((0, width(&cell)), |(n, span), next| (n + 1, span.saturating_add(width(next))));
            let (own, step) = (width(&cell), if explicit { own_width(&cell) } else { span });
            self.vertical(row, col, cell, span);
            self.cover(row, col.saturating_add(own), cells.by_ref().take(merged));
            col = col.saturating_add(step);
        }
        std::mem::swap(&mut self.above, &mut self.open);
        self.open.clear();
    }

    /// The first column from `col` on that no row above holds.
    fn next_free(&mut self, row: usize, col: usize) -> usize {
        let (mut at, mut until) = (col, usize::MAX);
        while let Some(held) = self.held.get(at).filter(|held| held.until > row) {
            let run = if held.run_until > row { (held.run_until, held.run_end) } else { (held.until, at + 1) };
            (until, at) = (until.min(run.0), run.1);
        }
        if let Some(first) = self.held.get_mut(col).filter(|_| at > col) {
            (first.run_until, first.run_end) = (until, at);
        }
        at
    }

    /// Places a cell's horizontal continuations as covered.
    fn cover(&mut self, row: usize, mut col: usize, under: impl Iterator<Item = RawCell>) {
        for cell in under {
            let width = width(&cell);
            self.cells.push(Placed { covered: true, ..Placed::new(cell, row, col) });
            col = col.saturating_add(width);
        }
    }

    /// Places a cell, joined to the run above where it continues one.
    fn vertical(&mut self, row: usize, col: usize, cell: RawCell, span: usize) {
        let run = if cell.vertical == Merge::Continue { self.run_above(col) } else { None };
        if let Some(first) = run.and_then(|head| self.cells.get_mut(head)) {
            first.rowspan = first.rowspan.saturating_add(1);
            first.colspan = first.colspan.min(span);
        }
        if cell.vertical != Merge::None {
            self.open.push((col, run.unwrap_or(self.cells.len())));
        }
        let covered = cell.covered || run.is_some();
        if !covered && cell.row_span > 1 {
            self.hold(row.saturating_add(cell.row_span as usize), col, span);
        }
        // Made where it stays: one that is pushed is made first and then waited for.
        self.cells.extend(once_with(|| Placed { colspan: span, covered, ..Placed::new(cell, row, col) }));
    }

    /// The first cell of the run right above that begins at a column.
    fn run_above(&self, col: usize) -> Option<usize> {
        let above = self.above.binary_search_by_key(&col, |&(col, _)| col).ok()?;
        self.above.get(above).map(|&(_, head)| head)
    }

    /// Keeps columns from the cells of later rows.
    fn hold(&mut self, until: usize, col: usize, span: usize) {
        let end = col.saturating_add(span).min(MOST_COLUMNS);
        if self.held.len() < end {
            self.held.resize(end, Held::default());
        }
        if let Some(columns) = self.held.get_mut(col.min(end)..end) {
            for held in columns {
                held.until = held.until.max(until);
            }
        }
    }
}

/// How far the next cell stands from this one where covered cells are stated one by one: its span is made up of them.
fn own_width(cell: &RawCell) -> usize {
    if cell.covered { width(cell) } else { 1 }
}

/// The columns that a cell claims.
fn width(cell: &RawCell) -> usize {
    (cell.col_span.max(1) as usize).min(MOST_COLUMNS)
}
