//! What stands in where a form's own label of a column is absent or blank; and goals under a label that spans rows.

use ingest::pipeline::{Engine, Options};

use super::{Mapped, map};

const BLOCK: &str = "| 一级指标 | 二级指标 | 三级指标 | 指标值 |
     | 产出指标 | 数量指标 | 硬化里程 | ≥2公里 |";

/// The form of a header over a short block.
fn form(header: &str) -> Mapped {
    map(&["2024年项目支出绩效目标表", &format!("{header}\n{BLOCK}")])
}

/// Department, project, objective, and what of them was worked out.
fn told(mapped: &Mapped) -> (&str, &str, &str, String) {
    let form = &mapped.forms[0];
    (&form.department, &form.project, &form.objective, form.inferred.join(";"))
}

#[test]
fn the_implementing_unit_is_the_department_where_no_department_is_stated() {
    let mapped = form("| 项目名称 | 村道 | 主管部门 | |\n| 实施单位 | 鲁滨区公路站 | 项目期 | 一年 |");
    assert_eq!(told(&mapped), ("鲁滨区公路站", "村道", "", "department:implementing-unit".into()));
    let mapped = form("| 项目名称 | 村道 | 主管部门 | 鲁滨区交通局 |\n| 实施单位 | 鲁滨区公路站 | 项目期 | 一年 |");
    assert_eq!(told(&mapped), ("鲁滨区交通局", "村道", "", String::new()));
}

#[test]
fn the_document_comes_before_the_implementing_unit() {
    let department = format!("| 部门名称 | 鲁滨区交通局 | < | < |\n{BLOCK}");
    let project = format!("| 项目名称 | 村道 | 实施单位 | 鲁滨区公路站 |\n{BLOCK}");
    let mapped = map(&["2024年部门整体支出绩效目标表", &department, "2024年项目支出绩效目标表", &project]);
    assert_eq!(mapped.forms[1].department, "鲁滨区交通局");
    assert_eq!(mapped.forms[1].inferred, ["department:document"]);
}

#[test]
fn a_section_of_an_office_is_no_department() {
    let mapped = form("| 项目名称 | 村道 | 业务科室 | 农业农村股 |\n| 监督管理单位 | 鲁滨区财政局 | 项目期 | 一年 |");
    assert_eq!(told(&mapped), ("", "村道", "", String::new()));
}

#[test]
fn two_offices_do_not_stand_in() {
    let mapped = form("| 项目名称 | 村道 | 项目期 | 一年 |\n| 实施单位 | 鲁滨区公路站 | 用款单位 | 鲁滨区养护队 |");
    assert_eq!(told(&mapped), ("", "村道", "", String::new()));
}

#[test]
fn an_office_of_the_city_and_a_task_alone_are_department_and_project() {
    let mapped = form("| 支出项目名称 | 村道 | < | < |\n| 市级主管部门 | 鲁滨市交通局 | 市级财政部门 | 鲁滨市财政局 |");
    let inferred = "project:task-project;department:local-department";
    assert_eq!(told(&mapped), ("鲁滨市交通局", "村道", "", inferred.into()));
}

#[test]
fn a_department_has_no_project_by_its_tasks() {
    let tasks = "| 部门名称 | 鲁滨区交通局 | < | < |
         | 部门职能 | 年度目标任务 | 支出项目名称 | 预算金额 |
         | 养路 | 养护村道 | 村道 | 20 |";
    let mapped = map(&["部门整体支出绩效目标表", &format!("{tasks}\n{BLOCK}")]);
    assert_eq!(mapped.forms[0].project, "");
}

#[test]
fn a_goal_of_the_whole_is_the_objective_where_it_is_the_only_one() {
    let mapped = form("| 项目名称 | 村道 | < | < |\n| 总体目标 | 硬化村道两公里 | < | < |");
    assert_eq!(told(&mapped), ("", "村道", "硬化村道两公里", "objective:objective-overall".into()));
    let mapped =
        form("| 项目名称 | 村道 | < | < |\n| 总体目标 | 硬化村道十公里 | < | < |\n| 年度目标 | 硬化两公里 | < | < |");
    assert_eq!(told(&mapped), ("", "村道", "硬化两公里", String::new()));
    let mapped = form("| 项目名称 | 村道 | < | < |\n| 长期目标 | 硬化村道十公里 | < | < |");
    assert_eq!(told(&mapped), ("", "村道", "", String::new()));
}

#[test]
fn a_label_beside_one_that_spans_rows_heads_the_text_below() {
    for (over, expected) in
        [("总体目标", "objective"), ("项目绩效目标", "objective"), ("总体目标", "objective_lifetime")]
    {
        let own = if expected == "objective" { "年度目标" } else { "实施期目标" };
        let mapped = form(&format!("| {over} | {own} | < | < |\n| ^ | 硬化村道两公里 | < | < |"));
        let fields: Vec<_> = mapped.forms[0].fields.iter().map(|f| (f.field.as_str(), f.value_raw.as_str())).collect();
        assert_eq!(fields, [(expected, "硬化村道两公里")], "{over} {own}");
    }
}

