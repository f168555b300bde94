//! The checks: for each code something that is right, something that is wrong, and something that says too little.

use std::collections::BTreeSet;

use ingest::check::{self, Answer, CHECKS, Rules};
use ingest::finding::{Finding, Place, Severity};
use ingest::language::Language;
use ingest::model::{Field, Form, Indicator, Money, Period, Submission, ValueParts};
use ingest::normalise::Vocabulary;
use ingest::pipeline::{Engine, Options, codes};

use crate::support;

/// Category, name, target, then `column=text`, parted by `|`.
fn row(line: &str) -> Indicator {
    let vocabulary = Vocabulary::builtin().unwrap();
    let mut cells = line.split('|').map(str::trim);
    let mut next = || cells.next().unwrap_or_default().to_owned();
    let (category, indicator, target_raw) = (next(), next(), next());
    let typed = |raw: &str, unit: Option<&str>, name: &str| {
        let parts = ValueParts {
            raw: raw.to_owned(),
            unit: unit.map(str::to_owned),
            name: name.to_owned(),
            ..ValueParts::default()
        };
        vocabulary.value(&parts).0
    };
    let mut row = Indicator { category, period: Some(Period::Annual), ..Indicator::default() };
    let mut unit = None;
    for cell in line.split('|').skip(3) {
        let (column, text) = cell.trim().split_once('=').unwrap();
        match column {
            "actual" => row.actual_raw = text.to_owned(),
            "weight" => row.weight = text.to_owned(),
            "score" => row.score = text.to_owned(),
            "reason" => row.deviation = text.to_owned(),
            "parent" => row.parent = text.to_owned(),
            "level1" => row.level1 = text.to_owned(),
            "unit" => unit = Some(text),
            other => panic!("no column {other}"),
        }
    }
    row.target = typed(&target_raw, unit, &indicator);
    row.actual = typed(&row.actual_raw, unit, &indicator);
    (row.indicator, row.target_raw) = (indicator, target_raw);
    row
}

/// A form's header, `name=text` parted by blanks, and its rows.
fn form(header: &str, rows: &[&str]) -> Form {
    const MONEY: &[&str] = &[
        "budget_total",
        "general_public_budget",
        "government_fund_budget",
        "state_capital_budget",
        "special_account",
        "other_funds",
        "basic_expenditure",
        "project_expenditure",
        "executed",
        "execution_rate",
        "score_total",
    ];
    let mut form = Form { place: Place::of(1, 0, 0), ..Form::default() };
    for (name, text) in header.split_whitespace().map(|part| part.split_once('=').unwrap()) {
        let text = text.to_owned();
        match name {
            "type" => form.form_type = text,
            "year" => form.fiscal_year = text,
            "stated" => form.stated_year = text,
            "title" => form.title = text,
            "filed" => form.filled_on = text,
            "dept" => form.department = text,
            "project" => form.project = text,
            "objective" => form.objective = text,
            "unit" => form.money_unit = text,
            _ => match MONEY.iter().find(|of| **of == name) {
                Some(of) => {
                    let value = text.parse::<f64>().is_ok().then(|| text.clone());
                    form.money.insert(of, Money { raw: text, value, ..Money::default() });
                }
                None => {
                    let value = if text.parse::<f64>().is_ok() { text.clone() } else { String::new() };
                    form.fields.push(Field { field: name.to_owned(), value_raw: text, value, ..Field::default() });
                }
            },
        }
    }
    form.indicators = rows.iter().map(|line| row(line)).collect();
    form
}

fn submission(path: &str, mut forms: Vec<Form>) -> Submission {
    for (n, form) in forms.iter_mut().enumerate() {
        form.form_id = format!("f{}", n + 1);
        for (m, row) in form.indicators.iter_mut().enumerate() {
            row.indicator_id = format!("f{}-{}", n + 1, m + 1);
        }
    }
    Submission { source_file: path.to_owned(), forms, ..Submission::default() }
}

