//! Names that many cells share.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// The name of a field or a label's role: fixed, or one of a mapping's, shared by all that carry it.
#[derive(Debug, Clone)]
pub enum Name {
    /// The program's own.
    Fixed(&'static str),
    /// A mapping's.
    Shared(Arc<str>),
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Fixed(name) => name,
            Self::Shared(name) => name,
        }
    }
}

impl Default for Name {
    fn default() -> Self {
        Self::Fixed("")
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Name {}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl From<&'static str> for Name {
    fn from(name: &'static str) -> Self {
        Self::Fixed(name)
    }
}

impl From<String> for Name {
    fn from(name: String) -> Self {
        Self::Shared(name.into())
    }
}
