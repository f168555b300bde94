//! Amounts of several years: a column or a row for each. The forms table takes that of the form's own year, or none.

use std::collections::BTreeSet;

use crate::finding::{self, Finding};
use crate::mapping::assemble;
use crate::mapping::labelled::{Cell, Sign, is_numeric};
use crate::mapping::lexicon::Lexicon;
use crate::mapping::schema::FieldKind;
use crate::mapping::word::Sheet;
use crate::model::{Field, Form, Money, grid};

/// The most characters of a label that is a year: `2024年预算数`.
const LONGEST: usize = 8;

/// The name of the role of money columns that are of one year.
pub const ROLE: &str = "year";

/// For each cell of a row, the year that it states over amounts, where two or more adjoin: `2022年 | 2023年 | 2024年`; none
/// below a head of another kind.
pub fn heads(
    sheet: Sheet<'_>,
    cells: &[Cell<'_>],
    lexicon: &Lexicon,
    has_head: impl Fn(usize) -> bool,
) -> Vec<Option<String>> {
    let is_number = |cell: &Cell<'_>| !cell.at.text.contains(char::is_alphabetic);
    let may_be_amounts = cells.iter().any(labels_amounts);
    let year = |cell: &Cell<'_>| {
        year_over(sheet, cell, lexicon).filter(|_| !(has_head(cell.at.col) || may_be_amounts && is_number(cell)))
    };
    let mut years: Vec<Option<String>> = cells.iter().map(year).collect();
    let adjoin = |pair: [usize; 2]| cells[pair[0]].end() + 1 == cells[pair[1]].at.col;
    let is_beside = |n: usize| {
        let left = n.checked_sub(1).is_some_and(|left| years[left].is_some() && adjoin([left, n]));
        left || years.get(n + 1).is_some_and(|right| right.is_some() && adjoin([n, n + 1]))
    };
    let beside: Vec<bool> = (0..cells.len()).map(is_beside).collect();
    years.iter_mut().zip(beside).filter(|(_, beside)| !beside).for_each(|(year, _)| *year = None);
    years
}

/// The year that a cell states, if amounts stand below it.
fn year_over(sheet: Sheet<'_>, cell: &Cell<'_>, lexicon: &Lexicon) -> Option<String> {
    let year = stated(cell, lexicon)?;
    let below = sheet.grid.cell(cell.at.row + cell.at.rowspan, cell.at.col)?;
    let is_same = (below.col, below.colspan) == (cell.at.col, cell.at.colspan);
    // Below years of a schedule stand years.
    (is_same && !below.text.contains(char::is_alphabetic) && is_no_year(below, lexicon)).then_some(year)
}

/// The year of a short text that is no label, or that of an amount of the form.
fn stated(cell: &Cell<'_>, lexicon: &Lexicon) -> Option<String> {
    let may_state = match cell.sign {
        Sign::Value => true,
        Sign::Label(field) => field.kind == FieldKind::Money && field.form.is_some(),
        Sign::Pairs(_) | Sign::Caption => false,
    };
    (may_state && cell.word.length <= LONGEST).then(|| lexicon.year(&cell.at.text)).flatten()
}

/// True for a label beside which numbers are amounts, though they look like years: `资金总额 | 2010 | 2050`.
fn labels_amounts(cell: &Cell<'_>) -> bool {
    cell.at.rowspan == 1 && matches!(cell.sign, Sign::Label(field) if field.kind == FieldKind::Money)
}

/// For each cell of a row, the year that it states beside an amount.
pub fn beside(cells: &[Cell<'_>], lexicon: &Lexicon) -> Vec<Option<String>> {
    let has_amount = |n: usize| {
        let next = cells.get(n + 1).filter(|next| next.at.col == cells[n].end() + 1);
        next.is_some_and(|next| is_numeric(next.at) && is_no_year(next.at, lexicon))
    };
    let is_text = |cell: &Cell<'_>| cell.is_value() && cell.at.text.contains(char::is_alphabetic);
    let year = |(n, cell)| stated(cell, lexicon).filter(|_| is_text(cell) && has_amount(n));
    cells.iter().enumerate().map(year).collect()
}

fn is_no_year(cell: &grid::Cell, lexicon: &Lexicon) -> bool {
    lexicon.year(&cell.text).is_none()
}

/// The name of a field whose amount is of one year: `budget_total.2023`.
pub fn name(field: &str, year: &str) -> String {
    format!("{field}.{year}")
}

/// An amount of one year among a form's fields.
struct Amount<'a> {
    column: &'static str,
    year: String,
    field: &'a Field,
}

/// Settles which of several years' amounts the forms table takes.
pub fn settle(forms: &mut [Form], lexicon: &Lexicon, findings: &mut Vec<Finding>) {
    for form in forms {
        let all: Vec<Amount<'_>> = form.fields.iter().filter_map(|field| amount(field, lexicon)).collect();
        for column in all.iter().map(|amount| amount.column).collect::<BTreeSet<_>>() {
            let of: Vec<&Amount<'_>> = all.iter().filter(|amount| amount.column == column).collect();
            let Some(first) = of.first() else { continue };
            let taken = form.money.get(column);
            let is_dated = |place| of.iter().any(|amount| Some(amount.field.place) == place);
            if taken.is_some_and(|money| !is_dated(money.place)) || of.iter().all(|amount| amount.year == first.year) {
                continue;
            }
            match of.iter().find(|amount| amount.year == form.fiscal_year) {
                Some(Amount { field, .. }) => {
                    let (raw, place) = (field.value_raw.clone(), Some(field.place));
                    form.money.insert(column, Money { raw, value: None, unit: None, place });
                }
                None => {
                    form.money.remove(column);
                    findings.push(of_other_years(first.field));
                }
            }
        }
    }
}

/// The column of the forms table and the year of a field with an amount: of its column, or in its label.
fn amount<'a>(field: &'a Field, lexicon: &Lexicon) -> Option<Amount<'a>> {
    let (name, year) = match field.field.split_once('.') {
        Some((name, column)) => (name, Some(column).filter(|column| is_year(column)).map(str::to_owned)),
        None => (field.field.as_str(), lexicon.year(&field.label)),
    };
    let year = year?;
    let column = lexicon.field_defs.iter().find(|def| *def.name == *name)?.form?;
    Some(Amount { column, year, field }).filter(|amount| assemble::is_money(amount.column))
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn of_other_years(first: &Field) -> Finding {
    Finding::new(
        &finding::AMOUNTS_OF_OTHER_YEARS,
        "amounts of several years stand here, and none is of the form's own year",
        "state the form's year, or the amount of that year; each amount is among the fields",
    )
    .at(first.place)
    .raw(&first.value_raw)
}
