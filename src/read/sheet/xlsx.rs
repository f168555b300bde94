//! Office Open XML workbooks (ECMA-376 part 1, chapter 18), cells through calamine.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxError};

use super::book::{Area, Book, Budget, Sheet, Shown};
use super::bytes::truth_text;
use super::number::{NumberFormat, builtin};
use super::{damaged, guarded, protected, zipped};
use crate::model::{Document, Rejection, Source};

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Faulty cells before the rest of a sheet is given up.
const MOST_FAULTS: usize = 1000;

/// Reads an .xlsx or .xlsm workbook.
///
/// # Errors
/// When it is protected, larger than the limits, or its list of sheets cannot be read.
pub fn read(source: &Source<'_>) -> Result<Document, Rejection> {
    let plain = zipped::plain(source)?;
    let mut workbook = match guarded(|| Workbook::new(Cursor::new(plain.as_slice()))) {
        Some(Ok(workbook)) => workbook,
        Some(Err(XlsxError::Password)) => return Err(protected()),
        Some(Err(_)) | None => return Err(damaged("its list of sheets, its texts or its styles cannot be read")),
    };
    let mut book = Book::new(source.limits);
    let mut budget = Budget::new(source.limits);
    for sheet in workbook.sheets_metadata().to_vec() {
        match sheet.typ {
            SheetType::WorkSheet => {}
            SheetType::ChartSheet => {
                book.skip(&sheet.name, "chart");
                continue;
            }
            _ => {
                book.skip(&sheet.name, "dialogue or macro sheet");
                continue;
            }
        }
        let hidden = sheet.visible != SheetVisible::Visible;
        match guarded(|| read_sheet(&mut workbook, Sheet::new(&sheet.name, hidden), &mut budget)) {
            Some(Ok(read)) => book.add(read),
            Some(Err(_)) => book.fail(&sheet.name, "its part of the file is missing or broken"),
            None => book.fail(&sheet.name, "its cells make no sense"),
        }
    }
    book.finish()
}

fn read_sheet(workbook: &mut Workbook<'_>, mut sheet: Sheet, budget: &mut Budget<'_>) -> Result<Sheet, XlsxError> {
    read_cells(workbook, &mut sheet, budget)?;
    match workbook.merge_cells_by_sheet_name(&sheet.name) {
        Ok(merges) => {
            for merged in &merges {
                budget.merge(&mut sheet, Area { first: merged.start, last: merged.end });
            }
        }
        Err(_) => sheet.broken("its merged areas cannot be read"),
    }
    Ok(sheet)
}

fn read_cells(workbook: &mut Workbook<'_>, sheet: &mut Sheet, budget: &mut Budget<'_>) -> Result<(), XlsxError> {
    let is_1904 = workbook.has_1904_epoch();
    let mut cells = workbook.worksheet_cells_reader(&sheet.name)?;
    let formats: Vec<NumberFormat> = cells.styles().iter().map(format_of).collect();
    let general = NumberFormat::default();
    let mut faults = 0;
    let mut blank = BTreeSet::new();
    loop {
        match cells.next_cell_with_style_id() {
            Ok(Some((cell, style))) => {
                let (row, col) = cell.get_position();
                let format = formats.get(style).unwrap_or(&general);
                let Some(shown) = show(cell.get_value(), format, is_1904) else {
                    blank.insert((row, col));
                    continue;
                };
                if !budget.put(sheet, row, col, shown) {
                    return Ok(());
                }
            }
            Ok(None) => break,
            Err(fault) => {
                sheet.broken(reason(&fault));
                faults += 1;
                if is_final(&fault) || faults > MOST_FAULTS {
                    return Ok(());
                }
            }
        }
        if budget.is_over_time() {
            sheet.cut();
            return Ok(());
        }
    }
    drop(cells);
    uncomputed(workbook, sheet, &blank, budget)
}

/// Notes the formulas among the cells without a value: a program that does not compute wrote the workbook.
fn uncomputed(
    workbook: &mut Workbook<'_>,
    sheet: &mut Sheet,
    blank: &BTreeSet<(u32, u32)>,
    budget: &mut Budget<'_>,
) -> Result<(), XlsxError> {
    if blank.is_empty() {
        return Ok(());
    }
    let mut cells = workbook.worksheet_cells_reader(&sheet.name)?;
    while let Ok(Some(cell)) = cells.next_formula() {
        if !cell.get_value().is_empty() && blank.contains(&cell.get_position()) {
            sheet.uncomputed(cell.get_position(), cell.get_value());
        }
        if budget.is_over_time() {
            sheet.cut();
            break;
        }
    }
    Ok(())
}

/// True when nothing after the fault can be read: the XML itself breaks off.
fn is_final(fault: &XlsxError) -> bool {
    matches!(fault, XlsxError::Xml(_) | XlsxError::XmlEof(_) | XlsxError::Io(_) | XlsxError::Zip(_))
}

fn reason(fault: &XlsxError) -> String {
    match fault {
        XlsxError::CellError(text) => format!("a cell shows an error that is not known, {text}"),
        _ if is_final(fault) => "its part of the file breaks off".to_owned(),
        _ => "a cell makes no sense".to_owned(),
    }
}

/// What calamine gives as the code of built-in formats that depend on the language, or that it does not know.
const NOT_STATED: [&str; 11] = [
    "General",
    "mm-dd-yy",
    "m/d/yy h:mm",
    "#,##0 ;(#,##0)",
    "#,##0 ;[Red](#,##0)",
    "#,##0.00;(#,##0.00)",
    "#,##0.00;[Red](#,##0.00)",
    "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)",
    "_($* #,##0_);_($* (#,##0);_($* \"-\"_);_(@_)",
    "_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)",
    "_($* #,##0.00_);_($* (#,##0.00);_($* \"-\"??_);_(@_)",
];

/// A style's number format: the code that the file states, else the built-in one as Chinese programs show it.
fn format_of(style: &Style) -> NumberFormat {
    let Some(format) = &style.number_format else { return NumberFormat::default() };
    let code = format.format_code.as_str();
    match format.format_id.and_then(builtin::code) {
        Some(builtin) if NOT_STATED.contains(&code) => NumberFormat::new(builtin),
        _ => NumberFormat::new(code),
    }
}

/// A cell's content under its format; `None` for an empty one.
fn show(value: &DataRef<'_>, format: &NumberFormat, is_1904: bool) -> Option<Shown> {
    Some(Shown::Text(match value {
        DataRef::Empty => return None,
        DataRef::Error(error) => return Some(Shown::Error(error.to_string())),
        DataRef::Int(number) => format.number(*number as f64, is_1904),
        DataRef::Float(number) => format.number(*number, is_1904),
        DataRef::DateTime(date) => format.number(date.as_f64(), is_1904),
        DataRef::String(text) => format.text(text),
        DataRef::SharedString(text) => format.text(text),
        DataRef::Bool(truth) => truth_text(*truth),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
    }))
}
