//! `ingest mapping list|check|suggest`: the form layouts.

use std::io::{self, Write};
use std::path::Path;

use ingest::error::{Error, Result};
use ingest::finding::fill;
use ingest::language::Language;
use ingest::mapping::{Catalogue, load};
use ingest::pipeline::{Engine, Options};
use ingest::write::draw::plain;

use crate::cli::{Colour, MappingCommand};
use crate::terminal::Palette;
use crate::{batch, inspect};

/// Does what a mapping command asks.
///
/// # Errors
/// When a layout is unsound or cannot be read.
pub fn mappings(command: &MappingCommand, language: &Language) -> Result<()> {
    match command {
        MappingCommand::List { mappings, .. } => list(mappings.as_deref(), language),
        MappingCommand::Check { file, on, .. } => check(file, on.as_deref(), language),
        MappingCommand::Suggest { file, .. } => suggest(file, language),
    }
}

fn print(text: &str) -> Result<()> {
    io::stdout().lock().write_all(text.as_bytes()).map_err(|source| Error::Io {
        what: "cannot write",
        path: "standard output".into(),
        source,
    })
}

fn list(folder: Option<&Path>, language: &Language) -> Result<()> {
    let catalogue = Catalogue::load(folder)?;
    let files = catalogue.mappings().iter().map(|mapping| &mapping.file);
    let width = files.clone().map(|file| file.name.len()).max().unwrap_or(0);
    let lines: Vec<String> = files
        .map(|f| format!("{:width$}  {}\n{:width$}  {}\n", f.name, f.form_type, "", language.text(&f.about)))
        .collect();
    print(&lines.concat())
}

fn check(file: &Path, on: Option<&Path>, language: &Language) -> Result<()> {
    let vocabulary = load::vocabulary()?;
    let mapping = load::file(file, &vocabulary)?;
    let shown = plain(&file.display().to_string());
    let values = [("file", shown), ("name", mapping.name.clone()), ("type", mapping.form_type.clone())];
    let sound = fill(language.word("{file}: sound; `{name}` gives forms of type {type}"), &values).unwrap_or_default();
    print(&format!("{sound}\n"))?;
    let Some(document) = on else { return Ok(()) };
    let engine = Engine::with(Options::default(), Catalogue::with(&vocabulary, vec![mapping])?)?;
    inspect::with_engine(document, &engine, Palette::stdout(Colour::Auto), language)
}

fn suggest(file: &Path, language: &Language) -> Result<()> {
    let engine = Engine::new(Options::default())?;
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
    let bytes = batch::run::document(file, &Options::default())?;
    let nothing =
        |message: String, hint: String| Error::Nothing { message: format!("{}: {message}", plain(&name)), hint };
    let tables = engine.tables(&name, &bytes).map_err(|r| nothing(r.reason, r.hint))?;
    let draft = engine.catalogue().suggest(&tables.layout, &name).ok_or_else(|| {
        let hint = "a form needs a row of column headings; look at it with `ingest tables FILE --format text`";
        nothing("no table has a row that looks like a heading".to_owned(), hint.to_owned())
    })?;
    let lines: Vec<String> = draft.lines().map(|line| commented(line, language) + "\n").collect();
    print(&lines.concat())
}

/// A line of a draft with its comment said in the language. A comment that is a line of the mapping to be taken over has
/// no words there and stays.
fn commented(line: &str, language: &Language) -> String {
    let at = if line.starts_with("# ") { Some(0) } else { line.rfind("    # LOOK: ") };
    let split = at.and_then(|at| Some((line.get(..at)?, line.get(at..)?.split_once("# ")?)));
    match split {
        Some((before, (space, comment))) => format!("{before}{space}# {}", language.text(comment)),
        None => line.to_owned(),
    }
}
