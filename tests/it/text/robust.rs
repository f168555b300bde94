//! Hostile text: no panic, no quadratic time, nothing lost.

use std::time::Duration;

use proptest::prelude::*;

use super::{anchors, forms, lay, read_text};
use ingest::model::{Item, Limits};
use ingest::table;

use crate::support::ends;

/// Pieces that the flavours take for marks, labels and text.
fn piece() -> impl Strategy<Value = String> {
    let marks = [
        "\t",
        "\t\t",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\u{7}",
        "\u{7}\u{7}",
        "\u{7}\n",
        "|",
        "|\n|",
        "| --- | --- |\n",
        "+---+---+\n",
        "+===+",
        "<table>",
        "</table>",
        "<tr>",
        "<td rowspan=9>",
        "<td colspan=99999999999>",
        "<",
        "&#x110000;",
        "&amp;",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标值",
        "产出指标",
        "数量指标",
        "≥5次",
        "绩效目标表",
        "项目名称",
        "填表人：",
        "（万元）",
        " ",
        "　",
    ];
    prop_oneof![4 => prop::sample::select(marks.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,4}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_panic(pieces in prop::collection::vec(piece(), 0..60)) {
        if let Ok(document) = read_text(pieces.concat().as_bytes()) {
            table::layout(document, &anchors(), &Limits::default());
        }
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(document) = read_text(&bytes) {
            table::layout(document, &anchors(), &Limits::default());
        }
    }

    /// Every letter of a text with tabs and cell marks stands in a cell or a paragraph.
    #[test]
    fn no_letter_is_lost(pieces in prop::collection::vec(
        prop::sample::select(vec!["\t", "\n", "\n\n", "\u{7}", "\u{7}\u{7}", "\n\t", "\n\t\n", "甲", "乙。", "（丙）", "丁丁丁丁丁丁丁丁丁丁丁", "一级指标\n二级指标\n三级指标\n", "绩效目标表"]), 0..50))
    {
        let text = pieces.concat();
        let layout = lay(text.as_bytes());
        let mut kept: Vec<char> = Vec::new();
        for item in &layout.items {
            match item {
                Item::Text(text) => kept.extend(text.chars()),
                Item::Table(index) => {
                    let grid = &layout.grids[*index];
                    kept.extend(grid.cells.iter().flat_map(|cell| cell.text.chars()));
                    kept.extend(grid.covered_texts.iter().flat_map(|covered| covered.text.chars()));
                }
            }
        }
        let count = |chars: &mut dyn Iterator<Item = char>| chars.filter(|c| !c.is_whitespace() && *c != '\u{7}').count();
        prop_assert_eq!(count(&mut kept.into_iter()), count(&mut text.chars()), "{:?} {:?}", text, layout);
    }
}

/// Whatever a flavour may choke on comes to an end; TEXT_SIZE makes it larger.
#[test]
fn large_texts_take_no_quadratic_time() {
    let patterns = [
        "\u{7}",
        "甲\u{7}",
        "甲\u{7}乙\u{7}\u{7}",
        "\u{7}\n",
        "\t",
        "\t\n",
        "\t甲\n",
        "\t甲\n\n",
        "\t甲\n\t乙\n\n",
        "甲\t乙\n",
        "甲\n\n",
        "甲\n\n甲\t乙\t\t",
        "甲\n甲\t乙\n",
        "<",
        "<table>\n",
        "<table><tr><td>",
        "&",
        "+--+\n",
        "+--+\n|",
        "+--",
        "|\n",
        "|甲|乙|\n",
        "| a |\n|---|\n",
        "一级指标\n二级指标\n三级指标\n",
        "一级指标\n二级指标\n三级指标\n\n甲\n",
        "项目名称\n",
        "甲",
        "\r",
        "甲\t甲\t甲\n",
    ];
    let size = std::env::var("TEXT_SIZE").ok().and_then(|size| size.parse().ok()).unwrap_or(100_000);
    let written = [forms::tika_doc, forms::poi, forms::python_docx, forms::pieces, forms::docling, forms::bare];
    let written = written.map(|write| write(&forms::forms()));
    for pattern in patterns.into_iter().chain(written.iter().map(String::as_str)) {
        let text = pattern.repeat(size / pattern.len());
        let limits = Limits { time: Duration::from_secs(300), ..Limits::default() }.started();
        let source = ingest::model::Source { name: "a.txt", bytes: text.as_bytes(), limits: &limits };
        ends(pattern, || {
            if let Ok(document) = ingest::read::read(ingest::model::Format::Text, &source) {
                table::layout(document, &anchors(), &limits);
            }
        });
    }
}
