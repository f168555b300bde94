//! Fields: which characters are a field's code, not its result ([MS-DOC] 2.8.25).

use std::ops::Range;

const BEGIN: u16 = 0x13;
const SEPARATOR: u16 = 0x14;
const END: u16 = 0x15;
const CELL: u16 = 0x07;
/// More units than the code of any overlay; bounds the work on fields in fields.
const LONGEST_OVERLAY: usize = 1000;

/// The ranges of a story that are field codes, in order, none overlapping.
#[derive(Debug, Default)]
pub(super) struct Fields {
    codes: Vec<Range<usize>>,
    next: usize,
}

impl Fields {
    /// Finds the field codes of a story. A field that is never closed hides nothing: its marks must be damage.
    pub(super) fn find(units: &[u16], story: Range<usize>) -> Self {
        let mut open: Vec<(usize, Option<usize>)> = Vec::new();
        let mut found = Vec::new();
        let marks = units.get(story.clone()).unwrap_or_default();
        if !marks.contains(&BEGIN) {
            return Self::default();
        }
        for (cp, &unit) in story.zip(marks).filter(|&(_, &unit)| unit <= END) {
            match unit {
                BEGIN => open.push((cp, None)),
                SEPARATOR => {
                    if let Some((_, separator @ None)) = open.last_mut() {
                        *separator = Some(cp);
                    }
                }
                END => {
                    if let Some((begin, separator)) = open.pop() {
                        let overlaid = if separator.is_none() { overlaid(units, begin..cp) } else { None };
                        match overlaid {
                            Some(shown) => found.extend([begin..shown.start - 1, shown.end..cp]),
                            None => found.push(begin..separator.unwrap_or(cp)),
                        }
                    }
                }
                // A field's code lies in one cell.
                CELL => open.retain(|(_, separator)| separator.is_some()),
                _ => {}
            }
        }
        found.sort_unstable_by_key(|code| code.start);
        let mut codes: Vec<Range<usize>> = Vec::new();
        for code in found {
            match codes.last_mut() {
                Some(last) if code.start <= last.end => last.end = last.end.max(code.end),
                _ => codes.push(code),
            }
        }
        Self { codes, next: 0 }
    }

    /// True where some of a range may be field code; ranges and positions are asked for in order.
    pub(super) fn touches(&mut self, range: &Range<usize>) -> bool {
        self.covers(range.start) || self.codes.get(self.next).is_some_and(|code| code.start < range.end)
    }

    /// True where a position is field code; positions are asked for in order.
    pub(super) fn covers(&mut self, cp: usize) -> bool {
        while self.codes.get(self.next).is_some_and(|code| code.end < cp) {
            self.next += 1;
        }
        self.codes.get(self.next).is_some_and(|code| code.start <= cp)
    }
}

/// What is printed of an overlay, `EQ \o(…,…)`: by it Word writes phonetic guides and enclosed characters. It has no
/// result; its last argument is the text, the others stand above or around it.
fn overlaid(units: &[u16], field: Range<usize>) -> Option<Range<usize>> {
    let is = |cp: usize, c: u8| units.get(cp) == Some(&u16::from(c));
    let code = units.get(field.start + 1..field.end).filter(|code| code.len() < LONGEST_OVERLAY)?;
    let code = String::from_utf16_lossy(code).to_ascii_lowercase();
    if !code.trim_start().starts_with("eq ") || !code.contains("\\o") {
        return None;
    }
    let close = field.clone().rev().find(|&cp| !is(cp, b' ')).filter(|&cp| is(cp, b')'))?;
    let mut depth = 0usize;
    for cp in (field.start + 1..close).rev() {
        if is(cp, b')') {
            depth += 1;
        } else if is(cp, b'(') {
            depth = depth.checked_sub(1)?;
        } else if depth == 0 && (is(cp, b',') || is(cp, b';')) {
            return Some(cp + 1..close);
        }
    }
    None
}
