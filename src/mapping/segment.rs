//! A document's lines (paragraphs and grid rows) cut into forms: at titles, at tables, where the header begins anew.

use crate::mapping::choose::{Mapping, Signs};
use crate::mapping::heading::{self, Heading};
use crate::mapping::inline;
use crate::mapping::lexicon::{Lexicon, without_brackets};
use crate::model::{Grid, Item, Layout};
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
    /// Headings by level row.
    pub headings: Vec<(usize, Heading)>,
    identity: bool,
    anew: bool,
    rows: usize,
    text_since_row: bool,
    text_before: bool,
}

/// Cuts a layout into segments.
pub fn segments(layout: &Layout, mappings: &[Mapping], lexicon: &Lexicon) -> Vec<Segment> {
    let mut cutter = Cutter { layout, mappings, lexicon, done: Vec::new(), current: Segment::default() };
    for (index, item) in layout.items.iter().enumerate() {
        match item {
            Item::Text(raw) => cutter.text(index, raw),
            Item::Table(grid) => cutter.table(*grid),
        }
    }
    cutter.finish()
}

struct Cutter<'a> {
    layout: &'a Layout,
    mappings: &'a [Mapping],
    lexicon: &'a Lexicon,
    done: Vec<Segment>,
    current: Segment,
}

impl Cutter<'_> {
    fn is_title(&self, raw: &str) -> bool {
        let folded = text::fold(raw);
        let length = folded.chars().count();
        (4..=80).contains(&length)
            && inline::pairs(raw, self.lexicon).is_none()
            && self.mappings.iter().any(|mapping| mapping.title_match(&folded).is_some())
    }

    fn text(&mut self, index: usize, raw: &str) {
        if self.is_title(raw) {
            self.begin(raw, Line::Text(index));
        } else {
            if raw.chars().any(|c| !text::is_blank(c)) {
                self.current.text_since_row = true;
            }
            self.current.lines.push(Line::Text(index));
            self.note_pairs(raw);
        }
    }

    fn table(&mut self, grid_index: usize) {
        let Some(grid) = self.layout.grids.get(grid_index) else { return };
        if self.current.rows > 0 {
            let text_before = self.current.text_since_row;
            self.cut();
            self.current.text_before = text_before;
        }
        for row in 0..grid.rows {
            self.row(grid_index, grid, row);
        }
    }

    fn row(&mut self, grid_index: usize, grid: &Grid, row: usize) {
        let line = Line::Row(grid_index, row);
        let cells: Vec<usize> = grid
            .row_cells(row)
            .into_iter()
            .filter(|&i| grid.cells[i].row == row && !grid.cells[i].is_blank())
            .collect();
        if let [only] = cells[..]
            && self.is_title(&grid.cells[only].text)
            && grid.cells[only].rowspan < grid.rows.max(2)
        {
            self.begin(&grid.cells[only].text, line);
            return;
        }
        if let Some(found) = heading::find(grid, row, self.lexicon) {
            if !self.in_heading(grid_index, row) {
                self.current.signs.columns.extend(found.roles().iter().map(ToString::to_string));
                self.current.signs.level_rows.push((grid_index, row));
                self.current.headings.push((grid_index, found));
            }
        } else if self.header_begins_anew(grid, row, &cells) {
            let (title, folded) = (self.current.title.clone(), self.current.signs.title.clone());
            self.cut();
            (self.current.title, self.current.signs.title) = (title, folded);
            self.current.anew = true;
        }
        if !self.in_heading(grid_index, row) {
            self.note_labels(grid, &cells);
        }
        self.current.lines.push(line);
        self.current.rows += 1;
        self.current.text_since_row = false;
    }

    /// True for a row of the last heading; no other reaches as far down.
    fn in_heading(&self, grid: usize, row: usize) -> bool {
        self.current.headings.last().is_some_and(|(g, h)| *g == grid && h.bottom >= row)
    }

    /// A project's or department's name label after a block: the next form, in the same table.
    fn header_begins_anew(&self, grid: &Grid, row: usize, cells: &[usize]) -> bool {
        if self.current.headings.is_empty() {
            return false;
        }
        let Some(&first) = cells.first() else { return false };
        let cell = &grid.cells[first];
        let key = text::key(&cell.text);
        let named = self.lexicon.field(&key).is_some_and(|field| is_identity(&field.name));
        let leftmost = grid.row_cells(row).first().is_some_and(|&i| i == first);
        named && leftmost && cell.row == row
    }

    fn note_labels(&mut self, grid: &Grid, cells: &[usize]) {
        for &i in cells {
            let raw = &grid.cells[i].text;
            if raw.chars().count() > 200 {
                continue;
            }
            match self.lexicon.field(&text::key(raw)) {
                Some(field) => self.note(&field.name.clone()),
                None => self.note_pairs(raw),
            }
        }
    }

    fn note_pairs(&mut self, raw: &str) {
        if let Some(pairs) = inline::pairs(raw, self.lexicon) {
            let names: Vec<String> = pairs.iter().map(|pair| pair.field.name.clone()).collect();
            for name in names {
                self.note(&name);
            }
        }
    }

    fn note(&mut self, field: &str) {
        if is_identity(field) && self.current.headings.is_empty() {
            self.current.identity = true;
        }
        self.current.signs.fields.push(field.to_owned());
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
            Some(last) if belongs(last, &segment, self.layout) => join(last, segment),
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
    let same_shape = cols(last, true) == cols(next, false) && !next.text_before;
    same_shape || (!next.signs.fields.is_empty() && !next.text_before)
}

fn join(last: &mut Segment, next: Segment) {
    if last.rows == 0 && !next.title.is_empty() {
        last.title = next.title;
        last.signs.title = next.signs.title;
    }
    last.lines.extend(next.lines);
    last.title_lines.extend(next.title_lines);
    last.signs.columns.extend(next.signs.columns);
    last.signs.level_rows.extend(next.signs.level_rows);
    last.signs.fields.extend(next.signs.fields);
    last.headings.extend(next.headings);
    last.identity |= next.identity;
    last.rows += next.rows;
    last.text_since_row = next.text_since_row;
}

impl Segment {
    /// True when the segment may be a form: it has an indicator block, or a title over at least three known labels.
    pub fn is_form(&self) -> bool {
        let labels = self.signs.fields.len();
        !self.headings.is_empty() || (!self.title.is_empty() && labels >= 3 && self.rows > 0)
    }

    /// The grids that the segment's rows stand in.
    pub fn grids(&self) -> Vec<usize> {
        let mut grids: Vec<usize> = Vec::new();
        for line in &self.lines {
            if let Line::Row(grid, _) = line
                && grids.last() != Some(grid)
            {
                grids.push(*grid);
            }
        }
        grids
    }
}
