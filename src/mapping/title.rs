//! Titles of forms: the pieces of all mappings' title patterns are searched for in one pass.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use foldhash::fast::RandomState;

use crate::mapping::labels::without_brackets;
use crate::text;

/// The most characters behind what a pattern matches.
const LONGEST_TAIL: usize = 6;

/// The pieces of title patterns, numbered.
#[derive(Debug, Default)]
pub struct Pieces {
    numbers: HashMap<String, usize, RandomState>,
    pieces: Vec<String>,
}

impl Pieces {
    /// The number of a folded piece.
    fn number(&mut self, piece: &str) -> usize {
        let number = *self.numbers.entry(piece.to_owned()).or_insert(self.pieces.len());
        if number == self.pieces.len() {
            self.pieces.push(piece.to_owned());
        }
        number
    }

    /// The search for all of them.
    pub fn search(self) -> Search {
        // Small, so that it does not push the rest of the run out of the processor's cache.
        let small = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).clone();
        Search { count: self.pieces.len(), pieces: small.build(self.pieces).ok() }
    }
}

/// The search for the pieces of all title patterns.
#[derive(Debug)]
pub struct Search {
    /// `None` where there are none, or more than any catalogue has.
    pieces: Option<AhoCorasick>,
    count: usize,
}

impl Search {
    /// A folded text that may be a title.
    pub fn title<'t>(&self, folded: &'t str) -> Title<'t> {
        let mut ends = vec![0; self.count];
        let pieces = self.pieces.as_ref();
        // Those of one piece are found from left to right.
        for found in pieces.into_iter().flat_map(|pieces| pieces.find_overlapping_iter(folded)) {
            let end = &mut ends[found.pattern().as_usize()];
            *end = if *end == 0 { found.end() } else { *end };
        }
        Title { folded, ends }
    }
}

/// A folded text with the pieces that it holds.
#[derive(Debug)]
pub struct Title<'t> {
    folded: &'t str,
    /// Where each piece ends first; 0 for one that is not in it.
    ends: Vec<usize>,
}

impl Title<'_> {
    /// True where a piece of any pattern is in it.
    pub fn holds_any(&self) -> bool {
        self.ends.iter().any(|&end| end > 0)
    }

    /// Where a piece ends first.
    fn end(&self, number: usize) -> Option<usize> {
        self.ends.get(number).copied().filter(|&end| end > 0)
    }
}

/// A title pattern: pieces in order, anything between them.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// Those with a character, each with its number.
    pieces: Vec<(String, usize)>,
    /// Its characters.
    pub length: usize,
}

impl Pattern {
    /// A pattern as mappings write it, with `*` for anything.
    pub fn new(label: &str, pieces: &mut Pieces) -> Self {
        let folded = text::fold(label);
        let numbered = |piece: &str| (piece.to_owned(), pieces.number(piece));
        let own = folded.split('*').filter(|piece| !piece.is_empty());
        Self { length: folded.chars().count(), pieces: own.map(numbered).collect() }
    }

    /// Its text, without what may be anything.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|(piece, _)| piece.as_str()).collect()
    }

    /// True where the title holds all of the pattern's pieces, wherever.
    pub fn is_within(&self, title: &Title<'_>) -> bool {
        self.pieces.iter().all(|(_, number)| title.end(*number).is_some())
    }

    /// True where the title holds the pattern with little behind it.
    pub fn is_title(&self, title: &Title<'_>) -> bool {
        self.is_within(title) && self.behind(title).is_some_and(is_little)
    }

    /// What stands behind the pattern in a title.
    fn behind<'t>(&self, title: &Title<'t>) -> Option<&'t str> {
        let Some(((_, first), further)) = self.pieces.split_first() else { return Some(title.folded) };
        let mut rest = title.folded.get(title.end(*first)?..)?;
        for (piece, _) in further {
            (_, rest) = rest.split_once(piece.as_str())?;
        }
        Some(rest)
    }
}

/// True for what may stand behind a title: brackets, or a few characters.
fn is_little(behind: &str) -> bool {
    let tail = without_brackets(behind);
    let tail = if tail.starts_with('(') { "" } else { tail };
    tail.chars().count() <= LONGEST_TAIL && !tail.contains('。')
}
