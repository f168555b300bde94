//! Texts in which tabs part the cells of a row and a line end ends it: Apache POI's text of .doc and .docx, rows
//! joined by a script (python-docx, which repeats merged cells), tables copied out of a browser.
//!
//! Lines without a tab inside a table are pieces of a cell that holds line breaks, or rows of one cell.

use unicode_width::UnicodeWidthStr;

use super::{Blocks, Text, Told, is_blank};

/// A label's usual greatest width, in display columns.
const LABEL: usize = 20;

/// Reads a text of this flavour, if it is one: two lines with tabs that part something.
pub fn read(text: &Text<'_>) -> Told {
    let is_row = |line: &&&str| line.trim_start_matches('\t').contains('\t');
    if text.lines.iter().filter(is_row).take(2).count() < 2 {
        return None;
    }
    let repeats = Repeats::of(&text.lines);
    let mut blocks = Blocks::default();
    let mut at = 0;
    let mut copied = false;
    while at < text.lines.len() {
        let rest = text.lines.get(at..).unwrap_or_default();
        if rest.first().is_some_and(|line| line.is_empty() || is_blank(line) && !line.contains('\t')) {
            at += 1;
            continue;
        }
        if let Some((row, taken)) = copied_cell(rest) {
            blocks.row(row);
            copied = true;
            at += taken;
            continue;
        }
        let stretch = rest.iter().take_while(|line| !is_blank(line) || line.contains('\t')).count().max(1);
        let lines = rest.get(..stretch).unwrap_or_default();
        match &repeats {
            Some(repeats) => repeats.stretch(lines, &mut blocks),
            None => loose(lines, &mut blocks),
        }
        at += stretch;
        // A gap ends the table, unless the next row begins with a copied cell of several paragraphs.
        let gap = text.lines.iter().skip(at).take_while(|line| line.is_empty()).count();
        if copied_cell(text.lines.get(at + gap..).unwrap_or_default()).is_none() {
            blocks.end_table();
        }
    }
    let name = match (&repeats, copied) {
        (Some(_), _) => "tab-rows-repeated",
        (None, true) => "tab-rows-copied",
        (None, false) => "tab-rows",
    };
    Some((blocks.finish(), name))
}

/// A first cell of several paragraphs as browsers copy it: each paragraph between empty lines, then the rest of the
/// row, which starts with a tab. Gives the row and the lines taken.
fn copied_cell(lines: &[&str]) -> Option<(Vec<String>, usize)> {
    let mut cell: Vec<&str> = Vec::new();
    let mut at = 0;
    while cell.len() < 50 {
        let (line, next) = (*lines.get(at)?, *lines.get(at + 1)?);
        if let Some(rest) = line.strip_prefix('\t').filter(|_| !cell.is_empty()) {
            let mut row = vec![cell.join("\n")];
            row.extend(rest.split('\t').map(str::to_owned));
            return Some((row, at + 1));
        }
        if line.is_empty() || line.contains('\t') || !next.is_empty() {
            return None;
        }
        cell.push(line);
        at += 2;
    }
    None
}

/// Rows of any width, a line each; a line without a tab goes to the cell that it fits best.
fn loose(lines: &[&str], blocks: &mut Blocks) {
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if line.contains('\t') {
            blocks.row(line.split('\t').map(str::to_owned).collect());
            at += 1;
            continue;
        }
        let rest = lines.get(at..).unwrap_or_default();
        let run = rest.iter().take_while(|line| !line.contains('\t')).count();
        let run_lines = rest.get(..run).unwrap_or_default();
        at += run;
        let next = lines.get(at).copied();
        let head = next.map_or(0, |next| head_lines(run_lines, next));
        between(run_lines.get(..run - head).unwrap_or_default(), next.is_some(), blocks);
        if let (Some(next), true) = (next, head > 0) {
            let first = run_lines.get(run - head..).unwrap_or_default().join("\n");
            let mut row: Vec<String> = next.split('\t').map(str::to_owned).collect();
            if let Some(cell) = row.first_mut() {
                *cell = format!("{first}\n{cell}");
            }
            blocks.row(row);
            at += 1;
        }
    }
}

/// How many of these lines are the head of the next row's first cell: a label broken over lines, or one followed by
/// its unit in brackets.
fn head_lines(lines: &[&str], next: &str) -> usize {
    let first = next.split('\t').next().unwrap_or_default().trim();
    if first.is_empty() || first.width() > LABEL {
        return 0;
    }
    let is_label = |line: &&&str| {
        let line = line.trim();
        line.width() <= LABEL && !line.ends_with(is_stop)
    };
    let is_rest = first.starts_with(['(', '（', '[', '【', '〔']);
    let most = if is_rest || lines.len() == 1 { 1 } else { 0 };
    lines.iter().rev().take(most).take_while(is_label).count()
}

fn is_stop(c: char) -> bool {
    matches!(c, '。' | '；' | ';' | '：' | ':' | '，' | ',' | '！' | '？' | '!' | '?' | ')' | '）')
}

