//! XML by its root element, HTML by its first tags, web archives by their mail header.

use crate::model::Format;
use crate::read::detect::extension;
use crate::read::xml::{Node, Xml, decode};

/// How much of a file is looked at.
const HEAD: usize = 16 << 10;

/// The tags with which an HTML fragment without `<html>` begins.
const HTML_TAGS: &[&str] =
    &["html", "head", "body", "meta", "title", "style", "table", "div", "p", "span", "font", "center"];

/// The markup format of these bytes, if they are markup.
pub fn detect(name: &str, bytes: &[u8]) -> Option<Format> {
    let (head, _) = decode(bytes.get(..HEAD).unwrap_or(bytes));
    let text = head.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('<') {
        return root(text).or_else(|| html(name, text));
    }
    is_mht(text).then_some(Format::Mht)
}

/// True when bytes begin with a tag, after white space.
pub fn begins_with_tag(head: &[u8]) -> bool {
    head.trim_ascii_start().starts_with(b"<")
}

/// The format that the root element stands for.
fn root(text: &str) -> Option<Format> {
    let mut xml = Xml::new(text, str::to_owned, String::new());
    loop {
        match xml.step().ok()? {
            Node::Open(element) => {
                let (ns, local) = (element.ns.as_str(), element.local());
                let is_word =
                    ns.ends_with("/wordprocessingml/2006/main") || ns.ends_with("/ooxml/wordprocessingml/main");
                return match local {
                    "wordDocument" if ns == "http://schemas.microsoft.com/office/word/2003/wordml" => {
                        Some(Format::WordMl)
                    }
                    // The main part of a .docx, taken out of it: the same body.
                    "document" if is_word => Some(Format::WordMl),
                    "Workbook" if ns == "urn:schemas-microsoft-com:office:spreadsheet" => Some(Format::SpreadsheetMl),
                    "package" if ns == "http://schemas.microsoft.com/office/2006/xmlPackage" => Some(Format::FlatOpc),
                    "document" if ns == "urn:oasis:names:tc:opendocument:xmlns:office:1.0" => {
                        let kind = element.attr("mimetype").unwrap_or_default();
                        kind.contains("opendocument.text").then_some(Format::FlatOdt)
                    }
                    _ => None,
                };
            }
            Node::End { .. } => return None,
            Node::Close | Node::Text(_) => {}
        }
    }
}

/// HTML, unless the text is Markdown that merely holds a table in tags: that has lines of running text, and no `<html`.
fn html(name: &str, text: &str) -> Option<Format> {
    let lower = text.to_ascii_lowercase();
    let by_name = matches!(extension(name).as_str(), "html" | "htm" | "xhtml" | "shtml" | "doc" | "xls" | "wps");
    if lower.contains("<html")
        || lower.starts_with("<!doctype html")
        || lower.contains("urn:schemas-microsoft-com:office")
    {
        return Some(Format::Html);
    }
    let mut rest = lower.as_str();
    while let Some(after) = rest.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
        rest = after.1.trim_start();
    }
    let tag: String = rest.strip_prefix('<')?.chars().take_while(char::is_ascii_alphanumeric).collect();
    let is_fragment = HTML_TAGS.contains(&tag.as_str());
    (is_fragment && (by_name || !has_markdown(text))).then_some(Format::Html)
}

/// True when a line outside tags is Markdown: a heading, a rule of dashes, or a row of pipes.
fn has_markdown(text: &str) -> bool {
    let is_mark = |line: &str| {
        let line = line.trim();
        (line.starts_with('#') && line.trim_start_matches('#').starts_with(' '))
            || line.starts_with("| ")
            || line.starts_with("**")
            || (line.len() >= 3 && line.chars().all(|c| matches!(c, '-' | '|' | ' ' | ':')) && line.contains("--"))
    };
    text.lines().any(is_mark)
}

/// A mail header that says MIME.
fn is_mht(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let header = |name: &str| lower.lines().any(|line| line.starts_with(name));
    let begins_as_header = lower.lines().next().is_some_and(|line| {
        line.split_once(':').is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
    });
    begins_as_header
        && header("mime-version:")
        && header("content-type:")
        && (lower.contains("multipart/") || lower.contains("text/html") || header("content-transfer-encoding:"))
}
