//! Cells in their places, and the grid made of them: the law that each position is covered by exactly one cell is
//! kept here and nowhere else.

use std::iter::once_with;
use std::ops::Range;

use crate::model::limits::beginning;
use crate::model::{Block, Cell, CellBlocks, CoveredText, Grid, MOST_TEXT, RawCell};

/// More columns than any real table has (a spreadsheet's maximum); columns beyond it are cut.
pub const MOST_COLUMNS: usize = 16_384;

/// Word allows 63 columns: a wider table is likely padded, so that its blank tail is taken off.
const USUAL_COLUMNS: usize = 63;

/// A raw cell with its place in the grid, as the file's span facts have it. Places may overlap and leave holes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// First row, from 0.
    pub row: usize,
    /// First column, from 0.
    pub col: usize,
    /// Rows claimed, at least 1.
    pub rowspan: usize,
    /// Columns claimed, at least 1.
    pub colspan: usize,
    /// Paragraphs and nested tables.
    pub blocks: CellBlocks,
    /// True when the cell lies under another that covers its place: only its text is kept, as covered text.
    pub covered: bool,
}

impl Placed {
    /// A raw cell at a place, with the spans that it states itself.
    pub fn new(cell: RawCell, row: usize, col: usize) -> Self {
        Self {
            row,
            col,
            rowspan: (cell.row_span.max(1)) as usize,
            colspan: (cell.col_span.max(1) as usize).min(MOST_COLUMNS),
            blocks: cell.blocks,
            covered: cell.covered,
        }
    }

    /// Takes the cell's own paragraphs, joined by `\n`.
    fn take_text(&mut self) -> String {
        if let [Block::Paragraph(line)] = self.blocks.as_mut_slice() {
            return std::mem::take(line);
        }
        let size = |block: &Block| if let Block::Paragraph(line) = block { 1 + line.len() } else { 0 };
        let more = self.blocks.iter().skip(1).map(size).sum();
        let mut lines = self.blocks.iter_mut().filter_map(|block| match block {
            Block::Paragraph(line) => Some(line),
            Block::Table(_) => None,
        });
        let mut text = lines.next().map(std::mem::take).unwrap_or_default();
        text.reserve_exact(more);
        for line in lines {
            text.push('\n');
            text.push_str(line);
        }
        text
    }
}

/// True when blocks hold neither visible text nor a table.
pub fn is_blank(blocks: &[Block]) -> bool {
    blocks.iter().all(|block| match block {
        Block::Paragraph(line) => crate::text::has_nothing(line),
        Block::Table(_) => false,
    })
}

/// Cuts a text that is longer than any form has; says whether it did.
pub fn shorten(text: &mut String) -> bool {
    let kept = beginning(text, MOST_TEXT).len();
    let is_long = kept < text.len();
    if is_long {
        text.truncate(kept);
        text.shrink_to_fit();
    }
    is_long
}

/// A grid and whether a limit cut it.
#[derive(Debug)]
pub struct Built {
    /// The grid; number, parent and sheet are not set.
    pub grid: Grid,
    /// True when the table had more positions than allowed.
    pub cut: bool,
    /// Rows and columns of the cells whose text was too long.
    pub shortened: Vec<(usize, usize)>,
}

/// What the grids of a document may still take.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Grid positions.
    pub positions: usize,
    /// Bytes of text that merged cells carry down to further rows: later stages hold them once a row.
    pub carried: usize,
}

/// Makes a grid of placed cells: `rows` rows, as many columns as the cells reach, as far as there is room.
///
/// Every cell that is not covered keeps its first position; of several at one position the first keeps it and the
/// texts of the others become covered texts. Spans stop at a position that another cell has. A covered cell whose
/// position nothing covers is a cell after all. Holes become blank cells of one position each. The texts are taken out
/// of the cells; what tables they hold stays.
pub fn grid(cells: &mut [Placed], rows: usize, room: &mut Room) -> Built {
    let wanted = (rows, width(cells));
    let (rows, cols) = fit(wanted, room.positions);
    room.positions = room.positions.saturating_sub(rows * cols);
    let cut = (rows, cols) != wanted;
    let place = |cell: &Placed| (cell.row, cell.col);
    // Nearly always in order already.
    if !cells.is_sorted_by_key(place) {
        cells.sort_by_key(place);
    }
    let mut making = Making {
        rows,
        cols,
        owner: vec![NOBODY; rows * cols],
        cells: Vec::with_capacity(cells.iter().filter(|cell| !cell.covered).count()),
        covered: Vec::new(),
        carried: room.carried,
        cut,
        shortened: Vec::new(),
    };
    making.take(cells);
    room.carried = making.carried;
    let (cut, shortened) = (making.cut, std::mem::take(&mut making.shortened));
    Built { grid: making.finish(), cut, shortened }
}

/// The number of columns: as far as any cell reaches, without the blank tail of a very wide table.
fn width(cells: &[Placed]) -> usize {
    let reach = |cell: &Placed| cell.col.saturating_add(cell.colspan.max(1));
    let all = cells.iter().map(reach).max().unwrap_or(0);
    if all <= USUAL_COLUMNS {
        return all;
    }
    let filled = cells.iter().filter(|cell| !is_blank(&cell.blocks)).map(reach).max().unwrap_or(0);
    filled.max(USUAL_COLUMNS)
}

