//! Word 97–2003 binary documents ([MS-DOC]), also WPS Writer's `.wps`, and Word 6 and 95.
//!
//! The way down: [`container`] (streams) → [`fib`] (where everything is) → [`pieces`] (characters) → [`story`]
//! (paragraphs, with their [`formatting`] from [`fkp`] pages and [`styles`]) → [`body`] (blocks).

use std::io::Cursor;
use std::ops::Range;

use cfb::CompoundFile;

use crate::finding::{BAD_BYTE, Code, Finding, LIMIT_MET, PARTLY_READ};
use crate::model::{Block, Document, Limits, Rejection, Source};

mod body;
mod bytes;
mod character;
mod container;
mod fib;
mod fields;
mod fkp;
mod fonts;
mod formatting;
mod memo;
mod paragraph;
mod pieces;
mod row;
mod sprm;
mod story;
mod styles;
mod text_box;
mod word6;

use body::Body;
use container::Container;
use fib::{Era, Fib, Part};
use fkp::{BinTable, Kind};
use fonts::Fonts;
use pieces::Text;
use story::{Sources, Story};
use styles::Styles;
use text_box::TextBoxes;

/// One paragraph in this many asks for the time.
const STEPS_BETWEEN_LOOKS: usize = 64;

/// Reads the document.
///
/// # Errors
/// When the container cannot be opened, holds no Word document, is encrypted, or has lost its piece table.
pub fn read(source: &Source<'_>) -> Result<Document, Rejection> {
    read_container(Container::open(source)?, source)
}

/// Reads the document in a container that is open.
///
/// # Errors
/// When it holds no Word document, one that is encrypted, or one that has lost its piece table.
pub(super) fn read_file<'a>(file: CompoundFile<Cursor<&'a [u8]>>, source: &Source<'a>) -> Result<Document, Rejection> {
    read_container(Container::new(file, source), source)
}

fn read_container(mut container: Container<'_>, source: &Source<'_>) -> Result<Document, Rejection> {
    let main = container.main()?;
    let fib = Fib::read(&main)?;
    let table = match fib.era {
        Era::Word6 => None,
        Era::Word97 => Some(table_stream(&mut container, &fib)?),
    };
    let table = table.as_deref().unwrap_or(&main);
    let data = container.stream("Data").unwrap_or_default();
    let clx = fib.part(Part::Pieces, table);
    let text = match Text::read(clx, &main, &fib) {
        Some(text) => text,
        None if fib.era == Era::Word6 => Text::plain(&main, &fib),
        None => return Err(damaged("its piece table, which says where the text stands, is missing or broken")),
    };
    let sources = Sources {
        era: fib.era,
        text,
        styles: Styles::read(fib.part(Part::Styles, table), fib.era, &data),
        fonts: Fonts::new(fib.part(Part::Fonts, table), fib.era),
        characters: BinTable::new(fib.part(Part::Characters, table), &main, Kind::Character, fib.era),
        paragraphs: BinTable::new(fib.part(Part::Paragraphs, table), &main, Kind::Paragraph, fib.era),
        data: &data,
    };
    let mut reading =
        Reading { sources: &sources, limits: source.limits, findings: container.findings, cells: 0, paragraphs: 0 };
    let blocks = reading.document(TextBoxes::read(table, &fib), fib.main_text);
    Ok(Document { blocks, findings: reading.findings, ..Document::default() })
}

/// How many characters are replacements, or halves of pairs that stand alone.
fn count_damaged(units: impl Iterator<Item = u16>) -> usize {
    char::decode_utf16(units).filter(|c| !matches!(c, Ok(c) if *c != char::REPLACEMENT_CHARACTER)).count()
}

fn damaged(what: &str) -> Rejection {
    Rejection::new(
        format!("the document is damaged: {what}"),
        "open it in Word or WPS, let the program repair it, save it as .docx and run again",
    )
}

