//! Puts a document together for readers of marked-up trees (ODF, HTML): opened and closed like the elements they see.

use crate::model::limits::text_takes;
use crate::model::{Block, Document, Limits, RawCell, RawRow, RawTable};

/// A document in the making. Opening says whether it was possible; only what was opened may be closed.
pub(super) struct Builder {
    body: Vec<Block>,
    tables: Vec<OpenTable>,
    depth: usize,
    cells_left: usize,
    paragraphs_left: usize,
    /// Bytes of text that repeated cells and rows may still take.
    copies_left: usize,
    is_cut: bool,
    limits: Limits,
}

/// Bytes of text that repeated cells and rows may take in one document.
const MOST_COPIED: usize = 64 << 20;

#[derive(Default)]
struct OpenTable {
    table: RawTable,
    row: Option<RawRow>,
    cell: Option<RawCell>,
}

impl Builder {
    /// An empty document.
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            body: Vec::new(),
            tables: Vec::new(),
            depth: limits.depth,
            cells_left: limits.cells,
            paragraphs_left: limits.paragraphs(),
            copies_left: MOST_COPIED,
            is_cut: false,
            limits: limits.clone(),
        }
    }

    /// The document's blocks, everything closed.
    pub(super) fn finish(mut self, document: &mut Document) {
        while !self.tables.is_empty() {
            self.close_table();
        }
        document.blocks = self.body;
    }

    /// True when tables, cells or paragraphs were left out because of a limit.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// A paragraph where reading stands; between the cells of a table there is no place for it but before the table.
    pub(super) fn paragraph(&mut self, text: String) {
        match self.paragraphs_left.checked_sub(1) {
            Some(left) => self.paragraphs_left = left,
            None => return self.is_cut = true,
        }
        if !self.limits.hold_text(text.len()) {
            return self.is_cut = true;
        }
        self.push(Block::Paragraph(text));
    }

    fn push(&mut self, block: Block) {
        let cell = self.tables.iter_mut().rev().find_map(|open| open.cell.as_mut());
        match cell {
            Some(cell) => cell.blocks.push(block),
            None => self.body.push(block),
        }
    }

    /// Opens a table; false when tables are nested too deep.
    pub(super) fn open_table(&mut self) -> bool {
        if self.tables.len() >= self.depth {
            self.is_cut = true;
            return false;
        }
        self.tables.push(OpenTable::default());
        true
    }

    /// Opens a row; false outside of a table, or inside of a row.
    pub(super) fn open_row(&mut self) -> bool {
        match self.tables.last_mut() {
            Some(open) if open.row.is_none() => {
                open.row = Some(RawRow::default());
                true
            }
            _ => false,
        }
    }

    /// Opens a cell; false outside of a row, or inside of a cell.
    pub(super) fn open_cell(&mut self, cell: RawCell) -> bool {
        match self.tables.last_mut() {
            Some(open) if open.row.is_some() && open.cell.is_none() => {
                open.cell = Some(cell);
                true
            }
            _ => false,
        }
    }

    /// Closes a cell that stands `copies` times.
    pub(super) fn close_cell(&mut self, copies: usize) {
        let Some(open) = self.tables.last_mut() else { return };
        let Some(cell) = open.cell.take() else { return };
        // The cells of tables inside it are counted already, once.
        if self.cells_left == 0 {
            return self.is_cut = true;
        }
        self.count(1);
        let further = copies.saturating_sub(1);
        let fitting = if further > 0 { self.fitting(further, Takes::cell(&cell)) } else { 0 };
        if let Some(row) = self.tables.last_mut().and_then(|open| open.row.as_mut()) {
            row.cells.extend(std::iter::repeat_n(cell, fitting + 1));
        }
    }

    /// Closes a row that stands `copies` times.
    pub(super) fn close_row(&mut self, copies: usize) {
        self.close_cell(1);
        let Some(row) = self.tables.last_mut().and_then(|open| open.row.take()) else { return };
        // The cells of the row itself are counted already.
        let further = copies.saturating_sub(1);
        let fitting = if further > 0 { self.fitting(further, Takes::row(&row)) } else { 0 };
        if let Some(open) = self.tables.last_mut() {
            open.table.rows.extend(std::iter::repeat_n(row, fitting + 1));
        }
    }

    /// How many of the copies the limits allow; their cells and text are counted.
    fn fitting(&mut self, copies: usize, of: Takes) -> usize {
        let cells = of.cells.max(1);
        let by_memory = usize::try_from(self.limits.memory_left()).unwrap_or(usize::MAX) / text_takes(of.bytes);
        let by_text = self.copies_left / of.bytes.max(1);
        let fitting = copies.min(self.cells_left / cells).min(by_memory).min(by_text);
        self.is_cut |= fitting < copies;
        if fitting < copies && fitting == by_memory {
            // What does not fit any more is more than the file may take.
            self.limits.hold(text_takes(of.bytes));
        }
        self.limits.hold(fitting.saturating_mul(text_takes(of.bytes)));
        self.copies_left = self.copies_left.saturating_sub(fitting.saturating_mul(of.bytes));
        self.count(fitting.saturating_mul(cells));
        fitting
    }

    /// Counts cells.
    fn count(&mut self, cells: usize) {
        self.limits.hold(cells.saturating_mul(size_of::<RawCell>()));
        self.cells_left = self.cells_left.saturating_sub(cells);
    }

    /// Closes a table; one without rows is none.
    pub(super) fn close_table(&mut self) {
        self.close_row(1);
        if let Some(open) = self.tables.pop()
            && !open.table.rows.is_empty()
        {
            self.push(Block::Table(Box::new(open.table)));
        }
    }

    /// The open cell, if any.
    pub(super) fn cell(&self) -> Option<&RawCell> {
        self.tables.last().and_then(|open| open.cell.as_ref())
    }

    /// The open row, if any.
    pub(super) fn row(&self) -> Option<&RawRow> {
        self.tables.last().and_then(|open| open.row.as_ref())
    }

    /// The table that is open, its closed rows in it.
    pub(super) fn table_mut(&mut self) -> Option<&mut RawTable> {
        self.tables.last_mut().map(|open| &mut open.table)
    }
}

/// What a copy takes: cells, and bytes of text with, roughly, what holds it.
#[derive(Debug, Clone, Copy, Default)]
struct Takes {
    cells: usize,
    bytes: usize,
}

impl Takes {
    fn row(row: &RawRow) -> Self {
        let own = Self { cells: usize::from(row.cells.is_empty()), bytes: size_of::<RawRow>() };
        row.cells.iter().map(Self::cell).fold(own, Self::and)
    }

    fn cell(cell: &RawCell) -> Self {
        let block = |block: &Block| match block {
            Block::Paragraph(text) => Self { cells: 0, bytes: text.len() },
            Block::Table(table) => {
                let own = Self { cells: 1, bytes: size_of::<RawTable>() };
                table.rows.iter().map(Self::row).fold(own, Self::and)
            }
        };
        let own = Self { cells: 1, bytes: size_of::<RawCell>() };
        cell.blocks.iter().map(block).fold(own, Self::and)
    }

    fn and(self, other: Self) -> Self {
        Self { cells: self.cells + other.cells, bytes: self.bytes + other.bytes }
    }
}
