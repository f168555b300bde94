//! Titles of forms: the pieces of all mappings' title patterns are searched for in one pass.

use std::collections::HashMap;

use aho_corasick::AhoCorasick;
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
    /// The number of a folded piece; `None` for an empty one, which every title holds.
    fn number(&mut self, piece: &str) -> Option<usize> {
        if piece.is_empty() {
            return None;
        }
        let number = *self.numbers.entry(piece.to_owned()).or_insert(self.pieces.len());
        if number == self.pieces.len() {
            self.pieces.push(piece.to_owned());
        }
        Some(number)
    }

    /// The search for all of them.
    pub fn search(self) -> Search {
        Search { count: self.pieces.len(), pieces: AhoCorasick::new(self.pieces).ok() }
    }
}

/// The search for the pieces of all title patterns.
#[derive(Debug)]
pub struct Search {
    /// `None` where there are more than can be searched for at once: then each is looked for by itself.
    pieces: Option<AhoCorasick>,
    count: usize,
}

impl Search {
    /// A folded text that may be a title.
    pub fn title<'t>(&self, folded: &'t str) -> Title<'t> {
        let mut holds = vec![self.pieces.is_none(); self.count];
        if let Some(pieces) = &self.pieces {
            pieces.find_overlapping_iter(folded).for_each(|found| holds[found.pattern().as_usize()] = true);
        }
        Title { folded, holds }
    }
}

/// A folded text with the pieces that it may hold.
#[derive(Debug)]
pub struct Title<'t> {
    folded: &'t str,
    holds: Vec<bool>,
}

impl Title<'_> {
    /// True where a piece of any pattern is in it.
    pub fn holds_any(&self) -> bool {
        self.holds.contains(&true)
    }

    fn holds(&self, number: Option<usize>) -> bool {
        number.is_none_or(|number| self.holds.get(number).copied().unwrap_or(true))
    }
}

/// A title pattern: pieces in order, anything between them.
#[derive(Debug, Clone)]
pub struct Pattern {
    pieces: Vec<(String, Option<usize>)>,
    /// Its characters.
    pub length: usize,
}

impl Pattern {
    /// A pattern as mappings write it, with `*` for anything.
    pub fn new(label: &str, pieces: &mut Pieces) -> Self {
        let folded = text::fold(label);
        let numbered = |piece: &str| (piece.to_owned(), pieces.number(piece));
        Self { length: folded.chars().count(), pieces: folded.split('*').map(numbered).collect() }
    }

    /// Its text, without what may be anything.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|(piece, _)| piece.as_str()).collect()
    }

    /// True where the title holds all of the pattern's pieces, wherever.
    pub fn is_within(&self, title: &Title<'_>) -> bool {
        let holds = |(piece, number): &(String, Option<usize>)| title.holds(*number) && title.folded.contains(piece);
        self.pieces.iter().all(holds)
    }

    /// True where the title holds the pattern with little behind it.
    pub fn is_title(&self, title: &Title<'_>) -> bool {
        if !self.pieces.iter().all(|(_, number)| title.holds(*number)) {
            return false;
        }
        let mut rest = title.folded;
        for (piece, _) in &self.pieces {
            let Some((_, behind)) = rest.split_once(piece.as_str()) else { return false };
            rest = behind;
        }
        let tail = without_brackets(rest);
        let tail = if tail.starts_with('(') { "" } else { tail };
        tail.chars().count() <= LONGEST_TAIL && !tail.contains('。')
    }
}
