//! The HTML and MHT readers: one small page a feature, then real ones.

use ingest::model::{Document, Limits, Source};
use ingest::read::html;
use proptest::prelude::*;

use crate::support::{self, ends, lines, tables, text};

fn read(bytes: &[u8]) -> Document {
    let limits = Limits::default().started();
    html::read(&Source { name: "a.html", bytes, limits: &limits }).unwrap()
}

fn read_mht(bytes: &[u8]) -> Document {
    let limits = Limits::default().started();
    html::read_mht(&Source { name: "a.mht", bytes, limits: &limits }).unwrap()
}

fn blocks(body: &str) -> Vec<String> {
    read(body.as_bytes()).blocks.iter().map(text).collect()
}

/// `(text, colspan, rowspan)` of the first table's cells, row by row.
fn spans(body: &str) -> Vec<Vec<(String, u32, u32)>> {
    let document = read(body.as_bytes());
    let table = tables(&document)[0];
    let rows = table.rows.iter();
    rows.map(|row| row.cells.iter().map(|c| (c.text(), c.col_span, c.row_span)).collect()).collect()
}

fn cell(text: &str, columns: u32, rows: u32) -> (String, u32, u32) {
    (text.to_owned(), columns, rows)
}

#[test]
fn spans_are_as_stated_and_held_to_their_row_group() {
    let body = "<table><thead><tr><td rowspan=9>h<td colspan=2>i<tbody>\
                <tr><td rowspan=2 colspan='2 '>a<td rowspan=0>b<tr><td colspan=0>c<tr><td colspan=99999>d</table>";
    assert_eq!(
        spans(body),
        [
            vec![cell("h", 1, 1), cell("i", 2, 1)],
            vec![cell("a", 2, 2), cell("b", 1, 3)],
            vec![cell("c", 1, 1)],
            vec![cell("d", 1000, 1)],
        ]
    );
}

#[test]
fn footers_stand_last_and_captions_before() {
    let body = "x<table><caption>C<p>D</caption><tfoot><tr><td>f</tfoot><tr><td>a</table>y";
    assert_eq!(blocks(body), ["x", "C", "D", "<a/f>", "y"]);
}

#[test]
fn nested_tables_lie_in_their_cells() {
    let body = "<table><tr><td>a<table><tr><td>b<td>c</table>d<td>e</table>";
    assert_eq!(blocks(body), ["<a¶<b|c>¶d|e>"]);
}

#[test]
fn paragraphs_and_breaks_in_a_cell() {
    let body =
        "<table><tr><td><p>a<br>b<p>c</p><div>d<div>e</div></div>f<br></td><td><p><br></p></td><td> </td></table>";
    assert_eq!(blocks(body), ["<a\nb¶c¶d¶e¶f||>"]);
    let document = read(body.as_bytes());
    let cells = &tables(&document)[0].rows[0].cells;
    assert_eq!((cells[1].blocks.len(), cells[2].blocks.len()), (1, 0));
}

#[test]
fn white_space_collapses_as_in_a_browser() {
    assert_eq!(blocks("<p>  a \n\t b <b> c</b> <br> d&nbsp; e </p>"), ["a b c\nd\u{a0} e"]);
    assert_eq!(blocks("<pre>\n a  b\n c</pre>"), [" a  b\n c"]);
    assert_eq!(blocks("<p style='white-space: pre-wrap'>a  b</p>"), ["a  b"]);
    // A line end of the source between wide characters is no space: Word breaks its source there.
    assert_eq!(blocks("<p>绩效\r\n  指标 值\nA\nB</p>"), ["绩效指标 值 A B"]);
}

#[test]
fn entities_are_characters() {
    assert_eq!(blocks("<p>&lt;&#8805;&#x2265;&ge;&amp;&copy</p>"), ["<≥≥≥&©"]);
}

#[test]
fn what_is_not_shown_is_out() {
    let body = "<html><head><title>T</title><style>p{}</style></head><body><!-- c --><script>s</script>\
                <p>a<span style='Display: None !important'>b</span><span style='mso-hide:all'>c</span>\
                <span hidden>d</span><span style='visibility:hidden'>e<i style='visibility:visible'>f</i></span>\
                <del>g</del><ins>h</ins><span class=msoDel>i</span><o:p></o:p></p>\
                <p class=MsoNormal><o:p>&nbsp;</o:p></p><template>t</template><noscript>n</noscript>\
                <p>j<ruby>k<rt>l</rt></ruby><o:p>m</o:p></p>\
                <div style='mso-element:footnote-list'>note</div><xml><w:View>Print</w:View></xml></body></html>";
    assert_eq!(blocks(body), ["afh", "", "jkm"]);
}

