//! A mapping's labels, compiled: text → what it is a label of.

mod anchors;
mod edges;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use edges::Edges;

use crate::mapping::labels::{Labels, Symbols};
use crate::mapping::offices::Offices;
use crate::mapping::role::Core;
use crate::mapping::schema::{FORM_COLUMNS, FieldEntry, FieldKind, MappingFile, VocabularyFile};
use crate::mapping::word::{Trimmings, Word};
use crate::mapping::years::Years;
use crate::model::{Name, Period};
use crate::text;

/// A header field, as the mapping defines it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDef {
    /// The field's name.
    pub name: Name,
    /// The column of the forms table that takes the value.
    pub form: Option<&'static str>,
    /// The column of the forms table that the value fills where nothing else does.
    pub stands_in: Option<&'static str>,
    /// The field that a value is where it stands in a column over rows without indicators of its own.
    pub over: Option<String>,
    /// For a unit of money: the field that any other value is.
    pub otherwise: Option<String>,
    /// What sort of value it is.
    pub kind: FieldKind,
    /// For a contact whose label has other meanings too: the most characters of a name.
    pub longest: Option<usize>,
}

impl FieldDef {
    /// True for a value that may be a contact of this field: any, or one that begins with a name or a number where the
    /// field's labels have other meanings.
    pub fn may_be_contact(&self, value: &str) -> bool {
        let Some(longest) = self.longest else { return self.kind == FieldKind::Contact };
        let first = value.split(|c: char| !c.is_alphanumeric()).find(|part| !part.is_empty()).unwrap_or_default();
        let is_number = first.chars().all(|c| text::fold_width(c).is_ascii_digit());
        self.kind == FieldKind::Contact && (is_number || first.chars().nth(longest).is_none())
    }

    /// A field that the program names itself.
    pub fn own(name: Name, form: Option<&'static str>, kind: FieldKind) -> Arc<Self> {
        Arc::new(Self { name, form, stands_in: None, over: None, otherwise: None, kind, longest: None })
    }
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

impl Caption {
    /// The period that it states.
    pub fn period(self) -> Option<Period> {
        match self {
            Self::Lifetime => Some(Period::Lifetime),
            Self::Annual => Some(Period::Annual),
            Self::Plain => None,
        }
    }
}

/// Where a column of the heading goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// A role of the indicators table.
    Core(Core),
    /// A field of the row.
    Extra(Name),
    /// A header field: one table holds many forms, each over some rows.
    Header(Arc<FieldDef>),
}

impl Role {
    /// The same, as one that cells carry.
    pub fn shared_name(&self) -> Name {
        match self {
            Self::Core(role) => Name::Fixed(role.name()),
            Self::Extra(name) => name.clone(),
            Self::Header(field) => field.name.clone(),
        }
    }

    /// The role's name, or the field's.
    pub fn name(&self) -> &str {
        match self {
            Self::Core(role) => role.name(),
            Self::Extra(name) => name,
            Self::Header(field) => &field.name,
        }
    }
}

/// All labels of one mapping.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// Indicator columns.
    pub columns: Labels<Role>,
    /// Header fields: index into `field_defs`.
    pub fields: Labels<usize>,
    /// Header fields by the labels that are theirs only at the head of a column: index into `field_defs`.
    pub field_heads: Labels<usize>,
    /// Labels of departments that give way to others in a project's form.
    pub yielding: Labels<()>,
    /// The fields.
    pub field_defs: Vec<Arc<FieldDef>>,
    /// Heads of money columns.
    pub money_columns: Labels<&'static str>,
    /// Labels without a value.
    pub captions: Labels<Caption>,
    /// Total rows.
    pub totals: Labels<()>,
    /// Words by which a column's texts tell its role.
    pub content: Vec<(Role, BTreeSet<String>)>,
    /// What a column of a role is where its heading states an earlier year than the target's.
    pub earlier: BTreeMap<String, String>,
    /// Marks of scored rows over detail rows.
    pub parent_marks: Vec<String>,
    /// How packed cells are taken apart.
    pub packed: Vec<regex::Regex>,
    /// Stand-ins for missing roles.
    pub fallback: BTreeMap<Core, Vec<Core>>,
    /// Columns without a role of their own that stand in for a missing role.
    pub extra_fallback: Vec<(Core, String)>,
    /// Marks before an indicator's name, folded; `#` is a number.
    pub name_prefixes: Vec<String>,
    /// What stands behind a number of points, folded.
    pub point_marks: Vec<String>,
    /// How a name and its value stand in one text.
    pub named_values: Vec<regex::Regex>,
    /// What tells names of offices.
    pub offices: Offices,
    noise: Vec<String>,
    page_marks: Vec<String>,
    title_ends: Vec<String>,
    level1: Labels<String>,
    level2: Labels<String>,
    /// For a family, categories that hold below it alone.
    level2_below: BTreeMap<String, BTreeMap<String, String>>,
    /// How labels of fields begin and end, and those of contacts alone.
    label_edges: Edges,
    contact_edges: Edges,
    trimmings: Trimmings,
    symbols: Arc<Symbols>,
}

