//! Any bytes as a document with others inside it: no panic, no hang.
#![no_main]

use ingest::model::{Limits, Source};
use ingest::read::detect::detect;
use ingest::read::embedded::attachments;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { unpacked_size: 16 << 20, ..Limits::default() };
    let source = Source { name: "fuzz", bytes, limits: &limits };
    let inside = attachments(detect("fuzz", bytes), &source);
    // Containers inside containers may give the limit once each.
    let size: u64 = inside.found.iter().map(|one| one.bytes.len() as u64).sum();
    assert!(size <= limits.unpacked_size * 2, "{size}");
});
