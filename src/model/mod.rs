//! Plain data that the stages hand down the stairs; no behaviour beyond itself.

pub mod document;
pub mod form;
pub mod grid;
pub mod limits;
pub mod name;
pub mod submission;
pub mod value;

pub use document::{
    Block, CellBlocks, Document, Format, Merge, RawCell, RawRow, RawTable, Rejection, Source, SpanFacts,
};
pub use form::{Field, Form, Indicator, Money, Period, Use};
pub use grid::{Anchors, Cell, CoveredText, Grid, Item, Layout, ParentCell};
pub use limits::{Limits, MOST_TEXT};
pub use name::Name;
pub use submission::{Status, Submission};
pub use value::{Comparator, Value, ValueKind, ValueParts};
