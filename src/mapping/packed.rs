//! Packed cells: the whole tree of a project's indicators inside one cell, taken apart by the mapping's pattern.

use crate::mapping::clean;
use crate::mapping::levels;
use crate::mapping::lexicon::Lexicon;
use crate::mapping::room::Room;
use crate::model::{Indicator, ValueParts};

/// Indicators that are counted to choose among patterns: more than a project has.
const MOST_COUNTED: usize = 256;

/// The indicators of a packed cell, and whether the pattern explained every word of it.
pub fn indicators(raw: &str, lexicon: &Lexicon, room: &mut Room<'_>) -> (Vec<Indicator>, bool) {
    // The later of two that find as many is no better.
    let found = lexicon.packed.iter().rev().max_by_key(|pattern| pattern.find_iter(raw).take(MOST_COUNTED).count());
    let Some(pattern) = found else { return (Vec::new(), false) };
    let mut rows: Vec<Indicator> = Vec::new();
    let mut rest = String::new();
    let mut end = 0;
    for found in pattern.captures_iter(raw) {
        let Some(whole) = found.get(0) else { continue };
        if room.is_over_time() {
            return (rows, false);
        }
        rest.push_str(&raw[end..whole.start()]);
        end = whole.end();
        let group = |name: &str| found.name(name).map(|m| clean::one_line(m.as_str())).unwrap_or_default();
        let mut carried = |name: &str, last: fn(&Indicator) -> &String| {
            let own = group(name);
            if own.is_empty() {
                let above = rows.last().map(last).filter(|above| room.carries(above.len()));
                (above.cloned().unwrap_or_default(), true)
            } else {
                (own, false)
            }
        };
        let (mut level1, mut level1_carried) = carried("level1", |row| &row.level1);
        let (mut level2, level2_carried) = carried("level2", |row| &row.level2);
        // Satisfaction without a level above it is a level 1.
        let is_alone = level1_carried && !level2_carried;
        if is_alone && lexicon.family(&lexicon.word(&level2)) == Some("satisfaction") {
            (level1, level1_carried) = (std::mem::take(&mut level2), false);
        }
        let name = clean::name(&group("name"), &lexicon.name_prefixes);
        let target = group("target");
        rows.push(Indicator {
            category: levels::category(&level1, &level2, lexicon),
            level1,
            level2,
            level1_carried,
            level2_carried,
            target_parts: ValueParts { raw: target.clone(), name: name.clone(), ..ValueParts::default() },
            indicator: name,
            target_raw: target,
            ..Indicator::default()
        });
    }
    rest.push_str(raw.get(end..).unwrap_or_default());
    let explained =
        rest.chars().all(|c| crate::text::is_blank(c) || c.is_ascii_punctuation() || "；，。、".contains(c));
    (rows, explained)
}
