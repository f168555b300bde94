//! Drawn tables, plain tables, prose, damage, encodings: small texts, each for one thing.

use ingest::model::{Anchors, Grid, Item, Layout, Limits};
use ingest::table;

use super::{anchors, flavour, indicators, lay, read_text, utf16};

/// The rows of a grid as texts; a position that a cell covers further on reads `^` or `<`.
fn rows(grid: &Grid) -> Vec<String> {
    let row = |row: usize| {
        let text = |col: usize| {
            let cell = grid.cell(row, col).unwrap();
            match (cell.row == row, cell.col == col) {
                (true, true) => cell.text.replace('\n', "/"),
                (true, false) => "<".to_owned(),
                _ => "^".to_owned(),
            }
        };
        (0..grid.cols).map(text).collect::<Vec<_>>().join("|")
    };
    (0..grid.rows).map(row).collect()
}

fn unanchored(text: &str) -> Layout {
    table::layout(read_text(text.as_bytes()).unwrap(), &Anchors::default(), &Limits::default()).0
}

fn texts(layout: &Layout) -> Vec<&str> {
    let text = |item: &'_ Item| matches!(item, Item::Text(_));
    layout
        .items
        .iter()
        .filter(|item| text(item))
        .map(|item| match item {
            Item::Text(text) => text.as_str(),
            Item::Table(_) => "",
        })
        .collect()
}

#[test]
fn grid_table_with_spans() {
    let text = "\
林业局

+----------+------------------------------+
| 项目名称 | 退耕还林补助                 |
+----------+----------+----------+--------+
| 绩效     | 一级指标 | 三级指标 | 指标值 |
|          |          |          |        |
| 指标     |          |          |        |
|          +----------+----------+--------+
|          | 产出指标 | 造林面积 | ≥300亩 |
|          |          +----------+--------+
|          |          | 抚育面积 | ≥50亩  |
|          +----------+----------+--------+
|          | 效益指标 | 成活率   | ≥85%   |
+----------+----------+----------+--------+

后记
";
    assert_eq!(flavour(text), "grid-tables");
    let layout = unanchored(text);
    assert_eq!(texts(&layout), ["林业局", "后记"]);
    let expected = [
        "项目名称|退耕还林补助|<|<",
        "绩效/指标|一级指标|三级指标|指标值",
        "^|产出指标|造林面积|≥300亩",
        "^|^|抚育面积|≥50亩",
        "^|效益指标|成活率|≥85%",
    ];
    assert_eq!(rows(&layout.grids[0]), expected);
    assert!(!layout.grids[0].inferred, "the drawing states the spans");
}

#[test]
fn bars_wrapped_to_a_width() {
    let text = "\
|项目名称   |农村公路养护补助资金（含桥 |
|           |梁）                       |
|年度目标   |一、养护里程达标。         |
|           |二、桥梁无病害。           |
|绩效       |一级指|三级指标   |指标值 |
|指标       |标    |           |       |
|           |产出指|养护里程数 |≥120公 |
|           |标    |           |里     |
|           |      |桥梁检测   |≥9座   |
|           |效益指|通行满意度 |≥90%   |
|           |标    |           |       |
";
    assert_eq!(flavour(text), "bar-tables");
    let expected = [
        "项目名称|农村公路养护补助资金（含桥梁）|<|<",
        "年度目标|一、养护里程达标。/二、桥梁无病害。|<|<",
        "绩效/指标|一级指标|三级指标|指标值",
        "^|产出指标|养护里程数|≥120公里",
        "^|^|桥梁检测|≥9座",
        "^|效益指标|通行满意度|≥90%",
    ];
    assert_eq!(rows(&unanchored(text).grids[0]), expected);
}

