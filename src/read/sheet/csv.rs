//! Separated values: comma, tab, semicolon or bar, in whatever encoding.

use super::book::{Book, Budget, Sheet, Shown};
use crate::model::{Document, Rejection, Source};
use crate::read::text::encoding;

const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Records that are looked at to find the separator.
const PROBED: usize = 500;

/// Reads separated values as one table.
///
/// # Errors
/// None: whatever the bytes are, they are rows of text.
pub fn read(source: &Source<'_>) -> Result<Document, Rejection> {
    let decoded = encoding::decode(source.bytes);
    let (text, stated) = stated_separator(&decoded.text);
    let separator = stated.unwrap_or_else(|| likely_separator(text));
    let within = within(text, separator, source.limits.paragraphs());
    let mut book = Book::new(source.limits);
    decoded.findings.into_iter().for_each(|finding| book.say(finding));
    let mut sheet = Sheet::new("", false);
    let mut budget = Budget::new(source.limits);
    let mut row = 0u32;
    if within.len() < text.len() {
        sheet.cut();
    }
    let text = within;
    'records: for record in records(text, separator) {
        row = row.saturating_add(blank_lines(text, &record));
        for (col, field) in (0..).zip(&record) {
            if !budget.put(&mut sheet, row, col, Shown::Text(field.to_owned())) {
                break 'records;
            }
        }
        row = row.saturating_add(1);
    }
    book.add(sheet);
    let mut document = book.finish()?;
    document.encoding = Some(decoded.name.to_owned());
    Ok(document)
}

/// The text up to so many fields: a record has room for each, blank or not.
fn within(text: &str, separator: u8, most: usize) -> &str {
    let is_mark = |c: char| c == '\n' || c == '\r' || c == char::from(separator);
    text.match_indices(is_mark).nth(most).and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// The records of a text; rows may differ in length.
fn records(text: &str, separator: u8) -> impl Iterator<Item = csv::StringRecord> {
    let mut builder = csv::ReaderBuilder::new();
    let reader = builder.delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.into_records().flatten()
}

/// The blank lines before a record: rows too, though no records. A record's position is that of the first of them.
fn blank_lines(text: &str, record: &csv::StringRecord) -> u32 {
    let begin = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0);
    let (before, rest) = text.as_bytes().split_at_checked(begin).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).copied();
    let mut last = before.last().copied();
    let mut lines = 0;
    for byte in blank {
        // A line feed behind a carriage return ends the same line.
        lines += u32::from(!(byte == b'\n' && last == Some(b'\r')));
        last = Some(byte);
    }
    lines
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
