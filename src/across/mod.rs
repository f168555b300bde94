//! What can be said only of several files together: which are versions of one another, which department of a list a
//! form is of, and who has not handed in.
//!
//! It is no stage: it sees submissions after the last of them, in the order of the files, and keeps a few numbers of
//! each in scratch tables.

pub mod choice;
pub mod contents;
pub mod departments;
mod seen;
pub mod twins;
pub mod versions;

use crate::finding::Code;

/// The codes that are given here.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    twins::CODES.iter().chain(choice::CODES).chain(departments::CODES).copied()
}
