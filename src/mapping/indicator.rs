//! One body row → one indicator, as written; every cell it took is marked.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Place;
use crate::mapping::block::{BodyRow, Level};
use crate::mapping::header::Found;
use crate::mapping::lexicon::{FieldDef, Lexicon};
use crate::mapping::reader::Reading;
use crate::mapping::role::Core;
use crate::mapping::room::Room;
use crate::mapping::schema::FieldKind;
use crate::mapping::{clean, packed, parents};
use crate::model::{Field, Grid, Indicator, Use, ValueParts};
use crate::text;

/// Adds the row's indicator to the reading; a row that states neither name nor value gives none. True where the name
/// carries the mark of a scored row over details.
pub fn emit(
    mut row: BodyRow,
    grids: &[Grid],
    lexicon: &Lexicon,
    uses: &mut [Vec<Use>],
    reading: &mut Reading,
    room: &mut Room<'_>,
) -> bool {
    let grid = &grids[row.grid];
    let marks = &mut uses[row.grid];
    let states = row.cells.have(&[Core::Level3, Core::Level4, Core::Target, Core::Actual]);
    level_marks(&row, grid, lexicon, marks, states, reading);
    if states {
        row.cells.iter().for_each(|(role, cell)| marks[cell] = Use::Indicator(column_name(role)));
    }
    if let Some(cell) = row.cells.first(Core::Packed) {
        marks[cell] = emit_packed(grid, row.row, cell, lexicon, reading, room);
        return false;
    }
    if !states {
        return false;
    }
    let mut indicator = Taken { row: &row, grid }.indicator(lexicon);
    for (name, label, cell) in std::mem::take(&mut row.extra) {
        let field = name.to_string();
        marks[cell] = Use::Field(name);
        if grid.cells[cell].row != row.row {
            continue;
        }
        let place = Place::of(grid.table_no, row.row, grid.cells[cell].col);
        let value_raw = grid.cells[cell].text.clone();
        reading.row_fields.push(Field { field, label, value_raw, place, ..Field::default() });
    }
    (indicator.level1, indicator.level2) = (row.level1.text, row.level2.text);
    indicator.category = reading.category.of(&indicator.level1, &indicator.level2, lexicon);
    reading.indicators.push(indicator);
    row.cells.first(Core::Level3).is_some_and(|cell| parents::is_starred(&grid.cells[cell].text, lexicon))
}

/// A cell that packs many indicators; what its pattern does not explain is kept as a field.
fn emit_packed(
    grid: &Grid,
    row: usize,
    cell: usize,
    lexicon: &Lexicon,
    reading: &mut Reading,
    room: &mut Room<'_>,
) -> Use {
    let raw = &grid.cells[cell].text;
    let place = Place::of(grid.table_no, row, grid.cells[cell].col);
    let (indicators, explained) = packed::indicators(raw, lexicon, room);
    if indicators.is_empty() {
        return Use::Blank;
    }
    for mut indicator in indicators {
        indicator.place = place;
        reading.indicators.push(indicator);
    }
    if !explained {
        let field = Field { field: "packed".to_owned(), value_raw: raw.clone(), place, ..Field::default() };
        reading.row_fields.push(field);
    }
    Use::Indicator("indicator")
}

/// Marks level cells; the score behind a label is a field, once.
fn level_marks(row: &BodyRow, grid: &Grid, lexicon: &Lexicon, marks: &mut [Use], states: bool, reading: &mut Reading) {
    for (level, name, field) in [(&row.level1, "level1", "level1_weight"), (&row.level2, "level2", "level2_weight")] {
        let Some(cell) = level.cell else { continue };
        if marks[cell] == Use::Blank
            && let Some(score) = clean::level_score(&grid.cells[cell].text, &lexicon.point_marks)
        {
            let field = FieldDef::own(field.into(), None, FieldKind::Rate);
            let place = Place::of(grid.table_no, grid.cells[cell].row, grid.cells[cell].col);
            reading.found.push(Found::new(field, level.text.clone(), score, place));
        }
        if states || marks[cell] == Use::Blank {
            marks[cell] = if states { Use::Indicator(name) } else { Use::Label(name.into()) };
        }
    }
}

struct Taken<'a> {
    row: &'a BodyRow,
    grid: &'a Grid,
}

