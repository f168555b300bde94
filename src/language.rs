//! The language of findings and of the closing summary: English is written in the program, others in
//! `mappings/messages.*.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::finding::{Code, Finding, fill};
use crate::model::Submission;

/// What is said instead of English; the default says everything in English.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    words: BTreeMap<String, String>,
    codes: BTreeMap<String, Wording>,
}

/// How a code is said. Templates may name the values of the finding, `{raw}` its text, `{detail}` its English message.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wording {
    summary: String,
    message: String,
    hint: String,
}

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

    /// Says a submission's findings, and the reason of its status, in this language.
    pub fn translate(&self, submission: &mut Submission) {
        for finding in &mut submission.findings {
            let said = finding.message.clone();
            self.finding(finding);
            if !said.is_empty() && submission.reason == said {
                submission.reason.clone_from(&finding.message);
                submission.hint.clone_from(&finding.hint);
            }
        }
    }

    fn finding(&self, finding: &mut Finding) {
        let Some(wording) = self.codes.get(finding.code.id) else { return };
        let mut values = finding.values.clone();
        values.push(("raw", finding.raw.trim().to_owned()));
        values.push(("detail", finding.message.clone()));
        if let (Some(message), Some(hint)) = (fill(&wording.message, &values), fill(&wording.hint, &values)) {
            finding.message = message;
            finding.hint = hint;
        }
    }
}
