//! `ingest checks [CODE]`: what is checked, and why.

use std::io::{self, Write};

use ingest::check::Rules;
use ingest::error::{Error, Result};
use ingest::finding::Code;
use ingest::language::Language;
use ingest::pipeline;
use ingest::write::draw::plain;

/// Lists every code, most serious first; or explains one.
///
/// # Errors
/// When there is no such code, or standard output is gone.
pub fn checks(code: Option<&str>, language: &Language) -> Result<()> {
    let text = match code {
        None => list(language),
        Some(id) => explain(pipeline::codes().find(|code| code.id == id).ok_or_else(|| unknown(id))?, language)?,
    };
    io::stdout().lock().write_all(text.as_bytes()).map_err(|source| Error::Io {
        what: "cannot write",
        path: "standard output".into(),
        source,
    })
}

fn list(language: &Language) -> String {
    let mut codes: Vec<&Code> = pipeline::codes().collect();
    codes.sort_by_key(|code| (std::cmp::Reverse(code.severity), code.id));
    let width = codes.iter().map(|code| code.id.len()).max().unwrap_or_default();
    let severity = |code: &Code| language.word(code.severity.name());
    codes.iter().map(|code| format!("{:7}  {:width$}  {}\n", severity(code), code.id, language.summary(code))).collect()
}

fn explain(code: &Code, language: &Language) -> Result<String> {
    let say = |english| language.word(english);
    let mut text = format!("{}  {}\n{}\n", say(code.severity.name()), code.id, language.summary(code));
    let rules = Rules::builtin()?;
    let numbers = rules.numbers_of(code.id).into_iter();
    let numbers = numbers.map(|(n, reason)| ("Tolerance", format!("{n}{}{}", say(": "), language.text(reason))));
    let hint = worded(language.hint(code));
    let parts = [("Why it matters", language.why(code)), ("Example", language.example(code)), ("What to do", hint)];
    for (title, part) in parts.map(|(title, part)| (title, part.to_owned())).into_iter().chain(numbers) {
        if !part.is_empty() {
            text += &format!("\n{}\n  {part}\n", say(title));
        }
    }
    Ok(text)
}

/// A hint that names no values of its finding.
fn worded(hint: &str) -> &str {
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
