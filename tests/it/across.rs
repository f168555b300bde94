//! What is said of several files together, without the files: names of versions, lists of departments.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use ingest::across::choice::{Version, choose};
use ingest::across::departments::{AMBIGUOUS, List, MISSING, Register, UNKNOWN, YEAR_MISSING};
use ingest::across::twins::{FORM_IN_TWO_FILES, OTHER_FORMS, POSSIBLE, RESUBMISSION, Twins};
use ingest::across::versions::Marks;
use ingest::model::{Form, Status, Submission};
use ingest::scratch::Scratch;
use proptest::prelude::*;

use crate::support::grid;

static MARKS: LazyLock<Marks> = LazyLock::new(|| Marks::builtin().unwrap());

#[test]
fn marks_of_versions_are_taken_off_names() {
    let versions = [
        "绩效目标表.doc",
        "绩效目标表.docx",
        "绩效目标表(1).docx",
        "绩效目标表（2）.doc",
        "绩效目标表 (12).docx",
        "绩效目标表 - 副本.docx",
        "绩效目标表 - 副本 (2).docx",
        "绩效目标表副本.docx",
        "副本绩效目标表.xls",
        "绩效目标表 - Copy.docx",
        "绩效目标表修改稿.docx",
        "绩效目标表（修改稿2）.docx",
        "绩效目标表-修改版.docx",
        "绩效目标表_修订.docx",
        "绩效目标表(二次修改).docx",
        "绩效目标表第三稿.docx",
        "绩效目标表定稿.docx",
        "绩效目标表（最终版）(1).docx",
        "最终版-绩效目标表.docx",
        "【终稿】绩效目标表.docx",
        "绩效目标表V2.docx",
        "绩效目标表_v1.1.docx",
        "绩效目标表（新）.docx",
        "绩效目标表-改.docx",
        "绩效目标表最新.docx",
        "绩效目标表20240301.docx",
        "绩效目标表2024-03-01.docx",
        "绩效目标表2024.3.1.docx",
        "绩效目标表2024年3月1日.docx",
        "绩效目标表20240301_1530.docx",
        "20240301绩效目标表.docx",
        "绩效目标表3.1.docx",
        "绩效目标表0301.docx",
        "绩效目标表3月1日.docx",
        "绩效目标表240301.docx",
        "绩效目标表（20240301修改稿）.docx",
        "绩效目标表上报.docx",
        "绩效目标表(报送稿)0301.docx",
        "绩效目标表（已盖章）.pdf",
        "绩效目标表扫描件.pdf",
        "绩效目标表 最终 修改.docx",
    ];
    for file in versions {
        assert_eq!(MARKS.name(&format!("2024/教育局/{file}")).stem, "绩效目标表", "{file}");
    }
}

#[test]
fn what_is_no_mark_stays() {
    let names = [
        ("绩效目标表2024.docx", "绩效目标表2024"),
        ("绩效目标表（2024）.docx", "绩效目标表(2024)"),
        ("绩效目标表(教育局).docx", "绩效目标表(教育局)"),
        ("附件1.绩效目标表.docx", "附件1.绩效目标表"),
        ("（1）绩效目标表.docx", "(1)绩效目标表"),
        ("3.1绩效目标表.docx", "3.1绩效目标表"),
        ("2024年3月监控表.docx", "2024年3月监控表"),
        ("绩效目标表1355.docx", "绩效目标表1355"),
        ("科技创新.docx", "科技创新"),
        ("preview.docx", "preview"),
        ("dev2.docx", "dev2"),
        ("表一.docx", "表一"),
        ("no ending", "noending"),
        // Nothing but marks is no name.
        ("最终版(1).docx", ""),
        ("20240301.docx", ""),
        ("(1).docx", ""),
        ("---.docx", ""),
        ("", ""),
    ];
    for (file, stem) in names {
        assert_eq!(MARKS.name(file).stem, stem, "{file}");
    }
}

