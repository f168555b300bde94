//! A block without a heading row: its columns are told by the names of levels at its left, and by what the texts behind
//! them are: a name, an operator, a value, a unit, points.

use super::{Column, Heading};
use crate::mapping::lexicon::{Caption, Lexicon, Role};
use crate::mapping::role::Core;
use crate::mapping::word::Sheet;
use crate::text;

/// Fewer rows are no block.
const FEWEST_ROWS: usize = 2;

/// The most characters of a unit.
const LONGEST_UNIT: usize = 6;

/// The most columns behind the names.
const MOST_BEHIND: usize = 16;

/// True for a row that begins with names of both levels.
pub fn may_begin(sheet: Sheet<'_>, row: usize, lexicon: &Lexicon) -> bool {
    Levels::of(sheet, row, lexicon).is_some()
}

/// The block that begins in a row, if one does.
pub fn find(sheet: Sheet<'_>, row: usize, lexicon: &Lexicon) -> Option<Heading> {
    let levels = Levels::of(sheet, row, lexicon)?;
    let rows: Vec<usize> = (row..sheet.grid.rows).take_while(|&row| levels.has_row(sheet, row, lexicon)).collect();
    // What stands left of each row may name projects: whose rows are whose, nothing says.
    let is_led = |&row: &usize| sheet.begun(row).iter().any(|&i| sheet.grid.cells[i].col < levels.level1);
    if rows.iter().skip(1).any(is_led) {
        return None;
    }
    let is_named = |&&row: &&usize| level2_of(sheet, row, &levels, lexicon).is_some();
    if rows.len() < FEWEST_ROWS || rows.iter().filter(is_named).count() < FEWEST_ROWS {
        return None;
    }
    let starts = starts(sheet, &rows, levels.names);
    if !(2..=MOST_BEHIND).contains(&starts.len()) {
        return None;
    }
    let texts: Vec<Vec<String>> = starts.iter().skip(1).map(|&col| texts(sheet, &rows, col)).collect();
    let behind = roles(&texts, rows.len(), lexicon)?;
    let mut places = vec![(levels.level1, Some(Core::Level1)), (levels.level2, Some(Core::Level2))];
    places.push((levels.names, Some(Core::Level3)));
    places.extend(starts.iter().skip(1).copied().zip(behind));
    let ends: Vec<usize> = places.iter().skip(1).map(|(start, _)| start - 1).chain([sheet.grid.cols - 1]).collect();
    let column = |(&(start, role), end): (&(usize, Option<Core>), usize)| {
        let is_worked_out = role == Some(Core::Target);
        Column { role: role.map(Role::Core), start, end, cells: Vec::new(), caption: Caption::Plain, is_worked_out }
    };
    let columns = places.iter().zip(ends).map(column).collect();
    Some(Heading { top: row, bottom: row, columns, is_bare: true })
}

/// Where the levels and the names of a block stand.
struct Levels {
    level1: usize,
    level2: usize,
    names: usize,
}

impl Levels {
    /// The columns of a row that begins with a name of level 1, one of level 2 and another text.
    fn of(sheet: Sheet<'_>, row: usize, lexicon: &Lexicon) -> Option<Self> {
        let begun = sheet.begun(row);
        let first = begun.iter().position(|&i| lexicon.family(sheet.word(i)).is_some())?;
        let &[level1, level2, name, ..] = begun.get(first..)? else { return None };
        let cells = &sheet.grid.cells;
        let adjoin = |left: usize, right: usize| cells[left].col + cells[left].colspan == cells[right].col;
        let is_level2 = lexicon.category(sheet.word(level2), None).is_some();
        let is_name = !lexicon.is_level_name(sheet.word(name));
        (is_level2 && is_name && adjoin(level1, level2) && adjoin(level2, name)).then(|| Self {
            level1: cells[level1].col,
            level2: cells[level2].col,
            names: cells[name].col,
        })
    }

    /// True for a row of the block: a name begins in it, and nothing but names of levels stands left of it.
    fn has_row(&self, sheet: Sheet<'_>, row: usize, lexicon: &Lexicon) -> bool {
        let has_name = sheet.begun(row).iter().any(|&i| sheet.grid.cells[i].col == self.names);
        let left = [self.level1, self.level2].into_iter().filter_map(|col| sheet.grid.at(row, col));
        has_name && left.filter(|&i| !sheet.word(i).is_blank).all(|i| lexicon.is_level_name(sheet.word(i)))
    }
}

/// The cell over a row's level 2, where it holds such a name.
fn level2_of(sheet: Sheet<'_>, row: usize, levels: &Levels, lexicon: &Lexicon) -> Option<usize> {
    sheet.grid.at(row, levels.level2).filter(|&i| lexicon.category(sheet.word(i), None).is_some())
}

/// Where cells with text begin in these rows, from a column on.
fn starts(sheet: Sheet<'_>, rows: &[usize], from: usize) -> Vec<usize> {
    let cols = rows.iter().flat_map(|&row| sheet.begun(row)).map(|&i| sheet.grid.cells[i].col);
    let mut starts: Vec<usize> = cols.filter(|&col| col >= from).collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// The texts that begin in a column.
fn texts(sheet: Sheet<'_>, rows: &[usize], col: usize) -> Vec<String> {
    let cells = rows.iter().flat_map(|&row| sheet.begun(row)).filter(|&&i| sheet.grid.cells[i].col == col);
    cells.map(|&i| text::fold(&sheet.grid.cells[i].text)).collect()
}

/// What the columns behind the names hold; `None` where none certainly holds values.
fn roles(columns: &[Vec<String>], rows: usize, lexicon: &Lexicon) -> Option<Vec<Option<Core>>> {
    let mut roles = vec![None; columns.len()];
    let mostly = |texts: &[String], test: &dyn Fn(&str) -> bool| {
        texts.iter().filter(|text| test(text)).count() * 2 > texts.len() && !texts.is_empty()
    };
    let has_digit = |text: &str| text.chars().any(|c| c.is_ascii_digit());
    let is_number = |text: &str| has_digit(text) && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    let is_sign = |text: &str| lexicon.is_comparator(text);
    let is_unit = |text: &str| !has_digit(text) && text.chars().count() <= LONGEST_UNIT;
    let signs = columns.first().is_some_and(|texts| mostly(texts, &is_sign));
    let target = usize::from(signs);
    let values = columns.get(target)?;
    if values.len() * 2 <= rows || !mostly(values, &has_digit) {
        return None;
    }
    if signs {
        roles[0] = Some(Core::Comparator);
    }
    roles[target] = Some(Core::Target);
    let mut next = target + 1;
    if mostly(values, &is_number) && columns.get(next).is_some_and(|texts| mostly(texts, &is_unit)) {
        roles[next] = Some(Core::Unit);
        next += 1;
    }
    // Points, or an outcome with its points and score; anything else is reported.
    let are_points = |texts: &Vec<String>| texts.iter().all(|text| is_number(text));
    match columns.get(next..).unwrap_or_default() {
        [points] if are_points(points) => roles[next] = Some(Core::Weight),
        [_, points, score, ..] if are_points(points) && are_points(score) => {
            let own = [Core::Actual, Core::Weight, Core::Score];
            roles[next..].iter_mut().zip(own).for_each(|(role, own)| *role = Some(own));
        }
        _ => {}
    }
    Some(roles)
}
