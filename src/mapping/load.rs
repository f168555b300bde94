//! Loads mappings, built in or from a folder, and refuses unsound ones with file, line and what to write instead.

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::{Error, Result};
use crate::mapping::role::ROLES;
use crate::mapping::schema::{
    CATEGORIES, FAMILIES, FORM_COLUMNS, FieldEntry, MONEY_ROLES, MappingFile, STAND_IN_COLUMNS, VocabularyFile,
};

static BUILTIN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/mappings.rs"));
static VOCABULARY: &str = include_str!("../../mappings/vocabulary.toml");

/// The shared vocabulary, checked.
///
/// # Errors
/// When the built-in file is unsound.
pub fn vocabulary() -> Result<VocabularyFile> {
    let file = "vocabulary.toml";
    let parsed: VocabularyFile = parse(file, VOCABULARY)?;
    let checker = Checker { file, text: VOCABULARY };
    checker.names("column role", parsed.columns.keys(), ROLES)?;
    checker.names("level 1 family", parsed.level1.keys(), FAMILIES)?;
    checker.names("category", parsed.level2.keys(), CATEGORIES)?;
    checker.names("category", parsed.level2_below.values(), CATEGORIES)?;
    checker.names("money column", parsed.money_columns.keys(), MONEY_ROLES)?;
    let extra = parsed.extra_columns.keys().map(String::as_str);
    let columns: Vec<&str> = ROLES.iter().copied().chain(extra).collect();
    checker.names("column role", parsed.column_content.keys(), &columns)?;
    checker.names("column role", parsed.column_earlier.keys(), ROLES)?;
    checker.fields(&parsed.fields, &parsed.fields)?;
    checker.patterns("named_values", &parsed.named_values, "(?<name>…)(?<target>…)")?;
    Ok(parsed)
}

/// The built-in form mappings, by file name.
///
/// # Errors
/// When a built-in file is unsound.
pub fn builtin(vocabulary: &VocabularyFile) -> Result<Vec<MappingFile>> {
    BUILTIN.iter().map(|(file, text)| mapping(file, text, vocabulary)).collect()
}

/// The mappings of a folder: every `.toml` in it, by name.
///
/// # Errors
/// When the folder or a file cannot be read, or a mapping is unsound.
pub fn folder(path: &Path, vocabulary: &VocabularyFile) -> Result<Vec<MappingFile>> {
    let io = |source| Error::Io { what: "cannot read mappings in", path: path.to_path_buf(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(io)? {
        let file = entry.map_err(io)?.path();
        if file.extension().is_some_and(|ext| ext == "toml") {
            files.push(file);
        }
    }
    files.sort();
    files.iter().map(|path| file(path, vocabulary)).collect()
}

/// One mapping from disk.
///
/// # Errors
/// When the file cannot be read or is unsound.
pub fn file(path: &Path, vocabulary: &VocabularyFile) -> Result<MappingFile> {
    let text = std::fs::read_to_string(path).map_err(|source| Error::Io {
        what: "cannot read mapping",
        path: path.to_path_buf(),
        source,
    })?;
    mapping(&path.display().to_string(), &text, vocabulary)
}

/// One mapping from its text; `file` names it in messages.
///
/// # Errors
/// When it is unsound.
pub fn mapping(file: &str, text: &str, vocabulary: &VocabularyFile) -> Result<MappingFile> {
    let parsed: MappingFile = parse(file, text)?;
    let checker = Checker { file, text };
    if parsed.name.trim().is_empty() || parsed.form_type.trim().is_empty() {
        return Err(checker.error("name", "`name` and `form_type` must not be empty", "write name = \"my-form\""));
    }
    checker.names("column role", parsed.columns.keys(), ROLES)?;
    let choose = &parsed.choose;
    let extra = vocabulary.extra_columns.keys().chain(parsed.extra_columns.keys()).map(String::as_str);
    let known: Vec<&str> = ROLES.iter().copied().chain(extra).collect();
    let titled = choose.titled_columns.iter();
    for roles in titled.chain([&choose.columns, &choose.likely_columns, &choose.without_columns]) {
        checker.names("column role", roles.iter(), &known)?;
    }
    checker.fields(&parsed.fields, &vocabulary.fields)?;
    checker.patterns("packed", &parsed.packed, "(?<level1>…)(?<level2>…)(?<name>…)(?<target>…)")?;
    if choose.columns.is_empty() && choose.titles.is_empty() && !choose.any_heading {
        return Err(checker.error(
            "choose",
            "nothing tells this form from others",
            "give [choose] the form's `titles`, or the `columns` that its heading must have",
        ));
    }
    Ok(parsed)
}

fn parse<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        Error::Mapping {
            file: file.to_owned(),
            line: line_of(text, offset),
            message: error.message().to_owned(),
            hint: "see the section on mappings in the README, or start from `ingest mapping list`".to_owned(),
        }
    })
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|&b| b == b'\n').count() + 1
}

struct Checker<'a> {
    file: &'a str,
    text: &'a str,
}

impl Checker<'_> {
    fn names<'n>(&self, what: &str, names: impl Iterator<Item = &'n String>, known: &[&str]) -> Result<()> {
        for name in names {
            if !known.contains(&name.as_str()) {
                let hint = match nearest(name, known) {
                    Some(near) => format!("write `{near}`, or one of: {}", known.join(", ")),
                    None => format!("write one of: {}", known.join(", ")),
                };
                return Err(self.error(name, &format!("`{name}` is no {what}"), &hint));
            }
        }
        Ok(())
    }

    fn fields(&self, fields: &BTreeMap<String, FieldEntry>, shared: &BTreeMap<String, FieldEntry>) -> Result<()> {
        let filled = |of: fn(&FieldEntry) -> Option<&String>| fields.values().filter_map(of);
        self.names("column of the forms table", filled(|field| field.form.as_ref()), FORM_COLUMNS)?;
        let stand_ins = filled(|field| field.stands_in.as_ref());
        self.names("column that another field may fill", stand_ins, STAND_IN_COLUMNS)?;
        let known: Vec<&str> = fields.keys().chain(shared.keys()).map(String::as_str).collect();
        let others = fields.values().flat_map(|field| [field.over.as_ref(), field.otherwise.as_ref()]);
        self.names("field", others.flatten(), &known)
    }

    fn patterns(&self, key: &str, patterns: &[String], groups: &str) -> Result<()> {
        match patterns.iter().find_map(|pattern| regex::Regex::new(pattern).err()) {
            None => Ok(()),
            Some(error) => {
                let message = format!("`{key}` is no sound regular expression: {error}");
                Err(self.error(key, &message, &format!("write named groups: {groups}")))
            }
        }
    }

    fn error(&self, word: &str, message: &str, hint: &str) -> Error {
        let offset = self.text.find(word).unwrap_or(0);
        Error::Mapping {
            file: self.file.to_owned(),
            line: line_of(self.text, offset),
            message: message.to_owned(),
            hint: hint.to_owned(),
        }
    }
}

/// The known name with the fewest edits, if few.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    known.iter().map(|k| (edits(name, k), *k)).min().filter(|(distance, _)| *distance <= 3).map(|(_, k)| k)
}

fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
