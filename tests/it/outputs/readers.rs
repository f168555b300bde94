//! Programs that are not ours open every output. Their scripts install what they need from the network, so they run only
//! where that is expected: in CI, or when asked for.
#![cfg(unix)]

use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::tell;

/// Runs a script over our program; it says what each reader found, and which is missing.
fn run(script: &str) {
    if std::env::var_os("CI").is_none() && std::env::var_os("INGEST_READERS").is_none() {
        return tell(&format!("SKIPPED: {script} runs in CI, or with INGEST_READERS set"));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(script);
    let mut command = Command::new("bash");
    let output = command.arg(path).arg(env!("CARGO_BIN_EXE_ingest")).stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    tell(&said);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("ok: ") || said.contains("skipped: "), "{script} says what it did: {said}");
}

#[test]
fn other_programs_open_every_output() {
    run("scripts/check-outputs");
}

#[test]
fn a_browser_opens_the_review_page() {
    run("scripts/check-review");
}
