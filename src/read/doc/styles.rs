//! The style sheet: what paragraphs and runs inherit ([MS-DOC] 2.9.271 STSH, 2.9.260 STD, 2.9.338 UPX).

use std::cell::OnceCell;

use super::bytes::{slice, u8_at, u16_at};
use super::character::Character;
use super::fib::Era;
use super::paragraph::{Properties, each};
use super::row::RowShape;
use super::sprm::Prls;

/// More styles than a chain of bases can hold; ends a chain that bites its tail.
const LONGEST_CHAIN: usize = 16;

#[derive(Debug, Clone, Copy, Default)]
struct Style<'a> {
    base: u16,
    paragraph: &'a [u8],
    character: &'a [u8],
}

/// What a paragraph style gives; a row only where the file is odd.
#[derive(Debug, Clone, Default)]
struct Resolved {
    paragraph: Properties,
    character: Character,
    shape: RowShape,
}

/// All styles, by index (istd).
#[derive(Debug)]
pub(super) struct Styles<'a> {
    styles: Vec<Style<'a>>,
    /// What each paragraph style gives, once it was asked for: of the hundreds that a file may list it uses few.
    resolved: Vec<OnceCell<Resolved>>,
    data: &'a [u8],
    era: Era,
}

impl<'a> Styles<'a> {
    /// Reads the style sheet; what is broken in it is left out.
    pub(super) fn read(sheet: &'a [u8], era: Era, data: &'a [u8]) -> Self {
        let mut read = Self { styles: Vec::new(), resolved: Vec::new(), data, era };
        let _ = read.load(sheet);
        read.resolved.resize_with(read.styles.len(), OnceCell::new);
        read
    }

    fn load(&mut self, sheet: &'a [u8]) -> Option<()> {
        let header = usize::from(u16_at(sheet, 0)?);
        let count = u16_at(sheet, 2)?;
        let base_len = usize::from(u16_at(sheet, 4)?);
        let mut at = 2 + header;
        for _ in 0..count {
            let len = usize::from(u16_at(sheet, at)?);
            let std = slice(sheet, at + 2, len)?;
            self.styles.push(read_style(std, base_len, self.era).unwrap_or_default());
            at += 2 + len + len % 2;
        }
        Some(())
    }

    /// The style and its bases, the outermost base first.
    fn chain(&self, istd: usize) -> impl Iterator<Item = Style<'a>> {
        let mut chain = [Style::default(); LONGEST_CHAIN];
        let (mut next, mut len) = (istd, 0);
        for place in &mut chain {
            let Some(style) = self.styles.get(next) else { break };
            *place = *style;
            next = usize::from(style.base);
            len += 1;
        }
        chain.into_iter().take(len).rev()
    }

    fn resolve(&self, istd: usize) -> Resolved {
        let mut all = Resolved { character: self.character_of(istd, Character::default()), ..Resolved::default() };
        for style in self.chain(istd) {
            each(Prls::new(style.paragraph, self.era), self.data, |prl| match prl.is_of_rows() {
                true => all.shape.apply(prl),
                false => all.paragraph.apply(prl),
            });
        }
        all
    }

    fn resolved(&self, istd: u16) -> Option<&Resolved> {
        let istd = usize::from(istd);
        self.resolved.get(istd).map(|known| known.get_or_init(|| self.resolve(istd)))
    }

    fn character_of(&self, istd: usize, mut character: Character) -> Character {
        for style in self.chain(istd) {
            let base = character;
            Prls::new(style.character, self.era).for_each(|prl| character.apply(&prl, base));
        }
        character
    }

    /// What a paragraph style gives.
    pub(super) fn paragraph(&self, istd: u16) -> (Properties, Character) {
        self.resolved(istd).map(|style| (style.paragraph, style.character)).unwrap_or_default()
    }

    /// The row that a paragraph style defines.
    pub(super) fn shape(&self, istd: u16) -> RowShape {
        self.resolved(istd).map(|style| style.shape.clone()).unwrap_or_default()
    }

    /// What a character style makes of what the paragraph's style gives.
    pub(super) fn character(&self, istd: u16, paragraph: Character) -> Character {
        self.character_of(usize::from(istd), paragraph)
    }
}

/// Reads one STD: fixed base, name, then its property lists, which depend on the kind of style.
fn read_style(std: &[u8], base_len: usize, era: Era) -> Option<Style<'_>> {
    let kind = u16_at(std, 2)? & 0x0f;
    let base = u16_at(std, 2)? >> 4;
    let name = match era {
        Era::Word6 => usize::from(u8_at(std, base_len)?) + 2,
        Era::Word97 => usize::from(u16_at(std, base_len)?) * 2 + 4,
    };
    let mut at = base_len + name;
    let mut list = || {
        at += at % 2;
        let len = usize::from(u16_at(std, at)?);
        let list = slice(std, at + 2, len);
        at += 2 + len;
        list
    };
    let mut style = Style { base, ..Style::default() };
    match kind {
        1 => {
            // The paragraph list begins with the style's own index.
            style.paragraph = list().and_then(|list| list.get(2..)).unwrap_or(&[]);
            style.character = list().unwrap_or(&[]);
        }
        2 => style.character = list().unwrap_or(&[]),
        _ => {}
    }
    Some(style)
}
