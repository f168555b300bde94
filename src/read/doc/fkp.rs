//! Formatted disk pages: which bytes of the main stream carry which properties ([MS-DOC] 2.8.5, 2.9.33, 2.9.175).

use super::bytes::{size_at, u8_at, u16_at, u32_at};
use super::fib::Era;

const PAGE: usize = 512;
/// The page number is the low 22 bits of an entry.
const PAGE_NUMBER: u32 = 0x003f_ffff;

/// What kind of properties the pages hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Character properties (CHPX).
    Character,
    /// Paragraph properties (PAPX).
    Paragraph,
}

/// The properties of a run of bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run<'a> {
    /// The byte offset where the run ends.
    pub(super) end: usize,
    /// The paragraph style; 0 for characters.
    pub(super) style: u16,
    /// The modifiers.
    pub(super) grpprl: &'a [u8],
}

impl Run<'_> {
    /// Bytes without properties.
    pub(super) const NONE: Self = Self { end: 0, style: 0, grpprl: &[] };
}

/// A bin table: from byte offsets to pages.
#[derive(Debug, Clone)]
pub(super) struct BinTable<'a> {
    main: &'a [u8],
    kind: Kind,
    era: Era,
    /// First byte offset of each page, and the page.
    pages: Vec<(usize, usize)>,
}

/// Finds runs in a bin table. Texts are read in order: the next run is mostly the one found last or the one behind it.
/// What is found is changed in its place and lent: hardly anything takes longer here than to copy it.
#[derive(Debug)]
pub(super) struct Finder<'s, 'a> {
    table: &'s BinTable<'a>,
    page: &'a [u8; PAGE],
    /// Where the next page begins.
    page_end: usize,
    /// The number of the run on its page, and where it begins.
    index: usize,
    start: usize,
    run: Run<'a>,
}

impl<'a> BinTable<'a> {
    /// Reads a bin table (PlcBteChpx, PlcBtePapx).
    pub(super) fn new(table: &[u8], main: &'a [u8], kind: Kind, era: Era) -> Self {
        let width = if era == Era::Word6 { 2 } else { 4 };
        let count = table.len().saturating_sub(4) / (4 + width);
        let page = |i: usize| {
            let at = (count + 1) * 4 + i * width;
            let number = if width == 2 { u32::from(u16_at(table, at)?) } else { u32_at(table, at)? & PAGE_NUMBER };
            Some((size_at(table, i * 4)?, usize::try_from(number).ok()?.checked_mul(PAGE)?))
        };
        let mut pages: Vec<_> = (0..count).filter_map(page).collect();
        pages.sort_unstable();
        Self { main, kind, era, pages }
    }

    /// A finder of runs that has found none yet.
    pub(super) fn finder(&self) -> Finder<'_, 'a> {
        Finder { table: self, page: &[0; PAGE], page_end: 0, index: 0, start: 0, run: Run::NONE }
    }

    /// The page that a byte belongs to, and where the next begins.
    fn page(&self, fc: usize) -> Option<(&'a [u8; PAGE], usize)> {
        let after = self.pages.partition_point(|&(start, _)| start <= fc);
        let &(_, at) = self.pages.get(after.checked_sub(1)?)?;
        let end = self.pages.get(after).map_or(usize::MAX, |&(start, _)| start);
        Some((self.main.get(at..)?.first_chunk()?, end))
    }

    fn properties(&self, page: &'a [u8; PAGE], runs: usize, index: usize) -> Option<(u16, &'a [u8])> {
        // An entry of a paragraph page carries cached line heights after its offset: 12 bytes, 6 in Word 6.
        let width = match (self.kind, self.era) {
            (Kind::Character, _) => 1,
            (Kind::Paragraph, Era::Word6) => 7,
            (Kind::Paragraph, Era::Word97) => 13,
        };
        let at = usize::from(u8_at(page, (runs + 1) * 4 + index * width)?) * 2;
        if at == 0 {
            return None;
        }
        let len = usize::from(u8_at(page, at)?);
        let (start, len) = match (self.kind, self.era) {
            (Kind::Character, _) => (at + 1, len),
            (Kind::Paragraph, Era::Word6) => (at + 1, len * 2),
            (Kind::Paragraph, Era::Word97) if len == 0 => (at + 2, usize::from(u8_at(page, at + 1)?) * 2),
            (Kind::Paragraph, Era::Word97) => (at + 1, len * 2 - 1),
        };
        let properties = page.get(start..(start + len).min(PAGE))?;
        match (self.kind, self.era) {
            (Kind::Character, _) => Some((0, properties)),
            (Kind::Paragraph, Era::Word97) => Some((u16_at(properties, 0)?, properties.get(2..)?)),
            // The style is one byte; the second byte of the count's word is a modifier already.
            (Kind::Paragraph, Era::Word6) => Some((u16::from(u8_at(properties, 0)?), properties.get(1..)?)),
        }
    }
}

impl<'a> Finder<'_, 'a> {
    /// The run that holds a byte of the main stream.
    pub(super) fn find(&mut self, fc: usize) -> Option<&Run<'a>> {
        let is_here = self.start <= fc && fc < self.page_end;
        let is_near = is_here && (fc < self.run.end || self.take(self.index + 1, fc));
        if is_near || self.search(fc) {
            return Some(&self.run);
        }
        *self = self.table.finder();
        None
    }

    /// Takes the run of this number on the page, if it holds the byte.
    fn take(&mut self, index: usize, fc: usize) -> bool {
        let page = self.page;
        let runs = usize::from(page[PAGE - 1]);
        let (Some(start), Some(end)) = (size_at(page, index * 4), size_at(page, index * 4 + 4)) else { return false };
        if index >= runs || !(start..end).contains(&fc) {
            return false;
        }
        (self.index, self.start, self.run.end) = (index, start, end);
        (self.run.style, self.run.grpprl) = self.table.properties(page, runs, index).unwrap_or((0, &[]));
        true
    }

    /// Looks the page up, and the run on it.
    fn search(&mut self, fc: usize) -> bool {
        let Some((page, end)) = self.table.page(fc) else { return false };
        (self.page, self.page_end) = (page, end);
        let Some(starts) = page.get(..usize::from(page[PAGE - 1]) * 4) else { return false };
        let begins = |start: &[u8; 4]| usize::try_from(u32::from_le_bytes(*start)).is_ok_and(|start| start <= fc);
        let index = starts.as_chunks::<4>().0.partition_point(begins);
        index.checked_sub(1).is_some_and(|index| self.take(index, fc))
    }
}
