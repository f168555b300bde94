//! Namespaces and relationship types, transitional and strict (ECMA-376 parts 1 and 4) and Word 2003 alike.

use crate::read::xml::Xml;

/// The namespaces that reading a body turns on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ns {
    /// WordprocessingML, of whichever edition.
    Word,
    /// Markup compatibility (`AlternateContent`).
    Compatibility,
    /// Annotations of Word 2003 XML.
    Annotation,
    /// Office Math.
    Math,
    /// The parts of a flat package.
    Package,
    /// Any other, or none.
    Other,
}

/// Which of them a namespace URI is.
pub fn classify(uri: &str) -> Ns {
    match uri {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main"
        | "http://schemas.microsoft.com/office/word/2003/wordml" => Ns::Word,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Ns::Compatibility,
        "http://schemas.microsoft.com/aml/2001/core" => Ns::Annotation,
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
        | "http://purl.oclc.org/ooxml/officeDocument/math" => Ns::Math,
        "http://schemas.microsoft.com/office/2006/xmlPackage" => Ns::Package,
        _ => Ns::Other,
    }
}

/// True for extensions whose text this reader finds: Word's own and those of its drawings.
pub fn is_understood(uri: &str) -> bool {
    uri.starts_with("http://schemas.microsoft.com/office/word/")
        || uri.starts_with("http://schemas.microsoft.com/office/drawing/")
        || classify(uri) != Ns::Other
}

/// A cursor over a part.
pub type Cursor<'x> = Xml<'x, Ns>;

/// A cursor at the begin of a part's text.
pub fn cursor(text: &str) -> Cursor<'_> {
    Xml::new(text, classify, Ns::Other)
}
