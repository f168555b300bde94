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

/// Where each label's rows begin, if every label stands in the middle of its rows and the rows are filled exactly:
/// `labels` are the rows with a label, of `count` rows.
fn centred(labels: &[usize], count: usize) -> Option<Vec<usize>> {
    fn place(labels: &[usize], start: usize, count: usize, starts: &mut Vec<usize>) -> bool {
        let Some((&label, rest)) = labels.split_first() else { return start == count };
        if label < start {
            return false;
        }
        starts.push(start);
        let half = label - start;
        let lengths = [2 * half + 1, 2 * half + 2, 2 * half];
        let fits = lengths.into_iter().filter(|&len| len > half).any(|len| place(rest, start + len, count, starts));
        if !fits {
            starts.pop();
        }
        fits
    }
    // A few dozen labels at three choices each: bounded by the rows that each choice must leave.
    if labels.len() > 24 {
        return None;
    }
    let mut starts = Vec::new();
    place(labels, 0, count, &mut starts).then_some(starts)
}

/// Fills a stretch of rows from labels printed in the middle of their unmerged rows; false where it is no such stretch.
fn fill_centred(
    rows: &mut [BodyRow],
    stretch: &[usize],
    level: fn(&mut BodyRow) -> &mut Level,
    how: &'static str,
) -> bool {
    let state: Vec<(bool, bool)> = stretch
        .iter()
        .map(|&i| {
            let level = level(&mut rows[i]);
            (level.cell.is_some(), level.cell.is_some() && !level.begins || level.spanned)
        })
        .collect();
    let first_blank = state.first().is_some_and(|(labelled, _)| !labelled);
    if !first_blank || state.iter().any(|(_, merged)| *merged) {
        return false;
    }
    let labels: Vec<usize> = (0..state.len()).filter(|&n| state[n].0).collect();
    let Some(starts) = centred(&labels, stretch.len()) else { return false };
    for (n, &label) in labels.iter().enumerate() {
        let text = level(&mut rows[stretch[label]]).text.clone();
        let end = starts.get(n + 1).copied().unwrap_or(stretch.len());
        for &i in stretch[starts[n]..end].iter().filter(|&&i| i != stretch[label]) {
            let filled = level(&mut rows[i]);
            (filled.text, filled.inferred, filled.carried) = (text.clone(), Some(how), true);
        }
    }
    true
}

fn fill_level1(rows: &mut [BodyRow], indices: &[usize], lexicon: &Lexicon) {
    if fill_centred(rows, indices, |row| &mut row.level1, "level1:fill-centre") {
        return;
    }
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

/// Level 2 is filled within each run of rows under one level 1.
fn fill_level2(rows: &mut [BodyRow], indices: &[usize]) {
    let mut start = 0;
    while start < indices.len() {
        let level1 = rows[indices[start]].level1.text.clone();
        let centred = rows[indices[start]].level1.inferred == Some("level1:fill-centre");
        let begins = |i: usize| rows[i].level1.begins && !centred && rows[i].level1.inferred.is_none();
        let length =
            indices[start + 1..].iter().take_while(|&&i| rows[i].level1.text == level1 && !begins(i)).count() + 1;
        let run = &indices[start..start + length];
        if !fill_centred(rows, run, |row| &mut row.level2, "level2:fill-centre") {
            fill_level2_down(rows, run);
        }
        start += length;
    }
}

fn fill_level2_down(rows: &mut [BodyRow], indices: &[usize]) {
    let mut current: Option<String> = None;
    for (n, &i) in indices.iter().enumerate() {
        if rows[i].level2.cell.is_some() {
            current = Some(rows[i].level2.text.clone());
            continue;
        }
        if rows[i].level2.spanned {
            continue;
        }
        let next = indices[n + 1..].iter().map(|&j| &rows[j].level2).find(|level| level.cell.is_some());
        let (label, how) = match (&current, next) {
            (Some(above), _) => (above.clone(), "level2:fill-down"),
            (None, Some(next)) => (next.text.clone(), "level2:fill-up"),
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
