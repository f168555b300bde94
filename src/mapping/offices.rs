//! Departments that stand above a form without a label: `204001某局本级　单位：万元`, or at the head of its title.

use std::sync::Arc;

use crate::finding::Place;
use crate::mapping::header::Found;
use crate::mapping::inline;
use crate::mapping::lexicon::{FieldDef, Lexicon};
use crate::text;

/// The field of such a department.
const FIELD: &str = "heading_department";

/// The characters of an office's name, at the least and at the most.
const LENGTH: std::ops::RangeInclusive<usize> = 4..=30;

/// The digits of a department's code, at the least.
const CODE: usize = 3;

/// What tells names of offices; all folded.
#[derive(Debug, Clone, Default)]
pub struct Offices {
    /// How they end.
    pub endings: Vec<String>,
    /// What may follow one at the head of a title, besides a year.
    pub followers: Vec<String>,
}

fn field(lexicon: &Lexicon) -> Option<&Arc<FieldDef>> {
    lexicon.field_defs.iter().find(|def| *def.name == *FIELD)
}

/// The department of a line of its own: behind its code, or beside the unit of money.
pub fn in_line(raw: &str, place: Place, lexicon: &Lexicon) -> Option<Found> {
    let is_code = |c: char| text::fold_width(c).is_ascii_digit() || matches!(c, '[' | ']' | '【' | '】' | '-' | '—');
    let trimmed = raw.trim_start_matches(is_gap);
    let behind = trimmed.trim_start_matches(is_code).trim_start_matches(is_gap);
    let code = &trimmed[..trimmed.len() - behind.len()];
    let digits = code.chars().filter(|&c| text::fold_width(c).is_ascii_digit()).count();
    let mut parts = behind.split(is_gap).filter(|part| !part.is_empty());
    let bare = parts.next()?;
    let name = &trimmed[..code.len() + bare.len()];
    let (mut has_more, mut are_pairs) = (false, true);
    for part in parts {
        has_more = true;
        are_pairs &= inline::pairs(part, lexicon).is_some();
    }
    let is_coded = digits >= CODE;
    let is_told = (is_coded || code.is_empty() && has_more) && are_pairs && is_office(bare, lexicon);
    let field = is_told.then(|| field(lexicon)).flatten()?.clone();
    Some(Found::new(field, String::new(), name.to_owned(), place))
}

fn is_gap(c: char) -> bool {
    matches!(c, '\u{3000}' | '\t' | '\n' | ' ' | '\u{a0}')
}

/// The department at the head of a title, before the year or the words for a whole department.
pub fn in_title(title: &str, lexicon: &Lexicon) -> Option<String> {
    let title = lexicon.behind_year(title.trim());
    let ends = title.char_indices().map(|(at, _)| at).skip(*LENGTH.start()).take(*LENGTH.end());
    let is_head = |&end: &usize| {
        let (name, rest) = title.split_at(end);
        let begins = |rest: &str| lexicon.offices.followers.iter().any(|word| rest.starts_with(word.as_str()));
        let folded = text::fold(rest);
        let states_year =
            || folded.starts_with("20") && lexicon.year(rest.get(..rest.len().min(16)).unwrap_or(rest)).is_some();
        is_office(name, lexicon) && (begins(&folded) || states_year())
    };
    let end = ends.filter(is_head).last()?;
    Some(title[..end].to_owned())
}

/// True for the name of an office.
fn is_office(name: &str, lexicon: &Lexicon) -> bool {
    let is_part = |c: char| c.is_alphabetic() || matches!(c, '(' | ')' | '（' | '）' | '、');
    let folded = text::fold(name);
    LENGTH.contains(&name.chars().count())
        && name.chars().all(is_part)
        && lexicon.offices.endings.iter().any(|ending| folded.ends_with(ending.as_str()))
}
