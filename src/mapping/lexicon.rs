//! A mapping's labels, compiled: text → what it is a label of.

use std::collections::{BTreeMap, BTreeSet};

use crate::mapping::schema::{FORM_COLUMNS, FieldEntry, FieldKind, MappingFile, VocabularyFile};
use crate::text;

/// A set of labels with what each stands for; globs (`*`) after exact keys.
#[derive(Debug, Clone)]
pub struct Labels<T> {
    exact: BTreeMap<String, T>,
    globs: Vec<(Vec<String>, T)>,
}

impl<T> Default for Labels<T> {
    fn default() -> Self {
        Self { exact: BTreeMap::new(), globs: Vec::new() }
    }
}

impl<T: Clone> Labels<T> {
    fn insert(&mut self, label: &str, value: T) {
        if label.contains('*') && !label.trim_matches('*').is_empty() {
            let pieces = label.split('*').map(text::fold).collect();
            self.globs.insert(0, (pieces, value));
        } else {
            self.exact.insert(text::key(label), value);
        }
    }

    /// What a key stands for: the key itself, then without its trailing brackets, its trailing number, then with years
    /// as `?`.
    pub fn get(&self, key: &str) -> Option<&T> {
        // Longer than any label: do not even look.
        if key.is_empty() || key.len() > LONGEST_LABEL {
            return None;
        }
        let plain = without_brackets(key);
        let found = self.exact.get(key).or_else(|| self.exact.get(plain));
        if found.is_some() {
            return found;
        }
        let unnumbered = plain.trim_end_matches(|c: char| c.is_ascii_digit());
        if unnumbered.chars().count() >= 3
            && let Some(found) = self.exact.get(unnumbered)
        {
            return Some(found);
        }
        if key.contains("20")
            && let undated = undated(key)
            && undated != key
            && let Some(found) = self.exact.get(&undated).or_else(|| self.exact.get(without_brackets(&undated)))
        {
            return Some(found);
        }
        // A path of two labels is matched by a path alone.
        let path = ['/', '+'].into_iter().find(|mark| key.contains(*mark));
        let is_path = |pieces: &[String]| path.is_none_or(|mark| pieces.iter().any(|piece| piece.contains(mark)));
        let found = self.globs.iter().find(|(pieces, _)| is_path(pieces) && (glob(pieces, key) || glob(pieces, plain)));
        found.map(|(_, value)| value)
    }

    fn keys(&self) -> impl Iterator<Item = &String> {
        self.exact.keys()
    }
}

/// The longest key that may be a label, in bytes: 50 Chinese characters.
const LONGEST_LABEL: usize = 150;

/// The key without its trailing bracketed groups: `全年预算数(a)` → `全年预算数`.
pub fn without_brackets(key: &str) -> &str {
    let mut rest = key;
    while rest.ends_with(')') {
        let Some(open) = rest.rfind('(') else { break };
        if open == 0 {
            break;
        }
        rest = rest[..open].trim_end_matches([':', '、']);
    }
    rest
}

/// The key with every year `20xx` (and `xx年`'s century) as `?`.
fn undated(key: &str) -> String {
    let chars: Vec<char> = key.chars().collect();
    let mut out = String::with_capacity(key.len());
    let mut i = 0;
    while i < chars.len() {
        let is_year = chars[i..].starts_with(&['2', '0'])
            && chars.get(i + 2..i + 4).is_some_and(|rest| rest.iter().all(char::is_ascii_digit))
            && !chars.get(i + 4).is_some_and(char::is_ascii_digit);
        if is_year {
            out.push('?');
            i += 4;
        } else {
            out.push(chars[i]);
            i += 1;
        }
    }
    out
}

fn glob(pieces: &[String], key: &str) -> bool {
    let [first, middle @ .., last] = pieces else { return false };
    let Some(mut rest) = key.strip_prefix(first.as_str()) else { return false };
    for piece in middle {
        let Some(at) = rest.find(piece.as_str()) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last.as_str())
}

