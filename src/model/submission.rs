//! All that is known of one file: the library's answer.

use crate::finding::Finding;
use crate::model::Form;

/// How reading a file ended; the `status` column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Status {
    /// Read, every cell accounted for in forms.
    #[default]
    Ok,
    /// Read, but some of it could not be taken (a broken part, a table no mapping knows beside forms).
    Partial,
    /// Read, but it holds no form that a mapping knows.
    NoForm,
    /// The same bytes as another file of the run, or an earlier version of one that is kept.
    Duplicate,
    /// Not read at all.
    Rejected,
}

impl Status {
    /// The word written to the column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Partial => "partial",
            Self::NoForm => "no_form",
            Self::Duplicate => "duplicate",
            Self::Rejected => "rejected",
        }
    }
}

/// One file, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Submission {
    /// Path below the PATH given, `/` between.
    pub source_file: String,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// The format's short name.
    pub format: &'static str,
    /// The text encoding, where the file is text.
    pub encoding: String,
    /// How reading ended.
    pub status: Status,
    /// Why, unless the status is `ok`.
    pub reason: String,
    /// What to do about it.
    pub hint: String,
    /// Tables in the document.
    pub tables: u64,
    /// The forms, in order, with their indicators and fields.
    pub forms: Vec<Form>,
    /// Everything that must be said of this file.
    pub findings: Vec<Finding>,
    /// Table cells with text.
    pub cells: u64,
    /// Of these, cells taken as an indicator, a field or a known label.
    pub cells_used: u64,
    /// Of these, cells reported under a finding.
    pub cells_reported: u64,
}

impl Submission {
    /// The number of indicators in all forms.
    pub fn indicator_count(&self) -> usize {
        self.forms.iter().map(|form| form.indicators.len()).sum()
    }

    /// Findings about the run as a whole, which stand on no file: they give rows of the findings table alone.
    pub fn of_run(findings: Vec<Finding>) -> Self {
        Self { findings, ..Self::default() }
    }

    /// True where the findings are about the run as a whole.
    pub fn is_of_run(&self) -> bool {
        self.source_file.is_empty() && self.sha256.is_empty()
    }

    /// The same file as a duplicate without rows: the finding says of which other.
    #[must_use]
    pub fn left_out(self, finding: Finding) -> Self {
        Self {
            source_file: self.source_file,
            sha256: self.sha256,
            bytes: self.bytes,
            format: self.format,
            encoding: self.encoding,
            status: Status::Duplicate,
            reason: finding.message.clone(),
            hint: finding.hint.clone(),
            findings: vec![finding],
            ..Self::default()
        }
    }
}
