//! Texts in which each cell is a line, a blank one for each blank or merged cell: whole forms, as the program reads them.

use ingest::model::Submission;
use ingest::pipeline::{Engine, Options};

fn read(lines: &[&str]) -> Submission {
    Engine::new(Options::default()).unwrap().submission("a.txt", lines.join("\n").as_bytes())
}

/// Names, targets, outcomes and scores.
fn rows(submission: &Submission) -> Vec<[&str; 6]> {
    let rows = submission.forms.iter().flat_map(|form| &form.indicators);
    rows.map(|row| {
        [&row.level1, &row.level2, &row.indicator, &row.target_raw, &row.actual_raw, &row.score].map(String::as_str)
    })
    .collect()
}

#[test]
fn a_self_evaluation_is_read_with_its_money_its_goals_and_its_sums() {
    let submission = read(&[
        "项目支出绩效自评表",
        "（2023年度）",
        "项目名称",
        "松陌河堤防养护",
        "项目负责人及电话",
        "孙某",
        "主管部门",
        "松陌县水务局",
        "实施单位",
        "松陌县河道管理所",
        "资金情况（万元）",
        "",
        "年初预算数",
        "全年预算数",
        "全年执行数",
        "分值",
        "执行率",
        "得分",
        "",
        "年度资金总额",
        "60",
        "80",
        "76",
        "10",
        "95%",
        "9.5",
        "",
        "其中：财政拨款",
        "60",
        "80",
        "76",
        "—",
        "95%",
        "—",
        "",
        "其他资金",
        "",
        "",
        "",
        "—",
        "",
        "—",
        "年度总体目标",
        "预期目标",
        "实际完成情况",
        "",
        "养护堤防12公里",
        "完成养护12公里",
        "绩",
        "效",
        "指",
        "标",
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
        "",
        "产出指标（50分）",
        "数量指标",
        "养护长度",
        "12公里",
        "12公里",
        "50",
        "50",
        "",
        "",
        "效益指标（30分）",
        "社会效益指标",
        "受益人口",
        "≥3000人",
        "3100人",
        "30",
        "28",
        "",
        "",
        "满意度指标（10分）",
        "服务对象满意度指标",
        "群众满意度",
        "≥90%",
        "92%",
        "10",
        "10",
        "",
        "总分",
        "100",
        "97.5",
        "",
    ]);
    let form = &submission.forms[0];
    assert_eq!((form.department.as_str(), form.project.as_str()), ("松陌县水务局", "松陌河堤防养护"));
    assert_eq!(form.objective, "养护堤防12公里");
    let money = |name: &str| form.money.get(name).map_or("", |amount| amount.raw.as_str());
    assert_eq!((money("budget_total"), money("executed"), money("execution_rate")), ("80", "76", "95%"));
    assert_eq!(money("score_total"), "97.5");
    let expected = [
        ["产出指标", "数量指标", "养护长度", "12公里", "12公里", "50"],
        ["效益指标", "社会效益指标", "受益人口", "≥3000人", "3100人", "28"],
        ["满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "92%", "10"],
    ];
    assert_eq!(rows(&submission), expected);
    let written = format!("{submission:?}");
    assert!(!written.contains("孙某"), "the name beside a contact's label stayed");
}

#[test]
fn names_stand_behind_two_levels_and_notes_below_the_table_are_none_of_it() {
    let submission = read(&[
        "部门整体支出绩效目标申报表",
        "（2023年度）",
        "部门名称",
        "松陌县林业局",
        "年度预算申请",
        "资金总额：356.2",
        "部门整体支出年度绩效指标",
        "一级指标",
        "二级指标",
        "指标内容",
        "指标值",
        "备注",
        "",
        "产出指标",
        "数量指标",
        "指标1：造林面积",
        "12公顷",
        "",
        "",
        "",
        "",
        "指标2：项目总投资",
        "≤350万元",
        "",
        "",
        "",
        "质量指标",
        "成活率",
        "≥85%",
        "",
        "",
        "效益指标",
        "社会公众或服务对象满意度指标",
        "群众满意度",
        "90%以上",
        "",
        "其他说明的",
        "问题",
    ]);
    let expected = [
        ["产出指标", "数量指标", "造林面积", "12公顷", "", ""],
        ["产出指标", "数量指标", "项目总投资", "≤350万元", "", ""],
        ["产出指标", "质量指标", "成活率", "≥85%", "", ""],
        ["效益指标", "社会公众或服务对象满意度指标", "群众满意度", "90%以上", "", ""],
    ];
    assert_eq!(rows(&submission), expected);
    assert_eq!(submission.forms[0].department, "松陌县林业局");
}

#[test]
fn lines_that_do_not_fit_the_heading_are_doubted() {
    let codes = |submission: &Submission| {
        submission.findings.iter().map(|finding| finding.code.id).filter(|id| *id == "partly-read").count()
    };
    let head = ["项目支出绩效目标表", "项目名称", "苗圃改造", "一级指标", "二级指标", "三级指标", "指标值"];
    let fitting = ["产出指标", "数量指标", "育苗", "3万株", "", "质量指标", "出圃率", "95%"];
    assert_eq!(codes(&read(&[head.as_slice(), &fitting].concat())), 0);
    // A line for the unit, which no head has.
    let longer =
        ["产出指标", "数量指标", "育苗", "本年", "3", "万株", "", "质量指标", "出圃率", "本年", "95", "百分比"];
    assert_eq!(codes(&read(&[head.as_slice(), &longer].concat())), 1);
}
