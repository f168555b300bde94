//! Raw text → typed value; no form knowledge. The words (comparators, placeholders …) come from `mappings/values.toml`.

use crate::finding::Code;
use crate::model::{Value, ValueParts};

/// A doubt about a value: the caller places it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// What sort of doubt.
    pub code: &'static Code,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// The words by which values are read.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {}

impl Vocabulary {
    /// The built-in vocabulary, `mappings/values.toml`.
    ///
    /// # Errors
    /// When the file is unsound.
    pub fn builtin() -> crate::error::Result<Self> {
        Ok(Self::default())
    }

    /// Types a value. Never fails: what cannot be read stays [`crate::model::ValueKind::Qualitative`].
    pub fn value(&self, parts: &ValueParts) -> (Value, Vec<Doubt>) {
        let _ = parts;
        (Value::default(), Vec::new())
    }

    /// The decimal that an amount's cell states (`1,200.00` → `1200.00`, `１００万元` → `100`), with its unit.
    pub fn amount(&self, raw: &str) -> Option<(String, Option<String>)> {
        let _ = raw;
        None
    }

    /// The one date that a text states, as ISO 8601 (`2024年6月20日` → `2024-06-20`).
    pub fn date(&self, raw: &str) -> Option<String> {
        let _ = raw;
        None
    }
}
