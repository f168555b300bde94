//! Level labels carried to the rows that they head: from the merge structure, else filled down (or up, where a merged
//! label is printed in a middle row of its span), and then said to be inferred.

use std::collections::BTreeSet;

use crate::mapping::block::{BodyRow, Level};
use crate::mapping::clean;
use crate::mapping::lexicon::Lexicon;
use crate::mapping::room::Room;
use crate::model::{Grid, Indicator, Period};

/// Fills `level1` and `level2` of the rows of one block, period by period, as far as there is room.
pub fn resolve(rows: &mut [BodyRow], grids: &[Grid], lexicon: &Lexicon, room: &mut Room<'_>) {
    for period in [None, Some(Period::Lifetime), Some(Period::Annual)] {
        let indices: Vec<usize> = (0..rows.len()).filter(|&i| rows[i].period == period).collect();
        if indices.is_empty() {
            continue;
        }
        read_labels(rows, &indices, grids, lexicon, room);
        fill_level1(rows, &indices, lexicon, room);
        fill_level2(rows, &indices, room);
        mark_inferred_spans(rows, &indices, grids);
    }
}

/// Where the file states no spans, a label that reaches further rows was filled down when the table was rebuilt.
fn mark_inferred_spans(rows: &mut [BodyRow], indices: &[usize], grids: &[Grid]) {
    for &i in indices {
        let row = &mut rows[i];
        if !grids[row.grid].inferred {
            continue;
        }
        for (level, how) in [(&mut row.level1, "level1:fill-down"), (&mut row.level2, "level2:fill-down")] {
            if level.cell.is_some() && !level.begins {
                level.inferred = Some(how);
            }
        }
    }
}

fn read_labels(rows: &mut [BodyRow], indices: &[usize], grids: &[Grid], lexicon: &Lexicon, room: &mut Room<'_>) {
    let levels: [fn(&mut BodyRow) -> &mut Level; 2] = [|row| &mut row.level1, |row| &mut row.level2];
    for level in levels {
        let mut last: Option<((usize, usize), String)> = None;
        for &i in indices {
            let grid = rows[i].grid;
            let level = level(&mut rows[i]);
            let Some(cell) = level.cell else { continue };
            if last.as_ref().is_none_or(|(of, _)| *of != (grid, cell)) {
                last = Some(((grid, cell), clean::level(&grids[grid].cells[cell].text, &lexicon.point_marks).0));
            }
            if let Some((_, text)) = &last
                && (level.begins || room.carries(text.len()))
            {
                level.text.clone_from(text);
            }
        }
    }
}

/// Gives a row without a label that of another row, under which it falls.
fn fill(
    rows: &mut [BodyRow],
    (row, label): (usize, usize),
    level: fn(&mut BodyRow) -> &mut Level,
    how: &'static str,
    room: &mut Room<'_>,
) {
    if room.carries(level(&mut rows[label]).text.len()) {
        let text = level(&mut rows[label]).text.clone();
        let filled = level(&mut rows[row]);
        (filled.text, filled.inferred, filled.carried) = (text, Some(how), true);
    }
}

/// More labels in one stretch than any form has.
const MOST_CENTRED: usize = 24;

/// Where each label's rows begin, if every label stands in the middle of its rows and the rows are filled exactly:
/// `labels` are the rows with a label, of `count` rows.
fn centred(labels: &[usize], count: usize) -> Option<Vec<usize>> {
    if labels.len() > MOST_CENTRED {
        return None;
    }
    let mut starts = Vec::new();
    let mut dead = BTreeSet::new();
    centre(labels, (0, 0), count, &mut starts, &mut dead).then_some(starts)
}

/// Centres the labels from the `n`-th on over the rows from `start` on. `dead` are the pairs of both that are known not
/// to fill the rows: without it every row more could treble the work.
fn centre(
    labels: &[usize],
    (n, start): (usize, usize),
    count: usize,
    starts: &mut Vec<usize>,
    dead: &mut BTreeSet<(usize, usize)>,
) -> bool {
    let Some(&label) = labels.get(n) else { return start == count };
    if label < start || dead.contains(&(n, start)) {
        return false;
    }
    starts.push(start);
    let half = label - start;
    let lengths = [2 * half + 1, 2 * half + 2, 2 * half].into_iter().filter(|&length| length > half);
    for length in lengths {
        if centre(labels, (n + 1, start + length), count, starts, dead) {
            return true;
        }
    }
    starts.pop();
    dead.insert((n, start));
    false
}

/// Fills a stretch of rows from labels printed in the middle of their unmerged rows; false where it is no such stretch.
fn fill_centred(
    rows: &mut [BodyRow],
    stretch: &[usize],
    level: fn(&mut BodyRow) -> &mut Level,
    how: &'static str,
    room: &mut Room<'_>,
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
        let end = starts.get(n + 1).copied().unwrap_or(stretch.len());
        for &i in stretch[starts[n]..end].iter().filter(|&&i| i != stretch[label]) {
            fill(rows, (i, stretch[label]), level, how, room);
        }
    }
    true
}

