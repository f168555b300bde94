//! Reader of HTML and of web archives (MHT), as Word, WPS, Excel and web systems save them: parsed as a browser parses
//! (WHATWG HTML), read as a person sees the page.

mod charset;
mod crowd;
mod dom;
mod forms;
mod line;
mod parse;
mod style;
mod tables;
mod walk;
mod writer;

use std::borrow::Cow;

use crate::finding::{BAD_BYTE, Finding, LIMIT_MET, SPLIT};
use crate::model::{Document, Rejection, Source};
use crate::read::{mime, text};

/// Reads the document. Tables carry [`crate::model::SpanFacts::Stated`]: `colspan` is held to 1–1000 and `rowspan` to the
/// rows of its row group, as the HTML table model has it, but for the pages of
/// LibreOffice, whose spans go on through groups.
///
/// # Errors
/// Never; broken markup is read as a browser would.
pub fn read(source: &Source<'_>) -> Result<Document, Rejection> {
    Ok(read_page(source, source.bytes, None))
}

/// Reads a web archive (RFC 2557): its main HTML part, or where that is a mere frame (Excel's archives), the others. Of a
/// mail without one, its plain text.
///
/// # Errors
/// When it holds neither, and no attachment.
pub fn read_mht(source: &Source<'_>) -> Result<Document, Rejection> {
    let pages = mime::pages(source.bytes);
    source.limits.hold(pages.iter().map(|page| page.body.len()).sum());
    let mut pages = pages.into_iter();
    let Some(main) = pages.next() else {
        if let Some(plain) = mime::texts(source.bytes).first() {
            return read_plain(source, plain);
        }
        if !mime::attached(source.bytes).is_empty() {
            return Ok(Document::default());
        }
        return Err(Rejection::new(
            "this web archive holds no page",
            "open it in a browser or in Word, save it as .docx and run again",
        ));
    };
    let mut document = read_page(source, &main.body, main.charset.as_deref());
    if document.blocks.is_empty() {
        for page in pages {
            let page = read_page(source, &page.body, page.charset.as_deref());
            document.blocks.extend(page.blocks);
            document.findings.extend(page.findings);
            document.encoding = page.encoding;
        }
    }
    Ok(document)
}

/// The plain text of a mail, by the charset that it states.
fn read_plain(source: &Source<'_>, part: &mime::Part) -> Result<Document, Rejection> {
    let decoded = charset::decode(&part.body, part.charset.as_deref());
    let document = text::read(&Source { bytes: decoded.text.as_bytes(), ..*source })?;
    Ok(Document { encoding: Some(decoded.encoding), ..document })
}

fn read_page(source: &Source<'_>, bytes: &[u8], charset: Option<&str>) -> Document {
    // In the longest case three bytes for two; pages in UTF-8 are read where they are.
    let room = usize::try_from(source.limits.memory_left() / 2).unwrap_or(usize::MAX);
    let fitting = bytes.get(..room).unwrap_or(bytes);
    let decoded = charset::decode(fitting, charset);
    if matches!(decoded.text, Cow::Owned(_)) {
        source.limits.hold(decoded.text.len());
    }
    let mut document = Document { encoding: Some(decoded.encoding), ..Document::default() };
    if decoded.has_errors {
        document.findings.push(Finding::new(
            &BAD_BYTE,
            "the page holds bytes that its encoding does not allow",
            "compare the values with the page as a browser shows it",
        ));
    }
    if fitting.len() < bytes.len() {
        let message = "the page takes more memory than one file may; its end was not read";
        document.findings.push(Finding::new(
            &LIMIT_MET,
            message,
            "split the file, or raise --max-memory if it is sound",
        ));
    }
    let page = dom::Arena::default();
    let cut = parse::parse(&decoded.text, &page, source.limits);
    let cut = walk::walk(&page, source.limits, &mut document).or(cut);
    if let Some(cut) = cut {
        document.findings.push(Finding::new(&LIMIT_MET, cut, SPLIT));
    }
    document
}
