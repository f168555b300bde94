//! Header and footer rows: labelled cells outside the indicator block.

mod money;
mod reach;
mod values;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::finding::Place;
use crate::mapping::labelled::{Cell, Head, Sign, is_list, is_numeric, strange_heads};
use crate::mapping::lexicon::{FieldDef, Lexicon};
use crate::mapping::schema::FieldKind;
use crate::mapping::word::Sheet;
use crate::mapping::{goals, inline, unknown};
use crate::model::{Use, grid};
use crate::text;

use money::MoneyHead;

/// More cells with text than any header row has.
const MOST_CELLS: usize = 512;

/// The most characters of a head that no label explains.
const LONGEST_HEAD: usize = 12;

/// A labelled value found in a header, footer or running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The field's definition.
    pub field: Arc<FieldDef>,
    /// The column of a money table that it stands in.
    pub column: Option<&'static str>,
    /// The year of an amount that has a column, or a row, of its own year.
    pub year: Option<String>,
    /// The label as printed.
    pub label: String,
    /// The value as printed.
    pub value: String,
    /// Where it stands; row 0 in running text.
    pub place: Place,
}

impl Found {
    /// A value under no head of a money table.
    pub fn new(field: Arc<FieldDef>, label: String, value: String, place: Place) -> Self {
        Self { field, column: None, year: None, label, value, place }
    }
}

/// What the rows above leave open for the rows below.
#[derive(Debug, Clone, Default)]
pub struct Header {
    /// Heads of money columns.
    money: Vec<MoneyHead>,
    /// Field labels that head the cells below them: first and last grid column and field.
    heads: Vec<Head>,
    /// True where the heads stand over a list of items, each with its own amounts.
    is_list: bool,
    /// True where the head is a row of its own.
    is_section: bool,
    /// A label that spans rows: its last row, the column after it, field and label.
    open: Option<(usize, usize, Arc<FieldDef>, String)>,
    /// Of the grid with this number: where its known labels begin.
    label_columns: Option<(u32, BTreeSet<usize>)>,
}

/// Of heads in order, the one over a column.
fn over<T>(heads: &[T], col: usize, reach: impl Fn(&T) -> (usize, usize)) -> Option<&T> {
    let head = heads.get(heads.partition_point(|head| reach(head).1 < col))?;
    (reach(head).0 <= col).then_some(head)
}

impl Header {
    /// The field's head over a column.
    fn head_over(&self, col: usize) -> Option<&Head> {
        over(&self.heads, col, |head| (head.0, head.1))
    }

    /// Forgets what was open; called where an indicator block begins.
    pub fn close(&mut self) {
        *self = Self { label_columns: self.label_columns.take(), ..Self::default() };
    }

    /// True where heads of a list or of amounts are open for the rows below.
    pub fn has_heads(&self) -> bool {
        !self.heads.is_empty() || !self.money.is_empty()
    }

    /// Reads one row; marks the cells it used and gives what it found.
    pub fn row(&mut self, sheet: Sheet<'_>, row: usize, lexicon: &Lexicon, uses: &mut [Use]) -> Vec<Found> {
        let free = || sheet.begun(row).iter().filter(|&&i| uses[i] == Use::Blank);
        let count = free().count();
        if count == 0 || count > MOST_CELLS {
            return Vec::new();
        }
        let mut cells = Vec::with_capacity(count);
        cells.extend(free().map(|&i| Cell::read(sheet, i, lexicon)));
        if self.money_heads(sheet, &cells, lexicon, uses) {
            return Vec::new();
        }
        if !self.money.is_empty() && money::count_columns(&cells) {
            cells.iter().for_each(|cell| uses[cell.index] = Use::Head("number".into()));
            return Vec::new();
        }
        if let Some(found) = self.money_row(sheet.grid, row, &cells, lexicon, uses) {
            return found;
        }
        if self.field_heads(sheet, row, &cells, lexicon, uses)
            || self.goal_heads(sheet, &cells, lexicon, uses)
            || self.section(sheet, &cells, uses)
        {
            return Vec::new();
        }
        let unknown = self.unknown(sheet, &cells, lexicon);
        self.labels(sheet.grid, cells, &unknown, lexicon, uses)
    }

