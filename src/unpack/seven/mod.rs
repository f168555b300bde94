//! 7z files: unpacked in one pass, since their files are packed together, into a file without a name.
//!
//! The database is read here and not by a library, since those there are take its counts on trust; what unpacks is
//! libraries'.

mod header;

use std::io::{BufReader, Read, Seek, SeekFrom};

use bzip2::read::MultiBzDecoder;
use flate2::read::DeflateDecoder;
use flate2::{Crc, CrcReader};
use lzma_rust2::filter::bcj::BcjReader;
use lzma_rust2::filter::delta::DeltaReader;
use lzma_rust2::{Lzma2Reader, LzmaReader};
use ppmd_rust::Ppmd7Decoder;

use crate::model::Rejection;
use crate::unpack::blob::Spool;
use crate::unpack::{
    Blob, Budget, Contents, Entry, Kind, Place, RawName, What, damaged, damaged_member, encrypted, too_large,
    unreadable,
};
use header::{Bytes, Coder, Database, Folder, Listed, Stream};

/// The first bytes.
pub(super) const MAGIC: &[u8] = b"7z\xbc\xaf\x27\x1c";
/// Largest list of contents, packed or not.
const MOST_LISTING: u64 = 128 << 20;
/// Lists may be packed, and packed again.
const MOST_PACKINGS: usize = 4;
/// Most memory that unpacking may take.
const MOST_DICTIONARY: u64 = 256 << 20;
/// The signature, the version, and where the list is.
const SIGNATURE: usize = 32;

const HEADER: u8 = 0x01;
const PACKED_HEADER: u8 = 0x17;

/// Unpacks the files.
///
/// # Errors
/// When the list of contents cannot be read.
pub(super) fn list(blob: &Blob, budget: &Budget) -> Result<Contents, Rejection> {
    let Database { folders, files } = database(blob)?;
    let mut spool = Spool::new().map_err(|error| unreadable(&error))?;
    let mut entries = Vec::new();
    let cut = files.len() as u64 > budget.entries;
    let most = usize::try_from(budget.entries).unwrap_or(usize::MAX);
    let mut files = files.into_iter().take(most);
    for folder in &folders {
        let mut listed = Vec::new();
        while listed.len() < folder.streams.len() {
            let Some(file) = files.next() else { break };
            if file.has_stream {
                listed.push(file);
            } else {
                entries.push(entry(file, 0, Ok((0, 0))));
            }
        }
        unpack(blob, folder, listed, budget, &mut spool, &mut entries)?;
    }
    entries.extend(files.map(|file| entry(file, 0, Ok((0, 0)))));
    Ok(Contents { kind: Kind::SevenZip, entries, cut, broken: None, blob: spool.blob() })
}

/// The list of contents.
fn database(blob: &Blob) -> Result<Database, Rejection> {
    let broken = || damaged("its list of contents is missing or broken");
    let start = blob.head(SIGNATURE).map_err(|error| unreadable(&error))?;
    let mut start = Bytes(start.get(12..).ok_or_else(broken)?);
    let (Some(at), Some(size)) = (start.u64(), start.u64()) else { return Err(broken()) };
    if size == 0 {
        return Ok(Database::default());
    }
    let at = at.checked_add(SIGNATURE as u64).ok_or_else(broken)?;
    if size > MOST_LISTING || at.checked_add(size).is_none_or(|end| end > blob.len()) {
        return Err(broken());
    }
    let mut listing = blob.part(at, size).head(usize::try_from(size).unwrap_or(0)).map_err(|e| unreadable(&e))?;
    for _ in 0..MOST_PACKINGS {
        let mut bytes = Bytes(&listing);
        match bytes.byte() {
            Some(HEADER) => return header::database(&mut bytes).ok_or_else(broken),
            Some(PACKED_HEADER) => {
                let folders = header::folders(&mut bytes).ok_or_else(broken)?;
                let folder = folders.first().filter(|folder| folder.size() <= MOST_LISTING).ok_or_else(broken)?;
                let mut unpacked = Vec::new();
                let mut reader = reader(blob, folder)?.take(folder.size());
                reader.read_to_end(&mut unpacked).map_err(|_| broken())?;
                listing = unpacked;
            }
            _ => break,
        }
    }
    Err(broken())
}

/// Unpacks a folder's files, one after the other.
///
/// # Errors
/// When the disk refuses.
fn unpack(
    blob: &Blob,
    folder: &Folder,
    listed: Vec<Listed>,
    budget: &Budget,
    spool: &mut Spool,
    entries: &mut Vec<Entry>,
) -> Result<(), Rejection> {
    let mut reader = reader(blob, folder);
    for (file, stream) in listed.into_iter().zip(&folder.streams) {
        let from = spool.len();
        let taken = match &mut reader {
            Err(rejection) => Err(rejection.clone()),
            Ok(_) if stream.size > budget.bytes.saturating_sub(from) => Err(too_large()),
            Ok(reader) => take(reader, *stream, spool).map(|()| (from, stream.size)),
        };
        // What follows in the folder can no longer be had; a wrong checksum alone is no such break.
        if let (Err(rejection), Ok(_)) = (&taken, &reader)
            && spool.len().saturating_sub(from) < stream.size
        {
            reader = Err(rejection.clone());
        }
        entries.push(entry(file, stream.size, taken));
    }
    Ok(())
}

