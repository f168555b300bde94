//! Columns told by what stands beside or below their heads, on drawn tables of invented departments.

use super::{map, shown};

#[test]
fn the_reviewers_score_is_the_score_where_there_is_no_other_and_money_has_balances() {
    let mapped = map(&[
        "项目支出绩效自评表",
        "| 项目名称 | 路网监测 | < | < | < | < | < | < |
         | 资金情况（万元） | 资金来源 | 年初预算数 | 全年预算数 | 全年执行数 | 结余金额 | 执行率 | 偏差率 |
         | ^ | 年度资金总额 | 50 | 50 | 45 | 5 | 90% | 10% |
         | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 评价得分 | 备注 |
         | 产出指标 | 数量指标 | 监测点 | 20个 | 19个 | 50 | 47.5 | |
         | 效益指标 | 社会效益指标 | 通行能力 | 提升 | 提升 | 40 | 40 | |
         | 总分 | < | < | < | < | 100 | 87.5 | |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn the_reviewers_score_is_a_field_beside_the_departments_own() {
    let mapped = map(&[
        "项目支出绩效自评表",
        "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 自评得分 | 评价得分 |
         | 产出指标 | 数量指标 | 监测点 | 20个 | 19个 | 50 | 50 | 47.5 |",
    ]);
    let form = &mapped.forms[0];
    assert_eq!(form.indicators[0].score, "50");
    assert!(form.fields.iter().any(|field| field.field == "reviewed_score" && field.value_raw == "47.5"));
}

#[test]
fn operators_below_a_head_of_value_types_are_operators() {
    let heads = "| 一级指标 | 二级指标 | 三级指标 | 指标值类型 | 指标值 | 计量单位 |";
    let signs = map(&[&format!(
        "{heads}
         | 产出指标 | 数量指标 | 设备台数 | ≥ | 15 | 台 |
         | 效益指标 | 社会效益指标 | 诊疗能力 | 定性 | 提升 | |"
    )]);
    let targets: Vec<&str> = signs.forms[0].indicators.iter().map(|row| row.target_raw.as_str()).collect();
    assert_eq!(targets, ["≥15台", "定性提升"]);
    let types = map(&[&format!(
        "{heads}
         | 产出指标 | 数量指标 | 设备台数 | 定量 | 15 | 台 |
         | 效益指标 | 社会效益指标 | 诊疗能力 | 定性 | 提升 | |
         | ^ | ^ | 诊疗环境 | 定性 | 改善 | |"
    )]);
    let targets: Vec<&str> = types.forms[0].indicators.iter().map(|row| row.target_raw.as_str()).collect();
    assert_eq!(targets, ["15台", "提升", "改善"]);
}

#[test]
fn names_stand_behind_level_2_whatever_lies_between_them_and_the_values() {
    let mapped = map(&[
        "项目支出绩效目标表",
        "| 项目名称 | 促消费活动 | < | < | < |
         | 一级指标 | 二级指标 | 绩效指标 | 绩效指标描述 | 指标值 |
         | 产出指标 | 数量指标 | 活动场次 | 举办活动数 | ≥10场 |
         | 效益指标 | 经济效益指标 | 拉动消费额 | 估算 | ≥2亿元 |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn two_columns_of_level_1_make_no_two_groups() {
    let mapped = map(&[
        "2022年项目支出绩效自评表",
        "| 项目名称 | 环卫保洁 | < | < | < | < | < |
         | 指标类别 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 得分 |
         | 绩效指标 | 产出指标 | 数量指标 | 保洁面积 | 60万平方米 | 60万平方米 | 25 |
         | ^ | 效益指标 | 社会效益指标 | 市容环境 | 改善 | 改善 | 38 |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn the_unit_of_the_actual_value_is_not_the_targets() {
    let mapped = map(&[
        "项目支出绩效自评表",
        "| 项目名称 | 智慧农业 | < | < | < | < | < | < |
         | 绩效指标 | < | < | 目标值 | < | < | 完成值 | < |
         | 一级指标 | 二级指标 | 三级指标 | 符号 | 数值 | 单位 | 数值 | 单位 |
         | 产出指标 | 数量指标 | 建设大棚 | ≥ | 20 | 座 | 22 | 座 |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn amounts_of_a_two_sided_table_are_those_of_the_label_before_them() {
    let mapped = map(&[
        "2024年度部门整体绩效目标申报表",
        "| 部门名称 | 澄陌县残联 | < | < | < |
         | 年度收支预算（万元） | 收入 | < | 支出 | < |
         | ^ | 项目 | 金额 | 项目 | 金额 |
         | ^ | 一、财政拨款 | 210 | 一、基本支出 | 130 |
         | ^ | 二、其他收入 | 5 | 二、项目支出 | 85 |
         | ^ | 收入总计 | 215 | 支出总计 | 215 |
         | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
         | ^ | 产出指标 | 数量指标 | 康复人数 | 600人 |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn heads_broken_over_rows_without_merges_are_read_together() {
    let mapped = map(&[
        "2023年项目支出绩效运行监控表",
        "| 项目名称 | 渡口维护 | | | | | | | | | | | |
         | 绩效指标 | | | | | | 偏差原因分析 | | | 完成目标可能性 | | | |
         | 一级指标 | 二级指标 | 三级指标 | 年度 | 1-7月 | 全年预计 | 经费 | 硬件条件 | 其他 | 确定能 | 有可能 | 完全 | 备注 |
         | | | | 指标值 | 执行情况 | 完成情况 | 保障 | 保障 | | | | 不可能 | |
         | 产出指标 | 数量指标 | 维护渡口 | ≥3处 | 2处 | 3处 | | | 水位高 | | √ | | |
         | | 质量指标 | 合格率 | ≥95% | 96% | 96% | | | | √ | | | |",
    ]);
    let form = &mapped.forms[0];
    let rows: Vec<_> =
        form.indicators.iter().map(|i| [&*i.level2, &*i.indicator, &*i.target_raw, &*i.actual_raw]).collect();
    assert_eq!(rows, [["数量指标", "维护渡口", "≥3处", "2处"], ["质量指标", "合格率", "≥95%", "96%"]]);
    let fields: Vec<_> = form.fields.iter().skip(1).map(|f| (f.field.as_str(), f.value_raw.as_str())).collect();
    let expected = [
        ("actual_expected", "3处"),
        ("cause_other", "水位高"),
        ("likelihood_maybe", "√"),
        ("actual_expected", "96%"),
        ("likelihood_sure", "√"),
    ];
    assert_eq!(fields, expected);
    assert_eq!(mapped.reported, 0);
}

#[test]
fn outcomes_under_a_head_that_no_label_explains() {
    let form = |heads: &str| {
        let block = format!(
            "| 项目名称 | 渡口维护 | < | < | < | < | < |
             | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | {heads} |
             | 产出指标 | 数量指标 | 维护渡口 | ≥3处 | 3处 | 50 | 49 |"
        );
        let row = map(&["项目支出绩效自评表", &block]).forms.remove(0).indicators.remove(0);
        (row.actual_raw, row.inferred.into_iter().any(|what| what == "actual:content"))
    };
    assert_eq!(form("年底做到 | 分值 | 得分"), ("3处".to_owned(), true));
    assert_eq!(form("实际完成值 | 分值 | 得分"), ("3处".to_owned(), false));
    // Behind the points it may be anything.
    assert_eq!(form("分值 | 年底做到 | 得分"), (String::new(), false));
}
