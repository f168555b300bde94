//! What the reader targets share.

use ingest::model::{Anchors, Format, Limits, Source};

/// Reads bytes as one format and checks that each grid position is covered by exactly one cell.
pub fn read(format: Format, bytes: &[u8]) {
    let limits = Limits { unpacked_size: 16 << 20, cells: 100_000, ..Limits::default() };
    let Ok(document) = ingest::read::read(format, &Source { name: "fuzz", bytes, limits: &limits }) else { return };
    let (layout, _) = ingest::table::layout(document, &Anchors::default(), &limits);
    for grid in &layout.grids {
        assert_eq!(grid.cover.len(), grid.rows * grid.cols);
        let mut covered = vec![0usize; grid.cells.len()];
        for &cell in &grid.cover {
            covered[cell as usize] += 1;
        }
        for (cell, count) in grid.cells.iter().zip(covered) {
            assert_eq!(count, cell.rowspan * cell.colspan);
        }
    }
}
