//! Which styles hide text: `text:display="none"` (ODF 1.2 part 1, 20.345), inherited from parent styles.

use std::collections::BTreeMap;

use crate::read::xml::{Node, Xml};

/// Styles inherit through so many parents at most; a longer chain is a ring.
const MOST_PARENTS: usize = 32;

#[derive(Debug, Default)]
struct Style {
    parent: Option<String>,
    /// Whether the style itself hides, if it says.
    hides: Option<bool>,
}

/// The styles of a document by family and name.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<(String, String), Style>,
}

impl Styles {
    /// Adds the styles before the body of an XML file; where it is broken, the body's reader will say so.
    pub(super) fn read(&mut self, text: &str) {
        let mut xml = Xml::new(text, |_| (), ());
        let mut current = None;
        while let Ok(node) = xml.step() {
            let element = match node {
                Node::Open(element) => element,
                Node::End { .. } => break,
                Node::Close | Node::Text(_) => continue,
            };
            match element.local() {
                "body" => break,
                "style" => {
                    let key = (element.attr("family").unwrap_or_default(), element.attr("name").unwrap_or_default());
                    let parent = element.attr("parent-style-name");
                    self.styles.insert(key.clone(), Style { parent, hides: None });
                    current = Some(key);
                }
                "default-style" => current = None,
                "text-properties" => {
                    let style = current.as_ref().and_then(|key| self.styles.get_mut(key));
                    if let (Some(style), Some(display)) = (style, element.attr("display")) {
                        style.hides = Some(display == "none");
                    }
                }
                _ => {}
            }
        }
    }

    /// True when text of the style is not shown.
    pub(super) fn hides(&self, family: &str, name: Option<String>) -> bool {
        let mut next = name;
        for _ in 0..MOST_PARENTS {
            let Some(name) = next else { return false };
            let Some(style) = self.styles.get(&(family.to_owned(), name)) else { return false };
            if let Some(hides) = style.hides {
                return hides;
            }
            next = style.parent.clone();
        }
        false
    }
}
