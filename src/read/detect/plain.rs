//! Whether bytes are text in an encoding that office programs write.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::model::Format;
use crate::read::detect::extension;

/// How much of a file is looked at.
const HEAD: usize = 64 << 10;
/// Of a hundred characters, how many may be no text before the whole is none.
const MOST_BAD_PER_CENT: usize = 5;

/// Text, separated values by their extension, or nothing that we know.
pub fn detect(name: &str, bytes: &[u8]) -> Format {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if !is_text(head) {
        return Format::Unknown;
    }
    if matches!(extension(name).as_str(), "csv" | "tsv") { Format::Csv } else { Format::Text }
}

fn is_text(head: &[u8]) -> bool {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return reads_as(head, encoding);
    }
    if head.contains(&0) {
        // Of UTF-16 without a mark, the order of bytes in which line ends and digits make sense.
        return [UTF_16LE, UTF_16BE].into_iter().any(|encoding| reads_as(head, encoding));
    }
    reads_as(head, UTF_8) || reads_as(head, GB18030) || reads_as_short_utf16(head)
}

/// UTF-16 of Chinese characters alone, without one line end.
fn reads_as_short_utf16(head: &[u8]) -> bool {
    let (text, _) = UTF_16LE.decode_without_bom_handling(head);
    head.len().is_multiple_of(2) && text.chars().all(|c| ('\u{3000}'..='\u{9fff}').contains(&c))
}

fn reads_as(head: &[u8], encoding: &'static Encoding) -> bool {
    let (text, _) = encoding.decode_with_bom_removal(head);
    let all = text.chars().count();
    let bad = text.chars().filter(|&c| is_bad(c)).count();
    // A character may be cut at the end of the head.
    bad.saturating_sub(1).saturating_mul(100) <= all.saturating_mul(MOST_BAD_PER_CENT) && bad < all
}

/// Control characters that no text export writes (the bell ends cells in some), and what is no character at all.
fn is_bad(c: char) -> bool {
    let is_control =
        c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{7}' | '\u{b}' | '\u{c}' | '\u{1a}' | '\u{85}');
    is_control || matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}')
}
