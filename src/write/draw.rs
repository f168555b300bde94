//! A grid drawn with lines, merged cells merged, in the columns of a terminal: wide characters take two.

use std::io::{self, Write};

use unicode_width::UnicodeWidthChar;

use crate::model::{Cell, Grid};
pub use crate::text::plain;

/// How much room a drawn grid may take.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Columns of the terminal; a grid of very many columns takes more, since each needs a few.
    pub width: usize,
    /// Most lines of one cell's text; longer text is cut and ends with `…`.
    pub lines: usize,
}

/// The narrowest column: two wide characters.
const NARROWEST: usize = 4;

/// Draws a grid. `text` gives what to show of a cell; `paint` may colour a line of a cell, by the cell's index, without
/// changing its width.
///
/// # Errors
/// When the bytes cannot be written.
pub fn draw(
    out: &mut dyn Write,
    grid: &Grid,
    options: Options,
    text: impl Fn(&Cell) -> String,
    paint: impl Fn(usize, &str) -> String,
) -> io::Result<()> {
    if grid.rows == 0 || grid.cols == 0 {
        return Ok(());
    }
    let texts: Vec<String> = grid.cells.iter().map(|cell| plain_lines(&text(cell))).collect();
    let widths = widths(grid, &texts, options.width);
    let wrapped: Vec<Vec<String>> =
        grid.cells.iter().zip(&texts).map(|(cell, text)| wrap(text, span(&widths, cell), options.lines)).collect();
    let drawing = Drawing { grid, tops: tops(grid, &wrapped), widths, wrapped };
    for row in 0..grid.rows {
        drawing.line_above(out, row, &paint)?;
        let (top, next) = (drawing.top(row), drawing.top(row + 1));
        for y in top..next.saturating_sub(1) {
            drawing.content(out, row, y, &paint)?;
        }
    }
    drawing.line_above(out, grid.rows, &paint)
}

struct Drawing<'a> {
    grid: &'a Grid,
    /// The width of each column's text.
    widths: Vec<usize>,
    /// For each row the number of its first text line; a line drawn between rows counts as one.
    tops: Vec<usize>,
    /// Each cell's lines.
    wrapped: Vec<Vec<String>>,
}

impl Drawing<'_> {
    fn top(&self, row: usize) -> usize {
        self.tops.get(row).copied().unwrap_or_default()
    }

    /// The line drawn above a row; a cell that goes through it shows its text there.
    fn line_above(&self, out: &mut dyn Write, row: usize, paint: &dyn Fn(usize, &str) -> String) -> io::Result<()> {
        let at = |row: Option<usize>, col: Option<usize>| self.grid.at(row?, col?);
        let (above, below) = (row.checked_sub(1), (row < self.grid.rows).then_some(row));
        let mut col = 0;
        while col <= self.grid.cols {
            let (left, right) = (col.checked_sub(1), (col < self.grid.cols).then_some(col));
            let corners = [at(above, left), at(above, right), at(below, left), at(below, right)];
            out.write_all(junction(corners).as_bytes())?;
            let (Some(&width), upper, lower) = (self.widths.get(col), corners[1], corners[3]) else { break };
            match upper {
                Some(cell) if upper == lower => {
                    self.text(out, cell, self.top(row).saturating_sub(1), paint)?;
                    col += self.grid.cells.get(cell).map_or(1, |cell| cell.colspan.max(1));
                }
                _ => {
                    out.write_all("─".repeat(width + 2).as_bytes())?;
                    col += 1;
                }
            }
        }
        writeln!(out)
    }

    /// One line of text through a row.
    fn content(
        &self,
        out: &mut dyn Write,
        row: usize,
        y: usize,
        paint: &dyn Fn(usize, &str) -> String,
    ) -> io::Result<()> {
        out.write_all("│".as_bytes())?;
        for cell in self.grid.row_cells(row) {
            self.text(out, cell, y, paint)?;
            out.write_all("│".as_bytes())?;
        }
        writeln!(out)
    }

    fn text(
        &self,
        out: &mut dyn Write,
        index: usize,
        y: usize,
        paint: &dyn Fn(usize, &str) -> String,
    ) -> io::Result<()> {
        let Some(cell) = self.grid.cells.get(index) else { return Ok(()) };
        let lines = self.wrapped.get(index).map(Vec::as_slice).unwrap_or_default();
        let line = lines.get(y.saturating_sub(self.top(cell.row))).map_or("", String::as_str);
        let pad = span(&self.widths, cell).saturating_sub(width(line));
        write!(out, " {}{} ", paint(index, line), " ".repeat(pad))
    }
}

