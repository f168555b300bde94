//! The body rows of an indicator block: which cell is what.

use std::sync::Arc;

use crate::mapping::heading::{Column, Heading};
use crate::mapping::lexicon::{Caption, FieldDef, Lexicon, Role};
use crate::mapping::role::{Core, RoleCells};
use crate::mapping::word::Sheet;
use crate::model::{Grid, Name, Period};

/// Columns that make one indicator of a table row; side-by-side forms have two groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The period that the heading states for this group.
    pub period: Option<Period>,
    /// Indices into the heading's columns.
    pub columns: Vec<usize>,
    /// The heading's cell that names the group's level 1: 产出指标 over 三级指标 and 指标值.
    pub level1: Option<usize>,
    /// Likewise of its level 2: 数量指标 between both.
    pub level2: Option<usize>,
}

/// One body row of one group, as the cells state it.
#[derive(Debug, Clone, Default)]
pub struct BodyRow {
    /// The grid's index.
    pub grid: usize,
    /// The grid row.
    pub row: usize,
    /// The period stated by heading or spine.
    pub period: Option<Period>,
    /// Level 1, as printed in a cell over this row.
    pub level1: Level,
    /// Level 2, likewise.
    pub level2: Level,
    /// The cells of each other role.
    pub cells: RoleCells,
    /// The cells of columns that become fields: name, heading, cell.
    pub extra: Vec<(Name, String, usize)>,
    /// The cells of header fields that stand in columns: field, heading, cell.
    pub header: Vec<(Arc<FieldDef>, String, usize)>,
}

/// A level label of one row.
#[derive(Debug, Clone, Default)]
pub struct Level {
    /// The cell, if a cell with text covers the row.
    pub cell: Option<usize>,
    /// The label as stated, cleaned.
    pub text: String,
    /// True when the cell begins in this row.
    pub begins: bool,
    /// True when the cell of the level before covers this column too: there is no such level here.
    pub spanned: bool,
    /// True when the label is printed in another row.
    pub carried: bool,
    /// How it was worked out, if it was not read.
    pub inferred: Option<&'static str>,
}

/// The groups of a heading: the whole, or one for each repeat of a role.
pub fn groups(heading: &Heading, sheet: Sheet<'_>, lexicon: &Lexicon) -> Vec<Group> {
    let columns = &heading.columns;
    let repeated: Vec<bool> = columns.iter().map(|column| is_repeated(column, columns)).collect();
    let Some(first) = (0..columns.len()).find(|&i| columns[i].is_name_or_level() && repeated[i]) else {
        return ungrouped(columns);
    };
    let starts: Vec<usize> = (first..columns.len()).filter(|&i| columns[i].role == columns[first].role).collect();
    let last = starts.last().copied().unwrap_or_default();
    let shared: Vec<usize> = (0..columns.len()).filter(|&i| i < first || (i >= last && !repeated[i])).collect();
    let mut groups = Vec::new();
    for (n, &start) in starts.iter().enumerate() {
        let own = start..starts.get(n + 1).copied().unwrap_or(columns.len());
        let mut indices: Vec<usize> = shared.iter().copied().filter(|i| !own.contains(i)).chain(own.clone()).collect();
        indices.sort_unstable();
        let is_lifetime = own.clone().any(|i| columns[i].is(Core::TargetLifetime));
        let stated = period_of(own.map(|i| columns[i].caption));
        let period = stated.or(is_lifetime.then_some(Period::Lifetime));
        groups.push(Group { period, columns: indices, level1: None, level2: None });
    }
    name_groups(&mut groups, columns, sheet, lexicon);
    let is_named = groups.iter().any(|group| group.level1.or(group.level2).is_some());
    if !is_named && groups.len() == 2 && groups.iter().all(|group| group.period.is_none()) {
        groups[0].period = Some(Period::Lifetime);
        groups[1].period = Some(Period::Annual);
    }
    groups
}

/// Where no column holds level 1, the cell over a group's name may state it.
fn name_groups(groups: &mut [Group], columns: &[Column], sheet: Sheet<'_>, lexicon: &Lexicon) {
    if columns.iter().any(|column| column.is(Core::Level1)) {
        return;
    }
    for group in groups {
        let name = group.columns.iter().map(|&i| &columns[i]).find(|column| column.is_name_or_level());
        let above = name.map(|column| column.cells.as_slice()).unwrap_or_default();
        group.level1 = above.iter().copied().find(|&cell| lexicon.family(sheet.word(cell)).is_some());
        let is_level2 =
            |&cell: &usize| lexicon.category(sheet.word(cell), None).is_some() && group.level1 != Some(cell);
        group.level2 = above.iter().copied().find(is_level2);
    }
}

