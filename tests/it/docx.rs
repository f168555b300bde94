//! .docx and flat packages: text, spans, what is left out, and real material.

use std::io::Write;

use ingest::finding::{EMBEDDED, LIMIT_MET, PARTLY_READ, PICTURE};
use ingest::model::{Anchors, Block, Document, Grid, Layout, Limits, Rejection, Source};
use ingest::read;
use ingest::read::package::Package;
use proptest::prelude::*;

use crate::support::shared;

const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
    xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"
    xmlns:v="urn:schemas-microsoft-com:vml"
    xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
    xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    xmlns:odd="urn:nobody:knows""#;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name.to_string(), zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn rels(kind: &str, target: &str) -> String {
    format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
           <Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>"#
    )
}

fn main_part(body: &str) -> String {
    format!("<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>")
}

fn package(body: &str, styles: &str) -> Vec<u8> {
    let styles = format!("<w:styles {W}>{styles}</w:styles>");
    zip(&[
        ("_rels/.rels", &rels("officeDocument", "word/document.xml")),
        ("word/_rels/document.xml.rels", &rels("styles", "styles.xml")),
        ("word/document.xml", &main_part(body)),
        ("word/styles.xml", &styles),
    ])
}

fn try_read(bytes: &[u8]) -> Result<Document, Rejection> {
    let limits = Limits::default();
    let format = read::detect::detect("a.docx", bytes);
    read::read(format, &Source { name: "a.docx", bytes, limits: &limits })
}

fn document(body: &str) -> Document {
    try_read(&package(body, "")).unwrap()
}

fn layout_of(document: Document) -> Layout {
    ingest::table::layout(document, &Anchors::default(), &Limits::default()).0
}

/// The paragraphs outside tables.
fn paragraphs(body: &str) -> Vec<String> {
    texts(&document(body).blocks)
}

fn texts(blocks: &[Block]) -> Vec<String> {
    let text = |block: &Block| match block {
        Block::Paragraph(text) => Some(text.clone()),
        Block::Table(_) => None,
    };
    blocks.iter().filter_map(text).collect()
}

/// The cells of the first table, one line each: `row,col rowspan×colspan text`.
fn cells(body: &str) -> Vec<String> {
    shown(&layout_of(document(body)).grids[0])
}

