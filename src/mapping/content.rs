//! Where a heading is ambiguous, the column's texts decide: 指标性质 holds operators here and directions there; a column
//! of level names is a level, whatever it is called.

use crate::mapping::heading::{Column, Heading};
use crate::mapping::lexicon::{Lexicon, Role};
use crate::model::Grid;
use crate::text;

/// Settles the roles of a heading's columns by the texts below them, down to the next heading.
pub fn settle(heading: &mut Heading, grid: &Grid, end: usize, lexicon: &Lexicon) {
    let first = heading.bottom + 1;
    for index in 0..heading.columns.len() {
        let texts = texts(grid, &heading.columns[index], first, end);
        if texts.is_empty() {
            continue;
        }
        let is_open = matches!(heading.columns[index].role, Some(Role::Core("comparator" | "direction")) | None);
        if is_open && let Some(role) = by_words(&texts, lexicon) {
            heading.columns[index].role = Some(Role::Core(role));
        }
        settle_level(heading, index, &texts, lexicon);
    }
    settle_names(heading, grid, end, lexicon);
    settle_target(heading);
}

/// Where no label says which column holds the values, it is the first behind the names that nothing else explains.
fn settle_target(heading: &mut Heading) {
    let is = |column: &Column, roles: &[&str]| matches!(&column.role, Some(Role::Core(role)) if roles.contains(role));
    if heading.columns.iter().any(|column| is(column, &["target", "target_lifetime", "actual", "packed"])) {
        return;
    }
    let Some(name) = heading.columns.iter().rposition(|column| is(column, &["level3", "level4", "content"])) else {
        return;
    };
    let open = |column: &&mut Column| {
        let is_objective = matches!(&column.role, Some(Role::Header(field)) if field.form == Some("objective"));
        (column.role.is_none() || is_objective) && !column.stack.is_empty()
    };
    if let Some(column) = heading.columns.iter_mut().skip(name + 1).find(open) {
        column.role = Some(Role::Core("target"));
    }
}

/// Where no column holds names and 二级指标 holds no level names, it holds the indicators' names: such forms put what is
/// a level 2 elsewhere into 一级指标.
fn settle_names(heading: &mut Heading, grid: &Grid, end: usize, lexicon: &Lexicon) {
    let is = |column: &Column, roles: &[&str]| matches!(&column.role, Some(Role::Core(role)) if roles.contains(role));
    if heading.columns.iter().any(|column| is(column, &["level3", "level4", "content", "packed"])) {
        return;
    }
    let first = heading.bottom + 1;
    let Some(level2) = heading.columns.iter_mut().find(|column| is(column, &["level2"])) else { return };
    let texts = texts(grid, level2, first, end);
    let levels = texts.iter().filter(|text| lexicon.is_level_name(text)).count();
    if !texts.is_empty() && !mostly(levels, texts.len()) {
        level2.role = Some(Role::Core("level3"));
    }
}

fn texts(grid: &Grid, column: &Column, first: usize, end: usize) -> Vec<String> {
    let mut texts = Vec::new();
    for row in first..end.min(grid.rows) {
        if let Some(cell) = grid.cell(row, column.start)
            && cell.row == row
            && !cell.is_blank()
            && cell.col >= column.start
            && cell.col + cell.colspan <= column.end + 1
        {
            texts.push(cell.text.clone());
        }
    }
    texts
}

fn mostly(count: usize, of: usize) -> bool {
    count * 2 > of
}

fn by_words(texts: &[String], lexicon: &Lexicon) -> Option<&'static str> {
    let folded: Vec<String> = texts.iter().map(|t| text::fold(t)).collect();
    let found = lexicon
        .content
        .iter()
        .find(|(_, words)| mostly(folded.iter().filter(|text| words.contains(*text)).count(), folded.len()));
    found.map(|(role, _)| *role)
}

/// A column without a core role whose texts are mostly names of a level that the heading lacks.
fn settle_level(heading: &mut Heading, index: usize, texts: &[String], lexicon: &Lexicon) {
    if matches!(heading.columns[index].role, Some(Role::Core(_) | Role::Header(_))) {
        return;
    }
    let lacks = |role: &'static str| !heading.columns.iter().any(|c| c.role == Some(Role::Core(role)));
    let named = heading.columns.iter().position(|c| matches!(c.role, Some(Role::Core("level3" | "content"))));
    if named.is_some_and(|name| name < index) {
        return;
    }
    let families = texts.iter().filter(|t| lexicon.family(t).is_some()).count();
    let categories = texts.iter().filter(|t| lexicon.category(t, None).is_some()).count();
    if lacks("level1") && mostly(families, texts.len()) {
        heading.columns[index].role = Some(Role::Core("level1"));
    } else if lacks("level2") && mostly(categories, texts.len()) {
        heading.columns[index].role = Some(Role::Core("level2"));
    }
}
