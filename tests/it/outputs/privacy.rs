//! People's names and numbers are in no output, unless they are to be kept.

use std::fs;

use tempfile::TempDir;

use super::{OUTS, contents, docx, paragraph, run, table};

/// Numbers that are nobody's, put together here so that none stands in the sources.
fn mobile(last: &str) -> String {
    ["138", "0013", "80", last].concat()
}

const NAMES: [&str; 8] = ["样例甲", "样例乙", "样例丙", "样例丁", "样例戊", "样例己", "样例庚", "样例辛"];

/// A form with people in every place where people write them.
pub fn planted() -> (TempDir, Vec<String>) {
    let numbers: Vec<String> = ["01", "02", "03", "04", "05", "06", "07"].map(mobile).to_vec();
    let identity = ["430981", "19900101", "001X"].concat();
    let landline = ["0737", "-", "2700001"].concat();
    let mail = ["nobody", "@", "mail.invalid"].concat();
    let [head, lead, value, covered, list, foot, check, below] = NAMES;
    let full_width: String = numbers[6].chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
    let body = [
        paragraph("2024年项目支出绩效目标表"),
        paragraph(&format!("填报人：{head}  联系电话：{}", numbers[0])),
        table(&[
            &["项目支出名称", "样例项目", "预算部门", "样例局", ""],
            &["项目负责人", lead, "联系电话", &landline, ""],
            &["v绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
            &["^", "v产出指标", "v数量指标", "发放数量", &format!("≥5次（联系人：{value}，{}）", numbers[1])],
            &["^", "^", &format!("^审核人：{covered} {}", numbers[2]), "走访户数", &format!("{} 前报送", numbers[3])],
            &["^", "^", "^", "受理件数", &format!("≥3件，{identity}，{full_width}")],
        ]),
        paragraph(&format!("单位负责人（签字）：{foot} 填报日期：2024年3月1日 审核人：{check}")),
        table(&[&["联系人", list], &["手机", &numbers[4]], &["=1+1", &format!("=cmd|'{}'", numbers[5])]]),
        paragraph("通讯录"),
        table(&[&["单位", "联系人", "办公电话", "E-mail"], &["样例股", below, &landline, &mail]]),
    ];
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    docx(&folder.path().join("in/a.docx"), &body.concat());
    let names = NAMES.map(str::to_owned);
    let planted = names.into_iter().chain(numbers[..6].iter().cloned()).chain([full_width, identity, landline, mail]);
    (folder, planted.collect())
}

#[test]
fn no_output_names_a_person() {
    let (folder, planted) = planted();
    let at = folder.path();
    for out in OUTS {
        run(at, &["in", "--out", out]);
        let contents = contents(at, out);
        assert!(contents.contains("走访户数"), "{out} holds the form");
        let found: Vec<&String> = planted.iter().filter(|text| contents.contains(text.as_str())).collect();
        assert!(found.is_empty(), "{out} holds {found:?}");
    }
    for args in [
        &["tables", "in"][..],
        &["tables", "in", "-f", "csv"],
        &["tables", "in", "-f", "html"],
        &["inspect", "in/a.docx"],
    ] {
        let said = run(at, args).1;
        assert!(said.contains("走访户数"), "{args:?}: {said}");
        let found: Vec<&String> = planted.iter().filter(|text| said.contains(text.as_str())).collect();
        assert!(found.is_empty(), "{args:?} shows {found:?}");
    }
    let findings = super::csv_rows(&at.join("o/findings.csv"));
    assert!(findings.iter().filter(|finding| finding["code"] == "contact-masked").count() >= 3, "{findings:#?}");
}

#[test]
fn contacts_are_kept_where_they_are_wanted() {
    let (folder, planted) = planted();
    let at = folder.path();
    for out in OUTS {
        run(at, &["in", "--out", out, "--keep-contacts"]);
        // A single table has no place for what stands outside its rows.
        let contents = contents(at, out);
        let in_row = &planted[NAMES.len() + 1];
        assert!(contents.contains(in_row.as_str()), "{out} keeps what stands in a value");
    }
    let package = contents(at, "o/");
    let missing: Vec<&String> = planted.iter().filter(|text| !package.contains(text.as_str())).collect();
    // Running text outside tables is no row of any table.
    let outside = [NAMES[0], NAMES[5], NAMES[6]];
    assert!(missing.iter().all(|text| outside.contains(&text.as_str()) || text.ends_with("01")), "{missing:?}");
}
