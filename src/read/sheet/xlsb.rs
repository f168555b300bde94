//! Excel binary workbooks ([MS-XLSB]): the parts of an Office Open XML package as binary records.

use std::collections::BTreeMap;

use super::book::{Area, Book, Budget, Sheet, Shown};
use super::bytes::{Bytes, error_text, truth_text};
use super::number::NumberFormat;
use super::{damaged, protected, zipped};
use crate::model::{Document, Limits, Rejection, Source};
use crate::read::package::{Package, Part};
use crate::read::xml::{Node, Xml, decode};

/// Reads an .xlsb workbook.
///
/// # Errors
/// When it is protected, larger than the limits, or its list of sheets cannot be read.
pub fn read(source: &Source<'_>) -> Result<Document, Rejection> {
    if source.bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(protected());
    }
    let mut package = zipped::open(source.bytes, source.limits)?;
    let workbook = bytes_of(&mut package, "xl/workbook.bin")?;
    let targets = targets(&bytes_of(&mut package, "xl/_rels/workbook.bin.rels")?);
    let shared = Shared {
        is_1904: is_1904(&workbook),
        texts: texts(&bytes_of(&mut package, "xl/sharedStrings.bin")?, source.limits),
        formats: formats(&bytes_of(&mut package, "xl/styles.bin")?),
    };
    let bounds: Vec<Bound> = Records(Bytes(&workbook)).filter_map(|(kind, data)| bound(kind, data)).collect();
    if bounds.is_empty() {
        return Err(damaged("its list of sheets cannot be read"));
    }
    let mut book = Book::new(source.limits);
    let mut budget = Budget::new(source.limits);
    for bound in bounds {
        let path = targets.get(&bound.relation).cloned().unwrap_or_default();
        if !path.is_empty() && !path.to_ascii_lowercase().contains("worksheets/") {
            let what = if path.contains("chartsheets/") { "chart" } else { "dialogue or macro sheet" };
            book.skip(&bound.name, what);
            continue;
        }
        let Some(Part { bytes, broken }) = package.part(&path)? else {
            book.fail(&bound.name, "its part of the file is missing");
            continue;
        };
        let mut sheet = Sheet::new(bound.name, bound.hidden);
        Reading { shared: &shared, row: 0 }.sheet(&bytes, &mut sheet, &mut budget);
        if broken {
            sheet.broken("its part of the file breaks off");
        }
        book.add(sheet);
    }
    book.finish()
}

/// A part's bytes; none where it is missing.
fn bytes_of(package: &mut Package<'_>, name: &str) -> Result<Vec<u8>, Rejection> {
    Ok(package.part(name)?.map(|part| part.bytes).unwrap_or_default())
}

/// The paths of parts by the identifiers of the workbook's relationships.
fn targets(rels: &[u8]) -> BTreeMap<String, String> {
    let (text, _) = decode(rels);
    let mut xml = Xml::new(&text, |_| (), ());
    let mut targets = BTreeMap::new();
    loop {
        match xml.step() {
            Ok(Node::Open(element)) => {
                if let (Some(id), Some(target)) = (element.attr("Id"), element.attr("Target")) {
                    let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                    targets.insert(id, path);
                }
            }
            Ok(Node::End { .. }) | Err(_) => return targets,
            Ok(_) => {}
        }
    }
}

/// The records of a part: type and size of variable length, the data (2.1.4).
struct Records<'a>(Bytes<'a>);

