//! Mail and web archives: MIME parts (RFC 2045, 2046), of which one is the page (RFC 2557) and others are attached.

mod words;

/// A part, decoded from its transfer encoding.
pub(super) struct Part {
    pub(super) body: Vec<u8>,
    /// The charset that its header states.
    pub(super) charset: Option<String>,
    /// The name of the file that it was made from.
    pub(super) name: Option<String>,
}

/// Parts inside parts deeper than this are not looked for.
const MOST_NESTING: usize = 8;

/// Types of documents, as they begin.
const DOCUMENT_TYPES: [&str; 6] = [
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-word",
    "application/vnd.openxmlformats-officedocument",
    "application/vnd.oasis.opendocument",
    "application/rtf",
];

/// Ends of their names, where the type says nothing.
const DOCUMENT_ENDINGS: [&str; 11] = ["doc", "docx", "docm", "wps", "rtf", "odt", "xls", "xlsx", "xlsm", "et", "ods"];

/// What a part is to the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Page,
    Text,
    Attached,
    /// Pictures and styles of a page.
    Other,
}

/// The HTML parts of an archive: first the one that `start` names, if there is one, then as they stand.
pub(super) fn pages(bytes: &[u8]) -> Vec<Part> {
    parts_of(bytes, Role::Page)
}

/// The plain texts of a mail.
pub(super) fn texts(bytes: &[u8]) -> Vec<Part> {
    parts_of(bytes, Role::Text)
}

/// The files that are attached to a mail, and the mails in it.
pub(super) fn attached(bytes: &[u8]) -> Vec<Part> {
    parts_of(bytes, Role::Attached)
}

fn parts_of(bytes: &[u8], role: Role) -> Vec<Part> {
    let mut found = Vec::new();
    collect(Entity::split(bytes), MOST_NESTING, false, role, &mut found);
    found
}

fn collect(entity: Entity<'_>, nesting: usize, in_related: bool, role: Role, found: &mut Vec<Part>) {
    let (Some(boundary), Some(nesting)) = (entity.boundary(), nesting.checked_sub(1)) else {
        if entity.role(in_related) == role {
            found.push(entity.part());
        }
        return;
    };
    let in_related = entity.kind().starts_with("multipart/related");
    let mut parts: Vec<Entity<'_>> = parts(entity.body, &boundary).into_iter().map(Entity::split).collect();
    if let Some(start) = entity.parameter("start") {
        let is_start = |part: &Entity<'_>| part.header("content-id").is_some_and(|id| id.trim() == start.trim());
        // Stable: the named part comes first, the others keep their order.
        parts.sort_by_key(|part| !is_start(part));
    }
    for part in parts {
        collect(part, nesting, in_related, role, found);
    }
}

/// A header and a body.
struct Entity<'a> {
    headers: Vec<(String, String)>,
    body: &'a [u8],
}

