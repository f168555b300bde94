//! What the tests share.
#![allow(dead_code)]

use std::path::{Path, PathBuf};

/// A path below the real material beside the checkout, or `None` (said on stderr) where it is not there.
pub fn shared(path: &str) -> Option<PathBuf> {
    let full = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if full.exists() {
        return Some(full);
    }
    eprintln!("SKIPPED: ../shared/{path} is not beside this checkout");
    None
}

/// A path below `samples/`.
pub fn sample(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(path)
}