/// The rows and columns that the limits allow; whole rows go first.
fn fit((rows, cols): (usize, usize), most_positions: usize) -> (usize, usize) {
    let cols = cols.min(MOST_COLUMNS).min(most_positions);
    if cols == 0 {
        return (0, 0);
    }
    (rows.min(most_positions / cols), cols)
}

/// The owner of a position that no cell has. There are never so many cells.
const NOBODY: u32 = u32::MAX;

/// A grid in the making.
struct Making {
    rows: usize,
    cols: usize,
    /// For each position, row by row, the index of its cell.
    owner: Vec<u32>,
    cells: Vec<Cell>,
    covered: Vec<CoveredText>,
    /// Bytes of text that may still be carried down.
    carried: usize,
    cut: bool,
    shortened: Vec<(usize, usize)>,
}

impl Making {
    /// Takes in cells in order: first all that are not covered, so that these have their positions.
    fn take(&mut self, cells: &mut [Placed]) {
        let (rows, cols) = (self.rows, self.cols);
        let inside = |cell: &&mut Placed| cell.row < rows && cell.col < cols;
        let mut claims = Vec::new();
        for cell in cells.iter_mut().filter(|cell| !cell.covered).filter(inside) {
            let index = self.begin(cell);
            // A cell of one position reaches no further.
            claims.extend(index.filter(|_| cell.rowspan > 1 || cell.colspan > 1).map(|index| (index, &*cell)));
        }
        for (index, cell) in claims {
            self.reach(index, cell);
        }
        for cell in cells.iter_mut().filter(|cell| cell.covered).filter(inside) {
            if let Some(index) = self.begin(cell) {
                self.reach(index, cell);
            }
        }
    }

    fn is_free(&self, row: usize, col: usize) -> bool {
        row < self.rows && col < self.cols && self.owner.get(row * self.cols + col) == Some(&NOBODY)
    }

    /// Gives a cell its first position, or keeps its text as covered where another has it.
    fn begin(&mut self, cell: &mut Placed) -> Option<usize> {
        let mut text = cell.take_text();
        if shorten(&mut text) {
            self.shortened.push((cell.row, cell.col));
        }
        if !self.is_free(cell.row, cell.col) {
            if text.chars().any(|c| !crate::text::is_blank(c)) {
                self.covered.push(CoveredText { row: cell.row, col: cell.col, text });
            }
            return None;
        }
        Some(self.push(cell.row, cell.col, text))
    }

    /// Lets a cell reach over the free positions that it claims: first to the right, then down by whole rows.
    fn reach(&mut self, index: usize, claim: &Placed) {
        let (row, col) = (claim.row, claim.col);
        let right = col.saturating_add(claim.colspan).min(self.cols);
        let colspan = 1 + (col + 1..right).take_while(|&c| self.is_free(row, c)).count();
        let down = row.saturating_add(claim.rowspan).min(self.rows);
        let is_row_free = |r: &usize| (col..col + colspan).all(|c| self.is_free(*r, c));
        let free = (row + 1..down).take_while(is_row_free).count();
        let further = self.carry(index, free);
        let rowspan = 1 + further;
        self.own(index, row..row + rowspan, col..col + colspan);
        if let Some(cell) = self.cells.get_mut(index) {
            (cell.rowspan, cell.colspan) = (rowspan, colspan);
        }
    }

    /// How many of the free rows a cell's text may be carried to.
    fn carry(&mut self, index: usize, free: usize) -> usize {
        let weight = self.cells.get(index).map_or(0, |cell| cell.text.len()).max(1);
        let further = free.min(self.carried / weight);
        self.carried -= further * weight;
        self.cut |= further < free;
        further
    }

    /// Adds a cell of one position.
    fn push(&mut self, row: usize, col: usize, text: String) -> usize {
        let index = self.cells.len();
        self.own(index, row..row + 1, col..col + 1);
        // Made where it stays: one that is pushed is made first and then waited for.
        self.cells.extend(once_with(|| Cell { row, col, rowspan: 1, colspan: 1, text }));
        index
    }

    /// Makes a cell the owner of positions.
    fn own(&mut self, index: usize, rows: Range<usize>, cols: Range<usize>) {
        let number = u32::try_from(index).unwrap_or(NOBODY);
        for row in rows {
            let from = row * self.cols;
            if let Some(run) = self.owner.get_mut(from + cols.start..from + cols.end) {
                run.fill(number);
            }
        }
    }

    /// Fills the holes and puts the cells in order.
    fn finish(mut self) -> Grid {
        for row in 0..self.rows {
            for col in 0..self.cols {
                if self.is_free(row, col) {
                    self.push(row, col, String::new());
                }
            }
        }
        let place = |cell: &Cell| (cell.row, cell.col);
        if !self.cells.is_sorted_by_key(place) {
            self.cells.sort_by_key(place);
            for index in 0..self.cells.len() {
                let Some(cell) = self.cells.get(index) else { break };
                let (rows, cols) = (cell.row..cell.row + cell.rowspan, cell.col..cell.col + cell.colspan);
                self.own(index, rows, cols);
            }
        }
        self.covered.sort_by_key(|text| (text.row, text.col));
        Grid {
            rows: self.rows,
            cols: self.cols,
            cells: self.cells,
            cover: self.owner,
            covered_texts: self.covered,
            ..Grid::default()
        }
    }
}
