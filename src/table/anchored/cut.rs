//! Cuts tables without span facts at the title lines that an export left inside them.

use super::{is_footer, is_title};
use crate::model::{Anchors, Block, RawCell, RawRow, RawTable, SpanFacts};
use crate::text::{has_nothing, key};

/// A title longer than this many characters is a sentence that only ends like one.
const LONGEST_TITLE: usize = 80;

/// Cuts every table at the titles inside it: the title and what stands around it become paragraphs.
pub fn at_titles(blocks: Vec<Block>, anchors: &Anchors) -> Vec<Block> {
    let mut done = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block {
            Block::Table(table) if matches!(table.spans, SpanFacts::None | SpanFacts::Squeezed) => {
                cut(*table, anchors, &mut done)
            }
            other => done.push(other),
        }
    }
    done
}

fn cut(table: RawTable, anchors: &Anchors, done: &mut Vec<Block>) {
    let (spans, declared_columns, sheet) = (table.spans, table.declared_columns, table.sheet);
    let mut rows: Vec<RawRow> = Vec::new();
    let end = |rows: &mut Vec<RawRow>, done: &mut Vec<Block>| {
        let rows = std::mem::take(rows);
        if !rows.is_empty() {
            done.push(Block::Table(Box::new(RawTable { rows, spans, declared_columns, sheet: sheet.clone() })));
        }
    };
    for mut row in table.rows {
        if !rows.is_empty() && is_title_row(&row, anchors) {
            end(&mut rows, done);
            let text = row.cells.iter().map(RawCell::text).find(|text| !has_nothing(text)).unwrap_or_default();
            done.push(Block::Paragraph(text));
            continue;
        }
        let before = row.cells.first_mut().map(|cell| take_before(cell, anchors)).unwrap_or_default();
        if !before.is_empty() {
            end(&mut rows, done);
            done.extend(before.into_iter().map(Block::Paragraph));
        }
        let after = row.cells.last_mut().map(|cell| take_after(cell, anchors)).unwrap_or_default();
        rows.push(row);
        if !after.is_empty() {
            end(&mut rows, done);
            done.extend(after.into_iter().map(Block::Paragraph));
        }
    }
    end(&mut rows, done);
}

fn is_title_line(line: &str, anchors: &Anchors) -> bool {
    line.chars().count() <= LONGEST_TITLE && is_title(&key(line), anchors)
}

/// True for a row whose one text, repeated or not, is a title.
fn is_title_row(row: &RawRow, anchors: &Anchors) -> bool {
    let mut texts = row.cells.iter().map(RawCell::text).filter(|text| !has_nothing(text));
    let Some(text) = texts.next() else { return false };
    is_title_line(&text, anchors) && texts.all(|other| other == text)
}

/// Takes the lines up to a title, and those after it up to the first known label, off a row's first cell.
fn take_before(cell: &mut RawCell, anchors: &Anchors) -> Vec<String> {
    let text = cell.text();
    let lines: Vec<&str> = text.split('\n').collect();
    let Some((_, inner)) = lines.split_last() else { return Vec::new() };
    let Some(title) = inner.iter().rposition(|line| is_title_line(line, anchors)) else { return Vec::new() };
    let rest = lines.get(title + 1..).unwrap_or_default();
    let label = (0..rest.len())
        .find(|&from| anchors.fields.contains(&key(&rest.get(from..).unwrap_or_default().concat())))
        .unwrap_or(0);
    take(cell, &lines, title + 1 + label..lines.len())
}

/// Takes the lines from a title or footer on off a row's last cell.
fn take_after(cell: &mut RawCell, anchors: &Anchors) -> Vec<String> {
    let text = cell.text();
    let lines: Vec<&str> = text.split('\n').collect();
    let is_outside = |line: &&str| is_title_line(line, anchors) || is_footer(&key(line), anchors);
    match lines.iter().skip(1).position(is_outside) {
        Some(index) => take(cell, &lines, 0..index + 1),
        None => Vec::new(),
    }
}

/// Keeps some of a cell's lines and gives the others; a cell that holds a table is left alone.
fn take(cell: &mut RawCell, lines: &[&str], keep: std::ops::Range<usize>) -> Vec<String> {
    if cell.blocks.iter().any(|block| matches!(block, Block::Table(_))) {
        return Vec::new();
    }
    let outside = lines.iter().enumerate().filter(|(index, _)| !keep.contains(index));
    let outside: Vec<String> = outside.map(|(_, line)| (*line).to_owned()).filter(|line| !has_nothing(line)).collect();
    let kept = lines.get(keep).unwrap_or_default().join("\n");
    cell.blocks = RawCell::from_text(&kept).blocks;
    outside
}
