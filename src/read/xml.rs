//! A cursor over an XML text: elements with their namespace classified, text with its references resolved.
//!
//! No document type is read, so that no entity can grow; nesting beyond the limit is for the caller to skip.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

mod bindings;

use bindings::Bindings;

/// An XML file's text, decoded by its byte order mark or declaration, and whether a byte had to be replaced.
pub fn decode(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    let encoding = match bytes {
        [0x3c, 0, ..] => encoding_rs::UTF_16LE,
        [0, 0x3c, ..] => encoding_rs::UTF_16BE,
        _ => declared_encoding(bytes).unwrap_or(UTF_8),
    };
    let (text, _, replaced) = encoding.decode(bytes);
    (text, replaced)
}

/// The encoding that an XML declaration names. A declaration that can be read byte by byte is never UTF-16.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes));
    let declaration = head.trim_start_matches('\u{feff}').strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let label = value.split(['"', '\'']).nth(1)?;
    Encoding::for_label(label.as_bytes()).map(Encoding::output_encoding)
}

/// A step of the cursor.
#[derive(Debug)]
pub enum Node<'x, N> {
    /// An element begins.
    Open(Element<'x, N>),
    /// The innermost open element ends.
    Close,
    /// Text, references resolved.
    Text(Cow<'x, str>),
    /// The text is over. `whole` is false when elements are still open.
    End {
        /// True when every element was closed.
        whole: bool,
    },
}

/// An element's begin tag.
#[derive(Debug)]
pub struct Element<'x, N> {
    /// Its namespace, classified.
    pub ns: N,
    start: BytesStart<'x>,
    /// Where in the name the local name begins.
    local_at: usize,
}

impl<N> Element<'_, N> {
    /// The local name.
    pub fn local(&self) -> &str {
        self.start.name().into_inner().get(self.local_at..).unwrap_or_default()
    }

    /// An attribute by its local name, whatever its prefix.
    pub fn attr(&self, local: &str) -> Option<String> {
        self.value(local).map(Cow::into_owned)
    }

    /// The same, lent where the text has it as it is meant.
    pub fn value(&self, local: &str) -> Option<Cow<'_, str>> {
        if let Some(value) = usual_value(self.start.attributes_raw(), local) {
            return Some(Cow::Borrowed(value));
        }
        let mut attributes = self.start.attributes();
        let mut attributes = attributes.with_checks(false).flatten();
        let value = attributes.find(|attribute| attribute.key.local_name().into_inner() == local)?.value;
        if !value.contains('&') {
            return Some(value);
        }
        match quick_xml::escape::unescape(&value) {
            Ok(plain) => Some(Cow::Owned(plain.into_owned())),
            Err(_) => Some(value),
        }
    }

    /// An attribute that is a number.
    pub fn number(&self, local: &str) -> Option<u32> {
        self.value(local)?.trim().parse().ok()
    }

    /// The value of an on/off element: on unless its `val` says otherwise (ECMA-376 part 1, 17.17.4).
    pub fn is_on(&self) -> bool {
        !matches!(self.value("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// The value of an attribute, if it is the first and written as nearly every program writes it: `p:name="value"`, with
/// nothing in it to be resolved. Most that are asked for are.
fn usual_value<'r>(raw: &'r str, local: &str) -> Option<&'r str> {
    let equals = memchr::memchr(b'=', raw.as_bytes())?;
    let prefix = raw.get(..equals)?.strip_suffix(local)?.strip_suffix(':')?.strip_prefix(' ')?;
    let rest = raw.get(equals + 1..)?.strip_prefix('"')?;
    let end = memchr::memchr2(b'"', b'&', rest.as_bytes())?;
    let is_usual = prefix.bytes().all(|byte| byte.is_ascii_alphanumeric()) && rest.as_bytes().get(end) == Some(&b'"');
    rest.get(..end).filter(|_| is_usual)
}

/// A place where the text is no XML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Bytes before it.
    pub at: u64,
}

/// The cursor.
pub struct Xml<'x, N> {
    reader: Reader<&'x [u8]>,
    bindings: Bindings<N>,
    depth: usize,
    /// Bytes passed over, which the reader has not counted.
    passed: u64,
    /// The element just opened is empty: its end comes next.
    is_empty: bool,
}

impl<'x, N: Clone> Xml<'x, N> {
    /// A cursor at the begin of `text`; `classify` tells what a namespace is, `none` stands for no namespace.
    pub fn new(text: &'x str, classify: fn(&str) -> N, none: N) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().allow_dangling_amp = true;
        Self { reader, bindings: Bindings::new(classify, none), depth: 0, passed: 0, is_empty: false }
    }

