//! XML Spreadsheet 2003 ("XML Spreadsheet Reference", namespace `urn:schemas-microsoft-com:office:spreadsheet`): one XML
//! file under the name .xml or .xls, each cell's value beside the name of a style that holds its number format.

use std::collections::BTreeMap;

use super::book::{Area, Book, Budget, Sheet, Shown};
use super::bytes::truth_text;
use super::damaged;
use super::number::{NumberFormat, serial_of};
use crate::model::limits::grow;
use crate::model::{Document, Rejection, Source};
use crate::read::xml::{Broken, Element, Node, Xml, decode};

/// Styles beyond any real workbook's (Excel allows 64,000).
const MOST_STYLES: usize = 1 << 16;

/// The namespaces that matter; text marked up as HTML inside a value is [`Ns::Other`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ns {
    Sheet,
    Excel,
    Other,
}

fn namespace(uri: &str) -> Ns {
    match uri.strip_prefix("urn:schemas-microsoft-com:office:") {
        Some("spreadsheet") => Ns::Sheet,
        Some("excel") => Ns::Excel,
        _ => Ns::Other,
    }
}

/// Reads an XML Spreadsheet 2003 workbook.
///
/// # Errors
/// When nothing of it can be read.
pub fn read(source: &Source<'_>) -> Result<Document, Rejection> {
    let (text, _) = decode(source.bytes);
    let mut reading = Reading {
        xml: Xml::new(&text, namespace, Ns::Other),
        deepest: source.limits.depth,
        budget: Budget::new(source.limits),
        book: Book::new(source.limits),
        formats: BTreeMap::new(),
        is_1904: false,
        seen: false,
    };
    let end = reading.document();
    if !reading.seen {
        return Err(damaged("it breaks off before its first sheet"));
    }
    if end.is_err() {
        reading.book.broken("the workbook breaks off; what follows the break is missing");
    }
    reading.book.finish()
}

struct Reading<'x, 'l> {
    xml: Xml<'x, Ns>,
    deepest: usize,
    budget: Budget<'l>,
    book: Book<'l>,
    /// Number formats by the name of their style.
    formats: BTreeMap<String, NumberFormat>,
    is_1904: bool,
    /// True once a sheet began.
    seen: bool,
}

/// Where the next cell stands, and the styles of the columns: first column → last column and style.
#[derive(Default)]
struct Place {
    row: u32,
    col: u32,
    columns: BTreeMap<u32, (u32, String)>,
}

impl Place {
    fn column_style(&self) -> Option<&str> {
        let (_, (last, style)) = self.columns.range(..=self.col).next_back()?;
        (self.col <= *last).then_some(style.as_str())
    }
}

