//! Cells merged down: a blank or absent cell at a row's left goes on with the cell above.

use super::{Entry, Row, width};
use crate::model::Anchors;
use crate::text::key;

/// Only so many columns at the left may hold cells merged down.
const LEADING: usize = 16;

/// Lets cells reach down over the blank or absent cells below them.
pub fn carry(rows: &mut [Row<'_>], headings: &[usize], anchors: &Anchors) {
    // For each column the row and index of the cell that covers it in the row above.
    let mut above: Vec<Option<(usize, usize)>> = Vec::new();
    for at in 0..rows.len() {
        let mut covered = vec![None; rows.get(at).map_or(0, |row| width(row)).min(LEADING)];
        for owner in owners(rows, at, &above) {
            let (top, index) = owner;
            let is_below_heading = headings.contains(&top);
            if is_below_heading && !is_spine(rows, owner, at, anchors) {
                continue;
            }
            let Some(cell) = rows.get_mut(top).and_then(|row| row.get_mut(index)) else { continue };
            cell.rowspan = cell.rowspan.max(at - top + 1);
            let (from, to) = (cell.col, cell.end());
            covered.iter_mut().take(to).skip(from).for_each(|slot| *slot = Some(owner));
            if let Some(part) = rows.get_mut(at).and_then(|row| row.iter_mut().find(|entry| entry.col == from)) {
                part.is_part = true;
            }
        }
        let leading = rows.get(at).into_iter().flatten().take(LEADING).enumerate();
        for (index, entry) in leading.filter(|(_, entry)| !entry.is_part) {
            let end = entry.end().min(covered.len());
            covered.iter_mut().take(end).skip(entry.col).for_each(|slot| *slot = Some((at, index)));
        }
        above = covered;
    }
}

/// The cells above that a row's blank or absent cells at its left go on with.
fn owners(rows: &[Row<'_>], at: usize, above: &[Option<(usize, usize)>]) -> Vec<(usize, usize)> {
    let Some(row) = rows.get(at) else { return Vec::new() };
    let Some(text) = row.iter().find(|entry| !entry.is_blank).map(|entry| entry.col) else { return Vec::new() };
    let mut owners: Vec<(usize, usize)> = Vec::new();
    for slot in above.iter().take(text).flatten() {
        let Some(cell) = rows.get(slot.0).and_then(|row| row.get(slot.1)) else { continue };
        let has_room = cell.end() <= text && !cell.is_blank;
        // A blank cell of other width than the one above is a cell of its own.
        let own = row.iter().take(LEADING).find(|entry| entry.col < cell.end() && entry.end() > cell.col);
        let is_alike = own.is_none_or(|own| own.col == cell.col && own.colspan == cell.colspan);
        if has_room && is_alike && owners.last() != Some(slot) {
            owners.push(*slot);
        }
    }
    owners
}

/// True for the cell at the left of a heading row that is no column's label but stands beside the whole block: the
/// rows below leave its column blank.
fn is_spine(rows: &[Row<'_>], (top, index): (usize, usize), at: usize, anchors: &Anchors) -> bool {
    let Some(cell) = rows.get(top).and_then(|row| row.get(index)) else { return false };
    let is_open = |row: &Row<'_>| row.first().is_none_or(|first: &Entry<'_>| first.col > 0 || first.is_blank);
    let goes_on = cell.rowspan > 1 || rows.iter().skip(at).take(3).all(is_open);
    cell.col == 0 && goes_on && !anchors.columns.contains(&key(&cell.text))
}
