//! The rows below a heading row, from bare lines: an empty cell is an empty line, a cell may hold several lines. The
//! way of parting them is taken in which known level names stand in level columns and few cells hold several lines.

use std::collections::BTreeSet;

use super::SHORTEST_LEVEL;
use crate::model::Limits;
use crate::text::without_brackets;

/// A cell holds at most so many lines.
const CELL_LINES: usize = 6;

/// So many lines behind the last row may be none of it: notes below the table.
const MOST_LEFT: usize = 6;

/// So many lines are parted at once; what a window's end cuts is parted again with the next.
const WINDOW: usize = 4000;

/// What a column holds, as far as it tells where cells end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A cell stands beside the whole block here, so that each row has a blank line for it.
    Spine,
    /// Names of a level.
    Level,
    /// Indicators' names.
    Name,
    /// Anything else.
    Other,
}

/// The lines below a heading row and what is known of its columns.
pub struct Body<'a> {
    /// The lines up to the block's end.
    pub lines: &'a [String],
    /// Their keys.
    pub keys: &'a [String],
    /// Names of level 1 and level 2.
    pub level_names: &'a BTreeSet<String>,
    /// The columns, the one beside the block included.
    pub columns: &'a [Kind],
}

/// The cheapest way to a place: what it costs, and the line count of the cell that ends there.
#[derive(Clone, Copy)]
struct Step {
    cost: u32,
    count: usize,
}

