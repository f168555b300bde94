//! A workbook in the making: sheets of scattered cells and merged areas become tables of rows, within the limits.

use std::collections::BTreeMap;

use super::damaged;
use crate::finding::{FORMULA_ERROR, Finding, HIDDEN_SHEET, LIMIT_MET, PARTLY_READ, Place, SKIPPED_SHEET, SPLIT};
use crate::model::limits::beginning;
use crate::model::{Block, Document, Limits, MOST_TEXT, RawCell, RawRow, RawTable, Rejection, SpanFacts};

/// The rows and columns of the largest sheet (ECMA-376 part 1, 18.3.1.73 and 18.3.1.13).
pub const MOST_ROWS: u32 = 1 << 20;
/// See [`MOST_ROWS`].
pub const MOST_COLUMNS: u32 = 1 << 14;
/// Formula errors told one by one, in a workbook.
const MOST_ERRORS: usize = 200;
const SAVE_AGAIN: &str = "open the workbook, save it again as .xlsx and compare";

/// A merged area; rows and columns from 0, the last ones included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Area {
    /// First row and column.
    pub first: (u32, u32),
    /// Last row and column.
    pub last: (u32, u32),
}

/// A cell's content as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// Text, or a number under its format.
    Text(String),
    /// What a formula that failed shows: `#DIV/0!`.
    Error(String),
}

/// One sheet's content, filled by a reader.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// True when the program does not show it.
    pub hidden: bool,
    /// Merged areas, as stated.
    merges: Vec<Area>,
    cells: BTreeMap<(u32, u32), Shown>,
    /// Formulas without a stored result.
    uncomputed: Vec<((u32, u32), String)>,
    /// Why it is not whole, in a layman's words.
    broken: Option<String>,
    /// True when a limit stopped the reading of it.
    cut: bool,
}

impl Sheet {
    /// An empty sheet.
    pub fn new(name: impl Into<String>, hidden: bool) -> Self {
        Self { name: name.into(), hidden, ..Self::default() }
    }

    /// Notes that a part of the sheet could not be read; the first reason stays.
    pub fn broken(&mut self, reason: impl Into<String>) {
        self.broken.get_or_insert_with(|| reason.into());
    }

    /// Notes a formula without a stored result.
    pub fn uncomputed(&mut self, place: (u32, u32), formula: &str) {
        // One more than are told: then the rest is counted.
        let kept = if self.uncomputed.len() > MOST_ERRORS { String::new() } else { format!("={formula}") };
        self.uncomputed.push((place, kept));
    }

    /// Notes that a limit stopped the reading of the sheet.
    pub fn cut(&mut self) {
        self.cut = true;
    }
}

/// Bytes of text that the cells of a workbook may hold: a text that many cells share counts for each.
const MOST_OF_ALL: u64 = 64 << 20;

/// What may still be read of a workbook.
#[derive(Debug)]
pub struct Budget<'l> {
    limits: &'l Limits,
    cells: usize,
    merges: usize,
    text: u64,
    steps: u32,
}

impl<'l> Budget<'l> {
    /// The budget that the limits give.
    pub fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            cells: limits.cells,
            merges: limits.cells,
            text: limits.unpacked_size.min(MOST_OF_ALL),
            steps: 0,
        }
    }

    /// Puts a cell into a sheet, its text as long as one may be. False when a limit is met: the reader then stops.
    pub fn put(&mut self, sheet: &mut Sheet, row: u32, col: u32, mut shown: Shown) -> bool {
        let (Shown::Text(text) | Shown::Error(text)) = &mut shown;
        // One character more: that it is cut is told as of any cell.
        text.truncate(beginning(text, MOST_TEXT + 4).len());
        if crate::text::has_nothing(text) {
            return true;
        }
        if row >= MOST_ROWS || col >= MOST_COLUMNS {
            sheet.broken("cells stand beyond the last row or column that a sheet can have");
            return true;
        }
        let size = text.len() as u64;
        let fits = self.limits.hold_text(text.len());
        if !fits || self.cells == 0 || size > self.text || self.is_over_time() {
            sheet.cut = true;
            return false;
        }
        self.cells -= 1;
        self.text -= size;
        sheet.cells.insert((row, col), shown);
        true
    }

    /// Notes a merged area of a sheet; those beyond a limit are left.
    pub fn merge(&mut self, sheet: &mut Sheet, area: Area) {
        if self.merges == 0 {
            sheet.cut = true;
            return;
        }
        self.merges -= 1;
        sheet.merges.push(area);
    }

    /// True when the time is over; asks the clock now and then.
    pub fn is_over_time(&mut self) -> bool {
        self.steps = self.steps.wrapping_add(1);
        self.steps.is_multiple_of(1024) && self.limits.over_time()
    }
}

