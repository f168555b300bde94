//! Reads one form: its header, its indicator blocks, its footers, under one mapping.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::finding::Place;
use crate::mapping::assemble::Told;
use crate::mapping::block::{self, BodyRow, Group, Owned};
use crate::mapping::header::{self, Found, Header};
use crate::mapping::heading::{self, Column, Heading};
use crate::mapping::levels::LastCategory;
use crate::mapping::lexicon::{FieldDef, Lexicon, Role};
use crate::mapping::role::Core;
use crate::mapping::room::Room;
use crate::mapping::row::{self, RowKind};
use crate::mapping::schema::FieldKind;
use crate::mapping::segment::{Line, Segment};
use crate::mapping::word::{Pages, Sheet, Word};
use crate::mapping::{content, indicator, levels, named, offices, parents, points, unknown};
use crate::model::{Field, Grid, Indicator, Item, Period, Use};
use crate::text;

/// What was read of one form, before its columns are filled.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Labelled values, in order.
    pub found: Vec<Found>,
    /// What the form's texts say, title included.
    pub told: Told,
    /// Indicators, in order.
    pub indicators: Vec<Indicator>,
    /// Cells of indicator rows that are fields of their own.
    pub row_fields: Vec<Field>,
    /// Where the form begins.
    pub place: Place,
    /// The category of the last indicator.
    pub category: LastCategory,
    /// For each field, where in `found` it was stated last, as far as `found` was looked through.
    last: BTreeMap<String, usize>,
    looked_through: usize,
}

impl Reading {
    /// The folded value that a field was given last.
    fn current(&mut self, name: &str) -> Option<String> {
        for (index, found) in self.found.iter().enumerate().skip(self.looked_through) {
            self.last.insert(found.field.name.to_string(), index);
        }
        self.looked_through = self.found.len();
        self.last.get(name).and_then(|&index| self.found.get(index)).map(|found| text::fold(&found.value))
    }
}

/// The most characters of a line that names a department.
const LONGEST_LINE: usize = 60;

struct Block {
    /// The grid of the heading.
    grid: usize,
    heading: Rc<Heading>,
    groups: Vec<Group>,
    period: Option<Period>,
}

/// Reads a segment's lines in order: one form, or many where a column of the block names projects. Gives them, and how
/// many of the lines were read: all, unless the time is over.
pub fn read(
    segment: &Segment,
    pages: Pages<'_>,
    lexicon: &Lexicon,
    uses: &mut [Vec<Use>],
    room: &mut Room<'_>,
) -> (Vec<Reading>, usize) {
    let mut reader = Reader {
        pages,
        lexicon,
        uses,
        reading: Reading::default(),
        done: Vec::new(),
        shared: 0,
        header: Header::default(),
        block: None,
        suspended: None,
        sections: [None; 2],
        over: None,
        rows: Vec::new(),
        headings: headings(segment, pages, lexicon, room),
    };
    segment.lead.iter().for_each(|line| reader.line(line, &lexicon.word(line)));
    let titles: BTreeSet<&Line> = segment.title_lines.iter().collect();
    let mut read = 0;
    for line in &segment.lines {
        if room.is_over_time() {
            break;
        }
        match *line {
            Line::Text(item) => reader.text(item),
            Line::Row(grid, row) => reader.row(grid, row, titles.contains(line), room),
        }
        read += 1;
    }
    reader.flush(room);
    reader.done.push(reader.reading);
    (reader.done, read)
}

