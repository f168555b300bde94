//! A story as paragraphs: printed text, properties, and the mark that ends each ([MS-DOC] 2.4).

use std::ops::Range;
use std::rc::Rc;

use super::character::Character;
use super::fib::Era;
use super::fields::Fields;
use super::fkp::BinTable;
use super::fonts::Fonts;
use super::formatting::{Formatting, ParagraphFormat};
use super::pieces::Text;
use super::styles::Styles;

/// The structures that a story is read by.
#[derive(Debug)]
pub(super) struct Sources<'a> {
    /// Generation of the file.
    pub(super) era: Era,
    /// The characters.
    pub(super) text: Text<'a>,
    /// Style sheet.
    pub(super) styles: Styles<'a>,
    /// Fonts.
    pub(super) fonts: Fonts<'a>,
    /// Character properties.
    pub(super) characters: BinTable<'a>,
    /// Paragraph properties.
    pub(super) paragraphs: BinTable<'a>,
    /// The Data stream.
    pub(super) data: &'a [u8],
}

/// A paragraph of a story, lent until the next is read.
#[derive(Debug)]
pub(super) struct Paragraph<'p> {
    /// What is printed of it.
    pub(super) text: &'p str,
    /// Its formatting.
    pub(super) format: &'p ParagraphFormat,
    /// True where the mark is a cell's or row's (U+0007).
    pub(super) cell_mark: bool,
    /// True where the mark itself is deleted or hidden.
    pub(super) gone: bool,
    /// True where deleted text was left out.
    pub(super) cut: bool,
    /// Positions of drawn objects.
    pub(super) drawn: &'p [usize],
}

const PAGE_BREAK: u16 = 0x0c;
const PARAGRAPH: u16 = 0x0d;
const CELL: u16 = 0x07;
const DRAWN: u16 = 0x08;

/// The paragraphs of a story, in order.
#[derive(Debug)]
pub(super) struct Story<'s, 'a> {
    formatting: Formatting<'s, 'a>,
    range: Range<usize>,
    print: Print<'s, 'a>,
    /// The formatting of the paragraph that was read last.
    format: Rc<ParagraphFormat>,
}

/// What is printed of a paragraph.
#[derive(Debug)]
struct Print<'s, 'a> {
    text: &'s [u16],
    fonts: &'s Fonts<'a>,
    fields: Fields,
    /// The position up to which the paragraph is plain characters, known since its mark was found.
    plain_end: usize,
    /// The printed units, and room to make a text of them.
    units: Vec<u16>,
    utf8: String,
    /// Positions of drawn objects.
    drawn: Vec<usize>,
    /// True where deleted text was left out.
    cut: bool,
}

impl<'s, 'a> Story<'s, 'a> {
    /// The story in a range of positions.
    pub(super) fn new(sources: &'s Sources<'a>, range: Range<usize>) -> Self {
        let range = sources.text.clip(range);
        let text = sources.text.units.as_slice();
        let fields = Fields::find(text, range.clone());
        let print = Print {
            text,
            fonts: &sources.fonts,
            fields,
            plain_end: 0,
            units: Vec::new(),
            utf8: String::new(),
            drawn: Vec::new(),
            cut: false,
        };
        Self { formatting: Formatting::new(sources), range, print, format: Rc::default() }
    }

    /// The next paragraph.
    pub(super) fn next(&mut self) -> Option<Paragraph<'_>> {
        if self.range.is_empty() {
            return None;
        }
        let Self { formatting, print, range, format } = self;
        let mark = print.begin(range.clone());
        *format = formatting.paragraph(mark.min(range.end - 1));
        while range.start < mark {
            let (character, end) = formatting.character(range.start, format);
            let end = end.min(mark);
            print.add(range.start..end, character);
            range.start = end;
        }
        range.start = mark + 1;
        let gone = formatting.character(mark, format).0.gone();
        let cell_mark = print.text.get(mark) == Some(&CELL);
        let (text, drawn, cut) = print.end();
        Some(Paragraph { text, format, cell_mark, gone, cut, drawn })
    }
}

impl Print<'_, '_> {
    /// Begins with a paragraph: gives the position of the mark that ends it, or the story's end.
    fn begin(&mut self, story: Range<usize>) -> usize {
        self.units.clear();
        self.drawn.clear();
        self.cut = false;
        let units = self.text.get(story.clone()).unwrap_or(&[]);
        let plain = count_plain(units);
        self.plain_end = story.start + plain;
        let mut rest = units.iter().skip(plain);
        let mark = rest.position(|unit| matches!(*unit, PAGE_BREAK | PARAGRAPH | CELL));
        mark.map_or(story.end, |mark| self.plain_end + mark)
    }

    /// Takes in what is printed of characters of one formatting.
    fn add(&mut self, range: Range<usize>, character: &Character) {
        self.cut |= character.deleted;
        let Self { text, fonts, fields, units, plain_end, drawn, .. } = self;
        let run = text.get(range.clone()).unwrap_or(&[]);
        let is_free = !character.gone() && character.symbol.is_none() && !fields.touches(&range);
        let mut at = range.start;
        let mut rest = run;
        while !rest.is_empty() {
            // Most of a text is plain characters, taken over as they stand.
            let plain = match plain_end.saturating_sub(at) {
                _ if !is_free => 0,
                0 => count_plain(rest),
                known => known.min(rest.len()),
            };
            let (taken, others) = rest.split_at_checked(plain).unwrap_or((rest, &[]));
            units.extend_from_slice(taken);
            at += plain;
            let Some((&unit, behind)) = others.split_first() else { return };
            if unit == DRAWN {
                drawn.push(at);
            }
            if !character.gone() && !fields.covers(at) {
                units.extend(printed(unit, character, fonts));
            }
            at += 1;
            rest = behind;
        }
    }

    /// The text, halves of pairs that stand alone replaced, the drawn objects, and whether deleted text was left out.
    fn end(&mut self) -> (&str, &[usize], bool) {
        let most = self.units.len() * 3;
        if self.utf8.len() < most {
            self.utf8 = "\0".repeat(most);
        }
        let end = encoding_rs::mem::convert_utf16_to_str(&self.units, &mut self.utf8);
        (self.utf8.get(..end).unwrap_or_default(), &self.drawn, self.cut)
    }
}

/// How many plain units stand here before any other.
fn count_plain(units: &[u16]) -> usize {
    let (chunks, _) = units.as_chunks::<8>();
    let is_all_plain = |chunk: &&[u16; 8]| chunk.iter().fold(true, |all, unit| all & is_plain(*unit));
    let sure = chunks.iter().take_while(is_all_plain).count() * 8;
    sure + units.iter().skip(sure).take_while(|unit| is_plain(**unit)).count()
}

/// True for a unit that is printed as it is, whatever the font, unless a symbol stands in its place.
fn is_plain(unit: u16) -> bool {
    matches!(unit, 0x20..=0xf01f | 0xf100..)
}

/// What is printed of a unit.
fn printed(unit: u16, character: &Character, fonts: &Fonts<'_>) -> Option<u16> {
    if let Some((font, symbol)) = character.symbol.filter(|_| character.special) {
        return Some(fonts.unicode(font, symbol));
    }
    match unit {
        0x09 => Some(unit),
        // A line break and a column break.
        0x0b | 0x0e => Some(u16::from(b'\n')),
        // A hyphen that does not break.
        0x1e => Some(u16::from(b'-')),
        // Pictures, notes, fields, hyphens that are not printed.
        0..=0x1f => None,
        0xf020..=0xf0ff => Some(fonts.unicode(character.font, unit)),
        _ => Some(unit),
    }
}