/// The document that the sheets become.
#[derive(Debug)]
pub struct Book<'l> {
    limits: &'l Limits,
    document: Document,
    tables: u32,
    /// Positions that may still be given, blank ones counted.
    positions: usize,
    errors: usize,
    /// True when a part of the workbook could not be read.
    broken: bool,
}

impl<'l> Book<'l> {
    /// An empty book.
    pub fn new(limits: &'l Limits) -> Self {
        Self { limits, document: Document::default(), tables: 0, positions: limits.cells, errors: 0, broken: false }
    }

    /// Says a thing about the whole workbook.
    pub fn say(&mut self, finding: Finding) {
        self.document.findings.push(finding);
    }

    /// Says that a sheet holds no cells: a chart, a dialogue, macros.
    pub fn skip(&mut self, name: &str, what: &str) {
        let message = format!("the sheet \u{201c}{name}\u{201d} is a {what} and holds no cells");
        self.say(Finding::new(&SKIPPED_SHEET, message, "nothing is to be done unless the data stands there only"));
    }

    /// Says that a sheet could not be read at all.
    pub fn fail(&mut self, name: &str, reason: &str) {
        self.broken(format!("the sheet \u{201c}{name}\u{201d} could not be read: {reason}"));
    }

    /// Says that a part of the workbook could not be read.
    pub fn broken(&mut self, message: impl Into<String>) {
        self.broken = true;
        self.say(Finding::new(&PARTLY_READ, message, SAVE_AGAIN));
    }

    /// Adds a sheet as a table; one without text leaves none.
    pub fn add(&mut self, sheet: Sheet) {
        if let Some(reason) = &sheet.broken {
            self.broken(format!("the sheet \u{201c}{}\u{201d} was read in part: {reason}", sheet.name));
        }
        let mut cut = sheet.cut;
        if !sheet.cells.is_empty() {
            self.tables = self.tables.saturating_add(1);
            self.tell(&sheet);
            let (table, whole) = self.table(sheet.cells, &sheet.merges, &sheet.name);
            cut |= !whole;
            self.document.blocks.push(Block::Table(Box::new(table)));
        }
        if cut {
            let message =
                format!("the sheet \u{201c}{}\u{201d} is larger than the limits allow; its end is missing", sheet.name);
            let place = Place { table_no: self.tables, row_no: 0, col_no: 0 };
            self.say(Finding::new(&LIMIT_MET, message, SPLIT).at(place));
        }
    }

    /// The document.
    ///
    /// # Errors
    /// When the workbook is broken and nothing of it could be read.
    pub fn finish(mut self) -> Result<Document, Rejection> {
        if self.broken && self.document.blocks.is_empty() {
            return Err(damaged("none of its sheets can be read"));
        }
        if let Some(more) = self.errors.checked_sub(MOST_ERRORS).filter(|&more| more > 0) {
            let message = format!("{more} more cells show a formula's error");
            self.say(Finding::new(&FORMULA_ERROR, message, "mend the formulas and save the workbook"));
        }
        Ok(self.document)
    }

    /// Findings about a sheet that becomes the table just counted.
    fn tell(&mut self, sheet: &Sheet) {
        let table_no = self.tables;
        if sheet.hidden {
            let message = format!("the sheet \u{201c}{}\u{201d} is hidden; it was read", sheet.name);
            let hint = "delete the sheet if it does not belong to the form";
            self.say(Finding::new(&HIDDEN_SHEET, message, hint).at(Place { table_no, row_no: 0, col_no: 0 }));
        }
        for (&(row, col), shown) in &sheet.cells {
            let Shown::Error(text) = shown else { continue };
            self.errors += 1;
            if self.errors <= MOST_ERRORS {
                let message = format!("the cell shows the error {text} in place of a value");
                let place = Place::of(table_no, row as usize, col as usize);
                let finding = Finding::new(&FORMULA_ERROR, message, "mend the formula and save the workbook");
                self.document.findings.push(finding.at(place).raw(text));
            }
        }
        for &((row, col), ref formula) in &sheet.uncomputed {
            self.errors += 1;
            if self.errors <= MOST_ERRORS {
                let message = "the cell's formula has no stored result";
                let place = Place::of(table_no, row as usize, col as usize);
                let finding = Finding::new(&FORMULA_ERROR, message, "open the workbook, let it compute, and save it");
                self.document.findings.push(finding.at(place).raw(formula));
            }
        }
    }