/// The segment's headings as this mapping's labels see them.
fn headings(segment: &Segment, pages: Pages<'_>, lexicon: &Lexicon, room: &mut Room<'_>) -> Vec<(usize, Rc<Heading>)> {
    let mut found: Vec<(usize, Heading)> = Vec::new();
    for &(grid, row) in &segment.headed {
        if found.last().is_some_and(|(g, h)| *g == grid && h.bottom >= row) {
            continue;
        }
        if room.is_over_time() {
            break;
        }
        let bare = |sheet| heading::bare::find(sheet, row, lexicon).filter(|_| segment.bare.contains(&(grid, row)));
        let own = |sheet| heading::find(sheet, row, lexicon).or_else(|| bare(sheet));
        if let Some(heading) = pages.sheet(grid).and_then(own) {
            // The row above was its upper row and looked like a heading of its own.
            if found.last().is_some_and(|(g, h)| *g == grid && h.bottom >= heading.top) {
                found.pop();
            }
            found.push((grid, heading));
        }
    }
    let year = lexicon.year(&segment.title);
    let tops: BTreeSet<(usize, usize)> = found.iter().map(|(grid, heading)| (*grid, heading.top)).collect();
    let settled = |(grid, mut heading): (usize, Heading)| {
        let next = tops.range((grid, heading.bottom + 1)..).next().filter(|(of, _)| *of == grid);
        if let Some(sheet) = pages.sheet(grid).filter(|_| !heading.is_bare) {
            content::settle(&mut heading, sheet, next.map_or(usize::MAX, |(_, top)| *top), lexicon);
            unknown::columns(&mut heading, sheet, lexicon);
            if let Some(year) = &year {
                heading.keep_target_of(year, sheet, lexicon);
            }
        }
        (grid, Rc::new(heading))
    };
    found.into_iter().map(settled).collect()
}

struct Reader<'a> {
    pages: Pages<'a>,
    lexicon: &'a Lexicon,
    uses: &'a mut [Vec<Use>],
    reading: Reading,
    done: Vec<Reading>,
    /// How many values were found above the block: they are of every form of a table of many.
    shared: usize,
    header: Header,
    block: Option<Rc<Block>>,
    suspended: Option<Rc<Block>>,
    /// Names of levels that stand on rows of their own over those of the block: grid and cell.
    sections: [Option<(usize, usize)>; 2],
    /// What a row without indicators says of all rows below it: the department over its projects.
    over: Option<Found>,
    rows: Vec<BodyRow>,
    headings: Vec<(usize, Rc<Heading>)>,
}

