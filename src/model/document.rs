//! What a reader yields: blocks in document order, with the span facts as the file states them.
//!
//! Readers are faithful and stupid. They resolve no merge, drop no row and know no form; what is not text of the
//! printed document (deleted revisions, hidden text, field codes, note marks) they leave out.

use smallvec::SmallVec;

use crate::finding::Finding;
use crate::model::Limits;

/// The bytes of one document and what a reader needs to know to read them.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The document's name or path; only its extension is looked at, and only to break ties.
    pub name: &'a str,
    /// The whole file.
    pub bytes: &'a [u8],
    /// What reading may cost.
    pub limits: &'a Limits,
}

/// A file format, told from the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Office Open XML text document (zip).
    Docx,
    /// Word 97–2007 binary, also WPS Writer's `.wps` ([MS-DOC]).
    Doc,
    /// Word 6 and 95 binary.
    Word95,
    /// Word 2 and before, binary.
    Word2,
    /// Rich Text Format.
    Rtf,
    /// OpenDocument text (zip).
    Odt,
    /// OpenDocument text as one XML file.
    FlatOdt,
    /// Word 2003 XML.
    WordMl,
    /// An Office Open XML package as one XML file.
    FlatOpc,
    /// HTML, under whatever name.
    Html,
    /// A web archive: MIME with an HTML part.
    Mht,
    /// Plain text, any flavour, Markdown included.
    Text,
    /// Excel 97–2003 binary workbook, also WPS's `.et`.
    Xls,
    /// Excel workbook (zip), macros or not.
    Xlsx,
    /// Excel binary workbook (zip).
    Xlsb,
    /// OpenDocument spreadsheet.
    Ods,
    /// XML Spreadsheet 2003, under the name .xml or .xls.
    SpreadsheetMl,
    /// Comma- or tab-separated values.
    Csv,
    /// Portable Document Format.
    Pdf,
    /// The Chinese fixed-layout page format (GB/T 33190, zip).
    Ofd,
    /// A picture.
    Image,
    /// An archive of files.
    Archive,
    /// A presentation.
    Presentation,
    /// An Office file protected by a password.
    Encrypted,
    /// A file of no bytes.
    Empty,
    /// An OLE container of some other program.
    Ole,
    /// Nothing that we know.
    Unknown,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 27] = [
        Self::Docx,
        Self::Doc,
        Self::Word95,
        Self::Word2,
        Self::Rtf,
        Self::Odt,
        Self::FlatOdt,
        Self::WordMl,
        Self::FlatOpc,
        Self::Html,
        Self::Mht,
        Self::Text,
        Self::Xls,
        Self::Xlsx,
        Self::Xlsb,
        Self::Ods,
        Self::SpreadsheetMl,
        Self::Csv,
        Self::Pdf,
        Self::Ofd,
        Self::Image,
        Self::Archive,
        Self::Presentation,
        Self::Encrypted,
        Self::Empty,
        Self::Ole,
        Self::Unknown,
    ];

    /// The short stable name written to the `format` column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Doc => "doc",
            Self::Word95 => "word95",
            Self::Word2 => "word2",
            Self::Rtf => "rtf",
            Self::Odt => "odt",
            Self::FlatOdt => "fodt",
            Self::WordMl => "wordml",
            Self::FlatOpc => "flat-opc",
            Self::Html => "html",
            Self::Mht => "mht",
            Self::Text => "text",
            Self::Xls => "xls",
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Ods => "ods",
            Self::SpreadsheetMl => "spreadsheetml",
            Self::Csv => "csv",
            Self::Pdf => "pdf",
            Self::Ofd => "ofd",
            Self::Image => "image",
            Self::Archive => "archive",
            Self::Presentation => "presentation",
            Self::Encrypted => "encrypted",
            Self::Empty => "empty",
            Self::Ole => "ole",
            Self::Unknown => "unknown",
        }
    }
}

/// Why a file could not be read at all, in a layman's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub hint: String,
}

impl Rejection {
    /// A rejection with its reason and the way out.
    pub fn new(reason: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { reason: reason.into(), hint: hint.into() }
    }
}

