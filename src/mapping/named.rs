//! A value behind an indicator's name in one cell, `硬化里程≥2公里`, where the form has no column of values.

use crate::mapping::clean;
use crate::mapping::heading::Heading;
use crate::mapping::lexicon::Lexicon;
use crate::mapping::role::Core;
use crate::mapping::room::Room;
use crate::model::Indicator;

/// What stands between two indicators in one cell.
const BETWEEN: [char; 3] = ['；', ';', '\n'];

/// More indicators than one cell has.
const MOST: usize = 32;

/// A name and its value.
type Named = (String, String);

/// True for a heading with a column of values, or of whole trees of indicators.
pub fn has_values(heading: &Heading) -> bool {
    const VALUES: [Core; 5] = [Core::Target, Core::TargetLifetime, Core::Actual, Core::Comparator, Core::Packed];
    heading.columns.iter().any(|column| VALUES.iter().any(|role| column.is(*role)))
}

/// Takes the values off the names of a block's rows from `first` on, where most names have one. A cell with several
/// names, each with its value, gives a row for each.
pub fn take(rows: &mut Vec<Indicator>, first: usize, lexicon: &Lexicon, room: &mut Room<'_>) {
    let named: Vec<Vec<Named>> = rows.iter().skip(first).map(|row| named(&row.indicator, lexicon)).collect();
    let with_value = named.iter().filter(|named| !named.is_empty()).count();
    if with_value * 2 <= named.len() {
        return;
    }
    let old = rows.split_off(first);
    for (row, named) in old.into_iter().zip(named) {
        let size = size_of::<Indicator>() + row.level1.len() + row.level2.len() + row.note.len();
        if named.is_empty() || !named.iter().skip(1).all(|_| room.carries(size)) {
            rows.push(row);
            continue;
        }
        rows.extend(named.into_iter().map(|named| with(row.clone(), named)));
    }
}

/// The row with a name and a value.
fn with(mut row: Indicator, (name, target): Named) -> Indicator {
    row.target_parts.raw.clone_from(&target);
    row.target_parts.name.clone_from(&name);
    (row.indicator, row.target_raw) = (name, target);
    if let Some(&place) = row.places.get("indicator") {
        row.places.insert("target_raw", place);
    }
    row
}

/// The names and values of a text; none where not each of its parts has both.
fn named(text: &str, lexicon: &Lexicon) -> Vec<Named> {
    let parts = || text.split(BETWEEN).map(clean::trim).filter(|part| !part.is_empty());
    if (2..=MOST).contains(&parts().count())
        && let Some(all) = parts().map(|part| one(part, lexicon)).collect()
    {
        return all;
    }
    one(text, lexicon).into_iter().collect()
}

/// The name and the value of one indicator.
fn one(text: &str, lexicon: &Lexicon) -> Option<Named> {
    let found = lexicon.named_values.iter().find_map(|pattern| pattern.captures(text))?;
    let group = |name: &str| found.name(name).map(|part| clean::trim(part.as_str())).filter(|part| !part.is_empty());
    Some((clean::name(group("name")?, &lexicon.name_prefixes), group("target")?.to_owned()))
}
