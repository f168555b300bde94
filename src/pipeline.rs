//! One file through all stages, with its limits and the panic boundary: the only place that knows the order.

mod inside;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::check::Rules;
use crate::error::Result;
use crate::finding::{self, Code, Finding, Place};
use crate::mapping::{Catalogue, Mapped};
use crate::model::{Anchors, Document, Form, Format, Item, Layout, Limits, Rejection, Source, Status, Submission, Use};
use crate::normalise::{Doubt, Vocabulary};
use crate::{across, check, normalise, read, table};

pub use inside::{Listed, Outcome};

/// What an engine is told.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What one file may cost.
    pub limits: Limits,
    /// Keep names and phone numbers of people who filled the form in.
    pub keep_contacts: bool,
    /// A folder of mappings added to, and winning over, those built in.
    pub mappings: Option<PathBuf>,
}

/// Columns of the forms table among its amounts that hold none.
const RATES: [&str; 2] = ["execution_rate", "score_total"];

/// Everything needed to understand a document: mappings, vocabulary, rules, options. Shared by all threads; never changes.
#[derive(Debug)]
pub struct Engine {
    options: Options,
    catalogue: Catalogue,
    vocabulary: Vocabulary,
    rules: Rules,
    anchors: Anchors,
}

/// The tables of a document, resolved.
#[derive(Debug)]
pub struct Tables {
    /// The format, told from the content.
    pub format: Format,
    /// Running text and grids.
    pub layout: Layout,
    /// What reading had to say.
    pub findings: Vec<Finding>,
}

/// A submission together with the grids it was read from.
#[derive(Debug, Default)]
pub struct Understanding {
    /// The answer.
    pub submission: Submission,
    /// Running text and grids.
    pub layout: Layout,
    /// For each grid, for each of its cells, what it was taken for.
    pub uses: Vec<Vec<Use>>,
}

/// Every code that a finding can have, by stage.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    let checks = check::CHECKS.iter().flat_map(|check| check.codes);
    finding::CODES.iter().chain(normalise::CODES).chain(checks).copied().chain(across::codes())
}

impl Engine {
    /// An engine with the built-in mappings and those of the options.
    ///
    /// # Errors
    /// When a mapping is unsound or its folder cannot be read.
    pub fn new(options: Options) -> Result<Self> {
        let catalogue = Catalogue::load(options.mappings.as_deref())?;
        Self::with(options, catalogue)
    }

    /// An engine with a catalogue of one's own.
    ///
    /// # Errors
    /// When the built-in vocabulary or the words of the checks are unsound.
    pub fn with(options: Options, catalogue: Catalogue) -> Result<Self> {
        let anchors = catalogue.anchors();
        Ok(Self { options, catalogue, vocabulary: Vocabulary::builtin()?, rules: Rules::builtin()?, anchors })
    }

    /// What the engine was told.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The words and tolerances of the checks.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The mappings in use.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// One document's name and bytes → everything known of it. Never panics, never fails: an unreadable file is a
    /// [`Submission`] whose status says so.
    pub fn submission(&self, name: &str, bytes: &[u8]) -> Submission {
        self.understand(name, bytes).submission
    }

    /// The same, with the grids and what each cell was taken for.
    pub fn understand(&self, name: &str, bytes: &[u8]) -> Understanding {
        self.understand_within(name, bytes, &started(&self.options.limits, bytes))
    }

    /// The same, by limits whose clock is running: a document and those inside it have one time.
    fn understand_within(&self, name: &str, bytes: &[u8], limits: &Limits) -> Understanding {
        let begun = Submission {
            source_file: name.to_owned(),
            bytes: bytes.len() as u64,
            sha256: digest(bytes),
            format: Format::Unknown.name(),
            ..Submission::default()
        };
        match catch_unwind(AssertUnwindSafe(|| self.stages(begun.clone(), bytes, limits))) {
            Ok(understanding) => understanding,
            Err(_) => rejected(begun, failed()),
        }
    }

