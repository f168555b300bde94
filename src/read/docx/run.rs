//! A run's own formatting, as far as it decides whether and how its text shows, and the fields it lies in.

use std::borrow::Cow;

use crate::read::symbol;

/// The run that is being read.
#[derive(Debug, Default)]
pub struct Run {
    /// Its own word on hidden text.
    pub vanish: Option<bool>,
    /// Its character style.
    pub style: Option<String>,
    /// Its font.
    pub font: Option<String>,
}

impl Run {
    /// Text as Word shows it: codes of symbol fonts (U+F020–U+F0FF) as Unicode, line ends in the XML as spaces, and
    /// without `xml:space="preserve"` no white space at the ends.
    pub fn shown<'t>(&self, text: &'t str, preserve: bool) -> Cow<'t, str> {
        let font = self.font.as_deref().unwrap_or_default();
        let text = if preserve { text } else { text.trim_matches(|c: char| c.is_ascii_whitespace()) };
        if !text.contains(|c| matches!(c, '\n' | '\r' | '\u{f020}'..='\u{f0ff}')) {
            return Cow::Borrowed(text);
        }
        let show = |c: char| match c {
            '\u{f020}'..='\u{f0ff}' => symbol::unicode(font, u32::from(c)).unwrap_or(c),
            '\n' | '\r' => ' ',
            _ => c,
        };
        Cow::Owned(text.chars().map(show).collect())
    }
}

/// The complex fields that are open, each with whether its result is reached (ECMA-376 part 1, 17.16.18).
#[derive(Debug, Default)]
pub struct Fields {
    in_result: Vec<bool>,
}

impl Fields {
    /// Takes in a field character: `begin`, `separate` or `end`.
    pub fn mark(&mut self, kind: Option<&str>) {
        match kind {
            Some("begin") => self.in_result.push(false),
            Some("separate") => {
                if let Some(in_result) = self.in_result.last_mut() {
                    *in_result = true;
                }
            }
            Some("end") => _ = self.in_result.pop(),
            _ => {}
        }
    }

    /// True when text here is the body's or a field's result.
    pub fn is_text(&self) -> bool {
        self.in_result.iter().all(|&in_result| in_result)
    }

    /// Takes a field whose code does not end with its paragraph for broken, so that no text is lost in it.
    pub fn end_paragraph(&mut self) {
        self.in_result.fill(true);
    }
}