/// Digits of a page's number: more make a year.
const LONGEST_PAGE: usize = 3;

/// The most characters of a unit of money with what it is by: 万元/年.
const LONGEST_UNIT: usize = 4;

impl Lexicon {
    /// The vocabulary. Its labels are known once all lexicons are made and [`Lexicon::share`] the symbols.
    pub fn new(vocabulary: &VocabularyFile, symbols: &mut Symbols) -> Self {
        let mut lexicon = Self::default();
        lexicon.add_vocabulary(vocabulary, symbols);
        lexicon
    }

    /// The same with a mapping's own labels over it; `None` where the mapping has none.
    pub fn with(&self, mapping: &MappingFile, symbols: &mut Symbols) -> Option<Self> {
        let MappingFile { columns, extra_columns, column_fallback, fields, captions, totals, packed, .. } = mapping;
        let has_words = !captions.is_empty() || !totals.is_empty() || !column_fallback.is_empty() || !packed.is_empty();
        if columns.is_empty() && extra_columns.is_empty() && fields.is_empty() && !has_words {
            return None;
        }
        let mut lexicon = self.clone();
        lexicon.add_columns(columns, symbols);
        lexicon.add_extra(extra_columns, symbols);
        lexicon.add_fields(fields, symbols);
        lexicon.add_fallback(column_fallback);
        lexicon.captions.insert_all(captions, &Caption::Plain, symbols);
        lexicon.totals.insert_all(totals, &(), symbols);
        lexicon.packed = compiled(packed);
        Some(lexicon)
    }

    /// The vocabulary with the columns of all mappings under its own: enough to find headings before a mapping is chosen.
    pub fn scout(&self, vocabulary: &VocabularyFile, mappings: &[&MappingFile], symbols: &mut Symbols) -> Self {
        let mut lexicon = Self { columns: Labels::default(), ..self.clone() };
        for mapping in mappings {
            lexicon.add_columns(&mapping.columns, symbols);
            lexicon.add_extra(&mapping.extra_columns, symbols);
        }
        lexicon.add_columns(&vocabulary.columns, symbols);
        lexicon.add_extra(&vocabulary.extra_columns, symbols);
        lexicon
    }

    /// The same, with the symbols of all lexicons: from now on texts can be looked up.
    #[must_use]
    pub fn share(mut self, symbols: &Arc<Symbols>) -> Arc<Self> {
        self.symbols = Arc::clone(symbols);
        Arc::new(self)
    }

