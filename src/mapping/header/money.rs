//! Money tables in a header: heads of columns, and the rows of amounts under them.

use std::sync::Arc;

use crate::finding::Place;
use crate::mapping::header::{Found, Header, LONGEST_HEAD, MoneyHead, NO_AMOUNTS, over};
use crate::mapping::labelled::{Cell, Sign, is_numeric, skipped_head, total};
use crate::mapping::lexicon::{FieldDef, Lexicon};
use crate::mapping::schema::FieldKind;
use crate::mapping::word::Sheet;
use crate::mapping::{by_year, clean};
use crate::model::{Grid, Use};
use crate::text;

impl Header {
    /// A row with two or more heads of money columns and nothing but labels.
    pub(super) fn money_heads(
        &mut self,
        sheet: Sheet<'_>,
        cells: &[Cell<'_>],
        lexicon: &Lexicon,
        uses: &mut [Use],
    ) -> bool {
        let years = by_year::heads(sheet, cells, lexicon, |col| self.head_over(col).is_some());
        let named = |cell: &Cell<'_>| lexicon.money_columns.get(&cell.word.label).copied();
        let roles: Vec<Option<&'static str>> =
            cells.iter().zip(&years).map(|(cell, year)| named(cell).or(year.as_ref().map(|_| by_year::ROLE))).collect();
        let all = || cells.iter().zip(&roles);
        let (skipped, left) = skipped_head(sheet, cells, lexicon);
        let heads: Vec<MoneyHead> = all()
            .zip(years)
            .filter(|((cell, _), _)| skipped != Some(cell.index))
            .filter_map(|((cell, &role), year)| {
                let role = role?;
                Some((cell.at.col.checked_sub(left)?, cell.end() - left, role, year))
            })
            .collect();
        let amounts = heads.iter().filter(|head| !NO_AMOUNTS.contains(&head.2)).count();
        // Among many known heads one that is not known is a head too; its amounts are reported.
        let unknown = all().filter(|(cell, role)| role.is_none() && cell.is_value()).map(|(cell, _)| cell);
        let is_short = |cell: &Cell<'_>| cell.word.length <= LONGEST_HEAD && !is_numeric(cell.at);
        let of_years = heads.iter().filter(|head| head.3.is_some()).count();
        let may_head = (heads.len() >= 3 || of_years >= 2)
            && unknown.clone().count() < heads.len()
            && unknown.clone().all(is_short);
        let named = heads.iter().filter(|head| !matches!(head.2, "note" | "number")).count();
        // Behind several labels of a kind they are labels too: 任务名称 | 主要内容 | 批复金额 | 实际支出金额.
        let labels = |kind: FieldKind| {
            let before = all().take_while(|(_, role)| role.is_none());
            before.filter(|(cell, _)| matches!(cell.sign, Sign::Label(field) if field.kind == kind)).count()
        };
        let is_list = labels(FieldKind::Text).max(labels(FieldKind::Money)) > 1;
        if named < 2 || amounts == 0 || is_list || !(may_head || unknown.count() == 0) {
            return false;
        }
        for (cell, role) in all().filter(|(cell, role)| role.is_some() || !cell.is_value()) {
            uses[cell.index] = match role {
                Some(role) => Use::MoneyHead(role),
                None => cell.label_use(),
            };
        }
        // Heads of two rows began in the row above; the second row of them may be printed as blank cells.
        let row = cells.first().map_or(0, |cell| cell.at.row);
        let reaches =
            |head: &MoneyHead| sheet.grid.cell(row, head.0).is_some_and(|cell| cell.row < row || cell.is_blank());
        self.money.retain(reaches);
        self.money.extend(heads);
        self.money.sort_by_key(|head| head.0);
        self.heads.clear();
        true
    }

    /// The money head over a column.
    fn money_over(&self, col: usize) -> Option<&MoneyHead> {
        over(&self.money, col, |&(start, end, ..)| (start, end))
    }

    /// A row of amounts under money heads: its label, then a value a column.
    pub(super) fn money_row(
        &mut self,
        grid: &Grid,
        row: usize,
        cells: &[Cell<'_>],
        lexicon: &Lexicon,
        uses: &mut [Use],
    ) -> Option<Vec<Found>> {
        let first_amount = self.money.first()?.0;
        let label = |cell: &Cell<'_>| match &cell.sign {
            Sign::Label(field) if field.kind != FieldKind::Text => Some((cell.index, (*field).clone())),
            Sign::Pairs(pairs) => {
                let amount = pairs.first().filter(|pair| pair.field.kind != FieldKind::Text);
                amount.map(|pair| (cell.index, pair.field.clone()))
            }
            _ => None,
        };
        let before = cells.iter().filter(|cell| cell.at.col < first_amount);
        let known = before.filter_map(label).next();
        let Some(mut of) = known.or_else(|| self.unlabelled(grid, cells, first_amount, lexicon)) else {
            // A name alone that is not known may stand over blank amounts; the rows below have the same heads.
            if !matches!(cells, [only] if only.is_value() && only.end() < first_amount && !is_numeric(only.at)) {
                self.money.clear();
            }
            return None;
        };
        let mut found = Vec::new();
        for cell in cells {
            // In a two-sided table another label stands between the amounts.
            let is_between = cell.at.col > first_amount && self.money_over(cell.at.col).is_none();
            of = Some(cell).filter(|_| is_between).and_then(label).unwrap_or(of);
            let (label, field) = (of.0, &of.1);
            let label_text = clean::one_line(&grid.cells[label].text);
            if let Some((_, _, role, year)) = self.money_over(cell.at.col) {
                uses[cell.index] = Use::Amount(field.name.clone(), role);
                found.push(Found {
                    field: field.clone(),
                    column: Some(role),
                    year: year.clone(),
                    label: label_text,
                    value: cell.at.text.clone(),
                    place: Place::of(grid.table_no, row, cell.at.col),
                });
            } else if cell.index == label || !cell.is_value() {
                uses[cell.index] = cell.label_use();
            }
        }
        Some(found)
    }

    /// A row of amounts whose label is none that is known, or that has none at all: then it is the total.
    fn unlabelled(
        &self,
        grid: &Grid,
        cells: &[Cell<'_>],
        first_amount: usize,
        lexicon: &Lexicon,
    ) -> Option<(usize, Arc<FieldDef>)> {
        // An amount under a head that is not known is reported.
        let is_known = |cell: &&Cell<'_>| cell.at.col < first_amount || !is_numeric(cell.at);
        let (under, rest): (Vec<&Cell<'_>>, Vec<&Cell<'_>>) =
            cells.iter().partition(|cell| self.money_over(cell.at.col).is_some());
        let unknown: Vec<&Cell<'_>> = rest.into_iter().filter(is_known).collect();
        let is_numeric = |cell: &&&Cell<'_>| text::has_digit(&cell.at.text);
        if under.len() < 2 || under.iter().filter(is_numeric).count() * 2 < under.len() {
            return None;
        }
        match unknown[..] {
            // Years alone may head anything: numbers of staff.
            [] if self.money.iter().all(|head| head.2 == by_year::ROLE) => None,
            [] => {
                let total = total(lexicon)?;
                let row = cells.first()?.at.row;
                // The label is the heading's own group label, left of the amounts, or else the first head above.
                let group = grid.at(row, first_amount.saturating_sub(1)).filter(|&i| !grid.cells[i].is_blank());
                Some((group.or_else(|| grid.at(row.checked_sub(1)?, first_amount))?, total))
            }
            [label] if label.at.col < first_amount && label.at.text.chars().any(char::is_alphabetic) => {
                Some((label.index, FieldDef::own("other_amount".into(), None, FieldKind::Money)))
            }
            _ => None,
        }
    }
}
