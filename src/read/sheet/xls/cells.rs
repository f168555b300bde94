//! A sheet's records: cells and merged areas ([MS-XLS] 2.1.7.20.5, Worksheet Substream).

use std::collections::BTreeMap;

use super::globals::Globals;
use super::records::{Record, Records};
use super::strings::Parts;
use crate::read::sheet::book::{Area, Budget, Sheet, Shown};
use crate::read::sheet::bytes::{Bytes, error_text, truth_text};
use crate::read::sheet::number::NumberFormat;

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000a;

/// Reads the sheet whose records begin at `at`. False when there is no sheet at that place.
pub fn read(stream: &[u8], at: u32, globals: &Globals, sheet: &mut Sheet, budget: &mut Budget<'_>) -> bool {
    let Some(mut records) = Records::from(stream, at) else { return false };
    if records.next().is_none_or(|record| record.kind != BOF) {
        return false;
    }
    let mut reading = Reading { globals, sheet, budget, formats: BTreeMap::new(), awaiting: None };
    // Charts that lie on the sheet have records of their own between BOF and EOF.
    let mut inner = 0usize;
    for record in records {
        match record.kind {
            BOF => inner += 1,
            EOF if inner == 0 => return true,
            EOF => inner -= 1,
            _ if inner > 0 => {}
            _ => match reading.take(&record) {
                Some(true) => {}
                Some(false) => return true,
                None => reading.sheet.broken("a record is shorter than its kind asks for"),
            },
        }
    }
    sheet.broken("its records break off");
    true
}

struct Reading<'r, 'l> {
    globals: &'r Globals,
    sheet: &'r mut Sheet,
    budget: &'r mut Budget<'l>,
    /// Number formats by cell format, as far as they were asked for.
    formats: BTreeMap<u16, NumberFormat>,
    /// A formula cell whose text comes in a record of its own: row, column and cell format.
    awaiting: Option<(u16, u16, u16)>,
}

impl Reading<'_, '_> {
    /// Takes a record: false when a limit is met, `None` when the record is too short.
    fn take(&mut self, record: &Record<'_>) -> Option<bool> {
        let mut data = record.data();
        match record.kind {
            // Number
            0x0203 => {
                let place = place(&mut data)?;
                self.number(place, data.f64()?)
            }
            // RK
            0x027e => {
                let place = place(&mut data)?;
                self.number(place, data.rk()?)
            }
            // MulRk
            0x00bd => self.numbers(data),
            // LabelSst
            0x00fd => {
                let place = place(&mut data)?;
                let index = data.u32()? as usize;
                match self.globals.texts.get(index).cloned() {
                    Some(text) => self.text(place, &text),
                    None => {
                        self.sheet.broken("a cell's text is missing from the table of texts");
                        Some(true)
                    }
                }
            }
            // Label, RString
            0x0204 | 0x00d6 => {
                let place = place(&mut data)?;
                let text = Parts::new(&record.parts, 6)?.text(self.globals.charset)?;
                self.text(place, &text)
            }
            // BoolErr
            0x0205 => {
                let place = place(&mut data)?;
                let (value, is_error) = (data.u8()?, data.u8()?);
                self.put(place, if is_error == 0 { truth(value) } else { Shown::Error(error_text(value)) })
            }
            // Formula
            0x0006 => self.formula(data),
            // String: the text of the formula before it
            0x0207 => {
                let text = Parts::new(&record.parts, 0)?.text(self.globals.charset)?;
                match self.awaiting.take() {
                    Some(place) => self.text(place, &text),
                    None => Some(true),
                }
            }
            // MergeCells
            0x00e5 => self.merges(data),
            _ => Some(true),
        }
    }

    fn put(&mut self, (row, col, _): (u16, u16, u16), shown: Shown) -> Option<bool> {
        Some(self.budget.put(self.sheet, u32::from(row), u32::from(col), shown))
    }

    fn format(&mut self, cell_format: u16) -> &NumberFormat {
        self.formats.entry(cell_format).or_insert_with(|| self.globals.format(cell_format))
    }

    fn number(&mut self, place: (u16, u16, u16), number: f64) -> Option<bool> {
        let is_1904 = self.globals.is_1904;
        let text = self.format(place.2).number(number, is_1904);
        self.put(place, Shown::Text(text))
    }

    fn text(&mut self, place: (u16, u16, u16), text: &str) -> Option<bool> {
        let text = self.format(place.2).text(text);
        self.put(place, Shown::Text(text))
    }

    /// Numbers side by side.
    fn numbers(&mut self, mut data: Bytes<'_>) -> Option<bool> {
        let (row, first) = (data.u16()?, data.u16()?);
        for col in first..=u16::MAX {
            // The last two bytes are the last column.
            if data.0.len() < 6 {
                break;
            }
            let cell_format = data.u16()?;
            let number = data.rk()?;
            if !self.number((row, col, cell_format), number)? {
                return Some(false);
            }
        }
        Some(true)
    }

    /// A formula's last value ([MS-XLS] 2.5.133): a number, or marked as something else by its last two bytes.
    fn formula(&mut self, mut data: Bytes<'_>) -> Option<bool> {
        let place = place(&mut data)?;
        let value = data.take(8)?;
        self.awaiting = None;
        let &[kind, _, code, _, _, _, 0xff, 0xff] = value else {
            return self.number(place, Bytes(value).f64()?);
        };
        match kind {
            0 => {
                self.awaiting = Some(place);
                Some(true)
            }
            1 => self.put(place, truth(code)),
            2 => self.put(place, Shown::Error(error_text(code))),
            _ => Some(true),
        }
    }

    fn merges(&mut self, mut data: Bytes<'_>) -> Option<bool> {
        for _ in 0..data.u16()? {
            let (top, bottom, left, right) = (data.u16()?, data.u16()?, data.u16()?, data.u16()?);
            let area = Area { first: (top.into(), left.into()), last: (bottom.into(), right.into()) };
            self.budget.merge(self.sheet, area);
        }
        Some(true)
    }
}

/// Row, column and cell format, with which every cell record begins.
fn place(data: &mut Bytes<'_>) -> Option<(u16, u16, u16)> {
    Some((data.u16()?, data.u16()?, data.u16()?))
}

fn truth(value: u8) -> Shown {
    Shown::Text(truth_text(value != 0))
}
