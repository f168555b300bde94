//! The heading rows of an indicator block, and what each column below them holds.

use crate::mapping::lexicon::{Caption, Lexicon, Role};
use crate::model::{Cell, Grid};
use crate::text;

/// More rows than any heading has: a label that spans more is no heading for each of them.
const MOST_ROWS: usize = 12;

/// A heading's cell spans no more rows.
const TALLEST: usize = 3;

/// More columns than any form has.
const MOST_COLUMNS: usize = 512;

/// The heading rows `top..=bottom` and the columns they head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// First heading row.
    pub top: usize,
    /// Last heading row.
    pub bottom: usize,
    /// Columns, left to right.
    pub columns: Vec<Column>,
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
    /// The heading as printed.
    pub label: String,
    /// The folded texts of the heading cells, top to bottom.
    pub stack: Vec<String>,
    /// What the heading says of the period.
    pub caption: Caption,
}

impl Heading {
    /// The roles that the heading has.
    pub fn roles(&self) -> Vec<&str> {
        self.columns
            .iter()
            .filter_map(|column| match &column.role {
                Some(Role::Core(role)) => Some(*role),
                Some(Role::Extra(name)) => Some(name.as_str()),
                Some(Role::Header(_)) | None => None,
            })
            .collect()
    }

    /// The column of a role.
    pub fn column(&self, role: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.role == Some(Role::Core(role_name(role))))
    }
}

fn role_name(role: &str) -> &'static str {
    crate::mapping::schema::ROLES.iter().find(|r| **r == role).copied().unwrap_or("")
}

/// The heading whose level row is `row`, if that row is one.
pub fn find(grid: &Grid, row: usize, lexicon: &Lexicon) -> Option<Heading> {
    if !is_level_row(grid, row, lexicon) {
        return None;
    }
    let cells = grid.row_cells(row);
    let mut top = cells.iter().map(|&i| &grid.cells[i]).filter(|c| is_column(c, lexicon)).map(|c| c.row).min()?;
    while top > 0 && top + 2 > row && is_upper_row(grid, top - 1, lexicon) {
        top -= 1;
    }
    let mut bottom = cells
        .iter()
        .map(|&i| &grid.cells[i])
        .filter(|c| is_column(c, lexicon))
        .map(|c| c.row + c.rowspan - 1)
        .max()?
        .min(row + 2);
    if bottom + 1 < grid.rows && is_lower_row(grid, bottom + 1, row, lexicon) {
        bottom += 1;
    }
    if bottom - top >= MOST_ROWS {
        return None;
    }
    let mut columns = columns(grid, top, bottom, lexicon);
    if columns.len() > MOST_COLUMNS {
        return None;
    }
    header_columns(&mut columns, grid, bottom, lexicon);
    Some(Heading { top, bottom, columns })
}

/// True for a cell that heads a column: one that reaches far down stands beside the block.
fn is_column(cell: &Cell, lexicon: &Lexicon) -> bool {
    cell.rowspan <= TALLEST && lexicon.columns.get(&text::key(&cell.text)).is_some()
}

/// True where the row names at least two levels, or a name and a value among three column labels.
fn is_level_row(grid: &Grid, row: usize, lexicon: &Lexicon) -> bool {
    let mut roles: Vec<&str> = Vec::new();
    let mut labels = 0;
    let mut fields = 0;
    let mut others = 0;
    for i in grid.row_cells(row) {
        let cell = &grid.cells[i];
        if cell.is_blank() {
            continue;
        }
        match lexicon.columns.get(&text::key(&cell.text)).filter(|_| cell.rowspan <= TALLEST) {
            Some(Role::Core(role)) => {
                labels += 1;
                roles.push(role);
            }
            Some(Role::Extra(_) | Role::Header(_)) => labels += 1,
            None if lexicon.field(&text::key(&cell.text)).is_some() => fields += 1,
            None => others += 1,
        }
    }
    let has = |role: &str| roles.contains(&role);
    let levels = ["level1", "level2", "level3"].iter().filter(|role| has(role)).count();
    let named = has("level3") || has("content");
    let valued = has("target") || has("actual") || has("comparator");
    if has("packed") {
        return labels + fields >= 3 && others == 0;
    }
    labels > others && (levels >= 2 || (named && valued && labels >= 3) || (levels == 1 && valued && labels >= 3))
}

/// A row above the level row that heads groups of its columns: column labels, no field with a value.
fn is_upper_row(grid: &Grid, row: usize, lexicon: &Lexicon) -> bool {
    let mut known = 0;
    for i in grid.row_cells(row) {
        let cell = &grid.cells[i];
        if cell.is_blank() {
            continue;
        }
        let key = text::key(&cell.text);
        let caption = matches!(lexicon.captions.get(&key), Some(Caption::Lifetime | Caption::Annual));
        if lexicon.columns.get(&key).is_some() || (caption && cell.colspan > 1) {
            known += 1;
        } else if lexicon.captions.get(&key).is_none() {
            return false;
        }
    }
    known > 0
}

