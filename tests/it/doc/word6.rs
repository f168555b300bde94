//! Word 6 and 95.

use super::builder::container;
use super::{cells, layout, lines, try_read};
use crate::support::shared;

#[test]
fn a_word_95_document_is_read() {
    let Some(path) = shared("real/word/hostile/word95.doc") else { return };
    let read = try_read(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!(lines(&read)[0], "The quick brown fox jumps over the lazy dog");
    assert_eq!(lines(&read)[6], "Last (4th) paragraph.");
}

/// A Word 6 file saved whole: paragraphs of bytes with their one-byte modifiers; `wide` for two bytes a character.
fn build(paras: &[(&[u8], Vec<u8>)], wide: bool) -> Vec<u8> {
    const TEXT: usize = 0x300;
    let mut main = vec![0u8; TEXT];
    let mut ends = vec![TEXT as u32];
    for (text, _) in paras {
        main.extend(*text);
        ends.push(main.len() as u32);
    }
    let end = main.len();
    main.resize(end.div_ceil(512) * 512, 0);
    let page_number = (main.len() / 512) as u16;
    let mut page = vec![0u8; 512];
    let mut at = 511;
    ends.iter().enumerate().for_each(|(i, fc)| page[i * 4..i * 4 + 4].copy_from_slice(&fc.to_le_bytes()));
    for (i, (_, papx)) in paras.iter().enumerate() {
        // A count of words, the style, modifiers.
        let words = (1 + papx.len()).div_ceil(2);
        at = (at - 1 - words * 2) / 2 * 2;
        page[at] = words as u8;
        page[at + 2..at + 2 + papx.len()].copy_from_slice(papx);
        page[ends.len() * 4 + i * 7] = (at / 2) as u8;
    }
    page[511] = paras.len() as u8;
    main.extend(page);
    let bins = main.len();
    for fc in [TEXT as u32, end as u32] {
        main.extend(fc.to_le_bytes());
    }
    main.extend(page_number.to_le_bytes());
    let count = (end - TEXT) / if wide { 2 } else { 1 };
    for (at, value) in [(0x18, TEXT), (0x1c, end), (0x34, count), (0xc0, bins), (0xc4, 10)] {
        main[at..at + 4].copy_from_slice(&(value as u32).to_le_bytes());
    }
    for (at, value) in [(0, 0xa5dcu16), (2, 104), (6, 0x0804), (10, if wide { 0x1000 } else { 0 })] {
        main[at..at + 2].copy_from_slice(&value.to_le_bytes());
    }
    container(&[("WordDocument", &main)])
}

/// sprmPFInTable, sprmPTtp, sprmTDefTable with TCs of ten bytes.
fn row_end(edges: &[i16]) -> Vec<u8> {
    let mut body = vec![(edges.len() - 1) as u8];
    edges.iter().for_each(|edge| body.extend(edge.to_le_bytes()));
    body.resize(body.len() + (edges.len() - 1) * 10, 0);
    let len = (body.len() as u16 + 1).to_le_bytes();
    [&[24, 1, 25, 1, 190][..], &len, &body].concat()
}

#[test]
fn a_chinese_table_of_word_6_is_read() {
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    for (encode, is_wide) in [(&gbk as &dyn Fn(&str) -> Vec<u8>, false), (&wide, true)] {
        let texts = ["标题\r", "年度\u{7}", "≥95%\u{7}", "\u{7}", "合并\u{7}", "\u{7}"].map(encode);
        let papx = [vec![], vec![24, 1], vec![24, 1], row_end(&[0, 900, 2000]), vec![24, 1], row_end(&[0, 2000])];
        let paras: Vec<(&[u8], Vec<u8>)> = texts.iter().map(Vec::as_slice).zip(papx).collect();
        let read = try_read(&build(&paras, is_wide)).unwrap();
        assert_eq!(lines(&read), ["标题"]);
        assert_eq!(cells(&layout(read).grids[0]), ["0,0 年度", "0,1 ≥95%", "1,0 1x2 合并"]);
    }
}
