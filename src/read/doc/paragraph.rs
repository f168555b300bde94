//! Paragraph properties: style and place in tables ([MS-DOC] 2.6.2).

use super::bytes::{size_at, slice, u16_at, u32_at};
use super::fib::Era;
use super::sprm::{Prl, Prls, code};

/// A paragraph's properties but the shape of its row, which only a paragraph that ends one needs
/// ([`RowShape`](super::row::RowShape)).
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Properties {
    /// The paragraph stands in a table.
    pub(super) in_table: bool,
    /// Its mark ends a row of the outermost table.
    pub(super) row_end: bool,
    /// Its mark ends a cell of a nested table.
    pub(super) inner_cell: bool,
    /// Its mark ends a row of a nested table.
    pub(super) inner_row: bool,
    depth: u32,
}

impl Properties {
    /// How many tables the paragraph stands in.
    pub(super) fn depth(&self) -> usize {
        // Word 97 knows no nested tables and states no depth.
        if self.in_table { usize::try_from(self.depth.max(1)).unwrap_or(1) } else { 0 }
    }

    /// Applies one modifier.
    pub(super) fn apply(&mut self, prl: &Prl<'_>) {
        match prl.code {
            code::P_IN_TABLE => self.in_table = prl.byte() != 0,
            code::P_ROW_END => self.row_end = prl.byte() != 0,
            code::P_INNER_CELL => self.inner_cell = prl.byte() != 0,
            code::P_INNER_ROW => self.inner_row = prl.byte() != 0,
            code::P_DEPTH => self.set_depth(u32_at(prl.operand, 0).unwrap_or(0)),
            code::P_DEPTH_BY => {
                let by = u32_at(prl.operand, 0).unwrap_or(0).cast_signed();
                self.set_depth(self.depth.saturating_add_signed(by));
            }
            _ => {}
        }
    }

    fn set_depth(&mut self, depth: u32) {
        self.depth = depth;
        self.in_table |= depth > 0;
    }
}

/// Gives modifiers in order. `data` is the Data stream, where long ones are kept ([MS-DOC] 2.6.2, sprmPHugePapx and
/// sprmPTableProps); those stand in place of the one that points to them.
pub(super) fn each<'p>(prls: impl Iterator<Item = Prl<'p>>, data: &'p [u8], mut take: impl FnMut(&Prl<'p>)) {
    prls.for_each(|prl| match prl.code {
        code::P_HUGE | code::P_HUGE_97 | code::P_TABLE_PROPS => {
            Prls::new(stored(data, &prl).unwrap_or(&[]), Era::Word97).for_each(|prl| take(&prl));
        }
        _ => take(&prl),
    });
}

/// A PrcData in the Data stream: a length of two bytes, then modifiers ([MS-DOC] 2.9.210).
fn stored<'d>(data: &'d [u8], prl: &Prl<'_>) -> Option<&'d [u8]> {
    let at = size_at(prl.operand, 0)?;
    let len = usize::from(u16_at(data, at)?);
    slice(data, at.checked_add(2)?, len).or_else(|| data.get(at.checked_add(2)?..))
}
