//! Texts in which a mark ends each cell and a further one ends the row: the control character 7 of binary Word
//! ([MS-DOC] 2.4.3), or a tab in its place.
//!
//! An empty cell and the end of a row look the same. Where the tool does not tell them apart, the way of parting the
//! marks is taken in which the rows' widths change least.

use super::{Blocks, Text, Told, is_blank};
use crate::model::{Block, Limits};

const CELL_MARK: char = '\u{7}';

/// More cells than any real row of such an export has.
const WIDEST: usize = 64;

/// Reads a text with the control character as its mark.
pub fn read_control(text: &Text<'_>) -> Told {
    let marks = text.whole.matches(CELL_MARK).count();
    if marks < 2 {
        return None;
    }
    if text.raw.matches("\u{7}\n").count() * 2 > marks {
        return Some((lined(text.raw, true), "cell-mark-lines"));
    }
    if text.whole.matches("\u{7}\n").count() * 2 > marks {
        return Some((lined(text.whole, false), "cell-mark-lines"));
    }
    Some((unlined(text.whole, CELL_MARK, text.limits), "cell-marks"))
}

/// Reads a text with the tab as its mark, if it is one: lines that end a table end with two tabs, and neighbouring
/// lines have no number of tabs in common, for a line end there is only a break inside a cell.
pub fn read_tabs(text: &Text<'_>) -> Told {
    let mut lines = text.lines.iter().filter(|line| !is_blank(line) || line.contains('\t')).peekable();
    let (mut tables, mut inner_ends, mut alike, mut last) = (0usize, 0usize, 0usize, None);
    while let Some(line) = lines.next() {
        let tabs = line.matches('\t').count();
        if tabs == 0 {
            last = None;
            continue;
        }
        alike += usize::from(last == Some(tabs));
        last = Some(tabs);
        inner_ends += line.trim_end_matches('\t').trim_start_matches('\t').matches("\t\t").count();
        if lines.peek().is_none_or(|next| !next.contains('\t')) {
            if !line.ends_with("\t\t") {
                return None;
            }
            tables += 1;
        }
    }
    (tables > 0 && inner_ends >= tables && alike <= tables)
        .then(|| (unlined(text.whole, '\t', text.limits), "tab-marks"))
}

/// Each cell's mark ends a line; a mark that does not ends the row. Where line ends are as the tool wrote them, that
/// line end is `\n` and those of paragraphs are `\r\n`; where they were made alike, a blank cell after a row as wide as
/// the one before is the row's end too.
fn lined(text: &str, is_raw: bool) -> Vec<Block> {
    let mut blocks = Blocks::default();
    let mut row: Vec<String> = Vec::new();
    let mut pieces = text.split(CELL_MARK).enumerate().peekable();
    while let Some((index, piece)) = pieces.next() {
        let piece = if row.is_empty() { piece } else { piece.strip_prefix('\n').unwrap_or(piece) };
        let piece = super::line_ends(piece);
        let Some((_, next)) = pieces.peek() else {
            end_row(&mut row, &mut blocks);
            piece.split('\n').for_each(|line| blocks.paragraph(line));
            break;
        };
        let is_start = row.is_empty() && (index == 0 || piece.starts_with('\n'));
        let (outside, cell) = match piece.rsplit_once('\n') {
            Some((outside, cell)) if is_start => (outside, cell),
            _ => ("", piece.as_ref()),
        };
        if is_start {
            outside.split('\n').for_each(|line| blocks.paragraph(line));
        }
        let ends_cell = next.starts_with('\n');
        let is_full = !is_raw && blocks.rows.last().is_some_and(|last| last.len() == row.len());
        let ends_row = !row.is_empty() && cell.is_empty() && (!ends_cell || is_full && next.matches('\n').count() > 1);
        if !ends_row {
            row.push(cell.to_owned());
        }
        if ends_row || !ends_cell {
            end_row(&mut row, &mut blocks);
        }
    }
    blocks.finish()
}

fn end_row(row: &mut Vec<String>, blocks: &mut Blocks) {
    if !row.is_empty() {
        blocks.row(std::mem::take(row));
    }
}

/// No line ends between cells: what begins with a line end stands outside, the rest is parted by widths.
fn unlined(whole: &str, mark: char, limits: &Limits) -> Vec<Block> {
    let mut blocks = Blocks::default();
    let mut items: Vec<&str> = Vec::new();
    let Some((body, tail)) = whole.rsplit_once(mark) else { return super::bare_lines(&[whole]) };
    for (index, piece) in body.split(mark).enumerate() {
        // Running text ends with a line end; the first cell of a table is the line after it.
        if (index == 0 || piece.starts_with('\n'))
            && let Some((before, cell)) = piece.rsplit_once('\n')
        {
            rows(&std::mem::take(&mut items), &mut blocks, limits);
            before.split('\n').for_each(|line| blocks.paragraph(line));
            items.push(cell);
        } else {
            items.push(piece);
        }
    }
    rows(&items, &mut blocks, limits);
    tail.split('\n').for_each(|line| blocks.paragraph(line));
    blocks.finish()
}

/// Costs of a way of parting, in tenths of a change of width.
mod cost {
    pub const CHANGE: u32 = 10;
    pub const BLANK_ROW: u32 = 15;
    pub const BLANK_INSIDE: u32 = 12;
    pub const BLANK_INSIDE_MORE: u32 = 2;
    pub const BLANK_LAST: u32 = 1;
    pub const NO_END: u32 = 20;
}

/// The best way to a place with a last row of a certain width: its cost, the width of the row before, and whether the
/// last row has its end mark.
#[derive(Clone, Copy)]
struct Way {
    cost: u32,
    before: u8,
    is_ended: bool,
}

