//! What a run says of its files together: versions, departments, what is missing.

use std::path::Path;
use std::sync::Arc;

use ingest::across::departments::{List, Register};
use ingest::across::twins::Twins;
use ingest::across::versions::Marks;
use ingest::error::Result;
use ingest::finding::Finding;
use ingest::model::Submission;
use ingest::pipeline::{Engine, Options};
use ingest::scratch::Scratch;

use crate::batch::discover::Finds;
use crate::batch::run;
use crate::batch::summary::Note;
use crate::batch::versions::Versions;
use crate::config::Ingest;

/// What is remembered of the files so far.
pub struct Across {
    twins: Twins,
    register: Option<Register>,
}

impl Across {
    /// Nothing seen so far; and where that is asked for, the versions from which the workers choose.
    ///
    /// # Errors
    /// When the list of departments cannot be read or is unsound, or there is no room for what must be remembered.
    pub fn new(task: &Ingest, files: &Finds, scratch: &Arc<Scratch>) -> Result<(Self, Option<Versions>)> {
        let list = task.departments.as_deref().map(|file| list(file, &task.running.options)).transpose()?;
        let versions = task.prefer.map(|_| Versions::among(files, Marks::builtin()?)).transpose()?;
        let twins = Twins::new(Marks::builtin()?, scratch)?;
        Ok((Self { twins, register: list.map(Register::new) }, versions))
    }

    /// Looks at the next file in the order of the inputs.
    ///
    /// # Errors
    /// When there is no room for what must be remembered of it.
    pub fn look(&mut self, submission: &mut Submission) -> Result<()> {
        self.twins.look(submission)?;
        if let Some(register) = &mut self.register {
            register.assign(submission);
        }
        Ok(())
    }

    /// What is missing when the last file is read: findings, and what the summary says.
    pub fn close(&self) -> (Vec<Finding>, Vec<Note>) {
        let Some(register) = &self.register else { return (Vec::new(), Vec::new()) };
        let absent = register.absent();
        let of = absent.listed as u64;
        let years = absent.years.into_iter().map(|(department, years)| format!("{department}: {years}"));
        let strangers: Vec<String> = register.strangers().map(|(name, near)| format!("{name}: {near}")).collect();
        let notes = [
            Note {
                heading: "names that the list of departments does not have ({n}), with the nearest:",
                of,
                lines: strangers,
            },
            Note { heading: "departments without a form ({n} of {of}):", of, lines: absent.departments },
            Note { heading: "departments without a form for a year ({n} of {of}):", of, lines: years.collect() },
        ];
        (absent.findings, notes.into_iter().filter(|note| !note.lines.is_empty()).collect())
    }
}

/// The list of departments in a file: a table in whatever format is read.
fn list(file: &Path, options: &Options) -> Result<List> {
    // A list has codes that look like the numbers of people.
    let engine = Engine::new(Options { keep_contacts: true, ..options.clone() })?;
    let bytes = run::document(file, options)?;
    let name = file.display().to_string();
    let tables = engine.tables(&name, &bytes).map_err(|rejection| run::unread(file, &rejection))?;
    List::of(&name, &tables.layout.grids)
}
