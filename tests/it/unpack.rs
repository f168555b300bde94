//! Archives: what is in them, and that no archive, however made, costs more than it may.

use std::io::{Cursor, Write};

use ingest::finding::{ARCHIVE_LINK, ARCHIVE_NAME, LIMIT_MET, PARTLY_READ};
use ingest::model::{Limits, Rejection};
use ingest::unpack::{Blob, Budget, Bundle, Kind};
use sevenz_rust2::EncoderMethod;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use crate::support::sample;

pub mod build;
mod hostile;
mod run;

use build::{Packed, gbk_zip, gzip, rar, seven, tar, tar_entry, zip};

/// Opens bytes with limits; `None` when they are no archive.
fn open_with(bytes: &[u8], limits: &Limits) -> Result<Option<Bundle>, Rejection> {
    let blob = Blob::memory(bytes);
    Bundle::open(&blob, "a/packed.docx.gz", limits, &mut Budget::new(limits, blob.len()))
}

#[track_caller]
fn open(bytes: &[u8]) -> Bundle {
    open_with(bytes, &Limits::default()).unwrap().expect("an archive")
}

fn names(bundle: &Bundle) -> Vec<&str> {
    bundle.members().iter().map(|member| member.name.as_str()).collect()
}

fn codes(bundle: &Bundle) -> Vec<&str> {
    bundle.findings().iter().map(|finding| finding.code.id).collect()
}

/// Every member's bytes as text, or the reason why it cannot be had.
fn contents(bundle: &Bundle) -> Vec<String> {
    let text = |index| match bundle.bytes(index, &Limits { file_size: 1 << 20, ..Limits::default() }) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(rejection) => format!("! {}", rejection.reason),
    };
    (0..bundle.members().len()).map(text).collect()
}

#[test]
fn every_kind_is_told_from_its_content_and_read_in_the_order_of_names() {
    let files = [("b/二.txt", "two"), ("a.txt", "one"), ("b/", ""), (".hidden", "x"), ("__MACOSX/a.txt", "x")];
    let cases = [
        (zip(&files), Kind::Zip),
        (tar(&files), Kind::Tar),
        (gzip(&tar(&files), None), Kind::Gzip),
        (seven(&files), Kind::SevenZip),
        (rar(&files), Kind::Rar),
    ];
    for (bytes, kind) in cases {
        let bundle = open(&bytes);
        assert_eq!((bundle.kind(), names(&bundle)), (kind, vec!["a.txt", "b/二.txt"]));
        assert_eq!(contents(&bundle), ["one", "two"], "{kind:?}");
        assert_eq!((codes(&bundle), bundle.passed_over()), (vec![], 2), "{kind:?}");
    }
}

#[test]
fn rarer_ways_of_packing_are_read() {
    let long = "一级指标 二级指标 三级指标 ".repeat(500);
    let files = [("a.txt", "one"), ("b/二.txt", long.as_str())];
    for method in [EncoderMethod::LZMA, EncoderMethod::PPMD, EncoderMethod::BZIP2, EncoderMethod::COPY] {
        let name = method.name();
        assert_eq!(contents(&open(&build::seven_by(method, &files))), ["one", long.as_str()], "{name}");
    }
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Bzip2);
    writer.start_file("a.txt", packed).unwrap();
    writer.write_all(long.as_bytes()).unwrap();
    assert_eq!(contents(&open(&writer.finish().unwrap().into_inner())), [long.as_str()]);
}

/// PPMd takes the memory that the archive states: up to 4 GiB.
#[test]
fn memory_that_an_archive_wants_is_bounded() {
    let mut bytes = build::seven_by(EncoderMethod::PPMD, &[("a.txt", "one")]);
    let at = bytes.windows(4).rposition(|window| window == [0x23, 3, 4, 1]).unwrap();
    bytes[at + 6..at + 10].copy_from_slice(&u32::MAX.to_le_bytes());
    build::sum_seven(&mut bytes);
    let bundle = open(&bytes);
    assert!(contents(&bundle)[0].contains("4095 MiB of memory"), "{:?}", contents(&bundle));
}