    fn add_vocabulary(&mut self, vocabulary: &VocabularyFile, symbols: &mut Symbols) {
        let folded = |words: &[String]| words.iter().map(|word| text::fold(word)).collect::<Vec<_>>();
        let mut money_units = folded(&vocabulary.money_units);
        money_units.sort_by_key(|unit| std::cmp::Reverse(unit.len()));
        self.trimmings = Trimmings {
            prefixes: folded(&vocabulary.prefixes),
            level_suffixes: folded(&vocabulary.level_suffixes),
            point_marks: folded(&vocabulary.point_marks),
            bracketed_units: money_units.iter().map(|unit| format!("({unit})")).collect(),
            money_units,
            years: Years::new(folded(&vocabulary.year_marks), &folded(&vocabulary.year_numerals)),
        };
        self.add_columns(&vocabulary.columns, symbols);
        self.add_extra(&vocabulary.extra_columns, symbols);
        self.add_fields(&vocabulary.fields, symbols);
        self.add_fallback(&vocabulary.column_fallback);
        self.captions.insert_all(&vocabulary.captions, &Caption::Plain, symbols);
        self.captions.insert_all(&vocabulary.lifetime_captions, &Caption::Lifetime, symbols);
        self.captions.insert_all(&vocabulary.annual_captions, &Caption::Annual, symbols);
        self.totals.insert_all(&vocabulary.totals, &(), symbols);
        for (role, labels) in &vocabulary.money_columns {
            if let Some(&role) = crate::mapping::schema::MONEY_ROLES.iter().find(|r| *r == role) {
                self.money_columns.insert_all(labels, &role, symbols);
            }
        }
        for (role, words) in &vocabulary.column_content {
            let role = Core::of(role).map_or_else(|| Role::Extra(role.clone().into()), Role::Core);
            self.content.push((role, folded(words).into_iter().collect()));
        }
        self.earlier.extend(vocabulary.column_earlier.clone());
        self.add_levels(vocabulary, symbols);
        self.parent_marks.clone_from(&vocabulary.parent_marks);
        self.point_marks = folded(&vocabulary.point_marks);
        self.named_values = compiled(&vocabulary.named_values);
        self.noise = folded(&vocabulary.noise);
        self.page_marks = folded(&vocabulary.page_marks);
        self.title_ends = folded(&vocabulary.title_ends);
        let (endings, followers) = (folded(&vocabulary.unit_endings), folded(&vocabulary.unit_followers));
        self.offices = Offices { endings, followers };
        self.name_prefixes = folded(&vocabulary.name_prefixes);
    }

    fn add_levels(&mut self, vocabulary: &VocabularyFile, symbols: &mut Symbols) {
        for (family, labels) in &vocabulary.level1 {
            for label in labels {
                self.level1.insert(&self.level_key(label), family.clone(), symbols);
            }
        }
        for (category, labels) in &vocabulary.level2 {
            for label in labels {
                let key = if label.contains('*') { label.clone() } else { self.level_key(label) };
                self.level2.insert(&key, category.clone(), symbols);
            }
        }
        for (pair, category) in &vocabulary.level2_below {
            if let Some((family, label)) = pair.split_once('/') {
                let key = self.level_key(label);
                self.level2_below.entry(family.to_owned()).or_default().insert(key, category.clone());
            }
        }
    }

    fn add_columns(&mut self, columns: &BTreeMap<String, Vec<String>>, symbols: &mut Symbols) {
        for (role, labels) in columns {
            if let Some(role) = Core::of(role) {
                self.columns.insert_all(labels, &Role::Core(role), symbols);
            }
        }
    }

    fn add_fallback(&mut self, roles: &BTreeMap<String, Vec<String>>) {
        for (role, others) in roles {
            let Some(role) = Core::of(role) else { continue };
            let (own, extra): (Vec<_>, Vec<_>) = others.iter().partition(|other| Core::of(other).is_some());
            self.extra_fallback.extend(extra.into_iter().map(|name| (role, name.clone())));
            if !own.is_empty() {
                self.fallback.insert(role, own.into_iter().filter_map(|other| Core::of(other)).collect());
            }
        }
    }

    fn add_extra(&mut self, columns: &BTreeMap<String, Vec<String>>, symbols: &mut Symbols) {
        for (name, labels) in columns {
            self.columns.insert_all(labels, &Role::Extra(name.clone().into()), symbols);
        }
    }

