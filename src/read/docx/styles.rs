//! Which styles hide their text (ECMA-376 part 1, 17.7): styles inherit, and a paragraph's and a run's style toggle.

use std::collections::BTreeMap;

use crate::read::docx::names::{Ns, cursor};
use crate::read::xml::{Broken, Node};

/// The property that hides text; a style sheet without the word hides none.
pub(crate) const HIDES: &[u8] = b"vanish";

/// Longest chain of `basedOn` that is followed.
const LONGEST_CHAIN: usize = 64;

/// What a style says of hidden text.
#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    vanish: Option<bool>,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub struct Styles {
    styles: BTreeMap<String, Style>,
    default_paragraph: Option<String>,
}

impl Styles {
    /// The styles that an XML text defines, wherever in it they stand. A broken end is passed over: what was read counts.
    pub fn read(xml: &str) -> Self {
        let mut styles = Self::default();
        // Most style sheets hide nothing, and are longer than their documents.
        if !xml.contains("vanish") {
            return styles;
        }
        let _ = styles.collect(xml);
        styles
    }

    fn collect(&mut self, text: &str) -> Result<(), Broken> {
        let mut xml = cursor(text);
        let mut id = String::new();
        loop {
            match xml.step()? {
                Node::End { .. } => return Ok(()),
                Node::Open(element) if element.ns == Ns::Word => match element.local() {
                    "style" => {
                        id = element.attr("styleId").unwrap_or_default();
                        let is_default = matches!(element.attr("default").as_deref(), Some("1" | "true" | "on"));
                        if is_default && element.attr("type").as_deref() == Some("paragraph") {
                            self.default_paragraph = Some(id.clone());
                        }
                        self.styles.entry(id.clone()).or_default();
                    }
                    "basedOn" => self.edit(&id, |style| style.based_on = element.attr("val")),
                    "vanish" => self.edit(&id, |style| style.vanish = Some(element.is_on())),
                    // What is no style, or holds only for some cells of a table.
                    "pPr" | "tblStylePr" | "body" | "numbering" | "lists" => xml.skip()?,
                    _ => {}
                },
                Node::Open(_) | Node::Close | Node::Text(_) => {}
            }
        }
    }

    fn edit(&mut self, id: &str, change: impl FnOnce(&mut Style)) {
        if let Some(style) = self.styles.get_mut(id) {
            change(style);
        }
    }

    /// False when no style hides text, so that none need be asked.
    pub fn may_hide(&self) -> bool {
        !self.styles.is_empty()
    }

    /// True when a style, or one that it is based on, hides text.
    pub fn hides(&self, id: &str) -> bool {
        let mut id = id;
        for _ in 0..LONGEST_CHAIN {
            let Some(style) = self.styles.get(id) else { return false };
            match (style.vanish, &style.based_on) {
                (Some(vanish), _) => return vanish,
                (None, Some(base)) => id = base,
                (None, None) => return false,
            }
        }
        false
    }

    /// True when paragraphs without a style are hidden.
    pub fn default_hides(&self) -> bool {
        self.default_paragraph.as_deref().is_some_and(|id| self.hides(id))
    }
}
