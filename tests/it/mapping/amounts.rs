//! Blocks of money in few cells, and numbers beside labels that no mapping knows.

use ingest::pipeline::{Engine, Options};

use super::{Mapped, map};

/// The form of a header over a short block.
fn form(header: &str) -> Mapped {
    let block = "| 一级指标 | 二级指标 | 三级指标 | 指标值 |
         | 产出指标 | 数量指标 | 硬化里程 | ≥2公里 |";
    map(&["项目支出绩效目标表", &format!("{header}\n{block}")])
}

fn fields(mapped: &Mapped) -> Vec<(&str, &str)> {
    mapped.forms[0].fields.iter().map(|field| (field.field.as_str(), field.value_raw.as_str())).collect()
}

#[test]
fn a_block_of_money_in_one_cell_is_taken_apart() {
    for cell in [
        "年度资金总额: 150¶  其中:财政拨款 100¶  其他资金   50",
        "年度资金总额：150¶其中：财政拨款：100¶其他资金：50",
        "资金总额：150　其中：财政拨款：100　其他资金：50",
        "年度资金总额：150，其中：财政拨款100，其他资金50",
    ] {
        let mapped = form(&format!("| 项目资金（万元） | {cell} | < | < |"));
        let expected = [("budget_total", "150"), ("fiscal_funds", "100"), ("other_funds", "50")];
        assert_eq!(fields(&mapped), expected, "{cell}");
        assert_eq!(mapped.forms[0].money["budget_total"].raw, "150", "{cell}");
    }
}

#[test]
fn an_amount_ends_before_the_marks_behind_it_and_no_sooner() {
    for (value, amount) in [
        ("60万元；", "60万元"),
        ("60。", "60"),
        ("1,200.50万元（其中：", "1,200.50万元"),
        ("60万元）", "60万元"),
        ("60(万元)", "60(万元)"),
        ("60万元（含税）。", "60万元（含税）。"),
        ("待定。", "待定。"),
    ] {
        let mapped = form(&format!("| 项目资金 | 年度资金总额：{value} | < | < |"));
        assert_eq!(fields(&mapped), [("budget_total", amount)], "{value}");
    }
}

#[test]
fn labels_of_one_cell_take_the_lines_of_the_next() {
    let mapped = form("| 项目资金（万元） | 年度资金总额：¶其中：财政拨款¶其他资金 | 150¶100¶50 | < |");
    let stated: Vec<_> = fields(&mapped).into_iter().filter(|(_, value)| !value.is_empty()).collect();
    assert_eq!(stated, [("budget_total", "150"), ("fiscal_funds", "100"), ("other_funds", "50")]);
}

#[test]
fn words_among_amounts_leave_a_value_whole() {
    let whole = "150，待上级下达后拨付50";
    let mapped = form(&format!("| 项目资金（万元） | 年度资金总额：{whole} | < | < |"));
    assert_eq!(fields(&mapped), [("budget_total", whole)]);
}

#[test]
fn a_number_beside_a_label_that_nobody_knows_is_not_the_pair_before() {
    let mapped = form("| 部门名称 | 鲁滨区体育局 | 健身路径条数 | 12 |");
    assert_eq!(mapped.forms[0].department, "鲁滨区体育局");
    assert_eq!(fields(&mapped), [("department", "鲁滨区体育局"), ("other", "12")]);
    let unmapped: Vec<_> = mapped.findings.iter().map(|finding| (finding.code.id, finding.raw.as_str())).collect();
    assert_eq!(unmapped, [("unmapped-cell", "健身路径条数")]);
}

