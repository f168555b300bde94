//! Columns for the cells of rows in which blank cells are left out as well as merged-away ones: level names tell where
//! a row begins, and what follows its indicator's name stands from the left on.

use std::collections::BTreeMap;

use super::{Entry, Row, align, width};
use crate::model::Anchors;
use crate::text;

/// The columns that a heading rules.
struct Ruler {
    /// Columns of the levels above the names, left to right; at most two.
    levels: Vec<usize>,
    /// The column of the indicators' names.
    names: usize,
    /// How many columns the first value has: a second heading row may part them.
    parts: usize,
}

/// Gives each row's cells their columns.
pub fn align(rows: &mut [Row<'_>], headings: &[usize], anchors: &Anchors) {
    let widest = rows.iter().map(|row| width(row)).max().unwrap_or(0);
    let first = headings.first().copied().unwrap_or(rows.len());
    header(rows.get_mut(..first).unwrap_or_default(), widest, anchors);
    let ends = headings.iter().skip(1).copied().chain([rows.len()]);
    for (&from, to) in headings.iter().zip(ends) {
        let Some((heading, body)) = rows.get_mut(from..to).and_then(<[Row<'_>]>::split_first_mut) else { continue };
        let mut ruler = Ruler::of(heading, anchors);
        let mut heads = 0;
        if let Some(second) = body.first_mut().filter(|row| ruler.is_second(row, anchors)) {
            ruler.part(heading, second);
            heads = 1;
        }
        let body = body.get_mut(heads..).unwrap_or_default();
        let usual = ruler.usual(body, anchors);
        for row in body {
            match ruler.start(row, anchors) {
                Some(start) => ruler.place(row, &start, usual),
                None => align::spread(row, widest),
            }
        }
    }
}

/// Rows above a heading: labels and values in turn, or values under a row of labels that is wider by a merged cell.
fn header(rows: &mut [Row<'_>], widest: usize, anchors: &Anchors) {
    let is_label = |entry: &Entry<'_>| anchors.is_field(&label_of(&entry.text));
    for at in 0..rows.len() {
        let (above, below) = rows.split_at_mut(at);
        let Some(row) = below.first_mut() else { continue };
        if let Some(above) = above.last()
            && above.len() > row.len()
            && row.len() > 1
            && above.iter().all(is_label)
            && !row.iter().any(is_label)
        {
            let missing = above.len() - row.len();
            row.iter_mut().for_each(|entry| entry.col += missing);
        }
        align::spread(row, widest);
    }
}

/// A label's key without what stands behind it in brackets: a score, a unit, a seal's place.
fn label_of(raw: &str) -> String {
    let key = text::key(raw);
    key.split_once('(').map_or(key.as_str(), |(label, _)| label).to_owned()
}

/// A column label with its year as mappings write it.
fn undated(raw: &str) -> String {
    let key = text::key(raw);
    let Some(at) = key.find("20") else { return key };
    let is_year = key.get(at..at + 4).is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()));
    if is_year { format!("{}?{}", key.get(..at).unwrap_or(""), key.get(at + 4..).unwrap_or("")) } else { key }
}

impl Ruler {
    fn of(heading: &Row<'_>, anchors: &Anchors) -> Self {
        let is_level =
            |col: &usize| heading.get(*col).is_some_and(|cell| anchors.levels.contains(&text::key(&cell.text)));
        let mut levels: Vec<usize> = (0..heading.len()).filter(is_level).collect();
        let behind = levels.last().map_or(0, |level| level + 1);
        // Where the names' own column is no level, two levels stand before it: 一级指标 | 二级指标 | 指标内容.
        let is_content = heading.get(behind).is_some_and(|cell| anchors.contents.contains(&text::key(&cell.text)));
        let has_level = levels.len() > 1 && !(levels.len() == 2 && is_content);
        let names = if has_level { levels.pop().unwrap_or(0) } else { behind };
        levels.truncate(2);
        Self { levels, names, parts: 1 }
    }

    /// True for a row that parts a cell of the heading above: column labels and nothing else, none of them a level.
    fn is_second(&self, row: &Row<'_>, anchors: &Anchors) -> bool {
        let is_column = |entry: &Entry<'_>| anchors.columns.contains(&undated(&entry.text));
        let is_level = |entry: &Entry<'_>| anchors.level_names.contains(&label_of(&entry.text));
        row.len() > 1 && row.iter().all(|entry| is_column(entry) && !is_level(entry))
    }

    /// The second row's cells stand below the heading's first behind the names, which so spans them.
    fn part(&mut self, heading: &mut Row<'_>, second: &mut Row<'_>) {
        self.parts = second.len();
        for (place, entry) in second.iter_mut().enumerate() {
            (entry.col, entry.colspan) = (self.names + 1 + place, 1);
        }
        for (place, entry) in heading.iter_mut().enumerate().skip(self.names + 1) {
            (entry.col, entry.colspan) = match place - self.names {
                1 => (entry.col, self.parts),
                _ => (place + self.parts - 1, 1),
            };
        }
    }

    /// The columns of a row's first cells, those up to its name; `None` for a row that is none of the block.
    fn start(&self, row: &Row<'_>, anchors: &Anchors) -> Option<Vec<usize>> {
        let keys: Vec<String> = row.iter().take(4).map(|cell| label_of(&cell.text)).collect();
        let is_level = |at: usize| keys.get(at).is_some_and(|key| anchors.level_names.contains(key));
        let is_first = |at: usize| keys.get(at).is_some_and(|key| anchors.first_level_names.contains(key));
        let mut start = Vec::new();
        let left = self.levels.first().copied().unwrap_or(self.names);
        // The cell beside the whole block may be printed again.
        if left > 0 && !is_level(0) && is_level(1) && anchors.fields.contains(keys.first()?) {
            start.push(0);
        }
        let at = start.len();
        if !is_level(at) {
            let is_label = |key: &String| anchors.fields.contains(key) || anchors.footers.contains(key);
            if keys.first().is_some_and(is_label) {
                return None;
            }
        } else if let [first, second] = self.levels[..] {
            if is_first(at) || is_level(at + 1) {
                start.push(first);
            }
            if is_level(at + 1) || !is_first(at) {
                start.push(second);
            }
        } else {
            start.extend(&self.levels);
        }
        start.push(self.names);
        Some(start)
    }

    /// How many cells stand behind the name in most rows.
    fn usual(&self, body: &[Row<'_>], anchors: &Anchors) -> usize {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for row in body {
            if let Some(start) = self.start(row, anchors) {
                *counts.entry(row.len().saturating_sub(start.len())).or_default() += 1;
            }
        }
        counts.into_iter().max_by_key(|&(_, rows)| rows).map_or(0, |(cells, _)| cells)
    }

    /// Places a row: the value stands next to the name, over all its parts where they are not told apart; where other
    /// cells are missing, the last ones are those that most rows end with.
    fn place(&self, row: &mut Row<'_>, start: &[usize], usual: usize) {
        let behind = row.len().saturating_sub(start.len());
        let missing = if (2..usual).contains(&behind) { usual - behind } else { 0 };
        let first_span = if behind < self.parts { self.parts } else { 1 };
        for (at, cell) in row.iter_mut().enumerate() {
            (cell.col, cell.colspan) = match (start.get(at), at.saturating_sub(start.len())) {
                (Some(&col), _) => (col, 1),
                (None, 0) => (self.names + 1, first_span),
                (None, place) => (self.names + place + first_span + missing, 1),
            };
        }
    }
}
