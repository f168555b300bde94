//! The RTF reader: one small document a feature, then real ones.

use ingest::model::{Block, Document, Limits, Merge, Source, SpanFacts};
use ingest::read::rtf;
use proptest::prelude::*;

use crate::support::{self, ends, lines, tables, text};

fn read(bytes: &[u8]) -> Document {
    let limits = Limits::default().started();
    rtf::read(&Source { name: "a.rtf", bytes, limits: &limits }).unwrap()
}

fn paragraphs(body: &str) -> Vec<String> {
    let document = read(format!("{{\\rtf1\\ansi\\ansicpg936\\deff0{body}}}").as_bytes());
    document.blocks.iter().map(text).collect()
}

fn rows(body: &str) -> Vec<String> {
    paragraphs(body)
}

#[test]
fn refuses_what_is_no_rtf() {
    let limits = Limits::default();
    let rejection = rtf::read(&Source { name: "a.rtf", bytes: b"PK\x03\x04", limits: &limits }).unwrap_err();
    assert!(!rejection.hint.is_empty());
}

#[test]
fn paragraphs_lines_tabs_and_special_characters() {
    assert_eq!(paragraphs("a\\par b\\line c\\tab d\\~e\\_f\\-g\\par"), ["a", "b\nc\td\u{a0}e-fg"]);
    assert_eq!(paragraphs("\\{x\\}\\\\ \\ldblquote y\\rdblquote\\emdash z"), ["{x}\\ “y”—z"]);
}

#[test]
fn chinese_bytes_in_pairs_whatever_form_they_are_written_in() {
    // GBK: 绩 = BC A8, 效 = D0 A7, 乗 = 81 5C (its second byte is a backslash), 丂 = 81 40 (@).
    assert_eq!(paragraphs("\\'bc\\'a8\\'d0\\'a7"), ["绩效"]);
    assert_eq!(paragraphs("\\'bc\r\n\\'a8 1"), ["绩 1"]);
    assert_eq!(paragraphs("\\'81@\\'81\\\\"), ["丂乗"]);
    let raw = [b"{\\rtf1\\ansi\\ansicpg936 ".as_slice(), b"\xbc\xa8\\'d0\xa7}"].concat();
    assert_eq!(text(&read(&raw).blocks[0]), "绩效");
}

#[test]
fn charsets_of_fonts_win_over_the_code_page() {
    let fonts = "{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset128 Mincho;}{\\f2\\fcharset136 Ming;}\
                 {\\f3\\fcharset134 Song;}{\\f4\\fcharset204 Cyr;}}";
    // 日 in Shift-JIS 93 FA, in Big5 A4 E9, in GBK C8 D5; charset 0 is the document's code page.
    let body = format!("{fonts}\\f1\\'93\\'fa\\f2\\'a4\\'e9\\f3\\'c8\\'d5\\f0\\'c8\\'d5\\f4\\'c4");
    assert_eq!(paragraphs(&body), ["日日日日Д"]);
    let latin = "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 A;}{\\f9\\fcharset134 S;}}\\f0\\dbch\\af9 \\'c8\\'d5\\loch\\f0 \\'e9}";
    assert_eq!(text(&read(latin.as_bytes()).blocks[0]), "日é");
    let by_language = b"{\\rtf1\\ansi\\deflangfe2052 \\'c8\\'d5}";
    assert_eq!(text(&read(by_language).blocks[0]), "日");
    assert_eq!(text(&read("{\\rtf1\\ansi 绩效}".as_bytes()).blocks[0]), "绩效");
}

#[test]
fn bytes_that_the_code_page_does_not_allow_are_said() {
    let document = read(b"{\\rtf1\\ansi\\ansicpg936 a\\'ff\\'ff b}");
    assert!(text(&document.blocks[0]).starts_with('a'));
    assert_eq!(document.findings[0].code.id, "bad-byte");
}

#[test]
fn unicode_and_its_fallback() {
    assert_eq!(paragraphs("\\uc1\\u32489?\\u25928 ?x"), ["绩效x"]);
    assert_eq!(paragraphs("\\uc2\\u32489\\'bc\\'a8\\uc0\\u25928 x"), ["绩效x"]);
    assert_eq!(paragraphs("\\u-3?{\\uc0\\u8805}\\u8804?9"), ["\u{fffd}≥≤9"]);
    assert_eq!(paragraphs("\\u-10179?\\u-9216?!"), ["\u{1f400}!"]);
    assert_eq!(paragraphs("\\u8226\\bullet x\\u8212\\'97y"), ["•x—y"]);
    assert_eq!(paragraphs("\\u55296?x"), ["\u{fffd}x"]);
}

