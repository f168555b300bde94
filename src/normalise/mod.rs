//! Raw text → typed value; no form knowledge. The words (comparators, placeholders …) come from `mappings/values.toml`.
//!
//! A cell goes down these steps: its text is folded (`fold`); one pass finds the numbers, with their comparators and
//! units, and the dates (`scan`, from `number`, `unit`, `comparator`, `date`); those that belong together are joined
//! (`join`: two bounds are a range); and what is left decides the kind (`value`).

mod comparator;
mod date;
mod decimal;
pub mod doubts;
mod fold;
mod join;
mod measure;
mod number;
mod plain;
mod scan;
mod unit;
mod value;
mod vocabulary;
mod words;

pub use doubts::{CODES, Doubt};
pub use vocabulary::Vocabulary;
