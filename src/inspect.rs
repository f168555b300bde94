//! `ingest inspect FILE`: how one document was understood, drawn for a person's eyes.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ingest::error::{Error, Result};
use ingest::finding::{Place, Severity, fill};
use ingest::language::Language;
use ingest::model::{Form, Grid, Indicator, Name, Status, Submission, Use};
use ingest::pipeline::{Engine, Options, Understanding};
use ingest::write::draw::{self, plain};

use crate::batch::discover::Found;
use crate::batch::expand::{Expand, Input, Origin};
use crate::batch::run;
use crate::terminal::{self, Ink, Palette};

/// Lines of a cell that are shown.
const LINES: usize = 3;

/// Shows on standard output how a document was understood.
///
/// # Errors
/// When the document cannot be read.
pub fn inspect(file: &Path, options: &Options, palette: Palette, language: &Language) -> Result<()> {
    with_engine(file, &Engine::new(options.clone())?, palette, language)
}

/// The same, by an engine with mappings of one's own.
///
/// # Errors
/// When the document cannot be read.
pub fn with_engine(file: &Path, engine: &Engine, palette: Palette, language: &Language) -> Result<()> {
    let nothing = |reason: &str, hint: &str| Error::Nothing {
        message: format!("{}: {}", file.display(), plain(reason)),
        hint: plain(hint),
    };
    let (path, wanted) = wanted(file);
    let mut names = Vec::new();
    let mut shown = None;
    let name = wanted.split('!').next().unwrap_or_default().to_owned();
    let found = Found { path, source_file: name, trouble: None };
    for input in Expand::new(std::iter::once(Ok(found)), 1, &engine.options().limits) {
        let input = input?;
        if wanted == input.source_file || wanted.starts_with(&format!("{}!", input.source_file)) {
            let all = read(engine, &input);
            shown = all.into_iter().find(|one| one.submission.source_file == wanted);
            break;
        }
        names.push(input.source_file);
    }
    let Some(mut understanding) = shown else {
        return match names.is_empty() || wanted.contains('!') {
            true => Err(nothing(NO_SUCH, "`ingest inspect ARCHIVE` names what is in it")),
            false => list(&names, language),
        };
    };
    language.translate(&mut understanding.submission);
    let submission = &understanding.submission;
    if submission.status == Status::Rejected {
        return Err(nothing(&submission.reason, &submission.hint));
    }
    let mut view = View { out: Box::new(io::BufWriter::new(io::stdout().lock())), palette, language };
    view.show(&understanding).and_then(|()| view.out.flush()).map_err(|source| Error::Io {
        what: "cannot write",
        path: "standard output".into(),
        source,
    })
}

const NO_SUCH: &str = "there is no such document in this file";

/// The file on disk, and the name of the document that is asked for: `a.zip!b.zip!c.doc` is inside `a.zip`.
fn wanted(file: &Path) -> (PathBuf, String) {
    let name = |path: &Path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let whole = file.to_string_lossy();
    let inside = whole.match_indices('!').map(|(at, _)| whole.split_at(at));
    let found = inside.filter(|_| !file.exists()).find(|(outer, _)| Path::new(outer).is_file());
    match found {
        Some((outer, inner)) => (PathBuf::from(outer), name(Path::new(outer)) + inner),
        None => (file.to_path_buf(), name(file)),
    }
}

/// A document and those inside it.
fn read(engine: &Engine, input: &Input) -> Vec<Understanding> {
    let told = |submission| vec![Understanding { submission, ..Understanding::default() }];
    match (&input.origin, run::bytes(input, &engine.options().limits)) {
        (Origin::Told(submission), _) => told(Submission::clone(submission)),
        (_, Ok(bytes)) => engine.submissions(&input.source_file, &bytes),
        (_, Err((rejection, _))) => {
            let source_file = input.source_file.clone();
            told(Submission { source_file, ..ingest::unpack::rejected(rejection) })
        }
    }
}

/// Names the documents in an archive.
fn list(names: &[String], language: &Language) -> Result<()> {
    let lines = names.iter().map(|name| plain(name) + "\n").collect::<String>();
    let said = language.word("look at one with: ingest inspect 'ARCHIVE!MEMBER'");
    io::stdout().lock().write_all((lines + said + "\n").as_bytes()).map_err(|source| Error::Io {
        what: "cannot write",
        path: "standard output".into(),
        source,
    })
}

struct View<'a> {
    out: Box<dyn Write>,
    palette: Palette,
    language: &'a Language,
}

