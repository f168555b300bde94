//! One file through all stages, with its limits and the panic boundary: the only place that knows the order.

use crate::error::Result;
use crate::finding::Finding;
use crate::model::{Format, Layout, Limits, Rejection, Submission};

/// What an engine is told.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What one file may cost.
    pub limits: Limits,
    /// Keep names and phone numbers of people who filled the form in.
    pub keep_contacts: bool,
    /// A folder of mappings added to, and winning over, those built in.
    pub mappings: Option<std::path::PathBuf>,
}

/// Everything needed to understand a document: mappings, vocabulary, options. Shared by all threads; never changes.
#[derive(Debug)]
pub struct Engine {
    options: Options,
}

/// The tables of a document, resolved.
#[derive(Debug)]
pub struct Tables {
    /// The format, told from the content.
    pub format: Format,
    /// Running text and grids.
    pub layout: Layout,
    /// What reading had to say.
    pub findings: Vec<Finding>,
}

/// What a cell was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Use {
    /// No text.
    #[default]
    Blank,
    /// A label that the mapping knows; its role.
    Label(String),
    /// A field's value; the field's name.
    Field(String),
    /// Part of an indicator: the column's name.
    Indicator(&'static str),
    /// Text that no label explains: under a finding.
    Reported,
}

/// A submission together with the grids it was read from.
#[derive(Debug)]
pub struct Understanding {
    /// The answer.
    pub submission: Submission,
    /// Running text and grids.
    pub layout: Layout,
    /// For each grid, for each of its cells, what it was taken for.
    pub uses: Vec<Vec<Use>>,
}

impl Engine {
    /// An engine with the built-in mappings and those of the options.
    ///
    /// # Errors
    /// When a mapping is unsound or its folder cannot be read.
    pub fn new(options: Options) -> Result<Self> {
        Ok(Self { options })
    }

    /// One document's name and bytes → everything known of it. Never panics, never fails: an unreadable file is a
    /// [`Submission`] whose status says so.
    pub fn submission(&self, name: &str, bytes: &[u8]) -> Submission {
        self.understand(name, bytes).submission
    }

    /// The same, with the grids and what each cell was taken for.
    pub fn understand(&self, name: &str, bytes: &[u8]) -> Understanding {
        let _ = (&self.options, bytes);
        Understanding {
            submission: Submission { source_file: name.to_owned(), ..Submission::default() },
            layout: Layout::default(),
            uses: Vec::new(),
        }
    }

    /// Every table of a document, whatever it is about.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn tables(&self, name: &str, bytes: &[u8]) -> std::result::Result<Tables, Rejection> {
        let source = crate::model::Source { name, bytes, limits: &self.options.limits };
        let format = crate::read::detect::detect(name, bytes);
        let document = crate::read::read(format, &source)?;
        let (layout, findings) =
            crate::table::layout(document, &crate::model::Anchors::default(), &self.options.limits);
        Ok(Tables { format, layout, findings })
    }
}