#[test]
fn documents_that_are_packages_are_no_archives() {
    for name in ["flat-list.docx", "tika-text-export.txt", "scanned-report.pdf", "broken-truncated.docx"] {
        assert!(open_with(&std::fs::read(sample(name)).unwrap(), &Limits::default()).unwrap().is_none(), "{name}");
    }
    for part in ["[Content_Types].xml", "mimetype", "word\\document.xml", "OFD.xml"] {
        let package = zip(&[("other.xml", "x"), (part, "x")]);
        assert!(open_with(&package, &Limits::default()).unwrap().is_none(), "{part}");
    }
    assert!(open_with(b"", &Limits::default()).unwrap().is_none());
}

#[test]
fn gzip_of_a_document_has_one_member_named_as_it_says_or_as_the_file() {
    let named = open(&gzip(b"text", Some("表1.txt")));
    assert_eq!((names(&named), contents(&named)), (vec!["表1.txt"], vec!["text".to_owned()]));
    assert_eq!(names(&open(&gzip(b"text", None))), ["packed.docx"]);
    let cut = gzip(&b"text ".repeat(10_000), None);
    let bundle = open(&cut[..cut.len() - 12]);
    assert_eq!(codes(&bundle), [PARTLY_READ.id]);
}

#[test]
fn names_without_a_flag_are_gb18030_unless_they_are_utf8() {
    let flagged = zip(&[("教育局/表1.doc", "x")]);
    assert_eq!(names(&open(&flagged)), ["教育局/表1.doc"]);
    // A second byte of GBK may be that of a backslash.
    let gbk = gbk_zip(&["教育局/表1.doc", "昞/誠.doc", "plain.doc"]);
    assert_eq!(names(&open(&gbk)), ["plain.doc", "教育局/表1.doc", "昞/誠.doc"]);
    let unflagged: Vec<Packed> = ["财政局/汇总表.xls", "联通.doc"]
        .map(|name| Packed { name: name.as_bytes().to_vec(), ..Packed::of(b"x") })
        .into();
    assert_eq!(names(&open(&build::raw_zip(&unflagged))), ["联通.doc", "财政局/汇总表.xls"]);
    // Two characters whose bytes are UTF-8 by chance, among names that are not.
    let mixed = gbk_zip(&["联通.doc", "教育局.doc"]);
    assert_eq!(names(&open(&mixed)), ["教育局.doc", "联通.doc"]);
}

#[test]
fn an_extra_field_may_give_the_name_in_unicode() {
    let raw = b"??.doc".to_vec();
    let unicode = "表1.doc";
    let mut field = vec![1];
    field.extend(crc(&raw).to_le_bytes());
    field.extend(unicode.as_bytes());
    let mut extra = 0x7075_u16.to_le_bytes().to_vec();
    extra.extend(u16::try_from(field.len()).unwrap().to_le_bytes());
    extra.extend(field);
    let packed = Packed { name: raw, extra, ..Packed::of(b"x") };
    assert_eq!(names(&open(&build::raw_zip(&[packed]))), [unicode]);
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[test]
fn zip64_is_read() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let large = SimpleFileOptions::default().large_file(true).compression_method(CompressionMethod::Stored);
    writer.start_file("a.txt", large).unwrap();
    writer.write_all(b"one").unwrap();
    let mut bytes = writer.finish().unwrap().into_inner();
    assert_eq!(contents(&open(&bytes)), ["one"]);
    // The directory's own 64-bit end (APPNOTE 4.3.14), all fields of the old one saying to look there.
    let end = bytes.len() - 22;
    let field = |at: usize| u64::from(u32::from_le_bytes(bytes[end + at..end + at + 4].try_into().unwrap()));
    let (size, start) = (field(12), field(16));
    let mut record = 0x0606_4b50_u32.to_le_bytes().to_vec();
    record.extend(44_u64.to_le_bytes());
    record.extend([45, 0, 45, 0]);
    record.extend([0; 8]);
    for number in [1, 1, size, start] {
        record.extend(number.to_le_bytes());
    }
    record.extend(0x0706_4b50_u32.to_le_bytes());
    record.extend(0_u32.to_le_bytes());
    record.extend((end as u64).to_le_bytes());
    record.extend(1_u32.to_le_bytes());
    let mut old = bytes.split_off(end);
    old[8..20].fill(0xff);
    let bytes = [bytes, record, old].concat();
    assert_eq!(contents(&open(&bytes)), ["one"]);
}

