//! How labels begin and end: enough to rule most texts out before they are looked up.

use std::collections::BTreeSet;

use crate::text;

/// How labels begin and end: enough to rule most texts out.
#[derive(Debug, Clone, Default)]
pub struct Edges {
    /// Their first two characters, and those of words that may stand before them; of some the first alone.
    first: BTreeSet<(char, Option<char>)>,
    /// Their last characters.
    last: BTreeSet<char>,
    /// The characters before the `*` with which a label ends.
    wild: BTreeSet<char>,
    /// The last characters of labels that begin with `*`.
    wild_last: BTreeSet<char>,
}

impl Edges {
    /// Adds a label as printed.
    pub fn add(&mut self, label: &str) {
        self.wild.extend(label.strip_suffix('*').and_then(|before| before.chars().next_back()));
        let ends = label.starts_with('*').then(|| label.chars().next_back().and_then(text::fold_char));
        self.wild_last.extend(ends.flatten());
        // A label is found without its trailing brackets too.
        let key = text::key(label);
        let ends = [key.as_str(), text::without_brackets(&key)];
        self.last.extend(ends.iter().filter_map(|end| end.chars().next_back()));
        self.add_first(&key);
    }

    /// Adds what may stand before a label.
    pub fn add_first(&mut self, key: &str) {
        let bare = key.trim_start_matches(is_before_label);
        self.first.extend([key, bare].into_iter().filter_map(first_two));
    }

    /// False for most texts that do not begin with a label, or with what may stand before one.
    pub fn may_begin(&self, text: &str) -> bool {
        let may_be_first = |text: &str| {
            let Some((first, second)) = first_two(text) else { return false };
            self.first.contains(&(first, second)) || self.first.contains(&(first, None))
        };
        let bare = text.trim_start_matches(is_before_label);
        let ends_wild =
            || text.chars().next_back().and_then(text::fold_char).is_none_or(|c| self.wild_last.contains(&c));
        may_be_first(bare) || bare.len() < text.len() && may_be_first(text) || ends_wild()
    }

    /// False for most texts that do not end with a label.
    pub fn may_end(&self, text: &str) -> bool {
        let may_end = |c: char| self.last.contains(&c.to_ascii_lowercase()) || !c.is_alphabetic();
        let last = text.chars().next_back().map(text::fold_width);
        last.is_some_and(may_end) || self.wild.iter().any(|&before| text.contains(before))
    }
}

/// The first two characters of a text, folded; of some the first alone.
fn first_two(text: &str) -> Option<(char, Option<char>)> {
    let mut chars = text.chars().filter_map(text::fold_char);
    Some((chars.next()?, chars.next().filter(|c| c.is_alphabetic())))
}

/// True for numbering and white space, which are no part of the label behind them.
fn is_before_label(c: char) -> bool {
    !c.is_alphabetic() || text::is_numeral(c)
}
