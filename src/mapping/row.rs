//! What a row below a heading is: an indicator, a total, or no part of the block any more.

use crate::mapping::block::Owned;
use crate::mapping::clean;
use crate::mapping::heading::{Column, Heading};
use crate::mapping::inline;
use crate::mapping::labelled::is_numeric;
use crate::mapping::lexicon::{FieldDef, Lexicon, Role};
use crate::mapping::role::Core;
use crate::mapping::schema::FieldKind;
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
    /// The name of a level over the rows below, where no column has that level; its cell.
    Section(usize),
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
    if heads_list(owned, heading, first, lexicon) {
        return RowKind::End;
    }
    let columns = &heading.columns;
    let leading = columns.iter().find(|c| c.role.is_some()).map_or(0, |c| c.end);
    if cell.col > leading {
        return RowKind::Body;
    }
    let is_level = lexicon.is_level_name(word);
    if cells.len() == 1 && cell.rowspan == 1 && is_level && is_section(owned, heading, first, lexicon) {
        return RowKind::Section(first);
    }
    if !is_level && word.has_colon && (inline::pairs(&cell.text, lexicon).is_some() || is_signed(sheet, cells, lexicon))
    {
        return RowKind::End;
    }
    // 一、立项必要性（20分） over what it is made of: points make it a level, whatever field it labels elsewhere.
    if cells.len() == 1 && clean::level_score(&cell.text, &lexicon.point_marks).is_some() {
        return RowKind::Body;
    }
    if let Some(field) = lexicon.field(word).filter(|_| !is_level) {
        let owner = columns.iter().find(|c| c.start <= cell.col && cell.col <= c.end);
        let spine = owner.is_none_or(|c| c.role.is_none());
        let is_contact = field.kind == FieldKind::Contact
            && (owner.is_some_and(|c| !c.is_name()) || has_contact(sheet, &cells[1..], lexicon));
        if !has_value(owned, heading, first) || spine && cell.rowspan == 1 || is_contact {
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

/// True where the head of a list's numbers begins a row of heads, and the block has no numbers: another list begins.
fn heads_list(owned: Owned<'_>, heading: &Heading, first: usize, lexicon: &Lexicon) -> bool {
    let Owned { sheet, row, .. } = owned;
    let numbers = lexicon.columns.get(&sheet.word(first).label) == Some(&Role::Core(Core::Number));
    let is_word = |&cell: &usize| !is_numeric(&sheet.grid.cells[cell]);
    numbers && !heading.columns.iter().any(|column| column.is(Core::Number)) && sheet.begun(row).iter().all(is_word)
}

/// True for the name of a level, alone in its row, that no column holds: a name column's head stands over it, or it reaches
/// over the names.
fn is_section(owned: Owned<'_>, heading: &Heading, cell: usize, lexicon: &Lexicon) -> bool {
    let is_family = lexicon.family(owned.sheet.word(cell)).is_some();
    let own = if is_family { Core::Level1 } else { Core::Level2 };
    let at = &owned.sheet.grid.cells[cell];
    let covers = |column: &Column| at.col <= column.start && column.start < at.col + at.colspan;
    !heading.columns.iter().any(|column| column.role == Some(Role::Core(own)))
        && heading.columns.iter().any(|column| column.is_name() && covers(column))
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

/// True where one of these cells is for a contact too, with a label alone or before its value.
fn has_contact(sheet: Sheet<'_>, cells: &[usize], lexicon: &Lexicon) -> bool {
    let is_contact = |field: &FieldDef| field.kind == FieldKind::Contact;
    cells.iter().any(|&cell| {
        let pairs = || inline::pairs(&sheet.grid.cells[cell].text, lexicon).unwrap_or_default();
        lexicon.field(sheet.word(cell)).is_some_and(|field| is_contact(field))
            || sheet.word(cell).has_colon && pairs().iter().any(|pair| is_contact(pair.field))
    })
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

/// The label of a total that stands below what ended the block, with its sum under the scores: remarks may come first.
pub fn late_total(owned: Owned<'_>, heading: &Heading, lexicon: &Lexicon) -> Option<usize> {
    let Owned { sheet, row, owners, .. } = owned;
    let &first = sheet.begun(row).first()?;
    lexicon.totals.get(&sheet.word(first).label)?;
    let is_sum =
        |cell: usize| cell != first && sheet.grid.cells[cell].row == row && is_numeric(&sheet.grid.cells[cell]);
    let is_score = |owner: usize| heading.columns[owner].is(Core::Score);
    owners.iter().any(|&(cell, owner)| owner.is_some_and(is_score) && is_sum(cell)).then_some(first)
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
