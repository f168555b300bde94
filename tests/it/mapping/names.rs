//! What stands in brackets behind an indicator's name, on drawn tables of invented departments.

use ingest::pipeline::{Engine, Options};

use super::map;

/// The names and weights of a self-evaluation's rows: name, target, score; `heads` heads the first and the last.
fn names(heads: (&str, &str), rows: &[&str]) -> Vec<(String, String)> {
    let rows: Vec<String> = rows.iter().map(|row| format!("| 产出指标 | 数量指标 | {row} |")).collect();
    let (name, last) = heads;
    let table = format!("| 一级指标 | 二级指标 | {name} | 年度指标值 | {last} |\n{}", rows.join("\n"));
    let mapped = map(&["项目支出绩效自评表", &table]);
    mapped.forms[0].indicators.iter().map(|row| (row.indicator.clone(), row.weight.clone())).collect()
}

fn pairs(of: &[(String, String)]) -> Vec<(&str, &str)> {
    of.iter().map(|(name, weight)| (name.as_str(), weight.as_str())).collect()
}

#[test]
fn a_bare_number_behind_a_name_is_its_weight_where_the_heading_says_so() {
    let read = names(
        ("三级指标（分值）", "得分"),
        &[
            "湿地保护面积（25） | ≥300亩 | 25",
            "完成年份（2023） | 2023年 | 10",
            "补植（25亩） | 25亩 | 5",
            "巡护 | 9次 | 5",
        ],
    );
    let expected = [("湿地保护面积", "25"), ("完成年份（2023）", ""), ("补植（25亩）", ""), ("巡护", "")];
    assert_eq!(pairs(&read), expected);
}

#[test]
fn a_bare_number_behind_every_name_is_its_weight() {
    let heads = ("三级指标", "得分");
    let read = names(heads, &["湿地保护面积（25） | ≥300亩 | 25", "监测覆盖率(37.5) | 100% | 10"]);
    assert_eq!(pairs(&read), [("湿地保护面积", "25"), ("监测覆盖率", "37.5")]);
    let read = names(heads, &["湿地保护面积（25） | ≥300亩 | 25", "监测覆盖率 | 100% | 10"]);
    assert_eq!(pairs(&read), [("湿地保护面积（25）", ""), ("监测覆盖率", "")]);
    let read = names(heads, &["任务（2023） | ≥300亩 | 25", "任务（2024） | 100% | 10"]);
    assert_eq!(pairs(&read), [("任务（2023）", ""), ("任务（2024）", "")]);
}

#[test]
fn points_behind_most_names_are_their_weights() {
    let rows = ["购书册数（20分） | ≥8000册 | 20", "合格率（20分） | 100% | 20", "借阅人次 | ≥3万人次 | 18"];
    let read = names(("三级指标", "得分"), &rows);
    assert_eq!(pairs(&read), [("购书册数", "20分"), ("合格率", "20分"), ("借阅人次", "")]);
    let read = names(("三级指标", "得分"), &["测评成绩（90分） | ≥90分 | 20", "合格率 | 100% | 20"]);
    assert_eq!(pairs(&read), [("测评成绩（90分）", ""), ("合格率", "")]);
}

#[test]
fn beside_a_weight_column_only_the_same_number_goes() {
    let read = names(("三级指标", "分值"), &["购书册数（20分） | ≥8000册 | 20", "路段（30） | 5公里 | 10"]);
    assert_eq!(pairs(&read), [("购书册数", "20"), ("路段（30）", "10")]);
}

#[test]
fn the_first_of_two_columns_of_contents_may_hold_levels() {
    let mapped = map(&[
        "2024年项目支出绩效目标申报表",
        "| 项目名称 | 虫情测报 | < |
         | 指标 | 指标内容 | 指标值 |
         | 产出指标 | 趋势会商次数 | 1次 |
         | ^ | 测报准确率 | ≥85% |
         | 效益指标 | 林木损失 | 减少 |",
    ]);
    let rows: Vec<_> = mapped.forms[0]
        .indicators
        .iter()
        .map(|i| (i.level1.as_str(), i.indicator.as_str(), i.target_raw.as_str()))
        .collect();
    assert_eq!(
        rows,
        [("产出指标", "趋势会商次数", "1次"), ("产出指标", "测报准确率", "≥85%"), ("效益指标", "林木损失", "减少")]
    );
}

#[test]
fn points_beside_level_2_are_the_rows_where_each_has_one() {
    let rows = |first: &str, second: &str| {
        let table = format!(
            "| 一级指标 | 二级指标 | 分值 | 指标内容 | 指标值 |
             | 产出指标 | {first} | 30 | 举办科普活动 | 12场 |
             | ^ | {second} | 按时完成 | 100% |"
        );
        let mapped = map(&["2024年项目支出绩效目标申报表", &table]);
        let row = |row: &ingest::model::Indicator| {
            format!("{}|{}|{}|{}", row.level2, row.indicator, row.explanation, row.weight)
        };
        mapped.forms[0].indicators.iter().map(row).collect::<Vec<_>>()
    };
    assert_eq!(rows("数量指标", "时效指标 | 15"), ["数量指标|举办科普活动||30", "时效指标|按时完成||15"]);
    assert_eq!(rows("活动场次", "及时率 | 15"), ["|活动场次|举办科普活动|30", "|及时率|按时完成|15"]);
    assert_eq!(rows("活动场次", "群众满意度 | 15"), ["|活动场次|举办科普活动|30", "|群众满意度|按时完成|15"]);
    assert_eq!(rows("数量指标", "^ | ^"), ["数量指标|举办科普活动||", "数量指标|按时完成||"]);
}

