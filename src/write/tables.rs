//! Every table of a document, whatever it is about: `ingest tables`.

use std::io::{self, Write};

use crate::model::{Grid, Layout};
use crate::write::Style;
use crate::write::csv::Lines;
use crate::write::draw;
use crate::write::json::quoted;
use crate::write::schema::Kind;

/// One document's tables.
pub struct Sheaf {
    /// Path below the PATH given.
    pub source_file: String,
    /// The format's short name.
    pub format: &'static str,
    /// Running text and grids.
    pub layout: Layout,
}

/// How tables are shown.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// For comma-separated values.
    pub style: Style,
    /// Columns of the terminal or the page that drawn tables may take.
    pub width: usize,
}

/// Writes documents' tables one after another.
pub trait SheafWriter {
    /// Writes one document's tables.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    fn document(&mut self, sheaf: &Sheaf) -> io::Result<()>;

    /// Writes what closes the output, and flushes. To be called once, last.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    fn finish(&mut self) -> io::Result<()>;
}

/// A boxed writer of documents' tables.
pub type BoxedSheafWriter = Box<dyn SheafWriter>;

/// A way to show tables.
pub struct TablesFormat {
    /// The name given to `--format`.
    pub name: &'static str,
    /// Begins the output.
    pub open: fn(Box<dyn Write>, &View) -> io::Result<BoxedSheafWriter>,
}

/// Every way to show tables, one line each.
pub static FORMATS: &[TablesFormat] = &[
    TablesFormat { name: "json", open: |out, _| begin(out, json, "[", "]\n", ",\n ") },
    TablesFormat { name: "csv", open: open_csv },
    TablesFormat { name: "html", open: |out, _| begin(out, html, HTML_HEAD, "</body>\n</html>\n", "") },
    TablesFormat { name: "markdown", open: |out, _| begin(out, markdown, "", "", "\n") },
    TablesFormat { name: "text", open: open_text },
];

type Print = fn(&mut dyn Write, &Sheaf) -> io::Result<()>;

/// Documents between an opening and a closing, something between each two.
struct Framed {
    out: Box<dyn Write>,
    print: Print,
    closing: &'static str,
    between: &'static str,
    begun: bool,
}

fn begin(
    mut out: Box<dyn Write>,
    print: Print,
    opening: &str,
    closing: &'static str,
    between: &'static str,
) -> io::Result<BoxedSheafWriter> {
    out.write_all(opening.as_bytes())?;
    Ok(Box::new(Framed { out, print, closing, between, begun: false }))
}

impl SheafWriter for Framed {
    fn document(&mut self, sheaf: &Sheaf) -> io::Result<()> {
        if self.begun {
            self.out.write_all(self.between.as_bytes())?;
        }
        self.begun = true;
        (self.print)(&mut *self.out, sheaf)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.write_all(self.closing.as_bytes())?;
        self.out.flush()
    }
}

fn json(out: &mut dyn Write, sheaf: &Sheaf) -> io::Result<()> {
    write!(
        out,
        "{{\"source_file\": {}, \"format\": {}, \"tables\": [",
        quoted(&sheaf.source_file),
        quoted(sheaf.format)
    )?;
    for (n, grid) in sheaf.layout.grids.iter().enumerate() {
        let parent = match grid.parent {
            Some(at) => format!("{{\"table_no\": {}, \"row\": {}, \"col\": {}}}", at.table_no, at.row, at.col),
            None => "null".to_owned(),
        };
        let comma = if n == 0 { "" } else { "," };
        write!(
            out,
            "{comma}\n   {{\"table_no\": {}, \"parent\": {parent}, \"rows\": {}, \"cols\": {},\n    \"cells\": [",
            grid.table_no, grid.rows, grid.cols
        )?;
        for (n, cell) in grid.cells.iter().enumerate() {
            let comma = if n == 0 { "" } else { ",\n     " };
            write!(
                out,
                "{comma}{{\"row\": {}, \"col\": {}, \"rowspan\": {}, \"colspan\": {}, \"text\": {}}}",
                cell.row,
                cell.col,
                cell.rowspan,
                cell.colspan,
                quoted(&cell.text)
            )?;
        }
        out.write_all(b"]}")?;
    }
    out.write_all(b"]}")
}

struct CsvTables(Lines<Box<dyn Write>>);

fn open_csv(out: Box<dyn Write>, view: &View) -> io::Result<BoxedSheafWriter> {
    let mut lines = Lines::new(out, &view.style, b',')?;
    let heading = ["source_file", "table_no", "row", "col", "rowspan", "colspan", "text"];
    lines.line(heading.into_iter().map(|name| (Kind::Text, name)))?;
    Ok(Box::new(CsvTables(lines)))
}

