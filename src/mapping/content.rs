//! Where a heading is ambiguous, the column's texts decide: 指标性质 holds operators here and directions there; a column
//! of level names is a level, whatever it is called.

use crate::mapping::heading::{Column, Heading};
use crate::mapping::lexicon::{Lexicon, Role};
use crate::mapping::role::Core;
use crate::mapping::word::{Sheet, Word};
use crate::text;

/// The field of points that stand beside a level 2.
const LEVEL2_WEIGHT: &str = "level2_weight";

/// Settles the roles of a heading's columns by the texts below them, down to the next heading.
pub fn settle(heading: &mut Heading, sheet: Sheet<'_>, end: usize, lexicon: &Lexicon) {
    let first = heading.bottom + 1;
    for index in 0..heading.columns.len() {
        let is_open = |role: &Option<Role>| matches!(role, Some(Role::Core(Core::Comparator | Core::Direction)) | None);
        let column = &heading.columns[index];
        if matches!(column.role, Some(Role::Core(_) | Role::Header(_))) && !is_open(&column.role) {
            continue;
        }
        let cells = cells(sheet, column, first, end);
        if cells.is_empty() {
            continue;
        }
        let by_words = by_words(sheet, &cells, lexicon);
        let is_sign = || by_words == Some(&Role::Core(Core::Comparator)) && holds_signs(heading, index, sheet, &cells);
        if let Some(role) = by_words.filter(|_| is_open(&column.role) || is_sign()) {
            heading.columns[index].role = Some(role.clone());
        }
        settle_level(heading, index, sheet, &cells, lexicon);
    }
    settle_contents(heading, sheet, end, lexicon);
    settle_weight(heading, sheet, end, lexicon);
    settle_names(heading, sheet, end, lexicon);
    settle_target(heading);
    settle_actual(heading);
}

fn is(column: &Column, roles: &[Core]) -> bool {
    matches!(&column.role, Some(Role::Core(role)) if roles.contains(role))
}

/// Where no label says which column holds the values, it is the first behind the names that nothing else explains; not
/// behind the outcomes and scores.
fn settle_target(heading: &mut Heading) {
    if heading.columns.iter().any(|column| is(column, &[Core::Target, Core::TargetLifetime, Core::Packed])) {
        return;
    }
    let Some(name) =
        heading.columns.iter().rposition(|column| is(column, &[Core::Level3, Core::Level4, Core::Content]))
    else {
        return;
    };
    let open = |column: &&mut Column| {
        let is_objective = matches!(&column.role, Some(Role::Header(field)) if field.form == Some("objective"));
        (column.role.is_none() || is_objective) && !column.cells.is_empty()
    };
    let mut behind =
        heading.columns.iter_mut().skip(name + 1).take_while(|column| !is(column, &[Core::Actual, Core::Score]));
    if let Some(column) = behind.find(open) {
        (column.role, column.is_worked_out) = (Some(Role::Core(Core::Target)), true);
    }
}

/// Where no label says which column holds the outcomes of a scored form, it is the only one between the values and the
/// points that nothing else explains.
fn settle_actual(heading: &mut Heading) {
    let columns = &heading.columns;
    let at = |roles: &[Core]| columns.iter().position(|column| is(column, roles));
    let (Some(target), Some(points), Some(_)) =
        (at(&[Core::Target]), at(&[Core::Weight, Core::Score]), at(&[Core::Score]))
    else {
        return;
    };
    if at(&[Core::Actual]).is_some() || points < target {
        return;
    }
    let is_open = |&at: &usize| columns[at].role.is_none() && !columns[at].cells.is_empty();
    let open: Vec<usize> = (target + 1..points).filter(is_open).collect();
    if let [only] = open[..] {
        let column = &mut heading.columns[only];
        (column.role, column.is_worked_out) = (Some(Role::Core(Core::Actual)), true);
    }
}

/// Of two columns of contents the first holds the names of a level, where its texts are such: `指标 | 指标内容`.
fn settle_contents(heading: &mut Heading, sheet: Sheet<'_>, end: usize, lexicon: &Lexicon) {
    let names = |column: &Column| is(column, &[Core::Content, Core::Level3]);
    let Some(at) = heading.columns.iter().position(|column| is(column, &[Core::Content])) else { return };
    if heading.columns[at + 1..].iter().any(names) {
        let cells = cells(sheet, &heading.columns[at], heading.bottom + 1, end);
        let role = level_of(heading, sheet, &cells, lexicon).filter(|_| !cells.is_empty());
        heading.columns[at].role = role.map(Role::Core).or(heading.columns[at].role.take());
    }
}

