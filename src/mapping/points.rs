//! A weight printed behind an indicator's name: `湿地保护面积（25）`. What else stands in brackets there, a quantity or a
//! year, is a part of the name.

use crate::mapping::heading::Heading;
use crate::mapping::labels::in_brackets;
use crate::mapping::lexicon::{Lexicon, Role};
use crate::mapping::role::Core;
use crate::mapping::word::Sheet;
use crate::mapping::{clean, word};
use crate::model::Indicator;
use crate::text;

/// More points than a form has in all.
const MOST: u32 = 100;

/// The brackets behind a name that hold a number.
struct Behind<'a> {
    name: &'a str,
    points: &'a str,
    /// False for a bare number.
    is_marked: bool,
}

/// True where the head of the names says that their weights stand behind them: `三级指标（分值）`.
pub fn are_stated(heading: &Heading, pages: word::Pages<'_>, grid: usize, lexicon: &Lexicon) -> bool {
    let Some(sheet) = pages.sheet(grid) else { return false };
    let is_weight =
        |key: &str| in_brackets(key).and_then(|inner| lexicon.column(inner)) == Some(&Role::Core(Core::Weight));
    let head = |sheet: Sheet<'_>, cells: &[usize]| cells.iter().any(|&cell| is_weight(&sheet.word(cell).key));
    heading.columns.iter().any(|column| column.is_name() && head(sheet, &column.cells))
}

/// Takes weights off the names of a block's rows: where the heading says that they stand there, where they repeat the
/// weight column's, or, without such a column, where all names have one, or most of them one in points.
pub fn take(rows: &mut [Indicator], are_stated: bool, lexicon: &Lexicon) {
    let found: Vec<Option<Behind<'_>>> = rows.iter().map(|row| behind(&row.indicator, lexicon)).collect();
    let has_column = rows.iter().any(|row| !row.weight.is_empty());
    let marked = found.iter().flatten().filter(|behind| behind.is_marked).count();
    let is_told =
        are_stated || !has_column && (found.len() > 1 && found.iter().all(Option::is_some) || marked * 2 > found.len());
    let number = |raw: &str| text::fold(raw).trim_end_matches(|c: char| !c.is_ascii_digit()).to_owned();
    let takes = |row: &Indicator, behind: &Behind<'_>| {
        if row.weight.is_empty() { is_told } else { number(&row.weight) == number(behind.points) }
    };
    let taken: Vec<Option<(String, String)>> = found
        .into_iter()
        .zip(rows.iter())
        .map(|(behind, row)| behind.filter(|behind| takes(row, behind)))
        .map(|behind| behind.map(|behind| (behind.name.to_owned(), behind.points.to_owned())))
        .collect();
    for (row, (name, points)) in rows.iter_mut().zip(taken).filter_map(|(row, taken)| Some((row, taken?))) {
        row.indicator.clone_from(&name);
        row.actual_parts.name.clone_from(&name);
        row.target_parts.name = name;
        if row.weight.is_empty() {
            row.weight = points;
            if let Some(&place) = row.places.get("indicator") {
                row.places.insert("weight", place);
            }
        }
    }
}

/// What stands behind a name, in brackets or with the mark of points, if it is a number of points, or one that may be; a
/// year is none.
fn behind<'a>(name: &'a str, lexicon: &Lexicon) -> Option<Behind<'a>> {
    if let Some(bare) = clean::without_points(name.trim_end(), &lexicon.point_marks) {
        return Some(Behind { name: clean::trim(bare), points: clean::trim(&name[bare.len()..]), is_marked: true });
    }
    let inside = name.trim_end().strip_suffix([')', '）'])?;
    let open = inside.rfind(['(', '（'])?;
    let points = inside[open..].trim_start_matches(['(', '（']);
    let folded = text::fold(points);
    let bare = lexicon.point_marks.iter().find_map(|mark| folded.strip_suffix(mark.as_str()));
    let number = bare.unwrap_or(&folded);
    let whole = number.split('.').next().and_then(|whole| whole.parse::<u32>().ok());
    let is_number = number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let name = clean::trim(&name[..open]);
    let is_points = is_number && whole.is_some_and(|whole| whole <= MOST) && !name.is_empty();
    is_points.then(|| Behind { name, points: clean::trim(points), is_marked: bare.is_some() })
}
