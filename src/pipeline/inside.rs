//! A document and the documents inside it: embedded objects, mail attachments, archives among these.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::finding::{self, Finding, LIMIT_MET};
use crate::model::{Format, Limits, Rejection, Source, Status, Submission};
use crate::pipeline::{Engine, Tables, Understanding};
use crate::read::detect::detect;
use crate::read::embedded::{self, Attachment, Attachments};
use crate::unpack::{self, Blob, Budget, Bundle, Names};

/// What `ingest tables` has of one name.
#[derive(Debug)]
pub struct Listed {
    /// The document's name.
    pub source_file: String,
    /// What was made of it.
    pub outcome: Outcome,
}

/// What was made of a document.
#[derive(Debug)]
pub enum Outcome {
    /// Its tables.
    Tables(Tables),
    /// It is an archive, of which there is something to say; its documents follow.
    Archive(Vec<Finding>),
    /// It could not be read.
    Rejected(Rejection),
}

impl Engine {
    /// A document and those inside it, each after the one that it is in. Names of inner ones have a `!` after the outer
    /// name: `a.docx!embedded/1.xls`, `mail.eml!表1.doc`, `a.zip!表1.doc`. Never panics, never fails.
    pub fn submissions(&self, name: &str, bytes: &[u8]) -> Vec<Understanding> {
        let mut all = Understandings { engine: self, all: Vec::new() };
        Walk::new(self.options().limits.started(), &mut all).document(name, bytes, 0);
        all.all
    }

    /// The tables of a document and of those inside it, named alike.
    pub fn all_tables(&self, name: &str, bytes: &[u8]) -> Vec<Listed> {
        let mut all = AllTables { engine: self, all: Vec::new() };
        Walk::new(self.options().limits.started(), &mut all).document(name, bytes, 0);
        all.all
    }
}

/// Takes what a walk comes by.
trait Take {
    /// A document, by limits whose clock is running, and what there is to say of those inside it.
    fn document(&mut self, name: &str, bytes: &[u8], limits: &Limits, inside: Inside);

    /// What there is to say of an archive, or of a document in one that cannot be had.
    fn told(&mut self, told: Submission);
}

/// The documents inside one.
#[derive(Debug, Default)]
struct Inside {
    /// How many are read.
    read: usize,
    /// What is to be said of the others.
    findings: Vec<Finding>,
}

struct Understandings<'e> {
    engine: &'e Engine,
    all: Vec<Understanding>,
}

impl Take for Understandings<'_> {
    fn document(&mut self, name: &str, bytes: &[u8], limits: &Limits, inside: Inside) {
        let mut understanding = self.engine.understand_within(name, bytes, limits);
        let submission = &mut understanding.submission;
        if let Some(limit) = inside.findings.iter().find(|finding| finding.code == &LIMIT_MET)
            && matches!(submission.status, Status::Ok | Status::NoForm)
        {
            submission.status = Status::Partial;
            (submission.reason, submission.hint) = (limit.message.clone(), limit.hint.clone());
        }
        inside.settle(&mut submission.findings);
        self.all.push(understanding);
    }

    fn told(&mut self, told: Submission) {
        self.all.push(Understanding { submission: told, ..Understanding::default() });
    }
}

struct AllTables<'e> {
    engine: &'e Engine,
    all: Vec<Listed>,
}

impl Take for AllTables<'_> {
    fn document(&mut self, name: &str, bytes: &[u8], limits: &Limits, inside: Inside) {
        let outcome = match self.engine.tables_within(name, bytes, limits) {
            Ok(mut tables) => {
                inside.settle(&mut tables.findings);
                Outcome::Tables(tables)
            }
            Err(rejection) => Outcome::Rejected(rejection),
        };
        self.all.push(Listed { source_file: name.to_owned(), outcome });
    }

    fn told(&mut self, told: Submission) {
        let outcome = match told.status {
            Status::Rejected => Outcome::Rejected(Rejection { reason: told.reason, hint: told.hint }),
            _ => Outcome::Archive(told.findings),
        };
        self.all.push(Listed { source_file: told.source_file, outcome });
    }
}

impl Inside {
    /// Puts in place of "something embedded was not read" what was indeed not read.
    fn settle(self, findings: &mut Vec<Finding>) {
        if self.read > 0 || !self.findings.is_empty() {
            findings.retain(|finding| finding.code != &finding::EMBEDDED);
        }
        for finding in self.findings {
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
    }
}

/// A way through a document and all inside it.
struct Walk<'t> {
    limits: Limits,
    take: &'t mut dyn Take,
    /// Documents that may still come from inside.
    left: usize,
    budget: Budget,
}

impl<'t> Walk<'t> {
    fn new(limits: Limits, take: &'t mut dyn Take) -> Self {
        Self { left: limits.attachments, budget: Budget::new(&limits, 0), limits, take }
    }