#[test]
fn conditional_comments_of_word() {
    let body = "<p><!--[if gte mso 9]><b>x</b><![endif]--><![if !supportEmptyParas]>&nbsp;<![endif]>a</p>\
                <p><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span><![endif]>item</p>\
                <table><tr><td colspan=2>a</td></tr><tr><td>b</td><td rowspan=2>c</td></tr>\
                <![if !supportMisalignedColumns]><tr height=0><td width=85 style='border:none'></td>\
                <td width=8 style='border:none'></td></tr><![endif]></table>";
    assert_eq!(blocks(body), ["\u{a0}a", "item", "<a/b|c>"]);
    assert_eq!(blocks("<table><tr height=0><td>a</td></tr></table>"), ["<a>"]);
}

#[test]
fn form_controls_show_what_was_filled_in() {
    let body = "<p><input type=checkbox checked>a<input type=CHECKBOX>b<input type=radio checked>c\
                <input value=' v '><input type=hidden value=h><input type=submit value=s>\
                <textarea>t1\nt2</textarea><select><option>o1<option selected>o2</select><select><option>o3<option>o4</select></p>";
    assert_eq!(blocks(body), ["☑a□b☑cvt1\nt2o2o3"]);
}

#[test]
fn symbol_fonts_are_seen() {
    let body = "<p><span style='font-family:Wingdings;mso-char-type:symbol'>&thorn;</span>a<font face=Symbol>&sup3;</font>5</p>";
    assert_eq!(blocks(body), ["☑a≥5"]);
}

#[test]
fn broken_markup_is_read_as_a_browser_does() {
    assert_eq!(blocks("<table><tr>x<td>a</b></td></i><td>b"), ["x", "<a|b>"]);
    assert_eq!(
        blocks("<td>a</td><p>b<p>c</div></table>"),
        ["ab".chars().map(String::from).collect(), vec!["c".to_owned()]].concat()
    );
    assert_eq!(blocks(""), Vec::<String>::new());
}

#[test]
fn the_encoding_is_told_from_mark_word_and_content() {
    let gbk = |page: &str| encoding_rs::GB18030.encode(page).0.into_owned();
    let page = "<p>绩效目标</p>";
    let stated = |label: &str| {
        format!("<html><head><meta http-equiv=Content-Type content=\"text/html; charset={label}\"></head>{page}")
    };
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(page.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big5 = encoding_rs::BIG5.encode(&stated("big5")).0.into_owned();
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("utf-8", page.into(), "utf-8"),
        ("utf-8 said to be gb2312", stated("gb2312").into(), "utf-8"),
        ("gbk", gbk(page), "gb18030"),
        ("gbk, stated", gbk(&stated("gb2312")), "gb18030"),
        ("gbk said to be utf-8", gbk(&stated("utf-8")), "gb18030"),
        ("utf-16 with its mark", utf16.clone(), "utf-16le"),
        ("utf-16 without", utf16[2..].to_vec(), "utf-16le"),
        ("big5", big5, "big5"),
    ];
    for (what, bytes, encoding) in cases {
        let document = read(&bytes);
        assert_eq!(document.encoding.as_deref(), Some(encoding), "{what}");
        assert_eq!(text(&document.blocks[0]), "绩效目标", "{what}");
        assert!(document.findings.is_empty(), "{what}");
    }
    let wrong = read(b"<meta charset=gbk><p>\xff\xff\xff</p>");
    assert_eq!(wrong.findings[0].code.id, "bad-byte");
}

