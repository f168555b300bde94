//! Texts in which a tab precedes every cell and a line end ends the row (Apache Tika's text of .docx, streamed).
//!
//! A cell of several paragraphs goes on over lines without a tab, and its row goes on with the line after it.

use super::{Blocks, Text, Told, is_blank};

/// Reads a text of this flavour, if it is one: nearly every line with a tab starts with one, and rows have more than
/// one cell, the first of them filled in some.
pub fn read(text: &Text<'_>) -> Told {
    let (mut leading, mut other, mut filled) = (0usize, 0usize, 0usize);
    for line in text.lines.iter().filter(|line| line.contains('\t')) {
        let Some(cells) = line.strip_prefix('\t') else {
            other += 1;
            continue;
        };
        leading += 1;
        filled += usize::from(!cells.starts_with('\t') && cells.contains('\t'));
    }
    if leading < 2 || filled < 2 || other * 8 > leading {
        return None;
    }
    let mut reading = Reading { blocks: Blocks::default(), row: Vec::new(), width: 0, is_open: false };
    for line in &text.lines {
        reading.line(line);
    }
    reading.end_row();
    Some((reading.blocks.finish(), "tika-rows"))
}

struct Reading {
    blocks: Blocks,
    row: Vec<String>,
    /// The width of the row before.
    width: usize,
    /// True after a line that went on with a cell.
    is_open: bool,
}

impl Reading {
    fn line(&mut self, line: &str) {
        if let Some(cells) = line.strip_prefix('\t') {
            let goes_on = self.is_open && (self.row.len() <= 1 || self.row.len() < self.width);
            if !goes_on {
                self.end_row();
            }
            self.row.extend(cells.split('\t').map(str::to_owned));
            self.is_open = false;
        } else if is_blank(line) && !line.contains('\t') {
            self.end_row();
        } else if self.row.is_empty() {
            // A paragraph after an ended row ends the table.
            self.blocks.paragraph(line);
            self.width = 0;
        } else {
            let mut pieces = line.split('\t');
            if let (Some(cell), Some(piece)) = (self.row.last_mut(), pieces.next()) {
                cell.push('\n');
                cell.push_str(piece);
            }
            let before = self.row.len();
            self.row.extend(pieces.map(str::to_owned));
            self.is_open = self.row.len() == before;
        }
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        self.is_open = false;
        if !row.is_empty() {
            self.width = row.len();
            self.blocks.row(row);
        }
    }
}
