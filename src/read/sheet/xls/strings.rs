//! Texts in records: Unicode since Excel 97 ([MS-XLS] 2.5.293, 2.5.294, 2.5.240), of a code page before.

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8, WINDOWS_1252};

/// How texts are stored.
#[derive(Debug, Clone, Copy)]
pub enum Charset {
    /// Unicode, of one or two bytes a character.
    Unicode,
    /// Bytes of a code page.
    Page(&'static Encoding),
}

/// The encoding of a code page number; GB 18030 for those that none is known of.
pub fn code_page(number: u16) -> &'static Encoding {
    match number {
        1252 | 10000 | 32769 | 437 | 850 => WINDOWS_1252,
        932 | 10001 => SHIFT_JIS,
        949 | 10003 => EUC_KR,
        950 | 10002 => BIG5,
        65001 => UTF_8,
        1250..=1258 | 874 => Encoding::for_label(format!("windows-{number}").as_bytes()).unwrap_or(WINDOWS_1252),
        _ => GB18030,
    }
}

/// A cursor over a record's data and its continuations.
#[derive(Debug)]
pub struct Parts<'p, 'a> {
    parts: &'p [&'a [u8]],
    rest: &'a [u8],
}

impl<'p, 'a> Parts<'p, 'a> {
    /// A cursor at the begin, `skipped` bytes in.
    pub fn new(parts: &'p [&'a [u8]], skipped: usize) -> Option<Self> {
        let (first, parts) = parts.split_first()?;
        Some(Self { parts, rest: first.get(skipped..)? })
    }

    /// Goes to the next part when this one is used up; false at the end.
    fn turn(&mut self) -> bool {
        while self.rest.is_empty() {
            let Some((next, parts)) = self.parts.split_first() else { return false };
            (self.rest, self.parts) = (next, parts);
        }
        true
    }

    fn u8(&mut self) -> Option<u8> {
        if !self.turn() {
            return None;
        }
        let (&byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(byte)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.u8()?, self.u8()?]))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    /// Passes over bytes, through as many parts as they take.
    fn skip(&mut self, mut count: usize) {
        while count > 0 && self.turn() {
            let taken = count.min(self.rest.len());
            self.rest = self.rest.get(taken..).unwrap_or_default();
            count -= taken;
        }
    }

    /// Characters. Where they go on in the next part, it begins with a byte that says their width anew.
    fn unicode(&mut self, mut count: usize, flags: u8) -> String {
        let mut is_wide = flags & 1 != 0;
        let mut units: Vec<u16> = Vec::with_capacity(count.min(self.rest.len()));
        while count > 0 {
            if self.rest.is_empty() {
                let Some(flags) = self.u8() else { break };
                is_wide = flags & 1 != 0;
            }
            let width = if is_wide { 2 } else { 1 };
            let here = (self.rest.len() / width).min(count);
            let (taken, rest) = self.rest.split_at_checked(here * width).unwrap_or((self.rest, &[]));
            units.extend(taken.chunks_exact(width).map(|unit| match unit {
                [low, high] => u16::from_le_bytes([*low, *high]),
                [low] => u16::from(*low),
                _ => 0,
            }));
            // A lone byte at the end of a part is half a character: no program writes it.
            self.rest = if rest.len() < width { &[] } else { rest };
            count -= here;
        }
        String::from_utf16_lossy(&units)
    }

    fn bytes(&mut self, count: usize, page: &'static Encoding) -> String {
        let mut bytes = Vec::new();
        while bytes.len() < count && self.turn() {
            let here = (count - bytes.len()).min(self.rest.len());
            let (taken, rest) = self.rest.split_at_checked(here).unwrap_or((self.rest, &[]));
            bytes.extend_from_slice(taken);
            self.rest = rest;
        }
        page.decode_without_bom_handling(&bytes).0.into_owned()
    }

    /// A text with a two-byte count before it.
    pub fn text(&mut self, charset: Charset) -> Option<String> {
        let count = usize::from(self.u16()?);
        self.counted(count, charset)
    }

    /// A text with a one-byte count before it.
    pub fn short_text(&mut self, charset: Charset) -> Option<String> {
        let count = usize::from(self.u8()?);
        self.counted(count, charset)
    }

    fn counted(&mut self, count: usize, charset: Charset) -> Option<String> {
        match charset {
            Charset::Page(page) => Some(self.bytes(count, page)),
            Charset::Unicode if count == 0 && self.rest.is_empty() => Some(String::new()),
            Charset::Unicode => {
                let flags = self.u8()?;
                Some(self.unicode(count, flags))
            }
        }
    }

    /// A text of the shared table, its formatting runs and phonetic data passed over.
    pub fn shared_text(&mut self) -> Option<String> {
        let count = usize::from(self.u16()?);
        let flags = self.u8()?;
        let runs = if flags & 8 != 0 { usize::from(self.u16()?) } else { 0 };
        let phonetic = if flags & 4 != 0 { self.u32()? as usize } else { 0 };
        let text = self.unicode(count, flags);
        self.skip(runs.saturating_mul(4).saturating_add(phonetic));
        Some(text)
    }
}
