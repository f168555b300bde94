//! Labels and values side by side in a row, or values under open heads.

use std::borrow::Cow;
use std::sync::Arc;

use super::money::{amounts_beside, total};
use super::{Found, Header, of_pair};
use crate::finding::Place;
use crate::mapping::labelled::{Cell, Labelled, Sign, says_no_amount, says_nothing};
use crate::mapping::lexicon::{FieldDef, Lexicon};
use crate::mapping::schema::FieldKind;
use crate::mapping::{amounts, by_year, inline, unknown};
use crate::model::{Grid, Name, Use, grid};

/// What the cells of a row have said so far.
#[derive(Default)]
struct Said<'a> {
    /// The label that the next value is of.
    current: Option<Labelled<'a>>,
    /// Labels in one text, whose values may stand in the next cell.
    open: Vec<inline::Pair<'a>>,
    /// The money column that stands before a value, and the year.
    column: Option<&'static str>,
    year: Option<String>,
    found: Vec<Found>,
}

/// What a cell's neighbours make of it: the money column that it labels, the year that it states beside an amount, and
/// whether it is a label that no mapping knows.
type Marks = (Option<&'static str>, Option<String>, bool);

impl Header {
    /// Reads a row's labels and values.
    pub(super) fn labels(
        &mut self,
        grid: &Grid,
        cells: Vec<Cell<'_>>,
        unknown: &[bool],
        lexicon: &Lexicon,
        uses: &mut [Use],
    ) -> Vec<Found> {
        let mut said = Said::default();
        let was_section = self.keep_heads(grid, &cells);
        let is_sum = cells.first().is_some_and(|cell| lexicon.totals.get(&cell.word.label).is_some());
        let mut sum = if is_sum { total(lexicon) } else { None };
        let amounts = amounts_beside(&cells, lexicon);
        let years = by_year::beside(&cells, lexicon);
        for (((cell, amount), year), &is_unknown) in cells.into_iter().zip(amounts).zip(years).zip(unknown) {
            let own = &mut uses[cell.index];
            if self.leads(&cell, (amount, year, is_unknown), &mut said, lexicon, own) {
                continue;
            }
            if !cell.is_value() {
                said.column = None;
            }
            let place = Place::of(grid.table_no, cell.at.row, cell.at.col);
            if let Some(below) = self.below_head(cell.at, place, &mut sum) {
                *own = Use::Field(below.last().map(|found| found.field.name.clone()).unwrap_or_default());
                said.found.extend(below);
            } else {
                self.cell(cell, grid, &mut said, lexicon, own);
            }
        }
        if was_section {
            self.heads.clear();
        }
        said.found
    }

    /// Takes a cell that its neighbours make a label: of a year or a column of amounts, or one that no mapping knows.
    fn leads<'a>(
        &self,
        cell: &Cell<'a>,
        (amount, year, is_unknown): Marks,
        said: &mut Said<'a>,
        lexicon: &Lexicon,
        own: &mut Use,
    ) -> bool {
        let label = Cow::Borrowed(cell.at.text.as_str());
        let is_of_form = |field: &FieldDef| field.kind == FieldKind::Money && field.form.is_some();
        if year.is_some() && self.labelled(said, cell.at).is_some_and(|(field, _)| is_of_form(&field)) {
            (*own, said.year) = (Use::Label(by_year::ROLE.into()), year);
        } else if is_unknown && amount.is_none() {
            (said.current, said.column) = (Some((unknown::field(), label)), None);
        } else if let (Some(role), Some(field)) = (amount, total(lexicon)) {
            *own = Use::MoneyHead(role);
            (said.current, said.column) = (Some((field, label)), amount);
        } else {
            return false;
        }
        true
    }

    /// Takes a cell by what it says itself.
    fn cell<'a>(&mut self, cell: Cell<'a>, grid: &Grid, said: &mut Said<'a>, lexicon: &Lexicon, own: &mut Use) {
        let at = cell.at;
        let place = Place::of(grid.table_no, at.row, at.col);
        let open = std::mem::take(&mut said.open);
        if let Some(pairs) = amounts::beside(&open, &at.text).filter(|_| cell.is_value()) {
            *own = Use::Field(first_name(&pairs));
            said.found.extend(pairs.into_iter().map(|pair| of_pair(pair, place)));
            return;
        }
        let is_value = cell.is_value_of(grid, said.current.as_ref());
        match cell.sign {
            Sign::Label(_) if is_value => {
                let Some((field, label)) = said.current.clone() else { return };
                *own = Use::Field(field.name.clone());
                said.found.push(Found::new(field, label.into_owned(), at.text.clone(), place));
            }
            Sign::Pairs(mut pairs) => {
                said.open.clone_from(&pairs);
                *own = Use::Field(first_name(&pairs));
                let last = pairs.last_mut().filter(|pair| says_nothing(pair.value));
                said.current = last.map(|pair| {
                    pair.value = "";
                    (pair.field.clone(), Cow::Borrowed(pair.label))
                });
                said.found.extend(pairs.into_iter().map(|pair| of_pair(pair, place)));
            }
            Sign::Label(field) => {
                *own = Use::Label(field.name.clone());
                said.current = Some((field.clone(), Cow::Borrowed(at.text.as_str())));
                if at.rowspan > 1 {
                    let after = at.col + at.colspan;
                    self.open = Some((at.row + at.rowspan - 1, after, field.clone(), at.text.clone()));
                }
            }
            Sign::Caption => (*own, said.current) = (cell.label_use(), None),
            Sign::Value => {
                let labelled = self.labelled(said, at).filter(|(field, _)| !says_no_amount(&cell, field, lexicon));
                let Some((field, label)) = labelled else { return };
                *own = Use::Field(field.name.clone());
                let (column, year) = (said.column, said.year.take());
                let found = Found::new(field, label.into_owned(), at.text.clone(), place);
                said.found.push(Found { column, year, ..found });
            }
        }
    }

    /// The label of a value: that before it in its row, else one that spans rows.
    fn labelled<'a>(&self, said: &Said<'a>, at: &grid::Cell) -> Option<Labelled<'a>> {
        said.current.clone().or_else(|| self.open_field(at.row, at.col))
    }

    /// What a cell below an open head says; `None` where there is none over it. The first amount of a sum's row is the
    /// form's total too.
    fn below_head(&self, at: &grid::Cell, place: Place, sum: &mut Option<Arc<FieldDef>>) -> Option<Vec<Found>> {
        let (.., field, label) = self.head_over(at.col)?;
        let is_money = |field: &FieldDef| field.kind == FieldKind::Money && field.form.is_some();
        // One of several rows below a single head is no amount of the whole form; several heads stand over one row.
        let is_matrix = !self.is_list && self.heads.iter().filter(|(.., field, _)| is_money(field)).count() > 1;
        let form = field.form.filter(|_| field.kind == FieldKind::Text || is_matrix);
        let total = if field.kind == FieldKind::Money { sum.take() } else { None };
        let fields = total.into_iter().chain([Arc::new(FieldDef { form, ..FieldDef::clone(field) })]);
        let found = |field| Found::new(field, label.clone(), at.text.clone(), place);
        Some(fields.map(found).collect())
    }

    /// The label that spans rows and stands left of a cell.
    pub(super) fn open_field(&self, row: usize, col: usize) -> Option<Labelled<'static>> {
        let (last, after, field, label) = self.open.as_ref()?;
        (row <= *last && col >= *after).then(|| (field.clone(), Cow::Owned(label.clone())))
    }
}

/// The name of the first field of several.
fn first_name(pairs: &[inline::Pair<'_>]) -> Name {
    pairs.first().map(|pair| pair.field.name.clone()).unwrap_or_default()
}
