//! A list of departments: who they are, by which names and codes.

use std::collections::HashMap;

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::model::Grid;
use crate::text::{fold, key};

/// A department of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Department {
    /// Its code.
    pub code: String,
    /// Its name, as listed.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Its region's code (GB/T 2260), or empty.
    pub region_code: String,
    /// Its region's name, or empty.
    pub region_name: String,
    /// The row of the list, from 1.
    pub row: usize,
}

/// A list of departments, in its order.
#[derive(Debug, Default)]
pub struct List {
    /// The departments.
    pub departments: Vec<Department>,
    /// By the key of a name, the departments of that name.
    pub(super) named: HashMap<String, Vec<usize>>,
    /// By the key of a region's name and a name behind it, likewise.
    pub(super) with_region: HashMap<String, Vec<usize>>,
    /// By its code, likewise.
    codes: HashMap<String, Vec<usize>>,
}

/// The words of `mappings/departments.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    code: Vec<String>,
    name: Vec<String>,
    aliases: Vec<String>,
    region_code: Vec<String>,
    region_name: Vec<String>,
    separators: String,
    provinces: Vec<String>,
}

/// Where the columns of the list are.
struct Columns {
    heading: usize,
    code: usize,
    name: usize,
    aliases: Vec<usize>,
    region_code: Option<usize>,
    region_name: Option<usize>,
}

/// Rows in which the heading is looked for.
const MOST_ABOVE: usize = 20;
/// A list is not longer: there are some hundred thousand budget units in all.
const MOST: usize = 1 << 20;

impl List {
    /// The list that the tables of a file hold: the first that has a heading with a code and a name. `file` names it in
    /// errors.
    ///
    /// # Errors
    /// [`Error::Nothing`] with the row, where no table has such a heading, the list is empty, a code or a name is
    /// missing or stands twice, or a region's code is none.
    pub fn of(file: &str, grids: &[Grid]) -> Result<Self> {
        let words = Words::builtin()?;
        let found = grids.iter().find_map(|grid| Some((grid, words.columns(grid)?)));
        let Some((grid, columns)) = found else {
            let message = format!("{file} has no heading with a code and a name of departments");
            let hint = "name its columns code, name, aliases and region, or 单位编码, 单位名称, 简称 and 行政区划代码";
            return Err(Error::Nothing { message, hint: hint.to_owned() });
        };
        let mut list = Self::default();
        for row in columns.heading + 1..grid.rows.min(MOST) {
            let wrong = |message: String, hint: &str| Error::Nothing {
                message: format!("{file}, row {}: {message}", row + 1),
                hint: hint.to_owned(),
            };
            if let Some(department) = words.department(grid, &columns, row).map_err(|(m, h)| wrong(m, h))? {
                list.add(department).map_err(|(m, h)| wrong(m, h))?;
            }
        }
        match list.departments.is_empty() {
            true => Err(Error::Nothing {
                message: format!("{file} lists no department"),
                hint: "write one a row below the heading".to_owned(),
            }),
            false => Ok(list),
        }
    }

    /// Adds a department; the same one once more is passed over.
    fn add(&mut self, department: Department) -> std::result::Result<(), Wrong> {
        let region = &department.region_code;
        let names: Vec<String> = std::iter::once(&department.name).chain(&department.aliases).map(|n| key(n)).collect();
        for name in &names {
            let others = self.named.get(name).into_iter().flatten().filter_map(|&at| self.departments.get(at));
            let Some(other) = others.into_iter().find(|other| other.region_code == *region) else { continue };
            if other.code == department.code && key(&other.name) == key(&department.name) {
                return Ok(());
            }
            let message = format!("the name {name} is that of row {} already, with the code {}", other.row, other.code);
            return Err((message, "give each name, other names included, to one department; or give each its region"));
        }
        let same = |other: &&Department| other.code == department.code && other.region_code == *region;
        if let Some(other) =
            self.codes.get(&department.code).into_iter().flatten().filter_map(|&at| self.departments.get(at)).find(same)
        {
            let message = format!("the code {} is that of {} in row {} already", other.code, other.name, other.row);
            return Err((message, "give each department a code of its own"));
        }
        let at = self.departments.len();
        for name in names {
            if !department.region_name.is_empty() {
                let whole = format!("{}{name}", key(&department.region_name));
                self.with_region.entry(whole).or_default().push(at);
            }
            self.named.entry(name).or_default().push(at);
        }
        self.codes.entry(department.code.clone()).or_default().push(at);
        self.departments.push(department);
        Ok(())
    }
}

