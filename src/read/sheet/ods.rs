//! OpenDocument spreadsheets (ODF 1.3 part 3, chapter 9): each cell holds its shown text beside its value.

use std::collections::BTreeSet;

use super::book::{Area, Book, Budget, MOST_COLUMNS, MOST_ROWS, Sheet, Shown};
use super::{damaged, number::NumberFormat, protected, zipped};
use crate::model::{Document, MOST_TEXT, Rejection, Source};
use crate::read::xml::{Broken, Element, Node, Xml, decode};

/// What formulas show that failed.
const ERRORS: [&str; 8] = ["#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!", "Err:"];

/// The namespaces that matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ns {
    Table,
    Text,
    Style,
    Office,
    Other,
}

fn namespace(uri: &str) -> Ns {
    match uri.strip_prefix("urn:oasis:names:tc:opendocument:xmlns:") {
        Some("table:1.0") => Ns::Table,
        Some("text:1.0") => Ns::Text,
        Some("style:1.0") => Ns::Style,
        Some("office:1.0") => Ns::Office,
        _ => Ns::Other,
    }
}

/// Reads an .ods workbook.
///
/// # Errors
/// When it is protected, larger than the limits, or holds no content.
pub fn read(source: &Source<'_>) -> Result<Document, Rejection> {
    let mut package = zipped::open(source.bytes, source.limits)?;
    if let Some(manifest) = package.part("META-INF/manifest.xml")?
        && decode(&manifest.bytes).0.contains("encryption-data")
    {
        return Err(protected());
    }
    let Some(content) = package.part("content.xml")? else { return Err(damaged("it holds no sheets")) };
    let (text, _) = decode(&content.bytes);
    let mut reading = Reading {
        xml: Xml::new(&text, namespace, Ns::Other),
        deepest: source.limits.depth,
        budget: Budget::new(source.limits),
        book: Book::new(source.limits),
        hidden_styles: BTreeSet::new(),
    };
    if reading.document().is_err() || content.broken {
        reading.book.broken("the workbook breaks off; what follows the break is missing");
    }
    reading.book.finish()
}

struct Reading<'x, 'l> {
    xml: Xml<'x, Ns>,
    deepest: usize,
    budget: Budget<'l>,
    book: Book<'l>,
    /// Names of table styles that hide a sheet.
    hidden_styles: BTreeSet<String>,
}

/// A cell as its element states it.
struct Cell {
    repeated: u32,
    cols: u32,
    rows: u32,
    has_formula: bool,
    value: Option<String>,
    text: String,
}

