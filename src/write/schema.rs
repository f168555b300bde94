//! The one definition of every table that is written: its columns' names, Chinese headings, kinds and getters.
//!
//! A writer sees texts only; an empty text is an absent value.

use std::borrow::Cow;
use std::io;

use crate::finding::Finding;
use crate::model::{Field, Form, Indicator, Submission, Value};
use crate::write::{Fill, Headers};

/// What the texts of a column state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// An exact decimal or an ISO 8601 date, as a string.
    Number,
    /// A count or a number of order: a whole number.
    Count,
    /// JSON: for formats that can nest, left out by the others.
    Values,
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The stable English name.
    pub name: &'static str,
    /// The Chinese heading.
    pub zh: &'static str,
    /// What its texts state.
    pub kind: Kind,
}

impl Column {
    /// The name that heads the column.
    pub fn heading(&self, headers: Headers) -> &'static str {
        match headers {
            Headers::En => self.name,
            Headers::Zh => self.zh,
        }
    }
}

/// Takes a row's texts, one for each column.
pub type TakeRow<'t> = &'t mut dyn FnMut(&[Cow<'_, str>]) -> io::Result<()>;

/// A table: its name, its columns, and the rows that a submission gives.
pub struct Table {
    /// The name, as in `NAME.findings.csv`.
    pub name: &'static str,
    /// The columns, in order.
    pub columns: &'static [Column],
    /// Hands on every row of a submission, in order.
    pub rows: fn(&Submission, Fill, TakeRow<'_>) -> io::Result<()>,
}

/// Turns what a getter gives into a column's text; 0 for a place that is not known is absent.
trait Cell<'a> {
    fn cell(self) -> Cow<'a, str>;
}

impl<'a> Cell<'a> for &'a str {
    fn cell(self) -> Cow<'a, str> {
        self.into()
    }
}

impl<'a> Cell<'a> for &'a String {
    fn cell(self) -> Cow<'a, str> {
        self.as_str().into()
    }
}

impl<'a> Cell<'a> for String {
    fn cell(self) -> Cow<'a, str> {
        self.into()
    }
}

impl<'a> Cell<'a> for &'a Option<String> {
    fn cell(self) -> Cow<'a, str> {
        self.as_deref().unwrap_or_default().into()
    }
}

impl<'a> Cell<'a> for Option<&'static str> {
    fn cell(self) -> Cow<'a, str> {
        self.unwrap_or_default().into()
    }
}

impl<'a> Cell<'a> for u64 {
    fn cell(self) -> Cow<'a, str> {
        self.to_string().into()
    }
}

impl<'a> Cell<'a> for usize {
    fn cell(self) -> Cow<'a, str> {
        self.to_string().into()
    }
}

impl<'a> Cell<'a> for u32 {
    fn cell(self) -> Cow<'a, str> {
        if self == 0 { "".into() } else { self.to_string().into() }
    }
}

/// Columns and, from the same lines, the function that gives a row's texts.
macro_rules! columns {
    ($columns:ident, $cells:ident($row:ident: $type:ty) { $($name:literal $zh:literal $kind:ident $get:expr;)* }) => {
        static $columns: &[Column] = &[$(Column { name: $name, zh: $zh, kind: Kind::$kind }),*];

        fn $cells<'a>($row: $type) -> Vec<Cow<'a, str>> {
            vec![$($get.cell()),*]
        }
    };
}

/// One row for each indicator.
pub static INDICATORS: Table = Table {
    name: "indicators",
    columns: INDICATOR_COLUMNS,
    rows: |file, fill, take| {
        let rows = file.forms.iter().flat_map(|form| form.indicators.iter().map(move |one| (form, one)));
        rows.into_iter().try_for_each(|(form, one)| take(&indicator_cells(&IndicatorRow { file, form, one, fill })))
    },
};

struct IndicatorRow<'a> {
    file: &'a Submission,
    form: &'a Form,
    one: &'a Indicator,
    fill: Fill,
}