/// What a code has to say of a submission: `fail` where it fails anywhere, else `pass` where it passes anywhere, else
/// `unknown`.
fn state(code: &str, submission: &Submission) -> &'static str {
    let verdicts = check::verdicts(submission, &Rules::builtin().unwrap());
    let answers: Vec<_> = verdicts.into_iter().filter(|v| v.code.id == code).map(|v| v.answer).collect();
    if answers.iter().any(|a| matches!(a, Some(Answer::Fail(_)))) {
        "fail"
    } else if answers.contains(&Some(Answer::Pass)) {
        "pass"
    } else {
        "unknown"
    }
}

struct Case {
    code: &'static str,
    /// Right, wrong, too little.
    submissions: [Submission; 3],
}

/// Three forms of one row each, which differ in the row.
fn rows(code: &'static str, header: &str, lines: [&str; 3]) -> Case {
    Case { code, submissions: lines.map(|line| submission("a", vec![form(header, &[line])])) }
}

/// Three forms without rows, which differ in the header.
fn headers(code: &'static str, headers: [&str; 3]) -> Case {
    Case { code, submissions: headers.map(|header| submission("a", vec![form(header, &[])])) }
}

fn forms(code: &'static str, forms: [&[(&str, &[&str])]; 3]) -> Case {
    let each = |list: &[(&str, &[&str])]| submission("a", list.iter().map(|(h, r)| form(h, r)).collect());
    Case { code, submissions: forms.map(each) }
}

fn money_cases() -> Vec<Case> {
    let department = "type=department_target year=2024 dept=甲 unit=万元";
    let project =
        |amount: &str| format!("type=project_target year=2024 dept=甲 unit=万元 project=乙 budget_total={amount}");
    let (full, less) = (project("30"), project("28.60"));
    let unitless = less.replace("unit=万元", "");
    let head = |rest: &str| format!("{department} {rest}");
    let (right, wrong) = (head("project_expenditure=30"), head("project_expenditure=31"));
    let sums = head("basic_expenditure=70 project_expenditure=30 budget_total=100");
    let both = head("basic_expenditure=70 project_expenditure=30 budget_total=98.60");
    vec![
        headers(
            "money-income-sum",
            [
                "unit=万元 budget_total=100 general_public_budget=80 government_fund_budget=20",
                "unit=万元 budget_total=100 general_public_budget=80 government_fund_budget=25",
                "budget_total=100 general_public_budget=80 government_fund_budget=25",
            ],
        ),
        headers(
            "money-expenditure-sum",
            [
                "unit=万元 budget_total=100.01 basic_expenditure=66.67 project_expenditure=33.33",
                "unit=万元 budget_total=100 basic_expenditure=66 project_expenditure=33",
                "unit=万元 budget_total=100 basic_expenditure=66",
            ],
        ),
        headers(
            "money-no-total",
            ["unit=万元 budget_total=80 general_public_budget=80", "unit=万元 general_public_budget=80", "unit=万元"],
        ),
        forms(
            "money-project-sum",
            [&[(&right, &[]), (&full, &[])], &[(&wrong, &[]), (&full, &[])], &[(&wrong, &[]), (&unitless, &[])]],
        ),
        forms(
            "money-linked",
            [&[(&sums, &[]), (&full, &[])], &[(&both, &[]), (&less, &[])], &[(&both, &[]), (&unitless, &[])]],
        ),
    ]
}

