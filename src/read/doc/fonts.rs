//! Font names, by which characters of symbol fonts are told ([MS-DOC] 2.9.286 SttbfFfn, 2.9.73 FFN).

use std::cell::OnceCell;

use crate::read::symbol;

use super::bytes::{slice, u8_at, u16_at};
use super::fib::Era;

/// The file's fonts.
#[derive(Debug)]
pub(super) struct Fonts<'a> {
    table: &'a [u8],
    era: Era,
    /// Their names, by index, once one was asked for: few texts have a symbol.
    names: OnceCell<Vec<String>>,
}

impl<'a> Fonts<'a> {
    /// The fonts that this table names.
    pub(super) fn new(table: &'a [u8], era: Era) -> Self {
        Self { table, era, names: OnceCell::new() }
    }

    fn read(&self) -> Vec<String> {
        let Self { table, era, .. } = *self;
        // The fonts follow a count and the size of extra data, which there is none of; in Word 6 a length.
        let (mut at, name_at) = if era == Era::Word6 { (2, 6) } else { (4, 40) };
        let mut fonts = Vec::new();
        while let Some(len) = u8_at(table, at) {
            let font = slice(table, at, usize::from(len) + 1).unwrap_or(&[]);
            let name = font.get(name_at..).unwrap_or(&[]);
            let units: Vec<u16> = match era {
                Era::Word6 => name.iter().map(|&byte| u16::from(byte)).collect(),
                Era::Word97 => name.chunks_exact(2).filter_map(|unit| u16_at(unit, 0)).collect(),
            };
            let name = units.split(|&unit| unit == 0).next().unwrap_or(&[]);
            fonts.push(String::from_utf16_lossy(name));
            at += usize::from(len) + 1;
        }
        fonts
    }

    /// The Unicode equal of a font's character; the character itself where none is known.
    pub(super) fn unicode(&self, font: u16, unit: u16) -> u16 {
        let name = self.names.get_or_init(|| self.read()).get(usize::from(font)).map_or("", String::as_str);
        let sign = symbol::unicode(name, u32::from(unit)).and_then(|sign| u16::try_from(u32::from(sign)).ok());
        sign.unwrap_or(unit)
    }
}
