//! Spreadsheets and separated values.

use std::io::{Cursor, Write};

use proptest::prelude::*;

use ingest::model::{Block, Document, Limits, RawCell, RawTable, Rejection, Source};
use ingest::read::sheet;

use crate::support::ends;
use crate::xlsb::{self, brt, wide, zip_of};

type Read = fn(&Source<'_>) -> Result<Document, Rejection>;

fn read_with(read: Read, bytes: &[u8], limits: &Limits) -> Result<Document, Rejection> {
    read(&Source { name: "book", bytes, limits: &limits.started() })
}

fn read(read: Read, bytes: &[u8]) -> Document {
    read_with(read, bytes, &Limits::default()).unwrap()
}

fn tables(document: &Document) -> Vec<&RawTable> {
    let table = |block: &'_ Block| matches!(block, Block::Table(_));
    assert!(document.blocks.iter().all(table), "a workbook has no paragraphs");
    document
        .blocks
        .iter()
        .filter_map(|block| if let Block::Table(table) = block { Some(table.as_ref()) } else { None })
        .collect()
}

/// A cell drawn: `<` covered, `[2x3]` its rows and columns before the text where it spans.
fn cell(cell: &RawCell) -> String {
    let text = cell.text().replace('\n', "⏎");
    match (cell.covered, cell.row_span, cell.col_span) {
        (true, ..) => format!("<{text}"),
        (false, 1, 1) => text,
        (false, rows, cols) => format!("[{rows}x{cols}]{text}"),
    }
}

/// The rows of a table, cells between bars.
fn draw(table: &RawTable) -> Vec<String> {
    table.rows.iter().map(|row| row.cells.iter().map(cell).collect::<Vec<_>>().join("|")).collect()
}

fn codes(document: &Document) -> Vec<(&'static str, u32, u32, u32)> {
    let of = |f: &ingest::finding::Finding| (f.code.id, f.place.table_no, f.place.row_no, f.place.col_no);
    document.findings.iter().map(of).collect()
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// The parts of a workbook: sheets as (name, state, what stands in the worksheet), number format codes from 164 on
/// (cell format n is the nth, 0 is General; behind them those built in as named), shared strings as XML.
fn parts(sheets: &[(&str, &str, &str)], codes: &[&str], builtin: &[u32], shared: &str) -> Vec<(String, String)> {
    let (mut list, mut rels, mut parts) = (String::new(), String::new(), Vec::new());
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    for (i, (name, state, body)) in sheets.iter().enumerate() {
        let n = i + 1;
        let kind = if *state == "chart" { "chartsheet" } else { "worksheet" };
        let state = if *state == "chart" { "visible" } else { state };
        list += &format!(r#"<sheet name="{name}" sheetId="{n}" state="{state}" r:id="r{n}"/>"#);
        rels += &format!(r#"<Relationship Id="r{n}" Type="{office}/{kind}" Target="{kind}s/sheet{n}.xml"/>"#);
        parts.push((format!("xl/{kind}s/sheet{n}.xml"), format!(r#"<{kind} xmlns="{MAIN}">{body}</{kind}>"#)));
    }
    let escape = |code: &str| code.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let own =
        (164..).zip(codes).map(|(id, code)| format!(r#"<numFmt numFmtId="{id}" formatCode="{}"/>"#, escape(code)));
    let ids = std::iter::once(0).chain((164..).take(codes.len())).chain(builtin.iter().copied());
    let xfs: String = ids.map(|id| format!(r#"<xf numFmtId="{id}"/>"#)).collect();
    let own: String = own.collect();
    parts.extend(
        [
            ("_rels/.rels", format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="w" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#)),
            ("xl/workbook.xml", format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{office}"><sheets>{list}</sheets></workbook>"#)),
            ("xl/_rels/workbook.xml.rels", format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rels}</Relationships>"#)),
            ("xl/styles.xml", format!(r#"<styleSheet xmlns="{MAIN}"><numFmts>{own}</numFmts><cellXfs>{xfs}</cellXfs></styleSheet>"#)),
            ("xl/sharedStrings.xml", format!(r#"<sst xmlns="{MAIN}">{shared}</sst>"#)),
        ]
        .map(|(name, text)| (name.to_owned(), text)),
    );
    parts
}

fn pack(parts: &[(String, String)]) -> Vec<u8> {
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    zip_of(&parts)
}

pub fn xlsx(sheets: &[(&str, &str, &str)], codes: &[&str], shared: &str) -> Vec<u8> {
    pack(&parts(sheets, codes, &[], shared))
}

fn one_sheet(body: &str, codes: &[&str], shared: &str) -> Document {
    read(sheet::read_xlsx, &xlsx(&[("Sheet1", "visible", body)], codes, shared))
}

const SMALL: &str = r#"<sheetData>
  <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"/><c r="C1"/></row>
  <row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" s="1"><v>0.95</v></c><c r="C3" s="2"><v>44561</v></c><c r="D3"><v>44561</v></c></row>
  <row r="4"><c r="A4" t="inlineStr"><is><t>covered</t></is></c><c r="B4" s="3"><v>1234567.5</v></c>
    <c r="C4"><f>0.1+0.2</f><v>0.30000000000000004</v></c><c r="D4" t="b"><v>1</v></c></row>
  <row r="5"><c r="A5" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B5" t="str"><f>X</f><v>a&amp;b</v></c>
    <c r="C5" s="1"><v>100</v></c><c r="XFD5" s="3"/></row>
  <row r="1048576"><c r="A1048576" s="3"/></row>
  </sheetData><mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A3:A4"/><mergeCell ref="A4:B5"/><mergeCell ref="A900:D999"/></mergeCells>"#;
const SMALL_CODES: [&str; 3] = ["0%", r#"yyyy"年"m"月"d"日""#, "#,##0.00"];
const SMALL_SHARED: &str = r#"<si><t>青石县绩效目标表</t><rPh sb="0" eb="1"><t>qing</t></rPh></si><si><r><t>产出</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 指标
(一)</t></r></si>"#;
const SMALL_DRAWN: [&str; 5] = [
    "[1x3]青石县绩效目标表|<|<",
    "",
    "[2x1]产出 指标⏎(一)|95%|2021年12月31日|44561",
    "<covered|1,234,567.50|0.3|TRUE",
    "#DIV/0!|a&b|10000%",
];

#[test]
fn xlsx_cells_are_as_shown_merges_stated_blank_ends_trimmed() {
    let document = one_sheet(SMALL, &SMALL_CODES, SMALL_SHARED);
    let tables = tables(&document);
    assert_eq!(draw(tables[0]), SMALL_DRAWN);
    assert_eq!(tables[0].sheet.as_deref(), Some("Sheet1"));
    assert_eq!(codes(&document), [("formula-error", 1, 5, 1)]);
    assert_eq!(document.findings[0].raw, "#DIV/0!");
}

#[test]
fn a_formula_without_a_stored_result_is_reported() {
    let body = r#"<sheetData><row r="1"><c r="A1"><v>3</v></c><c r="B1" s="1"><f>A1*2</f><v></v></c><c r="C1" s="1"/>
      <c r="D1"><f>A1*3</f><v>9</v></c></row><row r="2"><c r="A2"><v>4</v></c><c r="B2"><f>A2*2</f></c></row></sheetData>"#;
    let document = one_sheet(body, &["0%"], "");
    assert_eq!(draw(tables(&document)[0]), ["3|||9", "4"]);
    assert_eq!(codes(&document), [("formula-error", 1, 1, 2), ("formula-error", 1, 2, 2)]);
    assert_eq!(document.findings[0].raw, "=A1*2");
}

#[test]
fn table_stage_keeps_positions_of_a_sheet() {
    let document = one_sheet(SMALL, &SMALL_CODES, SMALL_SHARED);
    let (layout, _) = ingest::table::layout(document, &ingest::model::Anchors::default(), &Limits::default());
    let grid = &layout.grids[0];
    assert_eq!((grid.rows, grid.cols), (5, 4));
    assert_eq!(grid.cell(0, 2).map(|cell| cell.text.as_str()), Some("青石县绩效目标表"));
    assert_eq!(grid.cell(2, 3).map(|cell| (cell.row, cell.col)), Some((2, 3)));
    assert_eq!(grid.cell(3, 0).map(|cell| cell.row), Some(2));
    assert_eq!(grid.covered_texts.iter().map(|text| text.text.as_str()).collect::<Vec<_>>(), ["covered"]);
}

#[test]
fn hidden_empty_and_chart_sheets() {
    let cell = |text: &str| {
        format!(r#"<sheetData><row r="2"><c r="B2" t="inlineStr"><is><t>{text}</t></is></c></row></sheetData>"#)
    };
    let (open, secret) = (cell("open"), cell("secret"));
    let book = [
        ("空", "visible", "<sheetData/>"),
        ("图", "chart", ""),
        ("开", "visible", open.as_str()),
        ("藏", "hidden", secret.as_str()),
        ("深", "veryHidden", secret.as_str()),
    ];
    let document = read(sheet::read_xlsx, &xlsx(&book, &[], ""));
    let names: Vec<_> = tables(&document).iter().map(|table| table.sheet.clone().unwrap()).collect();
    assert_eq!(names, ["开", "藏", "深"]);
    assert_eq!(draw(tables(&document)[1]), ["", "|secret"]);
    assert_eq!(codes(&document), [("skipped-sheet", 0, 0, 0), ("hidden-sheet", 2, 0, 0), ("hidden-sheet", 3, 0, 0)]);
}

#[test]
fn a_broken_sheet_is_reported_and_the_others_are_read() {
    let whole = r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>"#;
    let book = [
        ("a", "visible", "no sheet data"),
        (
            "b",
            "visible",
            r#"<sheetData><row r="1"><c r="A1"><v>5</v></c><c r="B1" t="s"><v>9</v></c><c r="C1" t="e"><v>#SPILL!</v></c><c r="D1"><v>6</v></c></row><row"#,
        ),
        ("c", "visible", whole),
    ];
    let mut parts = parts(&book, &[], &[], "");
    let document = read(sheet::read_xlsx, &pack(&parts));
    let drawn: Vec<_> = tables(&document).iter().map(|table| draw(table)).collect();
    assert_eq!(drawn, [["5|||6"], ["1"]]);
    assert_eq!(codes(&document), [("partly-read", 0, 0, 0), ("partly-read", 0, 0, 0)]);
    // A sheet whose part is missing.
    parts.retain(|(name, _)| name != "xl/worksheets/sheet1.xml");
    let document = read(sheet::read_xlsx, &pack(&parts));
    assert_eq!(tables(&document).len(), 2);
    assert!(document.findings[0].message.contains('a'));
}

#[test]
fn formats_built_in_are_as_chinese_programs_show_them() {
    let cells: String = (1..=6).map(|s| format!(r#"<c s="{s}"><v>44561.75</v></c>"#)).collect();
    let body = format!("<sheetData><row>{cells}</row></sheetData>");
    let book = parts(&[("s", "visible", body.as_str())], &[], &[14, 31, 22, 10, 44, 57], "");
    let document = read(sheet::read_xlsx, &pack(&book));
    let shown = "2021/12/31|2021年12月31日|2021/12/31 18:00|4456175.00%|¥44,561.75|2021年12月";
    assert_eq!(draw(tables(&document)[0]), [shown]);
    // Codes that the file states win over the numbers.
    let own = [(14, "yyyy.m.d"), (31, "m/d"), (44, "_(\"$\"* #,##0.0_)")];
    let mut book = parts(&[("s", "visible", body.as_str())], &["mm-dd-yy"], &own.map(|(id, _)| id), "");
    let styles = book.iter_mut().find(|(name, _)| name == "xl/styles.xml").unwrap();
    for (id, code) in own {
        let code = code.replace('"', "&quot;");
        styles.1 = styles.1.replace("<numFmts>", &format!(r#"<numFmts><numFmt numFmtId="{id}" formatCode="{code}"/>"#));
    }
    let document = read(sheet::read_xlsx, &pack(&book));
    assert_eq!(draw(tables(&document)[0]), ["12-31-21|2021.12.31|12/31|$44,561.8|44561.75|44561.75"]);
}

#[test]
fn numbers_under_formats() {
    let shown = |code: &str, number: f64| sheet::number::NumberFormat::new(code).number(number, false);
    let cases = [
        ("General", 0.1 + 0.2, "0.3"),
        ("General", 44561.0, "44561"),
        ("General", -1.5, "-1.5"),
        ("General", 1e-7, "0.0000001"),
        ("General", 105_210_000_000_180.0, "105210000000180"),
        ("General", 1.5e300, "1.5E+300"),
        ("General", 0.0, "0"),
        ("0", 2.5, "3"),
        ("0%", 0.95, "95%"),
        ("0%", 0.285, "29%"),
        ("0.00%", 0.12345, "12.35%"),
        ("0.0#%", 0.9, "90.0%"),
        ("0.00", 1.005, "1.01"),
        ("0.00", 999.999, "1000.00"),
        ("0.00", 0.004, "0.00"),
        ("#,##0", 1_234_567.0, "1,234,567"),
        ("#,##0", 999.0, "999"),
        ("#,##0.00_);[Red](#,##0.00)", -1234.5, "(1,234.50)"),
        ("#,##0.00;-#,##0.00;\"无\"", 0.0, "无"),
        ("_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", 12.0, "12.00"),
        ("_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", 0.0, "-"),
        ("[$¥-804]#,##0.00", 3.0, "¥3.00"),
        ("0.00\"万元\"", 12.5, "12.50万元"),
        ("≥0%", 0.9, "≥90%"),
        ("0!.0,\"万\"", 123_456.0, "12.3万"),
        ("#,##0.0,,", 12_345_678.0, "12.3"),
        ("00000", 42.0, "00042"),
        ("000-0000", 1_234_567.0, "123-4567"),
        ("#.##", 0.5, ".5"),
        ("[>=100]0;0.0", 12.34, "12.3"),
        ("[>=100]0;0.0", 123.4, "123"),
        ("0.00E+00", 12345.0, "1.23E+04"),
        ("# ?/?", 0.5, "0.5"),
        (";;;", 7.0, "7"),
        ("@", 12.5, "12.5"),
        ("yyyy\"年\"m\"月\"d\"日\"", 44561.0, "2021年12月31日"),
        ("yyyy-mm-dd;@", 44561.0, "2021-12-31"),
        ("[$-804]yyyy\\年mm\\月", 44561.0, "2021年12月"),
        ("yy/m/d h:mm:ss", 44561.5, "21/12/31 12:00:00"),
        ("h:mm AM/PM", 0.75, "6:00 PM"),
        ("上午/下午h\"时\"mm\"分\"", 0.25, "上午6时00分"),
        ("[h]:mm", 1.5, "36:00"),
        ("mm:ss.0", 0.000_017_36, "00:01.5"),
        ("mmm d, yyyy", 60.0, "Feb 29, 1900"),
        ("yyyy/m/d", 1.0, "1900/1/1"),
        ("yyyy/m/d", -1.0, "-1"),
        ("ddd", 44561.0, "Fri"),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", 44561.0, "2021年12月31日"),
        ("[$-f400]h:mm:ss\\ AM/PM", 0.75, "18:00:00"),
    ];
    for (code, number, expected) in cases {
        assert_eq!(shown(code, number), expected, "{number} under {code}");
    }
    assert_eq!(sheet::number::NumberFormat::new("yyyy/m/d").number(0.0, true), "1904/1/1");
    assert_eq!(sheet::number::NumberFormat::new("0;-0;0;\"约\"@").text("十"), "约十");
}

#[test]
fn limits_cut_with_a_finding() {
    let rows: String = (1..=100).map(|r| format!(r#"<row r="{r}"><c r="A{r}"><v>{r}</v></c></row>"#)).collect();
    let body = format!("<sheetData>{rows}</sheetData>");
    let limits = Limits { cells: 40, ..Limits::default() };
    let document = read_with(sheet::read_xlsx, &xlsx(&[("s", "visible", &body)], &[], ""), &limits).unwrap();
    assert_eq!(tables(&document)[0].rows.len(), 40);
    assert_eq!(codes(&document), [("limit-met", 1, 0, 0)]);
    // One stray cell far away does not make a table of billions.
    let stray = r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>"#;
    let document = one_sheet(stray, &[], "");
    assert!(tables(&document)[0].rows.iter().map(|row| row.cells.len()).sum::<usize>() <= Limits::default().cells);
    // A part that unpacks to more than is allowed.
    let limits = Limits { unpacked_size: 1000, ..Limits::default() };
    let big = format!("<sheetData>{}</sheetData>", " ".repeat(100_000));
    let rejection = read_with(sheet::read_xlsx, &xlsx(&[("s", "visible", &big)], &[], ""), &limits).unwrap_err();
    assert!(rejection.reason.contains("unpacks"), "{rejection:?}");
    // A table of texts that announces more than there can be.
    let mut parts = parts(&[("s", "visible", SMALL)], &[], &[], "");
    parts.last_mut().unwrap().1 = format!(r#"<sst xmlns="{MAIN}" uniqueCount="99999999999999"/>"#);
    assert!(read_with(sheet::read_xlsx, &pack(&parts), &Limits::default()).is_err());
}

#[test]
fn what_is_no_workbook_is_rejected_in_plain_words() {
    let readers: [Read; 4] = [sheet::read_xls, sheet::read_xlsx, sheet::read_xlsb, sheet::read_ods];
    for read in readers {
        for bytes in
            [&b""[..], b"PK\x03\x04", b"hello", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", &zip_of(&[("a.xml", b"<a/>")])]
        {
            let rejection = read_with(read, bytes, &Limits::default()).unwrap_err();
            assert!(!rejection.reason.is_empty() && !rejection.hint.is_empty());
        }
    }
    let mut ole = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    ole.create_stream("EncryptedPackage").unwrap();
    let bytes = ole.into_inner().into_inner();
    for read in readers.into_iter().take(3) {
        assert!(read_with(read, &bytes, &Limits::default()).unwrap_err().reason.contains("password"));
    }
    let locked = zip_of(&[("META-INF/manifest.xml", b"<m><encryption-data/></m>"), ("content.xml", b"..")]);
    assert!(read_with(sheet::read_ods, &locked, &Limits::default()).unwrap_err().reason.contains("password"));
}

const XLS: &[u8] = include_bytes!("../data/book.xls");
const ODS: &[u8] = include_bytes!("../data/book.ods");

#[test]
fn xls_and_ods_say_the_same() {
    let drawn = [
        "[1x4]青石县水务局绩效目标表|<|<|<",
        "",
        "[2x1]产出⏎指标|完成率|95%|44561",
        "<遮住的字|完成时间|2021年12月31日|1,234,567.50",
        "0.3|#DIV/0!|TRUE",
        "7|7",
        "7|7",
        "7|7",
    ];
    for (read_it, bytes) in [(sheet::read_xls as Read, XLS), (sheet::read_ods, ODS)] {
        let document = read(read_it, bytes);
        let tables = tables(&document);
        assert_eq!(draw(tables[0]), drawn);
        assert_eq!(draw(tables[1]), ["|底稿"]);
        assert_eq!(tables[1].sheet.as_deref(), Some("底稿"));
        assert_eq!(codes(&document), [("formula-error", 1, 5, 2), ("hidden-sheet", 2, 0, 0)]);
    }
}

/// The Workbook stream of the fixture, changed, in a new container.
fn xls_with(change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    use std::io::Read as _;
    let mut stream = Vec::new();
    let mut file = cfb::CompoundFile::open(Cursor::new(XLS)).unwrap();
    file.open_stream("Workbook").unwrap().read_to_end(&mut stream).unwrap();
    change(&mut stream);
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("Workbook").unwrap().write_all(&stream).unwrap();
    file.into_inner().into_inner()
}

/// Where the records of a kind begin.
fn records(stream: &[u8], kind: u16) -> Vec<usize> {
    let (mut at, mut found) = (0, Vec::new());
    while let Some(&[a, b, c, d]) = stream.get(at..at + 4) {
        if u16::from_le_bytes([a, b]) == kind {
            found.push(at);
        }
        at += 4 + usize::from(u16::from_le_bytes([c, d]));
    }
    found
}

#[test]
fn a_broken_sheet_of_an_xls_is_reported_and_the_others_are_read() {
    let bytes = xls_with(|stream| {
        let first = records(stream, 0x0085)[0];
        stream[first + 4..first + 8].copy_from_slice(&[0xff; 4]);
    });
    let document = read(sheet::read_xls, &bytes);
    assert_eq!(tables(&document).len(), 1);
    assert_eq!(codes(&document), [("partly-read", 0, 0, 0), ("hidden-sheet", 1, 0, 0)]);
    // Cut off within the last sheet.
    let bytes = xls_with(|stream| stream.truncate(stream.len() - 20));
    let document = read(sheet::read_xls, &bytes);
    assert_eq!(tables(&document).len(), 2);
    assert!(codes(&document).contains(&("partly-read", 0, 0, 0)));
    let locked = xls_with(|stream| {
        let page = records(stream, 0x0042)[0];
        stream[page] = 0x2f;
    });
    assert!(read_with(sheet::read_xls, &locked, &Limits::default()).unwrap_err().reason.contains("password"));
}

/// A record: kind, then data.
fn biff(kind: u16, data: &[u8]) -> Vec<u8> {
    let size = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes()[..], &size.to_le_bytes(), data].concat()
}

#[test]
fn xls_texts_that_go_on_in_the_next_record_and_code_pages() {
    // "ab" narrow, then "目标" wide behind the break, then a text with a formatting run and phonetic data.
    let wide: Vec<u8> = "目标".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let sst = [&[2, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0][..], b"ab"].concat();
    let more = [&[1][..], &wide, &[1, 0, 0x0c, 1, 0, 4, 0, 0, 0, b'x', 9, 9, 9, 9, 8, 8, 8, 8]].concat();
    let bof = |dt: u8, version: u8| biff(0x0809, &[0, version, dt, 0, 0, 0, 0, 0]);
    let bound = |at: u32, name: &[u8]| biff(0x0085, &[&at.to_le_bytes()[..], &[0, 0], name].concat());
    let book = |globals: &dyn Fn(u32) -> Vec<u8>, cells: &[u8], stream: &str, version: u8| {
        let at = u32::try_from(globals(0).len()).unwrap();
        let bytes = [globals(at), bof(0x10, version), cells.to_vec(), biff(0x0a, &[])].concat();
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream(stream).unwrap().write_all(&bytes).unwrap();
        file.into_inner().into_inner()
    };
    let new =
        |at: u32| [bof(5, 6), bound(at, &[1, 0, b'S']), biff(0xfc, &sst), biff(0x3c, &more), biff(0x0a, &[])].concat();
    let cells = [
        biff(0xfd, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        biff(0xfd, &[0, 0, 1, 0, 0, 0, 1, 0, 0, 0]),
        // A formula whose text comes behind it, and one that is true.
        biff(0x06, &[2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]),
        biff(0x0207, &[2, 0, 0, b'o', b'k']),
        biff(0x06, &[2, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]),
        // Two RK numbers side by side: 1.5 as hundredths of a whole number, -2.
        biff(0xbd, &[1, 0, 0, 0, 0, 0, 0x5b, 2, 0, 0, 0, 0, 0xfa, 0xff, 0xff, 0xff, 1, 0]),
    ]
    .concat();
    let document = read(sheet::read_xls, &book(&new, &cells, "Workbook", 6));
    assert_eq!(draw(tables(&document)[0]), ["ab目标|x", "1.5|-2", "ok|TRUE"]);
    assert!(document.findings.is_empty(), "{:?}", document.findings);
    // Excel 5.0: bytes of a code page, here 936.
    let (gbk, _, _) = encoding_rs::GBK.encode("绩效");
    let old = |at: u32| {
        let name = [&[4][..], &gbk].concat();
        [bof(5, 5), biff(0x42, &[0xa8, 3]), bound(at, &name), biff(0x0a, &[])].concat()
    };
    let label = biff(0x0204, &[&[0, 0, 0, 0, 0, 0, 4, 0][..], &gbk].concat());
    let document = read(sheet::read_xls, &book(&old, &label, "Book", 5));
    assert_eq!(draw(tables(&document)[0]), ["绩效"]);
    assert_eq!(tables(&document)[0].sheet.as_deref(), Some("绩效"));
}

fn xlsb() -> Vec<u8> {
    let at = |col: u8, style: u8| [col, 0, 0, 0, style, 0, 0, 0];
    let bundle = |state: u8, rel: &str, name: &str| {
        brt(156, &[&[state, 0, 0, 0, 1, 0, 0, 0][..], &wide(rel), &wide(name)].concat())
    };
    let workbook = [brt(153, &[0; 12]), bundle(0, "r1", "一"), bundle(1, "r2", "二")].concat();
    let styles = [
        brt(44, &[&[164, 0][..], &wide("yyyy-mm-dd")].concat()),
        brt(617, &[4, 0, 0, 0]),
        brt(47, &[0, 0, 0, 0]),
        brt(47, &[0, 0, 9, 0]),
        brt(47, &[0, 0, 164, 0]),
        brt(618, &[]),
    ]
    .concat();
    let sheet = [
        brt(0, &[1, 0, 0, 0]),
        brt(7, &[&at(0, 0)[..], &[0; 4]].concat()),
        brt(5, &[&at(1, 1)[..], &0.95f64.to_le_bytes()].concat()),
        brt(2, &[&at(2, 2)[..], &(44561u32 << 2 | 2).to_le_bytes()].concat()),
        brt(0, &[2, 0, 0, 0]),
        brt(6, &[&at(1, 0)[..], &wide("字")].concat()),
        brt(11, &[&at(2, 0)[..], &[7, 0, 0]].concat()),
        brt(4, &[&at(3, 0)[..], &[1]].concat()),
        brt(176, &[1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        brt(130, &[]),
    ]
    .concat();
    let second = [brt(0, &[0; 4]), brt(6, &[&at(0, 0)[..], &wide("隐")].concat())].concat();
    let rels = r#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.bin"/><Relationship Id="r2" Target="/xl/worksheets/sheet2.bin"/></Relationships>"#;
    zip_of(&[
        ("xl/workbook.bin", &workbook),
        ("xl/_rels/workbook.bin.rels", rels.as_bytes()),
        ("xl/styles.bin", &styles),
        ("xl/sharedStrings.bin", &brt(19, &[&[0][..], &wide("共享")].concat())),
        ("xl/worksheets/sheet1.bin", &sheet),
        ("xl/worksheets/sheet2.bin", &second),
    ])
}

#[test]
fn xlsb_records() {
    let document = read(sheet::read_xlsb, &xlsb());
    let tables = tables(&document);
    assert_eq!(draw(tables[0]), ["", "[2x1]共享|95%|2021-12-31", "<|字|#DIV/0!|TRUE"]);
    assert_eq!(draw(tables[1]), ["隐"]);
    assert_eq!(codes(&document), [("formula-error", 1, 3, 3), ("partly-read", 0, 0, 0), ("hidden-sheet", 2, 0, 0)]);
}

#[test]
fn a_form_in_an_xlsb_is_the_form_in_other_workbooks() {
    let bytes = std::fs::read(super::support::sample("xml-spreadsheet.xml")).unwrap();
    let form = read(sheet::read_spreadsheetml, &bytes);
    let document = read(sheet::read_xlsb, &xlsb::book(&xlsb::records(tables(&form)[0])));
    assert_eq!(draw(tables(&document)[0]), draw(tables(&form)[0]));
    assert!(draw(tables(&form)[0]).len() > 12);
}

/// An XML Spreadsheet 2003 workbook around sheets.
fn spreadsheetml(sheets: &str) -> Vec<u8> {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">
<Styles><Style ss:ID="Default"><NumberFormat/></Style>
<Style ss:ID="s1"><NumberFormat ss:Format="0%"/></Style><Style ss:ID="s2" ss:Parent="s1"><Font/></Style>
<Style ss:ID="d1"><NumberFormat ss:Format="Short Date"/></Style><Style ss:ID="m1"><NumberFormat ss:Format="Standard"/></Style></Styles>
{sheets}</Workbook>"#
    )
    .into_bytes()
}

#[test]
fn xml_spreadsheets_of_excel_2003() {
    let bytes = spreadsheetml(
        r#"<Worksheet ss:Name="目标表"><Table>
<Column ss:Index="3" ss:Span="1" ss:StyleID="m1"/>
<Row><Cell ss:MergeAcross="3"><Data ss:Type="String">绩效&#10;目标表</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="String">产出指标</Data></Cell>
 <Cell ss:StyleID="s2"><Data ss:Type="Number">0.95</Data></Cell><Cell><Data ss:Type="Number">1234567.5</Data></Cell>
 <Cell ss:StyleID="d1"><Data ss:Type="DateTime">2021-12-31T00:00:00.000</Data></Cell></Row>
<Row ss:StyleID="s1"><Cell ss:Index="2"><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>合</B>格</ss:Data>
 <Comment><Data ss:Type="String">批注</Data></Comment></Cell><Cell><Data ss:Type="Number">0.5</Data></Cell>
 <Cell ss:StyleID="Default"><Data ss:Type="DateTime">2021-12-31T00:00:00.000</Data></Cell></Row>
<Row ss:Span="1"/><Row><Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell></Row>
</Table><x:WorksheetOptions><x:Visible>SheetVisible</x:Visible></x:WorksheetOptions></Worksheet>
<Worksheet ss:Name="底稿"><Table><Row><Cell><Data ss:Type="Number">7</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>"#,
    );
    assert_eq!(ingest::read::detect::detect("表.xls", &bytes), ingest::model::Format::SpreadsheetMl);
    let document = read(sheet::read_spreadsheetml, &bytes);
    let tables = tables(&document);
    assert_eq!(
        draw(tables[0]),
        [
            "[1x4]绩效⏎目标表|<|<|<",
            "",
            "[2x1]产出指标|95%|1,234,567.50|2021/12/31",
            "<|合格|50%|2021-12-31",
            "",
            "",
            "#DIV/0!|TRUE",
        ]
    );
    assert_eq!(draw(tables[1]), ["7"]);
    assert_eq!(codes(&document), [("formula-error", 1, 7, 1), ("hidden-sheet", 2, 0, 0)]);
}

#[test]
fn a_broken_xml_spreadsheet_is_read_as_far_as_it_goes() {
    let sheet = |name: &str| {
        format!(
            r#"<Worksheet ss:Name="{name}"><Table><Row><Cell><Data ss:Type="String">一</Data></Cell></Row></Table></Worksheet>"#
        )
    };
    let whole = spreadsheetml(&(sheet("甲") + &sheet("乙")));
    for cut in (0..whole.len()).step_by(7) {
        match read_with(sheet::read_spreadsheetml, &whole[..cut], &Limits::default()) {
            Ok(document) => assert_eq!(codes(&document)[0].0, "partly-read", "cut at {cut}"),
            Err(rejection) => assert!(!rejection.reason.is_empty()),
        }
    }
}

#[test]
fn separators_and_encodings_are_found_out() {
    let text = "指标,值\n\"数量,甲\",\"5\n台\"\n质量,≥90%，优\n";
    let drawn = ["指标|值", "数量,甲|5⏎台", "质量|≥90%，优"];
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases = [
        (text.as_bytes().to_vec(), "utf-8"),
        ([b"\xef\xbb\xbf", text.as_bytes()].concat(), "utf-8"),
        ([b"\xff\xfe", &utf16[..]].concat(), "utf-16le"),
        (encoding_rs::GB18030.encode(text).0.into_owned(), "gb18030"),
    ];
    for (bytes, encoding) in cases {
        let document = read(sheet::read_csv, &bytes);
        assert_eq!(draw(tables(&document)[0]), drawn);
        assert_eq!(document.encoding.as_deref(), Some(encoding));
        assert_eq!(tables(&document)[0].sheet, None);
        assert!(document.findings.is_empty());
    }
    for separator in ["\t", ";", "|", ","] {
        let text = format!("甲{separator}1,5、乙 2{separator}\r\n乙{separator}3{separator}4\r\n");
        let document =
            read(sheet::read_csv, text.replace("1,5", if separator == "," { "15" } else { "1,5" }).as_bytes());
        assert_eq!(tables(&document)[0].rows[1].cells.len(), 3, "{separator:?}");
    }
    for end in ["\n", "\r\n", "\r"] {
        let document = read(sheet::read_csv, "\na,\"b\nc\"\n\n\nd,e\nf,g".replace('\n', end).as_bytes());
        assert_eq!(draw(tables(&document)[0]), ["", "a|b⏎c", "", "", "d|e", "f|g"], "{end:?}");
    }
    let document = read(sheet::read_csv, b"sep=;\na,b;c\n");
    assert_eq!(draw(tables(&document)[0]), ["a,b|c"]);
    let document = read(sheet::read_csv, b"a,b\xff\xfe\xffc\n1,2\n");
    assert_eq!(codes(&document), [("bad-byte", 0, 0, 0)]);
}

#[test]
fn real_workbooks_are_read_as_other_programs_show_them() {
    let Some(folder) = super::support::shared("real/word") else { return };
    let bytes = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let document = read(sheet::read_xls, &bytes("tables/performance-workbook-template.xls"));
    let sheets = tables(&document);
    assert_eq!(sheets.len(), 11);
    assert_eq!(sheets[0].sheet.as_deref(), Some("项目基本信息"));
    assert!(
        draw(sheets[4])
            .contains(&"3|||印刷费|20集足球运动动画短剧的出版印刷费用||　15辑|　2.3万元/辑|34.50||0".to_owned())
    );
    assert!(document.findings.is_empty(), "{:?}", document.findings);
    let document = read(sheet::read_xls, &bytes("tables/wps-sheet.et"));
    assert_eq!(draw(tables(&document)[0]), ["1|2|3", "TRUE|FALSE||sheetjs", "foo|bar|2/19/14|0.3", "baz||qux"]);
    let document = read(sheet::read_xls, &bytes("hostile/xls-named.doc"));
    assert_eq!(draw(tables(&document)[0])[14], "Errors|#VALUE!|#DIV/0!");
    let document = read(sheet::read_xlsx, &bytes("hostile/many-merges.xlsx"));
    assert!(document.blocks.is_empty() && document.findings.is_empty());
}

#[test]
fn very_many_merges_are_taken_quickly() {
    let cells = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="50000"><c r="C50000"><v>2</v></c></row>"#;
    let merges: String =
        (1..=50_000).map(|r| format!(r#"<mergeCell ref="A{r}:B{r}"/><mergeCell ref="A1:C{r}"/>"#)).collect();
    let body = format!("<sheetData>{cells}</sheetData><mergeCells>{merges}</mergeCells>");
    let document = one_sheet(&body, &[], "");
    assert_eq!(tables(&document)[0].rows.len(), 50_000);
}

fn mutated(bytes: &[u8], changes: &[(prop::sample::Index, u8)]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (index, byte) in changes {
        let at = index.index(bytes.len());
        bytes[at] = *byte;
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever bytes change, a reader gives a document or a rejection, within seconds and limits.
    #[test]
    fn damaged_workbooks_never_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        part in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let limits = Limits { cells: 100_000, ..Limits::default() };
        let book = parts(&[("甲", "visible", SMALL)], &SMALL_CODES, &[14], SMALL_SHARED);
        let whole = pack(&book);
        let mut inner: Vec<(&str, Vec<u8>)> =
            book.iter().map(|(name, text)| (name.as_str(), text.as_bytes().to_vec())).collect();
        let at = part.index(inner.len());
        inner[at].1 = mutated(&inner[at].1, &changes);
        let inner: Vec<(&str, &[u8])> = inner.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        let stream = xls_with(|stream| {
            *stream = mutated(stream, &changes);
            stream.truncate(stream.len() - cut.index(200));
        });
        let inside = |whole: &[u8]| {
            let mut names = zip::ZipArchive::new(Cursor::new(whole)).unwrap();
            let mut parts = Vec::new();
            for index in 0..names.len() {
                let mut part = names.by_index(index).unwrap();
                let mut bytes = Vec::new();
                std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
                parts.push((part.name().unwrap().to_string(), bytes));
            }
            let sheets = parts.iter_mut().filter(|(name, bytes)| {
                !bytes.is_empty() && (name.contains("sheet") || name.ends_with("content.xml") || name.ends_with(".bin"))
            });
            sheets.for_each(|(_, bytes)| *bytes = mutated(bytes, &changes));
            let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
            zip_of(&parts)
        };
        let xml = spreadsheetml(r#"<Worksheet ss:Name="a"><Table><Row ss:Index="2"><Cell ss:Index="3" ss:MergeAcross="1" ss:MergeDown="2" ss:StyleID="d1"><Data ss:Type="DateTime">2021-12-31T00:00:00.000</Data></Cell></Row></Table></Worksheet>"#);
        let cases: [(Read, Vec<u8>); 10] = [
            (sheet::read_spreadsheetml, mutated(&xml, &changes)),
            (sheet::read_xlsb, inside(&xlsb())),
            (sheet::read_ods, inside(ODS)),
            (sheet::read_xlsx, mutated(&whole, &changes)),
            (sheet::read_xlsx, whole[..cut.index(whole.len())].to_vec()),
            (sheet::read_xlsx, zip_of(&inner)),
            (sheet::read_xls, mutated(XLS, &changes)),
            (sheet::read_xls, stream),
            (sheet::read_xlsb, mutated(&xlsb(), &changes)),
            (sheet::read_ods, mutated(ODS, &changes)),
        ];
        for (read, bytes) in cases {
            if let Ok(document) = ends("a damaged workbook", || read_with(read, &bytes, &limits)) {
                let cells: usize = tables(&document).iter().flat_map(|table| &table.rows).map(|row| row.cells.len()).sum();
                prop_assert!(cells <= limits.cells);
            }
        }
    }

    #[test]
    fn any_code_shows_any_number(code in "[0#?.,%@;\\[\\]\"ymdhse$_*/\\\\ GeneralAP年]{0,20}", number in any::<f64>()) {
        let format = sheet::number::NumberFormat::new(&code);
        prop_assert!(!format.number(number, false).is_empty());
        format.text("x");
    }

    #[test]
    fn separated_values_of_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read(sheet::read_csv, &bytes);
    }
}
