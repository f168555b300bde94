//! Lists of projects whose columns stand in groups, on drawn tables of invented departments.

use super::{map, shown};

#[test]
fn a_project_a_row_with_its_indicators_in_groups_of_columns() {
    let mapped = map(&[
        "2024年部门预算项目绩效目标表",
        "| 单位名称 | 项目名称 | 资金（万元） | 产出指标 | < | < | < | 效益指标 | < | 满意度指标 | < |
         | ^ | ^ | ^ | 数量指标 | < | 质量指标 | < | 社会效益指标 | < | 服务对象满意度指标 | < |
         | ^ | ^ | ^ | 指标内容 | 指标值 | 指标内容 | 指标值 | 指标内容 | 指标值 | 指标内容 | 指标值 |
         | 澄陌县图书馆 | 购书 | 30 | 购书册数 | 5000册 | 合格率 | 100% | 阅读氛围 | 提升 | 读者满意度 | ≥90% |
         | ^ | 讲座 | 8 | 讲座场次 | 12场 | 到场率 | ≥80% | 阅读氛围 | 提升 | 听众满意度 | ≥90% |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn heads_of_one_word_below_groups() {
    let mapped = map(&[
        "2024年度项目支出绩效目标表",
        "| 项目情况 | < | < | 资金情况（万元） | < | 绩效指标 | < | < | < | 其他 | < |
         | 单位 | 项目 | 类别 | 预算数 | 其中：财政拨款 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 计量单位 | 备注 |
         | 澄陌县林场 | 抚育 | 延续 | 30 | 30 | 产出指标 | 数量指标 | 抚育面积 | ≥500 | 亩 | |
         | ^ | ^ | ^ | ^ | ^ | 效益指标 | 生态效益指标 | 成活率 | ≥90 | % | |
         | ^ | 护林 | 新增 | 12 | 12 | 产出指标 | 数量指标 | 护林员 | 8 | 人 | |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}