#[test]
fn html_in_markdown() {
    let text = "\
统计局

<table>
<tr><th>一级指标</th><TH>二级指标</TH><th>三级指标</th><th>指标值</th></tr>
<tr class=\"odd\">
<td rowspan=\"2\">产出指标</td><td rowspan='2'>数量指标</td><td><p>普查</p>
<p>企业数</p></td><td>&ge;100家 &amp; 个体<br />
不限</td></tr>
<tr><td colspan=2>抽样 < 5%<table><tr><td>甲</td><td>乙</td></tr></table></td></tr>
</table>
后记";
    assert_eq!(flavour(text), "html-tables");
    let layout = unanchored(text);
    let expected =
        ["一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|普查/企业数|≥100家 & 个体/不限", "^|^|抽样 < 5%|<"];
    assert_eq!(rows(&layout.grids[0]), expected);
    assert_eq!(rows(&layout.grids[1]), ["甲|乙"]);
    assert_eq!(layout.grids[1].parent.map(|parent| (parent.row, parent.col)), Some((2, 2)));
    assert_eq!(texts(&layout), ["统计局", "后记"]);
}

#[test]
fn html_table_without_an_end() {
    let layout = unanchored("<table><tr><td>甲<td>乙<tr><td>丙");
    assert_eq!(rows(&layout.grids[0]), ["甲|乙", "丙|"]);
}

#[test]
fn pipe_table_with_escapes() {
    let layout = unanchored("| 名称 | 备注 |\n|:--|--:|\n| a\\|b | 一<br>二 &lt;三 |\n| c |\n\n尾");
    assert_eq!(rows(&layout.grids[0]), ["名称|备注", "a|b|一/二 <三", "c|<"]);
    assert_eq!(texts(&layout), ["尾"]);
}

#[test]
fn plain_rows_with_tabs_keep_every_cell() {
    let text = "单位\t人数\t合格\n甲站\t100\t100\n乙站\t\t100\n丙站\t3\t\n";
    assert_eq!(flavour(text), "tab-rows");
    let layout = unanchored(text);
    assert_eq!(rows(&layout.grids[0]), ["单位|人数|合格", "甲站|100|100", "乙站||100", "丙站|3|"]);
}

#[test]
fn equal_values_are_no_merged_cell() {
    let text = "单位\t一季\t二季\t三季\n甲站\t合格\t合格\t合格\n甲站\t合格\t合格\t优秀\n乙站\t合格\t良好\t良好\n";
    assert_eq!(rows(&unanchored(text).grids[0]).len(), 4);
    assert_eq!(rows(&unanchored(text).grids[0])[2], "甲站|合格|合格|优秀");
}

#[test]
fn prose_is_no_table() {
    let text = "关于做好预算绩效管理工作的通知\n\n\t一、总体要求。各单位应当重视。\n\t二、时间安排。\n\n\t三、联系方式。\n\n特此通知\n";
    let document = read_text(text.as_bytes()).unwrap();
    assert!(document.markless);
    let layout = lay(text.as_bytes());
    assert!(layout.grids.is_empty(), "{layout:#?}");
    assert_eq!(layout.items.len(), 5, "every line is kept: {layout:#?}");
}

#[test]
fn empty_and_blank_texts() {
    for text in ["", "\n", " \r\n\t\r\n", "\u{feff}"] {
        assert!(lay(text.as_bytes()).grids.is_empty(), "{text:?}");
    }
}

/// A cell of several paragraphs in the text of a .doc, and one whose last paragraph is empty, which looks like a
/// row's end.
#[test]
fn paragraphs_inside_cells_of_a_doc() {
    let row = |cells: [&str; 5]| cells.map(|cell| format!("\t{cell}\n")).concat() + "\n";
    let text = [
        "\t职能\n\n概述\n\t第一段。\n\n".to_owned(),
        row(["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"]),
        row(["", "产出指标", "数量指标", "修路", "≥1公里"]),
        "\t\n\t\n\t质量指标\n\t合格率\n\n\t100%\n\n".to_owned(),
        row(["", "效益指标", "社会效益指标", "出行", "便利"]),
        row(["", "", "生态效益指标", "绿化", "≥5%"]),
    ]
    .concat();
    assert_eq!(flavour(&text), "tika-doc");
    let expected = [
        "职能/概述|第一段。|<|<|<",
        "绩效指标|一级指标|二级指标|三级指标|指标值",
        "^|产出指标|数量指标|修路|≥1公里",
        "^|^|质量指标|合格率|100%",
        "^|效益指标|社会效益指标|出行|便利",
        "^|^|生态效益指标|绿化|≥5%",
    ];
    assert_eq!(rows(&unanchored(&text).grids[0]), expected);
}