    /// Every table of a document, whatever it is about.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn tables(&self, name: &str, bytes: &[u8]) -> std::result::Result<Tables, Rejection> {
        self.tables_within(name, bytes, &started(&self.options.limits, bytes))
    }

    fn tables_within(&self, name: &str, bytes: &[u8], limits: &Limits) -> std::result::Result<Tables, Rejection> {
        let (format, result) = read(name, bytes, limits);
        let mut document = result?;
        let mut findings = std::mem::take(&mut document.findings);
        let (mut layout, table_findings) = table::layout(document, &self.anchors, limits);
        findings.extend(table_findings);
        findings.extend(over_memory(limits));
        if !self.options.keep_contacts {
            findings.extend(self.catalogue.redact(&mut layout).1);
        }
        name_sheets(&mut findings, &layout);
        Ok(Tables { format, layout, findings })
    }

    /// Whether a document can be read, without making anything of it. Never panics.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn look(&self, name: &str, bytes: &[u8]) -> std::result::Result<(), Rejection> {
        let limits = started(&self.options.limits, bytes);
        match catch_unwind(AssertUnwindSafe(|| read(name, bytes, &limits).1.map(drop))) {
            Ok(result) => result,
            Err(_) => Err(failed()),
        }
    }

    fn stages(&self, mut submission: Submission, bytes: &[u8], limits: &Limits) -> Understanding {
        let (format, result) = read(&submission.source_file, bytes, limits);
        submission.format = format.name();
        let mut document = match result {
            Ok(document) => document,
            Err(rejection) => return rejected(submission, rejection),
        };
        submission.encoding = document.encoding.take().unwrap_or_default();
        submission.findings.append(&mut document.findings);
        let markless = document.markless;
        let (mut layout, table_findings) = table::layout(document, &self.anchors, limits);
        submission.findings.extend(table_findings);
        submission.findings.extend(over_memory(limits));
        let name = submission.source_file.clone();
        let mapped = self.catalogue.map(&mut layout, &name, self.options.keep_contacts, limits);
        submission.tables = layout.grids.len() as u64;
        let uses = account(&mut submission, mapped);
        number(&mut submission);
        self.normalise(&mut submission);
        let found = check::run(&submission, &self.rules);
        submission.findings.extend(found);
        link(&mut submission);
        let texts = layout.items.iter().filter_map(|item| match item {
            Item::Text(text) => Some(text.as_str()),
            Item::Table(_) => None,
        });
        let is_run_together = || markless && table::anchored::is_run_together(texts, &self.anchors);
        conclude(&mut submission, is_run_together);
        name_sheets(&mut submission.findings, &layout);
        Understanding { submission, layout, uses }
    }

    /// Types every value; doubts become findings on their rows.
    fn normalise(&self, submission: &mut Submission) {
        let mut findings = Vec::new();
        for form in &mut submission.forms {
            for indicator in &mut form.indicators {
                let (value, doubts) = self.vocabulary.value(&indicator.target_parts);
                indicator.target = value;
                let place = indicator.places.get("target_raw").copied().unwrap_or(indicator.place);
                let target = (place, indicator.target_raw.clone());
                if !indicator.actual_raw.is_empty() {
                    indicator.actual = self.vocabulary.value(&indicator.actual_parts).0;
                }
                for doubt in doubts {
                    findings.push(doubtful(doubt, &form.form_id, &indicator.indicator_id, &target));
                }
            }
            self.amounts(form);
        }
        submission.findings.extend(findings);
    }

    fn amounts(&self, form: &mut Form) {
        for (column, money) in &mut form.money {
            if let Some((value, unit)) = self.vocabulary.amount(&money.raw) {
                let whole = unit.as_deref().filter(|_| !RATES.contains(column));
                let whole = whole.and_then(|unit| self.rules.words.whole_unit(unit)).map(str::to_owned);
                money.value = Some(value);
                money.unit = whole.or(unit);
            }
        }
        for field in &mut form.fields {
            if let Some((value, unit)) = self.vocabulary.amount(&field.value_raw) {
                field.value = value;
                field.unit = unit.unwrap_or_default();
            }
        }
        if form.money_unit.is_empty()
            && let Some(unit) = self.common_unit(form)
        {
            form.money_unit = unit.to_owned();
            form.inferred.push("money_unit:amounts".to_owned());
        }
        if let Some(date) = self.vocabulary.date(&form.filled_on) {
            form.filled_on = date;
        }
    }

    /// The unit of money that every amount of a form states itself.
    fn common_unit<'a>(&self, form: &'a Form) -> Option<&'a str> {
        let amounts = || form.money.iter().filter(|(column, money)| !RATES.contains(column) && money.value.is_some());
        let unit = amounts().find_map(|(_, money)| money.unit.as_deref())?;
        let is_common = amounts().all(|(_, money)| money.unit.as_deref() == Some(unit));
        (is_common && self.rules.words.yuan(unit).is_some()).then_some(unit)
    }
}

fn failed() -> Rejection {
    Rejection::new(
        "reading this file failed inside the program",
        "this is a fault of ingest: please report it with the file; saving the document anew may help",
    )
}

/// SHA-256 in lower-case hexadecimal digits.
fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Says that reading stopped since the file would take too much memory.
fn over_memory(limits: &Limits) -> Option<Finding> {
    let message = || {
        format!(
            "the file takes more memory than the {} MB that one file may; what is beyond was not read",
            limits.memory >> 20
        )
    };
    let hint = "split the file, or raise --max-memory if it is sound";
    limits.over_memory().then(|| Finding::new(&finding::LIMIT_MET, message(), hint))
}

/// The limits with the clock started and the file's bytes counted.
fn started(limits: &Limits, bytes: &[u8]) -> Limits {
    let limits = limits.started();
    limits.hold(bytes.len());
    limits
}

/// Tells the format and reads the document; the clock of the limits is running.
fn read(name: &str, bytes: &[u8], limits: &Limits) -> (Format, std::result::Result<Document, Rejection>) {
    if let Err(rejection) = limits.admit(bytes.len() as u64) {
        return (Format::Unknown, Err(rejection));
    }
    read::open(&Source { name, bytes, limits })
}

