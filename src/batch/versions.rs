//! `--prefer latest`: which files are left out for a later version of theirs.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use ingest::across::choice::{Version, choose, leave_out};
use ingest::across::twins::group;
use ingest::across::versions::Marks;
use ingest::model::Submission;

use crate::batch::discover::Input;

/// Files of one name, but for marks of versions.
struct Group {
    inputs: Vec<Input>,
    /// The files that are left out, each with the one that is kept; settled by the first worker that comes to one of
    /// them.
    left_out: OnceLock<BTreeMap<String, String>>,
}

/// The files of a run that may be versions of one another. They are known by their names before any is read; what is in
/// them decides. So each of them is read twice: once to choose, once for its rows.
#[derive(Default)]
pub struct Versions {
    marks: Option<Marks>,
    groups: Vec<Group>,
    /// By file, its group.
    of: HashMap<String, usize>,
}

impl Versions {
    /// The groups among the inputs.
    pub fn among(inputs: &[Input], marks: Marks) -> Self {
        let mut named: BTreeMap<String, Vec<Input>> = BTreeMap::new();
        for input in inputs {
            if let Some(name) = group(&input.source_file, &marks) {
                named.entry(name).or_default().push(input.clone());
            }
        }
        let mut versions = Self { marks: Some(marks), ..Self::default() };
        for inputs in named.into_values().filter(|inputs| inputs.len() > 1) {
            let files = inputs.iter().map(|input| (input.source_file.clone(), versions.groups.len()));
            versions.of.extend(files);
            versions.groups.push(Group { inputs, left_out: OnceLock::new() });
        }
        versions
    }

    /// What `read` gives for a file; without its rows where a later version is there.
    pub fn settled(&self, input: &Input, read: &impl Fn(&Input) -> Submission) -> Submission {
        let submission = read(input);
        match self.kept(input, read) {
            Some(kept) => leave_out(submission, kept),
            None => submission,
        }
    }

    /// The file that is kept in place of this one.
    fn kept(&self, input: &Input, read: &impl Fn(&Input) -> Submission) -> Option<&str> {
        let marks = self.marks.as_ref()?;
        let group = self.groups.get(*self.of.get(&input.source_file)?)?;
        let all = || choose(group.inputs.iter().map(|input| Version::of(&read(input), marks)).collect());
        group.left_out.get_or_init(all).get(&input.source_file).map(String::as_str)
    }
}