#[test]
fn funds_head_columns_over_a_row_with_a_name() {
    let mapped = form(
        "| 资金来源 | 合计 | 一般公共预算 | 其他资金 |
         | 2024年预算 | 150.00 | 100.00 | 50.00 |",
    );
    let expected = [("budget_total", "150.00"), ("general_public_budget", "100.00"), ("other_funds", "50.00")];
    assert_eq!(fields(&mapped), expected);
    assert_eq!(mapped.forms[0].money["general_public_budget"].raw, "100.00");
    // A label with its own value begins something else.
    let mapped = form(
        "| 资金来源 | 合计 | 一般公共预算 | 其他资金 |
         | ^ | 150.00 | 100.00 | 50.00 |
         | 项目期 | 2024年 | 联合实施 | 否 |",
    );
    assert!(fields(&mapped).contains(&("project_period", "2024年")), "{:?}", fields(&mapped));
}

#[test]
fn rows_without_the_cell_beside_a_money_block_keep_their_heads() {
    let text = "\
部门预算项目支出绩效自评表(2023年度) | ||||||
项目名称 | 渡口维护 | |||||
预算执行情况(10分) | 年度预算数(万元) | 年初预算 | 调整后预算数 | 预算执行数 | 预算执行率 | 得分 |
总额 | 0.00 | 3.50 | 3.36 | 96.00% | 9.6 | |
其中:财政资金 | 0.00 | 3.50 | 3.36 | 96.00% | / | |
绩效指标(90分) | 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 得分 |
产出指标 | 数量指标 | 维护渡口 | ≥3处 | 3处 | 45 | |
产出指标 | 质量指标 | 合格率 | ≥95% | 96% | 45 | |
";
    let submission = Engine::new(Options::default()).unwrap().submission("a.txt", text.as_bytes());
    let money = |name: &str| submission.forms[0].money.get(name).map(|money| money.raw.as_str());
    assert_eq!((money("budget_total"), money("executed")), (Some("3.50"), Some("3.36")));
    assert_eq!(money("execution_rate"), Some("96.00%"));
}

#[test]
fn a_head_over_the_labels_of_a_money_block_is_no_column_of_amounts() {
    let mapped = form(
        "| 项目名称 | 村道养护 | < | < | < | < | < |
         | 预算执行情况(10分) | 年度预算数(万元) | 年初预算 | 调整后预算数 | 预算执行数 | 预算执行率 | 得分 |
         | ^ | 总额 | 0.00 | 3.50 | 3.36 | 96.00% | 9.6 |
         | ^ | 其中:财政资金 | 0.00 | 3.50 | 3.36 | 96.00% | / |",
    );
    let money = |name: &str| mapped.forms[0].money.get(name).map(|money| money.raw.as_str());
    assert_eq!(money("budget_total"), Some("3.50"));
    assert_eq!(money("executed"), Some("3.36"));
    assert_eq!(money("execution_rate"), Some("96.00%"));
}

#[test]
fn an_amount_before_a_sentence_is_no_list() {
    let other = form("| 资金总额及构成 | 总额106.75万元，按进度拨付 | < | < |");
    assert_eq!(fields(&other), []);
    assert_eq!(other.reported, 1);
}

#[test]
fn a_note_that_names_an_amount_states_none() {
    let note = "备注:1.其他资金:请在“其他需要说明的事项”栏注明资金来源。2.财政拨款:含上级补助和本级安排的资金。";
    let block = "| 项目名称 | 渡口维护 | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 指标值 |
         | 产出指标 | 数量指标 | 维护渡口 | ≥3处 |";
    let mapped = map(&["项目支出绩效目标表", &format!("{block}\n| {note} | < | < | < |")]);
    assert!(mapped.forms[0].money.is_empty(), "{:?}", mapped.forms[0].money);
    let remarks: Vec<_> = fields(&mapped).into_iter().filter(|(name, _)| *name == "remarks").collect();
    assert_eq!(remarks, [("remarks", note.trim_start_matches("备注:"))]);
}