    fn document(&mut self, name: &str, bytes: &[u8], depth: usize) {
        if depth == 0 {
            self.budget = Budget::new(&self.limits, bytes.len() as u64);
            self.limits.hold(bytes.len());
        }
        let format = detect(name, bytes);
        if format == Format::Archive && self.archive(name, bytes, depth) {
            return;
        }
        let held = self.limits.held();
        let source = Source { name, bytes, limits: &self.limits };
        let attached = catch_unwind(AssertUnwindSafe(|| embedded::attachments(format, &source)));
        let attached = attached.unwrap_or_else(|_| Attachments {
            findings: vec![embedded::unread("looking for it failed inside the program")],
            ..Attachments::default()
        });
        let mut inside = Inside { read: 0, findings: attached.findings };
        let documents = self.named(name, depth, attached.found, &mut inside);
        // What looking for them took is given back; they themselves stay until all are read.
        self.limits.release_to(held);
        self.limits.hold(documents.iter().map(|(_, bytes)| bytes.len()).sum());
        let outer = self.limits.held();
        self.take.document(name, bytes, &self.limits, inside);
        self.limits.release_to(outer);
        for (name, bytes) in documents {
            self.inner(&name, &bytes, depth + 1);
        }
        self.limits.release_to(held);
    }

    /// A document inside the outermost, if there is time left for it.
    fn inner(&mut self, name: &str, bytes: &[u8], depth: usize) {
        if self.limits.over_time() {
            let rejection = Rejection::new(
                "the time for the file that this document is inside of was over before it was read",
                "raise --timeout-per-file, or take the document out of that file",
            );
            return self.told(unpack::rejected(rejection), name, bytes);
        }
        self.document(name, bytes, depth);
    }

    /// The attachments that are documents, by the names that they are given on under.
    fn named(
        &mut self,
        outer: &str,
        depth: usize,
        found: Vec<Attachment>,
        inside: &mut Inside,
    ) -> Vec<(String, Vec<u8>)> {
        let mut names = Names::default();
        let mut documents = Vec::new();
        let mut beyond = 0_u64;
        for (n, Attachment { name, bytes }) in found.into_iter().enumerate() {
            let format = detect(name.as_deref().unwrap_or_default(), &bytes);
            match format {
                Format::Image | Format::Empty => continue,
                Format::Ole | Format::Unknown => {
                    let what = name.unwrap_or_else(|| "it is of no kind that is known".to_owned());
                    inside.findings.push(embedded::unread(&what));
                    continue;
                }
                _ if depth >= self.limits.nesting || self.left == 0 || self.limits.are_spent() => {
                    beyond += 1;
                    continue;
                }
                _ => {}
            }
            self.left -= 1;
            let numbered = || format!("embedded/{}.{}", n + 1, ending(format, &bytes));
            let inner = name.and_then(|name| names.settle(&name)).unwrap_or_else(numbered);
            documents.push((format!("{outer}!{inner}"), bytes));
        }
        inside.read = documents.len();
        if beyond > 0 {
            inside.findings.push(beyond_limits(beyond));
        }
        documents
    }

    /// Goes through an archive; false when it is none that can be opened.
    fn archive(&mut self, name: &str, bytes: &[u8], depth: usize) -> bool {
        let blob = Blob::memory(bytes);
        let (limits, budget) = (&self.limits, &mut self.budget);
        let bundle = match unpack::guarded(|| Bundle::open(&blob, name, limits, budget)) {
            Ok(None) => return false,
            Ok(Some(_)) if depth >= self.limits.nesting => {
                self.told(unpack::rejected(unpack::too_deep(depth)), name, bytes);
                return true;
            }
            Ok(Some(bundle)) => bundle,
            Err(rejection) => {
                self.told(unpack::rejected(rejection), name, bytes);
                return true;
            }
        };
        let members = bundle.members().len().min(self.left);
        let beyond = bundle.members().len() - members;
        let limit = (beyond > 0).then(|| beyond_limits(beyond as u64));
        self.left -= members;
        if let Some(told) = unpack::told(&bundle, limit) {
            self.told(told, name, bytes);
        }
        for (index, member) in bundle.members().iter().enumerate().take(members) {
            let name = format!("{name}!{}", member.name);
            match bundle.bytes(index, &self.limits) {
                Ok(bytes) => {
                    let held = self.limits.held();
                    self.limits.hold(bytes.len());
                    self.inner(&name, &bytes, depth + 1);
                    self.limits.release_to(held);
                }
                Err(rejection) => {
                    let told = Submission { source_file: name, bytes: member.size, ..unpack::rejected(rejection) };
                    self.take.told(told);
                }
            }
        }
        true
    }

    fn told(&mut self, told: Submission, name: &str, bytes: &[u8]) {
        let sha256 = super::digest(bytes);
        self.take.told(Submission { source_file: name.to_owned(), bytes: bytes.len() as u64, sha256, ..told });
    }
}

fn beyond_limits(count: u64) -> Finding {
    let message = format!("{count} document(s) inside this one are beyond the limits and were not read");
    Finding::new(
        &LIMIT_MET,
        message,
        "raise --max-attachments, --max-depth, --max-memory or --timeout-per-file, or take them out",
    )
}

/// The ending that files of a format have.
fn ending(format: Format, bytes: &[u8]) -> &'static str {
    match format {
        Format::Word95 | Format::Word2 => "doc",
        Format::FlatOpc | Format::WordMl => "xml",
        Format::Text => "txt",
        Format::Presentation if bytes.starts_with(b"PK") => "pptx",
        Format::Presentation => "ppt",
        Format::Archive if bytes.starts_with(b"PK") => "zip",
        Format::Archive => "archive",
        Format::Encrypted if bytes.starts_with(b"PK") => "zip",
        Format::Encrypted => "ole",
        _ => format.name(),
    }
}
