//! Typing values: the tables of cases, and the laws that hold for every text.

use std::collections::BTreeMap;

use ingest::model::{Comparator, Value, ValueKind, ValueParts};
use ingest::normalise::{Doubt, Vocabulary};
use proptest::prelude::*;

use crate::support;

use crate::support::ends;

fn words() -> Vocabulary {
    Vocabulary::builtin().unwrap()
}

fn raw(text: &str) -> ValueParts {
    ValueParts { raw: text.to_owned(), ..ValueParts::default() }
}

fn read(text: &str) -> (Value, Vec<Doubt>) {
    words().value(&raw(text))
}

/// A line of a table of cases.
struct Case {
    line: usize,
    raw: String,
    parts: ValueParts,
    /// Kind, comparator, value, high, unit.
    wanted: [String; 5],
}

/// `a | b | c` is comparator, value, unit; `a | b` is value and unit, or name and value if the second states a number.
fn parts(text: &str) -> ValueParts {
    let text = text.replace("\\n", "\n").replace("\\\\", "\\");
    let pieces: Vec<&str> = text.split('|').map(str::trim).collect();
    match pieces.as_slice() {
        [comparator, value, unit] => ValueParts {
            raw: (*value).to_owned(),
            comparator: Some((*comparator).to_owned()),
            unit: Some((*unit).to_owned()),
            ..ValueParts::default()
        },
        [name, value] if value.chars().any(|c| c.is_ascii_digit()) => {
            ValueParts { raw: (*value).to_owned(), name: (*name).to_owned(), ..ValueParts::default() }
        }
        [value, unit] => {
            ValueParts { raw: (*value).to_owned(), unit: Some((*unit).to_owned()), ..ValueParts::default() }
        }
        _ => raw(&text),
    }
}

/// No mobile number stands in the project, not even an invented one; this one is put together.
const MOBILE: &str = concat!("139", "0000", "0000");

fn cases(table: &str) -> Vec<Case> {
    let mut found = Vec::new();
    for (n, line) in table.lines().enumerate().skip(1) {
        if line.is_empty() || line.starts_with("# ") {
            continue;
        }
        let mut columns = line.split('\t').map(str::to_owned);
        let mut next = || columns.next().unwrap_or_default();
        let raw = next().replace("{mobile}", MOBILE);
        let wanted = [next(), next(), next(), next(), next()];
        found.push(Case { line: n + 1, parts: parts(&raw), raw, wanted });
    }
    found
}

/// A decimal without the zeros that change nothing; any other text as it is.
fn plain(text: &str) -> String {
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    if is_number && text.matches('.').count() == 1 && !text.contains("-0") {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text.to_owned()
    }
}

fn got(value: &Value) -> [String; 5] {
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    [
        value.kind.name().to_owned(),
        value.comparator.map_or("", Comparator::name).to_owned(),
        text(&value.value),
        text(&value.high),
        text(&value.unit),
    ]
}

/// The cases that come out otherwise than wanted, and the share right by kind on stderr.
fn misses(title: &str, cases: &[Case]) -> Vec<String> {
    let words = words();
    let mut wrong = Vec::new();
    let mut tally: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for case in cases {
        let (value, _) = words.value(&case.parts);
        let is_right = got(&value).each_ref().map(|t| plain(t)) == case.wanted.each_ref().map(|t| plain(t));
        let (right, all) = tally.entry(case.wanted[0].as_str()).or_default();
        *all += 1;
        if is_right {
            *right += 1;
        } else {
            eprintln!("{title}:{}: {:?} is {:?}, not {:?}", case.line, case.raw, got(&value), case.wanted);
            wrong.push(case.raw.clone());
        }
    }
    let right: usize = tally.values().map(|(right, _)| right).sum();
    support::tell(&format!("{title}: {right} of {} right", cases.len()));
    for (kind, (right, all)) in tally {
        support::tell(&format!("  {kind}: {right} of {all}"));
    }
    wrong
}

#[test]
fn our_table_is_read_right() {
    let table = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/values.tsv")).unwrap();
    let cases = cases(&table);
    assert!(cases.len() >= 250, "only {} cases", cases.len());
    assert_eq!(misses("tests/values.tsv", &cases), Vec::<String>::new());
}