#[test]
fn what_is_no_text_of_the_page_is_out() {
    let body = "{\\info{\\title T}}{\\stylesheet{\\s0 Normal;}}{\\header H\\par}{\\footerl F\\par}\
                a{\\*\\unknown {deep} gone}{\\pict\\pngblip 89504e47}{\\*\\shppict{\\pict 00}}{\\nonshppict{\\pict 00}}\
                b{\\footnote note}{\\*\\annotation remark}{\\listtext 1.\\tab}{\\pntext 2.}\
                {\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt shown}}{\\object\\objemb{\\*\\objdata 0102}{\\result res}}\
                {\\v hidden}{\\deleted removed}\\v h\\v0 c\\v h\\plain d";
    assert_eq!(paragraphs(body), ["abshownrescd"]);
}

#[test]
fn the_unicode_of_a_twofold_text_is_taken() {
    assert_eq!(paragraphs("a{\\upr{ansi ?}{\\*\\ud{\\uc0\\u32489}}}b"), ["a绩b"]);
}

#[test]
fn binary_data_are_passed_over() {
    let bytes = [b"{\\rtf1 a{\\pict\\bin5 ".as_slice(), b"}}{{\\}b\\bin3 {{{c}"].concat();
    assert_eq!(text(&read(&bytes).blocks[0]), "abc");
}

#[test]
fn text_boxes_come_once_before_their_paragraph() {
    let shape = "{\\shp{\\*\\shpinst\\shpleft0{\\sp{\\sn shapeType}{\\sv 202}}{\\shptxt \\pard box\\par more\\par}}\
                 {\\shprslt{\\*\\do\\dptxbx{\\dptxbxtext box\\par more\\par}}}}";
    assert_eq!(paragraphs(&format!("a{shape}b\\par c")), ["box", "more", "ab", "c"]);
    let cell = rows(&format!("\\trowd\\cellx900\\pard\\intbl a{shape}b\\cell\\row\\pard c"));
    assert_eq!(cell, ["<box¶more¶ab>", "c"]);
    assert_eq!(paragraphs("{\\*\\do\\dptxbx{\\dptxbxtext old\\par}}x"), ["old", "x"]);
}

#[test]
fn check_boxes_and_symbol_fonts_are_seen() {
    let field = |state: &str| {
        format!("{{\\field{{\\*\\fldinst FORMCHECKBOX {{\\*\\formfield{{\\fftype1{state}}}}}}}{{\\fldrslt}}}}")
    };
    let body = format!("{}a{}b{}c", field("\\ffres1"), field("\\ffres25\\ffdefres1"), field("\\ffres0\\ffdefres1"));
    assert_eq!(paragraphs(&body), ["☑a☑b☐c"]);
    let fonts = "{\\fonttbl{\\f0\\fcharset134 Song;}{\\f1\\fcharset2 Wingdings;}{\\f2\\fcharset2 Symbol;}}";
    assert_eq!(paragraphs(&format!("{fonts}\\f1\\'fe\\u-3928?\\f2\\'b3\\f0 5")), ["☑□≥5"]);
}

#[test]
fn cells_have_edges_and_merge_marks() {
    let body = "{\\rtf1\\ansi\\trowd\\trleft-108\\clvmgf\\cellx1000\\clmgf\\cellx2000\\clmrg\\cellx3000\
                \\pard\\intbl a\\cell b\\cell\\cell\\row\
                \\trowd\\trleft-108\\clvmrg\\cellx1000\\cellx3000\\pard\\intbl\\cell c\\par d\\cell\\row\\pard after\\par}";
    let document = read(body.as_bytes());
    let table = tables(&document)[0];
    assert_eq!(table.spans, SpanFacts::Edges);
    assert_eq!(lines(table), ["a|b|", "|c¶d"]);
    let facts: Vec<_> =
        table.rows.iter().flat_map(|row| &row.cells).map(|c| (c.edges, c.vertical, c.horizontal)).collect();
    assert_eq!(
        facts,
        [
            (Some((-108, 1000)), Merge::Restart, Merge::None),
            (Some((1000, 2000)), Merge::None, Merge::Restart),
            (Some((2000, 3000)), Merge::None, Merge::Continue),
            (Some((-108, 1000)), Merge::Continue, Merge::None),
            (Some((1000, 3000)), Merge::None, Merge::None),
        ]
    );
    assert_eq!(document.blocks.len(), 2);
}