fn is_repeated(column: &Column, columns: &[Column]) -> bool {
    column.role.is_some() && columns.iter().filter(|other| is_alike(other, column)).nth(1).is_some()
}

/// True for columns of one role; a value for the year and one for the life are alike.
fn is_alike(one: &Column, other: &Column) -> bool {
    let is_target = |column: &Column| matches!(column.role, Some(Role::Core(Core::Target | Core::TargetLifetime)));
    one.role == other.role || is_target(one) && is_target(other)
}

/// One group; or two that share all but the target, where year and life stand in two target columns.
fn ungrouped(columns: &[Column]) -> Vec<Group> {
    let of = |role: Core| columns.iter().position(|c| c.is(role));
    let all: Vec<usize> = (0..columns.len()).collect();
    match (of(Core::Target), of(Core::TargetLifetime)) {
        (Some(annual), Some(lifetime)) => {
            let without = |skip: usize| all.iter().copied().filter(|&i| i != skip).collect();
            vec![
                Group { period: Some(Period::Lifetime), columns: without(annual), level1: None, level2: None },
                Group { period: Some(Period::Annual), columns: without(lifetime), level1: None, level2: None },
            ]
        }
        (None, Some(_)) => vec![Group { period: Some(Period::Lifetime), columns: all, level1: None, level2: None }],
        _ => {
            // The head of a field's column says nothing of the indicators: 中期目标 beside the levels.
            let own = columns.iter().filter(|c| !matches!(c.role, Some(Role::Header(_) | Role::Extra(_))));
            vec![Group { period: period_of(own.map(|c| c.caption)), columns: all, level1: None, level2: None }]
        }
    }
}

fn period_of(mut captions: impl Iterator<Item = Caption>) -> Option<Period> {
    captions.find_map(Caption::period)
}

/// A row's cells, left to right, each with the heading column that owns it: a cell over several columns belongs to one.
pub type Owners = Vec<(usize, Option<usize>)>;

/// The owners of a row's cells.
pub fn owners(sheet: Sheet<'_>, row: usize, heading: &Heading, lexicon: &Lexicon) -> Owners {
    let mut owners = Vec::with_capacity(heading.columns.len() + 1);
    owners.extend(sheet.grid.cells_over(row).map(|i| (i, owner(sheet, i, heading, lexicon))));
    owners
}

fn owner(sheet: Sheet<'_>, index: usize, heading: &Heading, lexicon: &Lexicon) -> Option<usize> {
    let cell = &sheet.grid.cells[index];
    let last = cell.col + cell.colspan - 1;
    let first = heading.columns.partition_point(|column| column.end < cell.col);
    let mut under = (first..heading.columns.len())
        .take_while(|&i| heading.columns[i].start <= last)
        .filter(|&i| heading.columns[i].role.is_some());
    let one = under.next()?;
    let Some(second) = under.next() else { return Some(one) };
    let role = |i: usize| match &heading.columns[i].role {
        Some(Role::Core(role)) => Some(*role),
        _ => None,
    };
    let under: Vec<usize> = [one, second].into_iter().chain(under).collect();
    let find = |core: Core| under.iter().copied().find(|&i| role(i) == Some(core));
    if let (None, Some(level2), Some(level3)) = (find(Core::Level1), find(Core::Level2), find(Core::Level3)) {
        return Some(if lexicon.is_level_name(sheet.word(index)) { level2 } else { level3 });
    }
    // A cell over last year's value and this year's is this year's.
    find(Core::Target).filter(|_| role(one).is_none()).or(Some(one))
}

/// A row of the block: grid, row and the owners of its cells.
#[derive(Debug, Clone, Copy)]
pub struct Owned<'a> {
    /// The grid with its words.
    pub sheet: Sheet<'a>,
    /// The grid's index.
    pub grid: usize,
    /// The row.
    pub row: usize,
    /// The owners of its cells.
    pub owners: &'a Owners,
}

/// Reads one body row for each group.
pub fn read_row(owned: Owned<'_>, heading: &Heading, groups: &[Group], lexicon: &Lexicon) -> Vec<BodyRow> {
    let grid = owned.sheet.grid;
    // Columns and cells both go from left to right.
    let cells: Vec<(usize, usize)> = owned.owners.iter().filter_map(|&(cell, owner)| Some((owner?, cell))).collect();
    let name_column = |group: &Group| group.columns.iter().copied().find(|&i| heading.columns[i].is_name());
    let shares_name = groups.len() > 1 && groups.iter().all(|group| name_column(group) == name_column(&groups[0]));
    let mut rows = Vec::new();
    for group in groups {
        let mut body = BodyRow { grid: owned.grid, row: owned.row, period: group.period, ..BodyRow::default() };
        body.cells = RoleCells::with_capacity(group.columns.len());
        for &column in &group.columns {
            let from = cells.partition_point(|(owner, _)| *owner < column);
            for &(_, cell) in cells.iter().skip(from).take_while(|(owner, _)| *owner == column) {
                place_cell(&mut body, owned.sheet, cell, &heading.columns[column]);
                once(&mut body, owned.sheet.grid, heading, column);
            }
        }
        body.level1.stands_under(group.level1);
        body.level2.stands_under(group.level2);
        apply_fallback(&mut body, heading, lexicon);
        mark_spanned(&mut body, grid, heading, group);
        let named = body.cells.have(&[Core::Level3, Core::Level4]);
        let valued = body.cells.have(&[Core::Target, Core::Actual]);
        let counts = if shares_name { valued } else { named || valued };
        let begins = body.level1.begins || body.level2.begins || body.cells.has(Core::Packed);
        if counts || begins || !body.header.is_empty() {
            rows.push(body);
        }
    }
    rows
}

