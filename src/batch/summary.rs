//! What a run says when it is over: counts, findings by code, rejected files, what was written.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use ingest::error::Result;
use ingest::finding::{Code, Finding, Severity, fill};
use ingest::language::Language;
use ingest::scratch::Scratch;
use ingest::write::draw::{plain, width};

use crate::batch::expand::Counts;
use crate::batch::rejected::{Rejected, Rejects};
use crate::batch::state::Changes;
use crate::terminal::{Ink, Palette};

/// Rejected files named one by one; the rest are counted.
const NAMED: u64 = 10;

/// The ending of a file that is never written.
const NOWHERE: &str = "/";

/// What is remembered of a run while it goes on; it does not grow with the number of files.
pub struct Summary {
    /// Files handed in.
    pub files: u64,
    /// Files that were not read.
    pub rejected: u64,
    /// Files of the same bytes as another.
    pub duplicates: u64,
    /// Sentences about what is remembered of earlier runs.
    pub said: Vec<String>,
    /// What became of the files since the last run, where that is known.
    changes: Option<Changes>,
    /// Findings of all files.
    pub findings: u64,
    /// What is said of the run as a whole, a heading with its lines.
    pub notes: Vec<Note>,
    /// Files written.
    pub written: Vec<PathBuf>,
    /// Files that a search passed over.
    passed_over: usize,
    /// Every rejected file is named, not the first ones alone.
    verbose: bool,
    /// What everything is said in.
    language: Language,
    codes: BTreeMap<&'static str, Group>,
    named: Rejects,
}

/// A heading, with `{n}` for the number of lines and `{of}` for what they are of; and the lines.
pub struct Note {
    pub heading: &'static str,
    pub of: u64,
    pub lines: Vec<String>,
}

struct Group {
    code: &'static Code,
    count: u64,
    first: String,
}

impl Summary {
    /// A summary of a run that is beginning.
    ///
    /// # Errors
    /// When there is no room for what it remembers.
    pub fn new(scratch: &Arc<Scratch>, verbose: bool, passed_over: usize, language: Language) -> Result<Self> {
        Ok(Self {
            files: 0,
            rejected: 0,
            duplicates: 0,
            said: Vec::new(),
            changes: None,
            findings: 0,
            notes: Vec::new(),
            written: Vec::new(),
            passed_over,
            verbose,
            language,
            codes: BTreeMap::new(),
            named: Rejects::new(scratch)?,
        })
    }

    /// Adds what was passed over in archives.
    pub fn passed_over(&mut self, counts: &Counts) {
        self.passed_over += usize::try_from(counts.passed_over.load(Ordering::Relaxed)).unwrap_or(usize::MAX);
    }

    /// Takes over what became of the files since the last run, and why the next run will not know.
    pub fn remembered(&mut self, (changes, failed): (Option<Changes>, Option<String>)) {
        self.changes = changes.filter(|changes| !changes.first);
        self.said.extend(failed.map(|why| format!("what was read could not be remembered for the next run: {why}")));
    }

    /// Counts a file's findings.
    pub fn findings(&mut self, source_file: &str, findings: &[Finding]) {
        for finding in findings {
            self.findings += 1;
            let first = || match self.language.place(finding.place, &finding.sheet) {
                _ if source_file.is_empty() => plain(&finding.raw),
                Some(place) => format!("{}{}{place}", plain(source_file), self.language.word(", ")),
                None => plain(source_file),
            };
            let new = || Group { code: finding.code, count: 0, first: first() };
            self.codes.entry(finding.code.id).or_insert_with(new).count += 1;
        }
    }

    /// Counts a file that was not read.
    ///
    /// # Errors
    /// When there is no room for what is said of it.
    pub fn reject(&mut self, source_file: &str, reason: &str, hint: &str) -> Result<()> {
        self.rejected += 1;
        if self.unnamed() > 0 {
            return Ok(());
        }
        let said = |text| plain(&self.language.text(text));
        self.named.push(Rejected { file: plain(source_file), reason: said(reason), hint: said(hint) })
    }

    /// How many rejected files are only counted.
    fn unnamed(&self) -> u64 {
        if self.verbose { 0 } else { self.rejected.saturating_sub(NAMED) }
    }

    /// The most serious finding's severity.
    pub fn worst(&self) -> Option<Severity> {
        self.codes.values().map(|group| group.code.severity).max()
    }

    /// Errors alone, for `--quiet`.
    ///
    /// # Errors
    /// When standard error is gone.
    pub fn print_errors(&self, out: &mut dyn Write, ink: Palette) -> io::Result<()> {
        self.named.each(|named| {
            writeln!(out, "{} {}: {}", ink.paint(Ink::Red, self.language.word("error:")), named.file, named.reason)?;
            writeln!(out, "{} {}", ink.paint(Ink::Cyan, self.language.word("hint:")), named.hint)
        })?;
        self.print_unnamed(out)
    }

