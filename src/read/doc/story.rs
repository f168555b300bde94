//! A story as paragraphs: printed text, properties, and the mark that ends each ([MS-DOC] 2.4).

use std::ops::Range;
use std::rc::Rc;

use super::character::Character;
use super::fib::Era;
use super::fields::Fields;
use super::fkp::{BinTable, Finder, Run};
use super::fonts::Fonts;
use super::memo::Memo;
use super::paragraph::{Properties, each};
use super::pieces::{Spot, Text};
use super::row::RowShape;
use super::sprm::{Prl, Prls, code};
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

/// A paragraph of a story.
#[derive(Debug)]
pub(super) struct Paragraph {
    /// What is printed of it.
    pub(super) text: String,
    /// Its properties.
    pub(super) properties: Properties,
    /// The row, where the mark ends one.
    pub(super) shape: Option<Rc<RowShape>>,
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
    /// The position up to which the paragraph that is being read is plain characters, known since its mark was found.
    plain_end: usize,
    /// The printed units of the paragraph that is being read, and room to make a text of them.
    units: Vec<u16>,
    utf8: String,
    /// The run of characters looked at last.
    run: Option<Formatted>,
    /// Where the properties of characters and of paragraphs were found last.
    character_runs: Finder<'s, 'a>,
    paragraph_runs: Finder<'s, 'a>,
    /// Properties of characters, by their list and by what the paragraph's style gives.
    characters: Memo<'a, Character, Character>,
    /// Properties of paragraphs, by their list and by the style.
    paragraphs: Memo<'a, u16, (Properties, Character, Rc<RowShape>)>,
}

/// Characters of one formatting.
#[derive(Debug, Clone)]
struct Formatted {
    range: Range<usize>,
    /// What the paragraph's style gives them.
    style: Character,
    character: Character,
}

impl<'s, 'a> Story<'s, 'a> {
    /// The story in a range of positions.
    pub(super) fn new(sources: &'s Sources<'a>, range: Range<usize>) -> Self {
        let range = sources.text.clip(range);
        let fields = Fields::find(&sources.text.units, range.clone());
        Self {
            sources,
            fields,
            range,
            plain_end: 0,
            units: Vec::new(),
            utf8: String::new(),
            run: None,
            character_runs: sources.characters.finder(),
            paragraph_runs: sources.paragraphs.finder(),
            characters: Memo::new(),
            paragraphs: Memo::new(),
        }
    }

    /// The position of the mark that ends the paragraph that begins here, or the story's end.
    fn mark(&mut self) -> usize {
        let units = self.sources.text.units.get(self.range.clone()).unwrap_or(&[]);
        let plain = count_plain(units);
        self.plain_end = self.range.start + plain;
        let mut rest = units.iter().skip(plain);
        let mark = rest.position(|unit| matches!(*unit, PAGE_BREAK | PARAGRAPH | CELL));
        mark.map_or(self.range.end, |mark| self.plain_end + mark)
    }
}

impl Iterator for Story<'_, '_> {
    type Item = Paragraph;

    fn next(&mut self) -> Option<Paragraph> {
        if self.range.is_empty() {
            return None;
        }
        let mark = self.mark();
        let at = mark.min(self.range.end - 1);
        let (properties, style, shape) = self.properties(at).unwrap_or_default();
        let mut cp = self.range.start;
        let (mut cut, mut drawn) = (false, Vec::new());
        self.units.clear();
        while cp < mark {
            let (character, end) = self.character(cp, style);
            let end = end.min(mark);
            cut |= character.deleted;
            self.print(cp..end, &character, &mut drawn);
            cp = end;
        }
        self.range.start = mark + 1;
        Some(Paragraph {
            text: self.text(),
            properties,
            shape,
            cell_mark: self.sources.text.units.get(mark) == Some(&CELL),
            gone: self.character(mark, style).0.gone(),
            cut,
            drawn,
        })
    }
}

impl<'a> Story<'_, 'a> {
    /// The properties of a character, and the position up to which they hold.
    fn character(&mut self, cp: usize, style: Character) -> (Character, usize) {
        if let Some(run) = self.run.as_ref().filter(|run| run.range.contains(&cp) && run.style == style) {
            return (run.character, run.range.end);
        }
        let Some(spot) = self.sources.text.spot(cp) else { return (style, cp + 1) };
        let run = self.character_runs.find(spot.fc);
        let bytes = run.map_or(1, |run| run.end - spot.fc);
        let end = if spot.width == 1 { bytes } else { bytes.div_ceil(2) };
        let end = spot.end.min(cp + end).max(cp + 1);
        let run = run.unwrap_or_default();
        let work = || self.sources.character(&run, spot, style);
        let character = if Text::is_modified(spot) { work() } else { *self.characters.get(run.grpprl, style, work) };
        self.run = Some(Formatted { range: cp..end, style, character });
        (character, end)
    }

    /// The properties of the paragraph whose mark stands here, what its style gives its characters, and the row that
    /// it ends, if it does.
    fn properties(&mut self, cp: usize) -> Option<(Properties, Character, Option<Rc<RowShape>>)> {
        let Sources { text, era, .. } = self.sources;
        let spot = text.spot(cp)?;
        let run = self.paragraph_runs.find(spot.fc).unwrap_or_default();
        let (properties, character, shape) = if Text::is_modified(spot) {
            let restyled = text.modifiers(spot, *era).filter(|prl| prl.code == code::P_ISTD).last();
            &self.sources.paragraph(&Run { style: restyled.map_or(run.style, |prl| prl.word()), ..run }, spot)
        } else {
            self.paragraphs.get(run.grpprl, run.style, || self.sources.paragraph(&run, spot))
        };
        Some((*properties, *character, properties.ends_row().then(|| shape.clone())))
    }

    /// The text of the units, halves of pairs that stand alone replaced, in no more memory than it takes.
    fn text(&mut self) -> String {
        let most = self.units.len() * 3;
        if self.utf8.len() < most {
            self.utf8 = "\0".repeat(most);
        }
        let end = encoding_rs::mem::convert_utf16_to_str(&self.units, &mut self.utf8);
        self.utf8.get(..end).unwrap_or_default().to_owned()
    }

    /// Takes in what is printed of characters of one formatting.
    fn print(&mut self, range: Range<usize>, character: &Character, drawn: &mut Vec<usize>) {
        let Self { sources, fields, units, plain_end, .. } = self;
        let run = sources.text.units.get(range.clone()).unwrap_or(&[]);
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
                units.extend(printed(unit, character, &sources.fonts));
            }
            at += 1;
            rest = behind;
        }
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

impl<'a> Sources<'a> {
    /// A paragraph's properties, what its style gives its characters, and the row that it may end.
    fn paragraph(&self, run: &Run<'a>, spot: Spot) -> (Properties, Character, Rc<RowShape>) {
        let (mut properties, character) = self.styles.paragraph(run.style);
        let mut shape = self.styles.shape(run.style);
        each(self.modifiers(run, spot), self.data, |prl| {
            properties.apply(prl);
            shape.apply(prl);
        });
        (properties, character, Rc::new(shape))
    }

    /// The modifiers of a run, then those of the piece that it stands in.
    fn modifiers(&self, run: &Run<'a>, spot: Spot) -> impl Iterator<Item = Prl<'_>> {
        Prls::new(run.grpprl, self.era).chain(self.text.modifiers(spot, self.era))
    }

    /// The properties of the characters of a run.
    fn character(&self, run: &Run<'a>, spot: Spot, style: Character) -> Character {
        style.modified(self.modifiers(run, spot), &self.styles)
    }
}
