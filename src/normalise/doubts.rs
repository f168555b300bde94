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
    OCR_DAMAGE = "likely-ocr-damage", Warning, "A number that looks as if a comparator or a digit in it was misread.",
        says "{detail}", hint "compare with the printed form; the number stays as written",
        why "the target is many times what was meant", example "292% where ≥92% is printed";
    UNIT_CONTRADICTION = "unit-contradiction", Warning, "The unit in the value and the unit column differ.",
        says "{detail}", hint "the value's own unit was taken; correct one of the two cells",
        why "an amount in 万元 and a share in % cannot be told apart", example "28.8万元 beside a unit column that says %";
    UNIT_WITHOUT_NUMBER = "unit-without-number", Info, "A unit column is filled in, but the value is in words.",
        says "{detail}", hint "the unit was left out; state a number, or clear the unit",
        why "a reader of the unit column expects a number", example "提高 beside a unit column that says %";
    UNIT_INCOMPLETE = "unit-incomplete", Warning, "A compound unit lacks its first part.",
        says "{detail}", hint "write the unit in full, such as an amount of money per piece",
        why "the amount cannot be compared with others", example "≤12/站";
    COMPARATOR_CONTRADICTION = "comparator-contradiction", Warning, "Two comparators of one value contradict each other.",
        says "{detail}", hint "the one nearest to the number, on its left, was taken; correct the cell",
        why "whether the number is the least or the most is not known", example "≥ in the comparator column, 不超过5次 in the value";
    CONTACT_IN_VALUE = "contact-in-value", Warning, "A phone or identity number stands where a value belongs.",
        says "{detail}", hint "replace it with the value that is meant",
        why "the target is missing, and a personal number is published", example "a mobile number in the 指标值 column";
    DATE_SERIAL = "date-serial", Warning, "A bare number that looks like a spreadsheet's date serial.",
        says "{detail}", hint "format the source cell as a date and export again",
        why "read as a number the target means nothing", example "44561, where 2021-12-31 is meant";
    IMPOSSIBLE_DATE = "impossible-date", Warning, "A date that no calendar has.",
        says "{detail}", hint "correct the day or the month",
        why "whether the target was met in time cannot be told", example "2024年2月30日前";
    AMBIGUOUS_NUMBER = "ambiguous-number", Info, "A number that could also be a year, a time of day or a date.",
        says "{detail}", hint "add the unit, or write the date in full",
        why "a number and a date are compared in different ways", example "2024.12";
    INEXACT_RATIO = "inexact-ratio", Info, "A ratio or fraction that no finite decimal states.",
        says "{detail}", hint "state a share in %, to as many decimals as are meant",
        why "a rounded number is not what was written", example "1:3";
    TYPED_TWICE = "value-typed-twice", Warning, "The same value stands twice in one cell.",
        says "{detail}", hint "delete one of the two",
        why "a careless cell may hold other slips", example "≥95%≥95%";
    REVERSED_RANGE = "reversed-range", Warning, "A range whose lower end is greater than its upper end.",
        says "{detail}", hint "swap the two ends, or correct them",
        why "no number lies in such a range", example "200-180家";
    PROSE_VALUE = "prose-value", Info, "A value so long that its numbers were not read.",
        says "{detail}", hint "put one value in each cell",
        why "its numbers are missing from the value columns", example "a paragraph in the 指标值 column";
}
