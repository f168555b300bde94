//! Labels, numbered: a text is looked up once, however many mappings there are and kinds of label that they know.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use foldhash::fast::RandomState;
use smallvec::SmallVec;

use crate::mapping::word::Memory;
use crate::text;

pub use crate::text::without_brackets;

/// The number of a label, or of a label with globs: the two are counted apart.
type Symbol = u32;

/// Every label of all mappings. Filled while they are compiled, then shared by all.
#[derive(Debug, Default)]
pub struct Symbols {
    /// Words that were looked up: the trimmings are the same for all mappings.
    pub memory: Memory,
    numbers: HashMap<String, Symbol, RandomState>,
    keys: Vec<String>,
    /// The pieces around each `*`.
    globs: Vec<Vec<String>>,
    /// Those globs that end with a character, and of the others those that begin with one.
    ending: HashMap<char, Vec<usize>, RandomState>,
    beginning: HashMap<char, Vec<usize>, RandomState>,
    /// Those that do neither.
    floating: Vec<usize>,
    /// For what stands before the `/` or `+` of labels that name another heading too, where its tails are.
    heads: HashMap<String, usize, RandomState>,
    tails: Vec<[Tails; SIGNS.len()]>,
    has_wild_heads: bool,
}

/// What joins a label to the heading above or to the left of its own.
const SIGNS: [char; 2] = ['/', '+'];

/// What stands behind one of the signs in labels with one heading before it.
#[derive(Debug, Default)]
struct Tails {
    exact: BTreeSet<String>,
    /// Those with globs, as the pieces around each `*`.
    globs: Vec<Vec<String>>,
}

/// The labels that a text may be, best first; most texts are none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    exact: SmallVec<[Symbol; 4]>,
    globs: SmallVec<[Symbol; 4]>,
}

impl Known {
    /// True for a text that no mapping knows as a label of any kind.
    pub fn is_nothing(&self) -> bool {
        self.exact.is_empty() && self.globs.is_empty()
    }
}

impl Symbols {
    fn number(&mut self, key: String) -> Symbol {
        if let Some(&number) = self.numbers.get(&key) {
            return number;
        }
        let number = count(self.keys.len());
        self.keys.push(key.clone());
        self.numbers.insert(key, number);
        number
    }

    fn glob_number(&mut self, pieces: Vec<String>) -> Symbol {
        let known = self.globs.iter().position(|of| *of == pieces);
        count(known.unwrap_or_else(|| {
            let number = self.globs.len();
            let (last, first) =
                (pieces.last().and_then(|p| p.chars().last()), pieces.first().and_then(|p| p.chars().next()));
            match (last, first) {
                (Some(last), _) => self.ending.entry(last).or_default().push(number),
                (None, Some(first)) => self.beginning.entry(first).or_default().push(number),
                (None, None) => self.floating.push(number),
            }
            self.globs.push(pieces);
            number
        }))
    }

    /// The globs that may match a key: most are ruled out by its last or first character.
    fn candidates(&self, key: &str) -> impl Iterator<Item = (usize, &Vec<String>)> {
        let none: &[usize] = &[];
        let ending = key.chars().last().and_then(|last| self.ending.get(&last)).map_or(none, Vec::as_slice);
        let beginning = key.chars().next().and_then(|first| self.beginning.get(&first)).map_or(none, Vec::as_slice);
        let numbers = ending.iter().chain(beginning).chain(&self.floating);
        numbers.filter_map(|&number| Some((number, self.globs.get(number)?)))
    }

    /// Notes what a label says of the heading above or to the left of its own: `指标值/本年预期`, `一级指标+权重`.
    fn note_head(&mut self, key: &str) {
        for (at, sign) in key.match_indices(SIGNS) {
            let (head, tail) = (&key[..at], &key[at + sign.len()..]);
            self.has_wild_heads |= head.contains('*');
            let next = self.tails.len();
            let number = *self.heads.entry(head.to_owned()).or_insert(next);
            self.tails.resize_with(next.max(number + 1), Default::default);
            let signs = SIGNS.iter().zip(&mut self.tails[number]);
            for (_, tails) in signs.filter(|(of, _)| sign.starts_with(**of)) {
                if tail.contains('*') {
                    tails.globs.push(tail.split('*').map(str::to_owned).collect());
                } else {
                    tails.exact.insert(tail.to_owned());
                }
            }
        }
    }

