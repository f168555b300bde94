//! Documents inside documents.

use std::io::{Cursor, Write};

use ingest::finding::{EMBEDDED, LIMIT_MET};
use ingest::model::{Limits, Status};
use ingest::pipeline::{Engine, Options, Understanding};

use crate::support::sample;

fn read(name: &str, bytes: &[u8]) -> Vec<Understanding> {
    Engine::new(Options::default()).unwrap().submissions(name, bytes)
}

/// Names and statuses.
fn told(all: &[Understanding]) -> Vec<(&str, &str)> {
    all.iter().map(|one| (one.submission.source_file.as_str(), one.submission.status.name())).collect()
}

fn bytes_of(name: &str) -> Vec<u8> {
    std::fs::read(sample(name)).unwrap()
}

fn workbook() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/book.xls")).unwrap()
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn ole(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        if let Some((storage, _)) = name.rsplit_once('/').filter(|(storage, _)| !storage.is_empty()) {
            file.create_storage_all(storage).unwrap();
        }
        file.create_stream(name).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// A Word file whose text names these relationships, with these parts.
fn docx(links: &[(&str, &str, &str)], parts: &[(&str, &[u8])]) -> Vec<u8> {
    let objects: String = links
        .iter()
        .map(|(id, ..)| format!(r#"<w:p><w:r><w:object><o:OLEObject r:id="{id}"/></w:object></w:r></w:p>"#))
        .collect();
    let main = format!(
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:o="urn:o" xmlns:r="urn:r"><w:body>{objects}</w:body></w:document>"#
    );
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    // The list of relationships has an order of its own.
    let links: String = links
        .iter()
        .rev()
        .map(|(id, kind, target)| format!(r#"<Relationship Id="{id}" Type="{office}/{kind}" Target="{target}"/>"#))
        .collect();
    let links = format!("<Relationships>{links}</Relationships>");
    let mut all: Vec<(&str, &[u8])> =
        vec![("word/document.xml", main.as_bytes()), ("word/_rels/document.xml.rels", links.as_bytes())];
    all.extend(parts);
    zip(&all)
}

/// What the packager writes around a file.
fn native(file: &[u8]) -> Vec<u8> {
    let mut inner = b"\x02\0label.xls\0C:\\label.xls\0\0\0\x03\0\x04\0\0\0tmp\0".to_vec();
    inner.extend(u32::try_from(file.len()).unwrap().to_le_bytes());
    inner.extend(file);
    [&u32::try_from(inner.len()).unwrap().to_le_bytes()[..], &inner].concat()
}

#[test]
fn what_word_embeds_is_read_in_the_order_of_the_text() {
    let form = bytes_of("flat-list.docx");
    let wrapped = ole(&[("/\u{1}Ole10Native", &native(&workbook()))]);
    let packaged = ole(&[("/Package", &bytes_of("two-levels.docx"))]);
    let equation = ole(&[("/Equation Native", b"x")]);
    let bytes = docx(
        &[
            ("rId9", "oleObject", "embeddings/oleObject1.bin"),
            ("rId2", "package", "/word/embeddings/A1.docx"),
            ("rId3", "oleObject", "embeddings/oleObject2.bin"),
            ("rId4", "oleObject", "embeddings/oleObject3.bin"),
        ],
        &[
            ("word/embeddings/A1.docx", &form),
            ("word/embeddings/oleObject1.bin", &wrapped),
            ("word/embeddings/oleObject2.bin", &packaged),
            ("word/embeddings/oleObject3.bin", &equation),
        ],
    );
    let all = read("outer.docx", &bytes);
    let expected = [
        ("outer.docx", "no_form"),
        ("outer.docx!embedded/1.xls", "no_form"),
        ("outer.docx!embedded/2.docx", "ok"),
        ("outer.docx!embedded/3.docx", "ok"),
    ];
    assert_eq!(told(&all), expected);
    let said: Vec<_> = all[0].submission.findings.iter().filter(|f| f.code == &EMBEDDED).collect();
    assert!(said.len() == 1 && said[0].message.contains("equation"), "{said:?}");
    assert_ne!(all[0].submission.sha256, all[1].submission.sha256);
    let without =
        read("a.docx", &docx(&[("rId2", "package", "embeddings/A1.docx")], &[("word/embeddings/A1.docx", &form)]));
    assert!(without[0].submission.findings.iter().all(|finding| finding.code != &EMBEDDED));
}

#[test]
fn storages_of_binary_documents_are_documents_again() {
    let book = workbook();
    let mut source = cfb::CompoundFile::open(Cursor::new(book.as_slice())).unwrap();
    let mut workbook = Vec::new();
    std::io::Read::read_to_end(&mut source.open_stream("/Workbook").unwrap(), &mut workbook).unwrap();
    let outer = ole(&[
        ("/Workbook", &workbook),
        ("/MBD0001/Workbook", &workbook),
        ("/MBD0002/Package", &bytes_of("flat-list.docx")),
        ("/MBD0003/\u{1}CompObj", &[&[0; 28][..], b"\x09\0\0\0Paint Pic"].concat()),
    ]);
    let all = read("a.xls", &outer);
    let names: Vec<_> = told(&all).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["a.xls", "a.xls!embedded/1.xls", "a.xls!embedded/2.docx"]);
    assert_eq!(all[0].submission.tables, all[1].submission.tables);
    assert_eq!(all[2].submission.status, Status::Ok);
    let said = all[0].submission.findings.iter().find(|finding| finding.code == &EMBEDDED).unwrap();
    assert!(said.message.contains("Paint Pic"), "{said:?}");
}

#[test]
fn objects_of_rtf_are_read() {
    let object = |class: &str, data: &[u8]| {
        let mut bytes = [1, 5, 0, 0, 2, 0, 0, 0].to_vec();
        for text in [class, "", ""] {
            bytes.extend(u32::try_from(text.len()).unwrap().to_le_bytes());
            bytes.extend(text.as_bytes());
        }
        bytes.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
        bytes.extend(data);
        let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let lines: Vec<String> = digits.chunks(32).map(|line| line.concat()).collect();
        format!("{{\\object\\objemb{{\\*\\objdata {}}}{{\\result x}}}}", lines.join("\r\n"))
    };
    let packaged = native(&bytes_of("flat-list.docx"));
    let text = format!(
        "{{\\rtf1 before {} {} {}}}",
        object("Excel.Sheet.8", &workbook()),
        object("Package", &packaged[4..]),
        object("Odd.Program", b"???")
    );
    let all = read("a.rtf", text.as_bytes());
    let names: Vec<_> = told(&all).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["a.rtf", "a.rtf!embedded/1.xls", "a.rtf!embedded/2.docx"]);
    assert!(all[0].submission.findings.iter().any(|f| f.code == &EMBEDDED && f.message.contains("Odd.Program")));
}

#[test]
fn objects_of_open_documents_are_read() {
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = format!(
        r#"<m:manifest xmlns:m="urn:m"><m:file-entry m:full-path="Object 1/" m:media-type="{kind}"/><m:file-entry m:full-path="Object 2" m:media-type="application/vnd.sun.star.oleobject"/><m:file-entry m:full-path="Object 3/" m:media-type="application/vnd.oasis.opendocument.chart"/></m:manifest>"#
    );
    let table = r#"<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:spreadsheet><t:table t:name="s"><t:table-row><t:table-cell><x:p>甲</x:p></t:table-cell></t:table-row></t:table></o:spreadsheet></o:body></o:document-content>"#;
    let text = r#"<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><o:body><o:text/></o:body></o:document-content>"#;
    let bytes = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", text.as_bytes()),
        ("Object 1/content.xml", table.as_bytes()),
        ("Object 2", &workbook()),
        ("Object 3/content.xml", b"<x/>"),
    ]);
    let all = read("a.odt", &bytes);
    let names: Vec<_> = told(&all).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["a.odt", "a.odt!embedded/1.ods", "a.odt!embedded/2.xls"]);
    assert_eq!(all[1].submission.tables, 1);
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for n in 0..4 {
            out.push(if n <= chunk.len() { DIGITS[(bits >> (18 - 6 * n) & 63) as usize] as char } else { '=' });
        }
    }
    out
}

