//! Relationships between the parts of a package (ECMA-376 part 2, 6.5).

use crate::read::docx::names::{Ns, cursor};
use crate::read::xml::Node;

/// The target of the first relationship whose type ends with `kind`, as a part name without leading slash. Transitional
/// and strict types differ only before their last step. `from` is the part that the relationships belong to; of a flat
/// package only the `part` is looked at.
pub fn target(text: &str, part: Option<&str>, kind: &str, from: &str) -> Option<String> {
    let mut xml = cursor(text);
    loop {
        match xml.step().ok()? {
            Node::Open(element) if element.ns == Ns::Package && element.local() == "part" => {
                if part.is_some_and(|part| element.attr("name").as_deref() != Some(part)) {
                    xml.skip().ok()?;
                }
            }
            Node::Open(element) if element.local() == "Relationship" => {
                let fits = element.attr("Type").is_some_and(|uri| uri.rsplit('/').next() == Some(kind));
                if fits && element.attr("TargetMode").as_deref() != Some("External") {
                    return Some(resolve(&element.attr("Target")?, from));
                }
            }
            Node::End { .. } => return None,
            Node::Open(_) | Node::Close | Node::Text(_) => {}
        }
    }
}

/// The name of the part that holds a part's relationships.
pub fn beside(name: &str) -> String {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    format!("{folder}_rels/{file}.rels")
}

/// A target relative to the folder of the part that names it.
fn resolve(target: &str, from: &str) -> String {
    let target = target.replace('\\', "/");
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut steps: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => _ = steps.pop(),
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}
