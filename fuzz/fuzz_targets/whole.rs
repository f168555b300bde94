//! Any bytes under any name through the whole library: the accounting law holds for whatever is read.
#![no_main]

use std::sync::LazyLock;

use ingest::pipeline::{Engine, Options};
use libfuzzer_sys::fuzz_target;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Options::default()).expect("the built-in mappings are sound"));

fuzz_target!(|bytes: &[u8]| {
    let submission = ENGINE.submission("fuzz", bytes);
    assert_eq!(submission.cells, submission.cells_used + submission.cells_reported);
});