impl<'x> Reading<'x, '_> {
    fn document(&mut self) -> Result<(), Broken> {
        let mut style = String::new();
        loop {
            match self.xml.step()? {
                Node::Open(element) => match (element.ns, element.local()) {
                    (Ns::Style, "style") => style = element.attr("name").unwrap_or_default(),
                    (Ns::Style, "table-properties") => {
                        if element.attr("display").as_deref() == Some("false") {
                            self.hidden_styles.insert(style.clone());
                        }
                    }
                    (Ns::Table, "table") => self.table(&element)?,
                    (Ns::Table, "tracked-changes") => self.xml.skip()?,
                    _ => self.bounded()?,
                },
                Node::End { whole: true } => return Ok(()),
                Node::End { whole: false } => return Err(Broken { at: 0 }),
                Node::Close | Node::Text(_) => {}
            }
        }
    }

    /// Passes over an element that is nested too deeply.
    fn bounded(&mut self) -> Result<(), Broken> {
        if self.xml.depth() > self.deepest { self.xml.skip() } else { Ok(()) }
    }

    fn table(&mut self, element: &Element<'x, Ns>) -> Result<(), Broken> {
        let hidden = element.attr("style-name").is_some_and(|style| self.hidden_styles.contains(&style));
        let mut sheet = Sheet::new(element.attr("name").unwrap_or_default(), hidden);
        let end = self.rows(&mut sheet);
        if end.is_err() {
            sheet.broken("its part of the file breaks off");
        }
        self.book.add(sheet);
        end
    }

    fn rows(&mut self, sheet: &mut Sheet) -> Result<(), Broken> {
        let outside = self.xml.depth().saturating_sub(1);
        let mut row = 0u32;
        while self.xml.depth() > outside {
            match self.xml.step()? {
                Node::Open(element) => match (element.ns, element.local()) {
                    (Ns::Table, "table-row") => {
                        let repeated = element.number("number-rows-repeated").unwrap_or(1).max(1);
                        let cells = self.cells()?;
                        self.put_rows(sheet, row, repeated, &cells);
                        row = row.saturating_add(repeated);
                    }
                    // Groups of rows, and the parts of a table that hold them.
                    (Ns::Table, "table-row-group" | "table-header-rows" | "table-rows") => self.bounded()?,
                    _ => self.xml.skip()?,
                },
                Node::End { .. } => return Err(Broken { at: 0 }),
                Node::Close | Node::Text(_) => {}
            }
        }
        Ok(())
    }

    /// The cells of the row just opened.
    fn cells(&mut self) -> Result<Vec<Cell>, Broken> {
        let outside = self.xml.depth().saturating_sub(1);
        let mut cells = Vec::new();
        while self.xml.depth() > outside {
            match self.xml.step()? {
                Node::Open(element) => match (element.ns, element.local()) {
                    (Ns::Table, "table-cell" | "covered-table-cell") => cells.push(self.cell(&element)?),
                    _ => self.xml.skip()?,
                },
                Node::End { .. } => return Err(Broken { at: 0 }),
                Node::Close | Node::Text(_) => {}
            }
        }
        Ok(cells)
    }

    fn cell(&mut self, element: &Element<'x, Ns>) -> Result<Cell, Broken> {
        let count = |name: &str| element.number(name).unwrap_or(1).max(1);
        let mut cell = Cell {
            repeated: count("number-columns-repeated"),
            cols: count("number-columns-spanned"),
            rows: count("number-rows-spanned"),
            has_formula: element.attr("formula").is_some(),
            value: value(element),
            text: String::new(),
        };
        let outside = self.xml.depth().saturating_sub(1);
        let mut paragraphs = Vec::new();
        while self.xml.depth() > outside {
            match self.xml.step()? {
                Node::Open(element) if (element.ns, element.local()) == (Ns::Text, "p") => {
                    paragraphs.push(self.paragraph()?);
                }
                // Comments, drawings and tables in cells.
                Node::Open(_) => self.xml.skip()?,
                Node::End { .. } => return Err(Broken { at: 0 }),
                Node::Close | Node::Text(_) => {}
            }
        }
        cell.text = paragraphs.join("\n");
        Ok(cell)
    }

    /// The text of the paragraph just opened; runs of white space are one space (6.1.2).
    fn paragraph(&mut self) -> Result<String, Broken> {
        let outside = self.xml.depth().saturating_sub(1);
        let mut text = String::new();
        while self.xml.depth() > outside {
            match self.xml.step()? {
                Node::Text(part) => {
                    for c in part.chars() {
                        if text.len() > MOST_TEXT {
                            break;
                        }
                        let is_space = matches!(c, ' ' | '\t' | '\n' | '\r');
                        if !is_space {
                            text.push(c);
                        } else if !text.ends_with([' ', '\n', '\t']) && !text.is_empty() {
                            text.push(' ');
                        }
                    }
                }
                Node::Open(element) => match (element.ns, element.local()) {
                    (Ns::Text, "s") => {
                        let count = element.number("c").unwrap_or(1).min(1024) as usize;
                        text.extend(std::iter::repeat_n(' ', count));
                    }
                    (Ns::Text, "tab") => text.push('\t'),
                    (Ns::Text, "line-break") => text.push('\n'),
                    (Ns::Text, "ruby-text" | "note") | (Ns::Office, "annotation") => self.xml.skip()?,
                    _ => self.bounded()?,
                },
                Node::End { .. } => return Err(Broken { at: 0 }),
                Node::Close => {}
            }
        }
        Ok(text)
    }

    /// Puts a row, as often as it is repeated, into the sheet.
    fn put_rows(&mut self, sheet: &mut Sheet, first: u32, repeated: u32, cells: &[Cell]) {
        if cells.iter().all(|cell| cell.shown().is_none() && cell.cols == 1 && cell.rows == 1) {
            return;
        }
        for row in first..first.saturating_add(repeated).min(MOST_ROWS) {
            let mut col = 0u32;
            for cell in cells {
                if !self.put(sheet, (row, col), cell) {
                    return;
                }
                col = col.saturating_add(cell.repeated);
            }
        }
    }

    /// Puts a cell, as often as it is repeated; false when a limit is met.
    fn put(&mut self, sheet: &mut Sheet, (row, first): (u32, u32), cell: &Cell) -> bool {
        if cell.cols > 1 || cell.rows > 1 {
            let last = (row.saturating_add(cell.rows - 1), first.saturating_add(cell.cols - 1));
            self.budget.merge(sheet, Area { first: (row, first), last });
        }
        let Some(shown) = cell.shown() else { return !self.budget.is_over_time() };
        let end = first.saturating_add(cell.repeated).min(MOST_COLUMNS);
        (first..end).all(|col| self.budget.put(sheet, row, col, shown.clone()))
    }
}

impl Cell {
    /// What the cell shows; `None` for nothing. Some programs write the value without its text.
    fn shown(&self) -> Option<Shown> {
        let text = if self.text.is_empty() { self.value.clone()? } else { self.text.clone() };
        let is_error = self.has_formula && ERRORS.iter().any(|error| text.starts_with(error));
        Some(if is_error { Shown::Error(text) } else { Shown::Text(text) })
    }
}

/// A cell's value as General shows it.
fn value(element: &Element<'_, Ns>) -> Option<String> {
    let number = |format: &NumberFormat| {
        let value = element.attr("value")?;
        Some(value.parse().map_or(value, |number| format.number(number, false)))
    };
    match element.attr("value-type")?.as_str() {
        "percentage" => number(&NumberFormat::new("0.########%")),
        "date" => element.attr("date-value"),
        "time" => element.attr("time-value"),
        "boolean" => element.attr("boolean-value").map(|truth| truth.to_uppercase()),
        "string" => element.attr("string-value"),
        _ => number(&NumberFormat::default()),
    }
}
