//! The arguments as they are typed; [`crate::config`] says what they mean.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use ingest::write::dictionary;

mod values;

pub use values::*;

/// Turn Chinese budget performance-target forms into clean, checked data. PATH is a file or a folder
#[derive(Debug, Parser)]
#[command(name = "ingest", version, max_term_width = 100, after_help = EXAMPLES)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(override_usage = "ingest PATH... --out OUT [options]\n       ingest COMMAND")]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub ingest: IngestArgs,
}

const EXAMPLES: &str = "Examples:
  ingest 2024/ --out 2024.csv           the forms of a folder as one table, for Excel or WPS
  ingest inspect 2024/form.doc          how one document was understood";

/// Options that the long help names in one line, so that it stays on a screen.
const NAMED_BELOW: [&str; 10] = [
    "max_unpacked_size",
    "max_memory",
    "max_cells",
    "max_nesting",
    "timeout_per_file",
    "max_depth",
    "max_entries",
    "max_archive_size",
    "max_ratio",
    "max_attachments",
];

const ALL_EXAMPLES: &str =
    "Run again, it reads only what OUT.ingest-state does not know; OUT equals a fresh run's. With --since,
older files keep the rows that are remembered; where nothing is, they are left out.
Examples: ingest 2024/ --out 2024.csv. Exit: 0 all read, 1 nothing written, 2 usage, 3 some rejected
Limits, see README: --max-unpacked-size --max-memory --max-cells --max-nesting --timeout-per-file
  --max-depth --max-entries --max-archive-size --max-ratio --max-attachments";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Every table of every document, merged cells and all
    Tables(TablesArgs),
    /// How one document was understood, for a person's eyes
    Inspect(InspectArgs),
    /// The form layouts that are known; is mine sound?
    #[command(subcommand)]
    Mapping(MappingCommand),
    /// What is checked, and why; one check with its CODE
    Checks {
        /// A code of findings.csv
        #[arg(value_name = "CODE")]
        code: Option<String>,
        /// All of them explained, as a page
        #[arg(long, conflicts_with = "code", help_heading = "Output")]
        markdown: bool,
        #[command(flatten)]
        speech: SpeechArgs,
    },
    /// What every column of every table holds
    Schema(SchemaArgs),
    /// Shell completions, on standard output
    Completions {
        /// bash, elvish, fish, powershell or zsh
        #[arg(hide_possible_values = true)]
        shell: clap_complete::Shell,
    },
}

/// `ingest PATH... --out OUT`.
#[derive(Debug, Args)]
pub struct IngestArgs {
    /// Files, and folders searched to the bottom
    #[arg(value_name = "PATH", required = true, hide = true)]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub across: AcrossArgs,
    #[command(flatten)]
    pub repeating: RepeatingArgs,
    #[command(flatten)]
    pub running: RunningArgs,
    /// Exit with 3 on rejected, error or warning [default: rejected]
    #[arg(long, value_name = "WHAT", hide_possible_values = true, hide_default_value = true)]
    #[arg(default_value = "rejected", help_heading = "Running", hide = true)]
    pub fail_on: FailOn,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// FILE.csv .tsv .json .ndjson .xlsx .parquet .sqlite, FOLDER/ or -
    #[arg(long, short, required = true)]
    pub out: Option<PathBuf>,
    /// A page to check what was read: a folder, open its index.html
    #[arg(long, value_name = "DIR")]
    pub review: Option<PathBuf>,
    /// Column names [default: en]
    #[arg(long, value_name = "en|zh", default_value = "en", hide_possible_values = true, hide_default_value = true)]
    pub headers: HeadersArg,
    /// Carry merged labels down, or leave blank as printed [default: down]
    #[arg(long, value_name = "down|blank", default_value = "down", hide_possible_values = true)]
    #[arg(hide_default_value = true, hide = true)]
    pub fill: FillArg,
    #[command(flatten)]
    pub csv: CsvArgs,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct CsvArgs {
    /// Put ' before CSV text that a spreadsheet would run [default: on]
    #[arg(long, value_name = "on|off", default_value = "on", hide_possible_values = true)]
    #[arg(hide_default_value = true, hide = true)]
    pub formula_guard: Switch,
    /// No byte order mark before CSV and TSV
    #[arg(long, hide = true)]
    pub no_bom: bool,
}

/// Deeper nesting than this would need a larger stack.
const MOST_NESTING: i64 = 1024;

/// How documents are read; the same for every command that reads them.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub struct ReadingArgs {
    /// Form layouts of your own; they win over those built in
    #[arg(long, value_name = "DIR")]
    pub mappings: Option<PathBuf>,
    /// Keep names and phone numbers of people who filled forms in
    #[arg(long)]
    pub keep_contacts: bool,
    /// Largest file read [default: 256M]
    #[arg(long, value_name = "SIZE", value_parser = size, hide = true)]
    pub max_file_size: Option<u64>,
    /// Most bytes that a file may unpack to [default: 128M]
    #[arg(long, value_name = "SIZE", value_parser = size, hide = true)]
    pub max_unpacked_size: Option<u64>,
    /// Most memory that reading a file may take, as it is estimated [default: 512M]
    #[arg(long, value_name = "SIZE", value_parser = size, hide = true)]
    pub max_memory: Option<u64>,
    /// Most table cells of a file [default: 300000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), hide = true)]
    pub max_cells: Option<u32>,
    /// How deep tables, groups and elements nest in a file [default: 256]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=MOST_NESTING), hide = true)]
    pub max_nesting: Option<u16>,
    /// Most seconds spent on a file and the documents inside it [default: 60]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..), hide = true)]
    pub timeout_per_file: Option<u64>,
    #[command(flatten)]
    pub nesting: NestingArgs,
}

