//! An Excel workbook (ECMA-376): a sheet a table. Rows go to the disk as they come, so memory does not grow with them.
//!
//! Decimals and counts are numbers only where a spreadsheet keeps every digit; all else is text. Findings lead to the
//! rows that they are about.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};

use crate::model::Submission;
use crate::write::draw::width;
use crate::write::exact::Decimal;
use crate::write::schema::{FINDINGS, Key, Kind, TABLES, Table};
use crate::write::{BookWriter, BoxedBook, Style};

/// Rows of a sheet, the heading among them.
pub const ROWS: u32 = 1_048_576;
/// UTF-16 units of a cell.
const LONGEST: usize = 32_767;
/// Column widths, in characters.
const WIDTHS: (usize, usize) = (6, 60);

/// Begins a workbook.
///
/// # Errors
/// When a temporary file beside it cannot be made.
pub fn open(path: &Path, style: &Style) -> io::Result<BoxedBook> {
    open_with(path, style, ROWS)
}

/// The same, with sheets of fewer rows.
///
/// # Errors
/// When a temporary file beside it cannot be made.
pub fn open_with(path: &Path, style: &Style, rows: u32) -> io::Result<BoxedBook> {
    let mut workbook = Workbook::new();
    if let Some(folder) = path.parent().filter(|folder| folder.is_dir()) {
        workbook.set_tempdir(folder).map_err(cause)?;
    }
    // The program's own: a time of day would make each run's bytes differ.
    let created = ExcelDateTime::from_ymd(2000, 1, 1).map_err(cause)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let mut book = Spreadsheet {
        workbook,
        path: path.to_path_buf(),
        style: *style,
        rows: rows.clamp(2, ROWS),
        sheets: Vec::new(),
        places: BTreeMap::new(),
        formats: Formats::new(),
        made: 0,
    };
    for table in TABLES {
        let sheet = book.sheet(table, 1)?;
        book.sheets.push(sheet);
    }
    Ok(Box::new(book))
}

struct Spreadsheet {
    workbook: Workbook,
    path: PathBuf,
    style: Style,
    /// Most rows of a sheet.
    rows: u32,
    /// For each table the sheet that it is written to.
    sheets: Vec<Sheet>,
    /// Where the rows of the submission at hand went, by their key.
    places: BTreeMap<String, String>,
    formats: Formats,
    /// Sheets begun.
    made: usize,
}

/// A sheet under way.
struct Sheet {
    table: &'static Table,
    /// Its number among the table's sheets, from 1.
    part: u32,
    name: String,
    /// Its place in the workbook.
    index: usize,
    /// The next row, from 0.
    next: u32,
    /// For each column of the sheet: its place in the table, and the widest text so far.
    columns: Vec<(usize, usize)>,
}

struct Formats {
    heading: Format,
    text: Format,
    link: Format,
    /// Numbers, by their places behind the point.
    numbers: Vec<Format>,
}

impl Formats {
    fn new() -> Self {
        let number = |places: usize| match places {
            0 => Format::new().set_num_format("0"),
            n => Format::new().set_num_format(format!("0.{}", "0".repeat(n))),
        };
        Self {
            heading: Format::new().set_bold().set_background_color(Color::RGB(0x00dd_e6f0)),
            text: Format::new().set_num_format("@"),
            link: Format::new().set_num_format("@").set_font_color(Color::RGB(0x0005_63c1)),
            numbers: (0..=15).map(number).collect(),
        }
    }
}

impl BookWriter for Spreadsheet {
    fn submission(&mut self, submission: &Submission) -> io::Result<()> {
        self.places.clear();
        for (n, table) in TABLES.iter().enumerate() {
            (table.rows)(submission, self.style.fill, &mut |cells| self.row(n, cells))?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        for sheet in std::mem::take(&mut self.sheets) {
            self.close(&sheet)?;
        }
        let order = |sheet: &Worksheet| {
            let name = sheet.name();
            let (table, part) = name.split_once(" (").unwrap_or((&name, "1)"));
            let table = TABLES.iter().position(|known| known.heading(self.style.headers) == table);
            (table, part.trim_end_matches(')').parse().unwrap_or(1_u32))
        };
        self.workbook.worksheets_mut().sort_by_key(order);
        self.workbook.save_to_writer(BufWriter::new(File::create(&self.path)?)).map_err(cause)
    }
}

impl Spreadsheet {
    fn sheet(&mut self, table: &'static Table, part: u32) -> io::Result<Sheet> {
        let name = match part {
            1 => table.heading(self.style.headers).to_owned(),
            n => format!("{} ({n})", table.heading(self.style.headers)),
        };
        let worksheet = self.workbook.add_worksheet_with_constant_memory().map_err(cause)?;
        worksheet.set_name(&name).map_err(cause)?;
        worksheet.set_freeze_panes(1, 0).map_err(cause)?;
        let mut columns = Vec::new();
        for (at, (n, column)) in (0_u16..).zip(table.flat()) {
            let heading = column.heading(self.style.headers);
            worksheet.write_string_with_format(0, at, heading, &self.formats.heading).map_err(cause)?;
            // Room for the mark that opens the filter.
            columns.push((n, width(heading) + 3));
        }
        self.made += 1;
        Ok(Sheet { table, part, name, index: self.made - 1, next: 1, columns })
    }

