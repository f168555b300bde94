//! What a document may still take of this stage: time, and text carried on to further rows and forms.

use crate::finding::{Finding, LIMIT_MET, SPLIT};
use crate::model::Limits;

/// Bytes of text that a document's labels and header fields may be carried on in all: a thousand times what real
/// documents do. Every row holds a text of its own, so that one long label over many rows would fill the memory.
const MOST_CARRIED: usize = 32 << 20;

/// The clock answers one question of so many.
const ASKED_EVERY: u8 = 16;

/// The room that is left.
#[derive(Debug)]
pub struct Room<'a> {
    limits: &'a Limits,
    carried: usize,
    is_over_time: bool,
    /// Questions until the clock is asked again: on some machines that takes as long as the row that is read meanwhile.
    unasked: u8,
    has_left_out: bool,
}

impl<'a> Room<'a> {
    /// All of it; the clock of the limits is running.
    pub fn new(limits: &'a Limits) -> Self {
        Self { limits, carried: MOST_CARRIED, is_over_time: false, unasked: 0, has_left_out: false }
    }

    /// True once the file's time is over.
    pub fn is_over_time(&mut self) -> bool {
        if self.unasked == 0 {
            self.is_over_time = self.is_over_time || self.limits.over_time();
        }
        self.unasked = (self.unasked + 1) % ASKED_EVERY;
        self.is_over_time
    }

    /// True where a text of so many bytes may be carried on once more.
    pub fn carries(&mut self, bytes: usize) -> bool {
        let left = self.carried.checked_sub(bytes);
        self.carried = left.unwrap_or(self.carried);
        self.has_left_out |= left.is_none();
        left.is_some()
    }

    /// What there is to say of limits that were met.
    pub fn findings(&self) -> Vec<Finding> {
        let over_time = "the time for this file is over; the forms of its other tables were not read";
        let left_out =
            "a label or field is too long to be repeated for all rows or forms below it; the rest was left blank";
        let met = [(self.is_over_time, over_time), (self.has_left_out, left_out)];
        let hint = SPLIT;
        met.into_iter().filter(|(met, _)| *met).map(|(_, message)| Finding::new(&LIMIT_MET, message, hint)).collect()
    }
}
