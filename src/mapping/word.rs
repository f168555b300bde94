//! What the text of each cell may be as a label, worked out once for each text of a document.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, OnceLock, RwLock};

use foldhash::fast::RandomState;

use crate::mapping::labels::{Known, Symbols};
use crate::mapping::years::Years;
use crate::mapping::{clean, contacts, inline};
use crate::model::{Cell, Grid, Item, Layout};
use crate::text;

/// A text as a label.
#[derive(Debug, Clone, Default)]
pub struct Word {
    /// The text's key; empty for a text without one, and for a text longer than any label.
    pub key: String,
    /// The labels that it may be.
    pub label: Known,
    /// The labels that it may be behind a word like 其中, which is no part of a label.
    pub behind: Option<Box<Known>>,
    /// The labels that it may be as a level's name, where that is not the key itself.
    level: Option<Box<Known>>,
    /// The length of the level's name within the key.
    level_end: usize,
    /// The text's characters.
    pub length: usize,
    /// Its characters once folded; [`usize::MAX`] for a text longer than any label.
    pub folded: usize,
    /// True for a text without a visible character.
    pub is_blank: bool,
    /// True for a text with a colon: others hold no label with its value.
    pub has_colon: bool,
    /// Its number as the heading that labels name above or to the left of their own.
    pub head: Option<usize>,
    /// True for a text that states a year.
    pub states_year: bool,
    /// The money unit that it states in brackets.
    pub money_unit: Option<String>,
    /// True for a text with as many digits as a mobile number has.
    pub has_long_number: bool,
    /// Once somebody asked: whether a mapping knows it as a form's title.
    pub is_title: OnceLock<bool>,
    /// Set once the text was found to hold no contact.
    pub holds_no_contact: OnceLock<()>,
}

/// The longest text that may hold a label, in bytes: white space goes as it is folded.
const LONGEST_TEXT: usize = 512;

/// The longest label, with its numbering and ornaments, in bytes without white space.
const LONGEST_LABEL: usize = 200;

/// The bytes of a text but for its white space.
fn visible(raw: &str) -> usize {
    raw.chars().filter(|c| !text::is_blank(*c)).map(char::len_utf8).sum()
}

/// What the vocabulary says of parts of a text, folded: words and endings that are no part of a label, units, years.
#[derive(Debug, Clone, Default)]
pub struct Trimmings {
    /// Words that stand before a label.
    pub prefixes: Vec<String>,
    /// Endings of level names.
    pub level_suffixes: Vec<String>,
    /// What stands behind a number of points.
    pub point_marks: Vec<String>,
    /// Money units, longest first.
    pub money_units: Vec<String>,
    /// The same in brackets.
    pub bracketed_units: Vec<String>,
    /// How years are written.
    pub years: Years,
}

impl Word {
    /// Looks a text up.
    pub fn of(raw: &str, symbols: &Symbols, trimmings: &Trimmings) -> Self {
        let is_blank = Cell::is_text_blank(raw);
        let has_colon = raw.contains(inline::COLONS);
        let has_long_number = contacts::has_long_number(raw);
        let is_long = || raw.len() > LONGEST_LABEL && visible(raw) > LONGEST_LABEL;
        if raw.len() > LONGEST_TEXT || is_long() {
            let length = raw.chars().count();
            return Self { length, is_blank, has_colon, has_long_number, folded: usize::MAX, ..Self::default() };
        }
        let length = raw.chars().count();
        let mut text = text::fold(raw);
        let states_year = trimmings.years.stated_folded(&text).is_some();
        let money_unit = trimmings.money_unit_of_folded(&text);
        text::drop_lost_space(&mut text);
        let folded = text.chars().count();
        let key = text::folded_key(&text);
        let behind = trimmings.prefixes.iter().find_map(|prefix| key.strip_prefix(prefix.as_str()));
        let level = trimmings.level_name(key);
        Self {
            key: key.to_owned(),
            label: symbols.look_up(key),
            head: symbols.head(key),
            behind: behind.map(|rest| Box::new(symbols.look_up(rest.trim_start_matches([':', ',', '、'])))),
            level: (level.len() < key.len()).then(|| Box::new(symbols.look_up(level))),
            level_end: level.len(),
            length,
            folded,
            is_blank,
            has_colon,
            states_year,
            money_unit,
            has_long_number,
            ..Self::default()
        }
    }

