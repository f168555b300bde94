//! `--prefer latest`: which files are left out for a later version of theirs.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use ingest::across::choice::{Version, choose, leave_out};
use ingest::across::twins::group;
use ingest::across::versions::Marks;
use ingest::error::Result;
use ingest::model::Submission;

use crate::batch::discover::{Finds, Found};
use crate::batch::expand::{Input, Origin};

/// Files of one name, but for marks of versions.
struct Group {
    inputs: Vec<Input>,
    /// The files that are left out, each with the one that is kept; settled by the first worker that comes to one of
    /// them.
    left_out: OnceLock<BTreeMap<String, String>>,
}

/// The groups among files that are known together: all on the disk, or all of an archive.
#[derive(Default)]
struct Groups {
    groups: Vec<Group>,
    /// By file, its group.
    of: HashMap<String, usize>,
}

/// The files of a run that may be versions of one another. They are known by their names before any is read; what is in
/// them decides. So each of them is read twice: once to choose, once for its rows.
#[derive(Default)]
pub struct Versions {
    /// Nothing is left out without them.
    marks: Option<Marks>,
    disk: Arc<Groups>,
    /// Those of the archive that is being read, by its name.
    archive: Mutex<Option<(String, Arc<Groups>)>>,
}

impl Versions {
    /// The groups among the files found; those in archives are made out when an archive is opened.
    pub fn among(files: &Finds, marks: Marks) -> Result<Self> {
        let mut readable = Vec::new();
        for found in files.files() {
            let Found { path, source_file, trouble } = found?;
            if trouble.is_none() {
                readable.push(Input { source_file, origin: Origin::File(path), settled: false });
            }
        }
        let disk = Arc::new(Groups::among(readable.into_iter(), &marks));
        Ok(Self { marks: Some(marks), disk, archive: Mutex::default() })
    }

    /// Leaves a document's own rows out where a later version of it is there. `own` is what the document gave, `read`
    /// gives the same for the others of its group.
    pub fn settle(&self, input: &Input, own: &mut [Submission], read: &impl Fn(&Input) -> Vec<Submission>) {
        if let Some(marks) = &self.marks
            && let Some(groups) = self.groups(input, marks)
            && let Some(kept) = groups.kept(input, marks, read)
            && let Some(own) = own.first_mut()
        {
            *own = leave_out(std::mem::take(own), kept);
        }
    }

    /// The groups among which a document is.
    fn groups(&self, input: &Input, marks: &Marks) -> Option<Arc<Groups>> {
        let (bundle, index) = match &input.origin {
            Origin::Member(bundle, index) => (bundle, *index),
            Origin::File(_) => return Some(Arc::clone(&self.disk)),
            Origin::Unreadable(_) | Origin::Told(_) => return None,
        };
        let archive = input.source_file.strip_suffix(bundle.members().get(index)?.name.as_str())?;
        let mut latest = self.archive.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((name, groups)) = &*latest
            && name == archive
        {
            return Some(Arc::clone(groups));
        }
        let member = |(index, name): (usize, &str)| Input {
            source_file: format!("{archive}{name}"),
            origin: Origin::Member(Arc::clone(bundle), index),
            settled: false,
        };
        let members = bundle.members().iter().map(|member| member.name.as_str()).enumerate();
        let groups = Arc::new(Groups::among(members.map(member), marks));
        *latest = Some((archive.to_owned(), Arc::clone(&groups)));
        Some(groups)
    }
}

impl Groups {
    fn among(inputs: impl Iterator<Item = Input>, marks: &Marks) -> Self {
        let mut named: BTreeMap<String, Vec<Input>> = BTreeMap::new();
        for input in inputs {
            if let Some(name) = group(&input.source_file, marks) {
                named.entry(name).or_default().push(input);
            }
        }
        let mut all = Self::default();
        for inputs in named.into_values().filter(|inputs| inputs.len() > 1) {
            all.of.extend(inputs.iter().map(|input| (input.source_file.clone(), all.groups.len())));
            all.groups.push(Group { inputs, left_out: OnceLock::new() });
        }
        all
    }

    /// The file that is kept in place of this one.
    fn kept(&self, input: &Input, marks: &Marks, read: &impl Fn(&Input) -> Vec<Submission>) -> Option<&str> {
        let group = self.groups.get(*self.of.get(&input.source_file)?)?;
        let versions = || {
            let first = |input: &Input| read(input).into_iter().next();
            group.inputs.iter().filter_map(first).map(|file| Version::of(&file, marks)).collect()
        };
        group.left_out.get_or_init(|| choose(versions())).get(&input.source_file).map(String::as_str)
    }
}
