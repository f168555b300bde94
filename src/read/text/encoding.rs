//! Bytes → text: which encoding, and which bytes it does not allow.
//!
//! Byte order marks are those of the Unicode Standard, section 23.8; GB 18030's is the same character in that
//! encoding. Without a mark UTF-8 is taken if it holds, then UTF-16 by what its code units would be, then GB 18030.

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::finding::{BAD_BYTE, Finding, LIMIT_MET};
use crate::model::limits::beginning;
use crate::model::{Limits, MOST_TEXT};

/// At most so many runs of bad bytes are told one by one.
const MOST_RUNS: usize = 20;

/// How many bytes are looked at to tell UTF-16 apart.
const PROBE: usize = 64 << 10;

/// A text with the encoding that it was in.
#[derive(Debug)]
pub struct Decoded {
    /// The text, without its byte order mark; U+FFFD stands for each bad sequence.
    pub text: String,
    /// `utf-8`, `utf-16le`, `utf-16be` or `gb18030`.
    pub name: &'static str,
    /// One finding a run of bad bytes, and one for those beyond the bound.
    pub findings: Vec<Finding>,
}

/// What is decoded at a time.
const PIECE: usize = 32 << 10;

/// Decodes a whole file. Never fails: bytes that do not fit are replaced and told. Of a stretch of text without a mark
/// that ends a line or a cell no more is kept than a cell may hold.
pub fn decode(bytes: &[u8], limits: &Limits, is_mark: impl Fn(char) -> bool) -> Decoded {
    let (encoding, mark) = choose(bytes);
    let name = match encoding {
        e if e == UTF_8 => "utf-8",
        e if e == UTF_16LE => "utf-16le",
        e if e == UTF_16BE => "utf-16be",
        _ => "gb18030",
    };
    let bytes = bytes.get(mark..).unwrap_or_default();
    // What is left of the memory has to do for the text, for what is made of it, and for the next stages.
    let room = usize::try_from(limits.memory_left() / 4).unwrap_or(usize::MAX);
    let mut kept = Kept::new(bytes.len(), room, is_mark);
    let runs = convert(encoding, bytes, |piece| kept.push(piece));
    limits.hold(kept.text.len());
    let mut findings = runs.findings(name, mark);
    findings.extend(kept.is_cut.then(|| {
        let message = "the text has a line or cell longer than any form has; the rest of it was not read";
        Finding::new(&LIMIT_MET, message, "look whether the file is damaged; use the original document")
    }));
    findings.extend(kept.is_full.then(|| {
        let message = "the text takes more memory than one file may; its end was not read";
        Finding::new(&LIMIT_MET, message, "split the file, or raise --max-memory if it is sound")
    }));
    Decoded { text: kept.text, name, findings }
}

/// The encoding and the length of its byte order mark.
fn choose(bytes: &[u8]) -> (&'static Encoding, usize) {
    const MARKS: [(&[u8], &Encoding); 4] =
        [(b"\xef\xbb\xbf", UTF_8), (b"\xff\xfe", UTF_16LE), (b"\xfe\xff", UTF_16BE), (b"\x84\x31\x95\x33", GB18030)];
    for (mark, encoding) in MARKS {
        if bytes.starts_with(mark) {
            return (encoding, mark.len());
        }
    }
    if !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok() {
        return (UTF_8, 0);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return (encoding, 0);
    }
    if utf8_wins(bytes) { (UTF_8, 0) } else { (GB18030, 0) }
}

/// UTF-16 when nine of ten code units, in one of the two byte orders, are characters that a Chinese office writes.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let probe = bytes.get(..bytes.len().min(PROBE)).unwrap_or(bytes);
    let (mut little, mut big, mut units) = (0usize, 0usize, 0usize);
    for pair in probe.chunks_exact(2) {
        let &[a, b] = pair else { continue };
        units += 1;
        little += usize::from(is_usual(u16::from_le_bytes([a, b])));
        big += usize::from(is_usual(u16::from_be_bytes([a, b])));
    }
    let (most, encoding) = if little >= big { (little, UTF_16LE) } else { (big, UTF_16BE) };
    (units > 0 && most * 10 >= units * 9).then_some(encoding)
}

