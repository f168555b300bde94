//! What the single cell of a header row says, and what its neighbours make of it.

use std::borrow::Cow;
use std::sync::Arc;

use crate::mapping::lexicon::{FieldDef, Lexicon};
use crate::mapping::schema::FieldKind;
use crate::mapping::word::{Sheet, Word};
use crate::mapping::{inline, unknown};
use crate::model::{Grid, Use, grid};
use crate::text;

/// A field's label over the cells below it: first and last grid column, the field, the label as printed.
pub type Head = (usize, usize, Arc<FieldDef>, String);

/// A field and its label as printed, for the values beside it.
pub type Labelled<'a> = (Arc<FieldDef>, Cow<'a, str>);

/// What a header cell says.
pub enum Sign<'a> {
    /// Labels with their values in one text.
    Pairs(Vec<inline::Pair<'a>>),
    /// The label of a field.
    Label(&'a Arc<FieldDef>),
    /// A label without a value.
    Caption,
    /// Anything else.
    Value,
}

/// A cell of a header row.
pub struct Cell<'a> {
    /// Its index in the grid.
    pub index: usize,
    /// Where it stands, and its text.
    pub at: &'a grid::Cell,
    /// Its text as a label.
    pub word: &'a Word,
    /// What it says.
    pub sign: Sign<'a>,
}

impl<'a> Cell<'a> {
    /// Reads a cell.
    pub fn read(sheet: Sheet<'a>, index: usize, lexicon: &'a Lexicon) -> Self {
        let (at, word) = (&sheet.grid.cells[index], sheet.word(index));
        Self { index, at, word, sign: sign(&at.text, word, lexicon) }
    }

    /// True for what is no label.
    pub fn is_value(&self) -> bool {
        matches!(self.sign, Sign::Value)
    }

    /// The last column.
    pub fn end(&self) -> usize {
        self.at.col + self.at.colspan - 1
    }

    /// True for a cell that says what the one above it says: a label printed in each row of its span.
    pub fn repeats(&self, grid: &Grid) -> bool {
        let above = self.at.row.checked_sub(1).and_then(|row| grid.cell(row, self.at.col));
        above.is_some_and(|above| {
            (above.col, above.colspan) == (self.at.col, self.at.colspan) && above.text == self.at.text
        })
    }

    /// True for an amount's label that stands where a value must: next to a label of a text (资金性质 beside 一般公共预算), no
    /// amount beside or below it.
    pub fn is_value_of(&self, grid: &Grid, current: Option<&Labelled<'_>>) -> bool {
        let (Some((field, label)), Sign::Label(own)) = (current, &self.sign) else { return false };
        let at = self.at;
        let left = at.col.checked_sub(1).and_then(|col| grid.cell(at.row, col));
        let below = grid.cell(at.row + at.rowspan, at.col);
        let is_amount = |cell: &grid::Cell| text::has_digit(&cell.text);
        (field.kind, own.kind) == (FieldKind::Text, FieldKind::Money)
            && !below.is_some_and(is_amount)
            && !grid.inferred
            && at.rowspan == 1
            && !grid.cell(at.row, at.col + at.colspan).is_some_and(is_amount)
            && left.is_some_and(|left| left.text == *label && left.row == at.row && left.rowspan == 1)
    }

    /// What it is as a label.
    pub fn label_use(&self) -> Use {
        match &self.sign {
            Sign::Label(field) => Use::Label(field.name.clone()),
            Sign::Pairs(pairs) => Use::Label(pairs.first().map(|p| p.field.name.clone()).unwrap_or_default()),
            Sign::Caption | Sign::Value => Use::Label("caption".into()),
        }
    }
}

fn sign<'a>(raw: &'a str, word: &Word, lexicon: &'a Lexicon) -> Sign<'a> {
    if word.has_colon
        && let Some(pairs) = inline::pairs(raw, lexicon)
    {
        return Sign::Pairs(pairs);
    }
    if word.key.chars().count() <= 24
        && let Some(field) =
            lexicon.field(word).or_else(|| word.has_colon.then(|| behind_caption(raw, lexicon)).flatten())
    {
        return Sign::Label(field);
    }
    match lexicon.captions.get(&word.label) {
        Some(_) => Sign::Caption,
        None => Sign::Value,
    }
}

