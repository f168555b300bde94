//! The heading rows of an indicator block, and what each column below them holds.

pub mod bare;
pub mod heads;

use crate::mapping::labels::in_brackets;
use crate::mapping::lexicon::{Caption, FieldDef, Lexicon, Role};
use crate::mapping::role::Core;
use crate::mapping::word::{Sheet, Word};
use crate::model::limits::beginning;
use crate::model::{Grid, Name};
use crate::text;
use heads::{LEVELS_AS_HEADS, TALLEST, heads_names, is_form_name, is_level_row, role_at};

/// More rows than any heading has: a label that spans more is no heading for each of them.
const MOST_ROWS: usize = 12;

/// More columns than any form has.
const MOST_COLUMNS: usize = 512;

/// Bytes of a heading that are kept as printed: it is printed again with every cell below it.
const LONGEST_PRINTED: usize = 600;

/// The heading rows `top..=bottom` and the columns they head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// First heading row.
    pub top: usize,
    /// Last heading row.
    pub bottom: usize,
    /// Columns, left to right.
    pub columns: Vec<Column>,
    /// True where there is no heading row: the first row is one of the block.
    pub is_bare: bool,
}

/// A run of grid columns under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What it holds; `None` where no label explains the heading.
    pub role: Option<Role>,
    /// First grid column.
    pub start: usize,
    /// Last grid column.
    pub end: usize,
    /// The heading cells with text, top to bottom.
    pub cells: Vec<usize>,
    /// What the heading says of the period.
    pub caption: Caption,
    /// True where its place and its texts tell what it holds, not its heading.
    pub is_worked_out: bool,
}

impl Heading {
    /// The names of the roles that the heading has.
    pub fn role_names(&self) -> impl Iterator<Item = Name> {
        let own = self.columns.iter().filter_map(|column| column.role.as_ref());
        own.filter(|role| !matches!(role, Role::Header(_))).map(Role::shared_name)
    }

    /// What is to be said of the block's values and outcomes where no label says which column holds them.
    pub fn worked_out(&self) -> impl Iterator<Item = &'static str> {
        let what = |column: &Column| match column.role {
            Some(Role::Core(Core::Target)) if self.is_bare => Some("columns:content"),
            Some(Role::Core(Core::Target)) => Some("target:content"),
            Some(Role::Core(Core::Actual)) => Some("actual:content"),
            _ => None,
        };
        self.columns.iter().filter(|column| column.is_worked_out).filter_map(what)
    }

    /// The fields of a project's or department's name that head columns.
    pub fn names(&self) -> impl Iterator<Item = &FieldDef> {
        let fields = self.columns.iter().filter_map(|column| match &column.role {
            Some(Role::Header(field)) => Some(&**field),
            _ => None,
        });
        fields.filter(|field| is_form_name(field))
    }

    /// Of targets for several years, that of the form's year is the indicator's; the others become fields.
    pub fn keep_target_of(&mut self, year: &str, sheet: Sheet<'_>, lexicon: &Lexicon) {
        let is_target = |column: &Column| column.is(Core::Target);
        let is_its = |column: &Column| is_target(column) && column.year(sheet, lexicon).is_some_and(|own| own == year);
        if self.columns.iter().filter(|column| is_its(column)).count() != 1 {
            return;
        }
        for column in self.columns.iter_mut().filter(|column| is_target(column) && !is_its(column)) {
            if column.year(sheet, lexicon).is_some() {
                column.role = Some(Role::Extra("other_target".into()));
            }
        }
    }
}

impl Column {
    /// True for a column of this role.
    pub fn is(&self, role: Core) -> bool {
        matches!(&self.role, Some(Role::Core(of)) if *of == role)
    }

    /// True for a column of indicators' names.
    pub fn is_name(&self) -> bool {
        matches!(self.role, Some(Role::Core(Core::Level3 | Core::Level4 | Core::Content)))
    }

    /// True for a column of names or levels: one that stands twice makes two groups, two columns of remarks are one.
    pub fn is_name_or_level(&self) -> bool {
        self.is_name() || matches!(self.role, Some(Role::Core(Core::Level1 | Core::Level2)))
    }

    /// The year that the heading states.
    fn year(&self, sheet: Sheet<'_>, lexicon: &Lexicon) -> Option<String> {
        let states = |i: &&usize| sheet.word(**i).states_year;
        self.cells.iter().rev().filter(states).find_map(|&i| lexicon.year(&sheet.grid.cells[i].text))
    }

    /// The heading as printed.
    pub fn label(&self, grid: &Grid) -> String {
        let own = self.cells.last().and_then(|&cell| grid.cells.get(cell));
        own.map(|cell| beginning(&cell.text, LONGEST_PRINTED).to_owned()).unwrap_or_default()
    }
}

