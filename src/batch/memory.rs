//! Documents understood, or remembered from an earlier run.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ingest::error::{Error, Result};
use ingest::finding::{self, Finding};
use ingest::model::{Format, Rejection, Status, Submission};
use ingest::pipeline::{Engine, Understanding};
use sha2::{Digest, Sha256};

use crate::batch::expand::{Input, Origin};
use crate::batch::plan::Plan;
use crate::batch::run;
use crate::batch::state::{Change, Changes, Content, Found, State, fingerprint};
use crate::cli::Since;
use crate::config::{Ingest, usage};

/// Understands documents; those that are remembered, without reading them again.
pub struct Memory {
    engine: Arc<Engine>,
    state: Option<State>,
    /// What is remembered is used; else everything is understood anew, and remembered.
    recalls: bool,
    begun: i64,
}

impl Memory {
    /// What an earlier run with the same output remembers, if the task says that it is kept.
    ///
    /// # Errors
    /// When another run writes that output.
    pub fn open(task: &Ingest, engine: Arc<Engine>) -> Result<(Self, Option<&'static str>)> {
        let begun = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let begun = i64::try_from(begun.as_secs()).unwrap_or_default();
        let Some(out) = task.state() else { return Ok((Self { engine, state: None, recalls: false, begun }, None)) };
        let (state, found) = State::open(out, &fingerprint(engine.options())?)?;
        let said = match found {
            Found::Nothing | Found::Known => None,
            Found::Other => Some("the program or its options are others than in the last run: every file is read anew"),
            Found::Broken => Some("what the last run remembered cannot be read: every file is read anew"),
        };
        Ok((Self { engine, state: Some(state), recalls: recalls(task), begun }, said))
    }

    /// What an earlier run remembers, only to look at it.
    ///
    /// # Errors
    /// When a run is writing that output.
    pub fn look(task: &Ingest, engine: Arc<Engine>) -> Result<Self> {
        let key = fingerprint(engine.options())?;
        let state = task.state().map(|out| State::look(out, &key)).transpose()?.flatten();
        Ok(Self { engine, state, recalls: recalls(task), begun: 0 })
    }

    /// What is in a document, and in the documents inside it.
    pub fn understand(&self, input: &Input) -> Vec<Understanding> {
        let limits = &self.engine.options().limits;
        if let Some(known) = self.settled(input) {
            return known.into_iter().map(alone).collect();
        }
        if let Origin::Told(told) = &input.origin {
            self.note(input, content(&told.sha256).as_ref());
            return vec![alone(Submission::clone(told))];
        }
        let bytes = match run::bytes(input, limits) {
            Ok(bytes) => bytes,
            Err((rejection, size)) => {
                self.note(input, None);
                return vec![alone(rejected(input, rejection, size))];
            }
        };
        let read = || self.engine.submissions(&input.source_file, &bytes);
        let Some(state) = &self.state else { return read() };
        let content: Content = Sha256::digest(&bytes).into();
        state.note(&input.source_file, Some(&content));
        if let Some(known) = self.recall(input, &content) {
            return known.into_iter().map(alone).collect();
        }
        let begun = Instant::now();
        let all = read();
        // What was cut short since the machine was busy may come out whole the next time.
        if begun.elapsed() < limits.time {
            let submissions: Vec<&Submission> = all.iter().map(|one| &one.submission).collect();
            state.keep(&input.source_file, &content, &submissions);
        }
        all
    }

    /// What is remembered of a document that `--since` says need not be looked at.
    fn settled(&self, input: &Input) -> Option<Vec<Submission>> {
        let is_document = matches!(input.origin, Origin::File(_) | Origin::Member(..));
        let state = self.state.as_ref().filter(|_| input.settled && is_document && self.recalls)?;
        state.recall_unseen(&input.source_file)
    }

    /// What is remembered of the same document with the same bytes.
    fn recall(&self, input: &Input, content: &Content) -> Option<Vec<Submission>> {
        self.state.as_ref().filter(|_| self.recalls)?.recall(&input.source_file, content)
    }

    fn note(&self, input: &Input, content: Option<&Content>) {
        if let Some(state) = &self.state {
            state.note(&input.source_file, content);
        }
    }