fn attached(headers: &[u8], bytes: &[u8]) -> Vec<u8> {
    [b"--B\r\nContent-Transfer-Encoding: base64\r\n", headers, b"\r\n\r\n", base64(bytes).as_bytes(), b"\r\n"].concat()
}

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

fn mail(parts: &[Vec<u8>]) -> Vec<u8> {
    let head = b"From: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"B\"\r\n\r\n".to_vec();
    [head, parts.concat(), b"--B--\r\n".to_vec()].concat()
}

#[test]
fn what_is_attached_to_mail_has_the_name_it_was_attached_under() {
    let form = bytes_of("flat-list.docx");
    let body =
        attached(b"Content-Type: text/html; charset=gbk", &gbk("<p>请查收</p><table><tr><td>甲</td></tr></table>"));
    let word = |text: &str| format!("=?gb2312?B?{}?=", base64(&gbk(text)));
    let split = format!("Content-Disposition: attachment; filename=\"{}\r\n {}\"", word("教育局"), word("表1.docx"));
    let mut raw = b"Content-Type: application/msword; name=\"".to_vec();
    raw.extend(gbk("财政局.docx"));
    raw.push(b'"');
    let extended = "Content-Disposition: attachment;\r\n filename*0*=gbk'zh'%CB%AE%C0%FB;\r\n filename*1*=%BE%D6;\r\n filename*2=\".docx\"";
    let outside = "Content-Disposition: attachment; filename=\"../../a.docx\"";
    let bytes = mail(&[
        body,
        attached(split.as_bytes(), &form),
        attached(&raw, &form),
        attached(extended.as_bytes(), &form),
        attached(outside.as_bytes(), &form),
        attached(b"Content-Disposition: attachment; filename=logo.png", b"\x89PNG\r\n\x1a\nxxxx"),
        attached(b"Content-Disposition: attachment; filename=winmail.dat", &[0x78, 0x9f, 0x3e, 0x22, 0, 0, 1]),
    ]);
    let all = read("m.eml", &bytes);
    let names: Vec<_> = told(&all).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["m.eml", "m.eml!教育局表1.docx", "m.eml!财政局.docx", "m.eml!水利局.docx", "m.eml!a.docx"]);
    assert_eq!(all[0].submission.tables, 1);
    assert!(all[0].submission.findings.iter().any(|f| f.code == &EMBEDDED && f.message.contains("winmail.dat")));
}

