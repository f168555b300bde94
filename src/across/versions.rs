//! What a file's name says of versions: the marks of `mappings/versions.toml` are taken off, and tell which is later.

use regex::{Captures, Regex, RegexSet};
use serde::Deserialize;

use crate::error::{Error, Result};
use crate::model::Format;
use crate::text::fold;

/// The words of `mappings/versions.toml`, compiled.
#[derive(Debug)]
pub struct Marks {
    /// Marks with numbers in them, at the end of a name.
    last: Vec<(Kind, Regex)>,
    /// Those, all at once: most names have none.
    any_last: RegexSet,
    /// Dates at its beginning.
    first: Vec<Regex>,
    /// The longest first.
    words: Vec<(Kind, String)>,
    /// What counts only in brackets or behind a separator.
    alone: Vec<String>,
    numerals: Vec<char>,
    whole_department: Vec<String>,
    repeated: Vec<String>,
}

/// What a mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Final,
    Revised,
    Draft,
    Copy,
    Neutral,
    Date,
}

/// How late a name says that its file is. The later of two is the greater: a final one before a revised or numbered one
/// before a dated one before a copy before one without a mark before a draft; of two alike the one with the higher
/// number of version, then the later date, then the higher number of copy.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    finished: Finished,
    revised: bool,
    version: Vec<u32>,
    /// Year (0 where none is written), month, day, time of day.
    date: Option<[u32; 4]>,
    copy: u32,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Finished {
    Draft,
    #[default]
    Unsaid,
    Final,
}

/// What a name says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    /// The name without marks and ending, folded; empty where nothing else is in it.
    pub stem: String,
    /// Which of those of one stem is later.
    pub rank: Rank,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    r#final: Vec<String>,
    revised: Vec<String>,
    numbered: Vec<String>,
    draft: Vec<String>,
    copies: Vec<String>,
    neutral: Vec<String>,
    alone: Vec<String>,
    dates: Vec<String>,
    days: Vec<String>,
    numerals: String,
    whole_department: Vec<String>,
    repeated: Vec<String>,
}

/// Marks taken off one name; a longer run of them is no name that a person gives.
const MOST_MARKS: usize = 16;

impl Marks {
    /// The built-in words.
    ///
    /// # Errors
    /// When the file is unsound.
    pub fn builtin() -> Result<Self> {
        Self::parse("versions.toml", include_str!("../../mappings/versions.toml"))
    }

