//! Tree → document: a walk with a stack of its own, so that depth costs no call stack.

use std::rc::Rc;

use html5ever::Attribute;

use super::dom::{Arena, Data, Id};
use super::line::Line;
use super::style::{self, attribute};
use super::{forms, tables, writer};
use crate::model::{Document, Limits};
use crate::read::build::Builder;
use crate::read::symbol;

/// What an element is to the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Not shown.
    Out,
    /// Part of a line.
    Inline,
    /// Begins and ends a paragraph.
    Block,
    Break,
    Input,
    Select,
    Textarea,
    Preformatted,
    /// Word's mark of an empty paragraph.
    EmptyMark,
    Table,
    Group,
    Row,
    Cell,
}

fn kind(name: &str) -> Kind {
    match name {
        "head" | "title" | "script" | "style" | "noscript" | "template" | "iframe" | "object" | "applet" | "svg"
        | "canvas" | "audio" | "video" | "rt" | "rp" | "button" | "datalist" | "xml" | "del" | "noframes" => Kind::Out,
        "br" => Kind::Break,
        "input" => Kind::Input,
        "select" => Kind::Select,
        "textarea" => Kind::Textarea,
        "pre" | "xmp" | "listing" | "plaintext" => Kind::Preformatted,
        "o:p" => Kind::EmptyMark,
        "table" => Kind::Table,
        "thead" | "tbody" | "tfoot" => Kind::Group,
        "tr" => Kind::Row,
        "td" | "th" => Kind::Cell,
        "address" | "article" | "aside" | "blockquote" | "body" | "caption" | "center" | "dd" | "details"
        | "dialog" | "dir" | "div" | "dl" | "dt" | "fieldset" | "figcaption" | "figure" | "footer" | "form" | "h1"
        | "h2" | "h3" | "h4" | "h5" | "h6" | "header" | "hr" | "html" | "legend" | "li" | "main" | "menu" | "nav"
        | "ol" | "p" | "section" | "summary" | "ul" => Kind::Block,
        _ => Kind::Inline,
    }
}

/// One thing still to do.
enum Step {
    Enter(Id),
    /// The captions of a table are done; its rows follow.
    OpenTable,
    Leave(End),
}

/// What ends with an element.
#[derive(Clone, Copy)]
enum End {
    Nothing,
    Paragraph,
    Table,
    /// A row group that began at this row.
    Group {
        start: usize,
        is_foot: bool,
    },
    Row {
        is_flat: bool,
    },
    Cell,
}

/// What elements hand down to what is in them.
#[derive(Clone)]
struct Context {
    is_visible: bool,
    keeps_space: bool,
    symbol_font: Option<Rc<str>>,
}

struct Walk<'a> {
    page: &'a Arena,
    builder: Builder,
    line: Line,
    /// Row spans go on through row groups.
    spans_cross_groups: bool,
    steps: Vec<Step>,
    contexts: Vec<Context>,
    /// For each table entered, whether it could be opened, and its footer rows.
    tables: Vec<tables::Entered>,
}

/// Walks the page into the document; says which limit was met, if any.
pub(super) fn walk(page: &Arena, limits: &Limits, document: &mut Document) -> Option<&'static str> {
    let context = Context { is_visible: true, keeps_space: false, symbol_font: None };
    let is_libre_office = writer::is_libre_office(page);
    let mut walk = Walk {
        page,
        builder: Builder::new(limits),
        line: Line::new(is_libre_office),
        spans_cross_groups: is_libre_office,
        steps: vec![Step::Enter(0)],
        contexts: vec![context],
        tables: Vec::new(),
    };
    let mut cut = None;
    let mut count = 0_u32;
    while let Some(step) = walk.steps.pop() {
        count = count.wrapping_add(1);
        if count.is_multiple_of(4096) && limits.are_spent() {
            cut = Some("the time or memory for one file was used up");
            break;
        }
        match step {
            Step::Enter(id) => walk.enter(id),
            Step::OpenTable => {
                walk.end_paragraph();
                let is_open = walk.builder.open_table();
                walk.tables.push(tables::Entered::new(is_open, walk.spans_cross_groups));
            }
            Step::Leave(end) => walk.leave(end),
        }
    }
    walk.end_paragraph();
    cut = cut.or(walk
        .builder
        .is_cut()
        .then_some("there are too many table cells or paragraphs, or tables are nested too deep"));
    walk.builder.finish(document);
    cut
}

