//! Spans that the file states: gridSpan, vMerge, hMerge, gridBefore, rowspan, colspan.
