//! What a row below a heading is: an indicator, a total, or no part of the block any more.

use crate::mapping::block::Owned;
use crate::mapping::heading::{Column, Heading};
use crate::mapping::inline;
use crate::mapping::lexicon::{Lexicon, Role};
use crate::mapping::role::Core;
use crate::mapping::word::Sheet;
use crate::text;

/// What a row in a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// An indicator, or a part of one.
    Body,
    /// 合计 and 总分; the label's cell.
    Total(usize),
    /// The numbers of the columns, below the heading.
    Numbers,
    /// It stands below the block.
    End,
}

/// What a row is that stands below a heading.
pub fn of(owned: Owned<'_>, heading: &Heading, lexicon: &Lexicon) -> RowKind {
    let Owned { sheet, row, .. } = owned;
    let cells = sheet.begun(row);
    let Some(&first) = cells.first() else { return RowKind::Body };
    let (cell, word) = (&sheet.grid.cells[first], sheet.word(first));
    if lexicon.totals.get(&word.label).is_some() {
        return RowKind::Total(first);
    }
    if row == heading.bottom + 1 && are_column_numbers(sheet, cells) {
        return RowKind::Numbers;
    }
    let columns = &heading.columns;
    let leading = columns.iter().find(|c| c.role.is_some()).map_or(0, |c| c.end);
    if cell.col > leading {
        return RowKind::Body;
    }
    let is_level = lexicon.is_level_name(word);
    if !is_level && word.has_colon && (inline::pairs(&cell.text, lexicon).is_some() || is_signed(sheet, cells, lexicon))
    {
        return RowKind::End;
    }
    if !is_level && lexicon.field(word).is_some() {
        let owner = columns.iter().find(|c| c.start <= cell.col && cell.col <= c.end);
        let spine = owner.is_none_or(|c| c.role.is_none());
        if !has_value(owned, heading, first) || spine && cell.rowspan == 1 {
            return RowKind::End;
        }
    }
    let last = cell.col + cell.colspan - 1;
    let value_column = columns.iter().rfind(|c| matches!(&c.role, Some(Role::Core(Core::Target | Core::Actual))));
    if let [_, second] = cells[..]
        && is_remark(sheet, second, heading, value_column)
    {
        return RowKind::End;
    }
    if cells.len() == 1 && value_column.is_some_and(|c| cell.col < c.start && last >= c.start) {
        return RowKind::End;
    }
    RowKind::Body
}

/// True for a text behind a row's first cell that reaches over the names and values to the end: it is one of a footer.
fn is_remark(sheet: Sheet<'_>, cell: usize, heading: &Heading, value: Option<&Column>) -> bool {
    let at = &sheet.grid.cells[cell];
    let last = at.col + at.colspan - 1;
    let is_name = |column: &&Column| matches!(column.role, Some(Role::Core(Core::Level3 | Core::Content)));
    let name = heading.columns.iter().find(is_name);
    let reaches = |column: &Column| at.col <= column.end && column.start <= last;
    value.is_some_and(reaches) && name.is_some_and(reaches) && last + 1 == sheet.grid.cols
}

/// True for a row of labels to be filled in by hand: its first cell ends with a colon, another has a label and a colon.
fn is_signed(sheet: Sheet<'_>, cells: &[usize], lexicon: &Lexicon) -> bool {
    let Some((&first, others)) = cells.split_first() else { return false };
    let text = |cell: usize| sheet.grid.cells[cell].text.as_str();
    let has_pairs = |&cell: &usize| sheet.word(cell).has_colon && inline::pairs(text(cell), lexicon).is_some();
    text(first).trim_end().ends_with(inline::COLONS) && others.iter().any(has_pairs)
}

/// True for cells that count the columns: 1, 2, 3 ….
fn are_column_numbers(sheet: Sheet<'_>, cells: &[usize]) -> bool {
    let number = |&cell: &usize| {
        let text = text::fold(&sheet.grid.cells[cell].text);
        text.trim_matches(['(', ')', '[', ']']).parse::<u16>().ok()
    };
    let numbers: Vec<u16> = cells.iter().filter_map(number).collect();
    numbers.len() >= 4
        && numbers.len() == cells.len()
        && numbers.windows(2).all(|pair| pair[0].checked_add(1) == Some(pair[1]))
}

/// After a row that ended the block, a row with known level names goes on with it.
pub fn resumes(owned: Owned<'_>, heading: &Heading, lexicon: &Lexicon) -> bool {
    let is = |role: Core, test: &dyn Fn(usize) -> bool| {
        let has_role = |o: usize| heading.columns[o].is(role);
        owned.owners.iter().any(|&(cell, owner)| owner.is_some_and(has_role) && test(cell))
    };
    is(Core::Level2, &|cell| lexicon.category(owned.sheet.word(cell), None).is_some())
        && is(Core::Level3, &|cell| !owned.sheet.grid.cells[cell].text.trim().is_empty())
}

/// True where a row of the block has a value, or names of the lower levels, behind its first cell.
fn has_value(owned: Owned<'_>, heading: &Heading, first: usize) -> bool {
    owned.owners.iter().any(|&(cell, owner)| {
        let role = owner.map(|o| &heading.columns[o].role);
        matches!(role, Some(Some(Role::Core(Core::Target | Core::Actual | Core::Level2 | Core::Level3))))
            && cell != first
            && !owned.sheet.word(cell).is_blank
            && owned.sheet.grid.cells[cell].colspan <= 3
    })
}
