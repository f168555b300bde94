//! A file whole: its text and grids as they stand, the forms read from them, and what there is to say.

use serde::Serialize;

use super::{Said, Seen, index};
use crate::finding::{Finding, Place};
use crate::model::{Cell, Field, Form, Grid, Indicator, Item, Submission, Use};
use crate::write::Fill;
use crate::write::schema::{FORMS, INDICATORS, Table};

/// Cells with text that are shown of a file: more than a browser likes at once. The tables have the others.
const MOST_CELLS: usize = 20_000;
/// Bytes of running text that are shown of a file.
const MOST_TEXT: usize = 200_000;

/// Table, row and column, from 1.
type At = (u32, u32, u32);

/// A column's number in its table, and the text there.
type Text = (usize, String);

/// Field, label, raw text, number, unit, place.
type FieldData<'s> = (&'s str, &'s str, &'s str, &'s str, &'s str, At);

#[derive(Serialize)]
pub struct Document<'s> {
    format: &'s str,
    encoding: &'s str,
    bytes: u64,
    sha256: &'s str,
    /// Cells with text, those understood, those reported.
    cells: [u64; 3],
    /// Text, or the number of a table.
    items: Vec<Step<'s>>,
    tables: Vec<Sheet<'s>>,
    forms: Vec<FormData<'s>>,
    found: Vec<Found<'s>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Step<'s> {
    Text(&'s str),
    Table(usize),
}

#[derive(Serialize)]
struct Sheet<'s> {
    rows: usize,
    cols: usize,
    /// Rows that are left out behind these.
    cut: usize,
    sheet: Option<&'s str>,
    /// The cell that holds a nested table: table from 1, row and column from 0.
    parent: Option<(u32, usize, usize)>,
    /// True where the spans were worked out.
    inferred: bool,
    /// Row, column, rows and columns covered, text, use. Blank cells that cover one place are left out.
    cells: Vec<(usize, usize, usize, usize, &'s str, String)>,
    /// Text under a merged cell.
    under: Vec<(usize, usize, &'s str)>,
}

#[derive(Serialize)]
struct FormData<'s> {
    id: &'s str,
    at: At,
    columns: Vec<Text>,
    /// Columns of money, with their places.
    money: Vec<(&'static str, At)>,
    fields: Vec<FieldData<'s>>,
    rows: Vec<Row<'s>>,
}

#[derive(Serialize)]
struct Row<'s> {
    id: &'s str,
    at: At,
    columns: Vec<Text>,
    places: Vec<(&'static str, At)>,
}

#[derive(Serialize)]
struct Found<'s> {
    code: usize,
    form: &'s str,
    row: &'s str,
    at: At,
    sheet: &'s str,
    raw: &'s str,
    message: Said,
    hint: Said,
}

/// A file whole.
pub fn document<'s>(submission: &'s Submission, seen: &'s Seen, said: &[Submission]) -> Document<'s> {
    let mut room = MOST_CELLS;
    let tables = seen.layout.grids.iter().enumerate();
    Document {
        format: submission.format,
        encoding: &submission.encoding,
        bytes: submission.bytes,
        sha256: &submission.sha256,
        cells: [submission.cells, submission.cells_used, submission.cells_reported],
        items: items(&seen.layout.items),
        tables: tables.map(|(at, grid)| sheet(grid, seen.uses.get(at).map_or(&[], Vec::as_slice), &mut room)).collect(),
        forms: forms(submission),
        found: found(submission, said),
    }
}

fn items(items: &[Item]) -> Vec<Step<'_>> {
    let mut room = MOST_TEXT;
    let mut shown = Vec::new();
    for item in items {
        match item {
            Item::Table(at) => shown.push(Step::Table(*at)),
            Item::Text(text) if text.trim().is_empty() || text.len() > room => {}
            Item::Text(text) => {
                room -= text.len();
                shown.push(Step::Text(text));
            }
        }
    }
    shown
}