impl<'x> Reading<'x, '_> {
    fn document(&mut self) -> Result<(), Broken> {
        let mut style = String::new();
        loop {
            match self.xml.step()? {
                Node::Open(element) => match (element.ns, element.local()) {
                    (Ns::Sheet, "Style") => style = self.style(&element),
                    (Ns::Sheet, "NumberFormat") => self.format(&style, &element),
                    (Ns::Sheet, "Worksheet") => self.worksheet(&element)?,
                    (Ns::Excel, "Date1904") => self.is_1904 = true,
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

    /// A style's name; it has the format of its parent until it states its own.
    fn style(&mut self, element: &Element<'x, Ns>) -> String {
        let name = element.attr("ID").unwrap_or_default();
        let parent = element.attr("Parent").unwrap_or_else(|| "Default".to_owned());
        if let Some(format) = self.formats.get(&parent).cloned() {
            self.put_format(name.clone(), format);
        }
        name
    }

    fn format(&mut self, style: &str, element: &Element<'x, Ns>) {
        let format = element.attr("Format").map(|code| named(&code)).unwrap_or_default();
        self.put_format(style.to_owned(), format);
    }

    fn put_format(&mut self, style: String, format: NumberFormat) {
        if self.formats.len() < MOST_STYLES {
            self.formats.insert(style, format);
        }
    }

    fn worksheet(&mut self, element: &Element<'x, Ns>) -> Result<(), Broken> {
        self.seen = true;
        let mut sheet = Sheet::new(element.attr("Name").unwrap_or_default(), false);
        let end = self.parts(&mut sheet);
        if end.is_err() {
            sheet.broken("its part of the file breaks off");
        }
        self.book.add(sheet);
        end
    }

    /// What stands in the worksheet just opened.
    fn parts(&mut self, sheet: &mut Sheet) -> Result<(), Broken> {
        let outside = self.xml.depth().saturating_sub(1);
        let mut place = Place::default();
        while self.xml.depth() > outside {
            match self.xml.step()? {
                Node::Open(element) => match (element.ns, element.local()) {
                    (Ns::Sheet, "Table") => place = Place::default(),
                    (Ns::Sheet, "Column") => Self::column(&mut place, &element),
                    (Ns::Sheet, "Row") => self.row(sheet, &mut place, &element)?,
                    (Ns::Excel, "WorksheetOptions") => {}
                    (Ns::Excel, "Visible") => sheet.hidden = self.text()?.trim() != "SheetVisible",
                    _ => self.xml.skip()?,
                },
                Node::End { .. } => return Err(Broken { at: 0 }),
                Node::Close | Node::Text(_) => {}
            }
        }
        Ok(())
    }

    fn column(place: &mut Place, element: &Element<'x, Ns>) {
        let first = from_one(element, "Index").unwrap_or(place.col);
        let last = first.saturating_add(element.number("Span").unwrap_or(0));
        if let Some(style) = element.attr("StyleID")
            && place.columns.len() < MOST_STYLES
        {
            place.columns.insert(first, (last, style));
        }
        place.col = last.saturating_add(1);
    }

    fn row(&mut self, sheet: &mut Sheet, place: &mut Place, element: &Element<'x, Ns>) -> Result<(), Broken> {
        place.row = from_one(element, "Index").unwrap_or(place.row);
        place.col = 0;
        let style = element.attr("StyleID");
        let outside = self.xml.depth().saturating_sub(1);
        while self.xml.depth() > outside {
            match self.xml.step()? {
                Node::Open(cell) if (cell.ns, cell.local()) == (Ns::Sheet, "Cell") => {
                    self.cell(sheet, place, &cell, style.as_deref())?;
                }
                Node::Open(_) => self.xml.skip()?,
                Node::End { .. } => return Err(Broken { at: 0 }),
                Node::Close | Node::Text(_) => {}
            }
        }
        // A row may stand for several that are alike and hold no cells.
        place.row = place.row.saturating_add(element.number("Span").unwrap_or(0)).saturating_add(1);
        Ok(())
    }

    fn cell(
        &mut self,
        sheet: &mut Sheet,
        place: &mut Place,
        element: &Element<'x, Ns>,
        row_style: Option<&str>,
    ) -> Result<(), Broken> {
        place.col = from_one(element, "Index").unwrap_or(place.col);
        let own = element.attr("StyleID");
        let style = own.as_deref().or(row_style).or_else(|| place.column_style()).unwrap_or("Default");
        let format = self.formats.get(style).cloned().unwrap_or_default();
        let at = (place.row, place.col);
        let (across, down) = (element.number("MergeAcross").unwrap_or(0), element.number("MergeDown").unwrap_or(0));
        if across > 0 || down > 0 {
            let last = (at.0.saturating_add(down), at.1.saturating_add(across));
            self.budget.merge(sheet, Area { first: at, last });
        }
        place.col = at.1.saturating_add(across).saturating_add(1);
        let outside = self.xml.depth().saturating_sub(1);
        while self.xml.depth() > outside {
            match self.xml.step()? {
                Node::Open(data) if (data.ns, data.local()) == (Ns::Sheet, "Data") => {
                    let kind = data.attr("Type").unwrap_or_default();
                    let value = self.text()?;
                    if !self.budget.put(sheet, at.0, at.1, self.shown(&kind, value, &format)) {
                        sheet.cut();
                    }
                }
                // Comments, which hold data too; names; phonetic marks.
                Node::Open(_) => self.xml.skip()?,
                Node::End { .. } => return Err(Broken { at: 0 }),
                Node::Close | Node::Text(_) => {}
            }
        }
        Ok(())
    }

    /// All text of the element just opened, marked up or not.
    fn text(&mut self) -> Result<String, Broken> {
        let outside = self.xml.depth().saturating_sub(1);
        let mut text = String::new();
        while self.xml.depth() > outside {
            match self.xml.step()? {
                Node::Text(part) => grow(&mut text, &part),
                Node::Open(_) => self.bounded()?,
                Node::End { .. } => return Err(Broken { at: 0 }),
                Node::Close => {}
            }
        }
        Ok(text)
    }

    /// A value as its format shows it; one that is not what its type says is shown as written.
    fn shown(&self, kind: &str, value: String, format: &NumberFormat) -> Shown {
        let number = |number: f64| format.number(number, self.is_1904);
        Shown::Text(match kind {
            "Error" => return Shown::Error(value),
            "Number" => value.trim().parse().ok().filter(|n: &f64| n.is_finite()).map_or(value, number),
            "Boolean" => truth_text(value.trim() == "1"),
            "DateTime" => match serial_of(value.trim(), self.is_1904).filter(|_| format.is_stated()) {
                Some(serial) => number(serial),
                None => value.trim().trim_end_matches("T00:00:00.000").to_owned(),
            },
            _ => format.text(&value),
        })
    }
}

/// An attribute that counts from 1, from 0.
fn from_one(element: &Element<'_, Ns>, name: &str) -> Option<u32> {
    element.number(name)?.checked_sub(1)
}

/// The format of a code, or of a name that the reference gives to one.
fn named(code: &str) -> NumberFormat {
    let builtin = match code {
        "General Number" => 0,
        "Fixed" => 2,
        "Standard" => 4,
        "Currency" => 7,
        "Percent" => 10,
        "Scientific" => 11,
        "Short Date" => 14,
        "Medium Date" => 15,
        "Long Date" => 31,
        "General Date" => 22,
        "Short Time" => 20,
        "Medium Time" => 18,
        "Long Time" => 21,
        "Yes/No" => return NumberFormat::new("\"Yes\";\"Yes\";\"No\""),
        "True/False" => return NumberFormat::new("\"True\";\"True\";\"False\""),
        "On/Off" => return NumberFormat::new("\"On\";\"On\";\"Off\""),
        "Euro Currency" => return NumberFormat::new("\u{20ac}#,##0.00"),
        code => return NumberFormat::new(code),
    };
    NumberFormat::builtin(builtin)
}
