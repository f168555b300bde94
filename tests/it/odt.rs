//! The OpenDocument reader: one small document a feature, then real ones.

use std::io::Write;

use ingest::model::{Document, Limits, Rejection, Source};
use ingest::read::odt;
use proptest::prelude::*;

use crate::support::{self, lines, tables, text};

const NAMESPACES: &str = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
    xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' \
    xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' \
    xmlns:svg='urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0'";

fn flat(styles: &str, body: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><office:document {NAMESPACES}><office:automatic-styles>{styles}\
         </office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document>"
    )
}

fn read(xml: &str) -> Document {
    let limits = Limits::default().started();
    odt::read_flat(&Source { name: "a.fodt", bytes: xml.as_bytes(), limits: &limits }).unwrap()
}

fn blocks(body: &str) -> Vec<String> {
    read(&flat("", body)).blocks.iter().map(text).collect()
}

fn zipped(parts: &[(&str, &str)]) -> Result<Document, Rejection> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    let limits = Limits::default().started();
    odt::read(&Source { name: "a.odt", bytes: &bytes, limits: &limits })
}

/// `(text, columns, rows, covered)` of a table's cells, row by row.
fn facts(document: &Document, table: usize) -> Vec<Vec<(String, u32, u32, bool)>> {
    let rows = tables(document)[table].rows.iter();
    rows.map(|row| row.cells.iter().map(|c| (c.text(), c.col_span, c.row_span, c.covered)).collect()).collect()
}

#[test]
fn white_space_tabs_and_breaks() {
    let body = "<text:p>  a \n b<text:s/> c<text:s text:c='2'/>d<text:tab/>e<text:line-break/> f<text:soft-page-break/>g</text:p>\
                <text:h> h &lt;&#8805;&amp; </text:h><text:p/>";
    assert_eq!(blocks(body), ["a b  c  d\te\n fg", "h <≥& ", ""]);
}

#[test]
fn spans_links_fields_and_ruby_bases_are_text() {
    let body = "<text:p><text:span>a</text:span><text:a>b</text:a><text:ruby><text:ruby-base>c</text:ruby-base>\
                <text:ruby-text>x</text:ruby-text></text:ruby><text:page-number>7</text:page-number>\
                <text:bookmark-start text:name='m'/>d</text:p><text:list><text:list-item> <text:p>e</text:p></text:list-item></text:list>";
    assert_eq!(blocks(body), ["abc7d", "e"]);
}

#[test]
fn what_is_not_shown_is_out() {
    let styles = "<style:style style:name='T1' style:family='text'><style:text-properties text:display='none'/></style:style>\
                  <style:style style:name='T2' style:family='text' style:parent-style-name='T1'/>\
                  <style:style style:name='T3' style:family='text' style:parent-style-name='T1'><style:text-properties text:display='true'/></style:style>\
                  <style:style style:name='P1' style:family='paragraph'><style:text-properties text:display='none'/></style:style>\
                  <style:style style:name='L' style:family='text' style:parent-style-name='L'/>";
    let body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>\
                <office:forms/><text:sequence-decls><text:sequence-decl/></text:sequence-decls>\
                <text:p>a<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>n</text:p></text:note-body></text:note>\
                <office:annotation><text:p>remark</text:p></office:annotation><text:hidden-text text:is-hidden='true'>h</text:hidden-text>\
                <text:change text:change-id='c'/><text:span text:style-name='T1'>x<text:s/><text:span>y</text:span></text:span>\
                <text:span text:style-name='T2'>z</text:span><text:span text:style-name='T3'>b</text:span><text:span text:style-name='L'>c</text:span></text:p>\
                <text:p text:style-name='P1'>p</text:p><text:p>q<text:hidden-paragraph text:is-hidden='true'/></text:p>\
                <text:section text:display='none'><text:p>s</text:p></text:section><text:section><text:p>d</text:p></text:section>";
    assert_eq!(read(&flat(styles, body)).blocks.iter().map(text).collect::<Vec<_>>(), ["abc", "d"]);
}

#[test]
fn text_boxes_come_once_before_their_paragraph() {
    let body = "<text:p>a<draw:frame> <draw:text-box> <text:p>box</text:p><text:p>more</text:p></draw:text-box>\
                <svg:title>T</svg:title></draw:frame>b</text:p>";
    assert_eq!(blocks(body), ["box", "more", "ab"]);
}