#[test]
fn names_say_which_is_later() {
    let ascending = [
        "表初稿.docx",
        "表.docx",
        "表(1).docx",
        "表(2).docx",
        "表3.1.docx",
        "表11.30.docx",
        "表20231230.docx",
        "表20240301.docx",
        "表20240301_1530.docx",
        "表修改稿.docx",
        "表修改稿(1).docx",
        "表修改稿0301.docx",
        "表修改稿2.docx",
        "表第三稿.docx",
        "表v3.1.docx",
        "表v3.2.docx",
        "表v10.docx",
        "表最终版.docx",
        "表最终版(1).docx",
        "表最终版20240301.docx",
        "表最终版修改.docx",
    ];
    for pair in ascending.windows(2) {
        assert!(MARKS.name(pair[0]).rank < MARKS.name(pair[1]).rank, "{pair:?}");
    }
    assert_eq!(MARKS.name("表.doc").rank, MARKS.name("表.docx").rank);
    assert_eq!(MARKS.name("表（二稿）.doc").rank, MARKS.name("表第2稿.docx").rank);
}

proptest! {
    #[test]
    fn any_name_has_a_stem(name in r"([()【】（）_. -]|最终版|修改|v|副本|[0-9]{1,9}|年|月|日|\PC){0,24}") {
        let stem = MARKS.name(&name).stem;
        prop_assert!(stem.is_empty() || stem.chars().any(char::is_alphanumeric));
    }
}

fn form(project: &str) -> Form {
    Form {
        form_type: "project_target".to_owned(),
        fiscal_year: "2024".to_owned(),
        department: "教育局".to_owned(),
        project: project.to_owned(),
        ..Form::default()
    }
}

fn file(name: &str, forms: Vec<Form>) -> Submission {
    let format = if name.ends_with("docx") { "docx" } else { "doc" };
    // Of these the name is the content.
    Submission { source_file: name.to_owned(), sha256: name.to_owned(), format, forms, ..Submission::default() }
}

fn left_out(files: &[Submission]) -> BTreeMap<String, String> {
    choose(files.iter().map(|file| Version::of(file, &MARKS)).collect())
}

#[test]
fn the_latest_is_chosen_among_files_with_the_same_forms() {
    let files = [
        file("表.docx", vec![form("甲")]),
        file("表最终版.doc", vec![form("甲")]),
        file("表最终版.docx", vec![form(" 甲")]),
        file("表最终版修改.docx", vec![form("乙")]),
        file("表最终版修改(1).docx", vec![]),
    ];
    let kept = "表最终版.docx".to_owned();
    let expected = [("表.docx".to_owned(), kept.clone()), ("表最终版.doc".to_owned(), kept)];
    assert_eq!(left_out(&files), expected.into());
    assert!(left_out(&files[3..]).is_empty());
    assert!(left_out(&[file("表.docx", vec![form("")]), file("表(1).docx", vec![form("")])]).is_empty());
}

#[test]
fn files_of_the_same_bytes_are_one_and_as_late_as_the_latest_of_their_names() {
    let mut files = ["表.docx", "表最终版.docx", "表修改稿.docx"].map(|name| file(name, vec![form("甲")]));
    files[1].sha256 = files[0].sha256.clone();
    assert_eq!(left_out(&files), [("表修改稿.docx".to_owned(), "表.docx".to_owned())].into());
    files[1].sha256 = files[2].sha256.clone();
    assert_eq!(left_out(&files), [("表.docx".to_owned(), "表修改稿.docx".to_owned())].into());
}

/// The codes that each of the files gets.
fn looked(files: Vec<Submission>) -> Vec<Vec<&'static str>> {
    let twins = Twins::new(Marks::builtin().unwrap(), &Arc::new(Scratch::new().unwrap())).unwrap();
    let look = |mut file: Submission| {
        twins.look(&mut file).unwrap();
        file.findings.iter().map(|finding| finding.code.id).collect()
    };
    files.into_iter().map(look).collect()
}

#[test]
fn forms_of_one_kind_are_found_wherever_they_are() {
    let mut monitoring = form("甲");
    monitoring.form_type = "monitoring".to_owned();
    let mut other_region = form("甲");
    other_region.region = "青枫县".to_owned();
    let mut yearless = form("甲");
    yearless.fiscal_year.clear();
    let files = vec![
        file("a/部门.docx", vec![form("甲"), form("乙")]),
        file("b/项目.docx", vec![form("乙")]),
        file("c/第一季度监控.docx", vec![monitoring.clone()]),
        file("c/第二季度监控.docx", vec![monitoring]),
        file("d/外县.docx", vec![other_region]),
        file("e/无年度.docx", vec![yearless]),
        file("f/无项目.docx", vec![form("")]),
        file("g/无项目.docx", vec![form("")]),
    ];
    let found = looked(files);
    assert_eq!(found[1], [FORM_IN_TWO_FILES.id]);
    assert!(found.iter().enumerate().all(|(n, codes)| n == 1 || codes.is_empty()), "{found:?}");
}

