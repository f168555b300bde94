//! Which mapping a form falls under: title, heading columns and header fields speak for and against.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::mapping::heading::{self, Heading};
use crate::mapping::labels::Symbols;
use crate::mapping::lexicon::{FieldDef, Lexicon};
use crate::mapping::schema::{Choose, MappingFile, VocabularyFile};
use crate::mapping::title::{Pattern, Pieces, Search, Title};
use crate::mapping::word::Pages;
use crate::model::Name;
use crate::text;

/// The headings of a form that are looked at; further ones repeat them.
const MOST_HEADINGS: usize = 64;

/// All mappings, and what is shared by them.
#[derive(Debug)]
pub struct Mappings {
    /// The user's own first, then by file name.
    pub all: Vec<Mapping>,
    /// The labels of the vocabulary alone.
    pub base: Arc<Lexicon>,
    /// The labels of all mappings at once: enough to find headings before a mapping is chosen.
    pub scout: Arc<Lexicon>,
    titles: Search,
}

/// A mapping, compiled.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// As its file says.
    pub file: MappingFile,
    /// Its labels over the vocabulary's.
    pub lexicon: Arc<Lexicon>,
    titles: Vec<Pattern>,
    not_titles: Vec<Pattern>,
    user: bool,
}

/// What is seen of a form before a mapping is chosen.
#[derive(Debug, Clone, Default)]
pub struct Signs {
    /// The title's folded text, or empty.
    pub title: String,
    /// Column roles of all headings, as the shared vocabulary sees them, each once.
    pub columns: Vec<Name>,
    /// Where the headings' level rows are: grid and row.
    pub level_rows: Vec<(usize, usize)>,
    /// Header fields, each once.
    pub fields: Vec<Name>,
}

impl Signs {
    /// Adds what was seen further down.
    pub fn extend(&mut self, next: Self) {
        next.columns.into_iter().for_each(|column| add(&mut self.columns, column));
        next.fields.into_iter().for_each(|field| add(&mut self.fields, field));
        self.level_rows.extend(next.level_rows);
    }

    /// Adds a heading: its level row, as grid and row, and its columns.
    pub fn add_heading(&mut self, level_row: (usize, usize), heading: &Heading) {
        heading.role_names().for_each(|column| add(&mut self.columns, column));
        // A name that heads a column is stated in each row.
        heading.names().for_each(|field| self.add_field(field));
        self.level_rows.push(level_row);
    }

    /// Adds a header field.
    pub fn add_field(&mut self, field: &FieldDef) {
        add(&mut self.fields, field.name.clone());
    }

    fn has_field(&self, name: &str) -> bool {
        has(&self.fields, name)
    }
}

fn add(names: &mut Vec<Name>, name: Name) {
    if !names.contains(&name) {
        names.push(name);
    }
}

fn has(names: &[Name], name: &str) -> bool {
    names.iter().any(|of| **of == *name)
}

/// The longest text that may be a title, in bytes.
const LONGEST_TITLE: usize = 1024;

impl Mappings {
    /// Compiles mapping files; those marked are the user's own, and win over those built in.
    pub fn new(vocabulary: &VocabularyFile, files: Vec<(MappingFile, bool)>) -> Self {
        let mut symbols = Symbols::default();
        let base = Lexicon::new(vocabulary, &mut symbols);
        let own: Vec<Option<Lexicon>> = files.iter().map(|(file, _)| base.with(file, &mut symbols)).collect();
        let all: Vec<&MappingFile> = files.iter().map(|(file, _)| file).collect();
        let scout = base.scout(vocabulary, &all, &mut symbols);
        let symbols = Arc::new(symbols);
        let base = base.share(&symbols);
        let lexicons = own.into_iter().map(|own| own.map_or_else(|| Arc::clone(&base), |own| own.share(&symbols)));
        let mut pieces = Pieces::default();
        let files = files.into_iter().zip(lexicons);
        let all = files.map(|((file, user), lexicon)| Mapping::new(file, user, lexicon, &mut pieces)).collect();
        Self { titles: pieces.search(), all, base, scout: scout.share(&symbols) }
    }

    /// True for a text that a mapping knows as a form's title.
    pub fn is_title(&self, raw: &str) -> bool {
        if raw.len() > LONGEST_TITLE {
            return false;
        }
        let folded = text::fold(raw);
        if !(4..=80).contains(&folded.chars().count()) {
            return false;
        }
        let title = self.titles.title(&folded);
        title.holds_any() && self.all.iter().any(|mapping| mapping.title_match(&title).is_some())
    }