fn score_cases() -> Vec<Case> {
    vec![
        forms(
            "weight-sum",
            [
                &[("budget_total.weight=10", &["|甲|≥1次|weight=60", "|乙|≥1次|weight=30分"])],
                &[("budget_total.weight=10", &["|甲|≥1次|weight=60", "|乙|≥1次|weight=40"])],
                &[("", &["|甲|≥1次|weight=60", "|乙|≥1次"])],
            ],
        ),
        rows(
            "score-over-weight",
            "",
            ["|甲|≥1次|weight=10|score=10", "|甲|≥1次|weight=10|score=12", "|甲|≥1次|score=12"],
        ),
        forms(
            "score-sum",
            [
                &[(
                    "score_total=98.5 budget_total.score=9.5",
                    &["|甲|≥1次|weight=60|score=59", "|乙|≥1次|weight=30|score=30"],
                )],
                &[(
                    "score_total=92 budget_total.score=9.5",
                    &["|甲|≥1次|weight=60|score=59", "|乙|≥1次|weight=30|score=30"],
                )],
                // The ten points that the weights leave open may stand in a cell that was not understood.
                &[("score_total=98.5", &["|甲|≥1次|weight=60|score=59", "|乙|≥1次|weight=30|score=30"])],
            ],
        ),
        headers(
            "execution-rate",
            [
                "unit=万元 x.adjusted=1318.40 x.executed=1282.36 x.rate=97.27%",
                "unit=万元 x.adjusted=60 x.executed=57.60 x.rate=98%",
                "x.adjusted=60 x.executed=57.60 x.rate=98%",
            ],
        ),
        rows(
            "missed-full-score",
            "",
            [
                "|资金拨付及时率|≥95%|actual=90%|weight=5|score=4",
                "|资金拨付及时率|≥95%|actual=90%|weight=5|score=5",
                "|资金拨付及时率|≥95%|actual=90天|weight=5|score=5",
            ],
        ),
        rows(
            "met-score-cut",
            "",
            [
                "|节水率|≥10%|actual=11.2%|weight=15|score=13|reason=数据未审定",
                "|节水率|≥10%|actual=11.2%|weight=15|score=13",
                "|节水率|明显提高|actual=提高|weight=15|score=13",
            ],
        ),
        rows(
            "actual-copied",
            "",
            ["|任务完成率|≥100%|actual=100%", "|任务完成率|≥100%|actual=≥100%", "|水质|低于限值|actual=低于限值"],
        ),
        rows(
            "digit-for-comparator",
            "",
            ["|维修次数|2280次|actual=2301次", "|维修次数|2280次|actual=280次", "|维修次数|2280次"],
        ),
        forms(
            "comparator-lost",
            [
                &[("", &["|甲|≥5次", "|乙|≥6次", "|丙|≤7次", "|丁|≥8次", "|戊|30次", "|维修次数|2280次"])],
                &[("", &["|甲|≥5次", "|乙|≥6次", "|丙|≤7次", "|丁|≥8次", "|维修次数|2280次"])],
                &[("", &["|甲|≥5次", "|维修次数|2280次"])],
            ],
        ),
    ]
}

fn target_cases() -> Vec<Case> {
    let project = "type=project_target year=2024 unit=万元 project=乙 budget_total=9.6";
    vec![
        rows(
            "cost-over-budget",
            project,
            [
                "output.cost|日常运行经费|≤9.6万元",
                "output.cost|日常运行经费|≤96万元",
                "output.cost|日常运行经费|≤960000元",
            ],
        ),
        rows(
            "cost-at-least",
            "",
            ["output.cost|单位成本|≤500元/人", "output.cost|单位成本|≥500元/人", "output.cost|成本节约率|≥5%"],
        ),
        rows("percent-over-100", "", ["|验收合格率|≥98%", "|验收合格率|≥120%", "|收入增长率|≥120%"]),
        rows("percent-as-one", "", ["|覆盖率|100%", "|覆盖率|1", "|覆盖乡镇|1"]),
        rows("comparator-sense", "", ["|任务完成率|≥95%", "|任务完成率|≤95%", "|受理数|≤95件"]),
        rows("never-but-allowed", "", ["|不发生安全事故|0次", "|不发生安全事故|≤1次", "|安全事故|≤1次"]),
        rows("target-at-limit", "year=2024", ["|任务完成率|≥98%", "|全年可用|≥365天", "|检查|≥100次"]),
        rows("more-days-than-the-year", "year=2023", ["|全年可用|≥365天", "|全年可用|≥366天", "|检查|≥366次"]),
        rows(
            "year-of-target",
            "year=2024",
            ["|完成时间|2024年12月底前", "|完成时间|2023年12月底前", "|完成时间|12月底前"],
        ),
        rows("day-number-for-date", "", ["|完工日期|2021年12月31日", "|完工日期|=44561", "|受益居民|=44561"]),
        forms(
            "template-residue",
            [
                &[("", &["|甲|≥1次", "|新建里程（≥**公里）|≥4.2公里"])],
                &[("", &["|甲|≥1次", "|乙|≥**%"])],
                &[("", &["|乙|≥**%"])],
            ],
        ),
        forms(
            "value-without-number",
            [&[("", &["|甲|≥1次", "|乙|≥90%"])], &[("", &["|甲|≥1次", "|乙|平方公里"])], &[("", &["|乙|平方公里"])]],
        ),
        rows("blank-form", "", ["|甲|≥1次", "|甲|≥**%", "|甲|≥1次"]),
        forms("no-indicator", [&[("", &["|甲|≥1次"])], &[("", &[])], &[]]),
        forms(
            "duplicate-indicator",
            [
                &[("", &["output.quantity|培训|≥1次", "output.quantity|宣传|≥1次"])],
                &[("", &["output.quantity|培训|≥1次", "output.quantity|培 训|≥2次"])],
                &[("", &["output.quantity|……|……", "output.quantity|……|……"])],
            ],
        ),
    ]
}

