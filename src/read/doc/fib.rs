//! The file information block: which version wrote the file, and where everything is ([MS-DOC] 2.5).

use std::ops::Range;

use crate::model::Rejection;

use super::bytes::{size_at, slice, u16_at};

/// Which generation of the format the file is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Era {
    /// Word 6 and Word 95: 8-bit text, one-byte sprms, all tables in the main stream.
    Word6,
    /// Word 97 and later.
    Word97,
}

/// The structures that the reader follows.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    /// Style sheet (STSH).
    Styles,
    /// Bin table of character properties.
    Characters,
    /// Bin table of paragraph properties.
    Paragraphs,
    /// Font names (SttbfFfn).
    Fonts,
    /// Piece table (CLX).
    Pieces,
    /// Anchors of the drawn objects of the main text (PlcfSpa).
    Anchors,
    /// The text boxes' ranges (PlcftxbxTxt).
    TextBoxes,
}

impl Part {
    /// Index in FibRgFcLcb97 ([MS-DOC] 2.5.6).
    fn word97(self) -> usize {
        match self {
            Self::Styles => 1,
            Self::Characters => 12,
            Self::Paragraphs => 13,
            Self::Fonts => 15,
            Self::Pieces => 33,
            Self::Anchors => 40,
            Self::TextBoxes => 56,
        }
    }

    /// Byte offset of the pair in the Word 6 FIB; 0 where that version has none that we read.
    fn word6(self) -> usize {
        match self {
            Self::Styles => 0x60,
            Self::Characters => 0xb8,
            Self::Paragraphs => 0xc0,
            Self::Fonts => 0xd0,
            Self::Pieces => 0x160,
            Self::Anchors | Self::TextBoxes => 0,
        }
    }
}

/// What the reader needs of the FIB.
#[derive(Debug, Clone)]
pub(super) struct Fib {
    /// Generation.
    pub(super) era: Era,
    /// The name of the stream with the tables.
    pub(super) table_stream: &'static str,
    /// Language that the text is stored in, for the code page of Word 6.
    pub(super) language: u16,
    /// Bytes of a character in a Word 6 file: one, or two as East Asian versions of Word 95 write.
    pub(super) width: usize,
    /// Bytes of the text of a Word 6 file without a piece table.
    pub(super) plain_text: Range<usize>,
    /// Characters of the main text.
    pub(super) main_text: usize,
    /// Where the text boxes' characters are, after all other stories before them.
    pub(super) text_boxes: Range<usize>,
    pairs: Vec<(usize, usize)>,
}

const ENCRYPTED: u16 = 0x0100;
const TABLE_1: u16 = 0x0200;
const WIDE: u16 = 0x1000;
/// The last nFib of Word 95; Word 97 begins at 0xC1 (193), and its betas lie between.
const LAST_WORD95: u16 = 105;

impl Fib {
    /// The rejection of a bare Word 1 or 2 file, which has no container.
    pub(super) fn bare_word(bytes: &[u8]) -> Option<Rejection> {
        let ident = u16_at(bytes, 0)?;
        // Word for Windows 1 and 2, Word for Mac 4 and 5.
        matches!(ident, 0xa59b | 0xa59c | 0xa5db | 0xfe32 | 0xfe34 | 0xfe37).then(|| {
            Rejection::new(
                "this is a document of Word 2 or an earlier Word, which is not read",
                "open it in LibreOffice, save it as .docx and run again",
            )
        })
    }

    /// Reads the FIB.
    ///
    /// # Errors
    /// When the stream is no Word document's, is cut off, or is encrypted.
    pub(super) fn read(main: &[u8]) -> Result<Self, Rejection> {
        let broken = || {
            Rejection::new(
                "the document is damaged: its header is cut off or is no Word header",
                "open it in Word or WPS, let the program repair it, save it as .docx and run again",
            )
        };
        if let Some(rejection) = Self::bare_word(main) {
            return Err(rejection);
        }
        let version = u16_at(main, 2).ok_or_else(broken)?;
        let flags = u16_at(main, 10).ok_or_else(broken)?;
        if !matches!(u16_at(main, 0), Some(0xa5ec | 0xa5dc | 0xa697 | 0xa699)) {
            return Err(broken());
        }
        if flags & ENCRYPTED != 0 {
            return Err(Rejection::new(
                "the document is protected by a password",
                "open it with its password, take the password off, save it and run again",
            ));
        }
        let read = if version <= LAST_WORD95 { Self::word6(main, flags) } else { Self::word97(main, flags) };
        read.ok_or_else(broken)
    }

    fn word97(main: &[u8], flags: u16) -> Option<Self> {
        let words = usize::from(u16_at(main, 32)?);
        let longs_at = 34 + words * 2 + 2;
        let longs = usize::from(u16_at(main, longs_at - 2)?);
        let pairs_at = longs_at + longs * 4 + 2;
        let count = usize::from(u16_at(main, pairs_at - 2)?);
        let pairs = slice(main, pairs_at, (count * 8).min(main.len().saturating_sub(pairs_at)))?;
        let pairs = pairs.chunks_exact(8).filter_map(|pair| Some((size_at(pair, 0)?, size_at(pair, 4)?))).collect();
        let ccp = |index: usize| size_at(main, longs_at + index * 4).unwrap_or(0);
        // ccpText ccpFtn ccpHdd reserved ccpAtn ccpEdn ccpTxbx stand at 3..=9.
        let before: usize = (3..=8).map(ccp).sum();
        Some(Self {
            era: Era::Word97,
            table_stream: if flags & TABLE_1 == 0 { "0Table" } else { "1Table" },
            language: u16_at(main, 6)?,
            width: 1,
            plain_text: 0..0,
            main_text: ccp(3),
            text_boxes: before..before + ccp(9),
            pairs,
        })
    }

    fn word6(main: &[u8], flags: u16) -> Option<Self> {
        let all = [Part::Styles, Part::Characters, Part::Paragraphs, Part::Fonts, Part::Pieces];
        let mut pairs = vec![(0, 0); 64];
        for part in all {
            *pairs.get_mut(part.word97())? = (size_at(main, part.word6())?, size_at(main, part.word6() + 4)?);
        }
        Some(Self {
            era: Era::Word6,
            table_stream: "WordDocument",
            language: u16_at(main, 6)?,
            width: if flags & WIDE == 0 { 1 } else { 2 },
            plain_text: size_at(main, 0x18)?..size_at(main, 0x1c)?,
            main_text: size_at(main, 0x34)?,
            text_boxes: 0..0,
            pairs,
        })
    }

    /// A structure's bytes in the table stream; empty where it has none. One that runs over the end is cut.
    pub(super) fn part<'t>(&self, part: Part, table: &'t [u8]) -> &'t [u8] {
        let (at, len) = self.pairs.get(part.word97()).copied().unwrap_or((0, 0));
        let end = at.saturating_add(len).min(table.len());
        table.get(at..end).unwrap_or(&[])
    }
}
