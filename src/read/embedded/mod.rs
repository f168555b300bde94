//! Documents inside documents: what Word, Excel and LibreOffice embed, and what is attached to mail.
//!
//! [`attachments`] gives their bytes; what they are is told from these. [`ole`] the containers of [MS-CFB] and what OLE
//! wraps around a document; [`package`] zipped formats; [`rtf`] objects in RTF.

mod ole;
mod package;
mod rtf;

use crate::finding::{EMBEDDED, Finding};
use crate::model::{Format, Source};
use crate::read::mime;

/// A document inside a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The name that it was attached under, where it has one.
    pub name: Option<String>,
    /// The whole document.
    pub bytes: Vec<u8>,
}

/// The documents inside a document, in its order, and what could not be had.
#[derive(Debug, Default)]
pub struct Attachments {
    /// What was found.
    pub found: Vec<Attachment>,
    /// What could not be had.
    pub findings: Vec<Finding>,
}

impl Attachments {
    fn add(&mut self, name: Option<String>, bytes: Vec<u8>) {
        self.found.push(Attachment { name, bytes });
    }

    /// An object of another program, or a broken one.
    fn unread(&mut self, what: &str) {
        self.findings.push(unread(what));
    }
}

/// What to say of an embedded object that is not read.
pub fn unread(what: &str) -> Finding {
    Finding::new(
        &EMBEDDED,
        format!("an embedded object was not read: {what}"),
        "open the object in its program, save it as a file of its own and add that file",
    )
}

/// What is inside a document of this format. Never fails: what is broken is a finding, here or of the document's reader.
pub fn attachments(format: Format, source: &Source<'_>) -> Attachments {
    let mut inside = Attachments::default();
    match format {
        Format::Docx | Format::Xlsx | Format::Xlsb | Format::Presentation if ole::is_container(source.bytes) => {}
        Format::Docx | Format::Xlsx | Format::Xlsb | Format::Presentation => package::office(source, &mut inside),
        Format::Odt | Format::Ods => package::open_document(source, &mut inside),
        Format::Doc | Format::Xls => ole::objects(source, &mut inside),
        Format::Rtf => rtf::objects(source, &mut inside),
        Format::Mht => {
            for part in mime::attached(source.bytes) {
                inside.add(part.name, part.body);
            }
        }
        _ => {}
    }
    inside
}
