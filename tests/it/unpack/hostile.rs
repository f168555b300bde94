//! Archives made to harm: each is told, none costs much.

use std::io::Read;

use ingest::finding::{ARCHIVE_NAME, LIMIT_MET, PARTLY_READ};
use ingest::model::Limits;
use ingest::pipeline::{Engine, Options};
use proptest::prelude::*;

use crate::unpack::build::{self, Packed, gzip, rar, raw_zip, seven, tar, tar_entry, zip};
use crate::unpack::{codes, contents, names, open, open_with};

use crate::support::ends;

fn deflated(bytes: &[u8]) -> Packed {
    let mut encoder = flate2::read::DeflateEncoder::new(bytes, flate2::Compression::best());
    let mut data = Vec::new();
    encoder.read_to_end(&mut data).unwrap();
    Packed { method: 8, data, ..Packed::of(bytes) }
}

#[test]
fn a_flat_bomb_is_not_unpacked() {
    let bomb = Packed { name: b"bomb.txt".to_vec(), size: 100 << 20, ..deflated(&vec![0; 1 << 20]) };
    let good = Packed { name: b"good.txt".to_vec(), ..Packed::of(b"good") };
    let bundle = open(&raw_zip(&[bomb.clone(), good]));
    assert_eq!(contents(&bundle)[1], "good");
    assert!(bundle.bytes(0, &Limits::default()).unwrap_err().reason.contains("200 times"));
    assert_eq!(codes(&bundle), [LIMIT_MET.id]);
    // One that lies about its size gives no more than it says.
    let bundle = open(&raw_zip(&[Packed { size: 5, ..bomb }]));
    assert!(contents(&bundle)[0].starts_with("! the file is damaged"));
}

#[test]
fn many_small_bombs_together_meet_the_limit() {
    let one = Packed { size: 20 << 20, ..deflated(&vec![0; 1 << 10]) };
    let many: Vec<Packed> =
        (0..40).map(|n| Packed { name: format!("{n:02}.txt").into_bytes(), ..one.clone() }).collect();
    let bundle = open(&raw_zip(&many));
    let beyond = contents(&bundle).iter().filter(|text| text.contains("more than the limits")).count();
    assert_eq!(beyond, 37);
    assert_eq!(codes(&bundle), [LIMIT_MET.id]);
}

#[test]
fn members_that_lie_over_one_another_are_refused() {
    let kernel = Packed::of(&[b'x'; 1000]);
    let again = Packed { name: b"b.txt".to_vec(), header: Some(0), ..kernel.clone() };
    let refused = open_with(&raw_zip(&[kernel.clone(), again]), &Limits::default()).unwrap_err();
    assert!(refused.reason.contains("over one another"), "{refused:?}");
    // The second header stands inside the first's data.
    let inner = raw_zip(&[Packed { name: b"b.txt".to_vec(), ..kernel.clone() }]);
    let outer = Packed { name: b"a.txt".to_vec(), ..Packed::of(&inner) };
    let inside = Packed { name: b"b.txt".to_vec(), header: Some(35), ..kernel };
    assert!(open_with(&raw_zip(&[outer, inside]), &Limits::default()).is_err());
}

#[test]
fn gzip_and_7z_bombs_are_given_up() {
    let zeros = vec![0; 2 << 20];
    let bomb = gzip(&zeros, None);
    let limits = Limits { archive_size: 1 << 20, ..Limits::default() };
    assert!(open_with(&bomb, &limits).unwrap_err().hint.contains("--max-archive-size"));
    assert_eq!(open(&bomb).members()[0].size, zeros.len() as u64);
    let zeros = String::from_utf8(zeros).unwrap();
    let bytes = seven(&[("a.txt", "first"), ("bomb.txt", &zeros), ("c.txt", "after")]);
    let bundle = open_with(&bytes, &limits).unwrap().unwrap();
    let contents = contents(&bundle);
    assert_eq!(contents[0], "first");
    assert!(contents[1..].iter().all(|text| text.starts_with('!')), "{contents:?}");
    assert_eq!(codes(&bundle), [LIMIT_MET.id]);
}

#[test]
fn no_name_leads_out() {
    let wild =
        ["../../etc/x.txt", "/abs.txt", "C:\\Windows\\w.txt", "a\\..\\..\\b.txt", "good/./c.txt", "..", "nul\0.txt"];
    let packed = |name: &&str| Packed { name: name.as_bytes().to_vec(), ..Packed::of(b"x") };
    let bundle = open(&raw_zip(&wild.iter().map(packed).collect::<Vec<_>>()));
    let expected = ["Windows/w.txt", "a/b.txt", "abs.txt", "etc/x.txt", "good/c.txt", "nul\u{fffd}.txt"];
    assert_eq!(names(&bundle), expected);
    assert!(codes(&bundle).contains(&ARCHIVE_NAME.id));
}

#[test]
fn what_is_locked_damaged_or_packed_strangely_is_rejected_alone() {
    let named = |name: &str, packed: Packed| Packed { name: name.as_bytes().to_vec(), ..packed };
    let bundle = open(&raw_zip(&[
        named("a-locked", Packed { flags: 1, ..Packed::of(b"x") }),
        named("b-crc", Packed { crc: 7, ..Packed::of(b"x") }),
        named("c-method", Packed { method: 14, ..Packed::of(b"x") }),
        named("d-deflate", Packed { method: 8, ..Packed::of(b"\xff\xff\xff") }),
        named("e-good", Packed::of(b"good")),
    ]));
    let contents = contents(&bundle);
    let reasons = ["password", "damaged", "not read", "damaged", "good"];
    for (content, reason) in contents.iter().zip(reasons) {
        assert!(content.contains(reason), "{content}");
    }
}

