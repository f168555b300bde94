//! What a draft of a mapping takes from a form that none knows.

use std::sync::LazyLock;

use ingest::mapping::Catalogue;

use crate::support::layout;

fn draft(parts: &[&str]) -> String {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(None).unwrap());
    CATALOGUE.suggest(&layout(parts), "a.docx").unwrap_or_default()
}

#[test]
fn the_title_is_the_text_that_looks_like_one_whatever_stands_below_it() {
    let block = "| 责任人 | 考核事项 | 年度要求 | 上年完成 |
                 | 钱某 | 抽检批次 | ≥1200批次 | 1100批次 |
                 | 孙某 | 整改率 | 100% | 96% |";
    let inside = format!("| 松陌县重点工作任务表 | < | < | < |\n| （2024年度） | < | < | < |\n{block}");
    for parts in [vec![inside.as_str()], vec!["松陌县重点工作任务表", "（2024年度）", "以下由各单位填写", block]]
    {
        let told = draft(&parts);
        assert!(told.contains("titles = [\"松陌县重点工作任务表\"]"), "{told}");
    }
}

#[test]
fn a_row_of_levels_is_the_heading_and_a_known_target_is_not_guessed_again() {
    let told = draft(&["| 经办科室 | 财务科 | 立项文号 | 松财〔2024〕3号 | 立项方式 | 申报 | 备案 | 否 |
         | 衡量指标 | 一级指标 | 二级指标 | 三级指标（50字内） | 上年度实际水平 | 指标值 | 核定人意见 | < |
         | ^ | 合计 | < | < | < | < | < | < |
         | ^ | 产出指标 | 数量指标 | 新增图书 | 18000册 | 20000册 | 同意 | < |
         | ^ | 产出指标 | 质量指标 | 合格率 | 98% | 100% | 同意 | < |"]);
    let line = |part: &str| told.lines().find(|line| line.contains(part)).unwrap_or_default();
    assert!(line("heading in row").ends_with("heading in row 2."), "{told}");
    assert!(line("\"指标值\"").starts_with("# target:"), "{told}");
    assert!(!told.contains("\ntarget = ") && line("\"指标值\"").ends_with(": 20000册"), "{told}");
    assert!(!told.contains("衡量指标"), "{told}");
}

#[test]
fn a_field_is_drafted_once_and_never_by_a_mark() {
    let told = draft(&["| 经费渠道 | 本级 | —— | —— |
         | 经费渠道： | 上级 | —— | —— |
         | 考核事项 | 年度要求 | 上年完成 | 责任人 |
         | 抽检批次 | ≥1200批次 | 1100批次 | 钱某 |
         | 整改率 | 100% | 96% | 孙某 |"]);
    assert_eq!(told.matches("[fields.").count(), 1, "{told}");
    assert!(told.contains("labels = [\"经费渠道\"]"), "{told}");
}