    /// The number of a key as another heading that labels name; `None` where no label names it.
    pub fn head(&self, key: &str) -> Option<usize> {
        let number = self.heads.get(key).copied();
        let undated = || may_have_year(key).then(|| self.heads.get(&undated(key)).copied()).flatten();
        number.or_else(undated).or(self.has_wild_heads.then_some(usize::MAX))
    }

    /// False for a key that stands in no label behind a sign and the heading of this number.
    pub fn may_follow(&self, head: usize, sign: char, key: &str) -> bool {
        if self.has_wild_heads {
            return true;
        }
        let all = self.tails.get(head).into_iter().flat_map(|tails| SIGNS.iter().zip(tails));
        let mut may_follow = false;
        for (_, tails) in all.filter(|(of, _)| **of == sign) {
            let is_tail = |text: &str| tails.exact.contains(text) || tails.globs.iter().any(|of| glob(of, text));
            each_spelling(key, |spelling| may_follow |= is_tail(spelling));
        }
        may_follow
    }

    /// The labels that a key may be: those that it is in any spelling, then those with globs.
    pub fn look_up(&self, key: &str) -> Known {
        let mut known = Known::default();
        // Longer than any label: do not even look.
        if key.is_empty() || key.len() > LONGEST_LABEL {
            return known;
        }
        each_spelling(key, |spelling| known.exact.extend(self.numbers.get(spelling).copied()));
        let plain = without_brackets(key);
        let has_brackets = plain.len() < key.len();
        // A path of two labels is matched by a path alone.
        let path = SIGNS.into_iter().find(|mark| key.contains(*mark));
        let is_path = |pieces: &[String]| path.is_none_or(|mark| pieces.iter().any(|piece| piece.contains(mark)));
        for text in [key, plain].into_iter().take(1 + usize::from(has_brackets)) {
            let matching = self.candidates(text).filter(|(_, pieces)| glob(pieces, text) && is_path(pieces));
            known.globs.extend(matching.map(|(number, _)| count(number)));
        }
        known
    }
}

/// The ways to look a key up, best first: itself, without its trailing brackets, its trailing number, with years as `?`.
fn each_spelling(key: &str, mut look_up: impl FnMut(&str)) {
    let plain = without_brackets(key);
    look_up(key);
    if plain.len() < key.len() {
        look_up(plain);
    }
    let unnumbered = plain.trim_end_matches(|c: char| c.is_ascii_digit());
    if unnumbered.len() < plain.len() && unnumbered.chars().count() >= 3 {
        look_up(unnumbered);
    }
    if may_have_year(key)
        && let undated = undated(key)
        && undated != key
    {
        look_up(&undated);
        look_up(without_brackets(&undated));
    }
}

fn count(n: usize) -> Symbol {
    Symbol::try_from(n).unwrap_or(Symbol::MAX)
}

/// A set of labels with what each stands for; those with globs (`*`) after exact ones. Copies share one table until one
/// of them has labels of its own.
#[derive(Debug, Clone)]
pub struct Labels<T>(Arc<Table<T>>);

#[derive(Debug, Clone)]
struct Table<T> {
    /// For each symbol, the number of its value from 1; 0 for none.
    exact: Vec<u16>,
    /// The same for those with globs: of two, the one that was added later wins.
    globs: Vec<u16>,
    /// What they stand for; each of those with globs has one of its own.
    values: Vec<T>,
}

impl<T> Default for Labels<T> {
    fn default() -> Self {
        Self(Arc::new(Table { exact: Vec::new(), globs: Vec::new(), values: Vec::new() }))
    }
}

