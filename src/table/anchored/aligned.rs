//! Lines whose cells stand in columns under one another, filled up with blanks: where a cell begins tells its column, so
//! that blank cells are seen.

use std::collections::BTreeMap;

use crate::model::{Anchors, Block, Document, RawTable, SpanFacts};
use crate::table::anchored::{is_footer, is_title, text_of};
use crate::text::{has_nothing, is_blank, key};

/// So many blanks part two cells.
const GAP: usize = 2;

/// Fewer lines are no block.
const FEWEST_LINES: usize = 2;

/// The fewest columns of a block: two levels, a name and a value.
const FEWEST_COLUMNS: usize = 4;

/// The most columns of a block.
const MOST_COLUMNS: usize = 64;

/// How wide a character is shown that is neither a letter of one column nor certainly an ideograph.
const AMBIGUOUS: [usize; 2] = [2, 1];

/// A cell of a line: where it begins, in columns of the screen, and its text.
type Cell<'a> = (usize, &'a str);

/// The rows of lines that are aligned, each with a cell for every column; `None` where a cell begins in none of them. A
/// heading is the first line, and has a cell in every column.
pub fn rows(lines: &[&str], has_heading: bool) -> Option<Vec<Vec<String>>> {
    AMBIGUOUS.iter().find_map(|&wide| of_width(lines, has_heading, wide))
}

fn of_width(lines: &[&str], has_heading: bool, wide: usize) -> Option<Vec<Vec<String>>> {
    let cells: Vec<Vec<Cell<'_>>> = lines.iter().map(|line| cells(line, wide)).collect();
    let starts = starts(&cells, has_heading)?;
    let mut rows = Vec::with_capacity(lines.len());
    for line in &cells {
        let mut row = vec![String::new(); starts.len()];
        for (at, text) in line {
            let column = starts.binary_search(at).ok()?;
            row.get_mut(column)?.push_str(text);
        }
        rows.push(row);
    }
    Some(rows)
}

/// Where columns begin: where the heading's cells do, or else where the cells of two lines do.
fn starts(cells: &[Vec<Cell<'_>>], has_heading: bool) -> Option<Vec<usize>> {
    let of = |line: &Vec<Cell<'_>>| line.iter().map(|(at, _)| *at).collect::<Vec<usize>>();
    let starts = if has_heading {
        of(cells.first()?)
    } else {
        // No two cells of a line begin in one place.
        let mut lines: BTreeMap<usize, usize> = BTreeMap::new();
        cells.iter().flat_map(of).for_each(|at| *lines.entry(at).or_default() += 1);
        lines.into_iter().filter(|(_, lines)| *lines > 1).map(|(at, _)| at).collect()
    };
    (FEWEST_COLUMNS..=MOST_COLUMNS).contains(&starts.len()).then_some(starts)
}

/// The cells of a line.
fn cells(line: &str, wide: usize) -> Vec<Cell<'_>> {
    let (mut found, mut width, mut gap) = (Vec::new(), 0, GAP);
    let mut begun: Option<(usize, usize, usize)> = None;
    for (at, c) in line.char_indices() {
        let own = width_of(c, wide);
        if is_blank(c) {
            gap += if c == '\t' { GAP } else { own };
        } else {
            if let Some((from, to, column)) = begun.filter(|_| gap >= GAP) {
                found.push((column, line.get(from..to).unwrap_or_default()));
                begun = None;
            }
            let (from, _, column) = begun.unwrap_or((at, at, width));
            begun = Some((from, at + c.len_utf8(), column));
            gap = 0;
        }
        width += own;
    }
    found.extend(begun.map(|(from, to, column)| (column, line.get(from..to).unwrap_or_default())));
    found
}

/// The columns of the screen that a character takes.
fn width_of(c: char, wide: usize) -> usize {
    match c {
        '\0'..='\u{7f}' => 1,
        '\u{80}'..='\u{2e7f}' => wide,
        _ => 2,
    }
}

/// The document with tables in place of aligned lines that begin with names of levels, under no heading.
pub fn tables(mut document: Document, anchors: &Anchors) -> Result<Document, Document> {
    let lines: Vec<&str> = document.blocks.iter().map(text_of).collect();
    let mut blocks: Vec<Block> = Vec::new();
    let (mut at, mut found) = (0, false);
    while at < lines.len() {
        let length = block(lines.get(at..).unwrap_or_default(), anchors);
        let own = lines.get(at..at + length).unwrap_or_default();
        match rows(own, false).filter(|_| length >= FEWEST_LINES) {
            Some(rows) => {
                blocks.push(Block::Table(Box::new(RawTable::from_texts(&rows, SpanFacts::None))));
                (at, found) = (at + length, true);
            }
            None => {
                // Lines that are not aligned are not tried one by one.
                let length = length.max(1);
                let whole = lines.get(at..at + length).unwrap_or_default();
                let with_text = whole.iter().filter(|line| !has_nothing(line));
                blocks.extend(with_text.map(|line| Block::Paragraph((*line).to_owned())));
                at += length;
            }
        }
    }
    if !found {
        return Err(document);
    }
    document.blocks = blocks;
    Ok(document)
}

/// How many lines a block has that begins with the first line: it begins with a name of level 1, and goes on with such
/// names, those of level 2, or blanks in their place.
fn block(lines: &[&str], anchors: &Anchors) -> usize {
    let first = |line: &str| cells(line, 2).first().map(|(at, text)| (*at, key(text)));
    let begins = |line: &&str| first(line).is_some_and(|(_, key)| anchors.first_level_names.contains(&key));
    if !lines.first().is_some_and(begins) {
        return 0;
    }
    let goes_on = |line: &&&str| {
        let whole = key(line);
        let is_cells = cells(line, 2).len() >= 2 && !is_title(&whole, anchors) && !is_footer(&whole, anchors);
        is_cells && first(line).is_some_and(|(at, key)| at > 0 || anchors.level_names.contains(&key))
    };
    lines.iter().take_while(goes_on).count()
}