/// `INGEST_VALUES=table.tsv cargo test --test it normalise:: -- --nocapture` reads any other table of such cases.
#[test]
fn a_named_table_is_read_right() {
    let Ok(path) = std::env::var("INGEST_VALUES") else { return };
    let cases = cases(&std::fs::read_to_string(&path).unwrap());
    assert_eq!(misses(&path, &cases), Vec::<String>::new());
}

/// What the shared table's notes say stands in the form's header.
const HEADERS: &[(&str, &str)] =
    &[("纳入专户管理的非税收入拨款：0", "万元"), ("250000.00", "元"), ("8.62", "分"), ("3,309,840.00", "元")];

/// Where the shared table wants something else than the contract, each with the reason.
const ACCEPTED: &[(&str, &str)] = &[
    ("292%", "damaged recognition is doubted, never repaired: the number stays 292"),
    ("250%", "damaged recognition is doubted, never repaired: the number stays 250"),
    ("工5%", "damaged recognition is doubted, never repaired: no comparator is written"),
];

#[test]
fn the_shared_table_is_read_right_but_for_listed_cases() {
    let Some(path) = support::shared("domain/values.tsv") else { return };
    let mut cases = cases(&std::fs::read_to_string(path).unwrap());
    for case in &mut cases {
        let header = HEADERS.iter().find(|(raw, _)| *raw == case.raw);
        case.parts.header_unit = header.map(|(_, unit)| (*unit).to_owned());
    }
    let wrong = misses("shared values.tsv", &cases);
    let unlisted: Vec<&String> = wrong.iter().filter(|w| ACCEPTED.iter().all(|(raw, _)| raw != w)).collect();
    assert_eq!(unlisted, Vec::<&String>::new());
    assert!((cases.len() - wrong.len()) * 100 >= cases.len() * 98, "under 98 % right");
}

#[test]
fn canonical_values_are_multiplied_out() {
    let table = [
        ("250万", "2500000", None),
        ("3.05万元", "30500", Some("元")),
        ("4.8亿元", "480000000", Some("元")),
        ("5千亩", "5000", Some("亩")),
        ("600万株", "6000000", Some("株")),
        ("1346.0088万平方米", "13460088", Some("平方米")),
        ("3.2万元/人", "32000", Some("元/人")),
        ("2‰", "0.2", Some("%")),
        ("=98百分比", "98", Some("%")),
        ("百分之八十五", "85", Some("%")),
        ("15千克", "15", Some("千克")),
        ("28.40元", "28.40", Some("元")),
        ("0.0000000000000000000000000000001万元", "0.000000000000000000000000001", Some("元")),
    ];
    for (text, number, unit) in table {
        let (value, _) = read(text);
        assert_eq!(value.canonical_value.as_deref(), Some(number), "{text}");
        assert_eq!(value.canonical_unit.as_deref(), unit, "{text}");
    }
    let (range, _) = read("1.5~2.5万元");
    assert_eq!((range.canonical_value.as_deref(), range.canonical_high.as_deref()), (Some("15000"), Some("25000")));
    let per_mille =
        words().value(&ValueParts { raw: "3".into(), unit: Some("千分之".into()), ..ValueParts::default() }).0;
    assert_eq!((per_mille.unit.as_deref(), per_mille.canonical_value.as_deref()), (Some("千分之"), Some("0.3")));
    assert_eq!(per_mille.canonical_unit.as_deref(), Some("%"));
    let column = words().value(&ValueParts { raw: "250万".into(), unit: Some("元".into()), ..ValueParts::default() }).0;
    assert_eq!((column.canonical_value.as_deref(), column.canonical_unit.as_deref()), (Some("2500000"), Some("元")));
}

#[test]
fn units_are_found_where_they_stand() {
    let read = |raw: &str, unit: Option<&str>, name: &str, header: Option<&str>| {
        let parts = ValueParts {
            raw: raw.into(),
            unit: unit.map(str::to_owned),
            name: name.into(),
            header_unit: header.map(str::to_owned),
            comparator: None,
        };
        let value = words().value(&parts).0;
        (value.unit.unwrap_or_default(), value.unit_source.unwrap_or_default())
    };
    assert_eq!(read("5次", Some("项"), "检查（场）", Some("个")), ("次".into(), "value"));
    assert_eq!(read("5", Some("项"), "检查（场）", Some("个")), ("项".into(), "column"));
    assert_eq!(read("5", Some("/"), "检查（场）", Some("个")), ("场".into(), "name"));
    assert_eq!(read("5", None, "检查（见说明）", Some("单位：个")), ("个".into(), "header"));
    assert_eq!(read("5", None, "403专网检查", None), (String::new(), ""));
}