impl Walk<'_> {
    fn context(&self) -> Context {
        self.contexts.last().cloned().unwrap_or(Context { is_visible: true, keeps_space: false, symbol_font: None })
    }

    fn enter(&mut self, id: Id) {
        let page = self.page;
        page.with(id, |data| match data {
            Data::Element(name, attributes) => self.element(id, &name.local, attributes),
            Data::Text(text) => self.text(text),
            Data::Other => self.push_children(id),
        });
    }

    fn push_children(&mut self, id: Id) {
        self.steps.extend(self.page.children_reversed(id).into_iter().map(Step::Enter));
    }

    fn text(&mut self, text: &str) {
        let context = self.context();
        if !context.is_visible {
            return;
        }
        let shown = context.symbol_font.map(|font| shown_as(&font, text));
        let text = shown.as_deref().unwrap_or(text);
        if context.keeps_space { self.line.push_verbatim(text) } else { self.line.push(text) }
    }

    fn element(&mut self, id: Id, name: &str, attributes: &[Attribute]) {
        let kind = kind(name);
        let look = style::look(attributes);
        if kind == Kind::Out || look.is_out {
            return;
        }
        let mut context = self.context();
        context.is_visible = look.is_visible.unwrap_or(context.is_visible);
        context.keeps_space = look.keeps_space.unwrap_or(context.keeps_space || kind == Kind::Preformatted);
        if let Some(font) = look.font {
            context.symbol_font = symbol::is_symbol_font(&font).then(|| Rc::from(font));
        }
        let end = match kind {
            Kind::Out => return,
            Kind::Break | Kind::Input | Kind::Select | Kind::Textarea => {
                return self.control(kind, id, attributes, &context);
            }
            Kind::EmptyMark if self.is_empty_mark(id) => return self.line.touch(),
            Kind::Inline | Kind::EmptyMark => End::Nothing,
            Kind::Block | Kind::Preformatted => End::Paragraph,
            Kind::Table => return self.table(id, context),
            Kind::Group => End::Group {
                start: self.builder.table_mut().map_or(0, |table| table.rows.len()),
                is_foot: name == "tfoot",
            },
            Kind::Row if self.builder.open_row() => {
                End::Row { is_flat: attribute(attributes, "height").is_some_and(|height| height.trim() == "0") }
            }
            Kind::Cell if self.builder.open_cell(tables::cell(attributes)) => End::Cell,
            Kind::Row | Kind::Cell => End::Paragraph,
        };
        if !matches!(end, End::Nothing) {
            self.end_paragraph();
        }
        self.contexts.push(context);
        self.steps.push(Step::Leave(end));
        self.push_children(id);
    }

    fn control(&mut self, kind: Kind, id: Id, attributes: &[Attribute], context: &Context) {
        if !context.is_visible {
            return;
        }
        match kind {
            Kind::Break => self.line.break_line(),
            Kind::Input => self.line.push(&forms::input(attributes)),
            Kind::Select => self.line.push(&forms::select(self.page, id)),
            _ => self.line.push_verbatim(&forms::text(self.page, id)),
        }
    }

    /// True for `<o:p>` without text, the way Word marks a paragraph's end; with a no-break space the paragraph has
    /// nothing else in it.
    fn is_empty_mark(&self, id: Id) -> bool {
        let children = self.page.children_reversed(id);
        children.into_iter().all(|child| {
            let blank = |data: &Data| matches!(data, Data::Text(text) if text.chars().all(char::is_whitespace));
            self.page.with(child, blank).unwrap_or(true)
        })
    }

    /// Captions stand before their table.
    fn table(&mut self, id: Id, context: Context) {
        self.end_paragraph();
        self.contexts.push(context);
        let is_caption = |&child: &Id| {
            let named = |data: &Data| matches!(data, Data::Element(name, _) if &*name.local == "caption");
            self.page.with(child, named).unwrap_or(false)
        };
        let (captions, rest): (Vec<Id>, Vec<Id>) = self.page.children_reversed(id).into_iter().partition(is_caption);
        self.steps.push(Step::Leave(End::Table));
        self.steps.extend(rest.into_iter().map(Step::Enter));
        self.steps.push(Step::OpenTable);
        self.steps.extend(captions.into_iter().map(Step::Enter));
    }

    fn leave(&mut self, end: End) {
        self.contexts.pop();
        if !matches!(end, End::Nothing) {
            self.end_paragraph();
        }
        match end {
            End::Nothing | End::Paragraph => {}
            End::Cell => self.builder.close_cell(1),
            End::Row { is_flat } => {
                let is_dummy = is_flat && self.builder.row().is_some_and(tables::is_blank);
                self.builder.close_row(1);
                if let Some(entered) = self.tables.last_mut() {
                    entered.ends_in_dummy = is_dummy;
                }
            }
            End::Group { start, is_foot } => {
                if let (Some(entered), Some(table)) = (self.tables.last_mut(), self.builder.table_mut()) {
                    entered.end_group(table, start, is_foot);
                }
            }
            End::Table => {
                if let Some(entered) = self.tables.pop()
                    && entered.is_open
                {
                    if let Some(table) = self.builder.table_mut() {
                        entered.end(table);
                    }
                    self.builder.close_table();
                }
            }
        }
    }

    fn end_paragraph(&mut self) {
        if let Some(text) = self.line.end() {
            self.builder.paragraph(text);
        }
    }
}

/// What glyphs of a symbol font show; those that are not known stay.
fn shown_as(font: &str, text: &str) -> String {
    let shown = |c: char| match symbol::unicode(font, u32::from(c)) {
        Some(shown) if !c.is_whitespace() && !('\u{f000}'..='\u{f0ff}').contains(&shown) => shown,
        _ => c,
    };
    text.chars().map(shown).collect()
}
