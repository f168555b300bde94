//! Grids → forms → indicators, by the mappings of `mappings/*.toml`. Only they know Chinese form labels.
//!
//! Every text is looked up once among the labels of all mappings ([`labels`], [`word`]). A document's lines are cut into
//! forms ([`segment`]), a mapping is chosen for each ([`choose`]), and each form is read under that mapping's labels
//! ([`reader`]): header and footer fields ([`header`]), headings ([`heading`]), the rows of the indicator block
//! ([`block`], [`levels`], [`indicator`]). Every cell with text ends with a [`Use`] ([`account`]). Time and memory are
//! bounded ([`room`]).

pub mod account;
pub mod amounts;
pub mod assemble;
pub mod block;
pub mod by_year;
pub mod choose;
pub mod clean;
pub mod contacts;
pub mod content;
pub mod goals;
pub mod header;
pub mod heading;
pub mod indicator;
pub mod inline;
pub mod labelled;
pub mod labels;
pub mod levels;
pub mod lexicon;
pub mod load;
pub mod named;
pub mod offices;
pub mod packed;
pub mod parents;
pub mod points;
pub mod reader;
pub mod role;
pub mod room;
pub mod row;
pub mod schema;
pub mod segment;
pub mod stand_in;
pub mod suggest;
pub mod title;
pub mod unknown;
pub mod word;
pub mod years;

use std::path::Path;

use crate::error::Result;
use crate::finding::{self, Finding};
use crate::model::{Anchors, Form, Layout, Limits, Use};
use account::Read;
use choose::{Mapping, Mappings};
use room::Room;
use segment::{Line, Segment};
use word::{Pages, Words};

/// All mappings, compiled; shared by all threads.
#[derive(Debug)]
pub struct Catalogue {
    mappings: Mappings,
}

/// What the mapping stage makes of one document.
#[derive(Debug, Default)]
pub struct Mapped {
    /// The forms, in order.
    pub forms: Vec<Form>,
    /// For each grid, for each cell, what it was taken for.
    pub uses: Vec<Vec<Use>>,
    /// Cells and tables that no mapping explains.
    pub findings: Vec<Finding>,
    /// Table cells with text, covered text included.
    pub cells: u64,
    /// Of these, under a finding.
    pub reported: u64,
}

impl Catalogue {
    /// The built-in mappings, and those of a folder, which win.
    ///
    /// # Errors
    /// When a mapping is unsound or the folder cannot be read.
    pub fn load(folder: Option<&Path>) -> Result<Self> {
        let vocabulary = load::vocabulary()?;
        let own = folder.map(|folder| load::folder(folder, &vocabulary)).transpose()?.unwrap_or_default();
        Self::with(&vocabulary, own)
    }

    /// The built-in mappings and some of the user's own, which win.
    ///
    /// # Errors
    /// When a built-in mapping is unsound.
    pub fn with(vocabulary: &schema::VocabularyFile, own: Vec<schema::MappingFile>) -> Result<Self> {
        let mut files: Vec<(schema::MappingFile, bool)> = own.into_iter().map(|file| (file, true)).collect();
        for file in load::builtin(vocabulary)? {
            if !files.iter().any(|(known, _)| known.name == file.name) {
                files.push((file, false));
            }
        }
        Ok(Self { mappings: Mappings::new(vocabulary, files) })
    }

    /// The mappings, the user's own first, then by file name.
    pub fn mappings(&self) -> &[Mapping] {
        &self.mappings.all
    }

    /// True for a text that a mapping knows as a form's title.
    pub fn is_title(&self, raw: &str) -> bool {
        self.mappings.is_title(raw)
    }

    /// The labels on which exports without cell marks are anchored.
    pub fn anchors(&self) -> Anchors {
        Anchors { titles: self.mappings.titles(), ..self.mappings.base.anchors() }
    }

    /// A commented draft of a mapping for a document's form, or `None` where no row looks like a heading.
    pub fn suggest(&self, layout: &Layout, file: &str) -> Option<String> {
        suggest::draft(layout, &self.mappings, file)
    }

    /// Takes names and numbers of people who filled the form in out of a layout.
    pub fn redact(&self, layout: &mut Layout) -> (Vec<Vec<usize>>, Vec<Finding>) {
        contacts::redact(layout, &mut self.words(layout), &self.mappings.base)
    }