#[test]
fn qualifiers_are_the_words_around_the_number() {
    let table = [
        ("高质量完成任务≥90%", Some("高质量完成任务")),
        ("≤责任事故1起", Some("责任事故")),
        ("满意率达90%以上。", Some("满意率达")),
        ("100% (到位率)", Some("到位率")),
        ("≥90%（含）", None),
        ("=20个", None),
    ];
    for (text, qualifier) in table {
        assert_eq!(read(text).0.qualifier.as_deref(), qualifier, "{text}");
    }
}

#[test]
fn several_values_are_each_kept() {
    let (value, _) = read("≥3场；≥90人次");
    let each: Vec<[String; 5]> = value.values.iter().map(got).collect();
    assert_eq!(each[0].join("|"), "quantitative|ge|3||场");
    assert_eq!(each[1].join("|"), "quantitative|ge|90||人次");
    let (dated, _) = read("10月底完成100%");
    assert_eq!(dated.values.iter().map(|v| v.kind).collect::<Vec<_>>(), [ValueKind::Date, ValueKind::Quantitative]);
    let (shared, _) = read("上升0.3、0.4和0.2个百分点");
    let numbers: Vec<_> = shared.values.iter().filter_map(|v| v.value.as_deref()).collect();
    assert_eq!(numbers, ["0.3", "0.4", "0.2"]);
}

#[test]
fn doubtful_values_carry_their_doubt() {
    let column = |raw: &str, comparator: &str, unit: &str| ValueParts {
        raw: raw.into(),
        comparator: Some(comparator.into()),
        unit: Some(unit.into()),
        ..ValueParts::default()
    };
    let table = [
        (raw("296%"), "likely-ocr-damage"),
        (raw("工8%"), "likely-ocr-damage"),
        (raw("二90%"), "likely-ocr-damage"),
        (column("28万元", "", "%"), "unit-contradiction"),
        (column("应保尽保", "", "%"), "unit-without-number"),
        (raw("≤12.5/亩"), "unit-incomplete"),
        (column("≤5%", "≥", ""), "comparator-contradiction"),
        (column("5", "定性", "个"), "comparator-contradiction"),
        (raw("≥5%以下"), "comparator-contradiction"),
        (raw(MOBILE), "contact-in-value"),
        (raw("0731-80000000"), "contact-in-value"),
        (raw("44561"), "date-serial"),
        (raw("2024年2月30日前"), "impossible-date"),
        (raw("三分之一"), "inexact-ratio"),
        (raw("≥9O%"), "likely-ocr-damage"),
        (raw("≥9 5%"), "likely-ocr-damage"),
        (raw("95。5%"), "likely-ocr-damage"),
        (raw("2023"), "ambiguous-number"),
        (raw("1:4"), "ambiguous-number"),
        (raw("2019.08"), "ambiguous-number"),
        (raw("80万元80万元"), "value-typed-twice"),
        (raw("95-85%"), "reversed-range"),
        (raw(&"很".repeat(3000)), "prose-value"),
    ];
    for (parts, code) in &table {
        let (_, doubts) = words().value(parts);
        let codes: Vec<&str> = doubts.iter().map(|d| d.code.id).collect();
        assert_eq!(codes, [*code], "{:?}", parts.raw);
        assert!(doubts.iter().all(|d| !d.message.is_empty() && !d.hint.is_empty()), "{code}");
    }
    for code in ingest::normalise::doubts::CODES {
        assert!(table.iter().any(|(_, of)| *of == code.id), "{} is never raised", code.id);
    }
    let named = ValueParts { name: "研发投入产出比".into(), ..raw("250%") };
    assert_eq!(words().value(&named).1, Vec::<Doubt>::new(), "may be above 100 %");
    for sound in ["≥95%", "250%以上", "120%", "35万元", "2023年", "≥2800人", "100"] {
        assert_eq!(read(sound).1, Vec::<Doubt>::new(), "{sound}");
    }
}

