//! Reader of Rich Text Format (RTF specification 1.9.1): a tokenizer, an interpreter with a stack of group states, and
//! the assembly of rows out of `\cell`, `\row` and the last `\trowd`.

mod codepage;
mod destination;
mod flow;
mod interpreter;
mod state;
mod token;
mod words;

use crate::model::{Document, Rejection, Source};

/// Reads the document. Tables carry [`crate::model::SpanFacts::Edges`]: each cell's edges in twips from `\trleft` and
/// `\cellx`, and its merge marks. A cell beyond its row's definition has no edges.
///
/// # Errors
/// When the bytes do not begin with `{\rtf`.
pub fn read(source: &Source<'_>) -> Result<Document, Rejection> {
    let start = source.bytes.iter().take(1024).position(|&byte| byte == b'{');
    let body = start.and_then(|at| source.bytes.get(at..)).unwrap_or_default();
    if !body.starts_with(b"{\\rtf") {
        return Err(Rejection::new(
            "this is not an RTF document: its first mark is missing",
            "open it in Word or WPS, save it as .docx and run again",
        ));
    }
    Ok(interpreter::Interpreter::new(source.limits).run(body))
}
