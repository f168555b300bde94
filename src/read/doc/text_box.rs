//! Text boxes: which drawn object of the main text shows which range of the text boxes' story ([MS-DOC] 2.8.37
//! PlcfSpa, 2.8.32 PlcftxbxTxt).

use std::collections::BTreeMap;
use std::ops::Range;

use super::bytes::{size_at, u16_at, u32_at};
use super::fib::{Fib, Part};

const SPA: usize = 26;
const FTXBXS: usize = 22;

/// The text boxes of the main text.
#[derive(Debug, Default)]
pub(super) struct TextBoxes {
    /// Shape by the position of its anchor.
    anchors: BTreeMap<usize, u32>,
    /// Range of characters by shape.
    ranges: BTreeMap<u32, Range<usize>>,
}

impl TextBoxes {
    /// Reads anchors and ranges.
    pub(super) fn read(table: &[u8], fib: &Fib) -> Self {
        let plc = fib.part(Part::Anchors, table);
        let count = plc.len().saturating_sub(4) / (4 + SPA);
        let anchor = |i: usize| Some((size_at(plc, i * 4)?, u32_at(plc, (count + 1) * 4 + i * SPA)?));
        let anchors = (0..count).filter_map(anchor).collect();

        let plc = fib.part(Part::TextBoxes, table);
        let count = plc.len().saturating_sub(4) / (4 + FTXBXS);
        let range = |i: usize| {
            let at = (count + 1) * 4 + i * FTXBXS;
            let (start, end) = (size_at(plc, i * 4)?, size_at(plc, i * 4 + 4)?);
            let reusable = u16_at(plc, at + 8)? != 0;
            let start = fib.text_boxes.start.checked_add(start)?;
            let end = fib.text_boxes.start.checked_add(end)?.min(fib.text_boxes.end);
            (!reusable && start < end).then_some((u32_at(plc, at + 14)?, start..end))
        };
        Self { anchors, ranges: (0..count).filter_map(range).collect() }
    }

    /// Takes the range of the text box that is anchored at a position of the main text.
    pub(super) fn take(&mut self, cp: usize) -> Option<Range<usize>> {
        self.ranges.remove(self.anchors.get(&cp)?)
    }

    /// The ranges that no anchor asked for.
    pub(super) fn left(self) -> impl Iterator<Item = Range<usize>> {
        self.ranges.into_values()
    }
}
