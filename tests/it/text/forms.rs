//! Invented forms, written as each export tool would write them.

/// A form with a header of label and value, and a block of rows under a heading row beside a spine cell.
pub struct Form {
    pub title: &'static str,
    pub header: Vec<(&'static str, &'static str)>,
    pub spine: &'static str,
    pub columns: Vec<&'static str>,
    /// Level 1, level 2 (blank: merged with the one above), then the cells from the name on.
    pub rows: Vec<Vec<&'static str>>,
    pub footer: &'static str,
}

/// A self-evaluation with eight columns, and a target form with four.
pub fn forms() -> Vec<Form> {
    vec![
        Form {
            title: "2023年度水利局项目支出绩效自评表",
            header: vec![
                ("项目名称", "清溪河堤防加固"),
                ("主管部门", "某县水利局"),
                ("本年度绩效目标", "完成河堤加固，确保安全度汛；提高防洪标准，保护沿岸农田与居民。"),
            ],
            spine: "绩效指标",
            columns: vec![
                "一级指标",
                "二级指标",
                "三级指标",
                "年度指标值",
                "实际完成值",
                "分值",
                "得分",
                "偏差原因分析及改进措施",
            ],
            rows: vec![
                vec!["产出指标", "数量指标", "加固堤防长度", "≥12公里", "12.5公里", "10", "10", ""],
                vec!["", "", "新建排水涵闸", "3座", "3座", "10", "10", ""],
                vec!["", "质量指标", "工程验收合格率", "100%", "100%", "15", "15", ""],
                vec!["", "时效指标", "汛前完工", "5月31日前", "6月8日", "15", "12", "连续降雨"],
                vec!["效益指标", "社会效益指标", "受益人口", "≥2万人", "2.1万人", "20", "20", ""],
                vec!["", "生态效益指标", "水质", "不下降", "不下降", "20", "20", ""],
                vec!["满意度指标", "服务对象满意度指标", "沿岸群众满意度", "≥90%", "93%", "10", "10", ""],
            ],
            footer: "填表人：某某  联系电话：000",
        },
        Form {
            title: "2023年度水利局项目支出绩效目标表",
            header: vec![("项目名称", "农村饮水维修"), ("主管部门", "某县水利局")],
            spine: "绩效指标",
            columns: vec!["一级指标", "二级指标", "三级指标", "指标值"],
            rows: vec![
                vec!["产出指标", "数量指标", "维修管网", "≥8处"],
                vec!["", "", "更换水表", "≥600块"],
                vec!["", "成本指标", "每处维修成本", "≤3万元"],
                vec!["效益指标", "社会效益指标", "供水保证率", "≥95%"],
            ],
            footer: "填表人：某某  联系电话：000",
        },
    ]
}

/// The rows of the forms with their levels filled down: level 1, level 2, name, value.
pub fn expected(forms: &[Form]) -> Vec<[String; 4]> {
    let mut rows = Vec::new();
    for form in forms {
        let mut levels = ["", ""];
        for row in &form.rows {
            for (level, cell) in levels.iter_mut().zip(row) {
                if !cell.is_empty() {
                    *level = cell;
                }
            }
            rows.push([levels[0], levels[1], row[2], row[3]].map(str::to_owned));
        }
    }
    rows
}

impl Form {
    /// Every row: header, heading row, body; a body row begins with a blank spine cell.
    fn all_rows(&self) -> Vec<Vec<&'static str>> {
        let mut rows: Vec<Vec<&str>> = self.header.iter().map(|&(label, value)| vec![label, value]).collect();
        rows.push([vec![self.spine], self.columns.clone()].concat());
        rows.extend(self.rows.iter().map(|row| [vec![""], row.clone()].concat()));
        rows
    }

    /// The same without the cells that a merged cell above covers.
    fn uncovered_rows(&self) -> Vec<Vec<&'static str>> {
        let mut rows = self.all_rows();
        for row in &mut rows[self.header.len() + 1..] {
            let covered = row.iter().take_while(|cell| cell.is_empty()).count();
            row.drain(..covered);
        }
        rows
    }

    /// The same with merged cells repeated in every position.
    fn repeated_rows(&self) -> Vec<Vec<&'static str>> {
        let width = self.columns.len() + 1;
        let mut rows = self.all_rows();
        for row in &mut rows[..self.header.len()] {
            row.resize(width, row[1]);
        }
        let mut above: Vec<&str> = Vec::new();
        for row in &mut rows[self.header.len()..] {
            for (cell, above) in row.iter_mut().zip(&above).take(3).filter(|(cell, _)| cell.is_empty()) {
                *cell = above;
            }
            above.clone_from(row);
        }
        rows
    }
}

