//! The database at the end of a 7z file (7zFormat.txt of the 7-Zip sources): folders of coders, and the files in them.
//!
//! Every count is held against the bytes that are left for what is counted, so that no claim costs memory.

use std::iter;

/// Coders in one folder, far more than any program writes.
const MOST_CODERS: usize = 8;

/// What the database says.
#[derive(Debug, Default)]
pub(super) struct Database {
    pub(super) folders: Vec<Folder>,
    pub(super) files: Vec<Listed>,
}

/// A file or folder of the archive, in the archive's words "item".
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// UTF-16 as it stands, without its end.
    pub(super) name: Vec<u16>,
    pub(super) has_stream: bool,
    /// True where it has no stream, and is no empty file either.
    pub(super) is_folder: bool,
    pub(super) attributes: u32,
}

/// A packed stream and the coders that it goes through.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// In the order in which they are applied.
    pub(super) coders: Vec<Coder>,
    /// Where its packed bytes begin, from the start of the file, and how many there are.
    pub(super) packed: (u64, u64),
    /// The files' sizes and checksums, one after the other.
    pub(super) streams: Vec<Stream>,
    /// True where several streams come together (BCJ2), which is not read.
    pub(super) is_joined: bool,
    /// The output size of each coder, in the order of the file.
    sizes: Vec<u64>,
    size: u64,
    crc: Option<u32>,
}

impl Folder {
    /// All unpacked bytes.
    pub(super) fn size(&self) -> u64 {
        self.size
    }
}

/// A coder.
#[derive(Debug, Default, Clone)]
pub(super) struct Coder {
    pub(super) method: Vec<u8>,
    pub(super) properties: Vec<u8>,
    /// Bytes that come out of it.
    pub(super) size: u64,
}

/// A file's bytes in a folder.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stream {
    pub(super) size: u64,
    pub(super) crc: Option<u32>,
}

/// Bytes being read; `None` from any of its methods means that they are broken.
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        self.take(8)?.try_into().ok().map(u64::from_le_bytes)
    }

    /// A number of one to nine bytes; the first bits say how many follow.
    fn number(&mut self) -> Option<u64> {
        let first = self.byte()?;
        let more = first.leading_ones();
        let mut value = 0_u64;
        for n in 0..more {
            value |= u64::from(self.byte()?) << (8 * n);
        }
        let high = match more {
            0..=6 => u64::from(first & (0x7f >> more)) << (8 * more),
            _ => 0,
        };
        Some(value | high)
    }

    /// How many things follow, each of at least one byte.
    fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.0.len()).then_some(count)
    }

    /// One bit a thing, the highest first.
    fn bits(&mut self, count: usize) -> Option<Vec<bool>> {
        let bytes = self.take(count.div_ceil(8))?;
        let bits = bytes.iter().flat_map(|byte| (0..8).map(move |bit| byte & (0x80 >> bit) != 0));
        Some(bits.take(count).collect())
    }

    /// The same, with a word before for "all of them".
    fn bits_or_all(&mut self, count: usize) -> Option<Vec<bool>> {
        if self.byte()? != 0 { Some(vec![true; count]) } else { self.bits(count) }
    }

    fn digests(&mut self, count: usize) -> Option<Vec<Option<u32>>> {
        let defined = self.bits_or_all(count)?;
        defined.into_iter().map(|is| if is { self.u32().map(Some) } else { Some(None) }).collect()
    }
}

const END: u8 = 0x00;
const ARCHIVE_PROPERTIES: u8 = 0x02;
const MAIN_STREAMS: u8 = 0x04;
const FILES: u8 = 0x05;
const PACK: u8 = 0x06;
const UNPACK: u8 = 0x07;
const SUBSTREAMS: u8 = 0x08;
const SIZE: u8 = 0x09;
const CRC: u8 = 0x0a;
const FOLDER: u8 = 0x0b;
const UNPACK_SIZE: u8 = 0x0c;
const STREAM_COUNT: u8 = 0x0d;
const EMPTY_STREAM: u8 = 0x0e;
const EMPTY_FILE: u8 = 0x0f;
const NAMES: u8 = 0x11;
const ATTRIBUTES: u8 = 0x15;

/// Reads a database, whose first byte was taken.
pub(super) fn database(bytes: &mut Bytes<'_>) -> Option<Database> {
    let mut database = Database::default();
    loop {
        match bytes.byte()? {
            END => return Some(database),
            ARCHIVE_PROPERTIES => {
                while bytes.byte()? != END {
                    let size = bytes.count()?;
                    bytes.take(size)?;
                }
            }
            MAIN_STREAMS => database.folders = folders(bytes)?,
            FILES => database.files = files(bytes)?,
            _ => return None,
        }
    }
}