/// A document as its file states it.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Paragraphs and tables, in order.
    pub blocks: Vec<Block>,
    /// The text encoding, where the file is text: `utf-8`, `utf-16le`, `gb18030` …
    pub encoding: Option<String>,
    /// The export tool's text flavour, where the file is text: `tika-doc`, `tab-rows`, `cell-marks` …
    pub flavour: Option<&'static str>,
    /// True when the blocks are bare lines whose cell marks were lost in export: `table/` must rebuild the
    /// tables from the lines, anchored on known labels.
    pub markless: bool,
    /// What the reader has to say (a wrong byte, a picture in a cell …).
    pub findings: Vec<Finding>,
}

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph's text; line breaks inside it are `\n`.
    Paragraph(String),
    /// A table; boxed, as most blocks are paragraphs and are moved often.
    Table(Box<RawTable>),
}

/// Which kind of span facts the rows of a table carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SpanFacts {
    /// `col_span`, `row_span`, `vertical` and `horizontal` are stated (OOXML, ODF, HTML, spreadsheets).
    #[default]
    Stated,
    /// `edges` are stated, spans follow from them (binary Word, RTF).
    Edges,
    /// Nothing is stated: cells in order, merged-away cells perhaps absent (text exports).
    None,
    /// Nothing is stated: cells in order, merged-away cells and most blank ones absent (text of web pages).
    Squeezed,
}

/// A table as the file states it: rows of cells, unresolved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawTable {
    /// The rows, top to bottom.
    pub rows: Vec<RawRow>,
    /// Which span facts the cells carry.
    pub spans: SpanFacts,
    /// The number of grid columns that the file declares (tblGrid, `table:table-column`), if it does.
    pub declared_columns: Option<u32>,
    /// A worksheet's name.
    pub sheet: Option<String>,
}

/// A row as the file states it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawRow {
    /// The cells, left to right.
    pub cells: Vec<RawCell>,
    /// Grid columns skipped before the first cell (gridBefore).
    pub grid_before: u32,
    /// Grid columns skipped after the last cell (gridAfter).
    pub grid_after: u32,
}

/// A merge mark on a cell (vMerge, hMerge, fVertMerge/fVertRestart, `\clvmgf` …).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Merge {
    /// Not merged.
    #[default]
    None,
    /// The first cell of a merged run.
    Restart,
    /// Merged into the run before (above, or to the left).
    Continue,
}

/// What a cell holds: nearly always one paragraph, which takes no list of its own.
pub type CellBlocks = SmallVec<[Block; 1]>;

/// A cell as the file states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawCell {
    /// Paragraphs and nested tables, in order.
    pub blocks: CellBlocks,
    /// Grid columns spanned, at least 1 (gridSpan, colspan).
    pub col_span: u32,
    /// Rows spanned, at least 1 (rowspan); formats with merge marks leave it 1.
    pub row_span: u32,
    /// Vertical merge mark.
    pub vertical: Merge,
    /// Horizontal merge mark.
    pub horizontal: Merge,
    /// Left and right edge in twips (1/1440 inch), for [`SpanFacts::Edges`].
    pub edges: Option<(i32, i32)>,
    /// True for a cell that the file itself says lies under another (`table:covered-table-cell`).
    pub covered: bool,
}

impl Default for RawCell {
    fn default() -> Self {
        Self {
            blocks: CellBlocks::new(),
            col_span: 1,
            row_span: 1,
            vertical: Merge::None,
            horizontal: Merge::None,
            edges: None,
            covered: false,
        }
    }
}

impl RawTable {
    /// A table of plain texts, row by row.
    pub fn from_texts(rows: &[Vec<String>], spans: SpanFacts) -> Self {
        let row = |texts: &Vec<String>| RawRow {
            cells: texts.iter().map(|text| RawCell::from_text(text)).collect(),
            ..RawRow::default()
        };
        Self { rows: rows.iter().map(row).collect(), spans, ..Self::default() }
    }
}

impl RawCell {
    /// A cell of plain text, one paragraph a line.
    pub fn from_text(text: &str) -> Self {
        let blocks = text.split('\n').map(|line| Block::Paragraph(line.to_owned())).collect();
        Self { blocks, ..Self::default() }
    }

    /// The cell's own paragraphs joined by `\n`; nested tables are not repeated here.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut first = true;
        for block in &self.blocks {
            if let Block::Paragraph(line) = block {
                if !first {
                    text.push('\n');
                }
                text.push_str(line);
                first = false;
            }
        }
        text
    }
}