columns! { INDICATOR_COLUMNS, indicator_cells(row: &IndicatorRow<'a>) {
    "indicator_id" "指标编号" Text &row.one.indicator_id;
    "form_id" "表单编号" Text &row.form.form_id;
    "source_file" "来源文件" Text &row.file.source_file;
    "table_no" "表序" Count row.one.place.table_no;
    "row_no" "行序" Count row.one.place.row_no;
    "form_type" "表单类型" Text &row.form.form_type;
    "fiscal_year" "预算年度" Text &row.form.fiscal_year;
    "region" "地区" Text &row.form.region;
    "department" "部门" Text &row.form.department;
    "project" "项目" Text &row.form.project;
    "level1" "一级指标" Text row.level(1);
    "level2" "二级指标" Text row.level(2);
    "indicator" "三级指标" Text &row.one.indicator;
    "category" "指标类别" Text &row.one.category;
    "period" "期限" Text row.one.period.map(|period| period.name());
    "target_raw" "指标值原文" Text &row.one.target_raw;
    "value_kind" "值类型" Text row.one.target.kind.name();
    "comparator" "比较符" Text row.one.target.comparator.map(|comparator| comparator.name());
    "value" "数值" Number &row.one.target.value;
    "value_high" "数值上限" Number &row.one.target.high;
    "unit" "计量单位" Text &row.one.target.unit;
    "canonical_value" "规范数值" Number &row.one.target.canonical_value;
    "canonical_value_high" "规范数值上限" Number &row.one.target.canonical_high;
    "canonical_unit" "规范单位" Text &row.one.target.canonical_unit;
    "unit_source" "单位来源" Text row.one.target.unit_source;
    "qualifier" "限定语" Text &row.one.target.qualifier;
    "parent" "上级指标" Text &row.one.parent;
    "standard" "标准" Text &row.one.standard;
    "explanation" "指标解释" Text &row.one.explanation;
    "note" "备注" Text &row.one.note;
    "weight" "权重" Number &row.one.weight;
    "actual_raw" "实际完成值原文" Text &row.one.actual_raw;
    "actual_value" "实际完成数值" Number &row.one.actual.value;
    "actual_unit" "实际完成单位" Text &row.one.actual.unit;
    "score" "得分" Number &row.one.score;
    "deviation" "偏差原因" Text &row.one.deviation;
    "direction" "指标方向" Text &row.one.direction;
    "inferred" "推断内容" Text row.inferred();
    "findings" "问题代码" Text row.one.findings.join(";");
    "values" "多个数值" Values values(&row.one.target.values);
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

/// One row for each form.
pub static FORMS: Table = Table {
    name: "forms",
    columns: FORM_COLUMNS,
    rows: |file, _, take| file.forms.iter().try_for_each(|form| take(&form_cells((file, form)))),
};

columns! { FORM_COLUMNS, form_cells(row: (&'a Submission, &'a Form)) {
    "form_id" "表单编号" Text &row.1.form_id;
    "source_file" "来源文件" Text &row.0.source_file;
    "table_no" "表序" Count row.1.place.table_no;
    "row_no" "行序" Count row.1.place.row_no;
    "form_type" "表单类型" Text &row.1.form_type;
    "mapping" "表样" Text &row.1.mapping;
    "title" "标题" Text &row.1.title;
    "fiscal_year" "预算年度" Text &row.1.fiscal_year;
    "region" "地区" Text &row.1.region;
    "department" "部门" Text &row.1.department;
    "project" "项目" Text &row.1.project;
    "objective" "绩效目标" Text &row.1.objective;
    "money_unit" "金额单位" Text &row.1.money_unit;
    "budget_total" "资金总额" Number money(row.1, "budget_total");
    "general_public_budget" "一般公共预算" Number money(row.1, "general_public_budget");
    "government_fund_budget" "政府性基金预算" Number money(row.1, "government_fund_budget");
    "state_capital_budget" "国有资本经营预算" Number money(row.1, "state_capital_budget");
    "special_account" "财政专户资金" Number money(row.1, "special_account");
    "other_funds" "其他资金" Number money(row.1, "other_funds");
    "basic_expenditure" "基本支出" Number money(row.1, "basic_expenditure");
    "project_expenditure" "项目支出" Number money(row.1, "project_expenditure");
    "superior_funds" "上级资金" Number money(row.1, "superior_funds");
    "executed" "执行数" Number money(row.1, "executed");
    "execution_rate" "执行率" Number money(row.1, "execution_rate");
    "score_total" "总分" Number money(row.1, "score_total");
    "filled_on" "填报日期" Number &row.1.filled_on;
    "indicators" "指标数" Count row.1.indicators.len();
    "inferred" "推断内容" Text row.1.inferred.join(";");
}}

/// An amount's decimal; as written where it states none, or states another unit than the form's.
fn money<'a>(form: &'a Form, column: &str) -> &'a str {
    let Some(money) = form.money.get(column) else { return "" };
    match (&money.value, &money.unit) {
        (Some(value), None) => value,
        (Some(value), Some(unit)) if *unit == form.money_unit || unit == "%" => value,
        _ => &money.raw,
    }
}

