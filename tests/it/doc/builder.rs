//! Builds small Word 97 files, byte by byte, after [MS-DOC].

use std::io::{Cursor, Write};

/// Where the text begins in the main stream.
const TEXT: usize = 0x800;

/// A modifier: code and operand, lengths included.
pub fn sprm(code: u16, operand: &[u8]) -> Vec<u8> {
    [&code.to_le_bytes()[..], operand].concat()
}

/// sprmTDefTable: edges in twips and the first word of each TC80.
pub fn def_table(edges: &[i16], flags: &[u16]) -> Vec<u8> {
    let mut body = vec![u8::try_from(edges.len() - 1).unwrap()];
    edges.iter().for_each(|edge| body.extend(edge.to_le_bytes()));
    for flag in flags {
        body.extend(flag.to_le_bytes());
        body.extend([0; 18]);
    }
    let len = u16::try_from(body.len() + 1).unwrap();
    sprm(0xd608, &[&len.to_le_bytes()[..], &body].concat())
}

pub fn in_table() -> Vec<u8> {
    sprm(0x2416, &[1])
}

pub fn row_end(edges: &[i16], flags: &[u16]) -> Vec<u8> {
    [in_table(), sprm(0x2417, &[1]), def_table(edges, flags)].concat()
}

/// A paragraph: runs of text with character modifiers (the last run holds the mark), style and paragraph modifiers.
#[derive(Clone)]
pub struct Para {
    pub runs: Vec<(String, Vec<u8>)>,
    pub style: u16,
    pub papx: Vec<u8>,
}

impl Para {
    pub fn new(text: &str) -> Self {
        Self { runs: vec![(text.to_owned(), vec![])], style: 0, papx: vec![] }
    }
    pub fn papx(mut self, papx: Vec<u8>) -> Self {
        self.papx = papx;
        self
    }
    pub fn style(mut self, style: u16) -> Self {
        self.style = style;
        self
    }
}

/// Text from runs, with its paragraph mark.
pub fn runs(runs: &[(&str, Vec<u8>)]) -> Para {
    let runs = runs.iter().map(|(text, chpx)| ((*text).to_owned(), chpx.clone())).collect();
    Para { runs, style: 0, papx: vec![] }
}

pub fn cell(text: &str) -> Para {
    Para::new(&format!("{text}\u{7}")).papx(in_table())
}

/// A row of cells and its row mark.
pub fn row(cells: &[&str], edges: &[i16], flags: &[u16]) -> Vec<Para> {
    let mut row: Vec<Para> = cells.iter().map(|text| cell(text)).collect();
    row.push(Para::new("\u{7}").papx(row_end(edges, flags)));
    row
}

/// A piece: how many characters, one byte each or two, and its modifier.
#[derive(Clone, Copy)]
pub struct Piece {
    pub chars: usize,
    pub compressed: bool,
    pub prm: u16,
}

/// A style: kind (1 paragraph, 2 character), base, paragraph and character modifiers.
#[derive(Clone)]
pub struct Style {
    pub kind: u16,
    pub base: u16,
    pub papx: Vec<u8>,
    pub chpx: Vec<u8>,
}

/// A document to be.
#[derive(Default, Clone)]
pub struct Doc {
    pub paras: Vec<Para>,
    /// Paragraphs of the text boxes' story, one box a paragraph, and the shape of each.
    pub boxes: Vec<(Para, u32)>,
    /// Anchors: position in the main text, shape.
    pub anchors: Vec<(u32, u32)>,
    /// None: one piece of two bytes a character.
    pub pieces: Vec<Piece>,
    pub prcs: Vec<Vec<u8>>,
    pub styles: Vec<Style>,
    pub fonts: Vec<&'static str>,
    pub data: Vec<u8>,
    pub flags: u16,
}

impl Doc {
    pub fn of(paras: Vec<Para>) -> Self {
        Self { paras, ..Self::default() }
    }

