//! Submissions as bytes and back.

use ingest::model::{Status, Submission};
use ingest::pipeline::{Engine, Options};
use ingest::remember::{Words, decode, encode};
use proptest::prelude::*;

use crate::support::{sample_name, samples};

#[test]
fn every_sample_is_the_same_when_read_back() {
    let engine = Engine::new(Options::default()).unwrap();
    let words = Words::default();
    let mut rows = 0;
    for path in samples() {
        let name = sample_name(&path);
        let all = engine.submissions(&name, &std::fs::read(&path).unwrap());
        let all: Vec<Submission> = all.into_iter().map(|understanding| understanding.submission).collect();
        rows += all.iter().map(Submission::indicator_count).sum::<usize>();
        let bytes = encode(&all, &words).unwrap_or_else(|| panic!("{name} cannot be remembered"));
        assert!(decode(&bytes, &words).as_ref() == Some(&all), "{name} is remembered wrongly");
    }
    assert!(rows > 500, "{rows}");
}

fn some() -> (Vec<u8>, Words) {
    let words = Words::default();
    let one = Submission {
        source_file: "2024/表1.doc".to_owned(),
        format: "doc",
        status: Status::Rejected,
        reason: "damaged".repeat(40),
        ..Submission::default()
    };
    (encode(&[one.clone(), one], &words).unwrap(), words)
}

#[test]
fn a_word_that_is_not_the_programs_own_is_not_remembered() {
    let strange = Submission { format: "no such format", ..Submission::default() };
    assert_eq!(encode(&[strange], &Words::default()), None);
}

proptest! {
    /// A byte that was changed, or an end that was cut off, is noticed.
    #[test]
    fn damage_is_noticed(at in any::<prop::sample::Index>(), by in 1..=255_u8, cut in any::<bool>()) {
        let (mut bytes, words) = some();
        let whole = decode(&bytes, &words);
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] ^= by;
        }
        // The header of a gzip stream has bytes that mean nothing, such as the system's name.
        let damaged = decode(&bytes, &words);
        prop_assert!(damaged.is_none() || damaged == whole);
    }

    /// Bytes that never were a submission do no harm.
    #[test]
    fn strange_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(decode(&bytes, &Words::default()), None);
    }
}
