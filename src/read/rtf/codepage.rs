//! Which encoding a run of bytes is in: `\ansicpg`, `\fcharset`, `\cpg`, and the default language where a writer gave
//! no code page.

use std::collections::BTreeMap;

use encoding_rs::Encoding;

use crate::read::symbol;

/// A font of the font table.
#[derive(Debug, Clone, Default)]
pub(super) struct Font {
    /// `\fcharset`.
    pub(super) charset: i32,
    /// `\cpg`, which wins over the charset.
    pub(super) codepage: Option<i32>,
    /// The name; only its ASCII characters.
    pub(super) name: String,
}

/// The document's code page and fonts.
#[derive(Debug, Default)]
pub(super) struct Codepages {
    stated: Option<&'static Encoding>,
    by_language: Option<&'static Encoding>,
    fonts: BTreeMap<i32, Font>,
}

/// More fonts than any document has; a file with more of them is not meant well.
const MOST_FONTS: usize = 4096;

impl Codepages {
    /// `\ansicpgN`, `\mac`.
    pub(super) fn state(&mut self, codepage: i32) {
        self.stated = by_codepage(codepage).or(self.stated);
    }

    /// `\deflangN`, `\deflangfeN`: a hint for documents that state no code page.
    pub(super) fn language(&mut self, language: i32) {
        let codepage = match language {
            2052 | 4100 => 936,
            1028 | 3076 | 5124 => 950,
            1041 => 932,
            1042 => 949,
            _ => return,
        };
        self.by_language = by_codepage(codepage);
    }

    /// The entry of a font, made if need be.
    pub(super) fn font_mut(&mut self, number: i32) -> Option<&mut Font> {
        if self.fonts.len() >= MOST_FONTS && !self.fonts.contains_key(&number) {
            return None;
        }
        Some(self.fonts.entry(number).or_default())
    }

    /// The name of a font, if it is one of glyphs.
    pub(super) fn symbol_font(&self, number: i32) -> Option<&str> {
        let font = self.fonts.get(&number)?;
        symbol::is_symbol_font(&font.name).then_some(font.name.as_str())
    }

    /// True when the font's bytes come in pairs.
    pub(super) fn is_multi_byte(&self, number: i32) -> bool {
        self.fonts.get(&number).is_some_and(|font| matches!(font.charset, 128..=136))
    }

    /// The encoding of bytes in a font, if the file says one. Charset 0 is read by the document's code page: Chinese writers leave it on
    /// fonts that they use for Chinese text.
    fn encoding(&self, number: i32) -> Option<&'static Encoding> {
        let font = self.fonts.get(&number);
        let stated = font.and_then(|font| font.codepage.and_then(by_codepage).or_else(|| by_charset(font.charset)));
        stated.or(self.stated).or(self.by_language)
    }

    /// The text of bytes in a font, and whether some of them were wrong. UTF-8 that the stated encoding does not allow,
    /// or where none is stated, is UTF-8: web systems write it raw.
    pub(super) fn decode(&self, bytes: &[u8], font: i32) -> (String, bool) {
        let stated = self.encoding(font);
        let encoding = stated.unwrap_or(encoding_rs::WINDOWS_1252);
        let (text, wrong) = encoding.decode_without_bom_handling(bytes);
        if (wrong || stated.is_none())
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            return (text.to_owned(), false);
        }
        (text.into_owned(), wrong)
    }
}

fn by_charset(charset: i32) -> Option<&'static Encoding> {
    let codepage = match charset {
        77 => 10000,
        128 => 932,
        129 | 130 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    };
    by_codepage(codepage)
}

fn by_codepage(codepage: i32) -> Option<&'static Encoding> {
    Some(match codepage {
        936 | 10008 | 20936 | 52936 | 54936 => encoding_rs::GB18030,
        950 | 10002 | 951 => encoding_rs::BIG5,
        932 | 10001 => encoding_rs::SHIFT_JIS,
        949 | 1361 | 10003 => encoding_rs::EUC_KR,
        65001 => encoding_rs::UTF_8,
        10000 => encoding_rs::MACINTOSH,
        874 => encoding_rs::WINDOWS_874,
        866 => encoding_rs::IBM866,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1252 => encoding_rs::WINDOWS_1252,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        _ => return None,
    })
}
