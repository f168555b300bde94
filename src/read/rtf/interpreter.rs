//! Tokens → document: groups, destinations, characters in their code pages, and the words that end paragraphs.

use super::codepage::Codepages;
use super::flow::{Flow, Room};
use super::state::{Destination, State};
use super::token::{Token, Tokens};
use crate::finding::{BAD_BYTE, Finding, LIMIT_MET, PARTLY_READ, SPLIT};
use crate::model::limits::text_takes;
use crate::model::{Document, Limits, MOST_TEXT};
use crate::read::symbol;

/// Bytes of one run that are held: whatever the code page, more text than a cell may have.
const LONGEST: usize = 4 * MOST_TEXT;

/// A check box of a form field: `\fftype1`, and whether it is ticked (`\ffres`, else `\ffdefres`).
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FormField {
    pub(super) is_check_box: bool,
    pub(super) result: Option<i32>,
    pub(super) default: bool,
}

/// Everything that is known while a file is read.
pub(super) struct Interpreter<'a> {
    pub(super) limits: &'a Limits,
    pub(super) codepages: Codepages,
    pub(super) default_font: i32,
    pub(super) state: State,
    stack: Vec<State>,
    /// Groups open beyond the depth that is read.
    too_deep: usize,
    /// A `\*` was read and its word is still to come.
    pub(super) starred: bool,
    /// Characters still to pass over behind a `\u`.
    pub(super) fallback: u32,
    /// Bytes of one run; decoded together because a character may take several.
    bytes: Vec<u8>,
    /// The first half of a surrogate pair.
    high: Option<u32>,
    pub(super) form_field: FormField,
    pub(super) flow: Flow,
    /// The flows around the text box that is being read.
    outer: Vec<Flow>,
    wrong_runs: usize,
    cut: Option<&'static str>,
}

