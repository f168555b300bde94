//! Any bytes as an archive: no panic, no hang, no member larger than it says, nothing beyond the limits.
#![no_main]

use ingest::model::Limits;
use ingest::unpack::{Blob, Budget, Bundle};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { archive_size: 16 << 20, entries: 1000, ..Limits::default() };
    let mut budget = Budget::new(&limits, bytes.len() as u64);
    let Ok(Some(bundle)) = Bundle::open(&Blob::memory(bytes), "fuzz", &limits, &mut budget) else { return };
    assert!(bundle.members().len() <= 1000);
    assert!(bundle.members().windows(2).all(|pair| pair[0].name < pair[1].name));
    for (index, member) in bundle.members().iter().enumerate() {
        assert!(!member.name.split('/').any(|part| matches!(part, "" | "." | "..")), "{}", member.name);
        if let Ok(bytes) = bundle.bytes(index, &limits) {
            assert_eq!(bytes.len() as u64, member.size);
        }
        let _ = bundle.nested(index, &limits, &mut budget);
    }
});
