//! `ingest checks [CODE]`: what is checked, and why.

use std::io::{self, Write};

use ingest::check::Rules;
use ingest::error::{Error, Result};
use ingest::finding::Code;
use ingest::pipeline;
use ingest::write::draw::plain;

/// Lists every code, most serious first; or explains one.
///
/// # Errors
/// When there is no such code, or standard output is gone.
pub fn checks(code: Option<&str>) -> Result<()> {
    let text = match code {
        None => list(),
        Some(id) => explain(pipeline::codes().find(|code| code.id == id).ok_or_else(|| unknown(id))?)?,
    };
    io::stdout().lock().write_all(text.as_bytes()).map_err(|source| Error::Io {
        what: "cannot write",
        path: "standard output".into(),
        source,
    })
}

fn list() -> String {
    let mut codes: Vec<&Code> = pipeline::codes().collect();
    codes.sort_by_key(|code| (std::cmp::Reverse(code.severity), code.id));
    let width = codes.iter().map(|code| code.id.len()).max().unwrap_or_default();
    codes.iter().map(|code| format!("{:7}  {:width$}  {}\n", code.severity.name(), code.id, code.summary)).collect()
}

fn explain(code: &Code) -> Result<String> {
    let mut text = format!("{}  {}\n{}\n", code.severity.name(), code.id, code.summary);
    let rules = Rules::builtin()?;
    let numbers = rules.numbers_of(code.id).into_iter().map(|(n, reason)| ("Tolerance", format!("{n}: {reason}")));
    let parts = [("Why it matters", code.why), ("Example", code.example), ("What to do", worded(code.hint))];
    for (title, part) in parts.map(|(title, part)| (title, part.to_owned())).into_iter().chain(numbers) {
        if !part.is_empty() {
            text += &format!("\n{title}\n  {part}\n");
        }
    }
    Ok(text)
}

/// A hint that names no values of its finding.
fn worded(hint: &'static str) -> &'static str {
    if hint.contains('{') { "" } else { hint }
}

fn unknown(id: &str) -> Error {
    // The likeliest is the one that shares most letters at its beginning, or holds what was typed.
    let shared = |code: &Code| code.id.bytes().zip(id.bytes()).take_while(|(a, b)| a == b).count();
    let near = pipeline::codes().max_by_key(|code| (code.id.contains(id), shared(code))).map_or("", |code| code.id);
    Error::Usage {
        message: format!("there is no check {}", plain(id)),
        hint: format!("did you mean {near}? `ingest checks` lists them all"),
    }
}
