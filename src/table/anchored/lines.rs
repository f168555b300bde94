//! Bare lines → tables. A run of known column labels is a heading row and so the ruler; the lines below it are its
//! rows, the lines above it, from the first known field label on, the form's header.

use super::{body, is_footer, is_title};
use crate::model::{Anchors, Block, Limits, RawTable, SpanFacts};
use crate::text::key;

/// A label may be broken over so many lines.
const LABEL_LINES: usize = 3;

/// A heading row found among the lines: where it begins and ends and its labels.
struct Heading {
    from: usize,
    to: usize,
    labels: Vec<String>,
}

/// The blocks with tables in place of lines. Lines that no heading row rules stay paragraphs; blank ones fall away.
pub fn rebuild(blocks: Vec<Block>, anchors: &Anchors, limits: &Limits) -> Vec<Block> {
    let lines: Vec<String> = blocks
        .into_iter()
        .map(|block| match block {
            Block::Paragraph(line) => line,
            Block::Table(_) => String::new(),
        })
        .collect();
    let keys: Vec<String> = lines.iter().map(|line| key(line)).collect();
    let text = Lines { lines: &lines, keys: &keys, anchors };
    let headings = text.headings();
    let mut done = Vec::new();
    let mut at = 0;
    for (index, heading) in headings.iter().enumerate() {
        let next = headings.get(index + 1).map_or(lines.len(), |next| next.from);
        let end = text.block_end(heading.to, next);
        let header = text.header_start(at, heading.from);
        text.paragraphs(at, header, &mut done);
        let (table, to) = text.table(header, heading, end, limits);
        done.push(Block::Table(Box::new(table)));
        at = to;
    }
    text.paragraphs(at, lines.len(), &mut done);
    done
}

struct Lines<'a> {
    lines: &'a [String],
    keys: &'a [String],
    anchors: &'a Anchors,
}

