//! Paragraphs, cells and rows as they end: `\par`, `\cell`, `\nestcell`, `\row`, `\nestrow`.
//!
//! RTF has no table: a row is the cells that ended since the row before, at one level of nesting, and its shape is the
//! `\trowd` read last. A table is rows with no paragraph of a lower level between them.

use crate::model::limits::grow;
use crate::model::{Block, Limits, Merge, RawCell, RawRow, RawTable, SpanFacts};

/// Most cells of a row definition; Word's own limit is 63.
const MOST_COLUMNS: usize = 1024;

/// One cell of a row definition.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CellShape {
    /// `\cellx`, in twips.
    right: i32,
    /// `\clvmgf`, `\clvmrg`.
    pub(super) vertical: Merge,
    /// `\clmgf`, `\clmrg`.
    pub(super) horizontal: Merge,
}

/// A row definition: `\trowd` and what follows it.
#[derive(Debug, Clone, Default)]
pub(super) struct RowShape {
    /// `\trleft`, in twips.
    pub(super) left: i32,
    /// The marks of the cell whose `\cellx` is still to come.
    pub(super) next: CellShape,
    /// `\irow`.
    pub(super) number: Option<i32>,
    /// `\lastrow`.
    pub(super) is_last: bool,
    cells: Vec<CellShape>,
}

impl RowShape {
    /// `\cellx`: ends the definition of one cell.
    pub(super) fn end_cell(&mut self, right: i32) {
        let cell = CellShape { right, ..std::mem::take(&mut self.next) };
        if self.cells.len() < MOST_COLUMNS {
            self.cells.push(cell);
        }
    }

    /// How many cells a row of so many contents has.
    fn width(&self, contents: usize) -> usize {
        contents.max(self.cells.len())
    }

    /// The row of these contents. Cells that the definition has more of are blank; cells beyond it have no edges.
    /// Blank cells beyond it are nothing: LibreOffice writes them behind nested tables.
    fn row(&self, mut contents: Vec<Vec<Block>>) -> RawRow {
        let is_beyond = |count: usize| !self.cells.is_empty() && count > self.cells.len();
        while is_beyond(contents.len()) && contents.last().is_some_and(|cell| !cell.iter().any(has_content)) {
            contents.pop();
        }
        let count = self.width(contents.len());
        let mut contents = contents.into_iter();
        let mut left = self.left;
        let cells = (0..count).map(|i| {
            let blocks = contents.next().unwrap_or_default().into();
            let Some(shape) = self.cells.get(i) else {
                return RawCell { blocks, ..RawCell::default() };
            };
            let edges = Some((left, shape.right.max(left)));
            left = shape.right.max(left);
            RawCell { blocks, edges, vertical: shape.vertical, horizontal: shape.horizontal, ..RawCell::default() }
        });
        RawRow { cells: cells.collect(), ..RawRow::default() }
    }
}

/// A table that is being read.
#[derive(Debug, Default)]
struct Level {
    rows: Vec<RawRow>,
    cells: Vec<Vec<Block>>,
    cell: Vec<Block>,
    /// The last row said that it is the table's last.
    ended: bool,
}

/// What may still be held of a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    cells: usize,
    paragraphs: usize,
}

impl Room {
    /// What the limits allow.
    pub(super) fn of(limits: &Limits) -> Self {
        Self { cells: limits.cells, paragraphs: limits.paragraphs() }
    }
}

/// The text of a document, or of a text box.
#[derive(Debug)]
pub(super) struct Flow {
    blocks: Vec<Block>,
    levels: Vec<Level>,
    paragraph: String,
    /// The definition of rows of the outer table, and of nested ones.
    shapes: [RowShape; 2],
    room: Room,
    /// True when cells or paragraphs were dropped because there are too many.
    pub(super) is_cut: bool,
}

impl Flow {
    /// An empty flow that may hold so much.
    pub(super) fn new(room: Room) -> Self {
        Self {
            blocks: Vec::new(),
            levels: Vec::new(),
            paragraph: String::new(),
            shapes: Default::default(),
            room,
            is_cut: false,
        }
    }

    /// What more it may hold.
    pub(super) fn room(&self) -> Room {
        self.room
    }

    /// The row definition being written.
    pub(super) fn shape_mut(&mut self, nested: bool) -> &mut RowShape {
        let [outer, inner] = &mut self.shapes;
        if nested { inner } else { outer }
    }

    /// More text of the paragraph, as far as one may grow.
    pub(super) fn push(&mut self, text: &str) {
        grow(&mut self.paragraph, text);
    }

