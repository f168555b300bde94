//! The rows below a heading row, from bare lines: an empty cell is an empty line, a cell may hold several lines. The
//! way of parting them is taken in which known level names stand in level columns and few cells hold several lines.

use std::collections::BTreeSet;

use crate::model::Limits;

/// A cell holds at most so many lines.
const CELL_LINES: usize = 6;

/// So many lines are parted at once; what a window's end cuts is parted again with the next.
const WINDOW: usize = 4000;

/// The lines below a heading row and what is known of its columns.
pub struct Body<'a> {
    /// The lines up to the block's end.
    pub lines: &'a [String],
    /// Their keys.
    pub keys: &'a [String],
    /// Names of level 1 and level 2.
    pub level_names: &'a BTreeSet<String>,
    /// The number of columns, the one beside the block included.
    pub columns: usize,
    /// The column of the indicators' names: the last level's.
    pub names: usize,
    /// True when a cell stands beside the whole block, so that each row begins with an empty line.
    pub has_spine: bool,
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
                let keep = (cells.len() / self.columns).saturating_sub(4).max(1) * self.columns;
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
        for counts in cells.chunks(self.columns) {
            let mut row = Vec::with_capacity(self.columns);
            for count in counts {
                row.push(self.lines.get(from..from + count).unwrap_or_default().join("\n"));
                from += count;
            }
            row.resize(self.columns, String::new());
            rows.push(row);
        }
        rows
    }

    /// The line count of each cell, row by row, for the lines `from..to`; dynamic programming over lines and columns.
    fn part(&self, from: usize, to: usize) -> Vec<usize> {
        let (length, columns) = (to - from, self.columns.max(1));
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
        let (length, columns) = (to - from, self.columns.max(1));
        let blank_tail =
            self.lines.get(from..to).unwrap_or_default().iter().rev().take_while(|line| line.is_empty()).count();
        let mut end: Option<(u32, usize, usize)> = None;
        for line in (length - blank_tail.min(length))..=length {
            for column in 0..columns {
                // The row's last cells may be gone with the blank lines at the end; each costs a little.
                let missing = (columns - column) % columns;
                if missing > 0 && column <= self.names {
                    continue;
                }
                if let Some(step) = best.get(line * columns + column).copied().flatten() {
                    let left = u32::try_from(length - line).unwrap_or(u32::MAX);
                    let gone = u32::try_from(missing).unwrap_or(u32::MAX);
                    let cost = step.cost.saturating_add(left.saturating_mul(2)).saturating_add(gone.saturating_mul(5));
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
        let is_level = match keys {
            [key] => self.level_names.contains(key),
            keys => self.level_names.contains(&keys.concat()),
        };
        let is_blank = cell.iter().all(|line| line.is_empty());
        let holes = u32::try_from(cell.iter().filter(|line| line.is_empty()).count()).unwrap_or(0);
        let more = u32::try_from(count - 1).unwrap_or(0);
        let several = if is_blank { more * 14 } else { more * 8 + if more > 0 { holes * 6 } else { 0 } };
        // What opens with a bracket more likely goes on with the line above.
        let before = at.checked_sub(1).and_then(|before| self.lines.get(before)).is_some_and(|line| !line.is_empty());
        let is_torn = before && cell.first().is_some_and(|line| line.starts_with(['(', '（', '[', '【']));
        Facts { is_blank, is_level, cost: several + if is_torn { 4 } else { 0 } }
    }

    /// What a cell costs in a column.
    fn cost(&self, cell: &Facts, column: usize) -> u32 {
        let is_spine = self.has_spine && column == 0;
        let place = match (cell.is_blank, cell.is_level) {
            (true, _) if is_spine => 0,
            (true, _) if column == self.names => 12,
            (true, _) => 1,
            (false, _) if is_spine => 30,
            (false, true) if column < self.names => 0,
            (false, true) => 20,
            (false, false) if column < self.names => 6,
            (false, false) => 0,
        };
        place + cell.cost
    }
}

/// What lines would be as a cell, and what that costs in any column.
struct Facts {
    is_blank: bool,
    is_level: bool,
    cost: u32,
}
