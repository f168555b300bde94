//! The format is told from the content, whatever the name says.

use std::io::{Cursor, Write};

use ingest::model::{Format, Limits, Source};
use ingest::read;
use ingest::read::detect::{detect, unread};
use proptest::prelude::*;

use crate::support::shared;

fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name.to_string(), zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn ole(stream: &str, content: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(stream).unwrap().write_all(content).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

#[test]
fn zips_are_told_by_their_parts() {
    let types =
        |main: &str| format!(r#"<Types><Override PartName="/x" ContentType="application/vnd.{main}"/></Types>"#);
    let kinds = [
        ("openxmlformats-officedocument.wordprocessingml.document.main+xml", Format::Docx),
        ("ms-word.document.macroEnabled.main+xml", Format::Docx),
        ("openxmlformats-officedocument.spreadsheetml.sheet.main+xml", Format::Xlsx),
        ("ms-excel.sheet.macroEnabled.main+xml", Format::Xlsx),
        ("ms-excel.sheet.binary.macroEnabled.main", Format::Xlsb),
        ("openxmlformats-officedocument.presentationml.presentation.main+xml", Format::Presentation),
    ];
    for (main, format) in kinds {
        assert_eq!(detect("a.docx", &zip(&[("[Content_Types].xml", &types(main))])), format, "{main}");
    }
    for (kind, format) in [("text", Format::Odt), ("text-template", Format::Odt), ("spreadsheet", Format::Ods)] {
        let media = format!("application/vnd.oasis.opendocument.{kind}");
        assert_eq!(detect("a.docx", &zip(&[("mimetype", &media), ("content.xml", "<x/>")])), format);
    }
    assert_eq!(detect("a.docx", &zip(&[("a.txt", "a"), ("b.docx", "b")])), Format::Archive);
    assert_eq!(detect("a.zip", &zip(&[("word\\document.xml", "<x/>")])), Format::Docx);
    assert_eq!(detect("a", &zip(&[("OFD.xml", "<x/>"), ("Doc_0/Document.xml", "<x/>")])), Format::Ofd);
    let whole = zip(&[("word/document.xml", "<x/>")]);
    assert_eq!(detect("a.bin", &whole[..whole.len() - 30]), Format::Docx);
}

#[test]
fn ole_files_are_told_by_their_streams() {
    let fib = |version: u16, flags: u16| {
        let words = [0xa5ec, version, 0, 0, 0, flags, 0, 0];
        words.into_iter().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    assert_eq!(detect("a.xls", &ole("/WordDocument", &fib(0x00c1, 0))), Format::Doc);
    assert_eq!(detect("a.doc", &ole("/WordDocument", &fib(0x00c1, 0x0100))), Format::Encrypted);
    assert_eq!(detect("a.doc", &ole("/WordDocument", &fib(0x0068, 0))), Format::Word95);
    assert_eq!(detect("a.docx", &ole("/EncryptedPackage", b"x")), Format::Encrypted);
    let bof = [0x09, 0x08, 2, 0, 0, 6];
    assert_eq!(detect("a.doc", &ole("/Workbook", &bof)), Format::Xls);
    assert_eq!(detect("a.doc", &ole("/Workbook", &[&bof[..], &[0x2f, 0, 2, 0, 1, 0]].concat())), Format::Encrypted);
    assert_eq!(detect("a.doc", &ole("/PowerPoint Document", b"x")), Format::Presentation);
    assert_eq!(detect("a.doc", &ole("/Something", b"x")), Format::Ole);
    assert_eq!(detect("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more"), Format::Ole);
}

#[test]
fn first_bytes_tell() {
    let cases: &[(&[u8], Format)] = &[
        (b"", Format::Empty),
        (b"{\\rtf1 x}", Format::Rtf),
        (b"\xef\xbb\xbf\r\n {\\rtf1 x}", Format::Rtf),
        (b"%PDF-1.7\n%\xe2\xe3", Format::Pdf),
        (b"\x89PNG\r\n\x1a\n....", Format::Image),
        (b"\xff\xd8\xff\xe0....", Format::Image),
        (b"GIF89a....", Format::Image),
        (b"II*\0....", Format::Image),
        (b"Rar!\x1a\x07\0", Format::Archive),
        (b"7z\xbc\xaf\x27\x1c", Format::Archive),
        (b"\x1f\x8b\x08\0", Format::Archive),
        (b"\xdb\xa5\x2d\0\0\0", Format::Word2),
        (b"\x9b\xa5\x21\0\0\0", Format::Word2),
        (&[0; 64], Format::Unknown),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10", Format::Unknown),
    ];
    for (bytes, format) in cases {
        assert_eq!(detect("a.docx", bytes), *format, "{bytes:?}");
    }
}

#[test]
fn markup_is_told_by_its_root() {
    let cases = [
        (r#"<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>"#, Format::WordMl),
        (r#"<p:package xmlns:p="http://schemas.microsoft.com/office/2006/xmlPackage"/>"#, Format::FlatOpc),
        (
            r#"<o:document xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" o:mimetype="application/vnd.oasis.opendocument.text"/>"#,
            Format::FlatOdt,
        ),
        ("<!DOCTYPE html><p>x", Format::Html),
        ("\u{feff} <HTML xmlns:o='urn:schemas-microsoft-com:office:office'><p>x</HTML>", Format::Html),
        ("<!-- saved --><table><tr><td>x</table>", Format::Html),
        ("<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"/>", Format::Html),
        ("# Title\n\n<table>\n<tr><td>x</td></tr>\n</table>\n", Format::Text),
        ("<table>\n<tr><td>x</td></tr>\n</table>\n\n## Next\n", Format::Text),
        ("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"x\"\n\n--x\n", Format::Mht),
        ("From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n type=\"text/html\"\n\n", Format::Mht),
        ("<unit>: words", Format::Text),
    ];
    for (text, format) in cases {
        assert_eq!(detect("a.txt", text.as_bytes()), format, "{text}");
    }
}

#[test]
fn text_is_told_in_any_encoding() {
    let text = "部门整体支出绩效目标表\n（2024年度）\n一级指标\t二级指标\t三级指标\n";
    let utf16 = |to: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to).collect::<Vec<u8>>();
    let with_mark = [&b"\xff\xfe"[..], &utf16(u16::to_le_bytes)].concat();
    let gb18030 = encoding_rs::GB18030.encode(text).0.into_owned();
    for bytes in [text.as_bytes().to_vec(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), with_mark, gb18030] {
        assert_eq!(detect("a.doc", &bytes), Format::Text);
        assert_eq!(detect("b.CSV", &bytes), Format::Csv);
    }
}

#[test]
fn what_is_not_read_says_why_and_what_to_do() {
    use Format::*;
    for format in [Encrypted, Pdf, Ofd, Image, Archive, Presentation, Word2, Word95, Empty, Ole, Unknown] {
        let rejection = unread(format);
        assert!(rejection.reason.starts_with("the file") && !rejection.hint.is_empty(), "{format:?}");
    }
    assert!(unread(Encrypted).hint.contains("password") && unread(Archive).hint.contains("unpack"));
}

#[test]
fn hostile_files_are_known_and_refused_with_a_reason() {
    let cases = [
        ("bad-ole-header.doc", Format::Ole),
        ("docx-named.doc", Format::Docx),
        ("encrypted.doc", Format::Encrypted),
        // Its OLE directory cannot be opened.
        ("length-field-2gib.doc", Format::Ole),
        ("many-merges.xlsx", Format::Xlsx),
        ("truncated.docx", Format::Docx),
        ("word2.doc", Format::Word2),
        ("word95.doc", Format::Word95),
        ("wordml-named.doc", Format::WordMl),
        ("xls-named.doc", Format::Xls),
    ];
    for (name, format) in cases {
        let Some(path) = shared(&format!("real/word/hostile/{name}")) else { return };
        let bytes = std::fs::read(path).unwrap();
        assert_eq!(detect(name, &bytes), format, "{name}");
        if matches!(format, Format::Ole | Format::Encrypted | Format::Word2 | Format::Word95)
            || name == "truncated.docx"
        {
            let limits = Limits::default();
            let rejection = read::read(format, &Source { name, bytes: &bytes, limits: &limits }).unwrap_err();
            assert!(!rejection.reason.is_empty() && !rejection.hint.is_empty(), "{name}");
        }
    }
}

#[test]
fn real_files_are_known_by_content_under_any_name() {
    let cases = [
        ("yuanjiang-2024/rebuilt.doc", Format::Doc),
        ("yuanjiang-2024/rebuilt.html", Format::Html),
        ("yuanjiang-2024/rebuilt.odt", Format::Odt),
        ("yuanjiang-2024/rebuilt.rtf", Format::Rtf),
        ("yuanjiang-2024/submission.txt", Format::Text),
        ("yuanjiang-2024/submission.gb18030.txt", Format::Text),
        ("yuanjiang-2024/submission.utf16le.txt", Format::Text),
        ("word/tables/wps-sheet.et", Format::Xls),
        ("word/tables/performance-workbook-template.xls", Format::Xls),
        ("word/tables/fast-saved.doc", Format::Doc),
        ("word/tables/nested-malformed.rtf", Format::Rtf),
        ("flavours/pandoc_gfm.txt", Format::Text),
        ("flavours/docling_markdown.txt", Format::Text),
        ("flavours/lo_textenc_gbk_doc.txt", Format::Text),
    ];
    for (path, format) in cases {
        let Some(full) = shared(&format!("real/{path}")) else { return };
        let bytes = std::fs::read(full).unwrap();
        assert_eq!(detect("without-extension", &bytes), format, "{path}");
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(magic in 0usize..6, tail in proptest::collection::vec(any::<u8>(), 0..300)) {
        let magics: [&[u8]; 6] = [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"<a", b"{\\rtf", b"PK\x05\x06"];
        let bytes = [magics[magic], &tail].concat();
        detect("a.doc", &bytes);
    }
}
