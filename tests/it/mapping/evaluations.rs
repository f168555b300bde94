//! Self-evaluations, evaluation sheets and what published ones print around their blocks, on drawn tables of invented
//! departments.

use super::{map, shown};

/// Each of the lines is among those shown.
fn assert_lines(parts: &[&str], wanted: &[&str]) {
    let shown = shown(&map(parts));
    for line in wanted {
        assert!(shown.lines().any(|l| l.trim() == line.trim()), "no line {line:?} in\n{shown}");
    }
}

/// No line shown holds one of the texts.
fn assert_without(parts: &[&str], unwanted: &[&str]) {
    let shown = shown(&map(parts));
    for text in unwanted {
        assert!(!shown.contains(text), "{text:?} stands in\n{shown}");
    }
}

#[test]
fn a_total_below_a_remark_is_still_the_total_of_the_scores() {
    let parts = [
        "2022年度项目支出绩效自评表",
        "| 项目名称 | 阅览室开放 | < | < | < | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
         | 产出指标 | 数量指标 | 开放天数 | ≥300天 | 310天 | 60 | 60 |
         | 满意度指标 | 服务对象满意度指标 | 读者满意度 | ≥90% | 88% | 40 | 36 |
         | 其他需要说明的事项 | 无 | < | < | < | < | < |
         | 总分 | < | < | < | < | 100 | 96 |",
    ];
    assert_lines(
        &parts,
        &["score_total = 96", ". total_weight <总分> = 100", ". other_notes <其他需要说明的事项> = 无"],
    );
}

#[test]
fn a_sum_below_a_list_of_the_footer_is_no_total_of_the_scores() {
    let parts = [
        "2022年度项目支出绩效自评表",
        "| 项目名称 | 阅览室开放 | < | < | < | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
         | 产出指标 | 数量指标 | 开放天数 | ≥300天 | 310天 | 60 | 60 |
         | 存在问题 | 无 | < | < | < | < | < |
         | 支出明细 | < | < | < | < | 金额 | < |
         | 购书 | < | < | < | < | 5 | < |
         | 订报 | < | < | < | < | 3 | < |
         | 合计 | < | < | < | < | 8 | < |",
    ];
    assert_without(&parts, &["score_total"]);
}

#[test]
fn a_score_for_several_rows_stands_once() {
    let parts = [
        "2022年度阅览项目自评表",
        "| 项目名称 | 阅览 | < | < | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 年初目标值（A） | 实际完成值（B） | 得分 |
         | 产出指标 | 数量指标 | 图书上架 | 500册 | 500册 | 10 |
         | ^ | ^ | 座位 | 80个 | 80个 | ^ |
         | ^ | 质量指标 | 完好率 | 95% | 96% | 20 |
         | 总分 | < | < | < | < | 30 |",
    ];
    let rows: Vec<String> = map(&parts).forms[0].indicators.iter().map(|row| row.score.clone()).collect();
    assert_eq!(rows, ["10", "", "20"]);
}

#[test]
fn the_head_over_the_labels_of_a_money_table_is_no_column_of_amounts() {
    let parts = [
        "部门预算项目支出绩效自评表（2023年度）",
        "| 项目名称 | < | 司法所建设 | < | < | < | < | < | < |
         | 预算执行情况（10分） | 年度预算数（万元） | 年初预算 | 调整后预算数 | 预算执行数 | < | 预算执行率 | 得分 | 原因 |
         | ^ | 总额 | 30.00 | 28.50 | 27.36 | < | 96.00% | 9.6 | 执行率未达到90%的需说明原因 |
         | ^ | 其中：财政资金 | 30.00 | 28.50 | 27.36 | < | 96.00% | / | ^ |
         | 绩效指标（90分） | 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 权重 | 得分 | 未完成原因分析 |
         | ^ | 产出指标 | 数量指标 | 司法所 | 2个 | 2个 | 90 | 90 | |",
    ];
    assert_lines(&parts, &["budget_total = 28.50", "executed = 27.36", "execution_rate = 96.00%"]);
}

#[test]
fn a_head_beside_the_whole_money_table_is_no_column_of_it() {
    let parts = [
        "部门整体支出绩效目标执行监控表",
        "（2022年度）",
        "| 部门（单位）名称 | 青枫县水利局 | < | < | < | < |
         | 年度预算（万元） | 支出类别 | 年初预算数 | 调整数 | 1-8月执行数 | 1-8月执行率 |
         | ^ | 合计 | 2600 | 80 | 1500 | 57.69% |
         | ^ | 基本支出 | 1200 | | 820 | 68.33% |
         | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1-8月执行情况 | 全年预计完成情况 |
         | 产出指标 | 数量指标 | 加固水库 | 6座 | 3座 | 6座 |",
    ];
    assert_lines(&parts, &["budget_total = 2600", "executed = 1500", "execution_rate = 57.69%"]);
}