    fn row(&mut self, n: usize, cells: &[Cow<'_, str>]) -> io::Result<()> {
        if self.sheets.get(n).is_some_and(|sheet| sheet.next >= self.rows) {
            self.go_on(n)?;
        }
        let Some(sheet) = self.sheets.get_mut(n) else { return Ok(()) };
        let worksheet = self.workbook.worksheet_from_index(sheet.index).map_err(cause)?;
        if let Some(key) = sheet.table.primary().and_then(|key| cells.get(sheet.table.position(key.name)?)) {
            let place = format!("#'{}'!A{}", sheet.name, sheet.next + 1);
            self.places.insert(key.to_string(), place);
        }
        for (at, (n, widest)) in (0_u16..).zip(&mut sheet.columns) {
            let (Some(column), Some(cell)) = (sheet.table.columns.get(*n), cells.get(*n)) else { continue };
            if cell.is_empty() {
                continue;
            }
            *widest = (*widest).max(width(cell.split('\n').next().unwrap_or_default()).min(WIDTHS.1));
            let leads = sheet.table.name == FINDINGS.name && column.key != Key::No;
            let place = leads.then(|| self.places.get(&**cell)).flatten();
            write(worksheet, (sheet.next, at), column.kind, cell, place, &self.formats).map_err(cause)?;
        }
        sheet.next += 1;
        Ok(())
    }

    /// Begins a table's next sheet.
    fn go_on(&mut self, n: usize) -> io::Result<()> {
        let Some((table, part)) = self.sheets.get(n).map(|sheet| (sheet.table, sheet.part)) else { return Ok(()) };
        let following = self.sheet(table, part + 1)?;
        match self.sheets.get_mut(n).map(|sheet| std::mem::replace(sheet, following)) {
            Some(full) => self.close(&full),
            None => Ok(()),
        }
    }

    /// Sets what is known only when all rows are there.
    fn close(&mut self, sheet: &Sheet) -> io::Result<()> {
        let worksheet = self.workbook.worksheet_from_index(sheet.index).map_err(cause)?;
        for (at, (_, widest)) in (0_u16..).zip(&sheet.columns) {
            let width = u32::try_from((*widest + 1).clamp(WIDTHS.0, WIDTHS.1)).unwrap_or_default();
            worksheet.set_column_width(at, width).map_err(cause)?;
        }
        let last = u16::try_from(sheet.columns.len().saturating_sub(1)).unwrap_or_default();
        worksheet.autofilter(0, 0, sheet.next.saturating_sub(1).max(1), last).map_err(cause)?;
        Ok(())
    }
}

fn write(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    kind: Kind,
    cell: &str,
    place: Option<&String>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    if let Some(place) = place {
        // A formula, not a stored link: a sheet holds few links, and all of them in memory.
        let quoted = |text: &str| text.replace('"', "\"\"");
        let formula = format!("HYPERLINK(\"{}\",\"{}\")", quoted(place), quoted(cell));
        sheet.write_formula_with_format(row, col, Formula::new(formula).set_result(cell), &formats.link)?;
        return Ok(());
    }
    let number = (kind.is_decimal() || kind == Kind::Count).then(|| Decimal::of(cell)).flatten();
    let number = number.and_then(|decimal| Some((decimal.float()?, formats.numbers.get(decimal.places())?)));
    match number {
        Some((number, format)) => sheet.write_number_with_format(row, col, number, format)?,
        None => sheet.write_string_with_format(row, col, fitting(cell), &formats.text)?,
    };
    Ok(())
}

/// A cell's text, cut where a cell holds no more; it then ends with `…`.
fn fitting(text: &str) -> Cow<'_, str> {
    let mut room = LONGEST;
    // Only texts of that many bytes can be too long.
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return text.into();
    }
    room -= 1;
    let taken = text.chars().take_while(|c| match room.checked_sub(c.len_utf16()) {
        Some(left) => {
            room = left;
            true
        }
        None => false,
    });
    taken.chain(['…']).collect::<String>().into()
}

fn cause(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other.to_string()),
    }
}
