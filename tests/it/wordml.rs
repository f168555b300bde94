//! Word 2003 XML: the same facts under its own names.

use ingest::finding::PARTLY_READ;
use ingest::model::{Anchors, Block, Document, Format, Layout, Limits, Rejection, Source};
use ingest::read;

use crate::support::shared;

const NAMES: &str = r#"xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"
    xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:aml="http://schemas.microsoft.com/aml/2001/core"
    xmlns:o="urn:schemas-microsoft-com:office:office""#;

fn whole(styles: &str, body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>
        <w:wordDocument {NAMES} xml:space="preserve"><o:DocumentProperties><o:Title>title</o:Title></o:DocumentProperties>
        <w:lists><w:listDef><w:lvl><w:lvlText w:val="x"/></w:lvl></w:listDef></w:lists><w:styles>{styles}</w:styles>
        <w:body><wx:sect>{body}<w:sectPr><w:hdr><w:p><w:r><w:t>header</w:t></w:r></w:p></w:hdr></w:sectPr></wx:sect></w:body>
        </w:wordDocument>"#
    )
}

fn try_read(bytes: &[u8]) -> Result<Document, Rejection> {
    assert_eq!(read::detect::detect("a.doc", bytes), Format::WordMl);
    read::read(Format::WordMl, &Source { name: "a.doc", bytes, limits: &Limits::default() })
}

fn texts(styles: &str, body: &str) -> Vec<String> {
    let document = try_read(whole(styles, body).as_bytes()).unwrap();
    let text = |block: Block| match block {
        Block::Paragraph(text) => Some(text),
        Block::Table(_) => None,
    };
    document.blocks.into_iter().filter_map(text).collect()
}

fn layout(document: Document) -> Layout {
    ingest::table::layout(document, &Anchors::default(), &Limits::default()).0
}

fn tc(props: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{props}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
}

#[test]
fn tables_have_their_merges() {
    let body = format!(
        "<wx:sub-section><w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl></wx:sub-section>",
        tc(r#"<w:vmerge w:val="restart"/>"#, "a"),
        tc(r#"<w:gridSpan w:val="2"/>"#, "b"),
        tc(r#"<w:vmerge w:val="continue"/>"#, ""),
        tc(r#"<w:hmerge w:val="restart"/>"#, "c"),
        tc(r#"<w:hmerge w:val="continue"/>"#, ""),
        tc("<w:vmerge/>", ""),
        tc("", "d"),
        tc("", "e"),
    );
    let grids = layout(try_read(whole("", &body).as_bytes()).unwrap()).grids;
    let shown: Vec<_> = grids[0].cells.iter().map(|c| (c.row, c.col, c.rowspan, c.colspan, c.text.as_str())).collect();
    assert_eq!(shown, [(0, 0, 3, 1, "a"), (0, 1, 1, 2, "b"), (1, 1, 1, 2, "c"), (2, 1, 1, 1, "d"), (2, 2, 1, 1, "e")]);
}

#[test]
fn annotations_of_deletion_go_and_of_insertion_stay() {
    let annotated = |kind: &str, inner: &str| {
        format!(
            r#"<aml:annotation aml:id="0" w:type="Word.{kind}"><aml:content>{inner}</aml:content></aml:annotation>"#
        )
    };
    let r = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let deleted = "<w:r><w:delText>x</w:delText></w:r>";
    let comment = annotated("Comment", "<w:p><w:r><w:t>comment</w:t></w:r></w:p>");
    let body = format!(
        "<w:p>{}{}{}<w:r>{comment}</w:r></w:p>",
        r("a"),
        annotated("Deletion", deleted),
        annotated("Insertion", &r("b"))
    );
    assert_eq!(texts("", &body), ["ab"]);
    let old_format = annotated("Formatting", "<w:rPr><w:vanish/></w:rPr>");
    assert_eq!(texts("", &format!("<w:p><w:r><w:rPr>{old_format}</w:rPr><w:t>seen</w:t></w:r></w:p>")), ["seen"]);
}

#[test]
fn hidden_text_goes() {
    let styles = r#"<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>"#;
    let body = r#"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r><w:r><w:rPr><w:rStyle w:val="H"/></w:rPr><w:t>x</w:t>
        </w:r><w:r><w:rPr><w:vanish w:val="off"/></w:rPr><w:t> seen</w:t></w:r></w:p>"#;
    assert_eq!(texts(styles, body), [" seen"]);
}

#[test]
fn a_file_in_gb18030_is_read() {
    let xml = whole("", "<w:p><w:r><w:t>绩效目标</w:t></w:r></w:p>").replace("UTF-8", "GB2312");
    let (bytes, _, _) = encoding_rs::GB18030.encode(&xml);
    let document = try_read(&bytes).unwrap();
    assert_eq!(document.blocks, [Block::Paragraph("绩效目标".into())]);
}

#[test]
fn a_file_that_breaks_off_is_partly_read_or_rejected() {
    let xml = whole("", "<w:p><w:r><w:t>first</w:t></w:r></w:p><w:p><w:r><w:t>second</w:t></w:r></w:p>");
    let document = try_read(&xml.as_bytes()[..xml.find("second").unwrap()]).unwrap();
    assert_eq!(document.blocks[0], Block::Paragraph("first".into()));
    assert_eq!(document.findings[0].code, &PARTLY_READ);
    assert!(try_read(&xml.as_bytes()[..xml.find("<w:body>").unwrap()]).is_err());
}

#[test]
fn a_real_file_is_read() {
    let Some(path) = shared("real/word/hostile/wordml-named.doc") else { return };
    let grids = layout(try_read(&std::fs::read(path).unwrap()).unwrap()).grids;
    assert_eq!(grids.iter().map(|g| (g.rows, g.cols)).collect::<Vec<_>>(), [(3, 3), (3, 20)]);
    assert_eq!(grids[0].cell(2, 2).unwrap().text, "tic-tac-toe");
}
