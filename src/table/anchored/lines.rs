//! Bare lines → tables. A run of known column labels is a heading row and so the ruler; the lines below it are its
//! rows, the lines above it, from the first known field label on, the form's header.

use std::collections::BTreeSet;

use super::body::Kind;
use super::{SHORTEST_LEVEL, amounts, body, is_footer, is_title};
use crate::finding::{Finding, PARTLY_READ};
use crate::model::{Anchors, Block, Limits, RawTable, SpanFacts};
use crate::text::{key, without_brackets};

/// A label may be broken over so many lines.
const LABEL_LINES: usize = 3;

/// The most characters of a head that no label explains.
const LONGEST_HEAD: usize = 12;

/// So many of them may stand behind those that labels explain.
const FURTHER_HEADS: usize = 4;

/// A heading row found among the lines: where it begins and ends and its labels.
struct Heading {
    from: usize,
    to: usize,
    labels: Vec<String>,
}

/// The blocks with tables in place of lines, and what is to be said of them. Lines that no heading row rules stay
/// paragraphs; blank ones fall away.
pub fn rebuild(blocks: Vec<Block>, anchors: &Anchors, limits: &Limits) -> (Vec<Block>, Option<Finding>) {
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
    let mut is_doubtful = false;
    let mut at = 0;
    for (index, heading) in headings.iter().enumerate() {
        let next = headings.get(index + 1).map_or(lines.len(), |next| next.from);
        let end = text.block_end(heading.to, next);
        let header = text.header_start(at, heading.from);
        text.paragraphs(at, header, &mut done);
        let (table, to) = text.table(header, heading, end, limits);
        is_doubtful |= table.is_doubtful;
        done.push(Block::Table(Box::new(table.table)));
        at = to;
    }
    text.paragraphs(at, lines.len(), &mut done);
    (done, is_doubtful.then(doubt))
}

fn doubt() -> Finding {
    let message = "this text has no marks between its cells, and its lines do not fit the columns of the heading: \
                   texts may stand in the wrong column";
    Finding::new(&PARTLY_READ, message, "use the original document, or an export that marks cells")
}

/// A table made of lines.
struct Made {
    table: RawTable,
    /// True where most rows have a cell of several lines, a level's name stands among the values, or numbers are left
    /// over: more likely the lines are parted wrongly.
    is_doubtful: bool,
}

pub(super) struct Lines<'a> {
    lines: &'a [String],
    keys: &'a [String],
    pub(super) anchors: &'a Anchors,
}

