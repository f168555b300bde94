//! Scripts that hand data to the page: each line calls a function of the page with a number and a piece of JSON.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

/// Files of lines, each closed and the next begun when it has grown large: `NAME-1.js`, `NAME-2.js` …
pub struct Roll {
    folder: PathBuf,
    name: &'static str,
    /// Bytes after which the next file begins.
    most: u64,
    out: Option<BufWriter<File>>,
    written: u64,
    count: u32,
}

impl Roll {
    /// No file yet.
    pub fn new(folder: &Path, name: &'static str, most: u64) -> Self {
        Self { folder: folder.to_path_buf(), name, most, out: None, written: 0, count: 0 }
    }

    /// Writes a line; returns the number of the file that it went to, from 1.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn call(&mut self, function: &str, number: u64, data: &impl Serialize) -> io::Result<u32> {
        let line = call(function, number, data)?;
        let out = match &mut self.out {
            Some(out) => out,
            None => {
                self.count += 1;
                self.written = 0;
                let file = File::create_new(self.folder.join(format!("{}-{}.js", self.name, self.count)))?;
                self.out.insert(BufWriter::new(file))
            }
        };
        out.write_all(line.as_bytes())?;
        self.written += line.len() as u64;
        if self.written >= self.most {
            self.close()?;
        }
        Ok(self.count)
    }

    /// Brings what is written to the disk.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn close(&mut self) -> io::Result<()> {
        match self.out.take() {
            Some(out) => out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all(),
            None => Ok(()),
        }
    }

    /// How many files there are.
    pub fn count(&self) -> u32 {
        self.count
    }
}

/// A line that hands data over.
///
/// # Errors
/// Never for data that is a tree.
pub fn call(function: &str, number: u64, data: &impl Serialize) -> io::Result<String> {
    Ok(format!("ingest.{function}({number},{});\n", literal(&serde_json::to_string(data)?)))
}

/// JSON as a script may hold it wherever the script stands: `<` ends no element, no line ends inside a text.
fn literal(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            c => safe.push(c),
        }
    }
    safe
}

/// A text of JSON as a tree.
///
/// # Errors
/// When it is none.
pub fn tree(json: &str) -> io::Result<serde_json::Value> {
    Ok(serde_json::from_str(json)?)
}

/// Writes a file and brings it to the disk.
///
/// # Errors
/// When the disk refuses.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// True for the name of a data file.
pub fn is_ours(name: &str) -> bool {
    let Some((roll, number)) = name.strip_suffix(".js").and_then(|name| name.split_once('-')) else { return false };
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    is_number && ["documents", "files", "run"].contains(&roll)
}
