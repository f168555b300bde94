//! Word 2003 XML (WordprocessingML of the namespace `…/office/word/2003/wordml`): the same body as in a .docx, all in
//! one file with its styles.

use crate::model::{Document, Rejection, Source};
use crate::read::docx;

/// Reads the document.
///
/// # Errors
/// When nothing in it can be read.
pub fn read(source: &Source<'_>) -> Result<Document, Rejection> {
    let document = docx::from_xml(source.bytes, None, None, source);
    if document.blocks.is_empty() && !document.findings.is_empty() {
        return Err(Rejection::new(
            "the file is damaged: it breaks off before its text",
            "save it again as .docx in Word",
        ));
    }
    Ok(document)
}
