//! Which of several versions of a file counts: `--prefer latest`.

use std::collections::BTreeMap;

use crate::across::twins::about;
use crate::across::versions::{Marks, Rank, goodness};
use crate::finding::{Finding, codes};
use crate::model::Submission;

codes! {
    EARLIER = "earlier-version", Info, "A file is left out, since a later version of it is there.",
        says "an earlier version of {kept}",
        hint "its rows are left out, as --prefer latest asks; `ingest checks resubmission` says by which rule",
        why "who counts files counts it, who counts rows does not",
        example "绩效目标表.doc beside 绩效目标表（修改稿）.docx, with --prefer latest";
}

/// One of several files of one name.
#[derive(Debug, Clone)]
pub struct Version {
    /// What the file is called.
    pub source_file: String,
    /// How late its name says that it is.
    rank: Rank,
    /// How good its format is.
    format: usize,
    sha256: String,
    about: Option<u64>,
}

impl Version {
    /// What bears on the choice.
    pub fn of(submission: &Submission, marks: &Marks) -> Self {
        Self {
            source_file: submission.source_file.clone(),
            rank: marks.name(&submission.source_file).rank,
            format: goodness(submission.format),
            sha256: submission.sha256.clone(),
            about: about(submission, marks),
        }
    }
}

/// Of the files of one name those that are left out, each with the one that is kept in its place. Only files with the
/// same forms stand for one another; one that holds no form is neither kept nor left out. Files of the same bytes are
/// one, as late as the latest of their names, and known by the first.
pub fn choose(mut versions: Vec<Version>) -> BTreeMap<String, String> {
    versions.retain(|version| version.about.is_some());
    versions.sort_by(|a, b| a.source_file.cmp(&b.source_file));
    let mut contents: BTreeMap<&str, (&Version, &Rank)> = BTreeMap::new();
    for version in &versions {
        let (_, rank) = contents.entry(&version.sha256).or_insert((version, &version.rank));
        *rank = (*rank).max(&version.rank);
    }
    let lateness = |(version, rank): (&Version, &'_ Rank)| (rank.clone(), version.format, version.source_file.clone());
    let mut latest: BTreeMap<Option<u64>, (&Version, &Rank)> = BTreeMap::new();
    for &one in contents.values() {
        let kept = latest.entry(one.0.about).or_insert(one);
        if lateness(one) > lateness(*kept) {
            *kept = one;
        }
    }
    let left_out = |version: &Version| {
        let kept = latest.get(&version.about)?.0;
        (kept.sha256 != version.sha256).then(|| (version.source_file.clone(), kept.source_file.clone()))
    };
    versions.iter().filter_map(left_out).collect()
}

/// The file without its rows, since a later version is kept.
pub fn leave_out(submission: Submission, kept: &str) -> Submission {
    submission.left_out(Finding::of(&EARLIER, vec![("kept", kept.to_owned())]))
}