impl<T: Clone + PartialEq> Labels<T> {
    /// Adds a label as printed; the latest of one key wins.
    pub fn insert(&mut self, label: &str, value: T, symbols: &mut Symbols) {
        let table = Arc::make_mut(&mut self.0);
        if label.contains('*') && !label.trim_matches('*').is_empty() {
            symbols.note_head(&text::fold(label));
            let pieces = label.split('*').map(text::fold).collect();
            let place = symbols.glob_number(pieces) as usize;
            table.values.push(value);
            note(&mut table.globs, place, table.values.len());
        } else {
            let key = text::key(label);
            symbols.note_head(&key);
            let place = symbols.number(key) as usize;
            let known = table.values.iter().position(|of| *of == value);
            let number = known.unwrap_or_else(|| {
                table.values.push(value);
                table.values.len() - 1
            });
            note(&mut table.exact, place, number + 1);
        }
    }

    /// What an exact label stands for here.
    fn exactly(&self, symbol: Symbol) -> Option<&T> {
        let &number = self.0.exact.get(symbol as usize)?;
        self.0.values.get(usize::from(number).checked_sub(1)?)
    }

    /// Adds labels that all stand for one thing.
    pub fn insert_all(&mut self, labels: &[String], value: &T, symbols: &mut Symbols) {
        for label in labels {
            self.insert(label, value.clone(), symbols);
        }
    }

    /// What a text stands for here, if anything.
    #[inline]
    pub fn get(&self, known: &Known) -> Option<&T> {
        if known.is_nothing() { None } else { self.look_up(known) }
    }

    fn look_up(&self, known: &Known) -> Option<&T> {
        let exact = known.exact.iter().find_map(|&symbol| self.exactly(symbol));
        exact.or_else(|| {
            let numbers = known.globs.iter().filter_map(|&symbol| self.0.globs.get(symbol as usize));
            self.0.values.get(usize::from(*numbers.max()?).checked_sub(1)?)
        })
    }

    /// The keys of the labels without globs, each with what it stands for.
    pub fn keys<'a>(&'a self, symbols: &'a Symbols) -> impl Iterator<Item = (&'a String, &'a T)> {
        (0..).zip(&symbols.keys).filter_map(|(symbol, key)| Some((key, self.exactly(symbol)?)))
    }
}

/// Notes a number at a place; those between are 0.
fn note(numbers: &mut Vec<u16>, place: usize, number: usize) {
    numbers.resize(numbers.len().max(place + 1), 0);
    numbers[place] = u16::try_from(number).unwrap_or_default();
}

/// The longest key that may be a label, in bytes: 50 Chinese characters.
const LONGEST_LABEL: usize = 150;

/// What stands in a key's last brackets: `三级指标(分值)` → `分值`.
pub fn in_brackets(key: &str) -> Option<&str> {
    key.rfind('(').map(|open| key[open..].trim_matches(['(', ')']))
}

/// False for most keys without a year.
fn may_have_year(key: &str) -> bool {
    key.as_bytes().windows(2).any(|pair| pair == b"20")
}

/// The key with every year `20xx` (and `xx年`'s century) as `?`.
fn undated(key: &str) -> String {
    let chars: Vec<char> = key.chars().collect();
    let mut out = String::with_capacity(key.len());
    let mut i = 0;
    while i < chars.len() {
        let is_year = chars[i..].starts_with(&['2', '0'])
            && chars.get(i + 2..i + 4).is_some_and(|rest| rest.iter().all(char::is_ascii_digit))
            && !chars.get(i + 4).is_some_and(char::is_ascii_digit);
        if is_year {
            out.push('?');
            i += 4;
        } else {
            out.push(chars[i]);
            i += 1;
        }
    }
    out
}

fn glob(pieces: &[String], key: &str) -> bool {
    let [first, middle @ .., last] = pieces else { return false };
    let inner = key.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str()));
    let Some(mut rest) = inner.map(str::as_bytes) else { return false };
    for piece in middle.iter().filter(|piece| !piece.is_empty()) {
        // Both are short: no search is worth preparing. Characters differ in their last bytes most.
        let piece = piece.as_bytes();
        let is_piece = |part: &[u8]| part.last() == piece.last() && part == piece;
        let Some(at) = rest.windows(piece.len()).position(is_piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    true
}