/// The heading whose level row is `row`, if that row is one.
pub fn find(sheet: Sheet<'_>, row: usize, lexicon: &Lexicon) -> Option<Heading> {
    if is_level_row(sheet, row, lexicon) { around(sheet, row, lexicon) } else { None }
}

/// The heading around a level row.
pub fn around(sheet: Sheet<'_>, row: usize, lexicon: &Lexicon) -> Option<Heading> {
    let grid = sheet.grid;
    let heads = || grid.cells_over(row).filter(|&i| role_at(sheet, i, lexicon).is_some()).map(|i| &grid.cells[i]);
    let mut top = heads().map(|cell| cell.row).min()?;
    while top > 0 && top + 2 > row && is_upper_row(sheet, top - 1, row, lexicon) {
        top -= 1;
    }
    let mut bottom = heads().map(|cell| cell.row + cell.rowspan - 1).max()?.min(row + 2);
    if bottom + 1 < grid.rows && is_lower_row(sheet, bottom + 1, row, lexicon) {
        bottom += 1;
    }
    if bottom - top >= MOST_ROWS {
        return None;
    }
    let mut columns = columns(sheet, top, bottom, lexicon)?;
    leading_unit(&mut columns);
    leading_level(&mut columns);
    leading_name(&mut columns, grid);
    header_columns(&mut columns, sheet, bottom, lexicon);
    objective_column(&mut columns, sheet, lexicon);
    earlier_columns(&mut columns, sheet, lexicon);
    stand_ins(&mut columns, lexicon);
    Some(Heading { top, bottom, columns, is_bare: false })
}

/// A row above the level row that heads groups of its columns: column labels, names of level 1, no field with a value.
fn is_upper_row(sheet: Sheet<'_>, row: usize, level_row: usize, lexicon: &Lexicon) -> bool {
    let mut known = 0;
    for i in sheet.grid.cells_over(row) {
        let word = sheet.word(i);
        if word.is_blank {
            continue;
        }
        let caption = lexicon.captions.get(&word.label);
        let states_period = matches!(caption, Some(Caption::Lifetime | Caption::Annual));
        let cell = &sheet.grid.cells[i];
        let reaches_down = cell.row + cell.rowspan > level_row;
        let heads_group = !reaches_down && cell.colspan > 1 && (states_period || lexicon.is_level_name(word));
        if role_at(sheet, i, lexicon).is_some() || heads_group {
            known += 1;
        } else if reaches_down && (lexicon.field(word).is_some() || cell.rowspan <= TALLEST) {
            // A head beside the groups.
        } else if caption.is_none() {
            return false;
        }
    }
    known > 0
}

/// A row below the level row whose every text is a column label under a heading that spans columns.
fn is_lower_row(sheet: Sheet<'_>, row: usize, level_row: usize, lexicon: &Lexicon) -> bool {
    let mut known = 0;
    for &i in sheet.begun(row) {
        let Some(above) = sheet.grid.at(level_row, sheet.grid.cells[i].col) else { return false };
        let (word, head) = (sheet.word(i), sheet.word(above));
        // A label may be broken over the two: 经费 and 保障.
        let broken = || lexicon.column(&format!("{}{}", head.key, word.key));
        let labelled = lexicon.columns.get(&word.label).or_else(|| lexicon.column_by(head, '/', word)).is_some();
        let labelled = labelled || !word.key.is_empty() && broken().is_some();
        let below_blank = head.is_blank && sheet.grid.cells[above].colspan == 1;
        if !labelled || below_blank && lexicon.is_level_name(word) {
            return false;
        }
        known += 1;
    }
    known >= 2
}

/// The columns under a heading; `None` where there are more than any form has.
fn columns(sheet: Sheet<'_>, top: usize, bottom: usize, lexicon: &Lexicon) -> Option<Vec<Column>> {
    let grid = sheet.grid;
    let mut columns: Vec<Column> = Vec::new();
    let mut headed = 0;
    let mut cells: Vec<usize> = Vec::new();
    let mut stack: Vec<&Word> = Vec::new();
    for col in 0..grid.cols {
        cells.clear();
        for row in top..=bottom {
            if let Some(i) = grid.at(row, col)
                && !cells.contains(&i)
                && !sheet.word(i).is_blank
            {
                cells.push(i);
            }
        }
        if let Some(column) = columns.last_mut()
            && column.cells == cells
            && !cells.is_empty()
        {
            column.end = col;
            continue;
        }
        headed += usize::from(!cells.is_empty());
        if headed > MOST_COLUMNS {
            return None;
        }
        stack.clear();
        stack.extend(cells.iter().map(|&i| sheet.word(i)));
        let left = columns.last().and_then(|column| column.cells.last()).map(|&i| sheet.word(i));
        let role = left.and_then(|left| beside(left, &stack, lexicon)).or_else(|| role_of(&stack, lexicon));
        let is_spine = cells.last().is_some_and(|&i| grid.cells[i].rowspan > TALLEST);
        let role = role.filter(|_| !is_spine);
        let caption = caption_of(&stack, lexicon);
        columns.push(Column { role, start: col, end: col, cells: cells.clone(), caption, is_worked_out: false });
    }
    level_heads(&mut columns, sheet, lexicon);
    split_levels(&mut columns, sheet, bottom, lexicon);
    absorb_blank(&mut columns);
    (columns.len() <= MOST_COLUMNS).then_some(columns)
}