    /// True when the paragraph has no text yet.
    pub(super) fn is_at_start(&self) -> bool {
        self.paragraph.is_empty()
    }

    /// `\par` of a paragraph so deep in tables.
    pub(super) fn end_paragraph(&mut self, level: usize) {
        let paragraph = Block::Paragraph(std::mem::take(&mut self.paragraph));
        self.settle(level);
        match self.room.paragraphs.checked_sub(1) {
            Some(left) => self.room.paragraphs = left,
            None => return self.is_cut = true,
        }
        self.open_blocks().push(paragraph);
    }

    /// The hidden mark of a paragraph so deep in tables: it prints nothing, but deeper tables end at it.
    pub(super) fn end_hidden_paragraph(&mut self, level: usize) {
        if self.levels.len() > level && self.is_at_start() {
            self.settle(level);
        }
    }

    /// `\cell`, `\nestcell`.
    pub(super) fn end_cell(&mut self, level: usize) {
        self.end_paragraph(level.max(1));
        if !self.is_cut
            && let Some(level) = self.levels.last_mut()
        {
            level.cells.push(std::mem::take(&mut level.cell));
        }
    }

    /// `\row`, `\nestrow`. Text since the last cell is a cell whose end the writer forgot.
    pub(super) fn end_row(&mut self, level: usize) {
        let level = level.max(1);
        if !self.is_at_start() {
            self.end_paragraph(level);
        }
        self.settle(level);
        self.close_row();
    }

    /// Puts blocks before the paragraph that is being read: the text box anchored in it.
    pub(super) fn insert(&mut self, blocks: Vec<Block>, level: usize) {
        self.settle(level);
        self.open_blocks().extend(blocks);
    }

    /// Takes over the counts from a text box that has ended.
    pub(super) fn absorb_count(&mut self, inner: &Self) {
        self.room = inner.room;
        self.is_cut |= inner.is_cut;
    }

    /// Ends whatever is still open and gives the blocks.
    pub(super) fn finish(&mut self, level: usize) -> Vec<Block> {
        if !self.is_at_start() {
            self.end_paragraph(level);
        }
        self.settle(0);
        std::mem::take(&mut self.blocks)
    }

    fn open_blocks(&mut self) -> &mut Vec<Block> {
        match self.levels.last_mut() {
            Some(level) => &mut level.cell,
            None => &mut self.blocks,
        }
    }

    /// Closes the tables that are deeper than `level`, opens those that are missing.
    fn settle(&mut self, level: usize) {
        while self.levels.len() > level {
            self.close_level();
        }
        while self.levels.len() < level {
            self.levels.push(Level::default());
        }
    }

    fn close_level(&mut self) {
        if self.levels.last().is_some_and(|level| !level.cells.is_empty()) {
            self.close_row();
        }
        let Some(level) = self.levels.pop() else { return };
        let target = self.open_blocks();
        target.extend(table(level.rows));
        // Text marked as lying in a table that never ended a cell: there is no table around it.
        target.extend(level.cell);
    }

    fn close_row(&mut self) {
        let nested = self.levels.len() > 1;
        let [outer, inner] = &self.shapes;
        let shape = if nested { inner } else { outer };
        let Some(level) = self.levels.last_mut() else { return };
        if level.cell.iter().any(has_content) {
            level.cells.push(std::mem::take(&mut level.cell));
        }
        level.cell.clear();
        if level.cells.is_empty() {
            return;
        }
        let contents = std::mem::take(&mut level.cells);
        let Some(left) = self.room.cells.checked_sub(shape.width(contents.len())) else {
            self.is_cut = true;
            return;
        };
        self.room.cells = left;
        let row = shape.row(contents);
        let finished =
            if level.ended && shape.number == Some(0) { std::mem::take(&mut level.rows) } else { Vec::new() };
        level.ended = shape.is_last;
        level.rows.push(row);
        if let Some(before) = table(finished) {
            let outer = self.levels.len().checked_sub(2).and_then(|i| self.levels.get_mut(i));
            outer.map_or(&mut self.blocks, |level| &mut level.cell).push(before);
        }
    }
}

fn has_content(block: &Block) -> bool {
    match block {
        Block::Paragraph(text) => !text.is_empty(),
        Block::Table(_) => true,
    }
}

fn table(rows: Vec<RawRow>) -> Option<Block> {
    (!rows.is_empty())
        .then(|| Block::Table(Box::new(RawTable { rows, spans: SpanFacts::Edges, ..RawTable::default() })))
}
