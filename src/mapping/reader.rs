//! Reads one form: its header, its indicator blocks, its footers, under one mapping.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Place;
use crate::mapping::block::{self, BodyRow, Group};
use crate::mapping::header::{self, Found, Header};
use crate::mapping::heading::{self, Heading};
use crate::mapping::lexicon::{Caption, FieldDef, Lexicon, Role};
use crate::mapping::schema::FieldKind;
use crate::mapping::segment::{Line, Segment};
use crate::mapping::{content, indicator, inline, levels, parents};
use crate::model::{Field, Grid, Indicator, Item, Layout, Period, Use};
use crate::text;

/// What was read of one form, before its columns are filled.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Labelled values, in order.
    pub found: Vec<Found>,
    /// Paragraphs of the form, title included.
    pub texts: Vec<String>,
    /// Indicators, in order.
    pub indicators: Vec<Indicator>,
    /// Cells of indicator rows that are fields of their own.
    pub row_fields: Vec<Field>,
    /// Where the form begins.
    pub place: Place,
    /// For each field, where in `found` it was stated last, as far as `found` was looked through.
    last: BTreeMap<String, usize>,
    looked_through: usize,
}

impl Reading {
    /// The folded value that a field was given last.
    fn current(&mut self, name: &str) -> Option<String> {
        for (index, found) in self.found.iter().enumerate().skip(self.looked_through) {
            self.last.insert(found.field.name.clone(), index);
        }
        self.looked_through = self.found.len();
        self.last.get(name).and_then(|&index| self.found.get(index)).map(|found| text::fold(&found.value))
    }
}

struct Block {
    heading: Heading,
    groups: Vec<Group>,
    period: Option<Period>,
}

/// Reads a segment's lines in order: one form, or many where a column of the block names projects.
pub fn read(segment: &Segment, layout: &Layout, lexicon: &Lexicon, uses: &mut [Vec<Use>]) -> Vec<Reading> {
    let mut reader = Reader {
        layout,
        lexicon,
        uses,
        reading: Reading::default(),
        done: Vec::new(),
        shared: Vec::new(),
        header: Header::default(),
        block: None,
        suspended: None,
        rows: Vec::new(),
        headings: headings(segment, layout, lexicon),
    };
    let titles: BTreeSet<&Line> = segment.title_lines.iter().collect();
    for line in &segment.lines {
        match *line {
            Line::Text(item) => reader.text(item),
            Line::Row(grid, row) => {
                let is_title = titles.contains(line);
                reader.row(grid, row, is_title);
            }
        }
    }
    reader.flush();
    reader.done.push(reader.reading);
    reader.done
}

/// The segment's headings as this mapping's labels see them.
fn headings(segment: &Segment, layout: &Layout, lexicon: &Lexicon) -> Vec<(usize, Heading)> {
    let mut found: Vec<(usize, Heading)> = Vec::new();
    for line in &segment.lines {
        let Line::Row(grid, row) = *line else { continue };
        if found.last().is_some_and(|(g, h)| *g == grid && h.bottom >= row) {
            continue;
        }
        if let Some(heading) = layout.grids.get(grid).and_then(|g| heading::find(g, row, lexicon)) {
            // The row above was its upper row and looked like a heading of its own.
            if found.last().is_some_and(|(g, h)| *g == grid && h.bottom >= heading.top) {
                found.pop();
            }
            found.push((grid, heading));
        }
    }
    let tops: BTreeSet<(usize, usize)> = found.iter().map(|(grid, heading)| (*grid, heading.top)).collect();
    for (grid, heading) in &mut found {
        let next = tops.range((*grid, heading.bottom + 1)..).next().filter(|(g, _)| g == grid);
        content::settle(heading, &layout.grids[*grid], next.map_or(usize::MAX, |(_, top)| *top), lexicon);
    }
    found
}

struct Reader<'a> {
    layout: &'a Layout,
    lexicon: &'a Lexicon,
    uses: &'a mut [Vec<Use>],
    reading: Reading,
    done: Vec<Reading>,
    /// What was found above the block, for every form of a table of many.
    shared: Vec<Found>,
    header: Header,
    block: Option<Block>,
    suspended: Option<Block>,
    rows: Vec<BodyRow>,
    headings: Vec<(usize, Heading)>,
}

/// What a row in a block is.
enum RowKind {
    Body,
    Total(usize),
    End,
}