/// Lines between two rows that head no cell: a long cell's further lines, a row of one cell, or text outside.
fn between(lines: &[&str], goes_on: bool, blocks: &mut Blocks) {
    let last = blocks.rows.last().and_then(|row| row.last()).filter(|cell| cell.width() > LABEL);
    let continues = |line: &&str| {
        let line = line.trim_start();
        line.ends_with(['。', '；', ';'])
            || line.starts_with(|c: char| c.is_ascii_digit() || "①②③④⑤⑥⑦⑧⑨(（".contains(c))
    };
    if last.is_some() && goes_on && lines.iter().all(continues) {
        if let Some(cell) = blocks.rows.last_mut().and_then(|row| row.last_mut()) {
            lines.iter().for_each(|line| {
                cell.push('\n');
                cell.push_str(line);
            });
        }
        return;
    }
    if !blocks.rows.is_empty() && goes_on && lines.len() == 1 {
        blocks.row(lines.iter().map(|line| (*line).to_owned()).collect());
        return;
    }
    lines.iter().for_each(|line| blocks.paragraph(line));
}

/// The signature of rows that repeat merged cells: the numbers of tabs that whole rows have.
struct Repeats {
    usual: Vec<usize>,
}

impl Repeats {
    fn of(lines: &[&str]) -> Option<Self> {
        let (mut rows, mut repeating) = (0usize, 0usize);
        let mut counts = std::collections::BTreeMap::<usize, usize>::new();
        for line in lines.iter().filter(|line| line.contains('\t')) {
            let cells: Vec<&str> = line.split('\t').collect();
            rows += 1;
            *counts.entry(cells.len() - 1).or_default() += 1;
            let repeats = |pair: &[&str]| matches!(pair, [a, b] if a == b && a.chars().any(char::is_alphabetic));
            repeating += usize::from(cells.windows(2).any(repeats));
        }
        if repeating * 3 < rows || rows < 3 {
            return None;
        }
        let usual = counts.into_iter().filter(|&(tabs, count)| tabs > 1 && count * 12 >= rows).map(|(tabs, _)| tabs);
        Some(Self { usual: usual.collect() })
    }

    /// Rows that have their tabs on one line stand for themselves; others are put together until they have as many as
    /// the row before.
    fn stretch(&self, lines: &[&str], blocks: &mut Blocks) {
        let mut row: Vec<String> = Vec::new();
        let mut width = 0;
        for (at, line) in lines.iter().enumerate() {
            let pieces: Vec<&str> = line.split('\t').collect();
            let tabs = pieces.len() - 1;
            if row.is_empty() && tabs == 0 && ends_repeated(blocks.rows.last(), line) {
                append(blocks.rows.last_mut(), line);
                continue;
            }
            if !self.usual.contains(&tabs) && width == 0 && tabs > 0 {
                width = self.width_after(lines.get(at..).unwrap_or_default());
            }
            match (row.last_mut(), pieces.split_first()) {
                (Some(cell), Some((first, rest))) => {
                    cell.push('\n');
                    cell.push_str(first);
                    row.extend(rest.iter().map(|piece| (*piece).to_owned()));
                }
                _ => row.extend(pieces.iter().map(|piece| (*piece).to_owned())),
            }
            if tabs > 0 && (self.usual.contains(&tabs) || row.len() > width && width > 0) {
                width = row.len() - 1;
                let outside = lines_outside(&mut row);
                if !outside.is_empty() {
                    outside.iter().for_each(|line| blocks.paragraph(line));
                }
                blocks.row(std::mem::take(&mut row));
            }
        }
        if row.len() == 1 {
            row.iter().flat_map(|cell| cell.split('\n')).for_each(|line| blocks.paragraph(line));
        } else if !row.is_empty() {
            blocks.row(row);
        }
    }

    /// The number of tabs of the next line that is a whole row.
    fn width_after(&self, lines: &[&str]) -> usize {
        lines
            .iter()
            .take(200)
            .map(|line| line.matches('\t').count())
            .find(|tabs| self.usual.contains(tabs))
            .unwrap_or(0)
    }
}

/// True when the last row's last cell is the beginning of the cell before it, and this line goes on as that does.
fn ends_repeated(row: Option<&Vec<String>>, line: &str) -> bool {
    let Some([.., before, last]) = row.map(Vec::as_slice) else { return false };
    before
        .strip_prefix(last.as_str())
        .and_then(|rest| rest.strip_prefix('\n'))
        .is_some_and(|rest| rest == line || rest.strip_prefix(line).is_some_and(|more| more.starts_with('\n')))
}

fn append(row: Option<&mut Vec<String>>, line: &str) {
    if let Some(cell) = row.and_then(|row| row.last_mut()) {
        cell.push('\n');
        cell.push_str(line);
    }
}

/// Takes the lines that stand before a table off its first cell: what is not repeated in the cell beside it where
/// that repeats the end.
fn lines_outside(row: &mut [String]) -> Vec<String> {
    let [first, second, ..] = row else { return Vec::new() };
    let Some(before) = first.strip_suffix(second.as_str()).and_then(|before| before.strip_suffix('\n')) else {
        return Vec::new();
    };
    let outside = before.split('\n').map(str::to_owned).collect();
    *first = second.clone();
    outside
}