    /// The mapping that fits the signs best; the first where two fit alike.
    pub fn choose(&self, signs: &Signs, pages: Pages<'_>) -> Option<&Mapping> {
        let title = self.titles.title(&signs.title);
        let mut best: Option<(usize, usize, &Mapping)> = None;
        // Those with columns of their own have to look at the headings again: they come last, and only if they may win.
        let (own, shared): (Vec<_>, Vec<_>) = self.all.iter().enumerate().partition(|(_, m)| m.has_own_columns());
        for (place, mapping) in shared.into_iter().chain(own) {
            let wins = |score: usize| best.is_none_or(|(top, at, _)| score > top || score == top && place < at);
            let matched = mapping.title_match(&title);
            if mapping.has_own_columns() && !wins(mapping.most(matched, signs)) {
                continue;
            }
            if mapping.is_no_title(&title) {
                continue;
            }
            if let Some(score) = mapping.score(matched, signs, pages).filter(|score| wins(*score)) {
                best = Some((score, place, mapping));
            }
        }
        best.map(|(.., mapping)| mapping)
    }

    /// All titles that any mapping knows, as labels; for anchoring.
    pub fn titles(&self) -> BTreeSet<String> {
        self.all.iter().flat_map(|mapping| mapping.titles.iter().map(Pattern::text)).collect()
    }
}

impl Mapping {
    /// Compiles a mapping; `user` marks one from the user's own folder, which wins over the built-in.
    fn new(file: MappingFile, user: bool, lexicon: Arc<Lexicon>, pieces: &mut Pieces) -> Self {
        let mut patterns = |labels: &[String]| labels.iter().map(|label| Pattern::new(label, pieces)).collect();
        let (titles, not_titles) = (patterns(&file.choose.titles), patterns(&file.choose.not_titles));
        Self { file, lexicon, titles, not_titles, user }
    }

    /// The length of the longest title pattern that a title matches.
    pub fn title_match(&self, title: &Title<'_>) -> Option<usize> {
        let longest = self.titles.iter().filter(|pattern| pattern.is_title(title)).map(|pattern| pattern.length).max();
        longest.filter(|_| !self.is_no_title(title))
    }

    fn is_no_title(&self, title: &Title<'_>) -> bool {
        self.not_titles.iter().any(|not| not.is_within(title))
    }

    /// The column roles as this mapping's own labels see them.
    fn roles<'a>(&self, signs: &'a Signs, pages: Pages<'_>) -> Cow<'a, [Name]> {
        if !self.has_own_columns() {
            return Cow::Borrowed(&signs.columns);
        }
        let mut roles = Vec::new();
        for &(grid, row) in signs.level_rows.iter().take(MOST_HEADINGS) {
            if let Some(heading) = pages.sheet(grid).and_then(|sheet| heading::find(sheet, row, &self.lexicon)) {
                roles.extend(heading.role_names());
            }
        }
        Cow::Owned(roles)
    }

    fn has_own_columns(&self) -> bool {
        !self.file.columns.is_empty() || !self.file.extra_columns.is_empty()
    }

    /// The score if every column that speaks for the mapping is there.
    fn most(&self, title: Option<usize>, signs: &Signs) -> usize {
        self.points(title, self.file.choose.likely_columns.len(), signs)
    }

    fn points(&self, title: Option<usize>, likely: usize, signs: &Signs) -> usize {
        let choose = &self.file.choose;
        let fields = choose.fields.iter().filter(|field| signs.has_field(field)).count();
        let base = title.map_or(0, |length| 100 + 2 * length);
        base + 6 * choose.columns.len() + 8 * likely + 10 * fields + usize::from(self.user) * 1000
    }

    /// How well the signs fit, or `None` where they rule the mapping out.
    fn score(&self, title: Option<usize>, signs: &Signs, pages: Pages<'_>) -> Option<usize> {
        let choose: &Choose = &self.file.choose;
        if choose.any_heading {
            return (!signs.level_rows.is_empty()).then_some(0);
        }
        // Under its own title a form may list projects too.
        if title.is_none() && choose.without_fields.iter().any(|field| signs.has_field(field)) {
            return None;
        }
        if !choose.needed_fields.is_empty() && !choose.needed_fields.iter().any(|field| signs.has_field(field)) {
            return None;
        }
        let roles = self.roles(signs, pages);
        let has_column = |role: &String| has(&roles, role);
        let titled = choose.titled_columns.as_ref().filter(|_| title.is_some());
        let has_needed = choose.columns.iter().all(has_column) || titled.is_some_and(|own| own.iter().all(has_column));
        // A form without an indicator block is told by its title alone.
        let is_headless = signs.level_rows.is_empty() && choose.titled_columns.is_some() && title.is_some();
        if !is_headless && !has_needed || choose.without_columns.iter().any(has_column) {
            return None;
        }
        if choose.title_needed && title.is_none() {
            return None;
        }
        let likely = choose.likely_columns.iter().filter(|role| has_column(role)).count();
        // What a form lacks says little: without a title or a field of its own another that is as good comes first.
        let is_doubtful = title.is_none() && !choose.without_fields.is_empty();
        let has_own = choose.fields.iter().any(|field| signs.has_field(field));
        Some(self.points(title, likely, signs).saturating_sub(usize::from(is_doubtful && !has_own)))
    }
}
