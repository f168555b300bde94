//! The indicators table.

use std::borrow::Cow;

use super::{Cell, Column, Key, Kind, Table, columns};
use crate::model::{Form, Indicator, Submission, Value};
use crate::write::Fill;

/// One row for each indicator.
pub static INDICATORS: Table = Table {
    name: "indicators",
    zh: "指标",
    about: "a row for each indicator",
    about_zh: "每个指标一行",
    columns: INDICATOR_COLUMNS,
    rows: |file, fill, take| {
        let rows = file.forms.iter().flat_map(|form| form.indicators.iter().map(move |one| (form, one)));
        rows.into_iter().try_for_each(|(form, one)| take(&indicator_cells(&IndicatorRow { file, form, one, fill })))
    },
};

/// The words of `category`.
pub const CATEGORIES: &[&str] = &[
    "output.quantity",
    "output.quality",
    "output.timeliness",
    "output.cost",
    "cost.economic",
    "cost.social",
    "cost.ecological",
    "benefit.economic",
    "benefit.social",
    "benefit.ecological",
    "benefit.sustainable",
    "satisfaction",
    "management",
];

/// The words of `value_kind`.
const VALUE_KINDS: &[&str] =
    &["quantitative", "qualitative", "date", "period", "boolean", "placeholder", "template", "multiple"];

/// The words of `comparator`.
const COMPARATORS: &[&str] = &["ge", "gt", "eq", "le", "lt", "between", "approx"];

struct IndicatorRow<'a> {
    file: &'a Submission,
    form: &'a Form,
    one: &'a Indicator,
    fill: Fill,
}

columns! { INDICATOR_COLUMNS, indicator_cells(row: &IndicatorRow<'a>) {
    "indicator_id" "指标编号" Text: Primary = &row.one.indicator_id;
    "`<form_id>-<n>`; n counts the form's rows from 1" "表单编号加表内行号，从 1 起";
    "form_id" "表单编号" Text: Of("forms") = &row.form.form_id;
    "the form that the row stands in" "所在表单";
    "source_file" "来源文件" Text: Of("files") = &row.file.source_file;
    "the path below the PATH given, with `/`" "给定路径以下的文件路径";
    "table_no" "表序" Count = row.one.place.table_no;
    "the table's number in the document, from 1" "文件中第几张表，从 1 起";
    "row_no" "行序" Count = row.one.place.row_no;
    "the row of the table's grid, from 1" "表中第几行，从 1 起";
    "form_type" "表单类型" Text = &row.form.form_type;
    "`department_target`, `project_target`, `department_self_evaluation`, `project_self_evaluation`, `transfer_target`, `transfer_self_evaluation`, `monitoring` …" "部门目标表、项目目标表、自评表、监控表等";
    "fiscal_year" "预算年度" Text = &row.form.fiscal_year;
    "from the title, else the head of the form, else the document, else the path" "依次取自标题、表头、文件、路径";
    "region" "地区" Text = &row.form.region;
    "as written" "原文";
    "department" "部门" Text = &row.form.department;
    "as written; a blank one is taken from the document, and `inferred` says so" "原文；空白时取自同一文件，并在推断内容中注明";
    "project" "项目" Text = &row.form.project;
    "likewise" "同上";
    "level1" "一级指标" Text = row.level(1);
    "the label as stated; a merged one carried down; without line breaks, stars and scores in brackets" "一级指标名称；合并的逐行补全；去掉换行、星号和括号中的分值";
    "level2" "二级指标" Text = row.level(2);
    "likewise" "同上";
    "indicator" "三级指标" Text = &row.one.indicator;
    "level 3, likewise, without `指标1：` and `★`" "三级指标名称，去掉“指标1：”和星号";
    "category" "指标类别" Enum(CATEGORIES) = &row.one.category;
    "the same word in all layouts, or empty" "统一的类别，各种表式相同；认不出时为空";
    "period" "期限" Enum(&["annual", "lifetime"]) = row.one.period.map(|period| period.name());
    "for the year, or for the project's life" "年度或实施期";
    "target_raw" "指标值原文" Text = &row.one.target_raw;
    "the value cell as written; of split columns, joined" "指标值单元格原文；分列的连写";
    "value_kind" "值类型" Enum(VALUE_KINDS) = row.one.target.kind.name();
    "what the value cell states" "指标值是定量、定性、日期、期间、是否、空缺、模板还是多值";
    "comparator" "比较符" Enum(COMPARATORS) = row.one.target.comparator.map(|comparator| comparator.name());
    "empty where none is written" "没写则为空";
    "value" "数值" Measure = &row.one.target.value;
    "the decimal as written, without thousands separators; a date as ISO 8601, `YYYY` where no year is written" "照写的小数，去掉千分位；日期按 ISO 8601，未写年份的为 YYYY";
    "value_high" "数值上限" Measure = &row.one.target.high;
    "the upper end: of `between`, of a date range, or the month" "区间、期间的上限";
    "unit" "计量单位" Text = &row.one.target.unit;
    "as written" "原文";
    "canonical_value" "规范数值" Measure = &row.one.target.canonical_value;
    "万 and 亿 multiplied out, money in 元, ‰ and 百分之 as `%`" "万、亿乘开，金额以元计，千分号和百分之化为 %";
    "canonical_value_high" "规范数值上限" Measure = &row.one.target.canonical_high;
    "the upper end, likewise" "上限，同上";
    "canonical_unit" "规范单位" Text = &row.one.target.canonical_unit;
    "the unit of the canonical value" "规范数值的单位";
    "unit_source" "单位来源" Enum(&["value", "column", "name", "header"]) = row.one.target.unit_source;
    "where the unit was found" "单位取自指标值、单位列、指标名称还是表头";
    "qualifier" "限定语" Text = &row.one.target.qualifier;
    "the words around the number" "数字前后的文字";
    "parent" "上级指标" Text = &row.one.parent;
    "the level above, where a form has a fourth" "有四级时的上一级";
    "standard" "标准" Text = &row.one.standard;
    "the standard or basis, where the form has it" "指标标准或依据";
    "explanation" "指标解释" Text = &row.one.explanation;
    "likewise" "指标解释或说明";
    "note" "备注" Text = &row.one.note;
    "likewise" "备注";
    "weight" "权重" Amount = &row.one.weight;
    "the weight or full score, as written" "权重或分值，原文";
    "actual_raw" "实际完成值原文" Text = &row.one.actual_raw;
    "the outcome as written" "实际完成值原文";
    "actual_value" "实际完成数值" Measure = &row.one.actual.value;
    "the outcome, typed like `value`" "实际完成值的数值";
    "actual_unit" "实际完成单位" Text = &row.one.actual.unit;
    "the outcome's unit" "实际完成值的单位";
    "score" "得分" Amount = &row.one.score;
    "as written" "得分，原文";
    "deviation" "偏差原因" Text = &row.one.deviation;
    "the reason of a deviation" "偏差原因分析及改进措施";
    "direction" "指标方向" Text = &row.one.direction;
    "the direction column" "正向、反向等";
    "inferred" "推断内容" Text = row.inferred();
    "what was worked out and not read: `level1:fill-down;department:document`" "并非读出而是推断的内容";
    "findings" "问题代码" Text = row.one.findings.join(";");
    "the codes of the findings on this row, `;` between" "本行的问题代码，以分号分隔";
    "values" "多个数值" Values = values(&row.one.target.values);
    "the single values of a `multiple`; not in CSV and TSV" "一格多值时的各个值；CSV、TSV 中没有";
    "department_code" "部门编码" Text = &row.form.department_code;
    "the department's code in the list of `--departments`, or empty" "--departments 名单中的部门编码，可空";
    "region_code" "行政区划代码" Text = &row.form.region_code;
    "likewise: the code of its region (GB/T 2260)" "同上：行政区划代码（GB/T 2260）";
}}

