//! Exports that repeat a merged cell's text in every position that it covers.

use std::collections::BTreeSet;

use super::{Entry, Row};
use crate::model::Anchors;
use crate::text::{key, without_brackets};

/// A text of so many letters that fills a row is a merged cell, wherever it stands.
const LONG: usize = 8;

/// True when a table bears the signature: rows of one width, neighbours with the same words in a third of them, and a
/// row that is one text from its second cell on, above the heading row or too long for a value; or a row of two such
/// texts above the heading row; or two columns that are the same from the heading row on.
pub fn is_signed(rows: &[Row<'_>], headings: &[usize]) -> bool {
    let width = rows.first().map_or(0, Vec::len);
    let is_even = rows.iter().all(|row| row.len() == width && row.iter().all(|entry| entry.colspan == 1));
    if width < 3 || rows.len() < 2 || !is_even {
        return false;
    }
    let repeating = rows.iter().filter(|row| row.windows(2).any(is_repeat)).count();
    let heading = ruler(rows, headings);
    let is_merged = |(index, row): (usize, &Row<'_>)| {
        let letters = row.last().map_or(0, |entry| entry.text.chars().filter(|c| c.is_alphabetic()).count());
        is_whole(row) && (index < heading || letters >= LONG) || index < heading && is_of_two(row)
    };
    let has_merged = || rows.iter().enumerate().any(is_merged) || has_twin(rows.get(heading..).unwrap_or_default());
    repeating * 3 >= rows.len() && has_merged()
}

/// True for a row of two texts in words, each repeated.
fn is_of_two(row: &Row<'_>) -> bool {
    let runs: Vec<&[Entry<'_>]> = row.chunk_by(|left, right| left.text == right.text).collect();
    matches!(runs[..], [label, text] if label.len() > 1 && text.len() > 1 && [label, text].iter().all(|run| is_repeat(&run[..2])))
}

/// True where a column and the next have the same words in every row.
fn has_twin(rows: &[Row<'_>]) -> bool {
    let width = rows.first().map_or(0, Vec::len);
    let is_twin = |col: usize| rows.iter().all(|row| row.get(col..col + 2).is_some_and(is_repeat));
    rows.len() > 2 && (1..width).any(|next| is_twin(next - 1))
}

fn is_repeat(pair: &[Entry<'_>]) -> bool {
    matches!(pair, [left, right] if left.text == right.text && is_wordy(&left.text))
}

/// Words, not figures: equal figures beside one another are common.
fn is_wordy(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 2
}

fn is_whole(row: &[Entry<'_>]) -> bool {
    row.iter()
        .skip(1)
        .collect::<Vec<_>>()
        .windows(2)
        .all(|pair| matches!(pair, [left, right] if left.text == right.text && is_wordy(&left.text)))
}

/// Makes one cell of each repeated text: beside one another where the heading repeats too or the row is one text, one
/// below another in the columns at the left.
pub fn merge(rows: &mut [Row<'_>], headings: &[usize], anchors: &Anchors) {
    let heading = ruler(rows, headings);
    let mut alike = alike_in(rows.get(heading));
    let groups = 1 + alike.iter().filter(|same| !**same).count();
    // The heads of the money block above, where there are any: below them equal amounts are apart.
    let mut amounts: Option<Vec<bool>> = None;
    for index in 0..rows.len() {
        let Some(row) = rows.get_mut(index) else { continue };
        if index < heading && heads_amounts(row, anchors) {
            amounts = Some(alike_in(Some(row)));
        }
        // A block below has a heading of its own: what repeats in that of the money block is apart here.
        if index > heading && headings.contains(&index) {
            alike = alike_in(Some(row));
        }
        let is_free = index < heading || is_whole(row);
        let of_amounts = amounts.as_ref().filter(|_| index < heading);
        let figures: Vec<bool> = row.iter().map(|entry| !is_wordy(&entry.text)).collect();
        merge_right(row, |col| match of_amounts {
            Some(alike) if figures.get(col) == Some(&true) => alike.get(col) == Some(&true),
            _ => is_free || alike.get(col) == Some(&true),
        });
    }
    let last = last_leading(rows.get(heading), groups);
    merge_down(rows, heading, last);
}

/// True for a row with two heads or more of money columns.
fn heads_amounts(row: &Row<'_>, anchors: &Anchors) -> bool {
    let heads: BTreeSet<String> = row.iter().map(|entry| key(&entry.text)).collect();
    heads.iter().filter(|head| anchors.amounts.contains(without_brackets(head))).nth(1).is_some()
}

/// For each column whether a heading's text is the same in the next.
fn alike_in(heading: Option<&Row<'_>>) -> Vec<bool> {
    let pairs = heading.map(|row| row.windows(2).map(|pair| matches!(pair, [a, b] if a.text == b.text)));
    pairs.into_iter().flatten().collect()
}

/// The heading row: the known one, or the first of those with most different texts.
fn ruler(rows: &[Row<'_>], headings: &[usize]) -> usize {
    let distinct = |row: &Row<'_>| row.iter().map(|entry| entry.text.as_str()).collect::<BTreeSet<_>>().len();
    let most = rows.iter().map(distinct).max().unwrap_or(0);
    let known = headings.iter().find(|&&index| rows.get(index).is_some_and(|row| distinct(row) > 2));
    known.copied().or_else(|| rows.iter().position(|row| distinct(row) == most)).unwrap_or(0)
}

/// Merges each run of one text; `may` tells of a column whether it may merge with the next.
fn merge_right(row: &mut Row<'_>, may: impl Fn(usize) -> bool) {
    let mut head = 0;
    for at in 1..row.len() {
        let (left, right) = row.split_at_mut(at);
        let (Some(head_entry), Some(entry)) = (left.get_mut(head), right.first_mut()) else { continue };
        let is_same = head_entry.text == entry.text && !entry.is_blank;
        if is_same && may(at - 1) {
            head_entry.colspan += 1;
            entry.is_part = true;
        } else {
            head = at;
        }
    }
}

/// The column before which texts may merge down: all but the last two of the heading's cells.
fn last_leading(heading: Option<&Row<'_>>, groups: usize) -> usize {
    let starts: Vec<usize> =
        heading.into_iter().flatten().filter(|entry| !entry.is_part).map(|entry| entry.col).collect();
    starts.get(groups.saturating_sub(2).max(1)).copied().unwrap_or(1)
}

fn merge_down(rows: &mut [Row<'_>], heading: usize, last: usize) {
    // For each column the row in which the cell that reaches down to here begins.
    let mut tops: Vec<usize> = vec![0; last];
    for at in 1..rows.len() {
        let mut is_joined = true;
        for (col, top) in tops.iter_mut().enumerate() {
            let (before, here) = rows.split_at_mut(at);
            let (Some(owner), Some(entry)) = (
                before.get_mut(*top).and_then(|row| row.get_mut(col)),
                here.first_mut().and_then(|row| row.get_mut(col)),
            ) else {
                continue;
            };
            let may = *top != heading || col == 0;
            let is_same = owner.text == entry.text && owner.colspan == entry.colspan && !entry.is_blank;
            if is_joined && may && is_same && !owner.is_part && !entry.is_part {
                owner.rowspan += 1;
                entry.is_part = true;
            } else if !entry.is_part || !is_joined {
                is_joined = false;
                *top = at;
            } else {
                *top = at;
            }
        }
    }
}