/// The folders of a stream list.
pub(super) fn folders(bytes: &mut Bytes<'_>) -> Option<Vec<Folder>> {
    let mut packs = Vec::new();
    let mut folders = Vec::new();
    let mut has_substreams = false;
    loop {
        match bytes.byte()? {
            END => break,
            PACK => packs = packed(bytes)?,
            UNPACK => folders = unpacked(bytes)?,
            SUBSTREAMS => {
                substreams(bytes, &mut folders)?;
                has_substreams = true;
            }
            _ => return None,
        }
    }
    if !has_substreams {
        for folder in &mut folders {
            folder.streams = vec![Stream { size: folder.size, crc: folder.crc }];
        }
    }
    let mut packs = packs.into_iter();
    for folder in &mut folders {
        // A joined folder has more streams than one; it is not read, but those after it are.
        let inputs = if folder.is_joined { folder.packed.1 } else { 1 };
        folder.packed = packs.next()?;
        for _ in 1..inputs {
            packs.next()?;
        }
    }
    Some(folders)
}

/// Where the packed streams are.
fn packed(bytes: &mut Bytes<'_>) -> Option<Vec<(u64, u64)>> {
    /// The signature header, after which places count.
    const HEADER: u64 = 32;
    let mut at = bytes.number()?.checked_add(HEADER)?;
    let count = bytes.count()?;
    let mut packs = Vec::new();
    loop {
        match bytes.byte()? {
            END => return Some(packs),
            SIZE => {
                for _ in 0..count {
                    let size = bytes.number()?;
                    packs.push((at, size));
                    at = at.checked_add(size)?;
                }
            }
            CRC => _ = bytes.digests(count)?,
            _ => return None,
        }
    }
}

fn unpacked(bytes: &mut Bytes<'_>) -> Option<Vec<Folder>> {
    (bytes.byte()? == FOLDER).then_some(())?;
    let count = bytes.count()?;
    // Nobody keeps folders elsewhere.
    (bytes.byte()? == 0).then_some(())?;
    let mut shapes = Vec::new();
    for _ in 0..count {
        shapes.push(Shape::read(bytes)?);
    }
    (bytes.byte()? == UNPACK_SIZE).then_some(())?;
    let mut folders = Vec::new();
    for shape in shapes {
        let sizes = (0..shape.outputs).map(|_| bytes.number()).collect::<Option<Vec<_>>>()?;
        folders.push(shape.folder(sizes)?);
    }
    loop {
        match bytes.byte()? {
            END => return Some(folders),
            CRC => {
                for (folder, crc) in folders.iter_mut().zip(bytes.digests(count)?) {
                    folder.crc = crc;
                }
            }
            _ => return None,
        }
    }
}

/// A folder before its sizes are known.
struct Shape {
    coders: Vec<Coder>,
    /// Pairs of an input and the output that it takes.
    binds: Vec<(u64, u64)>,
    inputs: u64,
    outputs: u64,
    is_joined: bool,
}

impl Shape {
    fn read(bytes: &mut Bytes<'_>) -> Option<Self> {
        let count = bytes.count().filter(|count| (1..=MOST_CODERS).contains(count))?;
        let mut shape = Self { coders: Vec::new(), binds: Vec::new(), inputs: 0, outputs: 0, is_joined: false };
        for _ in 0..count {
            let flags = bytes.byte()?;
            let method = bytes.take(usize::from(flags & 0xf))?.to_vec();
            let (inputs, outputs) = match flags & 0x10 {
                0 => (1, 1),
                _ => (bytes.number()?, bytes.number()?),
            };
            let most = MOST_CODERS as u64;
            if flags & 0x80 != 0 || !(1..=most).contains(&inputs) || !(1..=most).contains(&outputs) {
                return None;
            }
            let properties = match flags & 0x20 {
                0 => Vec::new(),
                _ => {
                    let size = bytes.count()?;
                    bytes.take(size)?.to_vec()
                }
            };
            shape.is_joined |= (inputs, outputs) != (1, 1);
            shape.inputs += inputs;
            shape.outputs += outputs;
            shape.coders.push(Coder { method, properties, size: 0 });
        }
        for _ in 1..shape.outputs {
            shape.binds.push((bytes.number()?, bytes.number()?));
        }
        let packed = (shape.inputs + 1).checked_sub(shape.outputs)?;
        if packed > 1 {
            for _ in 0..packed {
                bytes.number()?;
            }
        }
        Some(shape)
    }

