//! A story as paragraphs: printed text, properties, and the mark that ends each ([MS-DOC] 2.4).

use std::ops::Range;

use super::character::Character;
use super::fib::Era;
use super::fields::Fields;
use super::fkp::BinTable;
use super::fonts::Fonts;
use super::paragraph::Properties;
use super::pieces::Text;
use super::sprm::{Prls, code};
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
    pub(super) fonts: Fonts,
    /// Character properties.
    pub(super) characters: BinTable<'a>,
    /// Paragraph properties.
    pub(super) paragraphs: BinTable<'a>,
    /// The Data stream.
    pub(super) data: &'a [u8],
}

/// A paragraph of a story.
#[derive(Debug)]
pub(super) struct Paragraph {
    /// What is printed of it.
    pub(super) text: String,
    /// Its properties.
    pub(super) properties: Properties,
    /// True where the mark is a cell's or row's (U+0007).
    pub(super) cell_mark: bool,
    /// True where the mark itself is deleted or hidden.
    pub(super) gone: bool,
    /// True where deleted text was left out.
    pub(super) cut: bool,
    /// Positions of drawn objects.
    pub(super) drawn: Vec<usize>,
}

const PAGE_BREAK: u16 = 0x0c;
const PARAGRAPH: u16 = 0x0d;
const CELL: u16 = 0x07;
const DRAWN: u16 = 0x08;

/// The paragraphs of a story, in order.
#[derive(Debug)]
pub(super) struct Story<'s, 'a> {
    sources: &'s Sources<'a>,
    fields: Fields,
    range: Range<usize>,
}

impl<'s, 'a> Story<'s, 'a> {
    /// The story in a range of positions.
    pub(super) fn new(sources: &'s Sources<'a>, range: Range<usize>) -> Self {
        let range = sources.text.clip(range);
        Self { sources, fields: Fields::find(&sources.text.units, range.clone()), range }
    }

    /// The position of the mark that ends the paragraph that begins here, or the story's end.
    fn mark(&self) -> usize {
        let units = self.sources.text.units.get(self.range.clone()).unwrap_or(&[]);
        let mark = units.iter().position(|unit| matches!(*unit, PAGE_BREAK | PARAGRAPH | CELL));
        mark.map_or(self.range.end, |mark| self.range.start + mark)
    }
}

impl Iterator for Story<'_, '_> {
    type Item = Paragraph;

    fn next(&mut self) -> Option<Paragraph> {
        if self.range.is_empty() {
            return None;
        }
        let mark = self.mark();
        let (properties, style) = self.sources.paragraph(mark.min(self.range.end - 1));
        let mut line = Line { units: Vec::with_capacity(mark - self.range.start), drawn: Vec::new() };
        let mut last = None;
        let mut cp = self.range.start;
        let mut cut = false;
        while cp < mark {
            let (character, end) = self.sources.character(cp, style);
            last = Some((character, end));
            let end = end.min(mark);
            cut |= character.deleted;
            for cp in cp..end {
                let unit = self.sources.text.units.get(cp).copied().unwrap_or(0);
                if unit == DRAWN {
                    line.drawn.push(cp);
                }
                if !self.fields.covers(cp) && !character.gone() {
                    line.push(unit, &character, &self.sources.fonts);
                }
            }
            cp = end;
        }
        self.range.start = mark + 1;
        let of_mark = match last {
            Some((character, end)) if end > mark => character,
            _ => self.sources.character(mark, style).0,
        };
        Some(Paragraph {
            text: String::from_utf16_lossy(&line.units),
            properties,
            cell_mark: self.sources.text.units.get(mark) == Some(&CELL),
            gone: of_mark.gone(),
            cut,
            drawn: line.drawn,
        })
    }
}

/// A paragraph's printed units as they gather.
#[derive(Debug, Default)]
struct Line {
    units: Vec<u16>,
    drawn: Vec<usize>,
}

impl Line {
    fn push(&mut self, unit: u16, character: &Character, fonts: &Fonts) {
        let unit = match unit {
            _ if character.special && character.symbol.is_some() => {
                let (font, symbol) = character.symbol.unwrap_or_default();
                fonts.unicode(font, symbol)
            }
            0x09 => unit,
            // A line break and a column break.
            0x0b | 0x0e => u16::from(b'\n'),
            // A hyphen that does not break.
            0x1e => u16::from(b'-'),
            // Pictures, notes, fields, hyphens that are not printed.
            0..=0x1f => return,
            0xf020..=0xf0ff => fonts.unicode(character.font, unit),
            _ => unit,
        };
        self.units.push(unit);
    }
}

impl Sources<'_> {
    /// The properties of the paragraph whose mark stands here, and what its style gives its characters.
    fn paragraph(&self, cp: usize) -> (Properties, Character) {
        let Some(spot) = self.text.spot(cp) else { return Default::default() };
        let run = self.paragraphs.find(spot.fc).unwrap_or_default();
        let own = || Prls::new(run.grpprl, self.era);
        let restyled = self.text.modifiers(spot, self.era).filter(|prl| prl.code == code::P_ISTD).last();
        let (mut properties, character) = self.styles.paragraph(restyled.map_or(run.style, |prl| prl.word()));
        properties.apply(own(), self.data);
        properties.apply(self.text.modifiers(spot, self.era), self.data);
        (properties, character)
    }

    /// The properties of a character, and the position up to which they hold.
    fn character(&self, cp: usize, style: Character) -> (Character, usize) {
        let Some(spot) = self.text.spot(cp) else { return (style, cp + 1) };
        let run = self.characters.find(spot.fc);
        let end = run.map_or(1, |run| (run.end - spot.fc).div_ceil(spot.width));
        let own = Prls::new(run.unwrap_or_default().grpprl, self.era);
        let prls = own.chain(self.text.modifiers(spot, self.era));
        (style.modified(prls, &self.styles), spot.end.min(cp + end).max(cp + 1))
    }
}
