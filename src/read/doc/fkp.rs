//! Formatted disk pages: which bytes of the main stream carry which properties ([MS-DOC] 2.8.5, 2.9.33, 2.9.175).

use std::cell::Cell;

use super::bytes::{size_at, slice, u8_at, u16_at, u32_at};
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

/// The last of the items in order that has begun, looked for first at a guess and behind it.
fn nearby<T>(items: &[T], guess: usize, has_begun: impl Fn(&T) -> bool) -> Option<usize> {
    let is_last = |i: usize| items.get(i).is_some_and(&has_begun) && !items.get(i + 1).is_some_and(&has_begun);
    match [guess, guess + 1].into_iter().find(|&i| is_last(i)) {
        Some(found) => Some(found),
        None => items.partition_point(has_begun).checked_sub(1),
    }
}

/// A bin table: from byte offsets to pages.
#[derive(Debug, Clone)]
pub(super) struct BinTable<'a> {
    main: &'a [u8],
    kind: Kind,
    era: Era,
    /// First byte offset of each page, and the page.
    pages: Vec<(usize, usize)>,
    /// The page and the run on it that were found last: texts are read in order, so that the next is mostly near.
    last: Cell<(usize, usize)>,
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
        Self { main, kind, era, pages, last: Cell::default() }
    }

    /// The run that holds a byte of the main stream.
    pub(super) fn find(&self, fc: usize) -> Option<Run<'a>> {
        let (last_page, last_run) = self.last.get();
        let number = nearby(&self.pages, last_page, |&(start, _)| start <= fc)?;
        let &(_, at) = self.pages.get(number)?;
        let page = slice(self.main, at, PAGE)?;
        let runs = usize::from(u8_at(page, PAGE - 1)?);
        let (starts, _) = page.get(..runs * 4)?.as_chunks::<4>();
        let begins = |start: &[u8; 4]| usize::try_from(u32::from_le_bytes(*start)).is_ok_and(|start| start <= fc);
        let index = nearby(starts, if number == last_page { last_run } else { 0 }, begins)?;
        self.last.set((number, index));
        let end = size_at(page, (index + 1) * 4).filter(|&end| fc < end)?;
        let (style, grpprl) = self.properties(page, runs, index).unwrap_or((0, &[]));
        Some(Run { end, style, grpprl })
    }

    fn properties(&self, page: &'a [u8], runs: usize, index: usize) -> Option<(u16, &'a [u8])> {
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
