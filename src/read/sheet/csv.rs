//! Separated values: comma, tab, semicolon or bar, in whatever encoding.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::book::{Book, Budget, Sheet, Shown};
use crate::finding::{BAD_BYTE, Finding};
use crate::model::{Document, Rejection, Source};

const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Records that are looked at to find the separator.
const PROBED: usize = 500;

/// Reads separated values as one table.
///
/// # Errors
/// None: whatever the bytes are, they are rows of text.
pub fn read(source: &Source<'_>) -> Result<Document, Rejection> {
    let (text, encoding, replaced) = decode(source.bytes);
    let (text, stated) = stated_separator(&text);
    let separator = stated.unwrap_or_else(|| likely_separator(text));
    let mut book = Book::new(source.limits);
    if replaced {
        let message = format!("some bytes are no {encoding} text");
        book.say(Finding::new(&BAD_BYTE, message, "save the file again as UTF-8 and compare the text"));
    }
    let mut sheet = Sheet::new("", false);
    let mut budget = Budget::new(source.limits);
    'records: for (row, record) in (0..).zip(records(text, separator)) {
        for (col, field) in (0..).zip(&record) {
            if !budget.put(&mut sheet, row, col, Shown::Text(field.to_owned())) {
                break 'records;
            }
        }
    }
    book.add(sheet);
    let mut document = book.finish()?;
    document.encoding = Some(encoding.to_owned());
    Ok(document)
}

/// The records of a text; rows may differ in length.
fn records(text: &str, separator: u8) -> impl Iterator<Item = csv::StringRecord> {
    let reader =
        csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.into_records().flatten()
}

/// A first line `sep=;`, as Excel understands it, taken off.
fn stated_separator(text: &str) -> (&str, Option<u8>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end().as_bytes() {
        &[b's', b'e', b'p', b'=', separator] if separator.is_ascii() => (rest, Some(separator)),
        _ => (text, None),
    }
}

/// The separator that gives the most records the same number of fields, more than one; of equals the one with more.
fn likely_separator(text: &str) -> u8 {
    let score = |separator: u8| {
        let mut widths: Vec<usize> = records(text, separator).take(PROBED).map(|record| record.len()).collect();
        let all = widths.len().max(1);
        widths.retain(|&width| width > 1);
        widths.sort_unstable();
        let runs = widths.chunk_by(|a, b| a == b).map(|run| (run.len(), run.first().copied().unwrap_or(0)));
        let (same, width) = runs.max().unwrap_or((0, 0));
        (same * 100 / all, width)
    };
    let mut best = (b',', (0, 0));
    for separator in SEPARATORS {
        let score = score(separator);
        if score > best.1 {
            best = (separator, score);
        }
    }
    best.0
}

/// The text, its encoding's name, and whether a byte had to be replaced. Without a mark UTF-8 is taken if it holds, then
/// UTF-16 if every other byte is mostly zero, then GB 18030.
fn decode(bytes: &[u8]) -> (String, &'static str, bool) {
    let encoding = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).unwrap_or_else(|| {
        if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) { UTF_8 } else { utf16(bytes).unwrap_or(GB18030) }
    });
    let (text, _, replaced) = encoding.decode(bytes);
    let name = match encoding {
        e if e == UTF_8 => "utf-8",
        e if e == UTF_16LE => "utf-16le",
        e if e == UTF_16BE => "utf-16be",
        _ => "gb18030",
    };
    (text.into_owned(), name, replaced)
}

/// UTF-16 without a mark: separators, digits and line ends leave zeros at every other byte.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match even.cmp(&odd) {
        std::cmp::Ordering::Less if odd > even.saturating_mul(4) => Some(UTF_16LE),
        std::cmp::Ordering::Greater if even > odd.saturating_mul(4) => Some(UTF_16BE),
        _ => None,
    }
}
