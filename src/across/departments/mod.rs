//! Which department of a list a form is of, and which of them are missing. Nothing is guessed: a name is found as it is
//! listed, or with the name of its region before it; else it is reported, with the listed names that are nearest.

mod complete;
mod list;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::finding::{Code, Finding, codes};
use crate::model::{Form, Submission};
use crate::text::key;

pub use complete::{Absent, Seen};
pub use list::{Department, List};

codes! {
    UNKNOWN = "unknown-department", Warning, "A department that the list of `--departments` does not have.",
        says "the list of departments has no {name}; nearest: {near}",
        hint "add it to the list, or this name to the aliases of the one that is meant; a column region_name lets names be found with their region before them",
        why "its rows have no department_code, and a department that is meant by it counts as missing",
        example "县教育局 on the form, 澄岚县教育局 in the list";
    AMBIGUOUS = "ambiguous-department", Warning, "A department's name that several of the list of `--departments` have.",
        says "several departments of the list are called {name}: {near}",
        hint "write the region on the form, or give the list a column region_name",
        why "its rows have no department_code, since any of them may be meant",
        example "教育局 in a list of all counties of a city";
    MISSING = "department-missing", Warning, "A department of the list of `--departments` has no form in the run.",
        says "no form of {name} ({code}) was read",
        hint "ask for it; first look among the rejected files and the unknown departments",
        why "totals over all departments lack it",
        example "21 departments are listed, the forms of 20 are there";
    YEAR_MISSING = "year-missing", Warning, "A department has no form for a year for which others have.",
        says "no form of {name} ({code}) for {years} was read",
        hint "ask for it; first look among the rejected files",
        why "a comparison over the years lacks it",
        example "forms for 2022 and 2024, none for 2023";
}

/// Listed names that are told beside one that is not listed.
const MOST_NEAR: usize = 3;
/// From here on two names are alike, of 1.
const NEAR: f64 = 0.5;
/// How alike a name and its short form are, at least.
const SHORT_FORM: f64 = 0.6;
/// Characters that a short form has at least: 人社局.
const SHORT: usize = 3;
/// Characters of a name that are compared.
const MOST_COMPARED: usize = 40;

/// What a form's department is in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Match {
    /// This one; true where the region took part.
    One(usize, bool),
    /// Any of these.
    Several(Vec<usize>),
    None,
}

/// A list of departments, and what the forms so far are of it.
#[derive(Debug)]
pub struct Register {
    list: List,
    seen: Seen,
    /// By name and region, so that the same is looked up once.
    known: HashMap<(String, String), Match>,
    /// Names that the list does not have, by their keys: as first written, with the nearest of the list.
    unknown: BTreeMap<String, (String, String)>,
}

impl Register {
    /// Nothing seen so far.
    pub fn new(list: List) -> Self {
        Self { seen: Seen::new(list.departments.len()), list, known: HashMap::new(), unknown: BTreeMap::new() }
    }

    /// Gives the forms of a file the codes of their departments, and says of which the list has none.
    pub fn assign(&mut self, submission: &mut Submission) {
        let mut told = BTreeSet::new();
        let mut findings = Vec::new();
        for form in &mut submission.forms {
            let name = key(&form.department);
            if name.is_empty() {
                continue;
            }
            let of = (name, key(&form.region));
            let found = match self.known.get(&of) {
                Some(found) => found.clone(),
                None => {
                    let found = self.find(&of.0, &of.1);
                    self.known.insert(of.clone(), found.clone());
                    found
                }
            };
            match found {
                Match::One(at, by_region) => self.take(form, at, by_region),
                Match::Several(all) if told.insert(of.clone()) => findings.push(self.ambiguous(form, &all)),
                Match::None if told.insert(of.clone()) => findings.push(self.unknown(form)),
                Match::Several(_) | Match::None => {}
            }
        }
        submission.findings.extend(findings);
        submission.findings.sort_by_key(|finding| finding.place);
    }

    /// What is missing, at the end of the run.
    pub fn absent(&self) -> Absent {
        self.seen.absent(&self.list)
    }

    /// Names that the list does not have, each with the nearest that it has.
    pub fn strangers(&self) -> impl Iterator<Item = &(String, String)> {
        self.unknown.values()
    }

    fn take(&mut self, form: &mut Form, at: usize, by_region: bool) {
        let Some(department) = self.list.departments.get(at) else { return };
        form.department_code.clone_from(&department.code);
        form.region_code.clone_from(&department.region_code);
        if by_region {
            form.inferred.push("department_code:region".to_owned());
        }
        self.seen.note(at, &form.fiscal_year);
    }