    fn words(&self, layout: &Layout) -> Words {
        Words::of(layout, |raw| self.mappings.base.word(raw))
    }

    /// Reads the forms of a document; `path` may tell the year. Unless contacts are kept, they are taken out of the
    /// layout first. The clock of the limits is running: once it is over, the tables that are left are reported whole.
    pub fn map(&self, layout: &mut Layout, path: &str, keep_contacts: bool, limits: &Limits) -> Mapped {
        let mut mapped = Mapped {
            uses: layout.grids.iter().map(|grid| vec![Use::Blank; grid.cells.len()]).collect(),
            ..Mapped::default()
        };
        let mut words = self.words(layout);
        if !keep_contacts {
            let (emptied, findings) = contacts::redact(layout, &mut words, &self.mappings.base);
            mapped.findings = findings;
            for (uses, cells) in mapped.uses.iter_mut().zip(emptied) {
                mapped.cells += cells.len() as u64;
                for cell in cells {
                    uses[cell] = Use::Field("contact".into());
                }
            }
        }
        let layout = &*layout;
        let mut room = Room::new(limits);
        let read = self.forms(Pages { layout, words: &words }, keep_contacts, &mut mapped, &mut room);
        assemble::inherit(&mut mapped.forms, Pages { layout, words: &words }, path, &self.mappings.base, &mut room);
        by_year::settle(&mut mapped.forms, &self.mappings.base, &mut mapped.findings);
        self.captions(Pages { layout, words: &words }, &read, &mut mapped);
        account::report(layout, &read, &mut mapped);
        mapped.findings.extend(room.findings());
        mapped
    }

    /// Marks known labels outside the forms of a grid, such as the number of an annex above the title.
    fn captions(&self, pages: Pages<'_>, read: &[Read], mapped: &mut Mapped) {
        for (index, uses) in mapped.uses.iter_mut().enumerate() {
            let Some(sheet) = pages.sheet(index).filter(|_| read.get(index) == Some(&Read::Whole)) else { continue };
            for (cell, used) in uses.iter_mut().enumerate().filter(|(_, used)| **used == Use::Blank) {
                if self.mappings.base.captions.get(&sheet.word(cell).label).is_some() {
                    *used = Use::Label("caption".into());
                }
            }
        }
    }

    /// Reads the forms and says of each grid how far it was read.
    fn forms(&self, pages: Pages<'_>, keep_contacts: bool, mapped: &mut Mapped, room: &mut Room<'_>) -> Vec<Read> {
        let mut read = vec![Read::No; pages.layout.grids.len()];
        for segment in segment::segments(pages, &self.mappings, room) {
            let Some(mapping) = segment.is_form().then(|| self.mappings.choose(&segment.signs, pages)).flatten() else {
                continue;
            };
            let begun = !room.is_over_time();
            let done = if begun { self.form(&segment, mapping, pages, keep_contacts, mapped, room) } else { 0 };
            for (n, line) in segment.lines.iter().enumerate() {
                if let Line::Row(grid, _) = *line {
                    let before = read[grid];
                    read[grid] = match n < done {
                        true => before.max(Read::Whole),
                        false if begun || before != Read::No => Read::Part,
                        false => Read::No,
                    };
                }
            }
        }
        read
    }

    /// Reads the forms of a segment and says how many of its lines were read.
    fn form(
        &self,
        segment: &Segment,
        mapping: &Mapping,
        pages: Pages<'_>,
        keep_contacts: bool,
        mapped: &mut Mapped,
        room: &mut Room<'_>,
    ) -> usize {
        let (readings, done) = reader::read(segment, pages, &mapping.lexicon, &mut mapped.uses, room);
        for reading in readings {
            if mapping.file.choose.any_heading {
                mapped.findings.push(unknown_form(&reading));
            }
            mapped.forms.push(assemble::form(&segment.title, mapping, reading, keep_contacts));
        }
        done
    }
}

fn unknown_form(reading: &reader::Reading) -> Finding {
    Finding::new(
        &finding::UNKNOWN_FORM,
        "no mapping knows this form; it was read by its heading alone",
        "check its rows; a mapping of your own gives it a form type (`ingest mapping check`)",
    )
    .at(reading.place)
}
