//! Level labels carried to the rows that they head: from the merge structure, else filled down (or up, where a merged
//! label is printed in a middle row of its span), and then said to be inferred.

use crate::mapping::block::{BodyRow, Level};
use crate::mapping::clean;
use crate::mapping::lexicon::Lexicon;
use crate::model::{Grid, Period};

/// Fills `level1` and `level2` of the rows of one block and one period.
pub fn resolve(rows: &mut [BodyRow], grids: &[Grid], lexicon: &Lexicon) {
    for period in [None, Some(Period::Lifetime), Some(Period::Annual)] {
        let indices: Vec<usize> = (0..rows.len()).filter(|&i| rows[i].period == period).collect();
        read_labels(rows, &indices, grids);
        fill_level1(rows, &indices, lexicon);
        fill_level2(rows, &indices);
    }
}

fn read_labels(rows: &mut [BodyRow], indices: &[usize], grids: &[Grid]) {
    for &i in indices {
        let grid = &grids[rows[i].grid];
        let read = |level: &mut Level| {
            if let Some(cell) = level.cell {
                level.text = clean::level(&grid.cells[cell].text).0;
            }
        };
        read(&mut rows[i].level1);
        read(&mut rows[i].level2);
    }
}

fn fill_level1(rows: &mut [BodyRow], indices: &[usize], lexicon: &Lexicon) {
    let mut current: Option<String> = None;
    for (n, &i) in indices.iter().enumerate() {
        if rows[i].level1.cell.is_some() {
            current = Some(rows[i].level1.text.clone());
            continue;
        }
        let next = indices[n..].iter().map(|&j| &rows[j].level1).find(|level| level.cell.is_some());
        let from_below = next.filter(|next| belongs_below(&rows[i], current.as_deref(), &next.text, lexicon));
        let (label, how) = match (from_below, &current) {
            (Some(next), _) => (next.text.clone(), "level1:fill-up"),
            (None, Some(above)) => (above.clone(), "level1:fill-down"),
            (None, None) => continue,
        };
        let level = &mut rows[i].level1;
        (level.text, level.inferred, level.carried) = (label, Some(how), true);
    }
}

/// True when a row's level 2 fits the level 1 printed below it and not the one above.
fn belongs_below(row: &BodyRow, above: Option<&str>, below: &str, lexicon: &Lexicon) -> bool {
    let Some(above) = above else { return true };
    let category = lexicon.category(&row.level2.text, None);
    let Some(family) = category.and_then(|c| c.split('.').next()).filter(|f| *f != "satisfaction") else {
        return false;
    };
    lexicon.family(above) != Some(family) && lexicon.family(below) == Some(family)
}

fn fill_level2(rows: &mut [BodyRow], indices: &[usize]) {
    let mut current: Option<String> = None;
    let mut level1 = String::new();
    let mut filled_up = false;
    for (n, &i) in indices.iter().enumerate() {
        let row = &rows[i];
        if row.level1.text != level1 || (row.level1.begins && !filled_up) {
            current = None;
            level1.clone_from(&row.level1.text);
        }
        filled_up = row.level1.inferred == Some("level1:fill-up");
        if row.level2.cell.is_some() {
            current = Some(row.level2.text.clone());
            continue;
        }
        if row.level2.spanned {
            continue;
        }
        let next = indices[n + 1..]
            .iter()
            .map(|&j| &rows[j])
            .take_while(|r| r.level1.text == level1 && !r.level1.begins)
            .find(|r| r.level2.cell.is_some());
        let (label, how) = match (&current, next) {
            (Some(above), _) => (above.clone(), "level2:fill-down"),
            (None, Some(next)) => (next.level2.text.clone(), "level2:fill-up"),
            (None, None) => continue,
        };
        let level = &mut rows[i].level2;
        (level.text, level.inferred, level.carried) = (label, Some(how), true);
    }
}

/// The canonical category of a pair of level labels, or empty.
pub fn category(level1: &str, level2: &str, lexicon: &Lexicon) -> String {
    let family = lexicon.family(level1);
    if let Some(category) = lexicon.category(level2, family) {
        return category.to_owned();
    }
    match family {
        Some(family @ ("satisfaction" | "management")) => family.to_owned(),
        _ => String::new(),
    }
}
