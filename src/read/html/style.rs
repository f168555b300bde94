//! What attributes say about how an element is shown.

use html5ever::Attribute;

/// How an element is shown.
#[derive(Default)]
pub(super) struct Look {
    /// Not at all, nor what is in it.
    pub(super) is_out: bool,
    /// `visibility`, which what is in it may state anew.
    pub(super) is_visible: Option<bool>,
    /// `white-space` kept.
    pub(super) keeps_space: Option<bool>,
    /// A font named for it.
    pub(super) font: Option<String>,
}

/// Classes that Word and LibreOffice give to deleted text and to the marks and texts of notes.
const OUT_CLASSES: &[&str] = &[
    "msodel",
    "msocommentreference",
    "msofootnotereference",
    "msoendnotereference",
    "sdfootnoteanc",
    "sdfootnotesym",
    "sdendnoteanc",
    "sdendnotesym",
];

/// Word's `mso-element` values whose content is no running text.
const OUT_ELEMENTS: &[&str] =
    &["footnote-list", "endnote-list", "comment-list", "footnote", "endnote", "comment", "header", "footer"];

/// The value of an attribute.
pub(super) fn attribute<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a str> {
    attributes.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

/// What an element's attributes say.
pub(super) fn look(attributes: &[Attribute]) -> Look {
    let mut look = Look::default();
    for attribute in attributes {
        match &*attribute.name.local {
            "hidden" => look.is_out = true,
            "style" => attribute.value.split(';').for_each(|declaration| declare(&mut look, declaration)),
            "face" => look.font = first_font(&attribute.value),
            "class" => {
                let mut classes = attribute.value.split_ascii_whitespace();
                look.is_out |= classes.any(|class| OUT_CLASSES.contains(&class.to_ascii_lowercase().as_str()));
            }
            "id" => look.is_out |= ["sdfootnote", "sdendnote"].iter().any(|mark| attribute.value.starts_with(mark)),
            _ => {}
        }
    }
    look
}

/// The first of a list of fonts, its quotes taken off.
fn first_font(list: &str) -> Option<String> {
    let is_around = |c: char| c == '"' || c == '\'' || c.is_whitespace();
    list.split(',').next().map(|font| font.trim_matches(is_around).to_owned())
}

fn declare(look: &mut Look, declaration: &str) {
    let Some((property, value)) = declaration.split_once(':') else { return };
    let value = value.trim().trim_end_matches("!important").trim_end();
    let is = |other: &str| value.eq_ignore_ascii_case(other);
    match property.trim().to_ascii_lowercase().as_str() {
        "display" if is("none") => look.is_out = true,
        "mso-hide" if is("all") => look.is_out = true,
        "mso-list" if is("ignore") => look.is_out = true,
        "mso-element" if OUT_ELEMENTS.iter().any(|element| is(element)) => look.is_out = true,
        "visibility" => look.is_visible = Some(!is("hidden") && !is("collapse")),
        "white-space" => look.keeps_space = Some(is("pre") || is("pre-wrap") || is("break-spaces")),
        "font-family" => look.font = first_font(value),
        _ => {}
    }
}
