//! Markdown pipe tables (GitHub Flavored Markdown, "Tables (extension)"): `| a | b |` over `|---|---|`.

use super::{is_blank, table as raw_table};
use crate::model::RawTable;

/// The pipe table at the head of these lines and the number of lines that it takes.
pub fn table(lines: &[&str]) -> Option<(RawTable, usize)> {
    let (head, rule) = (lines.first()?, lines.get(1)?);
    if !is_rule(rule) || !is_row(head) {
        return None;
    }
    let body = lines.iter().skip(2).take_while(|line| is_row(line) && !is_blank(line));
    let mut rows = vec![cells(head)];
    rows.extend(body.map(|line| cells(line)));
    let taken = rows.len() + 1;
    // Tools that must write a heading where the document has none write a blank one.
    if rows.len() > 1 && rows.first().is_some_and(|head| head.iter().all(|cell| is_blank(cell))) {
        rows.remove(0);
    }
    Some((raw_table(&rows), taken))
}

fn is_row(line: &str) -> bool {
    line.trim_start().starts_with('|')
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') && line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// The cells of a row: `\|` is no border, `<br>` is a line break, padding is no text.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let line = line.trim();
    let mut chars = line.strip_prefix('|').unwrap_or(line).chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some('|')) => {
                chars.next();
                push(&mut cells, '|');
            }
            ('|', None) => {}
            ('|', Some(_)) => cells.push(String::new()),
            _ => push(&mut cells, c),
        }
    }
    cells.iter().map(|cell| plain(cell)).collect()
}

fn push(cells: &mut [String], c: char) {
    if let Some(last) = cells.last_mut() {
        last.push(c);
    }
}

fn plain(cell: &str) -> String {
    let mut text = cell.trim_matches(' ').to_owned();
    for mark in ["<br>", "<br/>", "<br />", "<BR>"] {
        text = text.replace(mark, "\n");
    }
    super::markup::decode_entities(&text)
}
