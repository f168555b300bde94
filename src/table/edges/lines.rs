//! The grid lines of a table: its cells' edges, those drawn a little off taken together.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::RawTable;

/// Edges nearer than this to a line are that line, in twips: 0.7 mm, less than half of what Word's own cell margins
/// (108 twips on either side) make the narrowest cell that can show a character. Edges of one line differ by up to some
/// 30 twips in real forms, whose rows were dragged one by one.
const NEAR: i32 = 40;

/// How far the outer edges of a row may stand off the table's: rows of one table are set with and without the cell
/// margin of 108 twips, and no column fits between.
const NEAR_OUTSIDE: i32 = 120;

/// From an edge in twips to the number of its grid line.
#[derive(Debug)]
pub(super) struct Lines {
    numbers: BTreeMap<i32, usize>,
}

impl Lines {
    /// The lines of all edges of a table.
    pub(super) fn of(table: &RawTable) -> Self {
        let edges = Edges::of(table);
        let line_of = edges.lines();
        let lines: BTreeSet<i32> = line_of.values().copied().collect();
        let number: BTreeMap<i32, usize> = lines.into_iter().zip(0..).collect();
        let numbers = line_of.iter().filter_map(|(edge, line)| Some((*edge, *number.get(line)?))).collect();
        Self { numbers }
    }

    /// The number of an edge's line, which is the column that begins there.
    pub(super) fn column(&self, edge: i32) -> usize {
        self.numbers.get(&edge).copied().unwrap_or(0)
    }
}

/// All edges of a table.
#[derive(Debug, Default)]
struct Edges {
    /// How often each is used.
    uses: BTreeMap<i32, usize>,
    /// The edges of cells so narrow that their two edges might pass for one line.
    narrow: BTreeSet<(i32, i32)>,
    /// Left edges of rows.
    lefts: BTreeSet<i32>,
    /// Right edges of rows.
    rights: BTreeSet<i32>,
}

impl Edges {
    fn of(table: &RawTable) -> Self {
        let mut edges = Self::default();
        for row in &table.rows {
            let bounds = || row.cells.iter().filter_map(|cell| cell.edges);
            for (left, right) in bounds() {
                for edge in [left, right] {
                    *edges.uses.entry(edge).or_default() += 1;
                }
                if left < right && right.saturating_sub(left) <= NEAR_OUTSIDE {
                    edges.narrow.insert((left, right));
                }
            }
            edges.lefts.extend(bounds().next().map(|(left, _)| left));
            edges.rights.extend(bounds().next_back().map(|(_, right)| right));
        }
        edges
    }

    /// The line of each edge. The most used edges are lines first, and draw those near them; but never the other edge
    /// of a narrow cell, which stays a cell.
    fn lines(&self) -> BTreeMap<i32, i32> {
        let mut line_of = BTreeMap::new();
        let mut free: BTreeSet<i32> = self.uses.keys().copied().collect();
        let first = self.lefts.first().copied();
        let last = self.rights.last().copied();
        let outer_left = first.map(|first| (first, first, first.saturating_add(NEAR_OUTSIDE), Some(&self.lefts)));
        let outer_right = last.map(|last| (last, last.saturating_sub(NEAR_OUTSIDE), last, Some(&self.rights)));
        let mut by_use: Vec<(usize, i32)> = self.uses.iter().map(|(edge, uses)| (*uses, *edge)).collect();
        by_use.sort_unstable_by_key(|&(uses, edge)| (std::cmp::Reverse(uses), edge));
        let inner = by_use.into_iter().map(|(_, e)| (e, e.saturating_sub(NEAR), e.saturating_add(NEAR), None));
        for (line, from, to, among) in outer_left.into_iter().chain(outer_right).chain(inner) {
            if !free.contains(&line) {
                continue;
            }
            let mut members = vec![line];
            for &edge in free.range(from..=to) {
                let allowed = among.is_none_or(|among| among.contains(&edge));
                if edge != line && allowed && !members.iter().any(|&member| self.bound_a_cell(edge, member)) {
                    members.push(edge);
                }
            }
            for member in members {
                free.remove(&member);
                line_of.insert(member, line);
            }
        }
        line_of
    }

    fn bound_a_cell(&self, one: i32, other: i32) -> bool {
        self.narrow.contains(&(one.min(other), one.max(other)))
    }
}
