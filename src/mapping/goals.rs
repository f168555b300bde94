//! Heads in the rows of a label that spans them, goals above all: `总体目标` beside `年度目标`, whose text stands in the row
//! below.

use crate::mapping::labelled::{Cell, Sign};
use crate::mapping::lexicon::{FieldDef, Lexicon};
use crate::mapping::schema::FieldKind;
use crate::mapping::unknown;
use crate::mapping::word::Sheet;

/// The cells of a row that head the texts below them, behind a first one that spans rows: a text's label alone, or where
/// goals are among them any, those too that no label explains.
pub fn heads<'c, 'a>(sheet: Sheet<'_>, cells: &'c [Cell<'a>], lexicon: &Lexicon) -> Option<&'c [Cell<'a>]> {
    let (spine, heads) = cells.split_first().filter(|(spine, _)| spine.at.rowspan > 1)?;
    let grid = sheet.grid;
    let is_goal = |field: &FieldDef| [field.form, field.stands_in].contains(&Some("objective"));
    let names_goal = |cell: &Cell<'_>| matches!(cell.sign, Sign::Label(field) if is_goal(field));
    let may_head = |cell: &Cell<'_>| match &cell.sign {
        Sign::Label(_) => true,
        Sign::Value => unknown::may_be_label(&cell.at.text, cell.word),
        Sign::Pairs(_) | Sign::Caption => false,
    };
    let below = |cell: &Cell<'_>| {
        let below = grid.at(cell.at.row + 1, cell.at.col)?;
        let at = &grid.cells[below];
        ((at.col, at.colspan) == (cell.at.col, cell.at.colspan)).then(|| Cell::read(sheet, below, lexicon))
    };
    let fits = |cell: &Cell<'_>| {
        let is_text = |below: &Cell<'_>| below.at.is_blank() || !matches!(below.sign, Sign::Label(_) | Sign::Caption);
        cell.at.rowspan == 1 && may_head(cell) && below(cell).is_some_and(|below| is_text(&below))
    };
    let mut ends = std::iter::once(spine).chain(heads).map(|cell| cell.end() + 1);
    let adjoin = ends.clone().zip(heads).all(|(end, next)| end == next.at.col);
    let is_free = |row: usize, col: usize| grid.cell(row, col).is_none_or(|cell| cell.is_blank());
    let adjoin =
        adjoin && ends.next_back().is_some_and(|end| [0, 1].iter().all(|down| is_free(spine.at.row + down, end)));
    let are_heads = heads.iter().any(|cell| !cell.is_value()) && heads.iter().all(fits);
    let is_text = |cell: &Cell<'_>| matches!(cell.sign, Sign::Label(field) if field.kind == FieldKind::Text);
    let is_alone = matches!(spine.sign, Sign::Label(_) | Sign::Caption) && matches!(heads, [only] if is_text(only));
    (adjoin && are_heads && (is_alone || cells.iter().any(names_goal))).then_some(heads)
}
