//! The shape of a table row: its cells' edges and merge marks ([MS-DOC] 2.6.3, 2.9.314 TDefTableOperand, 2.9.311 TC80).

use crate::model::Merge;

use super::bytes::{i16_at, u8_at, u16_at};
use super::sprm::{Prl, code};

/// The most cells that a row can have; also what bounds a hostile sprmTInsert.
const MOST_CELLS: usize = 64;

/// A cell's merge marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct CellShape {
    /// Horizontal.
    pub(super) horizontal: Merge,
    /// Vertical.
    pub(super) vertical: Merge,
}

/// A row's edges, one more than its cells, and its cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RowShape {
    edges: Vec<i32>,
    cells: Vec<CellShape>,
    gap_half: i32,
}

impl RowShape {
    /// The left and right edge of each cell in twips, and its marks.
    pub(super) fn cells(&self) -> impl Iterator<Item = ((i32, i32), &CellShape)> {
        let rights = self.edges.iter().skip(1);
        let bounds = self.edges.iter().zip(rights).map(|(left, right)| (*left, *right));
        bounds.zip(&self.cells)
    }

    /// Applies one modifier.
    pub(super) fn apply(&mut self, prl: &Prl<'_>) {
        match prl.code {
            code::T_DEF_TABLE => self.define(prl.operand, 20).unwrap_or(()),
            code::T_DEF_TABLE_10 => self.define(prl.operand, 10).unwrap_or(()),
            code::T_LEFT => self.move_to(i16_at(prl.operand, 0).unwrap_or(0)),
            code::T_GAP_HALF => self.gap_half = i32::from(i16_at(prl.operand, 0).unwrap_or(0)),
            code::T_INSERT => self.insert(prl.operand).unwrap_or(()),
            code::T_DELETE => self.delete(prl.operand).unwrap_or(()),
            code::T_COLUMN => self.set_width(prl.operand).unwrap_or(()),
            code::T_MERGE => self.merge(prl.operand).unwrap_or(()),
            code::T_SPLIT => self.split(prl.operand).unwrap_or(()),
            code::T_VERT_MERGE => self.merge_vertically(prl.operand).unwrap_or(()),
            _ => {}
        }
    }

    /// sprmTDefTable: the count of cells, all edges, then a TC of `width` bytes a cell (trailing ones may be left out).
    fn define(&mut self, operand: &[u8], width: usize) -> Option<()> {
        let count = usize::from(u8_at(operand, 0)?).min(MOST_CELLS);
        let edge = |i: usize| i16_at(operand, 1 + i * 2).map(i32::from);
        let cell = |i: usize| {
            let bits = u16_at(operand, 1 + (count + 1) * 2 + i * width).unwrap_or(0);
            let horizontal = match bits & 3 {
                0 => Merge::None,
                1 => Merge::Restart,
                _ => Merge::Continue,
            };
            CellShape { horizontal, vertical: vertical(bits >> 5) }
        };
        self.edges.clear();
        self.edges.reserve(count + 1);
        self.edges.extend((0..=count).map_while(edge));
        self.cells.clear();
        self.cells.extend((0..count).map(cell));
        Some(())
    }

    /// sprmTDxaLeft: where the text of the first cell begins.
    fn move_to(&mut self, left: i16) {
        let by = self.edges.first().map_or(0, |first| i32::from(left) - (first + self.gap_half));
        self.shift(0, by);
    }

    fn shift(&mut self, from: usize, by: i32) {
        self.edges.iter_mut().skip(from).for_each(|edge| *edge = edge.saturating_add(by));
    }

    /// sprmTInsert: cells of one width before a cell; what stands behind moves right.
    fn insert(&mut self, operand: &[u8]) -> Option<()> {
        let count = usize::from(u8_at(operand, 1)?).min(MOST_CELLS.saturating_sub(self.cells.len()));
        let at = usize::from(u8_at(operand, 0)?).min(self.cells.len());
        let width = i32::from(u16_at(operand, 2)?);
        if self.edges.is_empty() {
            self.edges.push(0);
        }
        let left = *self.edges.get(at)?;
        let edges = (1..=count).scan(left, |edge, _| {
            *edge = edge.saturating_add(width);
            Some(*edge)
        });
        let edges: Vec<i32> = edges.collect();
        let by = edges.last()? - left;
        self.shift(at + 1, by);
        self.edges.splice(at + 1..at + 1, edges);
        self.cells.splice(at..at, (0..count).map(|_| CellShape::default()));
        Some(())
    }

    /// The range of cells that an operand's first two bytes name, cut to the row.
    fn range(&self, operand: &[u8]) -> Option<(usize, usize)> {
        let last = usize::from(u8_at(operand, 1)?).min(self.cells.len());
        let first = usize::from(u8_at(operand, 0)?);
        (first < last && self.edges.len() > last).then_some((first, last))
    }

    /// sprmTDelete: cells go, what stands behind moves left.
    fn delete(&mut self, operand: &[u8]) -> Option<()> {
        let (first, last) = self.range(operand)?;
        let by = self.edges.get(first)?.checked_sub(*self.edges.get(last)?)?;
        self.cells.drain(first..last);
        self.edges.drain(first + 1..=last);
        self.shift(first + 1, by);
        Some(())
    }

    /// sprmTDxaCol: cells get one width, what stands behind moves along.
    fn set_width(&mut self, operand: &[u8]) -> Option<()> {
        let (first, last) = self.range(operand)?;
        let width = i32::from(u16_at(operand, 2)?);
        for cell in first..last {
            let by = width.saturating_sub(self.edges.get(cell + 1)?.checked_sub(*self.edges.get(cell)?)?);
            self.shift(cell + 1, by);
        }
        Some(())
    }

    /// sprmTMerge: a range of cells becomes one.
    fn merge(&mut self, operand: &[u8]) -> Option<()> {
        let (first, last) = self.range(operand)?;
        for (i, cell) in self.cells.get_mut(first..last)?.iter_mut().enumerate() {
            cell.horizontal = if i == 0 { Merge::Restart } else { Merge::Continue };
        }
        Some(())
    }

    /// sprmTSplit: takes a merge back.
    fn split(&mut self, operand: &[u8]) -> Option<()> {
        let (first, last) = self.range(operand)?;
        self.cells.get_mut(first..last)?.iter_mut().for_each(|cell| cell.horizontal = Merge::None);
        Some(())
    }

    /// sprmTVertMerge: a cell and its vertical mark.
    fn merge_vertically(&mut self, operand: &[u8]) -> Option<()> {
        let cell = self.cells.get_mut(usize::from(u8_at(operand, 0)?))?;
        cell.vertical = vertical(u16::from(u8_at(operand, 1)?));
        Some(())
    }
}

/// VerticalMergeFlag: bit 0 merged, bit 1 the first of a merged run.
fn vertical(bits: u16) -> Merge {
    match bits & 3 {
        0 => Merge::None,
        1 => Merge::Continue,
        _ => Merge::Restart,
    }
}
