//! Fields: which characters are a field's code, not its result ([MS-DOC] 2.8.25).

use std::ops::Range;

const BEGIN: u16 = 0x13;
const SEPARATOR: u16 = 0x14;
const END: u16 = 0x15;
const CELL: u16 = 0x07;

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
        for cp in story {
            match units.get(cp) {
                Some(&BEGIN) => open.push((cp, None)),
                Some(&SEPARATOR) => {
                    if let Some((_, separator @ None)) = open.last_mut() {
                        *separator = Some(cp);
                    }
                }
                Some(&END) => {
                    if let Some((begin, separator)) = open.pop() {
                        found.push(begin..separator.unwrap_or(cp));
                    }
                }
                // A field's code lies in one cell.
                Some(&CELL) => open.retain(|(_, separator)| separator.is_some()),
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

    /// True where a position is field code; positions are asked for in order.
    pub(super) fn covers(&mut self, cp: usize) -> bool {
        while self.codes.get(self.next).is_some_and(|code| code.end < cp) {
            self.next += 1;
        }
        self.codes.get(self.next).is_some_and(|code| code.start <= cp)
    }
}