/// A header field, as the mapping defines it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDef {
    /// The field's name.
    pub name: String,
    /// The column of the forms table that takes the value.
    pub form: Option<&'static str>,
    /// What sort of value it is.
    pub kind: FieldKind,
}

/// What a caption says of the block below or beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caption {
    /// Nothing more.
    Plain,
    /// The block is for the project's life.
    Lifetime,
    /// The block is for the year.
    Annual,
}

/// Where a column of the heading goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// A role of the indicators table.
    Core(&'static str),
    /// A field of the row.
    Extra(String),
    /// A header field: one table holds many forms, each over some rows.
    Header(FieldDef),
}

/// All labels of one mapping.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// Indicator columns.
    pub columns: Labels<Role>,
    /// Header fields: index into `field_defs`.
    pub fields: Labels<usize>,
    /// The fields.
    pub field_defs: Vec<FieldDef>,
    /// Heads of money columns.
    pub money_columns: Labels<&'static str>,
    /// Labels without a value.
    pub captions: Labels<Caption>,
    /// Total rows.
    pub totals: Labels<()>,
    /// Words by which a column's texts tell its role.
    pub content: Vec<(&'static str, BTreeSet<String>)>,
    /// Marks of scored rows over detail rows.
    pub parent_marks: Vec<String>,
    /// How packed cells are taken apart.
    pub packed: Option<regex::Regex>,
    /// Stand-ins for missing roles.
    pub fallback: BTreeMap<String, Vec<String>>,
    /// Marks before an indicator's name, folded; `#` is a number.
    pub name_prefixes: Vec<String>,
    /// Money units, longest first.
    pub money_units: Vec<String>,
    noise: Vec<String>,
    year_marks: Vec<String>,
    level1: Labels<String>,
    level2: Labels<String>,
    level2_below: BTreeMap<String, String>,
    level_suffixes: Vec<String>,
    prefixes: Vec<String>,
}

impl Lexicon {
    /// The vocabulary with a mapping's own labels over it.
    pub fn new(vocabulary: &VocabularyFile, mapping: Option<&MappingFile>) -> Self {
        let mut lexicon = Self::default();
        lexicon.add_vocabulary(vocabulary);
        if let Some(mapping) = mapping {
            lexicon.add_columns(&mapping.columns);
            lexicon.add_extra(&mapping.extra_columns);
            lexicon.add_fields(&mapping.fields);
            lexicon.fallback.extend(mapping.column_fallback.clone());
            insert_all(&mut lexicon.captions, &mapping.captions, &Caption::Plain);
            insert_all(&mut lexicon.totals, &mapping.totals, &());
            lexicon.packed = mapping.packed.as_deref().and_then(|pattern| regex::Regex::new(pattern).ok());
        }
        lexicon
    }

    /// The vocabulary with the columns of all mappings: enough to find headings before a mapping is chosen.
    pub fn scout(vocabulary: &VocabularyFile, mappings: &[&MappingFile]) -> Self {
        let mut lexicon = Self::default();
        for mapping in mappings {
            lexicon.add_columns(&mapping.columns);
            lexicon.add_extra(&mapping.extra_columns);
        }
        lexicon.add_vocabulary(vocabulary);
        lexicon
    }