/// Label and value rows after the block are no indicator rows.
#[test]
fn rows_below_the_block() {
    let text = "\
\t绩效指标\n\t一级指标\n\t二级指标\n\t三级指标\n\t指标值\n\t分值\n\n\
\t产出指标\n\t数量指标\n\t巡查次数\n\t12次\n\t10\n\n\
\t质量指标\n\t达标率\n\t100%\n\t10\n\n\
\t效益指标\n\t社会效益指标\n\t投诉\n\t0起\n\t10\n\n\
\t评价结论\n\t良好\n\n";
    let found = indicators(&lay(text.as_bytes()));
    let names: Vec<&str> = found.iter().map(|row| row[2].as_str()).collect();
    assert_eq!(names[..3], ["巡查次数", "达标率", "投诉"]);
    assert_eq!(found[1], ["产出指标", "质量指标", "达标率", "100%"].map(str::to_owned));
    let grid = &lay(text.as_bytes()).grids[0];
    assert_eq!(rows(grid)[4], "评价结论|良好|<|<|<|<");
}

/// Bare lines: cells of several paragraphs, labels broken over lines, values that are blank.
#[test]
fn bare_lines_with_cells_of_several_lines() {
    let text = "\
某县林业局项目支出绩效目标表\n（2023年度）\n项目名称\n退耕还林\n实施\n单位\n某县林场\n本年度绩效目标\n目标一：造林。\n目标二：护林。\n\
绩效\n指标\n一级\n指标\n二级指标\n三级指标\n指标值\n\n产出指标\n数量指标\n造林面积\n（新增）\n≥300亩\n\n\n\n抚育面积\n≥50亩\n\n\n\
质量指标\n成活率\n\n\n效益指标\n社会效益指标\n带动就业\n≥20人\n填表人：某某\n";
    let layout = lay(text.as_bytes());
    let found = indicators(&layout);
    let expected = [
        ["产出指标", "数量指标", "造林面积（新增）", "≥300亩"],
        ["产出指标", "数量指标", "抚育面积", "≥50亩"],
        ["产出指标", "质量指标", "成活率", ""],
        ["效益指标", "社会效益指标", "带动就业", "≥20人"],
    ];
    assert_eq!(found, expected.map(|row| row.map(str::to_owned)), "{layout:#?}");
    assert_eq!(
        rows(&layout.grids[0])[..4].to_vec(),
        [
            "项目名称|退耕还林|<|<|<",
            "实施/单位|某县林场|<|<|<",
            "本年度绩效目标|目标一：造林。/目标二：护林。|<|<|<",
            "绩效/指标|一级/指标|二级指标|三级指标|指标值",
        ]
    );
    assert_eq!(texts(&layout), ["某县林业局项目支出绩效目标表", "（2023年度）", "填表人：某某"]);
}

