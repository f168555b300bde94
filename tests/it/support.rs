//! What the tests share.
#![allow(dead_code)]

use std::io::Write;
use std::path::{Path, PathBuf};

use ingest::model::{Block, Cell, Document, Grid, Item, Layout, RawCell, RawTable};

/// A path below the real material beside the checkout, or `None` (said on stderr) where it is not there.
pub fn shared(path: &str) -> Option<PathBuf> {
    let full = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if full.exists() {
        return Some(full);
    }
    tell(&format!("SKIPPED: ../shared/{path} is not beside this checkout"));
    None
}

/// Says something on the terminal even where the test passes, which `eprintln!` does not.
pub fn tell(what: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{what}");
}

/// A path below `samples/`.
pub fn sample(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(path)
}

/// Every file below `samples/`, in order.
pub fn samples() -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![sample("")]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { &mut folders } else { &mut files }.push(path);
        }
    }
    files.sort();
    files
}

/// A sample's path below `samples/`.
pub fn sample_name(path: &Path) -> String {
    path.strip_prefix(sample("")).unwrap().to_str().unwrap().replace('\\', "/")
}

/// A grid drawn as text: cells between `|`, `^` merged with the cell above, `<` with the cell to the left, `⏎` a
/// line break.
pub fn grid(table_no: u32, drawing: &str) -> Grid {
    let rows: Vec<Vec<String>> = drawing
        .trim()
        .lines()
        .map(|line| line.trim().trim_matches('|').split('|').map(|c| c.trim().replace('⏎', "\n")).collect())
        .collect();
    let cols = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut grid = Grid { table_no, rows: rows.len(), cols, ..Grid::default() };
    grid.cover = vec![0; rows.len() * cols];
    for (r, row) in rows.iter().enumerate() {
        for c in 0..cols {
            let text = row.get(c).map_or("", String::as_str);
            let index = match text {
                "^" => grid.cover[(r - 1) * cols + c],
                "<" => grid.cover[r * cols + c - 1],
                _ => {
                    grid.cells.push(Cell { row: r, col: c, rowspan: 1, colspan: 1, text: text.to_owned() });
                    u32::try_from(grid.cells.len() - 1).unwrap()
                }
            };
            grid.cover[r * cols + c] = index;
            let cell = &mut grid.cells[index as usize];
            cell.rowspan = cell.rowspan.max(r + 1 - cell.row);
            cell.colspan = cell.colspan.max(c + 1 - cell.col);
        }
    }
    grid
}

/// A layout of paragraphs and drawn tables, in order; a drawing starts with `|`.
pub fn layout(parts: &[&str]) -> Layout {
    let mut layout = Layout::default();
    for part in parts {
        if part.trim_start().starts_with('|') {
            let table_no = u32::try_from(layout.grids.len() + 1).unwrap();
            layout.items.push(Item::Table(layout.grids.len()));
            layout.grids.push(grid(table_no, part));
        } else {
            layout.items.push(Item::Text((*part).to_owned()));
        }
    }
    layout
}

/// A block as one line: a paragraph's text, a table in angle brackets.
pub fn text(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => text.clone(),
        Block::Table(table) => format!("<{}>", lines(table).join("/")),
    }
}

/// A row a line: `a|b`, paragraphs joined by `¶`, nested tables in angle brackets.
pub fn lines(table: &RawTable) -> Vec<String> {
    let cell = |cell: &RawCell| cell.blocks.iter().map(text).collect::<Vec<_>>().join("¶");
    table.rows.iter().map(|row| row.cells.iter().map(cell).collect::<Vec<_>>().join("|")).collect()
}

/// The tables of a document that are not nested.
pub fn tables(document: &Document) -> Vec<&RawTable> {
    let mut tables = Vec::new();
    for block in &document.blocks {
        if let Block::Table(table) = block {
            tables.push(table.as_ref());
        }
    }
    tables
}

/// The grids of a document as `ingest tables` gives them.
pub fn grids(name: &str, bytes: &[u8]) -> Vec<Grid> {
    let engine = ingest::pipeline::Engine::new(ingest::pipeline::Options::default()).unwrap();
    engine.tables(name, bytes).unwrap().layout.grids
}

/// A grid's cells, each with its place and spans, for comparing grids of one document in several formats. Runs of
/// spaces are not compared: HTML has none, and writers drop those of blank cells.
pub fn spread(grid: &Grid) -> Vec<String> {
    let line = |line: &str| line.split(' ').filter(|word| !word.is_empty()).collect::<String>();
    let text = |cell: &Cell| cell.text.split('\n').map(line).collect::<Vec<_>>().join("\n");
    let cell = |c: &Cell| format!("{},{} {}x{} {}", c.row, c.col, c.rowspan, c.colspan, text(c));
    grid.cells.iter().map(cell).collect()
}

/// The truth file of a sample.
pub fn truth(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/truth").join(format!("{name}.tsv"))
}

/// Runs something that once had no end, or none in sight. The bound is no measure of speed: a busy machine keeps it, and
/// work that grows with the square of its input does not.
pub fn ends<T>(what: &str, act: impl FnOnce() -> T) -> T {
    let begun = std::time::Instant::now();
    let result = act();
    assert!(begun.elapsed().as_secs() < 300, "{what} took {:?}", begun.elapsed());
    result
}