    fn add_fields(&mut self, fields: &BTreeMap<String, FieldEntry>, symbols: &mut Symbols) {
        for (name, entry) in fields {
            let index = match self.field_defs.iter().position(|def| *def.name == **name) {
                Some(index) => index,
                None => {
                    let column = |name: &Option<String>| FORM_COLUMNS.iter().find(|c| Some(**c) == name.as_deref());
                    let (form, stands_in) = (column(&entry.form).copied(), column(&entry.stands_in).copied());
                    let (name, over, otherwise) = (name.clone().into(), entry.over.clone(), entry.otherwise.clone());
                    let (kind, longest) = (entry.kind, entry.longest);
                    self.field_defs.push(Arc::new(FieldDef { name, form, stands_in, over, otherwise, kind, longest }));
                    self.field_defs.len() - 1
                }
            };
            self.fields.insert_all(&entry.labels, &index, symbols);
            self.field_heads.insert_all(&entry.heads, &index, symbols);
            self.yielding.insert_all(&entry.yielding, &(), symbols);
            self.trimmings.prefixes.iter().for_each(|prefix| self.label_edges.add_first(prefix));
            for label in &entry.labels {
                self.label_edges.add(label);
                if entry.kind == FieldKind::Contact {
                    self.contact_edges.add(label);
                }
            }
        }
    }

    /// A text as a label.
    pub fn word(&self, raw: &str) -> Arc<Word> {
        self.symbols.memory.word(raw, || Word::of(raw, &self.symbols, &self.trimmings))
    }

    /// The column that a key heads.
    pub fn column(&self, key: &str) -> Option<&Role> {
        self.columns.get(&self.symbols.look_up(key))
    }

    /// The column that a heading is beside or below another one: `指标值/本年预期`, `一级指标+权重`.
    pub fn column_by(&self, other: &Word, sign: char, own: &Word) -> Option<&Role> {
        let may_be = self.symbols.may_follow(other.head?, sign, &own.key);
        may_be.then(|| self.column(&format!("{}{sign}{}", other.key, own.key))).flatten()
    }

    /// The caption that a key is.
    pub fn caption(&self, key: &str) -> Option<&Caption> {
        self.captions.get(&self.symbols.look_up(key))
    }

    fn level_key(&self, label: &str) -> String {
        self.trimmings.level_name(&text::key(label)).to_owned()
    }