#[test]
fn encodings_are_told_from_the_bytes() {
    let text = "单位\t人数\r\n甲站\t3\r\n乙站\t4\r\n";
    let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let with = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
    let cases = [
        (text.as_bytes().to_vec(), "utf-8"),
        (with(b"\xef\xbb\xbf", text.as_bytes().to_vec()), "utf-8"),
        (utf16(text, true), "utf-16le"),
        (utf16(text, false), "utf-16be"),
        (with(b"\xff\xfe", utf16(text, true)), "utf-16le"),
        (with(b"\xfe\xff", utf16(text, false)), "utf-16be"),
        (gb(text), "gb18030"),
        (with(b"\x84\x31\x95\x33", gb(text)), "gb18030"),
        (gb(&text.replace("\r\n", "\r")), "gb18030"),
        (gb("单位\t𠮷𪚥\n甲站\t3\n乙站\t4"), "gb18030"),
    ];
    for (bytes, name) in cases {
        let document = read_text(&bytes).unwrap();
        assert_eq!(document.encoding.as_deref(), Some(name));
        assert!(document.findings.is_empty(), "{:?}", document.findings);
        let layout = lay(&bytes);
        assert_eq!((layout.grids[0].rows, layout.grids[0].cols), (3, 2), "{name}");
        assert_eq!(layout.grids[0].cells[0].text, "单位", "{name}");
    }
}

#[test]
fn bad_bytes_are_told_with_their_place() {
    let mut bytes = "单位名称，人数。".repeat(8).into_bytes();
    bytes.splice(24..24, [0xff, 0xff]);
    let document = read_text(&bytes).unwrap();
    assert_eq!(document.encoding.as_deref(), Some("utf-8"));
    assert_eq!(document.findings.len(), 1, "{:?}", document.findings);
    assert_eq!(document.findings[0].code.id, "bad-byte");
    assert!(document.findings[0].message.contains("offset 24"), "{}", document.findings[0].message);

    let mut bytes = encoding_rs::GB18030.encode(&"某县水利局预算绩效。".repeat(400)).0.into_owned();
    for at in 0..40 {
        bytes[at * 200..at * 200 + 2].fill(0xff);
    }
    let document = read_text(&bytes).unwrap();
    assert_eq!(document.encoding.as_deref(), Some("gb18030"));
    assert_eq!(document.findings.len(), 21, "twenty one by one, then the rest together");
    assert!(document.findings[20].message.starts_with("20 more"), "{}", document.findings[20].message);
}

#[test]
fn ruined_text_is_refused() {
    let good = "某县农业农村局\n年度目标\n粮食播种面积\n".repeat(9);
    let latin: String = good.bytes().map(char::from).collect();
    let cases = [
        format!("{good}‚º‹ _ü[å]\\O，维护\nŠÞV\n{good}"),
        latin,
        format!("{good}{}", "\u{1}\u{2}\u{3}\u{0}".repeat(20)),
        "锟斤拷锟斤拷锟斤拷 单位".to_owned(),
    ];
    for text in cases {
        let rejection = read_text(text.as_bytes()).unwrap_err();
        assert!(!rejection.reason.is_empty() && !rejection.hint.is_empty());
    }
    let binary: Vec<u8> = (0u32..4000).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert!(read_text(&binary).is_err());
}

/// Foreign names, pinyin, units and signs are no damage.
#[test]
fn foreign_letters_are_welcome() {
    let text = "预（yù）算，Müller-Straße 12号，café咖啡，25℃±2°，10m²，São Paulo，3×4，①②③，§5，℡\n".repeat(5);
    let document = read_text(text.as_bytes()).unwrap();
    assert!(document.findings.is_empty(), "{:?}", document.findings);
}

