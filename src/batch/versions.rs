//! `--prefer latest`: which files are left out for a later version of theirs.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use ingest::across::choice::{Version, choose, leave_out};
use ingest::across::twins::group;
use ingest::across::versions::Marks;
use ingest::error::Result;
use ingest::model::Submission;
use ingest::unpack::Bundle;

use crate::batch::discover::{Finds, Found};
use crate::batch::expand::{Input, Origin};

/// So many groups of files are kept at hand: the files of one lie close together. One that is wanted later is made
/// anew, with the same answer.
const AT_HAND: usize = 256;

/// Files of one name, but for marks of versions.
struct Group {
    inputs: Vec<Input>,
    /// The files that are left out, each with the one that is kept; settled by the first worker that comes to one of
    /// them.
    left_out: OnceLock<BTreeMap<String, String>>,
}

/// Groups by their names.
type Groups = BTreeMap<String, Arc<Group>>;

/// The files of a run that may be versions of one another. They are known by their names before any is read; what is in
/// them decides. So each of them is read twice: once to choose, once for its rows.
pub struct Versions {
    marks: Marks,
    files: Finds,
    /// Groups of files, the latest last.
    at_hand: Mutex<VecDeque<(String, Arc<Group>)>>,
    /// The groups of the archive that is being read, by its name.
    archive: Mutex<Option<(String, Arc<Groups>)>>,
}

impl Versions {
    /// The groups among the files found; those in archives are made out when an archive is opened.
    ///
    /// # Errors
    /// When there is no room for a list of them.
    pub fn among(files: &Finds, marks: Marks) -> Result<Self> {
        files.group(|name| group(name, &marks))?;
        Ok(Self { marks, files: files.clone(), at_hand: Mutex::default(), archive: Mutex::default() })
    }

    /// Leaves a document's own rows out where a later version of it is there. `own` is what the document gave, `read`
    /// gives the same for the others of its group.
    ///
    /// # Errors
    /// When the list of files cannot be read.
    pub fn settle(
        &self,
        input: &Input,
        own: &mut [Submission],
        read: &impl Fn(&Input) -> Vec<Submission>,
    ) -> Result<()> {
        if let Some(group) = self.group(input)?
            && let Some(kept) = group.kept(input, &self.marks, read)
            && let Some(own) = own.first_mut()
        {
            *own = leave_out(std::mem::take(own), kept);
        }
        Ok(())
    }

    /// The group that a document is of; `None` where it is alone.
    fn group(&self, input: &Input) -> Result<Option<Arc<Group>>> {
        let Some(name) = group(&input.source_file, &self.marks) else { return Ok(None) };
        match &input.origin {
            Origin::File(_) => self.on_disk(name),
            Origin::Member(bundle, index) => {
                Ok(self.inside(bundle, *index, &input.source_file).and_then(|groups| groups.get(&name).cloned()))
            }
            Origin::Unreadable(_) | Origin::Told(_) => Ok(None),
        }
    }

    /// A group among the files on the disk.
    fn on_disk(&self, name: String) -> Result<Option<Arc<Group>>> {
        let mut at_hand = self.at_hand.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, group)) = at_hand.iter().find(|(known, _)| *known == name) {
            return Ok(Some(Arc::clone(group)));
        }
        let files = self.files.grouped(&name)?;
        if files.len() < 2 {
            return Ok(None);
        }
        let group = Arc::new(Group::of(files.into_iter().map(|Found { path, source_file, .. }| Input {
            source_file,
            origin: Origin::File(path),
            settled: false,
        })));
        if at_hand.len() == AT_HAND {
            at_hand.pop_front();
        }
        at_hand.push_back((name, Arc::clone(&group)));
        Ok(Some(group))
    }

    /// The groups among all documents of an archive, of which this is one.
    fn inside(&self, bundle: &Arc<Bundle>, index: usize, source_file: &str) -> Option<Arc<Groups>> {
        let archive = source_file.strip_suffix(bundle.members().get(index)?.name.as_str())?;
        let mut latest = self.archive.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((name, groups)) = &*latest
            && name == archive
        {
            return Some(Arc::clone(groups));
        }
        let mut named: BTreeMap<String, Vec<Input>> = BTreeMap::new();
        for (index, member) in bundle.members().iter().enumerate() {
            let source_file = format!("{archive}{}", member.name);
            if let Some(name) = group(&source_file, &self.marks) {
                let origin = Origin::Member(Arc::clone(bundle), index);
                named.entry(name).or_default().push(Input { source_file, origin, settled: false });
            }
        }
        named.retain(|_, inputs| inputs.len() > 1);
        let groups = named.into_iter().map(|(name, inputs)| (name, Arc::new(Group::of(inputs.into_iter()))));
        let groups = Arc::new(groups.collect());
        *latest = Some((archive.to_owned(), Arc::clone(&groups)));
        Some(groups)
    }
}

impl Group {
    fn of(inputs: impl Iterator<Item = Input>) -> Self {
        Self { inputs: inputs.collect(), left_out: OnceLock::new() }
    }

    /// The file that is kept in place of this one.
    fn kept(&self, input: &Input, marks: &Marks, read: &impl Fn(&Input) -> Vec<Submission>) -> Option<&str> {
        let versions = || {
            let first = |input: &Input| read(input).into_iter().next();
            self.inputs.iter().filter_map(first).map(|file| Version::of(&file, marks)).collect()
        };
        self.left_out.get_or_init(|| choose(versions())).get(&input.source_file).map(String::as_str)
    }
}
