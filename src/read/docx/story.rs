//! The blocks of a body in the making: paragraphs, tables, rows and cells that are still open.

use crate::model::limits::grow;
use crate::model::{Block, CellBlocks, RawCell, RawRow, RawTable};

/// Blocks in order, and the text of paragraphs whose mark is gone, which runs into the next paragraph.
#[derive(Debug, Default)]
struct Flow {
    blocks: CellBlocks,
    carry: Option<String>,
}

impl Flow {
    fn push(&mut self, block: Block) {
        self.flush();
        self.blocks.push(block);
    }

    fn flush(&mut self) {
        if let Some(text) = self.carry.take()
            && !text.is_empty()
        {
            self.blocks.push(Block::Paragraph(text));
        }
    }

    fn finish(mut self) -> CellBlocks {
        self.flush();
        self.blocks
    }
}

/// A paragraph that is still open.
#[derive(Debug, Default)]
pub struct OpenParagraph {
    /// Its text so far.
    pub text: String,
    /// True when its style hides text.
    pub hidden: bool,
    /// True when its mark is deleted or hidden: it runs into the next paragraph.
    pub mark_gone: bool,
    /// Text boxes anchored in it; they follow it.
    boxes: Vec<Block>,
}

#[derive(Debug)]
enum Frame {
    Flow(Flow),
    Paragraph(OpenParagraph),
    Table(RawTable),
    Row { row: RawRow, dropped: bool },
    Cell { cell: RawCell, flow: Flow, dropped: bool },
}

/// A body in the making.
#[derive(Debug)]
pub struct Story {
    frames: Vec<Frame>,
}

impl Default for Story {
    fn default() -> Self {
        Self { frames: vec![Frame::Flow(Flow::default())] }
    }
}

impl Story {
    /// The innermost open frame as a paragraph.
    pub fn paragraph(&mut self) -> Option<&mut OpenParagraph> {
        match self.frames.last_mut() {
            Some(Frame::Paragraph(paragraph)) => Some(paragraph),
            _ => None,
        }
    }

    /// The innermost open frame as a table.
    pub fn table(&mut self) -> Option<&mut RawTable> {
        match self.frames.last_mut() {
            Some(Frame::Table(table)) => Some(table),
            _ => None,
        }
    }

    /// The innermost open frame as a row.
    pub fn row(&mut self) -> Option<&mut RawRow> {
        match self.frames.last_mut() {
            Some(Frame::Row { row, .. }) => Some(row),
            _ => None,
        }
    }

    /// The innermost open frame as a cell.
    pub fn cell(&mut self) -> Option<&mut RawCell> {
        match self.frames.last_mut() {
            Some(Frame::Cell { cell, .. }) => Some(cell),
            _ => None,
        }
    }

    /// True somewhere inside a cell.
    pub fn in_cell(&self) -> bool {
        self.frames.iter().any(|frame| matches!(frame, Frame::Cell { .. }))
    }

    /// Leaves the innermost open row or cell out when it closes.
    pub fn drop_innermost(&mut self) {
        if let Some(Frame::Row { dropped, .. } | Frame::Cell { dropped, .. }) = self.frames.last_mut() {
            *dropped = true;
        }
    }

    /// Adds text to the open paragraph; where none is open it is a paragraph of its own.
    pub fn text(&mut self, text: &str) {
        match self.paragraph() {
            Some(paragraph) => grow(&mut paragraph.text, text),
            None => self.block(Block::Paragraph(text.to_owned())),
        }
    }

    /// Opens a paragraph.
    pub fn open_paragraph(&mut self, hidden: bool) {
        let text = self.flow().and_then(|flow| flow.carry.take()).unwrap_or_default();
        self.frames.push(Frame::Paragraph(OpenParagraph { text, hidden, ..OpenParagraph::default() }));
    }

    /// Opens a table.
    pub fn open_table(&mut self) {
        self.frames.push(Frame::Table(RawTable::default()));
    }

    /// Opens a row, if a table is open; says whether it did.
    pub fn open_row(&mut self) -> bool {
        let fits = self.table().is_some();
        if fits {
            self.frames.push(Frame::Row { row: RawRow::default(), dropped: false });
        }
        fits
    }

    /// Opens a cell, if a row is open; says whether it did.
    pub fn open_cell(&mut self) -> bool {
        let fits = self.row().is_some();
        if fits {
            self.frames.push(Frame::Cell { cell: RawCell::default(), flow: Flow::default(), dropped: false });
        }
        fits
    }

    /// Opens a flow of blocks of its own (a text box).
    pub fn open_flow(&mut self) {
        self.frames.push(Frame::Flow(Flow::default()));
    }

    /// Closes the innermost frame and hands its content to the frame around it.
    pub fn close(&mut self) {
        match self.frames.pop() {
            Some(Frame::Flow(flow)) => {
                for block in flow.finish() {
                    self.block(block);
                }
            }
            Some(Frame::Paragraph(paragraph)) => self.close_paragraph(paragraph),
            Some(Frame::Table(table)) if !table.rows.is_empty() => self.block(Block::Table(Box::new(table))),
            Some(Frame::Row { row, dropped: false }) => {
                if let Some(table) = self.table() {
                    table.rows.push(row);
                }
            }
            Some(Frame::Cell { mut cell, flow, dropped: false }) => {
                cell.blocks = flow.finish();
                if let Some(row) = self.row() {
                    row.cells.push(cell);
                }
            }
            Some(Frame::Table(_) | Frame::Row { .. } | Frame::Cell { .. }) | None => {}
        }
    }

    fn close_paragraph(&mut self, paragraph: OpenParagraph) {
        let OpenParagraph { text, mark_gone, boxes, .. } = paragraph;
        match self.flow() {
            Some(flow) if mark_gone => flow.carry = Some(text),
            _ => self.block(Block::Paragraph(text)),
        }
        for block in boxes {
            self.block(block);
        }
    }

    /// The flow that the innermost frame itself is.
    fn flow(&mut self) -> Option<&mut Flow> {
        match self.frames.last_mut() {
            Some(Frame::Flow(flow) | Frame::Cell { flow, .. }) => Some(flow),
            _ => None,
        }
    }

    /// Adds a block to the nearest frame that holds blocks; the outermost always does.
    fn block(&mut self, block: Block) {
        for frame in self.frames.iter_mut().rev() {
            match frame {
                Frame::Flow(flow) | Frame::Cell { flow, .. } => return flow.push(block),
                Frame::Paragraph(paragraph) => return paragraph.boxes.push(block),
                Frame::Table(_) | Frame::Row { .. } => {}
            }
        }
    }

    /// Closes whatever is open and gives the blocks.
    pub fn finish(mut self) -> Vec<Block> {
        while self.frames.len() > 1 {
            self.close();
        }
        match self.frames.pop() {
            Some(Frame::Flow(flow)) => flow.finish().into_vec(),
            _ => Vec::new(),
        }
    }
}
