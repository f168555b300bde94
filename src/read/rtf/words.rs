//! Control words → what they do.

use super::destination;
use super::flow::Flow;
use super::interpreter::Interpreter;
use super::state::Destination;
use crate::model::Merge;

impl Interpreter<'_> {
    /// Does what a control word says.
    pub(super) fn word(&mut self, word: &str, number: Option<i32>) {
        self.flush();
        let starred = std::mem::take(&mut self.starred);
        if self.state.destination == Destination::Skip {
            return;
        }
        if let Some(destination) = destination::of(word, starred, self.state.destination) {
            self.state.destination = destination;
            match word {
                "shptxt" | "dptxbxtext" => self.begin_box(),
                "nesttableprops" => self.state.nested_row = true,
                _ => {}
            }
            return;
        }
        match self.state.destination {
            Destination::Fonts => self.font_word(word, number),
            Destination::FieldCode => self.field_word(word, number),
            _ => {
                let _ = self.document_word(word, number)
                    || self.character_word(word, number)
                    || self.table_word(word, number.unwrap_or(0))
                    || self.text_word(word);
            }
        }
    }

    fn font_word(&mut self, word: &str, number: Option<i32>) {
        let value = number.unwrap_or(0);
        if word == "f" {
            self.state.font = value;
        }
        let Some(font) = self.codepages.font_mut(self.state.font) else { return };
        match word {
            "fcharset" => font.charset = value,
            "cpg" => font.codepage = Some(value),
            _ => {}
        }
    }

    fn field_word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "fftype" => self.form_field.is_check_box = number == Some(1),
            "ffres" => self.form_field.result = number,
            "ffdefres" => self.form_field.default = number == Some(1),
            _ => {}
        }
    }

    /// Words about the whole document.
    fn document_word(&mut self, word: &str, number: Option<i32>) -> bool {
        let value = number.unwrap_or(0);
        match word {
            "ansicpg" => self.codepages.state(value),
            "mac" => self.codepages.state(10000),
            "deflang" | "deflangfe" => self.codepages.language(value),
            "deff" => {
                self.default_font = value;
                self.state.font = value;
            }
            _ => return false,
        }
        true
    }

    /// Words about characters and paragraphs.
    fn character_word(&mut self, word: &str, number: Option<i32>) -> bool {
        let is_on = number != Some(0);
        match word {
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => self.state.fallback = number.unwrap_or(1).clamp(0, 255).unsigned_abs(),
            "f" => {
                self.state.font = number.unwrap_or(0);
                self.state.east_asian_font = None;
            }
            "af" if self.state.is_east_asian => self.state.east_asian_font = number,
            "dbch" => self.state.is_east_asian = true,
            "loch" | "hich" => self.state.is_east_asian = false,
            "v" => self.state.hidden = is_on,
            "deleted" => self.state.deleted = is_on,
            "plain" => self.state.reset_characters(self.default_font),
            "pard" => self.state.reset_paragraph(),
            "intbl" => self.state.in_table = is_on,
            "itap" => self.state.nesting = usize::try_from(number.unwrap_or(0)).unwrap_or(0),
            _ => return false,
        }
        true
    }

    /// Words about rows and cells.
    fn table_word(&mut self, word: &str, value: i32) -> bool {
        let nested = self.state.nested_row;
        let shape = self.flow.shape_mut(nested);
        match word {
            "trowd" => {
                *shape = Default::default();
                self.state.in_row = !nested;
            }
            "trleft" => shape.left = value,
            "irow" => shape.number = Some(value),
            "lastrow" => shape.is_last = true,
            "cellx" => shape.end_cell(value),
            "clvmgf" => shape.next.vertical = Merge::Restart,
            "clvmrg" => shape.next.vertical = Merge::Continue,
            "clmgf" => shape.next.horizontal = Merge::Restart,
            "clmrg" => shape.next.horizontal = Merge::Continue,
            "cell" => self.end(|flow, _| flow.end_cell(1)),
            "nestcell" => self.end(|flow, level| flow.end_cell(level.max(2))),
            "nestrow" => self.end(|flow, level| flow.end_row(level.max(2))),
            "row" => {
                self.end(|flow, _| flow.end_row(1));
                self.state.in_row = false;
            }
            _ => return false,
        }
        true
    }

    /// Words that stand for text.
    fn text_word(&mut self, word: &str) -> bool {
        match word {
            "par" | "sect" => self.end_paragraph(),
            "line" | "lbr" | "softline" => self.line_break(),
            "page" | "column" if !self.flow.is_at_start() => self.line_break(),
            "tab" => self.special("\t"),
            "emdash" => self.special("—"),
            "endash" => self.special("–"),
            "lquote" => self.special("‘"),
            "rquote" => self.special("’"),
            "ldblquote" => self.special("“"),
            "rdblquote" => self.special("”"),
            "bullet" => self.special("•"),
            "emspace" => self.special("\u{2003}"),
            "enspace" => self.special("\u{2002}"),
            "qmspace" => self.special("\u{2005}"),
            _ => return false,
        }
        true
    }

    fn line_break(&mut self) {
        self.fallback = 0;
        self.drop_high();
        self.emit("\n");
    }

    /// The mark of a deleted or hidden paragraph does not print: the text runs on into the next.
    pub(super) fn end_paragraph(&mut self) {
        let is_shown = self.state.is_shown();
        self.end(if is_shown { Flow::end_paragraph } else { Flow::end_hidden_paragraph });
    }

    fn end(&mut self, what: impl FnOnce(&mut Flow, usize)) {
        self.fallback = 0;
        self.drop_high();
        if self.state.destination == Destination::Body {
            let level = self.level();
            self.limits.hold_text(0);
            what(&mut self.flow, level);
        }
    }
}
