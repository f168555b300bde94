//! The samples against their truth files, and the real submission where it is present.

use std::path::Path;

use ingest::pipeline::{Engine, Options};

use crate::support;

/// Rows as the truth files give them.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn every_sample_gives_its_true_rows() {
    let engine = Engine::new(Options::default()).unwrap();
    let mut wrong = String::new();
    let mut compared = 0;
    let files = support::samples();
    for file in files {
        let name = support::sample_name(&file);
        let truth = support::truth(&name);
        if !truth.exists() {
            continue;
        }
        compared += 1;
        let all = engine.submissions(&name, &std::fs::read(&file).unwrap());
        let submission = &all[0].submission;
        let got: Vec<Vec<String>> = all
            .iter()
            .flat_map(|one| &one.submission.forms)
            .enumerate()
            .flat_map(|(n, form)| {
                form.indicators.iter().map(move |i| {
                    let period = i.period.map_or("", |p| p.name());
                    [(n + 1).to_string().as_str(), &i.level1, &i.level2, &i.indicator, &i.target_raw, period]
                        .map(|s| s.replace('\n', "\\n"))
                        .to_vec()
                })
            })
            .collect();
        let want = rows(&truth);
        if got != want {
            wrong += &format!(
                "{name}: {} rows of {}, status {:?} {}\n",
                got.len(),
                want.len(),
                submission.status,
                submission.reason
            );
            for row in want.iter().filter(|row| !got.contains(row)).take(6) {
                wrong += &format!("  - {}\n", row.join(" | "));
            }
            for row in got.iter().filter(|row| !want.contains(row)).take(6) {
                wrong += &format!("  + {}\n", row.join(" | "));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(compared >= 30, "only {compared} samples have a truth file");
}

/// Forms as they are published: every cell is an indicator's, a field or a known label.
#[test]
fn nothing_of_the_published_forms_is_left_over() {
    let engine = Engine::new(Options::default()).unwrap();
    let mut forms = 0;
    for entry in std::fs::read_dir(support::sample("")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.starts_with("published-") {
            continue;
        }
        let submission = engine.submission(&name, &std::fs::read(&path).unwrap());
        assert!(submission.cells > 20, "{name}");
        assert_eq!((submission.cells_used, submission.cells_reported), (submission.cells, 0), "{name}");
        assert!(submission.forms.iter().all(|form| form.form_type != "other"), "{name}");
        forms += submission.forms.len();
    }
    assert!(forms >= 16, "only {forms} forms");
}

/// The truth of the real submission: form number, level 1, level 2, indicator, target.
fn real_rows() -> Option<Vec<Vec<String>>> {
    let path = support::shared("real/yuanjiang-2024/truth.tsv")?;
    Some(
        rows(&path)
            .into_iter()
            .map(|row| vec![row[0].clone(), row[2].clone(), row[3].clone(), row[4].clone(), row[5].clone()])
            .collect(),
    )
}

fn real(file: &str) {
    let (Some(want), Some(path)) = (real_rows(), support::shared(&format!("real/yuanjiang-2024/{file}"))) else {
        return;
    };
    let engine = Engine::new(Options::default()).unwrap();
    let submission = engine.submission(file, &std::fs::read(path).unwrap());
    let got: Vec<Vec<String>> = submission
        .forms
        .iter()
        .enumerate()
        .flat_map(|(n, form)| {
            form.indicators.iter().map(move |i| {
                [(n + 1).to_string().as_str(), &i.level1, &i.level2, &i.indicator, &i.target_raw]
                    .map(str::to_owned)
                    .to_vec()
            })
        })
        .collect();
    assert_eq!(got.len(), 76, "{:?} {}", submission.status, submission.reason);
    for (got, want) in got.iter().zip(&want) {
        assert_eq!(got, want);
    }
    let money = |n: usize, name: &str| submission.forms[n].money.get(name).map(|m| m.raw.as_str());
    assert_eq!(money(0, "budget_total"), Some("109.04"));
    assert_eq!(money(0, "basic_expenditure"), Some("66.16"));
    assert_eq!(money(0, "project_expenditure"), Some("44.28"));
    let amounts: Vec<_> = (1..8).map(|n| money(n, "budget_total").unwrap().trim().to_owned()).collect();
    assert_eq!(amounts, ["9.6", "3.84", "9.6", "9.6", "3.84", "3.2", "3.2"]);
    for form in &submission.forms {
        assert_eq!(form.fiscal_year, "2024");
        assert!(form.department.starts_with("中共沅江市委网络安全"), "{}", form.department);
    }
    assert!(submission.forms[1..].iter().all(|f| f.inferred.contains(&"department:document".to_owned())));
    assert_eq!(submission.cells, submission.cells_used + submission.cells_reported);
    let unmapped: Vec<_> = submission.findings.iter().filter(|f| f.code.id == "unmapped-cell").collect();
    assert!(unmapped.is_empty(), "{unmapped:#?}");
    assert!(submission.findings.iter().any(|f| f.code.id == "money-linked"), "{:#?}", submission.findings);
    assert!(!format!("{submission:?}").contains("某某"));
}

#[test]
fn the_real_submission_as_docx() {
    real("rebuilt.docx");
}

#[test]
fn the_real_submission_as_html() {
    real("rebuilt.html");
}

#[test]
fn the_real_submission_as_doc() {
    real("rebuilt.doc");
}

#[test]
fn the_real_submission_as_rtf() {
    real("rebuilt.rtf");
}

#[test]
fn the_real_submission_as_text_in_three_encodings() {
    for file in ["submission.txt", "submission.gb18030.txt", "submission.utf16le.txt"] {
        real(file);
    }
}

#[test]
fn the_real_submission_as_odt() {
    real("rebuilt.odt");
}
