//! Form controls: what a filled-in form shows in them.

use html5ever::Attribute;

use super::dom::{Arena, Data, Id};
use super::style::attribute;

/// What an `<input>` shows.
pub(super) fn input(attributes: &[Attribute]) -> String {
    let kind = attribute(attributes, "type").unwrap_or("text").to_ascii_lowercase();
    match kind.as_str() {
        "checkbox" | "radio" => if attribute(attributes, "checked").is_some() { "☑" } else { "□" }.to_owned(),
        "hidden" | "button" | "submit" | "reset" | "image" | "file" | "password" => String::new(),
        _ => attribute(attributes, "value").unwrap_or_default().trim().to_owned(),
    }
}

/// What a `<select>` shows: its chosen options, else its first.
pub(super) fn select(page: &Arena, id: Id) -> String {
    let mut first = None;
    let mut chosen = Vec::new();
    let mut stack = page.children_reversed(id);
    while let Some(id) = stack.pop() {
        let option = page.with(id, |data| match data {
            Data::Element(name, attributes) if &*name.local == "option" => {
                Some(attribute(attributes, "selected").is_some())
            }
            _ => None,
        });
        match option.flatten() {
            Some(true) => chosen.push(text(page, id)),
            Some(false) if first.is_none() => first = Some(text(page, id)),
            Some(false) => {}
            None => stack.extend(page.children_reversed(id)),
        }
    }
    if chosen.is_empty() { first.unwrap_or_default() } else { chosen.join(" ") }
}

/// All text below a node.
pub(super) fn text(page: &Arena, id: Id) -> String {
    let mut all = String::new();
    let mut stack = vec![id];
    while let Some(id) = stack.pop() {
        page.with(id, |data| {
            if let Data::Text(text) = data {
                all.push_str(text);
            }
        });
        stack.extend(page.children_reversed(id));
    }
    all
}
