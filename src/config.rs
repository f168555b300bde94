//! The arguments, validated: what is to be done.

use std::path::{Path, PathBuf};
use std::time::Duration;

use ingest::error::{Error, Result};
use ingest::language::Language;
use ingest::model::Limits;
use ingest::pipeline::Options;
use ingest::write::tables::{FORMATS, TablesFormat};
use ingest::write::{self, Book, Fill, Headers, Style, Writer};

use crate::cli::{
    AcrossArgs, Cli, Command, CsvArgs, FailOn, IngestArgs, LangArg, MappingCommand, Prefer, ReadingArgs, RepeatingArgs,
    RunningArgs, SchemaFormat, Since, StateArg, Switch, TablesArgs,
};
use crate::terminal::Palette;

/// What is to be done.
pub enum Task {
    /// Forms to tables.
    Ingest(Box<Ingest>),
    /// Every table.
    Tables(Box<Tables>),
    /// One document, shown.
    Inspect { file: PathBuf, options: Options, palette: Palette, language: Language },
    /// The form layouts.
    Mapping(MappingCommand, Language),
    /// What is checked.
    Checks { code: Option<String>, markdown: bool, language: Language },
    /// The data dictionary.
    Schema(SchemaFormat),
    /// Shell completions.
    Completions(clap_complete::Shell),
}

/// Where output goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Standard output.
    Stdout,
    /// A file, appearing whole or not at all.
    File(PathBuf),
}

