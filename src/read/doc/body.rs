//! Paragraphs → blocks: cells, rows and tables, nested by depth ([MS-DOC] 2.4.3, 2.4.4).

use std::iter::once_with;

use crate::model::{Block, CellBlocks, RawCell, RawRow, RawTable, SpanFacts};

use super::row::RowShape;
use super::story::Paragraph;

/// Rows have room for as many cells as the row before had, but no more than Word allows.
const USUAL_CELLS: usize = 63;

/// A table that is still open.
#[derive(Debug)]
struct Level {
    rows: Vec<RawRow>,
    /// The cells of the row, and behind them the one that gathers.
    cells: Vec<RawCell>,
    /// Deleted text was left out of the cell that gathers.
    cut: bool,
    /// Of how many of the row's cells that is true.
    cut_cells: usize,
}

impl Level {
    fn new() -> Self {
        Self { rows: Vec::new(), cells: vec![RawCell::default()], cut: false, cut_cells: 0 }
    }

    /// True where the cell that gathers has something.
    fn gathers(&self) -> bool {
        self.cells.last().is_some_and(|cell| !cell.blocks.is_empty())
    }
}

/// Blocks as they gather.
#[derive(Debug)]
pub(super) struct Body {
    blocks: CellBlocks,
    levels: Vec<Level>,
    /// Text whose paragraph mark is not printed: it runs on into the next paragraph.
    pending: String,
    deepest: usize,
    /// Cells so far.
    pub(super) cells: usize,
    /// Rows that ended without a row mark.
    pub(super) unended_rows: usize,
}

impl Body {
    /// An empty body in which tables nest at most so deep.
    pub(super) fn new(deepest: usize) -> Self {
        Self {
            blocks: CellBlocks::new(),
            levels: Vec::new(),
            pending: String::new(),
            deepest,
            cells: 0,
            unended_rows: 0,
        }
    }

    /// Adds a paragraph, and what its text boxes hold behind it.
    pub(super) fn push(&mut self, paragraph: &Paragraph<'_>, boxes: Vec<Block>) {
        let properties = &paragraph.format.properties;
        let depth = properties.depth().max(usize::from(paragraph.cell_mark)).min(self.deepest);
        self.go_to(depth);
        let nested = depth > 1;
        let ends_row = if nested {
            properties.inner_row || paragraph.cell_mark && properties.row_end
        } else {
            depth > 0 && properties.row_end
        };
        let ends_cell = !ends_row && (paragraph.cell_mark || nested && properties.inner_cell);
        if let Some(level) = self.levels.last_mut() {
            level.cut |= paragraph.cut;
        }
        let runs_on = paragraph.gone && !ends_row && !ends_cell;
        if runs_on {
            self.pending.push_str(paragraph.text);
        } else if !self.pending.is_empty() {
            self.pending.push_str(paragraph.text);
            self.end_pending();
        } else if !ends_row || !paragraph.text.is_empty() {
            self.here().extend(once_with(|| Block::Paragraph(paragraph.text.to_owned())));
        }
        // Nearly no paragraph has any.
        if !boxes.is_empty() {
            self.here().extend(boxes);
        }
        if ends_row {
            self.end_row(Some(&paragraph.format.shape), paragraph.gone);
        } else if ends_cell {
            self.end_cell();
        }
    }

    /// The blocks, all tables closed.
    pub(super) fn finish(mut self) -> (Vec<Block>, usize) {
        self.go_to(0);
        self.end_pending();
        (self.blocks.into_vec(), self.unended_rows)
    }

    fn here(&mut self) -> &mut CellBlocks {
        let gathering = self.levels.last_mut().and_then(|level| level.cells.last_mut());
        gathering.map_or(&mut self.blocks, |cell| &mut cell.blocks)
    }

    fn end_pending(&mut self) {
        if !self.pending.is_empty() {
            let text = std::mem::take(&mut self.pending);
            self.here().push(Block::Paragraph(text));
        }
    }

    fn go_to(&mut self, depth: usize) {
        if depth == self.levels.len() {
            return;
        }
        self.end_pending();
        while self.levels.len() > depth {
            self.end_table();
        }
        self.levels.resize_with(depth, Level::new);
    }

    fn end_cell(&mut self) {
        self.cells += 1;
        if let Some(level) = self.levels.last_mut() {
            level.cut_cells += usize::from(std::mem::take(&mut level.cut));
            // Made where it stays: one that is pushed is made first and then waited for.
            level.cells.extend(once_with(RawCell::default));
        }
    }

    fn end_row(&mut self, shape: Option<&RowShape>, gone: bool) {
        if self.levels.last().is_some_and(Level::gathers) {
            self.end_cell();
        }
        let Some(level) = self.levels.last_mut() else { return };
        let mut next = Vec::with_capacity(level.cells.len().min(USUAL_CELLS));
        next.extend(level.cells.pop());
        let mut cells = std::mem::replace(&mut level.cells, next);
        // A deleted or hidden row is one whose mark is gone with all that it held. Not every program marks the mark, so
        // that a row is deleted too whose every cell held deleted text and nothing else.
        let all_cut = std::mem::take(&mut level.cut_cells) == cells.len();
        if cells.is_empty() || (gone || all_cut) && cells.iter().all(shows_nothing) {
            return;
        }
        let shapes = shape.into_iter().flat_map(RowShape::cells);
        for (cell, (edges, marks)) in cells.iter_mut().zip(shapes) {
            cell.edges = Some(edges);
            (cell.horizontal, cell.vertical) = (marks.horizontal, marks.vertical);
        }
        level.rows.push(RawRow { cells, ..RawRow::default() });
    }

    fn end_table(&mut self) {
        if self.levels.last().is_some_and(|level| level.gathers() || level.cells.len() > 1) {
            self.unended_rows += 1;
            self.end_row(None, false);
        }
        if let Some(level) = self.levels.pop()
            && !level.rows.is_empty()
        {
            let table = RawTable { rows: level.rows, spans: SpanFacts::Edges, ..RawTable::default() };
            self.here().push(Block::Table(Box::new(table)));
        }
    }
}

fn shows_nothing(cell: &RawCell) -> bool {
    cell.blocks.iter().all(|block| matches!(block, Block::Paragraph(text) if text.is_empty()))
}
