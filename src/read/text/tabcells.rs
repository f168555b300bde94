//! Texts in which a tab at a line's start opens a cell (Apache Tika's text of .doc, .docx and .odt).
//!
//! A cell goes on over the lines that do not start with a tab; an empty line ends the row. In the text of a .doc an
//! empty line also stands between two paragraphs, those of one cell included.

use super::{Blocks, Text, Told, is_blank};
use crate::model::Block;

/// Reads a text of this flavour, if it is one: nearly every tab opens a line, and groups of such lines, each ended by
/// an empty line, follow one another.
pub fn read(text: &Text<'_>) -> Told {
    let parts_paragraphs = recognise(&text.lines)?;
    let mut reading =
        Reading { lines: &text.lines, parts_paragraphs, blocks: Blocks::default(), row: Vec::new(), width: 0 };
    let mut at = 0;
    while at < text.lines.len() {
        at = reading.line(at);
    }
    reading.end_row();
    let mut blocks = reading.blocks;
    blocks.end_table();
    for block in &mut blocks.done {
        if let Block::Table(table) = block {
            join_fragments(&mut table.rows);
        }
    }
    Some((blocks.finish(), if parts_paragraphs { "tika-doc" } else { "tika-cells" }))
}

/// Whether the text is of this flavour, and then whether empty lines part its paragraphs.
fn recognise(lines: &[&str]) -> Option<bool> {
    let (mut opening, mut other, mut groups, mut group) = (0usize, 0usize, 0usize, 0usize);
    for line in lines {
        match line.find('\t') {
            Some(0) if !line.trim_start_matches('\t').contains('\t') && !line.starts_with("\t\t") => {
                opening += 1;
                group += 1;
            }
            Some(_) => other += 1,
            None if line.is_empty() => {
                groups += usize::from(group >= 2);
                group = 0;
            }
            None => {}
        }
    }
    groups += usize::from(group >= 2);
    if groups < 2 || other * 10 > opening {
        return None;
    }
    let is_text = |line: &str| !line.is_empty() && !line.starts_with('\t');
    // Text above the first cell with no empty line after it: this tool writes none between paragraphs.
    let above = lines.iter().take_while(|line| !line.starts_with('\t')).count();
    let adjoining = lines.get(..above).unwrap_or_default().windows(2).any(|pair| pair.iter().all(|line| is_text(line)))
        || lines.get(above.wrapping_sub(1)).is_some_and(|line| is_text(line));
    // A paragraph, an empty line and another, in a cell or outside.
    let parted = lines.get(above.wrapping_sub(1)).is_some_and(|line| line.is_empty())
        || lines.windows(3).any(|three| matches!(three, [a, b, c] if !a.is_empty() && b.is_empty() && is_text(c)));
    Some(parted && !adjoining)
}

struct Reading<'a> {
    lines: &'a [&'a str],
    parts_paragraphs: bool,
    blocks: Blocks,
    row: Vec<String>,
    /// The width of the last full row of the open table.
    width: usize,
}

impl Reading<'_> {
    /// Reads the line at a place; gives the place to go on from.
    fn line(&mut self, at: usize) -> usize {
        let line = self.lines.get(at).copied().unwrap_or_default();
        if let Some(cell) = line.strip_prefix('\t') {
            self.row.push(cell.to_owned());
            return at + 1;
        }
        if self.row.is_empty() {
            if is_blank(line) {
                return at + 1;
            }
            self.blocks.paragraph(line);
            self.width = 0;
            return at + 1;
        }
        if line.is_empty() {
            return self.gap(at);
        }
        self.append(line);
        at + 1
    }

    fn append(&mut self, line: &str) {
        if let Some(cell) = self.row.last_mut() {
            cell.push('\n');
            cell.push_str(line);
        }
    }

    /// An empty line inside a row: the row's end, the table's end, or the gap between two paragraphs of a cell.
    fn gap(&mut self, at: usize) -> usize {
        let rest = self.lines.get(at..).unwrap_or_default();
        let empty = rest.iter().take_while(|line| line.is_empty()).count();
        let text = rest.iter().skip(empty).take_while(|line| !line.is_empty() && !line.starts_with('\t')).count();
        let next_is_cell = rest.get(empty + text).is_some_and(|line| line.starts_with('\t'));
        if text == 0 {
            self.end_row();
            if empty + text >= rest.len() {
                self.blocks.end_table();
            }
            return at + empty;
        }
        let is_short = self.row.len() < self.width;
        let is_inside = match (self.parts_paragraphs, next_is_cell) {
            (true, true) => empty == 1 || is_short,
            (true, false) => empty == 1,
            (false, _) => next_is_cell && is_short,
        };
        if !is_inside {
            self.end_row();
            self.blocks.end_table();
            self.width = 0;
        }
        at + empty
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if !row.is_empty() {
            self.width = row.len();
            self.blocks.row(row);
        }
    }
}

/// Joins the halves of a row that an empty last paragraph in a cell cut in two: between rows of one width, pieces
/// whose widths sum to it.
fn join_fragments(rows: &mut Vec<crate::model::RawRow>) {
    let mut joined: Vec<crate::model::RawRow> = Vec::with_capacity(rows.len());
    let widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
    let mut left = std::mem::take(rows).into_iter();
    let mut at = 0;
    while let Some(mut row) = left.next() {
        let ruler = joined.last().map_or(0, |row| row.cells.len());
        let pieces = pieces(widths.get(at..).unwrap_or_default(), ruler, row.cells.first().is_some_and(is_blank_cell));
        for piece in left.by_ref().take(pieces - 1) {
            row.cells.extend(piece.cells);
        }
        at += pieces;
        joined.push(row);
    }
    *rows = joined;
}

fn is_blank_cell(cell: &crate::model::RawCell) -> bool {
    is_blank(&cell.text())
}

/// How many pieces, from the first of these widths on, make a row as wide as the ruler: 1 if it is a row of its own.
fn pieces(widths: &[usize], ruler: usize, starts_blank: bool) -> usize {
    let mut sum = 0;
    for (index, width) in widths.iter().enumerate() {
        sum += width;
        if sum >= ruler {
            let next = widths.get(index + 1);
            let fits = sum == ruler && ruler > 2 && (next == Some(&ruler) || (next.is_none() && starts_blank));
            return if index > 0 && fits { index + 1 } else { 1 };
        }
    }
    1
}