    /// True for a text longer than any label, of which little is known.
    pub fn is_long(&self) -> bool {
        self.folded == usize::MAX
    }

    /// False for a text that certainly holds no contact.
    pub fn may_hold_contact(&self) -> bool {
        (self.has_colon || self.has_long_number) && self.holds_no_contact.get().is_none()
    }

    /// The labels that it may be as a level's name.
    pub fn level(&self) -> &Known {
        self.level.as_deref().unwrap_or(&self.label)
    }

    /// The key as a level's name: brackets and endings that make no difference taken off.
    pub fn level_key(&self) -> &str {
        self.key.get(..self.level_end).unwrap_or_default()
    }
}

impl Trimmings {
    /// The money unit that a text states in brackets: `（万元）`.
    pub fn money_unit(&self, raw: &str) -> Option<String> {
        if !raw.contains(['(', '（']) {
            return None;
        }
        self.money_unit_of_folded(&text::fold(raw))
    }

    fn money_unit_of_folded(&self, folded: &str) -> Option<String> {
        if !folded.contains('(') {
            return None;
        }
        let stated = self.bracketed_units.iter().position(|unit| folded.contains(unit.as_str()))?;
        self.money_units.get(stated).cloned()
    }

    /// A level's name without brackets, points and endings that make no difference.
    pub fn level_name<'a>(&self, key: &'a str) -> &'a str {
        let plain = crate::mapping::labels::without_brackets(key);
        let plain = clean::without_points(plain, &self.point_marks).unwrap_or(plain);
        let mut short = self.level_suffixes.iter().filter_map(|suffix| plain.strip_suffix(suffix.as_str()));
        short.find(|short| !short.is_empty()).unwrap_or(plain)
    }
}

/// Words of short texts, kept from one form and file to the next: forms print the same labels again and again.
#[derive(Debug, Default)]
pub struct Memory {
    words: RwLock<HashMap<String, Arc<Word>, RandomState>>,
}

/// The longest text whose word is kept, in bytes.
const LONGEST_KEPT: usize = 96;

/// The most words that are kept; then all are forgotten.
const MOST_KEPT: usize = 8192;

impl Memory {
    /// The word of a text: the one that is kept, or else the one that `look_up` makes.
    pub fn word(&self, raw: &str, look_up: impl FnOnce() -> Word) -> Arc<Word> {
        if raw.len() > LONGEST_KEPT {
            return Arc::new(look_up());
        }
        if let Some(word) = self.words.read().ok().and_then(|words| words.get(raw).map(Arc::clone)) {
            return word;
        }
        let word = Arc::new(look_up());
        if let Ok(mut words) = self.words.write() {
            if words.len() >= MOST_KEPT {
                words.clear();
            }
            words.insert(raw.to_owned(), Arc::clone(&word));
        }
        word
    }
}

/// Room is made for so many different texts of a document.
const MOST_EXPECTED: usize = 1024;

/// The words of a document's running text and grids, each text once.
#[derive(Debug, Clone, Default)]
pub struct Words {
    words: Vec<Arc<Word>>,
    /// For each item, its word; tables have none.
    items: Vec<usize>,
    grids: Vec<GridWords>,
}

/// What the words say of one grid's cells.
#[derive(Debug, Clone, Default)]
struct GridWords {
    /// For each cell, its word.
    numbers: Vec<usize>,
    /// The cells with text, in order.
    begun: Vec<usize>,
    /// For each row, where its cells begin in `begun`; one more for the end.
    rows: Vec<usize>,
}

impl GridWords {
    fn new(grid: &Grid, numbers: Vec<usize>, words: &[Arc<Word>]) -> Self {
        let mut of = Self { numbers, ..Self::default() };
        of.index(grid, words);
        of
    }

    /// Notes which cells with text begin in each row.
    fn index(&mut self, grid: &Grid, words: &[Arc<Word>]) {
        let has_text = |&cell: &usize| self.numbers.get(cell).and_then(|&n| words.get(n)).is_some_and(|w| !w.is_blank);
        self.begun.clear();
        self.begun.reserve(grid.cells.len());
        self.begun.extend((0..grid.cells.len()).filter(has_text));
        self.rows.clear();
        self.rows.reserve(grid.rows + 1);
        for (at, &cell) in self.begun.iter().enumerate() {
            self.rows.resize(self.rows.len().max(grid.cells[cell].row + 1), at);
        }
        self.rows.resize(grid.rows + 1, self.begun.len());
    }
}

