//! The piece table: the document's characters in order, and where in the main stream each stands ([MS-DOC] 2.8.35,
//! 2.9.38, 2.9.177).

use std::ops::Range;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::bytes::{size_at, slice, u8_at, u16_at, u32_at};
use super::fib::{Era, Fib};
use super::sprm::{Prl, Prls, short_code};
use super::word6;

/// A run of characters that stands in one place of the main stream.
#[derive(Debug, Clone)]
struct Piece {
    start: usize,
    fc: usize,
    width: usize,
    modifier: u16,
}

/// The text of all stories as UTF-16 units, one a character position.
#[derive(Debug, Default)]
pub(super) struct Text<'a> {
    /// The units.
    pub(super) units: Vec<u16>,
    /// True where pieces point outside the stream, or overlap so that they hold more than it.
    pub(super) damaged: bool,
    pieces: Vec<Piece>,
    grpprls: Vec<&'a [u8]>,
}

/// Where a character stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    /// Byte offset in the main stream.
    pub(super) fc: usize,
    /// Bytes a character.
    pub(super) width: usize,
    /// The position where the piece ends.
    pub(super) end: usize,
    modifier: u16,
}

const COMPRESSED: u32 = 0x4000_0000;

impl<'a> Text<'a> {
    /// Reads the piece table and the text it points to; `None` where there is no piece table.
    pub(super) fn read(clx: &'a [u8], main: &[u8], fib: &Fib) -> Option<Self> {
        let mut text = Self::default();
        let mut at = 0;
        while u8_at(clx, at)? == 1 {
            let len = usize::from(u16_at(clx, at + 1)?);
            text.grpprls.push(slice(clx, at + 3, len)?);
            at += 3 + len;
        }
        let len = size_at(clx, at + 1)?.min(clx.len() - at - 5);
        text.load((u8_at(clx, at)? == 2).then(|| slice(clx, at + 5, len))??, main, fib);
        Some(text)
    }

    /// The text of a Word 6 file that was saved whole and has no piece table.
    pub(super) fn plain(main: &[u8], fib: &Fib) -> Self {
        let mut text = Self::default();
        text.add(
            fib.plain_text.start,
            fib.width,
            fib.plain_text.len() / fib.width,
            main,
            word6::encoding(fib.language),
        );
        text.pieces.push(Piece { start: 0, fc: fib.plain_text.start, width: fib.width, modifier: 0 });
        text
    }

    fn load(&mut self, plc: &[u8], main: &[u8], fib: &Fib) {
        let count = plc.len().saturating_sub(4) / 12;
        for i in 0..count {
            let (Some(from), Some(to)) = (size_at(plc, i * 4), size_at(plc, i * 4 + 4)) else { continue };
            let at = (count + 1) * 4 + i * 8;
            let (Some(fc), Some(modifier)) = (u32_at(plc, at + 2), u16_at(plc, at + 6)) else { continue };
            let (fc, width, encoding) = match fib.era {
                Era::Word6 => (fc, fib.width, word6::encoding(fib.language)),
                Era::Word97 if fc & COMPRESSED != 0 => ((fc & !COMPRESSED) / 2, 1, WINDOWS_1252),
                Era::Word97 => (fc, 2, WINDOWS_1252),
            };
            let Ok(fc) = usize::try_from(fc) else { continue };
            let start = self.units.len();
            self.add(fc, width, to.saturating_sub(from), main, encoding);
            if self.units.len() > start {
                self.pieces.push(Piece { start, fc, width, modifier });
            }
        }
    }

    /// Appends `count` characters; those that are not there are noughts, so that later positions stay right.
    fn add(&mut self, fc: usize, width: usize, count: usize, main: &[u8], encoding: &'static Encoding) {
        // Pieces do not overlap, so there are never more characters than bytes: a bound on memory.
        let room = main.len().saturating_sub(self.units.len());
        let end = self.units.len() + count.min(room);
        let bytes = main.get(fc..).unwrap_or(&[]);
        let bytes = bytes.get(..count.min(room).saturating_mul(width)).unwrap_or(bytes);
        self.damaged |= count > room || bytes.len() / width < count;
        match width {
            2 => self.units.extend(bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair))),
            _ => decode(bytes, encoding, &mut self.units),
        }
        self.units.resize(end, 0);
    }

    /// Where a character stands.
    pub(super) fn spot(&self, cp: usize) -> Option<Spot> {
        let next = self.pieces.partition_point(|piece| piece.start <= cp);
        let piece = self.pieces.get(next.checked_sub(1)?)?;
        let end = self.pieces.get(next).map_or(self.units.len(), |piece| piece.start);
        let fc = piece.fc.checked_add((cp - piece.start).checked_mul(piece.width)?)?;
        Some(Spot { fc, width: piece.width, end, modifier: piece.modifier })
    }

    /// True where a fast save hung modifiers on the piece.
    pub(super) fn is_modified(spot: Spot) -> bool {
        spot.modifier != 0
    }

    /// The modifiers that a fast save hung on a piece: one short one, or a list.
    pub(super) fn modifiers(&self, spot: Spot, era: Era) -> impl Iterator<Item = Prl<'_>> {
        let complex = spot.modifier & 1 != 0;
        let list = if complex { self.grpprls.get(usize::from(spot.modifier >> 1)).copied() } else { None };
        let [low, high] = spot.modifier.to_le_bytes();
        let short = (!complex && spot.modifier != 0).then(|| Prl::short(short_code(low >> 1), high));
        short.into_iter().chain(Prls::new(list.unwrap_or(&[]), era))
    }

    /// The units of a range, cut to the text.
    pub(super) fn clip(&self, range: Range<usize>) -> Range<usize> {
        let end = range.end.min(self.units.len());
        range.start.min(end)..end
    }
}

/// Decodes 8-bit text so that each byte keeps its position: of a two-byte character the second is a nought.
fn decode(bytes: &[u8], encoding: &'static Encoding, units: &mut Vec<u16>) {
    // The upper half of the usual code page is that of Unicode.
    let is_unit = |byte: u8| byte.is_ascii() || encoding == WINDOWS_1252 && byte >= 0xa0;
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or(&[]);
        let plain = rest.iter().take_while(|byte| is_unit(**byte)).count();
        units.extend(rest.iter().take(plain).map(|&byte| u16::from(byte)));
        at += plain + 1;
        let Some(&byte) = rest.get(plain) else { return };
        if !encoding.is_single_byte()
            && let Some(pair) = bytes.get(at - 1..at + 1)
            && let Some(unit) = single(encoding, pair)
        {
            units.extend([unit, 0]);
            at += 1;
            continue;
        }
        units.push(single(encoding, &[byte]).unwrap_or(0xfffd));
    }
}

/// The one UTF-16 unit that these bytes stand for.
fn single(encoding: &'static Encoding, bytes: &[u8]) -> Option<u16> {
    let decoded = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let mut units = decoded.encode_utf16();
    let unit = units.next()?;
    units.next().is_none().then_some(unit)
}
