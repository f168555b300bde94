//! Spans from cell edges (binary Word, RTF): the union of all edges, with a tolerance, gives the columns.

use crate::model::RawTable;
use crate::table::{Placed, stated};

/// Where each cell of a table with stated edges stands.
pub fn place(table: &RawTable) -> Vec<Placed<'_>> {
    stated::place(table)
}
