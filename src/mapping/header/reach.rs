//! Which rows the heads above them reach.

use super::Header;
use crate::mapping::labelled::{Cell, Head, Sign, is_numeric};
use crate::mapping::schema::FieldKind;
use crate::model::Grid;

impl Header {
    /// Forgets open heads where the row begins something else; true where the only head is a row of its own.
    pub(super) fn keep_heads(&mut self, grid: &Grid, cells: &[Cell<'_>]) -> bool {
        let is_below = |cell: &Cell<'_>| {
            let head = self.head_over(cell.at.col);
            // A text's label is no amount, and what reaches over further heads is below none of them.
            let is_text = matches!(&cell.sign, Sign::Label(field) if field.kind == FieldKind::Text);
            head.is_some_and(|(start, end, field, _)| {
                let fits = *start == cell.at.col && (self.heads.len() == 1 || cell.end() <= *end);
                fits && !(is_text && field.kind == FieldKind::Money)
            })
        };
        let is_new = |cell: &Cell<'_>| !cell.is_value() && !is_below(cell) && !cell.repeats(grid);
        let is_else = |cell: &Cell<'_>| !cell.is_value() || cell.at.col > 0;
        let behind = usize::from(self.names_row(cells));
        // A label with one value under several heads is no item of their list.
        let reaches_on = |cell: &Cell<'_>| {
            let head = self.head_over(cell.at.col);
            head.is_some_and(|(_, end, ..)| *end < cell.end())
        };
        let is_pair = matches!(cells, [label, value] if !label.is_value() && value.is_value() && reaches_on(value));
        let forgets = is_pair || cells.iter().skip(behind).any(is_new) || self.is_section && cells.iter().any(is_else);
        if forgets {
            self.heads.clear();
        }
        std::mem::take(&mut self.is_section)
    }

    /// True where the first cell is a label left of all heads of money, and nothing but amounts under them stands behind it:
    /// `2024年预算` under `资金来源 | 合计 | 一般公共预算`.
    fn names_row(&self, cells: &[Cell<'_>]) -> bool {
        let [first, amounts @ ..] = cells else { return false };
        let is_left = self.heads.first().is_some_and(|head| first.end() < head.0);
        // Or one value of just its width under each head: 总体目标 beside those under 中期目标 and 年度目标.
        let fits = |(cell, head): (&Cell<'_>, &Head)| {
            cell.is_value() && (cell.at.col, cell.end()) == (head.0, head.1) && head.2.kind == FieldKind::Text
        };
        if is_left && self.heads.len() > 1 && amounts.len() == self.heads.len() && !self.is_list {
            let is_matrix = amounts.iter().zip(&self.heads).all(fits);
            if is_matrix && !first.is_value() {
                return true;
            }
        }
        let of_money = |cell: &Cell<'_>| {
            let head = self.head_over(cell.at.col);
            is_numeric(cell.at) && head.is_some_and(|(.., field, _)| field.kind == FieldKind::Money)
        };
        is_left && !first.is_value() && !amounts.is_empty() && amounts.iter().all(of_money)
    }
}
