//! Reader of OpenDocument text (ODF 1.2 part 1 and later), zipped or as one XML file.
//!
//! [`body`] the walk; [`paragraph`] text and its white space; [`styles`] which styles hide.

mod body;
mod paragraph;
mod styles;

use crate::finding::{BAD_BYTE, Finding, LIMIT_MET, PARTLY_READ, SPLIT};
use crate::model::{Document, Rejection, Source};
use crate::read::package::{Package, Part};
use crate::read::xml;

/// Reads the document. Tables carry [`crate::model::SpanFacts::Stated`]; covered cells are there and marked.
///
/// # Errors
/// When the container cannot be opened, is protected by a password, or holds no text.
pub fn read(source: &Source<'_>) -> Result<Document, Rejection> {
    let mut package = Package::open(source.bytes, source.limits)?;
    let manifest = package.part("META-INF/manifest.xml")?;
    if manifest.is_some_and(|part| xml::decode(&part.bytes).0.contains("encryption-data")) {
        return Err(Rejection::new(
            "the file is protected by a password",
            "open it with the password, save it without one and run again",
        ));
    }
    let mut styles = styles::Styles::default();
    if let Some(part) = package.part("styles.xml")? {
        styles.read(&xml::decode(&part.bytes).0);
    }
    let Some(Part { bytes, broken }) = package.part("content.xml")? else { return Err(no_text()) };
    from_xml(&bytes, broken, styles, source)
}

/// Reads a document that is one XML file.
///
/// # Errors
/// When it holds no text.
pub fn read_flat(source: &Source<'_>) -> Result<Document, Rejection> {
    from_xml(source.bytes, false, styles::Styles::default(), source)
}

fn from_xml(
    bytes: &[u8],
    broken: bool,
    mut styles: styles::Styles,
    source: &Source<'_>,
) -> Result<Document, Rejection> {
    let (text, replaced) = xml::decode(bytes);
    styles.read(&text);
    let mut document = Document::default();
    let end = body::read(&text, &styles, source.limits, &mut document);
    if !end.has_body {
        return Err(no_text());
    }
    if broken || !end.is_whole {
        document.findings.push(Finding::new(
            &PARTLY_READ,
            "the file is damaged and could be read only in part",
            "open the document, check it, and save it again",
        ));
    }
    if replaced {
        let message = "some bytes of the document are no characters of its encoding";
        document.findings.push(Finding::new(&BAD_BYTE, message, "look for \u{fffd} in the output"));
    }
    if let Some(cut) = end.cut {
        document.findings.push(Finding::new(&LIMIT_MET, cut, SPLIT));
    }
    Ok(document)
}

fn no_text() -> Rejection {
    Rejection::new("the file is packed like an OpenDocument text but holds no text", "save it again as .docx or .odt")
}
