//! The records of a BIFF stream ([MS-XLS] 2.1.4): a type, a size, the data; Continue records belong to the one before.

use crate::read::sheet::bytes::Bytes;

/// Continue ([MS-XLS] 2.4.58).
const CONTINUE: u16 = 0x003c;

/// A record with its continuations.
#[derive(Debug)]
pub struct Record<'a> {
    /// Its type.
    pub kind: u16,
    /// Its data, then that of each Continue record.
    pub parts: Vec<&'a [u8]>,
}

impl<'a> Record<'a> {
    /// The data of the record itself.
    pub fn data(&self) -> Bytes<'a> {
        Bytes(self.parts.first().copied().unwrap_or_default())
    }
}

/// The records from a place of a stream on.
#[derive(Debug)]
pub struct Records<'a> {
    rest: Bytes<'a>,
}

impl<'a> Records<'a> {
    /// The records of `stream` from the byte `at`; `None` beyond its end.
    pub fn from(stream: &'a [u8], at: u32) -> Option<Self> {
        let rest = stream.get(usize::try_from(at).ok()?..)?;
        Some(Self { rest: Bytes(rest) })
    }

    fn one(&mut self) -> Option<(u16, &'a [u8])> {
        let mut rest = self.rest;
        let (kind, size) = (rest.u16()?, rest.u16()?);
        let data = rest.take(usize::from(size))?;
        self.rest = rest;
        Some((kind, data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    /// The next record; `None` where the stream ends or breaks off.
    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, data) = self.one()?;
        let mut parts = vec![data];
        loop {
            let before = self.rest;
            match self.one() {
                Some((CONTINUE, data)) => parts.push(data),
                _ => {
                    self.rest = before;
                    return Some(Record { kind, parts });
                }
            }
        }
    }
}
