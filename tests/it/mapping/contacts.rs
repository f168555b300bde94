//! Captions of contacts that are work to be done elsewhere, on drawn tables of invented departments.

use ingest::pipeline::{Engine, Options};

use super::{map, shown};

#[test]
fn what_is_audited_is_no_person() {
    let mapped = map(&[
        "项目支出绩效目标表",
        "审核：样例甲、样例乙  2024年5月\n复核：样例丙\n单位：万元",
        "| 项目名称 | 审计业务 | < | < | < | < |
         | 工作安排 | 复核 | 每季度复核一次 | < | 审核 | 样例丁 |
         | 一级指标 | 二级指标 | 三级指标 | 指标值 | 备注 | 说明 |
         | 产出指标 | 数量指标 | 审核报告数 | 20份 | 审核：每份报告两人审核 | |
         | ^ | ^ | 制表数量 | 30张 | | |
         | ^ | 质量指标 | 复核 | 3次 | 三级复核 | |
         | ^ | ^ | 审核 | 100% | | |
         | 效益指标 | 社会效益指标 | 制表 | 规范 | 每月 | |
         | 制表：样例甲 | 复核：样例乙 | < | 审核 | 样例丙 | < |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn a_row_of_signatures_below_the_block_is_no_indicator() {
    for row in ["审核 | 样例甲 | 复核：样例乙 | 填报日期：2024年3月1日 |", "填表人 | 样例甲 | 审核人 | 样例乙 |"]
    {
        for heads in ["一级指标 | 二级指标 | 三级指标 | 指标值", "三级指标 | 指标值 | 计量单位 | 备注"]
        {
            let body = if heads.starts_with('一') {
                "产出指标 | 数量指标 | 报告 | 20份"
            } else {
                "报告 | 20 | 份 | 无"
            };
            let mapped = map(&["项目支出绩效目标表", &format!("| {heads} |\n| {body} |\n| {row} |")]);
            let names: Vec<&str> = mapped.forms[0].indicators.iter().map(|row| row.indicator.as_str()).collect();
            assert_eq!(names, ["报告"], "{heads} / {row}");
        }
    }
}

#[test]
fn a_code_without_a_birth_date_is_no_identity_number() {
    let masked = ingest::mapping::contacts::masked;
    assert_eq!(masked("项目编码 999999240000000123"), None);
    assert_eq!(masked("999999199002300000").as_deref(), Some("9*****************"));
    assert_eq!(masked("999999199013300000"), None);
}

#[test]
fn contacts_in_headers_of_bare_lines_and_between_blanks_are_dropped() {
    let block = "一级指标 二级指标 三级指标 指标值\n产出指标 数量指标 维护渡口 ≥3处\n产出指标 质量指标 合格率 100%\n";
    let header = "项目名称 渡口维护 主管部门 鲁滨县水利局 项目负责人 甲某某 联系电话 6290000";
    let blanks = format!("项目支出绩效目标表\n{header}\n{block}");
    let lines = blanks.replace(' ', "\n").replace("产出指标\n质量指标", "质量指标");
    let engine = Engine::new(Options::default()).unwrap();
    for text in [blanks, lines.replace('\n', "\n\n"), lines] {
        let submission = engine.submission("a.txt", text.as_bytes());
        assert_eq!(submission.forms[0].department, "鲁滨县水利局", "{text}");
        assert!(!format!("{submission:?}").contains("甲某某"), "{text}");
    }
}