#[test]
fn names_alone_are_only_a_hint() {
    let unread = |name: &str| Submission { status: Status::Rejected, format: "pdf", ..file(name, Vec::new()) };
    let image = |name: &str| Submission { format: "image", ..unread(name) };
    let files = vec![
        file("表(1).docx", vec![form("甲")]),
        file("表(2).docx", vec![form("乙")]),
        unread("表.pdf"),
        file("表修改稿.docx", vec![form("乙")]),
        file("表终稿.docx", vec![form("丁")]),
        file("外/表.docx", vec![form("丙")]),
        image("页(1).jpg"),
        image("页(2).jpg"),
    ];
    let expected: [&[&str]; 8] = [&[], &[], &[POSSIBLE.id], &[RESUBMISSION.id], &[OTHER_FORMS.id], &[], &[], &[]];
    assert_eq!(looked(files), expected);
}

#[test]
fn what_is_said_to_count_is_what_would_be_chosen() {
    let mut text = file("表.txt", vec![form("甲")]);
    text.format = "text";
    let files = [file("表.docx", vec![form("甲")]), text];
    let kept = left_out(&files).remove("表.txt").unwrap();
    let twins = Twins::new(Marks::builtin().unwrap(), &Arc::new(Scratch::new().unwrap())).unwrap();
    let mut said = files.map(|mut file| {
        twins.look(&mut file).unwrap();
        file.findings.pop()
    });
    assert!(said[1].take().unwrap().hint.starts_with(&format!("by its name {kept} is")));
}

fn list(drawing: &str) -> List {
    List::of("list.csv", &[grid(1, drawing)]).unwrap()
}

#[track_caller]
fn refused(drawing: &str, words: &str) {
    let error = List::of("list.csv", &[grid(1, drawing)]).unwrap_err();
    assert!(error.to_string().contains(words) && !error.hint().is_empty(), "{error}");
}

#[test]
fn a_list_is_found_by_its_headings() {
    let chinese = list(
        "| 全县预算单位 | < | < |\n| 序号 | 单位编码 | 单位名称 |\n| 1 | 101 | 教育局 |\n|  |  |  |\n| 2 | 102 | 水利局 |",
    );
    let names: Vec<_> = chinese.departments.iter().map(|d| (d.code.as_str(), d.name.as_str(), d.row)).collect();
    assert_eq!(names, [("101", "教育局", 3), ("102", "水利局", 5)]);
    let english = list("| name | Code | aliases | Region |\n| 教育局 | 101 | 教体局；教委、教育局 | 430921 |");
    assert_eq!(english.departments[0].aliases, ["教体局", "教委"]);
    assert_eq!(english.departments[0].region_code, "430921");
}

#[test]
fn an_unsound_list_is_refused_with_its_row() {
    let with = |rows: &str| format!("| code | name | aliases | region |\n{rows}");
    refused("| a | b |\n| 1 | 2 |", "list.csv has no heading");
    refused(&with("|  |  |  |  |"), "list.csv lists no department");
    refused(&with("| 1 | 甲局 | | |\n| 1 | 乙局 | | |"), "list.csv, row 3: the code 1 is that of 甲局 in row 2");
    refused(&with("| 1 | 甲局 | | |\n| 2 | 甲 局 | | |"), "row 3: the name 甲局 is that of row 2");
    refused(&with("| 1 | 甲局 | 老甲局 | |\n| 2 | 乙局 | 老甲局 | |"), "row 3: the name 老甲局");
    refused(&with("|  | 甲局 | | |"), "row 2: 甲局 has no code");
    refused(&with("| 1 |  | | |"), "row 2: the code 1 has no name");
    for region in ["4309", "990921", "43092a", "43092１x", "4309211"] {
        refused(&with(&format!("| 1 | 甲局 | | {region} |")), "is no code of a region");
    }
    // The same line twice does no harm, and other regions have departments of the same names and codes.
    let sound = list(&with("| 1 | 甲局 | | 430921 |\n| 1 | 甲局 | | 430921 |\n| 1 | 甲局 | | 430922 |"));
    assert_eq!(sound.departments.len(), 2);
}