impl<'a> Entity<'a> {
    /// Reads header lines, folded ones joined, up to the empty line.
    fn split(bytes: &'a [u8]) -> Self {
        let mut rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut headers: Vec<(String, String)> = Vec::new();
        while let Some((line, after)) = next_line(rest) {
            let text = words::text(line);
            if text.trim().is_empty() {
                if !headers.is_empty() {
                    return Self { headers, body: after };
                }
            } else if text.starts_with([' ', '\t']) {
                if let Some((_, value)) = headers.last_mut() {
                    value.push_str(&text);
                }
            } else if let Some((name, value)) = text.split_once(':') {
                headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            } else if !headers.is_empty() {
                return Self { headers, body: rest };
            }
            rest = after;
        }
        Self { headers, body: rest }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The media type, in lower case; parameters may follow it.
    fn kind(&self) -> String {
        self.header("content-type").unwrap_or_default().trim_start().to_ascii_lowercase()
    }

    fn boundary(&self) -> Option<String> {
        // A mail in a mail is a document of its own, whatever is in it.
        self.parameter("boundary").filter(|_| !self.kind().starts_with("message/"))
    }

    fn role(&self, in_related: bool) -> Role {
        let kind = self.kind();
        let disposition = self.header("content-disposition").unwrap_or_default().trim_start().to_ascii_lowercase();
        let is = |start: &str| kind.starts_with(start);
        if disposition.starts_with("attachment") || is("message/rfc822") {
            return Role::Attached;
        }
        if is("text/html") || is("application/xhtml+xml") {
            return Role::Page;
        }
        if self.is_document() {
            return Role::Attached;
        }
        match (in_related || is("image/"), self.name().is_some(), is("text/plain") || kind.is_empty()) {
            (false, true, _) => Role::Attached,
            (false, false, true) => Role::Text,
            _ => Role::Other,
        }
    }

    /// A parameter of the content type, its quotes taken off.
    fn parameter(&self, name: &str) -> Option<String> {
        let parameters = words::parameters(self.header("content-type")?);
        parameters.into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// True for a document that stands beside a page, by its type or the end of its name: what belongs to a page is
    /// pictures, styles, and data of the program that wrote it.
    fn is_document(&self) -> bool {
        let kind = self.kind();
        let is_typed = DOCUMENT_TYPES.iter().any(|document| kind.starts_with(document));
        let is_named = || {
            let name = self.name().or_else(|| self.location());
            let ending = name.and_then(|name| Some(name.rsplit_once('.')?.1.to_ascii_lowercase()));
            ending.is_some_and(|ending| DOCUMENT_ENDINGS.contains(&ending.as_str()))
        };
        is_typed || kind.starts_with("application/octet-stream") && is_named()
    }

    /// The name of the file that the part was made from.
    fn name(&self) -> Option<String> {
        let of = |header: &str, name: &str| words::extended(&words::parameters(self.header(header)?), name);
        of("content-disposition", "filename").or_else(|| of("content-type", "name")).filter(|name| !name.is_empty())
    }

    /// The last part of the address that the part was saved from.
    fn location(&self) -> Option<String> {
        let address = self.header("content-location")?;
        let last = address.trim().rsplit(['/', '\\']).next()?;
        (!last.is_empty()).then(|| last.to_owned())
    }

    fn part(&self) -> Part {
        let encoding = self.header("content-transfer-encoding").unwrap_or_default().trim().to_ascii_lowercase();
        let body = match encoding.as_str() {
            "quoted-printable" => quoted_printable(self.body),
            "base64" => base64(self.body),
            _ => self.body.to_vec(),
        };
        let name = self.name().or_else(|| self.location());
        Part { body, charset: self.parameter("charset"), name }
    }
}

/// A line without its end, and what follows it.
fn next_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    if bytes.is_empty() {
        return None;
    }
    let end = bytes.iter().position(|&byte| byte == b'\n');
    let (line, rest) = match end {
        Some(end) => (bytes.get(..end)?, bytes.get(end + 1..)?),
        None => (bytes, [].as_slice()),
    };
    Some((line.strip_suffix(b"\r").unwrap_or(line), rest))
}

/// The bytes between the boundary lines; a missing last one is borne.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mark = [b"--", boundary.as_bytes()].concat();
    let mut parts = Vec::new();
    let mut start = None;
    let mut rest = body;
    while let Some((line, after)) = next_line(rest) {
        if let Some(tail) = line.strip_prefix(mark.as_slice())
            && matches!(tail.trim_ascii(), b"" | b"--")
        {
            let at = body.len() - rest.len();
            parts.extend(start.and_then(|start| body.get(start..at)));
            start = Some(body.len() - after.len());
            if !tail.trim_ascii().is_empty() {
                return parts;
            }
        }
        rest = after;
    }
    parts.extend(start.and_then(|start| body.get(start..)));
    parts
}

/// RFC 2045, 6.7; what is no code stands as it is.
fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((line, after)) = next_line(rest) {
        let had_end = line.len() < rest.len();
        let line = line.trim_ascii_end();
        let (line, is_soft) = match line.strip_suffix(b"=") {
            Some(line) => (line, true),
            None => (line, false),
        };
        unescape(line, b'=', &mut out);
        if had_end && !is_soft {
            out.extend_from_slice(b"\r\n");
        }
        rest = after;
    }
    out
}

/// Takes a line over with each `mark` and two hexadecimal digits as the byte that they say.
fn unescape(line: &[u8], mark: u8, out: &mut Vec<u8>) {
    let mut rest = line;
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first == mark
            && let [high, low, after @ ..] = rest
            && let (Some(high), Some(low)) = (char::from(*high).to_digit(16), char::from(*low).to_digit(16))
        {
            out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
            rest = after;
        } else {
            out.push(first);
        }
    }
}

/// RFC 2045, 6.8; bytes outside of the alphabet are passed over.
fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for &byte in bytes {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6 | u32::from(value)) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xff).unwrap_or(0));
        }
    }
    out
}