#[test]
fn amounts_and_dates_are_read_alone() {
    let words = words();
    let amount = |text: &str| words.amount(text).map(|(n, unit)| (n, unit.unwrap_or_default()));
    let some = |n: &str, unit: &str| Some((n.to_owned(), unit.to_owned()));
    assert_eq!(amount("1,200.00"), some("1200.00", ""));
    assert_eq!(amount("１００万元"), some("100", "万元"));
    assert_eq!(amount("其中：基本支出：45.16"), some("45.16", ""));
    assert_eq!(amount("基本支出45.16"), some("45.16", ""));
    assert_eq!(amount("2017.01"), some("2017.01", ""));
    assert_eq!(amount("-3.5"), some("-3.5", ""));
    assert_eq!(amount(MOBILE), some(MOBILE, ""));
    assert_eq!(amount("0.00"), some("0.00", ""));
    for none in ["", "完成8座小型水库除险加固。", "——", "无", "见附件", "5万元，6万元", "10-20", "1:2", "1,200,30"]
    {
        assert_eq!(amount(none), None, "{none}");
    }
    let date = |text: &str| words.date(text).unwrap_or_default();
    assert_eq!(date("2024年6月20日"), "2024-06-20");
    assert_eq!(date("填报日期：２０２４ 年 6 月 20 日"), "2024-06-20");
    assert_eq!(date("二〇二四年六月二十日"), "2024-06-20");
    assert_eq!(date("2024.6.20"), "2024-06-20");
    assert_eq!(date("2024年6月"), "2024-06");
    for none in
        ["", "年 月 日", "6月20日", "2024年", "2023年6月1日 2024年6月1日", "2024年13月1日", "2023年2月29日", "35.6"]
    {
        assert_eq!(date(none), "", "{none}");
    }
}

#[test]
fn a_wrong_vocabulary_says_where() {
    let sound = include_str!("../../mappings/values.toml");
    let wrong = |text: &str| match Vocabulary::parse("mine.toml", text).unwrap_err() {
        ingest::error::Error::Mapping { file, line, message, hint } => {
            assert_eq!(file, "mine.toml");
            assert!(!message.is_empty() && !hint.is_empty());
            line
        }
        other => panic!("{other}"),
    };
    let line_of = |text: &str, what: &str| 1 + text.lines().position(|l| l.contains(what)).unwrap();
    let unknown = sound.replace("point = \"", "pint = \"");
    assert_eq!(wrong(&unknown), line_of(&unknown, "pint"));
    let which = sound.replacen("is = \"ge\"", "is = \"atleast\"", 1);
    assert_eq!(wrong(&which), line_of(&which, "atleast"));
    let empty = sound.replacen("stub = [", "stub = [\"\", ", 1);
    assert_eq!(wrong(&empty), line_of(&empty, "stub = ["));
    let digits = sound.replacen("\"零〇○\", ", "", 1);
    assert_eq!(wrong(&digits), line_of(&digits, "digits = ["));
    assert!(Vocabulary::parse("mine.toml", sound).is_ok());
}

#[test]
fn a_cell_of_a_megabyte_is_read() {
    let words = words();
    for piece in ["≥5次，", "9", " ", "每", "一", "万", "≥", "(", "1,234,", "2024年", "**", "第", "不超过", "1:"]
    {
        let text = piece.repeat(1_000_000 / piece.len());
        ends(piece, || (words.value(&raw(&text)), words.amount(&text), words.date(&text)));
    }
}

/// A typed value as a cell would state it.
fn render(value: &Value) -> String {
    let sign = match value.comparator {
        Some(Comparator::Ge) => "≥",
        Some(Comparator::Gt) => ">",
        Some(Comparator::Eq) => "=",
        Some(Comparator::Le) => "≤",
        Some(Comparator::Lt) => "<",
        Some(Comparator::Approx) => "约",
        Some(Comparator::Between) | None => "",
    };
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    let unit = text(&value.unit);
    let high = if value.comparator == Some(Comparator::Between) {
        format!("{unit}~{}{unit}", text(&value.high))
    } else {
        unit
    };
    format!("{sign}{}{high}", text(&value.value))
}

