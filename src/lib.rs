//! Turns Chinese budget performance-target forms (绩效目标表) into clean, checked data.

pub mod across;
pub mod check;
pub mod error;
pub mod finding;
pub mod language;
pub mod mapping;
pub mod model;
pub mod normalise;
pub mod pipeline;
pub mod read;
pub mod remember;
pub mod table;
pub mod text;
pub mod unpack;
pub mod write;
