//! What stands before the sheets: their list, the shared texts, the formats ([MS-XLS] 2.1.7.20.3, Globals Substream).

use std::collections::BTreeMap;

use super::records::{Record, Records};
use super::strings::{Charset, Parts, code_page};
use crate::model::{Limits, Rejection};
use crate::read::sheet::number::NumberFormat;
use crate::read::sheet::{damaged, protected};

/// What a sheet holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Rows of cells.
    Cells,
    /// A chart alone.
    Chart,
    /// Macros.
    Macros,
}

/// A sheet of the list.
#[derive(Debug)]
pub struct Bound {
    /// Its name.
    pub name: String,
    /// Where its records begin in the stream.
    pub at: u32,
    /// True when the program does not show it.
    pub hidden: bool,
    /// What it holds.
    pub kind: Kind,
}

/// What all sheets share.
#[derive(Debug)]
pub struct Globals {
    /// How texts are stored.
    pub charset: Charset,
    /// The sheets, in order.
    pub sheets: Vec<Bound>,
    /// The shared texts.
    pub texts: Vec<String>,
    /// True when dates count from 1904.
    pub is_1904: bool,
    formats: BTreeMap<u16, NumberFormat>,
    /// For each cell format the number of its number format.
    cell_formats: Vec<u16>,
}

impl Globals {
    /// Reads the records before the sheets.
    ///
    /// # Errors
    /// When the workbook is protected, too old, or names no sheet.
    pub fn read(stream: &[u8], limits: &Limits) -> Result<Self, Rejection> {
        let mut records = Records::from(stream, 0).into_iter().flatten();
        let version = match records.next() {
            Some(record) if record.kind == 0x0809 => record.data().u16().unwrap_or(0),
            _ => return Err(damaged("its first record is missing, or it is older than Excel 5.0")),
        };
        let charset = if version == 0x0500 { Charset::Page(code_page(0)) } else { Charset::Unicode };
        let mut globals = Self {
            charset,
            sheets: Vec::new(),
            texts: Vec::new(),
            is_1904: false,
            formats: BTreeMap::new(),
            cell_formats: Vec::new(),
        };
        for record in records {
            match record.kind {
                // FilePass
                0x002f => return Err(protected()),
                // EOF
                0x000a => break,
                _ => {
                    // A record too short for its kind says nothing.
                    let _ = globals.take(&record, limits);
                }
            }
        }
        if globals.sheets.is_empty() {
            return Err(damaged("its list of sheets cannot be read"));
        }
        Ok(globals)
    }

    /// The number format of a cell format.
    pub fn format(&self, cell_format: u16) -> NumberFormat {
        let Some(&id) = self.cell_formats.get(usize::from(cell_format)) else { return NumberFormat::default() };
        self.formats.get(&id).cloned().unwrap_or_else(|| NumberFormat::builtin(u32::from(id)))
    }

    fn take(&mut self, record: &Record<'_>, limits: &Limits) -> Option<()> {
        let mut data = record.data();
        match record.kind {
            // CodePage
            0x0042 => {
                if let Charset::Page(page) = &mut self.charset {
                    *page = code_page(data.u16()?);
                }
            }
            // Date1904
            0x0022 => self.is_1904 = data.u16()? == 1,
            // Format: before Excel 97 with a short text
            0x041e => {
                let id = data.u16()?;
                let mut parts = Parts::new(&record.parts, 2)?;
                let code = match self.charset {
                    Charset::Unicode => parts.text(self.charset)?,
                    Charset::Page(_) => parts.short_text(self.charset)?,
                };
                self.formats.insert(id, NumberFormat::new(&code));
            }
            // XF
            0x00e0 => {
                data.u16()?;
                self.cell_formats.push(data.u16()?);
            }
            // BoundSheet8
            0x0085 => {
                let (at, state, kind) = (data.u32()?, data.u8()?, data.u8()?);
                let name = Parts::new(&record.parts, 6)?.short_text(self.charset)?;
                let kind = match kind {
                    0 => Kind::Cells,
                    2 => Kind::Chart,
                    _ => Kind::Macros,
                };
                self.sheets.push(Bound { name, at, hidden: state & 3 != 0, kind });
            }
            // SST
            0x00fc => {
                let mut parts = Parts::new(&record.parts, 8)?;
                while let Some(text) = parts.shared_text() {
                    if !limits.hold_shared(1, text.len()) {
                        break;
                    }
                    self.texts.push(text);
                }
            }
            _ => {}
        }
        Some(())
    }
}