    /// The words of the text of a file like `mappings/versions.toml`; `file` names it in errors.
    ///
    /// # Errors
    /// [`Error::Mapping`] with the line of a key that is missing, unknown or of the wrong type.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let wrong = |line: usize, message: String| Error::Mapping {
            file: file.to_owned(),
            line,
            message,
            hint: "compare with the built-in versions.toml".to_owned(),
        };
        let words: Words = toml::from_str(text).map_err(|e| {
            let at = e.span().map_or(0, |span| span.start);
            wrong(1 + text.bytes().take(at).filter(|b| *b == b'\n').count(), e.message().to_owned())
        })?;
        Self::compile(words).map_err(|e| wrong(1, e.to_string()))
    }

    fn compile(words: Words) -> std::result::Result<Self, regex::Error> {
        let number = format!(r"(?P<n>[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{0,2}}|[{}])", regex::escape(&words.numerals));
        let compiled = |kind: Kind, marks: &[String], ends: bool| {
            let each = marks.iter().map(|mark| {
                let mark = pattern(&fold(mark), &number);
                let whole = if ends { format!("{}(?P<mark>{mark})$", before(&mark)) } else { format!("^{mark}") };
                Ok((kind, Regex::new(&whole)?))
            });
            each.collect::<std::result::Result<Vec<_>, regex::Error>>()
        };
        let mut last = compiled(Kind::Revised, &words.numbered, true)?;
        last.extend(compiled(Kind::Date, &words.dates, true)?);
        last.extend(compiled(Kind::Date, &words.days, true)?);
        let first = compiled(Kind::Date, &words.dates, false)?;
        let lists = [
            (Kind::Final, &words.r#final),
            (Kind::Revised, &words.revised),
            (Kind::Draft, &words.draft),
            (Kind::Copy, &words.copies),
            (Kind::Neutral, &words.neutral),
        ];
        let mut plain: Vec<(Kind, String)> =
            lists.iter().flat_map(|(kind, list)| list.iter().map(|word| (*kind, fold(word)))).collect();
        plain.sort_by_key(|(_, word)| std::cmp::Reverse(word.len()));
        Ok(Self {
            any_last: RegexSet::new(last.iter().map(|(_, mark)| mark.as_str()))?,
            last,
            first: first.into_iter().map(|(_, mark)| mark).collect(),
            words: plain,
            alone: words.alone.iter().map(|word| fold(word)).collect(),
            numerals: words.numerals.chars().collect(),
            whole_department: words.whole_department,
            repeated: words.repeated,
        })
    }

    /// What a path's file name says.
    ///
    /// ```
    /// # use ingest::across::versions::Marks;
    /// let marks = Marks::builtin()?;
    /// let (plain, revised) = (marks.name("2024/绩效目标表.doc"), marks.name("2024/绩效目标表（修改稿） (1).docx"));
    /// assert_eq!(plain.stem, revised.stem);
    /// assert!(plain.rank < revised.rank);
    /// # Ok::<(), ingest::error::Error>(())
    /// ```
    pub fn name(&self, path: &str) -> Name {
        let file = split(path).1;
        let whole = fold(file.rsplit_once('.').map_or(file, |(stem, ending)| match ending.len() {
            1..=5 if ending.bytes().all(|byte| byte.is_ascii_alphanumeric()) => stem,
            _ => file,
        }));
        let mut rank = Rank::default();
        let stem = self.strip(&whole, &mut rank, 1);
        let said = stem.chars().any(char::is_alphanumeric);
        Name { stem: if said { stem.to_owned() } else { String::new() }, rank }
    }

    /// True for types of forms of which a department has one a year.
    pub fn is_whole_department(&self, form_type: &str) -> bool {
        self.whole_department.iter().any(|of| of == form_type)
    }

    /// True for types of forms that are filled in several times a year.
    pub fn is_repeated(&self, form_type: &str) -> bool {
        self.repeated.iter().any(|of| of == form_type)
    }

    /// A text without the marks at its two ends; brackets may stand within brackets `depth` deep.
    fn strip<'t>(&self, text: &'t str, rank: &mut Rank, depth: u8) -> &'t str {
        let mut rest = text;
        for _ in 0..MOST_MARKS {
            rest = rest.trim_end_matches(is_separator);
            let Some(shorter) = self.strip_last(rest, rank, depth) else { break };
            rest = shorter;
        }
        for _ in 0..MOST_MARKS {
            rest = rest.trim_start_matches(is_separator);
            let Some(shorter) = self.strip_first(rest, rank, depth) else { break };
            rest = shorter;
        }
        rest
    }

    fn strip_last<'t>(&self, text: &'t str, rank: &mut Rank, depth: u8) -> Option<&'t str> {
        if let Some((before, inside)) = text.strip_suffix([')', ']']).and_then(|open| open.rsplit_once(['(', '['])) {
            return self.bracket(inside, rank, depth, true).then_some(before);
        }
        let behind_separator = |word: &String| {
            let before = text.strip_suffix(word.as_str())?;
            (before.is_empty() || before.ends_with(is_separator)).then_some(before)
        };
        if let Some(before) = self.alone.iter().find_map(behind_separator) {
            rank.revised = true;
            return Some(before);
        }
        match self.any_last.matches(text).iter().next().and_then(|first| self.last.get(first)) {
            Some((kind, mark)) => {
                let found = mark.captures(text)?;
                match kind {
                    Kind::Date => rank.dated(&found),
                    _ => rank.says(*kind, found.name("n").map(|n| self.number(n.as_str()))),
                }
                text.get(..found.name("mark")?.start())
            }
            None => self.strip_word(text, rank),
        }
    }

    /// Takes a word off the end, with the number behind it.
    fn strip_word<'t>(&self, text: &'t str, rank: &mut Rank) -> Option<&'t str> {
        let digits = text.trim_end_matches(|c: char| c.is_ascii_digit());
        let numbered = match text.len() - digits.len() {
            0 => text.strip_suffix(self.numerals.as_slice()),
            1..=3 => Some(digits),
            _ => None,
        };
        let candidates = [Some((text, None)), numbered.map(|before| (before, text.get(before.len()..)))];
        candidates.into_iter().flatten().find_map(|(text, number)| {
            let ends = |word: &String| text.strip_suffix(word.as_str()).filter(|before| !is_joined(before, word));
            let (kind, before) = self.words.iter().find_map(|(kind, word)| Some((*kind, ends(word)?)))?;
            rank.says(kind, number.map(|number| self.number(number)));
            Some(before)
        })
    }

    fn strip_first<'t>(&self, text: &'t str, rank: &mut Rank, depth: u8) -> Option<&'t str> {
        if let Some((inside, after)) = text.strip_prefix(['(', '[']).and_then(|open| open.split_once([')', ']'])) {
            return self.bracket(inside, rank, depth, false).then_some(after);
        }
        if let Some(found) = self.first.iter().find_map(|mark| mark.captures(text)) {
            rank.dated(&found);
            return text.get(found.get(0)?.end()..);
        }
        let begins = |word: &String| {
            let after = text.strip_prefix(word.as_str())?;
            (!word.is_ascii() || !after.starts_with(|c: char| c.is_ascii_alphanumeric())).then_some(after)
        };
        let (kind, after) = self.words.iter().find_map(|(kind, word)| Some((*kind, begins(word)?)))?;
        rank.says(kind, None);
        Some(after)
    }

    /// Takes what stands in brackets, if it is marks and nothing else. At the end a number alone is a copy's.
    fn bracket(&self, inside: &str, rank: &mut Rank, depth: u8, last: bool) -> bool {
        let is_number = (1..=3).contains(&inside.len()) && inside.bytes().all(|byte| byte.is_ascii_digit());
        if is_number {
            let copy = if last { inside.parse().unwrap_or(0) } else { 0 };
            rank.copy = rank.copy.saturating_add(copy);
            return last;
        }
        let mut inner = rank.clone();
        let taken = depth > 0 && !inside.is_empty() && self.strip(inside, &mut inner, depth - 1).is_empty();
        if taken {
            *rank = inner;
        }
        taken
    }

    fn number(&self, text: &str) -> Vec<u32> {
        let numeral = |text: &str| self.numerals.iter().position(|c| text.starts_with(*c));
        let one = |part: &str| match numeral(part) {
            Some(at) => u32::try_from(at + 1).unwrap_or(0),
            None => part.parse().unwrap_or(0),
        };
        text.split('.').map(one).collect()
    }
}