/// A row below the level row whose every text is a column label under a heading that spans columns.
fn is_lower_row(grid: &Grid, row: usize, level_row: usize, lexicon: &Lexicon) -> bool {
    let mut known = 0;
    for i in grid.row_cells(row) {
        let cell = &grid.cells[i];
        if cell.row < row || cell.is_blank() {
            continue;
        }
        let Some(above) = grid.cell(level_row, cell.col) else { return false };
        let key = text::key(&cell.text);
        let path = format!("{}/{key}", text::key(&above.text));
        let labelled = lexicon.columns.get(&path).is_some() || lexicon.columns.get(&key).is_some();
        if !labelled || (above.is_blank() && above.colspan == 1) && lexicon.is_level_name(&cell.text) {
            return false;
        }
        known += 1;
    }
    known >= 2
}

fn columns(grid: &Grid, top: usize, bottom: usize, lexicon: &Lexicon) -> Vec<Column> {
    let mut columns: Vec<(Vec<usize>, Column)> = Vec::new();
    for col in 0..grid.cols {
        let mut cells: Vec<usize> = Vec::new();
        for row in top..=bottom {
            if let Some(i) = grid.at(row, col)
                && !cells.contains(&i)
                && !grid.cells[i].is_blank()
            {
                cells.push(i);
            }
        }
        if let Some((last, column)) = columns.last_mut()
            && *last == cells
            && !cells.is_empty()
        {
            column.end = col;
            continue;
        }
        let stack: Vec<String> = cells.iter().map(|&i| text::key(&grid.cells[i].text)).collect();
        let label = cells.last().map(|&i| grid.cells[i].text.clone()).unwrap_or_default();
        let left = columns.last().and_then(|(_, column)| column.stack.last());
        let is_spine = cells.last().is_some_and(|&i| grid.cells[i].rowspan > TALLEST);
        let role = left.and_then(|left| beside(left, &stack, lexicon)).or_else(|| role_of(&stack, lexicon));
        let role = role.filter(|_| !is_spine);
        let caption = caption_of(&stack, lexicon);
        columns.push((cells, Column { role, start: col, end: col, label, stack, caption }));
    }
    let mut columns: Vec<Column> = columns.into_iter().map(|(_, column)| column).collect();
    absorb_blank(&mut columns);
    columns
}

/// Where a project's name heads a column, one table holds many forms: header fields head columns too.
fn header_columns(columns: &mut [Column], grid: &Grid, bottom: usize, lexicon: &Lexicon) {
    let field = |column: &Column| {
        let ends = grid.cell(bottom, column.start).is_some_and(|cell| cell.row + cell.rowspan == bottom + 1);
        let key = column.stack.last().filter(|_| ends && column.role.is_none())?;
        lexicon.field(key).cloned()
    };
    if !columns.iter().any(|column| field(column).is_some_and(|f| f.name == "project")) {
        return;
    }
    for column in columns {
        if let Some(field) = field(column) {
            column.role = Some(Role::Header(field));
        }
    }
}

/// A heading cell that was split by mistake: a blank heading right of a known one belongs to it.
fn absorb_blank(columns: &mut Vec<Column>) {
    columns.dedup_by(|right, left| {
        let absorbed = right.stack.is_empty() && left.role.is_some();
        if absorbed {
            left.end = right.end;
        }
        absorbed
    });
}

/// `一级指标+权重`: a label that means something else right of another one.
fn beside(left: &str, stack: &[String], lexicon: &Lexicon) -> Option<Role> {
    let own = stack.last()?;
    lexicon.columns.get(&format!("{left}+{own}")).cloned()
}

/// A stack of headings is read from below: path, own label, then the label above.
fn role_of(stack: &[String], lexicon: &Lexicon) -> Option<Role> {
    let joined = stack.concat();
    if stack.len() > 1 {
        for pair in stack.windows(2).rev() {
            if let Some(role) = lexicon.columns.get(&format!("{}/{}", pair[0], pair[1])) {
                return Some(role.clone());
            }
        }
    }
    let own = stack.iter().rev().find_map(|key| lexicon.columns.get(key));
    own.or_else(|| lexicon.columns.get(&joined)).cloned()
}

fn caption_of(stack: &[String], lexicon: &Lexicon) -> Caption {
    let from_brackets = |key: &String| {
        let open = key.rfind('(')?;
        lexicon.captions.get(key[open..].trim_matches(['(', ')'])).copied()
    };
    stack
        .iter()
        .filter_map(|key| {
            lexicon.captions.get(key).copied().filter(|c| *c != Caption::Plain).or_else(|| from_brackets(key))
        })
        .next_back()
        .unwrap_or(Caption::Plain)
}
