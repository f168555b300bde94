//! The body of a word-processing document, walked event by event (ECMA-376 part 1, 17; Word 2003 XML alike).
//!
//! Every open element stands on a stack with what its end means, so that nesting costs no machine stack and a text that
//! breaks off is closed in order.

use crate::finding::{EMBEDDED, Finding, LIMIT_MET, PARTLY_READ, PICTURE, SPLIT};
use crate::model::limits::{grow, text_takes};
use crate::model::{Block, Limits};
use crate::read::docx::names::{Cursor, Ns, cursor, is_understood};
use crate::read::docx::run::{Fields, Run};
use crate::read::docx::story::Story;
use crate::read::docx::styles::Styles;
use crate::read::symbol;
use crate::read::xml::{Broken, Element, Node};

/// One step in this many asks for the time.
const STEPS_BETWEEN_LOOKS: usize = 4096;

/// What is to be read, and with what.
#[derive(Clone, Copy)]
pub struct Task<'a> {
    /// The XML text.
    pub xml: &'a str,
    /// Of a flat package, the part that alone is read.
    pub part: Option<&'a str>,
    /// The document's styles.
    pub styles: &'a Styles,
    /// What reading may cost.
    pub limits: &'a Limits,
}

/// The blocks of the body, and what must be said of them. A text that breaks off gives what stands before the break.
pub fn read(task: Task<'_>) -> (Vec<Block>, Vec<Finding>) {
    let mut body = Body::new(task);
    let mut xml = cursor(task.xml);
    let ended = body.walk(&mut xml);
    if ended != Ok(true) {
        body.say(Finding::new(
            &PARTLY_READ,
            "the document's text breaks off or is damaged; what stands before the damage was read",
            "open the document in Word or WPS, check its end, and save it again",
        ));
    }
    body.finish()
}

/// What an open element is, which is what its end means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Open {
    /// Nothing of its own: its children count as its parent's.
    Plain,
    /// Paragraph, table, row or cell properties, and those of a paragraph's mark and of a run.
    ParagraphProps,
    MarkProps,
    RunProps,
    CellProps,
    RowProps,
    TableGrid,
    /// Characters; whether white space at their ends counts.
    Text {
        preserve: bool,
    },
    Paragraph,
    Run,
    Table,
    Row,
    Cell,
    /// A text box.
    Box,
    /// Alternative contents, and whether one was taken.
    Alternate {
        taken: bool,
    },
    /// A form field's check box.
    CheckBox {
        checked: bool,
    },
}

/// What to do with an element that begins.
pub(super) enum Step {
    Enter(Open),
    Skip,
}

pub(super) struct Body<'a> {
    task: Task<'a>,
    pub(super) story: Story,
    stack: Vec<Open>,
    pub(super) run: Run,
    outer_runs: Vec<Run>,
    fields: Fields,
    outer_fields: Vec<Fields>,
    /// The text of the open text element: references cut it into pieces.
    characters: String,
    preserve: bool,
    cells: usize,
    paragraphs: usize,
    pictures: usize,
    findings: Vec<Finding>,
}

impl<'a> Body<'a> {
    fn new(task: Task<'a>) -> Self {
        Self {
            task,
            story: Story::default(),
            stack: Vec::new(),
            run: Run::default(),
            outer_runs: Vec::new(),
            fields: Fields::default(),
            outer_fields: Vec::new(),
            characters: String::new(),
            preserve: false,
            cells: 0,
            paragraphs: 0,
            pictures: 0,
            findings: Vec::new(),
        }
    }

    /// Walks the text to its end; false when it ended with elements open.
    fn walk(&mut self, xml: &mut Cursor<'_>) -> Result<bool, Broken> {
        let mut steps = 0usize;
        loop {
            steps += 1;
            if steps.is_multiple_of(STEPS_BETWEEN_LOOKS) && self.task.limits.over_time() {
                self.limit_met("the time for this file is over");
                return Ok(true);
            }
            match xml.step()? {
                Node::Open(element) => {
                    let limits = self.task.limits;
                    let is_full = self.cells > limits.cells || self.paragraphs > limits.paragraphs();
                    if is_full || limits.over_memory() {
                        self.limit_met("the document has more table cells or paragraphs than are read of one file");
                        return Ok(true);
                    }
                    self.open(xml, &element)?;
                }
                Node::Close => self.close(),
                Node::Text(text) => self.text(&text),
                Node::End { whole } => return Ok(whole),
            }
        }
    }

