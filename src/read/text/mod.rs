//! Reader of plain text: finds the export tool's flavour from the content and gives rows and cells as it marks them.
//!
//! The same document looks different in each tool's text: cells behind tabs, behind control characters, drawn with
//! bars, as Markdown, as embedded HTML, or as bare lines. [`FLAVOURS`] lists them, first match wins.

mod barends;
mod barrows;
mod bars;
mod damage;
mod drawn;
pub(in crate::read) mod encoding;
mod grid;
mod marks;
mod markup;
mod pipes;
mod tabcells;
mod tabled;
mod tabrows;

use std::borrow::Cow;

use crate::finding::{Finding, LIMIT_MET, PARTLY_READ, SPLIT};
use crate::model::limits::text_takes;
use crate::model::{Block, Document, Limits, RawTable, Rejection, Source, SpanFacts};

/// A text and its lines.
struct Text<'a> {
    /// The text as it was.
    raw: &'a str,
    /// The text; line ends are `\n`.
    whole: &'a str,
    /// Its lines, without their ends.
    lines: Vec<&'a str>,
    limits: &'a Limits,
}

/// The blocks and the flavour's name; `None` where the text is not of the flavour.
type Told = Option<(Vec<Block>, &'static str)>;

/// Every flavour that marks its cells, the surest marks first.
static FLAVOURS: &[fn(&Text<'_>) -> Told] = &[
    marks::read_control,
    barends::read,
    drawn::read,
    marks::read_tabs,
    tabcells::read,
    tabled::read,
    tabrows::read,
    barrows::read,
];

/// Reads the document.
///
/// # Errors
/// When the text is damaged beyond use, or no text at all.
pub fn read(source: &Source<'_>) -> Result<Document, Rejection> {
    let decoded = encoding::decode(source.bytes, source.limits, is_mark);
    let mut findings = decoded.findings;
    findings.extend(damage::check(&decoded.text)?);
    let within = within(&decoded.text, source.limits);
    if within.len() < decoded.text.len() {
        let message = "the text has more lines and cells than are read of one file; its end was not read";
        findings.push(Finding::new(&LIMIT_MET, message, SPLIT));
    }
    let whole = line_ends(within);
    let whole = whole.as_ref();
    let text = Text { raw: within, whole, lines: whole.split('\n').collect(), limits: source.limits };
    let told = FLAVOURS.iter().find_map(|read| read(&text));
    if source.limits.over_time() {
        let message = "the time for this file is over; a part of it may not have been read";
        findings.push(Finding::new(&LIMIT_MET, message, "split the file, or raise --timeout-per-file"));
    }
    findings.extend(told.iter().filter(|(blocks, _)| blocks.iter().any(is_squeezed)).map(|_| {
        let message = "this text leaves blank cells out: in a row with fewer cells than its heading, a cell may stand \
                       in the wrong column";
        Finding::new(&PARTLY_READ, message, "use the original document, or the web page saved as .html")
    }));
    let markless = told.is_none();
    let (blocks, flavour) = told.unwrap_or_else(|| (bare_lines(&text.lines), "bare-lines"));
    Ok(Document { blocks, encoding: Some(decoded.name.to_owned()), flavour: Some(flavour), markless, findings })
}

fn is_squeezed(block: &Block) -> bool {
    matches!(block, Block::Table(table) if table.spans == SpanFacts::Squeezed)
}

/// True for what ends or parts lines and cells, in whatever flavour.
fn is_mark(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{7}' | '\u{b}' | '\u{c}' | '\t' | '|' | '│' | '<')
}

/// The text up to so many marks that end or part lines and cells as there may be, and as far as the memory reaches for
/// what is made of it.
fn within<'t>(text: &'t str, limits: &Limits) -> &'t str {
    let left = usize::try_from(limits.memory_left()).unwrap_or(usize::MAX);
    let most = limits.paragraphs();
    let is_beyond = |&(count, at): &(usize, usize)| count >= most || takes(count, at) > left;
    let mut marks = (0..).zip(text.match_indices(is_mark).map(|(at, _)| at));
    let end = marks.find(is_beyond).map_or(text.len(), |(_, at)| at);
    let within = text.get(..end).unwrap_or(text);
    limits.hold(takes(within.matches(is_mark).count(), within.len()));
    within
}

/// What is taken by so many cells or lines of a text of so many bytes.
fn takes(count: usize, bytes: usize) -> usize {
    text_takes(0).saturating_mul(count).saturating_add(text_takes(bytes))
}

/// Line ends, line breaks inside a paragraph (11) and page breaks (12) all become `\n`. A `\r` before `\n` is part of
/// the line end.
fn line_ends(text: &str) -> Cow<'_, str> {
    if !text.contains(['\r', '\u{b}', '\u{c}']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{c}'], "\n"))
}

/// Every line a paragraph; blank lines too, for they may be empty cells.
fn bare_lines(lines: &[&str]) -> Vec<Block> {
    lines.iter().map(|line| Block::Paragraph((*line).to_owned())).collect()
}

fn is_blank(line: &str) -> bool {
    crate::text::has_nothing(line)
}

/// Blocks in the making: paragraphs, and the rows of the table that is open.
#[derive(Default)]
struct Blocks {
    done: Vec<Block>,
    rows: Vec<Vec<String>>,
}

impl Blocks {
    /// Adds a line outside any table, which ends the open table; a blank line is no paragraph.
    fn paragraph(&mut self, line: &str) {
        self.end_table();
        if !is_blank(line) {
            self.done.push(Block::Paragraph(line.to_owned()));
        }
    }

    fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    fn end_table(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        if !rows.is_empty() {
            self.done.push(Block::Table(Box::new(table(&rows))));
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.end_table();
        self.done
    }
}

/// A table of texts without span facts.
fn table(rows: &[Vec<String>]) -> RawTable {
    RawTable::from_texts(rows, SpanFacts::None)
}
