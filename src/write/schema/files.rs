//! The table of findings and the table of files.

use std::borrow::Cow;

use super::{Cell, Column, Key, Kind, Table, columns};
use crate::finding::Finding;
use crate::model::Submission;

/// Everything that must be said.
pub static FINDINGS: Table = Table {
    name: "findings",
    zh: "问题",
    about: "a row for each thing that must be said",
    about_zh: "每个问题一行",
    columns: FINDING_COLUMNS,
    rows: |file, _, take| file.findings.iter().try_for_each(|finding| take(&finding_cells((file, finding)))),
};

columns! { FINDING_COLUMNS, finding_cells(row: (&'a Submission, &'a Finding)) {
    "severity" "严重程度" Enum(&["error", "warning", "info"]) = row.1.code.severity.name();
    "how much it matters" "错误、警告或提示";
    "code" "代码" Text = row.1.code.id;
    "what sort of thing; stable" "问题种类，代码不变";
    "source_file" "来源文件" Text: Of("files") = &row.0.source_file;
    "the file that it is about; empty where it is about the whole run" "所在文件；针对整批文件的为空";
    "form_id" "表单编号" Text: Of("forms") = &row.1.form_id;
    "the form, or empty" "所在表单，可空";
    "indicator_id" "指标编号" Text: Of("indicators") = &row.1.indicator_id;
    "the indicator, or empty" "所在指标，可空";
    "table_no" "表序" Count = row.1.place.table_no;
    "where it stands, from 1" "第几张表，从 1 起";
    "row_no" "行序" Count = row.1.place.row_no;
    "likewise" "第几行，从 1 起";
    "col_no" "列序" Count = row.1.place.col_no;
    "likewise" "第几列，从 1 起";
    "raw" "原文" Text = &row.1.raw;
    "the text that it is about" "有关的原文";
    "message" "说明" Text = &row.1.message;
    "what is wrong; in brackets whom it concerns, and in a workbook the sheet and the cell" "是什么问题；括号里是部门和项目，工作簿还有工作表和单元格";
    "hint" "建议" Text = &row.1.hint;
    "what to do" "怎么办";
}}

/// One row for each file.
pub static FILES: Table = Table {
    name: "files",
    zh: "文件",
    about: "a row for each file",
    about_zh: "每个文件一行",
    columns: FILE_COLUMNS,
    rows: |file, _, take| if file.is_of_run() { Ok(()) } else { take(&file_cells(file)) },
};

columns! { FILE_COLUMNS, file_cells(file: &'a Submission) {
    "source_file" "来源文件" Text: Primary = &file.source_file;
    "the path below the PATH given, with `/`" "给定路径以下的文件路径";
    "sha256" "文件校验值" Text = &file.sha256;
    "the digest of the bytes, in hex" "文件的 SHA-256";
    "bytes" "字节数" Count = file.bytes;
    "the size" "文件大小";
    "format" "格式" Text = file.format;
    "told from the content: `docx`, `doc`, `rtf` …" "按内容识别的格式";
    "encoding" "编码" Text = &file.encoding;
    "of text files" "文本文件的编码";
    "status" "状态" Enum(&["ok", "partial", "no_form", "duplicate", "rejected"]) = file.status.name();
    "how reading ended" "读取结果";
    "reason" "原因" Text = &file.reason;
    "why, unless the status is `ok`" "不是 ok 时的原因";
    "hint" "建议" Text = &file.hint;
    "what to do" "怎么办";
    "tables" "表格数" Count = file.tables;
    "tables in the document" "文件中的表格数";
    "forms" "表单数" Count = file.forms.len();
    "forms" "表单数";
    "indicators" "指标数" Count = file.indicator_count();
    "indicators in all forms" "全部表单的指标数";
    "cells" "单元格数" Count = file.cells;
    "table cells with text: `cells_used` + `cells_reported`" "有字的单元格数，等于后两列之和";
    "cells_used" "已用单元格数" Count = file.cells_used;
    "taken as an indicator, a field or a known label" "用作指标、字段或已知标签的";
    "cells_reported" "已报告单元格数" Count = file.cells_reported;
    "reported under a finding" "作为问题报告的";
}}
