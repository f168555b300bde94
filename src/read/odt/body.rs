//! The walk through a document's body.

use super::paragraph::Paragraph;
use super::styles::Styles;
use crate::model::{Block, Document, Limits, RawCell};
use crate::read::build::Builder;
use crate::read::xml::{Element, Node, Xml};

/// Repeated blank cells and rows are the margin of a sheet, no part of a table: no more of them are made.
const MOST_BLANK_COLUMNS: u32 = 1024;
const MOST_BLANK_ROWS: u32 = 256;
/// Repeated cells and rows with text, and the columns of a span.
const MOST_COLUMNS: u32 = 16_384;
const MOST_ROWS: u32 = 1 << 20;
/// Spaces of one `text:s`.
const MOST_SPACES: u32 = 256;

/// The namespaces that matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ns {
    Office,
    Text,
    Table,
    Draw,
    Form,
    Other,
}

fn classify(uri: &str) -> Ns {
    match uri {
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0" => Ns::Office,
        "urn:oasis:names:tc:opendocument:xmlns:text:1.0" => Ns::Text,
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0" => Ns::Table,
        "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" => Ns::Draw,
        "urn:oasis:names:tc:opendocument:xmlns:form:1.0" => Ns::Form,
        _ => Ns::Other,
    }
}

/// What an open element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Plain,
    Body,
    Paragraph,
    /// A run of text that is not shown.
    Hidden,
    Table,
    Row {
        copies: u32,
    },
    Cell {
        copies: u32,
    },
}

/// An open element and whether characters in it are text.
#[derive(Debug, Clone, Copy)]
struct Level {
    open: Open,
    takes_text: bool,
}

/// How reading ended.
pub(super) struct End {
    /// There was a body.
    pub(super) has_body: bool,
    /// The XML was read to its end.
    pub(super) is_whole: bool,
    /// The limit that was met.
    pub(super) cut: Option<&'static str>,
}

struct Walk<'s> {
    styles: &'s Styles,
    builder: Builder,
    levels: Vec<Level>,
    /// Open paragraphs: a text box stands inside the one that anchors it.
    paragraphs: Vec<Paragraph>,
    /// Open elements that hide their text.
    hidden: usize,
    in_body: bool,
}

/// Reads the body of a document's XML into the document.
pub(super) fn read(text: &str, styles: &Styles, limits: &Limits, document: &mut Document) -> End {
    let mut walk = Walk {
        styles,
        builder: Builder::new(limits),
        levels: Vec::new(),
        paragraphs: Vec::new(),
        hidden: 0,
        in_body: false,
    };
    let mut end = End { has_body: false, is_whole: false, cut: None };
    let mut xml = Xml::new(text, classify, Ns::Other);
    let mut count = 0_u32;
    while let Ok(node) = xml.step() {
        count = count.wrapping_add(1);
        if count.is_multiple_of(4096) && limits.are_spent() {
            end.cut = Some("the time or memory for one file was used up");
            break;
        }
        match node {
            Node::Open(element) => {
                let is_deep = xml.depth() > limits.depth;
                if is_deep || walk.is_left_out(&element) {
                    end.cut = if is_deep { Some("elements are nested too deep") } else { end.cut };
                    if xml.skip().is_err() {
                        break;
                    }
                } else {
                    walk.open(&element);
                    end.has_body |= walk.in_body;
                }
            }
            Node::Close => walk.close(),
            Node::Text(text) => walk.text(&text),
            Node::End { whole } => {
                end.is_whole = whole;
                break;
            }
        }
    }
    while !walk.levels.is_empty() {
        walk.close();
    }
    let is_cut = walk.builder.is_cut();
    end.cut =
        end.cut.or(is_cut.then_some("there are too many table cells or paragraphs, or tables are nested too deep"));
    walk.builder.finish(document);
    end
}