    /// The file. Pieces are stored last first, as a fast save may.
    pub fn build(&self) -> Vec<u8> {
        let all: Vec<&Para> = self.paras.iter().chain(self.boxes.iter().map(|(para, _)| para)).collect();
        let units = |paras: &[&Para]| -> Vec<u16> {
            paras.iter().flat_map(|p| &p.runs).flat_map(|(text, _)| text.encode_utf16()).collect()
        };
        let main_text = units(&self.paras.iter().collect::<Vec<_>>()).len();
        let text = units(&all);
        let pieces = match self.pieces.is_empty() {
            true => vec![Piece { chars: text.len(), compressed: false, prm: 0 }],
            false => self.pieces.clone(),
        };
        let mut main = vec![0; TEXT];
        let mut fcs = vec![(0usize, 0usize); text.len()];
        let mut starts = vec![0; pieces.len()];
        for (i, piece) in pieces.iter().enumerate().rev() {
            let from: usize = pieces[..i].iter().map(|piece| piece.chars).sum();
            starts[i] = main.len();
            for cp in from..from + piece.chars {
                fcs[cp] = (main.len(), if piece.compressed { 1 } else { 2 });
                main.extend(text[cp].to_le_bytes().iter().take(fcs[cp].1));
            }
        }
        let mut chars = Vec::new();
        let mut paragraphs = Vec::new();
        let mut cp = 0;
        for para in all {
            let start = cp;
            for (text, chpx) in &para.runs {
                let len = text.encode_utf16().count();
                let body = [&[u8::try_from(chpx.len()).unwrap()][..], chpx].concat();
                chars.push((fcs[cp..cp + len].to_vec(), body));
                cp += len;
            }
            let mut body = para.style.to_le_bytes().to_vec();
            body.extend(&para.papx);
            // An even length is counted in words behind a nought, an odd one before the byte that it does not count.
            let words = u8::try_from(body.len().div_ceil(2)).unwrap();
            let head = if body.len() % 2 == 0 { vec![0, words] } else { vec![words] };
            paragraphs.push((fcs[start..cp].to_vec(), [head, body].concat()));
        }
        let chpx = pages(&mut main, chars, 1);
        let papx = pages(&mut main, paragraphs, 13);
        self.finish(main, main_text, text.len(), &clx(&pieces, &starts, &self.prcs), &chpx, &papx)
    }

    fn finish(&self, mut main: Vec<u8>, main_text: usize, all: usize, clx: &[u8], chpx: &[u8], papx: &[u8]) -> Vec<u8> {
        let mut table = vec![0; 8];
        let mut put = |at: usize, value: u32| main[at..at + 4].copy_from_slice(&value.to_le_bytes());
        let parts = [
            (1, stsh(&self.styles)),
            (12, chpx.to_vec()),
            (13, papx.to_vec()),
            (15, sttb(&self.fonts)),
            (33, clx.to_vec()),
            (40, self.spa()),
            (56, self.txbx()),
        ];
        for (index, bytes) in parts {
            put(154 + index * 8, table.len() as u32);
            put(154 + index * 8 + 4, bytes.len() as u32);
            table.extend(bytes);
        }
        put(76, main_text as u32);
        put(64 + 9 * 4, (all - main_text) as u32);
        let mut word = |at: usize, value: u16| main[at..at + 2].copy_from_slice(&value.to_le_bytes());
        for (at, value) in
            [(0, 0xa5ec), (2, 0xc1), (6, 0x0804), (10, 0x0200 | self.flags), (32, 14), (62, 22), (152, 93)]
        {
            word(at, value);
        }
        container(&[("WordDocument", &main), ("1Table", &table), ("Data", &self.data)])
    }

    fn spa(&self) -> Vec<u8> {
        let mut plc: Vec<u8> = self.anchors.iter().flat_map(|(cp, _)| cp.to_le_bytes()).collect();
        plc.extend(u32::MAX.to_le_bytes());
        for (_, shape) in &self.anchors {
            plc.extend(shape.to_le_bytes());
            plc.extend([0; 22]);
        }
        plc
    }

    fn txbx(&self) -> Vec<u8> {
        let mut cp = 0u32;
        let mut plc = cp.to_le_bytes().to_vec();
        for (para, _) in &self.boxes {
            cp += para.runs.iter().map(|(text, _)| text.encode_utf16().count() as u32).sum::<u32>();
            plc.extend(cp.to_le_bytes());
        }
        for (_, shape) in &self.boxes {
            plc.extend([0; 14]);
            plc.extend(shape.to_le_bytes());
            plc.extend([0; 4]);
        }
        plc
    }
}

