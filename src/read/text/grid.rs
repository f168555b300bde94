//! Grid tables (pandoc manual, "grid_tables"): cells drawn with `+---+` and `|`, spans by borders left out.

use std::collections::BTreeSet;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::model::{RawCell, RawRow, RawTable, SpanFacts};

/// More columns than a page can hold; what is drawn to the right of them stays in the last.
const MOST_COLUMNS: usize = 256;

/// The grid table at the head of these lines and the number of lines that it takes.
pub fn table(lines: &[&str]) -> Option<(RawTable, usize)> {
    let is_inside = |line: &&&str| line.trim_start().starts_with(['+', '|']);
    let drawn: Vec<&str> = lines.iter().take_while(is_inside).copied().collect();
    let last = drawn.iter().rposition(|line| is_full_border(line))?;
    if last == 0 || !drawn.first().is_some_and(|line| is_full_border(line)) {
        return None;
    }
    let canvas: Vec<Vec<char>> = drawn.iter().take(last + 1).map(|line| paint(line)).collect();
    let corners: Vec<usize> =
        canvas.iter().flat_map(|line| corners(line)).collect::<BTreeSet<_>>().into_iter().collect();
    if corners.len() < 2 {
        return None;
    }
    let corners = within_bound(corners);
    let mut drawing = Drawing { corners, rows: 0, open: Vec::new(), done: Vec::new() };
    for line in &canvas {
        drawing.line(line);
    }
    Some((drawing.finish(), last + 1))
}

fn within_bound(mut corners: Vec<usize>) -> Vec<usize> {
    if let Some(&last) = corners.last()
        && corners.len() > MOST_COLUMNS
    {
        corners.truncate(MOST_COLUMNS);
        corners.push(last);
    }
    corners
}

fn is_full_border(line: &str) -> bool {
    let line = line.trim();
    line.len() > 2 && line.starts_with('+') && line.ends_with('+') && line.chars().all(is_rule)
}

fn is_rule(c: char) -> bool {
    matches!(c, '-' | '=' | ':' | '+')
}

/// The line as display columns: a wide letter takes two, the second of which is NUL.
fn paint(line: &str) -> Vec<char> {
    let mut painted = Vec::new();
    for c in line.trim_start().chars() {
        match c.width() {
            Some(0) | None => {}
            Some(width) => {
                painted.push(c);
                painted.extend(std::iter::repeat_n('\0', width - 1));
            }
        }
    }
    painted
}

/// The display columns of corners: a `+` beside a stroke.
fn corners(line: &[char]) -> Vec<usize> {
    let is_stroke = |at: Option<usize>| {
        let ends = |c: &char| matches!(c, '-' | '=' | ':');
        at.and_then(|at| line.get(at)).is_some_and(ends)
    };
    let is_corner = |&(at, c): &(usize, &char)| *c == '+' && (is_stroke(at.checked_sub(1)) || is_stroke(Some(at + 1)));
    line.iter().enumerate().filter(is_corner).map(|(at, _)| at).collect()
}

/// A cell being drawn: grid columns `from..to`, rows `row..=last_row`.
struct Open {
    row: usize,
    last_row: usize,
    from: usize,
    to: usize,
    text: Vec<String>,
}

struct Drawing {
    corners: Vec<usize>,
    rows: usize,
    open: Vec<Open>,
    done: Vec<Open>,
}

impl Drawing {
    fn line(&mut self, line: &[char]) {
        let columns = self.corners.len() - 1;
        let ruled: Vec<bool> = (0..columns).map(|column| self.is_ruled(line, column)).collect();
        let is_border = ruled.contains(&true);
        if is_border {
            let (closed, kept) = std::mem::take(&mut self.open)
                .into_iter()
                .partition(|cell: &Open| ruled.get(cell.from).copied().unwrap_or(true));
            self.done.extend::<Vec<Open>>(closed);
            self.open = kept;
        } else if self.begin(line) {
            self.rows += 1;
        }
        let row = self.rows.saturating_sub(1);
        for cell in &mut self.open {
            if !is_border {
                cell.last_row = cell.last_row.max(row);
            }
            let text = slice(line, self.corners.get(cell.from), self.corners.get(cell.to));
            cell.text.push(text);
        }
    }

