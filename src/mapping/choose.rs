//! Which mapping a form falls under: title, heading columns and header fields speak for and against.

use crate::mapping::heading;
use crate::mapping::lexicon::Lexicon;
use crate::mapping::schema::{Choose, MappingFile, VocabularyFile};
use crate::model::Grid;
use crate::text;

/// The headings of a form that are looked at; further ones repeat them.
const MOST_HEADINGS: usize = 64;

/// A mapping, compiled.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// As its file says.
    pub file: MappingFile,
    /// Its labels over the vocabulary's.
    pub lexicon: Lexicon,
    titles: Vec<String>,
    not_titles: Vec<String>,
    user: bool,
}

/// What is seen of a form before a mapping is chosen.
#[derive(Debug, Clone, Default)]
pub struct Signs {
    /// The title's folded text, or empty.
    pub title: String,
    /// Column roles of all headings, as the shared vocabulary sees them.
    pub columns: Vec<String>,
    /// Where the headings' level rows are: grid and row.
    pub level_rows: Vec<(usize, usize)>,
    /// Names of header fields.
    pub fields: Vec<String>,
}

impl Mapping {
    /// Compiles a mapping; `user` marks one from the user's own folder, which wins over the built-in.
    pub fn new(vocabulary: &VocabularyFile, file: MappingFile, user: bool) -> Self {
        let fold = |labels: &Vec<String>| labels.iter().map(|label| text::fold(label)).collect();
        Self {
            lexicon: Lexicon::new(vocabulary, Some(&file)),
            titles: fold(&file.choose.titles),
            not_titles: fold(&file.choose.not_titles),
            file,
            user,
        }
    }

    /// The length of the longest title pattern that a folded title matches.
    pub fn title_match(&self, title: &str) -> Option<usize> {
        if self.not_titles.iter().any(|not| title.contains(not.as_str())) {
            return None;
        }
        self.titles.iter().filter(|pattern| title_has(title, pattern)).map(|p| p.chars().count()).max()
    }

    /// The column roles as this mapping's own labels see them.
    fn roles(&self, signs: &Signs, grids: &[Grid]) -> Vec<String> {
        if self.file.columns.is_empty() && self.file.extra_columns.is_empty() {
            return signs.columns.clone();
        }
        let headings = signs
            .level_rows
            .iter()
            .take(MOST_HEADINGS)
            .filter_map(|&(grid, row)| heading::find(grids.get(grid)?, row, &self.lexicon));
        headings.flat_map(|h| h.roles().iter().map(ToString::to_string).collect::<Vec<_>>()).collect()
    }

    /// How well the signs fit, or `None` where they rule the mapping out.
    pub fn score(&self, signs: &Signs, grids: &[Grid]) -> Option<usize> {
        let choose: &Choose = &self.file.choose;
        let roles = self.roles(signs, grids);
        let has_column = |role: &String| roles.contains(role);
        let has_field = |field: &String| signs.fields.contains(field);
        if choose.any_heading {
            return (!signs.level_rows.is_empty()).then_some(0);
        }
        if !choose.columns.iter().all(has_column) || choose.without_columns.iter().any(has_column) {
            return None;
        }
        let title = self.title_match(&signs.title);
        let excluded = self.not_titles.iter().any(|not| signs.title.contains(not.as_str()));
        if (choose.title_needed && title.is_none()) || excluded || choose.without_fields.iter().any(has_field) {
            return None;
        }
        let likely = choose.likely_columns.iter().filter(|role| has_column(role)).count();
        let fields = choose.fields.iter().filter(|field| has_field(field)).count();
        let base = title.map_or(0, |length| 100 + 2 * length);
        Some(base + 6 * choose.columns.len() + 8 * likely + 10 * fields + usize::from(self.user) * 1000)
    }
}

/// True when a folded title holds the pattern with little behind it.
fn title_has(title: &str, pattern: &str) -> bool {
    let mut rest = title;
    for piece in pattern.split('*') {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    let tail = crate::mapping::lexicon::without_brackets(rest);
    let tail = if tail.starts_with('(') { "" } else { tail };
    tail.chars().count() <= 6 && !tail.contains('。')
}

/// The mapping that fits the signs best; the first by name where two fit alike.
pub fn choose<'a>(mappings: &'a [Mapping], signs: &Signs, grids: &[Grid]) -> Option<&'a Mapping> {
    let mut best: Option<(usize, &Mapping)> = None;
    for mapping in mappings {
        if let Some(score) = mapping.score(signs, grids)
            && best.is_none_or(|(top, _)| score > top)
        {
            best = Some((score, mapping));
        }
    }
    best.map(|(_, mapping)| mapping)
}

/// All titles that any mapping knows, as labels; for anchoring.
pub fn all_titles(mappings: &[Mapping]) -> std::collections::BTreeSet<String> {
    mappings.iter().flat_map(|m| m.titles.iter().map(|t| t.replace('*', ""))).collect()
}