#[test]
fn nested_tables_lie_in_their_cells() {
    let body = "\\trowd\\cellx5000\\cellx6000\\pard\\intbl\\itap1 out\\par\
                \\pard\\intbl\\itap2 in1\\nestcell in2\\nestcell{\\*\\nesttableprops\\trowd\\cellx100\\cellx200\\nestrow}{\\nonesttables\\par}\
                \\pard\\intbl\\itap2 in3\\nestcell{\\*\\nesttableprops\\trowd\\cellx200\\nestrow}{\\nonesttables\\par}\
                \\pard\\intbl rest\\cell z\\cell\\row\\pard end";
    assert_eq!(rows(body), ["<out¶<in1|in2/in3>¶rest|z>", "end"]);
    let document = read(format!("{{\\rtf1{body}}}").as_bytes());
    let outer = tables(&document)[0];
    assert_eq!(outer.rows[0].cells[1].edges, Some((5000, 6000)));
    let Block::Table(inner) = &outer.rows[0].cells[0].blocks[1] else { panic!("no table") };
    assert_eq!(inner.rows[0].cells[1].edges, Some((100, 200)));
}

#[test]
fn broken_nesting_is_survived() {
    // A definition serves until the next; the end of the row, of a cell or of the file may be missing.
    assert_eq!(rows("\\trowd\\cellx1\\cellx2 a\\cell b\\cell\\row c\\cell d\\cell\\row"), ["<a|b/c|d>"]);
    assert_eq!(rows("\\trowd\\cellx1\\cellx2\\pard\\intbl a\\cell b\\row\\pard x"), ["<a|b>", "x"]);
    assert_eq!(rows("\\trowd\\cellx1\\cellx2\\pard\\intbl a\\cell b\\cell\\pard x"), ["<a|b>", "x"]);
    assert_eq!(rows("a\\cell b\\cell\\pard\\par x"), ["<a|b>", "", "x"]);
    assert_eq!(rows("\\pard\\intbl a\\par b\\par\\pard c"), ["a", "b", "c"]);
    assert_eq!(rows("\\trowd\\cellx1\\cellx2\\cellx3\\pard\\intbl a\\cell\\row"), ["<a||>"]);
    assert_eq!(rows("\\trowd\\cellx1\\pard\\intbl a\\cell\\cell\\cell\\row"), ["<a>"]);
    assert_eq!(
        rows("\\trowd\\cellx1\\pard\\intbl a\\cell\\row\\pard\\v\\par\\v0\\pard\\intbl b\\cell\\row"),
        ["<a>", "<b>"]
    );
    let extra = read(b"{\\rtf1\\trowd\\cellx1\\pard\\intbl a\\cell b\\cell\\row}");
    assert_eq!(tables(&extra)[0].rows[0].cells[1].edges, None);
    assert_eq!(rows("{{\\trowd\\cellx1\\pard\\intbl a\\cell}\\row}}}\\pard x\\par"), ["<a>", "x"]);
    let open = read(b"{\\rtf1{{{a\\par b");
    assert_eq!(open.blocks.len(), 2);
    assert_eq!(open.findings[0].code.id, "partly-read");
}

#[test]
fn a_last_row_ends_its_table() {
    let row = |name: &str, marks: &str| format!("\\trowd{marks}\\cellx9\\pard\\intbl {name}\\cell\\row");
    let apart = [row("a", "\\irow0"), row("b", "\\irow1\\lastrow"), row("c", "\\irow0\\lastrow"), "\\pard".into()];
    assert_eq!(rows(&apart.concat()), ["<a/b>", "<c>"]);
    let together = [row("a", "\\irow0\\lastrow"), row("b", "\\irow1\\lastrow")];
    assert_eq!(rows(&together.concat()), ["<a/b>"]);
}

#[test]
fn malformed_nesting_of_another_project() {
    let Some(path) = support::shared("real/word/tables/nested-malformed.rtf") else { return };
    let document = read(&std::fs::read(path).unwrap());
    let inner = "<Parent before¶<Child at skipped level>¶Parent after>";
    assert_eq!(text(&document.blocks[0]), format!("<{inner}¶Outer cell>"));
}

#[test]
fn the_rebuilt_document_has_all_its_tables() {
    let Some(path) = support::shared("real/yuanjiang-2024/rebuilt.rtf") else { return };
    let document = read(&std::fs::read(path).unwrap());
    assert!(document.findings.is_empty(), "{:?}", document.findings);
    let tables = tables(&document);
    assert_eq!(tables.iter().map(|table| table.rows.len()).sum::<usize>(), 135);
    assert_eq!(tables.iter().flat_map(|table| &table.rows).map(|row| row.cells.len()).sum::<usize>(), 618);
}

