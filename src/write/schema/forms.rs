//! The forms table and the table of their other labelled cells.

use std::borrow::Cow;

use super::{Cell, Column, Key, Kind, Table, columns};
use crate::model::{Field, Form, Submission};

/// One row for each form.
pub static FORMS: Table = Table {
    name: "forms",
    zh: "表单",
    about: "a row for each form",
    about_zh: "每张表单一行",
    columns: FORM_COLUMNS,
    rows: |file, _, take| file.forms.iter().try_for_each(|form| take(&form_cells((file, form)))),
};

columns! { FORM_COLUMNS, form_cells(row: (&'a Submission, &'a Form)) {
    "form_id" "表单编号" Text: Primary = &row.1.form_id;
    "the first 12 hex digits of the file's SHA-256, `-f`, and the form's number in the file" "文件校验值的前 12 位、-f 和文件中的表单序号";
    "source_file" "来源文件" Text: Of("files") = &row.0.source_file;
    "the path below the PATH given, with `/`" "给定路径以下的文件路径";
    "table_no" "表序" Count = row.1.place.table_no;
    "the table that the form begins in, from 1" "表单从第几张表开始，从 1 起";
    "row_no" "行序" Count = row.1.place.row_no;
    "the row of that table's grid, from 1" "从该表第几行开始，从 1 起";
    "form_type" "表单类型" Text = &row.1.form_type;
    "as in the indicators table" "同指标表";
    "mapping" "表样" Text = &row.1.mapping;
    "the name of the layout by which the form was read" "所用表式的名称";
    "title" "标题" Text = &row.1.title;
    "as printed" "原文";
    "fiscal_year" "预算年度" Text = &row.1.fiscal_year;
    "four digits" "四位数字";
    "region" "地区" Text = &row.1.region;
    "as written" "原文";
    "department" "部门" Text = &row.1.department;
    "as written; a blank one is taken from the document, and `inferred` says so" "原文；空白时取自同一文件，并在推断内容中注明";
    "project" "项目" Text = &row.1.project;
    "likewise" "同上";
    "objective" "绩效目标" Text = &row.1.objective;
    "the performance objective, as written" "年度或总体绩效目标，原文";
    "money_unit" "金额单位" Text = &row.1.money_unit;
    "the unit of the amounts below" "以下金额的单位";
    "budget_total" "资金总额" Amount = money(row.1, "budget_total");
    "the whole budget: the decimal; as written where the cell states none, or another unit" "资金总额；单元格没有数字或另写单位时为原文";
    "general_public_budget" "一般公共预算" Amount = money(row.1, "general_public_budget");
    "likewise: general public budget" "一般公共预算";
    "government_fund_budget" "政府性基金预算" Amount = money(row.1, "government_fund_budget");
    "likewise: government funds" "政府性基金预算";
    "state_capital_budget" "国有资本经营预算" Amount = money(row.1, "state_capital_budget");
    "likewise: state capital operations" "国有资本经营预算";
    "special_account" "财政专户资金" Amount = money(row.1, "special_account");
    "likewise: special fiscal accounts" "财政专户管理资金";
    "other_funds" "其他资金" Amount = money(row.1, "other_funds");
    "likewise: other funds" "其他资金";
    "basic_expenditure" "基本支出" Amount = money(row.1, "basic_expenditure");
    "likewise: basic expenditure" "基本支出";
    "project_expenditure" "项目支出" Amount = money(row.1, "project_expenditure");
    "likewise: project expenditure" "项目支出";
    "superior_funds" "上级资金" Amount = money(row.1, "superior_funds");
    "likewise: funds from the levels above" "上级补助资金";
    "executed" "执行数" Amount = money(row.1, "executed");
    "likewise: what was spent" "全年执行数";
    "execution_rate" "执行率" Amount = money(row.1, "execution_rate");
    "likewise: spent of the budget, in %" "预算执行率，%";
    "score_total" "总分" Amount = money(row.1, "score_total");
    "likewise: the score of the whole form" "自评总分";
    "filled_on" "填报日期" Date = &row.1.filled_on;
    "ISO 8601 where it can be read, else as written" "能读出时按 ISO 8601，否则为原文";
    "indicators" "指标数" Count = row.1.indicators.len();
    "how many" "指标个数";
    "inferred" "推断内容" Text = row.1.inferred.join(";");
    "what was worked out and not read" "并非读出而是推断的内容";
    "department_code" "部门编码" Text = &row.1.department_code;
    "the department's code in the list of `--departments`; empty without one, and where the list does not have the department" "--departments 名单中的部门编码；没有名单或名单里没有该部门时为空";
    "region_code" "行政区划代码" Text = &row.1.region_code;
    "likewise: the code of its region (GB/T 2260)" "同上：行政区划代码（GB/T 2260）";
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
    zh: "字段",
    about: "a row for each other labelled cell of a form",
    about_zh: "表单中其他有标签的单元格，每格一行",
    columns: FIELD_COLUMNS,
    rows: |file, _, take| {
        let rows = file.forms.iter().flat_map(|form| form.fields.iter().map(move |field| (form, field)));
        rows.into_iter().try_for_each(|row| take(&field_cells(row)))
    },
};

columns! { FIELD_COLUMNS, field_cells(row: (&'a Form, &'a Field)) {
    "form_id" "表单编号" Text: Of("forms") = &row.0.form_id;
    "the form that it stands in" "所在表单";
    "field" "字段" Text = &row.1.field;
    "the field's name in the layout; after a point, the column of a money table" "表式中的字段名；点号后为资金表的列";
    "label" "标签" Text = &row.1.label;
    "as printed" "原文";
    "value_raw" "内容原文" Text = &row.1.value_raw;
    "as written" "原文";
    "value" "数值" Decimal = &row.1.value;
    "the decimal, where the text states one" "内容中的数字";
    "unit" "单位" Text = &row.1.unit;
    "the unit, where the text states one" "内容中的单位";
    "table_no" "表序" Count = row.1.place.table_no;
    "where it stands, from 1" "第几张表，从 1 起";
    "row_no" "行序" Count = row.1.place.row_no;
    "likewise" "第几行，从 1 起";
    "col_no" "列序" Count = row.1.place.col_no;
    "likewise" "第几列，从 1 起";
}}