#[test]
fn archives_inside_archives_are_opened_by_their_members() {
    let inner = zip(&[("表1.txt", "deep")]);
    for outer in [
        build::zip_bytes(&[("b.bin", &inner), ("c.docx", &std::fs::read(sample("flat-list.docx")).unwrap())]),
        build::tar_bytes(&[("b.bin", &inner), ("c.docx", &std::fs::read(sample("flat-list.docx")).unwrap())]),
    ] {
        let limits = Limits::default();
        let mut budget = Budget::new(&limits, outer.len() as u64);
        let bundle = Bundle::open(&Blob::memory(&outer), "a", &limits, &mut budget).unwrap().unwrap();
        let nested = bundle.nested(0, &limits, &mut budget).unwrap().unwrap();
        assert_eq!((names(&nested), contents(&nested)), (vec!["表1.txt"], vec!["deep".to_owned()]));
        assert!(bundle.nested(1, &limits, &mut budget).unwrap().is_none());
    }
}

#[test]
fn long_names_and_sizes_of_tar_in_every_dialect() {
    let long = format!("{}/表.txt", "很长的文件夹名称".repeat(12));
    let mut gnu = tar_entry(b"././@LongLink", b'L', long.as_bytes());
    gnu.extend(tar_entry(b"short", b'0', b"gnu"));
    let record = format!(" path={long}\n");
    let length = (1..).find(|n: &usize| n.to_string().len() + record.len() == *n).unwrap();
    let mut pax = tar_entry(b"PaxHeaders/x", b'x', format!("{length}{record}").as_bytes());
    pax.extend(tar_entry(b"short", b'0', b"pax"));
    let mut prefixed = tar_entry(b"b.txt", b'0', b"ustar");
    prefixed[345..348].copy_from_slice(b"dir");
    build::sum_header(&mut prefixed);
    let mut binary = tar_entry(b"c.txt", b'0', b"base-256");
    binary[124..136].copy_from_slice(&[0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8]);
    build::sum_header(&mut binary);
    for (entry, name, text) in [
        (gnu, long.as_str(), "gnu"),
        (pax, &long, "pax"),
        (prefixed, "dir/b.txt", "ustar"),
        (binary, "c.txt", "base-256"),
    ] {
        let bundle = open(&[entry, vec![0; 1024]].concat());
        assert_eq!((names(&bundle), contents(&bundle)), (vec![name], vec![text.to_owned()]));
        assert!(codes(&bundle).is_empty());
    }
}

#[test]
fn links_are_counted_and_names_told_apart() {
    let mut bytes = tar_entry(b"link", b'2', b"");
    bytes.extend(tar_entry(b"pipe", b'6', b""));
    for text in ["one", "two", "three"] {
        bytes.extend(tar_entry("甲/表.doc".as_bytes(), b'0', text.as_bytes()));
    }
    bytes.extend(tar_entry("甲/表 (2).doc".as_bytes(), b'0', b"four"));
    bytes.extend([0; 1024]);
    let bundle = open(&bytes);
    assert_eq!(names(&bundle), ["甲/表 (2) (2).doc", "甲/表 (2).doc", "甲/表 (3).doc", "甲/表.doc"]);
    assert_eq!(contents(&bundle), ["four", "two", "three", "one"]);
    assert_eq!(codes(&bundle), [ARCHIVE_LINK.id, ARCHIVE_NAME.id]);
    assert!(bundle.findings()[0].message.starts_with('2'), "{}", bundle.findings()[0].message);
}

#[test]
fn entries_beyond_the_limit_are_not_listed_and_said() {
    let files: Vec<(String, String)> = (0..30).map(|n| (format!("{n:02}.txt"), n.to_string())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let limits = Limits { entries: 20, ..Limits::default() };
    for bytes in [zip(&files), tar(&files), gzip(&tar(&files), None), seven(&files)] {
        let bundle = open_with(&bytes, &limits).unwrap().unwrap();
        assert_eq!((bundle.members().len(), codes(&bundle)), (20, vec![LIMIT_MET.id]));
    }
}
