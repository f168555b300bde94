//! A list of words, matched longest first at a place in a text.

use std::collections::BTreeMap;

use super::fold::fold;

/// Words with what they stand for. Matching costs at most the words that begin with one character.
#[derive(Debug, Clone)]
pub(super) struct Words<T> {
    by_first: BTreeMap<char, Vec<(Vec<char>, T)>>,
}

impl<T> Default for Words<T> {
    fn default() -> Self {
        Self { by_first: BTreeMap::new() }
    }
}

impl<T: Clone> Words<T> {
    /// The words, each folded as the texts are.
    pub(super) fn new<'a>(words: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut by_first: BTreeMap<char, Vec<(Vec<char>, T)>> = BTreeMap::new();
        for (word, of) in words {
            let chars: Vec<char> = fold(word).into_iter().map(|c| c.to_ascii_lowercase()).collect();
            if let Some(first) = chars.first() {
                by_first.entry(*first).or_default().push((chars, of));
            }
        }
        for list in by_first.values_mut() {
            list.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        Self { by_first }
    }

    /// The longest word that begins at `at`: its end, and what it stands for. Latin letters match in either case.
    pub(super) fn at(&self, text: &[char], at: usize) -> Option<(usize, &T)> {
        let rest = text.get(at..)?;
        let list = self.by_first.get(&rest.first()?.to_ascii_lowercase())?;
        let matches = |word: &Vec<char>| {
            rest.len() >= word.len() && word.iter().zip(rest).all(|(w, c)| *w == c.to_ascii_lowercase())
        };
        list.iter().find(|(word, _)| matches(word)).map(|(word, of)| (at + word.len(), of))
    }

    /// As [`Words::at`], with blanks of this sort allowed between the characters of a word: `不 低于`.
    pub(super) fn at_spaced(&self, text: &[char], at: usize, is_blank: fn(char) -> bool) -> Option<(usize, &T)> {
        let list = self.by_first.get(&text.get(at)?.to_ascii_lowercase())?;
        let end_of = |word: &[char]| {
            word.iter().enumerate().try_fold(at, |from, (n, w)| {
                let gap = text.get(from..)?.iter().take_while(|c| n > 0 && is_blank(**c)).count();
                (text.get(from + gap)?.to_ascii_lowercase() == *w).then_some(from + gap + 1)
            })
        };
        list.iter().find_map(|(word, of)| Some((end_of(word)?, of)))
    }

    /// The word that is the whole of the text.
    pub(super) fn whole(&self, text: &[char]) -> Option<&T> {
        let (end, of) = self.at(text, 0)?;
        (end == text.len()).then_some(of)
    }

    /// The longest word that ends at `end`: where it begins, and what it stands for.
    pub(super) fn before(&self, text: &[char], end: usize) -> Option<(usize, &T)> {
        let from = end.saturating_sub(12);
        (from..end).find_map(|start| {
            let upto = text.get(..end)?;
            let (stop, of) = self.at(upto, start)?;
            (stop == end).then_some((start, of))
        })
    }
}

/// A list of words that stand for nothing but themselves.
pub(super) type WordSet = Words<()>;

/// The set of these words.
pub(super) fn set(words: &[String]) -> WordSet {
    Words::new(words.iter().map(|w| (w.as_str(), ())))
}
