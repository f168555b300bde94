//! Reads workbooks and separated values: every sheet a table, its cells as they are shown.
//!
//! [`xlsx`] reads cells through calamine, on parts unpacked within the limits. Of the other formats calamine gives no
//! number formats (.xls, .xlsb), no shown text (.ods) and no merged areas (.xlsb); it lays .xls and .ods sheets out
//! whole, whatever a damaged place says of their size, and fails the workbook for one sheet. Their records and elements
//! are read here: [`xls`], [`xlsb`], [`ods`]; so are those of Excel 2003's XML, [`spreadsheetml`]. [`book`] turns scattered cells into tables, [`number`] shows numbers.

mod book;
mod bytes;
mod csv;
pub mod number;
mod ods;
mod spreadsheetml;
mod xls;
mod xlsb;
mod xlsx;
mod zipped;

pub use csv::read as read_csv;
pub use ods::read as read_ods;
pub use spreadsheetml::read as read_spreadsheetml;
pub use xls::read as read_xls;
pub use xlsb::read as read_xlsb;
pub use xlsx::read as read_xlsx;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::model::Rejection;

/// Why a workbook that cannot be opened at all is rejected.
fn damaged(what: &str) -> Rejection {
    Rejection::new(
        format!("the workbook is damaged: {what}"),
        "open it in Excel or WPS, save it again as .xlsx and run again",
    )
}

/// Why a protected workbook is rejected.
fn protected() -> Rejection {
    Rejection::new("the workbook is protected by a password", "remove the password and run again")
}

/// Runs a step of a library that may panic on damaged input; `None` when it did.
fn guarded<T>(step: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(step)).ok()
}
