//! Separated values: comma, tab, semicolon or bar, in whatever encoding.

use csv_core::ReadFieldResult;

use super::book::{Book, Budget, Sheet, Shown};
use crate::model::{Document, Limits, MOST_TEXT, Rejection, Source};
use crate::read::text::encoding;

const SEPARATORS: [char; 4] = [',', '\t', ';', '|'];
/// How much of a field is read at a time.
const PIECE: usize = 16 << 10;
/// Records that are looked at to find the separator.
const PROBED: usize = 500;

/// Reads separated values as one table.
///
/// # Errors
/// None: whatever the bytes are, they are rows of text.
pub fn read(source: &Source<'_>) -> Result<Document, Rejection> {
    let decoded =
        encoding::decode(source.bytes, source.limits, |c| matches!(c, '\n' | '\r') || SEPARATORS.contains(&c));
    let (text, stated) = stated_separator(&decoded.text);
    let separator = stated.unwrap_or_else(|| likely_separator(text, source.limits));
    let within = within(text, separator, source.limits);
    let mut book = Book::new(source.limits);
    decoded.findings.into_iter().for_each(|finding| book.say(finding));
    let mut sheet = Sheet::new("", false);
    let mut budget = Budget::new(source.limits);
    let mut row = 0u32;
    if within.len() < text.len() {
        sheet.cut();
    }
    let text = within;
    let mut fields = Fields::new(text, separator);
    'records: loop {
        row = row.saturating_add(blank_lines(text, fields.rest.len()));
        for col in 0.. {
            let Some(ends_record) = fields.step() else { break 'records };
            if !budget.put(&mut sheet, row, col, Shown::Text(fields.text().to_owned())) {
                break 'records;
            }
            if ends_record {
                break;
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
fn within<'t>(text: &'t str, separator: u8, limits: &Limits) -> &'t str {
    let is_mark = |c: char| c == '\n' || c == '\r' || c == char::from(separator);
    text.match_indices(is_mark).nth(limits.paragraphs()).and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// The fields of a text one by one, none held that is longer than a cell may be; rows may differ in length.
struct Fields<'t> {
    reader: csv_core::Reader,
    rest: &'t [u8],
    piece: Vec<u8>,
    field: Vec<u8>,
}

impl<'t> Fields<'t> {
    fn new(text: &'t str, separator: u8) -> Self {
        let reader = csv_core::ReaderBuilder::new().delimiter(separator).build();
        Self { reader, rest: text.as_bytes(), piece: vec![0; PIECE], field: Vec::new() }
    }

    /// Reads a field and says whether it is its record's last; `None` when there is none.
    fn step(&mut self) -> Option<bool> {
        self.field.clear();
        loop {
            let (result, read, written) = self.reader.read_field(self.rest, &mut self.piece);
            self.rest = self.rest.get(read..).unwrap_or_default();
            let room = (MOST_TEXT + 4).saturating_sub(self.field.len());
            self.field.extend_from_slice(self.piece.get(..written.min(room)).unwrap_or_default());
            match result {
                ReadFieldResult::Field { record_end } => return Some(record_end),
                ReadFieldResult::End => return None,
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            }
        }
    }

    /// The field read last; where it was too long, up to the last whole character.
    fn text(&self) -> &str {
        self.field.utf8_chunks().next().map_or("", |chunk| chunk.valid())
    }

    /// The number of fields of the next record.
    fn width(&mut self) -> Option<usize> {
        let mut width = 1;
        while !self.step()? {
            width += 1;
        }
        Some(width)
    }
}

/// The blank lines before a record, which begins so far before the end: rows too, though no records. A record begins
/// with the first of them.
fn blank_lines(text: &str, rest: usize) -> u32 {
    let (before, rest) = text.as_bytes().split_at_checked(text.len() - rest).unwrap_or_default();
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
fn likely_separator(text: &str, limits: &Limits) -> u8 {
    let score = |separator: u8| {
        let text = within(text, separator, limits);
        let mut fields = Fields::new(text, separator);
        let mut widths: Vec<usize> = std::iter::from_fn(|| fields.width()).take(PROBED).collect();
        let all = widths.len().max(1);
        widths.retain(|&width| width > 1);
        widths.sort_unstable();
        let runs = widths.chunk_by(|a, b| a == b).map(|run| (run.len(), run.first().copied().unwrap_or(0)));
        let (same, width) = runs.max().unwrap_or((0, 0));
        (same * 100 / all, width)
    };
    let mut best = (b',', (0, 0));
    for separator in SEPARATORS.map(|separator| separator as u8) {
        let score = score(separator);
        if score > best.1 {
            best = (separator, score);
        }
    }
    best.0
}
