//! Tables of text exports, whose cells carry no spans: worked out from the shape of the rows.
//!
//! The heading row is the ruler: it has a cell for each column. Rows as wide as it are taken as they are. Shorter rows
//! either lack cells at their right, so that their last cell reaches to the end, or lack those at their left that a
//! merged cell above covers. A blank cell at a row's left goes on with the cell above it. `anchors` only help to find
//! the heading row; without them it is the widest.

mod align;
mod down;
mod repeats;
mod squeezed;

use std::borrow::Cow;

use crate::model::{Anchors, Block, RawTable, SpanFacts};
use crate::table::Placed;
use crate::text::has_nothing;

/// A cell on its way to its place.
#[derive(Debug, Clone)]
struct Entry<'a> {
    blocks: Cow<'a, [Block]>,
    text: String,
    is_blank: bool,
    col: usize,
    colspan: usize,
    rowspan: usize,
    /// True for a cell that a merge above or beside it covers: it is no cell of its own.
    is_part: bool,
}

impl Entry<'_> {
    fn end(&self) -> usize {
        self.col.saturating_add(self.colspan)
    }
}

type Row<'a> = Vec<Entry<'a>>;

/// Where each cell of a table without span facts most likely stands. `anchors` tell the heading row.
pub fn place(table: &RawTable, anchors: &Anchors) -> Vec<Placed> {
    let mut rows: Vec<Row<'_>> = table
        .rows
        .iter()
        .map(|raw| {
            let mut col = raw.grid_before as usize;
            let mut row = Vec::with_capacity(raw.cells.len());
            for cell in &raw.cells {
                let colspan = (cell.col_span.max(1) as usize).min(super::placed::MOST_COLUMNS);
                let text = cell.text();
                let is_blank = has_nothing(&text) && !cell.blocks.iter().any(|b| matches!(b, Block::Table(_)));
                let blocks = Cow::Borrowed(cell.blocks.as_slice());
                row.push(Entry { blocks, text, is_blank, col, colspan, rowspan: 1, is_part: false });
                col = col.saturating_add(colspan);
            }
            row
        })
        .collect();
    align::rejoin_labels(&mut rows, anchors);
    let headings = align::headings(&rows, anchors);
    if table.spans == SpanFacts::Squeezed {
        squeezed::align(&mut rows, &headings, anchors);
        down::carry(&mut rows, &headings, anchors);
    } else if repeats::is_signed(&rows, &headings) {
        repeats::merge(&mut rows, &headings, anchors);
    } else {
        align::align(&mut rows, &headings, anchors);
        down::carry(&mut rows, &headings, anchors);
    }
    placed(rows)
}

/// The width of a row in columns.
fn width(row: &[Entry<'_>]) -> usize {
    row.last().map_or(0, Entry::end)
}

fn placed(rows: Vec<Row<'_>>) -> Vec<Placed> {
    rows.into_iter()
        .enumerate()
        .flat_map(|(row, entries)| entries.into_iter().map(move |entry| (row, entry)))
        .filter(|(_, entry)| !entry.is_part)
        .map(|(row, entry)| Placed {
            row,
            col: entry.col,
            rowspan: entry.rowspan,
            colspan: entry.colspan,
            blocks: entry.blocks.into_owned().into(),
            covered: false,
        })
        .collect()
}