    /// A name's place in the list; `name` and `region` are keys.
    fn find(&self, name: &str, region: &str) -> Match {
        let listed = |names: &HashMap<String, Vec<usize>>, name: &str| names.get(name).cloned().unwrap_or_default();
        let exact = self.within(listed(&self.list.named, name), region);
        match exact.as_slice() {
            [one] => return Match::One(*one, false),
            [] => {}
            _ => return Match::Several(exact),
        }
        let mut with_region = listed(&self.list.with_region, name);
        if !region.is_empty() {
            with_region.extend(listed(&self.list.named, &format!("{region}{name}")));
            if let Some(bare) = name.strip_prefix(region).filter(|bare| !bare.is_empty()) {
                with_region.extend(listed(&self.list.named, bare));
            }
        }
        with_region.sort_unstable();
        with_region.dedup();
        let found = self.within(with_region, region);
        match found.as_slice() {
            [one] => Match::One(*one, true),
            [] => Match::None,
            _ => Match::Several(found),
        }
    }

    /// Those of a form's region, and those of which the list says none. Of regions written at length and in short one
    /// ends with the other.
    fn within(&self, all: Vec<usize>, region: &str) -> Vec<usize> {
        let agrees = |at: &usize| {
            let of = self.list.departments.get(*at).map(|department| key(&department.region_name)).unwrap_or_default();
            region.is_empty() || of.is_empty() || region.ends_with(&of) || of.ends_with(region)
        };
        all.into_iter().filter(agrees).collect()
    }

    fn unknown(&mut self, form: &Form) -> Finding {
        let name = key(&form.department);
        let near = match self.unknown.get(&name) {
            Some((_, near)) => near.clone(),
            None => {
                let near = Some(self.near(&name)).filter(|near| !near.is_empty());
                let near = near.map_or_else(|| "-".to_owned(), |near| self.named(&near));
                self.unknown.insert(name, (form.department.trim().to_owned(), near.clone()));
                near
            }
        };
        finding(&UNKNOWN, form, near)
    }

    fn ambiguous(&self, form: &Form, all: &[usize]) -> Finding {
        finding(&AMBIGUOUS, form, self.named(all.get(..MOST_NEAR).unwrap_or(all)))
    }

    /// `教育局 (101), 文化局 (102, 澄岚县)`.
    fn named(&self, all: &[usize]) -> String {
        let one = |one: &Department| match one.region_name.as_str() {
            "" => format!("{} ({})", one.name, one.code),
            region => format!("{} ({}, {region})", one.name, one.code),
        };
        all.iter().filter_map(|&at| self.list.departments.get(at)).map(one).collect::<Vec<_>>().join("; ")
    }

    /// The listed departments with a name like this one, the nearest first.
    fn near(&self, name: &str) -> Vec<usize> {
        let name: Vec<char> = name.chars().take(MOST_COMPARED).collect();
        let mut near: Vec<(f64, usize)> = Vec::new();
        for (at, department) in self.list.departments.iter().enumerate() {
            let region = key(&department.region_name);
            let likeness = std::iter::once(&department.name).chain(&department.aliases).flat_map(|listed| {
                let listed = key(listed);
                [likeness(&name, &listed), likeness(&name, &format!("{region}{listed}"))]
            });
            let best = likeness.fold(0.0, f64::max);
            if best >= NEAR {
                near.push((best, at));
            }
        }
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        near.into_iter().take(MOST_NEAR).map(|(_, at)| at).collect()
    }
}

/// A finding on a form's department.
fn finding(code: &'static Code, form: &Form, near: String) -> Finding {
    let name = form.department.trim().to_owned();
    let mut finding = Finding::of(code, vec![("name", name.clone()), ("near", near)]).at(form.place).raw(name);
    finding.form_id.clone_from(&form.form_id);
    finding
}

/// How alike two names are, from 0 to 1. A name that gives some characters of the other in their order is its short form.
fn likeness(name: &[char], listed: &str) -> f64 {
    let listed: Vec<char> = listed.chars().take(MOST_COMPARED).collect();
    let (short, long) = if name.len() < listed.len() { (name, &*listed) } else { (&*listed, name) };
    let mut rest = long.iter();
    let is_short_form = short.len() >= SHORT && short.iter().all(|c| rest.any(|other| other == c));
    let edits = strsim::generic_damerau_levenshtein(name, &listed) as f64;
    let alike = 1.0 - edits / long.len().max(1) as f64;
    if is_short_form { alike.max(SHORT_FORM) } else { alike }
}
