//! Fatal errors: what stops the whole run, with what to do about it.

use std::path::PathBuf;

/// Why a run could not go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused something on a path.
    #[error("{what} {path}: {source}")]
    Io {
        /// What was tried, as a phrase: `cannot read`.
        what: &'static str,
        /// On which path.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A mapping is unsound.
    #[error("{file}:{line}: {message}")]
    Mapping {
        /// The mapping's file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
        /// What to write instead.
        hint: String,
    },
    /// The command line asks for something that cannot be.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to do.
        hint: String,
    },
    /// There was nothing to write.
    #[error("{message}")]
    Nothing {
        /// Why.
        message: String,
        /// What to do.
        hint: String,
    },
}

impl Error {
    /// What to do about it.
    pub fn hint(&self) -> &str {
        match self {
            Self::Io { .. } => "check that the path exists and that you may read and write there",
            Self::Mapping { hint, .. } | Self::Usage { hint, .. } | Self::Nothing { hint, .. } => hint,
        }
    }
}

/// A result with a fatal error.
pub type Result<T> = std::result::Result<T, Error>;
