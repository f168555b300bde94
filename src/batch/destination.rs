//! Where the tables of a run go: standard output, a file and its companions, one file of all tables, a folder.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use ingest::error::{Error, Result};
use ingest::model::Submission;
use ingest::write::schema::{FILES, FINDINGS, INDICATORS, Table};
use ingest::write::{BoxedBook, BoxedWriter, Out, PACKAGE, Style, csv, package};

use crate::batch::discover::place;
use crate::batch::folder::{Holds, PendingFolder};
use crate::batch::output::{Pending, companion, remove};
use crate::batch::state;
use crate::config::{Ingest, Output};

/// Takes the tables of a run.
pub trait Destination {
    /// Writes the rows that a submission gives.
    ///
    /// # Errors
    /// When they cannot be written.
    fn submission(&mut self, submission: &Submission) -> Result<()>;

    /// Puts everything in its place; returns what is there now. `troubled`: there are findings or rejected files.
    ///
    /// # Errors
    /// When the disk refuses.
    fn keep(self: Box<Self>, troubled: bool) -> Result<Vec<PathBuf>>;
}

/// Begins what the task asks for.
///
/// # Errors
/// When it cannot be written there.
pub fn open(task: &Ingest) -> Result<Box<dyn Destination>> {
    let style = task.style;
    Ok(match &task.output {
        Output::Stdout => Box::new(Tables::stdout(style)?),
        Output::Table(out, writer) => Box::new(Tables::file(out, writer.open, style)?),
        Output::Book(out, book) => {
            let pending = Pending::new(out)?;
            let writer = (book.open)(pending.meanwhile(), &style).map_err(unwritten(out))?;
            Box::new(Whole { writer, pending })
        }
        Output::Package(out) => {
            let pending = PendingFolder::new(out, Holds::Package)?;
            let writer = (PACKAGE.open)(pending.meanwhile(), &style).map_err(unwritten(out))?;
            Box::new(Whole { writer, pending })
        }
    })
}

/// The files that a run writes, which it must not read.
pub fn own(output: &Output) -> BTreeSet<PathBuf> {
    let files: Vec<PathBuf> = match output {
        Output::Stdout => Vec::new(),
        Output::Table(out, _) => vec![out.clone(), companion(out, FINDINGS.name), companion(out, FILES.name)],
        Output::Book(out, _) => vec![out.clone()],
        Output::Package(out) => package::files().map(|file| out.join(file)).collect(),
    };
    let states = match output {
        Output::Stdout => Vec::new(),
        Output::Table(out, _) | Output::Book(out, _) | Output::Package(out) => state::files(out),
    };
    files.iter().chain(&states).map(|path| place(path)).collect()
}

/// What appears whole or not at all.
trait Hidden {
    fn path(&self) -> &Path;
    fn keep(self) -> Result<()>;
}

impl Hidden for Pending {
    fn path(&self) -> &Path {
        self.path()
    }

    fn keep(self) -> Result<()> {
        self.keep()
    }
}

impl Hidden for PendingFolder {
    fn path(&self) -> &Path {
        self.path()
    }

    fn keep(self) -> Result<()> {
        self.keep()
    }
}

/// All tables in one.
struct Whole<P> {
    writer: BoxedBook,
    pending: P,
}

impl<P: Hidden> Destination for Whole<P> {
    fn submission(&mut self, submission: &Submission) -> Result<()> {
        self.writer.submission(submission).map_err(unwritten(self.pending.path()))
    }

    fn keep(mut self: Box<Self>, _: bool) -> Result<Vec<PathBuf>> {
        let path = self.pending.path().to_path_buf();
        self.writer.finish().map_err(unwritten(&path))?;
        // Its files are closed before they are moved.
        drop(self.writer);
        self.pending.keep()?;
        Ok(vec![path])
    }
}

/// The indicators, and beside them findings and files.
struct Tables {
    indicators: Sheet,
    beside: Vec<Sheet>,
    style: Style,
}

/// A table under way.
struct Sheet {
    table: &'static Table,
    writer: BoxedWriter,
    /// Where it will be; standard output has none.
    pending: Option<Pending>,
}

type OpenTable = fn(Out, &'static Table, &Style) -> io::Result<BoxedWriter>;

impl Tables {
    fn stdout(style: Style) -> Result<Self> {
        let out = Box::new(BufWriter::new(io::stdout()));
        let writer = csv::open(out, &INDICATORS, &style).map_err(unwritten(Path::new(STDOUT)))?;
        Ok(Self { indicators: Sheet { table: &INDICATORS, writer, pending: None }, beside: Vec::new(), style })
    }

    fn file(out: &Path, open: OpenTable, style: Style) -> Result<Self> {
        let beside =
            [&FINDINGS, &FILES].map(|table| Sheet::file(&companion(out, table.name), csv::open, table, &style));
        Ok(Self {
            indicators: Sheet::file(out, open, &INDICATORS, &style)?,
            beside: beside.into_iter().collect::<Result<_>>()?,
            style,
        })
    }
}

impl Destination for Tables {
    fn submission(&mut self, submission: &Submission) -> Result<()> {
        std::iter::once(&mut self.indicators).chain(&mut self.beside).try_for_each(|sheet| {
            let Sheet { table, writer, pending } = sheet;
            let mut take = |cells: &[Cow<'_, str>]| writer.row(cells);
            (table.rows)(submission, self.style.fill, &mut take).map_err(unwritten(path(pending.as_ref())))
        })
    }

    /// The indicators are put in their place last. Without findings and rejected files the companions of an earlier run
    /// are removed.
    fn keep(self: Box<Self>, troubled: bool) -> Result<Vec<PathBuf>> {
        let mut written = Vec::new();
        let mut finished = Vec::new();
        for mut sheet in std::iter::once(self.indicators).chain(self.beside) {
            sheet.writer.finish().map_err(unwritten(path(sheet.pending.as_ref())))?;
            finished.extend(sheet.pending);
        }
        let mut finished = finished.into_iter();
        let indicators = finished.next();
        for beside in finished {
            if troubled {
                written.push(beside.path().to_path_buf());
                beside.keep()?;
            } else {
                remove(beside.path())?;
            }
        }
        if let Some(indicators) = indicators {
            written.insert(0, indicators.path().to_path_buf());
            indicators.keep()?;
        }
        Ok(written)
    }
}

impl Sheet {
    fn file(path: &Path, open: OpenTable, table: &'static Table, style: &Style) -> Result<Self> {
        let pending = Pending::new(path)?;
        let writer = open(pending.handle()?, table, style).map_err(unwritten(path))?;
        Ok(Self { table, writer, pending: Some(pending) })
    }
}

const STDOUT: &str = "standard output";

fn path(pending: Option<&Pending>) -> &Path {
    pending.map_or(Path::new(STDOUT), Pending::path)
}

/// A failure to write, on its path.
fn unwritten(path: &Path) -> impl FnOnce(io::Error) -> Error {
    crate::batch::io("cannot write", path)
}
