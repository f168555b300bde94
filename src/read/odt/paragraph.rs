//! A paragraph's text with its white space collapsed (ODF 1.2 part 1, 6.1.2).

use crate::model::MOST_TEXT;

/// The paragraph that is being read; it grows as long as a cell's text may, and a character more.
#[derive(Debug)]
pub(super) struct Paragraph {
    text: String,
    /// White space here is dropped: the paragraph begins, or white space stands before.
    after_space: bool,
    /// The paragraph is not shown.
    pub(super) is_hidden: bool,
}

impl Paragraph {
    pub(super) fn new(is_hidden: bool) -> Self {
        Self { text: String::new(), after_space: true, is_hidden }
    }

    /// Text of the file.
    pub(super) fn push(&mut self, text: &str) {
        for c in text.chars() {
            if self.text.len() > MOST_TEXT {
                return;
            }
            let is_space = matches!(c, ' ' | '\t' | '\r' | '\n');
            if !is_space {
                self.text.push(c);
            } else if !self.after_space {
                self.text.push(' ');
            }
            self.after_space = is_space;
        }
    }

    /// A space, tab or line break that an element states.
    pub(super) fn push_stated(&mut self, c: char, count: usize) {
        if self.text.len() <= MOST_TEXT {
            self.text.extend(std::iter::repeat_n(c, count));
        }
        self.after_space = false;
    }

    /// The text, unless the paragraph is not shown.
    pub(super) fn end(self) -> Option<String> {
        (!self.is_hidden).then_some(self.text)
    }
}
