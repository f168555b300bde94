//! Which properties the paragraphs and characters of a story have: looked up in order, and worked out once for each list
//! of modifiers.

use std::ops::Range;
use std::rc::Rc;

use super::character::Character;
use super::fkp::{Finder, Run};
use super::memo::Memo;
use super::paragraph::{Properties, each};
use super::pieces::{Spot, Text};
use super::row::RowShape;
use super::sprm::{Prl, Prls, code};
use super::story::Sources;

/// What a paragraph's formatting gives.
#[derive(Debug, Default)]
pub(super) struct ParagraphFormat {
    /// Its properties.
    pub(super) properties: Properties,
    /// The row that its mark ends, if it does.
    pub(super) shape: RowShape,
    /// Its style.
    style: u16,
    /// What the style gives the paragraph's characters.
    character: Character,
}

/// The characters that were looked at last, all of one formatting.
#[derive(Debug, Default)]
struct Characters {
    range: Range<usize>,
    /// The style of the paragraph that they were looked at for.
    style: u16,
    character: Character,
}

/// The look-up of formatting.
#[derive(Debug)]
pub(super) struct Formatting<'s, 'a> {
    sources: &'s Sources<'a>,
    /// Where the properties of characters and of paragraphs were found last.
    character_runs: Finder<'s, 'a>,
    paragraph_runs: Finder<'s, 'a>,
    last: Characters,
    characters: Memo<'a, Character>,
    paragraphs: Memo<'a, Rc<ParagraphFormat>>,
}

impl<'s, 'a> Formatting<'s, 'a> {
    /// Nothing was looked up yet.
    pub(super) fn new(sources: &'s Sources<'a>) -> Self {
        Self {
            sources,
            character_runs: sources.characters.finder(),
            paragraph_runs: sources.paragraphs.finder(),
            last: Characters::default(),
            characters: Memo::new(),
            paragraphs: Memo::new(),
        }
    }

    /// The properties of the paragraph whose mark stands here.
    pub(super) fn paragraph(&mut self, mark: usize) -> Rc<ParagraphFormat> {
        let Sources { text, era, .. } = self.sources;
        let Some(spot) = text.spot(mark) else { return Rc::default() };
        let run = self.paragraph_runs.find(spot.fc).unwrap_or(&Run::NONE);
        if Text::is_modified(spot) {
            let restyled = text.modifiers(spot, *era).filter(|prl| prl.code == code::P_ISTD).last();
            let style = restyled.map_or(run.style, |prl| prl.word());
            return Rc::new(self.sources.paragraph(run.grpprl, style, spot));
        }
        let work = || Rc::new(self.sources.paragraph(run.grpprl, run.style, spot));
        Rc::clone(self.paragraphs.get(run.grpprl, run.style, work))
    }

    /// The properties of a character of a paragraph, and the position up to which they hold.
    pub(super) fn character(&mut self, cp: usize, of: &ParagraphFormat) -> (&Character, usize) {
        if !self.last.range.contains(&cp) || self.last.style != of.style {
            self.find_character(cp, of);
        }
        (&self.last.character, self.last.range.end)
    }

    fn find_character(&mut self, cp: usize, of: &ParagraphFormat) {
        let Some(spot) = self.sources.text.spot(cp) else {
            self.last = Characters { range: cp..cp + 1, style: of.style, character: of.character };
            return;
        };
        let run = self.character_runs.find(spot.fc);
        let bytes = run.map_or(1, |run| run.end - spot.fc);
        let characters = if spot.width == 1 { bytes } else { bytes.div_ceil(2) };
        let end = spot.end.min(cp + characters).max(cp + 1);
        let list = run.map_or(&[][..], |run| run.grpprl);
        let work = || self.sources.character(list, spot, of.character);
        let character = if Text::is_modified(spot) { work() } else { *self.characters.get(list, of.style, work) };
        (self.last.range, self.last.style, self.last.character) = (cp..end, of.style, character);
    }
}

impl<'a> Sources<'a> {
    /// What a list of modifiers makes of a paragraph of a style.
    fn paragraph(&self, list: &'a [u8], style: u16, spot: Spot) -> ParagraphFormat {
        let (mut properties, character) = self.styles.paragraph(style);
        let mut shape = self.styles.shape(style);
        each(self.modifiers(list, spot), self.data, |prl| match prl.is_of_rows() {
            true => shape.apply(prl),
            false => properties.apply(prl),
        });
        ParagraphFormat { properties, shape, style, character }
    }

    /// What a list of modifiers makes of characters in a paragraph whose style gives them this.
    fn character(&self, list: &'a [u8], spot: Spot, style: Character) -> Character {
        style.modified(self.modifiers(list, spot), &self.styles)
    }

    /// The modifiers of a run, then those of the piece that it stands in.
    fn modifiers(&self, list: &'a [u8], spot: Spot) -> impl Iterator<Item = Prl<'_>> {
        Prls::new(list, self.era).chain(self.text.modifiers(spot, self.era))
    }
}