    fn open<'x>(&mut self, xml: &mut Cursor<'x>, element: &Element<'x, Ns>) -> Result<(), Broken> {
        if xml.depth() > self.task.limits.depth {
            self.limit_met("the document is nested too deep; what lies deeper was not read");
            return xml.skip();
        }
        let step = match self.stack.last().copied().unwrap_or(Open::Plain) {
            Open::Alternate { taken } => self.alternative(taken, xml, element),
            Open::Text { .. } => Step::Skip,
            props @ (Open::ParagraphProps
            | Open::MarkProps
            | Open::RunProps
            | Open::CellProps
            | Open::RowProps
            | Open::TableGrid
            | Open::CheckBox { .. }) => self.property(props, element),
            _ => self.content(element),
        };
        match step {
            Step::Enter(open) => {
                self.pass_properties(open, xml, element);
                self.begin(open);
                Ok(())
            }
            Step::Skip => xml.skip_element(element),
        }
    }

    /// Takes the first alternative that is understood, and no other.
    fn alternative(&mut self, taken: bool, xml: &Cursor<'_>, element: &Element<'_, Ns>) -> Step {
        let fits = match element.local() {
            "Choice" => element.attr("Requires").is_some_and(|prefixes| {
                let known = |prefix| xml.namespace_of(prefix).is_some_and(|uri| is_understood(&uri));
                prefixes.split_ascii_whitespace().all(known)
            }),
            "Fallback" => true,
            _ => false,
        };
        if taken || !fits {
            return Step::Skip;
        }
        if let Some(Open::Alternate { taken }) = self.stack.last_mut() {
            *taken = true;
        }
        Step::Enter(Open::Plain)
    }

    /// An element outside properties.
    fn content(&mut self, element: &Element<'_, Ns>) -> Step {
        match (element.ns, element.local()) {
            (Ns::Word, local) => self.word(local, element),
            (Ns::Compatibility, "AlternateContent") => Step::Enter(Open::Alternate { taken: false }),
            (Ns::Annotation, "annotation") if element.value("type").as_deref() != Some("Word.Insertion") => Step::Skip,
            (Ns::Math, "t") => Step::Enter(Open::Text { preserve: true }),
            (Ns::Package, "part") => self.part(element),
            (Ns::Other, "pic" | "imagedata") => {
                self.pictures += usize::from(self.story.in_cell());
                Step::Enter(Open::Plain)
            }
            _ => Step::Enter(Open::Plain),
        }
    }

    fn part(&self, element: &Element<'_, Ns>) -> Step {
        let wanted = |part: &str| element.attr("name").is_some_and(|name| name.eq_ignore_ascii_case(part));
        if self.task.part.is_none_or(wanted) { Step::Enter(Open::Plain) } else { Step::Skip }
    }

    fn word(&mut self, local: &str, element: &Element<'_, Ns>) -> Step {
        let open = match local {
            "p" => Open::Paragraph,
            "r" => Open::Run,
            "t" => {
                let preserve = element.value("space").map_or(self.preserve, |space| space == "preserve");
                Open::Text { preserve }
            }
            "tbl" => Open::Table,
            "tr" if self.story.table().is_some() => Open::Row,
            "tc" if self.story.row().is_some() => Open::Cell,
            "pPr" => Open::ParagraphProps,
            "rPr" if self.stack.last() == Some(&Open::Run) => Open::RunProps,
            "tcPr" => Open::CellProps,
            "trPr" => Open::RowProps,
            "tblGrid" => Open::TableGrid,
            "txbxContent" if self.is_visible() => Open::Box,
            "checkBox" => Open::CheckBox { checked: false },
            "wordDocument" | "document" => {
                self.preserve = element.attr("space").as_deref() == Some("preserve");
                Open::Plain
            }
            "altChunk" | "subDoc" | "object" => {
                self.embedded();
                Open::Plain
            }
            "fldChar" => {
                self.fields.mark(element.value("fldCharType").as_deref());
                Open::Plain
            }
            _ if is_left_out(local) => return Step::Skip,
            _ => {
                self.character(local, element);
                Open::Plain
            }
        };
        Step::Enter(open)
    }

    /// Elements that stand for a character (ECMA-376 part 1, 17.3.3).
    fn character(&mut self, local: &str, element: &Element<'_, Ns>) {
        match local {
            "tab" | "ptab" => self.emit("\t"),
            "br" | "cr" => self.emit("\n"),
            "noBreakHyphen" => self.emit("-"),
            "sym" => {
                let code = element.attr("char").and_then(|hex| u32::from_str_radix(hex.trim(), 16).ok());
                let font = element.attr("font").unwrap_or_default();
                if let Some(c) = code.and_then(|code| symbol::unicode(&font, code)) {
                    self.emit(c.encode_utf8(&mut [0; 4]));
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, open: Open) {
        match open {
            Open::Paragraph => {
                self.paragraphs += 1;
                self.task.limits.hold_text(0);
                self.story.open_paragraph(self.task.styles.default_hides());
                self.outer_runs.push(std::mem::take(&mut self.run));
            }
            Open::Run => self.outer_runs.push(std::mem::take(&mut self.run)),
            Open::Table => self.story.open_table(),
            Open::Row => _ = self.story.open_row(),
            Open::Cell => {
                self.story.open_cell();
                self.cells += 1;
                self.outer_fields.push(std::mem::take(&mut self.fields));
            }
            Open::Box => {
                self.story.open_flow();
                self.outer_fields.push(std::mem::take(&mut self.fields));
            }
            _ => {}
        }
        self.stack.push(open);
    }

    fn close(&mut self) {
        match self.stack.pop() {
            Some(Open::Paragraph) => {
                self.fields.end_paragraph();
                self.run = self.outer_runs.pop().unwrap_or_default();
                self.story.close();
            }
            Some(Open::Run) => self.run = self.outer_runs.pop().unwrap_or_default(),
            Some(Open::Table | Open::Row) => self.story.close(),
            Some(Open::Cell | Open::Box) => {
                self.fields = self.outer_fields.pop().unwrap_or_default();
                self.story.close();
            }
            Some(Open::Text { preserve }) => {
                let mut text = std::mem::take(&mut self.characters);
                self.emit(&self.run.shown(&text, preserve));
                text.clear();
                self.characters = text;
            }
            // The check box stands between the marks of its field, where no text shows.
            Some(Open::CheckBox { checked }) if !self.is_run_hidden() => {
                self.story.text(if checked { "\u{2611}" } else { "\u{2610}" });
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(Open::Text { .. }) = self.stack.last() {
            grow(&mut self.characters, text);
        }
    }

    fn emit(&mut self, text: &str) {
        if self.is_visible() {
            self.task.limits.hold(text_takes(text.len()) - text_takes(0));
            self.story.text(text);
        }
    }

    fn is_visible(&mut self) -> bool {
        self.fields.is_text() && !self.is_run_hidden()
    }

    /// A run's own word on hiding wins; else its style and its paragraph's toggle (ECMA-376 part 1, 17.7.3).
    fn is_run_hidden(&mut self) -> bool {
        let paragraph = self.story.paragraph().is_some_and(|paragraph| paragraph.hidden);
        let style = self.run.style.as_deref().is_some_and(|id| self.task.styles.hides(id));
        self.run.vanish.unwrap_or(style != paragraph)
    }

    pub(super) fn styles(&self) -> &'a Styles {
        self.task.styles
    }

    pub(super) fn check(&mut self, on: bool) {
        if let Some(Open::CheckBox { checked }) = self.stack.last_mut() {
            *checked = on;
        }
    }

    fn embedded(&mut self) {
        self.say(Finding::new(
            &EMBEDDED,
            "the document holds an embedded file or object, which was not read",
            "open the object in Word, save it as a file of its own and add that file",
        ));
    }

    fn limit_met(&mut self, message: &str) {
        self.say(Finding::new(&LIMIT_MET, message, SPLIT));
    }

    /// Adds a finding, unless the same was said already.
    fn say(&mut self, finding: Finding) {
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    fn finish(mut self) -> (Vec<Block>, Vec<Finding>) {
        while !self.stack.is_empty() {
            self.close();
        }
        if self.pictures > 0 {
            let message = format!("{} picture(s) in table cells are not read", self.pictures);
            self.say(Finding::new(&PICTURE, message, "type in what the pictures show, if it matters"));
        }
        (self.story.finish(), self.findings)
    }
}

/// Elements whose content is no text of the printed body: deletions, field codes, notes, properties, old properties.
fn is_left_out(local: &str) -> bool {
    matches!(
        local,
        "del" | "moveFrom" | "delText" | "delInstrText" | "instrText" | "fldData" | "rt" | "rubyPr" | "rPr"
            | "sdtPr" | "sdtEndPr" | "smartTagPr" | "customXmlPr" | "tblPr" | "tblPrEx" | "sectPr" | "hdr" | "ftr"
            | "footnote" | "endnote" | "comment" | "txbxContent" | "softHyphen"
            // Word 2003 XML keeps in the same file what a package keeps in other parts.
            | "docPr" | "fonts" | "lists" | "styles" | "binData" | "docSuppData" | "docOleData" | "bgPict"
    ) || local.ends_with("Change")
}