    /// Everything; `counts` are what this kind of run counts beside files and findings.
    ///
    /// # Errors
    /// When standard error is gone.
    pub fn print(
        &self,
        out: &mut dyn Write,
        ink: Palette,
        counts: &[(u64, &'static str)],
        time: Duration,
    ) -> io::Result<()> {
        let say = |english| self.language.word(english);
        let mut line = vec![self.language.count(self.files, "file")];
        line.extend(counts.iter().map(|&(n, what)| self.language.count(n, what)));
        line.push(format!("{} {}", self.rejected, say("rejected")));
        if self.duplicates > 0 {
            line.push(self.language.count(self.duplicates, "duplicate"));
        }
        if self.passed_over > 0 {
            line.push(format!("{} {}", self.passed_over, say("passed over")));
        }
        line.push(format!("{:.1} {}", time.as_secs_f64(), say("seconds")));
        writeln!(out, "{}", ink.paint(Ink::Bold, &line.join(say(", "))))?;
        self.print_changes(out, ink)?;
        self.print_findings(out, ink)?;
        if self.rejected > 0 {
            writeln!(out, "\n{}", say("rejected:"))?;
            self.named.each(|named| {
                writeln!(out, "  {}: {}", ink.paint(Ink::Red, &named.file), named.reason)?;
                writeln!(out, "    {} {}", ink.paint(Ink::Cyan, self.language.word("hint:")), named.hint)
            })?;
            self.print_unnamed(out)?;
        }
        self.print_notes(out, ink)?;
        if !self.written.is_empty() {
            let paths: Vec<String> = self.written.iter().map(|path| plain(&path.display().to_string())).collect();
            writeln!(out, "\n{} {}", say("written:"), paths.join(", "))?;
        }
        Ok(())
    }

    /// What became of the files since the last run.
    fn print_changes(&self, out: &mut dyn Write, ink: Palette) -> io::Result<()> {
        for said in &self.said {
            writeln!(out, "{}", ink.paint(Ink::Yellow, &plain(&self.language.text(said))))?;
        }
        let Some(Changes { unchanged, changed, new, vanished, gone, .. }) = &self.changes else { return Ok(()) };
        let counts = [("unchanged", unchanged), ("changed", changed), ("new", new), ("vanished", vanished)];
        let counts = counts.map(|(what, n)| format!("{n} {}", self.language.word(what)));
        writeln!(out, "{} {}", self.language.word("since the last run:"), counts.join(self.language.word(", ")))?;
        for name in gone {
            writeln!(out, "  {}: {}", self.language.word("vanished"), plain(name))?;
        }
        self.print_more(out, vanished.saturating_sub(gone.len() as u64), NOWHERE)
    }

    fn print_findings(&self, out: &mut dyn Write, ink: Palette) -> io::Result<()> {
        let mut groups: Vec<&Group> = self.codes.values().collect();
        groups.sort_by(|a, b| b.code.severity.cmp(&a.code.severity).then(b.count.cmp(&a.count)));
        let widest = |text: &dyn Fn(&Group) -> String| groups.iter().map(|g| width(&text(g))).max().unwrap_or_default();
        let (codes, counts) = (widest(&|g| g.code.id.to_owned()), widest(&|g| g.count.to_string()));
        if !groups.is_empty() {
            writeln!(out, "\n{}", self.language.word("findings, with the first of each:"))?;
        }
        for Group { code, count, first } in groups {
            let colour = match code.severity {
                Severity::Error => Ink::Red,
                Severity::Warning => Ink::Yellow,
                Severity::Info => Ink::Dim,
            };
            let severity = ink.paint(colour, &format!("{:7}", self.language.word(code.severity.name())));
            writeln!(out, "  {severity}  {:codes$}  {count:>counts$}  {first}", code.id)?;
            writeln!(out, "           {}", ink.paint(Ink::Dim, self.language.summary(code)))?;
        }
        Ok(())
    }

    fn print_notes(&self, out: &mut dyn Write, ink: Palette) -> io::Result<()> {
        for Note { heading, of, lines } in &self.notes {
            let values = [("n", lines.len().to_string()), ("of", of.to_string())];
            let heading = fill(self.language.word(heading), &values).unwrap_or_default();
            writeln!(out, "\n{}", ink.paint(Ink::Yellow, &heading))?;
            let shown = if self.verbose { lines.len() } else { lines.len().min(NAMED as usize) };
            for line in lines.iter().take(shown) {
                writeln!(out, "  {}", plain(line))?;
            }
            self.print_more(out, lines.len().saturating_sub(shown) as u64, ".findings.csv")?;
        }
        Ok(())
    }

    fn print_unnamed(&self, out: &mut dyn Write) -> io::Result<()> {
        self.print_more(out, self.unnamed(), ".files.csv")
    }

    /// How many are not named, and where they stand.
    fn print_more(&self, out: &mut dyn Write, more: u64, ending: &str) -> io::Result<()> {
        let file = self.written.iter().find(|path| path.to_string_lossy().ends_with(ending));
        let template = match (more, file) {
            (0, _) => return Ok(()),
            (_, Some(_)) => "and {n} more, see {file}",
            (_, None) => "and {n} more; --verbose names them all",
        };
        let file = file.map(|file| plain(&file.display().to_string())).unwrap_or_default();
        let said = fill(self.language.word(template), &[("n", more.to_string()), ("file", file)]);
        writeln!(out, "  {}", said.unwrap_or_default())
    }
}
