//! Blocks without a heading row, on drawn tables of invented departments.

use super::map;
use ingest::mapping::Mapped;

fn rows(mapped: &Mapped) -> Vec<[&str; 6]> {
    let rows = mapped.forms.iter().flat_map(|form| &form.indicators);
    rows.map(|i| [&*i.level1, &*i.level2, &*i.indicator, &*i.target_raw, &*i.actual_raw, &*i.weight]).collect()
}

#[test]
fn names_of_levels_and_contents_tell_the_columns() {
    let mapped = map(&[
        "2022年项目支出绩效目标表",
        "| 项目名称 | < | 渡口维护 | < | < | 主管部门 | 鲁滨县水利局 |
         | 绩效目标 | < | 维护渡口三处 | < | < | < | < |
         | 产出指标 | 数量指标 | 维护渡口 | ≥ | 3 | 处 | 40 |
         | ^ | ^ | 更换标志牌 | = | 12 | 块 | 20 |
         | ^ | 时效指标 | 完成时间 | ≤ | 11 | 月 | 10 |
         | 效益指标 | 社会效益指标 | 通航能力 | 定性 | 提升 | | 30 |
         | 填表人 | < | 甲某 | < | < | 填报日期 | 2022年1月5日 |",
    ]);
    let expected = [
        ["产出指标", "数量指标", "维护渡口", "≥3处", "", "40"],
        ["产出指标", "数量指标", "更换标志牌", "=12块", "", "20"],
        ["产出指标", "时效指标", "完成时间", "≤11月", "", "10"],
        ["效益指标", "社会效益指标", "通航能力", "定性提升", "", "30"],
    ];
    assert_eq!(rows(&mapped), expected);
    let form = &mapped.forms[0];
    assert_eq!((&*form.form_type, &*form.project, &*form.department), ("project_target", "渡口维护", "鲁滨县水利局"));
    assert_eq!(form.objective, "维护渡口三处");
    assert!(form.indicators.iter().all(|i| i.inferred.iter().any(|what| what == "columns:content")));
}

#[test]
fn values_in_one_cell_and_outcomes_need_no_heading_either() {
    let mapped = map(&["| 产出指标 | 数量指标 | 维护渡口 | ≥3处 | 3处 | 50 | 50 |
         | | 质量指标 | 合格率 | 100% | 98% | 30 | 29.4 |
         | 满意度指标 | 服务对象满意度指标 | 船民满意度 | ≥90% | 95% | 20 | 20 |"]);
    let expected = [
        ["产出指标", "数量指标", "维护渡口", "≥3处", "3处", "50"],
        ["产出指标", "质量指标", "合格率", "100%", "98%", "30"],
        ["满意度指标", "服务对象满意度指标", "船民满意度", "≥90%", "95%", "20"],
    ];
    assert_eq!(rows(&mapped), expected);
    assert_eq!(mapped.forms[0].indicators[1].score, "29.4");
}

#[test]
fn columns_that_their_contents_do_not_tell_are_reported() {
    // No number among what may be the values: nothing says that they are.
    let prose = map(&["| 产出指标 | 数量指标 | 维护渡口 | 按计划完成 |
         | | 质量指标 | 工程质量 | 合格 |"]);
    assert!(prose.forms.is_empty());
    // Two projects' rows, and no heading that says so.
    let list = map(&["| 渡口维护 | 产出指标 | 数量指标 | 维护渡口 | ≥3处 |
         | 航道疏浚 | 产出指标 | 数量指标 | 疏浚里程 | ≥2公里 |"]);
    assert!(list.forms.is_empty());
    // What stands behind the values may be a note or an outcome.
    let open = map(&["| 产出指标 | 数量指标 | 维护渡口 | ≥3处 | 见附件 |
         | | 质量指标 | 合格率 | 100% | 见附件 |"]);
    assert_eq!(open.forms[0].indicators.len(), 2);
    assert_eq!(open.findings.iter().filter(|finding| finding.raw == "见附件").count(), 2);
}

#[test]
fn a_table_over_two_pages_goes_on_under_its_own_heading() {
    let mapped = map(&[
        "项目支出绩效目标表",
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 | 备注 |
         | 产出指标 | 数量指标 | 维护渡口 | ≥3处 | 甲 |",
        "| 产出指标 | 质量指标 | 合格率 | 100% | 95 |
         | 效益指标 | 社会效益指标 | 过渡人次 | ≥2万人次 | 80 |",
    ]);
    assert_eq!(mapped.forms.len(), 1);
    let notes: Vec<_> = mapped.forms[0].indicators.iter().map(|i| (&*i.note, &*i.weight)).collect();
    assert_eq!(notes, [("甲", ""), ("95", ""), ("80", "")]);
}