impl Body<'_> {
    /// The rows and the number of lines that they take.
    pub fn rows(&self, limits: &Limits) -> (Vec<Vec<String>>, usize) {
        let mut rows = Vec::new();
        let mut from = 0;
        while from < self.lines.len() && !limits.over_time() {
            let to = (from + WINDOW).min(self.lines.len());
            let mut cells = self.part(from, to);
            if to < self.lines.len() {
                // Rows near the cut are parted again.
                let keep = (cells.len() / self.columns.len()).saturating_sub(4).max(1) * self.columns.len();
                cells.truncate(keep.min(cells.len()));
            }
            let taken: usize = cells.iter().sum();
            if taken == 0 {
                break;
            }
            rows.extend(self.texts(from, &cells));
            from += taken;
        }
        (rows, from)
    }

    fn texts(&self, mut from: usize, cells: &[usize]) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for counts in cells.chunks(self.columns.len().max(1)) {
            let mut row = Vec::with_capacity(self.columns.len());
            for count in counts {
                row.push(self.lines.get(from..from + count).unwrap_or_default().join("\n"));
                from += count;
            }
            row.resize(self.columns.len(), String::new());
            rows.push(row);
        }
        rows
    }

    /// The line count of each cell, row by row, for the lines `from..to`; dynamic programming over lines and columns.
    fn part(&self, from: usize, to: usize) -> Vec<usize> {
        let (length, columns) = (to - from, self.columns.len().max(1));
        let mut best: Vec<Option<Step>> = vec![None; (length + 1) * columns];
        // best[line * columns + column]: cells end before the line, and the next cell is in the column.
        if let Some(start) = best.first_mut() {
            *start = Some(Step { cost: 0, count: 0 });
        }
        for line in 0..length {
            let cells: Vec<Facts> =
                (1..=CELL_LINES.min(length - line)).map(|count| self.facts(from + line, count)).collect();
            for column in 0..columns {
                let Some(here) = best.get(line * columns + column).copied().flatten() else { continue };
                for (count, facts) in (1..).zip(&cells) {
                    let cost = here.cost.saturating_add(self.cost(facts, column));
                    let next = (line + count) * columns + (column + 1) % columns;
                    if let Some(there) = best.get_mut(next)
                        && there.is_none_or(|step| cost < step.cost)
                    {
                        *there = Some(Step { cost, count });
                    }
                }
            }
        }
        self.trace(from, to, &best)
    }

    /// Goes back from the cheapest end: a whole row, with blank lines after it, or a row whose last cells are gone.
    fn trace(&self, from: usize, to: usize, best: &[Option<Step>]) -> Vec<usize> {
        let (length, columns) = (to - from, self.columns.len().max(1));
        let names = self.columns.iter().rposition(|kind| *kind == Kind::Name).unwrap_or(0);
        let blank_tail =
            self.lines.get(from..to).unwrap_or_default().iter().rev().take_while(|line| line.is_empty()).count();
        let mut end: Option<(u32, usize, usize)> = None;
        for line in length.saturating_sub(blank_tail.max(MOST_LEFT))..=length {
            for column in 0..columns {
                // The row's last cells may be gone with the blank lines at the end; each costs a little.
                let missing = (columns - column) % columns;
                let is_cut = length - line > blank_tail;
                if missing > 0 && (column <= names || is_cut) {
                    continue;
                }
                if let Some(step) = best.get(line * columns + column).copied().flatten() {
                    let left = u32::try_from(length - line).unwrap_or(u32::MAX);
                    let gone = u32::try_from(missing).unwrap_or(u32::MAX);
                    let cost = step
                        .cost
                        .saturating_add(left.saturating_mul(if is_cut { 3 } else { 2 }))
                        .saturating_add(gone.saturating_mul(5));
                    if end.is_none_or(|(least, ..)| cost < least) {
                        end = Some((cost, line, column));
                    }
                }
            }
        }
        let mut counts = Vec::new();
        let Some((_, mut line, mut column)) = end else { return vec![1; length] };
        while line > 0 {
            let Some(step) = best.get(line * columns + column).copied().flatten() else { break };
            if step.count == 0 {
                break;
            }
            counts.push(step.count);
            line = line.saturating_sub(step.count);
            column = (column + columns - 1) % columns;
        }
        counts.reverse();
        counts
    }

    /// What `count` lines from `at` on would be as a cell.
    fn facts(&self, at: usize, count: usize) -> Facts {
        let cell = self.lines.get(at..at + count).unwrap_or_default();
        let keys = self.keys.get(at..at + count).unwrap_or_default();
        // Points may stand in brackets behind a level's name.
        let is_level = match keys {
            [key] => self.level_names.contains(without_brackets(key)),
            keys => self.level_names.contains(without_brackets(&keys.concat())),
        };
        let is_blank = cell.iter().all(|line| line.is_empty());
        let holes = u32::try_from(cell.iter().filter(|line| line.is_empty()).count()).unwrap_or(0);
        let more = u32::try_from(count - 1).unwrap_or(0);
        let several = if is_blank { more * 14 } else { more * 8 + if more > 0 { holes * 6 } else { 0 } };
        // What opens with a bracket more likely goes on with the line above.
        let before = at.checked_sub(1).and_then(|before| self.lines.get(before)).is_some_and(|line| !line.is_empty());
        let is_torn = before && cell.first().is_some_and(|line| line.starts_with(['(', '（', '[', '【']));
        let is_short = keys.concat().chars().count() < SHORTEST_LEVEL;
        Facts { is_blank, is_level, is_short, cost: several + if is_torn { 4 } else { 0 } }
    }

    /// What a blank name costs: of two halves side by side, one is often blank.
    fn blank_name(&self) -> u32 {
        if self.columns.iter().filter(|kind| **kind == Kind::Name).count() > 1 { 4 } else { 12 }
    }

    /// What a cell costs in a column.
    fn cost(&self, cell: &Facts, column: usize) -> u32 {
        let kind = self.columns.get(column).copied().unwrap_or(Kind::Other);
        let place = match (cell.is_blank, cell.is_level, kind) {
            (true, _, Kind::Spine) => 0,
            (true, _, Kind::Name) => self.blank_name(),
            (true, ..) => 1,
            (false, _, Kind::Spine) => 30,
            (false, true, Kind::Level) => 0,
            // Indicators are called like levels too: 群众满意度.
            (false, true, Kind::Name) => 5,
            // Short names of levels are words of values too: 完成.
            (false, true, _) if cell.is_short => 3,
            (false, true, _) => 20,
            (false, false, Kind::Level) => 6,
            (false, false, _) => 0,
        };
        place + cell.cost
    }
}

/// What lines would be as a cell, and what that costs in any column.
struct Facts {
    is_blank: bool,
    is_level: bool,
    is_short: bool,
    cost: u32,
}