#[test]
fn a_total_under_several_heads_is_the_scores_if_they_are_among_them() {
    let parts = [
        "2023年度项目支出绩效自评表",
        "| 项目名称 | 改水 | < | < | < | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 指标权重 | 实际完成值 | 指标完成率 | 自评得分 |
         | 产出指标 | 数量指标 | 管网长度 | 100 | 35公里 | 100% | 98 |
         | 总分 | < | < | 100 | | 98 | < |",
    ];
    assert_lines(&parts, &["score_total = 98"]);
}

#[test]
fn numbers_of_rows_and_columns_are_no_amounts() {
    let parts = [
        "2024年度林草转移支付资金绩效自评表",
        "| 资金投入情况 | < | 行次 | 全年预算数（A） | 统筹整合资金数（B） | 全年到位资金（C） | 全年执行资金（D） | 预算执行（D/A） |
         | ^ | ^ | 列次 | 1 | 2 | 3 | 4 | 5 |
         | ^ | 年度资金总额（万元）： | 1 | 52.8 | | 52.8 | 30.8 | 58.33% |
         | ^ | 其中：中央财政资金（万元） | 2 | 52.8 | | 52.8 | 30.8 | 58.33% |
         | 一级指标 | < | 二级指标 | 三级指标 | 年度指标值 | 全年实际完成值 | 未完成原因和改进措施 | < |
         | 产出指标 | < | 数量指标 | 管护面积 | ≥1.2万亩 | 1.2万亩 | | |",
    ];
    assert_lines(&parts, &["budget_total = 52.8", "executed = 30.8", "execution_rate = 58.33%"]);
    assert_without(&parts, &["!"]);
}

#[test]
fn funds_by_source_beside_what_was_spent_stand_under_their_heads() {
    let parts = [
        "2022年度乡村道路项目绩效自评表",
        "| 项目名称 | 村道养护 | < | < | < | < | < |
         | 项目资金来源 | 中央（万元） | 省、地（万元） | 本级（万元） | 合计（万元） | 执行数（万元） | 执行率 |
         | ^ | | 309 | | 309 | 300 | 97% |
         | 一级指标 | 二级指标 | 三级指标 | 年初指标值 | 年终完成值 | 自评分 | < |
         | 产出指标 | 数量指标 | 养护里程 | 300公里 | 300公里 | 15 | < |",
    ];
    assert_lines(
        &parts,
        &["budget_total = 309", "executed = 300", "execution_rate = 97%", ". provincial_funds <省、地（万元）> = 309"],
    );
}

#[test]
fn a_label_is_no_amount_and_no_rate() {
    let parts = [
        "项目支出绩效自评表",
        "（2021年度）",
        "| 项目名称 | 村道养护 | < | < | < |
         | 中央（万元） | 没有见过的说法 | 40 | < | < |
         | 预算执行率 | 一句从来没有见过的说法 | < | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 |
         | 产出指标 | 数量指标 | 养护里程 | 30公里 | 30公里 |",
    ];
    assert_without(&parts, &["execution_rate", "central_funds <中央（万元）> = 没有见过的说法"]);
}

#[test]
fn sections_below_a_list_end_it() {
    let parts = [
        "2022年度部门整体支出绩效自评表",
        "| 部门名称 | 青枫县民政局 | < | < | < | < | < |
         | 一、部门年度目标 | < | < | < | < | < | < |
         | 财政年度 | 目标 | < | < | 实际完成情况 | < | < |
         | 2022 | 应保尽保 | < | < | 已实现 | < | < |
         | 2023 | 提高标准 | < | < | --- | < | < |
         | 二、部门年度重点工作任务 | < | < | < | < | < | < |
         | 任务名称 | 项目级次 | 主要内容 | 批复金额（万元） | < | 实际支出金额（万元） | 预算执行偏低原因及改进措施 |
         | ^ | ^ | ^ | 总额 | 财政拨款 | ^ | ^ |
         | 救助 | 本级 | 发放低保金 | 1200 | 1200 | 1180.5 | |
         | 养老 | 本级 | 建服务中心 | 300 | 260 | 300 | 配套未到 |
         | 三、部门整体支出绩效指标 | < | < | < | < | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 实际完成值 |
         | 产出指标 | 数量指标 | 低保人数 | ≥ | 5200 | 人 | 5312 |",
    ];
    assert_without(&parts, &["= 二、部门年度重点工作任务", "= 三、部门整体支出绩效指标", "= 预算执行偏低", "!"]);
    assert_lines(&parts, &[". execution_reason <预算执行偏低原因及改进措施> = 配套未到"]);
}