/// What is made of several files together.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub struct AcrossArgs {
    /// A list of departments (.csv, .xlsx): gives codes, says who is missing
    #[arg(long, value_name = "FILE", hide = true)]
    pub departments: Option<PathBuf>,
    /// latest: of versions of a file keep the later by name alone
    #[arg(long, value_name = "WHICH", hide_possible_values = true, hide = true)]
    pub prefer: Option<Prefer>,
}

/// What a run takes over from the one before it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Running")]
pub struct RepeatingArgs {
    /// Remember files in OUT.ingest-state [default: on for .sqlite, FOLDER/]
    #[arg(long, value_name = "on|off|anew", hide_possible_values = true, hide = true)]
    pub state: Option<StateArg>,
    /// Only say what would be read, changed and rejected
    #[arg(long, hide = true)]
    pub dry_run: bool,
    /// Look only into files modified since 2024-11-01, 7d or last run
    #[arg(long, value_name = "TIME|last", value_parser = since, hide = true)]
    pub since: Option<Since>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Running")]
pub struct RunningArgs {
    /// Files read at a time [default: the processors there are]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    #[command(flatten)]
    pub speech: SpeechArgs,
    #[command(flatten)]
    pub shown: ShownArgs,
}

/// The language in which the program speaks.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Running")]
pub struct SpeechArgs {
    /// Language of findings and messages [default: the locale's]
    #[arg(long, value_name = "en|zh", hide_possible_values = true, hide = true)]
    pub lang: Option<LangArg>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Running")]
pub struct ShownArgs {
    /// No progress and no summary, errors only
    #[arg(long, short, conflicts_with = "verbose")]
    pub quiet: bool,
    /// A line for each file, and every rejected file in the summary
    #[arg(long, short, hide = true)]
    pub verbose: bool,
    #[command(flatten)]
    pub colour: ColourArgs,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Running")]
pub struct ColourArgs {
    /// Colours: auto, always or never [default: auto]
    #[arg(long, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    #[arg(hide_default_value = true, hide = true)]
    pub color: Colour,
}

/// What archives, and documents inside documents, may cost.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub struct NestingArgs {
    /// How deep archives in archives and attachments are opened [default: 4]
    #[arg(long, value_name = "N", hide = true)]
    pub max_depth: Option<usize>,
    /// Most files in an archive [default: 250000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), hide = true)]
    pub max_entries: Option<u64>,
    /// Most bytes that an archive may unpack to [default: 16G]
    #[arg(long, value_name = "SIZE", value_parser = size, hide = true)]
    pub max_archive_size: Option<u64>,
    /// How many times its packed size a file may unpack to [default: 200]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), hide = true)]
    pub max_ratio: Option<u64>,
    /// Most documents inside one document [default: 1000]
    #[arg(long, value_name = "N", hide = true)]
    pub max_attachments: Option<usize>,
}

/// `ingest tables PATH...`.
#[derive(Debug, Args)]
#[command(override_usage = "ingest tables PATH... [--format F] [--out FILE]")]
pub struct TablesArgs {
    /// Files, and folders searched to the bottom
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// json, csv, html, markdown or text [default: by --out, else json]
    #[arg(long, short, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<String>,
    /// Where to [default: standard output]
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub csv: CsvArgs,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub running: RunningArgs,
}

/// `ingest schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// markdown, or json: CSV on the Web metadata [default: markdown]
    #[arg(long, short, value_name = "FORMAT", default_value = "markdown", hide_possible_values = true)]
    #[arg(hide_default_value = true, help_heading = "Output")]
    pub format: SchemaFormat,
}

/// `ingest inspect FILE`.
#[derive(Debug, Args)]
#[command(override_usage = "ingest inspect FILE [options]")]
pub struct InspectArgs {
    /// The document
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub speech: SpeechArgs,
    #[command(flatten)]
    pub colour: ColourArgs,
}

#[derive(Debug, Subcommand)]
pub enum MappingCommand {
    /// The layouts that are known
    List {
        /// Layouts of your own, added to and winning over those built in
        #[arg(long, value_name = "DIR")]
        mappings: Option<PathBuf>,
        #[command(flatten)]
        speech: SpeechArgs,
    },
    /// Whether a layout is sound
    Check {
        /// The layout
        #[arg(value_name = "FILE.toml")]
        file: PathBuf,
        /// What it makes of this document
        #[arg(long, value_name = "DOC")]
        on: Option<PathBuf>,
        #[command(flatten)]
        speech: SpeechArgs,
    },
    /// Draft a layout from a document whose form none knows
    Suggest {
        /// The document
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        speech: SpeechArgs,
    },
}

impl Cli {
    /// The language that was asked for.
    pub fn lang(&self) -> Option<LangArg> {
        match &self.command {
            None => self.ingest.running.speech.lang,
            Some(Command::Tables(args)) => args.running.speech.lang,
            Some(Command::Inspect(args)) => args.speech.lang,
            Some(Command::Checks { speech, .. } | Command::Mapping(MappingCommand::List { speech, .. })) => speech.lang,
            Some(Command::Mapping(MappingCommand::Check { speech, .. } | MappingCommand::Suggest { speech, .. })) => {
                speech.lang
            }
            Some(Command::Schema(_) | Command::Completions { .. }) => None,
        }
    }
}

/// The arguments, or what clap has to say instead: an error, the help, the version. `--help` shows every option, `-h`
/// those that are wanted day by day.
pub fn parse(args: Vec<OsString>) -> Result<Cli, clap::Error> {
    let long = args.iter().take_while(|arg| *arg != "--").any(|arg| arg == "--help");
    let mut matches = command(long).try_get_matches_from(args)?;
    Cli::from_arg_matches_mut(&mut matches)
}

/// The command line's definition, with all options shown in groups, or the common ones in one.
pub fn command(all: bool) -> clap::Command {
    let version = clap::Arg::new("version").short('V').long("version").help("The version");
    let version = version.action(clap::ArgAction::Version).help_heading("Running").hide(true);
    let command = Cli::command().disable_version_flag(true).arg(version);
    shown(if all { command.after_help(ALL_EXAMPLES) } else { command }, all)
}

fn shown(command: clap::Command, all: bool) -> clap::Command {
    let help = if all { "This help" } else { "This help; --help shows every option" };
    let help = clap::Arg::new("help").short('h').long("help").help(help).action(clap::ArgAction::HelpShort);
    let command = command.disable_help_flag(true).disable_help_subcommand(true).arg(help.help_heading("Running"));
    let command = match all {
        true => command,
        false => command.mut_subcommands(|sub| sub.clone().hide(sub.get_name() == "completions")),
    };
    let command = command.mut_args(|arg| match all {
        _ if arg.is_positional() || NAMED_BELOW.contains(&arg.get_id().as_str()) => arg,
        // Everybody knows it.
        true => arg.clone().hide(arg.get_id() == "version"),
        false => arg.help_heading(None),
    });
    // The short help names what is wanted day by day.
    let rare = |sub: &clap::Command| ["schema", "completions"].contains(&sub.get_name());
    command.mut_subcommands(|sub| {
        let hidden = !all && rare(&sub);
        shown(sub.hide(hidden), all)
    })
}

/// Writes what clap has to say; help and version go to standard output and end well.
pub fn say(message: &clap::Error) -> std::process::ExitCode {
    use std::io::Write;
    if !message.use_stderr() {
        let _ = message.print();
        return std::process::ExitCode::SUCCESS;
    }
    let told = message.render().to_string().replace("For more information, try", "hint: for more information, try");
    let _ = std::io::stderr().write_all(told.as_bytes());
    std::process::ExitCode::from(2)
}

/// Writes a shell's completions to standard output.
pub fn completions(shell: clap_complete::Shell) {
    clap_complete::generate(shell, &mut command(true), "ingest", &mut std::io::stdout());
}

/// Writes the data dictionary to standard output.
///
/// # Errors
/// When standard output is gone.
pub fn schema(format: SchemaFormat) -> ingest::error::Result<()> {
    use std::io::Write;
    let text = match format {
        SchemaFormat::Markdown => dictionary::markdown(),
        SchemaFormat::Json => dictionary::json(),
    };
    let failed = |source| ingest::error::Error::Io { what: "cannot write", path: "standard output".into(), source };
    std::io::stdout().lock().write_all(text.as_bytes()).map_err(failed)
}
