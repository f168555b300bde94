//! Readers that are not ours open every output.

use std::process::{Command, Stdio};

use crate::support;

/// `scripts/check-outputs` says what each reader found, and which reader is missing. It installs readers from the
/// network, so it runs only where that is expected: in CI, or when asked for.
#[test]
#[cfg(unix)]
fn other_programs_open_every_output() {
    if std::env::var_os("CI").is_none() && std::env::var_os("INGEST_READERS").is_none() {
        support::tell(
            "skipped: other programs open the outputs in CI, or with INGEST_READERS set; see scripts/check-outputs",
        );
        return;
    }
    let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/check-outputs");
    let mut command = Command::new("bash");
    let output = command.arg(script).arg(env!("CARGO_BIN_EXE_ingest")).stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    support::tell(&said);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("ok: "), "no reader opened anything: {said}");
}

/// `scripts/check-review` uses the review page in a browser; likewise.
#[test]
#[cfg(unix)]
fn a_browser_opens_the_review_page() {
    if std::env::var_os("CI").is_none() && std::env::var_os("INGEST_READERS").is_none() {
        support::tell(
            "skipped: a browser opens the review page in CI, or with INGEST_READERS set; see scripts/check-review",
        );
        return;
    }
    let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/check-review");
    let mut command = Command::new("bash");
    let output = command.arg(script).arg(env!("CARGO_BIN_EXE_ingest")).stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    support::tell(&said);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("ok: ") || said.contains("skipped: "), "the script says what it did: {said}");
}