/// The next file of a folder.
fn take(reader: &mut dyn Read, stream: Stream, spool: &mut Spool) -> Result<(), Rejection> {
    let from = spool.len();
    let mut summed = CrcReader::new(reader.take(stream.size));
    let whole = spool.take(&mut summed, stream.size).is_ok_and(|whole| whole);
    let is_sound = |crc: &Crc| stream.crc.is_none_or(|stated| stated == crc.sum());
    if whole && spool.len() - from == stream.size && is_sound(summed.crc()) {
        return Ok(());
    }
    Err(damaged_member())
}

fn entry(file: Listed, size: u64, taken: Result<(u64, u64), Rejection>) -> Entry {
    /// Bit 15 of the attributes: their upper half is a Unix mode. Among the lower ones: a reparse point.
    const UNIX: u32 = 0x8000;
    const REPARSE_POINT: u32 = 0x400;
    let mode = if file.attributes & UNIX == 0 { 0 } else { file.attributes >> 16 & 0o170_000 };
    let what = match () {
        () if file.is_folder => What::Folder,
        () if file.attributes & REPARSE_POINT != 0 || !matches!(mode, 0 | 0o100_000) => What::Link,
        () => What::File,
    };
    let ((at, length), trouble) = match taken {
        Ok(place) => (place, None),
        Err(rejection) => ((0, 0), Some(rejection)),
    };
    let name = RawName::Text(String::from_utf16_lossy(&file.name));
    // The ratio is held for the whole archive: files are packed together.
    Entry { name, what, size, packed: size, place: Place::Part(at, length), trouble }
}

/// A folder's bytes, unpacked.
fn reader(blob: &Blob, folder: &Folder) -> Result<Box<dyn Read>, Rejection> {
    if folder.coders.iter().any(|coder| matches!(coder.method.as_slice(), [0x06, 0xf1, 0x07, ..])) {
        return Err(encrypted());
    }
    if folder.is_joined {
        return Err(unknown_method());
    }
    let (at, size) = folder.packed;
    let mut packed = blob.part(at, size);
    if packed.len() < size {
        return Err(damaged("it ends before what its list of contents says is in it"));
    }
    packed.seek(SeekFrom::Start(0)).map_err(|error| unreadable(&error))?;
    let mut reader: Box<dyn Read> = Box::new(BufReader::new(packed));
    for coder in &folder.coders {
        reader = decoder(reader, coder)?;
    }
    Ok(reader)
}

fn decoder(reader: Box<dyn Read>, coder: &Coder) -> Result<Box<dyn Read>, Rejection> {
    let properties = coder.properties.as_slice();
    Ok(match (coder.method.as_slice(), properties) {
        ([0], _) => reader,
        ([0x03, 0x01, 0x01], [props, a, b, c, d, ..]) => {
            let dictionary = dictionary(u64::from(u32::from_le_bytes([*a, *b, *c, *d])), coder)?;
            let decoder = LzmaReader::new_with_props(reader, coder.size, *props, dictionary, None);
            Box::new(decoder.map_err(|_| damaged("what it says of its packing is wrong"))?)
        }
        ([0x21], [bits, ..]) if *bits <= 40 => {
            // 2 or 3, times a power of two; 40 is 4 GiB less one.
            let size = u64::from(2 | bits & 1) << (bits / 2 + 11);
            Box::new(Lzma2Reader::new(reader, dictionary(size, coder)?, None))
        }
        ([0x03, 0x04, 0x01], [order, a, b, c, d, ..]) => {
            let memory = u32::from_le_bytes([*a, *b, *c, *d]);
            if u64::from(memory) > MOST_DICTIONARY {
                return Err(too_much_memory(u64::from(memory)));
            }
            let decoder = Ppmd7Decoder::new(reader, u32::from(*order), memory);
            Box::new(decoder.map_err(|_| damaged("what it says of its packing is wrong"))?)
        }
        ([0x04, 0x01, 0x08], _) => Box::new(DeflateDecoder::new(reader)),
        ([0x04, 0x02, 0x02], _) => Box::new(MultiBzDecoder::new(reader)),
        ([0x03], [distance, ..]) => Box::new(DeltaReader::new(reader, usize::from(*distance) + 1)),
        ([0x04] | [0x03, 0x03, 0x01, 0x03], _) => Box::new(BcjReader::new_x86(reader, 0)),
        _ => return Err(unknown_method()),
    })
}

/// As much memory as is stated, but no more than there are bytes to come.
fn dictionary(stated: u64, coder: &Coder) -> Result<u32, Rejection> {
    const LEAST: u64 = 4096;
    let needed = stated.min(coder.size).max(LEAST);
    if needed > MOST_DICTIONARY {
        return Err(too_much_memory(needed));
    }
    u32::try_from(needed).map_err(|_| unknown_method())
}

fn too_much_memory(bytes: u64) -> Rejection {
    Rejection::new(
        format!("unpacking the file takes {} MiB of memory, more than is allowed", bytes >> 20),
        "unpack the archive first, and run on the folder",
    )
}

fn unknown_method() -> Rejection {
    Rejection::new(
        "the file is packed in a way that is not read (LZMA, LZMA2, PPMd, BZip2 and Deflate are)",
        "unpack the archive first, and run on the folder",
    )
}