const SMALL: &str = "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 S;}}\\trowd\\trleft-5\\clvmgf\\cellx10\\clmgf\\cellx20\
    \\pard\\intbl\\itap2 \\'bc\\'a8\\nestcell{\\*\\nesttableprops\\trowd\\cellx5\\nestrow}\\pard\\intbl\\u32489?\\cell b\\cell\\row\
    \\pard{\\shp{\\*\\shpinst{\\shptxt box\\par}}}{\\upr{a}{\\*\\ud b}}\\bin2 xxz\\par}";

proptest! {
    #[test]
    fn no_mutation_panics(edits in prop::collection::vec((0..SMALL.len(), any::<u8>(), 0..3_u8), 0..40)) {
        let mut bytes = SMALL.as_bytes().to_vec();
        for (at, byte, how) in edits {
            let at = at.min(bytes.len().saturating_sub(1));
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, *b"{}\\'ux19"
                    .get(usize::from(byte) % 8).unwrap()),
                _ => drop(bytes.split_off(at.max(40))),
            }
        }
        let limits = Limits::default().started();
        let _ = rtf::read(&Source { name: "a.rtf", bytes: &bytes, limits: &limits });
    }
}

#[test]
fn nasty_input_of_megabytes_ends_soon() {
    let pieces: [(&str, &str); 9] = [
        ("{", ""),
        ("", "}"),
        ("\\'bc", ""),
        ("\\pard\\intbl\\itap9999 \\nestcell", ""),
        ("\\pard\\intbl\\itap200 a\\par\\pard b\\par", ""),
        ("\\cell\\row", ""),
        ("{\\shptxt{\\*\\shpinst", ""),
        ("\\u55296", ""),
        ("{\\f1\\fcharset134 x}", "}"),
    ];
    for (piece, end) in pieces {
        let wide = "\\cellx9".repeat(5000);
        let unit = format!("{piece}{end}");
        let bytes = format!("{{\\rtf1\\trowd{wide} {}", unit.repeat(400_000 / unit.len()));
        drop(ends(piece, || read(bytes.as_bytes())));
    }
}

#[test]
fn the_rebuilt_document_has_the_grids_of_its_docx() {
    let Some(path) = support::shared("real/yuanjiang-2024/rebuilt.rtf") else { return };
    let docx = support::grids("a.docx", &std::fs::read(path.with_extension("docx")).unwrap());
    let grids = support::grids("a.rtf", &std::fs::read(&path).unwrap());
    assert_eq!(grids.len(), docx.len());
    for (grid, docx) in grids.iter().zip(&docx) {
        assert_eq!(support::spread(grid), support::spread(docx));
    }
}

/// The same document with its text as GBK bytes, as Word and WPS write it on a Chinese system.
#[test]
fn the_rebuilt_document_in_chinese_bytes_has_the_same_grids() {
    let Some(path) = support::shared("real/yuanjiang-2024/rebuilt.rtf") else { return };
    let unicode = std::fs::read_to_string(path).unwrap();
    let units = regex::Regex::new(r"\\u(-?\d+) ?(?:\\'[0-9a-f]{2}|\?)*").unwrap();
    let in_gbk = |hex: bool| {
        let mut bytes = Vec::new();
        let mut end = 0;
        for found in units.captures_iter(&unicode) {
            let whole = found.get(0).unwrap();
            bytes.extend_from_slice(&unicode.as_bytes()[end..whole.start()]);
            end = whole.end();
            let code = u32::try_from(found[1].parse::<i32>().unwrap().rem_euclid(65536)).unwrap();
            let text = char::from_u32(code).unwrap().to_string();
            let (encoded, _, wrong) = encoding_rs::GBK.encode(&text);
            if wrong || !hex && encoded.iter().any(|&byte| matches!(byte, b'\\' | b'{' | b'}')) {
                bytes.extend_from_slice(format!("{{\\uc0\\u{code}}}").as_bytes());
            } else if hex {
                encoded.iter().for_each(|byte| bytes.extend_from_slice(format!("\\'{byte:02x}").as_bytes()));
            } else {
                // A control word before raw bytes needs its space.
                bytes.push(b' ');
                bytes.extend_from_slice(&encoded);
            }
        }
        bytes.extend_from_slice(&unicode.as_bytes()[end..]);
        [b"{\\rtf1\\ansi\\ansicpg936".as_slice(), bytes.strip_prefix(b"{\\rtf1\\ansi").unwrap()].concat()
    };
    let expected = support::grids("a.rtf", unicode.as_bytes());
    for hex in [true, false] {
        let grids = support::grids("a.rtf", &in_gbk(hex));
        assert_eq!(grids.len(), expected.len());
        for (grid, expected) in grids.iter().zip(&expected) {
            assert_eq!(support::spread(grid), support::spread(expected), "hex: {hex}");
        }
    }
}
