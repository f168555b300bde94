//! Labels that no mapping knows, told by where they stand: the label itself is reported, its value is not lost with it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::mapping::heading::{Column, Heading};
use crate::mapping::lexicon::{FieldDef, Lexicon, Role};
use crate::mapping::schema::FieldKind;
use crate::mapping::word::{Sheet, Word};

/// The field of a value whose label no mapping knows.
pub const OTHER: &str = "other";

/// The most characters of a label that is taken for one by its place alone.
const LONGEST: usize = 20;

/// A value of a label that no mapping knows.
pub fn field() -> Arc<FieldDef> {
    FieldDef::own(OTHER.into(), None, FieldKind::Text)
}

/// True for a text that may be a label: short, in words, no number and no sentence.
pub fn may_be_label(raw: &str, word: &Word) -> bool {
    let is_else = |c: char| c.is_numeric() || matches!(c, '。' | '；' | ';' | '，' | ',' | '、' | '□' | '√');
    (2..=LONGEST).contains(&word.length) && raw.chars().any(char::is_alphabetic) && !raw.contains(is_else)
}

/// The columns in which known labels of a grid begin that have a value beside them.
pub fn label_columns(sheet: Sheet<'_>, lexicon: &Lexicon) -> BTreeSet<usize> {
    let grid = sheet.grid;
    let is_label = |i: usize| lexicon.field(sheet.word(i)).is_some();
    let has_value = |i: usize| {
        let cell = &grid.cells[i];
        grid.at(cell.row, cell.col + cell.colspan)
            .is_some_and(|next| grid.cells[next].row == cell.row && !is_label(next))
    };
    let labels = (0..grid.cells.len()).filter(|&i| grid.cells[i].rowspan == 1 && is_label(i) && has_value(i));
    labels.map(|i| grid.cells[i].col).collect()
}

/// The columns of an indicator block whose heads no label explains: their cells become fields.
pub fn columns(heading: &mut Heading, sheet: Sheet<'_>, lexicon: &Lexicon) {
    let Some(first) = heading.columns.iter().position(|column| matches!(column.role, Some(Role::Core(_)))) else {
        return;
    };
    let rows = heading.top..=heading.bottom;
    let name = |column: &Column| {
        let &head = column.cells.last().filter(|_| column.role.is_none())?;
        let (cell, word) = (&sheet.grid.cells[head], sheet.word(head));
        if !rows.contains(&(cell.row + cell.rowspan - 1)) {
            return None;
        }
        let is_caption = lexicon.captions.get(&word.label).is_some();
        let undated = || cell.text.chars().filter(|c| !c.is_numeric()).collect::<String>();
        let other = || (!is_caption && may_be_label(&undated(), word)).then(|| OTHER.into());
        lexicon.field(word).map(|field| field.name.clone()).or_else(other)
    };
    for column in heading.columns.iter_mut().skip(first + 1) {
        column.role = column.role.take().or_else(|| name(column).map(Role::Extra));
    }
}