impl Records<'_> {
    /// A number of seven bits a byte, at most `most` bytes.
    fn number(&mut self, most: u32) -> Option<u32> {
        let mut number = 0;
        for place in 0..most {
            let byte = self.0.u8()?;
            number |= u32::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = (u32, Bytes<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = self.number(2)?;
        let size = usize::try_from(self.number(4)?).ok()?;
        Some((kind, Bytes(self.0.take(size)?)))
    }
}

/// A text with a four-byte count (2.5.168); a count of all ones is no text.
fn text(data: &mut Bytes<'_>) -> Option<String> {
    let count = data.u32()?;
    if count == u32::MAX {
        return Some(String::new());
    }
    let bytes = data.take(usize::try_from(count).ok()?.checked_mul(2)?)?;
    Some(encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0.into_owned())
}

/// A sheet of the list.
struct Bound {
    name: String,
    relation: String,
    hidden: bool,
}

/// BrtBundleSh (2.4.304).
fn bound(kind: u32, mut data: Bytes<'_>) -> Option<Bound> {
    if kind != 156 {
        return None;
    }
    let (state, _id) = (data.u32()?, data.u32()?);
    let relation = text(&mut data)?;
    Some(Bound { name: text(&mut data)?, relation, hidden: state != 0 })
}

/// BrtWbProp (2.4.822) says whether dates count from 1904.
fn is_1904(workbook: &[u8]) -> bool {
    let property = Records(Bytes(workbook)).find(|(kind, _)| *kind == 153);
    property.and_then(|(_, mut data)| data.u32()).is_some_and(|flags| flags & 1 != 0)
}

/// BrtSSTItem (2.4.733): the text of each, its runs and phonetics left.
fn texts(part: &[u8], limits: &Limits) -> Vec<String> {
    let items = Records(Bytes(part)).filter(|(kind, _)| *kind == 19);
    let texts = items.map(|(_, mut data)| data.u8().and_then(|_| text(&mut data)).unwrap_or_default());
    texts.take_while(|text| limits.hold_shared(1, text.len())).collect()
}

/// The number format of each cell format: BrtFmt (2.4.652), and BrtXF (2.4.823) between BrtBeginCellXFs and its end.
fn formats(part: &[u8]) -> Vec<NumberFormat> {
    let mut own = BTreeMap::new();
    let mut formats = Vec::new();
    let mut in_cells = false;
    for (kind, mut data) in Records(Bytes(part)) {
        match kind {
            44 => {
                if let (Some(id), Some(code)) = (data.u16(), text(&mut data)) {
                    own.insert(id, NumberFormat::new(&code));
                }
            }
            617 => in_cells = true,
            618 => in_cells = false,
            47 if in_cells => {
                let id = data.u16().and_then(|_| data.u16()).unwrap_or(0);
                formats.push(own.get(&id).cloned().unwrap_or_else(|| NumberFormat::builtin(u32::from(id))));
            }
            _ => {}
        }
    }
    formats
}

/// What all sheets share.
struct Shared {
    is_1904: bool,
    texts: Vec<String>,
    formats: Vec<NumberFormat>,
}

struct Reading<'s> {
    shared: &'s Shared,
    row: u32,
}

impl Reading<'_> {
    fn sheet(&mut self, part: &[u8], sheet: &mut Sheet, budget: &mut Budget<'_>) {
        for (kind, mut data) in Records(Bytes(part)) {
            match kind {
                // BrtRowHdr
                0 => self.row = data.u32().unwrap_or(self.row),
                // BrtCellRk … BrtFmlaError, BrtCellRString
                2..=11 | 62 => match self.cell(kind, data) {
                    Some((col, shown)) => {
                        if !budget.put(sheet, self.row, col, shown) {
                            return;
                        }
                    }
                    None => sheet.broken("a cell makes no sense"),
                },
                // BrtMergeCell
                176 => {
                    if let (Some(top), Some(bottom), Some(left), Some(right)) =
                        (data.u32(), data.u32(), data.u32(), data.u32())
                    {
                        budget.merge(sheet, Area { first: (top, left), last: (bottom, right) });
                    }
                }
                // BrtEndSheet
                130 => return,
                _ => {}
            }
        }
        sheet.broken("its records break off");
    }

    /// A cell's column and content (2.5.9 and the records that hold one).
    fn cell(&self, kind: u32, mut data: Bytes<'_>) -> Option<(u32, Shown)> {
        let (col, style) = (data.u32()?, data.u32()? & 0x00ff_ffff);
        let general = NumberFormat::default();
        let format = self.shared.formats.get(style as usize).unwrap_or(&general);
        let number = |number: f64| format.number(number, self.shared.is_1904);
        let text = match kind {
            2 => number(data.rk()?),
            3 | 11 => return Some((col, Shown::Error(error_text(data.u8()?)))),
            4 | 10 => truth_text(data.u8()? != 0),
            5 | 9 => number(data.f64()?),
            6 | 8 => format.text(&text(&mut data)?),
            62 => format.text(&data.u8().and_then(|_| text(&mut data))?),
            _ => format.text(self.shared.texts.get(data.u32()? as usize)?),
        };
        Some((col, Shown::Text(text)))
    }
}
