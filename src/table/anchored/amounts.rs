//! Blocks of money among bare lines: the heads of their columns are the ruler, each amount is a line.

use super::lines::Lines;
use crate::text::has_nothing;

/// Fewer heads rule no block.
const FEWEST_HEADS: usize = 3;

/// So many of them must be labels of money columns.
const FEWEST_KNOWN: usize = 2;

/// More heads than any block has.
const MOST_HEADS: usize = 12;

/// A row's label may be broken over so many lines.
const LABEL_LINES: usize = 3;

/// Reads a block whose heads begin at a line: its rows are added, the label that stands beside them with the heads.
/// Gives the line after it.
pub fn block(text: &Lines<'_>, from: usize, to: usize, rows: &mut Vec<Vec<String>>) -> Option<usize> {
    let (heads, below) = heads(text, from, to);
    if heads.is_empty() {
        return None;
    }
    // A blank line after the heads stands for the cell beside the block.
    let has_spine = has_nothing(text.line(below));
    let (body, end) = body(text, (below, to), &heads, has_spine);
    if body.is_empty() {
        return None;
    }
    let mut heading = if has_spine { beside(rows) } else { vec![String::new()] };
    heading.extend(heads.into_iter().map(|head| head.label));
    rows.push(heading);
    rows.extend(body);
    Some(end)
}

/// The head of a column.
struct Head {
    label: String,
    /// True where it is known as one of amounts: others may have words below them.
    is_known: bool,
}

/// The heads of money columns from a line on, and the line after them: labels, and what stands among and behind them up
/// to the blank line of the cell beside the block.
fn heads(text: &Lines<'_>, from: usize, to: usize) -> (Vec<Head>, usize) {
    let mut heads = Vec::new();
    let (mut at, mut known, mut known_end) = (from, 0, (0, from));
    while at < to && heads.len() < MOST_HEADS {
        let count = text.label(at, &text.anchors.amounts);
        if count == 0 && !text.is_head(at) {
            break;
        }
        let label = (at..at + count.max(1)).map(|at| text.line(at)).collect::<Vec<_>>().join("\n");
        heads.push(Head { label, is_known: count > 0 });
        at += count.max(1);
        known += usize::from(count > 0);
        if count > 0 {
            known_end = (heads.len(), at);
        } else if heads.len() == 1 {
            return (Vec::new(), from);
        }
    }
    // Without that line nothing tells where unknown heads end.
    if !has_nothing(text.line(at)) {
        heads.truncate(known_end.0);
        at = known_end.1;
    }
    if known >= FEWEST_KNOWN && heads.len() >= FEWEST_HEADS { (heads, at) } else { (Vec::new(), from) }
}

/// The label beside the block and what heads its labels, taken off the rows before it.
fn beside(rows: &mut Vec<Vec<String>>) -> Vec<String> {
    let is_open = |row: &Vec<String>| row.len() == 1;
    let head = rows.pop_if(|row| is_open(row) || row.len() == 2 && !row.iter().any(|cell| is_amount(cell)));
    match head {
        Some(row) if is_open(&row) => match rows.pop_if(|row| is_open(row)) {
            Some(label) => [label, row].concat(),
            None => [row, vec![String::new()]].concat(),
        },
        Some(row) => row,
        None => vec![String::new(); 2],
    }
}

/// Rows of a label and an amount under each head, for as long as there are such.
fn body(text: &Lines<'_>, (from, to): (usize, usize), heads: &[Head], has_spine: bool) -> (Vec<Vec<String>>, usize) {
    let mut rows = Vec::new();
    let mut at = from;
    loop {
        let label = at + usize::from(has_spine);
        if has_spine && !has_nothing(text.line(at)) {
            break;
        }
        let is_label = |at: &usize| *at < to && text.line(*at).contains(char::is_alphabetic);
        let amounts = label + (label..label + LABEL_LINES).take_while(is_label).count();
        let end = amounts + heads.len();
        let fits =
            |(at, head): (usize, &Head)| !head.is_known || has_nothing(text.line(at)) || is_amount(text.line(at));
        if amounts == label || end > to || !(amounts..end).zip(heads).all(fits) {
            break;
        }
        let mut row = vec![String::new(); usize::from(has_spine)];
        row.push((label..amounts).map(|at| text.line(at)).collect::<Vec<_>>().join("\n"));
        row.extend((amounts..end).map(|at| text.line(at).to_owned()));
        rows.push(row);
        at = end;
    }
    (rows, at)
}

/// True for an amount, a rate or a mark in its place.
pub fn is_amount(line: &str) -> bool {
    !has_nothing(line) && !line.contains(char::is_alphabetic)
}