impl Reader<'_> {
    fn text(&mut self, item: usize) {
        if let Some(Item::Text(raw)) = self.pages.layout.items.get(item) {
            self.line(raw, self.pages.words.item(item));
        }
    }

    fn line(&mut self, raw: &str, word: &Word) {
        self.reading.told.look_at(raw, word, false, self.lexicon);
        if word.has_colon {
            self.reading.found.extend(header::running_text(raw, self.lexicon));
        }
        if self.is_above() && word.length <= LONGEST_LINE {
            self.reading.found.extend(offices::in_line(raw, Place::default(), self.lexicon));
        }
    }

    /// True above the first block: what stands there may name the department.
    fn is_above(&self) -> bool {
        self.block.is_none() && self.suspended.is_none() && self.reading.indicators.is_empty()
    }

    fn row(&mut self, grid: usize, row: usize, is_title: bool, room: &mut Room<'_>) {
        let Some(sheet) = self.pages.sheet(grid) else { return };
        if self.reading.place == Place::default() {
            self.reading.place = Place::of(sheet.grid.table_no, row, 0);
        }
        if is_title {
            return self.title_row(grid, sheet, row);
        }
        if let Some(heading) = self.heading_of(grid, row) {
            let is_bare = heading.is_bare;
            if row == heading.top {
                self.begin_block(grid, sheet, heading, room);
            }
            if !is_bare {
                return;
            }
        }
        if let Some(block) = self.block.as_ref().or(self.suspended.as_ref()).map(Rc::clone) {
            let owners = block::owners(sheet, row, &block.heading, self.lexicon);
            let owned = Owned { sheet, grid, row, owners: &owners };
            if self.block.is_some() {
                match row::of(owned, &block.heading, self.lexicon) {
                    RowKind::Body => return self.body(owned, &block, room),
                    RowKind::Total(cell) => return self.total(owned, &block, cell),
                    RowKind::Numbers => return self.column_numbers(grid, sheet, row),
                    RowKind::Section(cell) => return self.section(grid, sheet, cell),
                    RowKind::End => self.suspended = self.block.take(),
                }
            } else if row::resumes(owned, &block.heading, self.lexicon) {
                self.block = self.suspended.take();
                return self.body(owned, &block, room);
            } else if let Some(cell) = row::late_total(owned, &block.heading, self.lexicon)
                && !self.header.has_heads()
            {
                return self.total(owned, &block, cell);
            }
        }
        self.header_row(grid, sheet, row);
    }

    /// The heading that a row belongs to; headings stand in order, each ending below the one before.
    fn heading_of(&self, grid_index: usize, row: usize) -> Option<Rc<Heading>> {
        let above = self.headings.partition_point(|(grid, heading)| (*grid, heading.bottom) < (grid_index, row));
        let (grid, heading) = self.headings.get(above)?;
        (*grid == grid_index && heading.top <= row).then(|| Rc::clone(heading))
    }

    fn header_row(&mut self, grid: usize, sheet: Sheet<'_>, row: usize) {
        let found = self.header.row(sheet, row, self.lexicon, &mut self.uses[grid]);
        self.reading.found.extend(found);
        self.unlabelled_department(grid, sheet, row);
        self.short_texts(grid, sheet, row);
    }

    /// A department on a row of its own, or with nothing but labelled values beside it.
    fn unlabelled_department(&mut self, grid: usize, sheet: Sheet<'_>, row: usize) {
        let texts: Vec<usize> = sheet.begun(row).iter().copied().filter(|&i| !sheet.word(i).is_blank).collect();
        let &[first, ref rest @ ..] = texts.as_slice() else { return };
        let is_labelled =
            |&i: &usize| matches!(self.uses[grid][i], Use::Field(_) | Use::Label(_)) && sheet.word(i).has_colon;
        if !self.is_above() || self.uses[grid][first] != Use::Blank || !rest.iter().all(is_labelled) {
            return;
        }
        let cells = &sheet.grid.cells;
        let line: Vec<&str> = texts.iter().map(|&i| cells[i].text.as_str()).collect();
        let place = Place::of(sheet.grid.table_no, row, cells[first].col);
        if let Some(found) = offices::in_line(&line.join("\t"), place, self.lexicon) {
            self.uses[grid][first] = Use::Field(found.field.name.clone());
            self.reading.found.push(found);
        }
    }

    /// Short texts of header rows may state the year: `（2023年度）`.
    fn short_texts(&mut self, grid: usize, sheet: Sheet<'_>, row: usize) {
        for i in sheet.grid.cells_over(row) {
            let (cell, word) = (&sheet.grid.cells[i], sheet.word(i));
            let used = &mut self.uses[grid][i];
            if *used == Use::Blank && word.folded <= 9 && word.states_year {
                *used = Use::Label("fiscal_year".into());
            }
            if cell.row == row && !word.is_blank && word.length <= 20 && self.block.is_none() {
                // The year in a value, or in brackets behind a label, is that of what they tell.
                let is_value = match used {
                    Use::Field(name) => **name != *"fiscal_year",
                    _ => self.lexicon.field(word).is_some_and(|field| field.form != Some("fiscal_year")),
                };
                self.reading.told.look_at(&cell.text, word, is_value, self.lexicon);
            }
        }
    }

    fn title_row(&mut self, grid: usize, sheet: Sheet<'_>, row: usize) {
        for i in sheet.grid.cells_over(row).filter(|&i| !sheet.word(i).is_blank) {
            self.uses[grid][i] = Use::Label("title".into());
            self.reading.told.look_at(&sheet.grid.cells[i].text, sheet.word(i), false, self.lexicon);
        }
    }

    fn begin_block(&mut self, grid: usize, sheet: Sheet<'_>, heading: Rc<Heading>, room: &mut Room<'_>) {
        let open = self.block.as_ref().or(self.suspended.as_ref());
        let same = open.is_some_and(|block| block.heading.role_names().eq(heading.role_names()));
        if !same {
            self.flush(room);
        }
        self.header.close();
        let mut period = None;
        for row in heading.top..=heading.bottom {
            for i in sheet.grid.cells_over(row).filter(|_| !heading.is_bare) {
                let word = sheet.word(i);
                if word.is_blank || self.uses[grid][i] != Use::Blank {
                    continue;
                }
                let own = self.lexicon.columns.get(&word.label);
                if let Some(role) =
                    own.or_else(|| column_role(&heading, sheet.grid, i)).filter(|role| role.name() != unknown::OTHER)
                {
                    self.uses[grid][i] = Use::Head(role.shared_name());
                } else if let Some(caption) = self.lexicon.captions.get(&word.label) {
                    period = period.or(caption.period());
                    self.uses[grid][i] = Use::Label("caption".into());
                } else if self.lexicon.field(word).is_some() {
                    self.uses[grid][i] = Use::Label("caption".into());
                }
            }
        }
        let groups = block::groups(&heading, sheet, self.lexicon);
        if !same {
            self.shared = self.reading.found.len();
        }
        (self.suspended, self.sections) = (None, [None; 2]);
        self.block = Some(Rc::new(Block { grid, heading, groups, period }));
    }

    fn body(&mut self, owned: Owned<'_>, block: &Block, room: &mut Room<'_>) {
        let spine = self.spine(owned);
        let uses = &mut self.uses[owned.grid];
        for &(i, owner) in owned.owners {
            let number = owner.is_some_and(|o| block.heading.columns[o].is(Core::Number));
            if number && !owned.sheet.word(i).is_blank {
                uses[i] = Use::Label("number".into());
            }
        }
        for mut body in block::read_row(owned, &block.heading, &block.groups, self.lexicon) {
            body.period = body.period.or(spine).or(block.period);
            for (level, section) in [&mut body.level1, &mut body.level2].into_iter().zip(self.sections) {
                level.stands_under(section.filter(|(grid, _)| *grid == owned.grid).map(|(_, cell)| cell));
            }
            self.header_cells(&body, owned.sheet.grid, room);
            self.rows.push(body);
        }
    }

    /// The name of a level over the rows below it.
    fn section(&mut self, grid: usize, sheet: Sheet<'_>, cell: usize) {
        self.sections = match self.lexicon.family(sheet.word(cell)) {
            Some(_) => [Some((grid, cell)), None],
            None => [self.sections[0], Some((grid, cell))],
        };
        self.uses[grid][cell] = Use::Label("level".into());
    }

    /// Header fields that stand in columns: a new project's name begins a new form.
    fn header_cells(&mut self, body: &BodyRow, grid: &Grid, room: &mut Room<'_>) {
        let text = |cell: usize| grid.cells[cell].text.as_str();
        let of = |form: &str| body.header.iter().find(|(field, ..)| field.form == Some(form));
        let stated = body.cells.have(&[Core::Level3, Core::Packed]);
        if let Some((field, _, cell)) = of("project").or_else(|| of("department")).filter(|_| stated) {
            let known = self.reading.current(&field.name);
            if known.as_ref().is_some_and(|known| *known != text::fold(text(*cell))) {
                self.next_form(Place::of(grid.table_no, body.row, 0), room);
            }
            if known.is_none_or(|known| known != text::fold(text(*cell))) {
                self.reading.found.extend(self.over.clone());
            }
        }
        for (field, label, cell) in &body.header {
            let mut field = field.clone();
            let place = Place::of(grid.table_no, grid.cells[*cell].row, grid.cells[*cell].col);
            if !stated && let Some(over) = self.lexicon.over(&field) {
                self.uses[body.grid][*cell] = Use::Field(over.name.clone());
                let (label, value) = (label.clone(), text(*cell).to_owned());
                self.over = Some(Found::new(over.clone(), label, value, place));
                continue;
            }
            if !stated {
                field = FieldDef::own(format!("subtotal_{}", field.name).into(), None, field.kind);
            }
            self.uses[body.grid][*cell] = Use::Field(field.name.clone());
            if self.reading.current(&field.name).is_none_or(|known| known != text::fold(text(*cell))) {
                let (label, value) = (label.clone(), text(*cell).to_owned());
                self.reading.found.push(Found::new(field, label, value, place));
            }
        }
    }

    /// Ends the form, and begins another that shares what stands above the block.
    fn next_form(&mut self, place: Place, room: &mut Room<'_>) {
        self.flush(room);
        let (found, told) = (self.shared(room), self.reading.told.clone());
        self.shared = found.len();
        let next = Reading { found, told, place, ..Reading::default() };
        self.done.push(std::mem::replace(&mut self.reading, next));
    }

    /// What was found above the block, once more, as far as there is room.
    fn shared(&self, room: &mut Room<'_>) -> Vec<Found> {
        let above = self.reading.found.iter().take(self.shared);
        let size = |found: &Found| size_of::<Found>() + found.label.len() + found.value.len();
        above.filter(|found| room.carries(size(found))).cloned().collect()
    }

    /// The cells left of the block: captions, which may state the period.
    fn spine(&mut self, owned: Owned<'_>) -> Option<Period> {
        let mut period = None;
        for &(i, _) in owned.owners.iter().filter(|(_, owner)| owner.is_none()) {
            let word = owned.sheet.word(i);
            if word.is_blank {
                continue;
            }
            // Points may stand behind it: 项目绩效 85分.
            let caption = self.lexicon.captions.get(&word.label).or_else(|| self.lexicon.captions.get(word.level()));
            if let Some(caption) = caption {
                period = caption.period().or(period);
            }
            if caption.is_some() || self.lexicon.field(word).is_some() || self.lexicon.is_level_name(word) {
                self.uses[owned.grid][i] = Use::Label("caption".into());
            }
        }
        period
    }

    /// The numbers of the columns below a heading say nothing.
    fn column_numbers(&mut self, grid: usize, sheet: Sheet<'_>, row: usize) {
        for &i in sheet.begun(row) {
            self.uses[grid][i] = Use::Head("number".into());
        }
    }

    /// 合计 and 总分 rows: no indicator; their numbers are fields.
    fn total(&mut self, owned: Owned<'_>, block: &Block, label: usize) {
        let Owned { sheet, grid, row, .. } = owned;
        self.uses[grid][label] = Use::Label("total".into());
        let has_scores = block.heading.columns.iter().any(|column| column.is(Core::Score));
        for &(i, owner) in owned.owners {
            let cell = &sheet.grid.cells[i];
            if i == label || cell.row != row || sheet.word(i).is_blank || self.uses[grid][i] != Use::Blank {
                continue;
            }
            let end = cell.col + cell.colspan;
            let is_over = |column: &&Column| column.is(Core::Score) && cell.col <= column.start && column.end < end;
            let scores = block.heading.columns.iter().find(is_over);
            let column = scores.or_else(|| owner.map(|o| &block.heading.columns[o]));
            // A number that reaches over the levels and names is in none of their columns: it is the sum itself.
            let is_sum = has_scores && cell.colspan > 2;
            let role = match column.filter(|column| !is_sum || !column.is_name_or_level()) {
                Some(column) => column.role.as_ref().map_or("value", Role::name),
                None if column.is_some() => "score",
                None => "value",
            };
            let form = (role == "score").then_some("score_total");
            let field = FieldDef::own(format!("total_{role}").into(), form, FieldKind::Rate);
            self.uses[grid][i] = Use::Field(field.name.clone());
            let (label, place) = (&sheet.grid.cells[label].text, Place::of(sheet.grid.table_no, row, cell.col));
            self.reading.found.push(Found::new(field, label.clone(), cell.text.clone(), place));
        }
    }

    /// Ends the block: its levels are resolved, its rows become indicators.
    fn flush(&mut self, room: &mut Room<'_>) {
        let mut rows = std::mem::take(&mut self.rows);
        let grids = &self.pages.layout.grids;
        levels::resolve(&mut rows, grids, self.lexicon, room);
        let first = self.reading.indicators.len();
        self.reading.indicators.reserve(rows.len());
        let mut starred = Vec::new();
        for row in rows {
            let is_starred = indicator::emit(row, grids, self.lexicon, self.uses, &mut self.reading, room);
            starred.resize(self.reading.indicators.len() - first, is_starred);
        }
        parents::resolve(&mut self.reading.indicators[first..], &starred);
        let block = self.block.as_ref().or(self.suspended.as_ref());
        let stated = block.is_some_and(|b| points::are_stated(&b.heading, self.pages, b.grid, self.lexicon));
        points::take(&mut self.reading.indicators[first..], stated, self.lexicon);
        levels::settle_categories(&mut self.reading.indicators[first..], self.lexicon);
        for what in block.iter().flat_map(|block| block.heading.worked_out()) {
            for row in self.reading.indicators[first..].iter_mut().filter(|row| !row.target_raw.is_empty()) {
                row.inferred.push(what.to_owned());
            }
        }
        if block.is_some_and(|block| !named::has_values(&block.heading)) {
            named::take(&mut self.reading.indicators, first, self.lexicon, room);
        }
    }
}

/// The role of the first column that stands under a heading's cell.
fn column_role<'a>(heading: &'a Heading, grid: &Grid, cell: usize) -> Option<&'a Role> {
    let cell = &grid.cells[cell];
    let first = heading.columns.partition_point(|column| column.start < cell.col);
    let column = heading.columns.get(first)?;
    // A role that the column's texts tell does not explain its head.
    column.role.as_ref().filter(|_| !column.is_worked_out && column.end < cell.col + cell.colspan)
}