impl Reader<'_> {
    fn text(&mut self, item: usize) {
        let Some(Item::Text(raw)) = self.layout.items.get(item) else { return };
        self.reading.texts.push(raw.clone());
        self.reading.found.extend(header::running_text(raw, self.lexicon));
    }

    fn row(&mut self, grid_index: usize, row: usize, is_title: bool) {
        let grid = &self.layout.grids[grid_index];
        if self.reading.place == Place::default() {
            self.reading.place = Place::of(grid.table_no, row, 0);
        }
        if is_title {
            self.title_row(grid_index, row);
            return;
        }
        if let Some(heading) = self.heading_of(grid_index, row) {
            let heading = heading.clone();
            if row == heading.top {
                self.begin_block(grid_index, heading);
            }
            return;
        }
        if let Some(block) = &self.block {
            match self.kind(grid, row, block) {
                RowKind::Body => return self.body(grid_index, row),
                RowKind::Total(cell) => return self.total(grid_index, row, cell),
                RowKind::End => self.suspended = self.block.take(),
            }
        } else if self.resumes(grid, row) {
            self.block = self.suspended.take();
            return self.body(grid_index, row);
        }
        self.header_row(grid_index, row);
    }

    /// The heading that a row belongs to; headings stand in order, each ending below the one before.
    fn heading_of(&self, grid_index: usize, row: usize) -> Option<&Heading> {
        let above = self.headings.partition_point(|(grid, heading)| (*grid, heading.bottom) < (grid_index, row));
        let (grid, heading) = self.headings.get(above)?;
        (*grid == grid_index && heading.top <= row).then_some(heading)
    }

    fn header_row(&mut self, grid_index: usize, row: usize) {
        let grid = &self.layout.grids[grid_index];
        let found = self.header.row(grid, row, self.lexicon, &mut self.uses[grid_index]);
        self.reading.found.extend(found);
        self.short_texts(grid_index, row);
    }

    /// Short texts of header rows may state the year: `（2023年度）`.
    fn short_texts(&mut self, grid_index: usize, row: usize) {
        let grid = &self.layout.grids[grid_index];
        for i in grid.row_cells(row) {
            let cell = &grid.cells[i];
            let states_year = text::fold(&cell.text).chars().count() <= 9 && self.lexicon.year(&cell.text).is_some();
            if states_year && self.uses[grid_index][i] == Use::Blank {
                self.uses[grid_index][i] = Use::Label("fiscal_year".to_owned());
            }
            if cell.row == row && !cell.is_blank() && cell.text.chars().count() <= 20 && self.block.is_none() {
                self.reading.texts.push(cell.text.clone());
            }
        }
    }

    fn title_row(&mut self, grid_index: usize, row: usize) {
        let grid = &self.layout.grids[grid_index];
        for i in grid.row_cells(row) {
            if !grid.cells[i].is_blank() {
                self.uses[grid_index][i] = Use::Label("title".to_owned());
                self.reading.texts.push(grid.cells[i].text.clone());
            }
        }
    }

    fn begin_block(&mut self, grid_index: usize, heading: Heading) {
        let same =
            self.block.as_ref().or(self.suspended.as_ref()).is_some_and(|b| b.heading.roles() == heading.roles());
        if !same {
            self.flush();
        }
        self.header.close();
        let grid = &self.layout.grids[grid_index];
        let mut period = None;
        for row in heading.top..=heading.bottom {
            for i in grid.row_cells(row) {
                if grid.cells[i].is_blank() || self.uses[grid_index][i] != Use::Blank {
                    continue;
                }
                let key = text::key(&grid.cells[i].text);
                if let Some(role) = self.lexicon.columns.get(&key).cloned().or_else(|| column_role(&heading, grid, i)) {
                    self.uses[grid_index][i] = Use::Label(format!("column.{}", role_name(&role)));
                } else if let Some(caption) = self.lexicon.captions.get(&key) {
                    period = period.or(period_of(*caption));
                    self.uses[grid_index][i] = Use::Label("caption".to_owned());
                } else if self.lexicon.field(&key).is_some() {
                    self.uses[grid_index][i] = Use::Label("caption".to_owned());
                }
            }
        }
        let groups = block::groups(&heading);
        if !same {
            self.shared.clone_from(&self.reading.found);
        }
        self.suspended = None;
        self.block = Some(Block { heading, groups, period });
    }

    fn kind(&self, grid: &Grid, row: usize, block: &Block) -> RowKind {
        let cells: Vec<usize> = grid
            .row_cells(row)
            .into_iter()
            .filter(|&i| grid.cells[i].row == row && !grid.cells[i].is_blank())
            .collect();
        let Some(&first) = cells.first() else { return RowKind::Body };
        let cell = &grid.cells[first];
        let key = text::key(&cell.text);
        let owner = block.heading.columns.iter().find(|c| c.start <= cell.col && cell.col <= c.end);
        if self.lexicon.totals.get(&key).is_some() {
            return RowKind::Total(first);
        }
        let leading = block.heading.columns.iter().find(|c| c.role.is_some()).map_or(0, |c| c.end);
        if cell.col > leading {
            return RowKind::Body;
        }
        let is_level = self.lexicon.is_level_name(&cell.text);
        if inline::pairs(&cell.text, self.lexicon).is_some() && !is_level {
            return RowKind::End;
        }
        let spine = owner.is_none_or(|c| c.role.is_none());
        let has_value = self.has_value(grid, row, block);
        if self.lexicon.field(&key).is_some() && !is_level && (!has_value || spine && cell.rowspan == 1) {
            return RowKind::End;
        }
        let last = cell.col + cell.colspan - 1;
        let value_column =
            block.heading.columns.iter().rfind(|c| matches!(&c.role, Some(Role::Core("target" | "actual"))));
        if cells.len() == 1 && value_column.is_some_and(|c| cell.col < c.start && last >= c.start) {
            return RowKind::End;
        }
        RowKind::Body
    }

    fn has_value(&self, grid: &Grid, row: usize, block: &Block) -> bool {
        block::owners(grid, row, &block.heading, self.lexicon).iter().any(|&(cell, owner)| {
            let role = owner.map(|o| &block.heading.columns[o].role);
            matches!(role, Some(Some(Role::Core("target" | "actual" | "level2" | "level3"))))
                && !grid.cells[cell].is_blank()
                && grid.cells[cell].colspan <= 3
        })
    }

    /// After a row that ended the block, a row with known level names goes on with it.
    fn resumes(&self, grid: &Grid, row: usize) -> bool {
        let Some(block) = &self.suspended else { return false };
        let owners = block::owners(grid, row, &block.heading, self.lexicon);
        let is = |role: &str, test: &dyn Fn(&str) -> bool| {
            owners.iter().any(|&(cell, owner)| {
                owner.is_some_and(|o| block.heading.columns[o].role.as_ref().is_some_and(|r| role_name(r) == role))
                    && test(&grid.cells[cell].text)
            })
        };
        is("level2", &|t| self.lexicon.category(t, None).is_some()) && is("level3", &|t| !t.trim().is_empty())
    }

    fn body(&mut self, grid_index: usize, row: usize) {
        let grid = &self.layout.grids[grid_index];
        let Some(block) = &self.block else { return };
        let period = self.spine(grid_index, row, block);
        let uses = &mut self.uses[grid_index];
        for (i, spine_use) in period.1 {
            uses[i] = spine_use;
        }
        let place = (grid_index, row);
        let rows = block::read_row(&self.layout.grids, place, &block.heading, &block.groups, self.lexicon);
        for (i, owner) in block::owners(grid, row, &block.heading, self.lexicon) {
            let number = owner.is_some_and(|o| block.heading.columns[o].role == Some(Role::Core("number")));
            if number && !grid.cells[i].is_blank() {
                uses[i] = Use::Label("number".to_owned());
            }
        }
        let own_period = block.period;
        for mut body in rows {
            body.period = body.period.or(period.0).or(own_period);
            self.header_cells(&body);
            self.rows.push(body);
        }
    }

    /// Header fields that stand in columns: a new project's name begins a new form.
    fn header_cells(&mut self, body: &BodyRow) {
        let grid = &self.layout.grids[body.grid];
        let text = |cell: usize| grid.cells[cell].text.as_str();
        let project = body.header.iter().find(|(field, ..)| field.name == "project").map(|(.., cell)| *cell);
        let stated = body.cells.contains_key("level3") || body.cells.contains_key("packed");
        if let Some(project) = project.filter(|_| stated)
            && self.reading.current("project").is_some_and(|known| known != text::fold(text(project)))
        {
            self.flush();
            let next = Reading {
                found: self.shared.clone(),
                texts: self.reading.texts.clone(),
                place: Place::of(grid.table_no, body.row, 0),
                ..Reading::default()
            };
            self.done.push(std::mem::replace(&mut self.reading, next));
        }
        for (field, label, cell) in &body.header {
            let mut field = field.clone();
            if !stated {
                field = FieldDef { name: format!("subtotal_{}", field.name), form: None, kind: field.kind };
            }
            self.uses[body.grid][*cell] = Use::Field(field.name.clone());
            if self.reading.current(&field.name).is_none_or(|known| known != text::fold(text(*cell))) {
                let place = Place::of(grid.table_no, grid.cells[*cell].row, grid.cells[*cell].col);
                let (label, value) = (label.clone(), text(*cell).to_owned());
                self.reading.found.push(Found { field, column: None, label, value, place });
            }
        }
    }

    /// The cells left of the block: captions, which may state the period.
    fn spine(&self, grid_index: usize, row: usize, block: &Block) -> (Option<Period>, Vec<(usize, Use)>) {
        let grid = &self.layout.grids[grid_index];
        let mut period = None;
        let mut marks = Vec::new();
        for (i, owner) in block::owners(grid, row, &block.heading, self.lexicon) {
            let cell = &grid.cells[i];
            if owner.is_some() || cell.is_blank() {
                continue;
            }
            let key = text::key(&cell.text);
            if let Some(caption) = self.lexicon.captions.get(&key) {
                period = period_of(*caption).or(period);
                marks.push((i, Use::Label("caption".to_owned())));
            } else if self.lexicon.field(&key).is_some() || self.lexicon.is_level_name(&cell.text) {
                marks.push((i, Use::Label("caption".to_owned())));
            }
        }
        (period, marks)
    }

    /// 合计 and 总分 rows: no indicator; their numbers are fields.
    fn total(&mut self, grid_index: usize, row: usize, label: usize) {
        let grid = &self.layout.grids[grid_index];
        let Some(block) = &self.block else { return };
        self.uses[grid_index][label] = Use::Label("total".to_owned());
        for (i, owner) in block::owners(grid, row, &block.heading, self.lexicon) {
            let cell = &grid.cells[i];
            if i == label || cell.row != row || cell.is_blank() || self.uses[grid_index][i] != Use::Blank {
                continue;
            }
            let role = owner.and_then(|o| block.heading.columns[o].role.as_ref()).map_or("value", role_name);
            let is_score = role == "score";
            let field = FieldDef {
                name: format!("total_{role}"),
                form: is_score.then_some("score_total"),
                kind: FieldKind::Rate,
            };
            self.uses[grid_index][i] = Use::Field(field.name.clone());
            self.reading.found.push(Found {
                field,
                column: None,
                label: grid.cells[label].text.clone(),
                value: cell.text.clone(),
                place: Place::of(grid.table_no, row, cell.col),
            });
        }
    }

    /// Ends the block: its levels are resolved, its rows become indicators.
    fn flush(&mut self) {
        let mut rows = std::mem::take(&mut self.rows);
        levels::resolve(&mut rows, &self.layout.grids, self.lexicon);
        let first = self.reading.indicators.len();
        let mut starred = Vec::new();
        for row in rows {
            let is_starred = indicator::emit(&row, &self.layout.grids, self.lexicon, self.uses, &mut self.reading);
            starred.resize(self.reading.indicators.len() - first, is_starred);
        }
        parents::resolve(&mut self.reading.indicators[first..], &starred);
    }
}

fn column_role(heading: &Heading, grid: &Grid, cell: usize) -> Option<Role> {
    let cell = &grid.cells[cell];
    let last = cell.col + cell.colspan - 1;
    heading.columns.iter().find(|c| c.start >= cell.col && c.end <= last).and_then(|c| c.role.clone())
}

fn role_name(role: &Role) -> &str {
    match role {
        Role::Core(role) => role,
        Role::Extra(name) => name,
        Role::Header(field) => &field.name,
    }
}

fn period_of(caption: Caption) -> Option<Period> {
    match caption {
        Caption::Lifetime => Some(Period::Lifetime),
        Caption::Annual => Some(Period::Annual),
        Caption::Plain => None,
    }
}
