//! The bar on standard error while files are read; nothing where that is no terminal.

use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use ingest::language::Language;

use crate::batch::expand::Counts;

/// How far a run has come.
pub struct Progress {
    bar: ProgressBar,
    counts: Arc<Counts>,
    findings: u64,
    language: Language,
}

impl Progress {
    /// Begins a bar over the documents that are counted; archives make them more as they are opened.
    pub fn new(counts: Arc<Counts>, quiet: bool, language: &Language) -> Self {
        let target = if quiet || !std::io::stderr().is_terminal() {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        };
        let bar = ProgressBar::with_draw_target(Some(counts.documents.load(Ordering::Relaxed)), target);
        let template = "{bar:24} {pos}/{len} files, {rate}/s, {eta} left{msg}";
        if let Ok(style) = ProgressStyle::with_template(language.word(template)) {
            let rate = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
                let _ = write!(out, "{:.1}", state.per_sec());
            };
            bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏ ").with_key("rate", rate));
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, counts, findings: 0, language: language.clone() }
    }

    /// A file has so many findings; `line` is said of it above the bar.
    pub fn said(&mut self, findings: usize, line: Option<String>) {
        self.findings += findings as u64;
        if findings > 0 {
            let found = self.language.count(self.findings, "finding");
            self.bar.set_message(format!("{}{found}", self.language.word(", ")));
        }
        if let Some(line) = line {
            self.bar.suspend(|| {
                let _ = writeln!(std::io::stderr().lock(), "{line}");
            });
        }
    }

    /// One more file is done.
    pub fn done(&self) {
        self.bar.set_length(self.counts.documents.load(Ordering::Relaxed));
        self.bar.inc(1);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}
