//! Properties of paragraphs, runs, rows and cells: the few that bear on text and spans.

use std::borrow::Cow;

use crate::model::Merge;
use crate::read::docx::body::{Body, Open, Step};
use crate::read::docx::names::{Cursor, Ns};
use crate::read::symbol;
use crate::read::xml::Element;

impl Body<'_> {
    /// Passes over properties, none of which bears on text and spans.
    pub(super) fn pass_properties<'x>(&self, open: Open, xml: &mut Cursor<'x>, element: &Element<'x, Ns>) {
        let may_hide = self.styles().may_hide();
        match open {
            Open::ParagraphProps => xml.pass(element, |local, _| match local {
                b"pStyle" => may_hide,
                _ => matches!(local, b"vanish" | b"del" | b"moveFrom" | b"annotation"),
            }),
            Open::RunProps => xml.pass(element, |local, tag| match local {
                b"rStyle" => may_hide,
                b"rFonts" => symbol::may_name_symbol_font(tag),
                _ => local == b"vanish",
            }),
            Open::CellProps => xml.pass(element, |local, _| {
                let spans = matches!(local, b"gridSpan" | b"vMerge" | b"vmerge" | b"hMerge" | b"hmerge");
                spans || matches!(local, b"cellMerge" | b"cellDel" | b"annotation")
            }),
            Open::RowProps => {
                xml.pass(element, |local, _| matches!(local, b"gridBefore" | b"gridAfter" | b"del" | b"annotation"))
            }
            _ => {}
        }
    }

    /// An element inside properties. Those that keep older properties (`…Change`, annotations of formatting) are passed over.
    pub(super) fn property(&mut self, props: Open, element: &Element<'_, Ns>) -> Step {
        if element.ns == Ns::Annotation {
            self.annotation(props, element);
            return Step::Skip;
        }
        if element.ns != Ns::Word {
            return Step::Skip;
        }
        match props {
            Open::ParagraphProps => return self.paragraph_property(element),
            Open::MarkProps => self.mark_property(element),
            Open::RunProps => self.run_property(element),
            Open::RowProps => self.row_property(element),
            Open::CellProps => self.cell_property(element),
            Open::TableGrid => self.grid_column(element),
            Open::CheckBox { .. } if matches!(element.local(), "default" | "checked") => self.check(element.is_on()),
            _ => {}
        }
        Step::Skip
    }

    /// Word 2003 marks a deleted paragraph mark or row by an annotation among the properties.
    fn annotation(&mut self, props: Open, element: &Element<'_, Ns>) {
        if element.value("type").as_deref() != Some("Word.Deletion") {
            return;
        }
        match props {
            Open::MarkProps => self.mark_gone(),
            Open::RowProps | Open::CellProps => self.story.drop_innermost(),
            _ => {}
        }
    }

    fn paragraph_property(&mut self, element: &Element<'_, Ns>) -> Step {
        match element.local() {
            "rPr" => return Step::Enter(Open::MarkProps),
            "pStyle" if self.styles().may_hide() => {
                let hidden = element.value("val").is_some_and(|id| self.styles().hides(&id));
                if let Some(paragraph) = self.story.paragraph() {
                    paragraph.hidden = hidden;
                }
            }
            _ => {}
        }
        Step::Skip
    }

    fn mark_property(&mut self, element: &Element<'_, Ns>) {
        match element.local() {
            "vanish" if element.is_on() => self.mark_gone(),
            "del" | "moveFrom" => self.mark_gone(),
            _ => {}
        }
    }

    fn mark_gone(&mut self) {
        if let Some(paragraph) = self.story.paragraph() {
            paragraph.mark_gone = true;
        }
    }

    fn run_property(&mut self, element: &Element<'_, Ns>) {
        match element.local() {
            "vanish" => self.run.vanish = Some(element.is_on()),
            "rStyle" if self.styles().may_hide() => self.run.style = element.attr("val"),
            // Only a symbol font bears on what its characters are.
            "rFonts" => {
                let font = element.value("ascii").or_else(|| element.value("hAnsi"));
                self.run.font = font.filter(|font| symbol::is_symbol_font(font)).map(Cow::into_owned);
            }
            _ => {}
        }
    }

    fn row_property(&mut self, element: &Element<'_, Ns>) {
        let number = || element.number("val").unwrap_or(0);
        match element.local() {
            "gridBefore" => self.story.row().into_iter().for_each(|row| row.grid_before = number()),
            "gridAfter" => self.story.row().into_iter().for_each(|row| row.grid_after = number()),
            "del" => self.story.drop_innermost(),
            _ => {}
        }
    }

    fn cell_property(&mut self, element: &Element<'_, Ns>) {
        if element.local() == "cellDel" {
            return self.story.drop_innermost();
        }
        let Some(cell) = self.story.cell() else { return };
        match element.local() {
            "gridSpan" => cell.col_span = element.number("val").unwrap_or(1).max(1),
            "vMerge" | "vmerge" => cell.vertical = merge(element.value("val").as_deref()),
            "hMerge" | "hmerge" => cell.horizontal = merge(element.value("val").as_deref()),
            "cellMerge" => {
                if let Some(tracked) = element.attr("vMerge") {
                    cell.vertical = if tracked == "rest" { Merge::Restart } else { Merge::Continue };
                }
            }
            _ => {}
        }
    }

    fn grid_column(&mut self, element: &Element<'_, Ns>) {
        if element.local() == "gridCol"
            && let Some(table) = self.story.table()
        {
            table.declared_columns = Some(table.declared_columns.unwrap_or(0).saturating_add(1));
        }
    }
}

/// A merge mark without a value continues (ECMA-376 part 1, 17.4.84).
fn merge(value: Option<&str>) -> Merge {
    if value == Some("restart") { Merge::Restart } else { Merge::Continue }
}
