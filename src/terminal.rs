//! What the terminal can show: colours and width.

use std::io::IsTerminal;

use crate::cli::Colour;

/// Paints texts, or leaves them as they are.
#[derive(Debug, Clone, Copy)]
pub struct Palette {
    on: bool,
}

/// An SGR colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    Bold,
    Dim,
    Red,
    Green,
    Yellow,
    Blue,
    Cyan,
}

impl Ink {
    fn sgr(self) -> u8 {
        match self {
            Self::Bold => 1,
            Self::Dim => 2,
            Self::Red => 31,
            Self::Green => 32,
            Self::Yellow => 33,
            Self::Blue => 34,
            Self::Cyan => 36,
        }
    }
}

impl Palette {
    /// For standard output.
    pub fn stdout(colour: Colour) -> Self {
        Self::new(colour, std::io::stdout().is_terminal())
    }

    /// For standard error.
    pub fn stderr(colour: Colour) -> Self {
        Self::new(colour, std::io::stderr().is_terminal())
    }

    fn new(colour: Colour, terminal: bool) -> Self {
        let unwanted = || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let on = match colour {
            Colour::Auto => terminal && !unwanted() && !dumb(),
            Colour::Always => true,
            Colour::Never => false,
        };
        Self { on }
    }

    /// True when texts are painted.
    pub fn is_on(self) -> bool {
        self.on
    }

    /// A text in a colour.
    pub fn paint(self, ink: Ink, text: &str) -> String {
        if self.on && !text.is_empty() { format!("\x1b[{}m{text}\x1b[0m", ink.sgr()) } else { text.to_owned() }
    }
}

/// The columns of the terminal on standard output; `otherwise` where it is none.
pub fn width(otherwise: usize) -> usize {
    terminal_size::terminal_size_of(std::io::stdout()).map_or(otherwise, |(width, _)| usize::from(width.0).max(20))
}
