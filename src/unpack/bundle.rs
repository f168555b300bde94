//! An open archive: its members, told apart and bounded, and their bytes.

use std::io::Read;

use crate::finding::{ARCHIVE_LINK, BAD_BYTE, Finding, LIMIT_MET, PARTLY_READ};
use crate::model::{Limits, Rejection};
use crate::unpack::blob::Spool;
use crate::unpack::names::{self, Names};
use crate::unpack::{
    Blob, Budget, Contents, Entry, HEAD, Kind, Place, RAISE, SMALL, What, damaged, damaged_member, gz, rar, seven, tar,
    too_large, unreadable, zip,
};

/// An open archive. Many threads may read its members at a time.
#[derive(Debug)]
pub struct Bundle {
    kind: Kind,
    members: Vec<Member>,
    findings: Vec<Finding>,
    passed_over: usize,
    blob: Blob,
}

/// A file in an archive.
#[derive(Debug)]
pub struct Member {
    /// Its path inside the archive, `/` between; harmless, and no other member's.
    pub name: String,
    /// Its size, unpacked, as the archive states it.
    pub size: u64,
    place: Place,
    trouble: Option<Rejection>,
}

impl Bundle {
    /// Opens an archive. `name` is what the file is called; only gzip asks, whose one member may have no name of its
    /// own. `None`: the bytes are no archive of files.
    ///
    /// # Errors
    /// When they are one that cannot be opened.
    pub fn open(blob: &Blob, name: &str, limits: &Limits, budget: &mut Budget) -> Result<Option<Self>, Rejection> {
        let head = blob.head(HEAD).map_err(|error| unreadable(&error))?;
        let Some(kind) = Kind::of(&head) else { return Ok(None) };
        let contents = match kind {
            Kind::Zip => zip::list(blob, budget.entries)?,
            Kind::Tar => Some(tar::list(blob.clone(), budget.entries)),
            Kind::SevenZip => Some(seven::list(blob, budget)?),
            Kind::Rar => Some(rar::list(blob, budget)?),
            Kind::Gzip => Some(gz::list(blob, name, budget)?),
        };
        Ok(contents.map(|contents| Self::settle(contents, limits, budget)))
    }

    /// The members of an archive's contents that are files to read, in the order of their names' bytes.
    fn settle(contents: Contents, limits: &Limits, budget: &mut Budget) -> Self {
        let Contents { kind, entries, cut, broken, blob } = contents;
        budget.entries = budget.entries.saturating_sub(entries.len() as u64);
        let (raw, rest): (Vec<_>, Vec<_>) = entries.into_iter().map(Parts::from).unzip();
        let mut told = Names::default();
        let mut bundle = Self { kind, members: Vec::new(), findings: Vec::new(), passed_over: 0, blob };
        let (mut links, mut beyond, mut lost) = (0, 0, 0);
        for (name, parts) in names::decode(raw).into_iter().zip(rest) {
            if parts.what == What::Folder {
                continue;
            }
            let Some(name) = told.settle(&name) else {
                bundle.passed_over += 1;
                continue;
            };
            if parts.what == What::Link {
                links += 1;
                continue;
            }
            lost += u64::from(name.contains('\u{fffd}'));
            let trouble = parts.trouble.or_else(|| too_much(parts.size, parts.packed, limits, budget));
            beyond += u64::from(trouble.as_ref().is_some_and(|trouble| trouble.hint == RAISE));
            bundle.members.push(Member { name, size: parts.size, place: parts.place, trouble });
        }
        bundle.members.sort_by(|a, b| a.name.as_bytes().cmp(b.name.as_bytes()));
        bundle.findings.extend(said(cut, broken, links, beyond, lost, limits));
        bundle.findings.extend(told.findings());
        bundle
    }

    /// The kind of archive.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The files in it that are read.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// What there is to say of it.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How many members were passed over as what programs leave behind.
    pub fn passed_over(&self) -> usize {
        self.passed_over
    }

    /// A member's bytes, or why it cannot be had.
    ///
    /// # Errors
    /// When it is damaged, locked, or larger than the limits of a file.
    pub fn bytes(&self, index: usize, limits: &Limits) -> Result<Vec<u8>, Rejection> {
        let member = self.member(index)?;
        limits.admit(member.size)?;
        self.read(member, |reader| {
            let mut bytes = Vec::new();
            let read = reader.take(member.size.saturating_add(1)).read_to_end(&mut bytes);
            read.ok().filter(|&read| read as u64 == member.size).map(|_| bytes)
        })
    }