/// How a use is shown: a letter and a colour.
fn sign(used: &Use) -> Option<(char, Ink)> {
    match used {
        Use::Blank => None,
        Use::Label(_) | Use::Head(_) | Use::MoneyHead(_) => Some(('L', Ink::Blue)),
        Use::Field(_) | Use::Amount(..) => Some(('F', Ink::Green)),
        Use::Indicator(_) => Some(('I', Ink::Cyan)),
        Use::Reported => Some(('?', Ink::Red)),
    }
}

impl View<'_> {
    fn show(&mut self, understanding: &Understanding) -> io::Result<()> {
        let Understanding { submission, layout, uses } = understanding;
        let sheet = |place: Place| {
            let index = usize::try_from(place.table_no).ok().and_then(|n| n.checked_sub(1));
            index.and_then(|index| layout.grids.get(index)).and_then(|grid| grid.sheet.as_deref()).unwrap_or_default()
        };
        self.head(submission)?;
        for (grid, uses) in layout.grids.iter().zip(uses) {
            self.grid(grid, uses)?;
        }
        for (n, form) in submission.forms.iter().enumerate() {
            self.form(n + 1, form, sheet(form.place))?;
        }
        self.findings(submission)
    }

    fn head(&mut self, submission: &Submission) -> io::Result<()> {
        let say = |english| self.language.word(english);
        let count = |n, what| self.language.count(n, what);
        let mut facts = vec![submission.format.to_owned(), say(submission.status.name()).to_owned()];
        if !submission.encoding.is_empty() {
            facts.insert(1, submission.encoding.clone());
        }
        facts.push(count(submission.tables, "table"));
        facts.push(count(submission.forms.len() as u64, "form"));
        facts.push(count(submission.indicator_count() as u64, "indicator"));
        facts.push(count(submission.findings.len() as u64, "finding"));
        let name = self.palette.paint(Ink::Bold, &plain(&submission.source_file));
        writeln!(self.out, "{name}: {}", facts.join(say(", ")))?;
        let counts = [
            ("cells", submission.cells.to_string()),
            ("used", submission.cells_used.to_string()),
            ("reported", submission.cells_reported.to_string()),
        ];
        let template = say("{cells} cells with text: {used} understood, {reported} reported");
        writeln!(self.out, "{}", fill(template, &counts).unwrap_or_default())?;
        if !submission.reason.is_empty() {
            writeln!(self.out, "{}\n{} {}", plain(&submission.reason), say("hint:"), plain(&submission.hint))?;
        }
        let kinds = [
            (Use::Label(Name::default()), "label"),
            (Use::Field(Name::default()), "field"),
            (Use::Indicator(""), "indicator"),
            (Use::Reported, "not understood: reported"),
        ];
        let legend = kinds.iter().filter_map(|(used, what)| {
            let (letter, ink) = sign(used)?;
            let what = say(what);
            let what = if self.palette.is_on() { what.to_owned() } else { format!("{letter} {what}") };
            Some(self.palette.paint(ink, &what))
        });
        let legend: Vec<String> = legend.collect();
        writeln!(self.out, "{} {}", say("cells:"), legend.join(" · "))
    }

    fn grid(&mut self, grid: &Grid, uses: &[Use]) -> io::Result<()> {
        let palette = self.palette;
        let count = |n: usize, what| self.language.count(n as u64, what);
        let size = format!("{} × {}", count(grid.rows, "row"), count(grid.cols, "column"));
        let table = fill(self.language.word("table {n}"), &[("n", grid.table_no.to_string())]).unwrap_or_default();
        let sheet = grid.sheet.as_ref().and_then(|sheet| self.language.place(Place::default(), sheet));
        let sheet = sheet.map(|sheet| format!(" {}", plain(&sheet))).unwrap_or_default();
        writeln!(self.out, "\n{}{sheet} ({size})", palette.paint(Ink::Bold, &table))?;
        let used = |index: usize| uses.get(index).unwrap_or(&Use::Blank);
        let text = |cell: &ingest::model::Cell| {
            let sign = grid.at(cell.row, cell.col).and_then(|index| sign(used(index)));
            match sign {
                Some((letter, _)) if !palette.is_on() => format!("{letter} {}", cell.text),
                _ => cell.text.clone(),
            }
        };
        let paint = |index: usize, line: &str| match sign(used(index)) {
            Some((_, ink)) => palette.paint(ink, line),
            None => line.to_owned(),
        };
        let options = draw::Options { width: terminal::width(100), lines: LINES };
        draw::draw(&mut *self.out, grid, options, text, paint)
    }

    fn form(&mut self, number: usize, form: &Form, sheet: &str) -> io::Result<()> {
        let values = [("n", number.to_string()), ("title", plain(&form.title))];
        let title = fill(self.language.word("form {n}: {title}"), &values).unwrap_or_default();
        writeln!(self.out, "\n{}", self.palette.paint(Ink::Bold, &title))?;
        let place = plain(&self.language.place(form.place, sheet).unwrap_or_default());
        let values = [("type", plain(&form.form_type)), ("mapping", plain(&form.mapping)), ("place", place)];
        let how = fill(self.language.word("{type} by mapping {mapping}, from {place}"), &values).unwrap_or_default();
        writeln!(self.out, "  {how}")?;
        let header = [
            ("fiscal_year", &form.fiscal_year),
            ("region", &form.region),
            ("department", &form.department),
            ("project", &form.project),
            ("money_unit", &form.money_unit),
            ("filled_on", &form.filled_on),
            ("objective", &form.objective),
        ];
        for (name, value) in header {
            self.pair(name, value)?;
        }
        for (name, money) in &form.money {
            self.pair(name, &money.raw)?;
        }
        let shown = |name: &str| header.iter().any(|(known, _)| *known == name) || form.money.contains_key(name);
        for field in form.fields.iter().filter(|field| !shown(&field.field)) {
            self.pair(&field.field, &field.value_raw)?;
        }
        if !form.inferred.is_empty() {
            self.pair("inferred", &form.inferred.join(";"))?;
        }
        form.indicators.iter().enumerate().try_for_each(|(n, indicator)| self.indicator(n + 1, indicator))
    }

    /// A name and its value, if it has one.
    fn pair(&mut self, name: &str, value: &str) -> io::Result<()> {
        if value.is_empty() {
            return Ok(());
        }
        let value = short(value, terminal::width(100).saturating_sub(26));
        writeln!(self.out, "  {} {value}", self.palette.paint(Ink::Green, &format!("{:22}", plain(name))))
    }

    fn indicator(&mut self, number: usize, indicator: &Indicator) -> io::Result<()> {
        let levels: Vec<&str> = [&indicator.level1, &indicator.level2, &indicator.indicator].map(String::as_str).into();
        let target = &indicator.target;
        let mut typed = vec![target.kind.name().to_owned()];
        typed.extend(target.comparator.map(|comparator| comparator.name().to_owned()));
        typed.extend([&target.value, &target.high, &target.unit].into_iter().flatten().map(|text| plain(text)));
        if !indicator.findings.is_empty() {
            typed.push(self.palette.paint(Ink::Yellow, &indicator.findings.join(" ")));
        }
        let name = self.palette.paint(Ink::Cyan, &plain(&levels.join(" › ")));
        writeln!(self.out, "  {number:>3}. {name}: {} [{}]", plain(&indicator.target_raw), typed.join(" "))
    }

    fn findings(&mut self, submission: &Submission) -> io::Result<()> {
        if submission.findings.is_empty() {
            return writeln!(self.out, "\n{}", self.language.word("no findings"));
        }
        writeln!(self.out, "\n{}", self.palette.paint(Ink::Bold, self.language.word("findings")))?;
        for finding in &submission.findings {
            let ink = match finding.code.severity {
                Severity::Error => Ink::Red,
                Severity::Warning => Ink::Yellow,
                Severity::Info => Ink::Dim,
            };
            let say = |english| self.language.word(english);
            let severity = say(finding.code.severity.name());
            let code = self.palette.paint(ink, &format!("{severity} {}", finding.code.id));
            let place = self.language.place(finding.place, &finding.sheet);
            let place = place.map(|place| format!(" {}:", plain(&place))).unwrap_or_default();
            writeln!(self.out, "  {code}{place} {}", plain(&finding.message))?;
            if !finding.raw.is_empty() {
                let raw = short(&finding.raw, terminal::width(100).saturating_sub(10));
                writeln!(self.out, "    {} {raw}", say("text:"))?;
            }
            writeln!(self.out, "    {} {}", say("hint:"), plain(&finding.hint))?;
        }
        Ok(())
    }
}

/// A text on one line, cut to a width.
fn short(text: &str, room: usize) -> String {
    let text = plain(text);
    if draw::width(&text) <= room {
        return text;
    }
    let mut kept = String::new();
    for c in text.chars() {
        if draw::width(&kept) + 3 > room {
            break;
        }
        kept.push(c);
    }
    kept + "…"
}
