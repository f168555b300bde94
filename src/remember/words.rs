//! The words of the program that stand in submissions: codes, names of columns and formats. Read back, they have to be
//! the program's own again.

use std::collections::{HashMap, HashSet};

use crate::finding::{Code, Finding};
use crate::model::value::UNIT_SOURCES;
use crate::model::{Form, Format, Indicator, Submission, Value};
use crate::pipeline;
use crate::unpack::Kind;
use crate::write::schema::TABLES;

/// Every word of the program that can stand in a submission.
#[derive(Debug)]
pub struct Words {
    codes: HashMap<&'static str, &'static Code>,
    words: HashSet<&'static str>,
}

impl Default for Words {
    fn default() -> Self {
        let codes: HashMap<_, _> = pipeline::codes().map(|code| (code.id, code)).collect();
        let columns = TABLES.iter().flat_map(|table| table.columns).map(|column| column.name);
        let formats = Format::ALL.iter().map(|format| format.name()).chain(Kind::ALL.iter().map(|kind| kind.name()));
        let named = pipeline::codes().flat_map(|code| [code.message, code.hint]).flat_map(names);
        let words = columns.chain(formats).chain(named).chain(codes.keys().copied());
        Self { words: words.chain(UNIT_SOURCES).collect(), codes }
    }
}

impl Words {
    /// The program's own word.
    pub(super) fn word(&self, word: &str) -> Option<&'static str> {
        self.words.get(word).copied()
    }

    /// The program's own code.
    pub(super) fn code(&self, id: &str) -> Option<&'static Code> {
        self.codes.get(id).copied()
    }

    /// True where everything in the submission can be read back.
    pub(super) fn know_all(&self, submission: &Submission) -> bool {
        let word = |word: &&'static str| self.words.contains(word);
        let known = |finding: &Finding| {
            self.code(finding.code.id) == Some(finding.code) && finding.values.iter().all(|(name, _)| word(name))
        };
        word(&submission.format)
            && submission.findings.iter().all(known)
            && submission.forms.iter().all(|form| self.know_form(form))
    }

    fn know_form(&self, form: &Form) -> bool {
        let value = |value: &Value| value.unit_source.is_none_or(|source| self.words.contains(source));
        let row = |row: &Indicator| {
            let values = [&row.target, &row.actual].into_iter();
            row.places.keys().chain(&row.findings).all(|word| self.words.contains(word))
                && values.flat_map(|of| std::iter::once(of).chain(&of.values)).all(value)
        };
        form.money.keys().all(|word| self.words.contains(word)) && form.indicators.iter().all(row)
    }
}

/// The names of values in a template.
fn names(template: &'static str) -> impl Iterator<Item = &'static str> {
    template.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}
