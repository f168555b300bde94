//! What the texts of a row are among the heads of an indicator block's columns.

use crate::mapping::lexicon::{FieldDef, Lexicon, Role};
use crate::mapping::role::{Core, Roles};
use crate::mapping::word::Sheet;

/// A heading's cell spans no more rows.
pub(super) const TALLEST: usize = 3;

/// One head stands over no more columns of level names.
const MOST_LEVELS: usize = 3;

/// In a list of projects so many names of level 2 are heads of columns of names: 数量指标 | 质量指标 | 时效指标.
pub(super) const LEVELS_AS_HEADS: usize = 3;

/// The role that a cell heads; one that reaches far down stands beside the block and heads none.
pub(super) fn role_at<'a>(sheet: Sheet<'_>, cell: usize, lexicon: &'a Lexicon) -> Option<&'a Role> {
    lexicon.columns.get(&sheet.word(cell).label).filter(|_| sheet.grid.cells[cell].rowspan <= TALLEST)
}

/// What the texts of a row are among the heads of columns.
#[derive(Debug, Clone, Copy, Default)]
pub struct Heads {
    /// The roles that labels name.
    roles: Roles,
    /// Labels of columns, and heads over names of levels.
    labels: usize,
    /// Of these, those that no label explains.
    unnamed: usize,
    /// Names of level 2.
    leveled: usize,
    /// Labels of header fields.
    fields: usize,
    /// True where one of the fields is the form's project or department.
    names_form: bool,
    /// Other texts.
    others: usize,
}

impl Heads {
    /// What the texts of a row are.
    pub fn of(sheet: Sheet<'_>, row: usize, lexicon: &Lexicon) -> Self {
        let mut heads = Self::default();
        let may_be = |&i: &usize| !sheet.word(i).label.is_nothing();
        if sheet.grid.cells_over(row).filter(may_be).nth(1).is_none() {
            return heads;
        }
        for i in sheet.grid.cells_over(row).filter(|&i| !sheet.word(i).is_blank) {
            match role_at(sheet, i, lexicon) {
                Some(Role::Core(role)) => {
                    heads.labels += 1;
                    heads.roles.add(*role);
                }
                Some(Role::Extra(_) | Role::Header(_)) => heads.labels += 1,
                None if heads_names(sheet, i, lexicon) => heads.leveled += 1,
                None if lexicon.field_below(sheet.word(i)).is_some() => {
                    heads.fields += 1;
                    heads.names_form |= lexicon.field_below(sheet.word(i)).is_some_and(|field| is_form_name(field));
                }
                None if heads_levels(sheet, i, lexicon) => {
                    heads.labels += 1;
                    heads.unnamed += 1;
                }
                None => heads.others += 1,
            }
        }
        heads
    }

    /// True where the labels of all mappings name no column: then those of none of them do.
    pub fn name_none(self) -> bool {
        self.labels == 0 && self.leveled < LEVELS_AS_HEADS
    }

    /// True where the row names at least two levels, or a name and a value among three column labels.
    pub fn are_of_level_row(self) -> bool {
        let Self { roles, labels, fields, others, unnamed, leveled, names_form } = self;
        if names_form && leveled >= LEVELS_AS_HEADS && others == 0 {
            return true;
        }
        let has = |role: Core| roles.has(role);
        let levels = [Core::Level1, Core::Level2, Core::Level3].iter().filter(|role| has(**role)).count() + unnamed;
        let named = has(Core::Level3) || has(Core::Content);
        let valued = has(Core::Target) || has(Core::Actual) || has(Core::Comparator);
        let names_levels = levels >= 2 || (named && valued && labels >= 3) || (levels == 1 && valued && labels >= 3);
        // A spine beside the heading may say what heads packed cells elsewhere.
        let is_sure = labels > others || levels >= 3 && others <= 2 * labels;
        is_sure && names_levels || has(Core::Packed) && labels + fields >= 3 && others == 0
    }
}

/// True for a row that holds the heads of an indicator block's columns.
pub fn is_level_row(sheet: Sheet<'_>, row: usize, lexicon: &Lexicon) -> bool {
    Heads::of(sheet, row, lexicon).are_of_level_row()
}

/// True for the name of a level 2 that may head a column of indicators.
pub(super) fn heads_names(sheet: Sheet<'_>, cell: usize, lexicon: &Lexicon) -> bool {
    let at = &sheet.grid.cells[cell];
    lexicon.category(sheet.word(cell), None).is_some() && at.rowspan <= TALLEST && at.row > 0 && at.colspan == 1
}

pub(super) fn is_form_name(field: &FieldDef) -> bool {
    matches!(field.form, Some("project" | "department"))
}

/// True for a head that no label explains over the name of a level.
fn heads_levels(sheet: Sheet<'_>, cell: usize, lexicon: &Lexicon) -> bool {
    let head = &sheet.grid.cells[cell];
    let below = sheet.grid.at(head.row + head.rowspan, head.col);
    let is_under = |&i: &usize| {
        let under = &sheet.grid.cells[i];
        under.col == head.col && under.colspan <= head.colspan && head.colspan <= MOST_LEVELS
    };
    let is_caption = lexicon.captions.get(&sheet.word(cell).label).is_some();
    !lexicon.is_level_name(sheet.word(cell))
        && (head.colspan > 1 || !is_caption)
        && below.filter(is_under).is_some_and(|i| lexicon.is_level_name(sheet.word(i)))
}