#[test]
fn spans_and_covered_cells_are_as_stated() {
    let body = "<table:table><table:table-column table:number-columns-repeated='3'/><table:table-header-rows><table:table-row>\
                <table:table-cell table:number-columns-spanned='2'><text:p>a</text:p></table:table-cell><table:covered-table-cell/>\
                <table:table-cell table:number-rows-spanned='2'><text:p>b</text:p></table:table-cell></table:table-row></table:table-header-rows>\
                <table:table-row-group><table:table-row><table:table-cell table:number-columns-repeated='2'><text:p>c</text:p></table:table-cell>\
                <table:covered-table-cell><text:p>under</text:p></table:covered-table-cell></table:table-row></table:table-row-group></table:table>";
    let document = read(&flat("", body));
    let cell = |text: &str, columns, rows, covered| (text.to_owned(), columns, rows, covered);
    assert_eq!(
        facts(&document, 0),
        [
            vec![cell("a", 2, 1, false), cell("", 1, 1, true), cell("b", 1, 2, false)],
            vec![cell("c", 1, 1, false), cell("c", 1, 1, false), cell("under", 1, 1, true)],
        ]
    );
    assert_eq!(tables(&document)[0].declared_columns, Some(3));
}

#[test]
fn nested_tables_lie_in_their_cells() {
    let cell = |content: &str| format!("<table:table-cell>{content}</table:table-cell>");
    let row = |content: &str| format!("<table:table-row>{content}</table:table-row>");
    let inner = format!(
        "<table:table table:is-sub-table='true'>{}</table:table>",
        row(&[cell("<text:p>b</text:p>"), cell("")].concat())
    );
    let outer =
        format!("<table:table>{}</table:table>", row(&cell(&format!("<text:p>a</text:p>{inner}<text:p>c</text:p>"))));
    assert_eq!(blocks(&outer), ["<a¶<b|>¶c>"]);
}

#[test]
fn repeats_are_held_back() {
    let row =
        |cells: &str, n: &str| format!("<table:table-row table:number-rows-repeated='{n}'>{cells}</table:table-row>");
    let blank = "<table:table-cell table:number-columns-repeated='4294967295'/>";
    let full = |n: &str| {
        format!("<table:table-cell table:number-columns-repeated='{n}'><text:p>x</text:p></table:table-cell>")
    };
    let table = |rows: &str| read(&flat("", &format!("<table:table>{rows}</table:table>")));
    let margin = table(&row(blank, "1048576"));
    assert!(tables(&margin)[0].rows.len() <= 256 && tables(&margin)[0].rows[0].cells.len() <= 1024);
    assert_eq!(lines(tables(&table(&row(&full("2"), "3")))[0]), ["x|x", "x|x", "x|x"]);
    let endless = table(&row(&full("9999"), "999999"));
    assert!(tables(&endless)[0].rows.iter().map(|row| row.cells.len()).sum::<usize>() <= Limits::default().cells);
    assert_eq!(endless.findings[0].code.id, "limit-met");
    let long = format!(
        "<table:table-cell table:number-columns-repeated='16384'><text:p>{}</text:p></table:table-cell>",
        "x".repeat(1 << 20)
    );
    let heavy = table(&row(&long, "2"));
    assert!(tables(&heavy)[0].rows[0].cells.len() < 300);
}

#[test]
fn zipped_documents_and_their_styles() {
    let styles = format!(
        "<office:document-styles {NAMESPACES}><office:styles><style:style style:name='H' style:family='paragraph'>\
         <style:text-properties text:display='none'/></style:style></office:styles></office:document-styles>"
    );
    let content = flat("", "<text:p text:style-name='H'>h</text:p><text:p>绩效</text:p>")
        .replace("office:document", "office:document-content");
    let content = content.as_str();
    let document = zipped(&[("content.xml", content), ("styles.xml", &styles)]).unwrap();
    assert_eq!(document.blocks.iter().map(text).collect::<Vec<_>>(), ["绩效"]);
    assert!(document.findings.is_empty());

    let manifest =
        "<m:manifest><m:file-entry m:full-path='content.xml'><m:encryption-data/></m:file-entry></m:manifest>";
    let locked = zipped(&[("content.xml", content), ("META-INF/manifest.xml", manifest)]).unwrap_err();
    assert!(locked.reason.contains("password"));
    assert!(zipped(&[("mimetype", "application/vnd.oasis.opendocument.text")]).is_err());
    let limits = Limits::default();
    assert!(odt::read(&Source { name: "a.odt", bytes: b"PK\x03\x04 cut", limits: &limits }).is_err());
    assert!(odt::read_flat(&Source { name: "a.fodt", bytes: b"<a/>", limits: &limits }).is_err());
}

