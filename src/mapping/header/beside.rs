//! Heads beside labels that span rows, and heads over labels.

use super::Header;
use crate::mapping::labelled::{Cell, Sign};
use crate::mapping::lexicon::Lexicon;
use crate::mapping::schema::FieldKind;
use crate::mapping::word::Sheet;
use crate::model::Use;

impl Header {
    /// A label beside one that spans rows, with a value of its own width below: 总体目标 beside 年度目标.
    pub(super) fn only_head(
        &mut self,
        sheet: Sheet<'_>,
        cells: &[Cell<'_>],
        lexicon: &Lexicon,
        uses: &mut [Use],
    ) -> bool {
        let [spine, head] = cells else { return false };
        let (Sign::Label(_) | Sign::Caption, Sign::Label(field)) = (&spine.sign, &head.sign) else { return false };
        let row = head.at.row + head.at.rowspan;
        let is_beside = spine.at.row + spine.at.rowspan > row && spine.end() + 1 == head.at.col;
        let [below] = *sheet.begun(row) else { return false };
        let value = Cell::read(sheet, below, lexicon);
        let is_under = (value.at.col, value.at.colspan) == (head.at.col, head.at.colspan);
        if !is_beside || !is_under || !value.is_value() || field.kind != FieldKind::Text {
            return false;
        }
        cells.iter().for_each(|cell| uses[cell.index] = cell.label_use());
        self.heads = vec![(head.at.col, head.end(), (*field).clone(), head.at.text.clone())];
        (self.is_list, self.open) = (false, None);
        true
    }
}

/// True for a head with labels of money below it, not amounts.
pub(super) fn heads_labels(sheet: Sheet<'_>, head: &Cell<'_>, lexicon: &Lexicon) -> bool {
    let below = sheet.grid.at(head.at.row + head.at.rowspan, head.at.col);
    let below = below.filter(|&i| !sheet.word(i).is_blank).map(|i| Cell::read(sheet, i, lexicon));
    below.is_some_and(|cell| matches!(cell.sign, Sign::Label(field) if field.kind == FieldKind::Money))
}

/// True where an export left out the cell beside the block in the rows below its head, so that these stand too far to the
/// left: a label of money is below that cell, and there are as many amounts as heads but the one over the labels.
pub(super) fn heads_moved_labels(sheet: Sheet<'_>, cells: &[Cell<'_>], head: &Cell<'_>, lexicon: &Lexicon) -> bool {
    let [spine, second, ..] = cells else { return false };
    let row = spine.at.row + 1;
    let (heads, below) = (cells.len() - 2, sheet.begun(row).len().saturating_sub(1));
    let is_moved = sheet.grid.inferred && spine.at.rowspan == 1 && second.index == head.index;
    is_moved && (below == heads || below + 1 == heads) && heads > 1 && heads_labels(sheet, spine, lexicon)
}