impl Lines<'_> {
    fn key(&self, at: usize) -> &str {
        self.keys.get(at).map_or("", String::as_str)
    }

    fn line(&self, at: usize) -> &str {
        self.lines.get(at).map_or("", String::as_str)
    }

    fn paragraphs(&self, from: usize, to: usize, done: &mut Vec<Block>) {
        for line in self.lines.get(from..to).unwrap_or_default() {
            if !line.chars().all(crate::text::is_blank) {
                done.push(Block::Paragraph(line.clone()));
            }
        }
    }

    /// The number of lines, from a place on, that together are a label of a set; 0 if they are none.
    fn label(&self, at: usize, labels: &std::collections::BTreeSet<String>) -> usize {
        let mut joined = String::new();
        for count in 1..=LABEL_LINES {
            let part = self.key(at + count - 1);
            if part.is_empty() {
                return 0;
            }
            joined.push_str(part);
            if labels.contains(&joined) {
                return count;
            }
        }
        0
    }

    /// The number of lines that are the label of a header's field, a contact's too.
    fn field_label(&self, at: usize) -> usize {
        self.label(at, &self.anchors.fields).max(self.label(at, &self.anchors.footers))
    }

    /// Runs of at least three column labels, two of them or more of levels where the anchors know levels.
    fn headings(&self) -> Vec<Heading> {
        let mut headings = Vec::new();
        let mut at = 0;
        while at < self.lines.len() {
            let (mut to, mut labels, mut levels) = (at, Vec::new(), 0usize);
            loop {
                let count = self.label(to, &self.anchors.columns);
                if count == 0 {
                    break;
                }
                let label = self.lines.get(to..to + count).unwrap_or_default().join("\n");
                levels += usize::from(self.anchors.levels.contains(&key(&label)));
                labels.push(label);
                to += count;
            }
            if labels.len() >= 3 && levels >= 2 {
                headings.push(Heading { from: at, to, labels });
            }
            at = to.max(at + 1);
        }
        headings
    }

    /// Where the lines below a heading row end: at a title or a footer, or at the next form's first field.
    fn block_end(&self, from: usize, next: usize) -> usize {
        let is_end = |&at: &usize| {
            let key = self.key(at);
            is_title(key, self.anchors) || is_footer(key, self.anchors) || self.anchors.fields.contains(key)
        };
        (from..next).find(is_end).unwrap_or(next)
    }

    /// Where a form's header begins: at its first field label after the last title above the heading row.
    fn header_start(&self, from: usize, heading: usize) -> usize {
        let title = (from..heading).rev().find(|&at| is_title(self.key(at), self.anchors));
        let from = title.map_or(from, |at| at + 1);
        (from..heading).find(|&at| self.field_label(at) > 0).unwrap_or(heading)
    }

    /// The table from its header to the end of its block, and the line after it.
    fn table(&self, header: usize, heading: &Heading, end: usize, limits: &Limits) -> (RawTable, usize) {
        let has_spine = self.line(heading.to).is_empty() || self.key(heading.to).is_empty();
        let spine = if has_spine { self.spine(header, heading.from) } else { heading.from };
        let mut rows = self.header(header, spine);
        let mut cells: Vec<String> = heading.labels.clone();
        if has_spine {
            cells.insert(0, self.lines.get(spine..heading.from).unwrap_or_default().join("\n"));
        } else {
            rows.extend(self.header(spine, heading.from));
        }
        let level = |label: &String| self.anchors.levels.contains(&key(label));
        let names = cells.iter().rposition(level).unwrap_or(0);
        let body = body::Body {
            lines: self.lines.get(heading.to..end).unwrap_or_default(),
            keys: self.keys.get(heading.to..end).unwrap_or_default(),
            level_names: &self.anchors.level_names,
            columns: cells.len(),
            names,
            has_spine,
        };
        rows.push(cells);
        let (found, taken) = body.rows(limits);
        rows.extend(found);
        (RawTable::from_texts(&rows, SpanFacts::None), heading.to + taken)
    }

    /// Where the text of the cell beside the whole block begins: the line before the heading row, and the one before
    /// that where both are short and a value still stands before them.
    fn spine(&self, header: usize, heading: usize) -> usize {
        let is_label = |at: usize| {
            let length = self.key(at).chars().count();
            (1..=10).contains(&length) && !self.line(at).trim_end().ends_with(['。', '；', '：', ':', '，'])
        };
        let first = heading.saturating_sub(1).max(header);
        if !is_label(first) || (header..first).any(|at| at + self.field_label(at) > first) {
            return heading.min(first + usize::from(self.key(first).is_empty()));
        }
        let second = first.saturating_sub(1);
        let stands_after_value = second > header
            && second < first
            && self.field_label(second.saturating_sub(1)) == 0
            && self.field_label(second) == 0;
        if stands_after_value && is_label(second) { second } else { first }
    }

    /// The header's rows: a known label and the lines up to the next. What follows a blank line has a row of its own,
    /// whose label cell is merged with the one above.
    fn header(&self, from: usize, to: usize) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut at = from;
        while at < to {
            let count = self.field_label(at).min(to - at);
            let text = self.lines.get(at..at + count.max(1)).unwrap_or_default().join("\n");
            if count > 0 {
                rows.push(vec![text]);
            } else if self.line(at).is_empty() {
                if rows.last().is_some_and(|row| row.len() > 1) {
                    rows.push(vec![String::new()]);
                }
            } else {
                match rows.last_mut() {
                    // A label's own value is one cell of however many lines; below it a line is a cell.
                    Some(row) if row.len() == 2 && row.first().is_some_and(|label| !label.is_empty()) => {
                        if let Some(value) = row.last_mut() {
                            value.push('\n');
                            value.push_str(&text);
                        }
                    }
                    Some(row) => row.push(text),
                    None => rows.push(vec![text]),
                }
            }
            at += count.max(1);
        }
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        rows
    }
}
