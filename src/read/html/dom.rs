//! The page as a tree in one vector: nothing in it is dropped or walked by recursion, however deep it is.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName};

use crate::model::MOST_TEXT;

/// Nothing more is added to a text longer than this, which holds more than a cell may even where half of it is markup's
/// white space.
const LONGEST: usize = 4 * MOST_TEXT;

/// A node's index.
pub(super) type Id = usize;

/// The attributes that anyone asks for; pages have many more.
const KEPT: [&str; 14] = [
    "checked", "class", "colspan", "content", "face", "height", "hidden", "id", "name", "rowspan", "selected", "style",
    "type", "value",
];

/// What a node is.
pub(super) enum Data {
    /// An element: its name and attributes.
    Element(Rc<QualName>, Vec<Attribute>),
    /// Text.
    Text(StrTendril),
    /// The document, a comment, a template's contents.
    Other,
}

/// A node and its neighbours.
pub(super) struct Node {
    pub(super) data: Data,
    parent: Option<Id>,
    before: Option<Id>,
    after: Option<Id>,
    first: Option<Id>,
    last: Option<Id>,
}

/// A node as the tree builder holds it.
#[derive(Clone)]
pub(super) struct Handle {
    id: Id,
    name: Rc<QualName>,
}

/// All nodes of a page; the first is the document.
pub(super) struct Arena {
    nodes: RefCell<Vec<Node>>,
    /// The name of what has none.
    nameless: Rc<QualName>,
    /// True when a text was too long to be kept whole.
    pub(super) is_cut: Cell<bool>,
}

impl Default for Arena {
    fn default() -> Self {
        let nameless = Rc::new(QualName::new(None, Default::default(), Default::default()));
        let arena = Self { nodes: RefCell::default(), nameless, is_cut: Cell::default() };
        arena.add(Data::Other);
        arena
    }
}

impl Arena {
    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.borrow().len()
    }

    /// The node's children, last to first: the order in which a stack wants them.
    pub(super) fn children_reversed(&self, id: Id) -> Vec<Id> {
        let nodes = self.nodes.borrow();
        let mut children = Vec::new();
        let mut next = nodes.get(id).and_then(|node| node.last);
        while let Some(child) = next {
            children.push(child);
            next = nodes.get(child).and_then(|node| node.before);
        }
        children
    }

    /// Looks at a node's data.
    pub(super) fn with<T>(&self, id: Id, look: impl FnOnce(&Data) -> T) -> Option<T> {
        self.nodes.borrow().get(id).map(|node| look(&node.data))
    }

    fn add(&self, data: Data) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { data, parent: None, before: None, after: None, first: None, last: None });
        nodes.len() - 1
    }

    fn handle(&self, data: Data) -> Handle {
        let name = match &data {
            Data::Element(name, _) => Rc::clone(name),
            _ => Rc::clone(&self.nameless),
        };
        Handle { id: self.add(data), name }
    }

    fn detach(&self, id: Id) {
        let mut nodes = self.nodes.borrow_mut();
        let Some(node) = nodes.get_mut(id) else { return };
        let (parent, before, after) = (node.parent.take(), node.before.take(), node.after.take());
        match before.and_then(|before| nodes.get_mut(before)) {
            Some(before) => before.after = after,
            None => set(&mut nodes, parent, |parent| parent.first = after),
        }
        match after.and_then(|after| nodes.get_mut(after)) {
            Some(after) => after.before = before,
            None => set(&mut nodes, parent, |parent| parent.last = before),
        }
    }

    /// Puts a node into a parent, before a sibling or last.
    fn attach(&self, id: Id, parent: Id, sibling: Option<Id>) {
        self.detach(id);
        let mut nodes = self.nodes.borrow_mut();
        let before = match sibling {
            Some(sibling) => nodes.get(sibling).and_then(|sibling| sibling.before),
            None => nodes.get(parent).and_then(|parent| parent.last),
        };
        set(&mut nodes, Some(id), |node| {
            node.parent = Some(parent);
            node.before = before;
            node.after = sibling;
        });
        match before {
            Some(_) => set(&mut nodes, before, |before| before.after = Some(id)),
            None => set(&mut nodes, Some(parent), |parent| parent.first = Some(id)),
        }
        match sibling {
            Some(_) => set(&mut nodes, sibling, |sibling| sibling.before = Some(id)),
            None => set(&mut nodes, Some(parent), |parent| parent.last = Some(id)),
        }
    }

    /// Puts text or a node into a parent; text joins the text before it.
    fn insert(&self, parent: Id, sibling: Option<Id>, child: NodeOrText<Handle>) {
        let text = match child {
            NodeOrText::AppendNode(node) => return self.attach(node.id, parent, sibling),
            NodeOrText::AppendText(text) => text,
        };
        {
            let mut nodes = self.nodes.borrow_mut();
            let before = match sibling {
                Some(sibling) => nodes.get(sibling).and_then(|sibling| sibling.before),
                None => nodes.get(parent).and_then(|parent| parent.last),
            };
            if let Some(Node { data: Data::Text(present), .. }) = before.and_then(|before| nodes.get_mut(before)) {
                match present.len() > LONGEST {
                    true => self.is_cut.set(true),
                    false => present.push_tendril(&text),
                }
                return;
            }
        }
        let id = self.add(Data::Text(text));
        self.attach(id, parent, sibling);
    }

    fn parent(&self, id: Id) -> Option<Id> {
        self.nodes.borrow().get(id).and_then(|node| node.parent)
    }
}

fn set(nodes: &mut [Node], id: Option<Id>, change: impl FnOnce(&mut Node)) {
    if let Some(node) = id.and_then(|id| nodes.get_mut(id)) {
        change(node);
    }
}

impl TreeSink for &Arena {
    type Handle = Handle;
    type Output = ();
    type ElemName<'a>
        = &'a QualName
    where
        Self: 'a;

    fn finish(self) {}

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: 0, name: Rc::clone(&self.nameless) }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a QualName {
        &target.name
    }

    fn create_element(&self, name: QualName, mut attrs: Vec<Attribute>, _flags: ElementFlags) -> Handle {
        attrs.retain(|attribute| KEPT.contains(&&*attribute.name.local));
        attrs.shrink_to_fit();
        self.handle(Data::Element(Rc::new(name), attrs))
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        self.handle(Data::Other)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        self.handle(Data::Other)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(parent.id, None, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, before: &Handle, child: NodeOrText<Handle>) {
        match self.parent(element.id) {
            Some(parent) => self.insert(parent, Some(element.id), child),
            None => self.insert(before.id, None, child),
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    /// A template's contents hang on no tree: they are not shown.
    fn get_template_contents(&self, _target: &Handle) -> Handle {
        self.handle(Data::Other)
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let Some(parent) = self.parent(sibling.id) {
            self.insert(parent, Some(sibling.id), child);
        }
    }

    fn add_attrs_if_missing(&self, _target: &Handle, _attrs: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        for child in self.children_reversed(node.id).into_iter().rev() {
            self.attach(child, new_parent.id, None);
        }
    }
}
