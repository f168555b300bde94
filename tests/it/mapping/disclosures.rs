//! Whole budget disclosures and exports of systems: what is a form among other tables, and of which type.

use ingest::pipeline::{Engine, Options};

use super::map;

/// The type of each form.
fn types(parts: &[&str]) -> Vec<String> {
    map(parts).forms.iter().map(|form| form.form_type.to_string()).collect()
}

const BLOCK: &str = "| 项目名称 | 渡口维护 | < | < | < | < | < |
     | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
     | 产出指标 | 数量指标 | 维护渡口 | ≥3处 | 3处 | 90 | 90 |";

/// A table of accounts with labels that forms have too.
const ACCOUNTS: &str = "| 收入支出决算总表 | < | < | < |
     | 项目 | 金额 | 项目 | 金额 |
     | 一般公共预算财政拨款收入 | 1,234.56 | 基本支出 | 1,100.00 |
     | 其他收入 | 3.00 | 项目支出 | 137.56 |";

/// A drawn table's rows in HTML.
fn rows(drawing: &str) -> String {
    let cells = |line: &str| line.trim().trim_matches('|').replace('|', "<td>");
    drawing.lines().map(|line| format!("<tr><td>{}", cells(line))).collect()
}

#[test]
fn a_title_in_a_list_of_contents_makes_no_form_of_the_next_table() {
    let prose = "本局负责全县渡口、航道的管理与养护，承担水上交通安全监督职责。";
    let parts = [
        "目录",
        "十四、部门收支情况",
        "十五、2023年度项目支出绩效自评表",
        "第一部分 概况",
        prose,
        ACCOUNTS,
        "附表",
        BLOCK,
    ];
    assert_eq!(types(&parts), ["project_self_evaluation"]);
    let page = format!(
        "<table><tr><td><p>目录<p>2023年度项目支出绩效自评表<p>{prose}<table>{}</table></table>",
        rows(ACCOUNTS)
    );
    let submission = Engine::new(Options::default()).unwrap().submission("a.html", page.as_bytes());
    assert!(submission.forms.is_empty());
    // Nor does one over nothing, before another table's.
    let parts = ["2023年度项目支出绩效自评表", "（此表为空）", "收入支出决算表", "单位：万元", ACCOUNTS];
    assert!(types(&parts).is_empty());
    // Beside its title a form without indicators is one still.
    let unit = format!("填报单位：鲁滨县水利局（盖章）{}单位：万元", " ".repeat(60));
    assert_eq!(types(&["2023年度项目支出绩效自评表", "（2023年度）", &unit, ACCOUNTS]), ["project_self_evaluation"]);
}

#[test]
fn a_sentence_that_leads_to_a_table_is_no_title() {
    let list = "| 序号 | 项目名称 | 预算数 | 执行数 | 自评得分 | 自评等级 |
         | 1 | 渡口维护 | 50 | 49.5 | 98 | 优 |";
    assert!(types(&["项目自评结果如下表：", list]).is_empty());
}

#[test]
fn a_project_in_a_column_tells_that_the_form_is_no_departments() {
    let list = "| 单位名称 | 项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
         | 鲁滨县水利局 | 渡口维护 | 产出指标 | 数量指标 | 维护渡口 | ≥3处 |";
    assert_eq!(types(&[list]), ["project_target"]);
}

#[test]
fn a_block_without_title_and_fields_is_no_departments_evaluation() {
    let block = "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
         | 产出指标 | 数量指标 | 维护渡口 | ≥3处 | 3处 | 90 | 90 |";
    assert_eq!(types(&[block]), ["project_self_evaluation"]);
}

#[test]
fn a_likelihood_tells_monitoring() {
    let export = "| 一级指标 | 二级指标 | 三级指标名称 | 计算符号 | 年度指标值 | 计量单位 | *当前完成值 | *完成可能性分析 | 偏差原因说明 |
         | 产出指标 | 数量指标 | 维护渡口 | ≥ | 3 | 处 | 2 | 确定能 | |";
    let mapped = map(&[export]);
    assert_eq!(&*mapped.forms[0].form_type, "monitoring");
    assert_eq!(mapped.reported, 0);
}