#[test]
fn bars_at_the_end_of_cells_with_blank_cells_left_out() {
    let text = "\
[预算绩效]公园清扫费绩效目标表
项目支出绩效目标表 | ||||||
(2022年度) | ||||||
项目名称 | 公园清扫 | 实施单位 | 青石县园林所 | |||
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 |
产出指标(50分) | 数量指标 | 清扫道路 | ≥12条 | 12条 | 10 | |
清扫广场 | ≥3个 | 3个 | 10 | |||
清运垃圾 | ≥9吨 | 10 | ||||
质量指标 | 保洁
合格率 | ≥95% | 96% | 15 | ||
满意度指标 | 游客满意度 | ≥90% | 92% | 10 | ||
合计 | 100 | |||||
";
    assert_eq!(flavour(text), "bar-ends");
    let layout = lay(text.as_bytes());
    let drawn = rows(&layout.grids[0]);
    assert_eq!(drawn[3], "绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值", "{drawn:#?}");
    assert_eq!(drawn[4], "^|产出指标(50分)|数量指标|清扫道路|≥12条|12条|10");
    assert_eq!(drawn[5], "^|^|^|清扫广场|≥3个|3个|10");
    assert_eq!(drawn[6], "^|^|^|清运垃圾|≥9吨||10", "the weight that all other rows end with");
    assert_eq!(drawn[7], "^|^|质量指标|保洁/合格率|≥95%|96%|15");
    assert!(
        drawn[8].starts_with("^|满意度指标|") || drawn[8].starts_with("^|^|满意度指标|游客满意度|≥90%"),
        "{}",
        drawn[8]
    );
    assert_eq!(read_text(text.as_bytes()).unwrap().findings.len(), 1);
}

#[test]
fn bars_between_cells_without_edges() {
    let text = "\
首页 | 新闻 | 公告

项目支出绩效目标表
项目名称 | 公园清扫 | 实施单位 | 青石县园林所
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 清扫道路 | ≥12条
产出指标 | 数量指标 | 清扫广场 | ≥3个
产出指标 | 质量指标 | 合格率 | ≥95%
";
    assert_eq!(flavour(text), "bar-rows");
    let layout = lay(text.as_bytes());
    assert_eq!(texts(&layout), ["首页 | 新闻 | 公告", "项目支出绩效目标表"]);
    assert_eq!(rows(&layout.grids[0])[2], "产出指标|数量指标|清扫道路|≥12条");
}

#[test]
fn prose_with_bars_is_no_table() {
    let text = "\
首页 | 新闻 | 公告 | 互动
当前位置：首页 | 信息公开 | 预算
本项目总投资80万元，其中财政资金60万元。
发布时间：2024年 | 来源：青石县园林所 |
为做好公园清扫工作，制定本方案 |
打印 | 关闭 |
";
    assert_eq!(flavour(text), "bare-lines");
    assert!(unanchored(text).grids.is_empty());
}

/// A page's text as it is copied: cells parted by blanks, merged-away and blank ones left out, labels broken over lines.
#[test]
fn lines_whose_cells_are_parted_by_blanks() {
    let text = "\
项目支出绩效目标表
(2023年度)
项目名称 残疾人 康复
主管部门 [103]青石县残联 实施单位 青石县残联
年度
目标
做好康复服务。

一级
指标
二级指标 三级指标 指标值
产出指标 数量指标 签约康复人数 ≥18000人
涉及乡镇数量 = 22个
(50分)
质量指标 验收合格率 100%
满意度指标 服务对象满意度指标 康复对象满意度 ≥90%
填表人:某某
";
    let layout = lay(text.as_bytes());
    let found = indicators(&layout);
    let expected = [
        ["产出指标", "数量指标", "签约康复人数", "≥18000人"],
        ["产出指标", "数量指标", "涉及乡镇数量", "=22个"],
        ["产出指标", "质量指标", "验收合格率", "100%"],
        ["满意度指标", "服务对象满意度指标", "康复对象满意度", "≥90%"],
    ];
    assert_eq!(found, expected.map(|row| row.map(str::to_owned)), "{layout:#?}");
    assert_eq!(rows(&layout.grids[0])[1], "主管部门|[103]青石县残联|实施单位|青石县残联");
    assert_eq!(texts(&layout), ["项目支出绩效目标表", "(2023年度)", "(50分)", "填表人:某某"]);
    // Doubtful rows are said to be so.
    let findings = table::layout(read_text(text.as_bytes()).unwrap(), &anchors(), &Limits::default()).1;
    assert_eq!(findings.iter().map(|finding| finding.code.id).collect::<Vec<_>>(), ["partly-read"]);
}