    /// The coders in order, from the packed stream on.
    fn folder(self, sizes: Vec<u64>) -> Option<Folder> {
        let is_taken = |output: u64| self.binds.iter().any(|bind| bind.1 == output);
        let last = (0..self.outputs).find(|&output| !is_taken(output))?;
        let size = sizes.get(usize::try_from(last).ok()?).copied()?;
        let mut folder = Folder { size, sizes, is_joined: self.is_joined, ..Folder::default() };
        if self.is_joined {
            folder.packed.1 = (self.inputs + 1).checked_sub(self.outputs)?;
            folder.coders = self.coders;
            return Some(folder);
        }
        let is_fed = |input: u64| self.binds.iter().any(|bind| bind.0 == input);
        let mut next = (0..self.inputs).find(|&input| !is_fed(input));
        while let Some(at) = next {
            // Every coder once: a ring has no first one, and does not get here.
            if folder.coders.len() >= self.coders.len() {
                return None;
            }
            let index = usize::try_from(at).ok()?;
            let size = folder.sizes.get(index).copied()?;
            folder.coders.push(Coder { size, ..self.coders.get(index)?.clone() });
            next = self.binds.iter().find(|bind| bind.1 == at).map(|bind| bind.0);
        }
        (folder.coders.len() == self.coders.len()).then_some(folder)
    }
}

fn substreams(bytes: &mut Bytes<'_>, folders: &mut [Folder]) -> Option<()> {
    let mut counts = vec![1; folders.len()];
    let mut word = bytes.byte()?;
    if word == STREAM_COUNT {
        for count in &mut counts {
            // All but the last have a size of at least a byte.
            *count = usize::try_from(bytes.number()?).ok().filter(|&count| count <= bytes.0.len().saturating_add(1))?;
        }
        word = bytes.byte()?;
    }
    for (folder, &count) in folders.iter_mut().zip(&counts) {
        let mut left = folder.size;
        for _ in 1..count {
            let size = if word == SIZE { bytes.number()? } else { return None };
            left = left.checked_sub(size)?;
            folder.streams.push(Stream { size, crc: None });
        }
        if count > 0 {
            folder.streams.push(Stream { size: left, crc: None });
        }
        if let [only] = folder.streams.as_mut_slice() {
            only.crc = folder.crc;
        }
    }
    if word == SIZE {
        word = bytes.byte()?;
    }
    if word == CRC {
        let unknown = |folder: &Folder| folder.streams.len() != 1 || folder.crc.is_none();
        let without = folders.iter_mut().filter(|folder| unknown(folder)).flat_map(|folder| &mut folder.streams);
        let without: Vec<&mut Stream> = without.collect();
        let digests = bytes.digests(without.len())?;
        for (stream, crc) in without.into_iter().zip(digests) {
            stream.crc = crc;
        }
        word = bytes.byte()?;
    }
    (word == END).then_some(())
}

fn files(bytes: &mut Bytes<'_>) -> Option<Vec<Listed>> {
    let count = bytes.count()?;
    let mut files: Vec<Listed> =
        iter::repeat_with(|| Listed { has_stream: true, ..Listed::default() }).take(count).collect();
    let mut empty_files = Vec::new();
    loop {
        let word = bytes.byte()?;
        if word == END {
            break;
        }
        let size = bytes.count()?;
        let mut property = Bytes(bytes.take(size)?);
        match word {
            EMPTY_STREAM => {
                for (file, is_empty) in files.iter_mut().zip(property.bits(count)?) {
                    file.has_stream = !is_empty;
                }
            }
            EMPTY_FILE => {
                let empty = files.iter().filter(|file| !file.has_stream).count();
                empty_files = property.bits(empty)?;
            }
            NAMES => names(&mut property, &mut files)?,
            ATTRIBUTES => {
                let defined = property.bits_or_all(count)?;
                property.byte().filter(|&external| external == 0)?;
                for (file, _) in files.iter_mut().zip(defined).filter(|(_, is)| *is) {
                    file.attributes = property.u32()?;
                }
            }
            // Times, padding, what is not known.
            _ => {}
        }
    }
    let mut empty_files = empty_files.into_iter();
    for file in files.iter_mut().filter(|file| !file.has_stream) {
        file.is_folder = !empty_files.next().unwrap_or(false);
    }
    Some(files)
}

fn names(bytes: &mut Bytes<'_>, files: &mut [Listed]) -> Option<()> {
    bytes.byte().filter(|&external| external == 0)?;
    let mut units = bytes.0.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(u16::from_le_bytes));
    for file in files {
        loop {
            match units.next()? {
                0 => break,
                unit => file.name.push(unit),
            }
        }
    }
    Some(())
}