/// What the register makes of a form: code, region code, inferred, findings.
fn assigned(
    register: &mut Register,
    region: &str,
    department: &str,
    year: &str,
) -> (String, String, bool, Vec<String>) {
    let form = Form {
        region: region.to_owned(),
        department: department.to_owned(),
        fiscal_year: year.to_owned(),
        ..Form::default()
    };
    let mut file = file("a.docx", vec![form]);
    register.assign(&mut file);
    let form = &file.forms[0];
    let findings = file.findings.iter().map(|f| format!("{} {}", f.code.id, f.message)).collect();
    (form.department_code.clone(), form.region_code.clone(), !form.inferred.is_empty(), findings)
}

#[test]
fn departments_are_found_as_listed_or_behind_their_region() {
    let drawing = "| code | name | aliases | region | region_name |
        | 1 | 教育局 | 教体局 | 430921 | 青枫县 |
        | 2 | 教育局 |  | 430922 | 澄岚县 |
        | 3 | 人社局 |  | 430921 | 青枫县 |
        | 4 | 云溪市司法局 |  | 430902 |  |";
    let mut register = Register::new(list(drawing));
    let mut code = |region: &str, department: &str| {
        let (code, _, inferred, findings) = assigned(&mut register, region, department, "2024");
        assert_eq!(code.is_empty(), !findings.is_empty(), "{findings:?}");
        (code, inferred)
    };
    assert_eq!(code("", "教体局："), ("1".to_owned(), false));
    assert_eq!(code("", "青枫县　教育局"), ("1".to_owned(), true));
    assert_eq!(code("澄岚县", "教育局"), ("2".to_owned(), false));
    assert_eq!(code("某省澄岚县", "教育局"), ("2".to_owned(), false));
    assert_eq!(code("云溪市", "司法局"), ("4".to_owned(), true));
    assert_eq!(code("", "司法局"), (String::new(), false));
    assert_eq!(code("", "县教育局"), (String::new(), false));
    // Of another region: it is not the one that is listed.
    assert_eq!(code("松陌县", "人社局"), (String::new(), false));
    let said = assigned(&mut register, "", "教育局", "").3;
    assert!(
        said[0].starts_with(AMBIGUOUS.id) && said[0].contains("教育局 (1, 青枫县); 教育局 (2, 澄岚县)"),
        "{said:?}"
    );
    let said = assigned(&mut register, "", "青枫县人力资源和社会保障局", "").3;
    assert!(said[0].starts_with(UNKNOWN.id) && said[0].contains("人社局 (3, 青枫县)"), "{said:?}");
    assert_eq!(assigned(&mut register, "", "", "2024"), (String::new(), String::new(), false, Vec::new()));
}

#[test]
fn what_is_missing_is_named_in_the_order_of_the_list() {
    let mut register = Register::new(list("| code | name |\n| 1 | 甲局 |\n| 2 | 乙局 |\n| 3 | 丙局 |\n| 4 | 丁局 |"));
    for (department, year) in [("甲局", "2021"), ("甲局", "2024"), ("丙局", "2022"), ("丙局", "2023"), ("丁局", "")]
    {
        assigned(&mut register, "", department, year);
    }
    let absent = register.absent();
    let said: Vec<_> = absent.findings.iter().map(|f| (f.code.id, f.raw.as_str(), f.message.as_str())).collect();
    let expected = [
        (YEAR_MISSING.id, "甲局", "no form of 甲局 (1) for 2022, 2023 was read"),
        (MISSING.id, "乙局", "no form of 乙局 (2) was read"),
        (YEAR_MISSING.id, "丙局", "no form of 丙局 (3) for 2021, 2024 was read"),
    ];
    assert_eq!(said, expected);
    // A misprinted year does not make a century missing.
    assigned(&mut register, "", "丁局", "2124");
    let years = register.absent().years;
    assert_eq!(years[0], ("甲局 (1)".to_owned(), "2022, 2023, 2124".to_owned()));
}