/// True for an amount, a rate or a number.
pub fn is_numeric(cell: &grid::Cell) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '%');
    !cell.is_blank() && text::fold(&cell.text).chars().all(is_part)
}

/// The most characters of what stands for an amount in words: 不适用, 见附件.
const LONGEST_IN_WORDS: usize = 4;

/// True for a text beside the label of an amount or a rate that is a label itself: of a column, with a unit in brackets, or
/// by its length.
pub fn says_no_amount(cell: &Cell<'_>, field: &FieldDef, lexicon: &Lexicon) -> bool {
    let (raw, word) = (cell.at.text.as_str(), cell.word);
    if !matches!(field.kind, FieldKind::Money | FieldKind::Rate) || text::has_digit(raw) {
        return false;
    }
    let is_head = lexicon.columns.get(&word.label).is_some() || lexicon.money_columns.get(&word.label).is_some();
    let is_long = word.length > LONGEST_IN_WORDS && unknown::may_be_label(raw, word);
    is_head || word.money_unit.is_some() || is_long && !lexicon.ends_with_money(raw)
}

/// True where a text heads two or more rows of texts: a list of tasks or items.
pub fn is_list(sheet: Sheet<'_>, row: usize, heads: &[Head], lexicon: &Lexicon) -> bool {
    let Some(&(col, ..)) = heads.iter().find(|(.., field, _)| field.kind == FieldKind::Text) else { return false };
    let begins =
        |row: usize| sheet.grid.at(row, col).is_some_and(|i| sheet.grid.cells[i].row == row && !sheet.word(i).is_blank);
    // The heading of a block below is no second row.
    let is_head = |i: usize| lexicon.columns.get(&sheet.word(i).label).is_some();
    begins(row + 1) && begins(row + 2) && !sheet.grid.at(row + 2, col).is_some_and(is_head)
}

/// Among adjoining heads, two known ones side by side, those that no label explains: they are reported, their values are
/// kept. No text reaches over them from the row below, so that labels with their values are no heads.
pub fn strange_heads(sheet: Sheet<'_>, heads: &[&Cell<'_>], rest: &[&Cell<'_>]) -> Vec<usize> {
    let grid = sheet.grid;
    let Some(first) = heads.first() else { return Vec::new() };
    let mut all: Vec<&Cell<'_>> = rest.iter().filter(|cell| cell.at.col > first.at.col).copied().collect();
    let is_strange =
        |cell: &&Cell<'_>| cell.is_value() && cell.at.rowspan == 1 && unknown::may_be_label(&cell.at.text, cell.word);
    if all.is_empty() || all.len() > heads.len() || !all.iter().all(is_strange) {
        return Vec::new();
    }
    let strange = all.iter().map(|cell| cell.index).collect();
    all.extend(heads);
    all.sort_by_key(|cell| cell.at.col);
    let adjoin = |pair: &[&Cell<'_>]| pair[0].end() + 1 == pair[1].at.col;
    let are_known = |pair: &[&Cell<'_>]| pair.iter().all(|cell| !cell.is_value());
    let fits = |cell: &&Cell<'_>| {
        let below = grid.cell(cell.at.row + 1, cell.at.col);
        below.is_some_and(|below| (below.col, below.colspan) == (cell.at.col, cell.at.colspan))
    };
    let is_heading = all.windows(2).all(adjoin) && all.windows(2).any(are_known) && all.iter().all(fits);
    if is_heading { strange } else { Vec::new() }
}

/// The field of a label behind a caption: `1、资金来源：（1）政府预算资金`.
fn behind_caption<'a>(raw: &str, lexicon: &'a Lexicon) -> Option<&'a Arc<FieldDef>> {
    let (before, label) = raw.split_once(inline::COLONS)?;
    lexicon.is_before(&lexicon.word(before)).then(|| lexicon.field(&lexicon.word(label))).flatten()
}

/// True for what stands behind a label and its colon where the value has a cell of its own: nothing, or the label's weight
/// in brackets.
pub fn says_nothing(value: &str) -> bool {
    let folded = text::fold(value);
    let is_weight = |inner: &str| inner.starts_with(|c: char| c.is_ascii_digit()) && inner.chars().count() <= 4;
    folded.is_empty() || folded.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).is_some_and(is_weight)
}
