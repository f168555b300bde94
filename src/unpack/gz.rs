//! Gzip (RFC 1952): one document, or a tar file.

use std::io::BufReader;

use flate2::read::MultiGzDecoder;

use crate::model::Rejection;
use crate::unpack::blob::Spool;
use crate::unpack::{Blob, Budget, Contents, Entry, HEAD, Kind, Place, RAISE, RawName, What, damaged, tar, unreadable};

/// Unpacks into a file without a name and lists what is in it. `name` is what the packed file is called.
///
/// # Errors
/// When nothing can be unpacked, or more than the limits allow.
pub(super) fn list(blob: &Blob, name: &str, budget: &Budget) -> Result<Contents, Rejection> {
    let mut decoder = MultiGzDecoder::new(BufReader::new(blob.clone()));
    let stated = decoder.header().and_then(|header| header.filename()).map(<[u8]>::to_vec);
    let mut spool = Spool::new().map_err(|error| unreadable(&error))?;
    let whole = spool.take(&mut decoder, budget.bytes);
    let broken = match whole {
        Ok(true) => None,
        Ok(false) => {
            return Err(Rejection::new(
                format!("the archive unpacks to more than {} bytes, which the limits do not allow", budget.bytes),
                RAISE,
            ));
        }
        Err(_) if spool.len() == 0 => return Err(damaged("nothing in it can be unpacked")),
        Err(_) => Some("it breaks off, or its checksum is wrong".to_owned()),
    };
    let spooled = spool.blob();
    let head = spooled.head(HEAD).map_err(|error| unreadable(&error))?;
    if tar::is_header(&head) {
        let listed = tar::list(spooled, budget.entries);
        return Ok(Contents { kind: Kind::Gzip, broken: broken.or(listed.broken), ..listed });
    }
    let name = match stated.filter(|name| !name.is_empty()) {
        Some(name) => RawName::Bytes(name),
        None => RawName::Text(unpacked_name(name)),
    };
    // The ratio was held while it was unpacked.
    let size = spooled.len();
    let entry = Entry { name, what: What::File, size, packed: size, place: Place::Part(0, size), trouble: None };
    Ok(Contents { kind: Kind::Gzip, entries: vec![entry], cut: false, broken, blob: spooled })
}

/// `表1.doc.gz` → `表1.doc`.
fn unpacked_name(name: &str) -> String {
    let file = name.rsplit(['/', '!']).next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, ending)) if ending.eq_ignore_ascii_case("gz") && !stem.is_empty() => stem.to_owned(),
        _ => file.to_owned(),
    }
}
