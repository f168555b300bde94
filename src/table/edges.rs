//! Spans from cell edges (binary Word, RTF): the union of all edges, with a tolerance, gives the columns.