#[test]
fn web_archives_hold_their_page_among_parts() {
    let head = "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\"; boundary=\"--=_b;1\"\r\n\r\nthis is mime\r\n";
    let image = "----=_b;1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n";
    let quoted = "----=_b;1\r\nContent-Location: file:///C:/a.htm\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset=\"gb2312\"\r\n\r\n<p class=3D\"x\">=BC=A8=D0=A7=\r\n=C4=BF=b1=ea=zz</p>\r\n";
    let end = "----=_b;1--\r\ntail";
    let document = read_mht([head, image, quoted, end].concat().as_bytes());
    assert_eq!(document.blocks.iter().map(text).collect::<Vec<_>>(), ["绩效目标=zz"]);
    assert_eq!(document.encoding.as_deref(), Some("gb18030"));

    let based = "----=_b;1\nContent-ID: <main>\nContent-Type: text/html\nContent-Transfer-Encoding: BASE64\n\nPHA+57up\n5pWI77yaMTwvcD4=\n";
    let start = head.replace("type=\"text/html\"", "start=\"<main>\"");
    let document = read_mht([&start, quoted, based, end].concat().as_bytes());
    assert_eq!(text(&document.blocks[0]), "绩效：1");

    let nested = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/alternative; boundary=i\n\n--i\nContent-Type: text/plain\n\nplain\n--i\nContent-Type: text/html\n\n<p>page";
    assert_eq!(text(&read_mht(nested.as_bytes()).blocks[0]), "page");
    let frames = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=o\n\n--o\nContent-Type: text/html\n\n\
                  <html><frameset><frame src=a><noframes><body>none</body></noframes></frameset></html>\n\
                  --o\nContent-Type: text/html\n\n<p>one\n--o\nContent-Type: text/html\n\n<p>two\n--o--";
    assert_eq!(read_mht(frames.as_bytes()).blocks.iter().map(text).collect::<Vec<_>>(), ["one", "two"]);
    let single = "MIME-Version: 1.0\nContent-Type: text/html\n\n<p>page</p>";
    assert_eq!(text(&read_mht(single.as_bytes()).blocks[0]), "page");
    let plain = "MIME-Version: 1.0\nContent-Type: text/plain\n\nx";
    assert_eq!(text(&read_mht(plain.as_bytes()).blocks[0]), "x");
    let limits = Limits::default();
    let none = Source { name: "a.mht", bytes: b"MIME-Version: 1.0\nContent-Type: image/png\n\nx", limits: &limits };
    assert!(html::read_mht(&none).is_err());
}

