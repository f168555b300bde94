//! Blocks of money with a column or a row for each year: the form's year is taken, or none.

use super::{Mapped, map};

/// The form of a header over a short block.
fn form(title: &str, header: &str) -> Mapped {
    let block = "| 一级指标 | 二级指标 | 三级指标 | 指标值 |
         | 产出指标 | 数量指标 | 硬化里程 | ≥2公里 |";
    map(&[title, &format!("{header}\n{block}")])
}

fn money(mapped: &Mapped) -> Vec<(&str, &str)> {
    mapped.forms[0].money.iter().map(|(&name, money)| (name, money.raw.as_str())).collect()
}

fn fields(mapped: &Mapped) -> Vec<(&str, &str)> {
    mapped.forms[0].fields.iter().map(|field| (field.field.as_str(), field.value_raw.as_str())).collect()
}

const COLUMNS: &str = "| 项目资金（万元） | 2022年 | 2023年 | 2024年 |
     | 资金总额 | 80 | 90 | 100 |
     | 其他资金 | — | 5 | 6 |";

#[test]
fn of_a_column_a_year_the_forms_own_is_taken() {
    let mapped = form("2024年项目支出绩效目标表", COLUMNS);
    assert_eq!(money(&mapped), [("budget_total", "100"), ("other_funds", "6")]);
    let expected = [("budget_total.2022", "80"), ("budget_total.2023", "90"), ("budget_total.2024", "100")];
    assert_eq!(fields(&mapped)[..3], expected);
    assert_eq!(mapped.reported, 0);
}

#[test]
fn where_no_column_is_the_forms_year_no_amount_is_taken() {
    let mapped = form("2026年项目支出绩效目标表", COLUMNS);
    assert_eq!(money(&mapped), []);
    let found: Vec<_> = mapped.findings.iter().map(|f| (f.code.id, f.raw.as_str(), f.place.col_no)).collect();
    assert_eq!(found, [("amounts-of-other-years", "80", 2), ("amounts-of-other-years", "—", 2)]);
}

#[test]
fn an_amount_of_this_year_stands_beside_its_share_and_earlier_years() {
    for below in ["^ | ^", " | "] {
        let mapped = form(
            "2024年部门整体支出绩效目标表",
            &format!(
                "| 资金情况 | < | 近两年收支金额 | < | 当年金额 | 占比 |
                 | ^ | ^ | 2022年 | 2023年 | {below} |
                 | 收入构成 | 财政拨款 | 80 | 90 | 95 | 95% |
                 | ^ | 其他资金 | 4 | 6 | 5 | 5% |
                 | ^ | 合计 | 84 | 96 | 100 | 100% |"
            ),
        );
        assert_eq!(money(&mapped), [("budget_total", "100"), ("other_funds", "5")]);
        assert!(fields(&mapped).contains(&("budget_total.2023", "96")), "{:?}", fields(&mapped));
        assert!(fields(&mapped).contains(&("other_funds.share", "5%")), "{:?}", fields(&mapped));
        assert_eq!(mapped.reported, 0);
    }
}

#[test]
fn of_a_row_a_year_the_forms_own_is_taken() {
    for rows in [
        "| 资金总额（万元） | 2022年 | 80 | < |\n| ^ | 2023年 | 90 | < |\n| ^ | 2024年 | 100 | < |",
        "| 资金总额 | 2023年 | 90 | < |\n| ^ | 2024年度 | 100 | < |",
        "| 年度资金总额 | 2022年 | 80 | 2024年 | 100 | < |",
    ] {
        let mapped = form("2024年项目支出绩效目标表", rows);
        assert_eq!(money(&mapped), [("budget_total", "100")], "{rows}");
    }
    let mapped = form("2026年项目支出绩效目标表", "| 资金总额 | 2023年 | 90 | < |\n| ^ | 2024年度 | 100 | < |");
    assert_eq!(money(&mapped), []);
}

