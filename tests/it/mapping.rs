//! Grids → forms, on drawn tables of invented departments.

mod amounts;
mod bare;
mod columns;
mod contacts;
mod disclosures;
mod evaluations;
mod lists;
mod memory;
mod names;
mod regions;
mod stand_ins;
mod suggest;
mod twice;
mod years;

use std::sync::LazyLock;

use ingest::mapping::choose::Mapping;
use ingest::mapping::{Catalogue, Mapped, clean, inline};
use ingest::model::{Indicator, Limits};

use crate::support::{self, layout};

/// What comes of paragraphs and tables; `¶` breaks a line in a cell.
fn map(parts: &[&str]) -> Mapped {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(None).unwrap());
    let mut layout = layout(parts);
    for cell in layout.grids.iter_mut().flat_map(|grid| &mut grid.cells) {
        cell.text = cell.text.replace('¶', "\n");
    }
    let mapped = CATALOGUE.map(&mut layout, "2023/a.docx", false, &Limits::default());
    let used =
        mapped.uses.iter().flatten().filter(|u| !matches!(u, ingest::model::Use::Blank | ingest::model::Use::Reported));
    assert_eq!(mapped.cells, used.count() as u64 + mapped.reported, "a cell was lost");
    mapped
}

/// Form by form: type, department, project, then its rows.
fn shown(mapped: &Mapped) -> String {
    let mut out = String::new();
    for form in &mapped.forms {
        out += &format!(
            "{} | {} | {} | {} | {}\n",
            form.form_type, form.fiscal_year, form.department, form.project, form.money_unit
        );
        for (name, money) in &form.money {
            out += &format!("  {name} = {}\n", money.raw);
        }
        for i in &form.indicators {
            let period = i.period.map_or("", |p| p.name());
            out += &format!(
                "  {} > {} > {} = {} [{}] {period}",
                i.level1, i.level2, i.indicator, i.target_raw, i.category
            );
            let rest = [
                &i.actual_raw,
                &i.weight,
                &i.score,
                &i.standard,
                &i.explanation,
                &i.note,
                &i.deviation,
                &i.parent,
                &i.direction,
            ];
            for (name, text) in
                ["actual", "weight", "score", "standard", "explanation", "note", "deviation", "parent", "direction"]
                    .iter()
                    .zip(rest)
            {
                if !text.is_empty() {
                    out += &format!(" {name}={text}");
                }
            }
            if !i.inferred.is_empty() {
                out += &format!(" ({})", i.inferred.join(";"));
            }
            out.push('\n');
        }
        for f in &form.fields {
            out += &format!("  . {} <{}> = {}\n", f.field, f.label, f.value_raw);
        }
    }
    for f in &mapped.findings {
        out += &format!("! {} {:?} {:?}\n", f.code.id, (f.place.table_no, f.place.row_no, f.place.col_no), f.raw);
    }
    out
}

