//! The hostile inputs, by what they are made to do.

use std::io::Read;
use std::path::Path;

use crate::support::sample;
use crate::unpack::build::{self, Packed, gzip, raw_zip, tar_entry, zip, zip_bytes};

/// An input and what is said of it.
pub struct Input {
    pub name: &'static str,
    /// What the line in the files table is called; the file's own name unless it is a member's.
    pub told: &'static str,
    pub bytes: Vec<u8>,
    pub status: &'static str,
    /// Words of a finding on it.
    pub says: &'static str,
}

fn of(name: &'static str, bytes: impl Into<Vec<u8>>, status: &'static str, says: &'static str) -> Input {
    Input { name, told: name, bytes: bytes.into(), status, says }
}

fn member(name: &'static str, told: &'static str, bytes: Vec<u8>, status: &'static str, says: &'static str) -> Input {
    Input { name, told, bytes, status, says }
}

const QUINE: &str = "quine.zip!aaa.zip!aaa.zip!aaa.zip!aaa.zip";
const DEEP: &str = "nested too deep";
const CELLS: &str = "more";

/// All of them. `secret` is a file that none of them may bring out.
pub fn inputs(secret: &Path) -> Vec<Input> {
    [archives(), entities(secret), nested(), many(), slow(), loops()].into_iter().flatten().collect()
}