impl<'a> Interpreter<'a> {
    /// An interpreter at the start of a file.
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            codepages: Codepages::default(),
            default_font: -1,
            state: State::default(),
            stack: Vec::new(),
            too_deep: 0,
            starred: false,
            fallback: 0,
            bytes: Vec::new(),
            high: None,
            form_field: FormField::default(),
            flow: Flow::new(Room::of(limits)),
            outer: Vec::new(),
            wrong_runs: 0,
            cut: None,
        }
    }

    /// Reads a whole file.
    pub(super) fn run(mut self, bytes: &[u8]) -> Document {
        let mut tokens = Tokens::new(bytes);
        let (mut goes_on, mut is_spent) = (false, false);
        let mut count = 0_u32;
        while let Some(token) = tokens.next() {
            count = count.wrapping_add(1);
            is_spent = self.limits.over_memory() || count.is_multiple_of(4096) && self.limits.over_time();
            if is_spent {
                self.cut = Some("the time or memory for one file was used up");
                break;
            }
            if token == Token::Close && self.stack.len() == 1 && self.too_deep == 0 && !goes_on {
                goes_on = holds_text(tokens.rest());
                if !goes_on {
                    self.close();
                    break;
                }
            }
            self.token(token);
        }
        self.finish(goes_on, is_spent)
    }

    fn finish(mut self, goes_on: bool, is_spent: bool) -> Document {
        self.flush();
        // Where reading stopped, the end is not known.
        let is_open = !is_spent && !self.stack.is_empty();
        while !self.outer.is_empty() {
            self.end_box();
        }
        let level = self.level();
        let blocks = self.flow.finish(level);
        if self.flow.is_cut {
            self.cut = Some("there are too many table cells or paragraphs");
        }
        let mut findings = Vec::new();
        if self.wrong_runs > 0 {
            findings.push(Finding::new(
                &BAD_BYTE,
                format!("{} runs of text hold bytes that their code page does not allow", self.wrong_runs),
                "compare the values with the document as Word shows it",
            ));
        }
        if is_open || goes_on {
            let message = if is_open { "the file ends in the middle" } else { "the braces of the file do not match" };
            findings.push(Finding::new(&PARTLY_READ, message, "open it in Word, save it again and compare"));
        }
        if let Some(cut) = self.cut {
            findings.push(Finding::new(&LIMIT_MET, cut, SPLIT));
        }
        Document { blocks, findings, ..Document::default() }
    }

    fn token(&mut self, token: Token<'_>) {
        if self.too_deep > 0 {
            match token {
                Token::Open => self.too_deep += 1,
                Token::Close => self.too_deep -= 1,
                _ => {}
            }
            return;
        }
        match token {
            Token::Open => self.open(),
            Token::Close => self.close(),
            Token::Hex(byte) => self.byte(byte),
            Token::Text(text) => self.text(text),
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Word(word, number) => self.word(word, number),
            Token::Binary => self.fallback = self.fallback.saturating_sub(1),
        }
    }

    fn open(&mut self) {
        self.flush();
        self.fallback = 0;
        self.starred = false;
        if self.stack.len() >= self.limits.depth {
            self.too_deep = 1;
            self.cut = Some("groups are nested too deep");
            return;
        }
        self.stack.push(self.state);
    }

    fn close(&mut self) {
        self.flush();
        self.fallback = 0;
        self.starred = false;
        let Some(outer) = self.stack.pop() else { return };
        let inner = self.state;
        if self.stack.is_empty() {
            return; // What follows the document's own brace is read on as it was.
        }
        if inner.boxes > outer.boxes {
            self.end_box();
        }
        // A row that ended inside the group has ended outside of it too.
        self.state = State { in_row: outer.in_row && inner.in_row, ..outer };
        if inner.destination == Destination::FieldCode && outer.destination != Destination::FieldCode {
            self.end_field_code();
        }
    }

    pub(super) fn begin_box(&mut self) {
        let inner = Flow::new(self.flow.room());
        self.outer.push(std::mem::replace(&mut self.flow, inner));
        self.state.boxes += 1;
        self.state.reset_paragraph();
    }

    fn end_box(&mut self) {
        let level = self.level();
        let blocks = self.flow.finish(level);
        let Some(mut outer) = self.outer.pop() else { return };
        outer.absorb_count(&self.flow);
        let boxes = self.outer.len();
        let anchor = self.stack.iter().rev().find(|state| state.boxes <= boxes).copied().unwrap_or_default();
        outer.insert(blocks, anchor.level(self.limits.depth));
        self.flow = outer;
    }

    fn end_field_code(&mut self) {
        let field = std::mem::take(&mut self.form_field);
        if field.is_check_box && self.state.is_shown() {
            let is_ticked = match field.result {
                Some(0) => false,
                Some(1) => true,
                _ => field.default,
            };
            self.flow.push(if is_ticked { "☑" } else { "☐" });
        }
    }

    pub(super) fn level(&self) -> usize {
        self.state.level(self.limits.depth)
    }

    fn byte(&mut self, byte: u8) {
        if self.fallback > 0 {
            self.fallback -= 1;
        } else if self.bytes.len() <= LONGEST {
            self.bytes.push(byte);
        }
    }

    fn text(&mut self, text: &[u8]) {
        let passed = usize::try_from(self.fallback).unwrap_or(usize::MAX).min(text.len());
        self.fallback = self.fallback.saturating_sub(u32::try_from(passed).unwrap_or(u32::MAX));
        let text = text.get(passed..).unwrap_or_default();
        let room = (LONGEST + 1).saturating_sub(self.bytes.len());
        self.bytes.extend_from_slice(text.get(..room).unwrap_or(text));
    }

    /// Decodes the bytes gathered so far; every token that is no byte does so first.
    pub(super) fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let mut bytes = std::mem::take(&mut self.bytes);
        if self.state.destination == Destination::Fonts {
            self.font_name(&bytes);
        } else if self.state.is_shown() {
            self.decode(&bytes);
        }
        bytes.clear();
        self.bytes = bytes;
    }

    fn font_name(&mut self, bytes: &[u8]) {
        if let Some(font) = self.codepages.font_mut(self.state.font) {
            let name = bytes.iter().take_while(|&&byte| byte != b';').filter(|byte| byte.is_ascii()).take(64);
            font.name.extend(name.map(|&byte| char::from(byte)));
        }
    }

    fn decode(&mut self, bytes: &[u8]) {
        self.drop_high();
        if let Some(font) = self.codepages.symbol_font(self.state.font) {
            let text: String = bytes.iter().map(|&byte| symbol_shown(font, u32::from(byte))).collect();
            return self.emit(&text);
        }
        let east_asian = self.state.east_asian().filter(|&font| self.codepages.is_multi_byte(font));
        let (text, wrong) = self.codepages.decode(bytes, east_asian.unwrap_or(self.state.font));
        self.wrong_runs += usize::from(wrong);
        self.emit(&text);
    }

    pub(super) fn emit(&mut self, text: &str) {
        if !self.state.is_shown() {
            return;
        }
        self.limits.hold(text_takes(text.len()) - text_takes(0));
        if text.contains(|c: char| c.is_control() && c != '\t' && c != '\n') {
            let printable: String = text.chars().filter(|&c| !c.is_control() || c == '\t' || c == '\n').collect();
            self.flow.push(&printable);
        } else {
            self.flow.push(text);
        }
    }

    /// `\uN`: a UTF-16 unit, signed; writers of full code points exist.
    pub(super) fn unicode(&mut self, number: i32) {
        let code = if number < 0 { number.saturating_add(65536).max(0) } else { number }.unsigned_abs();
        self.fallback = self.state.fallback;
        match (self.high.take(), code) {
            (high, 0xd800..=0xdbff) => {
                self.high = Some(code);
                if high.is_some() {
                    self.emit("\u{fffd}");
                }
            }
            (Some(high), 0xdc00..=0xdfff) => self.character(0x10000 + ((high - 0xd800) << 10) + (code - 0xdc00)),
            (high, _) => {
                if high.is_some() {
                    self.emit("\u{fffd}");
                }
                self.character(code);
            }
        }
    }

    fn character(&mut self, code: u32) {
        let font = self.codepages.symbol_font(self.state.font);
        let shown = font.map_or_else(|| char::from_u32(code), |font| Some(symbol_shown(font, code)));
        let shown = shown.unwrap_or('\u{fffd}');
        self.emit(shown.encode_utf8(&mut [0; 4]));
    }

    pub(super) fn drop_high(&mut self) {
        if self.high.take().is_some() {
            self.emit("\u{fffd}");
        }
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'\\' | b'{' | b'}' => return self.byte(symbol),
            b'*' => {
                self.flush();
                self.starred = true;
                return;
            }
            _ => self.flush(),
        }
        match symbol {
            b'\r' | b'\n' => self.end_paragraph(),
            b'\t' => self.special("\t"),
            b'~' => self.special("\u{a0}"),
            b'_' => self.special("-"),
            _ => {}
        }
    }

    /// A character that has a word of its own; it may be the fallback of a `\u`.
    pub(super) fn special(&mut self, text: &str) {
        if self.fallback > 0 {
            self.fallback -= 1;
            return;
        }
        self.drop_high();
        self.emit(text);
    }
}

/// What a code of a symbol font shows; a space is one in every font.
fn symbol_shown(font: &str, code: u32) -> char {
    let shown = if code == 0x20 { Some(' ') } else { symbol::unicode(font, code) };
    shown.unwrap_or('\u{fffd}')
}

/// True when bytes behind the document's last brace still hold paragraphs: a brace too many stood before them.
fn holds_text(rest: &[u8]) -> bool {
    [b"\\par".as_slice(), b"\\cell", b"\\row"].iter().any(|mark| rest.windows(mark.len()).any(|window| window == *mark))
}