#[test]
fn the_tasks_of_a_department_are_a_list() {
    let parts = [
        "2022年度部门整体支出绩效自评表",
        "| 部门名称 | 青枫县卫生院 | < | < | < |
         | 二、部门年度重点工作任务 | < | < | < | < |
         | 任务名称 | 主要内容 | 批复金额（元） | 实际支出金额（元） | 预算执行率 |
         | 基本公卫 | 公共卫生服务 | 820000 | 779000 | 95% |
         | 一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 |
         | 产出指标 | 数量指标 | 门诊人次 | 30000 | 31200 |",
    ];
    assert_lines(
        &parts,
        &[
            ". annual_tasks <任务名称> = 基本公卫",
            ". project_overview <主要内容> = 公共卫生服务",
            ". executed <实际支出金额（元）> = 779000",
        ],
    );
    assert_without(&parts, &["!"]);
}

#[test]
fn what_is_evaluated_stands_over_the_names_beside_it() {
    let parts = [
        "2019年度助学金项目绩效评价指标表",
        "| 评价指标 | 评价内容 | 指标名称 | 指标说明 | 目标值 | 分值 | 备注 |
         | 项目年度绩效目标 | 产出数量指标 | 受助人数 | 达到预计值 | 2100 | 40 | |
         | ^ | ^ | 资金支出率 | 达到目标值 | 95% | 30 | |
         | ^ | 时效指标 | 发放及时率 | 达到目标值 | 100% | 30 | |
         | 总分 | < | < | < | < | 100 | |",
    ];
    let mapped = map(&parts);
    assert_eq!(mapped.forms[0].form_type, "evaluation_score_sheet");
    let names: Vec<(&str, &str)> =
        mapped.forms[0].indicators.iter().map(|row| (&*row.level2, &*row.indicator)).collect();
    assert_eq!(
        names,
        [("产出数量指标", "受助人数"), ("产出数量指标", "资金支出率"), ("时效指标", "发放及时率")],
        "{}",
        shown(&mapped)
    );
}

#[test]
fn points_may_stand_behind_a_level_without_brackets() {
    let parts = [
        "2022年度乡村道路项目绩效自评表",
        "| 项目名称 | 村道养护 | < | < | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 年初指标值 | 年终完成值 | 自评分 |
         | 产出指标¶40分 | 数量指标¶15分 | 养护里程 | 300公里 | 300公里 | 15 |
         | ^ | 时效指标25分 | 及时率 | 100% | 95% | 20 |
         | 满意度指标¶10分 | 服务对象满意度 10分 | 群众满意度 | ≥95% | 96% | 9 |",
    ];
    assert_lines(
        &parts,
        &[
            "产出指标 > 数量指标 > 养护里程 = 300公里 [output.quantity] annual actual=300公里 score=15 (period:form)",
            "产出指标 > 时效指标 > 及时率 = 100% [output.timeliness] annual actual=95% score=20 (period:form)",
            ". level1_weight <产出指标> = 40分",
            ". level2_weight <服务对象满意度> = 10分",
        ],
    );
}

#[test]
fn a_caption_beside_the_block_may_state_its_points() {
    let parts = [
        "2022年度乡村道路项目绩效自评表",
        "| 项目名称 | 村道养护 | < | < | < | < | < |
         | 项目绩效¶85分 | 一级指标 | 二级指标 | 三级指标 | 年初指标值 | 年终完成值 | 自评分 |
         | ^ | 产出指标 | 数量指标 | 养护里程 | 300公里 | 300公里 | 15 |
         | ^ | ^ | 时效指标 | 及时率 | 100% | 95% | 20 |
         | ^ | 满意度指标 | 服务对象满意度 | 群众满意度 | ≥95% | 96% | 9 |",
    ];
    assert_without(&parts, &["!"]);
}

#[test]
fn the_central_department_tells_an_evaluation_of_transferred_funds() {
    let parts = [
        "就业补助资金绩效自评表",
        "（2024年度）",
        "| 转移支付（项目）名称 | 就业补助资金 | < | < | < | < |
         | 中央主管部门 | 人力资源社会保障部 | < | < | < | < |
         | 总体目标完成情况 | 总体目标 | < | < | 全年实际完成情况 | < |
         | ^ | 落实就业政策。 | < | < | 均已完成。 | < |
         | 一级指标 | 二级指标 | 三级指标 | 指标值 | 全年实际完成值 | 未完成原因和改进措施 |
         | 产出指标 | 数量指标 | 培训人数 | ≥500人 | 612人 | |",
    ];
    let mapped = map(&parts);
    assert_eq!(mapped.forms[0].form_type, "transfer_self_evaluation", "{}", shown(&mapped));
    assert_eq!(mapped.forms[0].objective, "落实就业政策。", "{}", shown(&mapped));
}