/// Text of the kind that cells hold: numbers, words of the vocabulary, signs.
fn cell_text() -> impl Strategy<Value = String> {
    let pieces = [
        "≥",
        "≤",
        ">",
        "<",
        "=",
        "±",
        "约",
        "不低于",
        "不超过",
        "控制在",
        "以上",
        "以内",
        "左右",
        "前",
        "内",
        "~",
        "-",
        "至",
        "到",
        "(",
        ")",
        "[",
        "]",
        "，",
        "；",
        "、",
        "。",
        "\n",
        " ",
        "：",
        "/",
        "·",
        "*",
        "%",
        "‰",
        "元",
        "万",
        "亿",
        "千",
        "人",
        "次",
        "个",
        "年",
        "月",
        "日",
        "季度",
        "底",
        "天",
        "级",
        "每",
        "第",
        "百分之",
        "分之",
        "三",
        "十",
        "二",
        "零",
        "两",
        "点",
        "半",
        "廿",
        "之间",
        "□",
        "O",
        "成",
        "折",
        "是否",
        "无",
        "指标",
        "完成",
        "满意度",
        "2024",
        "12",
        "31",
        "100",
        "9.5",
        "1,200",
        "0",
        "5",
        MOBILE,
        "x",
        "XX",
        "**",
        "…",
        "A",
        "¥",
        "余",
        "(次)",
        "周岁",
        "率",
        "生",
        "(含)",
        "时",
        "半年",
        "提前",
        "后",
        ". ",
        "事故",
        "平方米",
    ];
    let digits = "[0-9]{1,4}(\\.[0-9]{1,2})?";
    let piece = prop_oneof![4 => proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned), 1 => digits];
    proptest::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

fn quantity() -> impl Strategy<Value = Value> {
    use Comparator::{Approx, Between, Eq, Ge, Gt, Le, Lt};
    let units = ["%", "次", "万元", "元/人·月", "公里", "人次", "个工作日", "‰", "千亩", "元/平方米", "件", "次/季度"];
    let comparator = proptest::sample::select(vec![
        None,
        Some(Ge),
        Some(Gt),
        Some(Eq),
        Some(Le),
        Some(Lt),
        Some(Approx),
        Some(Between),
    ]);
    let unit = proptest::sample::select(units.to_vec());
    (comparator, 0_u32..100_000, 0_u32..1000, unit).prop_map(|(comparator, number, more, unit)| Value {
        kind: ValueKind::Quantitative,
        comparator,
        value: Some(format!("{}.{:02}", number / 100, number % 100)),
        high: (comparator == Some(Between)).then(|| format!("{}.{:02}", number / 100 + more, number % 100)),
        unit: Some(unit.to_owned()),
        ..Value::default()
    })
}

/// True if the number stands in the text, and not as part of a longer one.
fn stands_whole(text: &str, number: &str) -> bool {
    let stands = |number: &str| {
        text.match_indices(number).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let mut after = text[at + number.len()..].chars();
            let is_cut = before.is_some_and(|c| c.is_ascii_digit() || c == '.');
            let goes_on = match after.next() {
                Some('.') => after.next().is_some_and(|c| c.is_ascii_digit()),
                other => other.is_some_and(|c| c.is_ascii_digit()),
            };
            !is_cut && !goes_on
        })
    };
    stands(number) || number.strip_prefix('0').is_some_and(|rest| rest.starts_with('.') && stands(rest))
}

