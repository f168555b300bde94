//! Spans from cell edges (binary Word, RTF): the union of all edges, with a tolerance, gives the columns.
//!
//! These formats state no column spans. A cell spans the columns between its own edges, which are those of all rows of
//! the table ([MS-DOC] 2.9.314 rgdxaCenter; RTF 1.9.1 `\cellx`). Vertical runs are stated by marks.

mod lines;

use std::iter::once_with;

use crate::model::{Block, Merge, RawRow, RawTable};
use crate::table::placed::{Placed, is_blank};
use lines::Lines;

/// A cell between grid columns.
#[derive(Debug, Clone, Copy)]
struct Slot {
    start: usize,
    end: usize,
    vertical: Merge,
    /// How many cells are merged into it from the right.
    under: usize,
}

/// A vertical run that the next row may continue.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Index of its first cell among the placed.
    head: usize,
    start: usize,
    end: usize,
    /// True while the run is one cell.
    lone: bool,
}

/// Where each cell of a table with stated edges stands.
///
/// A row that begins late or ends early leaves holes. A cell that continues a vertical run belongs to the run right
/// above between the same columns; where there is none it is a cell of its own. A cell without width shows nothing: it
/// is covered. A cell without edges takes the next column.
pub fn place(table: RawTable) -> Vec<Placed> {
    let lines = Lines::of(&table);
    let mut placed: Vec<Placed> = Vec::with_capacity(table.rows.iter().map(|row| row.cells.len()).sum());
    let width = table.rows.first().map_or(0, |row| row.cells.len());
    let (mut above, mut open): (Vec<Run>, Vec<Run>) = (Vec::with_capacity(width), Vec::with_capacity(width));
    let (mut slots, mut below) = (Vec::with_capacity(width), Vec::with_capacity(width));
    let mut rows = table.rows.into_iter().enumerate().peekable();
    rows.peek().into_iter().for_each(|(_, first)| lay_out(first, &lines, &mut below));
    while let Some((row, raw)) = rows.next() {
        std::mem::swap(&mut slots, &mut below);
        below.clear();
        rows.peek().into_iter().for_each(|(_, next)| lay_out(next, &lines, &mut below));
        open.clear();
        let mut cells = raw.cells.into_iter();
        for slot in &slots {
            let Some(cell) = cells.next() else { break };
            let covered = slot.start >= slot.end;
            let is_merged = slot.vertical != Merge::None && !covered;
            let joined = if is_merged { joined(slot, &cell.blocks, &above, &below) } else { None };
            match joined {
                Some(run) => {
                    if let Some(head) = placed.get_mut(run.head) {
                        head.rowspan = head.rowspan.saturating_add(1);
                    }
                    open.push(Run { lone: false, ..run });
                }
                None if is_merged => {
                    open.push(Run { head: placed.len(), start: slot.start, end: slot.end, lone: true });
                }
                None => {}
            }
            let colspan = slot.end.saturating_sub(slot.start).max(1);
            let covered = covered || joined.is_some();
            let col = slot.start;
            // Made where it stays: one that is pushed is made first and then waited for.
            placed.extend(once_with(|| Placed { row, col, rowspan: 1, colspan, blocks: cell.blocks, covered }));
            let under = cells.by_ref().take(slot.under);
            placed.extend(under.map(|cell| Placed { covered: true, ..Placed::new(cell, row, slot.start) }));
        }
        std::mem::swap(&mut above, &mut open);
    }
    placed
}

/// The run above that a cell belongs to.
fn joined(slot: &Slot, blocks: &[Block], above: &[Run], below: &[Slot]) -> Option<Run> {
    let run = above.get(above.binary_search_by_key(&slot.start, |run| run.start).ok()?)?;
    (run.end == slot.end && continues(slot, blocks, run, below)).then_some(*run)
}

/// True where a cell belongs to the run above it between the same columns.
///
/// Word repeats the restart mark on cells that a run covers. Such a cell is blank; it is told from the head of a new
/// run by what a merge is, which is of two cells at least: either the run above would have only one, or the new one.
fn continues(slot: &Slot, blocks: &[Block], above: &Run, below: &[Slot]) -> bool {
    match slot.vertical {
        Merge::None => false,
        Merge::Continue => true,
        Merge::Restart => {
            let first = below.partition_point(|next| next.start < slot.start);
            let mut here = below.iter().skip(first).take_while(|next| next.start == slot.start);
            let goes_on = here.any(|next| next.end == slot.end && next.vertical == Merge::Continue);
            is_blank(blocks) && (above.lone || !goes_on)
        }
    }
}

/// Adds a row's cells between grid columns, left to right, none overlapping.
fn lay_out(row: &RawRow, lines: &Lines, slots: &mut Vec<Slot>) {
    let mut next = row.grid_before as usize;
    let mut rest = row.cells.as_slice();
    let mut near = 0;
    while let Some((cell, after)) = rest.split_first() {
        let merged = after.iter().take_while(|cell| cell.horizontal == Merge::Continue).count();
        let (under, after) = after.split_at_checked(merged).unwrap_or((after, &[]));
        rest = after;
        let right = under.last().unwrap_or(cell).edges.or(cell.edges);
        let (start, end) = match (cell.edges, right) {
            (Some((left, _)), Some((_, right))) => {
                let start = lines.column(left, &mut near).max(next);
                (start, lines.column(right, &mut near).max(start))
            }
            _ => (next, next.saturating_add(1 + under.len())),
        };
        slots.push(Slot { start, end, vertical: cell.vertical, under: merged });
        next = end;
    }
}
