//! Rows joined by tabs in which a merged cell's text stands in every position that it covers: whole forms.

use ingest::model::Submission;
use ingest::pipeline::{Engine, Options};

fn read(rows: &[&str]) -> Submission {
    let text = rows.join("\n").replace('|', "\t");
    Engine::new(Options::default()).unwrap().submission("a.txt", text.as_bytes())
}

#[test]
fn equal_numbers_beside_one_another_are_apart_below_heads_of_their_own() {
    let submission = read(&[
        "项目支出绩效自评表",
        "项目名称|松陌河堤防养护|松陌河堤防养护|松陌河堤防养护|松陌河堤防养护|松陌河堤防养护|松陌河堤防养护|松陌河堤防养护",
        "资金情况（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分",
        "资金情况（万元）|年度资金总额|80|80|80|10|100%|10",
        "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施",
        "产出指标|数量指标|养护长度|12公里|12公里|50|50|",
        "效益指标|社会效益指标|受益人口|≥3000人|3100人|40|40|",
    ]);
    let form = &submission.forms[0];
    let money = |name: &str| form.money.get(name).map_or("", |amount| amount.raw.as_str());
    assert_eq!((money("budget_total"), money("executed")), ("80", "80"));
    let of =
        |row: &ingest::model::Indicator| [&row.target_raw, &row.actual_raw, &row.weight, &row.score].map(String::clone);
    let rows: Vec<_> = form.indicators.iter().map(of).collect();
    assert_eq!(rows, [["12公里", "12公里", "50", "50"], ["≥3000人", "3100人", "40", "40"]]);
}

#[test]
fn columns_that_say_the_same_in_every_row_are_one() {
    let submission = read(&[
        "部门整体绩效自评表（2023年度）",
        "部门名称|部门名称|松陌县林业局|松陌县林业局|自评总分|98|",
        "绩效指标|绩效指标|指标名称|指标名称|计量单位|指标性质|指标值",
        "绩效指标|绩效指标|造林面积|造林面积|公顷|≥|120",
        "绩效指标|绩效指标|苗木成活率|苗木成活率|%|≥|85",
        "绩效指标|绩效指标|火灾受害率|火灾受害率|‰|≤|0.9",
    ]);
    let names: Vec<&str> = submission.forms[0].indicators.iter().map(|row| row.indicator.as_str()).collect();
    assert_eq!(names, ["造林面积", "苗木成活率", "火灾受害率"]);
}

#[test]
fn a_label_and_its_value_that_fill_a_row_are_two_cells() {
    let submission = read(&[
        "项目支出绩效目标表（2023年度）",
        "项目名称|项目名称|松陌河堤防养护|松陌河堤防养护|主管部门|松陌县水务局|松陌县水务局",
        "资金情况（万元）|资金情况（万元）|资金总额|35|其中：财政拨款|35|其他资金：0",
        "年度目标|年度目标|养护堤防|养护堤防|养护堤防|养护堤防|养护堤防",
        "绩效指标|一级指标|二级指标|三级指标|指标解释|指标方向|指标值",
        "绩效指标|产出指标|数量指标|养护长度|养护的长度|≥|12公里",
        "绩效指标|产出指标|质量指标|合格率|抽查所得|≥|98%",
        "绩效指标|产出指标|质量指标|完好率|抽查所得|≥|95%",
    ]);
    let form = &submission.forms[0];
    assert_eq!((form.project.as_str(), form.objective.as_str()), ("松陌河堤防养护", "养护堤防"));
    assert_eq!(form.indicators.len(), 3);
}
