//! Rules over one submission: typed forms in, findings out. One file a rule, one line each in [`CHECKS`].
//!
//! Every rule has three answers for each thing that it looks at: it is right, it is wrong (a finding), or too little is
//! stated to say. The words and tolerances that rules need stand in `mappings/checks.toml`, see [`Rules`].

pub mod cost;
pub mod date;
pub mod duplicate;
pub mod execution;
pub mod level;
pub mod limit;
pub mod misread;
pub mod money;
pub mod outcome;
pub mod percent;
mod place;
pub mod rules;
pub mod score;
pub mod sense;
pub mod template;
pub mod weight;
pub mod year;

use crate::finding::{Code, Finding};
use crate::model::Submission;

pub use rules::Rules;

/// A rule: the codes it may give and how it looks.
pub struct Check {
    /// The codes that it gives.
    pub codes: &'static [&'static Code],
    /// Looks at a whole submission.
    pub run: fn(&Submission, &Rules) -> Vec<Verdict>,
}

/// What a rule has to say of one thing that it looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The question.
    pub code: &'static Code,
    /// The answer; `None` where too little is stated.
    pub answer: Option<Answer>,
}

/// Whether a thing is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is.
    Pass,
    /// It is not.
    Fail(Box<Finding>),
}

impl Answer {
    /// Fails with a finding.
    pub fn fail(finding: Finding) -> Self {
        Self::Fail(Box::new(finding))
    }

    /// Passes where something holds; else fails with a finding.
    pub fn of(holds: bool, finding: impl FnOnce() -> Finding) -> Self {
        if holds { Self::Pass } else { Self::fail(finding()) }
    }
}

/// Every rule, one line each.
pub static CHECKS: &[Check] = &[
    Check { codes: money::CODES, run: money::run },
    Check { codes: cost::CODES, run: cost::run },
    Check { codes: weight::CODES, run: weight::run },
    Check { codes: score::CODES, run: score::run },
    Check { codes: execution::CODES, run: execution::run },
    Check { codes: outcome::CODES, run: outcome::run },
    Check { codes: percent::CODES, run: percent::run },
    Check { codes: sense::CODES, run: sense::run },
    Check { codes: limit::CODES, run: limit::run },
    Check { codes: level::CODES, run: level::run },
    Check { codes: duplicate::CODES, run: duplicate::run },
    Check { codes: year::CODES, run: year::run },
    Check { codes: date::CODES, run: date::run },
    Check { codes: template::CODES, run: template::run },
    Check { codes: misread::CODES, run: misread::run },
];

/// Every answer of every rule.
pub fn verdicts(submission: &Submission, rules: &Rules) -> Vec<Verdict> {
    CHECKS.iter().flat_map(|check| (check.run)(submission, rules)).collect()
}

/// What all rules have to say against a submission.
pub fn run(submission: &Submission, rules: &Rules) -> Vec<Finding> {
    let answers = verdicts(submission, rules).into_iter().filter_map(|verdict| verdict.answer);
    let failed = |answer| match answer {
        Answer::Fail(finding) => Some(*finding),
        Answer::Pass => None,
    };
    answers.filter_map(failed).collect()
}