    /// Opens a member that is an archive itself; `None` when it is none.
    ///
    /// # Errors
    /// When it is one that cannot be opened.
    pub fn nested(&self, index: usize, limits: &Limits, budget: &mut Budget) -> Result<Option<Self>, Rejection> {
        let member = self.member(index)?;
        let head = self.read(member, |reader| {
            let mut head = Vec::new();
            // What is damaged is said when the whole is read.
            let _ = reader.take(HEAD as u64).read_to_end(&mut head);
            Some(head)
        })?;
        if Kind::of(&head).is_none() {
            return Ok(None);
        }
        let blob = match member.place {
            Place::Part(start, len) => self.blob.part(start, len),
            Place::Zip(_) => {
                let mut spool = Spool::new().map_err(|error| unreadable(&error))?;
                self.read(member, |reader| spool.take(reader, member.size).is_ok_and(|whole| whole).then_some(()))?;
                spool.blob()
            }
        };
        Self::open(&blob, &member.name, limits, budget)
    }

    fn member(&self, index: usize) -> Result<&Member, Rejection> {
        let member = self.members.get(index).ok_or_else(|| damaged("a member is missing"))?;
        match &member.trouble {
            Some(trouble) => Err(trouble.clone()),
            None => Ok(member),
        }
    }

    /// Gives a member's bytes to a function; `None` from it: the member is damaged.
    fn read<T>(&self, member: &Member, take: impl FnOnce(&mut dyn Read) -> Option<T>) -> Result<T, Rejection> {
        let taken = match &member.place {
            Place::Part(start, len) => take(&mut self.blob.part(*start, *len)),
            Place::Zip(entry) => zip::read(entry, self.blob.clone(), take)?,
        };
        taken.ok_or_else(damaged_member)
    }
}

/// An entry without its name.
struct Parts {
    what: What,
    size: u64,
    packed: u64,
    place: Place,
    trouble: Option<Rejection>,
}

impl Parts {
    fn from(entry: Entry) -> (names::RawName, Self) {
        let Entry { name, what, size, packed, place, trouble } = entry;
        (name, Self { what, size, packed, place, trouble })
    }
}

/// Why a member is not unpacked: alone, or with those before it, it would be far larger than the archive. Else it is
/// taken off the budget.
fn too_much(size: u64, packed: u64, limits: &Limits, budget: &mut Budget) -> Option<Rejection> {
    if size > SMALL && size > packed.saturating_mul(limits.ratio) {
        let reason = format!("the file unpacks to {size} bytes, more than {} times what is packed", limits.ratio);
        return Some(Rejection::new(reason, RAISE));
    }
    match budget.bytes.checked_sub(size) {
        Some(left) => {
            budget.bytes = left;
            None
        }
        None => Some(too_large()),
    }
}

fn said(
    cut: bool,
    broken: Option<String>,
    links: u64,
    beyond: u64,
    lost: u64,
    limits: &Limits,
) -> impl Iterator<Item = Finding> {
    let broken = broken.map(|what| {
        let hint = "copy or download the archive again, and compare what is in it with what was read";
        Finding::new(&PARTLY_READ, format!("the archive is damaged: {what}"), hint)
    });
    let cut = cut.then(|| {
        let message = format!("the archive holds more than {} files; those beyond were not read", limits.entries);
        Finding::new(&LIMIT_MET, message, "raise --max-entries if the archive can be trusted")
    });
    let beyond = (beyond > 0).then(|| {
        let message = format!("{beyond} file(s) of the archive unpack to more than the limits allow");
        Finding::new(&LIMIT_MET, message, RAISE)
    });
    let links = (links > 0).then(|| {
        let message = format!("{links} link(s) or device(s) in the archive were passed over");
        Finding::new(&ARCHIVE_LINK, message, "put the files themselves into the archive, if they are wanted")
    });
    let lost = (lost > 0).then(|| {
        let message = format!("{lost} name(s) in the archive hold bytes that are neither UTF-8 nor GB18030");
        Finding::new(&BAD_BYTE, message, "pack the files again with names in Unicode")
    });
    [broken, cut, beyond, links, lost].into_iter().flatten()
}
