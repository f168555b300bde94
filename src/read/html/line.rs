//! A paragraph's text with white space as browsers show it (CSS Text 3, section 4.1).

use unicode_width::UnicodeWidthChar;

use crate::model::MOST_TEXT;

/// White space that has been read and not yet shown.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Gap {
    #[default]
    None,
    /// Spaces and tabs.
    Space,
    /// With a line end of the source in it.
    SourceBreak,
}

/// The paragraph that is being read; it grows as long as a cell's text may, and a character more.
#[derive(Default)]
pub(super) struct Line {
    /// A line end of the source is a space, whatever stands around it.
    breaks_are_spaces: bool,
    text: String,
    gap: Gap,
    /// Something stands on the line, though it be no text: a line break, an empty paragraph's mark.
    touched: bool,
}

impl Line {
    /// An empty line; `breaks_are_spaces` where the page's writer ends source lines only in place of spaces.
    pub(super) fn new(breaks_are_spaces: bool) -> Self {
        Self { breaks_are_spaces, ..Self::default() }
    }

    /// Text with its white space collapsed. Control characters are not shown: browsers draw none, and LibreOffice leaves
    /// those that it marks fields with.
    pub(super) fn push(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' | '\r' if !self.breaks_are_spaces => self.gap = Gap::SourceBreak,
                ' ' | '\t' | '\u{c}' | '\n' | '\r' if self.gap == Gap::None => self.gap = Gap::Space,
                c if c.is_ascii_control() || c == ' ' => {}
                _ if self.text.len() > MOST_TEXT => return,
                _ => self.show(c),
            }
        }
    }

    /// Text as it stands (`<pre>`).
    pub(super) fn push_verbatim(&mut self, text: &str) {
        if std::mem::take(&mut self.gap) != Gap::None && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push(' ');
        }
        for c in text.chars().filter(|&c| c == '\n' || c == '\t' || !c.is_ascii_control()) {
            if self.text.len() > MOST_TEXT {
                return;
            }
            self.touched = true;
            self.text.push(c);
        }
    }

    /// `<br>`.
    pub(super) fn break_line(&mut self) {
        self.gap = Gap::None;
        self.touched = true;
        self.text.push('\n');
    }

    /// Makes an empty paragraph count.
    pub(super) fn touch(&mut self) {
        self.touched = true;
    }

    fn show(&mut self, c: char) {
        let gap = std::mem::take(&mut self.gap);
        if let Some(last) = self.text.chars().next_back()
            && last != '\n'
            && (gap == Gap::Space || gap == Gap::SourceBreak && !(is_wide(last) && is_wide(c)))
        {
            self.text.push(' ');
        }
        self.text.push(c);
    }

    /// Ends the paragraph; `None` when there is none. A line break at its very end shows no further line.
    pub(super) fn end(&mut self) -> Option<String> {
        let next = Self::new(self.breaks_are_spaces);
        let Self { mut text, touched, .. } = std::mem::replace(self, next);
        if text.ends_with('\n') {
            text.pop();
        }
        (touched || !text.is_empty()).then_some(text)
    }
}

/// East Asian wide characters: a line end of the source between two of them is no space.
fn is_wide(c: char) -> bool {
    c.width() == Some(2) && !('\u{1100}'..='\u{11ff}').contains(&c) && !('\u{ac00}'..='\u{d7a3}').contains(&c)
}