#[test]
fn a_lost_or_cut_list_of_contents_is_said() {
    let files = [("a.txt", "one"), ("b.txt", "two")];
    let whole = zip(&files);
    let list = whole.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    assert!(open_with(&whole[..list], &Limits::default()).unwrap_err().reason.contains("list of contents"));
    let mut broken = whole.clone();
    let second = list + 4 + whole[list + 4..].windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    broken[second] = b'X';
    match open_with(&broken, &Limits::default()) {
        Ok(bundle) => assert_eq!(codes(&bundle.unwrap()), [PARTLY_READ.id]),
        Err(rejection) => assert!(rejection.reason.contains("list of contents")),
    }
    let whole = seven(&files);
    for cut in [whole.len() - 1, whole.len() - 20, 40, 32, 20, 6] {
        assert!(open_with(&whole[..cut], &Limits::default()).is_err(), "{cut}");
    }
    let whole = tar(&files);
    let bundle = open(&whole[..1024 + 512]);
    assert_eq!((names(&bundle), codes(&bundle)), (vec!["a.txt"], vec![PARTLY_READ.id]));
    let mut wrong = tar_entry(b"a.txt", b'0', b"one");
    wrong[124..135].copy_from_slice(b"77777777777");
    build::sum_header(&mut wrong);
    assert_eq!(codes(&open(&wrong)), [PARTLY_READ.id]);
    let mut parts = whole.clone();
    parts[1024..1030].fill(b'?');
    assert_eq!(codes(&open(&parts)), [PARTLY_READ.id]);
}

/// Counts that claim more than there are bytes cost nothing.
#[test]
fn a_7z_list_that_claims_the_world_is_refused() {
    let list = |bytes: &[u8]| {
        let crc = |bytes: &[u8]| {
            let mut crc = flate2::Crc::new();
            crc.update(bytes);
            crc.sum()
        };
        let mut start = 0_u64.to_le_bytes().to_vec();
        start.extend((bytes.len() as u64).to_le_bytes());
        start.extend(crc(bytes).to_le_bytes());
        [b"7z\xbc\xaf\x27\x1c\0\x04", &crc(&start).to_le_bytes()[..], &start, bytes].concat()
    };
    let huge = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f];
    let claims: [&[u8]; 6] = [
        &[&[1, 5][..], &huge].concat(),
        &[&[1, 4, 6, 0][..], &huge, &[9]].concat(),
        &[&[1, 4, 7, 11][..], &huge, &[0]].concat(),
        &[&[1, 4, 7, 11, 1, 0][..], &huge].concat(),
        &[&[1, 4, 7, 11, 1, 0, 1, 0x21, 0x21][..], &huge].concat(),
        &[&[1, 5, 1, 0x11][..], &huge].concat(),
    ];
    for claim in claims {
        assert!(open_with(&list(claim), &Limits::default()).is_err(), "{claim:?}");
    }
    assert!(open(&list(&[1, 0])).members().is_empty());
}

#[test]
fn archives_that_hold_archives_end_with_the_depth() {
    let mut bytes = zip(&[("表.txt", "deep")]);
    for _ in 0..30 {
        bytes = build::zip_bytes(&[("inner.zip", &bytes)]);
    }
    let engine = Engine::new(Options::default()).unwrap();
    let all = ends("an archive of archives", || engine.submissions("a.zip", &bytes));
    let last = &all.last().unwrap().submission;
    assert_eq!(last.source_file.matches('!').count(), 4);
    assert!(last.reason.contains("deeper than the limit"), "{}", last.reason);
}

/// A gzip stream that unpacks to itself is found by the search for fixed points; a chain of gzips does the same harm.
#[test]
fn gzips_in_gzips_end_with_the_depth() {
    let mut bytes = b"text".to_vec();
    for _ in 0..50 {
        bytes = gzip(&bytes, Some("again.gz"));
    }
    let engine = Engine::new(Options::default()).unwrap();
    let all = engine.submissions("a.gz", &bytes);
    assert_eq!(all.len(), 1);
    assert!(all[0].submission.reason.contains("deeper than the limit"));
}

#[test]
fn a_wide_tree_of_archives_shares_one_limit() {
    let leaf = zip(&[("a.txt", "x"), ("b.txt", "y")]);
    let files: Vec<(String, &[u8])> = (0..50).map(|n| (format!("{n}.zip"), leaf.as_slice())).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let outer = build::zip_bytes(&files);
    let limits = Limits { entries: 60, ..Limits::default() };
    let engine = Engine::new(Options { limits, ..Options::default() }).unwrap();
    let all = engine.submissions("a.zip", &outer);
    let texts = all.iter().filter(|u| u.submission.source_file.ends_with(".txt")).count();
    assert_eq!(texts, 10);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_panic(kind in 0usize..5, flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), cut in any::<prop::sample::Index>()) {
        let files = [("a.txt", "one one one one"), ("目录/b.txt", "two")];
        let mut bytes = match kind { 0 => zip(&files), 1 => tar(&files), 2 => gzip(&tar(&files), None), 3 => rar(&files), _ => seven(&files) };
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        bytes.truncate(bytes.len() - cut.index(bytes.len()) / 8);
        if let Ok(Some(bundle)) = open_with(&bytes, &Limits::default()) {
            contents(&bundle);
        }
    }
}
