//! The one-byte modifiers of Word 6 and 95 and their Word 97 equals (Word 6.0 binary file format, sprm definitions).

use super::bytes::{u8_at, u16_at};
use super::sprm::{changed_tabs, code};

/// How many bytes of length stand before an operand, and the operand's length; `None` for an unknown code, whose
/// length cannot be known.
pub(super) fn extent(code: u8, after: &[u8]) -> Option<(usize, usize)> {
    let fixed = match code {
        0 | 83 => 0,
        4..=11 | 13 | 14 | 24 | 25 | 29 | 37 | 44 | 50 | 51 | 65..=67 | 71 | 75 | 77..=79 => 1,
        85..=92 | 94 | 98 | 100 | 102 | 104 | 117..=119 | 131 | 132 | 138 | 139 | 185 | 186 => 1,
        142 | 143 | 146 | 147 | 149..=153 | 158 | 159 | 162 => 1,
        2 | 16..=19 | 21 | 22 | 26..=28 | 30..=36 | 38..=43 | 45..=49 | 69 | 72 | 80 | 93 | 96 | 97 | 99 => 2,
        101 | 107 | 109..=112 | 121..=124 | 140 | 141 | 144 | 145 | 148 | 154..=157 | 160 | 161 => 2,
        164..=171 | 182..=184 | 189 | 195 | 197 | 198 => 2,
        73 | 95 | 136 | 137 => 3,
        20 | 70 | 192 | 194 | 196 | 200 => 4,
        193 | 199 => 5,
        187 => 12,
        188 | 190 => return Some((2, usize::from(u16_at(after, 0)?).saturating_sub(1))),
        23 if u8_at(after, 0) == Some(255) => return Some((1, changed_tabs(after.get(1..)?)?)),
        3 | 12 | 15 | 23 | 68 | 74 | 81 | 82 | 103 | 105 | 106 | 108 | 120 | 133 | 191 => {
            return Some((1, usize::from(u8_at(after, 0)?)));
        }
        _ => return None,
    };
    Some((0, fixed))
}

/// The Word 97 code that does the same, of those that matter to text and tables; else 0.
pub(super) fn code(code: u8) -> u16 {
    match code {
        2 => code::P_ISTD,
        24 => code::P_IN_TABLE,
        25 => code::P_ROW_END,
        65 => code::C_DELETED,
        74 => code::C_SYMBOL,
        80 => code::C_ISTD,
        83 => code::C_PLAIN,
        92 => code::C_VANISH,
        93 => code::C_FONT,
        117 => code::C_SPECIAL,
        183 => code::T_LEFT,
        184 => code::T_GAP_HALF,
        190 => code::T_DEF_TABLE_10,
        194 => code::T_INSERT,
        195 => code::T_DELETE,
        196 => code::T_COLUMN,
        197 => code::T_MERGE,
        198 => code::T_SPLIT,
        _ => 0,
    }
}

/// The text encoding of a file in this language, by its Windows code page.
pub(super) fn encoding(language: u16) -> &'static encoding_rs::Encoding {
    match language {
        0x0804 | 0x1004 => encoding_rs::GBK,
        0x0404 | 0x0c04 => encoding_rs::BIG5,
        0x0411 => encoding_rs::SHIFT_JIS,
        0x0412 => encoding_rs::EUC_KR,
        0x0419 | 0x0422 | 0x0423 => encoding_rs::WINDOWS_1251,
        0x0405 | 0x040e | 0x0415 | 0x041b => encoding_rs::WINDOWS_1250,
        _ => encoding_rs::WINDOWS_1252,
    }
}