/// A page copied with a blank line behind each cell: read where names and values take turns, and left alone where one
/// value is missing, or the values are no values but names too.
#[test]
fn double_spaced_lines_are_read_where_names_and_values_take_turns() {
    let head =
        ["2020年发展资金绩效目标表", "项目名称", "安全饮水", "绩效指标", "一级指标", "二级指标", "三级指标", "指标值"];
    let page = |body: &[&str]| {
        let lines: Vec<&str> = head.iter().chain(body).copied().collect();
        lay((lines.join("\n\n") + "\n").as_bytes())
    };
    let whole = page(&["产出指标", "数量指标", "管网长度", "12公里", "服务人口", "万人", "质量指标", "合格率", "≧ %"]);
    let expected = [
        ["产出指标", "数量指标", "管网长度", "12公里"],
        ["产出指标", "数量指标", "服务人口", "万人"],
        ["产出指标", "质量指标", "合格率", "≧%"],
    ];
    assert_eq!(indicators(&whole), expected.map(|row| row.map(str::to_owned)), "{whole:#?}");
    let torn = page(&["产出指标", "数量指标", "管网长度", "服务人口", "万人", "质量指标", "合格率", "≧ %"]);
    assert!(torn.grids.is_empty(), "{torn:#?}");
    let names =
        page(&["产出指标", "数量指标", "新建管网长度", "农村饮水服务人口", "质量指标", "工程合格率", "一次验收合格率"]);
    assert!(names.grids.is_empty(), "{names:#?}");
}

/// Cells in columns under one another, filled up with blanks: where a cell begins tells its column.
#[test]
fn lines_aligned_by_blanks() {
    let under_heading = "\
项目支出绩效目标表
项目名称  渡口维护  预算数（万元）  12

一级指标      二级指标            三级指标    指标性质  指标值  度量单位  权重
产出指标      数量指标            维护渡口    ≥        3       处        40
                                  标志 牌     =         12      块
              时效指标            完成时间    ≤        11      月        20
效益指标      社会效益指标        通航能力    定性      提升              30
填表人:某某
";
    let layout = lay(under_heading.as_bytes());
    let expected = [
        "项目名称|渡口维护|预算数（万元）|12|<|<|<",
        "一级指标|二级指标|三级指标|指标性质|指标值|度量单位|权重",
        "产出指标|数量指标|维护渡口|≥|3|处|40",
        "^|^|标志 牌|=|12|块|",
        "^|时效指标|完成时间|≤|11|月|20",
        "效益指标|社会效益指标|通航能力|定性|提升||30",
    ];
    assert_eq!(rows(&layout.grids[0]), expected);
    assert_eq!(texts(&layout), ["项目支出绩效目标表", "填表人:某某"]);

    let bare = "\
项目支出绩效目标表
项目名称：渡口维护

产出指标      数量指标              维护渡口      ≥3处
                                    更换标志牌    ≥12块
满意度指标    服务对象满意度指标    船民满意度    ≥90%

填表日期：2023年1月5日
";
    let layout = lay(bare.as_bytes());
    let expected =
        ["产出指标|数量指标|维护渡口|≥3处", "||更换标志牌|≥12块", "满意度指标|服务对象满意度指标|船民满意度|≥90%"];
    assert_eq!(rows(&layout.grids[0]), expected);
    assert_eq!(texts(&layout), ["项目支出绩效目标表", "项目名称：渡口维护", "填表日期：2023年1月5日"]);
}

/// Signs with a column of their own, where blanks part cells and nothing is aligned.
#[test]
fn a_sign_between_blanks_is_a_cell_where_each_column_has_a_word() {
    let text = "\
项目支出绩效目标表
项目名称 渡口维护
一级指标 二级指标 三级指标 指标性质 指标值 度量单位 权重
产出指标 数量指标 维护渡口 ≥ 3 处 40
产出指标 质量指标 合格率 = 100 % 20
";
    let layout = lay(text.as_bytes());
    assert_eq!(rows(&layout.grids[0])[2], "产出指标|数量指标|维护渡口|≥|3|处|40");
}