/// What is wrong with a row, and what to do.
type Wrong = (String, &'static str);

impl Words {
    fn builtin() -> Result<Self> {
        let text = include_str!("../../../mappings/departments.toml");
        let mut words: Self = toml::from_str(text).map_err(|e| Error::Mapping {
            file: "departments.toml".to_owned(),
            line: 1 + text.bytes().take(e.span().map_or(0, |span| span.start)).filter(|b| *b == b'\n').count(),
            message: e.message().to_owned(),
            hint: "compare with the built-in departments.toml".to_owned(),
        })?;
        for list in
            [&mut words.code, &mut words.name, &mut words.aliases, &mut words.region_code, &mut words.region_name]
        {
            list.iter_mut().for_each(|word| *word = key(word));
        }
        Ok(words)
    }

    /// The columns, if one of the first rows is a heading.
    fn columns(&self, grid: &Grid) -> Option<Columns> {
        (0..grid.rows.min(MOST_ABOVE)).find_map(|heading| {
            let headings: Vec<String> = (0..grid.cols).map(|col| key(text(grid, heading, col))).collect();
            // The words in their order: a column of the first is rather meant than one of the last.
            let first = |words: &[String]| words.iter().find_map(|word| headings.iter().position(|h| h == word));
            let all = |words: &[String]| (0..headings.len()).filter(|&col| words.contains(&headings[col])).collect();
            Some(Columns {
                heading,
                code: first(&self.code)?,
                name: first(&self.name)?,
                aliases: all(&self.aliases),
                region_code: first(&self.region_code),
                region_name: first(&self.region_name),
            })
        })
    }

    /// The department of a row; nothing for a blank one.
    fn department(&self, grid: &Grid, columns: &Columns, row: usize) -> std::result::Result<Option<Department>, Wrong> {
        let at = |col: usize| text(grid, row, col).trim().to_owned();
        let (code, name) = (fold(text(grid, row, columns.code)), at(columns.name));
        match (code.is_empty(), key(&name).is_empty()) {
            (true, true) => return Ok(None),
            (true, false) => return Err((format!("{name} has no code"), "write its code, or delete the row")),
            (false, true) => return Err((format!("the code {code} has no name"), "write its name, or delete the row")),
            (false, false) => {}
        }
        let region_code = columns.region_code.map(|col| fold(text(grid, row, col))).unwrap_or_default();
        if !region_code.is_empty() && !self.is_region(&region_code) {
            let hint = "write its 6 digits as in GB/T 2260, such as 430900, or the 9 or 12 of a statistical code";
            return Err((format!("{region_code} is no code of a region"), hint));
        }
        let parts = columns
            .aliases
            .iter()
            .map(|&col| text(grid, row, col))
            .flat_map(|cell| cell.split(|c: char| self.separators.contains(crate::text::fold_width(c))));
        let mut aliases: Vec<String> = Vec::new();
        for alias in parts.map(str::trim).filter(|alias| !key(alias).is_empty() && key(alias) != key(&name)) {
            if !aliases.iter().any(|other| key(other) == key(alias)) {
                aliases.push(alias.to_owned());
            }
        }
        let region_name = columns.region_name.map(at).unwrap_or_default();
        Ok(Some(Department { code, name, aliases, region_code, region_name, row: row + 1 }))
    }

    /// True for a code as GB/T 2260 has them, and for the longer ones built on it.
    fn is_region(&self, code: &str) -> bool {
        matches!(code.len(), 6 | 9 | 12)
            && code.bytes().all(|byte| byte.is_ascii_digit())
            && self.provinces.iter().any(|province| code.starts_with(province.as_str()))
    }
}

/// The text at a place; a merged cell's stands at each.
fn text(grid: &Grid, row: usize, col: usize) -> &str {
    grid.cell(row, col).map_or("", |cell| cell.text.as_str())
}
