//! The one integration-test binary: a module a stage.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stderr, clippy::print_stdout)]

mod across;
mod attributes;
mod bounds;
mod check;
mod cli;
mod detect;
mod doc;
mod docx;
mod embedded;
mod formats;
mod found;
mod hostile;
mod html;
mod language;
mod laws;
mod mapping;
mod normalise;
mod odt;
mod outputs;
mod passing;
mod printed;
mod remember;
mod rtf;
mod samples;
mod scratch;
mod sheet;
mod support;
mod table;
mod text;
mod unpack;
mod wordml;
mod xlsb;
