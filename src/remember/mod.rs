//! Submissions as bytes and back, so that a file that was understood once need not be understood again.
//!
//! The bytes mean something only to the program that wrote them: [`BUILD`] names it, and whoever keeps them keeps that
//! beside them. Bytes that were damaged are noticed, never trusted.

mod codec;
mod words;

use std::borrow::Borrow;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use crate::model::Submission;
use codec::{Coded, Source};

pub use words::Words;

/// Names the rules of this program: another version, another source, another layout among those built in, another
/// library gives another name.
pub const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), "-", env!("INGEST_BUILD"));

/// Answers of more bytes than this, unpacked, are not kept: reading the file again is the smaller evil.
const MOST: u64 = 32 << 20;

/// Submissions as bytes; `None` where they are too many, or cannot be read back.
pub fn encode<S: Borrow<Submission>>(submissions: &[S], words: &Words) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    (submissions.len() as u64).put(&mut plain);
    for submission in submissions {
        submission.borrow().put(&mut plain);
    }
    if plain.len() as u64 > MOST || !submissions.iter().all(|one| words.know_all(one.borrow())) {
        return None;
    }
    // Its header holds no time and no name; its end holds a checksum.
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&plain).ok()?;
    packed.finish().ok()
}

/// The submissions that were made into these bytes; `None` where the bytes are damaged.
pub fn decode(packed: &[u8], words: &Words) -> Option<Vec<Submission>> {
    let mut plain = Vec::new();
    GzDecoder::new(packed).take(MOST + 1).read_to_end(&mut plain).ok()?;
    let mut source = Source { rest: &plain, words };
    let submissions = Vec::get(&mut source)?;
    source.rest.is_empty().then_some(submissions)
}
