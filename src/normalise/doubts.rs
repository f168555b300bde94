//! What may be doubted about a value: the codes, and how a doubt is made.

use crate::finding::{Code, codes};

/// A doubt about a value: the caller places it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// What sort of doubt.
    pub code: &'static Code,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Doubt {
    /// A doubt with what is wrong in this value; the hint is the code's own.
    pub(super) fn new(code: &'static Code, message: String) -> Self {
        Self { code, message, hint: code.hint.to_owned() }
    }
}

codes! {
    OCR_DAMAGE = "likely-ocr-damage", Warning, "A number that looks as if character recognition misread the comparator before it.",
        says "{detail}", hint "compare with the printed form; the number stays as written";
    UNIT_CONTRADICTION = "unit-contradiction", Warning, "The unit in the value and the unit column differ.",
        says "{detail}", hint "the value's own unit was taken; correct one of the two cells";
    UNIT_WITHOUT_NUMBER = "unit-without-number", Info, "A unit column is filled in, but the value is in words.",
        says "{detail}", hint "the unit was left out; state a number, or clear the unit";
    UNIT_INCOMPLETE = "unit-incomplete", Warning, "A compound unit lacks its first part.",
        says "{detail}", hint "write the unit in full, such as an amount of money per piece";
    COMPARATOR_CONTRADICTION = "comparator-contradiction", Warning, "Two comparators of one value contradict each other.",
        says "{detail}", hint "the one nearest to the number, on its left, was taken; correct the cell";
    CONTACT_IN_VALUE = "contact-in-value", Warning, "A phone or identity number stands where a value belongs.",
        says "{detail}", hint "replace it with the value that is meant";
    DATE_SERIAL = "date-serial", Warning, "A bare number that looks like a spreadsheet's date serial.",
        says "{detail}", hint "format the source cell as a date and export again";
    AMBIGUOUS_NUMBER = "ambiguous-number", Info, "A number that could also be a year, a time of day or a date.",
        says "{detail}", hint "add the unit, or write the date in full";
    TYPED_TWICE = "value-typed-twice", Warning, "The same value stands twice in one cell.",
        says "{detail}", hint "delete one of the two";
    REVERSED_RANGE = "reversed-range", Warning, "A range whose lower end is greater than its upper end.",
        says "{detail}", hint "swap the two ends, or correct them";
    PROSE_VALUE = "prose-value", Info, "A value so long that its numbers were not read.",
        says "{detail}", hint "put one value in each cell";
}
