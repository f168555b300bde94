//! The words by which values are read: the schema of `mappings/values.toml`, its checks, and its compiled form.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::fold::fold;
use super::words::{WordSet, Words, set};
use crate::error::{Error, Result};
use crate::model::Comparator;

/// The words by which values are read.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    pub(super) numerals: Numerals,
    pub(super) comparing: Comparing,
    pub(super) units: Units,
    pub(super) dates: DateWords,
    pub(super) words: ValueWords,
}

impl Vocabulary {
    /// The built-in vocabulary, `mappings/values.toml`.
    ///
    /// # Errors
    /// When the file is unsound.
    pub fn builtin() -> Result<Self> {
        Self::parse("values.toml", include_str!("../../mappings/values.toml"))
    }

    /// A vocabulary from the text of a file like `mappings/values.toml`; `file` names it in errors.
    ///
    /// # Errors
    /// [`Error::Mapping`] with the line of a key that is missing, unknown or of the wrong type, of an empty word, or of
    /// a digit table that has not ten entries.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let wrong = |at: usize, message: String, hint: &str| Error::Mapping {
            file: file.to_owned(),
            line: 1 + text.bytes().take(at).filter(|b| *b == b'\n').count(),
            message,
            hint: hint.to_owned(),
        };
        let raw: File = toml::from_str(text).map_err(|e| {
            let at = e.span().map_or(0, |span| span.start);
            wrong(at, e.message().to_owned(), "compare with the built-in values.toml: every table and key stands there")
        })?;
        let content = |line: &str| line.split('#').next().unwrap_or_default().contains("\"\"");
        if let Some(line) = text.lines().position(content) {
            let at = text.lines().take(line).map(|l| l.len() + 1).sum();
            return Err(wrong(at, "an empty word would match everywhere".to_owned(), "delete it"));
        }
        if raw.numerals.digits.len() != 10 {
            let at = text.find("digits").unwrap_or(0);
            return Err(wrong(
                at,
                format!("{} digits, not 10", raw.numerals.digits.len()),
                "list one text for each of 0 to 9",
            ));
        }
        Ok(Self {
            numerals: raw.numerals.compile(),
            comparing: raw.comparing.compile(&raw.comparators),
            units: raw.units.compile(),
            dates: raw.dates.compile(),
            words: raw.words.compile(),
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    numerals: RawNumerals,
    comparators: Vec<RawComparator>,
    comparing: RawComparing,
    units: RawUnits,
    dates: RawDates,
    words: RawWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    word: String,
    unit: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixed {
    word: String,
    value: String,
    unit: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNumerals {
    digits: Vec<String>,
    tens: Vec<String>,
    powers: Vec<String>,
    myriads: Vec<String>,
    point: String,
    fraction: String,
    ratio: Vec<String>,
    parts: Vec<Part>,
    fixed: Vec<Fixed>,
    tenths: Vec<String>,
    tenths_unit: String,
    rough: Vec<String>,
    half: Vec<String>,
    open: Vec<String>,
    rates: Vec<String>,
    ordinal: Vec<String>,
    reach: Vec<String>,
    currency: Vec<String>,
    currency_unit: String,
    misread: String,
    misread_digits: String,
    misread_letters: String,
    over_hundred: Vec<String>,
    not_numbers: Vec<String>,
}

/// The words of numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Numerals {
    digits: BTreeMap<char, u64>,
    tens: BTreeMap<char, u64>,
    powers: BTreeMap<char, u32>,
    myriads: BTreeMap<char, u32>,
    pub point: WordSet,
    pub fraction: WordSet,
    pub ratio: WordSet,
    pub parts: Words<String>,
    pub fixed: Words<(String, String)>,
    pub tenths: WordSet,
    pub tenths_unit: String,
    pub rough: WordSet,
    pub half: WordSet,
    pub open: WordSet,
    pub rates: WordSet,
    pub ordinal: WordSet,
    pub reach: WordSet,
    pub currency: WordSet,
    pub currency_unit: String,
    pub misread: String,
    pub misread_digits: String,
    pub misread_letters: String,
    pub over_hundred: WordSet,
    pub not_numbers: WordSet,
}

impl Numerals {
    /// The digit that a character writes.
    pub(super) fn digit(&self, c: char) -> Option<u64> {
        self.digits.get(&c).copied()
    }

    /// How many tens a character writes that stands for 20 and more by itself.
    pub(super) fn tens(&self, c: char) -> Option<u64> {
        self.tens.get(&c).copied()
    }

    /// The power of ten, 1 to 3, that a character writes.
    pub(super) fn power(&self, c: char) -> Option<u32> {
        self.powers.get(&c).copied()
    }

    /// The power of ten thousand, from 1, that a character writes.
    pub(super) fn myriad(&self, c: char) -> Option<u32> {
        self.myriads.get(&c).copied()
    }
}

/// Each character of each text with the number of its text, counted from `first`.
fn numbered<N: TryFrom<usize>>(texts: &[String], first: usize) -> BTreeMap<char, N> {
    let each = texts.iter().zip(first..).flat_map(|(text, n)| text.chars().map(move |c| (c, n)));
    each.filter_map(|(c, n)| Some((c, N::try_from(n).ok()?))).collect()
}

impl RawNumerals {
    fn compile(self) -> Numerals {
        Numerals {
            digits: numbered(&self.digits, 0),
            tens: numbered(&self.tens, 2),
            powers: numbered(&self.powers, 1),
            myriads: numbered(&self.myriads, 1),
            point: set(&[self.point]),
            fraction: set(&[self.fraction]),
            ratio: set(&self.ratio),
            parts: Words::new(self.parts.iter().map(|p| (p.word.as_str(), p.unit.clone()))),
            fixed: Words::new(self.fixed.iter().map(|f| (f.word.as_str(), (f.value.clone(), f.unit.clone())))),
            tenths: set(&self.tenths),
            tenths_unit: self.tenths_unit,
            rough: set(&self.rough),
            half: set(&self.half),
            open: set(&self.open),
            rates: set(&self.rates),
            ordinal: set(&self.ordinal),
            reach: set(&self.reach),
            currency: set(&self.currency),
            currency_unit: self.currency_unit,
            misread: self.misread,
            misread_digits: self.misread_digits,
            misread_letters: self.misread_letters,
            over_hundred: set(&self.over_hundred),
            not_numbers: set(&self.not_numbers),
        }
    }
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Which {
    Ge,
    Gt,
    Eq,
    Le,
    Lt,
    Approx,
}

impl From<Which> for Comparator {
    fn from(which: Which) -> Self {
        match which {
            Which::Ge => Self::Ge,
            Which::Gt => Self::Gt,
            Which::Eq => Self::Eq,
            Which::Le => Self::Le,
            Which::Lt => Self::Lt,
            Which::Approx => Self::Approx,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawComparator {
    is: Which,
    symbols: Vec<String>,
    before: Vec<String>,
    tight: Vec<String>,
    after: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawComparing {
    not_before: Vec<String>,
    weak: Vec<String>,
    not_after: Vec<String>,
    joiners: Vec<String>,
    range: Vec<String>,
    list: Vec<String>,
    remarks: Vec<String>,
    exclusive: Vec<String>,
    within: Vec<String>,
    qualitative: Vec<String>,
}

/// The words of comparison.
#[derive(Debug, Clone, Default)]
pub(super) struct Comparing {
    pub symbols: Words<Comparator>,
    /// With whether the word counts only directly before a number.
    pub before: Words<(Comparator, bool)>,
    pub after: Words<Comparator>,
    pub not_before: WordSet,
    pub weak: WordSet,
    pub not_after: WordSet,
    pub joiners: WordSet,
    pub range: WordSet,
    pub list: WordSet,
    pub remarks: WordSet,
    pub exclusive: WordSet,
    pub within: WordSet,
    pub qualitative: WordSet,
}

impl RawComparing {
    fn compile(&self, comparators: &[RawComparator]) -> Comparing {
        let all = |pick: fn(&RawComparator) -> &Vec<String>| {
            comparators.iter().flat_map(move |c| pick(c).iter().map(move |w| (w.as_str(), Comparator::from(c.is))))
        };
        let loose = all(|c| &c.before).map(|(word, is)| (word, (is, false)));
        let tight = all(|c| &c.tight).map(|(word, is)| (word, (is, true)));
        Comparing {
            symbols: Words::new(all(|c| &c.symbols)),
            before: Words::new(loose.chain(tight)),
            after: Words::new(all(|c| &c.after)),
            not_before: set(&self.not_before),
            weak: set(&self.weak),
            not_after: set(&self.not_after),
            joiners: set(&self.joiners),
            range: set(&self.range),
            list: set(&self.list),
            remarks: set(&self.remarks),
            exclusive: set(&self.exclusive),
            within: set(&self.within),
            qualitative: set(&self.qualitative),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Multiplier {
    word: String,
    zeros: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SameUnit {
    unit: String,
    #[serde(rename = "as")]
    name: String,
    shift: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUnits {
    multipliers: Vec<Multiplier>,
    known: Vec<String>,
    not_units: Vec<String>,
    alternates: Vec<String>,
    shared_by: Vec<String>,
    money: String,
    naming: Vec<String>,
    ranks: Vec<String>,
    counter: String,
    counted: Vec<String>,
    per: Vec<String>,
    per_words: Vec<String>,
    canonical: Vec<SameUnit>,
    percent: String,
    spans: Vec<String>,
    cycles: Vec<String>,
    bare_cycles: Vec<String>,
    lead: Vec<String>,
}

/// The words of units.
#[derive(Debug, Clone, Default)]
pub(super) struct Units {
    /// With the count of zeros.
    pub multipliers: Words<i32>,
    pub known: WordSet,
    pub not_units: WordSet,
    pub alternates: WordSet,
    pub shared_by: WordSet,
    pub money: String,
    pub naming: WordSet,
    pub ranks: WordSet,
    pub counter: String,
    pub counted: WordSet,
    /// With whether it is a word, to be written as a sign.
    pub per: Words<bool>,
    pub per_signs: String,
    pub every: WordSet,
    /// With the canonical name, and how far the decimal point moves.
    pub canonical: Words<(String, i32)>,
    pub percent: String,
    pub spans: WordSet,
    pub cycles: WordSet,
    pub bare_cycles: WordSet,
    pub lead: WordSet,
}

impl RawUnits {
    fn compile(self) -> Units {
        let is_word = |w: &String| self.per_words.contains(w);
        Units {
            multipliers: Words::new(self.multipliers.iter().map(|m| (m.word.as_str(), m.zeros))),
            known: set(&self.known),
            not_units: set(&self.not_units),
            alternates: set(&self.alternates),
            shared_by: set(&self.shared_by),
            money: self.money,
            naming: set(&self.naming),
            ranks: set(&self.ranks),
            counter: self.counter,
            counted: set(&self.counted),
            per: Words::new(self.per.iter().map(|w| (w.as_str(), is_word(w)))),
            per_signs: self.per.iter().filter(|w| !is_word(w)).flat_map(|w| w.chars()).collect(),
            every: set(&self.per_words),
            canonical: Words::new(self.canonical.iter().map(|c| (c.unit.as_str(), (c.name.clone(), c.shift)))),
            percent: self.percent,
            spans: set(&self.spans),
            cycles: set(&self.cycles),
            bare_cycles: set(&self.bare_cycles),
            lead: set(&self.lead),
        }
    }
}

macro_rules! word_lists {
    ($(#[$doc:meta])* $name:ident from $raw:ident { $($list:ident),* $(,)? } and { $($text:ident),* $(,)? }) => {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $raw { $($list: Vec<String>,)* $($text: String,)* }

        $(#[$doc])*
        #[derive(Debug, Clone, Default)]
        pub(super) struct $name { $(pub $list: WordSet,)* $(pub $text: String,)* }

        impl $raw {
            fn compile(self) -> $name {
                $name { $($list: set(&self.$list),)* $($text: fold(&self.$text).into_iter().collect(),)* }
            }
        }
    };
}

word_lists! {
    /// The words of dates and periods.
    DateWords from RawDates {
        year, month, day, quarter, quarter_lead, first_half, second_half, year_end, year_start, end, start, first_ten, middle_ten,
        last_ten, this_year, whole_year, before, not_before, hour, minute, after, until, every, cycles, some_month, range, periods, recurring, done,
    } and {}
}

word_lists! {
    /// Words that are a value by themselves.
    ValueWords from RawWords {
        booleans, questions, negations, negators, harms, contrary, placeholders, placeholder_leads, labels, stub, score, grades,
    } and { placeholder_marks, template_marks, tick_boxes }
}
