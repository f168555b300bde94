//! Texts in which bars part the cells of a row, none at its edges, and a line end ends it (`a | b | c`): rows joined by
//! a script, Markdown tables without outer pipes. But for the mark they are the rows of [`tabrows`].

use std::collections::BTreeMap;

use super::{Text, Told, is_blank, line_ends, tabrows};
use crate::model::Block;

/// Fewer lines one after another are no table: menus and running text have bars too.
const LEAST_ROWS: usize = 4;

/// Reads a text of this flavour, if it is one: lines with bars follow one another, and none has tabs.
pub fn read(text: &Text<'_>) -> Told {
    if text.whole.contains('\t') {
        return None;
    }
    let mut rows = vec![false; text.lines.len()];
    let mut at = 0;
    while at < text.lines.len() {
        let stretch = stretch(text.lines.get(at..).unwrap_or_default());
        let lines = text.lines.get(at..at + stretch).unwrap_or_default();
        if is_table(lines) {
            rows.iter_mut().skip(at).take(stretch).for_each(|row| *row = true);
        }
        at += stretch.max(1);
    }
    if !rows.contains(&true) {
        return None;
    }
    let lines = text.lines.iter().zip(&rows).filter(|(line, row)| !(**row && is_rule(line)));
    let lines: Vec<String> = lines.map(|(line, row)| if *row { tabbed(line) } else { (*line).to_owned() }).collect();
    let joined = lines.join("\n");
    let whole = line_ends(&joined);
    let tabbed = Text { raw: &whole, whole: &whole, lines: whole.split('\n').collect(), limits: text.limits };
    let (blocks, _): (Vec<Block>, _) = tabrows::read(&tabbed)?;
    Some((blocks, "bar-rows"))
}

/// The number of lines, from the first on, that have bars; single lines without one may be pieces of a cell.
fn stretch(lines: &[&str]) -> usize {
    let has_bar = |at: usize| lines.get(at).is_some_and(|line| line.contains('|'));
    let is_piece = |at: usize| lines.get(at).is_some_and(|line| !is_blank(line)) && has_bar(at + 1);
    let mut end = 0;
    while has_bar(end) || end > 0 && is_piece(end) {
        end += 1;
    }
    end
}

/// True for lines that are rows: enough of them, most with the same number of bars, more than one, and none at most
/// lines' edges.
fn is_table(lines: &[&str]) -> bool {
    let barred: Vec<&str> = lines.iter().map(|line| line.trim()).filter(|line| line.contains('|')).collect();
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for line in &barred {
        *widths.entry(line.matches('|').count()).or_default() += 1;
    }
    let alike = widths.iter().filter(|(bars, _)| **bars > 1).map(|(_, rows)| *rows).max().unwrap_or(0);
    let edged = barred.iter().filter(|line| line.starts_with('|') && line.ends_with('|')).count();
    barred.len() >= LEAST_ROWS && alike * 5 > barred.len() * 3 && edged * 2 < barred.len()
}

/// The rule under the heading of a Markdown table.
fn is_rule(line: &str) -> bool {
    line.contains("--") && line.contains('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn tabbed(line: &str) -> String {
    line.split('|').map(|cell| cell.trim_matches(' ')).collect::<Vec<_>>().join("\t")
}
