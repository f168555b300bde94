//! Exports that lost what parts tables or cells: known labels are the anchors. Bare lines become tables, and a table
//! that runs on over a form's title is cut there. The labels come from outside; none is known here.

mod amounts;
mod body;
mod cut;
mod doubled;
mod lines;
mod spaced;

use crate::finding::Finding;
use crate::model::{Anchors, Block, Document, Limits};

/// The fewest column labels of levels that tell a form.
const FEWEST_LEVELS: usize = 2;

/// The characters of a level's label that is no word of other texts.
const SHORTEST_LEVEL: usize = 4;

/// A title longer than this many characters is a sentence that only ends like one.
const LONGEST_TITLE: usize = 80;

/// True for texts that have a form's title, or name the levels of an indicator block, though no mark parts their cells.
pub fn is_run_together<'a>(texts: impl Iterator<Item = &'a str>, anchors: &Anchors) -> bool {
    let texts: Vec<String> = texts.map(crate::text::fold).collect();
    let is_heading = |text: &String| text.chars().count() <= LONGEST_TITLE && is_title(text, anchors);
    // Short ones are words of other texts too.
    let levels = anchors.levels.iter().filter(|level| level.chars().count() >= SHORTEST_LEVEL);
    let mut named = levels.filter(|level| texts.iter().any(|text| text.contains(level.as_str())));
    texts.iter().any(is_heading) || named.nth(FEWEST_LEVELS - 1).is_some()
}

/// The document with tables in place of the lines that were tables, and with tables cut at titles; and what is to be said
/// of it.
pub fn tables(mut document: Document, anchors: &Anchors, limits: &Limits) -> (Document, Option<Finding>) {
    if document.markless {
        for tables in [spaced::tables, doubled::tables] {
            document = match tables(document, anchors) {
                Ok(document) => return spaced::doubted(document),
                Err(document) => document,
            };
        }
        let (blocks, doubt) = lines::rebuild(document.blocks, anchors, limits);
        return (Document { blocks, ..document }, doubt);
    }
    if !anchors.titles.is_empty() {
        document.blocks = cut::at_titles(document.blocks, anchors);
    }
    (document, None)
}

/// True when a line is a form's title; what stands in brackets behind it, such as a year, is no part of it.
fn is_title(key: &str, anchors: &Anchors) -> bool {
    let key = key.split_once('(').filter(|(_, rest)| rest.ends_with(')')).map_or(key, |(title, _)| title);
    !key.is_empty() && anchors.titles.iter().any(|title| !title.is_empty() && key.ends_with(title.as_str()))
}

/// The text of a paragraph; of a table none.
fn text_of(block: &Block) -> &str {
    match block {
        Block::Paragraph(line) => line,
        Block::Table(_) => "",
    }
}

/// True when a line opens a form's footer.
fn is_footer(key: &str, anchors: &Anchors) -> bool {
    anchors.footers.iter().any(|footer| !footer.is_empty() && key.starts_with(footer.as_str()))
}