#[test]
fn a_name_over_blank_amounts_leaves_the_heads_to_the_rows_below() {
    let mapped = form(
        "| 资金来源 | 年初预算数 | 全年执行数 | 执行率 |
         | 年度资金总额 | 100 | 90 | 90% |
         | 其中：彩票分成 | | | |
         | 县级资金 | 100 | 90 | 90% |",
    );
    let local: Vec<_> = fields(&mapped).into_iter().filter(|(name, _)| name.starts_with("local_funds")).collect();
    assert_eq!(local, [("local_funds.initial", "100"), ("local_funds.executed", "90"), ("local_funds.rate", "90%")]);
}

#[test]
fn a_caption_over_several_heads_is_no_value_below_one() {
    let mapped = form(
        "| 财政年度 | 目标 | < | 实际完成情况 |
         | 2023 | 维护渡口三处 | < | 已完成 |
         | 2024 | 维护渡口四处 | < | --- |
         | 二、部门年度重点工作任务 | < | < | < |
         | 任务名称 | 主要内容 | < | 预算执行率 |
         | 渡口维护 | 维护渡口 | < | 100% |
         | 三、部门整体支出绩效指标 | < | < | < |",
    );
    let is_caption = |(_, value): &(&str, &str)| value.starts_with(['二', '三']);
    assert!(!fields(&mapped).iter().any(is_caption), "{:?}", fields(&mapped));
    let years: Vec<_> = fields(&mapped).into_iter().filter(|(name, _)| *name == "fiscal_year").collect();
    assert_eq!(years, [("fiscal_year", "2023"), ("fiscal_year", "2024")]);
}

#[test]
fn an_amount_of_all_may_stand_over_its_parts_without_a_colon() {
    let cell = "总额106.75万元¶一、财政拨款：69.35万元（其中：上级财政资金：60万元；本级财政：9.35万元）¶二、自有资金：0万元¶三、其他：37.40万元";
    let mapped = form(&format!("| 资金总额及构成 | {cell} | < | < |"));
    let money: Vec<_> = mapped.forms[0].money.iter().map(|(&name, money)| (name, money.raw.trim())).collect();
    let expected = [("budget_total", "106.75万元"), ("other_funds", "37.40万元"), ("superior_funds", "60万元")];
    assert_eq!(money, expected);
    let value =
        |name: &str| fields(&mapped).into_iter().find(|(field, _)| *field == name).map(|(_, value)| value.trim());
    assert_eq!(value("fiscal_funds"), Some("69.35万元"));
    assert_eq!(value("local_funds"), Some("9.35万元"));
    assert_eq!(mapped.reported, 0);
}

#[test]
fn a_label_of_an_amount_is_no_amount_below_a_head() {
    let mapped = form(
        "| 年度资金总额 | < | 金额（万元） | < |
         | （一）特设拨补 | < | 6.30 | < |
         | 1、一般公共预算 | < | 6.30 | < |",
    );
    assert!(!fields(&mapped).contains(&("budget_total", "（一）特设拨补")), "{:?}", fields(&mapped));
    assert_eq!(mapped.forms[0].money["general_public_budget"].raw, "6.30");
}

#[test]
fn a_label_that_nobody_knows_stands_behind_a_pair() {
    let mapped = form("| 部门名称 | 鲁滨区体育局 | 健身片区 | 城东街道 |");
    assert_eq!(fields(&mapped), [("department", "鲁滨区体育局"), ("other", "城东街道")]);
    let unmapped: Vec<_> = mapped.findings.iter().map(|finding| (finding.code.id, finding.raw.as_str())).collect();
    assert_eq!(unmapped, [("unmapped-cell", "健身片区")]);
}

#[test]
fn a_label_of_a_text_ends_heads_of_amounts() {
    let mapped = form(
        "| 总资金 | 财政拨款 | 其他资金 | 当年资金 |
         | 500 | 450 | 50 | 200 |
         | 项目绩效目标 | 完成供水工程 | < | < |",
    );
    let of_money = [("lifetime_total", "500"), ("fiscal_funds", "450"), ("other_funds", "50"), ("budget_total", "200")];
    assert_eq!(fields(&mapped)[..4], of_money);
    assert_eq!(mapped.forms[0].objective, "完成供水工程");
}