#[test]
fn a_goal_under_an_unknown_head_is_not_the_heads_text() {
    let mapped = form(
        "| 年度总体目标 | 预期目标 | < | 办结情况 |
         | ^ | 硬化村道两公里 | < | 已硬化 |",
    );
    assert_eq!(mapped.forms[0].objective, "硬化村道两公里");
    let fields: Vec<_> = mapped.forms[0].fields.iter().map(|f| (f.label.as_str(), f.value_raw.as_str())).collect();
    assert_eq!(fields, [("预期目标", "硬化村道两公里"), ("办结情况", "已硬化")]);
    let unmapped: Vec<_> = mapped.findings.iter().map(|finding| finding.raw.as_str()).collect();
    assert_eq!(unmapped, ["办结情况"]);
    let mapped = form(
        "| 年度总体目标 | 本年打算 | < | 实际完成情况 |
         | ^ | 硬化村道两公里 | < | 已硬化 |",
    );
    assert_eq!(mapped.forms[0].objective, "");
    // A label with its value beside it, over another with its own, is no head.
    let mapped = form("| 绩效目标 | 年度目标 | 硬化村道 | < |\n| ^ | 实施期目标 | 硬化十公里 | < |");
    assert_eq!(mapped.forms[0].objective, "硬化村道");
}

#[test]
fn a_department_may_stand_above_the_form_without_a_label() {
    for line in [
        "204001鲁滨区文化馆（本级）　　单位：万元",
        "204001鲁滨区文化局",
        "204001-鲁滨区文化局本级",
        "鲁滨区文化局\t单位：万元",
    ] {
        let value = line.split(['　', '\t']).next().unwrap();
        let mapped = map(&["2024年项目支出绩效目标表", line, &format!("| 项目名称 | 村道 | < | < |\n{BLOCK}")]);
        assert_eq!(told(&mapped), (value, "村道", "", "department:heading-department".into()), "{line}");
        let row = line.replace(['　', '\t'], "|").replace("||", "|");
        let row = if row.contains('|') { format!("| {row} | < | < |") } else { format!("| {row} | < | < | < |") };
        let mapped = map(&["2024年项目支出绩效目标表", &format!("{row}\n| 项目名称 | 村道 | < | < |\n{BLOCK}")]);
        assert_eq!(told(&mapped), (value, "村道", "", "department:heading-department".into()), "{row}");
        assert_eq!(mapped.reported, 0, "{row}");
    }
}

#[test]
fn what_is_no_departments_line_names_none() {
    for line in ["鲁滨区财政局", "2024年1月18日", "204001鲁滨区道路硬化项目", "鲁滨区文化局关于目标的说明　单位：万元"]
    {
        let mapped = map(&["2024年项目支出绩效目标表", line, &format!("| 项目名称 | 村道 | < | < |\n{BLOCK}")]);
        assert_eq!(told(&mapped), ("", "村道", "", String::new()), "{line}");
    }
}

#[test]
fn a_title_may_name_the_department() {
    for (title, department) in [
        ("鲁滨区环境卫生管理处2024年洒水车项目支出绩效目标申报表", "鲁滨区环境卫生管理处"),
        ("鲁滨区水利局部门整体支出绩效目标表（2024年度）", "鲁滨区水利局"),
        ("2024年度鲁滨区水利局整体支出绩效目标表", "鲁滨区水利局"),
        ("鲁滨区水利局本级项目支出绩效目标表（2024年度）", "鲁滨区水利局本级"),
        ("鲁滨区2024年项目支出绩效目标表", ""),
        ("鲁滨区部门预算项目支出绩效目标申报表（2024年度）", ""),
    ] {
        let mapped = map(&[title, BLOCK]);
        assert_eq!(mapped.forms[0].department, department, "{title}");
        assert_eq!(
            mapped.forms[0].inferred.contains(&"department:title".to_owned()),
            !department.is_empty(),
            "{title}"
        );
    }
}

#[test]
fn the_year_of_a_projects_name_is_the_last_resort() {
    let engine = Engine::new(Options::default()).unwrap();
    let year = |file: &str| {
        let page = "<meta charset=utf-8><p>项目支出绩效目标表</p><table><tr><td>项目名称<td colspan=3>2022年村道\
             <tr><td>一级指标<td>二级指标<td>三级指标<td>指标值<tr><td>产出指标<td>数量指标<td>里程<td>≥2公里</table>";
        let form = engine.submission(file, page.as_bytes()).forms.remove(0);
        (form.fiscal_year, form.inferred.join(";"))
    };
    assert_eq!(year("2024/a.html"), ("2024".into(), "fiscal_year:path".into()));
    assert_eq!(year("a.html"), ("2022".into(), "fiscal_year:project".into()));
}

#[test]
fn a_line_may_say_no_more_than_that_it_names_a_department() {
    let header = format!("| 项目名称 | 村道 | < | < |\n{BLOCK}");
    let mapped = map(&["2024年项目支出绩效目标表", "部门：鲁滨区水利局　　金额单位：万元", &header]);
    assert_eq!(told(&mapped), ("鲁滨区水利局", "村道", "", "department:heading-department".into()));
    assert_eq!(mapped.forms[0].money_unit, "万元");
}

#[test]
fn a_head_beside_a_label_that_spans_rows_is_the_label_of_the_text_below_it() {
    let mapped = form("| 项目概况 | 立项依据 | < | < |\n| ^ | 区农村公路养护规划 | < | < |");
    let fields = &mapped.forms[0].fields;
    let told: Vec<_> = fields.iter().map(|field| (&*field.field, &*field.label, &*field.value_raw)).collect();
    assert_eq!(told, [("basis", "立项依据", "区农村公路养护规划")]);
}
