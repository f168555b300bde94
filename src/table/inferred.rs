//! Tables of text exports, whose cells carry no spans: worked out from the column count of the heading row.

use crate::model::{Anchors, RawTable};
use crate::table::{Placed, stated};

/// Where each cell of a table without span facts most likely stands. `anchors` tell the heading row.
pub fn place<'a>(table: &'a RawTable, _anchors: &Anchors) -> Vec<Placed<'a>> {
    stated::place(table)
}
