//! The review page: a folder that a browser opens from the disk, for a person who checks what was read.
//!
//! The page is written by hand and stands in `page/`; the words it says stand in `page/words.json`. What a run read
//! comes beside it as scripts that only hand data over: browsers let a page from the disk load nothing else. Each file's
//! data is written as it passes; what is kept in memory are counts.

mod document;
mod index;
mod overview;
mod script;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::language::Language;
use crate::model::{Layout, Status, Submission, Use};
use overview::Overview;
use script::Roll;

/// The page itself.
const PAGE: &str = "index.html";
const ASSETS: &str = "assets";
const DATA: &str = "data";

/// By this a page of ours is known.
const OURS: &str = "<meta name=\"generator\" content=\"ingest review\">";

const HTML: &str = include_str!("page/page.html");

/// The files of the page besides `index.html`.
const FILES: &[(&str, &str)] = &[
    ("style.css", include_str!("page/style.css")),
    ("print.css", include_str!("page/print.css")),
    ("base.js", include_str!("page/base.js")),
    ("charts.js", include_str!("page/charts.js")),
    ("overview.js", include_str!("page/overview.js")),
    ("list.js", include_str!("page/list.js")),
    ("sheet.js", include_str!("page/sheet.js")),
    ("form.js", include_str!("page/form.js")),
    ("main.js", include_str!("page/main.js")),
];

/// What the page says, in both languages.
const WORDS: &str = include_str!("page/words.json");
const WORDS_FILE: &str = "words.js";

/// Bytes after which the next file of documents begins: a browser loads one in an instant.
const PACK: u64 = 256 << 10;
/// The same for the list of files.
const CHUNK: u64 = 128 << 10;

/// The two languages in which everything is said.
type Said = [String; 2];

/// What there is to show of a file.
#[derive(Debug, Default)]
pub struct Seen {
    /// Running text and grids.
    pub layout: Layout,
    /// For each grid, for each of its cells, what it was taken for.
    pub uses: Vec<Vec<Use>>,
}

/// A review page under way.
pub struct Review {
    folder: PathBuf,
    /// The language in which the page opens: `en` or `zh`.
    lang: &'static str,
    languages: [Language; 2],
    documents: Roll,
    files: Roll,
    overview: Overview,
}

impl Review {
    /// Begins a page in an empty folder. `lang` is the language in which it opens: `en` or `zh`.
    ///
    /// # Errors
    /// When its folders cannot be made, or what is built in is unsound.
    pub fn open(folder: &Path, lang: &'static str) -> io::Result<Self> {
        let data = folder.join(DATA);
        fs::create_dir_all(&data)?;
        fs::create_dir_all(folder.join(ASSETS))?;
        Ok(Self {
            folder: folder.to_path_buf(),
            lang,
            languages: [Language::default(), Language::chinese().map_err(io::Error::other)?],
            documents: Roll::new(&data, "documents", PACK),
            files: Roll::new(&data, "files", CHUNK),
            overview: Overview::default(),
        })
    }

    /// Takes the next file, whose findings are in English.
    ///
    /// # Errors
    /// When its data cannot be written.
    pub fn file(&mut self, submission: &Submission, seen: &Seen) -> io::Result<()> {
        let said = self.say(submission);
        let number = self.overview.file(submission, &said);
        // Of a file that was not read, or gave no rows, the list says all.
        let is_empty = matches!(submission.status, Status::Rejected | Status::Duplicate);
        let pack = match is_empty && submission.findings.len() <= 1 {
            true => 0,
            false => self.documents.call("document", number, &document::document(submission, seen, &said))?,
        };
        self.files.call("file", number, &index::file(submission, &said, pack))?;
        Ok(())
    }

    /// Writes the rest; `run` has the findings about the run as a whole, in English.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self, run: &Submission) -> io::Result<()> {
        self.documents.close()?;
        self.files.close()?;
        let said = self.say(run);
        let overview = self.overview.data(run, &said, &self.languages, self.files.count());
        let mut out = Roll::new(&self.folder.join(DATA), "run", u64::MAX);
        out.call("run", 0, &overview)?;
        out.close()?;
        let assets = self.folder.join(ASSETS);
        for (name, text) in FILES {
            script::write(&assets.join(name), text)?;
        }
        script::write(&assets.join(WORDS_FILE), &script::call("words", 0, &script::tree(WORDS)?)?)?;
        let html = HTML.replace("{lang}", if self.lang == "zh" { "zh-CN" } else { "en" });
        script::write(&self.folder.join(PAGE), &html.replace("<meta name=\"generator\">", OURS))
    }

    /// What a file's reason and findings say in each language.
    fn say(&self, submission: &Submission) -> Vec<Submission> {
        let say = |language: &Language| {
            let mut said = Submission {
                reason: submission.reason.clone(),
                hint: submission.hint.clone(),
                findings: submission.findings.clone(),
                ..Submission::default()
            };
            language.translate(&mut said);
            said
        };
        self.languages.iter().map(say).collect()
    }
}

/// A text of each language's submission.
fn each<'s>(said: &'s [Submission], text: impl Fn(&'s Submission) -> &'s str) -> Said {
    [0, 1].map(|n| said.get(n).map(&text).unwrap_or_default().to_owned())
}

/// True for a folder that holds a page of ours and nothing else. `left` names what may lie about in folders.
pub fn is_ours(folder: &Path, left: &[&str]) -> bool {
    let is_page = fs::read_to_string(folder.join(PAGE)).is_ok_and(|html| html.contains(OURS));
    let known = |folder: &Path, known: &dyn Fn(&str) -> bool| {
        let names = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        let entries = fs::read_dir(folder).map(|entries| entries.map(|entry| entry.map(names)).collect::<Vec<_>>());
        let is_known = |name: &io::Result<String>| name.as_ref().is_ok_and(|n| left.contains(&n.as_str()) || known(n));
        entries.is_ok_and(|names| names.iter().all(is_known))
    };
    let asset = |name: &str| name == WORDS_FILE || FILES.iter().any(|(file, _)| *file == name);
    is_page
        && known(folder, &|name| [PAGE, ASSETS, DATA].contains(&name))
        && known(&folder.join(ASSETS), &asset)
        && known(&folder.join(DATA), &script::is_ours)
}
