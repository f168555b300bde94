//! Names of members: decoded, made harmless, told apart.

use std::collections::{HashMap, HashSet};

use encoding_rs::GB18030;

use crate::finding::{ARCHIVE_NAME, Finding};

/// A name as an archive keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RawName {
    /// The archive says that it is Unicode.
    Text(String),
    /// Bytes of an encoding that the archive does not say.
    Bytes(Vec<u8>),
}

/// Hidden files, Office's lock files and what file managers leave behind.
pub fn is_leftover(name: &str) -> bool {
    let left = ["thumbs.db", "desktop.ini", "__macosx"];
    name.starts_with('.') || name.starts_with("~$") || left.iter().any(|left| name.eq_ignore_ascii_case(left))
}

/// Every name of an archive as text. What is not said to be Unicode is UTF-8 where it can be nothing else, and GB18030
/// otherwise: Chinese Windows writes the latter, everything else the former.
pub(super) fn decode(names: Vec<RawName>) -> Vec<String> {
    let utf8_alone = names.iter().all(|name| match name {
        RawName::Bytes(bytes) => std::str::from_utf8(bytes).is_ok(),
        RawName::Text(_) => true,
    });
    let text = |name| match name {
        RawName::Text(text) => text,
        RawName::Bytes(bytes) => match String::from_utf8(bytes) {
            Ok(text) if utf8_alone || is_surely_utf8(&text) => text,
            Ok(text) => gb18030(text.as_bytes()),
            Err(error) => gb18030(error.as_bytes()),
        },
    };
    names.into_iter().map(text).collect()
}

/// Two-byte sequences of UTF-8 are Chinese characters in GB18030 too; longer ones hardly ever are.
fn is_surely_utf8(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii() || c >= '\u{800}')
}

fn gb18030(bytes: &[u8]) -> String {
    GB18030.decode_without_bom_handling(bytes).0.into_owned()
}

/// The names as they are given on: nothing that leads out of the archive, no two the same.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: HashSet<String>,
    /// How often a name was asked for.
    asked: HashMap<String, u64>,
    outside: Group,
    twice: Group,
}

/// Names of which the first is shown.
#[derive(Debug, Default)]
struct Group {
    count: u64,
    first: String,
}

impl Group {
    fn add(&mut self, name: &str) {
        if self.count == 0 {
            name.clone_into(&mut self.first);
        }
        self.count += 1;
    }

    fn finding(&self, message: &str, hint: &str) -> Option<Finding> {
        let message = format!("{message}: {}", self.count);
        (self.count > 0).then(|| Finding::new(&ARCHIVE_NAME, message, hint).raw(self.first.clone()))
    }
}

impl Names {
    /// The name under which a member is given on; `None` where nothing is left of it, or it is a leftover.
    pub(crate) fn settle(&mut self, name: &str) -> Option<String> {
        let (harmless, changed) = harmless(name);
        if harmless.is_empty() || harmless.split('/').any(is_leftover) {
            return None;
        }
        if changed {
            self.outside.add(name);
        }
        if self.taken.insert(harmless.clone()) {
            return Some(harmless);
        }
        self.twice.add(&harmless);
        let asked = self.asked.entry(harmless.clone()).or_insert(1);
        loop {
            *asked += 1;
            let numbered = numbered(&harmless, *asked);
            if self.taken.insert(numbered.clone()) {
                return Some(numbered);
            }
        }
    }

    /// What there is to say.
    pub(super) fn findings(&self) -> impl Iterator<Item = Finding> {
        let outside = self.outside.finding(
            "names that lead out of the archive, taken as names inside it",
            "ask whoever made the archive why it holds such names",
        );
        let twice = self.twice.finding(
            "names that stand in the archive more than once, each after the first numbered",
            "compare the members of that name; one may be an older version of the other",
        );
        outside.into_iter().chain(twice)
    }
}

/// A name as a path inside the archive, and whether it said anything else: absolute, a drive, up and out.
fn harmless(name: &str) -> (String, bool) {
    let slashed = name.replace('\\', "/");
    let mut changed = slashed.starts_with('/') || slashed.contains('\0');
    let mut parts = Vec::new();
    for part in slashed.split('/') {
        let is_drive = parts.is_empty() && part.len() == 2 && part.ends_with(':');
        match part {
            "" | "." => {}
            ".." => changed = true,
            _ if is_drive => changed = true,
            _ => parts.push(part.replace('\0', "\u{fffd}")),
        }
    }
    (parts.join("/"), changed)
}

/// `表1.doc` → `表1 (2).doc`.
fn numbered(name: &str, number: u64) -> String {
    let file = name.rfind('/').map_or(0, |slash| slash + 1);
    let dot = name.rfind('.').filter(|&dot| dot > file).unwrap_or(name.len());
    let (stem, ending) = name.split_at(dot);
    format!("{stem} ({number}){ending}")
}
