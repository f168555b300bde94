//! Names by number: a run over many files keeps every name, and nothing but its letters.

use std::num::NonZeroU32;

/// The number of a name, counted from 1.
pub type Number = NonZeroU32;

/// Names in one piece of memory.
#[derive(Debug, Clone, Default)]
pub struct Names {
    letters: String,
    /// Where each name ends.
    ends: Vec<u64>,
}

impl Names {
    /// Adds a name. `None` where there are too many to be counted.
    pub fn push(&mut self, name: &str) -> Option<Number> {
        let number = u32::try_from(self.ends.len() + 1).ok().and_then(Number::new)?;
        self.letters.push_str(name);
        self.ends.push(self.letters.len() as u64);
        Some(number)
    }

    /// The name of a number.
    ///
    /// ```
    /// let mut names = ingest::across::names::Names::default();
    /// let (first, second) = (names.push("表1.doc"), names.push("表2.doc"));
    /// assert_eq!(first.zip(second).map(|(a, b)| (names.get(a), names.get(b))), Some(("表1.doc", "表2.doc")));
    /// ```
    pub fn get(&self, number: Number) -> &str {
        let at = number.get() as usize;
        let end = |at: usize| self.ends.get(at).and_then(|&end| usize::try_from(end).ok());
        let start = at.checked_sub(2).map_or(Some(0), end);
        start.zip(end(at - 1)).and_then(|(start, end)| self.letters.get(start..end)).unwrap_or_default()
    }
}
