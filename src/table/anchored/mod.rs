//! Exports that lost what parts tables or cells: known labels are the anchors. Bare lines become tables, and a table
//! that runs on over a form's title is cut there. The labels come from outside; none is known here.

mod body;
mod cut;
mod lines;
mod spaced;

use crate::model::{Anchors, Document, Limits};

pub use spaced::doubt;

/// The document with tables in place of the lines that were tables, and with tables cut at titles.
pub fn tables(mut document: Document, anchors: &Anchors, limits: &Limits) -> Document {
    if document.markless {
        document = match spaced::tables(document, anchors) {
            Ok(document) => return document,
            Err(document) => document,
        };
        document.blocks = lines::rebuild(document.blocks, anchors, limits);
    } else if !anchors.titles.is_empty() {
        document.blocks = cut::at_titles(document.blocks, anchors);
    }
    document
}

/// True when a line is a form's title; a year in brackets may follow it.
fn is_title(key: &str, anchors: &Anchors) -> bool {
    let key = key.split_once('(').filter(|(_, rest)| rest.ends_with("年度)")).map_or(key, |(title, _)| title);
    !key.is_empty() && anchors.titles.iter().any(|title| !title.is_empty() && key.ends_with(title.as_str()))
}

/// True when a line opens a form's footer.
fn is_footer(key: &str, anchors: &Anchors) -> bool {
    anchors.footers.iter().any(|footer| !footer.is_empty() && key.starts_with(footer.as_str()))
}