impl<'a> IndicatorRow<'a> {
    /// True when this level is printed in a row above and is to be left blank here.
    fn is_left_blank(&self, level: u8) -> bool {
        self.fill == Fill::Blank && if level == 1 { self.one.level1_carried } else { self.one.level2_carried }
    }

    fn level(&self, level: u8) -> &'a str {
        match level {
            _ if self.is_left_blank(level) => "",
            1 => &self.one.level1,
            _ => &self.one.level2,
        }
    }

    /// What was worked out of this row's columns, the form's among them, less what is left blank.
    fn inferred(&self) -> String {
        let written = |what: &&String| match what.split_once(':') {
            Some(("level1", _)) => !self.is_left_blank(1),
            Some(("level2", _)) => !self.is_left_blank(2),
            Some((column, _)) => INDICATOR_COLUMNS.iter().any(|known| known.name == column),
            None => true,
        };
        let all = self.one.inferred.iter().chain(&self.form.inferred).filter(written).map(String::as_str);
        all.collect::<Vec<_>>().join(";")
    }
}

/// The single values of a cell that states several, as a JSON array.
fn values(values: &[Value]) -> String {
    if values.is_empty() {
        return String::new();
    }
    let one = |value: &Value| {
        serde_json::json!({
            "value_kind": value.kind.name(),
            "comparator": value.comparator.map(|comparator| comparator.name()),
            "value": value.value,
            "value_high": value.high,
            "unit": value.unit,
            "canonical_value": value.canonical_value,
            "canonical_value_high": value.canonical_high,
            "canonical_unit": value.canonical_unit,
            "unit_source": value.unit_source,
            "qualifier": value.qualifier,
        })
    };
    serde_json::Value::from(values.iter().map(one).collect::<Vec<_>>()).to_string()
}
