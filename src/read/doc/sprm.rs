//! Property modifiers: an operation code and its operand ([MS-DOC] 2.2.5, 2.6).

use super::bytes::{slice, u8_at, u16_at};
use super::fib::Era;

/// One property modifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Prl<'a> {
    /// The Word 97 code; 0 for a Word 6 code that no property here needs.
    pub(super) code: u16,
    /// The operand, without its length.
    pub(super) operand: &'a [u8],
}

impl Prl<'static> {
    /// A modifier of one byte.
    pub(super) fn short(code: u16, operand: u8) -> Self {
        Self { code, operand: BYTES.get(usize::from(operand)..=usize::from(operand)).unwrap_or(&[]) }
    }
}

impl Prl<'_> {
    /// The operand's first byte, or 0.
    pub(super) fn byte(&self) -> u8 {
        u8_at(self.operand, 0).unwrap_or(0)
    }

    /// True for a modifier of a table's rows: the group (sgc) is the three bits from the tenth on.
    pub(super) fn is_of_rows(&self) -> bool {
        self.code >> 10 & 7 == 5
    }

    /// The operand's first two bytes, or 0.
    pub(super) fn word(&self) -> u16 {
        u16_at(self.operand, 0).unwrap_or(0)
    }
}

/// The codes that matter to text and tables.
pub(super) mod code {
    #![allow(missing_docs)]
    pub(in super::super) const C_DELETED: u16 = 0x0800;
    pub(in super::super) const C_SYMBOL: u16 = 0x6a09;
    pub(in super::super) const C_SPECIAL: u16 = 0x0855;
    pub(in super::super) const C_VANISH: u16 = 0x083c;
    pub(in super::super) const C_ISTD: u16 = 0x4a30;
    pub(in super::super) const C_PLAIN: u16 = 0x2a33;
    pub(in super::super) const C_FONT: u16 = 0x4a4f;
    pub(in super::super) const P_ISTD: u16 = 0x4600;
    pub(in super::super) const P_IN_TABLE: u16 = 0x2416;
    pub(in super::super) const P_ROW_END: u16 = 0x2417;
    pub(in super::super) const P_DEPTH: u16 = 0x6649;
    pub(in super::super) const P_DEPTH_BY: u16 = 0x664a;
    pub(in super::super) const P_INNER_CELL: u16 = 0x244b;
    pub(in super::super) const P_INNER_ROW: u16 = 0x244c;
    pub(in super::super) const P_HUGE_97: u16 = 0x6645;
    pub(in super::super) const P_HUGE: u16 = 0x6646;
    pub(in super::super) const P_TABLE_PROPS: u16 = 0x646b;
    pub(in super::super) const T_LEFT: u16 = 0x9601;
    pub(in super::super) const T_GAP_HALF: u16 = 0x9602;
    pub(in super::super) const T_DEF_TABLE_10: u16 = 0xd606;
    pub(in super::super) const T_DEF_TABLE: u16 = 0xd608;
    pub(in super::super) const T_INSERT: u16 = 0x7621;
    pub(in super::super) const T_DELETE: u16 = 0x5622;
    pub(in super::super) const T_COLUMN: u16 = 0x7623;
    pub(in super::super) const T_MERGE: u16 = 0x5624;
    pub(in super::super) const T_SPLIT: u16 = 0x5625;
    pub(in super::super) const T_VERT_MERGE: u16 = 0xd62b;
}

/// Every byte at its own place, so that a byte that is part of a word can be lent as an operand.
static BYTES: [u8; 256] = {
    let mut bytes = [0; 256];
    let mut i = 0u8;
    while i < 255 {
        i += 1;
        bytes[i as usize] = i;
    }
    bytes
};

const P_CHANGE_TABS: u16 = 0xc615;

/// The modifiers of a grpprl, in order; ends at the first that is cut off.
#[derive(Debug, Clone)]
pub(super) struct Prls<'a> {
    rest: &'a [u8],
    era: Era,
}

impl<'a> Prls<'a> {
    /// The modifiers in these bytes.
    pub(super) fn new(grpprl: &'a [u8], era: Era) -> Self {
        Self { rest: grpprl, era }
    }
}

impl<'a> Iterator for Prls<'a> {
    type Item = Prl<'a>;

    // A modifier that is handed over in memory is waited for.
    #[inline(always)]
    fn next(&mut self) -> Option<Prl<'a>> {
        let (code, start, len) = match self.era {
            Era::Word97 => {
                let code = u16_at(self.rest, 0)?;
                let (skip, len) = extent(code, self.rest.get(2..)?)?;
                (code, 2 + skip, len)
            }
            Era::Word6 => {
                let code = u8_at(self.rest, 0)?;
                let (skip, len) = super::word6::extent(code, self.rest.get(1..)?)?;
                (super::word6::code(code), 1 + skip, len)
            }
        };
        let operand = slice(self.rest, start, len)?;
        self.rest = self.rest.get(start + len..)?;
        Some(Prl { code, operand })
    }
}

/// How many bytes of length stand before an operand, and the operand's length.
fn extent(code: u16, after: &[u8]) -> Option<(usize, usize)> {
    Some(match code >> 13 {
        0 | 1 => (0, 1),
        2 | 4 | 5 => (0, 2),
        3 => (0, 4),
        7 => (0, 3),
        // The table definitions count two bytes, and one too many.
        _ if matches!(code, code::T_DEF_TABLE | code::T_DEF_TABLE_10) => {
            (2, usize::from(u16_at(after, 0)?).saturating_sub(1))
        }
        _ => match u8_at(after, 0)? {
            255 if code == P_CHANGE_TABS => (1, changed_tabs(after.get(1..)?)?),
            len => (1, usize::from(len)),
        },
    })
}

/// The length of a sprmPChgTabs operand that is too long for its length byte: deleted tabs of four bytes, added of three.
pub(super) fn changed_tabs(operand: &[u8]) -> Option<usize> {
    let deleted = usize::from(u8_at(operand, 0)?) * 4;
    let added = usize::from(u8_at(operand, 1 + deleted)?) * 3;
    Some(2 + deleted + added)
}

/// The modifier that a short piece modifier (Prm0) stands for, of those that matter here ([MS-DOC] 2.9.215).
pub(super) fn short_code(isprm: u8) -> u16 {
    match isprm {
        0x18 => code::P_IN_TABLE,
        0x19 => code::P_ROW_END,
        0x41 => code::C_DELETED,
        0x53 => code::C_PLAIN,
        0x5c => code::C_VANISH,
        0x75 => code::C_SPECIAL,
        _ => 0,
    }
}
