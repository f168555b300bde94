//! What there is to say of an archive itself: a row of its own in the files table.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::finding::{self, Finding};
use crate::model::{Format, Rejection, Status, Submission};
use crate::unpack::Bundle;

/// What there is to say of an archive that was opened; `None` when its members say it all. `limit` is what the caller
/// adds. The name, the digest and the size are the caller's to fill in.
pub fn told(bundle: &Bundle, limit: Option<Finding>) -> Option<Submission> {
    let findings = bundle.findings().iter().cloned().chain(limit).collect();
    let mut told = Submission { format: bundle.kind().name(), findings, ..Submission::default() };
    let missing = told.findings.iter().find(|f| f.code == &finding::PARTLY_READ || f.code == &finding::LIMIT_MET);
    if let Some(missing) = missing {
        told.status = Status::Partial;
        (told.reason, told.hint) = (missing.message.clone(), missing.hint.clone());
    } else if bundle.members().is_empty() {
        told.status = Status::NoForm;
        told.reason = "the archive holds no document".to_owned();
        told.hint = "check that it is the archive that was meant".to_owned();
        told.findings.push(Finding::new(&finding::NO_FORM, told.reason.clone(), told.hint.clone()));
    }
    (!told.findings.is_empty()).then_some(told)
}

/// What there is to say of one that could not be opened, or of a member that could not be had.
pub fn rejected(rejection: Rejection) -> Submission {
    Submission {
        format: Format::Archive.name(),
        status: Status::Rejected,
        findings: vec![Finding::new(&finding::REJECTED, rejection.reason.clone(), rejection.hint.clone())],
        reason: rejection.reason,
        hint: rejection.hint,
        ..Submission::default()
    }
}

/// Why an archive inside others is not opened.
pub fn too_deep(depth: usize) -> Rejection {
    Rejection::new(
        format!("the archive lies inside {depth} others, deeper than the limit"),
        "raise --max-depth if the archive can be trusted, or unpack it first",
    )
}

/// Opens an archive. That is done by the code of others too: a panic there rejects the archive.
///
/// # Errors
/// Those of `open`.
pub fn guarded(open: impl FnOnce() -> Result<Option<Bundle>, Rejection>) -> Result<Option<Bundle>, Rejection> {
    catch_unwind(AssertUnwindSafe(open)).unwrap_or_else(|_| {
        Err(Rejection::new(
            "opening this archive failed inside the program",
            "this is a fault of ingest: please report it with the file; unpack it and run on the folder meanwhile",
        ))
    })
}