/// Where nothing else heads names, the names of level 2 do.
fn level_heads(columns: &mut [Column], sheet: Sheet<'_>, lexicon: &Lexicon) {
    if columns.iter().any(|column| column.is_name_or_level() || is(column, &[Core::Packed])) {
        return;
    }
    let heads = |column: &Column| column.cells.last().is_some_and(|&cell| heads_names(sheet, cell, lexicon));
    if columns.iter().filter(|column| heads(column)).count() < LEVELS_AS_HEADS {
        return;
    }
    for column in columns.iter_mut().filter(|column| heads(column)) {
        column.role = Some(Role::Core(Core::Level3));
    }
}

/// A head over several columns of level names heads each of them; one of names, over level names too, the last alone.
fn split_levels(columns: &mut Vec<Column>, sheet: Sheet<'_>, bottom: usize, lexicon: &Lexicon) {
    let begun = |col: &usize| {
        let cell = sheet.grid.at(bottom + 1, *col);
        cell.filter(|&cell| sheet.grid.cells[cell].col == *col)
    };
    let is_level = |col: usize| begun(&col).is_some_and(|cell| lexicon.is_level_name(sheet.word(cell)));
    let is_name = Column::is_name;
    let spans = |column: &Column| (column.role.is_none() || is_name(column)) && !column.cells.is_empty();
    let splits = |column: &Column| column.end > column.start && spans(column) && is_level(column.start);
    let Some(at) = columns.iter().position(splits) else { return };
    let whole = columns[at].clone();
    let named = is_name(&whole);
    let mut starts = vec![whole.start];
    let further = whole.start + 1..=whole.end;
    starts.extend(further.filter(|col| if named { begun(col).is_some() } else { is_level(*col) }));
    let ends = starts.iter().skip(1).map(|start| start - 1).chain([whole.end]);
    let mut parts: Vec<Column> =
        starts.iter().zip(ends).map(|(&start, end)| Column { start, end, role: None, ..whole.clone() }).collect();
    if let Some(last) = parts.last_mut() {
        last.role = whole.role;
    }
    columns.splice(at..=at, parts);
}

/// Where a project's or department's name heads a column, one table holds many forms: header fields head columns too.
fn header_columns(columns: &mut [Column], sheet: Sheet<'_>, bottom: usize, lexicon: &Lexicon) {
    let field = |column: &Column| {
        let &own = column.cells.last().filter(|_| column.role.is_none())?;
        let last = sheet.grid.cell(bottom, column.start)?;
        lexicon.field_below(sheet.word(own)).filter(|_| last.row + last.rowspan == bottom + 1).cloned()
    };
    if !columns.iter().any(|column| field(column).is_some_and(|f| is_form_name(&f))) {
        return;
    }
    for column in columns {
        if let Some(field) = field(column) {
            column.role = Some(Role::Header(field));
        }
    }
}

fn is(column: &Column, roles: &[Core]) -> bool {
    matches!(column.role, Some(Role::Core(role)) if roles.contains(&role))
}

/// What stands left of all levels and names is no unit of a value: 单位 heads offices too.
fn leading_unit(columns: &mut [Column]) {
    let first = columns.iter().position(|column| column.is_name_or_level() || is(column, &[Core::Packed]));
    for column in columns.iter_mut().take(first.unwrap_or(0)).filter(|column| is(column, &[Core::Unit])) {
        column.role = None;
    }
}

/// Of two columns of level 1 before the only names, the nearer one holds it: 指标类别 beside 一级指标.
fn leading_level(columns: &mut [Column]) {
    let level1: Vec<usize> = (0..columns.len()).filter(|&at| is(&columns[at], &[Core::Level1])).collect();
    if let [first, _] = level1[..]
        && columns.iter().filter(|column| column.is_name()).count() == 1
    {
        columns[first].role = None;
    }
}

