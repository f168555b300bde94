//! The language in which the program speaks: English is written in the program, others in
//! `mappings/messages.*.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::finding::{Code, Finding, Place, fill};
use crate::model::{Form, Submission};

/// What is said instead of English; the default says everything in English.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    words: BTreeMap<String, String>,
    texts: BTreeMap<String, String>,
    codes: BTreeMap<String, Wording>,
}

/// How a code is said. Templates may name the values of the finding, `{raw}` its text, `{detail}` its own message and
/// `{advice}` its own hint.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wording {
    summary: String,
    message: String,
    hint: String,
    why: String,
    example: String,
}

/// Texts within texts are followed so deep.
const DEEPEST: usize = 3;

impl Language {
    /// Chinese, from `mappings/messages.zh.toml`.
    ///
    /// # Errors
    /// When the file is unsound.
    pub fn chinese() -> Result<Self> {
        Self::parse("messages.zh.toml", include_str!("../mappings/messages.zh.toml"))
    }

    /// A language from the text of a file like `mappings/messages.zh.toml`; `file` names it in errors.
    ///
    /// # Errors
    /// [`Error::Mapping`] with the line of a key that is missing, unknown or of the wrong type.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|e| Error::Mapping {
            file: file.to_owned(),
            line: 1 + text.bytes().take(e.span().map_or(0, |s| s.start)).filter(|b| *b == b'\n').count(),
            message: e.message().to_owned(),
            hint: "compare with the built-in messages.zh.toml".to_owned(),
        })
    }

    /// True where the language has words for a code.
    pub fn knows(&self, code: &Code) -> bool {
        self.codes.contains_key(code.id)
    }

    /// A word of the program's own, or the English one.
    pub fn word<'a>(&'a self, english: &'a str) -> &'a str {
        self.words.get(english).map_or(english, String::as_str)
    }

    /// `1 file`, `2 files`.
    pub fn count(&self, n: u64, what: &str) -> String {
        match self.words.get(what) {
            Some(word) => format!("{n} {word}"),
            None => format!("{n} {what}{}", if n == 1 { "" } else { "s" }),
        }
    }

    /// What a code says, in one line.
    pub fn summary<'a>(&'a self, code: &'a Code) -> &'a str {
        self.codes.get(code.id).map_or(code.summary, |wording| &wording.summary)
    }

    /// Why a code matters.
    pub fn why<'a>(&'a self, code: &'a Code) -> &'a str {
        self.codes.get(code.id).map_or(code.why, |wording| &wording.why)
    }

    /// An example of a code.
    pub fn example<'a>(&'a self, code: &'a Code) -> &'a str {
        self.codes.get(code.id).map_or(code.example, |wording| &wording.example)
    }

    /// What to do about a code, as a template.
    pub fn hint<'a>(&'a self, code: &'a Code) -> &'a str {
        self.codes.get(code.id).map_or(code.hint, |wording| &wording.hint)
    }

    /// A sentence of the program's own, known by its English words; a `{name}` in them stands for anything, which is said
    /// likewise. What is not known stays English.
    pub fn text(&self, english: &str) -> String {
        self.text_within(english, DEEPEST)
    }

    fn text_within(&self, english: &str, depth: usize) -> String {
        if let Some(said) = self.texts.get(english) {
            return said.clone();
        }
        let fits = self.texts.iter().filter_map(|(template, said)| Some((template, said, matched(template, english)?)));
        // Inside a sentence only words tell: a sheet may be called `a: b`.
        let has_words =
            |template: &str| template.split('}').any(|part| part.trim_start().starts_with(char::is_alphabetic));
        let fits = fits.filter(|(template, ..)| depth == DEEPEST || has_words(template));
        // Of several the one with most words of its own.
        let best = fits.max_by_key(|(template, _, values)| {
            template.len() - values.iter().map(|(n, _)| n.len() + 2).sum::<usize>()
        });
        let said = best.filter(|_| depth > 0).and_then(|(_, said, values)| {
            let inner: Vec<_> = values.into_iter().map(|(n, v)| (n, self.text_within(&v, depth - 1))).collect();
            fill(said, &inner)
        });
        said.unwrap_or_else(|| english.to_owned())
    }

    /// A place as a person counts: `table 3, row 7, column 2`; in a workbook `sheet 目标表, cell C7`. `sheet` is empty
    /// outside of one. `None` where nothing of it is known.
    pub fn place(&self, place: Place, sheet: &str) -> Option<String> {
        let part = |template: &str, n: String| fill(self.word(template), &[("n", n)]);
        let number = |template: &str, n: u32| part(template, n.to_string()).filter(|_| n > 0);
        let (table, row, column) = ("table {n}", "row {n}", "column {n}");
        let parts = match (sheet.is_empty(), place.address()) {
            (false, Some(address)) => vec![part("sheet {n}", sheet.to_owned()), part("cell {n}", address)],
            (false, None) => vec![part("sheet {n}", sheet.to_owned()), number(row, place.row_no)],
            (true, _) => vec![number(table, place.table_no), number(row, place.row_no), number(column, place.col_no)],
        };
        let known: Vec<String> = parts.into_iter().flatten().collect();
        if known.is_empty() { None } else { Some(known.join(self.word(", "))) }
    }

    /// Adds to the messages of findings whom they concern, and in a workbook the sheet and the cell: the findings table
    /// has no column for them, and who reads it alone must know what to send back to whom.
    pub fn locate(&self, submission: &mut Submission) {
        let whom = |form: &Form| [form.department.clone(), form.project.clone()];
        let forms: BTreeMap<&str, [String; 2]> =
            submission.forms.iter().map(|form| (form.form_id.as_str(), whom(form))).collect();
        for finding in &mut submission.findings {
            let [department, project] = forms.get(finding.form_id.as_str()).cloned().unwrap_or_default();
            let place = self.place(finding.place, &finding.sheet).filter(|_| !finding.sheet.is_empty());
            let parts = [department, project, place.unwrap_or_default()].map(|part| part.replace('\n', ""));
            let known: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            if !known.is_empty() {
                let values = [("message", finding.message.clone()), ("where", known.join(self.word(", ")))];
                finding.message = fill(self.word("{message} ({where})"), &values).unwrap_or_default();
            }
        }
    }

    /// Says a submission's findings, and the reason of its status, in this language.
    pub fn translate(&self, submission: &mut Submission) {
        let reason = std::mem::take(&mut submission.reason);
        let hint = std::mem::take(&mut submission.hint);
        submission.reason = self.text(&reason);
        submission.hint = self.text(&hint);
        for finding in &mut submission.findings {
            let said = finding.message == reason && !reason.is_empty();
            self.finding(finding);
            if said && submission.reason == reason {
                // A reason that has no words here is said as its code's finding is.
                submission.reason.clone_from(&finding.message);
                submission.hint.clone_from(&finding.hint);
            }
        }
    }

    fn finding(&self, finding: &mut Finding) {
        let Some(wording) = self.codes.get(finding.code.id) else { return };
        let mut values = finding.values.clone();
        values.push(("raw", finding.raw.trim().to_owned()));
        values.push(("detail", self.text(&finding.message)));
        values.push(("advice", self.text(&finding.hint)));
        if let (Some(message), Some(hint)) = (fill(&wording.message, &values), fill(&wording.hint, &values)) {
            finding.message = message;
            finding.hint = hint;
        }
    }
}

/// The values by which a template makes a text; `None` if it cannot. A value ends where the words after it first stand.
fn matched(template: &str, text: &str) -> Option<Vec<(String, String)>> {
    let (first, mut template) = template.split_once('{')?;
    let mut rest = text.strip_prefix(first)?;
    let mut values = Vec::new();
    loop {
        let (name, after) = template.split_once('}')?;
        let Some((literal, next)) = after.split_once('{') else {
            values.push((name.to_owned(), rest.strip_suffix(after)?.to_owned()));
            return Some(values);
        };
        let (value, following) = rest.split_once(literal)?;
        values.push((name.to_owned(), value.to_owned()));
        (rest, template) = (following, next);
    }
}