impl Taken<'_> {
    /// The texts of a role's cells.
    fn texts(&self, role: Core) -> impl Iterator<Item = &str> {
        self.row.cells.of(role).map(|cell| self.grid.cells[cell].text.as_str())
    }

    fn text(&self, role: Core) -> String {
        let mut texts = self.texts(role);
        match (texts.next(), texts.next()) {
            (None, _) => String::new(),
            (Some(text), None) => clean::trim(text).to_owned(),
            _ => clean::trim(&self.texts(role).collect::<String>()).to_owned(),
        }
    }

    /// Two columns that go to one, a line each.
    fn lines(&self, first: Core, second: Core) -> String {
        let (first, second) = (self.text(first), self.text(second));
        match (first.is_empty(), second.is_empty()) {
            (_, true) => first,
            (true, false) => second,
            (false, false) => format!("{first}\n{second}"),
        }
    }

    fn place(&self, role: Core) -> Option<Place> {
        let cell = self.row.cells.first(role)?;
        Some(Place::of(self.grid.table_no, self.row.row, self.grid.cells[cell].col))
    }

    fn indicator(&self, lexicon: &Lexicon) -> Indicator {
        let row = self.row;
        let (parent, name) = self.names(lexicon);
        let optional = |role: Core| Some(self.text(role)).filter(|t| !t.is_empty());
        let target = self.text(Core::Target);
        let parts = ValueParts {
            raw: target.clone(),
            comparator: optional(Core::Comparator),
            unit: optional(Core::Unit),
            name: name.clone(),
            header_unit: None,
        };
        let actual_raw = self.text(Core::Actual);
        let mut indicator = Indicator {
            place: self.place(Core::Target).or_else(|| self.place(Core::Level3)).unwrap_or(Place::of(
                self.grid.table_no,
                row.row,
                0,
            )),
            level1_carried: row.level1.carried,
            level2_carried: row.level2.carried,
            indicator: name,
            period: row.period,
            target_raw: [parts.comparator.as_deref(), Some(&target), parts.unit.as_deref()]
                .iter()
                .flatten()
                .copied()
                .collect(),
            actual_parts: parts_of_actual(&actual_raw, &parts),
            target_parts: parts,
            actual_raw,
            parent,
            standard: self.lines(Core::Standard, Core::ScoringRule),
            explanation: self.lines(Core::Explanation, Core::Content),
            note: self.text(Core::Note),
            weight: self.text(Core::Weight),
            score: self.text(Core::Score),
            deviation: self.text(Core::Deviation),
            direction: self.text(Core::Direction),
            ..Indicator::default()
        };
        let inferred = |level: &Level| level.inferred.map(str::to_owned);
        indicator.inferred = [inferred(&row.level1), inferred(&row.level2)].into_iter().flatten().collect();
        indicator.places = self.places();
        indicator
    }

    /// Where each column stands; levels where they are printed.
    fn places(&self) -> BTreeMap<&'static str, Place> {
        let mut places = BTreeMap::new();
        let has_parent = self.row.cells.has(Core::Level4);
        for &role in Core::ALL {
            let Some(place) = self.place(role) else { continue };
            let column = match role {
                Core::Comparator | Core::Unit => role.name(),
                Core::Level3 if has_parent => "parent",
                role => column_name(role),
            };
            places.insert(column, place);
        }
        for (name, level) in [("level1", &self.row.level1), ("level2", &self.row.level2)] {
            if let Some(cell) = level.cell.and_then(|cell| self.grid.cells.get(cell)) {
                places.insert(name, Place::of(self.grid.table_no, cell.row, cell.col));
            }
        }
        places
    }

    /// The name, and the level above it where the form has a fourth level.
    fn names(&self, lexicon: &Lexicon) -> (String, String) {
        let clean = |raw: &str| clean::name(raw, &lexicon.name_prefixes);
        let joined = |texts: &[&str]| match texts {
            [one] => clean(one),
            _ => clean(&texts.concat()),
        };
        let level3 = distinct(self.texts(Core::Level3));
        let level4 = self.text(Core::Level4);
        if !level4.is_empty() {
            return (joined(&level3), clean(&level4));
        }
        let spans_rows = self.row.cells.first(Core::Level3).is_some_and(|cell| self.grid.cells[cell].rowspan > 1);
        match level3[..] {
            [parent, ref rest @ ..] if !rest.is_empty() && spans_rows => (clean(parent), joined(rest)),
            _ => (String::new(), joined(&level3)),
        }
    }
}

/// What an actual value is read with; nothing where there is none.
fn parts_of_actual(raw: &str, target: &ValueParts) -> ValueParts {
    if raw.is_empty() {
        return ValueParts::default();
    }
    let (unit, name) = (target.unit.clone(), target.name.clone());
    ValueParts { raw: raw.to_owned(), unit, name, ..ValueParts::default() }
}

fn distinct<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut distinct: Vec<&str> = texts.collect();
    if distinct.len() > 1 {
        let mut seen = BTreeSet::new();
        distinct.retain(|t| seen.insert(text::fold(t)));
    }
    distinct
}

/// The column of the indicators table that a role fills.
fn column_name(role: Core) -> &'static str {
    match role {
        Core::Target | Core::Comparator | Core::Unit => "target_raw",
        Core::Actual => "actual_raw",
        Core::ScoringRule | Core::Standard => "standard",
        Core::Explanation | Core::Content => "explanation",
        Core::Note | Core::Weight | Core::Score | Core::Deviation | Core::Direction => role.name(),
        _ => "indicator",
    }
}