/// Archives that unpack to too much, lead out, or hold one another.
fn archives() -> Vec<Input> {
    let bomb = Packed { name: b"bomb.txt".to_vec(), size: 100 << 20, ..deflated(&vec![0; 1 << 16]) };
    let kernel = Packed::of(&[b'x'; 1000]);
    let over = Packed { name: b"b.txt".to_vec(), header: Some(0), ..kernel.clone() };
    let wild = Packed { name: b"../../../wild.txt".to_vec(), ..Packed::of(b"x") };
    let absolute = Packed { name: b"/absolute.txt".to_vec(), ..Packed::of(b"x") };
    let many: Vec<(String, &[u8])> = (0..60).map(|n| (format!("{n:02}.txt"), &b"x"[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let mut deep = zip(&[("a.txt", "x")]);
    for _ in 0..8 {
        deep = zip_bytes(&[("z.zip", &deep)]);
    }
    let mut gzips = b"x".to_vec();
    for _ in 0..8 {
        gzips = gzip(&gzips, Some("z.gz"));
    }
    let wall = " ".repeat(6 << 20);
    let links = [tar_entry(b"link.docx", b'2', b""), tar_entry(b"pipe.docx", b'6', b""), vec![0; 1024]].concat();
    vec![
        of("bomb-flat.docx", docx(&wall), "rejected", "unpacks to far more"),
        member("bomb.zip", "bomb.zip!bomb.txt", raw_zip(&[bomb]), "rejected", "200 times"),
        of("bomb-overlapping.zip", raw_zip(&[kernel, over]), "rejected", "over one another"),
        of("bomb.gz", gzip(&vec![0; 4 << 20], None), "rejected", "which the limits do not allow"),
        of("entries.zip", zip_bytes(&many), "partial", "more than 40 files"),
        member("nested.zip", "nested.zip!z.zip!z.zip!z.zip!z.zip", deep, "rejected", "deeper than the limit"),
        // It holds itself, and nothing else (scripts/make-quine).
        member(
            "quine.zip",
            QUINE,
            include_bytes!("../../data/quine.zip").to_vec(),
            "rejected",
            "deeper than the limit",
        ),
        member("nested.gz", "nested.gz!z.gz!z.gz!z.gz!z.gz", gzips, "rejected", "deeper than the limit"),
        member("wild.zip", "wild.zip!wild.txt", raw_zip(std::slice::from_ref(&wild)), "duplicate", ""),
        of("absolute.zip", raw_zip(&[absolute, wild]), "ok", "lead out"),
        of("links.tar", links, "no_form", "passed over"),
        of("large.txt", vec![b'x'; 17 << 20], "rejected", "more than the limit"),
    ]
}

/// Entities that grow, and entities that are files.
fn entities(secret: &Path) -> Vec<Input> {
    let mut bomb = "<!DOCTYPE x [<!ENTITY a0 \"lol\">".to_owned();
    for n in 1..30 {
        bomb += &format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10));
    }
    bomb += &format!("<!ENTITY file SYSTEM \"file://{}\">]>", secret.display());
    let text = "&a29;&file;";
    let cell = format!("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>x{text}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>");
    let included = format!(
        "{HEAD}{bomb}<x xmlns:i=\"http://www.w3.org/2001/XInclude\"><i:include href=\"{}\"/></x>",
        secret.display()
    );
    vec![
        of("entities.docx", docx_of(&format!("{HEAD}{bomb}{}", word_document(&cell))), "no_form", ""),
        of("entities.fodt", fodt(&bomb, &format!("<text:p>{text}</text:p>")), "no_form", ""),
        of("entities.xml", spreadsheetml(&bomb, &row(text)), "no_form", ""),
        of("entities.html", format!("{bomb}<table><tr><td>x{text}</table>"), "no_form", ""),
        of("included.xml", included, "no_form", ""),
    ]
}

/// What nests too deep.
fn nested() -> Vec<Input> {
    let deep = |open: &str, inner: &str, close: &str| open.repeat(20_000) + inner + &close.repeat(20_000);
    let tables = deep("<w:tbl><w:tr><w:tc>", "<w:p/>", "</w:tc></w:tr></w:tbl>");
    let controls = deep("<w:sdt><w:sdtContent>", "<w:p/>", "</w:sdtContent></w:sdt>");
    let odf = deep(
        "<table:table><table:table-row><table:table-cell>",
        "<text:p/>",
        "</table:table-cell></table:table-row></table:table>",
    );
    let mut mail = String::from("From: a\nMIME-Version: 1.0\n");
    for n in 0..2000 {
        mail += &format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n");
    }
    vec![
        of("deep.docx", docx(&tables), "partial", DEEP),
        of("deep-controls.docx", docx(&controls), "partial", DEEP),
        of("deep.html", deep("<table><tr><td>", "x", ""), "partial", DEEP),
        of("deep-divs.html", deep("<div>", "x", ""), "partial", DEEP),
        of("deep.fodt", fodt("", &odf), "partial", DEEP),
        of("deep.rtf", format!("{{\\rtf1 {}", "{".repeat(200_000)), "partial", DEEP),
        of("deep.xml", wordml(&tables), "partial", DEEP),
        of("deep-sheet.xml", spreadsheetml("", &deep("<Row>", "", "</Row>")), "no_form", ""),
        of("deep.eml", mail, "rejected", "no page"),
    ]
}

/// What holds too many cells.
fn many() -> Vec<Input> {
    let word = "<w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr>".repeat(6000);
    let odf = "<table:table><table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell \
               table:number-columns-repeated=\"1000000\"><text:p>x</text:p></table:table-cell></table:table-row></table:table>";
    let spans =
        "<table><tr><td colspan=1000 rowspan=65534>x".to_owned() + &"<tr><td colspan=1000 rowspan=65534>x".repeat(50);
    vec![
        of("cells.docx", docx(&format!("<w:tbl>{word}</w:tbl>")), "partial", CELLS),
        of("cells.html", "<table>".to_owned() + &"<tr><td>1".repeat(6000), "partial", "too many parts"),
        of("spans.html", spans, "partial", CELLS),
        of(
            "cells.rtf",
            format!("{{\\rtf1 {}}}", "\\trowd\\cellx9\\intbl 1\\cell\\row ".repeat(6000)),
            "partial",
            "too many",
        ),
        of("cells.fodt", fodt("", odf), "partial", ""),
        of("commas.csv", "一级指标,二级指标\n".to_owned() + &",".repeat(200_000), "partial", "larger than the limits"),
        of("cells.csv", "1,2,3\n".repeat(3000), "partial", CELLS),
        of("cells.xml", spreadsheetml("", &row("1").repeat(6000)), "partial", "larger than the limits"),
        of(
            "far.xml",
            spreadsheetml(
                "",
                "<Row ss:Index=\"1048576\"><Cell ss:Index=\"16384\"><Data ss:Type=\"String\">x</Data></Cell></Row>",
            ),
            "partial",
            "",
        ),
        of("cells.md", "|a|b|\n|---|---|\n".to_owned() + &"|1|2|\n".repeat(6000), "partial", CELLS),
    ]
}

/// What takes a careless reader a time that grows with the square of its size, or without end.
fn slow() -> Vec<Input> {
    let attributes: String = (0..40_000).map(|n| format!(" a{n}=1")).collect();
    let merged = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>".repeat(4000);
    let header = "From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n";
    vec![
        of("formats.html", "<b><i><u><p>".repeat(8000) + "x", "partial", "more lines and cells"),
        of("attributes.html", format!("<table><tr><td{attributes}>x</table>"), "partial", "attributes"),
        of("links.html", "<a href=x>".repeat(30_000) + "x", "partial", "more lines and cells"),
        of("merged.docx", docx(&format!("<w:tbl>{merged}</w:tbl>")), "no_form", ""),
        of("bars.txt", "|".repeat(300_000), "partial", "more lines and cells"),
        of("tabs.txt", "\t".repeat(300_000), "partial", "more lines and cells"),
        of("quotes.csv", "a,\"\n".to_owned() + &"\"\"".repeat(300_000), "no_form", ""),
        of("parts.eml", header.to_owned() + &"--x\n\na\n".repeat(30_000), "no_form", ""),
        of(
            "words.eml",
            format!("{header}--x\nContent-Disposition: attachment; filename=\"{}\"\n\nx", "=?gbk?B?".repeat(30_000)),
            "no_form",
            "",
        ),
        of("endless-bin.rtf", "{\\rtf1 x\\bin2147483647 y", "partial", ""),
        of("endless-word.rtf", format!("{{\\rtf1 \\{}", "a".repeat(500_000)), "partial", ""),
        of("endless-number.rtf", format!("{{\\rtf1 \\u{}", "9".repeat(500_000)), "partial", ""),
    ]
}

/// Compound files whose chains lead back.
fn loops() -> Vec<Input> {
    let doc = |bytes: Vec<u8>| bytes;
    let format = |name: &str| std::fs::read(sample("").with_file_name("tests").join("formats").join(name)).unwrap();
    let whole = format("flat-list.doc");
    vec![
        of("loop-fat.doc", doc(looped(&whole, 0)), "rejected", ""),
        of("loop-two.doc", doc(looped(&whole, 1)), "rejected", ""),
        of("loop-difat.doc", doc(with_difat_loop(&whole)), "rejected", ""),
        of("loop-siblings.doc", doc(with_sibling_loop(&whole)), "rejected", ""),
    ]
}

fn number(bytes: &[u8], at: usize) -> usize {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize
}

/// Every sector is followed by itself, or each two by one another.
fn looped(whole: &[u8], by: usize) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let fat = 512 * (1 + number(&bytes, 0x4c));
    for n in 0..128 {
        if number(&bytes, fat + 4 * n) < 0xffff_fff0 {
            bytes[fat + 4 * n..][..4].copy_from_slice(&u32::try_from(n ^ by).unwrap().to_le_bytes());
        }
    }
    bytes
}

