//! Text → tree, within bounds.
//!
//! The parser looks through its open elements at many a tag, and opens formatting elements anew in every paragraph: its
//! time and its tree grow with the depth. So tags beyond a depth are passed over, as browsers do, text never.

use std::cell::Cell;

use html5ever::interface::Tracer;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{TokenizerResult, local_name};

use super::crowd::before_crowded_tag;
use super::dom::{Arena, Handle};
use crate::model::Limits;

/// How much text the parser gets before the clock is asked.
const PIECE: usize = 16 << 10;

/// What a node takes, beside its text.
const NODE: usize = 160;

/// So many nodes any page may have.
const LEAST_NODES: usize = 10_000;

/// Parses a page into the arena; says which limit was met, if any.
pub(super) fn parse(text: &str, page: &Arena, limits: &Limits) -> Option<&'static str> {
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let guard = Guard {
        builder: TreeBuilder::new(page, options),
        page,
        depth: limits.depth,
        most_nodes: limits.cells.saturating_mul(2).max(LEAST_NODES),
        dropped: Cell::new(0),
        in_raw_text: Cell::new(false),
        cut: Cell::new(None),
    };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut rest = before_crowded_tag(text);
    if rest.len() < text.len() {
        tokenizer.sink.cut.set(Some("a tag has too many attributes; the page was read up to it"));
    }
    // The other half is for what is made of the tree.
    let room = usize::try_from(limits.memory_left() / 2).unwrap_or(usize::MAX);
    let mut taken = 0;
    while !rest.is_empty() {
        let (piece, after) = split(rest);
        rest = after;
        input.push_back(StrTendril::from_slice(piece));
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        taken += piece.len();
        if limits.over_time() || NODE.saturating_mul(page.len()).saturating_add(taken) > room {
            tokenizer.sink.cut.set(Some("the time or memory for one file was used up"));
            break;
        }
    }
    tokenizer.end();
    limits.hold(NODE.saturating_mul(page.len()).saturating_add(taken));
    if page.is_cut.get() {
        tokenizer.sink.cut.set(Some("a text is longer than any form has; the rest of it was not read"));
    }
    tokenizer.sink.cut.get()
}

fn split(text: &str) -> (&str, &str) {
    let mut at = PIECE.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    text.split_at(at)
}

/// Stands before the tree builder and holds back what would make it slow.
struct Guard<'a> {
    builder: TreeBuilder<Handle, &'a Arena>,
    page: &'a Arena,
    depth: usize,
    most_nodes: usize,
    /// Start tags held back whose end tags are still to come.
    dropped: Cell<usize>,
    /// True within a style, a script and the like: the next tag is their end, whatever was held back before.
    in_raw_text: Cell<bool>,
    cut: Cell<Option<&'static str>>,
}

/// Counts what the tree builder holds open.
#[derive(Default)]
struct Count(Cell<usize>);

impl Tracer for Count {
    type Handle = Handle;

    fn trace_handle(&self, _node: &Handle) {
        self.0.set(self.0.get() + 1);
    }
}

impl Guard<'_> {
    fn is_held_back(&self, token: &Token) -> bool {
        let TagToken(tag) = token else { return self.page.len() > self.most_nodes };
        if self.page.len() > self.most_nodes {
            self.cut.set(Some("the page has too many parts"));
            return true;
        }
        if self.in_raw_text.take() {
            return false;
        }
        if tag.kind != StartTag {
            let dropped = self.dropped.get();
            self.dropped.set(dropped.saturating_sub(1));
            return dropped > 0;
        }
        if holds_raw_text(tag) || self.open_elements() < self.most_open(tag) {
            return false;
        }
        self.cut.set(Some("elements are nested too deep"));
        if !tag.self_closing && !is_void(tag) {
            self.dropped.set(self.dropped.get() + 1);
        }
        true
    }

    fn open_elements(&self) -> usize {
        let count = Count::default();
        self.builder.trace_handles(&count);
        count.0.get()
    }

    /// Formatting is given up earlier than structure: nothing is lost with it.
    fn most_open(&self, tag: &Tag) -> usize {
        if is_formatting(tag) { self.depth / 2 } else { self.depth }
    }
}

fn holds_raw_text(tag: &Tag) -> bool {
    matches!(
        tag.name,
        local_name!("script")
            | local_name!("style")
            | local_name!("textarea")
            | local_name!("title")
            | local_name!("xmp")
            | local_name!("iframe")
    )
}

fn is_void(tag: &Tag) -> bool {
    matches!(
        tag.name,
        local_name!("br")
            | local_name!("img")
            | local_name!("input")
            | local_name!("hr")
            | local_name!("col")
            | local_name!("meta")
            | local_name!("link")
            | local_name!("wbr")
    )
}

fn is_formatting(tag: &Tag) -> bool {
    matches!(
        tag.name,
        local_name!("a")
            | local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}

impl TokenSink for Guard<'_> {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        if self.is_held_back(&token) {
            return TokenSinkResult::Continue;
        }
        let result = self.builder.process_token(token, line);
        if let TokenSinkResult::RawData(_) = result {
            self.in_raw_text.set(true);
        }
        result
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}
