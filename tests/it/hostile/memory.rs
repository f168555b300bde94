//! Files that would take far more memory than they may.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::inputs::{docx, fodt, row, spreadsheetml};
use super::{GOOD, rows, run};
use crate::support::{ends, sample};
use crate::xlsb;

const MOST: &str = "24M";

/// Documents whose cells or texts take more than [`MOST`], by name, and whether rows of them must be there.
fn inputs() -> Vec<(&'static str, Vec<u8>, bool)> {
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let long = "段".repeat(30_000);
    let cells: String = (0..60_000).map(|n| format!("<w:tc>{}</w:tc>", paragraph(&n.to_string()))).collect();
    let cells = cells.replace("</w:tc><w:tc>", "</w:tc></w:tr><w:tr><w:tc>");
    let odf: String = (0..60_000)
        .map(|n| {
            format!("<table:table-row><table:table-cell><text:p>{n}</text:p></table:table-cell></table:table-row>")
        })
        .collect();
    let copied = format!(
        "<table:table><table:table-row table:number-rows-repeated=\"500\"><table:table-cell><text:p>{long}</text:p>\
         </table:table-cell></table:table-row></table:table>"
    );
    // Rows without cells in a table in a cell of a row that stands many times.
    let empty = "<table:table><table:table-row table:number-rows-repeated=\"256\"/></table:table>";
    let nested = format!(
        "<table:table><table:table-row table:number-rows-repeated=\"65536\"><table:table-cell>{empty}</table:table-cell>\
         </table:table-row></table:table>"
    );
    let binary: Vec<u8> = (0..60_000).flat_map(|n| [xlsb::row(n), xlsb::text(0, &n.to_string())].concat()).collect();
    vec![
        ("cells.docx", docx(&format!("<w:tbl><w:tr>{cells}</w:tr></w:tbl>")), true),
        ("texts.docx", docx(&paragraph(&long).repeat(100)), false),
        ("unpacked.docx", docx(&format!("<!--{}-->", "x".repeat(26 << 20))), false),
        ("cells.html", format!("<table>{}", "<tr><td>1<td>2<td>3".repeat(20_000)).into_bytes(), true),
        ("texts.html", format!("<table>{}", format!("<tr><td>{long}").repeat(100)).into_bytes(), true),
        (
            "gbk.html",
            [b"<meta charset=gbk><table><tr><td>1</table>".to_vec(), [0xd6, 0xd0].repeat(9 << 20)].concat(),
            true,
        ),
        ("cells.rtf", format!("{{\\rtf1 {}}}", "\\trowd\\cellx9\\intbl 1\\cell\\row ".repeat(60_000)).into(), true),
        ("cells.fodt", fodt("", &format!("<table:table>{odf}</table:table>")).into(), true),
        ("copied.fodt", fodt("", &copied).into(), true),
        ("nested.fodt", fodt("", &nested).into(), false),
        ("cells.csv", "1,2,3\n".repeat(30_000).into_bytes(), true),
        ("texts.csv", format!("1,{long}\n").repeat(100).into_bytes(), true),
        ("cells.xml", spreadsheetml("", &row("1").repeat(60_000)).into(), true),
        ("cells.xlsb", xlsb::book(&binary), true),
        ("lines.txt", "甲乙\n".repeat(60_000).into_bytes(), false),
        ("cells.txt", "甲\t乙\t丙\n".repeat(20_000).into_bytes(), true),
        ("large.txt", vec![b'x'; 25 << 20], false),
    ]
}

/// Each is cut or rejected, says which option it met, and gives the rows that there was room for.
#[test]
fn a_file_that_takes_too_much_memory_is_cut() {
    let folder = TempDir::new().unwrap();
    let at = |below: &str| folder.path().join(below);
    fs::create_dir(at("in")).unwrap();
    fs::copy(sample(GOOD), at("in/good.docx")).unwrap();
    let inputs = inputs();
    for (name, bytes, _) in &inputs {
        fs::write(at("in").join(name), bytes).unwrap();
    }
    let output = ends("files that take too much", || {
        run(folder.path(), &["in", "--out", "out/", "--max-memory", MOST, "--timeout-per-file", "300"])
    });
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let (files, findings) = (rows(&at("out/files.csv")), rows(&at("out/findings.csv")));
    let mut wrong = Vec::new();
    for (name, _, has_rows) in &inputs {
        let file = files.iter().find(|file| file["source_file"] == *name).unwrap();
        let is_known = matches!(file["status"].as_str(), "partial" | "rejected");
        let of = findings.iter().filter(|finding| finding["source_file"] == *name);
        let is_named = of.into_iter().any(|finding| finding["hint"].contains("--max-memory"));
        let has_cells = file["cells"].parse::<u64>().unwrap_or_default() > 0;
        if !is_known || !is_named || has_cells != *has_rows {
            wrong.push(format!("{name}: {} {} cells, {}", file["status"], file["cells"], file["reason"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // What it met in one file is not counted against the next.
    assert_eq!(rows(&at("out/indicators.csv")).iter().filter(|row| row["source_file"] == "good.docx").count(), 28);
}

/// The most memory that the program had so far, in bytes, as the system tells; `None` once it has ended.
#[cfg(target_os = "linux")]
fn peak(child: &std::process::Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? << 10)
}

/// The estimate is one, but it is none of another size: the peak stays within twice the bound and what the program has
/// without any file.
#[cfg(target_os = "linux")]
#[test]
fn the_peak_stays_near_the_bound() {
    let folder = TempDir::new().unwrap();
    let measured = |name: &str, bytes: &[u8]| {
        fs::write(folder.path().join(name), bytes).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_ingest"));
        command.args([name, "--out", "out.csv", "--quiet", "--jobs", "1", "--max-memory", MOST]);
        command.current_dir(folder.path()).env("LC_ALL", "C").stdin(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let (begun, mut most) = (Instant::now(), 0);
        while child.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < Duration::from_secs(600), "{name} does not end");
            most = most.max(peak(&child).unwrap_or(0));
            std::thread::sleep(Duration::from_millis(2));
        }
        most
    };
    let alone = measured("small.html", b"<table><tr><td>1</table>");
    for (name, bytes, _) in inputs() {
        let most = measured(name, &bytes);
        assert!(most <= alone + 2 * (24 << 20), "{name}: {} MiB, {} of them without a file", most >> 20, alone >> 20);
    }
}
