//! Properties that are passed over without a step for each tag: what comes next is what would have come next.

use ingest::read::xml::{Node, Xml};

/// The local names and texts from the first `p:props` on; inside, only `wanted` matters.
fn steps(text: &str, passes: bool) -> Vec<String> {
    let mut xml: Xml<'_, ()> = Xml::new(text, |_| (), ());
    let mut seen = Vec::new();
    let mut inside = 0usize;
    loop {
        match xml.step() {
            Ok(Node::Open(element)) => {
                let is_props = element.local() == "props";
                if is_props && passes {
                    xml.pass(&element, |local, _| local == b"wanted");
                }
                if inside == 0 || is_props || element.local() == "wanted" {
                    seen.push(element.local().to_owned());
                }
                inside = if is_props && inside == 0 { xml.depth() } else { inside };
            }
            Ok(Node::Close) => {
                inside = if xml.depth() < inside { 0 } else { inside };
                if inside == 0 {
                    seen.push("/".to_owned());
                }
            }
            Ok(Node::Text(text)) if inside == 0 => seen.push(text.into_owned()),
            Ok(Node::Text(_)) => {}
            Ok(Node::End { whole }) => {
                seen.push(format!("end {whole}"));
                return seen;
            }
            Err(_) => {
                seen.push("broken".to_owned());
                return seen;
            }
        }
    }
}

#[test]
fn what_is_wanted_is_never_passed_over() {
    let long = "<p:a/>".repeat(2000);
    let cases = [
        "".to_owned(),
        "<p:a/>".to_owned(),
        "<p:a x='1'/><p:b>text</p:b>".to_owned(),
        "<p:wanted/>".to_owned(),
        "<p:a/><p:wanted y=\"2\"/><p:b/>".to_owned(),
        "<p:a><p:b><p:wanted/></p:b></p:a>".to_owned(),
        "<p:a><p:b/></p:a><p:c><p:wanted/></p:c>".to_owned(),
        "<p:a x=\"1>2\"/><p:wanted/>".to_owned(),
        "<p:a x=\"1>2\"/><p:b/>".to_owned(),
        "<p:a x='/'/><p:b></p:b><p:wanted></p:wanted>".to_owned(),
        "<p:change><p:props><p:wanted/></p:props></p:change><p:a/>".to_owned(),
        "<!-- </p:props> --><p:wanted/>".to_owned(),
        "<![CDATA[</p:props>]]><p:a/>".to_owned(),
        "<?x </p:props>?><p:a/>".to_owned(),
        "text &amp; more<p:a/>".to_owned(),
        format!("{long}<p:wanted/>"),
        long,
        "</p:a>".to_owned(),
        "<p:a".to_owned(),
        "<".to_owned(),
    ];
    for inside in cases {
        for end in ["</p:props>", "</p:props >", ""] {
            let text = format!("<p:doc><p:props>{inside}{end}<p:t>behind</p:t></p:doc><p:props/>");
            assert_eq!(steps(&text, true), steps(&text, false), "{text:.200}");
        }
    }
}

/// Damage among properties that bear on no text is not looked at: what stands behind it is read all the same.
#[test]
fn damage_in_what_is_not_wanted_costs_nothing() {
    let seen = steps("<p:doc><p:props><p:a></p:b></p:props><p:t>behind</p:t></p:doc>", true);
    assert_eq!(seen, ["doc", "props", "/", "t", "behind", "/", "/", "end true"]);
}