fn rejected(mut submission: Submission, rejection: Rejection) -> Understanding {
    submission.findings = vec![Finding::new(&finding::REJECTED, rejection.reason.clone(), rejection.hint.clone())];
    submission.status = Status::Rejected;
    submission.reason = rejection.reason;
    submission.hint = rejection.hint;
    Understanding { submission, ..Understanding::default() }
}

/// Takes over what the mapping stage found, and keeps the law: cells = used + reported.
fn account(submission: &mut Submission, mapped: Mapped) -> Vec<Vec<Use>> {
    let used = mapped.uses.iter().flatten().filter(|u| !matches!(u, Use::Blank | Use::Reported)).count() as u64;
    submission.forms = mapped.forms;
    submission.findings.extend(mapped.findings);
    submission.cells = mapped.cells;
    submission.cells_used = used;
    submission.cells_reported = mapped.reported;
    debug_assert_eq!(submission.cells, submission.cells_used + submission.cells_reported, "a cell was lost");
    mapped.uses
}

/// Gives forms and indicators their ids, and findings the form they stand in.
fn number(submission: &mut Submission) {
    let prefix = submission.sha256.get(..12).unwrap_or_default().to_owned();
    for (n, form) in submission.forms.iter_mut().enumerate() {
        form.form_id = format!("{prefix}-f{}", n + 1);
        for (m, indicator) in form.indicators.iter_mut().enumerate() {
            indicator.indicator_id = format!("{}-{}", form.form_id, m + 1);
        }
    }
    let firsts = first_places(&submission.forms);
    for finding in &mut submission.findings {
        let begun = firsts.partition_point(|place| *place <= finding.place);
        let in_form = begun.checked_sub(1).and_then(|last| submission.forms.get(last));
        if let (true, Some(form)) =
            (finding.place.table_no > 0 && finding.code.id != finding::UNMAPPED_TABLE.id, in_form)
        {
            finding.form_id.clone_from(&form.form_id);
        }
    }
}

/// For each form, the first place of it and all forms after it: sorted, so that the last form that begins at or before
/// a place is found by halving.
fn first_places(forms: &[Form]) -> Vec<Place> {
    let mut firsts: Vec<Place> = forms.iter().map(|form| form.place).collect();
    for i in (1..firsts.len()).rev() {
        firsts[i - 1] = firsts[i - 1].min(firsts[i]);
    }
    firsts
}

fn doubtful(doubt: Doubt, form_id: &str, indicator_id: &str, target: &(finding::Place, String)) -> Finding {
    let mut finding = Finding::new(doubt.code, doubt.message, doubt.hint).at(target.0).raw(target.1.clone());
    form_id.clone_into(&mut finding.form_id);
    indicator_id.clone_into(&mut finding.indicator_id);
    finding
}

/// Tells findings about a workbook's tables the sheet. A sheet's grid begins at A1, whatever is blank in it.
fn name_sheets(findings: &mut [Finding], layout: &Layout) {
    for finding in findings {
        let index = usize::try_from(finding.place.table_no).ok().and_then(|n| n.checked_sub(1));
        if let Some(sheet) = index.and_then(|index| layout.grids.get(index)).and_then(|grid| grid.sheet.as_ref()) {
            finding.sheet.clone_from(sheet);
        }
    }
}

/// Puts the codes of findings on the rows that they are about.
fn link(submission: &mut Submission) {
    let Submission { forms, findings, .. } = submission;
    let mut codes: BTreeMap<&str, Vec<&'static str>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| !finding.indicator_id.is_empty()) {
        let of_row = codes.entry(&finding.indicator_id).or_default();
        if !of_row.contains(&finding.code.id) {
            of_row.push(finding.code.id);
        }
    }
    for row in forms.iter_mut().flat_map(|form| &mut form.indicators) {
        if let Some(codes) = codes.remove(row.indicator_id.as_str()) {
            row.findings = codes;
        }
    }
}

/// The file's status, and the order of its findings: by place.
fn conclude(submission: &mut Submission, is_run_together: impl FnOnce() -> bool) {
    let broken = submission.findings.iter().find(|f| f.code == &finding::PARTLY_READ || f.code == &finding::LIMIT_MET);
    if let Some(broken) = broken {
        submission.status = Status::Partial;
        submission.reason.clone_from(&broken.message);
        submission.hint.clone_from(&broken.hint);
    } else if submission.forms.is_empty() {
        submission.status = Status::NoForm;
        let is_run_together = submission.tables == 0 && is_run_together();
        submission.reason = match submission.tables {
            0 if is_run_together => {
                "the text of a form whose cells are run together: nothing marks where one ends, so \
                                     that no row can be told"
                    .to_owned()
            }
            0 => "the document has no table".to_owned(),
            n => format!("none of its tables ({n}) is a form that a mapping knows"),
        };
        submission.hint = match is_run_together {
            true => "use the original document, or the web page saved as .html".to_owned(),
            false => "look at it with `ingest inspect`; a new kind of form needs a mapping".to_owned(),
        };
        let said = Finding::new(&finding::NO_FORM, submission.reason.clone(), submission.hint.clone());
        submission.findings.push(said);
    }
    submission.findings.sort_by_key(|finding| finding.place);
}
