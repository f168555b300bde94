//! Everything that must be said short of a fatal error: code, severity, place, raw text, message, hint.

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Likely wrong.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// The word written to the column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A stable finding code; never renamed, never reused.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The code as written to the column.
    pub id: &'static str,
    /// Its severity.
    pub severity: Severity,
    /// What it says, in one line.
    pub summary: &'static str,
    /// The message, with `{name}` where a value of the finding stands; empty where each finding words its own.
    pub message: &'static str,
    /// What to do, likewise.
    pub hint: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// An example.
    pub example: &'static str,
}

/// A value of a finding, by the name it has in templates.
pub type Named = (&'static str, String);

/// A template with every `{name}` replaced by the value of that name; `None` where a value is missing.
///
/// ```
/// let values = [("score", "12".to_owned())];
/// assert_eq!(ingest::finding::fill("scored {score}", &values).as_deref(), Some("scored 12"));
/// assert_eq!(ingest::finding::fill("weighs {weight}", &values), None);
/// ```
pub fn fill<N: AsRef<str>>(template: &str, values: &[(N, String)]) -> Option<String> {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        filled.push_str(before);
        filled.push_str(&values.iter().find(|(of, _)| of.as_ref() == name)?.1);
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

/// A place in a document: table, row and column, each from 1; 0 where it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// The table's number in the document.
    pub table_no: u32,
    /// The grid row.
    pub row_no: u32,
    /// The grid column.
    pub col_no: u32,
}

impl Place {
    /// A place from a table number (from 1) and grid row and column (from 0).
    pub fn of(table_no: u32, row: usize, col: usize) -> Self {
        let from_one = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).saturating_add(1);
        Self { table_no, row_no: from_one(row), col_no: from_one(col) }
    }

    /// The cell's address in a sheet, `C7`; `None` where row or column is not known.
    ///
    /// ```
    /// let place = ingest::finding::Place { table_no: 1, row_no: 7, col_no: 28 };
    /// assert_eq!(place.address().as_deref(), Some("AB7"));
    /// ```
    pub fn address(&self) -> Option<String> {
        let mut letters = Vec::new();
        let mut left = self.col_no;
        while let Some(before) = left.checked_sub(1) {
            letters.push(char::from(b'A' + u8::try_from(before % 26).unwrap_or_default()));
            left = before / 26;
        }
        let is_known = self.col_no > 0 && self.row_no > 0;
        is_known.then(|| format!("{}{}", letters.iter().rev().collect::<String>(), self.row_no))
    }
}

/// What to do about a document that meets a limit of what is read of one.
pub const SPLIT: &str = "split the document, or raise --max-cells, --max-nesting, --max-memory or --timeout-per-file";

/// One thing to say about a file, a form, a row or a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What sort of thing.
    pub code: &'static Code,
    /// The form it is about, or empty.
    pub form_id: String,
    /// The indicator it is about, or empty.
    pub indicator_id: String,
    /// Where it stands.
    pub place: Place,
    /// The sheet's name where that is a sheet of a workbook, or empty.
    pub sheet: String,
    /// The text it is about, verbatim.
    pub raw: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// What the message is made of, where the code has a template: it can be said again in another language.
    pub values: Vec<Named>,
}

impl Finding {
    /// A finding worded by its code's templates.
    pub fn of(code: &'static Code, values: Vec<Named>) -> Self {
        let worded = |template: &str| fill(template, &values).unwrap_or_else(|| code.summary.to_owned());
        let (message, hint) = (worded(code.message), worded(code.hint));
        Self { values, ..Self::new(code, message, hint) }
    }

    /// A finding on the whole file.
    pub fn new(code: &'static Code, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code,
            form_id: String::new(),
            indicator_id: String::new(),
            place: Place::default(),
            sheet: String::new(),
            raw: String::new(),
            message: message.into(),
            hint: hint.into(),
            values: Vec::new(),
        }
    }

    /// The same, at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// The same, with the text it is about.
    #[must_use]
    pub fn raw(mut self, raw: impl Into<String>) -> Self {
        self.raw = raw.into();
        self
    }
}