fn place_cell(body: &mut BodyRow, sheet: Sheet<'_>, index: usize, column: &Column) {
    let cell = &sheet.grid.cells[index];
    if sheet.word(index).is_blank {
        return;
    }
    match &column.role {
        Some(Role::Core(Core::Level1)) => set_level(&mut body.level1, index, cell.row == body.row),
        Some(Role::Core(Core::Level2)) => set_level(&mut body.level2, index, cell.row == body.row),
        Some(Role::Core(Core::Number)) => {}
        // A number for several rows is one number: said again in each row, it would be counted again.
        Some(Role::Core(Core::Score | Core::Weight)) if cell.row != body.row => {}
        Some(Role::Core(Core::TargetLifetime)) => body.cells.put(Core::Target, index),
        Some(Role::Core(role)) => body.cells.put(*role, index),
        Some(Role::Extra(name)) => body.extra.push((name.clone(), column.label(sheet.grid), index)),
        Some(Role::Header(field)) => body.header.push((field.clone(), column.label(sheet.grid), index)),
        None => {}
    }
}

/// Roles of which a row has one cell: of two, the later target or weight is the indicator's own, and the earlier actual
/// value, score or unit.
const ONCE: &[(Core, bool)] =
    &[(Core::Target, true), (Core::Weight, true), (Core::Actual, false), (Core::Score, false), (Core::Unit, false)];

/// Where two columns have a role that a row has once, the other column's cell becomes a field.
fn once(body: &mut BodyRow, grid: &Grid, heading: &Heading, column: usize) {
    let Some(Role::Core(role)) = heading.columns[column].role else { return };
    let Some(&(role, keeps_last)) = ONCE.iter().find(|(of, _)| *of == role) else { return };
    let own = &heading.columns[column];
    let is_own = |cell: usize| grid.cells[cell].col >= own.start && grid.cells[cell].col <= own.end;
    let has_both = body.cells.of(role).any(is_own) && !body.cells.of(role).all(is_own);
    if !has_both {
        return;
    }
    for cell in body.cells.take(role, |cell| is_own(cell) != keeps_last) {
        let over = heading.columns.iter().find(|c| c.start <= grid.cells[cell].col && grid.cells[cell].col <= c.end);
        let label = over.map(|column| column.label(grid)).unwrap_or_default();
        body.extra.push((format!("other_{role}").into(), label, cell));
    }
}

impl Level {
    /// Takes a label that is printed above the row, unless one stands in it.
    pub fn stands_under(&mut self, cell: Option<usize>) {
        if let Some(cell) = cell {
            set_level(self, cell, false);
        }
    }
}

fn set_level(level: &mut Level, cell: usize, begins: bool) {
    if level.cell.is_none() {
        level.cell = Some(cell);
        level.begins = begins;
        level.carried = !begins;
    }
}

/// Where the heading has no column of a role, another role's cells stand in for it.
fn apply_fallback(body: &mut BodyRow, heading: &Heading, lexicon: &Lexicon) {
    let has = |role: Core| heading.columns.iter().any(|column| column.is(role));
    for (role, others) in &lexicon.fallback {
        if body.cells.has(*role) || has(*role) {
            continue;
        }
        if let Some(&other) = others.iter().find(|other| body.cells.has(**other)) {
            body.cells.rename(other, *role);
        }
    }
}

/// A level 1 cell that also covers the level 2 column: there is no level 2 here.
fn mark_spanned(body: &mut BodyRow, grid: &Grid, heading: &Heading, group: &Group) {
    let level2 = group.columns.iter().map(|&i| &heading.columns[i]).find(|column| column.is(Core::Level2));
    if let (Some(cell), Some(column)) = (body.level1.cell, level2) {
        let cell = &grid.cells[cell];
        body.level2.spanned = cell.col + cell.colspan > column.start && body.level2.cell.is_none();
    }
}
