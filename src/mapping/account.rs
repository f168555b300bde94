//! The law that no cell is lost: what no form took is reported, each cell by itself or a table whole.

use std::collections::BTreeMap;

use crate::finding::{self, Finding, Place};
use crate::mapping::{Mapped, clean};
use crate::model::{Cell, CoveredText, Grid, Layout, Use};
use crate::text;

/// More findings on single cells than anybody reads; beyond it, what is left of a table is reported in one.
const MOST_SINGLE: usize = 50_000;

/// How far a table was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Read {
    /// It is no form.
    No,
    /// As a form, or as many.
    Whole,
    /// As a form, or as many, until the time was over.
    Part,
}

/// Reports every cell with text that nothing took, and every table that is no form. `read` says of each grid how far it
/// was read.
pub fn report(layout: &Layout, read: &[Read], mapped: &mut Mapped) {
    let mut single = 0;
    for (index, grid) in layout.grids.iter().enumerate() {
        let covered = covered(grid);
        let Some(uses) = mapped.uses.get_mut(index) else { continue };
        // True for a cell with text that nothing took.
        let mut open = Vec::with_capacity(grid.cells.len());
        for (cell, used) in grid.cells.iter().zip(uses) {
            let is_blank = cell.is_blank();
            mapped.cells += u64::from(!is_blank);
            open.push(!is_blank && *used == Use::Blank);
            if !is_blank && *used == Use::Blank {
                *used = Use::Reported;
            }
        }
        let found = open.iter().filter(|open| **open).count() + covered.len();
        mapped.cells += covered.len() as u64;
        mapped.reported += found as u64;
        if found == 0 {
            continue;
        }
        let is_form = read.get(index).is_some_and(|read| *read != Read::No);
        if read.get(index) == Some(&Read::Whole) && single + found <= MOST_SINGLE {
            single += found;
            let open = grid.cells.iter().zip(open).filter(|(_, open)| *open);
            mapped.findings.extend(open.map(|(cell, _)| unmapped_cell(grid, cell)));
            mapped.findings.extend(covered.iter().map(|covered| covered_cell(grid, covered)));
        } else {
            mapped.findings.push(unmapped_table(grid, &open, &covered, is_form));
        }
    }
}

/// Texts under a merged cell that say something else than the cell itself: some programs repeat the cell's text there.
fn covered(grid: &Grid) -> Vec<&CoveredText> {
    let mut shown: BTreeMap<usize, String> = BTreeMap::new();
    let mut says_else = |covered: &&CoveredText| {
        let Some(cell) = grid.at(covered.row, covered.col) else { return true };
        let shown = shown.entry(cell).or_insert_with(|| text::fold(&grid.cells[cell].text));
        *shown != text::fold(&covered.text)
    };
    grid.covered_texts.iter().filter(|covered| says_else(covered)).collect()
}

fn unmapped_cell(grid: &Grid, cell: &Cell) -> Finding {
    Finding::new(
        &finding::UNMAPPED_CELL,
        "no label of the form explains this cell",
        "check whether it matters; a mapping of your own can name it (`ingest mapping check`)",
    )
    .at(Place::of(grid.table_no, cell.row, cell.col))
    .raw(cell.text.clone())
}

fn covered_cell(grid: &Grid, covered: &CoveredText) -> Finding {
    Finding::new(
        &finding::COVERED_CELL,
        "text stands under a merged cell and is not shown in print",
        "open the document and see whether the text belongs there",
    )
    .at(Place::of(grid.table_no, covered.row, covered.col))
    .raw(covered.text.clone())
}

/// A table that is no form, or what was not taken of one that is: a row a line.
fn unmapped_table(grid: &Grid, open: &[bool], covered: &[&CoveredText], is_form: bool) -> Finding {
    let text = |i: usize| match open.get(i) {
        Some(true) => clean::one_line(&grid.cells[i].text),
        _ => String::new(),
    };
    let line = |row: usize| {
        let begun = grid.cells_over(row).filter(|&i| grid.cells[i].row == row);
        begun.map(text).collect::<Vec<_>>().join("\t").trim_end().to_owned()
    };
    let rows = (0..grid.rows).map(line).filter(|line| !line.is_empty());
    let raw: Vec<String> = rows.chain(covered.iter().map(|covered| clean::one_line(&covered.text))).collect();
    let message = match is_form {
        false => "this table is no form that a mapping knows",
        true => "no label explains what is left of this table, or it was not read to its end",
    };
    Finding::new(
        &finding::UNMAPPED_TABLE,
        message,
        "if it is a form, write a mapping for it (`ingest mapping list` shows those there are)",
    )
    .at(Place::of(grid.table_no, 0, 0))
    .raw(raw.join("\n"))
}