    /// What a run would do with a document.
    pub fn plan(&self, input: &Input) -> Plan {
        let name = input.source_file.clone();
        if let Some(known) = self.settled(input) {
            return Plan::remembered(name, Change::Unchanged, &known);
        }
        let change = |content: Option<&Content>| {
            self.note(input, content);
            self.state.as_ref().map_or(Change::New, |state| state.change(&input.source_file, content))
        };
        if let Origin::Told(told) = &input.origin {
            return Plan::told(name, change(content(&told.sha256).as_ref()), told);
        }
        let bytes = match run::bytes(input, &self.engine.options().limits) {
            Ok(bytes) => bytes,
            Err((rejection, _)) => return Plan::new(name, change(None), Err(rejection)),
        };
        let content: Content = Sha256::digest(&bytes).into();
        let change = change(Some(&content));
        match self.recall(input, &content) {
            Some(known) => Plan::remembered(name, change, &known),
            None => Plan::new(name, change, self.engine.look(&input.source_file, &bytes)),
        }
    }

    /// Goes through the documents of the last run that finished which this one does not have, by their names.
    pub fn vanished(&self, each: impl FnMut(&str)) {
        if let Some(state) = &self.state {
            state.vanished(each);
        }
    }

    /// The time that `--since` names. A run that keeps no state leaves older files out, so it has no last run.
    ///
    /// # Errors
    /// When it is the last run's and none is kept.
    pub fn since(&self, since: Option<Since>) -> Result<Option<SystemTime>> {
        match (since, &self.state) {
            (None, _) => Ok(None),
            (Some(Since::Time(time)), _) => Ok(Some(time)),
            (Some(Since::LastRun), Some(state)) => {
                let seconds = state.last_run().and_then(|begun| u64::try_from(begun).ok());
                // Some file systems tell times to two seconds.
                Ok(seconds.map(|begun| UNIX_EPOCH + Duration::from_secs(begun.saturating_sub(2))))
            }
            (Some(Since::LastRun), None) => Err(usage(
                "--since last: nothing is remembered of a last run with this output".to_owned(),
                "name a day or a time span, or let the output keep a state: --state on",
            )),
        }
    }

    /// True where what is understood is kept from run to run: nobody else writes this output meanwhile.
    pub fn is_kept(&self) -> bool {
        self.state.as_ref().is_some_and(|state| state.failed().is_none())
    }

    /// Ends the use of what is remembered.
    pub fn close(&self) {
        if let Some(state) = &self.state {
            state.close();
        }
    }

    /// Puts on the disk what is remembered so far.
    pub fn commit(&self) {
        if let Some(state) = &self.state {
            state.commit();
        }
    }

    /// What is said of a run that was stopped, and of which something is remembered.
    pub fn stopped(&self) -> Option<Error> {
        self.is_kept().then(|| Error::Nothing {
            message: "stopped; the output is as it was, and what was read so far is remembered".to_owned(),
            hint: "run the same command again: it goes on from there".to_owned(),
        })
    }

    /// Ends a run whose output is in its place: what became of the files since the last one, and what went wrong with
    /// remembering them.
    pub fn finish(&self) -> (Option<Changes>, Option<String>) {
        let Some(state) = &self.state else { return (None, None) };
        let ended = (state.finish(self.begun), state.failed());
        state.close();
        ended
    }
}

/// A digest in hexadecimal digits as bytes.
pub fn content(digest: &str) -> Option<Content> {
    let mut content = Content::default();
    for (at, byte) in content.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digest.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(content)
}

/// Grids are not remembered: for a page that shows them every document is read anew.
fn recalls(task: &Ingest) -> bool {
    !task.anew && task.review.is_none()
}

/// A submission of which no grid is at hand.
fn alone(submission: Submission) -> Understanding {
    Understanding { submission, ..Understanding::default() }
}

/// A document that cannot be had.
pub fn rejected(input: &Input, rejection: Rejection, size: u64) -> Submission {
    Submission {
        source_file: input.source_file.clone(),
        bytes: size,
        format: Format::Unknown.name(),
        status: Status::Rejected,
        findings: vec![Finding::new(&finding::REJECTED, rejection.reason.clone(), rejection.hint.clone())],
        reason: rejection.reason,
        hint: rejection.hint,
        ..Submission::default()
    }
}