fn form_cases() -> Vec<Case> {
    let set: &[&str] = &[
        "output.quantity|a|≥1次",
        "output.quality|b|≥1%",
        "output.timeliness|c|≤1天",
        "cost.economic|d|≤1元",
        "benefit.social|e|有",
    ];
    let asked: &[&str] = &["output.quantity|甲|≥1次", "satisfaction|满意度|≥90%"];
    let target = "type=project_target";
    let path = |path: &str, header: &str| submission(path, vec![form(header, &[])]);
    vec![
        forms("level-set-incomplete", [&[(target, set)], &[(target, asked)], &[("type=monitoring", asked)]]),
        forms("satisfaction-missing", [&[(target, asked)], &[(target, set)], &[(target, &["|甲|≥1次"])]]),
        forms(
            "duplicate-form",
            [
                &[("dept=甲 project=乙", &["|a|≥1次"]), ("dept=甲 project=丙", &["|a|≥1次"])],
                &[("dept=甲 project=乙", &["|a|≥1次"]), ("dept=甲 project=乙", &["|b|≥1次"])],
                &[("", &["|a|≥1次"]), ("", &["|a|≥1次"])],
            ],
        ),
        headers(
            "year-of-header",
            ["title=2024年绩效表 stated=2024年", "title=2024年绩效表 stated=2023", "title=绩效表 stated=2023"],
        ),
        headers(
            "year-of-filing",
            [
                "type=project_self_evaluation year=2023 filed=2024-03-15",
                "type=project_self_evaluation year=2023 filed=2022-03-15",
                "type=project_self_evaluation year=2023",
            ],
        ),
        Case {
            code: "year-of-path",
            submissions: [path("2024/a.doc", "year=2024"), path("2023/a.doc", "year=2024"), path("a.doc", "year=2024")],
        },
    ]
}