fn fill_level1(rows: &mut [BodyRow], indices: &[usize], lexicon: &Lexicon, room: &mut Room<'_>) {
    if fill_centred(rows, indices, |row| &mut row.level1, "level1:fill-centre", room) {
        return;
    }
    let mut current: Option<usize> = None;
    let below = next_labels(rows, indices, |row| &row.level1);
    for (&i, next) in indices.iter().zip(below) {
        if rows[i].level1.cell.is_some() {
            current = Some(i);
            continue;
        }
        let above = current.map(|j| rows[j].level1.text.as_str());
        let from_below = next.filter(|&j| belongs_below(&rows[i], above, &rows[j].level1.text, lexicon));
        let (label, how) = match (from_below, current) {
            (Some(next), _) => (next, "level1:fill-up"),
            (None, Some(above)) => (above, "level1:fill-down"),
            (None, None) => continue,
        };
        fill(rows, (i, label), |row| &mut row.level1, how, room);
    }
}

/// For each of the rows at `indices`, the first with a label at or below it.
fn next_labels(rows: &[BodyRow], indices: &[usize], level: fn(&BodyRow) -> &Level) -> Vec<Option<usize>> {
    let mut next = None;
    let mut below: Vec<Option<usize>> = Vec::with_capacity(indices.len());
    for &i in indices.iter().rev() {
        next = level(&rows[i]).cell.map(|_| i).or(next);
        below.push(next);
    }
    below.reverse();
    below
}

/// True when a row's level 2 fits the level 1 printed below it and not the one above.
fn belongs_below(row: &BodyRow, above: Option<&str>, below: &str, lexicon: &Lexicon) -> bool {
    let Some(above) = above else { return true };
    let level2 = lexicon.word(&row.level2.text);
    let category = lexicon.category(&level2, None);
    let Some(family) = category.and_then(|c| c.split('.').next()).filter(|f| *f != "satisfaction") else {
        return false;
    };
    lexicon.family(&lexicon.word(above)) != Some(family) && lexicon.family(&lexicon.word(below)) == Some(family)
}

/// Level 2 is filled within each run of rows under one level 1.
fn fill_level2(rows: &mut [BodyRow], indices: &[usize], room: &mut Room<'_>) {
    let mut start = 0;
    while start < indices.len() {
        let level1 = rows[indices[start]].level1.text.clone();
        let centred = rows[indices[start]].level1.inferred == Some("level1:fill-centre");
        // A label that was filled up to the rows above it begins no run of its own.
        let begins = |i: usize, above: usize| {
            let level = &rows[i].level1;
            level.begins
                && !centred
                && level.inferred.is_none()
                && rows[above].level1.inferred != Some("level1:fill-up")
        };
        let rest = indices[start..].windows(2);
        let length =
            rest.take_while(|pair| rows[pair[1]].level1.text == level1 && !begins(pair[1], pair[0])).count() + 1;
        let run = &indices[start..start + length];
        if !fill_centred(rows, run, |row| &mut row.level2, "level2:fill-centre", room) {
            fill_level2_down(rows, run, room);
        }
        start += length;
    }
}

fn fill_level2_down(rows: &mut [BodyRow], indices: &[usize], room: &mut Room<'_>) {
    let mut current: Option<usize> = None;
    let below = next_labels(rows, indices, |row| &row.level2);
    for (&i, next) in indices.iter().zip(below) {
        if rows[i].level2.cell.is_some() {
            current = Some(i);
            continue;
        }
        if rows[i].level2.spanned {
            continue;
        }
        let (label, how) = match (current, next) {
            (Some(above), _) => (above, "level2:fill-down"),
            (None, Some(next)) => (next, "level2:fill-up"),
            (None, None) => continue,
        };
        fill(rows, (i, label), |row| &mut row.level2, how, room);
    }
}

/// The last category worked out: rows of one category stand together.
#[derive(Debug, Clone, Default)]
pub struct LastCategory {
    level1: String,
    level2: String,
    category: Option<String>,
}

impl LastCategory {
    /// The canonical category of a pair of level labels, or empty.
    pub fn of(&mut self, level1: &str, level2: &str, lexicon: &Lexicon) -> String {
        if self.level1 != level1 || self.level2 != level2 {
            *self = Self { level1: level1.to_owned(), level2: level2.to_owned(), category: None };
        }
        self.category.get_or_insert_with(|| category(level1, level2, lexicon)).clone()
    }
}

/// Where level 1 names families (产出指标 beside 成本指标), 成本指标 is one of them and no output's cost.
pub fn settle_categories(rows: &mut [Indicator], lexicon: &Lexicon) {
    let family = |row: &Indicator| lexicon.family(&lexicon.word(&row.level1)).map(str::to_owned);
    let is_open = |row: &Indicator| row.level2.is_empty() && row.category == OUTPUT_COST;
    if rows.iter().any(is_open) && rows.iter().any(|row| family(row).as_deref() == Some("output")) {
        for row in rows.iter_mut().filter(|row| is_open(row)) {
            row.category.clear();
        }
    }
}

/// The category that a level 1 and a level 2 share a name with.
const OUTPUT_COST: &str = "output.cost";

/// The canonical category of a pair of level labels, or empty.
pub fn category(level1: &str, level2: &str, lexicon: &Lexicon) -> String {
    let (level1, level2) = (lexicon.word(level1), lexicon.word(level2));
    let family = lexicon.family(&level1);
    if let Some(category) = lexicon.category(&level2, family) {
        return category.to_owned();
    }
    match family {
        Some(family @ ("satisfaction" | "management")) => family.to_owned(),
        // Forms of two levels may name the category in the first.
        _ if level2.key.is_empty() => lexicon.category(&level1, None).unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}
