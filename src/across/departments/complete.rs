//! Who has handed in, and for which years.

use std::collections::BTreeSet;

use super::{Department, List, MISSING, YEAR_MISSING};
use crate::finding::Finding;

/// From the first year to the last there are at most so many: beyond it a year is misprinted, and only years that a form
/// states count.
const MOST_YEARS: u16 = 20;

/// For each department of the list the years of its forms.
#[derive(Debug, Default)]
pub struct Seen {
    /// `None` where there is no form; blank years leave no trace.
    years: Vec<Option<BTreeSet<u16>>>,
}

/// What is missing of a list.
#[derive(Debug, Default)]
pub struct Absent {
    /// Departments in the list.
    pub listed: usize,
    /// Departments without a form, as `名称 (编码)`.
    pub departments: Vec<String>,
    /// Departments without a form for a year, likewise, with the years.
    pub years: Vec<(String, String)>,
    /// A finding for each.
    pub findings: Vec<Finding>,
}

impl Seen {
    /// Nothing of so many departments.
    pub fn new(departments: usize) -> Self {
        Self { years: vec![None; departments] }
    }

    /// Notes a form of a department for a year, which may be blank.
    pub fn note(&mut self, department: usize, fiscal_year: &str) {
        let Some(years) = self.years.get_mut(department) else { return };
        years.get_or_insert_default().extend(fiscal_year.parse::<u16>());
    }

    /// What is missing.
    pub fn absent(&self, list: &List) -> Absent {
        let expected = self.expected();
        let mut absent = Absent { listed: list.departments.len(), ..Absent::default() };
        for (department, years) in list.departments.iter().zip(&self.years) {
            let said = format!("{} ({})", department.name, department.code);
            match years {
                None => {
                    absent.findings.push(finding(&MISSING, department, None));
                    absent.departments.push(said);
                }
                // A form without a year may be of any.
                Some(own) if own.is_empty() => {}
                Some(own) => {
                    let lacking: Vec<String> = expected.difference(own).map(u16::to_string).collect();
                    if !lacking.is_empty() {
                        absent.findings.push(finding(&YEAR_MISSING, department, Some(lacking.join(", "))));
                        absent.years.push((said, lacking.join(", ")));
                    }
                }
            }
        }
        absent
    }

    /// The years for which each department should have forms: from the first to the last that one has.
    fn expected(&self) -> BTreeSet<u16> {
        let stated: BTreeSet<u16> = self.years.iter().flatten().flatten().copied().collect();
        match (stated.first(), stated.last()) {
            (Some(&first), Some(&last)) if last - first < MOST_YEARS => (first..=last).collect(),
            _ => stated,
        }
    }
}

fn finding(code: &'static crate::finding::Code, department: &Department, years: Option<String>) -> Finding {
    let mut values = vec![("name", department.name.clone()), ("code", department.code.clone())];
    values.extend(years.map(|years| ("years", years)));
    Finding::of(code, values).raw(department.name.clone())
}