impl Walk<'_> {
    /// Elements whose text is no text of the page.
    fn is_left_out(&self, element: &Element<'_, Ns>) -> bool {
        let is_hidden = || element.attr("is-hidden").as_deref() == Some("true");
        match (element.ns, element.local()) {
            (Ns::Text, "section") => is_hidden() || element.attr("display").as_deref() == Some("none"),
            (Ns::Text, "hidden-text") => element.attr("is-hidden").as_deref() != Some("false"),
            (
                Ns::Text,
                "note" | "tracked-changes" | "ruby-text" | "script" | "number" | "bibliography-configuration",
            ) => true,
            (Ns::Text, local) => local.ends_with("-decls") || local.ends_with("-source"),
            (
                Ns::Office,
                "annotation" | "forms" | "binary-data" | "event-listeners" | "meta" | "settings" | "scripts"
                | "font-face-decls" | "styles" | "automatic-styles" | "master-styles",
            ) => true,
            (Ns::Draw, "object" | "object-ole") | (Ns::Form, _) => true,
            (Ns::Other, "title" | "desc" | "math") => true,
            _ => false,
        }
    }

    fn open(&mut self, element: &Element<'_, Ns>) {
        let open = match (element.ns, element.local()) {
            (Ns::Office, "body") => Open::Body,
            _ if !self.in_body => Open::Plain,
            (Ns::Text, "p" | "h") => Open::Paragraph,
            (Ns::Text, "span") if self.styles.hides("text", element.attr("style-name")) => Open::Hidden,
            (Ns::Text, _) => self.character(element),
            (Ns::Table, "table-column") => self.column(element),
            (Ns::Table, "table") if self.builder.open_table() => Open::Table,
            (Ns::Table, "table-row") if self.builder.open_row() => {
                Open::Row { copies: element.number("number-rows-repeated").unwrap_or(1).max(1) }
            }
            (Ns::Table, "table-cell" | "covered-table-cell") if self.builder.open_cell(cell(element)) => {
                Open::Cell { copies: element.number("number-columns-repeated").unwrap_or(1).max(1) }
            }
            _ => Open::Plain,
        };
        match open {
            Open::Body => self.in_body = true,
            Open::Paragraph => {
                let is_hidden = self.styles.hides("paragraph", element.attr("style-name"));
                self.paragraphs.push(Paragraph::new(is_hidden || self.hidden > 0));
            }
            Open::Hidden => self.hidden += 1,
            _ => {}
        }
        let parent = self.levels.last().is_some_and(|level| level.takes_text);
        let takes_text = match element.ns {
            _ if open == Open::Paragraph => true,
            Ns::Text | Ns::Other => parent,
            _ => false,
        };
        self.levels.push(Level { open, takes_text });
    }

    /// Elements that stand for characters, or say something about their paragraph.
    fn character(&mut self, element: &Element<'_, Ns>) -> Open {
        match element.local() {
            "s" => {
                let count = element.number("c").unwrap_or(1).min(MOST_SPACES);
                self.stated(' ', usize::try_from(count).unwrap_or(1));
            }
            "tab" => self.stated('\t', 1),
            "line-break" => self.stated('\n', 1),
            "hidden-paragraph" if element.attr("is-hidden").as_deref() == Some("true") => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.is_hidden = true;
                }
            }
            _ => {}
        }
        Open::Plain
    }

    fn stated(&mut self, c: char, count: usize) {
        let takes_text = self.levels.last().is_some_and(|level| level.takes_text);
        if takes_text
            && self.hidden == 0
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.push_stated(c, count);
        }
    }

    fn column(&mut self, element: &Element<'_, Ns>) -> Open {
        let count = element.number("number-columns-repeated").unwrap_or(1);
        if let Some(table) = self.builder.table_mut() {
            let sum = table.declared_columns.unwrap_or(0).saturating_add(count);
            table.declared_columns = Some(sum.min(MOST_BLANK_COLUMNS));
        }
        Open::Plain
    }

    fn text(&mut self, text: &str) {
        let takes_text = self.levels.last().is_some_and(|level| level.takes_text);
        if takes_text
            && self.hidden == 0
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.push(text);
        }
    }

    fn close(&mut self) {
        let Some(level) = self.levels.pop() else { return };
        match level.open {
            Open::Plain => {}
            Open::Body => self.in_body = false,
            Open::Hidden => self.hidden = self.hidden.saturating_sub(1),
            Open::Paragraph => {
                if let Some(text) = self.paragraphs.pop().and_then(Paragraph::end) {
                    self.builder.paragraph(text);
                }
            }
            Open::Table => self.builder.close_table(),
            Open::Row { copies } => {
                let is_blank = self.builder.row().is_some_and(|row| row.cells.iter().all(is_blank));
                let most = if is_blank { MOST_BLANK_ROWS } else { MOST_ROWS };
                self.builder.close_row(usize::try_from(copies.min(most)).unwrap_or(1));
            }
            Open::Cell { copies } => {
                let most = if self.builder.cell().is_some_and(is_blank) { MOST_BLANK_COLUMNS } else { MOST_COLUMNS };
                self.builder.close_cell(usize::try_from(copies.min(most)).unwrap_or(1));
            }
        }
    }
}

fn cell(element: &Element<'_, Ns>) -> RawCell {
    RawCell {
        col_span: element.number("number-columns-spanned").unwrap_or(1).clamp(1, MOST_COLUMNS),
        row_span: element.number("number-rows-spanned").unwrap_or(1).clamp(1, MOST_ROWS),
        covered: element.local() == "covered-table-cell",
        ..RawCell::default()
    }
}

fn is_blank(cell: &RawCell) -> bool {
    cell.blocks.iter().all(|block| matches!(block, Block::Paragraph(text) if text.is_empty()))
}
