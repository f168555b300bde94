//! Grids → forms → indicators, by the mappings of `mappings/*.toml`. Only they know Chinese form labels.
//!
//! A document's lines are cut into forms ([`segment`]), a mapping is chosen for each ([`choose`]), and each form is read
//! under that mapping's labels ([`reader`]): header and footer fields ([`header`]), headings ([`heading`]), the rows of
//! the indicator block ([`block`], [`levels`], [`indicator`]). Every cell with text ends with a [`Use`].

pub mod assemble;
pub mod block;
pub mod choose;
pub mod clean;
pub mod contacts;
pub mod content;
pub mod header;
pub mod heading;
pub mod indicator;
pub mod inline;
pub mod levels;
pub mod lexicon;
pub mod load;
pub mod packed;
pub mod parents;
pub mod reader;
pub mod schema;
pub mod segment;
pub mod suggest;

use std::path::Path;

use crate::error::Result;
use crate::finding::{self, Finding, Place};
use crate::model::{Anchors, CoveredText, Form, Grid, Item, Layout, Use};
use crate::text;
use choose::Mapping;
use lexicon::Lexicon;

/// All mappings, compiled; shared by all threads.
#[derive(Debug)]
pub struct Catalogue {
    base: Lexicon,
    scout: Lexicon,
    mappings: Vec<Mapping>,
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
        let mut mappings: Vec<Mapping> = own.into_iter().map(|file| Mapping::new(vocabulary, file, true)).collect();
        for file in load::builtin(vocabulary)? {
            if !mappings.iter().any(|m| m.file.name == file.name) {
                mappings.push(Mapping::new(vocabulary, file, false));
            }
        }
        let files: Vec<&schema::MappingFile> = mappings.iter().map(|m| &m.file).collect();
        let scout = Lexicon::scout(vocabulary, &files);
        Ok(Self { base: Lexicon::new(vocabulary, None), scout, mappings })
    }

    /// The mappings, the user's own first, then by file name.
    pub fn mappings(&self) -> &[Mapping] {
        &self.mappings
    }

    /// The labels on which exports without cell marks are anchored.
    pub fn anchors(&self) -> Anchors {
        let keys = self.base.anchor_keys();
        Anchors {
            titles: choose::all_titles(&self.mappings),
            levels: keys.levels,
            columns: keys.columns,
            fields: keys.fields,
            level_names: keys.level_names,
            first_level_names: keys.first_level_names,
            footers: keys.footers,
        }
    }

    /// A commented draft of a mapping for a document's form, or `None` where no row looks like a heading.
    pub fn suggest(&self, layout: &Layout, file: &str) -> Option<String> {
        suggest::draft(layout, &self.base, file)
    }

    /// Takes names and numbers of people who filled the form in out of a layout.
    pub fn redact(&self, layout: &mut Layout) -> (Vec<Vec<usize>>, Vec<Finding>) {
        contacts::redact(layout, &self.base)
    }

    /// Reads the forms of a document; `path` may tell the year. Unless contacts are kept, they are taken out of the
    /// layout first.
    pub fn map(&self, layout: &mut Layout, path: &str, keep_contacts: bool) -> Mapped {
        let mut mapped = Mapped {
            uses: layout.grids.iter().map(|grid| vec![Use::Blank; grid.cells.len()]).collect(),
            ..Mapped::default()
        };
        if !keep_contacts {
            let (emptied, findings) = self.redact(layout);
            mapped.findings = findings;
            for (uses, cells) in mapped.uses.iter_mut().zip(emptied) {
                mapped.cells += cells.len() as u64;
                for cell in cells {
                    uses[cell] = Use::Field("contact".to_owned());
                }
            }
        }
        let layout = &*layout;
        let segments = segment::segments(layout, &self.mappings, &self.scout);
        let mut in_form = vec![false; layout.grids.len()];
        for segment in &segments {
            let Some(mapping) =
                segment.is_form().then(|| choose::choose(&self.mappings, &segment.signs, &layout.grids)).flatten()
            else {
                continue;
            };
            for grid in segment.grids() {
                in_form[grid] = true;
            }
            for reading in reader::read(segment, layout, &mapping.lexicon, &mut mapped.uses) {
                if mapping.file.choose.any_heading {
                    mapped.findings.push(unknown_form(&reading));
                }
                mapped.forms.push(assemble::form(&segment.title, mapping, reading, keep_contacts));
            }
        }
        let texts: Vec<String> = layout
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Text(text) => Some(text.clone()),
                Item::Table(_) => None,
            })
            .collect();
        assemble::inherit(&mut mapped.forms, &texts, path, &self.base);
        report(layout, &in_form, &self.base, &mut mapped);
        mapped
    }
}

