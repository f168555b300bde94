//! What one file may take: a text without end is cut, in every format, and what is sound stays.

use std::io::{Cursor, Write};

use ingest::finding::{Finding, LIMIT_MET};
use ingest::model::{Item, Limits, MOST_TEXT, Source, Status};
use ingest::pipeline::{Engine, Options};
use ingest::read::sheet;

use crate::hostile::inputs::{docx, fodt, row, spreadsheetml, wordml};
use crate::sheet::xlsx;

/// More than a cell or paragraph may hold.
const LONG: usize = 5 << 18;

/// A document's name, its bytes, and the place that is told: table, row and column.
type Endless = (&'static str, Vec<u8>, (u32, u32, u32));

/// Documents whose second cell, or only paragraph, does not end.
fn endless() -> Vec<Endless> {
    // A wide character in UTF-8, and one in GB 18030 that is none in UTF-8.
    let (wide, narrow) = ("目".repeat(LONG / 3), "x".repeat(LONG));
    let gbk = [0xd6, 0xd0].repeat(LONG / 2);
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let table = |text: &str| {
        format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", paragraph("a"), paragraph(text))
    };
    let odf = format!(
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell>\
         <text:p>{narrow}</text:p></table:table-cell></table:table-row></table:table>"
    );
    let sheet = format!(
        "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>{wide}</t></is></c></row>\
         <row r=\"2\"><c r=\"A2\"><v>2</v></c></row></sheetData>"
    );
    let quoted = format!("a,b\n1,\"{}\"\n2,c\n", format!("{},\n", "x".repeat(5000)).repeat(LONG / 5000));
    let cell = (1, 1, 2);
    let paragraph_of = (0, 0, 0);
    vec![
        ("utf8.csv", format!("a,{wide}\n1,2\n").into_bytes(), cell),
        ("gbk.csv", [b"a,".as_slice(), &gbk, b"\n1,2\n"].concat(), cell),
        ("quoted.csv", quoted.into_bytes(), (1, 2, 2)),
        ("utf8.txt", format!("a\n{narrow}\nb\n").into_bytes(), paragraph_of),
        ("gbk.txt", [b"a\n".as_slice(), &gbk, b"\nb\n"].concat(), paragraph_of),
        ("cell.html", format!("<table><tr><td>a<td>{narrow}<tr><td>1<td>2</table>").into_bytes(), cell),
        ("text.html", format!("<p>{wide}<p>b").into_bytes(), paragraph_of),
        (
            "cell.rtf",
            format!("{{\\rtf1 \\trowd\\cellx900\\cellx1900\\intbl a\\cell {narrow}\\cell\\row }}").into(),
            cell,
        ),
        ("text.rtf", format!("{{\\rtf1 {}\\par b}}", "\\'d6\\'d0".repeat(LONG / 2)).into(), paragraph_of),
        ("cell.docx", docx(&table(&wide)), cell),
        ("text.docx", docx(&paragraph(&format!("{narrow}</w:t><w:t>y"))), paragraph_of),
        ("cell.xml", wordml(&table(&narrow)).into(), cell),
        ("sheet.xml", spreadsheetml("", &(row(&narrow) + &row("2"))).into(), (1, 1, 1)),
        ("cell.fodt", fodt("", &odf).into(), cell),
        ("cell.xlsx", xlsx(&[("s", "visible", &sheet)], &[], ""), cell),
    ]
}

#[test]
fn an_endless_text_is_cut_and_told() {
    let engine = Engine::new(Options::default()).unwrap();
    for (name, bytes, (table_no, row_no, col_no)) in endless() {
        let understood = engine.understand(name, &bytes);
        let told = &understood.submission;
        assert_eq!(told.status, Status::Partial, "{name}: {}", told.reason);
        let met: Vec<&Finding> = told.findings.iter().filter(|finding| finding.code == &LIMIT_MET).collect();
        let place = |finding: &&Finding| (finding.place.table_no, finding.place.row_no, finding.place.col_no);
        assert!(met.iter().any(|finding| place(finding) == (table_no, row_no, col_no)), "{name}: {met:?}");
        let layout = &understood.layout;
        let running = layout.items.iter().filter_map(|item| match item {
            Item::Text(text) => Some(text),
            Item::Table(_) => None,
        });
        let texts = layout.grids.iter().flat_map(|grid| &grid.cells).map(|cell| &cell.text).chain(running);
        let lengths: Vec<usize> = texts.map(String::len).collect();
        assert!(lengths.iter().all(|&length| length <= MOST_TEXT), "{name}: {lengths:?}");
        assert!(lengths.iter().any(|&length| length > MOST_TEXT - 4), "{name}: {lengths:?}");
        assert!(told.findings.iter().all(|finding| finding.raw.len() <= 2 * MOST_TEXT), "{name}");
    }
}

/// What stands behind the endless field is read.
#[test]
fn the_sound_rows_around_an_endless_field_stay() {
    let engine = Engine::new(Options::default()).unwrap();
    for (name, bytes, _) in endless() {
        let rows: Vec<usize> = engine.understand(name, &bytes).layout.grids.iter().map(|grid| grid.rows).collect();
        let expected: &[usize] = match name {
            "quoted.csv" => &[3],
            name if name.ends_with(".csv") || matches!(name, "cell.html" | "cell.xlsx" | "sheet.xml") => &[2],
            name if name.starts_with("cell") => &[1],
            _ => &[],
        };
        assert_eq!(rows, expected, "{name}");
    }
}

/// A workbook may hold millions of texts that no cell shows: each takes room, though it be empty.
#[test]
fn shared_texts_are_counted() {
    const COUNT: usize = 300_000;
    let record = |kind: u16, data: &[u8]| {
        [&kind.to_le_bytes()[..], &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
    };
    let empty = [0; 3].repeat(2000);
    let bof = |kind: u8| record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0]);
    let mut globals = [bof(5), record(0x85, &[0, 0, 0, 0, 0, 0, 1, 0, b'S']), record(0xfc, &[0; 8])].concat();
    globals.extend(record(0x3c, &empty).repeat(COUNT / 2000));
    globals.extend(record(0x0a, &[]));
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("Workbook").unwrap().write_all(&globals).unwrap();
    let xls = file.into_inner().into_inner();
    let limits = Limits { memory: 8 << 20, ..Limits::default() }.started();
    let _ = sheet::read_xls(&Source { name: "a.xls", bytes: &xls, limits: &limits });
    assert!(limits.over_memory() && limits.held() < 9 << 20, "{} held", limits.held());

    let cell = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData>";
    let xlsx = xlsx(&[("s", "visible", cell)], &[], &"<si><t/></si>".repeat(COUNT));
    let limits = Limits { memory: 16 << 20, ..Limits::default() }.started();
    let rejection = sheet::read_xlsx(&Source { name: "a.xlsx", bytes: &xlsx, limits: &limits }).unwrap_err();
    assert!(rejection.hint.contains("--max-memory"), "{rejection:?}");
}