#[test]
fn a_table_of_its_own_is_no_part_of_the_block_before_it() {
    let parts = [
        "2021年护工培训绩效自评表",
        "| 一级指标 | 二级指标 | 指标名称 | 目标值 | 完成值 |
         | 产出指标 | 数量指标 | 培训人数 | 1200名 | 1166名 |
         | 效益指标 | 社会效益 | 就业率 | 60% | 53.5% |",
        "| 序号 | 性质 | 培训机构 | 补助（元/人） | 奖补（元/人） | 人数 | 备注 |
         | 1 | 民办 | 青枫职业学校 | 2600 | 400 | 842 | |
         | 2 | 民办 | 白石职业学校 | 2600 | 400 | 900 | 已拨付 |",
    ];
    let mapped = map(&parts);
    assert_eq!(mapped.forms[0].indicators.len(), 2, "{}", shown(&mapped));
}

#[test]
fn a_list_below_the_block_is_no_part_of_it() {
    let parts = [
        "2021年护工培训绩效自评表",
        "| 一级指标 | 二级指标 | 指标名称 | 目标值 | 完成值 |
         | 产出指标 | 数量指标 | 培训人数 | 1200名 | 1166名 |
         | 序号 | 培训机构 | 补助 | 人数 | 备注 |
         | 1 | 青枫职业学校 | 2600 | 842 | |
         | 2 | 白石职业学校 | 2600 | 900 | 已拨付 |",
    ];
    let mapped = map(&parts);
    assert_eq!(mapped.forms[0].indicators.len(), 1, "{}", shown(&mapped));
}

#[test]
fn a_column_behind_the_scores_holds_no_targets() {
    let parts = [
        "村级项目绩效评价指标表",
        "| 一级指标 | 二级指标 | 三级指标 | 自评得分 | 没有见过的说法 |
         | 前期工作 | 目标设置 | 目标完整性 | 5 | 设置了目标。 |
         | 项目绩效 | 效果性 | 社会效益 | 40 | 群众称好。 |",
    ];
    let mapped = map(&parts);
    let targets: Vec<&str> = mapped.forms[0].indicators.iter().map(|row| &*row.target_raw).collect();
    assert_eq!(targets, ["", ""], "{}", shown(&mapped));
}

