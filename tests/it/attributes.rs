//! Attributes of XML, in every spelling that is allowed.

use ingest::read::xml::{Node, Xml};

/// The `val` of the first element of a text.
fn val(xml: &str) -> Option<String> {
    let mut cursor = Xml::new(xml, |_| (), ());
    match cursor.step() {
        Ok(Node::Open(element)) => element.attr("val"),
        other => panic!("no element in {xml}: {other:?}"),
    }
}

#[test]
fn a_value_is_found_however_it_is_written() {
    for (xml, wanted) in [
        (r#"<w:a w:val="2"/>"#, Some("2")),
        (r#"<w:a val="2"/>"#, Some("2")),
        (r#"<w:a w:val='2'/>"#, Some("2")),
        (r#"<w:a w:val = "2" />"#, Some("2")),
        ("<w:a\n\tw:val=\"2\">", Some("2")),
        (r#"<w:a w:val=""/>"#, Some("")),
        (r#"<w:a w:val="a&lt;b"/>"#, Some("a<b")),
        (r#"<w:a w:val="it's"/>"#, Some("it's")),
        (r#"<w:a w:interval="1" w:val="2"/>"#, Some("2")),
        (r#"<w:a interval="1"/>"#, None),
        (r#"<w:a w:interval="1"/>"#, None),
        (r#"<w:a w:b=' w:val="1"' w:val="2"/>"#, Some("2")),
        (r#"<w:a w:b=" val='1'"/>"#, None),
        (r#"<w:a w:val="1" x:val="2"/>"#, Some("1")),
        ("<w:a/>", None),
    ] {
        assert_eq!(val(xml).as_deref(), wanted, "{xml}");
    }
}
