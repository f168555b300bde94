//! Texts in which a bar ends each cell and the line's end the row: tables of web pages as text extractors print them.
//!
//! Every row of a table has the same number of bars. Cells under a merge and cells without any text are left out, and
//! what bars are then left stand at the row's end: `其中：财政拨款 | 80 | | |||`. A cell may hold line ends.

use std::collections::BTreeMap;

use super::{Blocks, Text, Told, is_blank};
use crate::model::{Block, SpanFacts};

/// A table of fewer columns or rows is none: prose and menus have bars too.
const LEAST_BARS: usize = 3;
const LEAST_ROWS: usize = 4;
/// More lines than any row has.
const MOST_LINES: usize = 60;

/// Reads a text of this flavour, if it is one: most lines with bars end with one and begin with none, and the rows of
/// some number of bars are many.
pub fn read(text: &Text<'_>) -> Told {
    let widths = widths(&text.lines)?;
    let mut reading = Reading { widths, blocks: Blocks::default(), width: 0, is_squeezed: true };
    let mut at = 0;
    while let Some(line) = text.lines.get(at) {
        if is_blank(line) {
            at += 1;
            continue;
        }
        let rest = text.lines.get(at..).unwrap_or_default();
        at += reading.row(rest).unwrap_or_else(|| {
            reading.outside(line);
            1
        });
    }
    let is_squeezed = reading.is_squeezed;
    let mut blocks = reading.blocks.finish();
    for block in &mut blocks {
        if let (Block::Table(table), true) = (block, is_squeezed) {
            table.spans = SpanFacts::Squeezed;
        }
    }
    Some((blocks, "bar-ends"))
}

/// The numbers of bars that rows have: those of several lines that end with a bar and begin with a text.
fn widths(lines: &[&str]) -> Option<Vec<usize>> {
    let (mut ended, mut others) = (0usize, 0usize);
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for line in lines.iter().map(|line| line.trim()).filter(|line| line.contains('|')) {
        if !line.ends_with('|') || line.starts_with('|') {
            others += 1;
            continue;
        }
        ended += 1;
        *counts.entry(line.matches('|').count()).or_default() += 1;
    }
    let widths: Vec<usize> = counts
        .into_iter()
        .filter(|&(bars, rows)| bars >= LEAST_BARS && rows >= LEAST_ROWS)
        .map(|(bars, _)| bars)
        .collect();
    (ended > others && !widths.is_empty()).then_some(widths)
}

struct Reading {
    widths: Vec<usize>,
    blocks: Blocks,
    /// The number of bars of the open table's rows; 0 outside tables.
    width: usize,
    /// True while no blank cell stood before a text: then blank cells are left out.
    is_squeezed: bool,
}

impl Reading {
    /// Takes the row that begins with the first of these lines, and gives the number of its lines.
    fn row(&mut self, lines: &[&str]) -> Option<usize> {
        let mut bars = 0;
        let most = self.widths.last().copied().unwrap_or(0);
        for (index, line) in lines.iter().take(MOST_LINES).enumerate() {
            // Outside a table a line without a bar is running text, not a cell's first line.
            if index == 0 && self.width == 0 && !line.contains('|') {
                return None;
            }
            bars += line.matches('|').count();
            let is_end = line.trim_end().ends_with('|');
            let is_width = if self.width > 0 && bars != self.width { index == 0 } else { true };
            if is_end && is_width && self.widths.contains(&bars) {
                self.push(lines.get(..=index).unwrap_or_default(), bars);
                return Some(index + 1);
            }
            if bars > most {
                break;
            }
        }
        // A row that breaks off, as where a page was cut.
        let line = lines.first().filter(|line| self.width > 0 && line.contains('|'))?;
        self.push(&[line], self.width);
        Some(1)
    }

    fn push(&mut self, lines: &[&str], bars: usize) {
        if self.width != bars {
            self.blocks.end_table();
            self.width = bars;
        }
        let whole = lines.join("\n");
        let mut cells: Vec<&str> = whole.trim_end().split('|').collect();
        if whole.trim_end().ends_with('|') {
            cells.pop();
        }
        while cells.last().is_some_and(|cell| is_blank(cell)) {
            cells.pop();
        }
        // A cell with a line end and no more was left in by the tool.
        let is_left_in = |cell: &&&str| is_blank(cell) && !cell.contains('\n');
        self.is_squeezed &= cells.iter().filter(is_left_in).count() == 0;
        if cells.is_empty() {
            return;
        }
        self.blocks.row(cells.iter().map(|cell| cell.trim().to_owned()).collect());
    }

    fn outside(&mut self, line: &str) {
        self.blocks.paragraph(line);
        self.width = 0;
    }
}
