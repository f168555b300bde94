//! Namespace bindings in scope (Namespaces in XML 1.0, 6).
//!
//! Nearly all elements bind nothing and have the prefix of the element before them: both are told without looking
//! through attributes or bindings.

use quick_xml::events::BytesStart;
use quick_xml::name::PrefixDeclaration;

/// Real documents bind some forty namespaces; this many at once is an attack.
const MOST_BINDINGS: usize = 1024;

struct Binding<N> {
    /// The number of open elements at which it was made.
    depth: usize,
    /// Empty for the default namespace.
    prefix: String,
    /// Empty where the prefix is unbound.
    uri: String,
    ns: N,
}

/// The bindings, innermost last, and what their namespaces are.
pub(super) struct Bindings<N> {
    bindings: Vec<Binding<N>>,
    classify: fn(&str) -> N,
    none: N,
    /// The prefix asked for last, and its namespace.
    last: Option<(String, N)>,
}

impl<N: Clone> Bindings<N> {
    /// No bindings; `classify` tells what a namespace is, `none` stands for no namespace.
    pub(super) fn new(classify: fn(&str) -> N, none: N) -> Self {
        Self { bindings: Vec::new(), classify, none, last: None }
    }

    /// Takes in what an element binds that begins as the `depth`th open one; false when too much is bound.
    pub(super) fn open(&mut self, start: &BytesStart<'_>, depth: usize) -> bool {
        // One rare letter is looked for much faster than a word.
        let attributes = start.attributes_raw();
        if memchr::memchr(b'x', attributes.as_bytes()).is_none() || !attributes.contains("xmlns") {
            return true;
        }
        for attribute in start.attributes().with_checks(false) {
            let Ok(attribute) = attribute else { break };
            let prefix = match attribute.key.as_namespace_binding() {
                Some(PrefixDeclaration::Default) => "",
                Some(PrefixDeclaration::Named(prefix)) => prefix,
                None => continue,
            };
            let uri: &str = &attribute.value;
            let ns = if uri.is_empty() { self.none.clone() } else { (self.classify)(uri) };
            self.bindings.push(Binding { depth, prefix: prefix.to_owned(), uri: uri.to_owned(), ns });
            self.last = None;
        }
        self.bindings.len() <= MOST_BINDINGS
    }

    /// Drops what the element bound that ends as the `depth`th open one.
    pub(super) fn close(&mut self, depth: usize) {
        while self.bindings.pop_if(|binding| binding.depth >= depth).is_some() {
            self.last = None;
        }
    }

    /// The namespace of an element with this prefix, or none.
    pub(super) fn of(&mut self, prefix: &str) -> N {
        if let Some((last, ns)) = &self.last
            && last == prefix
        {
            return ns.clone();
        }
        let ns = self.find(prefix).map_or_else(|| self.none.clone(), |binding| binding.ns.clone());
        self.last = Some((prefix.to_owned(), ns.clone()));
        ns
    }

    /// The URI that a prefix is bound to.
    pub(super) fn uri(&self, prefix: &str) -> Option<&str> {
        self.find(prefix).map(|binding| binding.uri.as_str()).filter(|uri| !uri.is_empty())
    }

    fn find(&self, prefix: &str) -> Option<&Binding<N>> {
        self.bindings.iter().rev().find(|binding| binding.prefix == prefix)
    }
}