#[test]
fn a_title_tells_the_type_where_only_the_values_head_is_unknown() {
    let block = |head: &str| {
        format!(
            "| 项目名称 | 渡口维护 | < | < | < |
             | 一级指标 | 二级指标 | 三级指标 | {head} | 备注 |
             | 产出指标 | 数量指标 | 维护渡口 | ≥3处 | |
             | 产出指标 | 质量指标 | 合格率 | ≥95% | |"
        )
    };
    for (title, form_type) in [
        ("2024年度项目支出绩效目标表", "project_target"),
        ("2024年度项目支出目标申报表", "project_target"),
        ("2024年部门整体支出绩效目标表", "department_target"),
        ("2024年度货物堆存情况", "other"),
    ] {
        let block = block("业务科室拟定数");
        let mapped = map(&[title, &block]);
        assert_eq!(&*mapped.forms[0].form_type, form_type, "{title}");
        assert_eq!(mapped.forms[0].indicators[0].target_raw, "≥3处", "{title}");
    }
}

#[test]
fn a_sum_below_a_remark_keeps_points_and_score_apart() {
    let block = format!(
        "{BLOCK}
         | 其他需要说明的事项 | 无 | < | < | < | < | < |
         | 总分 | < | < | < | < | 100 | 98 |"
    );
    let mapped = map(&["2023年度项目支出绩效自评表", &block]);
    assert_eq!(mapped.forms[0].money["score_total"].raw, "98");
}

const TARGETS: &str = "| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | < | < |
     | ^ | 产出指标 | 数量指标 | 维护渡口 | ≥3处 | < | < |";

#[test]
fn a_head_beside_a_label_that_spans_rows_names_the_value_below_it() {
    let header = "| 总体目标 | 年度目标 | < | < | < | < | < |
         | ^ | 维护渡口三处，保障通航 | < | < | < | < | < |";
    let mapped =
        map(&["项目支出绩效目标表", &format!("| 项目名称 | 渡口维护 | < | < | < | < | < |\n{header}\n{TARGETS}")]);
    assert_eq!(mapped.forms[0].objective, "维护渡口三处，保障通航");
}

#[test]
fn values_of_just_their_heads_widths_are_theirs_beside_a_label() {
    let header = "| | 中期目标 | < | < | 年度目标 | < | < |
         | 总体目标 | 三年内全部维护 | < | < | 维护渡口三处 | < | < |";
    let mapped =
        map(&["项目支出绩效目标表", &format!("| 项目名称 | 渡口维护 | < | < | < | < | < |\n{header}\n{TARGETS}")]);
    assert_eq!(mapped.forms[0].objective, "维护渡口三处");
    let lifetime = mapped.forms[0].fields.iter().find(|field| field.field == "objective_lifetime");
    assert_eq!(lifetime.map(|field| field.value_raw.as_str()), Some("三年内全部维护"));
}

#[test]
fn a_local_department_is_the_department_where_no_other_is_stated() {
    let department = |header: &str| {
        let header = format!("| 项目名称 | 渡口维护 | < | < | < | < | < |\n{header}\n{TARGETS}");
        let form = map(&["专项资金绩效目标表", &header]).forms.remove(0);
        let said = form.inferred.into_iter().find(|what| what.starts_with("department"));
        (form.department, said.unwrap_or_default())
    };
    let local = "| 县级财政部门 | 鲁滨县财政局 | < | 县级主管部门 | 鲁滨县水利局 | < | < |";
    assert_eq!(department(local), ("鲁滨县水利局".to_owned(), "department:local-department".to_owned()));
    let both = "| 主管部门 | 鲁滨省水利厅 | < | 县级主管部门 | 鲁滨县水利局 | < | < |";
    assert_eq!(department(both), ("鲁滨省水利厅".to_owned(), String::new()));
}

#[test]
fn a_title_in_the_cell_around_a_nested_table_is_its_forms() {
    let form = |name: &str| {
        format!(
            "<table><tr><td>项目名称<td colspan=3>{name}<tr><td>一级指标<td>二级指标<td>三级指标<td>指标值
             <tr><td>产出指标<td>数量指标<td>维护渡口<td>≥3处</table>"
        )
    };
    let page = format!(
        "<table><tr><td>首页<td>公开<tr><td colspan=2><p>鲁滨县水利局<p>专项资金绩效目标表<p>（2021年度）<p>填报单位：鲁滨县渡口所{}
         <p>部门整体支出绩效目标表<p>（2022年度）{}</table>",
        form("渡口维护"),
        form("航道疏浚")
    );
    let submission = Engine::new(Options::default()).unwrap().submission("a.html", page.as_bytes());
    let forms: Vec<_> = submission.forms.iter().map(|f| [&*f.title, &*f.fiscal_year, &*f.department]).collect();
    let expected = [["专项资金绩效目标表", "2021", "鲁滨县渡口所"], ["部门整体支出绩效目标表", "2022", "鲁滨县渡口所"]];
    assert_eq!(forms, expected);
}