impl Words {
    /// Looks every text up; `look_up` makes a text's word.
    pub fn of(layout: &Layout, look_up: impl Fn(&str) -> Arc<Word>) -> Self {
        let texts = layout.items.iter().map(|item| if let Item::Text(raw) = item { raw.as_str() } else { "" });
        // The first is that of all cells without a text.
        let mut words = vec![look_up("")];
        let mut known: HashMap<&str, usize, RandomState> = HashMap::default();
        let count = layout.grids.iter().map(|grid| grid.cells.len()).sum::<usize>() + layout.items.len();
        known.reserve(count.min(MOST_EXPECTED));
        let mut numbers = Vec::with_capacity(count);
        for text in texts.chain(layout.grids.iter().flat_map(|grid| &grid.cells).map(|cell| cell.text.as_str())) {
            numbers.push(match text {
                "" => 0,
                _ => *known.entry(text).or_insert_with(|| {
                    words.push(look_up(text));
                    words.len() - 1
                }),
            });
        }
        let mut of_cells = numbers.split_off(layout.items.len()).into_iter();
        let of_grid = |grid: &Grid| GridWords::new(grid, of_cells.by_ref().take(grid.cells.len()).collect(), &words);
        Self { grids: layout.grids.iter().map(of_grid).collect(), items: numbers, words }
    }

    /// The word of a running text.
    pub fn item(&self, item: usize) -> &Word {
        self.items.get(item).and_then(|&number| self.words.get(number)).map_or_else(|| none(), |word| &**word)
    }

    /// Looks a running text up anew, which has changed.
    pub fn renew_item(&mut self, item: usize, word: Arc<Word>) {
        if let Some(number) = self.items.get_mut(item) {
            *number = self.words.len();
            self.words.push(word);
        }
    }

    /// Looks cells up anew, whose texts have changed.
    pub fn renew(&mut self, index: usize, grid: &Grid, cells: &[usize], look_up: impl Fn(&str) -> Arc<Word>) {
        let Some(of) = self.grids.get_mut(index) else { return };
        for &cell in cells {
            of.numbers[cell] = self.words.len();
            self.words.push(look_up(&grid.cells[cell].text));
        }
        of.index(grid, &self.words);
    }

    /// True where one of the words is such.
    pub fn any(&self, is_such: impl Fn(&Word) -> bool) -> bool {
        self.words.iter().any(|word| is_such(word))
    }

    /// A grid with its words.
    pub fn sheet<'a>(&'a self, grid: &'a Grid, index: usize) -> Sheet<'a> {
        Sheet { grid, words: &self.words, of: self.grids.get(index) }
    }
}

/// The word of what has none.
fn none() -> &'static Word {
    static NONE: LazyLock<Word> = LazyLock::new(Word::default);
    &NONE
}

/// A grid with the words of its cells.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// The grid.
    pub grid: &'a Grid,
    words: &'a [Arc<Word>],
    of: Option<&'a GridWords>,
}

impl<'a> Sheet<'a> {
    /// The word of a cell.
    pub fn word(&self, cell: usize) -> &'a Word {
        let number = self.of.and_then(|of| of.numbers.get(cell));
        number.and_then(|&number| self.words.get(number)).map_or_else(|| none(), |word| &**word)
    }

    /// The cells with text that begin in a row, left to right.
    pub fn begun(&self, row: usize) -> &'a [usize] {
        let Some(of) = self.of else { return &[] };
        let Some(&[from, to]) = of.rows.get(row..row + 2) else { return &[] };
        of.begun.get(from..to).unwrap_or_default()
    }
}

/// A document with its words.
#[derive(Debug, Clone, Copy)]
pub struct Pages<'a> {
    /// Running text and grids.
    pub layout: &'a Layout,
    /// Their words.
    pub words: &'a Words,
}

impl<'a> Pages<'a> {
    /// A grid with its words.
    pub fn sheet(&self, grid: usize) -> Option<Sheet<'a>> {
        self.layout.grids.get(grid).map(|found| self.words.sheet(found, grid))
    }
}