#[test]
fn the_department_in_charge_in_the_table_wins_over_the_unit_above_it() {
    let parts = [
        "2021年度财政项目绩效自评表",
        "单位名称：青枫市中心医院　　填报日期：2022年3月18日",
        "| 项目名称 | 院区建设补助 | < | < | < | < |
         | 主管部门 | 青枫市卫生健康委 | < | 项目实施单位 | 青枫市中心医院 | < |
         | 一级指标 | 二级指标 | 三级指标 | 年初目标值（A） | 实际完成值（B） | 得分 |
         | 产出指标 | 数量指标 | 病床 | 300张 | 300张 | 10 |",
    ];
    assert_eq!(map(&parts).forms[0].department, "青枫市卫生健康委");
    let in_a_row = ["| 2022年度项目支出绩效自评表 | < | < | < | < | < |
         | 部门：青枫县白石中学 | < | < | < | < | 公开14表 |
         | 项目名称 | 营养改善 | < | < | < | < |
         | 主管部门 | 青枫县教育体育局 | < | 实施单位 | 青枫县白石中学 | < |
         | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 得分 |
         | 产出指标 | 数量指标 | 受助学生 | 735人 | 735人 | 10 |"];
    assert_eq!(map(&in_a_row).forms[0].department, "青枫县教育体育局");
    let of_a_unit = [
        "2022年度部门整体支出绩效自评表",
        "| 单位名称 | 青枫县图书馆 | < | < | < | < |
         | 主管部门 | 青枫县文旅局 | < | < | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 得分 |
         | 产出指标 | 数量指标 | 借书人次 | 735人 | 735人 | 10 |",
    ];
    assert_eq!(map(&of_a_unit).forms[0].department, "青枫县图书馆");
    assert_without(&in_a_row, &["!"]);
}

#[test]
fn the_day_of_filing_is_not_the_year_of_the_form() {
    let parts = [
        "财政支出项目绩效目标自评表",
        "填报日期：2022年2月10日　　自评总分：95　　单位领导审签：",
        "| 项目名称 | 村道养护 | < | < | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 年初指标值 | 年终完成值 | 自评分 |
         | 产出指标 | 数量指标 | 养护里程 | 300公里 | 300公里 | 15 |",
    ];
    let mapped = map(&parts);
    assert_eq!(mapped.forms[0].money.get("score_total").map(|of| &*of.raw), Some("95"), "{}", shown(&mapped));
    assert!(mapped.forms[0].inferred.iter().any(|of| of.starts_with("fiscal_year:")), "{:?}", mapped.forms[0].inferred);
}

#[test]
fn a_contact_is_dropped_whatever_stands_before_the_word_for_one() {
    let parts = [
        "2021年度部门整体绩效自评表",
        "| 主管部门 | 青枫区融媒体中心 | < | 自评总分（分） | 97.6 |
         | 部门联系人 | 曾小明 | < | 联系电话 | |
         | 业务股联系人 | 孙小红 | < | 联系电话 | |
         | 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 |
         | 产出指标 | 数量指标 | 播发稿件 | 2200篇 | 2859篇 |",
    ];
    assert_without(&parts, &["曾小明", "孙小红"]);
    let counted = [
        "2021年度部门整体绩效自评表",
        "| 部门名称 | 青枫区水利局 | < |
         | 河道负责人 | 配备30人 | < |
         | 一级指标 | 三级指标 | 指标值 |
         | 产出指标 | 巡河次数 | 12次 |",
    ];
    assert_lines(&counted, &[". other <河道负责人> = 配备30人"]);
}

#[test]
fn a_year_may_stand_behind_the_number_of_an_annex() {
    for title in
        ["附件1 2023年度项目支出绩效自评表", "附件12023年度项目支出绩效自评表", "附表2-1　2023年项目支出绩效自评表"]
    {
        let table = "| 项目名称 | 村道养护 | < | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 |
         | 产出指标 | 数量指标 | 养护里程 | 300公里 | 300公里 |";
        assert_eq!(map(&[title, table]).forms[0].fiscal_year, "2023", "{title}");
    }
}

#[test]
fn the_only_column_of_levels_holds_the_names() {
    let parts = [
        "卫生服务能力建设项目绩效自评表",
        "| 指标体系 | 分值 | 考评办法 | 目标任务 | 完成值 | 评分 |
         | 落实责任分工 | 50 | 查阅文件 | 1份 | 1份 | 50 |
         | 信息报送机制 | 50 | 查阅资料 | 12期 | 11期 | 46 |",
    ];
    assert_lines(
        &parts,
        &[" >  > 落实责任分工 = 1份 [] annual actual=1份 weight=50 score=50 standard=查阅文件 (period:form)"],
    );
}

#[test]
fn a_cover_may_name_the_department() {
    let parts = [
        "部门整体支出绩效评价自评报告",
        "部门（单位）名称：青枫市城管指挥中心",
        "| 联系人 | 吴某 | 人员编制 | 21 |
         | 实有人数 | 21 | 备注 | |",
        "三、部门整体支出绩效自评评分表",
        "| 一级指标 | 二级指标 | 三级指标 | 分值 | 评价标准 | 得分 |
         | 投入 | 目标设定 | 目标合理性 | 5 | 符合法规 | 5 |
         | 过程 | 预算执行 | 预算完成率 | 20 | 100%计满分 | 19 |",
    ];
    let mapped = map(&parts);
    assert_eq!(mapped.forms[0].department, "青枫市城管指挥中心", "{}", shown(&mapped));
    assert!(mapped.forms[0].inferred.contains(&"department:document".to_owned()));
}

#[test]
fn points_to_check_are_names_and_their_sum_is_no_amount() {
    let parts = [
        "预算项目事前绩效评估评分表",
        "项目名称：智慧社区",
        "| 评估内容 | 权重 | 审核要点 | 分值 | 审核意见 | 得分 |
         | 一、立项必要性（20分） | < | < | < | < | < |
         | 相关性 | 10分 | 目的明确 | 10分 | 优√良□ | 9 |
         | 二、投入经济性（80分） | < | < | < | < | < |
         | 科学性 | 80分 | 预算明细清晰 | 80分 | 优√良□ | 79 |
         | 合计 | < | < | < | < | 88 |",
    ];
    let mapped = map(&parts);
    let names: Vec<&str> = mapped.forms[0].indicators.iter().map(|row| &*row.indicator).collect();
    assert_eq!(names, ["目的明确", "预算明细清晰"], "{}", shown(&mapped));
    assert_lines(&parts, &["score_total = 88"]);
    assert_without(&parts, &["budget_total"]);
}