#[test]
fn each_code_passes_fails_and_holds_its_tongue() {
    let cases: Vec<Case> = [money_cases(), score_cases(), target_cases(), form_cases()].into_iter().flatten().collect();
    let mut wrong = Vec::new();
    for Case { code, submissions } in &cases {
        let states = [0, 1, 2].map(|n| state(code, &submissions[n]));
        // A form without any value is blank, and one with a value is not: the third state is a form without rows.
        let want = if *code == "blank-form" { ["pass", "fail", "pass"] } else { ["pass", "fail", "unknown"] };
        if states != want {
            wrong.push(format!("{code}: {states:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let tested: BTreeSet<&str> = cases.iter().map(|case| case.code).collect();
    let all: BTreeSet<&str> = CHECKS.iter().flat_map(|check| check.codes).map(|code| code.id).collect();
    assert_eq!(tested, all, "a code without a case");
}

/// What is right in ways that a careless rule would call wrong.
#[test]
fn no_false_alarm() {
    let sound = [
        form("unit=万元 budget_total=100 general_public_budget=80", &[]),
        form(
            "unit=万元 budget_total=100 general_public_budget=60 government_fund_budget=0 state_capital_budget=0 special_account=0 other_funds=0 carryover=40",
            &[],
        ),
        form(
            "unit=万元 budget_total=110 budget_total.initial=100 general_public_budget=80 government_fund_budget=20",
            &[],
        ),
        form("unit=万元 x.adjusted=3 x.executed=2 x.rate=66.6%", &[]),
        form("unit=万元 x.adjusted=3 x.executed=2 x.rate=66.67%", &[]),
        form("unit=万元 x.adjusted=60 x.executed=57.6 x.rate=0.96", &[]),
        form("", &["|不发生安全事故天数|≥365天", "|森林火灾受害率|≤0.9‰", "|任务完成率|100%|actual=112%"]),
        form("unit=万元 budget_total=680 fiscal_funds=600 other_funds=80", &[]),
        // A line that stands twice, or a further source, may make up the rest.
        form("unit=万元 budget_total=680 fiscal_funds=600 fiscal_funds=20 other_funds=10", &[]),
        form("unit=万元 budget_total=680 fiscal_funds=600 other_funds=10 carryover=70", &[]),
        form("", &["|政府债务率|≤120%", "|学前毛入园率|≥101%", "|食品不合格率|≤3%", "|信访积案化解率|≥90%"]),
        // The library's template stands in the name, the number beside it.
        form("", &["|受益人数（≥**人）|≥1200人|actual=1268人", "|发放标准（≥**元/月）|530元/月|actual=530元/月"]),
        // A line for the whole that was left at nothing bounds no cost.
        form("unit=万元 year=2024 project=乙 budget_total=0", &["output.cost|日常运行经费|≤96万元"]),
        // A misread ≥ has a finding of its own: the target was not missed.
        form("", &["|维修次数|2280次|actual=280次|weight=10|score=10"]),
        form("", &["|事故整改率|≥95%", "|投诉处理率|≥95%", "|抽检差错率|≤0.5%", "|同比增长率|≥120%"]),
        form("", &["|甲||weight=20|score=19", "|乙|≥1次|parent=甲|weight=10|score=9", "|丙|≥1次|weight=80|score=80"]),
        form(
            "",
            &[
                "|受益人数|1200人|actual=1268人|weight=10|score=10",
                "output.cost|经费|12万元|actual=11万元|weight=10|score=10",
            ],
        ),
    ];
    let submission = submission("a", sound.into());
    let said: Vec<String> = check::run(&submission, &Rules::builtin().unwrap())
        .into_iter()
        .filter(|finding| finding.code.severity > Severity::Info)
        .map(|finding| format!("{} {}: {}", finding.form_id, finding.code.id, finding.message))
        .filter(|said| !said.contains("weight-sum") && !said.contains("no-indicator"))
        .collect();
    assert!(said.is_empty(), "{said:#?}");
}

#[test]
fn a_sheet_of_scores_is_not_blank() {
    let blank = |rows: &[&str]| state("blank-form", &submission("a", vec![form("", rows)]));
    assert_eq!(blank(&["|相关性||weight=5|score=5", "|明确性||weight=5|score=4"]), "pass");
    assert_eq!(blank(&["|相关性||weight=5", "|明确性||weight=5"]), "fail");
}

#[test]
fn weights_may_be_shares_of_the_level_above() {
    let sum = |rows: &[&str]| state("weight-sum", &submission("a", vec![form("", rows)]));
    let shares = [
        "|进度|≥40%|level1=预算|weight=40",
        "|执行率|≥95%|level1=预算|weight=60",
        "|团组|≥3个|level1=业务|weight=70",
        "|报告|≥3份|level1=业务|weight=30",
    ];
    assert_eq!(sum(&shares), "pass");
    assert_eq!(sum(&[shares[0], shares[1], shares[2], "|报告|≥3份|level1=业务|weight=20"]), "fail");
    assert_eq!(sum(&["|进度|≥40%|level1=预算|weight=100", "|执行率|≥95%|level1=预算|weight=20"]), "fail");
}

fn said_of(code: &str, submission: &Submission) -> Vec<String> {
    let found = check::run(submission, &Rules::builtin().unwrap());
    found.into_iter().filter(|f| f.code.id == code).map(|f| f.message).collect()
}

#[test]
fn a_project_is_summed_by_what_comes_from_the_budget_and_from_elsewhere() {
    let of = |header: &str| submission("a", vec![form(header, &[])]);
    let more = of("unit=万元 budget_total=680 fiscal_funds=620 other_funds=80");
    assert_eq!(state("money-income-sum", &more), "fail");
    assert_eq!(state("money-income-sum", &of("unit=万元 budget_total=680 fiscal_funds=590 other_funds=80")), "fail");
    assert_eq!(state("money-income-sum", &of("budget_total=680 fiscal_funds=620 other_funds=80")), "unknown");
    let mut labelled = more;
    for (name, label) in [("fiscal_funds", "财政拨款"), ("other_funds", "其他资金")] {
        let form = &mut labelled.forms[0];
        match form.fields.iter_mut().find(|of| of.field == name) {
            Some(field) => field.label = label.to_owned(),
            None => form.fields.push(Field { field: name.into(), label: label.into(), ..Field::default() }),
        }
    }
    let terms = &said_of("money-income-sum", &labelled)[0];
    assert!(terms.starts_with("财政拨款 620 + 其他资金 80 = 700"), "{terms}");
}

#[test]
fn a_comparator_is_missed_among_counts_that_have_one() {
    let lost = |rows: &[&str]| state("comparator-lost", &submission("a", vec![form("", rows)]));
    let counts = ["|甲|≥5次", "|乙|≥6次", "|丙率|≥95%", "|丁率|≥98%"];
    let with = |more: &[&'static str]| [counts.as_slice(), more].concat();
    // All or nothing needs no comparator, and what may have lost its own is no witness.
    assert_eq!(lost(&with(&["|维修次数|2280次", "|戊率|100%", "|事故|0起"])), "fail");
    assert_eq!(lost(&with(&["|维修次数|2280次", "|接待人数|8850人"])), "fail");
    assert_eq!(lost(&with(&["|维修次数|2280次", "|戊|30次"])), "pass");
    assert_eq!(lost(&with(&["|维修次数|2280次|actual=2301次"])), "pass");
    let stated = form("objective=维修2280次", &with(&["|维修次数|2280次"]));
    assert_eq!(state("comparator-lost", &submission("a", vec![stated])), "pass");
    // Where only percentages have one, a count without says nothing.
    let rates = ["|甲率|≥5%", "|乙率|≥6%", "|丙率|≥95%", "|丁率|≥98%", "|维修次数|2280次"];
    assert_eq!(lost(&rates), "unknown");
}

#[test]
fn the_name_tells_which_way_is_good() {
    let against = |row: &str| state("comparator-sense", &submission("a", vec![form("", &[row])]));
    assert_eq!(against("|投诉处理率|≤95%"), "fail");
    assert_eq!(against("|事故隐患整改率|≤95%"), "fail");
    assert_eq!(against("|食品抽检不合格率|≥3%"), "fail");
    assert_eq!(against("|食品抽检不合格率|≤3%"), "pass");
    assert_eq!(against("|投诉处理率|≥95%"), "pass");
}

#[test]
fn what_a_document_read_in_part_lacks_proves_nothing() {
    let rows = ["output.quantity|甲|≥1次|weight=30|score=30", "output.quality|乙|≥1次|weight=20|score=20"];
    let mut partly = submission("a", vec![form("type=project_target score_total=98 budget_total.weight=10", &rows)]);
    let codes = ["weight-sum", "level-set-incomplete", "satisfaction-missing"];
    assert_eq!(codes.map(|code| state(code, &partly)), ["fail"; 3]);
    partly.findings.push(Finding::new(&ingest::finding::PARTLY_READ, "half of it", "send it again"));
    assert_eq!(codes.map(|code| state(code, &partly)), ["unknown"; 3]);
}

#[test]
fn every_code_is_known_by_one_id_and_explained() {
    let mut seen = BTreeSet::new();
    for code in codes() {
        assert!(seen.insert(code.id), "{} twice", code.id);
        assert!(!code.summary.is_empty() && code.summary.ends_with('.'), "{}", code.id);
    }
    for code in codes() {
        assert!(!code.why.is_empty() && !code.example.is_empty(), "{}", code.id);
    }
    for code in CHECKS.iter().flat_map(|check| check.codes) {
        assert!(!code.message.is_empty() && !code.hint.is_empty(), "{}", code.id);
    }
}

/// A finding whose template names a value that it lacks would be worded by its summary.
#[test]
fn every_message_has_its_values() {
    for case in [money_cases(), score_cases(), target_cases(), form_cases()].into_iter().flatten() {
        let found = check::run(&case.submissions[1], &Rules::builtin().unwrap());
        for finding in found.iter().filter(|finding| finding.code.id == case.code) {
            assert_ne!(finding.message, finding.code.summary, "{}", case.code);
            assert_ne!(finding.hint, finding.code.summary, "{}", case.code);
        }
    }
}

#[test]
fn rules_that_are_unsound_are_named_by_line() {
    let sound = include_str!("../../mappings/checks.toml");
    let error = |text: &str| Rules::parse("mine.toml", text).unwrap_err().to_string();
    assert!(error(&sound.replace("percent = \"%\"", "percnt = \"%\"")).starts_with("mine.toml:"));
    assert!(error(&sound.replace("percent = \"%\"", "percent = \"\"")).contains("empty word"));
    assert!(error(&sound.replace("value = \"0.005\"", "value = \"a\"")).starts_with("mine.toml:"));
}

/// Every finding of the samples, as a reviewer would read them.
#[test]
fn findings_of_the_samples() {
    let engine = Engine::new(Options::default()).unwrap();
    let files = support::samples();
    let mut text = String::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|e| e != "md")) {
        let name = support::sample_name(file);
        let checks: BTreeSet<&str> = CHECKS.iter().flat_map(|check| check.codes).map(|code| code.id).collect();
        let all = engine.submissions(&name, &std::fs::read(file).unwrap());
        let findings = all.iter().flat_map(|one| &one.submission.findings);
        for f in findings.filter(|f| checks.contains(f.code.id)) {
            let Place { table_no, row_no, col_no } = f.place;
            text += &format!(
                "{name} {table_no}/{row_no}/{col_no} {} {}: {}\n",
                f.code.severity.name(),
                f.code.id,
                f.message
            );
        }
    }
    insta::assert_snapshot!("findings_of_the_samples", text);
}

/// The real submission: its linked amounts are the one error.
#[test]
fn the_real_submission_has_one_error() {
    let Some(path) = support::shared("real/yuanjiang-2024/rebuilt.docx") else { return };
    let engine = Engine::new(Options::default()).unwrap();
    let submission = engine.submission("rebuilt.docx", &std::fs::read(path).unwrap());
    let errors = submission.findings.iter().filter(|f| f.code.severity == Severity::Error);
    assert_eq!(errors.map(|f| f.code.id).collect::<Vec<_>>(), ["money-linked"]);
    let warnings = submission.findings.iter().filter(|f| f.code.severity == Severity::Warning);
    assert!(warnings.clone().all(|f| f.code.id == "never-but-allowed"), "{:#?}", warnings.collect::<Vec<_>>());
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// Every code is said in Chinese, with the values that its findings carry.
#[test]
fn every_code_is_said_in_chinese() {
    let chinese = Language::chinese().unwrap();
    let missing: Vec<&str> = codes().filter(|code| !chinese.knows(code)).map(|code| code.id).collect();
    assert!(missing.is_empty(), "{missing:?}");
    for case in [money_cases(), score_cases(), target_cases(), form_cases()].into_iter().flatten() {
        let mut submission = case.submissions[1].clone();
        submission.findings = check::run(&submission, &Rules::builtin().unwrap());
        let english = submission.findings.clone();
        chinese.translate(&mut submission);
        for (chinese, english) in submission.findings.iter().zip(&english) {
            let Finding { message, hint, .. } = chinese;
            assert!(is_chinese(message) && is_chinese(hint), "{message} / {hint}");
            assert!(*message != english.message && *hint != english.hint, "{message} / {hint}");
            assert!(!message.contains('{') && !hint.contains('{'), "{message} / {hint}");
        }
    }
}

/// The reason of a file's status is the message of its finding, in either language.
#[test]
fn reasons_are_translated_with_their_findings() {
    let engine = Engine::new(Options::default()).unwrap();
    let mut submission = engine.submission("a.pdf", b"%PDF-1.4\n");
    Language::chinese().unwrap().translate(&mut submission);
    assert!(
        is_chinese(&submission.reason) && is_chinese(&submission.hint),
        "{} / {}",
        submission.reason,
        submission.hint
    );
}

#[test]
fn the_command_line_speaks_the_language_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let run = |locale: &str, arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_ingest"));
        command.current_dir(folder.path()).arg(support::sample("targets-with-faults.docx")).args(["--out", "a.csv"]);
        let output = command.env_remove("LC_MESSAGES").env("LC_ALL", locale).args(arguments).output().unwrap();
        let findings = std::fs::read_to_string(folder.path().join("a.findings.csv")).unwrap();
        (String::from_utf8(output.stderr).unwrap(), findings)
    };
    let (summary, findings) = run("C", &[]);
    assert!(summary.contains("findings, with the first of each:") && findings.contains("is the form's template"));
    for (locale, arguments) in [("zh_CN.UTF-8", &[][..]), ("C", &["--lang", "zh"][..])] {
        let (summary, findings) = run(locale, arguments);
        assert!(summary.contains("1 个文件") && summary.contains("第1个表，第8行，第4列"), "{summary}");
        assert!(findings.contains("是模板文字，没有填") && !findings.contains("is the form's template"), "{findings}");
    }
    assert!(run("zh_CN.UTF-8", &["--lang", "en"]).0.contains("1 file,"));
}

#[test]
fn checks_are_listed_and_explained() {
    let run = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_ingest")).args(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (_, list, _) = run(&["checks"]);
    assert!(codes().all(|code| list.contains(code.id)));
    assert!(list.starts_with("error"), "most serious first: {list}");
    let (_, one, _) = run(&["checks", "score-sum"]);
    for part in ["Why it matters", "Example", "What to do", "Tolerance", "0.005"] {
        assert!(one.contains(part), "{one}");
    }
    for (page, lang) in [("docs/checks.md", "en"), ("docs/zh/checks.md", "zh")] {
        let page = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
        let (_, said, _) = run(&["checks", "--markdown", "--lang", lang]);
        assert!(page.ends_with(&said), "docs/ is not what `ingest checks --markdown` says: run scripts/make-docs");
    }
    let (code, _, error) = run(&["checks", "score"]);
    assert!(code == Some(2) && error.contains("did you mean score-"), "{error}");
}

/// Amounts that state their unit themselves are numbers in the forms table, with the unit beside them.
#[test]
fn a_form_has_the_unit_that_all_its_amounts_state() {
    let engine = Engine::new(Options::default()).unwrap();
    let form = |total: &str, fiscal: &str| {
        let page = format!(
            "<meta charset=utf-8><p>项目支出绩效目标表</p><table><tr><td>项目名称<td>甲<td>资金总额<td>{total}\
             <tr><td>财政拨款<td>1<td>其他资金<td>{fiscal}<tr><td>一级指标<td>二级指标<td>三级指标<td>指标值\
             <tr><td>产出指标<td>数量指标<td>里程<td>≥2公里</table>"
        );
        engine.submission("a.html", page.as_bytes()).forms.remove(0)
    };
    let stated = form("85.6万元", "5万元");
    assert_eq!(
        (stated.money_unit.as_str(), stated.inferred.as_slice()),
        ("万元", &["money_unit:amounts".to_owned()][..])
    );
    assert_eq!(stated.money["budget_total"].value.as_deref(), Some("85.6"));
    let short = form("250万（其中：省级100万元）", "5万元");
    let total = &short.money["budget_total"];
    assert_eq!(
        (short.money_unit.as_str(), total.value.as_deref(), total.unit.as_deref()),
        ("万元", Some("250"), Some("万元"))
    );
    for (total, fiscal) in [("85.6", "5"), ("85.6万元", "5"), ("85.6万元", "5元")] {
        assert_eq!(form(total, fiscal).money_unit, "", "{total} {fiscal}");
    }
}
