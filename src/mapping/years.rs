//! The year that a text states, in digits or in the numerals of the vocabulary.

use std::collections::BTreeSet;

use crate::text;

/// How a year is written.
#[derive(Debug, Clone, Default)]
pub struct Years {
    marks: Vec<String>,
    numerals: Vec<Vec<char>>,
    /// The numerals that every year of this century begins with.
    twos: BTreeSet<char>,
}

/// Digits of an annex's number before a year.
const MOST_BEFORE: usize = 2;

impl Years {
    /// What follows a year's four digits, and the spellings of its digits from 0 to 9; all folded.
    pub fn new(marks: Vec<String>, numerals: &[String]) -> Self {
        let numerals: Vec<Vec<char>> = numerals.iter().map(|digits| digits.chars().collect()).collect();
        let twos = numerals.iter().filter_map(|digits| digits.get(2).copied()).collect();
        Self { marks, numerals, twos }
    }

    /// The year that a text states: `2024年`, `（2024年度）`, or its four digits alone.
    pub fn stated(&self, raw: &str) -> Option<String> {
        let may_state = raw.contains(['2', '２']) || self.has_numeral(raw);
        may_state.then(|| self.stated_folded(&text::fold(raw))).flatten()
    }

    /// The same of a folded text.
    pub fn stated_folded(&self, folded: &str) -> Option<String> {
        if folded.contains('2') {
            self.in_digits(folded)
        } else if self.has_numeral(folded) {
            self.numerals.iter().find_map(|digits| self.in_digits(&with_digits(folded, digits)))
        } else {
            None
        }
    }

    /// What stands behind a year at the beginning of a text; all of it where there is none.
    pub fn behind<'t>(&self, raw: &'t str) -> &'t str {
        let year = raw.split_at_checked(4).filter(|(year, _)| year.bytes().all(|byte| byte.is_ascii_digit()));
        let behind =
            |(_, rest): (&'t str, &'t str)| self.marks.iter().find_map(|mark| rest.strip_prefix(mark.as_str()));
        year.and_then(behind).unwrap_or(raw)
    }

    /// True for a text with the numeral that every year of this century begins with.
    fn has_numeral(&self, raw: &str) -> bool {
        self.twos.iter().any(|&two| raw.contains(two))
    }

    /// The year in a folded text, in digits.
    fn in_digits(&self, folded: &str) -> Option<String> {
        let is_digit = |at: usize| folded.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        for (at, _) in folded.match_indices("20") {
            let end = at + 4;
            let digits = (at..end).all(is_digit) && !is_digit(end);
            let before = (0..at).rev().take_while(|&at| is_digit(at)).count();
            let rest = folded.get(end..).unwrap_or_default().trim_start_matches(')');
            let in_brackets = folded.get(..at).is_some_and(|b| b.ends_with('(')) && folded.get(end..) == Some(")");
            let is_marked = self.marks.iter().any(|mark| rest.starts_with(mark.as_str()));
            let marked = is_marked || in_brackets || folded.len() == 4;
            // The number of an annex may stand right before it, without its blank: 附件1 2023年度.
            if digits && (before == 0 && marked || before <= MOST_BEFORE && is_marked) {
                return folded.get(at..end).map(str::to_owned);
            }
        }
        None
    }
}

/// A text with the numerals of one spelling as digits.
fn with_digits(folded: &str, numerals: &[char]) -> String {
    let digit =
        |c: char| numerals.iter().position(|&n| n == c).and_then(|n| char::from_digit(u32::try_from(n).ok()?, 10));
    folded.chars().map(|c| digit(c).unwrap_or(c)).collect()
}