/// Reports every cell with text that nothing took, and every table that is no form.
fn report(layout: &Layout, in_form: &[bool], lexicon: &Lexicon, mapped: &mut Mapped) {
    for (index, grid) in layout.grids.iter().enumerate() {
        let with_text = grid.cells.iter().filter(|cell| !cell.is_blank()).count() + covered(grid).count();
        mapped.cells += with_text as u64;
        if with_text == 0 {
            continue;
        }
        if in_form.get(index).copied().unwrap_or_default() {
            report_cells(grid, index, lexicon, mapped);
        } else {
            mapped.reported += with_text as u64;
            for (cell, used) in grid.cells.iter().zip(&mut mapped.uses[index]) {
                if !cell.is_blank() {
                    *used = Use::Reported;
                }
            }
            mapped.findings.push(unmapped_table(grid));
        }
    }
}

/// Texts under a merged cell that say something else than the cell itself: some programs repeat the cell's text there.
fn covered(grid: &Grid) -> impl Iterator<Item = &CoveredText> {
    grid.covered_texts.iter().filter(|covered| {
        let shown = grid.cell(covered.row, covered.col).map_or("", |cell| cell.text.as_str());
        text::fold(shown) != text::fold(&covered.text)
    })
}

fn report_cells(grid: &Grid, index: usize, lexicon: &Lexicon, mapped: &mut Mapped) {
    for (cell, used) in grid.cells.iter().zip(&mut mapped.uses[index]) {
        if *used != Use::Blank || cell.is_blank() {
            continue;
        }
        // What stands above a form's title, such as the number of an annex.
        if lexicon.captions.get(&text::key(&cell.text)).is_some() {
            *used = Use::Label("caption".to_owned());
            continue;
        }
        *used = Use::Reported;
        mapped.reported += 1;
        mapped.findings.push(
            Finding::new(
                &finding::UNMAPPED_CELL,
                "no label of the form explains this cell",
                "check whether it matters; a mapping of your own can name it (`ingest mapping check`)",
            )
            .at(Place::of(grid.table_no, cell.row, cell.col))
            .raw(cell.text.clone()),
        );
    }
    for covered in covered(grid) {
        mapped.reported += 1;
        mapped.findings.push(
            Finding::new(
                &finding::COVERED_CELL,
                "text stands under a merged cell and is not shown in print",
                "open the document and see whether the text belongs there",
            )
            .at(Place::of(grid.table_no, covered.row, covered.col))
            .raw(covered.text.clone()),
        );
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

fn unmapped_table(grid: &Grid) -> Finding {
    let rows: Vec<String> = (0..grid.rows)
        .map(|row| {
            let cells = grid.row_cells(row).into_iter().filter(|&i| grid.cells[i].row == row);
            let texts: Vec<String> = cells.map(|i| clean::one_line(&grid.cells[i].text)).collect();
            texts.join("\t").trim_end().to_owned()
        })
        .filter(|line| !line.is_empty())
        .collect();
    let covered = covered(grid).map(|covered| clean::one_line(&covered.text));
    let raw: Vec<String> = rows.into_iter().chain(covered).collect();
    Finding::new(
        &finding::UNMAPPED_TABLE,
        "this table is no form that a mapping knows",
        "if it is a form, write a mapping for it (`ingest mapping list` shows those there are)",
    )
    .at(Place::of(grid.table_no, 0, 0))
    .raw(raw.join("\n"))
}