/// The table stream that the header names, or the other where only that is there.
fn table_stream(container: &mut Container<'_>, fib: &Fib) -> Result<Vec<u8>, Rejection> {
    let other = if fib.table_stream == "0Table" { "1Table" } else { "0Table" };
    container
        .stream(fib.table_stream)
        .or_else(|| container.stream(other))
        .ok_or_else(|| damaged("the stream with its tables is missing"))
}

/// The reading of one document's stories.
struct Reading<'s, 'a> {
    sources: &'s Sources<'a>,
    limits: &'s Limits,
    findings: Vec<Finding>,
    cells: usize,
    paragraphs: usize,
}

impl Reading<'_, '_> {
    fn document(&mut self, mut boxes: TextBoxes, main_text: usize) -> Vec<Block> {
        let text = &self.sources.text;
        if text.damaged || main_text > text.units.len() {
            self.find(&PARTLY_READ, "the document is cut off or damaged: a part of its text is missing");
        }
        let units = text.units.get(text.clip(0..main_text)).unwrap_or(&[]).iter().copied();
        // All are looked at, many at once; to stop at the first would mean one by one.
        let suspect = units.clone().fold(false, |any, unit| any | matches!(unit, 0xd800..=0xdfff | 0xfffd));
        let bad = if suspect { count_damaged(units) } else { 0 };
        if bad > 0 {
            self.find(&BAD_BYTE, &format!("{bad} characters of the text are damaged; each is shown as \u{fffd}"));
        }
        let mut blocks = self.story(0..main_text, Some(&mut boxes));
        for range in boxes.left() {
            let left = self.story(range, None);
            let raw = plain(&left);
            if raw.trim().is_empty() {
                continue;
            }
            let message = "a text box whose place is not known; its text stands at the document's end";
            let hint = "look where the box stands in print, and move its text there";
            self.findings.push(Finding::new(&PARTLY_READ, message, hint).raw(raw));
            blocks.extend(left);
        }
        blocks
    }

    /// Reads one story; text boxes are taken where they are anchored.
    fn story(&mut self, range: Range<usize>, mut boxes: Option<&mut TextBoxes>) -> Vec<Block> {
        let mut body = Body::new(self.limits.depth);
        let mut story = Story::new(self.sources, range);
        while let Some(paragraph) = story.next() {
            let is_late = self.paragraphs.is_multiple_of(STEPS_BETWEEN_LOOKS) && self.limits.over_time();
            let is_long = self.paragraphs > self.limits.paragraphs();
            self.paragraphs += 1;
            let is_large = !self.limits.hold_text(paragraph.text.len());
            if is_late || is_long || is_large || self.cells + body.cells > self.limits.cells {
                self.find(&LIMIT_MET, "the document has too many cells, or takes too long; its end was not read");
                break;
            }
            let mut inside = Vec::new();
            for cp in paragraph.drawn {
                if let Some(range) = boxes.as_deref_mut().and_then(|boxes| boxes.take(*cp)) {
                    let mut blocks = self.story(range, None);
                    // A box ends with a paragraph mark of its own.
                    blocks.pop_if(|block| matches!(block, Block::Paragraph(text) if text.is_empty()));
                    inside.extend(blocks);
                }
            }
            body.push(&paragraph, inside);
        }
        self.cells += body.cells;
        let (blocks, unended) = body.finish();
        if unended > 0 {
            self.find(&PARTLY_READ, "a table row without its end; its cells are given without their widths");
        }
        blocks
    }

    fn find(&mut self, code: &'static Code, message: &str) {
        let hint = "open the document in Word or WPS, save it again and compare";
        self.findings.push(Finding::new(code, message, hint));
    }
}

/// The paragraphs' text, tables included, one a line.
fn plain(blocks: &[Block]) -> String {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(text) => lines.push(text.clone()),
            Block::Table(table) => {
                lines.extend(table.rows.iter().flat_map(|row| &row.cells).map(|cell| plain(&cell.blocks)));
            }
        }
    }
    lines.join("\n")
}
