//! Lines with a blank line behind each, as a page is copied whose cells are paragraphs: a cell is a line, and blank or
//! merged-away cells are left out. Read only where one value column stands behind the names, and names and values take
//! turns throughout.

use super::{is_footer, is_title, text_of};
use crate::model::{Anchors, Block, Document, RawTable, SpanFacts};
use crate::text::{has_digit, has_nothing, is_blank, key};

/// A page of fewer lines is no form.
const FEWEST_LINES: usize = 12;

/// A value of words alone is mostly no longer.
const SHORT_VALUE: usize = 4;

/// What may stand before a label in its cell.
const LONGEST_PREFIX: usize = 4;

/// A heading: its first line, the line below it.
struct Heading {
    from: usize,
    to: usize,
    names: usize,
}

/// The document with tables in place of such lines; `Err` gives it back where it has none, or one that is not sure.
pub fn tables(mut document: Document, anchors: &Anchors) -> Result<Document, Document> {
    let Some(blocks) = rebuild(&document, anchors) else { return Err(document) };
    document.blocks = blocks;
    Ok(document)
}

fn rebuild(document: &Document, anchors: &Anchors) -> Option<Vec<Block>> {
    let texts: Vec<&str> = document.blocks.iter().map(text_of).collect();
    if texts.windows(2).any(|pair| pair.iter().all(|line| !has_nothing(line))) {
        return None;
    }
    let lines: Vec<&str> = texts.into_iter().filter(|line| !has_nothing(line)).collect();
    if lines.len() < FEWEST_LINES {
        return None;
    }
    let keys: Vec<String> = lines.iter().map(|line| key(line)).collect();
    let page = Page { lines: &lines, keys: &keys, anchors };
    let headings = page.headings();
    let (mut blocks, mut at) = (Vec::new(), 0);
    for (n, heading) in headings.iter().enumerate() {
        let next = headings.get(n + 1).map_or(lines.len(), |next| next.from);
        let header = page.header_start(at, heading.from);
        let end = page.block_end(heading.to, next);
        let mut rows = page.header(header, heading.from);
        rows.push(page.texts(heading.from, heading.to));
        rows.extend(page.body(heading, end)?);
        blocks.extend(page.paragraphs(at, header));
        blocks.push(Block::Table(Box::new(RawTable::from_texts(&rows, SpanFacts::Squeezed))));
        at = end;
    }
    blocks.extend(page.paragraphs(at, lines.len()));
    (!headings.is_empty()).then_some(blocks)
}

/// The lines with text, and their keys.
struct Page<'a> {
    lines: &'a [&'a str],
    keys: &'a [String],
    anchors: &'a Anchors,
}

impl Page<'_> {
    fn texts(&self, from: usize, to: usize) -> Vec<String> {
        self.lines.get(from..to).unwrap_or_default().iter().map(|line| (*line).to_owned()).collect()
    }

    fn paragraphs(&self, from: usize, to: usize) -> impl Iterator<Item = Block> {
        self.texts(from, to).into_iter().map(Block::Paragraph)
    }

    /// Runs of column labels, two of them or more of levels, with one column behind the last level.
    fn headings(&self) -> Vec<Heading> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.keys.len() {
            let run = self.keys.iter().skip(at).take_while(|key| self.anchors.columns.contains(*key)).count();
            let labels = self.keys.get(at..at + run).unwrap_or_default();
            let levels = labels.iter().filter(|label| self.anchors.levels.contains(*label)).count();
            if levels >= 2 && run == levels + 1 && labels.last().is_some_and(|key| !self.anchors.levels.contains(key)) {
                found.push(Heading { from: at, to: at + run, names: levels - 1 });
            }
            at += run.max(1);
        }
        found
    }

    /// True for a header field's label, words before it and a colon included.
    fn is_label(&self, at: usize) -> bool {
        let Some(key) = self.keys.get(at) else { return false };
        let behind = key.split_once(':').filter(|(before, _)| before.chars().count() <= LONGEST_PREFIX);
        self.anchors.is_field(key) || behind.is_some_and(|(_, label)| self.anchors.fields.contains(label))
    }

    /// Where a form's header begins: at its first field label after the last title above the heading.
    fn header_start(&self, from: usize, heading: usize) -> usize {
        let is_title = |&at: &usize| self.keys.get(at).is_some_and(|key| is_title(key, self.anchors));
        let from = (from..heading).rev().find(is_title).map_or(from, |at| at + 1);
        (from..heading).find(|&at| self.is_label(at)).unwrap_or(heading)
    }

    /// A row for each label, with the lines up to the next.
    fn header(&self, from: usize, to: usize) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        for at in from..to {
            let text = self.lines.get(at).copied().unwrap_or_default().to_owned();
            match rows.last_mut().filter(|_| !self.is_label(at)) {
                Some(row) => row.push(text),
                None => rows.push(vec![text]),
            }
        }
        rows
    }

    /// Where the lines below a heading end: at a title, a footer, or a field that is no level's name.
    fn block_end(&self, from: usize, next: usize) -> usize {
        let is_end = |&at: &usize| {
            let Some(key) = self.keys.get(at) else { return true };
            let is_level = self.anchors.level_names.contains(key);
            is_title(key, self.anchors)
                || is_footer(key, self.anchors)
                || self.anchors.fields.contains(key) && !is_level
        };
        (from..next).find(is_end).unwrap_or(next)
    }

    /// The rows below a heading; `None` where a level's name stands between a name and its value, or the texts in the
    /// places of values do not look like ones.
    fn body(&self, heading: &Heading, end: usize) -> Option<Vec<Vec<String>>> {
        let mut rows = Vec::new();
        let (mut row, mut levels): (Vec<String>, usize) = (Vec::new(), 0);
        let (mut sure, mut pairs) = (0, 0);
        for at in heading.to..end {
            let (line, is_level) = (*self.lines.get(at)?, self.anchors.level_names.contains(self.keys.get(at)?));
            let has_name = row.len() > levels;
            if is_level && has_name || levels > heading.names {
                return None;
            }
            row.push(line.to_owned());
            levels += usize::from(is_level);
            if has_name {
                pairs += 1;
                sure += usize::from(is_value(line));
                rows.push(std::mem::take(&mut row));
                levels = 0;
            }
        }
        (row.is_empty() && pairs > 0 && sure * 3 >= pairs * 2).then_some(rows)
    }
}

/// True for what a target looks like: a number, a sign and no more, or a word or two.
fn is_value(text: &str) -> bool {
    let is_short = text.chars().filter(|c| !is_blank(*c)).count() <= SHORT_VALUE;
    is_short || has_digit(text) && !text.contains(['：', ':'])
}
