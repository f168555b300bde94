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

#[test]
fn names_of_levels_on_rows_of_their_own() {
    let mapped = map(&[
        "2023年度项目绩效自评表",
        "| 项目名称 | 数字城管运维 | < | 项目单位 | 澄陌市城管指挥中心 |
         | 指标名称 | 目标值 | 实际值 | 分值 | 得分 |
         | 一、产出指标 | < | < | < | < |
         | （一）数量指标 | < | < | < | < |
         | 采集案件数 | ≥3万件 | 3.2万件 | 20 | 20 |
         | （二）质量指标 | | | | |
         | 结案率 | ≥95% | 96% | 30 | 30 |
         | 二、效益指标 | < | < | < | < |
         | 市容改善 | 明显 | 明显 | 50 | 49 |
         | 合计 | | | 100 | 99 |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn a_period_of_a_block_is_not_that_of_a_columns_field() {
    let mapped = map(&[
        "2024年部门预算项目绩效目标表",
        "| 项目名称 | 中期目标 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
         | 打井 | 打井20眼 | 打井8眼 | 产出指标 | 数量指标 | 打井数 | 8眼 |",
        "项目申报表（绩效目标）",
        "| 项目名称 | 公园养护 | < | < | < |
         | 长期绩效目标1 | 建成公园体系 | < | < | < |
         | 长期绩效目标1 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
         | ^ | 产出指标 | 数量指标 | 养护公园数 | 12座 |
         | 年度绩效目标1 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
         | ^ | 产出指标 | 数量指标 | 养护公园数 | 10座 |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn amounts_without_a_label_beside_a_head_that_is_not_known() {
    let mapped = map(&[
        "2022年度县级专项资金绩效自评表",
        "| 专项资金名称 | 种业振兴 | < | < | < | < | < |
         | 资金情况（万元） | 年初预算数 | 调整后预算数 | 从未见过的数 | 实际支出数 | 执行率 | 得分 |
         | ^ | 100 | 101 | 102 | 92 | 92% | 9.2 |
         | 一级指标 | 二级指标 | 三级指标 | 目标值 | 完成值 | 权重 | 得分 |
         | 产出 | 数量指标 | 良种基地 | ≥500亩 | 520亩 | 90 | 90 |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn packed_cells_in_two_spellings() {
    let mapped = map(&[
        "2024年县级部门项目绩效目标公开表",
        "| 部门 | 项目名称 | 预算数（万元） | 绩效目标 | 绩效指标 |
         | 澄陌县文旅局 | 送戏下乡 | 36 | 演出120场 | 产出指标：数量指标：演出场次≥120场；质量指标：演出合格率≥95%；效益指标：社会效益指标：观众人次≥3万人次；满意度指标：观众满意度≥90% |
         | 澄陌县文旅局 | 文物修缮 | 50 | 修缮3处 | 【产出指标-数量指标】指标1:修缮文物(3处)【满意度指标-服务对象满意度指标】指标1:群众满意度(≥90%) |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn a_year_above_the_title_of_a_sheet_is_the_forms() {
    let mapped = map(&["| 2019年预算项目绩效目标 | | | | |
         | 1、困难群众救助补助绩效目标表 | | | | |
         | 一级指标 | 二级指标 | 三级指标 | 指标值 | 备注 |
         | 产出指标 | 数量指标 | 救助人数 | 100人 | |"]);
    assert_eq!(mapped.forms[0].fiscal_year, "2019");
}

#[test]
fn names_of_levels_head_columns_of_indicators() {
    let mapped = map(&[
        "2024年镇级项目绩效目标汇总表",
        "| 序号 | 项目名称 | 资金（万元） | 产出指标 | < | 效益指标 | 满意度指标 |
         | ^ | ^ | ^ | 数量指标 | 质量指标 | 社会效益指标 | 服务对象满意度指标 |
         | 1 | 村道硬化 | 30 | 硬化里程≥2公里 | 合格率100% | 出行便利 | 村民满意度≥90% |
         | 2 | 山塘加固 | 25 | 加固山塘1座 | 合格率100% | 保障灌溉 | 村民满意度≥92% |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn a_packed_cell_with_a_line_for_each_indicator() {
    let mapped = map(&[
        "预算项目绩效目标公开表",
        "| 单位 | 项目 | 金额 | 目标 | 绩效指标 |
         | 澄陌县图书馆 | 阅读推广 | 12 | 推广阅读 | 1.数量指标：活动场次≥30场⏎2.社会效益指标：阅读氛围提升⏎3.满意度指标：读者满意度≥90% |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn projects_listed_in_a_departments_form_are_not_its_project_and_end_at_the_next_label() {
    let mapped = map(&[
        "部门整体支出绩效目标表",
        "| 部门名称 | 松陌县公路局 | < | < |
         | 项目名称 | < | 主要内容 | 预算数 |
         | 综合业务费 | < | 办公 | 120 |
         | 值班费 | < | 值班 | 50 |
         | 年度目标 | 做好养护 | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 指标值 |
         | 产出指标 | 数量指标 | 养护里程 | ≥20公里 |",
    ]);
    let form = &mapped.forms[0];
    assert_eq!((form.project.as_str(), form.objective.as_str()), ("", "做好养护"));
    let listed: Vec<&str> =
        form.fields.iter().filter(|field| field.field == "project").map(|field| field.value_raw.as_str()).collect();
    assert_eq!(listed, ["综合业务费", "值班费"]);
}