    /// A row of nothing but adjoining field labels: they head the cells below.
    fn field_heads(
        &mut self,
        sheet: Sheet<'_>,
        row: usize,
        cells: &[Cell<'_>],
        lexicon: &Lexicon,
        uses: &mut [Use],
    ) -> bool {
        let is_head = |cell: &&Cell<'_>| matches!(cell.sign, Sign::Label(_)) && cell.at.rowspan == 1;
        if row + 1 >= sheet.grid.rows || cells.iter().filter(is_head).nth(1).is_none() {
            return false;
        }
        let (heads, rest): (Vec<&Cell<'_>>, Vec<&Cell<'_>>) = cells.iter().partition(is_head);
        let strange = strange_heads(sheet, &heads, &rest);
        let leads = |cell: &Cell<'_>| heads.first().is_some_and(|head| cell.at.col < head.at.col);
        // One that no label explains may stand beside the heads too; it is reported.
        let is_beside = |cell: &&Cell<'_>| cell.at.rowspan > 1 && leads(cell) && cell.word.length <= LONGEST_HEAD;
        let is_spine = |cell: &&Cell<'_>| match cell.sign {
            Sign::Value => is_beside(cell) || strange.contains(&cell.index),
            Sign::Pairs(_) => false,
            Sign::Label(_) | Sign::Caption => cell.at.rowspan > 1 || leads(cell),
        };
        let adjoining = !strange.is_empty() || heads.windows(2).all(|pair| pair[0].end() + 1 == pair[1].at.col);
        if !rest.iter().all(is_spine) || !adjoining || !may_be_over(sheet, row + 1, &heads, lexicon) {
            return false;
        }
        mark_labels(cells, uses);
        let head = |cell: &Cell<'_>| head(cell, strange.contains(&cell.index));
        // Heads of two rows began in the row above.
        let ends_here = |&i: &usize| {
            let at = &sheet.grid.cells[i];
            at.row + 1 == row && at.rowspan == 2
        };
        let taller = sheet.grid.cells_over(row).filter(ends_here).map(|i| Cell::read(sheet, i, lexicon));
        let all: Vec<_> = taller
            .filter_map(|cell| head(&cell))
            .chain(cells.iter().filter(|cell| !leads(cell)).filter_map(head))
            .collect();
        self.is_list = is_list(sheet, row, &all, lexicon);
        self.heads = all;
        self.heads.sort_by_key(|head| head.0);
        self.open = None;
        true
    }

    /// Goals in the rows of a label that spans them.
    fn goal_heads(&mut self, sheet: Sheet<'_>, cells: &[Cell<'_>], lexicon: &Lexicon, uses: &mut [Use]) -> bool {
        let Some(heads) = goals::heads(sheet, cells, lexicon) else { return false };
        mark_labels(cells, uses);
        self.heads = heads.iter().filter_map(|cell| head(cell, true)).collect();
        (self.open, self.is_list) = (None, false);
        true
    }

    /// A label over the whole width, with its value in the row below: `三、年度绩效目标`.
    fn section(&mut self, sheet: Sheet<'_>, cells: &[Cell<'_>], uses: &mut [Use]) -> bool {
        let [cell] = cells else { return false };
        let Sign::Label(field) = cell.sign else { return false };
        let below = sheet.grid.at(cell.at.row + cell.at.rowspan, cell.at.col);
        let is_wide = |at: &grid::Cell| at.colspan == sheet.grid.cols && at.colspan > 1;
        if !is_wide(cell.at) || !below.is_some_and(|i| is_wide(&sheet.grid.cells[i])) {
            return false;
        }
        uses[cell.index] = cell.label_use();
        self.heads = vec![(cell.at.col, cell.end(), field.clone(), cell.at.text.clone())];
        (self.is_section, self.is_list) = (true, false);
        true
    }

    /// For each cell of a row, whether it is a label that no mapping knows: where a label is due, in a column of labels,
    /// with a value beside it.
    fn unknown(&mut self, sheet: Sheet<'_>, cells: &[Cell<'_>], lexicon: &Lexicon) -> Vec<bool> {
        let mut is_due = true;
        let mut after = None;
        let mut unknown = vec![false; cells.len()];
        for (n, cell) in cells.iter().enumerate() {
            is_due |= after != Some(cell.at.col);
            after = Some(cell.end() + 1);
            is_due = match &cell.sign {
                Sign::Label(_) => false,
                Sign::Caption => true,
                Sign::Pairs(pairs) => pairs.last().is_some_and(|pair| !text::fold(pair.value).is_empty()),
                Sign::Value => {
                    let next = cells.get(n + 1).filter(|next| next.is_value() && after == Some(next.at.col));
                    let is_second = n >= 2 && matches!(cells[n - 2].sign, Sign::Label(_)) && cells[n - 1].is_value();
                    // One with a number beside it, or the second of two pairs that are the whole row.
                    let is_pair = cells.len() == 4 && n == 2 && cells.iter().all(|cell| cell.at.rowspan == 1);
                    let is_paired = is_second && (is_pair || next.is_some_and(|next| is_numeric(next.at)));
                    unknown[n] = is_due && next.is_some() && self.may_be_label(sheet, cell, is_paired, lexicon);
                    !unknown[n]
                }
            };
        }
        unknown
    }

    /// True for a text that may be a label where one is due; `is_paired`: one with its value behind a known label with
    /// its own is one in whatever column.
    fn may_be_label(&mut self, sheet: Sheet<'_>, cell: &Cell<'_>, is_paired: bool, lexicon: &Lexicon) -> bool {
        let (at, grid) = (cell.at, sheet.grid);
        if grid.inferred
            || at.rowspan > 1
            || !unknown::may_be_label(&at.text, cell.word)
            || lexicon.totals.get(&cell.word.label).is_some()
            || self.head_over(at.col).is_some()
            || self.open_field(at.row, at.col).is_some()
        {
            return false;
        }
        if is_paired {
            return true;
        }
        let known = self.label_columns.take().filter(|(of, _)| *of == grid.table_no);
        let (of, columns) = known.unwrap_or_else(|| (grid.table_no, unknown::label_columns(sheet, lexicon)));
        let is_among = columns.contains(&at.col);
        self.label_columns = Some((of, columns));
        is_among
    }
}

