//! Laws of the whole: stages keep apart, nothing is lost.

use std::path::Path;
use std::sync::LazyLock;

use ingest::mapping::Catalogue;
use ingest::model::{Limits, Use};
use proptest::prelude::*;

use crate::support::layout;

/// Stages share `model`, `finding`, `error`, `text` and `scratch`, and never import each other.
#[test]
fn stages_do_not_know_each_other() {
    let stages = ["unpack", "read", "table", "mapping", "normalise", "check", "write", "across"];
    let allowed = |stage: &str, import: &str| {
        let own = import.starts_with(stage);
        let shared = ["model", "finding", "error", "text", "scratch"].iter().any(|s| import.starts_with(s));
        // The writers print what the pipeline answers; the review page says it in every language.
        own || shared || (stage == "write" && ["pipeline", "language"].iter().any(|s| import.starts_with(s)))
    };
    let mut wrong = Vec::new();
    for stage in stages {
        for file in rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(stage)) {
            let code = std::fs::read_to_string(&file).unwrap();
            for (n, line) in code.lines().enumerate() {
                for (at, _) in line.match_indices("crate::") {
                    let import = &line[at + "crate::".len()..];
                    let listed: Vec<&str> = match import.strip_prefix('{') {
                        Some(list) => list.split(',').map(|s| s.trim_matches([' ', '}', ';'])).collect(),
                        None => vec![import],
                    };
                    for import in listed.into_iter().filter(|i| !i.is_empty()) {
                        if !allowed(stage, import) {
                            wrong.push(format!("{}:{}: {stage} uses {import}", file.display(), n + 1));
                        }
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn rust_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files
}

const WORDS: &[&str] = &[
    "",
    "",
    "^",
    "<",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "实际完成值",
    "分值",
    "得分",
    "产出指标",
    "数量指标",
    "项目名称",
    "部门名称",
    "资金总额：5",
    "年初预算数",
    "全年执行数",
    "年度资金总额",
    "合计",
    "总分",
    "绩效指标",
    "填表人：样例",
    "联系电话",
    "预期目标",
    "实际完成情况",
    "项目支出绩效目标表",
    "≥5次",
    "随便什么",
    "长期绩效指标",
    "年度绩效指标",
    "单位",
    "备注",
    "00000",
    "A",
    "产出指标(50分)",
];

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(None).unwrap());

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Any table of labels and values in any order: every cell with text is used or reported, and nothing panics.
    #[test]
    fn no_cell_is_lost(rows in prop::collection::vec(prop::collection::vec(0..WORDS.len(), 1..8), 1..14)) {
        let drawing: Vec<String> = rows.iter().enumerate().map(|(r, row)| {
            let cells: Vec<&str> = row.iter().enumerate().map(|(c, &w)| match WORDS[w] {
                "^" if r == 0 || c >= rows[r - 1].len() => "",
                "<" if c == 0 => "",
                word => word,
            }).collect();
            format!("| {} |", cells.join(" | "))
        }).collect();
        let mut layout = layout(&[&drawing.join("\n")]);
        let with_text = layout.grids[0].cells.iter().filter(|c| !c.is_blank()).count() as u64;
        let mapped = CATALOGUE.map(&mut layout, "a", false, &Limits::default());
        let used = mapped.uses.iter().flatten().filter(|u| !matches!(u, Use::Blank | Use::Reported)).count() as u64;
        prop_assert_eq!(mapped.cells, with_text);
        prop_assert_eq!(mapped.cells, used + mapped.reported);
    }
}
