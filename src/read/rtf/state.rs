//! The state of a group: what `{` saves and `}` restores.

/// Where the text of a group goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Destination {
    /// The document.
    #[default]
    Body,
    /// Nowhere.
    Skip,
    /// The font table.
    Fonts,
    /// A field's code, of which only check boxes are looked at.
    FieldCode,
    /// A drawn shape: nowhere, but the text boxes inside it count.
    Shape,
    /// `\upr`: nowhere, but the `\ud` inside it, the same text in Unicode, counts.
    Twofold,
}

/// The state of a group.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub(super) destination: Destination,
    /// `\ucN`: how many characters stand in for a `\u` in readers without Unicode.
    pub(super) fallback: u32,
    /// `\fN`.
    pub(super) font: i32,
    /// `\dbch\afN` when no `\f` came behind it.
    pub(super) east_asian_font: Option<i32>,
    /// `\dbch` is the script named last.
    pub(super) is_east_asian: bool,
    /// `\v`.
    pub(super) hidden: bool,
    /// `\deleted`.
    pub(super) deleted: bool,
    /// `\intbl`.
    pub(super) in_table: bool,
    /// Between a `\trowd` and its `\row` without a `\pard`: writers that leave `\intbl` out mean it.
    pub(super) in_row: bool,
    /// `\itapN`.
    pub(super) nesting: usize,
    /// Inside `\*\nesttableprops`: `\trowd` and what follows are about a nested row.
    pub(super) nested_row: bool,
    /// How many text boxes the group is in.
    pub(super) boxes: usize,
}

impl Default for State {
    fn default() -> Self {
        Self {
            destination: Destination::Body,
            fallback: 1,
            font: -1,
            east_asian_font: None,
            is_east_asian: false,
            hidden: false,
            deleted: false,
            in_table: false,
            in_row: false,
            nesting: 0,
            nested_row: false,
            boxes: 0,
        }
    }
}

impl State {
    /// True when text goes into the document.
    pub(super) fn is_shown(&self) -> bool {
        self.destination == Destination::Body && !self.hidden && !self.deleted
    }

    /// How deep in tables the paragraph stands, at most `most`; 0 is outside.
    pub(super) fn level(&self, most: usize) -> usize {
        match self.nesting {
            0 => usize::from(self.in_table || self.in_row),
            nesting => nesting.min(most),
        }
    }

    /// `\pard`.
    pub(super) fn reset_paragraph(&mut self) {
        self.in_table = false;
        self.in_row = false;
        self.nesting = 0;
    }

    /// `\plain`.
    pub(super) fn reset_characters(&mut self, font: i32) {
        self.hidden = false;
        self.deleted = false;
        self.font = font;
        self.east_asian_font = None;
        self.is_east_asian = false;
    }

    /// The font whose encoding the bytes of the text are in, if `\dbch` named one that `\f` did not.
    pub(super) fn east_asian(&self) -> Option<i32> {
        self.east_asian_font.filter(|_| self.is_east_asian)
    }
}
