//! Rules over one submission: typed forms in, findings out. One file a rule, one line each in [`CHECKS`].

pub mod money;

use crate::finding::{Code, Finding};
use crate::model::Submission;

/// A rule: the codes it may give and how it looks.
pub struct Check {
    /// The codes that it gives.
    pub codes: &'static [&'static Code],
    /// Looks at a whole submission.
    pub run: fn(&Submission) -> Vec<Finding>,
}

/// Every rule, one line each.
pub static CHECKS: &[Check] = &[Check { codes: money::CODES, run: money::run }];

/// What all rules have to say of a submission.
pub fn run(submission: &Submission) -> Vec<Finding> {
    CHECKS.iter().flat_map(|check| (check.run)(submission)).collect()
}
