//! `--review DIR`: the page for who checks what was read, beside the tables.

use std::path::{Path, PathBuf};

use ingest::error::{Error, Result};
use ingest::model::Submission;
use ingest::pipeline::Understanding;
use ingest::write::review::{Review, Seen};

use crate::batch::discover::place;
use crate::batch::folder::{Holds, PendingFolder};
use crate::config::{Ingest, Output, usage};

/// A page under way, where one is wanted.
pub struct Page {
    writer: Review,
    pending: PendingFolder,
}

impl Page {
    /// Begins the page that the task asks for.
    ///
    /// # Errors
    /// When it cannot be written there.
    pub fn open(task: &Ingest) -> Result<Option<Self>> {
        let Some(folder) = &task.review else { return Ok(None) };
        apart(folder, &task.output)?;
        let pending = PendingFolder::new(folder, Holds::Review)?;
        let writer = Review::open(pending.meanwhile(), task.lang).map_err(unwritten(folder))?;
        Ok(Some(Self { writer, pending }))
    }

    /// Takes a file, before its findings are said in a language.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn file(&mut self, submission: &Submission, seen: &Seen) -> Result<()> {
        self.writer.file(submission, seen).map_err(unwritten(self.pending.path()))
    }

    /// Puts the page in its place; `run` are the findings about the run as a whole.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep(self, run: &Submission) -> Result<PathBuf> {
        let path = self.pending.path().to_path_buf();
        self.writer.finish(run).map_err(unwritten(&path))?;
        self.pending.keep()?;
        Ok(path.join("index.html"))
    }
}

/// A submission, and what there is to see of it where a page is wanted.
pub fn part(understanding: Understanding, wanted: bool) -> (Submission, Seen) {
    let Understanding { submission, layout, uses } = understanding;
    (submission, if wanted { Seen { layout, uses } } else { Seen::default() })
}

/// Both folders are written over as a whole: neither may lie in the other.
fn apart(folder: &Path, output: &Output) -> Result<()> {
    let (page, out, is_folder) = match output {
        Output::Stdout => return Ok(()),
        Output::Table(out, _) | Output::Book(out, _) => (place(folder), place(out), false),
        Output::Package(out) => (place(folder), place(out), true),
    };
    let is_inside = out.starts_with(&page) || is_folder && page.starts_with(&out);
    if !is_inside {
        return Ok(());
    }
    let message = format!("--review {} and --out lie in one another", folder.display());
    Err(usage(message, "name two folders side by side"))
}

fn unwritten(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    crate::batch::io("cannot write", path)
}