fn is_usual(unit: u16) -> bool {
    matches!(unit, 0x07 | 0x09..=0x0d | 0x20..=0x7e | 0xb7 | 0xd7 | 0x2010..=0x2026 | 0x2190..=0x22ff | 0x2460..=0x249b
        | 0x25a0..=0x25ff | 0x3000..=0x303f | 0x4e00..=0x9fff | 0xff01..=0xff5e)
}

/// True when the bytes that are not UTF-8 are few beside the characters that are: a damaged UTF-8 file.
fn utf8_wins(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    let runs = convert(GB18030, bytes, |_| true);
    good > bad.saturating_mul(4) && bad <= runs.count.max(1).saturating_mul(4) || bad == 0
}

/// Runs of bad bytes: offsets and lengths of the first, the number of all.
#[derive(Debug, Default)]
struct Runs {
    first: Vec<(usize, usize)>,
    last_end: Option<usize>,
    count: usize,
}

impl Runs {
    fn push(&mut self, offset: usize, len: usize) {
        let joins = self.last_end == Some(offset);
        self.last_end = Some(offset + len);
        if !joins {
            self.count += 1;
            if self.first.len() < MOST_RUNS {
                self.first.push((offset, len));
            }
        } else if self.count <= MOST_RUNS
            && let Some(last) = self.first.last_mut()
        {
            last.1 += len;
        }
    }

    fn findings(&self, name: &str, mark: usize) -> Vec<Finding> {
        let hint = "open the file in its own program and save it again as UTF-8; compare the text around this place";
        let mut findings: Vec<Finding> = self
            .first
            .iter()
            .map(|&(offset, len)| {
                let at = offset + mark;
                Finding::new(&BAD_BYTE, format!("{len} byte(s) at offset {at} are no {name} text"), hint)
            })
            .collect();
        if let Some(more) = self.count.checked_sub(self.first.len()).filter(|&more| more > 0) {
            findings.push(Finding::new(
                &BAD_BYTE,
                format!("{more} more places with bytes that are no {name} text"),
                hint,
            ));
        }
        findings
    }
}

/// Decodes by pieces, until no more is taken; gives the places that are no text of the encoding.
fn convert(encoding: &'static Encoding, bytes: &[u8], mut take: impl FnMut(&str) -> bool) -> Runs {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut piece = String::with_capacity(PIECE);
    let mut runs = Runs::default();
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut piece, true);
        at += read;
        if let DecoderResult::Malformed(len, after) = result {
            piece.push('\u{fffd}');
            let (len, after) = (usize::from(len), usize::from(after));
            runs.push(at.saturating_sub(len + after), len);
            // A piece always has room for more.
            if piece.len() < PIECE / 2 {
                continue;
            }
        }
        let goes_on = take(&piece);
        piece.clear();
        if !goes_on || result == DecoderResult::InputEmpty {
            return runs;
        }
    }
}

/// A text as it is taken over, its stretches bounded.
struct Kept<F> {
    text: String,
    is_mark: F,
    /// Bytes kept since the last mark.
    stretch: usize,
    is_cut: bool,
    /// Bytes that the text may have.
    room: usize,
    is_full: bool,
}

impl<F: Fn(char) -> bool> Kept<F> {
    /// An empty text, probably of so many bytes.
    fn new(bytes: usize, room: usize, is_mark: F) -> Self {
        let text = String::with_capacity(bytes.min(MOST_TEXT) * 3 / 2);
        Self { text, is_mark, stretch: 0, is_cut: false, room, is_full: false }
    }

    /// Adds a piece, which is shorter than the longest stretch; false when there is no room for it.
    fn push(&mut self, piece: &str) -> bool {
        self.is_full = self.text.len() + piece.len() > self.room;
        if self.is_full {
            return false;
        }
        let first = piece.find(&self.is_mark);
        let (before, rest) = piece.split_at_checked(first.unwrap_or(piece.len())).unwrap_or((piece, ""));
        // One character more than a cell may hold: so a cell of it is cut and told as any other.
        let fitting = beginning(before, (MOST_TEXT + 4).saturating_sub(self.stretch));
        self.is_cut |= fitting.len() < before.len();
        self.text.push_str(fitting);
        self.text.push_str(rest);
        self.stretch = match rest.rfind(&self.is_mark) {
            Some(last) => rest.len() - last,
            None => self.stretch + fitting.len(),
        };
        true
    }
}
