//! Characters of the symbol fonts, which Word keeps in a private range, as Unicode.

use super::bytes::{slice, u8_at};
use super::fib::Era;

/// The Greek alphabet in the order of the Latin keys of the Symbol font, from `A` and from `a`.
const GREEK_CAPITALS: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
const GREEK_SMALL: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";

/// A font whose characters are signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Font {
    Symbol,
    Wingdings,
    Wingdings2,
}

/// The symbol fonts among the file's fonts.
#[derive(Debug, Default)]
pub(super) struct Fonts(Vec<Option<Font>>);

impl Fonts {
    /// Reads the font names ([MS-DOC] 2.9.286 SttbfFfn, 2.9.73 FFN).
    pub(super) fn read(table: &[u8], era: Era) -> Self {
        // The names follow a count and the size of extra data, which there is none of; in Word 6 a length.
        let (mut at, name_at, width) = if era == Era::Word6 { (2, 6, 1) } else { (4, 40, 2) };
        let mut fonts = Vec::new();
        while let Some(len) = u8_at(table, at) {
            let whole = slice(table, at, usize::from(len) + 1).unwrap_or(&[]);
            let name = whole.get(name_at..).unwrap_or(&[]);
            let name: String =
                name.chunks(width).map_while(|c| c.first().filter(|&&b| b != 0)).map(|&b| char::from(b)).collect();
            fonts.push(match name.as_str() {
                "Symbol" => Some(Font::Symbol),
                "Wingdings" => Some(Font::Wingdings),
                "Wingdings 2" => Some(Font::Wingdings2),
                _ => None,
            });
            at += usize::from(len) + 1;
        }
        Self(fonts)
    }

    /// The Unicode equal of a font's character; the character itself where none is known.
    pub(super) fn unicode(&self, font: u16, unit: u16) -> u16 {
        let low = unit & 0xff;
        let sign = match self.0.get(usize::from(font)).copied().flatten() {
            Some(Font::Symbol) => symbol(low),
            Some(Font::Wingdings) => wingdings(low),
            Some(Font::Wingdings2) => wingdings2(low),
            None => None,
        };
        sign.and_then(|sign| u16::try_from(u32::from(sign)).ok()).unwrap_or(unit)
    }
}

fn symbol(low: u16) -> Option<char> {
    Some(match low {
        0x41..=0x5a => GREEK_CAPITALS.chars().nth(usize::from(low - 0x41))?,
        0x61..=0x7a => GREEK_SMALL.chars().nth(usize::from(low - 0x61))?,
        0x2d => '−',
        0xa2 => '′',
        0xa3 => '≤',
        0xa5 => '∞',
        0xab => '↔',
        0xac => '←',
        0xad => '↑',
        0xae => '→',
        0xaf => '↓',
        0xb0 => '°',
        0xb1 => '±',
        0xb2 => '″',
        0xb3 => '≥',
        0xb4 => '×',
        0xb5 => '∝',
        0xb7 => '•',
        0xb8 => '÷',
        0xb9 => '≠',
        0xba => '≡',
        0xbb => '≈',
        0xbc => '…',
        0xd6 => '√',
        0xd7 => '⋅',
        0xe5 => '∑',
        0x20..=0x7e => char::from_u32(u32::from(low))?,
        _ => return None,
    })
}

fn wingdings(low: u16) -> Option<char> {
    Some(match low {
        0x20 => ' ',
        0x6c => '●',
        0x6e => '■',
        0x6f | 0xa8 => '□',
        0x75 => '◆',
        0x81..=0x8a => char::from_u32(0x2460 + u32::from(low - 0x81))?,
        0x8c..=0x95 => char::from_u32(0x2776 + u32::from(low - 0x8c))?,
        0xa1 => '○',
        0xa7 => '▪',
        0xab => '★',
        0xd8 => '➢',
        0xe0 => '→',
        0xfb => '✗',
        0xfc => '✓',
        0xfd => '☒',
        0xfe => '☑',
        _ => return None,
    })
}

fn wingdings2(low: u16) -> Option<char> {
    Some(match low {
        0x4f => '✗',
        0x50 => '✓',
        0x51 | 0x53 | 0x54 => '☒',
        0x52 => '☑',
        0xa3 => '□',
        _ => return None,
    })
}
