//! Words are kept from one form to the next, and no more of them than are worth their room.

use std::sync::Arc;

use ingest::mapping::word::{Memory, Word};

/// Of texts asked for once more, how many were kept.
fn kept(memory: &Memory, texts: &[String]) -> usize {
    let mut forgotten = 0;
    for text in texts {
        memory.word(text, || {
            forgotten += 1;
            Word::default()
        });
    }
    texts.len() - forgotten
}

#[test]
fn a_word_is_looked_up_once() {
    let memory = Memory::default();
    let first = memory.word("一级指标", Word::default);
    let again = memory.word("一级指标", || panic!("it was kept"));
    assert!(Arc::ptr_eq(&first, &again));
}

#[test]
fn the_words_that_are_kept_are_bounded() {
    let memory = Memory::default();
    let texts: Vec<String> = (0..100_000).map(|n| format!("indicator {n}")).collect();
    assert_eq!(kept(&memory, &texts), 0);
    // Each text is asked for once more: only what was kept until now needs no look-up.
    let again: Vec<String> = texts.into_iter().rev().collect();
    let kept_at_most = kept(&memory, &again);
    assert!((1..=8192).contains(&kept_at_most), "{kept_at_most}");
}

#[test]
fn long_texts_are_not_kept() {
    let memory = Memory::default();
    let long = vec!["长".repeat(200)];
    assert_eq!(kept(&memory, &long) + kept(&memory, &long), 0);
}
