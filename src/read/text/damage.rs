//! Text that an export tool ruined: it must be refused with a reason, never mapped.
//!
//! A Chinese office document holds Chinese letters, ASCII and a few symbols. Binary bytes shown as letters, or text
//! read in a wrong encoding, leave characters that such a document never mixes.

use crate::finding::{Finding, PARTLY_READ};
use crate::model::Rejection;

const HINT: &str = "export the original document again with another program, or give the .doc or .docx itself";

/// Looks for ruined text: a finding where there is a little of it.
///
/// # Errors
/// When the text is damaged beyond use.
pub fn check(text: &str) -> Result<Option<Finding>, Rejection> {
    let counts = Counts::of(text);
    if counts.visible == 0 {
        return Ok(None);
    }
    if counts.replaced * 10 > counts.visible {
        return Err(Rejection::new("more than a tenth of the bytes are no text in any encoding we know", HINT));
    }
    if counts.controls >= 8 && counts.controls * 50 > counts.visible {
        return Err(Rejection::new("the file holds binary data, not text", HINT));
    }
    if counts.strange >= 8 && counts.strange * 5 > counts.visible || is_replacement_reencoded(text) {
        return Err(Rejection::new("the text was once opened in a wrong encoding and is unreadable", HINT));
    }
    let spots = ruined_spots(text);
    if spots >= 3 && spots * 5000 >= counts.visible {
        let reason = "pieces of the text are binary rubbish: the program that exported it lost parts of the document";
        return Err(Rejection::new(reason, HINT));
    }
    Ok((spots > 0).then(|| {
        Finding::new(&PARTLY_READ, format!("{spots} place(s) hold letters that make no sense in Chinese text"), HINT)
    }))
}

#[derive(Default)]
struct Counts {
    visible: usize,
    replaced: usize,
    controls: usize,
    strange: usize,
}

impl Counts {
    fn of(text: &str) -> Self {
        let mut counts = Self::default();
        for c in text.chars() {
            counts.visible += usize::from(!crate::text::is_blank(c));
            counts.replaced += usize::from(c == '\u{fffd}');
            counts.controls += usize::from(is_binary_control(c));
            counts.strange += usize::from(is_strange(c));
        }
        counts
    }
}

/// Control characters that no text export writes; word processors use 7, 11, 12 and 28 to 31 as marks.
fn is_binary_control(c: char) -> bool {
    matches!(c, '\0'..='\u{6}' | '\u{8}' | '\u{e}'..='\u{1b}' | '\u{7f}'..='\u{9f}')
}

/// Latin letters and quotation marks outside ASCII that Chinese text does not use; pinyin letters are used.
fn is_strange(c: char) -> bool {
    match c {
        '\u{a0}'
        | '\u{a5}'
        | '\u{a7}'
        | '\u{a9}'
        | '\u{ab}'
        | '\u{ad}'
        | '\u{ae}'
        | '\u{b0}'..='\u{b3}'
        | '\u{b7}'
        | '\u{b9}'
        | '\u{bb}'..='\u{be}'
        | '\u{d7}'
        | '\u{f7}' => false,
        'ā' | 'ē' | 'ě' | 'ī' | 'ō' | 'ū' | 'ǎ'..='ǜ' | 'ń' | 'ň' | 'ǹ' => false,
        '\u{80}'..='\u{24f}' => true,
        '\u{2c6}' | '\u{2dc}' | '\u{201a}' | '\u{201e}' | '\u{2020}' | '\u{2021}' | '\u{2039}' | '\u{203a}' => true,
        _ => false,
    }
}

/// Words with strange characters that no foreign name explains: odd symbols among them, or capitals side by side.
fn ruined_spots(text: &str) -> usize {
    let is_word = |c: char| c.is_ascii_graphic() || is_strange(c);
    text.split(|c| !is_word(c)).filter(|word| is_ruined(word)).count()
}

fn is_ruined(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    if letters.iter().filter(|&&c| is_strange(c)).count() < 2 {
        return false;
    }
    let is_odd = |c: &char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '.' | ',' | '(' | ')' | '/' | '&');
    let are_capitals = |pair: &[char]| pair.iter().all(|&c| is_strange(c)) && pair.iter().any(|c| c.is_uppercase());
    letters.iter().any(is_odd) || letters.windows(2).any(are_capitals)
}

/// U+FFFD saved as UTF-8 and read as GB 18030 gives the same three letters again and again.
fn is_replacement_reencoded(text: &str) -> bool {
    text.matches("\u{951f}\u{65a4}\u{62f7}").count() >= 3
}