/// Where the forms' tables go, and how.
#[derive(Clone)]
pub enum Output {
    /// The indicators as CSV on standard output.
    Stdout,
    /// The indicators in a file, findings and files beside it.
    Table(PathBuf, &'static Writer),
    /// All tables in a file.
    Book(PathBuf, &'static Book),
    /// All tables in a folder.
    Package(PathBuf),
}

/// How a batch runs, whatever it does.
pub struct Running {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// How documents are read.
    pub options: Options,
    /// Worker threads.
    pub jobs: usize,
    /// Errors only.
    pub quiet: bool,
    /// A line a file.
    pub verbose: bool,
    /// The language of findings and summary.
    pub language: Language,
    /// Colours on standard error.
    pub palette: Palette,
}

/// Forms to tables.
pub struct Ingest {
    pub running: Running,
    pub output: Output,
    pub style: Style,
    pub fail_on: FailOn,
    /// A list of departments.
    pub departments: Option<PathBuf>,
    /// Which of several versions of a file counts; else all do.
    pub prefer: Option<Prefer>,
    /// Whether what is understood is kept for the next run.
    pub remember: bool,
    /// Everything is understood anew, whatever is remembered.
    pub anew: bool,
    /// Only say what would be done.
    pub dry_run: bool,
    /// From when on a modified file is looked at.
    pub since: Option<Since>,
    /// The folder of a review page.
    pub review: Option<PathBuf>,
    /// The language of the run, in which the page opens: `en` or `zh`.
    pub lang: &'static str,
}

impl Ingest {
    /// The output beside which what is understood is kept, if that is wanted.
    pub fn state(&self) -> Option<&Path> {
        match &self.output {
            Output::Stdout => None,
            Output::Table(out, _) | Output::Book(out, _) | Output::Package(out) => self.remember.then_some(out),
        }
    }
}

/// Every table of every document.
pub struct Tables {
    pub running: Running,
    pub target: Target,
    pub format: &'static TablesFormat,
    pub style: Style,
}

impl Task {
    /// What the arguments ask for.
    ///
    /// # Errors
    /// When they ask for what cannot be.
    pub fn new(cli: Cli, language: Language) -> Result<Self> {
        match cli.command {
            None => Ok(Self::Ingest(Box::new(ingest(cli.ingest, language)?))),
            Some(Command::Tables(args)) => Ok(Self::Tables(Box::new(tables(args, language)?))),
            Some(Command::Inspect(args)) => Ok(Self::Inspect {
                file: args.file,
                options: options(args.reading),
                palette: Palette::stdout(args.colour.color),
                language,
            }),
            Some(Command::Mapping(command)) => Ok(Self::Mapping(command, language)),
            Some(Command::Checks { code, markdown, .. }) => Ok(Self::Checks { code, markdown, language }),
            Some(Command::Schema(args)) => Ok(Self::Schema(args.format)),
            Some(Command::Completions { shell }) => Ok(Self::Completions(shell)),
        }
    }
}

fn ingest(args: IngestArgs, language: Language) -> Result<Ingest> {
    let output = output(args.output.out.unwrap_or_default())?;
    let style = Style { headers: args.output.headers.into(), fill: args.output.fill.into(), ..style(&args.output.csv) };
    let lang = match args.running.speech.lang.unwrap_or_else(locale) {
        LangArg::En => "en",
        LangArg::Zh => "zh",
    };
    let running = running(args.paths, args.reading, &args.running, language);
    let AcrossArgs { departments, prefer } = args.across;
    let RepeatingArgs { state, dry_run, since } = args.repeating;
    let remember = remember(state, &output)?;
    let review = args.output.review;
    // The page shows the tables as they stood, which are not remembered.
    let anew = state == Some(StateArg::Anew) || review.is_some();
    let fail_on = args.fail_on;
    Ok(Ingest { running, output, style, fail_on, departments, prefer, remember, anew, dry_run, since, review, lang })
}

/// A database and a data package are what one brings up to date; other tables are made for once.
fn remember(asked: Option<StateArg>, output: &Output) -> Result<bool> {
    let usual = match output {
        Output::Book(_, book) => book.ending == "sqlite",
        Output::Package(_) => true,
        Output::Stdout | Output::Table(..) => false,
    };
    match (asked, output) {
        (Some(StateArg::On | StateArg::Anew), Output::Stdout) => {
            Err(usage("--state on needs an output that stays".to_owned(), "name a file or a folder: --out FILE"))
        }
        (asked, _) => Ok(asked.map_or(usual, |asked| asked != StateArg::Off)),
    }
}

fn tables(args: TablesArgs, language: Language) -> Result<Tables> {
    let style = style(&args.csv);
    let format = tables_format(args.format.as_deref(), args.out.as_deref())?;
    let target = args.out.map_or(Ok(Target::Stdout), target)?;
    Ok(Tables { running: running(args.paths, args.reading, &args.running, language), target, format, style })
}

fn style(args: &CsvArgs) -> Style {
    let formula_guard = args.formula_guard == Switch::On;
    Style { headers: Headers::En, fill: Fill::Down, bom: !args.no_bom, formula_guard }
}

fn options(args: ReadingArgs) -> Options {
    let usual = Limits::default();
    let limits = Limits {
        file_size: args.max_file_size.unwrap_or(usual.file_size),
        unpacked_size: args.max_unpacked_size.unwrap_or(usual.unpacked_size),
        memory: args.max_memory.unwrap_or(usual.memory),
        cells: args.max_cells.map_or(usual.cells, |cells| usize::try_from(cells).unwrap_or(usize::MAX)),
        depth: args.max_nesting.map_or(usual.depth, usize::from),
        time: args.timeout_per_file.map_or(usual.time, Duration::from_secs),
        nesting: args.nesting.max_depth.unwrap_or(usual.nesting),
        entries: args.nesting.max_entries.unwrap_or(usual.entries),
        archive_size: args.nesting.max_archive_size.unwrap_or(usual.archive_size),
        ratio: args.nesting.max_ratio.unwrap_or(usual.ratio),
        attachments: args.nesting.max_attachments.unwrap_or(usual.attachments),
        ..usual
    };
    Options { limits, keep_contacts: args.keep_contacts, mappings: args.mappings }
}

fn running(paths: Vec<PathBuf>, reading: ReadingArgs, args: &RunningArgs, language: Language) -> Running {
    let processors = || std::thread::available_parallelism().map_or(1, usize::from);
    Running {
        paths,
        options: options(reading),
        jobs: args.jobs.map_or_else(processors, usize::from),
        quiet: args.shown.quiet,
        verbose: args.shown.verbose,
        palette: Palette::stderr(args.shown.colour.color),
        language,
    }
}

/// The language asked for, or the locale's.
///
/// # Errors
/// When its built-in file is unsound.
pub fn language(asked: Option<LangArg>) -> Result<Language> {
    match asked.unwrap_or_else(locale) {
        LangArg::En => Ok(Language::default()),
        LangArg::Zh => Language::chinese(),
    }
}

/// The language of messages that the environment asks for (POSIX: the first of the three that is not empty).
fn locale() -> LangArg {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(std::env::var_os);
    let first = named.filter(|value| !value.is_empty()).map(|value| value.to_string_lossy().to_lowercase()).next();
    if first.is_some_and(|value| value.starts_with("zh")) { LangArg::Zh } else { LangArg::En }
}

const CHOOSE: &str = "end --out in .csv, .tsv, .json, .ndjson, .xlsx, .parquet or .sqlite, or in / for a folder with \
                      all tables; - is CSV on standard output";

/// What `--out` chooses by its ending.
fn output(out: PathBuf) -> Result<Output> {
    if out == Path::new("-") {
        return Ok(Output::Stdout);
    }
    if is_folder(&out) {
        return Ok(Output::Package(out));
    }
    let Some(ending) = out.extension().map(|ending| ending.to_string_lossy().into_owned()) else {
        return Err(usage(format!("--out {} has no ending that says the format", out.display()), CHOOSE));
    };
    match (write::writer(&ending), write::book(&ending)) {
        (Some(writer), _) => Ok(Output::Table(out, writer)),
        (None, Some(book)) => Ok(Output::Book(out, book)),
        (None, None) => Err(usage(format!("--out {}: .{ending} is no format that is written", out.display()), CHOOSE)),
    }
}

fn tables_format(name: Option<&str>, out: Option<&Path>) -> Result<&'static TablesFormat> {
    let names = FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ");
    let by_name = |name: &str| FORMATS.iter().find(|format| format.name == name);
    if let Some(name) = name {
        return by_name(name)
            .ok_or_else(|| usage(format!("--format {name} is not known"), &format!("choose one of {names}")));
    }
    let ending = out.and_then(Path::extension).map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let name = match ending.as_deref() {
        None => "json",
        Some("htm") => "html",
        Some("md") => "markdown",
        Some("txt") => "text",
        Some(other) => other,
    };
    by_name(name).ok_or_else(|| {
        usage(format!(".{name} does not say how to write tables"), &format!("add --format: one of {names}"))
    })
}

fn target(out: PathBuf) -> Result<Target> {
    if out == Path::new("-") {
        return Ok(Target::Stdout);
    }
    if is_folder(&out) {
        return Err(usage(format!("--out {} is a folder", out.display()), "name a file"));
    }
    Ok(Target::File(out))
}

fn is_folder(out: &Path) -> bool {
    out.is_dir() || out.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
}

/// A mistake on the command line.
pub fn usage(message: String, hint: &str) -> Error {
    Error::Usage { message, hint: hint.to_owned() }
}