    fn add_vocabulary(&mut self, vocabulary: &VocabularyFile) {
        self.add_columns(&vocabulary.columns);
        self.add_extra(&vocabulary.extra_columns);
        self.add_fields(&vocabulary.fields);
        self.fallback.extend(vocabulary.column_fallback.clone());
        insert_all(&mut self.captions, &vocabulary.captions, &Caption::Plain);
        insert_all(&mut self.captions, &vocabulary.lifetime_captions, &Caption::Lifetime);
        insert_all(&mut self.captions, &vocabulary.annual_captions, &Caption::Annual);
        insert_all(&mut self.totals, &vocabulary.totals, &());
        for (role, labels) in &vocabulary.money_columns {
            if let Some(&role) = crate::mapping::schema::MONEY_ROLES.iter().find(|r| *r == role) {
                insert_all(&mut self.money_columns, labels, &role);
            }
        }
        for (role, words) in &vocabulary.column_content {
            if let Some(&role) = crate::mapping::schema::ROLES.iter().find(|r| *r == role) {
                self.content.push((role, words.iter().map(|word| text::fold(word)).collect()));
            }
        }
        self.parent_marks.clone_from(&vocabulary.parent_marks);
        self.level_suffixes = vocabulary.level_suffixes.iter().map(|s| text::fold(s)).collect();
        for (family, labels) in &vocabulary.level1 {
            for label in labels {
                self.level1.insert(&self.level_key(label), family.clone());
            }
        }
        for (category, labels) in &vocabulary.level2 {
            for label in labels {
                let key = if label.contains('*') { label.clone() } else { self.level_key(label) };
                self.level2.insert(&key, category.clone());
            }
        }
        for (pair, category) in &vocabulary.level2_below {
            if let Some((family, label)) = pair.split_once('/') {
                self.level2_below.insert(format!("{family}/{}", self.level_key(label)), category.clone());
            }
        }
        self.noise = vocabulary.noise.iter().map(|s| text::fold(s)).collect();
        self.year_marks = vocabulary.year_marks.iter().map(|s| text::fold(s)).collect();
        self.prefixes = vocabulary.prefixes.iter().map(|s| text::fold(s)).collect();
        self.name_prefixes = vocabulary.name_prefixes.iter().map(|s| text::fold(s)).collect();
        self.money_units = vocabulary.money_units.iter().map(|s| text::fold(s)).collect();
        self.money_units.sort_by_key(|unit| std::cmp::Reverse(unit.len()));
    }

    fn add_columns(&mut self, columns: &BTreeMap<String, Vec<String>>) {
        for (role, labels) in columns {
            if let Some(&role) = crate::mapping::schema::ROLES.iter().find(|r| *r == role) {
                insert_all(&mut self.columns, labels, &Role::Core(role));
            }
        }
    }

    fn add_extra(&mut self, columns: &BTreeMap<String, Vec<String>>) {
        for (name, labels) in columns {
            insert_all(&mut self.columns, labels, &Role::Extra(name.clone()));
        }
    }

    fn add_fields(&mut self, fields: &BTreeMap<String, FieldEntry>) {
        for (name, entry) in fields {
            let index = match self.field_defs.iter().position(|def| def.name == *name) {
                Some(index) => index,
                None => {
                    let form = entry.form.as_ref().and_then(|f| FORM_COLUMNS.iter().find(|c| *c == f)).copied();
                    self.field_defs.push(FieldDef { name: name.clone(), form, kind: entry.kind });
                    self.field_defs.len() - 1
                }
            };
            insert_all(&mut self.fields, &entry.labels, &index);
        }
    }

