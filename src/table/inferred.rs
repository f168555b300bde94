//! Tables of text exports, whose cells carry no spans: worked out from the column count of the heading row.