/// The list of the tables' sectors goes on in a sector that goes on in itself.
fn with_difat_loop(whole: &[u8]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let sectors = u32::try_from(bytes.len() / 512 - 1).unwrap();
    bytes[0x44..0x48].copy_from_slice(&sectors.to_le_bytes());
    bytes[0x48..0x4c].copy_from_slice(&u32::MAX.to_le_bytes());
    bytes.extend([0xff; 508]);
    bytes.extend(sectors.to_le_bytes());
    bytes
}

/// Every entry of the directory is its own neighbour on both sides and its own child.
fn with_sibling_loop(whole: &[u8]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let directory = 512 * (1 + number(&bytes, 0x30));
    for n in 0..4_u32 {
        let entry = directory + 128 * n as usize;
        for at in [0x44, 0x48, 0x4c] {
            bytes[entry + at..][..4].copy_from_slice(&n.to_le_bytes());
        }
    }
    bytes
}

fn deflated(bytes: &[u8]) -> Packed {
    let mut encoder = flate2::read::DeflateEncoder::new(bytes, flate2::Compression::best());
    let mut data = Vec::new();
    encoder.read_to_end(&mut data).unwrap();
    Packed { method: 8, data, ..Packed::of(bytes) }
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

fn word_document(body: &str) -> String {
    let names = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    format!("<w:document {names}><w:body>{body}</w:body></w:document>")
}

/// A .docx of a body.
pub fn docx(body: &str) -> Vec<u8> {
    docx_of(&format!("{HEAD}{}", word_document(body)))
}

fn docx_of(document: &str) -> Vec<u8> {
    let content = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Override PartName=\"/word/document.xml\" ContentType=\"{content}\"/></Types>"
    );
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    let links = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{office}\" Target=\"word/document.xml\"/></Relationships>"
    );
    build::zip(&[("[Content_Types].xml", &types), ("_rels/.rels", &links), ("word/document.xml", document)])
}

pub fn wordml(body: &str) -> String {
    let names = "xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\"";
    format!(
        "{HEAD}<?mso-application progid=\"Word.Document\"?><w:wordDocument {names}><w:body>{body}</w:body></w:wordDocument>"
    )
}

pub fn fodt(doctype: &str, body: &str) -> String {
    let name = |name| format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\" ");
    let names: String = ["office", "text", "table"].map(name).concat();
    let mime = "office:mimetype=\"application/vnd.oasis.opendocument.text\"";
    format!(
        "{HEAD}{doctype}<office:document {names}{mime}><office:body><office:text>{body}</office:text></office:body></office:document>"
    )
}

pub fn spreadsheetml(doctype: &str, rows: &str) -> String {
    let name = "urn:schemas-microsoft-com:office:spreadsheet";
    format!(
        "{HEAD}{doctype}<?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"{name}\" xmlns:ss=\"{name}\">\
         <Worksheet ss:Name=\"a\"><Table>{rows}</Table></Worksheet></Workbook>"
    )
}

pub fn row(text: &str) -> String {
    format!("<Row><Cell><Data ss:Type=\"String\">{text}</Data></Cell></Row>")
}