#[test]
fn limits_are_said() {
    let limits = Limits { cells: 3, ..Limits::default() };
    let bytes = b"<table><tr><td>a<td>b<td>c<td>d</table>";
    let document = html::read(&Source { name: "a.html", bytes, limits: &limits }).unwrap();
    assert_eq!(tables(&document)[0].rows[0].cells.len(), 3);
    assert_eq!(document.findings[0].code.id, "limit-met");
    let deep = format!("{}a{}b", "<div>".repeat(1000), "</div>".repeat(1000));
    let document = read(deep.as_bytes());
    assert_eq!(document.blocks.iter().map(text).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(document.findings[0].code.id, "limit-met");
}

#[test]
fn a_tag_of_endless_attributes_ends_the_page() {
    let many = |end: &str| (0..6000).map(|i| format!("a{i}{end}")).collect::<String>();
    for end in [" ", "/", "='' ", "=''", " = x "] {
        let document = read(format!("<p>a</p><p {}>b</p><p>c</p>", many(end)).as_bytes());
        assert_eq!(document.blocks.iter().map(text).collect::<Vec<_>>(), ["a"], "{end}");
        assert_eq!(document.findings[0].code.id, "limit-met");
    }
    let words = "x < y <z ".repeat(6000);
    let page = format!(
        "<script>{words}</script><!-- <p {words} --><p title='{words}' id = \"{words}\">a<p>1 < 2 {}",
        "x < y z".repeat(6000)
    );
    let document = read(page.as_bytes());
    assert!(text(&document.blocks[0]) == "a" && document.findings.is_empty());
}

#[test]
fn the_rebuilt_page_has_all_its_tables() {
    let Some(path) = support::shared("real/yuanjiang-2024/rebuilt.html") else { return };
    let document = read(&std::fs::read(path).unwrap());
    assert!(document.findings.is_empty());
    let tables = tables(&document);
    assert_eq!(tables.iter().map(|table| table.rows.len()).sum::<usize>(), 135);
    assert!(lines(tables[0])[0].starts_with("部门名称|"));
}

const SMALL: &str = "<html><head><meta charset=utf-8></head><body><p>a<b>b</p>c</b><table><caption>d</caption><tr><td rowspan=2 \
    colspan=3>e<table><tr><td>f</table><tr height=0><td></table><select><option>g</select><!--[if x]>h<![endif]-->\
    <svg><p>i</svg><template><td>j</template><a><a><pre>k</pre>&ge;</body></html>";

proptest! {
    #[test]
    fn no_mutation_panics(edits in prop::collection::vec((0..SMALL.len(), any::<u8>(), 0..3_u8), 0..40)) {
        let mut bytes = SMALL.as_bytes().to_vec();
        for (at, byte, how) in edits {
            let at = at.min(bytes.len().saturating_sub(1));
            match how {
                0 => bytes[at] = byte,
                1 => drop(bytes.splice(at..at, [b"<td>".as_slice(), b"</p>", b"<table>", b"<!--", b"<b>", b"\"", b"<svg>", b"</tr>"][usize::from(byte) % 8].iter().copied())),
                _ => drop(bytes.splice(at..(at + usize::from(byte) % 9).min(bytes.len()), [])),
            }
        }
        read(&bytes);
        let mut archive = b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n".to_vec();
        archive.extend_from_slice(&bytes);
        read_mht(&archive);
    }
}

#[test]
fn nasty_input_of_megabytes_ends_soon() {
    let pieces = [
        "<div>",
        "<table>",
        "<table><tr><td>",
        "<b>",
        "<a href=x>",
        "<p><b i=1><i j=2>",
        "<td>",
        "<tr>",
        "</p>",
        "<!--",
        "<svg>",
        "<select>",
        "<template>",
        "<o:p>",
        "<table><b>",
        "&lt",
        "<input>",
        "<br>",
    ];
    for piece in pieces {
        let bytes = piece.repeat(120_000 / piece.len());
        ends(piece, || read(bytes.as_bytes()));
    }
    // Each paragraph opens all earlier formatting anew.
    let bytes: String = (0..8_000).map(|i| format!("<p><b id={i}>x</p>")).collect();
    ends("formatting left open", || read(bytes.as_bytes()));
}

#[test]
fn the_rebuilt_document_has_the_grids_of_its_docx() {
    let Some(path) = support::shared("real/yuanjiang-2024/rebuilt.html") else { return };
    let docx = support::grids("a.docx", &std::fs::read(path.with_extension("docx")).unwrap());
    let grids = support::grids("a.html", &std::fs::read(&path).unwrap());
    assert_eq!(grids.len(), docx.len());
    for (grid, docx) in grids.iter().zip(&docx) {
        assert_eq!(support::spread(grid), support::spread(docx));
    }
}

/// A page with a `generator` in its head.
fn written_by(generator: &str, body: &str) -> Vec<u8> {
    format!("<html><head><meta name=\"generator\" content=\"{generator}\"></head><body>{body}</body></html>")
        .into_bytes()
}

#[test]
fn a_source_line_of_libre_office_ends_in_place_of_a_space() {
    let body = "<p>\n\t填报日期\n\t    单位\n\t</p>";
    let text = |generator: &str| support::text(&read(&written_by(generator, body)).blocks[0]);
    assert_eq!(text("LibreOffice 7.4.7.2 (Linux)"), "填报日期 单位");
    assert_eq!(text("Microsoft Word 15"), "填报日期单位");
}

#[test]
fn a_row_span_of_libre_office_goes_on_through_row_groups() {
    let body = "<table><tbody><tr><td rowspan=3>a<td>b</tbody><tbody><tr><td>c</tbody><tbody><tr><td>d</tbody></table>";
    let spans = |generator: &str| {
        let document = read(&written_by(generator, body));
        support::tables(&document)[0].rows[0].cells[0].row_span
    };
    assert_eq!(spans("LibreOffice 7.4.7.2 (Linux)"), 3);
    assert_eq!(spans("Microsoft Word 15"), 1);
}

#[test]
fn control_characters_do_not_show() {
    let document = read("<p>\u{4}甲\u{5}\n</p><pre>\u{4}乙\tb</pre>".as_bytes());
    let texts: Vec<_> = document.blocks.iter().map(support::text).collect();
    assert_eq!(texts, ["甲", "乙\tb"]);
}

#[test]
fn raw_text_beyond_the_depth_ends_with_its_own_end_tag() {
    let deep = "<div>".repeat(Limits::default().depth + 9);
    for raw in ["style", "script", "textarea", "title", "xmp", "iframe"] {
        let blocks = blocks(&format!("{deep}<{raw}>a<b></{raw}><p>behind<p>it</div></div>"));
        assert!(blocks.concat().ends_with("behindit"), "{raw}: {blocks:?}");
    }
}