/// The mark where four cells meet: a stroke between each two that differ.
fn junction([up_left, up_right, down_left, down_right]: [Option<usize>; 4]) -> &'static str {
    let strokes = (up_left != up_right, down_left != down_right, up_left != down_left, up_right != down_right);
    match strokes {
        (true, true, true, true) => "┼",
        (true, true, true, false) => "┤",
        (true, true, false, true) => "├",
        (true, true, false, false) => "│",
        (true, false, true, true) => "┴",
        (true, false, true, false) => "┘",
        (true, false, false, true) => "└",
        (false, true, true, true) => "┬",
        (false, true, true, false) => "┐",
        (false, true, false, true) => "┌",
        (false, false, true, true) => "─",
        _ => " ",
    }
}

/// The room that a cell has: its columns and the lines between them.
fn span(widths: &[usize], cell: &Cell) -> usize {
    let columns = widths.iter().skip(cell.col).take(cell.colspan.max(1));
    columns.sum::<usize>() + 3 * (cell.colspan.max(1) - 1)
}

/// A width for each column: what its texts want, the widest giving way until all fit.
fn widths(grid: &Grid, texts: &[String], room: usize) -> Vec<usize> {
    let mut widths = vec![1; grid.cols];
    let mut order: Vec<usize> = (0..grid.cells.len()).collect();
    order.sort_by_key(|&i| grid.cells.get(i).map_or(0, |cell| cell.colspan));
    for i in order {
        let (Some(cell), Some(text)) = (grid.cells.get(i), texts.get(i)) else { continue };
        let wanted = text.split('\n').map(width).max().unwrap_or_default().min(room);
        let missing = wanted.saturating_sub(span(&widths, cell));
        let columns = cell.colspan.max(1);
        for (n, width) in widths.iter_mut().skip(cell.col).take(columns).enumerate() {
            *width += missing / columns + usize::from(n < missing % columns);
        }
    }
    let room = room.saturating_sub(3 * grid.cols + 1);
    let cap = fitting_cap(&widths, room);
    let mut spare = room.saturating_sub(widths.iter().map(|&width| width.min(cap)).sum());
    for width in &mut widths {
        if *width > cap {
            let more = usize::from(spare > 0);
            spare -= more;
            *width = cap + more;
        }
    }
    widths
}

/// The largest cap on column widths under which all columns fit the room.
fn fitting_cap(widths: &[usize], room: usize) -> usize {
    let (mut low, mut high) = (NARROWEST, widths.iter().copied().max().unwrap_or_default().max(NARROWEST));
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if widths.iter().map(|&width| width.min(middle)).sum::<usize>() <= room {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

/// The number of each row's first text line, and one more past the last row.
fn tops(grid: &Grid, wrapped: &[Vec<String>]) -> Vec<usize> {
    let mut heights = vec![1; grid.rows];
    let mut order: Vec<usize> = (0..grid.cells.len()).collect();
    order.sort_by_key(|&i| grid.cells.get(i).map_or(0, |cell| cell.rowspan));
    for i in order {
        let (Some(cell), Some(lines)) = (grid.cells.get(i), wrapped.get(i)) else { continue };
        let rows = cell.rowspan.max(1);
        let has: usize = heights.iter().skip(cell.row).take(rows).sum::<usize>() + rows - 1;
        if let Some(last) = heights.get_mut(cell.row + rows - 1) {
            *last += lines.len().saturating_sub(has);
        }
    }
    let mut top = 1;
    let mut tops = vec![top];
    for height in heights {
        top += height + 1;
        tops.push(top);
    }
    tops
}

/// Breaks a text into lines of a width; what goes over the lines allowed is cut with `…`.
fn wrap(text: &str, room: usize, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let (mut line, mut used) = (String::new(), 0);
        for c in paragraph.chars() {
            let wide = c.width().unwrap_or_default();
            if used + wide > room && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += wide;
        }
        lines.push(line);
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while width(last) + 1 > room && last.pop().is_some() {}
            last.push('…');
        }
    }
    lines
}

/// The terminal columns that a text takes.
pub fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or_default()).sum()
}

/// A text without what a terminal obeys, line by line.
fn plain_lines(text: &str) -> String {
    text.trim_end().split('\n').map(plain).collect::<Vec<_>>().join("\n")
}
