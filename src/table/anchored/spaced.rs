//! Lines whose cells are parted by blanks, as a page's text is copied: a line of column labels is the heading; below it
//! a line is a row, above it a field's label and its value. Blank cells are left out.

use super::{is_footer, is_title, text_of};
use crate::finding::{Finding, PARTLY_READ};
use crate::model::{Anchors, Block, Document, RawTable, SpanFacts};
use crate::text::{has_nothing, is_blank, key};

/// The first label of a heading may be broken over so many lines above it.
const BROKEN_LINES: usize = 3;

/// A heading: its first line, the line below it, and its labels.
struct Heading {
    from: usize,
    to: usize,
    labels: Vec<String>,
}

/// The document with tables in place of such lines; `Err` gives it back where no line is such a heading.
pub fn tables(mut document: Document, anchors: &Anchors) -> Result<Document, Document> {
    let lines: Vec<String> = document.blocks.iter().map(|block| text_of(block).to_owned()).collect();
    let headings = headings(&lines, anchors);
    if headings.is_empty() {
        return Err(document);
    }
    let mut blocks = Vec::new();
    let mut at = 0;
    for (n, heading) in headings.iter().enumerate() {
        let next = headings.get(n + 1).map_or(lines.len(), |next| next.from);
        let header = header_start(&lines, at, heading.from, anchors);
        blocks.extend(paragraphs(&lines, at, header));
        let mut rows: Vec<Vec<String>> =
            (header..heading.from).filter_map(|at| header_row(lines.get(at)?, anchors)).collect();
        let end = (heading.to..next).find(|&at| ends(&lines[at], anchors)).unwrap_or(next);
        if let Some(aligned) = aligned(&lines, heading, end) {
            rows.extend(aligned);
            blocks.push(Block::Table(Box::new(RawTable::from_texts(&rows, SpanFacts::None))));
            at = end;
            continue;
        }
        rows.push(heading.labels.clone());
        let body = lines.get(heading.to..end).unwrap_or_default();
        // What opens with a bracket is the end of a label that was broken; its beginning may be lost.
        let (torn, whole): (Vec<&String>, Vec<&String>) = body.iter().partition(|line| is_torn(line));
        blocks.extend(torn.into_iter().map(|line| Block::Paragraph(line.clone())));
        let columns = heading.labels.len();
        // Where a line has a word for each column, a sign among them, signs have a column of their own.
        let has_signs = |line: &&&String| words(line).len() == columns && words(line).into_iter().any(is_sign);
        let parts_signs = whole.iter().any(|line| has_signs(&line));
        rows.extend(whole.into_iter().filter_map(|line| body_row(line, columns, parts_signs)));
        blocks.push(Block::Table(Box::new(RawTable::from_texts(&rows, SpanFacts::Squeezed))));
        at = end;
    }
    blocks.extend(paragraphs(&lines, at, lines.len()));
    document.blocks = blocks;
    Ok(document)
}

/// The heading and the lines below it, where all cells stand under the heading's labels.
fn aligned(lines: &[String], heading: &Heading, end: usize) -> Option<Vec<Vec<String>>> {
    let own = lines.get(heading.from..end).unwrap_or_default();
    let own: Vec<&str> = own.iter().map(String::as_str).filter(|line| !has_nothing(line)).collect();
    let is_whole = heading.from + 1 == heading.to && own.len() > 1;
    is_whole.then(|| super::aligned::rows(&own, true)).flatten()
}

/// The document with what is to be said of such tables, if it has one.
pub fn doubted(document: Document) -> (Document, Option<Finding>) {
    let is_squeezed = |block: &Block| matches!(block, Block::Table(table) if table.spans == SpanFacts::Squeezed);
    let has_any = document.blocks.iter().any(is_squeezed);
    (document, has_any.then(doubt))
}

fn doubt() -> Finding {
    let message = "this text leaves blank cells out: in a row with fewer cells than its heading, a cell may stand in \
                   the wrong column";
    Finding::new(&PARTLY_READ, message, "use the original document, or the web page saved as .html")
}

fn words(line: &str) -> Vec<&str> {
    line.split(is_blank).filter(|word| !word.is_empty()).collect()
}