/// Points beside level 2 are the row's where each of its names has a row of its own and no other column holds points.
fn settle_weight(heading: &mut Heading, sheet: Sheet<'_>, end: usize, lexicon: &Lexicon) {
    let is_points = |column: &Column| matches!(&column.role, Some(Role::Extra(name)) if **name == *LEVEL2_WEIGHT);
    let Some(at) = heading.columns.iter().position(is_points) else { return };
    let names = heading.columns.iter().position(|column| is(column, &[Core::Content, Core::Level3]));
    let levels = heading.columns.iter().position(|column| is(column, &[Core::Level2]));
    if let (Some(names), Some(levels)) = (names, levels)
        && !heading.columns.iter().any(|column| is(column, &[Core::Weight]))
    {
        let count = |of: usize| cells(sheet, &heading.columns[of], heading.bottom + 1, end).len();
        if count(levels) != count(names) || count(at) != count(names) {
            return;
        }
        heading.columns[at].role = Some(Role::Core(Core::Weight));
        // What has the points is the indicator, and what stands behind them explains it: 资金到位率 | 5 | 到位资金/计划资金.
        let of_levels = cells(sheet, &heading.columns[levels], heading.bottom + 1, end);
        let is_explained = is(&heading.columns[names], &[Core::Content])
            && !mostly(of_levels.iter().filter(|&&i| lexicon.is_level_name(sheet.word(i))).count(), of_levels.len())
            && !heading.columns.iter().any(|column| is(column, &[Core::Explanation]));
        if is_explained {
            heading.columns[levels].role = Some(Role::Core(Core::Level3));
            heading.columns[names].role = Some(Role::Core(Core::Explanation));
        }
    }
}

/// Where no column holds names and the last one of levels holds no level names, it holds the indicators' names: such forms
/// put what is a level 2 elsewhere into 一级指标, or have no levels.
fn settle_names(heading: &mut Heading, sheet: Sheet<'_>, end: usize, lexicon: &Lexicon) {
    if heading.columns.iter().any(|column| is(column, &[Core::Level3, Core::Level4, Core::Content, Core::Packed])) {
        return;
    }
    let first = heading.bottom + 1;
    let position = |role: Core| heading.columns.iter().position(|column| is(column, &[role]));
    let Some(at) = position(Core::Level2).or_else(|| position(Core::Level1)) else { return };
    let cells = cells(sheet, &heading.columns[at], first, end);
    let levels = cells.iter().filter(|&&i| lexicon.is_level_name(sheet.word(i))).count();
    if !cells.is_empty() && !mostly(levels, cells.len()) {
        heading.columns[at].role = Some(Role::Core(Core::Level3));
        return;
    }
    // Between level 2 and the values stand the names, whatever their head.
    if let [next, rest @ ..] = &mut heading.columns[at + 1..]
        && next.role.is_none()
        && !next.cells.is_empty()
        && rest.iter().any(|column| is(column, &[Core::Target, Core::TargetLifetime, Core::Comparator]))
    {
        next.role = Some(Role::Core(Core::Level3));
    }
}

/// The cells with text that stand in a column alone.
fn cells(sheet: Sheet<'_>, column: &Column, first: usize, end: usize) -> Vec<usize> {
    let grid = sheet.grid;
    let alone = |&(row, i): &(usize, usize)| {
        let cell = &grid.cells[i];
        cell.row == row
            && !sheet.word(i).is_blank
            && cell.col >= column.start
            && cell.col + cell.colspan <= column.end + 1
    };
    let below = (first..end.min(grid.rows)).filter_map(|row| Some((row, grid.at(row, column.start)?)));
    below.filter(alone).map(|(_, i)| i).collect()
}

/// True for a column that becomes a field elsewhere and holds operators here, where no other does: 指标值类型.
fn holds_signs(heading: &Heading, index: usize, sheet: Sheet<'_>, cells: &[usize]) -> bool {
    matches!(heading.columns[index].role, Some(Role::Extra(_)))
        && !heading.columns.iter().any(|column| is(column, &[Core::Comparator]))
        && cells.iter().any(|&i| !sheet.grid.cells[i].text.contains(char::is_alphabetic))
}

fn mostly(count: usize, of: usize) -> bool {
    count * 2 > of
}

fn by_words<'a>(sheet: Sheet<'_>, cells: &[usize], lexicon: &'a Lexicon) -> Option<&'a Role> {
    let folded: Vec<String> = cells.iter().map(|&i| text::fold(&sheet.grid.cells[i].text)).collect();
    let found = lexicon
        .content
        .iter()
        .find(|(_, words)| mostly(folded.iter().filter(|text| words.contains(*text)).count(), folded.len()));
    found.map(|(role, _)| role)
}

/// A column without a core role whose texts are mostly names of a level that the heading lacks.
fn settle_level(heading: &mut Heading, index: usize, sheet: Sheet<'_>, cells: &[usize], lexicon: &Lexicon) {
    if matches!(heading.columns[index].role, Some(Role::Core(_) | Role::Header(_))) {
        return;
    }
    let named = heading.columns.iter().rposition(|c| matches!(c.role, Some(Role::Core(Core::Level3 | Core::Content))));
    if named.is_some_and(|name| name < index) {
        return;
    }
    if let Some(role) = level_of(heading, sheet, cells, lexicon) {
        heading.columns[index].role = Some(Role::Core(role));
    }
}

/// The level that the heading lacks of which a column's texts are mostly names.
fn level_of(heading: &Heading, sheet: Sheet<'_>, cells: &[usize], lexicon: &Lexicon) -> Option<Core> {
    let lacks = |role: Core| !heading.columns.iter().any(|c| c.is(role));
    let count = |test: &dyn Fn(&Word) -> bool| cells.iter().filter(|&&i| test(sheet.word(i))).count();
    if lacks(Core::Level1) && mostly(count(&|word| lexicon.family(word).is_some()), cells.len()) {
        return Some(Core::Level1);
    }
    let is_second = || mostly(count(&|word| lexicon.category(word, None).is_some()), cells.len());
    (lacks(Core::Level2) && is_second()).then_some(Core::Level2)
}