/// A grid without the blank rows and columns behind its last text.
fn sheet<'s>(grid: &'s Grid, uses: &[Use], room: &mut usize) -> Sheet<'s> {
    let with_text = grid.cells.iter().filter(|cell| !cell.is_blank());
    let (mut rows, mut cols, mut last) = (0, 0, usize::MAX);
    for cell in with_text {
        if *room == 0 {
            last = last.min(cell.row);
            continue;
        }
        *room -= 1;
        rows = rows.max(cell.row + 1);
        cols = cols.max(cell.col + cell.colspan);
    }
    rows = rows.min(last);
    let shown = grid.cells.iter().zip(uses.iter().map(Some).chain(std::iter::repeat(None)));
    let shown = shown.filter(|(cell, _)| cell.row < rows && cell.col < cols);
    let shown = shown.filter(|(cell, _)| !cell.is_blank() || cell.rowspan * cell.colspan > 1);
    let cell = |(cell, used): (&'s Cell, Option<&Use>)| {
        let spans = (cell.rowspan.min(rows - cell.row), cell.colspan.min(cols - cell.col));
        (cell.row, cell.col, spans.0, spans.1, cell.text.trim(), sign(used))
    };
    let under = grid.covered_texts.iter().filter(|covered| covered.row < rows && covered.col < cols);
    Sheet {
        rows,
        cols,
        cut: if last == usize::MAX { 0 } else { grid.rows.saturating_sub(rows) },
        sheet: grid.sheet.as_deref(),
        parent: grid.parent.map(|parent| (parent.table_no, parent.row, parent.col)),
        inferred: grid.inferred,
        cells: shown.map(cell).collect(),
        under: under.map(|covered| (covered.row, covered.col, covered.text.trim())).collect(),
    }
}

/// A use in a letter, and the name that goes with it.
fn sign(used: Option<&Use>) -> String {
    match used {
        None | Some(Use::Blank) => String::new(),
        Some(Use::Label(role)) => format!("L{role}"),
        Some(Use::Head(role)) => format!("Lcolumn.{role}"),
        Some(Use::MoneyHead(role)) => format!("Lmoney.{role}"),
        Some(Use::Field(name)) => format!("F{name}"),
        Some(Use::Amount(name, column)) => format!("F{name}.{column}"),
        Some(Use::Indicator(column)) => format!("I{column}"),
        Some(Use::Reported) => "R".to_owned(),
    }
}

fn at(place: Place) -> At {
    (place.table_no, place.row_no, place.col_no)
}

fn forms<'s>(submission: &'s Submission) -> Vec<FormData<'s>> {
    // What a number of columns hold is said once, by the tables that are written too.
    let mut of_rows = texts(&INDICATORS, submission).into_iter();
    let forms = submission.forms.iter().zip(texts(&FORMS, submission));
    let form = |(form, columns): (&'s Form, Vec<Text>)| FormData {
        id: &form.form_id,
        at: at(form.place),
        columns,
        money: form.money.iter().filter_map(|(name, money)| Some((*name, at(money.place?)))).collect(),
        fields: form.fields.iter().map(field).collect(),
        rows: form.indicators.iter().zip(of_rows.by_ref()).map(|(one, columns)| row(one, columns)).collect(),
    };
    forms.map(form).collect()
}

fn field(field: &Field) -> FieldData<'_> {
    (&field.field, &field.label, &field.value_raw, &field.value, &field.unit, at(field.place))
}

fn row(one: &Indicator, columns: Vec<Text>) -> Row<'_> {
    Row {
        id: &one.indicator_id,
        at: at(one.place),
        columns,
        places: one.places.iter().map(|(name, place)| (*name, at(*place))).collect(),
    }
}

/// The texts of a table's rows that are there, each with the number of its column.
fn texts(table: &Table, submission: &Submission) -> Vec<Vec<Text>> {
    let mut rows = Vec::new();
    // It is this function that takes the rows, and it never fails.
    let _ = (table.rows)(submission, Fill::Down, &mut |cells| {
        let known = cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
        rows.push(known.map(|(at, cell)| (at, cell.clone().into_owned())).collect());
        Ok(())
    });
    rows
}

fn found<'s>(submission: &'s Submission, said: &[Submission]) -> Vec<Found<'s>> {
    let codes = index::codes();
    let say = |at: usize, text: &dyn Fn(&Finding) -> String| {
        [0, 1].map(|n| said.get(n).and_then(|said| said.findings.get(at)).map(text).unwrap_or_default())
    };
    let found = |(n, finding): (usize, &'s Finding)| Found {
        code: codes.iter().position(|code| code.id == finding.code.id).unwrap_or_default(),
        form: &finding.form_id,
        row: &finding.indicator_id,
        at: at(finding.place),
        sheet: &finding.sheet,
        raw: &finding.raw,
        message: say(n, &|finding| finding.message.clone()),
        hint: say(n, &|finding| finding.hint.clone()),
    };
    submission.findings.iter().enumerate().map(found).collect()
}
