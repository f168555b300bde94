//! Character properties: what of them decides whether and how a character is text ([MS-DOC] 2.6.1).

use super::bytes::{u8_at, u16_at};
use super::sprm::{Prl, code};
use super::styles::Styles;

/// A run's character properties.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Character {
    /// Hidden text.
    pub(super) hidden: bool,
    /// A deleted revision.
    pub(super) deleted: bool,
    /// The character is a sign of the file's, no text.
    pub(super) special: bool,
    /// Index of the font.
    pub(super) font: u16,
    /// A symbol that stands in the character's place: font and character.
    pub(super) symbol: Option<(u16, u16)>,
}

impl Character {
    /// True for what is not printed.
    pub(super) fn gone(&self) -> bool {
        self.hidden || self.deleted
    }

    /// The properties that modifiers make of those of the paragraph's style. `styles` gives the character styles.
    pub(super) fn modified<'p>(self, prls: impl Iterator<Item = Prl<'p>>, styles: &Styles<'_>) -> Self {
        let mut style = self;
        let mut result = self;
        prls.for_each(|prl| match prl.code {
            code::C_ISTD => {
                style = styles.character(prl.word(), self);
                result = Self { deleted: result.deleted, special: result.special, ..style };
            }
            code::C_PLAIN => result = Self { deleted: result.deleted, special: result.special, ..style },
            _ => result.apply(&prl, style),
        });
        result
    }

    /// Applies one modifier that is no style's.
    pub(super) fn apply(&mut self, prl: &Prl<'_>, style: Self) {
        match prl.code {
            code::C_VANISH => self.hidden = toggled(prl.byte(), style.hidden, self.hidden),
            code::C_DELETED => self.deleted = toggled(prl.byte(), style.deleted, self.deleted),
            code::C_SPECIAL => self.special = prl.byte() != 0,
            code::C_FONT => self.font = prl.word(),
            // Word 6 gives one byte for the character.
            code::C_SYMBOL => {
                let symbol = u16_at(prl.operand, 2).or_else(|| u8_at(prl.operand, 2).map(u16::from));
                self.symbol = symbol.map(|symbol| (prl.word(), symbol));
            }
            _ => {}
        }
    }
}

/// A ToggleOperand: off, on, as the style, or its opposite ([MS-DOC] 2.9.327).
fn toggled(operand: u8, style: bool, now: bool) -> bool {
    match operand {
        0 => false,
        1 => true,
        0x80 => style,
        0x81 => !style,
        _ => now,
    }
}
