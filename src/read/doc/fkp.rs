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
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Run<'a> {
    /// The byte offset where the run ends.
    pub(super) end: usize,
    /// The paragraph style; 0 for characters.
    pub(super) style: u16,
    /// The modifiers.
    pub(super) grpprl: &'a [u8],
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
#[derive(Debug)]
pub(super) struct Finder<'s, 'a> {
    table: &'s BinTable<'a>,
    last: Option<Found<'a>>,
}

/// A run on its page.
#[derive(Debug, Clone, Copy)]
struct Found<'a> {
    page: &'a [u8; PAGE],
    /// Where the next page begins.
    page_end: usize,
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
        Finder { table: self, last: None }
    }

    fn search(&self, fc: usize) -> Option<Found<'a>> {
        let after = self.pages.partition_point(|&(start, _)| start <= fc);
        let &(_, at) = self.pages.get(after.checked_sub(1)?)?;
        let page_end = self.pages.get(after).map_or(usize::MAX, |&(start, _)| start);
        let page: &[u8; PAGE] = self.main.get(at..)?.first_chunk()?;
        let (starts, _) = page.get(..usize::from(page[PAGE - 1]) * 4)?.as_chunks::<4>();
        let begins = |start: &[u8; 4]| usize::try_from(u32::from_le_bytes(*start)).is_ok_and(|start| start <= fc);
        let index = starts.partition_point(begins).checked_sub(1)?;
        let run = Run::default();
        self.run(&Found { page, page_end, index, start: 0, run }, index, fc)
    }

    /// The run of this number on a page, if it holds the byte.
    fn run(&self, on: &Found<'a>, index: usize, fc: usize) -> Option<Found<'a>> {
        let runs = usize::from(on.page[PAGE - 1]);
        let (bounds, _) = on.page.get(index * 4..)?.first_chunk::<8>()?.as_chunks::<4>();
        let [start, end] = bounds else { return None };
        let start = usize::try_from(u32::from_le_bytes(*start)).ok()?;
        let end = usize::try_from(u32::from_le_bytes(*end)).ok()?;
        if index >= runs || !(start..end).contains(&fc) {
            return None;
        }
        let (style, grpprl) = self.properties(on.page, runs, index).unwrap_or((0, &[]));
        Some(Found { index, start, run: Run { end, style, grpprl }, ..*on })
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
    pub(super) fn find(&mut self, fc: usize) -> Option<Run<'a>> {
        let last = self.last.as_ref().filter(|last| (last.start..last.page_end).contains(&fc));
        if last.is_none_or(|last| fc >= last.run.end) {
            let next = last.and_then(|last| self.table.run(last, last.index + 1, fc));
            self.last = next.or_else(|| self.table.search(fc));
        }
        self.last.as_ref().map(|found| found.run)
    }
}