/// True for labels that may head what stands in the row below them.
fn may_be_over(sheet: Sheet<'_>, row: usize, heads: &[&Cell<'_>], lexicon: &Lexicon) -> bool {
    let below = |cell: &&Cell<'_>| sheet.grid.at(row, cell.at.col).filter(|&i| !sheet.word(i).is_blank);
    if heads.iter().filter_map(below).any(|i| !Cell::read(sheet, i, lexicon).is_value()) {
        return false;
    }
    let of_money = |cell: &&&Cell<'_>| matches!(cell.sign, Sign::Label(field) if field.kind == FieldKind::Money);
    // Below the head of amounts stands no text without a number: that is a label of its own.
    if heads.iter().filter(of_money).filter_map(below).any(|i| is_wordy(&sheet.grid.cells[i].text)) {
        return false;
    }
    if let [left, right] = heads[..]
        && let Sign::Label(field) = left.sign
    {
        let label = (field.clone(), Cow::Borrowed(left.at.text.as_str()));
        return !right.is_value_of(sheet.grid, Some(&label));
    }
    true
}

/// Marks the labels of a row of heads.
fn mark_labels(cells: &[Cell<'_>], uses: &mut [Use]) {
    for cell in cells.iter().filter(|cell| !cell.is_value()) {
        uses[cell.index] = cell.label_use();
    }
}

/// True for a text of words alone.
fn is_wordy(raw: &str) -> bool {
    let folded = text::fold(raw);
    folded.chars().any(char::is_alphabetic) && !folded.contains(|c: char| c.is_ascii_digit())
}

/// A cell as the head of those below it; `strange`: one that no label explains too.
fn head(cell: &Cell<'_>, strange: bool) -> Option<Head> {
    let field = match cell.sign {
        Sign::Label(field) => field.clone(),
        _ if strange => unknown::field(),
        _ => return None,
    };
    Some((cell.at.col, cell.end(), field, cell.at.text.clone()))
}

fn of_pair(pair: inline::Pair<'_>, place: Place) -> Found {
    Found::new(pair.field.clone(), pair.label.to_owned(), pair.value.to_owned(), place)
}

/// The labelled values of a paragraph outside tables.
pub fn running_text(raw: &str, lexicon: &Lexicon) -> Vec<Found> {
    let pairs = inline::pairs(raw, lexicon).unwrap_or_default();
    pairs.into_iter().map(|pair| of_pair(pair, Place::default())).collect()
}