    /// The number of open elements.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The next step.
    ///
    /// # Errors
    /// Where the text is no XML; the cursor cannot go on.
    #[inline]
    pub fn step(&mut self) -> Result<Node<'x, N>, Broken> {
        if std::mem::take(&mut self.is_empty) {
            self.close();
            return Ok(Node::Close);
        }
        loop {
            match self.event()? {
                Event::Start(start) => return self.open(start),
                Event::Empty(start) => {
                    self.is_empty = true;
                    return self.open(start);
                }
                Event::End(_) => {
                    self.close();
                    return Ok(Node::Close);
                }
                Event::Text(text) => return Ok(Node::Text(text.into_inner())),
                Event::CData(data) => return Ok(Node::Text(data.into_inner())),
                Event::GeneralRef(reference) => return Ok(Node::Text(Cow::Owned(resolve(&reference)))),
                Event::Eof => return Ok(Node::End { whole: self.depth == 0 }),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    /// Passes over what the element just opened begins with, as far as nothing in it is wanted, without a step for each
    /// tag: what is wanted comes next, or the element's end. `is_wanted` is given local names and tags, from the name on.
    /// Most of a document's tags are properties that bear on no text; whether those are well-formed is not looked at.
    pub fn pass(&mut self, element: &Element<'x, N>, is_wanted: impl Fn(&[u8], &[u8]) -> bool) {
        if self.is_empty {
            return;
        }
        let rest = *self.reader.get_ref();
        let at = unwanted(rest, element.start.name().into_inner().as_bytes(), is_wanted);
        *self.reader.get_mut() = rest.get(at..).unwrap_or_default();
        self.passed += at as u64;
    }

    /// Passes over the rest of the element just opened.
    ///
    /// # Errors
    /// Where the text is no XML.
    pub fn skip_element(&mut self, element: &Element<'x, N>) -> Result<(), Broken> {
        self.pass(element, |_, _| false);
        self.skip()
    }

    /// The same, step by step.
    ///
    /// # Errors
    /// Where the text is no XML.
    pub fn skip(&mut self) -> Result<(), Broken> {
        let mut open = usize::from(!std::mem::take(&mut self.is_empty));
        while open > 0 {
            match self.event()? {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                // What is open stays so: the text is not whole.
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
        self.close();
        Ok(())
    }

    fn event(&mut self) -> Result<Event<'x>, Broken> {
        self.reader.read_event().map_err(|_| Broken { at: self.passed + self.reader.error_position() })
    }

    fn open(&mut self, start: BytesStart<'x>) -> Result<Node<'x, N>, Broken> {
        self.depth += 1;
        if !self.bindings.open(&start, self.depth) {
            return Err(Broken { at: self.passed + self.reader.buffer_position() });
        }
        let prefix = start.name().prefix().map(|prefix| prefix.into_inner());
        let local_at = prefix.map_or(0, |prefix| prefix.len() + 1);
        let ns = self.bindings.of(prefix.unwrap_or_default());
        Ok(Node::Open(Element { ns, start, local_at }))
    }

    fn close(&mut self) {
        self.bindings.close(self.depth);
        self.depth = self.depth.saturating_sub(1);
    }

    /// The namespace that a prefix is bound to here.
    pub fn namespace_of(&self, prefix: &str) -> Option<String> {
        self.bindings.uri(prefix).map(str::to_owned)
    }
}

/// How much of an element is passed over at a time: properties are short, and what is longer is stepped through.
const WINDOW: usize = 4096;

/// How many bytes behind an element's begin tag are whole elements in which nothing is wanted; all, up to the element's
/// end tag, or up to the child with the first tag that is wanted, or that is no tag of another element.
fn unwanted(rest: &[u8], name: &[u8], is_wanted: impl Fn(&[u8], &[u8]) -> bool) -> usize {
    let window = rest.get(..rest.len().min(WINDOW)).unwrap_or_default();
    let (mut child, mut depth) = (0, 0usize);
    for at in memchr::memchr_iter(b'<', window) {
        let tag = window.get(at + 1..).unwrap_or_default();
        if depth == 0 {
            child = at;
        }
        if let Some(closing) = tag.strip_prefix(b"/") {
            let is_own = closing.strip_prefix(name).is_some_and(|behind| behind.first() == Some(&b'>'));
            if is_own || depth == 0 {
                return if is_own { child } else { 0 };
            }
            depth -= 1;
            continue;
        }
        let Some(end) = memchr::memchr2(b'<', b'>', tag).filter(|&end| tag.get(end) == Some(&b'>')) else { break };
        let tag = tag.get(..end).unwrap_or_default();
        let own = tag.split(|byte| matches!(byte, b' ' | b'/' | b'\t' | b'\r' | b'\n')).next().unwrap_or_default();
        let local = memchr::memchr(b':', own).map_or(own, |colon| own.get(colon + 1..).unwrap_or_default());
        let is_none = matches!(tag.first(), Some(b'!' | b'?') | None);
        if own == name || is_none || !is_whole(tag.get(own.len()..).unwrap_or_default()) || is_wanted(local, tag) {
            break;
        }
        depth += usize::from(tag.last() != Some(&b'/'));
    }
    child
}

/// False for most attributes that are cut off by a `>` in a value.
fn is_whole(attributes: &[u8]) -> bool {
    let attributes = attributes.strip_suffix(b"/").unwrap_or(attributes).trim_ascii_end();
    matches!(attributes.last(), Some(b'"' | b'\'') | None)
}

/// A reference's text; one that XML does not define stays as written.
fn resolve(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    match quick_xml::escape::resolve_predefined_entity(reference) {
        Some(text) => text.to_owned(),
        None => format!("&{};", &**reference),
    }
}
