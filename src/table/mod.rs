//! Raw tables → grids: spans resolved so that each position is covered by exactly one cell.
//!
//! Each kind of span facts has its own module with a function `place`, which says where every raw cell begins and how
//! far it reaches; [`placed`] turns that into a [`Grid`] that keeps the law, whatever the file claims.

use crate::finding::{Finding, LIMIT_MET, Place, SPLIT};
use crate::model::{Anchors, Block, Document, Grid, Item, Layout, Limits, MOST_TEXT, ParentCell, RawTable, SpanFacts};

pub mod anchored;
pub mod edges;
pub mod inferred;
pub mod placed;
pub mod stated;

pub use placed::Placed;
use placed::Room;

/// Bytes of text that the merged cells of a document may carry down: a thousand times what real forms do.
const MOST_CARRIED: usize = 32 << 20;

/// Resolves every table of a document. `anchors` serve only exports whose spans or cell marks are lost.
///
/// Tables are numbered from 1 in order of first appearance, an outer table before those in its cells. At most
/// `limits.cells` grid positions are made in all, and merged cells reach down only as far as their text is not absurdly
/// often repeated; what lies beyond is cut with a finding.
pub fn layout(document: Document, anchors: &Anchors, limits: &Limits) -> (Layout, Vec<Finding>) {
    let (document, doubt) = anchored::tables(document, anchors, limits);
    let room = Room { positions: limits.cells, carried: MOST_CARRIED };
    let mut walk = Walk { anchors, limits, room, layout: Layout::default(), findings: doubt.into_iter().collect() };
    for block in document.blocks {
        match block {
            Block::Paragraph(text) => walk.paragraph(text),
            Block::Table(table) => walk.table(*table, None, Vec::new(), 0),
        }
    }
    (walk.layout, walk.findings)
}

/// The layout in the making.
struct Walk<'a> {
    anchors: &'a Anchors,
    limits: &'a Limits,
    room: Room,
    layout: Layout,
    findings: Vec<Finding>,
}

impl Walk<'_> {
    fn paragraph(&mut self, mut text: String) {
        if placed::shorten(&mut text) {
            let message = format!("a paragraph holds more than {} KB of text; the rest was cut off", MOST_TEXT >> 10);
            self.too_long(message, Place::default());
        }
        self.layout.items.push(Item::Text(text));
    }

    fn too_long(&mut self, message: String, place: Place) {
        let hint = "look whether the file is damaged: no form has so long a text";
        self.findings.push(Finding::new(&LIMIT_MET, message, hint).at(place));
    }

    /// Adds a table's grid, then those of the tables in its cells.
    fn table(&mut self, mut table: RawTable, parent: Option<ParentCell>, lead: Vec<String>, depth: usize) {
        let index = self.layout.grids.len();
        let table_no = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1);
        if depth > self.limits.depth || self.limits.over_time() {
            self.limit_met(table_no, "a table is nested too deep, or the time for this file is over");
            return;
        }
        let (rows, spans, sheet) = (table.rows.len(), table.spans, table.sheet.take());
        let mut cells = match spans {
            SpanFacts::Stated => stated::place(table),
            SpanFacts::Edges => edges::place(table),
            SpanFacts::None | SpanFacts::Squeezed => inferred::place(&table, self.anchors),
        };
        let built = placed::grid(&mut cells, rows, &mut self.room);
        if built.cut {
            self.limit_met(table_no, "the table has more cells than are read of one file; the rest was cut off");
        }
        for &(row, col) in &built.shortened {
            let message = format!("the cell holds more than {} KB of text; the rest was cut off", MOST_TEXT >> 10);
            self.too_long(message, Place::of(table_no, row, col));
        }
        let mut grid = built.grid;
        grid.table_no = table_no;
        (grid.parent, grid.lead) = (parent, lead);
        grid.sheet = sheet;
        grid.inferred = matches!(spans, SpanFacts::None | SpanFacts::Squeezed);
        let nested = nested_tables(&mut cells, &grid);
        self.layout.grids.push(grid);
        self.layout.items.push(Item::Table(index));
        for Nested { row, col, lead, table } in nested {
            self.table(table, Some(ParentCell { table_no, row, col }), lead, depth + 1);
        }
    }

    fn limit_met(&mut self, table_no: u32, message: &str) {
        let hint = SPLIT;
        self.findings.push(Finding::new(&LIMIT_MET, message, hint).at(Place { table_no, row_no: 0, col_no: 0 }));
    }
}

/// A table inside a cell.
struct Nested {
    row: usize,
    col: usize,
    /// The lines before it.
    lead: Vec<String>,
    table: RawTable,
}

/// The most lines before a nested table that are kept with it, and the most bytes of one.
const MOST_LEAD: (usize, usize) = (8, 256);

/// The tables inside cells, in reading order.
fn nested_tables(cells: &mut [Placed], grid: &Grid) -> Vec<Nested> {
    let mut found: Vec<Nested> = Vec::new();
    let is_table = |block: &Block| matches!(block, Block::Table(_));
    for placed in cells.iter_mut().filter(|placed| placed.blocks.iter().any(is_table)) {
        let mut lead = Vec::new();
        for block in placed.blocks.drain(..) {
            match block {
                Block::Paragraph(text) => lead.push(text),
                Block::Table(table) => {
                    let lead = last_lines(&std::mem::take(&mut lead));
                    if let Some(holder) = grid.cell(placed.row, placed.col) {
                        found.push(Nested { row: holder.row, col: holder.col, lead, table: *table });
                    }
                }
            }
        }
    }
    found.sort_by_key(|nested| (nested.row, nested.col));
    found
}

/// The last lines with text of some paragraphs.
fn last_lines(paragraphs: &[String]) -> Vec<String> {
    let lines = paragraphs.iter().flat_map(|text| text.lines());
    let is_short = |line: &&str| line.len() <= MOST_LEAD.1 && !crate::text::has_nothing(line);
    let lines: Vec<&str> = lines.filter(is_short).collect();
    lines.iter().skip(lines.len().saturating_sub(MOST_LEAD.0)).map(|line| (*line).to_owned()).collect()
}
