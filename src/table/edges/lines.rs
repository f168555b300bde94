//! The grid lines of a table: its cells' edges, those drawn a little off taken together.

use std::ops::RangeInclusive;

use crate::model::{RawRow, RawTable};

/// Edges nearer than this to a line are that line, in twips: 0.7 mm, less than half of what Word's own cell margins
/// (108 twips on either side) make the narrowest cell that can show a character. Edges of one line differ by up to some
/// 30 twips in real forms, whose rows were dragged one by one.
const NEAR: i32 = 40;

/// How far the outer edges of a row may stand off the table's: rows of one table are set with and without the cell
/// margin of 108 twips, and no column fits between.
const NEAR_OUTSIDE: i32 = 120;

/// How many edges are looked at one by one before all are searched.
const NEARBY: usize = 8;

/// Room for the edges of a usual table, which has few kinds of rows.
const USUAL_EDGES: usize = 64;

/// From an edge in twips to the number of its grid line.
#[derive(Debug)]
pub(super) struct Lines {
    /// Each edge and the number of its line, by edge.
    numbers: Vec<(i32, usize)>,
}

impl Lines {
    /// The lines of all edges of a table.
    pub(super) fn of(table: &RawTable) -> Self {
        let line_of = Edges::of(table).lines();
        let lines = sorted(line_of.iter().map(|&(_, line)| line).collect());
        let number = |(edge, line)| Some((edge, lines.binary_search(&line).ok()?));
        Self { numbers: line_of.into_iter().filter_map(number).collect() }
    }

    /// The number of an edge's line, which is the column that begins there. `from` is where the edge before was found:
    /// the edges of a row go up, so that the next is mostly near.
    pub(super) fn column(&self, edge: i32, from: &mut usize) -> usize {
        let near = self.numbers.iter().skip(*from).take(NEARBY).position(|&(known, _)| known == edge);
        let found = match near {
            Some(steps) => Some(*from + steps),
            None => self.numbers.binary_search_by_key(&edge, |&(edge, _)| edge).ok(),
        };
        *from = found.unwrap_or(0);
        found.and_then(|i| self.numbers.get(i)).map_or(0, |&(_, number)| number)
    }
}

/// All edges of a table.
#[derive(Debug)]
struct Edges {
    /// The edges in order, and how often each is used.
    uses: Vec<(i32, u32)>,
    /// The edges of cells so narrow that their two edges might pass for one line, in order.
    narrow: Vec<(i32, i32)>,
    /// Left edges of rows, in order.
    lefts: Vec<i32>,
    /// Right edges of rows, in order.
    rights: Vec<i32>,
}

impl Edges {
    fn of(table: &RawTable) -> Self {
        let mut all: Vec<(i32, u32)> = Vec::with_capacity(USUAL_EDGES);
        let (mut narrow, mut lefts, mut rights) = (Vec::new(), Vec::new(), Vec::new());
        // Most rows have the edges of the row above: those are taken in once, and counted.
        for same in table.rows.chunk_by(have_same_edges) {
            let uses = u32::try_from(same.len()).unwrap_or(u32::MAX);
            let bounds = || same.first().into_iter().flat_map(|row| &row.cells).filter_map(|cell| cell.edges);
            for (left, right) in bounds() {
                all.extend([(left, uses), (right, uses)]);
                if left < right && right.saturating_sub(left) <= NEAR_OUTSIDE {
                    narrow.push((left, right));
                }
            }
            lefts.extend(bounds().next().map(|(left, _)| left));
            rights.extend(bounds().next_back().map(|(_, right)| right));
        }
        all.sort_unstable();
        let same = all.chunk_by(|one, other| one.0 == other.0);
        let used = |same: &[(i32, u32)]| same.iter().fold(0, |all: u32, &(_, uses)| all.saturating_add(uses));
        let uses = same.filter_map(|same| Some((same.first()?.0, used(same)))).collect();
        Self { uses, narrow: sorted(narrow), lefts: sorted(lefts), rights: sorted(rights) }
    }

    /// The line of each edge, by edge. The most used edges are lines first, and draw those near them; but never the
    /// other edge of a narrow cell, which stays a cell.
    fn lines(&self) -> Vec<(i32, i32)> {
        let mut line_of: Vec<Option<i32>> = vec![None; self.uses.len()];
        if let Some(&first) = self.lefts.first() {
            self.draw(&mut line_of, first, first..=first.saturating_add(NEAR_OUTSIDE), Some(&self.lefts));
        }
        if let Some(&last) = self.rights.last() {
            self.draw(&mut line_of, last, last.saturating_sub(NEAR_OUTSIDE)..=last, Some(&self.rights));
        }
        let mut by_use: Vec<(u32, i32)> = self.uses.iter().map(|&(edge, uses)| (uses, edge)).collect();
        by_use.sort_unstable_by_key(|&(uses, edge)| (std::cmp::Reverse(uses), edge));
        for (_, line) in by_use {
            self.draw(&mut line_of, line, line.saturating_sub(NEAR)..=line.saturating_add(NEAR), None);
        }
        self.uses.iter().zip(line_of).map(|(&(edge, _), line)| (edge, line.unwrap_or(edge))).collect()
    }

    /// Makes an edge a line, unless it belongs to one already, and draws the free edges in reach to it.
    fn draw(&self, line_of: &mut [Option<i32>], line: i32, reach: RangeInclusive<i32>, among: Option<&[i32]>) {
        let at = self.uses.binary_search_by_key(&line, |&(edge, _)| edge);
        match at.ok().and_then(|at| line_of.get_mut(at)) {
            Some(own @ None) => *own = Some(line),
            _ => return,
        }
        let from = self.uses.partition_point(|&(edge, _)| edge < *reach.start());
        let (Some(uses), Some(line_of)) = (self.uses.get(from..), line_of.get_mut(from..)) else { return };
        let near = uses.iter().map(|&(edge, _)| edge).zip(line_of);
        let mut members = Vec::new();
        for (edge, line_of) in near.take_while(|(edge, _)| edge <= reach.end()) {
            let is_free = line_of.is_none() && among.is_none_or(|among| among.binary_search(&edge).is_ok());
            let is_near = |&member: &i32| !self.bound_a_cell(edge, member);
            if is_free && is_near(&line) && members.iter().all(is_near) {
                members.push(edge);
                *line_of = Some(line);
            }
        }
    }

    fn bound_a_cell(&self, one: i32, other: i32) -> bool {
        self.narrow.binary_search(&(one.min(other), one.max(other))).is_ok()
    }
}

fn have_same_edges(one: &RawRow, other: &RawRow) -> bool {
    one.cells.iter().map(|cell| cell.edges).eq(other.cells.iter().map(|cell| cell.edges))
}

/// The values in order, each once.
fn sorted<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort_unstable();
    values.dedup();
    values
}