/// An OLE container of these streams.
pub fn container(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        file.create_stream(name).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// Characters, each with its byte offset and width, and the properties that they share.
type Run = (Vec<(usize, usize)>, Vec<u8>);

/// Writes formatted disk pages for runs of characters (byte offset and width each), and gives their bin table.
fn pages(main: &mut Vec<u8>, runs: Vec<Run>, entry: usize) -> Vec<u8> {
    let mut extents: Vec<(usize, usize, Vec<u8>)> = Vec::new();
    for (chars, body) in runs {
        let mut open: Option<(usize, usize)> = None;
        for (fc, width) in chars {
            open = match open {
                Some((start, end)) if end == fc => Some((start, fc + width)),
                Some((start, end)) => {
                    extents.push((start, end, body.clone()));
                    Some((fc, fc + width))
                }
                None => Some((fc, fc + width)),
            };
        }
        extents.extend(open.map(|(start, end)| (start, end, body)));
    }
    extents.sort();
    main.resize(main.len().div_ceil(512) * 512, 0);
    let (mut firsts, mut numbers) = (Vec::new(), Vec::new());
    let mut rest = extents.as_slice();
    while !rest.is_empty() {
        let mut count = 1;
        let mut free = 511 - 8 - entry - (rest[0].2.len() + 1);
        while let Some(next) = rest.get(count) {
            let need = 4 + entry + next.2.len() + 2;
            if next.0 != rest[count - 1].1 || need > free {
                break;
            }
            free -= need;
            count += 1;
        }
        let mut page = vec![0u8; 512];
        let mut at = 511;
        for (i, (start, end, body)) in rest[..count].iter().enumerate() {
            page[i * 4..i * 4 + 4].copy_from_slice(&(*start as u32).to_le_bytes());
            page[i * 4 + 4..i * 4 + 8].copy_from_slice(&(*end as u32).to_le_bytes());
            at = (at - body.len()) / 2 * 2;
            page[at..at + body.len()].copy_from_slice(body);
            page[(count + 1) * 4 + i * entry] = u8::try_from(at / 2).unwrap();
        }
        page[511] = u8::try_from(count).unwrap();
        firsts.push(rest[0].0 as u32);
        numbers.push((main.len() / 512) as u32);
        main.extend(page);
        rest = &rest[count..];
    }
    firsts.push(extents.last().map_or(0, |last| last.1 as u32));
    firsts.into_iter().chain(numbers).flat_map(u32::to_le_bytes).collect()
}

fn clx(pieces: &[Piece], starts: &[usize], prcs: &[Vec<u8>]) -> Vec<u8> {
    let mut clx = Vec::new();
    for prc in prcs {
        clx.push(1);
        clx.extend(u16::try_from(prc.len()).unwrap().to_le_bytes());
        clx.extend(prc);
    }
    let mut plc = Vec::new();
    let mut cp = 0u32;
    plc.extend(cp.to_le_bytes());
    for piece in pieces {
        cp += piece.chars as u32;
        plc.extend(cp.to_le_bytes());
    }
    for (piece, start) in pieces.iter().zip(starts) {
        let fc = if piece.compressed { (*start as u32 * 2) | 0x4000_0000 } else { *start as u32 };
        plc.extend([0, 0]);
        plc.extend(fc.to_le_bytes());
        plc.extend(piece.prm.to_le_bytes());
    }
    clx.push(2);
    clx.extend((plc.len() as u32).to_le_bytes());
    clx.extend(plc);
    clx
}

fn stsh(styles: &[Style]) -> Vec<u8> {
    let mut sheet = 18u16.to_le_bytes().to_vec();
    sheet.extend(u16::try_from(styles.len()).unwrap().to_le_bytes());
    sheet.extend(10u16.to_le_bytes());
    sheet.extend([0; 14]);
    for style in styles {
        let mut std = vec![0, 0];
        std.extend((style.kind | style.base << 4).to_le_bytes());
        std.extend([0; 6]);
        // The name: one letter, ended by a nought.
        std.extend([1, 0, b's', 0, 0, 0]);
        let lists = if style.kind == 1 {
            vec![[&[0, 0][..], &style.papx].concat(), style.chpx.clone()]
        } else {
            vec![style.chpx.clone()]
        };
        for list in lists {
            std.extend(u16::try_from(list.len()).unwrap().to_le_bytes());
            std.extend(list);
            std.resize(std.len().div_ceil(2) * 2, 0);
        }
        sheet.extend(u16::try_from(std.len()).unwrap().to_le_bytes());
        sheet.extend(std);
    }
    sheet
}

fn sttb(fonts: &[&str]) -> Vec<u8> {
    let mut table = u16::try_from(fonts.len()).unwrap().to_le_bytes().to_vec();
    table.extend([0, 0]);
    for font in fonts {
        let mut ffn = vec![0; 39];
        font.encode_utf16().chain([0]).for_each(|unit| ffn.extend(unit.to_le_bytes()));
        table.push(u8::try_from(ffn.len()).unwrap());
        table.extend(ffn);
    }
    table
}
