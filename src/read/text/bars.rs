//! Tables laid out with bars to a page width (antiword's text): no line parts the rows, and long cells are wrapped.
//!
//! What parts a wrapped line from a new row is the room that was left: a tool wraps only what does not fit. So a line
//! goes on with the row above when its texts follow cells that were full; it begins a row when a cell gets text after
//! the row above left it blank.

use std::collections::BTreeMap;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{grid, is_blank};
use crate::model::{RawCell, RawRow, RawTable, SpanFacts};

/// Borders this near are the same border: each bar left out by a merge shifts what follows by about one column.
const SNAP: usize = 3;

/// The table of bars at the head of these lines and the number of lines that it takes.
pub fn table(lines: &[&str]) -> Option<(RawTable, usize)> {
    let drawn: Vec<Line<'_>> = lines.iter().map_while(|line| Line::parse(line)).collect();
    if drawn.len() < 2 {
        return None;
    }
    let mut rows: Vec<Row> = Vec::new();
    for line in &drawn {
        match rows.last_mut() {
            Some(row) if row.goes_on_with(line) => row.push(line),
            _ => rows.push(Row::of(line)),
        }
    }
    let borders = borders(&rows);
    let rows = rows.iter().map(|row| row.raw(&borders)).collect();
    Some((RawTable { rows, spans: SpanFacts::None, ..RawTable::default() }, drawn.len()))
}

/// One drawn line: its cells with their widths.
struct Line<'a> {
    cells: Vec<(&'a str, usize)>,
}

impl<'a> Line<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
        Some(Self { cells: inner.split('|').map(|cell| (cell, cell.width())).collect() })
    }
}

/// A row in the making: for each cell its width and the text of each line.
struct Row {
    cells: Vec<(usize, Vec<String>)>,
}

impl Row {
    fn of(line: &Line<'_>) -> Self {
        let cells = line.cells.iter().map(|&(text, width)| (width, vec![trimmed(text)])).collect();
        Self { cells }
    }

    fn push(&mut self, line: &Line<'_>) {
        for ((_, texts), (text, _)) in self.cells.iter_mut().zip(&line.cells) {
            texts.push(trimmed(text));
        }
    }

    fn goes_on_with(&self, line: &Line<'_>) -> bool {
        if self.cells.len() != line.cells.len() {
            return false;
        }
        let widths = self.cells.iter().zip(&line.cells);
        if widths.into_iter().any(|((width, _), (_, other))| width.abs_diff(*other) > 1) {
            return false;
        }
        let mut any = false;
        for (column, ((width, texts), (text, _))) in self.cells.iter().zip(&line.cells).enumerate() {
            let Some(first) = text.trim().chars().next() else { continue };
            any = true;
            let above = texts.last().map_or("", String::as_str);
            if above.is_empty() {
                return false;
            }
            let is_full = above.width() + first.width().unwrap_or(1) > *width;
            // A label at the left may be broken by hand, and a value beside it be of several sentences; elsewhere text
            // below text that left room is another row's.
            let is_value = self.cells.len() == 2 && above.ends_with(['。', '；', ';', '！', '？']);
            if !is_full && column > 0 && !is_value {
                return false;
            }
        }
        any
    }

    fn raw(&self, borders: &[usize]) -> RawRow {
        let mut right = 0;
        let cells = self.cells.iter().map(|(width, texts)| {
            let left = right;
            right += width;
            let span = border(borders, right).saturating_sub(border(borders, left)).max(1);
            let text = grid::unwrap_lines(texts, *width);
            RawCell { col_span: u32::try_from(span).unwrap_or(1), ..RawCell::from_text(&text) }
        });
        RawRow { cells: cells.collect(), ..RawRow::default() }
    }
}

/// The text without the padding on its right; that on its left may be the author's and only counts if it is all.
fn trimmed(text: &str) -> String {
    if is_blank(text) && !text.contains('\u{3000}') { String::new() } else { text.trim_matches(' ').to_owned() }
}

/// Where cells end, in display columns without the bars; ends that lie near one another are one.
fn borders(rows: &[Row]) -> Vec<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows {
        let mut right = 0;
        for (width, _) in &row.cells {
            right += width;
            *counts.entry(right).or_default() += 1;
        }
    }
    let mut ends: Vec<(usize, usize)> = counts.into_iter().collect();
    // The border that most rows have stands for its neighbours.
    ends.sort_by_key(|&(at, count)| (std::cmp::Reverse(count), at));
    let mut borders: Vec<usize> = vec![0];
    for (at, _) in ends {
        let place = borders.partition_point(|&border| border < at);
        let near = |index: Option<usize>| index.and_then(|i| borders.get(i)).is_some_and(|b| b.abs_diff(at) <= SNAP);
        if !near(Some(place)) && !near(place.checked_sub(1)) {
            borders.insert(place, at);
        }
    }
    borders
}

/// The number of the border nearest to a display column.
fn border(borders: &[usize], at: usize) -> usize {
    let place = borders.partition_point(|&border| border < at);
    let distance = |index: usize| borders.get(index).map_or(usize::MAX, |b| b.abs_diff(at));
    match place.checked_sub(1) {
        Some(before) if distance(before) <= distance(place) => before,
        _ => place,
    }
}
