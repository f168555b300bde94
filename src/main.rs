//! The command line: arguments → task → run → exit code.

mod batch;
mod checks;
mod cli;
mod config;
mod inspect;
mod mappings;
mod progress;
mod terminal;

use std::io::{self, Write};
use std::process::ExitCode;

use ingest::error::{Error, Result};
use ingest::write::draw::plain;

use batch::Outcome;
use config::Task;

/// Nothing was written; a message says why.
const NOTHING: u8 = 1;
/// The command line asks for what cannot be.
const USAGE: u8 = 2;
/// Written, but not of all input.
const INCOMPLETE: u8 = 3;

fn main() -> ExitCode {
    let cli = match cli::parse(std::env::args_os().collect()) {
        Ok(cli) => cli,
        Err(message) => return cli::say(&message),
    };
    let language = config::language(cli.lang()).unwrap_or_default();
    match Task::new(cli, language.clone()).and_then(run) {
        Ok(Outcome::Complete) => ExitCode::SUCCESS,
        Ok(Outcome::Incomplete) => INCOMPLETE.into(),
        // Whoever read our output wants no more of it.
        Err(Error::Io { source, .. }) if source.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let said = |english: &str| plain(&language.text(english));
            let (what, way_out) = (language.word("error:"), language.word("hint:"));
            let (message, hint) = (said(&error.to_string()), said(error.hint()));
            let _ = writeln!(io::stderr(), "{what} {message}\n{way_out} {hint}");
            if matches!(error, Error::Usage { .. }) { USAGE.into() } else { NOTHING.into() }
        }
    }
}

fn run(task: Task) -> Result<Outcome> {
    match task {
        Task::Ingest(task) if task.dry_run => return batch::plan::plan(&task),
        Task::Ingest(task) => return batch::forms::forms(&task),
        Task::Tables(task) => return batch::tables::tables(&task),
        Task::Inspect { file, options, palette, language } => inspect::inspect(&file, &options, palette, &language)?,
        Task::Mapping(command, language) => mappings::mappings(&command, &language)?,
        Task::Checks { code, markdown, language } => checks::checks(code.as_deref(), markdown, &language)?,
        Task::Schema(format) => cli::schema(format)?,
        Task::Completions(shell) => cli::completions(shell),
    }
    Ok(Outcome::Complete)
}
