//! HTML tables inside Markdown: a tolerant tag scanner that knows table, tr, td, th, p and br.

use crate::model::{Block, RawCell, RawRow, RawTable, SpanFacts};

/// Tables nested deeper than this are read as text of the cell.
const DEEPEST: usize = 16;

/// A table whose first row is not within so many lines is none; it bounds the search in hostile text.
const FIRST_ROW_WITHIN: usize = 150;

/// A tag longer than this many bytes is text.
const LONGEST_TAG: usize = 4096;

/// The HTML table at the head of these lines and the number of lines that it takes.
pub fn table(lines: &[&str]) -> Option<(RawTable, usize)> {
    let (first, after) = tag(lines.first()?.trim_start())?;
    if first.name != "table" || first.closes || after.is_empty() && opens_table(lines.get(1)?) {
        return None;
    }
    let mut stack: Vec<Open> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if index == FIRST_ROW_WITHIN && stack.iter().all(|open| open.rows.is_empty()) {
            return None;
        }
        if let Some(table) = scan(line, &mut stack) {
            return (!table.rows.is_empty()).then_some((table, index + 1));
        }
    }
    // The end tag is missing: what was open ends with the text.
    let table = std::iter::from_fn(|| stack.pop().map(Open::close)).last()?;
    (!table.rows.is_empty()).then_some((table, lines.len()))
}

/// True for a line that opens a table: below one that just did it shows that there are no rows.
fn opens_table(line: &str) -> bool {
    tag(line.trim_start()).is_some_and(|(tag, _)| tag.name == "table" && !tag.closes)
}

/// A table being read.
#[derive(Default)]
struct Open {
    rows: Vec<RawRow>,
    cell: Option<RawCell>,
    text: String,
}

impl Open {
    fn close(mut self) -> RawTable {
        self.end_cell();
        self.rows.retain(|row| !row.cells.is_empty());
        RawTable { rows: self.rows, spans: SpanFacts::Stated, ..RawTable::default() }
    }

    fn end_paragraph(&mut self) {
        let text = decode_entities(std::mem::take(&mut self.text).trim_matches([' ', '\t', '\n']));
        if let Some(cell) = &mut self.cell
            && !text.is_empty()
        {
            cell.blocks.extend(text.split('\n').map(|line| Block::Paragraph(line.to_owned())));
        }
    }

    fn end_cell(&mut self) {
        self.end_paragraph();
        if let Some(cell) = self.cell.take() {
            if self.rows.is_empty() {
                self.rows.push(RawRow::default());
            }
            if let Some(row) = self.rows.last_mut() {
                row.cells.push(cell);
            }
        }
    }

    /// Adds text: white space is one space, as HTML has it.
    fn push_text(&mut self, text: &str) {
        for c in text.chars() {
            let is_space = matches!(c, ' ' | '\t');
            if !(is_space && self.text.ends_with([' ', '\n'])) {
                self.text.push(if is_space { ' ' } else { c });
            }
        }
    }
}

/// Reads one line; the outermost table when its end tag is on it.
fn scan(line: &str, stack: &mut Vec<Open>) -> Option<RawTable> {
    let mut rest = line;
    if let Some(top) = stack.last_mut()
        && !top.text.is_empty()
    {
        // Source lines inside a paragraph are wrapped, not broken; Chinese text has no space there.
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if is_word(top.text.chars().last()) && is_word(rest.chars().next()) {
            top.text.push(' ');
        }
    }
    while let Some(at) = rest.find('<') {
        let (text, from) = rest.split_at(at);
        if let Some(top) = stack.last_mut() {
            top.push_text(text);
        }
        let Some((tag, after)) = tag(from) else {
            if let Some(top) = stack.last_mut() {
                top.text.push('<');
            }
            rest = from.strip_prefix('<').unwrap_or_default();
            continue;
        };
        rest = after;
        if let Some(table) = apply(&tag, stack) {
            return Some(table);
        }
    }
    if let Some(top) = stack.last_mut() {
        top.push_text(rest);
    }
    None
}

fn apply(tag: &Tag<'_>, stack: &mut Vec<Open>) -> Option<RawTable> {
    match (tag.name.as_str(), tag.closes) {
        ("table", false) if stack.len() < DEEPEST => stack.push(Open::default()),
        ("table", true) => {
            let table = stack.pop()?.close();
            let Some(outer) = stack.last_mut() else { return Some(table) };
            outer.end_paragraph();
            if let Some(cell) = &mut outer.cell {
                cell.blocks.push(Block::Table(Box::new(table)));
            }
        }
        (name, closes) => {
            let top = stack.last_mut()?;
            match (name, closes) {
                ("tr", false) => {
                    top.end_cell();
                    top.rows.push(RawRow::default());
                }
                ("td" | "th", false) => {
                    top.end_cell();
                    top.cell = Some(tag.cell());
                }
                ("td" | "th" | "tr", true) => top.end_cell(),
                ("br", _) => top.text.push('\n'),
                ("p" | "div" | "li", _) => top.end_paragraph(),
                _ => {}
            }
        }
    }
    None
}

/// A tag: its name in lower case, its attributes as written.
struct Tag<'a> {
    name: String,
    closes: bool,
    attributes: &'a str,
}

impl Tag<'_> {
    fn cell(&self) -> RawCell {
        let span = |name| self.number(name).unwrap_or(1).clamp(1, 65_534);
        RawCell { col_span: span("colspan"), row_span: span("rowspan"), ..RawCell::default() }
    }

    fn number(&self, name: &str) -> Option<u32> {
        let lower = self.attributes.to_ascii_lowercase();
        let (_, after) = lower.split_once(name)?;
        let value = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let digits = value.split(|c: char| !c.is_ascii_digit()).next()?;
        digits.parse().ok()
    }
}

/// The tag at the head of a text that begins with `<`, and what follows it.
fn tag(text: &str) -> Option<(Tag<'_>, &str)> {
    let inner = text.strip_prefix('<')?;
    let end = inner.bytes().take(LONGEST_TAG).position(|byte| byte == b'>')?;
    let (inner, after) = (inner.get(..end)?, inner.get(end + 1..)?);
    let closes = inner.starts_with('/');
    let inner = inner.trim_start_matches('/');
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let (name, attributes) = inner.split_at(end);
    if name.is_empty() || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    Some((Tag { name: name.to_ascii_lowercase(), closes, attributes }, after))
}

/// Decodes the entities that Markdown and HTML writers use for their own marks, and numeric ones.
pub fn decode_entities(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        decoded.push_str(before);
        let end = from.char_indices().take(10).find(|(_, c)| *c == ';').map(|(end, _)| end);
        match end.and_then(|end| Some((entity(from.get(1..end)?)?, from.get(end + 1..)?))) {
            Some((c, after)) => {
                decoded.push(c);
                rest = after;
            }
            None => {
                decoded.push('&');
                rest = from.strip_prefix('&').unwrap_or_default();
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        "ge" => Some('≥'),
        "le" => Some('≤'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}