/// A web archive holds a page with what belongs to it, and at times documents: attached to it, or saved beside it.
#[test]
fn documents_in_a_web_archive_are_read() {
    let (form, workbook) = (bytes_of("flat-list.docx"), workbook());
    let archive = [
        b"From: <Saved by WPS>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"B\"\r\n\r\n"
            .to_vec(),
        attached(b"Content-Type: text/html; charset=utf-8", "<table><tr><td>甲</td></tr></table>".as_bytes()),
        attached(b"Content-Type: image/png\r\nContent-Location: file:///C:/a/logo.png", b"\x89PNG\r\n\x1a\nxxxx"),
        attached(b"Content-Type: text/css\r\nContent-Location: file:///C:/a/page.css", b"p{}"),
        attached(b"Content-Type: application/x-mso\r\nContent-Location: file:///C:/a/editdata.mso", b"ActiveMime"),
        attached(b"Content-Type: application/msword\r\nContent-Disposition: attachment; filename=a.docx", &form),
        attached(b"Content-Type: application/vnd.ms-excel\r\nContent-Location: file:///C:/a/b.xls", &workbook),
        attached(b"Content-Type: application/octet-stream\r\nContent-Location: c/d.docx", &form),
        b"--B--\r\n".to_vec(),
    ];
    let all = read("page.mht", &archive.concat());
    let read: Vec<_> = told(&all).into_iter().map(|(name, _)| name).collect();
    assert_eq!(read, ["page.mht", "page.mht!a.docx", "page.mht!b.xls", "page.mht!d.docx"]);
    assert!(all.iter().all(|one| one.submission.tables > 0 && one.submission.cells > 0));
}

#[test]
fn mail_of_plain_text_and_mail_in_mail_are_read() {
    let table = "| 项目 | 金额 |\n|---|---|\n| 甲 | 1 |\n";
    let text = attached(b"Content-Type: text/plain; charset=gb2312", &gbk(table));
    let inner =
        mail(&[text, attached(b"Content-Disposition: attachment; filename=a.docx", &bytes_of("flat-list.docx"))]);
    let outer =
        mail(
            &[[b"--B\r\nContent-Type: message/rfc822\r\n\r\n", inner.replace_boundary().as_slice(), b"\r\n"].concat()],
        );
    let all = read("m.eml", &outer);
    let names: Vec<_> = told(&all).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["m.eml", "m.eml!embedded/1.mht", "m.eml!embedded/1.mht!a.docx"]);
    assert_eq!(all[1].submission.tables, 1);
}

trait Boundary {
    fn replace_boundary(&self) -> Vec<u8>;
}

impl Boundary for Vec<u8> {
    /// A mail inside another has a boundary of its own.
    fn replace_boundary(&self) -> Vec<u8> {
        let text = String::from_utf8(self.clone()).unwrap();
        text.replace("boundary=\"B\"", "boundary=\"C\"").replace("--B", "--C").into_bytes()
    }
}

#[test]
fn limits_on_what_is_inside_are_said() {
    let form = bytes_of("flat-list.docx");
    let name = |n: u32| format!("Content-Disposition: attachment; filename={n}.docx");
    let bytes = mail(&(0..5).map(|n| attached(name(n).as_bytes(), &form)).collect::<Vec<_>>());
    let few = |limits| Engine::new(Options { limits, ..Options::default() }).unwrap().submissions("m.eml", &bytes);
    let all = few(Limits { attachments: 2, ..Limits::default() });
    assert_eq!(all.len(), 3);
    assert_eq!(all[0].submission.status, Status::Partial);
    assert!(all[0].submission.findings.iter().any(|finding| finding.code == &LIMIT_MET));
    assert_eq!(few(Limits { nesting: 0, ..Limits::default() }).len(), 1);
}
