//! What the overview shows: counts, and the errors that come first.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Said, each, index};
use crate::finding::{Code, Finding, Severity};
use crate::language::Language;
use crate::model::{Form, Status, Submission};
use crate::write::schema::{FORMS, INDICATORS, Table};

/// Errors, and rejected files, that the overview names; the list has them all.
const NAMED: usize = 100;

/// What is counted as the files pass.
#[derive(Default)]
pub struct Overview {
    files: u64,
    forms: u64,
    indicators: u64,
    statuses: BTreeMap<&'static str, u64>,
    types: BTreeMap<String, u64>,
    /// By code in the list of departments, where there is one; else by name.
    departments: BTreeMap<(String, String), Department>,
    /// By id: how often, and in how many files.
    codes: BTreeMap<&'static str, (u64, u64)>,
    errors: Vec<Named>,
    rejected: Vec<Named>,
}

#[derive(Default, Serialize)]
struct Department {
    name: String,
    code: String,
    forms: u64,
    /// Errors, warnings, informations.
    found: [u64; 3],
    years: BTreeMap<String, u64>,
}

/// A finding that the overview names.
#[derive(Serialize)]
struct Named {
    file: u64,
    name: String,
    form: String,
    /// Its number among the form's findings, or the file's.
    at: usize,
    code: &'static str,
    department: String,
    project: String,
    message: Said,
    hint: Said,
}

#[derive(Serialize)]
pub struct Data<'o> {
    version: &'static str,
    /// Files of the list.
    chunks: u32,
    files: u64,
    forms: u64,
    indicators: u64,
    statuses: &'o BTreeMap<&'static str, u64>,
    types: Vec<(&'o str, u64)>,
    departments: Vec<&'o Department>,
    codes: Vec<Met>,
    errors: &'o [Named],
    rejected: &'o [Named],
    /// Findings about the run as a whole: departments that are missing.
    run: Vec<OfRun>,
    /// Columns of the indicators and of the forms table: name, English and Chinese title.
    columns: [Vec<Title>; 2],
}

type Title = (&'static str, String, &'static str);

/// A code and how often it is met.
#[derive(Serialize)]
struct Met {
    id: &'static str,
    severity: &'static str,
    count: u64,
    files: u64,
    summary: Said,
    why: Said,
}

#[derive(Serialize)]
struct OfRun {
    code: &'static str,
    values: BTreeMap<&'static str, String>,
    message: Said,
    hint: Said,
}

impl Overview {
    /// Counts a file; returns its number, from 0.
    pub fn file(&mut self, submission: &Submission, said: &[Submission]) -> u64 {
        let number = self.files;
        self.files += 1;
        self.forms += submission.forms.len() as u64;
        self.indicators += submission.indicator_count() as u64;
        *self.statuses.entry(submission.status.name()).or_default() += 1;
        for form in &submission.forms {
            *self.types.entry(form.form_type.clone()).or_default() += 1;
            let of_form = submission.findings.iter().filter(|finding| finding.form_id == form.form_id);
            self.department(form).add(form, of_form);
        }
        let mut met = BTreeSet::new();
        for finding in &submission.findings {
            let (count, files) = self.codes.entry(finding.code.id).or_default();
            *count += 1;
            *files += u64::from(met.insert(finding.code.id));
        }
        self.name(number, submission, said);
        number
    }

    fn department(&mut self, form: &Form) -> &mut Department {
        let key = match form.department_code.is_empty() {
            true => (String::new(), form.department.trim().to_owned()),
            false => (form.department_code.clone(), String::new()),
        };
        self.departments.entry(key).or_default()
    }

    /// Remembers the first errors and rejected files.
    fn name(&mut self, number: u64, submission: &Submission, said: &[Submission]) {
        let is_rejected = submission.status == Status::Rejected;
        for (at, finding) in submission.findings.iter().enumerate() {
            let list = if is_rejected { &mut self.rejected } else { &mut self.errors };
            if list.len() >= NAMED || finding.code.severity != Severity::Error {
                continue;
            }
            let form = submission.forms.iter().find(|form| form.form_id == finding.form_id);
            let own = |other: &&Finding| form.is_none() || other.form_id == finding.form_id;
            list.push(Named {
                file: number,
                name: submission.source_file.clone(),
                form: form.map(|form| form.form_id.clone()).unwrap_or_default(),
                at: submission.findings.iter().take(at).filter(own).count(),
                code: finding.code.id,
                department: form.map(|form| form.department.clone()).unwrap_or_default(),
                project: form.map(|form| form.project.clone()).unwrap_or_default(),
                message: each(said, |said| said.findings.get(at).map_or("", |finding| &finding.message)),
                hint: each(said, |said| said.findings.get(at).map_or("", |finding| &finding.hint)),
            });
        }
    }

    /// Everything that the overview shows, when the last file is counted.
    pub fn data(&mut self, run: &Submission, said: &[Submission], languages: &[Language; 2], chunks: u32) -> Data<'_> {
        for finding in &run.findings {
            self.codes.entry(finding.code.id).or_default().0 += 1;
        }
        let met = |code: &&Code| {
            let (count, files) = self.codes.get(code.id).copied().unwrap_or_default();
            let say =
                |text: &dyn Fn(&Language) -> String| [0, 1].map(|n| languages.get(n).map(text).unwrap_or_default());
            Met {
                id: code.id,
                severity: code.severity.name(),
                count,
                files,
                summary: say(&|language| language.summary(code).to_owned()),
                why: say(&|language| language.why(code).to_owned()),
            }
        };
        let of_run = |(at, finding): (usize, &Finding)| OfRun {
            code: finding.code.id,
            values: finding.values.iter().cloned().collect(),
            message: each(said, |said| said.findings.get(at).map_or("", |finding| &finding.message)),
            hint: each(said, |said| said.findings.get(at).map_or("", |finding| &finding.hint)),
        };
        Data {
            version: env!("CARGO_PKG_VERSION"),
            chunks,
            files: self.files,
            forms: self.forms,
            indicators: self.indicators,
            statuses: &self.statuses,
            types: self.types.iter().map(|(name, count)| (name.as_str(), *count)).collect(),
            departments: self.departments.values().collect(),
            codes: index::codes().iter().map(met).collect(),
            errors: &self.errors,
            rejected: &self.rejected,
            run: run.findings.iter().enumerate().map(of_run).collect(),
            columns: [titles(&INDICATORS), titles(&FORMS)],
        }
    }
}

impl Department {
    fn add<'f>(&mut self, form: &Form, findings: impl Iterator<Item = &'f Finding>) {
        if self.name.is_empty() {
            form.department.trim().clone_into(&mut self.name);
            self.code.clone_from(&form.department_code);
        }
        self.forms += 1;
        *self.years.entry(form.fiscal_year.clone()).or_default() += 1;
        for finding in findings {
            let at = match finding.code.severity {
                Severity::Error => 0,
                Severity::Warning => 1,
                Severity::Info => 2,
            };
            if let Some(count) = self.found.get_mut(at) {
                *count += 1;
            }
        }
    }
}

fn titles(table: &'static Table) -> Vec<Title> {
    table.columns.iter().map(|column| (column.name, column.title(), column.zh)).collect()
}
