//! Text as the readers of values see it: width, dashes and white space folded.

use crate::text;

/// The text's characters: full width folded to half, small forms and look-alike signs to one sign, characters of no
/// width and controls gone, white space runs to one blank (or one line break, if the run has one), outer ones gone.
pub(super) fn fold(raw: &str) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(raw.len() / 2);
    for c in raw.chars() {
        let is_break = matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        if is_break || c.is_whitespace() {
            let blank = if is_break { '\n' } else { ' ' };
            match out.last_mut() {
                Some(last) if *last == ' ' => *last = blank,
                Some('\n') | None => {}
                Some(_) => out.push(blank),
            }
        } else if !text::is_blank(c) && !c.is_control() {
            out.push(sign(text::fold_width(c)));
        }
    }
    while out.last().is_some_and(|c| is_blank(*c)) {
        out.pop();
    }
    out
}

/// One sign for the signs that look alike.
fn sign(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{2501}' | '\u{fe58}' | '\u{fe63}' | '\u{30fc}' => '-',
        '\u{301c}' | '\u{223c}' | '\u{2dc}' => '~',
        '\u{2236}' | '\u{fe30}' | '\u{fe55}' => ':',
        '\u{2215}' | '\u{2044}' => '/',
        '\u{30fb}' | '\u{2022}' | '\u{2027}' | '\u{2219}' | '\u{22c5}' => '·',
        '\u{2715}' | '\u{2573}' => '×',
        '\u{ffe5}' => '¥',
        '\u{fe50}' => ',',
        '\u{fe52}' => '.',
        '\u{fe54}' => ';',
        '\u{fe59}' => '(',
        '\u{fe5a}' => ')',
        '\u{fe61}' => '*',
        '\u{fe62}' => '+',
        '\u{fe64}' => '<',
        '\u{fe65}' => '>',
        '\u{fe66}' => '=',
        '\u{fe6a}' => '%',
        _ => c,
    }
}

/// True for the two kinds of white space that folding leaves.
pub(super) fn is_blank(c: char) -> bool {
    c == ' ' || c == '\n'
}

/// True where a clause ends.
pub(super) fn ends_clause(c: char) -> bool {
    matches!(c, ',' | ';' | '。' | '、' | '\n' | '!' | '?')
}

/// True for brackets, opening or closing.
pub(super) fn is_bracket(c: char) -> bool {
    opens(c) || closes(c)
}

/// True for opening brackets and quotes.
pub(super) fn opens(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '【' | '〔' | '《' | '〈' | '“' | '‘' | '「')
}

/// True for closing brackets and quotes.
pub(super) fn closes(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '】' | '〕' | '》' | '〉' | '”' | '’' | '」')
}

/// The first place from `at` on that is no white space.
pub(super) fn skip_blanks(text: &[char], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|c| is_blank(**c)).count()
}

/// The text of a stretch, its outer punctuation and white space off; empty if the stretch is.
pub(super) fn trimmed(text: &[char], from: usize, to: usize) -> String {
    let stretch: String = text.get(from..to).unwrap_or_default().iter().collect();
    let loose = |c: char| {
        is_blank(c)
            || ends_clause(c)
            || is_bracket(c)
            || matches!(c, ':' | '.' | '-' | '/' | '"' | '\'' | '…' | '~' | '*')
    };
    stretch.trim_matches(loose).to_owned()
}
