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
        let fitting = self.fitting(copies, 1, || weight(&cell));
        if let Some(row) = self.tables.last_mut().and_then(|open| open.row.as_mut()) {
            row.cells.extend(std::iter::repeat_n(cell, fitting));
        }
    }

    /// Closes a row that stands `copies` times.
    pub(super) fn close_row(&mut self, copies: usize) {
        self.close_cell(1);
        let Some(row) = self.tables.last_mut().and_then(|open| open.row.take()) else { return };
        // The cells of the row itself are counted already.
        let further = copies.saturating_sub(1);
        let fitting = self.fitting(further, row.cells.len().max(1), || row.cells.iter().map(weight).sum());
        if let Some(open) = self.tables.last_mut() {
            open.table.rows.extend(std::iter::repeat_n(row, fitting + 1));
        }
    }

    /// How many of the copies the limits allow; their cells and text are counted.
    fn fitting(&mut self, copies: usize, cells: usize, weight: impl FnOnce() -> usize) -> usize {
        let mut fitting = copies.min(self.cells_left / cells);
        if fitting > 1 {
            let weight = weight().max(1);
            fitting = fitting.min((self.copies_left / weight).max(1));
            let by_memory = usize::try_from(self.limits.memory_left()).unwrap_or(usize::MAX);
            fitting = fitting.min((by_memory / text_takes(weight)).max(1));
            self.limits.hold(fitting.saturating_mul(text_takes(weight)));
            self.copies_left = self.copies_left.saturating_sub(fitting.saturating_mul(weight));
        }
        self.limits.hold(fitting.saturating_mul(cells).saturating_mul(size_of::<RawCell>()));
        self.is_cut |= fitting < copies;
        self.cells_left = self.cells_left.saturating_sub(fitting.saturating_mul(cells));
        fitting
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

/// The bytes of text in a cell and, roughly, of what holds them.
fn weight(cell: &RawCell) -> usize {
    let block = |block: &Block| match block {
        Block::Paragraph(text) => text.len(),
        Block::Table(table) => table.rows.iter().flat_map(|row| &row.cells).map(weight).sum(),
    };
    size_of::<RawCell>() + cell.blocks.iter().map(block).sum::<usize>()
}