impl Lines<'_> {
    fn key(&self, at: usize) -> &str {
        self.keys.get(at).map_or("", String::as_str)
    }

    pub(super) fn line(&self, at: usize) -> &str {
        self.lines.get(at).map_or("", String::as_str)
    }

    fn paragraphs(&self, from: usize, to: usize, done: &mut Vec<Block>) {
        for line in self.lines.get(from..to).unwrap_or_default() {
            if !crate::text::has_nothing(line) {
                done.push(Block::Paragraph(line.clone()));
            }
        }
    }

    /// The number of lines, from a place on, that together are a label of a set; 0 if they are none.
    pub(super) fn label(&self, at: usize, labels: &BTreeSet<String>) -> usize {
        self.labels(at, labels).next().unwrap_or(0)
    }

    /// Each number of lines, from a place on, that together are a label of a set.
    fn labels(&self, at: usize, labels: &BTreeSet<String>) -> impl Iterator<Item = usize> {
        let parts = (0..LABEL_LINES).map(move |more| self.key(at + more)).take_while(|part| !part.is_empty());
        let joined = parts.scan(String::new(), |joined, part| {
            joined.push_str(part);
            Some(joined.clone())
        });
        let is_label = |label: &String| labels.contains(label) || labels.contains(without_brackets(label));
        (1..).zip(joined).filter(move |(_, label)| is_label(label)).map(|(count, _)| count)
    }

    /// The number of lines, from a place on, with a single character each: a label that is written downwards.
    fn upright(&self, at: usize) -> usize {
        let is_single = |line: &&String| line.chars().filter(|c| !crate::text::is_blank(*c)).take(2).count() == 1;
        let count = self.lines.iter().skip(at).take_while(is_single).count();
        let is_text = |line: &String| line.contains(char::is_alphabetic);
        let is_label = count > 1 && self.lines.get(at..at + count).is_some_and(|lines| lines.iter().all(is_text));
        if is_label { count } else { 0 }
    }

    /// The number of lines behind a run of heads that head columns too, though no label explains them: those before the
    /// blank line of the cell beside the block, or before the first name of a level.
    pub(super) fn further_heads(&self, at: usize) -> usize {
        let ends = |&count: &usize| {
            let line = at + count;
            self.line(line).is_empty() || self.anchors.level_names.contains(without_brackets(self.key(line)))
        };
        (0..=FURTHER_HEADS).find(ends).filter(|count| (at..at + count).all(|at| self.is_head(at))).unwrap_or(0)
    }

    /// True for a line that may be a head, whether or not a label explains it.
    pub(super) fn is_head(&self, at: usize) -> bool {
        (1..=LONGEST_HEAD).contains(&self.key(at).chars().count()) && self.label(at, &self.anchors.fields) == 0
    }

    /// Runs of at least three column labels: two of them or more of levels, or one of names and one of targets.
    fn headings(&self) -> Vec<Heading> {
        let mut headings = Vec::new();
        let mut at = 0;
        while at < self.lines.len() {
            let (mut to, mut labels) = (at + self.upright(at), Vec::new());
            loop {
                let count = self.label(to, &self.anchors.columns);
                if count == 0 {
                    break;
                }
                let label = self.lines.get(to..to + count).unwrap_or_default().join("\n");
                labels.push(label);
                to += count;
            }
            let count = |kind: &BTreeSet<String>| labels.iter().filter(|label| is_of(label, kind)).count();
            let has_values = count(&self.anchors.names) > 0 && count(&self.anchors.targets) > 0;
            if labels.len() >= 3 && (count(&self.anchors.levels) >= 2 || has_values) {
                let further = self.further_heads(to);
                labels.extend(self.lines.get(to..to + further).unwrap_or_default().iter().cloned());
                to += further;
                headings.push(Heading { from: at + self.upright(at), to, labels });
            }
            at = to.max(at + 1);
        }
        headings
    }

    /// Where the lines below a heading row end: at a title or a footer, or at the next form's first field.
    fn block_end(&self, from: usize, next: usize) -> usize {
        // An indicator may be called like a field: it stands behind a level's name, or behind the blank lines of several.
        let is_name = |at: usize| {
            let is_level = at > from && self.anchors.level_names.contains(self.key(at - 1));
            is_level || at > from + 1 && self.line(at - 1).is_empty() && self.line(at - 2).is_empty()
        };
        let is_end = |&at: &usize| {
            let key = self.key(at);
            let is_field = self.label(at, &self.anchors.fields) > 0 && !self.anchors.level_names.contains(key);
            let is_outside = is_title(key, self.anchors) || is_footer(key, self.anchors);
            is_outside || self.is_total(at) || is_field && !is_name(at)
        };
        (from..next).find(is_end).unwrap_or(next)
    }

    /// Where a form's header begins: at its first field label after the last title above the heading row.
    fn header_start(&self, from: usize, heading: usize) -> usize {
        let title = (from..heading).rev().find(|&at| is_title(self.key(at), self.anchors));
        let from = title.map_or(from, |at| at + 1);
        (from..heading).find(|&at| self.label(at, &self.anchors.fields) > 0).unwrap_or(heading)
    }

    /// The table from its header to the end of its block, and the line after it.
    fn table(&self, header: usize, heading: &Heading, end: usize, limits: &Limits) -> (Made, usize) {
        let has_spine = self.line(heading.to).is_empty() || self.key(heading.to).is_empty();
        let spine = if has_spine { self.spine(header, heading.from) } else { heading.from };
        let mut rows = self.header(header, spine);
        let mut cells: Vec<String> = heading.labels.clone();
        if has_spine {
            cells.insert(0, self.lines.get(spine..heading.from).unwrap_or_default().join("\n"));
        } else {
            rows.extend(self.header(spine, heading.from));
        }
        let columns = self.kinds(&cells, has_spine);
        let body = body::Body {
            lines: self.lines.get(heading.to..end).unwrap_or_default(),
            keys: self.keys.get(heading.to..end).unwrap_or_default(),
            level_names: &self.anchors.level_names,
            columns: &columns,
        };
        let (found, taken) = body.rows(limits);
        let below = heading.to + taken;
        let left = self.lines.get(below..end).unwrap_or_default();
        let is_next = left.iter().all(String::is_empty);
        let sum = is_next.then(|| self.total(end, columns.len())).flatten();
        let behind = sum.as_ref().map_or(below, |(_, lines)| end + lines);
        let has_several = |row: &&Vec<String>| row.iter().any(|cell| cell.trim().contains('\n'));
        let is_misplaced = |(kind, cell): (&Kind, &String)| {
            let is_long = cell.chars().count() >= SHORTEST_LEVEL;
            *kind == Kind::Other && is_long && self.anchors.level_names.contains(without_brackets(&key(cell)))
        };
        let is_doubtful = found.iter().filter(has_several).count() * 2 > found.len()
            // Notes may be left over, numbers are of a row.
            || left.iter().any(|line| amounts::is_amount(line))
            || found.iter().any(|row| columns.iter().zip(row).any(is_misplaced));
        rows.push(cells);
        rows.extend(found);
        rows.extend(sum.map(|(row, _)| row));
        (Made { table: RawTable::from_texts(&rows, SpanFacts::None), is_doubtful }, behind)
    }

    fn is_total(&self, at: usize) -> bool {
        self.anchors.totals.contains(without_brackets(self.key(at)))
    }

    /// The row of sums that begins at a line, and how many lines it takes.
    fn total(&self, at: usize, columns: usize) -> Option<(Vec<String>, usize)> {
        let is_sum = |line: &&String| line.is_empty() || amounts::is_amount(line);
        let mut sums: Vec<String> = self.lines.iter().skip(at + 1).take_while(is_sum).take(columns).cloned().collect();
        let last = sums.iter().rposition(|line| !line.is_empty()).filter(|_| self.is_total(at))?;
        sums.truncate(last + 1);
        sums.insert(0, self.line(at).to_owned());
        let taken = sums.len();
        Some((sums, taken))
    }

    /// What the columns under a heading's cells hold. Where no label heads names, the last level's does.
    fn kinds(&self, cells: &[String], has_spine: bool) -> Vec<Kind> {
        let names = |at: usize| cells.get(at).is_some_and(|label| is_of(label, &self.anchors.names));
        let has_names = (0..cells.len()).any(names);
        let last_level = cells.iter().rposition(|label| is_of(label, &self.anchors.levels));
        let kind = |(at, label): (usize, &String)| match () {
            () if has_spine && at == 0 => Kind::Spine,
            // Of two beside one another, the first heads levels: 指标 | 指标内容.
            () if names(at) && !names(at + 1) || !has_names && Some(at) == last_level => Kind::Name,
            () if names(at) => Kind::Level,
            () if is_of(label, &self.anchors.levels) => Kind::Level,
            () => Kind::Other,
        };
        cells.iter().enumerate().map(kind).collect()
    }

    /// Where the text of the cell beside the whole block begins: the line before the heading row, and the one before
    /// that where both are short and a value still stands before them.
    fn spine(&self, header: usize, heading: usize) -> usize {
        let is_label = |at: usize| {
            let length = self.key(at).chars().count();
            (1..=10).contains(&length) && !self.line(at).trim_end().ends_with(['。', '；', '：', ':', '，'])
        };
        let first = heading.saturating_sub(1).max(header);
        if let Some(upright) = (header..first).find(|&at| at + self.upright(at) == heading) {
            return upright;
        }
        if !is_label(first) || (header..first).any(|at| at + self.label(at, &self.anchors.fields) > first) {
            return heading.min(first + usize::from(self.key(first).is_empty()));
        }
        let second = first.saturating_sub(1);
        let stands_after_value = second > header
            && second < first
            && self.label(second.saturating_sub(1), &self.anchors.fields) == 0
            && self.label(second, &self.anchors.fields) == 0;
        let is_known = |from: usize| from + self.header_label(from) == heading;
        let goes_on = stands_after_value && is_label(second) && (is_known(second) || !is_known(first));
        if goes_on { second } else { first }
    }

    /// The header's rows: a known label and the lines up to the next. What follows a blank line has a row of its own,
    /// whose label cell is merged with the one above.
    fn header(&self, from: usize, to: usize) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut at = from;
        while at < to {
            if let Some(end) = amounts::block(self, at, to, &mut rows) {
                at = end;
                continue;
            }
            let count = self.header_label(at).max(self.upright(at)).min(to - at);
            let text = self.lines.get(at..at + count.max(1)).unwrap_or_default().join("\n");
            if count > 0 {
                rows.push(vec![text]);
            } else if let Some(end) = self.below_labels(at, to, &mut rows) {
                at = end;
                continue;
            } else if self.line(at).is_empty() {
                if rows.last().is_some_and(|row| row.len() > 1) {
                    rows.push(vec![String::new()]);
                }
            } else {
                self.value(text, &mut rows);
            }
            at += count.max(1);
        }
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        rows
    }

    /// Where labels stand side by side and below them, behind the blank line of the cell beside both rows, their values:
    /// the line after these.
    fn below_labels(&self, at: usize, to: usize, rows: &mut Vec<Vec<String>>) -> Option<usize> {
        let labels = rows.iter().rev().take_while(|row| row.len() == 1).count();
        let is_label = |at: usize| self.header_label(at) > 0;
        let are_values = |count: &usize| {
            let end = at + 1 + count;
            let lines = self.lines.get(at + 1..end).unwrap_or_default();
            // The next row may have a blank line of its own for the cell beside it.
            let ends = end == to || end < to && is_label(end) || self.line(end).is_empty() && is_label(end + 1);
            ends && lines.iter().any(|line| !line.is_empty()) && !(at + 1..end).any(is_label)
        };
        // Rather than a blank value at its end, the next row has that blank line.
        let ends_blank = |count: &usize| self.line(at + count).is_empty();
        let count = (2..=labels).filter(are_values).min_by_key(|count| (ends_blank(count), labels - count));
        let count = count.filter(|_| self.line(at).is_empty())?;
        let mut labels = rows.split_off(rows.len() - labels.min(count + 1)).concat();
        if labels.len() == count {
            // What stands beside them was no label, and taken for a value.
            labels.insert(0, String::new());
        }
        rows.push(labels);
        let end = at + 1 + count;
        rows.push(self.lines.get(at..end).unwrap_or_default().to_vec());
        Some(end)
    }

    /// The number of lines, from a place on, that are the label of a field or of a contact.
    fn header_label(&self, at: usize) -> usize {
        let longest = |labels| self.labels(at, labels).last().unwrap_or(0);
        longest(&self.anchors.fields).max(longest(&self.anchors.footers))
    }

    /// A line that is no label: where it goes.
    fn value(&self, text: String, rows: &mut Vec<Vec<String>>) {
        match rows.last_mut().map(Vec::as_mut_slice) {
            // A label's own value is one cell of however many lines, but amounts are one cell each, a name has one line,
            // and a line with a label of its own is no part of another's value; below it a line is a cell.
            Some([label, value]) if !label.is_empty() => {
                let is_single = is_of(label, &self.anchors.footers) || is_of(label, &self.anchors.single);
                if is_single || self.has_label(&text) {
                    rows.push(vec![text]);
                } else if amounts::is_amount(value) && amounts::is_amount(&text) {
                    rows.last_mut().into_iter().for_each(|row| row.push(text.clone()));
                } else {
                    value.push('\n');
                    value.push_str(&text);
                }
            }
            Some(_) => rows.last_mut().into_iter().for_each(|row| row.push(text.clone())),
            None => rows.push(vec![text]),
        }
    }

    /// True for a line with a known label, a colon and a value.
    fn has_label(&self, line: &str) -> bool {
        let Some((label, value)) = line.split_once(['：', ':']) else { return false };
        let (label, has_value) = (key(label), !value.trim().is_empty());
        has_value && self.anchors.is_field(&label)
    }
}

/// True for a label of a kind; what stands in brackets behind it makes no difference.
fn is_of(label: &str, kind: &BTreeSet<String>) -> bool {
    let key = key(label);
    kind.contains(&key) || kind.contains(without_brackets(&key))
}
