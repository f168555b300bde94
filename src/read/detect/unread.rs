//! Why a format that is known is not read, in a layman's words, and the way out.

use crate::model::{Format, Rejection};

/// Why a format that is known is not read, and what to do.
pub fn unread(format: Format) -> Rejection {
    let (reason, hint) = match format {
        Format::Encrypted => (
            "the file is protected by a password",
            "open it with the password, remove the protection (File > Info > Protect Document), save it and run again",
        ),
        Format::Pdf | Format::Ofd => (
            "the file is a page image (PDF or OFD): it holds printed pages, no tables",
            "use the Word or Excel file that it was made from; failing that, convert it to .docx with text recognition and check the result",
        ),
        Format::Image => (
            "the file is a picture or a scan",
            "use the Word or Excel file that was scanned; failing that, convert it to .docx with text recognition and check the result",
        ),
        Format::Archive => (
            "the file is an archive of a kind that is not opened (CAB, bzip2, xz), or a damaged one",
            "unpack it with WinRAR, 7-Zip or WPS and run again on the folder, or pack the files again as .zip",
        ),
        Format::Presentation => (
            "the file is a presentation or a drawing, not a text document",
            "copy its tables into a Word document and save that as .docx",
        ),
        Format::Word2 | Format::Word95 => (
            "the file was written by a Word older than Word 97",
            "open it in Word, WPS or LibreOffice and save it as .docx",
        ),
        Format::Xls | Format::Xlsx | Format::Xlsb | Format::Ods | Format::SpreadsheetMl | Format::Csv => (
            "the file is a spreadsheet, which this version does not read",
            "copy its tables into a Word document and save that as .docx",
        ),
        Format::Empty => ("the file is empty: it has no bytes", "copy or download it again"),
        Format::Ole => (
            "the file is a damaged Office file, or one of a program other than Word and Excel",
            "open it in the program that made it and save it as .docx; if that fails, get a new copy",
        ),
        Format::Unknown => (
            "the file is of no kind that is known, or is damaged",
            "open it in the program that made it and save it as .docx or .xlsx",
        ),
        Format::Docx
        | Format::Doc
        | Format::Rtf
        | Format::Odt
        | Format::FlatOdt
        | Format::WordMl
        | Format::FlatOpc
        | Format::Html
        | Format::Mht
        | Format::Text => ("this format is not read", "save the document as .docx and run again"),
    };
    Rejection::new(reason, hint)
}