impl SheafWriter for CsvTables {
    fn document(&mut self, sheaf: &Sheaf) -> io::Result<()> {
        for grid in &sheaf.layout.grids {
            for cell in &grid.cells {
                let numbers = [grid.table_no as usize, cell.row, cell.col, cell.rowspan, cell.colspan];
                let numbers = numbers.map(|n| n.to_string());
                let source = std::iter::once((Kind::Text, sheaf.source_file.as_str()));
                let counts = numbers.iter().map(|n| (Kind::Count, n.as_str()));
                self.0.line(source.chain(counts).chain(std::iter::once((Kind::Text, cell.text.as_str()))))?;
            }
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.0.finish()
    }
}

const HTML_HEAD: &str = "<!DOCTYPE html>
<html lang=\"zh\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>ingest tables</title>
<style>
body { font-family: sans-serif; margin: 1em }
table { border-collapse: collapse; margin: .5em 0 1.5em }
td { border: 1px solid #888; padding: .2em .5em; vertical-align: top; white-space: pre-wrap }
</style>
</head>
<body>
";

fn html(out: &mut dyn Write, sheaf: &Sheaf) -> io::Result<()> {
    writeln!(out, "<h1>{}</h1>", escaped(&sheaf.source_file))?;
    for grid in &sheaf.layout.grids {
        writeln!(out, "<h2>{}</h2>\n<table>", escaped(&title(grid)))?;
        let mut cells = grid.cells.iter().peekable();
        for row in 0..grid.rows {
            out.write_all(b"<tr>")?;
            while let Some(cell) = cells.next_if(|cell| cell.row == row) {
                out.write_all(b"<td")?;
                if cell.rowspan > 1 {
                    write!(out, " rowspan=\"{}\"", cell.rowspan)?;
                }
                if cell.colspan > 1 {
                    write!(out, " colspan=\"{}\"", cell.colspan)?;
                }
                write!(out, ">{}</td>", escaped(&cell.text))?;
            }
            out.write_all(b"</tr>\n")?;
        }
        out.write_all(b"</table>\n")?;
    }
    Ok(())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// `table 3`, and what holds it.
fn title(grid: &Grid) -> String {
    let mut title = format!("table {}", grid.table_no);
    if let Some(sheet) = &grid.sheet {
        title.push_str(&format!(": {sheet}"));
    }
    if let Some(at) = grid.parent {
        title.push_str(&format!(" (in table {}, row {}, column {})", at.table_no, at.row + 1, at.col + 1));
    }
    title
}

fn markdown(out: &mut dyn Write, sheaf: &Sheaf) -> io::Result<()> {
    writeln!(out, "# {}", markdown_text(&sheaf.source_file))?;
    for grid in &sheaf.layout.grids {
        writeln!(out, "\n## {}\n", markdown_text(&title(grid)))?;
        for row in 0..grid.rows {
            out.write_all(b"|")?;
            for col in 0..grid.cols {
                let own = grid.cell(row, col).filter(|cell| cell.row == row && cell.col == col);
                write!(out, " {} |", own.map(|cell| markdown_text(&cell.text)).unwrap_or_default())?;
            }
            out.write_all(b"\n")?;
            if row == 0 {
                writeln!(out, "|{}", " --- |".repeat(grid.cols))?;
            }
        }
    }
    Ok(())
}

/// Text that Markdown shows as it is, on one line.
fn markdown_text(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.trim_end().chars() {
        match c {
            '\n' => safe.push_str("<br>"),
            '<' => safe.push_str("&lt;"),
            '&' => safe.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '#' => safe.extend(['\\', c]),
            c => safe.push(c),
        }
    }
    safe
}

struct TextTables {
    out: Box<dyn Write>,
    width: usize,
}

fn open_text(out: Box<dyn Write>, view: &View) -> io::Result<BoxedSheafWriter> {
    Ok(Box::new(TextTables { out, width: view.width }))
}

impl SheafWriter for TextTables {
    fn document(&mut self, sheaf: &Sheaf) -> io::Result<()> {
        writeln!(self.out, "{}", draw::plain(&sheaf.source_file))?;
        for grid in &sheaf.layout.grids {
            writeln!(self.out, "\n{}", draw::plain(&title(grid)))?;
            let options = draw::Options { width: self.width, lines: usize::MAX };
            draw::draw(&mut *self.out, grid, options, |cell| cell.text.clone(), |_, line| line.to_owned())?;
        }
        writeln!(self.out)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