#[test]
fn years_of_a_projects_life_head_no_amounts() {
    let mapped =
        form("2024年项目支出绩效目标表", "| 起始年度 | 2023年 | 终止年度 | 2025年 |\n| 资金总额 | 80 | < | < |");
    assert_eq!(money(&mapped), [("budget_total", "80")]);
    assert_eq!(fields(&mapped)[0], ("start_date", "2023年"));
}

#[test]
fn years_over_numbers_without_a_label_head_no_amounts() {
    let mapped = form("2024年部门整体支出绩效目标表", "| 人员情况 | 2023年 | 2024年 | < |\n| ^ | 20 | 21 | < |");
    assert_eq!(money(&mapped), []);
}

#[test]
fn labels_of_years_and_bare_years_head_amounts_too() {
    let mapped = form(
        "2024年项目支出绩效目标表",
        "| 资金情况 | 资金来源 | 2023年预算数 | 2024年预算数 | 增减 |
         | ^ | 合计 | 90 | 100 | 10 |
         | ^ | 其他资金 | — | 5 | 5 |",
    );
    assert_eq!(money(&mapped), [("budget_total", "100"), ("other_funds", "5")]);
    let unmapped: Vec<_> = mapped.findings.iter().map(|f| (f.code.id, f.raw.as_str())).collect();
    assert_eq!(unmapped, [("unmapped-cell", "增减"), ("unmapped-cell", "10"), ("unmapped-cell", "5")]);
    let mapped = form(
        "2024年项目支出绩效目标表",
        "| 项目资金 | 年度 | 2022 | 2023 | 2024 |
         | ^ | 资金总额 | 80 | 90 | 100 |",
    );
    assert_eq!((money(&mapped), mapped.forms[0].fiscal_year.as_str()), (vec![("budget_total", "100")], "2024"));
    // Amounts that look like years.
    let mapped = form("2024年项目支出绩效目标表", "| 资金总额 | 2010 | 2050 | < |\n| 其他资金 | 2000 | 2050 | < |");
    assert_eq!(money(&mapped), [("budget_total", "2010"), ("other_funds", "2000")]);
}

#[test]
fn years_of_a_schedule_head_no_amounts() {
    let mapped = form(
        "2024年项目支出绩效目标表",
        "| 项目实施进度计划 | 项目实施内容 | 开始时间 | 完成时间 |
         | ^ | 1、规划 | 2016 | 2020 |
         | ^ | 2、建设 | 2021 | 2024 |",
    );
    assert!(fields(&mapped).contains(&("start_date", "2016")), "{:?}", fields(&mapped));
    assert!(fields(&mapped).contains(&("end_date", "2024")), "{:?}", fields(&mapped));
}

#[test]
fn a_year_in_a_value_or_behind_its_label_is_not_the_forms() {
    let year = |rows: &str| {
        let block = "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| 产出指标 | 数量指标 | 检查 | 3次 |";
        map(&["项目支出绩效目标表", &format!("{rows}\n{block}")]).forms[0].fiscal_year.clone()
    };
    // The path says 2023.
    assert_eq!(year("| 项目概况 | 2017年建成 | < | < |"), "2023");
    assert_eq!(year("| 项目起止时间 | 2020年-2022年 | < | < |"), "2023");
    assert_eq!(year("| 长期目标（截止2026年） | 建成体系 | < | < |"), "2023");
    assert_eq!(year("| 填报年度 | 2024年 | < | < |"), "2024");
    assert_eq!(year("| （2024年度） | < | < | < |"), "2024");
}

#[test]
fn where_nothing_else_states_a_year_the_only_one_of_a_value_is_taken() {
    let page = |period: &str| {
        let text = format!(
            "项目支出绩效目标表\n项目起止时间\t{period}\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t检查\t3次\n"
        );
        let engine = ingest::pipeline::Engine::new(ingest::pipeline::Options::default()).unwrap();
        let form = engine.submission("a.txt", text.as_bytes()).forms.remove(0);
        (form.fiscal_year, form.inferred.join(";"))
    };
    assert_eq!(page("2021年1月至12月").0, "2021");
    assert!(page("2021年1月至12月").1.contains("fiscal_year:value"));
    assert_eq!(page("2020年-2022年").0, "");
}