/// Of two columns of names side by side, under heads of their own, the left one says what the names beside it are of:
/// 评价内容 beside 指标名称. It is the level above where no column is, and explains the names otherwise.
fn leading_name(columns: &mut [Column], grid: &Grid) {
    let has_level2 = columns.iter().any(|column| is(column, &[Core::Level2]));
    let differs = |left: &Column, right: &Column| text::fold(&left.label(grid)) != text::fold(&right.label(grid));
    let are_names = |pair: &[Column]| pair.iter().all(|column| column.is(Core::Level3)) && differs(&pair[0], &pair[1]);
    let mut pairs = columns.windows(2).enumerate().filter(|(_, pair)| are_names(pair)).map(|(at, _)| at);
    if let (Some(at), None) = (pairs.next(), pairs.next()) {
        columns[at].role = Some(Role::Core(if has_level2 { Core::Content } else { Core::Level2 }));
    }
}

/// Where no label says which column holds the values, it is one that is headed as the objective, behind the names.
fn objective_column(columns: &mut [Column], sheet: Sheet<'_>, lexicon: &Lexicon) {
    if columns.iter().any(|column| is(column, &[Core::Target, Core::TargetLifetime, Core::Actual, Core::Packed])) {
        return;
    }
    let Some(name) = columns.iter().rposition(|column| is(column, &[Core::Level3, Core::Level4, Core::Content])) else {
        return;
    };
    let is_objective = |column: &&mut Column| {
        let head = column.cells.last().filter(|_| !matches!(column.role, Some(Role::Core(_) | Role::Extra(_))));
        head.and_then(|&head| lexicon.field(sheet.word(head))).is_some_and(|field| field.form == Some("objective"))
    };
    if let Some(column) = columns.iter_mut().skip(name + 1).find(is_objective) {
        column.role = Some(Role::Core(Core::Target));
    }
}

/// Last year's value beside this year's target says nothing of whether this year's is reached.
fn earlier_columns(columns: &mut [Column], sheet: Sheet<'_>, lexicon: &Lexicon) {
    let year = |column: &Column| column.year(sheet, lexicon);
    let target = columns.iter().filter(|column| column.is(Core::Target)).filter_map(&year).max();
    let Some(target) = target else { return };
    for column in columns {
        let earlier = column.role.as_ref().and_then(|role| lexicon.earlier.get(role.name()));
        if let Some(name) = earlier.filter(|_| year(column).is_some_and(|year| year < target)) {
            column.role = Some(Role::Extra(name.clone().into()));
        }
    }
}

/// Where no column has a role, one that becomes a field elsewhere may have it: the only score is the reviewer's.
fn stand_ins(columns: &mut [Column], lexicon: &Lexicon) {
    for (role, name) in &lexicon.extra_fallback {
        let is_stand_in = |column: &&mut Column| matches!(&column.role, Some(Role::Extra(own)) if **own == **name);
        if columns.iter().any(|column| is(column, &[*role])) {
            continue;
        }
        if let Some(column) = columns.iter_mut().find(is_stand_in) {
            column.role = Some(Role::Core(*role));
        }
    }
}

/// A heading cell that was split by mistake: a blank heading right of a known one belongs to it.
fn absorb_blank(columns: &mut Vec<Column>) {
    columns.dedup_by(|right, left| {
        let absorbed = right.cells.is_empty() && left.role.is_some();
        if absorbed {
            left.end = right.end;
        }
        absorbed
    });
}

/// `一级指标+权重`: a label that means something else right of another one.
fn beside(left: &Word, stack: &[&Word], lexicon: &Lexicon) -> Option<Role> {
    lexicon.column_by(left, '+', stack.last()?).cloned()
}

/// A stack of headings is read from below: path, own label, then the label above.
fn role_of(stack: &[&Word], lexicon: &Lexicon) -> Option<Role> {
    for pair in stack.windows(2).rev() {
        if let Some(role) = lexicon.column_by(pair[0], '/', pair[1]) {
            return Some(role.clone());
        }
    }
    let join = |words: &[&Word]| lexicon.column(&words.iter().map(|word| word.key.as_str()).collect::<String>());
    // A label broken over two heads, the upper of which is none: 全年预计 over 完成情况.
    let is_broken = |pair: &&[&Word; 2]| lexicon.columns.get(&pair[0].label).is_none();
    if let Some(role) = stack.last_chunk::<2>().filter(is_broken).and_then(|pair| join(pair)) {
        return Some(role.clone());
    }
    let own = stack.iter().rev().find_map(|word| lexicon.columns.get(&word.label));
    let joined = || if stack.len() > 2 { join(stack) } else { None };
    own.or_else(joined).cloned()
}

fn caption_of(stack: &[&Word], lexicon: &Lexicon) -> Caption {
    let from_brackets = |key: &String| lexicon.caption(in_brackets(key)?).copied();
    let of = |word: &&Word| {
        let own = lexicon.captions.get(&word.label).copied();
        own.filter(|c| *c != Caption::Plain).or_else(|| from_brackets(&word.key))
    };
    stack.iter().rev().find_map(of).unwrap_or(Caption::Plain)
}
