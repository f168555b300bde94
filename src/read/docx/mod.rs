//! Office Open XML text documents (ECMA-376): the package's main part, found by its relationships, and its body.
//!
//! [`names`] namespaces; [`body`] the walk; [`props`] the properties that matter; [`run`] hidden text and fields;
//! [`story`] the blocks in the making; [`styles`] which styles hide; [`rels`] relationships.

pub(crate) mod body;
mod names;
mod props;
mod rels;
mod run;
mod story;
pub(crate) mod styles;

use crate::finding::{BAD_BYTE, Finding, PARTLY_READ};
use crate::model::{Document, Rejection, Source};
use crate::read::package::{Package, Part};
use crate::read::xml;

/// Where Word puts the main part; used only when the relationships do not say.
const USUAL_MAIN: &str = "word/document.xml";

/// Reads a document from its package.
///
/// # Errors
/// When the package cannot be opened, is protected, unpacks to too much, or has no main part.
pub fn read(source: &Source<'_>) -> Result<Document, Rejection> {
    read_package(Package::open(source.bytes, source.limits)?, source)
}

/// Reads a document from its package, opened.
///
/// # Errors
/// When the package is protected, unpacks to too much, or has no main part.
pub(super) fn read_package(mut package: Package<'_>, source: &Source<'_>) -> Result<Document, Rejection> {
    let mut broken = false;
    let mut bytes_of = |package: &mut Package<'_>, name: &str| -> Result<Option<Vec<u8>>, Rejection> {
        let Some(Part { bytes, broken: damaged }) = package.part(name)? else { return Ok(None) };
        broken |= damaged;
        Ok(Some(bytes))
    };
    let main = bytes_of(&mut package, "_rels/.rels")?
        .and_then(|bytes| rels::target(&xml::decode(&bytes).0, None, "officeDocument", ""))
        .filter(|name| package.has(name))
        .unwrap_or_else(|| USUAL_MAIN.to_owned());
    let styles = bytes_of(&mut package, &rels::beside(&main))?
        .and_then(|bytes| rels::target(&xml::decode(&bytes).0, None, "styles", &main))
        // Most style sheets hide nothing, and are longer than their documents.
        .filter(|name| !package.lacks(name, styles::HIDES))
        .map_or(Ok(None), |name| bytes_of(&mut package, &name))?;
    let styles = styles.map(|bytes| styles::Styles::read(&xml::decode(&bytes).0)).unwrap_or_default();
    let Some(Part { bytes, broken: damaged }) = package.part(&main)? else { return Err(no_main_part()) };
    let mut document = from_xml(&bytes, None, Some(&styles), source);
    if broken || damaged {
        say_damaged(&mut document);
    }
    Ok(document)
}

/// Reads a document whose package is one XML file.
///
/// # Errors
/// When it has no main part.
pub fn read_flat(source: &Source<'_>) -> Result<Document, Rejection> {
    let (text, _) = xml::decode(source.bytes);
    let main = rels::target(&text, Some("/_rels/.rels"), "officeDocument", "").unwrap_or_else(|| USUAL_MAIN.to_owned());
    let document = from_xml(source.bytes, Some(&format!("/{main}")), None, source);
    if document.blocks.is_empty() && !text.contains(&main) {
        return Err(no_main_part());
    }
    Ok(document)
}

/// Reads the body in an XML file: all of it, or one part of a flat package. Without styles, its own count.
pub(crate) fn from_xml(
    bytes: &[u8],
    part: Option<&str>,
    styles: Option<&styles::Styles>,
    source: &Source<'_>,
) -> Document {
    let (text, replaced) = xml::decode(bytes);
    let own = if styles.is_none() { styles::Styles::read(&text) } else { styles::Styles::default() };
    let task = body::Task { xml: &text, part, styles: styles.unwrap_or(&own), limits: source.limits };
    let (blocks, mut findings) = body::read(task);
    if replaced {
        let message = "some bytes of the document are no characters of its encoding";
        findings.push(Finding::new(&BAD_BYTE, message, "look for \u{fffd} in the output"));
    }
    Document { blocks, findings, ..Document::default() }
}

fn say_damaged(document: &mut Document) {
    if document.findings.iter().all(|finding| finding.code != &PARTLY_READ) {
        document.findings.push(Finding::new(
            &PARTLY_READ,
            "a part of the file is damaged and could be read only in part",
            "open the document in Word or WPS, check it, and save it again",
        ));
    }
}

fn no_main_part() -> Rejection {
    Rejection::new("the file is packed like a Word document but holds no text part", "save it again as .docx in Word")
}
