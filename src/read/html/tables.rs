//! What HTML says of its tables: spans, row groups, the footer's place (WHATWG HTML, 4.9.12).

use html5ever::Attribute;

use super::style::attribute;
use crate::model::{Block, RawCell, RawRow, RawTable};

/// A table that the walk is in.
pub(super) struct Entered {
    /// False where tables are nested too deep: its rows are read as paragraphs.
    pub(super) is_open: bool,
    /// Row spans go on through row groups, to the table's end.
    spans_cross_groups: bool,
    /// The row closed last is the blank one of no height that Word adds to name the column widths.
    pub(super) ends_in_dummy: bool,
    /// The rows of `<tfoot>`, which stand last wherever they are written.
    foot: Vec<RawRow>,
}

impl Entered {
    pub(super) fn new(is_open: bool, spans_cross_groups: bool) -> Self {
        Self { is_open, spans_cross_groups, ends_in_dummy: false, foot: Vec::new() }
    }

    /// Ends a row group: its cells reach no further than it does, unless spans cross groups.
    pub(super) fn end_group(&mut self, table: &mut RawTable, start: usize, is_foot: bool) {
        if !self.is_open {
            return;
        }
        if std::mem::take(&mut self.ends_in_dummy) && table.rows.len() > start {
            table.rows.pop();
        }
        if !self.spans_cross_groups {
            hold_spans(table, start);
        }
        if is_foot {
            let start = start.min(table.rows.len());
            self.foot.extend(table.rows.drain(start..));
        }
    }

    /// Ends the table.
    pub(super) fn end(self, table: &mut RawTable) {
        table.rows.extend(self.foot);
        if self.spans_cross_groups {
            hold_spans(table, 0);
        }
    }
}

/// Holds the row spans of the rows from `start` to the last row; 0 is as far as that.
fn hold_spans(table: &mut RawTable, start: usize) {
    let end = table.rows.len();
    for (number, row) in table.rows.iter_mut().enumerate().skip(start) {
        let most = u32::try_from(end - number).unwrap_or(u32::MAX);
        for cell in &mut row.cells {
            cell.row_span = if cell.row_span == 0 { most } else { cell.row_span.min(most) };
        }
    }
}

/// A cell with the spans of its attributes; a `rowspan` of 0 stays 0 until its group ends.
pub(super) fn cell(attributes: &[Attribute]) -> RawCell {
    let span = |name: &str| attribute(attributes, name).and_then(leading_number);
    RawCell {
        col_span: span("colspan").unwrap_or(1).clamp(1, 1000),
        row_span: span("rowspan").unwrap_or(1).min(65534),
        ..RawCell::default()
    }
}

/// The number that a value begins with, as browsers read it.
fn leading_number(value: &str) -> Option<u32> {
    let value = value.trim_start();
    let digits = value.strip_prefix('+').unwrap_or(value);
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let digits = digits.get(..end)?;
    (!digits.is_empty()).then(|| digits.parse().unwrap_or(u32::MAX))
}

/// True when nothing stands in any cell of the row.
pub(super) fn is_blank(row: &RawRow) -> bool {
    let blank = |block: &Block| matches!(block, Block::Paragraph(text) if text.chars().all(char::is_whitespace));
    row.cells.iter().all(|cell| cell.blocks.iter().all(blank))
}