#[test]
fn names_may_stand_under_contents_in_a_text_without_blank_cells() {
    let page = "绩效目标表\n（2020年度）\n项目名称 | 校舍维修 | ||\n一级指标 | 二级指标 | 指标内容 | 指标值 |\n\
         产出指标 | 数量指标 | 维修校舍 | 3所 |\n质量指标 | 验收合格率 | 100% ||\n返工率 | ≤2% |||\n\
         效益指标 | 社会效益指标 | 入学人数 | 稳步提高 |\n";
    let engine = Engine::new(Options::default()).unwrap();
    let forms = engine.submission("a.txt", page.as_bytes()).forms;
    let row =
        |row: &ingest::model::Indicator| format!("{}|{}|{}|{}", row.level1, row.level2, row.indicator, row.target_raw);
    let rows: Vec<_> = forms[0].indicators.iter().map(row).collect();
    let expected = [
        "产出指标|数量指标|维修校舍|3所",
        "产出指标|质量指标|验收合格率|100%",
        "产出指标|质量指标|返工率|≤2%",
        "效益指标|社会效益指标|入学人数|稳步提高",
    ];
    assert_eq!(rows, expected);
}

#[test]
fn rows_may_lack_merged_cells_at_their_left_and_blank_ones_at_their_right() {
    let page = "绩效目标表\n（2020年度）\n项目名称 | 校舍维修 | 项目属性 | 新增 | ||\n\
         联系电话 |  | 起止时间 | 2020年 | ||\n项目预算 | 资金总额 | 82 | 其中：财政资金 | 60 | 其他资金：22 | \n\
         年度绩效指标 | 一级指标 | 二级指标 | 指标内容 | 指标值 | 备注 | \n产出指标 | 数量指标 | 维修校舍 | 3所 |  | |\n\
         效益指标 | 社会效益指标 | 入学人数 | 稳步提高 |  | |\n";
    let engine = Engine::new(Options::default()).unwrap();
    let forms = engine.submission("a.txt", page.as_bytes()).forms;
    let row =
        |row: &ingest::model::Indicator| format!("{}|{}|{}|{}", row.level1, row.level2, row.indicator, row.target_raw);
    let rows: Vec<_> = forms[0].indicators.iter().map(row).collect();
    let expected = ["产出指标|数量指标|维修校舍|3所", "效益指标|社会效益指标|入学人数|稳步提高"];
    assert_eq!(rows, expected);
}

#[test]
fn points_behind_a_level_are_none_of_its_name() {
    for points in [
        "（40-50）分",
        "(50)分",
        "（权重50）",
        "（共50分）",
        "（总分50分）",
        "（≤50分）",
        "（40分-50分）",
        "-50分",
        "/50分",
    ] {
        let rows = format!(
            "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| 产出指标{points} | 数量指标 | 检查 | 3次 |\n| 效益指标 | 社会效益指标 | 知晓率 | 90% |"
        );
        let mapped = super::map(&["项目支出绩效目标表", &rows]);
        assert_eq!(mapped.forms[0].indicators[0].level1, "产出指标", "{points}");
    }
}

#[test]
fn a_head_over_level_two_and_names_is_parted() {
    let mapped = super::map(&[
        "项目支出绩效目标表",
        "| 一级指标 | 指标内容 | < | 指标值 |
         | 产出指标 | 数量指标 | 购置设备 | 3台 |
         | ^ | 质量指标 | 合格率 | 100% |",
    ]);
    let rows: Vec<_> =
        mapped.forms[0].indicators.iter().map(|row| (row.level2.as_str(), row.indicator.as_str())).collect();
    assert_eq!(rows, [("数量指标", "购置设备"), ("质量指标", "合格率")]);
}

#[test]
fn levels_may_stand_under_a_head_beside_another_of_names() {
    let mapped = super::map(&[
        "绩效目标申报表",
        "| 项目绩效指标 | 指标 | 指标内容 | < | 指标值 |
         | ^ | 产出指标 | 数量指标 | 购置设备 | ≥30台 |
         | ^ | ^ | 质量指标 | 合格率 | 100% |
         | ^ | 效益指标 | 社会效益指标 | 诊疗人次 | 1.5万人次 |",
    ]);
    let rows: Vec<_> = mapped.forms[0]
        .indicators
        .iter()
        .map(|row| [row.level1.as_str(), row.level2.as_str(), row.indicator.as_str()])
        .collect();
    assert_eq!(rows[1], ["产出指标", "质量指标", "合格率"]);
    assert_eq!(rows[2], ["效益指标", "社会效益指标", "诊疗人次"]);
}