const NO_WAY: Way = Way { cost: u32::MAX, before: 0, is_ended: false };

/// So many marks are parted at once; what a window's end cuts is parted again with the next.
const WINDOW: usize = 20_000;

/// Parts a table's marks into rows.
fn rows(items: &[&str], blocks: &mut Blocks, limits: &Limits) {
    let mut rest = items;
    while !rest.is_empty() {
        let window = rest.get(..WINDOW.min(rest.len())).unwrap_or(rest);
        let mut ends = part_window(window);
        if window.len() < rest.len() && ends.len() > 8 && !limits.over_time() {
            ends.truncate(ends.len() - 4);
        }
        let mut next = 0;
        for (start, width) in ends {
            let row = window.get(start..start + width).unwrap_or_default();
            blocks.row(row.iter().map(|item| (*item).to_owned()).collect());
            next = (start + width + 1).min(window.len());
        }
        rest = rest.get(next.max(1)..).unwrap_or_default();
    }
}

/// The start and width of each row of the cheapest way, by dynamic programming over places and widths.
fn part_window(items: &[&str]) -> Vec<(usize, usize)> {
    let mut ways = Ways::new(items.len());
    // For each place, how many blank items follow one another from there on.
    let mut blanks = vec![0usize; items.len() + 1];
    for (at, item) in items.iter().enumerate().rev() {
        let after = blanks.get(at + 1).copied().unwrap_or(0);
        if let Some(run) = blanks.get_mut(at).filter(|_| is_blank(item)) {
            *run = after + 1;
        }
    }
    for at in 0..items.len() {
        let Some((least, least_width)) = ways.least(at) else { continue };
        let is_blank_at = |at: usize| blanks.get(at).is_some_and(|&run| run > 0);
        let mut row = Blanks::default();
        let most = WIDEST.min(items.len() - at);
        // In a desert of blank cells one width is as good as another.
        let first = if blanks.get(at).is_some_and(|&run| run > 2 * WIDEST) { most } else { 1 };
        for width in 1..=most {
            row.push(is_blank_at(at + width - 1));
            let end = at + width;
            if width < first || !items.get(end).is_none_or(|item| item.is_empty()) {
                continue;
            }
            let is_ended = end < items.len();
            let same = ways.at(at, width).cost;
            let change = if least_width == 0 { 0 } else { cost::CHANGE };
            let (from, before) =
                if same <= least.saturating_add(change) { (same, width) } else { (least + change, least_width) };
            let end_cost = if is_ended { 0 } else { cost::NO_END };
            let cost = from.saturating_add(end_cost + row.cost());
            let before = u8::try_from(before).unwrap_or(0);
            ways.offer(end + usize::from(is_ended), width, Way { cost, before, is_ended });
        }
    }
    trace(&ways, items.len())
}

/// For each place and each width the best way whose last row, of that width, ends there.
struct Ways {
    ways: Vec<Way>,
    /// For each place the least cost and its width.
    least: Vec<(u32, usize)>,
}

impl Ways {
    fn new(places: usize) -> Self {
        let mut new = Self { ways: vec![NO_WAY; (places + 1) * (WIDEST + 1)], least: vec![(u32::MAX, 0); places + 1] };
        new.offer(0, 0, Way { cost: 0, ..NO_WAY });
        new
    }

    fn at(&self, place: usize, width: usize) -> Way {
        self.ways.get(place * (WIDEST + 1) + width).copied().unwrap_or(NO_WAY)
    }

    fn least(&self, place: usize) -> Option<(u32, usize)> {
        self.least.get(place).copied().filter(|(cost, _)| *cost < u32::MAX)
    }

    fn offer(&mut self, place: usize, width: usize, way: Way) {
        let slot = self.ways.get_mut(place * (WIDEST + 1) + width);
        if let (Some(slot), Some(least)) = (slot, self.least.get_mut(place))
            && way.cost < slot.cost
        {
            *slot = way;
            *least = (*least).min((way.cost, width));
        }
    }
}

/// The rows of the cheapest way to the end.
fn trace(ways: &Ways, end: usize) -> Vec<(usize, usize)> {
    let mut rows = Vec::new();
    let (mut at, mut width) = (end, None);
    while at > 0 {
        let found = width.or_else(|| ways.least(at).map(|(_, width)| width));
        let way = found.map_or(NO_WAY, |width| ways.at(at, width));
        match found.filter(|&width| width > 0 && way.cost < u32::MAX) {
            Some(row) => {
                let start = at.saturating_sub(row + usize::from(way.is_ended));
                rows.push((start, row));
                (at, width) = (start, Some(usize::from(way.before)));
            }
            // No row of at most the widest ends here: what is before is one row.
            None => {
                let start = at.saturating_sub(WIDEST);
                rows.push((start, at - start));
                (at, width) = (start, None);
            }
        }
    }
    rows.reverse();
    rows
}

/// Blank cells of a row so far.
#[derive(Default)]
struct Blanks {
    leading: u32,
    /// What the blank cells between others cost.
    inside: u32,
    trailing: u32,
    any_text: bool,
}

impl Blanks {
    fn push(&mut self, is_blank: bool) {
        match (is_blank, self.any_text) {
            (true, false) => self.leading += 1,
            (true, true) => self.trailing += 1,
            (false, _) => {
                self.any_text = true;
                let run = std::mem::take(&mut self.trailing);
                if run > 0 {
                    self.inside += cost::BLANK_INSIDE + (run - 1) * cost::BLANK_INSIDE_MORE;
                }
            }
        }
    }

    fn cost(&self) -> u32 {
        if self.any_text { self.inside + self.trailing * cost::BLANK_LAST } else { cost::BLANK_ROW + self.leading }
    }
}