fn document(forms: &[Form], table: impl Fn(&Form) -> String, gap: &str) -> String {
    let parts = forms.iter().map(|form| format!("{}{gap}{}\n{}{gap}", form.title, table(form), form.footer));
    parts.collect()
}

fn lines(rows: Vec<Vec<&str>>, row: impl Fn(Vec<&str>) -> String) -> String {
    rows.into_iter().map(row).collect()
}

pub fn tika_doc(forms: &[Form]) -> String {
    let row = |cells: Vec<&str>| cells.iter().map(|cell| format!("\t{cell}\n")).collect::<String>() + "\n";
    document(forms, |form| lines(form.all_rows(), row), "\n\n")
}

pub fn tika_docx(forms: &[Form]) -> String {
    let row = |cells: Vec<&str>| cells.iter().map(|cell| format!("\t{cell}\n")).collect::<String>() + "\n";
    document(forms, |form| lines(form.all_rows(), row), "\n")
}

pub fn tika_odt(forms: &[Form]) -> String {
    let row = |cells: Vec<&str>| cells.iter().map(|cell| format!("\t{cell}\n")).collect::<String>() + "\n";
    document(forms, |form| lines(form.uncovered_rows(), row), "\n")
}

pub fn tika_sax(forms: &[Form]) -> String {
    document(forms, |form| lines(form.all_rows(), |cells| format!("\t{}\n", cells.join("\t"))), "\n")
}

pub fn poi(forms: &[Form]) -> String {
    document(forms, |form| lines(form.all_rows(), |cells| cells.join("\t") + "\n"), "\n")
}

pub fn python_docx(forms: &[Form]) -> String {
    document(forms, |form| lines(form.repeated_rows(), |cells| cells.join("\t") + "\n"), "\n")
}

pub fn browser(forms: &[Form]) -> String {
    let row = |cells: Vec<&str>| match cells.split_first() {
        Some((&"绩效指标", rest)) => format!("\n\n绩效\n\n指标\n\n\t{}\n", rest.join("\t")),
        _ => cells.join("\t") + "\n",
    };
    document(forms, |form| lines(form.uncovered_rows(), row), "\n\n")
}

pub fn pieces(forms: &[Form]) -> String {
    let row = |cells: Vec<&str>| cells.iter().map(|cell| format!("{cell}\u{7}")).collect::<String>() + "\u{7}";
    document(forms, |form| lines(form.all_rows(), row), "\r").replace('\n', "\r")
}

pub fn wv(forms: &[Form]) -> String {
    let row = |cells: Vec<&str>| cells.iter().map(|cell| format!("{cell}\u{7}\n")).collect::<String>() + "\u{7}";
    document(forms, |form| lines(form.all_rows(), row), "\r\n").replace("\u{7}\n填表人", "\u{7}\r\n填表人")
}

/// The same after a transfer that made all line ends alike.
pub fn wv_crlf(forms: &[Form]) -> String {
    wv(forms).replace("\r\n", "\n").replace('\n', "\r\n")
}

pub fn office_oxide(forms: &[Form]) -> String {
    let row = |cells: Vec<&str>| cells.iter().map(|cell| format!("{cell}\t")).collect::<String>() + "\t";
    document(forms, |form| lines(form.all_rows(), row), "\n")
}

pub fn anydoc(forms: &[Form]) -> String {
    let table = |form: &Form| {
        let width = form.columns.len() + 1;
        let rule = format!("\n|{}\n|{}\n", "  |".repeat(width), " --- |".repeat(width));
        rule + &lines(form.all_rows(), |mut cells| {
            cells.resize(width, "");
            format!("| {} |\n", cells.join(" | "))
        })
    };
    document(forms, table, "\n\n")
}

pub fn docling(forms: &[Form]) -> String {
    let table = |form: &Form| {
        let rows: Vec<String> =
            form.repeated_rows().iter().map(|cells| format!("| {}   |\n", cells.join("   | "))).collect();
        let rule = format!("|{}\n", "-----|".repeat(form.columns.len() + 1));
        format!("\n{}{rule}{}", rows[0], rows[1..].concat())
    };
    document(forms, table, "\n\n")
}

pub fn bare(forms: &[Form]) -> String {
    let row = |cells: Vec<&str>| cells.iter().map(|cell| format!("{cell}\n")).collect();
    document(forms, |form| lines(form.all_rows(), row), "\n")
}
