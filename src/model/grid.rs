//! What the table stage yields: grids in which each position is covered by exactly one cell.

use std::collections::BTreeSet;

/// A document whose tables are resolved: running text and grids in reading order.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Paragraphs and tables in order; a nested table follows the table that holds it.
    pub items: Vec<Item>,
    /// The grids; `Item::Table` indexes them. `grids[i].table_no == i + 1`.
    pub grids: Vec<Grid>,
}

/// One step of reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A paragraph outside any table.
    Text(String),
    /// The index of a grid.
    Table(usize),
}

/// A table of `rows` × `cols` positions, each covered by exactly one cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// The table's number in the document, from 1, in order of first appearance.
    pub table_no: u32,
    /// The cell that holds this table, if it is nested.
    pub parent: Option<ParentCell>,
    /// Of a nested table: the lines right before it in the cell that holds it.
    pub lead: Vec<String>,
    /// A worksheet's name.
    pub sheet: Option<String>,
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub cols: usize,
    /// The cells, ordered by (row, col).
    pub cells: Vec<Cell>,
    /// For each position, row by row, the index of its cell in `cells`.
    pub cover: Vec<u32>,
    /// Text that stood in cells lying under a merge: not shown in print, never lost.
    pub covered_texts: Vec<CoveredText>,
    /// True when the spans were not stated by the file but worked out (text exports).
    pub inferred: bool,
}

/// Where a nested table stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParentCell {
    /// The outer table's number, from 1.
    pub table_no: u32,
    /// The cell's row, from 0.
    pub row: usize,
    /// The cell's column, from 0.
    pub col: usize,
}

/// A cell of a grid; rows and columns from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// First row.
    pub row: usize,
    /// First column.
    pub col: usize,
    /// Rows covered, at least 1.
    pub rowspan: usize,
    /// Columns covered, at least 1.
    pub colspan: usize,
    /// Text; paragraphs and line breaks are `\n`.
    pub text: String,
}

impl Cell {
    /// True when the cell has no visible character.
    pub fn is_blank(&self) -> bool {
        Self::is_text_blank(&self.text)
    }

    /// True for a text without a visible character.
    pub fn is_text_blank(text: &str) -> bool {
        text.chars().all(|c| c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}')
    }
}

/// Text in a position that a merged cell covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoveredText {
    /// Row, from 0.
    pub row: usize,
    /// Column, from 0.
    pub col: usize,
    /// The text.
    pub text: String,
}

impl Grid {
    /// The index of the cell that covers a position.
    pub fn at(&self, row: usize, col: usize) -> Option<usize> {
        if row >= self.rows || col >= self.cols {
            return None;
        }
        self.cover.get(row * self.cols + col).map(|&i| i as usize)
    }

    /// The cell that covers a position.
    pub fn cell(&self, row: usize, col: usize) -> Option<&Cell> {
        self.at(row, col).and_then(|i| self.cells.get(i))
    }

    /// The indices of the cells that cover a row, left to right, each once.
    pub fn row_cells(&self, row: usize) -> Vec<usize> {
        self.cells_over(row).collect()
    }

    /// The same, one after the other.
    pub fn cells_over(&self, row: usize) -> impl Iterator<Item = usize> {
        let mut col = 0;
        std::iter::from_fn(move || {
            let index = self.at(row, col)?;
            let cell = self.cells.get(index)?;
            col = cell.col + cell.colspan.max(1);
            Some(index)
        })
    }
}

/// The labels on which a text export without cell marks is anchored, as [`crate::text::key`]s. They come from the
/// mappings; the table stage knows no label of its own.
#[derive(Debug, Clone, Default)]
pub struct Anchors {
    /// Labels that head a form's title line; matched as a suffix of the line's key.
    pub titles: BTreeSet<String>,
    /// Labels of level columns (level 1 to 3) of an indicator block.
    pub levels: BTreeSet<String>,
    /// Labels of columns that hold the names of indicators behind those of levels.
    pub contents: BTreeSet<String>,
    /// Labels of columns of indicators' names; those of level 3 are in both.
    pub names: BTreeSet<String>,
    /// Labels of columns of targets.
    pub targets: BTreeSet<String>,
    /// Labels of all columns of an indicator block, levels included.
    pub columns: BTreeSet<String>,
    /// Labels of columns of points.
    pub points: BTreeSet<String>,
    /// Labels of the columns of a money block.
    pub amounts: BTreeSet<String>,
    /// Labels of header fields.
    pub fields: BTreeSet<String>,
    /// Of these, labels of names and numbers: their values have one line.
    pub single: BTreeSet<String>,
    /// Names of level 1 and level 2 values (output, quantity …).
    pub level_names: BTreeSet<String>,
    /// Names of level 1 alone.
    pub first_level_names: BTreeSet<String>,
    /// Labels of rows of sums.
    pub totals: BTreeSet<String>,
    /// Labels of contacts: in a header too, and those that open a footer line.
    pub footers: BTreeSet<String>,
}

impl Anchors {
    /// True for the label of a header's field, a contact's too: what follows that is no part of the value before it.
    pub fn is_field(&self, key: &str) -> bool {
        self.fields.contains(key) || self.footers.contains(key)
    }
}