    /// The table of a sheet, and whether all of it fitted. Rows and columns are the sheet's own; what is blank behind
    /// the last text of the sheet is left off, and merged areas end there.
    fn table(&mut self, cells: BTreeMap<(u32, u32), Shown>, merges: &[Area], name: &str) -> (RawTable, bool) {
        let last_row = cells.keys().next_back().map_or(0, |&(row, _)| row);
        let last_col = cells.keys().map(|&(_, col)| col).max().unwrap_or(0);
        let merges = Merges::of(merges, (last_row, last_col), self.limits);
        let mut table = RawTable {
            spans: SpanFacts::Stated,
            sheet: (!name.is_empty()).then(|| name.to_owned()),
            ..RawTable::default()
        };
        let mut whole = merges.whole;
        let mut cells = cells.into_iter().peekable();
        for row in 0..=last_row {
            let mut texts = BTreeMap::new();
            while let Some(((_, col), shown)) = cells.next_if(|((at, _), _)| *at == row) {
                texts.insert(col, shown);
            }
            let width = texts.keys().next_back().map_or(0, |&col| col + 1).max(merges.width(row));
            let cost = (width as usize).max(1);
            if cost > self.positions {
                whole = false;
                break;
            }
            self.positions -= cost;
            let row_cells = (0..width).map(|col| merges.cell(row, col, texts.remove(&col))).collect();
            table.rows.push(RawRow { cells: row_cells, ..RawRow::default() });
        }
        (table, whole)
    }
}

/// Merged areas that do not overlap, cut to a sheet's used part.
struct Merges {
    /// Areas by their first cell.
    heads: BTreeMap<(u32, u32), Area>,
    /// For each row the column runs that areas take, by first column: the last column.
    runs: BTreeMap<u32, BTreeMap<u32, u32>>,
    /// False when there were too many to take all.
    whole: bool,
}

impl Merges {
    /// Takes the areas in order of their place; one that overlaps an earlier one is no merge in any program.
    fn of(stated: &[Area], (last_row, last_col): (u32, u32), limits: &Limits) -> Self {
        let mut merges = Self { heads: BTreeMap::new(), runs: BTreeMap::new(), whole: true };
        let mut sorted = stated.to_vec();
        sorted.sort_unstable();
        let mut work = limits.cells;
        for area in sorted {
            let (first, end) = (area.first, (area.last.0.min(last_row), area.last.1.min(last_col)));
            let area = Area { first, last: end };
            if end.0 < first.0 || end.1 < first.1 || first == end {
                continue;
            }
            if !merges.is_free(first.0, area) {
                continue;
            }
            let rows = (end.0 - first.0) as usize + 1;
            if rows > work || limits.over_time() {
                merges.whole = false;
                break;
            }
            work -= rows;
            merges.take(area);
        }
        merges
    }

    fn take(&mut self, area: Area) {
        if !(area.first.0..=area.last.0).all(|row| self.is_free(row, area)) {
            return;
        }
        for row in area.first.0..=area.last.0 {
            self.runs.entry(row).or_default().insert(area.first.1, area.last.1);
        }
        self.heads.insert(area.first, area);
    }

    /// True when no area taken before has any of the columns in a row.
    fn is_free(&self, row: u32, area: Area) -> bool {
        let before = self.runs.get(&row).and_then(|runs| runs.range(..=area.last.1).next_back());
        before.is_none_or(|(_, &end)| end < area.first.1)
    }

    /// The columns of a row that areas reach.
    fn width(&self, row: u32) -> u32 {
        self.runs.get(&row).and_then(|runs| runs.values().next_back()).map_or(0, |&col| col + 1)
    }

    /// The cell at a place: the head of an area, covered by one, or neither.
    fn cell(&self, row: u32, col: u32, shown: Option<Shown>) -> RawCell {
        let mut cell = match shown {
            Some(Shown::Text(text) | Shown::Error(text)) => {
                RawCell::from_text(&text.replace("\r\n", "\n").replace('\r', "\n"))
            }
            None => RawCell::default(),
        };
        if let Some(area) = self.heads.get(&(row, col)) {
            cell.col_span = area.last.1 - area.first.1 + 1;
            cell.row_span = area.last.0 - area.first.0 + 1;
        } else {
            let run = self.runs.get(&row).and_then(|runs| runs.range(..=col).next_back());
            cell.covered = run.is_some_and(|(_, &end)| end >= col);
        }
        cell
    }
}
