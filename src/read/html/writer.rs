//! Who wrote the page, where that changes what its markup means.

use super::dom::{Arena, Data};
use super::style::attribute;

/// The word processors that share one HTML export, as their `generator` names them.
const OFFICES: [&str; 3] = ["LibreOffice", "OpenOffice", "StarOffice"];

/// True when LibreOffice or a relative of it wrote the page. Its export ends a source line only in place of a space,
/// even between two Chinese characters, and begins a new row group wherever the borders change, while the row spans of
/// the cells above go on.
pub(super) fn is_libre_office(page: &Arena) -> bool {
    let generator = |data: &Data| match data {
        Data::Element(name, attributes) if &*name.local == "meta" => {
            let named = attribute(attributes, "name").is_some_and(|name| name.eq_ignore_ascii_case("generator"));
            let content = attribute(attributes, "content").unwrap_or_default().trim_start();
            named && OFFICES.iter().any(|office| content.starts_with(office))
        }
        _ => false,
    };
    (0..page.len()).any(|id| page.with(id, generator).unwrap_or(false))
}
