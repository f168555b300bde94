//! The level above, where a form has a fourth: a scored, starred row stands over unscored detail rows.

use crate::mapping::lexicon::Lexicon;
use crate::model::Indicator;

/// Names the scored row in each of its details. `starred[i]` says whether row `i`'s name carries a mark.
pub fn resolve(rows: &mut [Indicator], starred: &[bool]) {
    let mut parent: Option<(String, String)> = None;
    for (row, &starred) in rows.iter_mut().zip(starred) {
        if starred {
            parent = Some((row.level2.clone(), row.indicator.clone()));
            continue;
        }
        let scored = !row.weight.is_empty() || !row.score.is_empty();
        match &parent {
            Some((level2, name)) if !scored && *level2 == row.level2 && row.parent.is_empty() => {
                row.parent.clone_from(name);
            }
            _ => parent = None,
        }
    }
}

/// True when a name carries a mark of a scored row.
pub fn is_starred(name: &str, lexicon: &Lexicon) -> bool {
    let trimmed = crate::mapping::clean::trim(name);
    lexicon.parent_marks.iter().any(|mark| trimmed.starts_with(mark.as_str()))
}
