//! `ingest checks [CODE]`: what is checked, and why.

use std::io::{self, Write};

use ingest::check::Rules;
use ingest::error::{Error, Result};
use ingest::finding::Code;
use ingest::language::Language;
use ingest::pipeline;
use ingest::write::draw::plain;

/// Lists every code, most serious first; or explains one; or, as a page, all of them.
///
/// # Errors
/// When there is no such code, or standard output is gone.
pub fn checks(code: Option<&str>, markdown: bool, language: &Language) -> Result<()> {
    let text = match code {
        None if markdown => page(language)?,
        None => list(language),
        Some(id) => explain(pipeline::codes().find(|code| code.id == id).ok_or_else(|| unknown(id))?, language)?,
    };
    io::stdout().lock().write_all(text.as_bytes()).map_err(|source| Error::Io {
        what: "cannot write",
        path: "standard output".into(),
        source,
    })
}

/// Every code, most serious first.
fn codes() -> Vec<&'static Code> {
    let mut codes: Vec<&Code> = pipeline::codes().collect();
    codes.sort_by_key(|code| (std::cmp::Reverse(code.severity), code.id));
    codes
}

fn list(language: &Language) -> String {
    let codes = codes();
    let width = codes.iter().map(|code| code.id.len()).max().unwrap_or_default();
    let severity = |code: &Code| language.word(code.severity.name());
    codes.iter().map(|code| format!("{:7}  {:width$}  {}\n", severity(code), code.id, language.summary(code))).collect()
}

fn explain(code: &Code, language: &Language) -> Result<String> {
    let say = |english| language.word(english);
    let mut text = format!("{}  {}\n{}\n", say(code.severity.name()), code.id, language.summary(code));
    for (title, part) in parts(code, language)? {
        text += &format!("\n{title}\n  {part}\n");
    }
    Ok(text)
}

/// All codes explained, in Markdown.
fn page(language: &Language) -> Result<String> {
    let sections: Result<Vec<String>> = codes().into_iter().map(|code| section(code, language)).collect();
    Ok(sections?.join("\n"))
}

fn section(code: &Code, language: &Language) -> Result<String> {
    let severity = language.word(code.severity.name());
    let mut text = format!("### `{}` ({severity})\n\n{}\n\n", code.id, language.summary(code));
    for (title, part) in parts(code, language)? {
        text += &format!("- *{title}*: {part}\n");
    }
    Ok(text)
}

/// What there is to say of a code, each under its title.
fn parts<'a>(code: &Code, language: &'a Language) -> Result<Vec<(&'a str, String)>> {
    let say = |english| language.word(english);
    let rules = Rules::builtin()?;
    let numbers = rules.numbers_of(code.id).into_iter();
    let numbers = numbers.map(|(n, reason)| ("Tolerance", format!("{n}{}{}", say(": "), language.text(reason))));
    let hint = worded(language.hint(code));
    let parts = [("Why it matters", language.why(code)), ("Example", language.example(code)), ("What to do", hint)];
    let parts = parts.map(|(title, part)| (title, part.to_owned())).into_iter().chain(numbers);
    Ok(parts.filter(|(_, part)| !part.is_empty()).map(|(title, part)| (say(title), part)).collect())
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