/// Declares the codes of a stage, and `CODES` with them all. A code has a name, an id, a severity and a summary; then,
/// where each finding is worded the same, `says` message and `hint`; then `why` it matters and an `example`.
macro_rules! codes {
    (@text) => { "" };
    (@text $text:literal) => { $text };
    ($($name:ident = $id:literal, $severity:ident, $summary:literal
        $(, says $message:literal, hint $hint:literal)? $(, why $why:literal, example $example:literal)?;)*) => {
        $(
            #[doc = $summary]
            $(#[doc = ""] #[doc = concat!("**Why it matters.** ", $why)] #[doc = ""] #[doc = concat!("**Example.** ", $example)])?
            pub static $name: $crate::finding::Code = $crate::finding::Code {
                id: $id,
                severity: $crate::finding::Severity::$severity,
                summary: $summary,
                message: $crate::finding::codes!(@text $($message)?),
                hint: $crate::finding::codes!(@text $($hint)?),
                why: $crate::finding::codes!(@text $($why)?),
                example: $crate::finding::codes!(@text $($example)?),
            };
        )*
        /// The codes declared here.
        pub static CODES: &[&$crate::finding::Code] = &[$(&$name),*];
    };
}
pub(crate) use codes;

codes! {
    UNMAPPED_CELL = "unmapped-cell", Warning, "A cell of a form that no label of its mapping explains.",
        why "a cell that nothing explains is not in the tables, and may hold what was asked for", example "an amount beside 年度资金总额 in a column without a heading";
    UNKNOWN_FORM = "unknown-form", Info, "A form that no mapping knows, read by its heading alone.",
        why "its columns were guessed from the heading; its title, department and money may be missing", example "a form of a province whose layout is not among `ingest mapping list`";
    AMOUNTS_OF_OTHER_YEARS = "amounts-of-other-years", Warning, "Amounts of several years, none of which is the form's own year.",
        why "which of them is the form's amount is not said; none was taken", example "columns 2022年 and 2023年 in a form of 2025";
    UNMAPPED_TABLE = "unmapped-table", Info, "A table that is no known form, reported whole.",
        why "if it is a form after all, none of its rows were taken", example "a list of meeting rooms in the same document";
    COVERED_CELL = "covered-cell", Warning, "Text that stands under a merged cell and is not shown in print.",
        why "a reader of the printed form never sees it; it may be a leftover", example "an old amount under a merged title cell";
    BAD_BYTE = "bad-byte", Warning, "Bytes that the text's encoding does not allow.",
        why "a character of a name or a number is lost", example "a GB18030 export cut in the middle of a character";
    PARTLY_READ = "partly-read", Warning, "A part of the file is broken; the rest was read.",
        why "rows may be missing", example "a .docx whose last part is cut off";
    EMBEDDED = "embedded-object", Warning, "An embedded file or object that was not read.",
        why "the forms may be inside it", example "a spreadsheet embedded in a letter";
    PICTURE = "picture", Info, "Pictures in table cells, whose text is not read.",
        why "a value pasted as a picture is missing from the row", example "a screenshot in the 指标值 column";
    FORMULA_ERROR = "formula-error", Warning, "A cell shows a formula's error in place of a value.",
        why "the value is not known to the file itself", example "#REF! in the 合计 cell";
    HIDDEN_SHEET = "hidden-sheet", Info, "A hidden sheet of a workbook; it was read.",
        why "who sent the file may not know that it is in it", example "last year's form on a hidden sheet";
    SKIPPED_SHEET = "skipped-sheet", Info, "A sheet of a workbook that holds no cells, such as a chart.",
        why "a chart may stand for numbers that are nowhere else", example "a chart sheet between two forms";
    LIMIT_MET = "limit-met", Warning, "A limit was met; what lies beyond it was not read.",
        why "rows may be missing", example "a sheet of a million rows";
    ARCHIVE_NAME = "archive-name", Warning, "Names in an archive that were changed, since they lead out of it or stand in it twice.",
        why "the file is in the tables under another name than in the archive", example "../../表1.doc, or two members named 表1.doc";
    ARCHIVE_LINK = "archive-link", Info, "Links and devices in an archive, which were passed over.",
        why "what a link leads to is not in the archive, and was not read", example "a tar file that keeps a link to another folder";
    REJECTED = "rejected-file", Error, "A file that could not be read.",
        why "nothing of it is in the tables", example "a scanned page as PDF";
    DUPLICATE_FILE = "duplicate-file", Info, "A file of the same bytes as another; its rows are given once.",
        why "who counts files counts it twice", example "表1.doc and 表1(1).doc of the same bytes";
    NO_FORM = "no-form", Info, "A document that holds no known form.",
        why "nothing of it is in the tables", example "a cover letter";
    CONTACT_MASKED = "contact-masked", Info, "A phone or identity number in free text was masked.",
        why "personal numbers do not belong in published tables", example "a mobile number in the objective";
}
