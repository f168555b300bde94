//! Columns for the cells of rows that are shorter than the heading row.

use std::borrow::Cow;

use super::{Entry, Row, width};
use crate::model::{Anchors, Block};
use crate::text::{key, without_brackets};

/// A row of more cells is no row of labels.
const MOST_JOINED: usize = 1024;

/// The rows that head a block of rows: by their labels, or else the first of the widest.
pub fn headings(rows: &[Row<'_>], anchors: &Anchors) -> Vec<usize> {
    let known: Vec<usize> =
        rows.iter().enumerate().filter(|(_, row)| is_heading(row, anchors)).map(|(index, _)| index).collect();
    if !known.is_empty() {
        return known;
    }
    let widest = rows.iter().map(|row| width(row)).max().unwrap_or(0);
    rows.iter().position(|row| width(row) == widest).into_iter().collect()
}

fn is_heading(row: &[Entry<'_>], anchors: &Anchors) -> bool {
    if anchors.columns.is_empty() {
        return false;
    }
    let keys = row.iter().map(|entry| key(&entry.text));
    let (mut columns, mut levels) = (0usize, 0usize);
    for key in keys {
        columns += usize::from(anchors.columns.contains(&key));
        levels += usize::from(anchors.levels.contains(&key));
    }
    columns >= 3 || levels >= 2
}

/// Joins a label that an export cut over cells, as it does where the cell held two paragraphs: pieces that only
/// together are a known label; and in a row that is wider than those after it, what stands over their blank cell.
pub fn rejoin_labels(rows: &mut [Row<'_>], anchors: &Anchors) {
    for index in 0..rows.len() {
        let after = |ahead: usize| rows.get(index + ahead).map_or(0, |row| width(row));
        let next_starts_blank = rows.get(index + 1).and_then(|row| row.first()).is_some_and(|entry| entry.is_blank);
        let (below, further) = (after(1), after(2));
        let Some(row) = rows.get_mut(index) else { continue };
        join_known(row, anchors);
        let over = width(row).saturating_sub(below);
        if (1..=2).contains(&over) && next_starts_blank && below > 2 && below == further && is_over(row, over, anchors)
        {
            for _ in 0..over {
                join(row, 0);
            }
        }
    }
}

/// True when the first cells of a row are text that no column label explains, and the cell after them is one or may be.
fn is_over(row: &[Entry<'_>], over: usize, anchors: &Anchors) -> bool {
    let is_column = |entry: &Entry<'_>| anchors.columns.contains(&key(&entry.text));
    let pieces = row.get(..=over).unwrap_or_default();
    !anchors.columns.is_empty()
        && pieces.iter().all(|entry| !entry.is_blank && !is_column(entry))
        && row.get(over + 1).is_some_and(is_column)
}

fn join_known(row: &mut Row<'_>, anchors: &Anchors) {
    let is_known = |label: &str| anchors.fields.contains(label) || anchors.columns.contains(label);
    if row.len() > MOST_JOINED {
        return;
    }
    let mut at = 0;
    while at + 1 < row.len() {
        let pair = (row.get(at), row.get(at + 1));
        if let (Some(left), Some(right)) = pair
            && !left.is_blank
            && !right.is_blank
            && left.text.len() + right.text.len() < 200
            && !is_known(&key(&left.text))
            && !is_known(&key(&right.text))
            && is_known(&key(&format!("{}{}", left.text, right.text)))
        {
            join(row, at);
        }
        at += 1;
    }
}

/// Makes one cell of two neighbours, and moves what follows to the left.
fn join(row: &mut Row<'_>, at: usize) {
    if at + 1 >= row.len() {
        return;
    }
    let right = row.remove(at + 1);
    if let Some(left) = row.get_mut(at) {
        let mut blocks: Vec<Block> = left.blocks.to_vec();
        blocks.extend(right.blocks.iter().cloned());
        left.blocks = Cow::Owned(blocks);
        left.text = format!("{}\n{}", left.text, right.text);
    }
    for entry in row.iter_mut().skip(at + 1) {
        entry.col = entry.col.saturating_sub(right.colspan);
    }
}

/// Of a heading of two rows the lower one has a blank cell below each head that reaches down, and texts below one that
/// reaches over several columns: so wide is that one.
fn widen_upper(upper: &mut Row<'_>, lower: &[Entry<'_>], anchors: &Anchors) {
    let is_label = |entry: &Entry<'_>| entry.is_blank || anchors.columns.contains(without_brackets(&key(&entry.text)));
    let groups: Vec<&[Entry<'_>]> = lower.chunk_by(|left, right| !left.is_blank && !right.is_blank).collect();
    let is_wider = lower.len() > upper.len() && groups.len() == upper.len() && lower.iter().all(is_label);
    if !is_wider || upper.iter().any(|entry| entry.is_blank || entry.colspan > 1) {
        return;
    }
    for (entry, group) in upper.iter_mut().zip(groups) {
        entry.col = group.first().map_or(entry.col, |first| first.col);
        entry.colspan = group.len();
    }
}

/// Gives each row's cells their columns.
pub fn align(rows: &mut [Row<'_>], headings: &[usize], anchors: &Anchors) {
    for &heading in headings {
        if let Some((lower, above)) = rows.get_mut(..=heading).and_then(<[Row<'_>]>::split_last_mut)
            && let Some(upper) = above.last_mut()
        {
            widen_upper(upper, lower, anchors);
        }
    }
    let widest = rows.iter().map(|row| width(row)).max().unwrap_or(0);
    let mut blocks = headings.to_vec();
    blocks.push(rows.len());
    let first = blocks.first().copied().unwrap_or(0);
    for row in rows.iter_mut().take(first) {
        spread(row, widest);
    }
    for pair in blocks.windows(2) {
        let &[from, to] = pair else { continue };
        let Some((heading, body)) = rows.get_mut(from..to).and_then(<[Row<'_>]>::split_first_mut) else { continue };
        let ruler = width(heading);
        let least = ruler.saturating_sub(leading(heading, anchors)).max(2);
        let lacks = is_lacking_left(body, ruler, least);
        let level = heading.iter().find(|entry| anchors.levels.contains(&key(&entry.text))).map(|entry| entry.col);
        for row in body {
            let short = ruler.saturating_sub(width(row));
            if lacks && short > 0 && width(row) >= least && row.first().is_some_and(|entry| !entry.is_blank) {
                // A name of level 1 tells its column: what else is missing is missing at the right.
                let is_first = row.first().is_some_and(|entry| anchors.first_level_names.contains(&key(&entry.text)));
                let shift = level.filter(|_| is_first).map_or(short, |level| level.min(short));
                row.iter_mut().for_each(|entry| entry.col += shift);
            } else if short > 0 {
                reach_to_points(row, heading, short, anchors);
            }
            spread(row, widest);
        }
        spread(heading, widest);
    }
}

/// How many columns at the left may be merged down: those before the last level's, or at most three.
fn leading(heading: &[Entry<'_>], anchors: &Anchors) -> usize {
    let last = heading.iter().rev().find(|entry| anchors.levels.contains(&key(&entry.text)));
    last.map_or(3, |entry| entry.col)
}

/// True when rows lack the cells at their left that a merged cell above covers: most are shorter than the ruler, and
/// such rows start with text (rows with blank cells in place of the covered ones do not).
fn is_lacking_left(body: &[Row<'_>], ruler: usize, least: usize) -> bool {
    let (mut full, mut short, mut blank) = (0usize, 0usize, 0usize);
    for row in body {
        let width = width(row);
        if width >= ruler {
            full += 1;
        } else if width >= least {
            short += 1;
            blank += usize::from(row.first().is_some_and(|entry| entry.is_blank));
        }
    }
    short > full && blank * 2 < short
}

/// The label of a row of sums reaches over the columns that the row lacks, up to the first of points.
fn reach_to_points(row: &mut Row<'_>, heading: &[Entry<'_>], short: usize, anchors: &Anchors) {
    let is_points = |entry: &&Entry<'_>| anchors.points.contains(without_brackets(&key(&entry.text)));
    let is_total = |entry: &Entry<'_>| anchors.totals.contains(without_brackets(&key(&entry.text)));
    let Some(points) = heading.iter().find(is_points).map(|entry| entry.col) else { return };
    let Some((label, sums)) =
        row.iter().position(|entry| !entry.is_blank).and_then(|at| row.get_mut(at..)?.split_first_mut())
    else {
        return;
    };
    let reach = points.saturating_sub(label.end()).min(short);
    if is_total(label) && sums.first().is_some_and(|sum| !sum.is_blank) {
        label.colspan += reach;
        sums.iter_mut().for_each(|entry| entry.col += reach);
    }
}

/// Lets the last cell of a short row reach to the end.
pub fn spread(row: &mut Row<'_>, widest: usize) {
    if let Some(last) = row.last_mut() {
        last.colspan = last.colspan.max(widest.saturating_sub(last.col));
    }
}
