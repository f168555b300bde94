//! Tables that are drawn or marked up within running text: HTML in Markdown, grid tables, pipe tables, bars.

use super::{Blocks, Text, Told, bars, grid, markup, pipes};
use crate::model::{Block, RawTable};

/// A way to draw a table: from these lines on, the table and the number of lines that it takes.
struct Style {
    name: &'static str,
    /// What a table's first line begins with, leading spaces aside.
    opening: &'static str,
    table: fn(&[&str]) -> Option<(RawTable, usize)>,
}

static STYLES: &[Style] = &[
    Style { name: "html-tables", opening: "<", table: markup::table },
    Style { name: "grid-tables", opening: "+", table: grid::table },
    Style { name: "pipe-tables", opening: "|", table: pipes::table },
    Style { name: "bar-tables", opening: "|", table: bars::table },
];

/// Reads a text with drawn tables; the flavour's name is the first table's style.
pub fn read(text: &Text<'_>) -> Told {
    let mut blocks = Blocks::default();
    let mut name = None;
    let mut at = 0;
    while let Some(line) = text.lines.get(at) {
        let rest = text.lines.get(at..).unwrap_or_default();
        let opening = line.trim_start();
        let drawn = STYLES
            .iter()
            .filter(|style| opening.starts_with(style.opening))
            .find_map(|style| (style.table)(rest).map(|found| (found, style.name)));
        if let Some(((table, taken), style)) = drawn
            && !text.limits.over_time()
        {
            name = name.or(Some(style));
            blocks.done.push(Block::Table(Box::new(table)));
            at += taken.max(1);
        } else {
            blocks.paragraph(line);
            at += 1;
        }
    }
    Some((blocks.finish(), name?))
}
