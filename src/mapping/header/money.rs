//! Money tables in a header: heads of columns, and the rows of amounts under them.

use std::sync::Arc;

use crate::finding::Place;
use crate::mapping::header::{Found, Header, LONGEST_HEAD, over};
use crate::mapping::labelled::{Cell, Sign, is_numeric};
use crate::mapping::lexicon::{FieldDef, Lexicon};
use crate::mapping::schema::FieldKind;
use crate::mapping::word::Sheet;
use crate::mapping::{by_year, clean};
use crate::model::{Grid, Use};
use crate::text;

/// Heads of a money table over what is no amount.
const NO_AMOUNTS: &[&str] = &["weight", "score", "rate", "deviation_rate", "share", "note", "number"];

/// The head of a money column: first and last grid column, role, and year where it is one year's.
pub(super) type MoneyHead = (usize, usize, &'static str, Option<String>);

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

/// The field of the form's whole amount.
pub(super) fn total(lexicon: &Lexicon) -> Option<Arc<FieldDef>> {
    lexicon.field_defs.iter().find(|def| def.form == Some("budget_total")).cloned()
}

/// For each cell of a row, the money column that it labels: `年初预算数 | 20 | 全年执行数 | 18`.
pub(super) fn amounts_beside(cells: &[Cell<'_>], lexicon: &Lexicon) -> Vec<Option<&'static str>> {
    let may_head = |cell: &Cell<'_>| matches!(cell.sign, Sign::Value | Sign::Caption);
    let role = |cell: &Cell<'_>| lexicon.money_columns.get(&cell.word.label).copied().filter(|_| may_head(cell));
    let is_amount = |cell: &&Cell<'_>| cell.is_value() && text::has_digit(&cell.at.text);
    let beside = |(n, cell): (usize, &Cell<'_>)| {
        let next = cells.get(n + 1).filter(is_amount).filter(|next| role(next).is_none())?;
        role(cell).filter(|_| next.at.col == cell.end() + 1)
    };
    cells.iter().enumerate().map(beside).collect()
}

/// Of the heads of a money table the first, where it stands over the labels of the amounts, 年度预算数 over 总额, or beside
/// the whole table: then no amounts are below it. Behind it how many columns the heads stand right of their amounts.
fn skipped_head(sheet: Sheet<'_>, cells: &[Cell<'_>], lexicon: &Lexicon) -> (Option<usize>, usize) {
    let mut heads = cells.iter().filter(|cell| lexicon.money_columns.get(&cell.word.label).is_some());
    let Some(first) = heads.next() else { return (None, 0) };
    if stands_over_moved_labels(sheet, cells, first, lexicon) {
        return (Some(first.index), first.at.colspan);
    }
    let below = sheet.grid.at(first.at.row + first.at.rowspan, first.at.col);
    let is_taller = |next: &Cell<'_>| next.at.rowspan < first.at.rowspan;
    let heads_none = below.is_some_and(|i| labels_amount(sheet, i, lexicon)) || heads.next().is_some_and(is_taller);
    (heads_none.then_some(first.index), 0)
}

/// True where an export left out the cell beside the block in the rows below its head, so that these stand too far to the
/// left: a label of money is below that cell, and there are as many amounts as heads but the one over the labels.
fn stands_over_moved_labels(sheet: Sheet<'_>, cells: &[Cell<'_>], head: &Cell<'_>, lexicon: &Lexicon) -> bool {
    let [spine, second, ..] = cells else { return false };
    let row = spine.at.row + 1;
    let (heads, below) = (cells.len() - 2, sheet.begun(row).len().saturating_sub(1));
    let has_label = || sheet.grid.at(row, spine.at.col).is_some_and(|i| labels_amount(sheet, i, lexicon));
    let is_moved = sheet.grid.inferred && spine.at.rowspan == 1 && second.index == head.index && has_label();
    is_moved && heads > 1 && (below == heads || below + 1 == heads)
}

/// True for a cell with the label of an amount.
fn labels_amount(sheet: Sheet<'_>, cell: usize, lexicon: &Lexicon) -> bool {
    lexicon.field(sheet.word(cell)).is_some_and(|field| field.kind == FieldKind::Money)
}

/// Fewer numbers than that count no columns.
const FEWEST_COLUMNS: usize = 4;

/// True for the numbers of columns, 1, 2, 3 …, with a caption before them.
pub(super) fn count_columns(cells: &[Cell<'_>]) -> bool {
    let numbers = cells.iter().filter_map(|cell| text::fold(&cell.at.text).parse::<u16>().ok());
    let others = || cells.iter().filter(|cell| !is_numeric(cell.at));
    numbers.clone().count() >= FEWEST_COLUMNS
        && numbers.zip(1..).all(|(number, column)| number == column)
        && others().all(|cell| matches!(cell.sign, Sign::Caption) && cell.index == cells[0].index)
}