#[test]
fn department_and_project_target() {
    let mapped = map(&[
        "2024年部门整体支出绩效目标表",
        "填报单位：（盖章）",
        "| 部门名称 | 青枫县档案馆 | < | < | < |
         | 年度预算申请⏎（万元） | 资金总额：50.5 | < | < | < |
         | ^ | 按收入性质分： | < | 按支出性质分： | < |
         | ^ | 其中：  一般公共预算：50.5 | < | 其中： 基本支出：30 | < |
         | ^ | 政府性基金拨款： | < | 项目支出：20.5 | < |
         | 部门职能⏎职责概述 | 保管档案。 | < | < | < |
         | 整体绩效目标 | 管好档案。 | < | < | < |
         | 部门整体支出⏎年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值及单位 |
         | ^ | 产出指标 | 数量指标 | 接收档案 | ≥300卷 |
         | ^ | ^ | ^ | 数字化加工 | ≥1万页 |
         | ^ | 效益指标 | 社会公众或服务对象满意度 | 查档群众满意度 | ≥95% |",
        "填表人：样例甲   联系电话：00000000000  填报日期：2024年6月20日  单位负责人签字：",
        "2024年项目支出绩效目标表",
        "填报单位：（盖章）            单位：万元",
        "| 项目支出名称 | 库房改造 | < | 预算部门 | | < |
         | 年度本级⏎⏎预算金额 | 20.5 | < | 该项目支出上级资金 | 0 | < |
         | 本年度绩效目标 | 完成改造。 | < | < | < | < |
         | 本年度⏎绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准 |
         | ^ | 产出指标 | 成本指标 | 指标1：改造费用 | ≤20.5万元 | |
         | ^ | 效益指标 | 经济效益指标 | …… | | |",
        "填表人：样例甲",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn self_evaluation_with_money_matrix_and_total() {
    let mapped = map(&[
        "项目支出绩效自评表",
        "（2022年度）",
        "| 项目名称 | 桥梁养护 | < | < | 主管部门 | 云溪市交通局 | < | < | < |
         | 项目资金⏎（万元） | | 年初预算数 | 全年预算数(A) | 全年执行数(B) | 分值 | 执行率(B/A) | 得分 | < |
         | ^ | 年度资金总额： | 100 | 110 | 99 | 10 | 90% | 9 | < |
         | ^ | 其中：本年财政拨款 | 100 | 110 | 99 | - | - | - | < |
         | 年度总体目标 | 预期目标 | < | < | < | 实际完成情况 | < | < | < |
         | ^ | 养护好桥梁。 | < | < | < | 已完成。 | < | < | < |
         | 绩效指标 | 一级⏎指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
         | ^ | 产出指标⏎(50分) | 数量指标 | 指标1：养护桥梁 | ≥12座 | 12座 | 25 | 25 | |
         | ^ | ^ | 质量指标 | 验收合格率 | 100% | 98% | 25 | 24 | 一座返工 |
         | ^ | 满意度指标（10分） | < | 群众满意度 | ≥90% | 92% | 10 | 10 | |
         | 总分 | < | < | < | < | < | 100 | 98 | |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn side_by_side_blocks_give_two_rows() {
    let mapped = map(&[
        "项目支出绩效目标申报表",
        "| 项目名称 | 图书购置 | < | < | < | < | < | < |
         | 绩效指标 | 一级指标 | 中期绩效指标 | < | < | 年度绩效指标 | < | < |
         | ^ | ^ | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 |
         | ^ | 产出指标 | 数量指标 | 购书 | 3万册 | 数量指标 | 购书 | 1万册 |
         | ^ | ^ | 质量指标 | 完好率 | 99% | | | |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn split_columns_and_two_row_heading() {
    let mapped = map(&[
        "项目支出绩效自评表",
        "| 项目名称 | 绿化 | < | < | < | < | < | < | < |
         | 年度指标值 | < | < | < | < | < | 实际完成值 | 分值 | 得分 |
         | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | ^ | ^ | ^ |
         | 产出指标 | 数量指标 | 植树 | ≧ | 735 | 株 | 740 | 10 | 10 |
         | | 质量指标 | 成活率 | ═ | 95 | % | 96 | 10 | 10 |
         | 总分 | < | < | < | < | < | < | 100 | 96 |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn label_in_the_middle_row_of_its_span() {
    let mapped = map(&[
        "项目支出绩效目标批复表",
        "(2022年度)",
        "| 项目名称 | 培训 | 项目负责人 | 样例乙 | |
         | 一级指标 | 二级指标 | 三级指标 | 指标值 | 指标标准或依据 |
         | | 数量指标 | 人次 | 280人次 | |
         | 产出指标 | | 课程 | 22门 | |
         | | 质量指标 | 完成率 | 100% | |
         | | 社会效益指标 | 能力提升 | 提升 | |
         | 效益指标 | 可持续影响指标 | 长期影响 | 持续 | |",
    ]);
    let text = shown(&mapped);
    assert!(!text.contains("样例乙"), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn a_table_that_is_no_form_is_reported_whole() {
    let mapped = map(&["会议安排", "| 时间 | 地点 |\n| 九点 | 一楼 |"]);
    assert!(mapped.forms.is_empty());
    assert_eq!(mapped.reported, 4);
    assert_eq!(mapped.findings.len(), 1);
}

#[test]
fn two_forms_in_one_table_and_a_split_form() {
    let block = "| 项目名称 | 甲项目 | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 指标值 |
         | 产出指标 | 数量指标 | 次数 | 3次 |
         | 项目名称 | 乙项目 | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 指标值 |
         | 产出指标 | 数量指标 | 次数 | 4次 |";
    let rest = "| 一级指标 | 二级指标 | 三级指标 | 指标值 |
         | | 质量指标 | 合格率 | 100% |";
    let mapped = map(&["项目支出绩效目标表", block, "项目支出绩效目标表", rest]);
    assert_eq!(mapped.forms.len(), 2, "{}", shown(&mapped));
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn two_stacked_blocks() {
    let mapped = map(&[
        "2018年项目支出绩效目标表",
        "| 项目名称 | 信息系统运维 | < | < | < | < |
         | 长期绩效指标 | 一级指标 | 二级指标 | 指标内容 | 指标值 | 备注 |
         | ^ | 产出指标 | 数量指标 | 系统数 | 12个 | |
         | ^ | ^ | 质量指标 | 可用率 | 99.9% | 三年 |
         | 年度绩效指标 | 一级指标 | 二级指标 | 指标内容 | 指标值 | 备注 |
         | ^ | 产出指标 | 数量指标 | 系统数 | 4个 | |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn starred_rows_over_detail_rows() {
    let mapped = map(&[
        "项目支出绩效自评表",
        "| 项目名称 | 扶持 | < | < | < | < | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 分值 | 年度指标值(A) | 全年实际值(B) | 得分 | 未完成原因分析 |
         | 产出指标 | 数量指标 | ★扶持企业 | 10 | 30家 | 31家 | 10 | |
         | ^ | ^ | 其中：小微企业 | | 20家 | 21家 | | |
         | ^ | ^ | 个体户 | | 10家 | 10家 | | |
         | ^ | 质量指标 | ★达标率 | 10 | 95% | 96% | 10 | |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn operator_column_or_direction_column() {
    let mapped = map(&[
        "部门预算项目支出绩效自评表(2022年度)",
        "| 项目名称 | 甲 | < | < | < | < | < | < | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分 | 未完成原因分析 |
         | 产出指标 | 数量指标 | 讲座 | ≥ | 12 | 场 | 13 | 10 | 10 | |
         | ^ | 质量指标 | 效果 | 定性 | 好坏 | | 好 | 5 | 5 | |
         | 合计 | < | < | < | < | < | < | 100 | 100 | |
         | 评价结论 | 很好。 | < | < | < | < | < | < | < | < |
         | 存在问题 | 无。 | < | < | < | < | < | < | < | < |
         | 项目负责人: | < | < | < | < | 财务负责人: | < | < | < | < |",
        "项目支出绩效目标表",
        "| 项目名称 | 乙 | < | < | < | < | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标方向 | 目标值 | 计量单位 | 备注 |
         | 产出指标 | 数量指标 | 讲座 | 正向 | = | 12 | 场 | |
         | 产出指标 | 成本指标 | 单价 | 反向 | ≤ | 3 | 万元 | |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn flat_list_without_levels() {
    let mapped = map(&[
        "项目支出绩效自评表",
        "| 项目名称 | 丙 | < | < | < | < | < | < |
         | 指标名称 | 计量单位 | 指标性质 | 指标值 | 全年完成值 | 得分系数 | 权重 | 得分 |
         | 服务人次 | 人次 | ≥ | 1000 | 1100 | 1 | 50 | 50 |
         | 人员经费 | 万元 | ≤ | 20 | 20 | 1 | 50 | 50 |
         | 合计 | | | | | | 100 | 100 |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn last_year_and_this_year() {
    let mapped = map(&[
        "项目支出绩效目标批复表 (2022年度)",
        "| 项目名称 | 主体班 | < | < | < | < | < |
         | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | < | 指标标准或依据 |
         | ^ | ^ | ^ | ^ | 2021年实际实现值 | 预期2022年实现值 | ^ |
         | ^ | 产出指标 | 数量指标 | 人次 | 270人次 | 280人次 | 计划 |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn two_levels_only_and_four_grades() {
    let mapped = map(&[
        "绩效目标表",
        "| 项目名称 | 救助 | < | < | < | < | < | < |
         | 绩效指标分类 | 绩效指标 | 绩效指标描述 | 绩效指标评价标准 | < | < | < | 评价标准确定依据 |
         | ^ | ^ | ^ | 优 | 良 | 中 | 差 | ^ |
         | 产出指标 | 救助覆盖率 | 是否应救尽救 | 100% | 90% | 85% | 85% | 按办法 |
         | 效果指标 | 满意度(%) | 问卷 | 85% | 80% | 70% | 70% | 按办法 |",
        "项目绩效目标表",
        "| 项目名称 | 养护 | < | < |
         | 指标类型 | 指标名称 | 指标值 | 指标描述 |
         | 产出指标 | 里程 | 32.1公里 | 全县 |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn duty_table_and_monitoring_ticks() {
    let mapped = map(&[
        "部门整体支出绩效目标表",
        "| 部门(单位)名称 | 青枫县史志室 | < | 部门预算编码 | 900001 |
         | 年度预算安排(万元) | 资金总额 | 171.41 | < | < |
         | ^ | 项目支出 | 60.8 | < | < |
         | ^ | 基本支出 | 110.61 | < | < |
         | 年度总体目标 | 编史。 | < | < | < |
         | 年度履职目标 | 部门职能 | 年度目标任务 | 支出项目名称 | 预算金额(万元) |
         | ^ | 编纂 | 出版 | 年鉴经费 | 49.8 |
         | ^ | 保障 | 发放 | 基本支出 | 110.61 |
         | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 目标值 |
         | ^ | 产出指标 | 数量指标 | 出版 | 1部 |",
        "项目支出绩效运行监控表",
        "| 项目名称 | 丁 | < | < | < | < | < | < | < | < | < | < | < | < | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1-7月执行情况 | 全年预计完成情况 | 偏差原因分析 | < | < | < | < | 完成目标可能性 | < | < | 备注 | |
         | ^ | ^ | ^ | ^ | ^ | ^ | 经费保障 | 制度保障 | 人员保障 | 硬件条件保障 | 其他 | 确定能 | 有可能 | 完全不可能 | ^ | |
         | 产出指标 | 数量指标 | 检查 | ≥12次 | 7次 | 12次 | | | | | | √ | | | | |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn evaluation_score_sheet_with_weights() {
    let mapped = map(&[
        "项目支出绩效评价评分表",
        "| 一级指标 | 权重 | 二级指标 | 分值 | 三级指标 | 目标值 | 指标值 | 得分 |
         | 决策 | 20 | 项目立项 | 8 | 立项依据充分性 | 充分 | 充分 | 4 |
         | ^ | ^ | ^ | ^ | 立项程序规范性 | 规范 | 规范 | 4 |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

#[test]
fn wide_table_with_many_projects() {
    let mapped = map(&[
        "2023年部门预算项目支出绩效目标表",
        "| 单位名称 | 项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 权重 |
         | 青枫县文化馆 | < | 30 | | | | | | | | |
         | 青枫县文化馆 | 免费开放 | 20 | 开放好。 | 产出指标 | 数量指标 | 天数 | ≥ | 300 | 天 | 50 |
         | ^ | ^ | ^ | ^ | ^ | 质量指标 | 完好率 | ≥ | 98 | % | 50 |
         | ^ | 展览 | 10 | 展览好。 | 产出指标 | 数量指标 | 场次 | = | 4 | 场 | 100 |",
    ]);
    insta::assert_snapshot!(shown(&mapped));
}

/// The page *Write your own mapping* works as printed.
#[test]
fn the_documented_mapping_works_as_printed() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/mappings.md")).unwrap();
    let toml = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let chinese = std::fs::read_to_string(root.join("docs/zh/mappings.md")).unwrap();
    assert!(chinese.contains(toml), "docs/zh/mappings.md walks through the same example");
    let document = std::fs::read(root.join("samples/unknown-form.docx")).unwrap();
    let vocabulary = ingest::mapping::load::vocabulary().unwrap();
    let own = ingest::mapping::load::mapping("work-letter.toml", toml, &vocabulary).unwrap();
    let catalogue = Catalogue::with(&vocabulary, vec![own]).unwrap();
    let engine = ingest::pipeline::Engine::with(ingest::pipeline::Options::default(), catalogue).unwrap();
    let submission = engine.submission("unknown-form.docx", &document);
    assert_eq!(submission.cells_reported, 0, "{:#?}", submission.findings);
    let form = &submission.forms[0];
    assert_eq!((form.form_type.as_str(), form.project.as_str()), ("work_letter", "食品安全放心县创建"));
    assert_eq!(form.department, "松陌县市场监督管理局");
    let rows: Vec<_> = form
        .indicators
        .iter()
        .map(|i| (i.level1.as_str(), i.level2.as_str(), i.indicator.as_str(), i.weight.as_str()))
        .collect();
    assert_eq!(rows[0], ("产出", "数量", "食品抽检批次", "30"));
    assert_eq!(rows.len(), 4);
    let plain = ingest::pipeline::Engine::new(ingest::pipeline::Options::default()).unwrap();
    let tables = plain.tables("unknown-form.docx", &document).unwrap();
    insta::assert_snapshot!(plain.catalogue().suggest(&tables.layout, "unknown-form.docx").unwrap());
}

#[test]
fn an_unsound_mapping_is_refused_with_its_line_and_what_to_write() {
    let vocabulary = ingest::mapping::load::vocabulary().unwrap();
    let refused = |text: &str| match ingest::mapping::load::mapping("my.toml", text, &vocabulary) {
        Err(error) => format!("{error} | {}", error.hint()),
        Ok(_) => panic!("taken: {text}"),
    };
    let head = "name = \"a\"\nform_type = \"b\"\nabout = \"c\"\n[choose]\n";
    assert!(
        refused(&format!("{head}columns = [\"levle1\"]"))
            .contains("my.toml:5: `levle1` is no column role | write `level1`")
    );
    assert!(refused(&format!("{head}titel = [\"x\"]")).starts_with("my.toml:5: unknown field `titel`"));
    assert!(refused(head).contains("nothing tells this form from others"));
    assert!(refused("name = ").starts_with("my.toml:1:"));
    let column = format!("{head}titles = [\"x\"]\n[fields.a]\nform = \"budget\"\n");
    assert!(refused(&column).contains("my.toml:7: `budget` is no column of the forms table"), "{}", refused(&column));
    let stands_in = refused(&format!("{head}titles = [\"x\"]\n[fields.a]\nstands_in = \"budget_total\"\n"));
    let wanted =
        "my.toml:7: `budget_total` is no column that another field may fill | write one of: department, project";
    assert!(stands_in.contains(wanted), "{stands_in}");
}

/// Entries of the list that are no labels: stand-ins for a value, boxes to tick, a word of the list's own, and a mark
/// that also begins names (`#1机组`).
fn is_no_label(field: &str, label: &str) -> bool {
    field == "placeholder_row" || label.contains('□') || ["产出指标（50分）块", "#"].contains(&label)
}

#[test]
fn every_label_of_the_list_is_known() {
    let Some(path) = support::shared("domain/labels.tsv") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let catalogue = Catalogue::load(None).unwrap();
    let (mut known, mut missing) = (0, Vec::new());
    for line in text.lines().skip(1) {
        let mut parts = line.split('\t');
        let (field, label) = (parts.next().unwrap(), parts.next().unwrap());
        if is_no_label(field, label) {
            continue;
        }
        let is_title = catalogue.is_title(label);
        let is_known = |mapping: &Mapping| {
            let lexicon = &mapping.lexicon;
            let word = lexicon.word(label);
            lexicon.columns.get(&word.label).is_some()
                || lexicon.field(&word).is_some()
                || lexicon.captions.get(&word.label).is_some()
                || lexicon.totals.get(&word.label).is_some()
                || lexicon.money_columns.get(&word.label).is_some()
                || lexicon.is_level_name(&word)
                || lexicon.is_before(&word)
                || lexicon.without_noise(label).is_empty()
                || lexicon.parent_marks.iter().any(|mark| mark == label)
                || inline::pairs(label, lexicon).is_some()
                || lexicon.year(label).is_some()
                // A mark before a name: the packed cells' levels are the pattern's.
                || clean::name(&format!("{label}清扫道路"), &lexicon.name_prefixes) == "清扫道路"
                || lexicon.packed.iter().any(|packed| packed.is_match(&format!("{label}清扫道路(3条)")))
        };
        if is_title || catalogue.mappings().iter().any(is_known) {
            known += 1;
        } else {
            missing.push(format!("{field}\t{label}"));
        }
    }
    assert!(missing.is_empty(), "{known} known, {} not:\n{}", missing.len(), missing.join("\n"));
}

#[test]
fn names_lose_their_numbers_and_keep_their_figures() {
    let catalogue = Catalogue::load(None).unwrap();
    let lexicon = &catalogue.mappings()[0].lexicon;
    for name in
        ["指标1：培训人数", "1.培训人数", "（1）培训人数", "1、培训人数", "①培训人数", "★培训人数", "2）培训人数"]
    {
        assert_eq!(clean::name(name, &lexicon.name_prefixes), "培训人数", "{name}");
    }
    for name in ["1.5万亩林地", "12345热线办结率", "2024年新增岗位", "3个乡镇", "1290.3平方米冷库", "1.", "110接警"]
    {
        assert_eq!(clean::name(name, &lexicon.name_prefixes), name);
    }
}

#[test]
fn values_under_a_heading_that_no_label_explains() {
    let mapped = map(&[
        "项目支出绩效目标表",
        "| 项目名称 | 丙项目 | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 本年要做到 |
         | 产出指标 | 数量指标 | 人次 | 280人次 |
         | ^ | 质量指标 | 合格率 | ≥95% |",
    ]);
    let rows: Vec<_> =
        mapped.forms[0].indicators.iter().map(|i| (i.indicator.as_str(), i.target_raw.as_str())).collect();
    assert_eq!(rows, [("人次", "280人次"), ("合格率", "≥95%")]);
    // The values are read, and the head that nothing explains is reported: it may be one village of several.
    let reported: Vec<&str> = mapped.findings.iter().map(|finding| finding.raw.as_str()).collect();
    assert_eq!(reported, ["本年要做到"]);
    assert_eq!(&*mapped.forms[0].form_type, "project_target");
    let is_said = |i: &Indicator| i.inferred.iter().any(|what| what == "target:content");
    assert!(mapped.forms[0].indicators.iter().all(is_said));
}

#[test]
fn a_heading_of_two_rows_with_its_labels_printed_in_each() {
    let mapped = map(&[
        "项目支出绩效目标批复表 (2022年度)",
        "| 项目名称 | 主体班 | < | < | < | < |
         | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | < |
         | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 2021年实际实现值 | 预期2022年实现值 |
         | 绩效指标 | 产出指标 | 数量指标 | 人次 | 270人次 | 280人次 |",
    ]);
    let rows: Vec<_> =
        mapped.forms[0].indicators.iter().map(|i| (i.indicator.as_str(), i.target_raw.as_str())).collect();
    assert_eq!(rows, [("人次", "280人次")]);
    assert!(mapped.findings.is_empty(), "{:?}", mapped.findings);
}

#[test]
fn costs_by_item_give_their_sum_and_a_year_in_a_project_name_is_not_the_forms() {
    let mapped = map(&[
        "2019年河道清淤绩效目标表",
        "(2020年度)",
        "| 项目名称 | 2019年河道清淤 | < | < |
         | 项目预算 | 成本构成 | 金额 | 测算依据 |
         | ^ | 机械费 | 30 | 招标价 |
         | ^ | 人工费 | 12 | 定额 |
         | ^ | 合计 | 42 | |
         | 资金性质 | 一般公共预算 | < | < |
         | 一级指标 | 二级指标 | 绩效标准 | 当年预期实现值 |
         | 数量指标 | 清淤长度 | 实测 | ≥3公里 |
         | 质量指标 | 验收合格率 | 规范 | 100% |",
    ]);
    let form = &mapped.forms[0];
    assert_eq!((form.fiscal_year.as_str(), form.money["budget_total"].raw.as_str()), ("2020", "42"));
    let rows: Vec<_> = form
        .indicators
        .iter()
        .map(|i| (i.level1.as_str(), i.indicator.as_str(), i.category.as_str(), i.standard.as_str()))
        .collect();
    assert_eq!(
        rows,
        [("数量指标", "清淤长度", "output.quantity", "实测"), ("质量指标", "验收合格率", "output.quality", "规范")]
    );
    assert!(form.fields.iter().any(|f| f.field == "project_category" && f.value_raw == "一般公共预算"));
    assert!(mapped.findings.is_empty(), "{:?}", mapped.findings);
}

/// The names and targets of the first form.
fn named(text: &str) -> Vec<(String, String)> {
    let mapped = map(&["项目支出绩效目标表", text]);
    let rows = mapped.forms[0].indicators.iter();
    rows.map(|row| (row.indicator.clone(), row.target_raw.clone())).collect()
}

#[test]
fn values_stand_behind_names_where_no_column_holds_them() {
    let rows = named(
        "| 项目名称 | 丙项目 | < | < |
         | 一级指标 | 二级指标 | 三级指标 | 备注 |
         | 产出指标 | 数量指标 | 1.硬化里程≥2公里；桥涵3座 |  |
         | ^ | 质量指标 | 验收合格率100% |  |
         | ^ | 时效指标 | 完工时间：2024年11月底前 |  |
         | 效益指标 | 社会效益指标 | 受益群众不少于1.3万人 |  |
         | ^ | 可持续影响指标 | 路面长期完好 |  |
         | 满意度指标 | 服务对象满意度指标 | 群众满意度 ＞ ９５％ |  |",
    );
    let expected = [
        ("硬化里程", "≥2公里"),
        ("桥涵", "3座"),
        ("验收合格率", "100%"),
        ("完工时间", "2024年11月底前"),
        ("受益群众", "不少于1.3万人"),
        ("路面长期完好", ""),
        ("群众满意度", "＞ ９５％"),
    ];
    assert_eq!(rows, expected.map(|(name, target)| (name.to_owned(), target.to_owned())));
}

#[test]
fn figures_in_names_stay_there_where_values_have_a_column() {
    let rows = named(
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 |
         | 产出指标 | 数量指标 | 硬化里程≥2公里 |  |
         | ^ | 质量指标 | 合格率100% |  |",
    );
    assert_eq!(rows.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["硬化里程≥2公里", "合格率100%"]);
    // Nor where few names have any.
    let rows = named(
        "| 一级指标 | 二级指标 | 三级指标 | 备注 |
         | 产出指标 | 数量指标 | 修建2024年度水渠 |  |
         | ^ | ^ | 培训第3期 |  |
         | ^ | ^ | 开展12345热线回访 |  |
         | ^ | 质量指标 | 合格率100% |  |",
    );
    assert!(rows.iter().all(|(_, target)| target.is_empty()), "{rows:?}");
}

#[test]
fn the_number_of_a_page_parts_no_table() {
    let head = "| 一级指标 | 二级指标 | 三级指标 | 指标值 |
         | 产出指标 | 数量指标 | 硬化里程 | ≥2公里 |";
    let rest = "| 效益指标 | 社会效益指标 | 受益群众 | 1300人 |";
    let again = "| 一级指标 | 二级指标 | 三级指标 | 指标值 |
         | 效益指标 | 社会效益指标 | 受益群众 | 1300人 |";
    for page in ["12", "— 12 —", "第 2 页 共 3 页", "2/3"] {
        for rest in [rest, again] {
            let mapped = map(&["项目支出绩效目标表", head, page, rest]);
            let rows: Vec<usize> = mapped.forms.iter().map(|form| form.indicators.len()).collect();
            assert_eq!(rows, [2], "{page}");
        }
    }
    let mapped = map(&["项目支出绩效目标表", head, "另附两行", rest]);
    assert_eq!(mapped.forms[0].indicators.len(), 1);
}

#[test]
fn a_column_of_types_between_name_and_value_is_no_operator() {
    let rows = named(
        "| 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 单位 |
         | 产出指标 | 数量指标 | 受益学生 | 定量指标 | ≥3600 | 人 |
         | 效益指标 | 社会效益指标 | 教学质量 | 定性指标 | 稳步提高 |  |",
    );
    assert_eq!(rows, [("受益学生", "≥3600人"), ("教学质量", "稳步提高")].map(|(a, b)| (a.to_owned(), b.to_owned())));
    let rows = named(
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 | < | < |
         | ^ | ^ | ^ | 性质 | 数值 | 单位 |
         | 产出指标 | 数量指标 | 补贴客车 | ≥ | 86 | 辆 |
         | 产出指标 | 质量指标 | 通车比例 | = | 100 | % |",
    );
    assert_eq!(rows, [("补贴客车", "≥86辆"), ("通车比例", "=100%")].map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn values_before_the_outcomes_are_targets_whatever_their_head() {
    let mapped = map(&[
        "项目支出绩效自评表",
        "| 一级指标 | 二级指标 | 三级指标 | 定下的 | 实际指标值 | 分值 | 自评得分 |
         | 产出指标 | 数量指标 | 采样数 | 200份 | 205份 | 60 | 60 |
         | 满意度指标 | 服务对象满意度 | 群众满意度 | ≥90% | 92% | 40 | 40 |
         | 总分 | 100 | < | < | < | < | < |",
    ]);
    let rows = mapped.forms[0].indicators.iter();
    let rows: Vec<_> = rows.map(|row| (row.target_raw.as_str(), row.actual_raw.as_str())).collect();
    assert_eq!(rows, [("200份", "205份"), ("≥90%", "92%")]);
    assert_eq!(mapped.forms[0].money["score_total"].raw, "100");
}
