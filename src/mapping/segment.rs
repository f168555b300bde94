//! A document's lines (paragraphs and grid rows) cut into forms: at titles, at tables, where the header begins anew.

use crate::mapping::choose::{Mappings, Signs};
use crate::mapping::heading::heads::Heads;
use crate::mapping::labels::without_brackets;
use crate::mapping::lexicon::{FieldDef, Role};
use crate::mapping::role::Core;
use crate::mapping::room::Room;
use crate::mapping::word::{Pages, Sheet, Word};
use crate::mapping::{heading, inline};
use crate::model::{Item, Layout};
use crate::text;

/// One step of reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// A paragraph: index into the layout's items.
    Text(usize),
    /// A grid row: grid index and row.
    Row(usize, usize),
}

/// The lines of one form, or of none.
#[derive(Debug, Clone, Default)]
pub struct Segment {
    /// The title as printed, or empty.
    pub title: String,
    /// The lines, in order.
    pub lines: Vec<Line>,
    /// The line of the title.
    pub title_lines: Vec<Line>,
    /// What tells which form it is.
    pub signs: Signs,
    /// The rows in which a label names a column, by whatever mapping: grid and row.
    pub headed: Vec<(usize, usize)>,
    /// Where headings end: grid and last row.
    headings: Vec<(usize, usize)>,
    /// How many labels of header fields it has.
    labels: usize,
    /// True where a label begins a row.
    leads: bool,
    /// True where the first row is headed by the number of a list.
    is_list: bool,
    identity: bool,
    anew: bool,
    rows: usize,
    text_since_row: bool,
    text_before: bool,
}

/// Cuts a layout into segments, as far as there is time.
pub fn segments(pages: Pages<'_>, mappings: &Mappings, room: &mut Room<'_>) -> Vec<Segment> {
    let mut cutter = Cutter { pages, mappings, done: Vec::new(), current: Segment::default() };
    for (index, item) in pages.layout.items.iter().enumerate() {
        match item {
            _ if room.is_over_time() => break,
            Item::Text(raw) => cutter.text(index, raw),
            Item::Table(grid) => cutter.table(*grid, room),
        }
    }
    cutter.finish()
}

/// The most characters of a page's number with what stands around it.
const LONGEST_PAGE_NUMBER: usize = 24;

struct Cutter<'a> {
    pages: Pages<'a>,
    mappings: &'a Mappings,
    done: Vec<Segment>,
    current: Segment,
}