fn headings(lines: &[String], anchors: &Anchors) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let words = words(line);
        if words.len() < 2 || !words.iter().all(|word| anchors.columns.contains(&key(word))) {
            continue;
        }
        let (from, broken) = broken_label(lines, at, anchors).unwrap_or((at, None));
        let labels: Vec<String> = broken.into_iter().chain(words.iter().map(|word| (*word).to_owned())).collect();
        let levels = labels.iter().filter(|label| anchors.levels.contains(&key(label))).count();
        if labels.len() >= 3 && levels >= 2 {
            found.push(Heading { from, to: at + 1, labels });
        }
    }
    found
}

/// A level's label in the lines above: `一级` and `指标`. Gives its first line too.
fn broken_label(lines: &[String], at: usize, anchors: &Anchors) -> Option<(usize, Option<String>)> {
    (1..=BROKEN_LINES.min(at)).find_map(|count| {
        let label = lines.get(at - count..at)?.concat();
        anchors.levels.contains(&key(&label)).then_some((at - count, Some(label)))
    })
}

/// True for a line below a block that belongs to it no more.
fn ends(line: &str, anchors: &Anchors) -> bool {
    let whole = key(line);
    let first = words(line).first().map(|word| key(word)).unwrap_or_default();
    let is_field = anchors.fields.contains(&first) && !anchors.level_names.contains(&first);
    is_title(&whole, anchors) || is_footer(&whole, anchors) || is_field
}

/// Where a form's header begins: at its first field label after the last title above the heading.
fn header_start(lines: &[String], from: usize, heading: usize, anchors: &Anchors) -> usize {
    let title = (from..heading).rev().find(|&at| is_title(&key(&lines[at]), anchors));
    let from = title.map_or(from, |at| at + 1);
    let is_field = |&at: &usize| words(&lines[at]).first().is_some_and(|word| is_label(word, anchors));
    (from..heading).find(is_field).unwrap_or(heading)
}

/// True for a field's label; a unit in brackets behind it, and what stands before a colon, are no part of it.
fn is_label(word: &str, anchors: &Anchors) -> bool {
    let key = key(word);
    let own = key.split_once('(').map_or(key.as_str(), |(label, _)| label);
    let behind = || own.split_once(':').is_some_and(|(_, label)| anchors.fields.contains(label));
    anchors.is_field(&key) || anchors.is_field(own) || behind()
}

/// Labels and values in turn: a word that is no label goes on with the value before it.
fn header_row(line: &str, anchors: &Anchors) -> Option<Vec<String>> {
    let mut row: Vec<String> = Vec::new();
    let mut after_label = true;
    for word in words(line) {
        let is_label = is_label(word, anchors);
        match row.last_mut() {
            Some(value) if !is_label && !after_label => {
                value.push(' ');
                value.push_str(word);
            }
            _ => row.push(word.to_owned()),
        }
        after_label = is_label;
    }
    (!row.is_empty()).then_some(row)
}

/// What stands before a number and is no cell of its own.
const SIGNS: &str = "≥≤=＝><＞＜≧≦";

fn is_sign(word: &str) -> bool {
    word.chars().all(|c| SIGNS.contains(c))
}

/// A row below a heading: the words beyond its columns go on with the last, and a number with its sign, unless signs have
/// a column.
fn body_row(line: &str, columns: usize, parts_signs: bool) -> Option<Vec<String>> {
    let mut row: Vec<String> = Vec::new();
    for word in words(line) {
        let goes_on = |cell: &String| !parts_signs && is_sign(cell);
        let is_full = row.len() >= columns;
        match row.last_mut() {
            Some(cell) if is_full || goes_on(cell) => {
                cell.push(' ');
                cell.push_str(word);
            }
            _ => row.push(word.to_owned()),
        }
    }
    (!row.is_empty()).then_some(row)
}

/// True for a line of one word in brackets, such as the score of a level.
fn is_torn(line: &str) -> bool {
    let line = line.trim_matches(is_blank);
    line.starts_with(['(', '（']) && line.ends_with([')', '）']) && words(line).len() == 1
}

fn paragraphs(lines: &[String], from: usize, to: usize) -> Vec<Block> {
    let lines = lines.get(from..to).unwrap_or_default();
    lines.iter().filter(|line| !has_nothing(line)).map(|line| Block::Paragraph(line.clone())).collect()
}