fn shown(grid: &Grid) -> Vec<String> {
    let line = |c: &ingest::model::Cell| format!("{},{} {}x{} {}", c.row, c.col, c.rowspan, c.colspan, c.text);
    grid.cells.iter().map(line).collect()
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn tc(props: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{props}</w:tcPr>{}</w:tc>", p(text))
}

fn tr(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

fn tbl(rows: &[String]) -> String {
    format!("<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{}</w:tbl>", rows.concat())
}

fn run(xml: &str) -> String {
    format!("<w:p><w:r>{xml}</w:r></w:p>")
}

#[test]
fn grid_spans_widen_cells() {
    let table =
        tbl(&[tr(&[tc(r#"<w:gridSpan w:val="2"/>"#, "a"), tc("", "b")]), tr(&[tc("", "c"), tc("", "d"), tc("", "e")])]);
    assert_eq!(cells(&table), ["0,0 1x2 a", "0,2 1x1 b", "1,0 1x1 c", "1,1 1x1 d", "1,2 1x1 e"]);
}

#[test]
fn vertical_marks_merge_with_or_without_a_value() {
    let table = tbl(&[
        tr(&[tc(r#"<w:vMerge w:val="restart"/>"#, "a"), tc("", "b")]),
        tr(&[tc("<w:vMerge/>", ""), tc("", "c")]),
        tr(&[tc(r#"<w:vMerge w:val="continue"/>"#, "under"), tc("", "d")]),
        tr(&[tc(r#"<w:vMerge w:val="restart"/>"#, "e"), tc("", "f")]),
    ]);
    assert_eq!(cells(&table), ["0,0 3x1 a", "0,1 1x1 b", "1,1 1x1 c", "2,1 1x1 d", "3,0 1x1 e", "3,1 1x1 f"]);
    let grid = &layout_of(document(&table)).grids[0];
    assert_eq!(
        grid.covered_texts.iter().map(|c| (c.row, c.col, c.text.as_str())).collect::<Vec<_>>(),
        [(2, 0, "under")]
    );
}

#[test]
fn horizontal_marks_merge() {
    let table = tbl(&[
        tr(&[tc(r#"<w:hMerge w:val="restart"/>"#, "a"), tc("<w:hMerge/>", ""), tc("", "b")]),
        tr(&[tc("", "c"), tc("", "d"), tc("", "e")]),
    ]);
    assert_eq!(cells(&table), ["0,0 1x2 a", "0,2 1x1 b", "1,0 1x1 c", "1,1 1x1 d", "1,2 1x1 e"]);
}

#[test]
fn skipped_grid_columns_become_blank() {
    let table = tbl(&[
        format!(r#"<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{}</w:tr>"#, tc("", "a")),
        format!(r#"<w:tr><w:trPr><w:gridAfter w:val="1"/></w:trPr>{}</w:tr>"#, tc("", "b")),
    ]);
    assert_eq!(cells(&table), ["0,0 1x1 ", "0,1 1x1 a", "1,0 1x1 b", "1,1 1x1 "]);
}

#[test]
fn rows_win_over_the_declared_grid() {
    // Two grid columns are declared; the rows have three and one.
    let table = tbl(&[tr(&[tc("", "a"), tc("", "b"), tc("", "c")]), tr(&[tc("", "d")])]);
    let grid = &layout_of(document(&table)).grids[0];
    assert_eq!((grid.rows, grid.cols), (2, 3));
    assert_eq!(grid.cell(1, 2).unwrap().text, "");
}

#[test]
fn nested_tables_are_tables_of_their_own() {
    let inner = tbl(&[tr(&[tc("", "in")])]);
    let cell = format!("<w:tc>{}{inner}{}</w:tc>", p("before"), p("after"));
    let layout = layout_of(document(&tbl(&[tr(&[tc("", "x"), cell])])));
    assert_eq!(layout.grids[0].cell(0, 1).unwrap().text, "before\nafter");
    assert_eq!(shown(&layout.grids[1]), ["0,0 1x1 in"]);
    let parent = layout.grids[1].parent.unwrap();
    assert_eq!((parent.table_no, parent.row, parent.col), (1, 0, 1));
}

#[test]
fn content_controls_and_tags_are_transparent() {
    let sdt = |inner: &str| {
        let placeholder = "<w:sdtPr><w:rPr><w:vanish/></w:rPr></w:sdtPr>";
        format!("<w:sdt>{placeholder}<w:sdtContent>{inner}</w:sdtContent></w:sdt>")
    };
    let run = sdt("<w:r><w:t>run</w:t></w:r>");
    let inner_tag = r#"<w:smartTag w:element="d"><w:smartTagPr/><w:r><w:t>tag</w:t></w:r></w:smartTag>"#;
    let custom = "<w:customXml><w:customXmlPr/><w:r><w:t>xml</w:t></w:r></w:customXml>";
    let cell = sdt(&format!("<w:tc><w:p>{run}{inner_tag}{custom}</w:p></w:tc>"));
    let table = sdt(&tbl(&[sdt(&format!("<w:tr>{cell}{}</w:tr>", tc("", "b")))]));
    assert_eq!(cells(&table), ["0,0 1x1 runtagxml", "0,1 1x1 b"]);
}

#[test]
fn links_and_fields_give_their_results() {
    let field = |code: &str, result: &str| {
        format!(
            r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>
               <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{result}</w:t></w:r>
               <w:r><w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
    let link = "<w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink>";
    let simple = r#"<w:fldSimple w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple>"#;
    assert_eq!(paragraphs(&format!("<w:p>{link}{simple}{}</w:p>", field("DATE", "2024"))), ["link72024"]);
    // A field in another's code is code; one that never ends does not swallow what follows.
    let begin = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r>"#;
    let nested = format!(
        r#"<w:p>{begin}{}<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>out</w:t></w:r><w:r><w:fldChar
           w:fldCharType="end"/></w:r></w:p><w:p>{begin}<w:r><w:instrText>X</w:instrText></w:r></w:p>"#,
        field("IF", "inner")
    );
    assert_eq!(paragraphs(&format!("{nested}{}", p("kept"))), ["out", "", "kept"]);
}

#[test]
fn form_check_boxes_show() {
    let ticked = |inner: &str| {
        run(&format!(
            r#"<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{inner}</w:checkBox></w:ffData></w:fldChar>"#
        ))
    };
    let body = format!("{}{}", ticked(r#"<w:default w:val="0"/><w:checked/>"#), ticked(r#"<w:default w:val="0"/>"#));
    assert_eq!(paragraphs(&body), ["\u{2611}", "\u{2610}"]);
}

#[test]
fn ruby_gives_its_base() {
    let ruby = "<w:ruby><w:rubyPr/><w:rt><w:r><w:t>pin</w:t></w:r></w:rt>
        <w:rubyBase><w:r><w:t>base</w:t></w:r></w:rubyBase></w:ruby>";
    assert_eq!(paragraphs(&run(ruby)), ["base"]);
}

#[test]
fn character_elements_are_characters() {
    let body = "<w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t><w:tab/><w:t>d</w:t><w:noBreakHyphen/><w:t>e</w:t>
        <w:softHyphen/><w:t>f</w:t>";
    assert_eq!(paragraphs(&run(body)), ["a\nb\nc\td-ef"]);
    // A tab stop among the properties is no tab.
    assert_eq!(paragraphs(&format!("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>{}</w:p>", "")), [""]);
}

#[test]
fn symbols_become_unicode() {
    let sym = |font: &str, code: &str| format!(r#"<w:sym w:font="{font}" w:char="{code}"/>"#);
    let body = [
        sym("Wingdings", "F0FE"),
        sym("Wingdings", "F0A8"),
        sym("Wingdings", "F06E"),
        sym("Wingdings 2", "F052"),
        sym("Symbol", "F0D6"),
        sym("Symbol", "F0B3"),
        sym("Symbol", "00A3"),
        sym("Wingdings", "F021"),
    ];
    assert_eq!(paragraphs(&run(&body.concat())), ["☑□■☑√≥≤\u{f021}"]);
    let typed = r#"<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>&#xF0FE;</w:t>"#;
    assert_eq!(paragraphs(&run(typed)), ["☑"]);
}

#[test]
fn insertions_stay_and_deletions_go() {
    let r = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p><w:ins>{}</w:ins><w:moveTo>{}</w:moveTo><w:del><w:r><w:delText>x</w:delText></w:r></w:del>
         <w:moveFrom>{}</w:moveFrom></w:p>",
        r("in"),
        r("to"),
        r("from")
    );
    assert_eq!(paragraphs(&body), ["into"]);
    // A deleted paragraph mark joins two paragraphs.
    let mark = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>";
    assert_eq!(paragraphs(&format!("{mark}{}</w:p>{}", r("one"), p("two"))), ["onetwo"]);
}

#[test]
fn deleted_rows_and_cells_go() {
    let gone = format!("<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr>", tc("", "gone"));
    let table = tbl(&[tr(&[tc("", "a"), tc("<w:cellDel/>", "gone"), tc("", "b")]), gone.clone(), tr(&[tc("", "c")])]);
    assert_eq!(cells(&table), ["0,0 1x1 a", "0,1 1x1 b", "1,0 1x1 c", "1,1 1x1 "]);
    assert!(document(&tbl(&[gone])).blocks.is_empty());
}

#[test]
fn older_properties_do_not_count() {
    let old =
        r#"<w:gridSpan w:val="2"/><w:tcPrChange><w:tcPr><w:gridSpan w:val="5"/><w:vMerge/></w:tcPr></w:tcPrChange>"#;
    let table = tbl(&[tr(&[tc(old, "a")])]);
    assert_eq!(cells(&table), ["0,0 1x2 a"]);
    let body = "<w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>seen</w:t>";
    assert_eq!(paragraphs(&run(body)), ["seen"]);
}

#[test]
fn hidden_text_goes() {
    let styles = r#"<w:style w:type="character" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>
        <w:style w:type="character" w:styleId="Hid"><w:basedOn w:val="Base"/></w:style>
        <w:style w:type="paragraph" w:styleId="HidPara"><w:rPr><w:vanish/></w:rPr></w:style>"#;
    let r = |props: &str, text: &str| format!("<w:r><w:rPr>{props}</w:rPr><w:t>{text}</w:t></w:r>");
    let body = format!(
        r#"<w:p>{}{}{}</w:p><w:p><w:pPr><w:pStyle w:val="HidPara"/></w:pPr>{}{}</w:p>"#,
        r("<w:vanish/>", "x"),
        r(r#"<w:vanish w:val="0"/>"#, "seen"),
        r(r#"<w:rStyle w:val="Hid"/>"#, "x"),
        r("", "x"),
        r(r#"<w:vanish w:val="false"/>"#, "shown")
    );
    assert_eq!(texts(&try_read(&package(&body, styles)).unwrap().blocks), ["seen", "shown"]);
}

#[test]
fn one_alternative_is_read() {
    let both = |requires: &str| {
        run(&format!(
            r#"<mc:AlternateContent><mc:Choice Requires="{requires}"><w:t>choice</w:t></mc:Choice>
               <mc:Fallback><w:t>fallback</w:t></mc:Fallback></mc:AlternateContent>"#
        ))
    };
    let body = format!("{}{}{}", both("wps"), both("odd"), both("unbound"));
    assert_eq!(paragraphs(&body), ["choice", "fallback", "fallback"]);
}

#[test]
fn text_boxes_are_paragraphs_of_their_cell_once() {
    let inner = format!("<w:txbxContent>{}{}</w:txbxContent>", p("box 1"), p("box 2"));
    let body = format!(
        r#"<w:tc><w:p><w:r><w:t>a</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}
           </wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback>
           </mc:AlternateContent></w:r><w:r><w:t>b</w:t></w:r></w:p></w:tc>"#
    );
    assert_eq!(cells(&tbl(&[tr(&[body])])), ["0,0 1x1 ab\nbox 1\nbox 2"]);
}

#[test]
fn note_marks_and_numbering_are_no_text() {
    let body = r#"<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:footnoteReference w:id="2"/></w:r>
        <w:r><w:t>a</w:t></w:r><w:r><w:endnoteReference w:id="2"/><w:commentReference w:id="0"/><w:annotationRef/></w:r></w:p>"#;
    assert_eq!(paragraphs(body), ["a"]);
}

#[test]
fn white_space_counts_only_when_preserved() {
    let body = "<w:t>  a\n</w:t><w:t xml:space=\"preserve\"> b </w:t><w:t>c &amp; &#100;&lt;</w:t>";
    assert_eq!(paragraphs(&run(body)), ["a b c & d<"]);
}

#[test]
fn formulas_are_text() {
    assert_eq!(paragraphs("<w:p><m:oMath><m:r><m:t>x≥1</m:t></m:r></m:oMath></w:p>"), ["x≥1"]);
}

#[test]
fn what_is_embedded_is_said() {
    let found = document(r#"<w:altChunk r:id="x" xmlns:r="urn:r"/><w:p><w:r><w:object/></w:r></w:p>"#).findings;
    assert_eq!(found.iter().map(|f| f.code.id).collect::<Vec<_>>(), [EMBEDDED.id]);
    let picture = "<w:tc><w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p></w:tc>";
    assert_eq!(document(&tbl(&[tr(&[picture.to_owned()])])).findings[0].code, &PICTURE);
}

#[test]
fn strict_names_and_any_prefix_and_place() {
    let strict = r#"<doc:document xmlns:doc="http://purl.oclc.org/ooxml/wordprocessingml/main"><doc:body><doc:p><doc:r>
        <doc:t>text</doc:t></doc:r></doc:p></doc:body></doc:document>"#;
    let rels = r#"<r:Relationships xmlns:r="http://schemas.openxmlformats.org/package/2006/relationships"><r:Relationship
        Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/Odd/Main.xml"/></r:Relationships>"#;
    let types = r#"<Types><Override PartName="/odd/main.xml" ContentType=
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let decoy = main_part(&p("decoy"));
    let bytes = zip(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", rels),
        ("odd/main.xml", strict),
        ("word/document.xml", &decoy),
    ]);
    assert_eq!(texts(&try_read(&bytes).unwrap().blocks), ["text"]);
}

#[test]
fn utf16_parts_are_read() {
    let xml = format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>{}", main_part(&p("目标")));
    let bytes: Vec<u8> = [0xfeff].into_iter().chain(xml.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(&bytes).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    assert_eq!(texts(&try_read(&bytes).unwrap().blocks), ["目标"]);
}

#[test]
fn a_flat_package_reads_like_its_zip() {
    let part =
        |name: &str, xml: &str| format!(r#"<pkg:part pkg:name="{name}"><pkg:xmlData>{xml}</pkg:xmlData></pkg:part>"#);
    let styles = format!(
        r#"<w:styles {W}><w:style w:type="paragraph" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"#
    );
    let body = format!(r#"{}<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>"#, p("seen"));
    let flat = format!(
        r#"<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{}{}{}{}</pkg:package>"#,
        part("/_rels/.rels", &rels("officeDocument", "word/document.xml")),
        part("/word/header1.xml", &format!("<w:hdr {W}>{}</w:hdr>", p("header"))),
        part("/word/document.xml", &main_part(&body)),
        part("/word/styles.xml", &styles),
    );
    assert_eq!(texts(&try_read(flat.as_bytes()).unwrap().blocks), ["seen", ""]);
}

#[test]
fn a_text_that_breaks_off_keeps_its_begin() {
    let whole = main_part(&tbl(&[tr(&[tc("", "a"), tc("", "b")]), tr(&[tc("", "c"), tc("", "d")])]));
    for end in [whole.find("<w:t>d").unwrap(), whole.find("</w:tbl>").unwrap()] {
        let bytes =
            zip(&[("_rels/.rels", &rels("officeDocument", "word/document.xml")), ("word/document.xml", &whole[..end])]);
        let document = try_read(&bytes).unwrap();
        assert_eq!(document.findings[0].code, &PARTLY_READ);
        assert!(shown(&layout_of(document).grids[0]).starts_with(&[
            "0,0 1x1 a".into(),
            "0,1 1x1 b".into(),
            "1,0 1x1 c".into()
        ]));
    }
    let wrong_end = whole.replace("</w:tc></w:tr><w:tr>", "</w:tc></w:oops><w:tr>");
    let bytes =
        zip(&[("_rels/.rels", &rels("officeDocument", "word/document.xml")), ("word/document.xml", &wrong_end)]);
    assert_eq!(try_read(&bytes).unwrap().findings[0].code, &PARTLY_READ);
}

#[test]
fn a_damaged_package_is_rejected_in_plain_words() {
    let whole = package(&p("a"), "");
    let rejection = try_read(&whole[..whole.len() - 60]).unwrap_err();
    assert!(rejection.reason.contains("damaged or incomplete"), "{}", rejection.reason);
    let no_main = zip(&[("word/other.xml", "<x/>")]);
    let limits = Limits::default();
    let source = Source { name: "a.docx", bytes: &no_main, limits: &limits };
    assert!(read::docx::read(&source).is_err());
}

#[test]
fn a_bomb_is_rejected() {
    let bytes = package(&p(&" ".repeat(1 << 20)), "");
    let limits = Limits { unpacked_size: 1 << 19, ..Limits::default() };
    let rejection = read::docx::read(&Source { name: "a.docx", bytes: &bytes, limits: &limits }).unwrap_err();
    assert!(rejection.reason.contains("unpacks"), "{}", rejection.reason);
}

#[test]
fn depth_is_bounded_and_said() {
    let deep = format!("{}{}{}", "<w:tbl><w:tr><w:tc>".repeat(5000), p("x"), "</w:tc></w:tr></w:tbl>".repeat(5000));
    let document = document(&format!("{deep}{}", p("after")));
    assert!(document.findings.iter().any(|f| f.code == &LIMIT_MET));
    assert_eq!(texts(&document.blocks), ["after"]);
    assert!(!layout_of(document).grids.is_empty());
}

#[test]
fn too_many_cells_are_cut_and_said() {
    let row = tr(&[tc("", "a"), tc("", "b")]);
    let bytes = package(&tbl(&vec![row; 50]), "");
    let limits = Limits { cells: 20, ..Limits::default() };
    let document = read::docx::read(&Source { name: "a.docx", bytes: &bytes, limits: &limits }).unwrap();
    assert!(document.findings.iter().any(|f| f.code == &LIMIT_MET));
    let (layout, _) = ingest::table::layout(document, &Anchors::default(), &limits);
    assert_eq!((layout.grids[0].rows, layout.grids[0].cols), (10, 2));
}

proptest! {
    #[test]
    fn no_bytes_panic(at in 0usize..4000, value: u8, cut in 0usize..4000) {
        let mut bytes = package(&tbl(&[tr(&[tc("<w:vMerge/>", "a"), tc("", "b")])]), "");
        let at = at % bytes.len();
        bytes[at] = value;
        let _ = try_read(&bytes);
        let _ = try_read(&bytes[..cut % bytes.len()]);
    }

    #[test]
    fn no_markup_panics(pieces in proptest::collection::vec(0usize..16, 0..60)) {
        let tags = ["<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>",
            "<w:tc>", "</w:tc>", "<w:txbxContent>", "</w:txbxContent>", "x", "&"];
        let body: String = pieces.iter().map(|&i| tags[i]).collect();
        let document = document(&body);
        layout_of(document);
    }
}

/// A style sheet is unpacked whole only where it holds the word that hides: wherever the word stands, in any encoding.
#[test]
fn a_word_is_found_anywhere_in_a_part() {
    let lacks = |bytes: &[u8]| {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        writer.start_file("word/styles.xml", zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
        let packed = writer.finish().unwrap().into_inner();
        let mut package = Package::open(&packed, &Limits::default()).unwrap();
        assert!(package.lacks("word/other.xml", b"vanish"));
        package.lacks("Word/Styles.xml", b"vanish")
    };
    assert!(lacks(b"") && lacks(b"vanis") && lacks(&b"vanis-".repeat(20_000)));
    for before in (0..200_000).step_by(1 << 15).flat_map(|end: usize| end.saturating_sub(7)..end + 2) {
        assert!(!lacks(&[&b"-".repeat(before), b"vanish".as_slice(), &b"-".repeat(9)].concat()), "{before} before it");
    }
    let wide: Vec<u8> = "<w:vanish/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(!lacks(&wide));
}

/// The grids of a document of the real material, if it is here.
fn real(path: &str) -> Option<Vec<Grid>> {
    let bytes = std::fs::read(shared(&format!("real/{path}"))?).unwrap();
    Some(layout_of(try_read(&bytes).unwrap()).grids)
}

fn sizes(grids: &[Grid]) -> Vec<(usize, usize)> {
    grids.iter().map(|grid| (grid.rows, grid.cols)).collect()
}

fn cell(grid: &Grid, row: usize, col: usize) -> (usize, usize, String) {
    let cell = grid.cell(row, col).unwrap();
    assert_eq!((cell.row, cell.col), (row, col), "{cell:?} begins elsewhere");
    (cell.rowspan, cell.colspan, cell.text.clone())
}

/// Text, rows, columns and spans of every table here agree with LibreOffice's own HTML of the same files, except as said.
#[test]
fn real_tables_have_their_sizes() {
    let expected: &[(&str, &[(usize, usize)])] = &[
        ("word/tables/evaluation-ja-two-row-header.docx", &[(5, 4), (10, 8), (7, 3), (6, 3), (17, 3)]),
        ("word/tables/form-zh-14x10.docx", &[(14, 10)]),
        (
            "word/tables/forms-zh-brand-products.docx",
            &[(22, 3), (7, 6), (15, 7), (1, 1), (1, 1), (10, 7), (8, 7), (4, 2), (31, 9)],
        ),
        ("word/tables/grid-after.docx", &[(9, 5)]),
        ("word/tables/gridbefore.docx", &[(16, 11)]),
        ("word/tables/header-rowspan.docx", &[(11, 8)]),
        ("word/tables/weekly-schedule-nested.docx", &[(30, 5), (1, 1), (1, 1), (1, 1), (8, 2)]),
        // LibreOffice makes five columns: it lays cells out by their widths in twips, and two edges that should be one
        // differ by rounding (2338 and 2337). The file states four grid columns, which count.
        ("word/tables/merged-cells.docx", &[(5, 4)]),
        // LibreOffice writes an empty row without cells into the sixth table, before the row that starts late.
        ("word/tables/word-tables.docx", &[(3, 3), (3, 3), (3, 4), (5, 3), (9, 5), (2, 2), (2, 3)]),
        // LibreOffice shows tracked deletions; six of the eight rows are deleted.
        ("word/tables/tracked-deleted-rows.docx", &[(2, 3)]),
        ("yuanjiang-2024/rebuilt.docx", &[(23, 6), (16, 7), (16, 7), (16, 7), (16, 7), (16, 7), (16, 7), (16, 7)]),
    ];
    for (path, wanted) in expected {
        let Some(grids) = real(path) else { return };
        assert_eq!(sizes(&grids), *wanted, "{path}");
    }
}

#[test]
fn real_merges_are_read() {
    let Some(form) = real("word/tables/form-zh-14x10.docx") else { return };
    assert_eq!(cell(&form[0], 1, 0), (1, 4, "项目所属\n一级学科".to_owned()));
    let header = real("word/tables/header-rowspan.docx").unwrap();
    assert_eq!(cell(&header[0], 0, 4), (1, 3, "E".to_owned()));
    assert_eq!(cell(&header[0], 0, 7), (2, 1, "F".to_owned()));
    let after = real("word/tables/grid-after.docx").unwrap();
    assert_eq!((cell(&after[0], 1, 0).0, cell(&after[0], 1, 0).1), (2, 3));
    let merged = real("word/tables/merged-cells.docx").unwrap();
    assert_eq!(cell(&merged[0], 3, 1), (2, 3, "34-123".to_owned()));
    let before = real("word/tables/gridbefore.docx").unwrap();
    assert_eq!(cell(&before[0], 0, 1), (1, 8, "Bits".to_owned()));
    let schedule = real("word/tables/weekly-schedule-nested.docx").unwrap();
    let parents: Vec<_> = schedule.iter().filter_map(|g| g.parent.map(|p| (p.table_no, p.row, p.col))).collect();
    assert_eq!(parents, [(1, 11, 3), (1, 13, 3), (1, 17, 3)]);
    let deleted = real("word/tables/tracked-deleted-rows.docx").unwrap();
    assert_eq!(cell(&deleted[0], 1, 2), (1, 1, "O".to_owned()));
}

#[test]
fn a_real_submission_is_read() {
    let Some(grids) = real("yuanjiang-2024/rebuilt.docx") else { return };
    assert_eq!(cell(&grids[0], 1, 0), (6, 1, "年度预算申请\n（万元）".to_owned()));
    assert_eq!(cell(&grids[0], 9, 0), (14, 1, "部门整体支出\n年度绩效指标".to_owned()));
    assert_eq!(cell(&grids[0], 10, 3), (1, 2, "开展网络舆情监测".to_owned()));
    assert_eq!(cell(&grids[0], 10, 5), (1, 1, "≥300次".to_owned()));
    assert!(grids.iter().all(|grid| grid.covered_texts.is_empty() && !grid.inferred));
}