impl Rank {
    /// True where the name says in a word that it is a version: copies and dates do not.
    pub fn is_marked(&self) -> bool {
        self.revised || self.finished != Finished::Unsaid
    }

    /// Notes what a mark says.
    fn says(&mut self, kind: Kind, number: Option<Vec<u32>>) {
        match kind {
            Kind::Final => self.finished = Finished::Final,
            Kind::Draft if self.finished == Finished::Unsaid => self.finished = Finished::Draft,
            Kind::Revised => self.revised = true,
            Kind::Copy => {
                let number = number.and_then(|number| number.first().copied()).unwrap_or(1);
                self.copy = self.copy.saturating_add(number);
                return;
            }
            Kind::Draft | Kind::Neutral | Kind::Date => {}
        }
        if let (Some(number), true) = (number, self.version.is_empty()) {
            self.version = number;
        }
    }

    /// Notes a date; the last in a name counts.
    fn dated(&mut self, found: &Captures<'_>) {
        let part = |name: &str| found.name(name).and_then(|digits| digits.as_str().parse::<u32>().ok());
        let year = part("y").or_else(|| part("yy").map(|year| year + 2000)).unwrap_or(0);
        let of = |short: &str, long: &str| part(short).or_else(|| part(long)).unwrap_or(0);
        self.date.get_or_insert([year, of("m", "mm"), of("d", "dd"), part("t").unwrap_or(0)]);
    }
}

/// Formats from the better to the worse; all others come behind.
const FORMATS: [Format; 4] = [Format::Docx, Format::Doc, Format::Xlsx, Format::Xls];

/// How good a format is, of two of one rank: the better is the greater.
pub fn goodness(format: &str) -> usize {
    FORMATS.len() - FORMATS.iter().position(|known| known.name() == format).unwrap_or(FORMATS.len())
}

/// A path's folder and file name; an archive is a folder.
pub fn split(path: &str) -> (&str, &str) {
    path.rfind(['/', '!']).and_then(|at| path.split_at_checked(at + 1)).unwrap_or(("", path))
}

/// True where a word of letters is the end of a longer one.
fn is_joined(before: &str, word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic()) && before.ends_with(|c: char| c.is_ascii_alphabetic())
}

fn is_separator(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | ',' | '·' | '+' | '~')
}

/// A mark as a regular expression.
fn pattern(mark: &str, number: &str) -> String {
    let places = [
        (r"\{yy\}", "(?P<yy>[1-4][0-9])"),
        (r"\{y\}", "(?P<y>20[0-9]{2})"),
        (r"\{mm\}", "(?P<mm>0[1-9]|1[0-2])"),
        (r"\{dd\}", "(?P<dd>0[1-9]|[12][0-9]|3[01])"),
        (r"\{m\}", "(?P<m>0?[1-9]|1[0-2])"),
        (r"\{d\}", "(?P<d>0?[1-9]|[12][0-9]|3[01])"),
        (r"\{t\}", "(?:[-_]?(?P<t>[0-9]{4}(?:[0-9]{2})?))?"),
        (r"\#", number),
    ];
    places.iter().fold(regex::escape(mark), |text, (place, means)| text.replace(place, means))
}

/// What may stand before a mark that begins with a digit or a letter: no other.
fn before(mark: &str) -> &'static str {
    match mark.bytes().next() {
        Some(b'(') => r"(?:^|[^0-9.]|[^0-9]\.)",
        Some(byte) if byte.is_ascii_alphabetic() => "(?:^|[^a-z])",
        _ => "",
    }
}
