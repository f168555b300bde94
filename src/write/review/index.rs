//! A file's entry in the list: what is searched, filtered and sorted.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Said, each};
use crate::finding::{Code, Finding};
use crate::model::{Form, Submission};

/// How often each code is met, by its place in [`codes`].
type Counts = Vec<(usize, u64)>;

#[derive(Serialize)]
pub struct File<'s> {
    name: &'s str,
    format: &'s str,
    status: &'static str,
    reason: Said,
    hint: Said,
    /// The file of documents that has it; 0 where there is nothing more to show.
    pack: u32,
    forms: Vec<Entry<'s>>,
    /// Findings that are about no form of the file.
    found: Counts,
}

#[derive(Serialize)]
struct Entry<'s> {
    id: &'s str,
    #[serde(rename = "type")]
    form_type: &'s str,
    title: &'s str,
    year: &'s str,
    region: &'s str,
    department: &'s str,
    code: &'s str,
    project: &'s str,
    rows: usize,
    found: Counts,
}

/// Every code, in the order in which the page numbers them.
pub fn codes() -> Vec<&'static Code> {
    crate::pipeline::codes().collect()
}

/// A file's entry.
pub fn file<'s>(submission: &'s Submission, said: &[Submission], pack: u32) -> File<'s> {
    let codes = codes();
    let entry = |form: &'s Form| Entry {
        id: &form.form_id,
        form_type: &form.form_type,
        title: &form.title,
        year: &form.fiscal_year,
        region: &form.region,
        department: &form.department,
        code: &form.department_code,
        project: &form.project,
        rows: form.indicators.len(),
        found: counts(&codes, submission.findings.iter().filter(|finding| finding.form_id == form.form_id)),
    };
    let is_known = |finding: &&Finding| submission.forms.iter().any(|form| form.form_id == finding.form_id);
    File {
        name: &submission.source_file,
        format: submission.format,
        status: submission.status.name(),
        reason: each(said, |said| &said.reason),
        hint: each(said, |said| &said.hint),
        pack,
        forms: submission.forms.iter().map(entry).collect(),
        found: counts(&codes, submission.findings.iter().filter(|finding| !is_known(finding))),
    }
}

fn counts<'f>(codes: &[&'static Code], findings: impl Iterator<Item = &'f Finding>) -> Counts {
    let mut counts: BTreeMap<usize, u64> = BTreeMap::new();
    for finding in findings {
        if let Some(at) = codes.iter().position(|code| code.id == finding.code.id) {
            *counts.entry(at).or_default() += 1;
        }
    }
    counts.into_iter().collect()
}
