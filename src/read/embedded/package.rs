//! Objects in zipped documents: parts of Office Open XML (ECMA-376 part 1, 15.2.1, 15.2.10, 11.3.1) and OpenDocument
//! (part 2, 3).

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::model::Source;
use crate::read::embedded::{Attachments, ole};
use crate::read::package::Package;
use crate::read::xml::{self, decode};

/// The documents embedded in an Office file, those of a Word document in the order of its text.
pub(super) fn office(source: &Source<'_>, inside: &mut Attachments) {
    let Ok(mut package) = Package::open(source.bytes, source.limits) else { return };
    let mut names = in_text_order(&mut package);
    let known: HashSet<String> = names.iter().cloned().collect();
    let mut others: Vec<String> = package
        .names()
        .filter(|name| name.contains("/embeddings/") && !known.contains(*name))
        .map(str::to_owned)
        .collect();
    others.sort_by_cached_key(|name| natural(name));
    names.extend(others);
    for name in names {
        take(&mut package, &name, source, inside);
    }
}

fn take(package: &mut Package<'_>, name: &str, source: &Source<'_>, inside: &mut Attachments) {
    if source.limits.are_spent() {
        return inside.unread("reading the file took too long");
    }
    match package.part(name) {
        Ok(Some(part)) if part.broken => inside.unread("it is damaged"),
        Ok(Some(part)) => match ole::unwrapped(part.bytes, source.limits) {
            Ok(bytes) => inside.add(None, bytes),
            Err(what) => inside.unread(&what),
        },
        Ok(None) => inside.unread("it is missing from the file"),
        Err(rejection) => inside.unread(&rejection.reason),
    }
}

/// `oleObject2.bin` before `oleObject10.bin`.
fn natural(name: &str) -> (String, u64, String) {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let bare = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = stem.get(bare.len()..).and_then(|digits| digits.parse().ok()).unwrap_or(0);
    (bare.to_owned(), number, name.to_owned())
}

const MAIN: &str = "word/document.xml";
const MAIN_RELATIONSHIPS: &str = "word/_rels/document.xml.rels";
/// The last steps of the types of relationships to embedded documents.
const KINDS: [&str; 3] = ["oleObject", "package", "aFChunk"];

/// The embedded parts of a Word document as its text names them.
fn in_text_order(package: &mut Package<'_>) -> Vec<String> {
    let mut text_of = |name: &str| match package.part(name) {
        Ok(Some(part)) => decode(&part.bytes).0.into_owned(),
        _ => String::new(),
    };
    let targets = targets(&text_of(MAIN_RELATIONSHIPS));
    if targets.is_empty() {
        return Vec::new();
    }
    let text = text_of(MAIN);
    let mut named = Vec::new();
    for value in text.split('"') {
        if let Some(target) = targets.get(value)
            && !named.contains(target)
        {
            named.push(target.clone());
        }
    }
    named.retain(|name| package.has(name));
    named
}

/// The embedded parts by the ids of their relationships.
fn targets(relationships: &str) -> HashMap<String, String> {
    let mut targets = HashMap::new();
    let mut cursor = xml::Xml::new(relationships, |_| (), ());
    while let Ok(node) = cursor.step() {
        let element = match node {
            xml::Node::Open(element) if element.local() == "Relationship" => element,
            xml::Node::End { .. } => break,
            _ => continue,
        };
        let is_ours =
            element.attr("Type").is_some_and(|uri| uri.rsplit('/').next().is_some_and(|k| KINDS.contains(&k)));
        let is_inside = element.attr("TargetMode").as_deref() != Some("External");
        if let (true, true, Some(id), Some(target)) = (is_ours, is_inside, element.attr("Id"), element.attr("Target")) {
            let target = target.to_ascii_lowercase().replace('\\', "/");
            let name = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("word/{target}"),
            };
            targets.insert(id, name);
        }
    }
    targets
}

const TEXTS: [&str; 2] = ["application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"];

/// The objects of an OpenDocument file: parts of their own (OLE), or folders that are documents without a zip around
/// them. Charts and formulas are no documents.
pub(super) fn open_document(source: &Source<'_>, inside: &mut Attachments) {
    let Ok(mut package) = Package::open(source.bytes, source.limits) else { return };
    let Ok(Some(manifest)) = package.part("META-INF/manifest.xml") else { return };
    let manifest = decode(&manifest.bytes).0.into_owned();
    let mut cursor = xml::Xml::new(&manifest, |_| (), ());
    while let Ok(node) = cursor.step() {
        let element = match node {
            xml::Node::Open(element) if element.local() == "file-entry" => element,
            xml::Node::End { .. } => break,
            _ => continue,
        };
        let (Some(path), Some(kind)) = (element.attr("full-path"), element.attr("media-type")) else { continue };
        match path.strip_suffix('/') {
            Some(folder) if !folder.is_empty() && TEXTS.contains(&kind.as_str()) => {
                match zipped(&mut package, folder, &kind) {
                    Some(bytes) => inside.add(None, bytes),
                    None => inside.unread("it is damaged"),
                }
            }
            None if kind == "application/vnd.sun.star.oleobject" => take(&mut package, &path, source, inside),
            _ => {}
        }
    }
}

/// The parts in a folder as a document.
fn zipped(package: &mut Package<'_>, folder: &str, kind: &str) -> Option<Vec<u8>> {
    let mut whole = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    whole.start_file("mimetype", stored).and_then(|()| Ok(whole.write_all(kind.as_bytes())?)).ok()?;
    for name in ["content.xml", "styles.xml"] {
        if let Some(part) = package.part(&format!("{folder}/{name}")).ok()? {
            whole.start_file(name, stored).and_then(|()| Ok(whole.write_all(&part.bytes)?)).ok()?;
        }
    }
    Some(whole.finish().ok()?.into_inner())
}
