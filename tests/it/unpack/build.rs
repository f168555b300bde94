//! Archives made by hand, as wrong as a test wants them.

use std::io::{Cursor, Write};

use sevenz_rust2::EncoderMethod;
use zip::write::SimpleFileOptions;

/// A zip of texts, names flagged as UTF-8.
pub fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    zip_bytes(&files)
}

pub fn zip_bytes(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        if name.ends_with('/') {
            writer.add_directory(*name, SimpleFileOptions::default()).unwrap();
        } else {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

/// One entry of a zip, field by field.
#[derive(Clone)]
pub struct Packed {
    pub name: Vec<u8>,
    pub extra: Vec<u8>,
    pub flags: u16,
    pub method: u16,
    pub crc: u32,
    pub size: u32,
    pub data: Vec<u8>,
    /// Where its header is, if another's is to be taken for it.
    pub header: Option<u32>,
}

impl Packed {
    /// Bytes as they are.
    pub fn of(data: &[u8]) -> Self {
        let mut crc = flate2::Crc::new();
        crc.update(data);
        let size = u32::try_from(data.len()).unwrap();
        let (name, extra) = (b"a.txt".to_vec(), Vec::new());
        Self { name, extra, flags: 0, method: 0, crc: crc.sum(), size, data: data.to_vec(), header: None }
    }

    fn fields(&self) -> Vec<u8> {
        let short = |n: usize| u16::try_from(n).unwrap().to_le_bytes();
        let mut out = Vec::new();
        out.extend(self.flags.to_le_bytes());
        out.extend(self.method.to_le_bytes());
        out.extend([0; 4]);
        out.extend(self.crc.to_le_bytes());
        out.extend(u32::try_from(self.data.len()).unwrap().to_le_bytes());
        out.extend(self.size.to_le_bytes());
        out.extend(short(self.name.len()));
        out.extend(short(self.extra.len()));
        out
    }
}

/// A zip of entries as they are given (APPNOTE 4.3.7, 4.3.12, 4.3.16).
pub fn raw_zip(entries: &[Packed]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        let at = entry.header.unwrap_or(u32::try_from(out.len()).unwrap());
        if entry.header.is_none() {
            out.extend(b"PK\x03\x04\x14\0");
            out.extend(entry.fields());
            out.extend(&entry.name);
            out.extend(&entry.extra);
            out.extend(&entry.data);
        }
        directory.extend(b"PK\x01\x02\x14\0\x14\0");
        directory.extend(entry.fields());
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(&entry.name);
        directory.extend(&entry.extra);
    }
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    let (start, size) = (u32::try_from(out.len()).unwrap(), u32::try_from(directory.len()).unwrap());
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend(size.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    out
}

/// A zip as Chinese Windows makes it: names in GBK, no flag.
pub fn gbk_zip(names: &[&str]) -> Vec<u8> {
    let packed = |name: &&str| Packed { name: encoding_rs::GBK.encode(name).0.into_owned(), ..Packed::of(b"x") };
    raw_zip(&names.iter().map(packed).collect::<Vec<_>>())
}

pub fn tar(files: &[(&str, &str)]) -> Vec<u8> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    tar_bytes(&files)
}

pub fn tar_bytes(files: &[(&str, &[u8])]) -> Vec<u8> {
    let kind = |name: &str| if name.ends_with('/') { b'5' } else { b'0' };
    let mut out: Vec<u8> =
        files.iter().flat_map(|(name, bytes)| tar_entry(name.as_bytes(), kind(name), bytes)).collect();
    out.extend([0; 1024]);
    out
}

/// A header of ustar and what follows it.
pub fn tar_entry(name: &[u8], kind: u8, bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0; 512];
    out[..name.len()].copy_from_slice(name);
    out[124..135].copy_from_slice(format!("{:011o}", bytes.len()).as_bytes());
    out[156] = kind;
    out[257..265].copy_from_slice(b"ustar\x0000");
    sum_header(&mut out);
    out.extend(bytes);
    out.resize(512 + bytes.len().next_multiple_of(512), 0);
    out
}

/// Puts the right checksum into a header.
pub fn sum_header(header: &mut [u8]) {
    header[148..156].fill(b' ');
    let sum: u32 = header[..512].iter().map(|&byte| u32::from(byte)).sum();
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
}

pub fn gzip(bytes: &[u8], name: Option<&str>) -> Vec<u8> {
    let mut builder = flate2::GzBuilder::new();
    if let Some(name) = name {
        builder = builder.filename(name);
    }
    let mut writer = builder.write(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

/// A 7z file whose files are packed together.
pub fn seven(files: &[(&str, &str)]) -> Vec<u8> {
    seven_by(EncoderMethod::LZMA2, files)
}

/// The same, packed by a method.
pub fn seven_by(method: EncoderMethod, files: &[(&str, &str)]) -> Vec<u8> {
    use sevenz_rust2::{ArchiveEntry, ArchiveWriter, SourceReader};
    let mut writer = ArchiveWriter::new(Cursor::new(Vec::new())).unwrap();
    writer.set_content_methods(vec![method.into()]);
    let (folders, files): (Vec<_>, Vec<_>) = files.iter().partition(|(name, _)| name.ends_with('/'));
    for (name, _) in folders {
        let entry = ArchiveEntry::new_directory(name.trim_end_matches('/'));
        writer.push_archive_entry::<&[u8]>(entry, None).unwrap();
    }
    let entries: Vec<_> = files.iter().map(|(name, _)| ArchiveEntry::new_file(name)).collect();
    let readers: Vec<_> = files.iter().map(|(_, text)| SourceReader::new(text.as_bytes())).collect();
    writer.push_archive_entries(entries, readers).unwrap();
    writer.finish().unwrap().into_inner()
}

/// Sums a 7z file up anew whose list of contents was changed.
pub fn sum_seven(bytes: &mut [u8]) {
    let crc = |bytes: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        crc.sum().to_le_bytes()
    };
    let number = |bytes: &[u8], at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap()) as usize;
    let (at, size) = (32 + number(bytes, 12), number(bytes, 20));
    let list = crc(&bytes[at..at + size]);
    bytes[28..32].copy_from_slice(&list);
    let start = crc(&bytes[12..32]);
    bytes[8..12].copy_from_slice(&start);
}

/// A RAR 5 file of texts that are not packed (technote, "General archive structure"); nothing longer than 127.
pub fn rar(files: &[(&str, &str)]) -> Vec<u8> {
    let crc = |bytes: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        crc.sum().to_le_bytes()
    };
    let header = |fields: &[u8]| {
        let sized = [&[u8::try_from(fields.len()).unwrap()], fields].concat();
        [&crc(&sized)[..], &sized].concat()
    };
    let mut out = b"Rar!\x1a\x07\x01\0".to_vec();
    out.extend(header(&[1, 0, 0]));
    for (name, text) in files {
        let is_folder = name.ends_with('/');
        let (name, size) = (name.trim_end_matches('/'), u8::try_from(text.len()).unwrap());
        let mut fields = vec![2, 2, size, if is_folder { 1 } else { 4 }, size, 0];
        if !is_folder {
            fields.extend(crc(text.as_bytes()));
        }
        fields.extend([0, 1, u8::try_from(name.len()).unwrap()]);
        fields.extend(name.as_bytes());
        out.extend(header(&fields));
        out.extend(text.as_bytes());
    }
    out.extend(header(&[5, 0, 0]));
    out
}