#[test]
fn other_prefixes_mean_the_same() {
    let xml = flat("", "<text:p>a</text:p>").replace("text:p", "t:p").replace("xmlns:text=", "xmlns:t=");
    assert_eq!(text(&read(&xml).blocks[0]), "a");
}

#[test]
fn broken_documents_are_read_as_far_as_they_go() {
    let whole = flat(
        "",
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table>",
    );
    let cut = whole.find("</table:table-row>").unwrap();
    let document = read(&whole[..cut]);
    assert_eq!(document.blocks.iter().map(text).collect::<Vec<_>>(), ["<a>"]);
    assert_eq!(document.findings[0].code.id, "partly-read");
    let deep =
        format!("{}<text:p>a</text:p>{}<text:p>b</text:p>", "<text:list>".repeat(5000), "</text:list>".repeat(5000));
    let document = read(&flat("", &deep));
    assert_eq!(document.blocks.iter().map(text).collect::<Vec<_>>(), ["b"]);
    assert_eq!(document.findings[0].code.id, "limit-met");
}

#[test]
fn spans_of_another_project() {
    let Some(path) = support::shared("real/word/tables/spans.odt") else { return };
    let bytes = std::fs::read(path).unwrap();
    let limits = Limits::default();
    let document = odt::read(&Source { name: "a.odt", bytes: &bytes, limits: &limits }).unwrap();
    let expected = [
        "H1 Rowspan 2|H1-2|H1-3",
        "|H2-2/3|",
        "B1-1|B1-2|Rowspan 3",
        "B2-1|B2-2|",
        "Columnspan 2||",
        "B4-1|Columnspan & Rowspan 2|",
        "B5-1||",
    ];
    assert_eq!(lines(tables(&document)[0]), expected);
    let spans = facts(&document, 0);
    assert_eq!((spans[0][0].2, spans[2][2].2, spans[4][0].1, spans[5][1].1, spans[5][1].2), (2, 3, 2, 2, 2));
}

#[test]
fn covered_cells_of_another_project() {
    let Some(path) = support::shared("real/word/tables/covered-content.odt") else { return };
    let bytes = std::fs::read(path).unwrap();
    let limits = Limits::default();
    let document = odt::read(&Source { name: "a.odt", bytes: &bytes, limits: &limits }).unwrap();
    let table = tables(&document)[0];
    assert!(table.rows.iter().all(|row| row.cells.len() == 8));
    assert_eq!(table.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.covered).count(), 24);
    assert_eq!(lines(table)[4], "|||||D5||");
}

#[test]
fn the_rebuilt_document_has_all_its_tables() {
    let Some(path) = support::shared("real/yuanjiang-2024/rebuilt.odt") else { return };
    let bytes = std::fs::read(path).unwrap();
    let limits = Limits::default();
    let document = odt::read(&Source { name: "a.odt", bytes: &bytes, limits: &limits }).unwrap();
    assert!(document.findings.is_empty());
    assert_eq!(tables(&document).iter().map(|table| table.rows.len()).sum::<usize>(), 135);
}

proptest! {
    #[test]
    fn no_mutation_panics(edits in prop::collection::vec((0..1400_usize, any::<u8>(), 0..2_u8), 0..30)) {
        let body = "<text:p>a<text:s text:c='3'/><draw:frame><draw:text-box><text:p>b</text:p></draw:text-box></draw:frame></text:p>\
                    <table:table><table:table-row table:number-rows-repeated='2'><table:table-cell table:number-columns-repeated='2'/>\
                    <table:covered-table-cell><text:p>c</text:p></table:covered-table-cell></table:table-row></table:table>";
        let mut bytes = flat("", body).into_bytes();
        for (at, byte, how) in edits {
            let at = at.min(bytes.len().saturating_sub(1));
            match how {
                0 => bytes[at] = byte,
                _ => drop(bytes.splice(at..(at + usize::from(byte) % 9).min(bytes.len()), [])),
            }
        }
        let limits = Limits::default().started();
        let _ = odt::read_flat(&Source { name: "a.fodt", bytes: &bytes, limits: &limits });
    }
}

#[test]
fn the_rebuilt_document_has_the_grids_of_its_docx() {
    let Some(path) = support::shared("real/yuanjiang-2024/rebuilt.odt") else { return };
    let docx = support::grids("a.docx", &std::fs::read(path.with_extension("docx")).unwrap());
    let grids = support::grids("a.odt", &std::fs::read(&path).unwrap());
    assert_eq!(grids.len(), docx.len());
    for (grid, docx) in grids.iter().zip(&docx) {
        assert_eq!(support::spread(grid), support::spread(docx));
    }
}