/// Every other labelled cell of a form.
pub static FIELDS: Table = Table {
    name: "fields",
    columns: FIELD_COLUMNS,
    rows: |file, _, take| {
        let rows = file.forms.iter().flat_map(|form| form.fields.iter().map(move |field| (form, field)));
        rows.into_iter().try_for_each(|row| take(&field_cells(row)))
    },
};

columns! { FIELD_COLUMNS, field_cells(row: (&'a Form, &'a Field)) {
    "form_id" "表单编号" Text &row.0.form_id;
    "field" "字段" Text &row.1.field;
    "label" "标签" Text &row.1.label;
    "value_raw" "内容原文" Text &row.1.value_raw;
    "value" "数值" Number &row.1.value;
    "unit" "单位" Text &row.1.unit;
    "table_no" "表序" Count row.1.place.table_no;
    "row_no" "行序" Count row.1.place.row_no;
    "col_no" "列序" Count row.1.place.col_no;
}}

/// Everything that must be said.
pub static FINDINGS: Table = Table {
    name: "findings",
    columns: FINDING_COLUMNS,
    rows: |file, _, take| file.findings.iter().try_for_each(|finding| take(&finding_cells((file, finding)))),
};

columns! { FINDING_COLUMNS, finding_cells(row: (&'a Submission, &'a Finding)) {
    "severity" "严重程度" Text row.1.code.severity.name();
    "code" "代码" Text row.1.code.id;
    "source_file" "来源文件" Text &row.0.source_file;
    "form_id" "表单编号" Text &row.1.form_id;
    "indicator_id" "指标编号" Text &row.1.indicator_id;
    "table_no" "表序" Count row.1.place.table_no;
    "row_no" "行序" Count row.1.place.row_no;
    "col_no" "列序" Count row.1.place.col_no;
    "raw" "原文" Text &row.1.raw;
    "message" "说明" Text &row.1.message;
    "hint" "建议" Text &row.1.hint;
}}

/// One row for each file.
pub static FILES: Table = Table { name: "files", columns: FILE_COLUMNS, rows: |file, _, take| take(&file_cells(file)) };

columns! { FILE_COLUMNS, file_cells(file: &'a Submission) {
    "source_file" "来源文件" Text &file.source_file;
    "sha256" "文件校验值" Text &file.sha256;
    "bytes" "字节数" Count file.bytes;
    "format" "格式" Text file.format;
    "encoding" "编码" Text &file.encoding;
    "status" "状态" Text file.status.name();
    "reason" "原因" Text &file.reason;
    "hint" "建议" Text &file.hint;
    "tables" "表格数" Count file.tables;
    "forms" "表单数" Count file.forms.len();
    "indicators" "指标数" Count file.indicator_count();
    "cells" "单元格数" Count file.cells;
    "cells_used" "已用单元格数" Count file.cells_used;
    "cells_reported" "已报告单元格数" Count file.cells_reported;
}}