impl Cutter<'_> {
    fn is_title(&self, raw: &str, word: &Word) -> bool {
        let is_title = || self.mappings.is_title(raw) && inline::pairs(raw, &self.mappings.scout).is_none();
        *word.is_title.get_or_init(is_title)
    }

    fn text(&mut self, index: usize, raw: &str) {
        let word = self.pages.words.item(index);
        if self.is_title(raw, word) {
            self.begin(raw, Line::Text(index));
        } else {
            let is_page_number = || word.length <= LONGEST_PAGE_NUMBER && self.mappings.base.is_page_number(raw);
            self.current.text_since_row |= !word.is_blank && !is_page_number();
            self.current.lines.push(Line::Text(index));
            if word.has_colon {
                self.note_pairs(raw);
            }
        }
    }

    fn table(&mut self, grid: usize, room: &mut Room<'_>) {
        let Some(sheet) = self.pages.sheet(grid) else { return };
        if self.current.rows > 0 {
            let text_before = self.current.text_since_row;
            self.cut();
            self.current.text_before = text_before;
        }
        for row in (0..sheet.grid.rows).take_while(|_| !room.is_over_time()) {
            self.row(grid, sheet, row);
        }
    }

    fn row(&mut self, grid_index: usize, sheet: Sheet<'_>, row: usize) {
        let grid = sheet.grid;
        let line = Line::Row(grid_index, row);
        let cells = sheet.begun(row);
        if let &[only] = cells
            && self.is_title(&grid.cells[only].text, sheet.word(only))
            && grid.cells[only].rowspan < grid.rows.max(2)
        {
            self.begin(&grid.cells[only].text, line);
            return;
        }
        let heads = Heads::of(sheet, row, &self.mappings.scout);
        if !heads.name_none() {
            self.current.headed.push((grid_index, row));
        }
        let is_level_row = heads.are_of_level_row();
        let found = is_level_row.then(|| heading::around(sheet, row, &self.mappings.scout)).flatten();
        if let Some(found) = found {
            if !self.in_heading(grid_index, row) {
                self.current.signs.add_heading((grid_index, row), &found);
                self.current.headings.push((grid_index, found.bottom));
            }
        } else if self.header_begins_anew(sheet, row, cells) {
            let (title, folded) = (self.current.title.clone(), self.current.signs.title.clone());
            self.cut();
            (self.current.title, self.current.signs.title) = (title, folded);
            self.current.anew = true;
        }
        if !self.in_heading(grid_index, row) {
            self.note_labels(sheet, cells);
        }
        if let Some(&first) = cells.first() {
            let (word, scout) = (sheet.word(first), &self.mappings.scout);
            let numbers = || scout.columns.get(&word.label) == Some(&Role::Core(Core::Number));
            self.current.is_list |= self.current.rows == 0 && numbers();
            self.current.leads |= scout.field(word).is_some() || word.has_colon;
        }
        self.current.lines.push(line);
        self.current.rows += 1;
        self.current.text_since_row = false;
    }

    /// True for a row of the last heading; no other reaches as far down.
    fn in_heading(&self, grid: usize, row: usize) -> bool {
        self.current.headings.last().is_some_and(|&(g, bottom)| g == grid && bottom >= row)
    }

    /// A project's or department's name label after a block: the next form, in the same table.
    fn header_begins_anew(&self, sheet: Sheet<'_>, row: usize, cells: &[usize]) -> bool {
        if self.current.headings.is_empty() {
            return false;
        }
        let Some(&first) = cells.first() else { return false };
        let named = self.mappings.scout.field(sheet.word(first)).is_some_and(|field| is_identity(&field.name));
        named && sheet.grid.cells_over(row).next() == Some(first)
    }

    fn note_labels(&mut self, sheet: Sheet<'_>, cells: &[usize]) {
        for &i in cells {
            let word = sheet.word(i);
            if word.length > 200 {
                continue;
            }
            match self.mappings.scout.field(word) {
                Some(field) => self.note(field),
                None if word.has_colon => self.note_pairs(&sheet.grid.cells[i].text),
                None => {}
            }
        }
    }

    fn note_pairs(&mut self, raw: &str) {
        for pair in inline::pairs(raw, &self.mappings.scout).unwrap_or_default() {
            self.note(pair.field);
        }
    }

    fn note(&mut self, field: &FieldDef) {
        if is_identity(&field.name) && self.current.headings.is_empty() {
            self.current.identity = true;
        }
        self.current.signs.add_field(field);
        self.current.labels += 1;
    }

    fn begin(&mut self, title: &str, line: Line) {
        self.cut();
        self.current.title = title.to_owned();
        self.current.signs.title = text::fold(title);
        self.current.title_lines.push(line);
        self.current.lines.push(line);
    }

    fn cut(&mut self) {
        let segment = std::mem::take(&mut self.current);
        if segment.lines.is_empty() {
            return;
        }
        match self.done.last_mut() {
            Some(last) if belongs(last, &segment, self.pages.layout) => join(last, segment),
            _ => self.done.push(segment),
        }
    }

    fn finish(mut self) -> Vec<Segment> {
        self.cut();
        self.done
    }
}

fn is_identity(field: &str) -> bool {
    matches!(field, "project" | "department")
}

/// True when a segment goes on with the form before it: a table split over pages, a header and its block in two tables.
fn belongs(last: &Segment, next: &Segment, layout: &Layout) -> bool {
    if last.rows == 0 {
        return true;
    }
    let same_title =
        next.title.is_empty() || without_brackets(&next.signs.title) == without_brackets(&last.signs.title);
    if !same_title || next.identity || next.anew {
        return false;
    }
    let has_heading = !next.headings.is_empty();
    if last.headings.is_empty() {
        return has_heading && (!last.signs.fields.is_empty() || !last.title.is_empty());
    }
    if next.rows == 0 {
        return next.title.is_empty();
    }
    if has_heading {
        return !next.text_before || !next.title.is_empty();
    }
    let cols = |segment: &Segment, from_end: bool| {
        let mut grids = segment.lines.iter().filter_map(|line| match line {
            Line::Row(grid, _) => layout.grids.get(*grid).map(|g| g.cols),
            Line::Text(_) => None,
        });
        if from_end { grids.next_back() } else { grids.next() }
    };
    let goes_on = || cols(last, true) == cols(next, false) && !next.is_list;
    !next.text_before && (!next.signs.fields.is_empty() && next.leads || goes_on())
}

fn join(last: &mut Segment, next: Segment) {
    if last.rows == 0 && !next.title.is_empty() {
        last.title = next.title;
        last.signs.title.clone_from(&next.signs.title);
    }
    last.lines.extend(next.lines);
    last.title_lines.extend(next.title_lines);
    last.signs.extend(next.signs);
    last.labels += next.labels;
    last.headed.extend(next.headed);
    last.headings.extend(next.headings);
    last.identity |= next.identity;
    last.rows += next.rows;
    last.text_since_row = next.text_since_row;
}

impl Segment {
    /// True when the segment may be a form: it has an indicator block, or a title over at least three known labels.
    pub fn is_form(&self) -> bool {
        !self.headings.is_empty() || (!self.title.is_empty() && self.labels >= 3 && self.rows > 0)
    }
}