/// A typed date or period as a cell would state it; none where its kind has no such form.
fn render_time(value: &Value) -> Option<String> {
    let plain = |iso: &String| match iso.strip_prefix("YYYY-") {
        Some(rest) => match rest.split_once('-') {
            Some((month, day)) => format!("{month}月{day}日"),
            None => format!("{rest}月"),
        },
        None => iso.clone(),
    };
    match (value.kind, value.comparator, &value.value, &value.high) {
        (ValueKind::Period, None, Some(years), Some(_)) => Some(format!("{years}{}", value.unit.clone()?)),
        (ValueKind::Period, Some(Comparator::Between), Some(from), Some(to)) if from != to => {
            Some(format!("{}至{}", plain(from), plain(to)))
        }
        (ValueKind::Date, Some(Comparator::Le), None, Some(to)) if to.len() == 10 && value.unit.is_none() => {
            Some(format!("{}前", plain(to)))
        }
        (ValueKind::Date, None, Some(from), Some(to)) if from == to && from.len() == 10 => Some(plain(from)),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn no_text_breaks_the_reading(text in any::<String>(), comparator in cell_text(), unit in any::<String>(), name in cell_text()) {
        let words = WORDS.with(Clone::clone);
        let _ = words.amount(&text);
        let _ = words.date(&text);
        let parts = ValueParts { raw: text, comparator: Some(comparator), unit: Some(unit.clone()), name, header_unit: Some(unit) };
        let _ = words.value(&parts);
    }

    #[test]
    fn what_was_typed_reads_back_the_same(value in quantity()) {
        let (again, _) = WORDS.with(|w| w.value(&raw(&render(&value))));
        prop_assert_eq!(got(&again), got(&value), "{}", render(&value));
    }

    #[test]
    fn what_was_read_reads_back_the_same(text in cell_text()) {
        let (value, _) = WORDS.with(|w| w.value(&raw(&text)));
        if value.kind != ValueKind::Quantitative || value.value.is_none() {
            return Ok(());
        }
        let (again, _) = WORDS.with(|w| w.value(&raw(&render(&value))));
        // A unit that the vocabulary does not know is read only after a comparator.
        let is_known = |unit: &String| WORDS.with(|w| w.value(&raw(&format!("1{unit}")))).0.unit.as_ref() == Some(unit);
        if !value.unit.as_ref().is_none_or(is_known) {
            return Ok(());
        }
        // 3年, 2月 or 2009.5 alone is a time; with other words around it, a quantity.
        let is_time = matches!(again.kind, ValueKind::Period | ValueKind::Date);
        if is_time && value.unit.as_deref().is_none_or(|u| u.starts_with(['年', '月', '季'])) {
            return Ok(());
        }
        prop_assert_eq!(got(&again), got(&value), "{:?} as {:?}", text, render(&value));
    }

    #[test]
    fn what_was_dated_reads_back_the_same(text in cell_text()) {
        let (value, _) = WORDS.with(|w| w.value(&raw(&text)));
        let Some(rendered) = render_time(&value) else { return Ok(()) };
        let (again, _) = WORDS.with(|w| w.value(&raw(&rendered)));
        prop_assert_eq!(got(&again), got(&value), "{:?} as {:?}", text, rendered);
    }

    #[test]
    fn several_values_read_back_the_same(all in proptest::collection::vec(quantity(), 2..5)) {
        // A lower and an upper bound side by side are one range, so that only one sort of bound stands here.
        let all: Vec<Value> = all.into_iter().map(|v| Value { comparator: Some(Comparator::Ge), high: None, ..v }).collect();
        let text = all.iter().map(render).collect::<Vec<_>>().join("；");
        let (value, _) = WORDS.with(|w| w.value(&raw(&text)));
        prop_assert_eq!(value.kind, ValueKind::Multiple, "{}", text);
        prop_assert_eq!(value.values.iter().map(got).collect::<Vec<_>>(), all.iter().map(got).collect::<Vec<_>>(), "{}", text);
    }

    #[test]
    fn full_width_says_the_same(text in cell_text()) {
        let wide: String = text.chars().map(|c| if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xfee0).unwrap() } else { c }).collect();
        prop_assert_eq!(WORDS.with(|w| w.value(&raw(&text))), WORDS.with(|w| w.value(&raw(&wide))));
    }

    #[test]
    fn no_number_comes_out_that_the_cell_does_not_state(text in cell_text()) {
        let (value, _) = WORDS.with(|w| w.value(&raw(&text)));
        let plain: String = text.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
        for one in std::iter::once(&value).chain(&value.values).filter(|v| v.kind == ValueKind::Quantitative) {
            for number in [&one.value, &one.high].into_iter().flatten() {
                let number = number.trim_start_matches('-');
                let has_numerals = text.contains(['廿', '三', '十', '二', '零', '两', '百', '成', '折', ':', '：', '/', '千', '万', '亿']);
                let is_stated = [&text, &plain, &text.replace([',', '，'], "")].iter().any(|t| stands_whole(t, number));
                prop_assert!(has_numerals || is_stated, "{} from {:?}", number, text);
            }
        }
    }
}

thread_local! {
    static WORDS: Vocabulary = words();
}