    /// A value without the marks that forms print behind a label (a seal's place, a signature's).
    pub fn without_noise<'a>(&self, value: &'a str) -> &'a str {
        let trimmed = crate::mapping::clean::trim(value);
        if self.noise.contains(&text::fold(trimmed)) { "" } else { trimmed }
    }

    /// The year that a text states: `2024年`, `（2024年度）`, or its four digits alone.
    pub fn year(&self, raw: &str) -> Option<String> {
        let folded = text::fold(raw);
        let is_digit = |at: usize| folded.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        for (at, _) in folded.match_indices("20") {
            let end = at + 4;
            let digits = (at..end).all(is_digit) && !is_digit(end) && (at == 0 || !is_digit(at - 1));
            let rest = folded.get(end..).unwrap_or_default().trim_start_matches(')');
            let marked = self.year_marks.iter().any(|mark| rest.starts_with(mark.as_str())) || folded.len() == 4;
            if digits && marked {
                return folded.get(at..end).map(str::to_owned);
            }
        }
        None
    }

    /// The field that a key labels; words like 其中 before the label do not count.
    pub fn field(&self, key: &str) -> Option<&FieldDef> {
        let index = self.fields.get(key).or_else(|| {
            let stripped = self.prefixes.iter().find_map(|prefix| key.strip_prefix(prefix.as_str()))?;
            self.fields.get(stripped.trim_start_matches([':', ',', '、']))
        })?;
        self.field_defs.get(*index)
    }

    /// True for a word that stands before a label and is no part of it.
    pub fn is_prefix(&self, key: &str) -> bool {
        self.prefixes.iter().any(|prefix| prefix == key)
    }

    /// A level name's key: brackets and endings that make no difference taken off.
    fn level_key(&self, label: &str) -> String {
        let key = text::key(label);
        let mut rest = without_brackets(&key);
        for suffix in &self.level_suffixes {
            if let Some(short) = rest.strip_suffix(suffix.as_str())
                && !short.is_empty()
            {
                rest = short;
                break;
            }
        }
        rest.to_owned()
    }

    /// The family of a level 1 name.
    pub fn family(&self, level1: &str) -> Option<&str> {
        self.level1.get(&self.level_key(level1)).map(String::as_str)
    }

    /// The category of a level 2 name below a level 1 family.
    pub fn category(&self, level2: &str, family: Option<&str>) -> Option<&str> {
        let key = self.level_key(level2);
        if let Some(family) = family
            && let Some(category) = self.level2_below.get(&format!("{family}/{key}"))
        {
            return Some(category);
        }
        self.level2.get(&key).map(String::as_str)
    }

    /// True for a level 1 or level 2 name.
    pub fn is_level_name(&self, text: &str) -> bool {
        self.family(text).is_some() || self.category(text, None).is_some()
    }

    /// The money unit that a text states in brackets or after a label: `（万元）`, `单位：元`.
    pub fn money_unit(&self, raw: &str) -> Option<String> {
        let folded = text::fold(raw);
        self.money_units
            .iter()
            .find(|unit| folded.ends_with(&format!("({unit})")) || folded.contains(&format!("({unit})")))
            .cloned()
    }

    /// The keys of one kind of label, for anchoring exports without cell marks.
    pub fn anchor_keys(&self) -> AnchorKeys {
        let mut keys = AnchorKeys::default();
        for (key, role) in &self.columns.exact {
            if key.contains('/') {
                continue;
            }
            if let Role::Core("level1" | "level2" | "level3") = role {
                keys.levels.insert(key.clone());
            }
            keys.columns.insert(key.clone());
        }
        for (key, index) in &self.fields.exact {
            let contact = self.field_defs.get(*index).is_some_and(|def| def.kind == FieldKind::Contact);
            if contact {
                keys.footers.insert(key.clone())
            } else {
                keys.fields.insert(key.clone())
            };
        }
        keys.fields.extend(self.captions.keys().cloned());
        for name in self.level1.keys().chain(self.level2.keys()) {
            let is_first = self.level2.get(name).is_none();
            for name in
                std::iter::once(name.clone()).chain(self.level_suffixes.iter().map(|end| format!("{name}{end}")))
            {
                if is_first {
                    keys.first_level_names.insert(name.clone());
                }
                keys.level_names.insert(name);
            }
        }
        keys
    }
}

/// Labels by kind; see [`crate::model::Anchors`].
#[derive(Debug, Clone, Default)]
pub struct AnchorKeys {
    /// Level columns.
    pub levels: BTreeSet<String>,
    /// All columns.
    pub columns: BTreeSet<String>,
    /// Fields and captions.
    pub fields: BTreeSet<String>,
    /// Level names.
    pub level_names: BTreeSet<String>,
    /// Names of level 1 alone.
    pub first_level_names: BTreeSet<String>,
    /// Footers.
    pub footers: BTreeSet<String>,
}

fn insert_all<T: Clone>(labels: &mut Labels<T>, words: &[String], value: &T) {
    for word in words {
        labels.insert(word, value.clone());
    }
}