    fn is_ruled(&self, line: &[char], column: usize) -> bool {
        match (self.corners.get(column), self.corners.get(column + 1)) {
            (Some(&left), Some(&right)) => line.get(left + 1..right).is_some_and(|run| run.iter().all(|&c| is_rule(c))),
            _ => false,
        }
    }

    /// Opens cells in the columns that the last border freed; true when there were any.
    fn begin(&mut self, line: &[char]) -> bool {
        let columns = self.corners.len() - 1;
        let mut taken = vec![false; columns];
        for cell in &self.open {
            taken.iter_mut().take(cell.to).skip(cell.from).for_each(|slot| *slot = true);
        }
        let row = self.rows;
        let mut from = 0;
        let mut any = false;
        while from < columns {
            if taken.get(from) == Some(&true) {
                from += 1;
                continue;
            }
            let is_end = |&to: &usize| {
                let stroke = self.corners.get(to).and_then(|&at| line.get(at));
                taken.get(to) == Some(&true) || matches!(stroke, Some('|' | '+'))
            };
            let to = (from + 1..columns).find(is_end).unwrap_or(columns);
            self.open.push(Open { row, last_row: row, from, to, text: Vec::new() });
            any = true;
            from = to;
        }
        any
    }

    fn finish(mut self) -> RawTable {
        self.done.append(&mut self.open);
        self.done.sort_by_key(|cell| (cell.row, cell.from));
        let has_spans = self.done.iter().any(|cell| cell.to - cell.from > 1 || cell.last_row > cell.row);
        let mut rows = vec![RawRow::default(); self.rows];
        for cell in &self.done {
            let width = match (self.corners.get(cell.from), self.corners.get(cell.to)) {
                (Some(left), Some(right)) => right.saturating_sub(left + 3),
                _ => 0,
            };
            let raw = RawCell {
                col_span: u32::try_from(cell.to - cell.from).unwrap_or(1),
                row_span: u32::try_from(cell.last_row - cell.row + 1).unwrap_or(1),
                ..RawCell::from_text(&unwrap_lines(&cell.text, width))
            };
            if let Some(row) = rows.get_mut(cell.row) {
                row.cells.push(raw);
            }
        }
        let spans = if has_spans { SpanFacts::Stated } else { SpanFacts::None };
        RawTable { rows, spans, ..RawTable::default() }
    }
}

/// The text between two corners; a border passing through a spanning cell is no text.
fn slice(line: &[char], left: Option<&usize>, right: Option<&usize>) -> String {
    let (Some(&left), Some(&right)) = (left, right) else { return String::new() };
    let run = line.get((left + 1).min(line.len())..right.min(line.len())).unwrap_or_default();
    let text: String = run.iter().filter(|&&c| c != '\0').collect();
    text.trim_matches(' ').to_owned()
}

/// Joins lines that were wrapped at the cell's width: a line goes on with the next where that one's first letter had no
/// room. A closing backslash ends a paragraph.
pub fn unwrap_lines(lines: &[String], width: usize) -> String {
    let mut text = String::new();
    let mut room = None;
    for line in lines.iter().filter(|line| !line.is_empty()) {
        let first = line.chars().next().and_then(UnicodeWidthChar::width).unwrap_or(1);
        if room.is_some_and(|room| room < first) {
            let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if is_word(text.chars().last()) && is_word(line.chars().next()) {
                text.push(' ');
            }
        } else if room.is_some() {
            text.push('\n');
        }
        let broken = line.strip_suffix('\\');
        room = Some(broken.map_or_else(|| width.saturating_sub(line.width()), |_| usize::MAX));
        text.push_str(broken.unwrap_or(line));
    }
    text
}