    /// A value without the marks that forms print behind a label (a seal's place, a signature's).
    pub fn without_noise<'a>(&self, value: &'a str) -> &'a str {
        let trimmed = crate::mapping::clean::trim(value);
        let is_end = |c: char| text::fold_char(c).is_none_or(|c| self.noise.iter().any(|noise| noise.ends_with(c)));
        let is_noise = trimmed.ends_with(is_end) && self.noise.contains(&text::fold(trimmed));
        if is_noise { "" } else { trimmed }
    }

    /// True for the number of a page, with what is printed around it: `— 12 —`, `第 2 页 共 3 页`.
    pub fn is_page_number(&self, raw: &str) -> bool {
        let bare = self.page_marks.iter().fold(text::fold(raw), |rest, mark| rest.replace(mark.as_str(), " "));
        let mut numbers = bare.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()).peekable();
        let is_marked = numbers.peek().is_some() && !bare.contains(char::is_alphabetic);
        is_marked && numbers.all(|number| number.len() <= LONGEST_PAGE)
    }

    /// True for a text that ends as a table's title does, and is no caption such as a table's number.
    pub fn ends_as_title(&self, word: &Word) -> bool {
        let own = crate::mapping::labels::without_brackets(&word.key);
        let is_title = || self.title_ends.iter().any(|end| own.ends_with(end.as_str()));
        !own.is_empty() && is_title() && self.captions.get(&word.label).is_none()
    }

    /// The year that a text states: `2024年`, `（2024年度）`, or its four digits alone.
    pub fn year(&self, raw: &str) -> Option<String> {
        self.trimmings.years.stated(raw)
    }

    /// What stands behind a year at the beginning of a text.
    pub fn behind_year<'t>(&self, raw: &'t str) -> &'t str {
        self.trimmings.years.behind(raw)
    }

    /// The field that a text labels; words like 其中 before the label do not count.
    pub fn field(&self, word: &Word) -> Option<&Arc<FieldDef>> {
        let index = self.fields.get(&word.label).or_else(|| self.fields.get(word.behind.as_deref()?));
        self.field_defs.get(*index?)
    }

    /// The field whose values stand below a text at the head of a column beside the levels.
    pub fn field_below(&self, head: &Word) -> Option<&Arc<FieldDef>> {
        let index = self.field_heads.get(&head.label).or_else(|| self.field_heads.get(head.behind.as_deref()?));
        index.and_then(|&index| self.field_defs.get(index)).or_else(|| self.field(head))
    }

    /// False for most texts that do not end with a field's label: those that end with another character than all do.
    pub fn may_end_label(&self, text: &str) -> bool {
        self.label_edges.may_end(text)
    }

    /// False for most texts that do not begin with a field's label, or with what may stand before one.
    pub fn may_begin_label(&self, text: &str) -> bool {
        self.label_edges.may_begin(text)
    }

    /// The same for the labels of contacts alone.
    pub fn may_end_contact(&self, text: &str) -> bool {
        self.contact_edges.may_end(text)
    }

    /// What a value of a field is where it stands over rows of others.
    pub fn over(&self, field: &FieldDef) -> Option<&Arc<FieldDef>> {
        let name = field.over.as_ref()?;
        self.field_defs.iter().find(|def| *def.name == **name)
    }

    /// What a value is that its field cannot have: beside 单位 stands a unit of money, or else the name of an office.
    pub fn otherwise(&self, field: &FieldDef, value: &str) -> Option<&Arc<FieldDef>> {
        let name = field.otherwise.as_ref()?;
        let folded = text::fold(value);
        let bare = folded.trim_matches(['(', ')']);
        let is_short = bare.chars().count() <= LONGEST_UNIT;
        let is_unit = |unit: &String| bare.ends_with(unit.as_str()) || is_short && bare.starts_with(unit.as_str());
        let is_other = !bare.is_empty() && !self.trimmings.money_units.iter().any(is_unit);
        is_other.then(|| self.field_defs.iter().find(|def| *def.name == **name)).flatten()
    }

    /// True for what stands before a label and is no part of it: a word like 其中, or a caption that is no field.
    pub fn is_before(&self, word: &Word) -> bool {
        let is_caption = || self.captions.get(&word.label).is_some() && self.field(word).is_none();
        self.trimmings.prefixes.contains(&word.key) || is_caption()
    }

    /// The family of a level 1 name.
    pub fn family(&self, level1: &Word) -> Option<&str> {
        self.level1.get(level1.level()).map(String::as_str)
    }

    /// The category of a level 2 name below a level 1 family.
    pub fn category(&self, level2: &Word, family: Option<&str>) -> Option<&str> {
        if let Some(family) = family
            && let Some(category) = self.level2_below.get(family).and_then(|below| below.get(level2.level_key()))
        {
            return Some(category);
        }
        self.level2.get(level2.level()).map(String::as_str)
    }

    /// True for a text, folded, of those that a column of operators holds.
    pub fn is_comparator(&self, folded: &str) -> bool {
        let mut of = self.content.iter().filter(|(role, _)| *role == Role::Core(Core::Comparator));
        of.any(|(_, words)| words.contains(folded))
    }

    /// True for a level 1 or level 2 name.
    pub fn is_level_name(&self, word: &Word) -> bool {
        self.family(word).is_some() || self.category(word, None).is_some()
    }

    /// True for a unit of money, folded.
    pub fn is_money_unit(&self, folded: &str) -> bool {
        self.trimmings.money_units.iter().any(|unit| unit == folded)
    }

    /// True for a text that ends with a unit of money: an amount in words.
    pub fn ends_with_money(&self, raw: &str) -> bool {
        let folded = text::fold(raw);
        self.trimmings.money_units.iter().any(|unit| folded.ends_with(unit.as_str()))
    }

    /// The money unit that a text states in brackets: `（万元）`.
    pub fn money_unit(&self, raw: &str) -> Option<String> {
        self.trimmings.money_unit(raw)
    }
}

/// Patterns, which were found sound when they were read.
fn compiled(patterns: &[String]) -> Vec<regex::Regex> {
    patterns.iter().filter_map(|pattern| regex::Regex::new(pattern).ok()).collect()
}
