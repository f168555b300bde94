//! Word 6 and 95.

use super::lines;
use super::try_read;
use crate::support::shared;

#[test]
fn a_word_95_document_is_read() {
    let Some(path) = shared("real/word/hostile/word95.doc") else { return };
    let read = try_read(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!(lines(&read)[0], "The quick brown fox jumps over the lazy dog");
    assert_eq!(lines(&read)[6], "Last (4th) paragraph.");
}
