//! Drafts a mapping for a form that none knows, from its grid: what it is sure of, and what a person must look at.

use std::fmt::Write as _;

use crate::mapping::clean;
use crate::mapping::heading;
use crate::mapping::lexicon::{Lexicon, Role};
use crate::mapping::word::{Sheet, Words};
use crate::model::{Grid, Item, Layout};
use crate::text::{self, obeyed, plain};

/// A column of the likely heading.
struct Guess {
    label: String,
    role: &'static str,
    known: bool,
    why: &'static str,
    example: String,
}

/// A commented draft for the first table that looks like a form, or `None` where no row looks like a heading.
pub fn draft(layout: &Layout, lexicon: &Lexicon, file: &str) -> Option<String> {
    let file = plain(file);
    let (index, row) = likely_heading(layout, lexicon)?;
    let grid = &layout.grids[index];
    let words = Words::of(layout, |raw| lexicon.word(raw));
    let guesses = columns(words.sheet(grid, index), row, lexicon);
    let title = title(layout, index, row);
    let mut out = String::new();
    let _ = writeln!(out, "# Draft from {}, table {}, heading in row {}.", file, grid.table_no, row + 1);
    let _ =
        writeln!(out, "# Lines marked LOOK are guesses. Edit them, then: ingest mapping check THIS.toml --on {file}");
    let _ = writeln!(out, "name = \"my-form\"               # LOOK: a short name of your own");
    let has_actual = guesses.iter().any(|guess| guess.role == "actual");
    let form_type = if has_actual { "project_self_evaluation" } else { "project_target" };
    let _ = writeln!(out, "form_type = \"{form_type}\"    # LOOK: what form_type says of these rows");
    let _ = writeln!(out, "about = \"{}\"", toml_text(title.as_deref().unwrap_or("a form without a title")));
    out.push_str("\n[choose]\n");
    match &title {
        Some(title) => {
            let _ = writeln!(out, "titles = [\"{}\"]", toml_text(&undated(title)));
        }
        None => {
            out.push_str("# LOOK: no title was found; give the words that end the form's title\n# titles = [\"\"]\n")
        }
    }
    let mut roles: Vec<&str> = guesses.iter().filter(|g| !g.role.is_empty()).map(|g| g.role).collect();
    roles.sort_unstable();
    roles.dedup();
    let quoted: Vec<String> = roles.iter().map(|role| format!("\"{role}\"")).collect();
    let _ = writeln!(out, "columns = [{}]", quoted.join(", "));
    write_columns(&mut out, &guesses);
    write_fields(&mut out, grid, row, lexicon);
    Some(out)
}

/// The row that looks most like a heading: short texts without numbers over rows of other texts.
fn likely_heading(layout: &Layout, lexicon: &Lexicon) -> Option<(usize, usize)> {
    let mut best: Option<(usize, usize, usize)> = None;
    for (index, grid) in layout.grids.iter().enumerate() {
        for row in 0..grid.rows.saturating_sub(1) {
            let cells = grid.row_cells(row);
            let short = cells.iter().filter(|&&i| is_label(&grid.cells[i].text)).count();
            let texts = cells.iter().filter(|&&i| !grid.cells[i].is_blank()).count();
            let known = cells.iter().filter(|&&i| lexicon.column(&text::key(&grid.cells[i].text)).is_some()).count();
            let below = grid.row_cells(row + 1).iter().filter(|&&i| !grid.cells[i].is_blank()).count();
            if short < 3 || short < texts || below < 2 {
                continue;
            }
            let score = known * 4 + short;
            if best.is_none_or(|(top, ..)| score > top) {
                best = Some((score, index, row));
            }
        }
    }
    best.map(|(_, index, row)| (index, row))
}

fn is_label(raw: &str) -> bool {
    let key = text::key(raw);
    let length = key.chars().count();
    (1..=14).contains(&length) && !key.chars().any(|c| c.is_ascii_digit())
}

fn columns(sheet: Sheet<'_>, row: usize, lexicon: &Lexicon) -> Vec<Guess> {
    let grid = sheet.grid;
    if let Some(found) = heading::find(sheet, row, lexicon)
        && found.columns.iter().all(|c| c.role.is_some() || c.cells.is_empty())
    {
        return known_columns(grid, &found);
    }
    let mut guesses: Vec<Guess> = Vec::new();
    for index in grid.row_cells(row) {
        let head = &grid.cells[index];
        if head.is_blank() || head.row + head.rowspan > row + 1 {
            continue;
        }
        let texts = below(grid, row, head.col);
        let known = match lexicon.column(&text::key(&head.text)) {
            Some(Role::Core(role)) => Some(role.name()),
            _ => None,
        };
        let taken: Vec<&str> = guesses.iter().map(|g| g.role).collect();
        let (role, why) =
            known.map_or_else(|| guess(&texts, &taken, lexicon), |role| (role, "the shared vocabulary knows it"));
        guesses.push(Guess {
            label: clean::one_line(&head.text),
            role,
            known: known.is_some(),
            why,
            example: texts.first().cloned().unwrap_or_default(),
        });
    }
    name_column(&mut guesses);
    guesses
}

fn known_columns(grid: &Grid, found: &heading::Heading) -> Vec<Guess> {
    let core = found.columns.iter().filter_map(|column| match &column.role {
        Some(Role::Core(role)) => Some((column, role.name())),
        _ => None,
    });
    core.map(|(column, role)| Guess {
        label: clean::one_line(&column.label(grid)),
        role,
        known: true,
        why: "the shared vocabulary knows it",
        example: below(grid, found.bottom, column.start).first().cloned().unwrap_or_default(),
    })
    .collect()
}

fn below(grid: &Grid, row: usize, col: usize) -> Vec<String> {
    let cells = (row + 1..grid.rows).filter_map(|r| grid.cell(r, col).filter(|cell| cell.row == r && !cell.is_blank()));
    cells.take(40).map(|cell| clean::one_line(&cell.text)).collect()
}

/// What a column likely holds, by its texts.
fn guess(texts: &[String], taken: &[&str], lexicon: &Lexicon) -> (&'static str, &'static str) {
    let free = |role: &'static str| !taken.contains(&role);
    let most = |test: &dyn Fn(&str) -> bool| texts.iter().filter(|t| test(t)).count() * 2 > texts.len();
    if texts.is_empty() {
        return ("", "the column is empty here");
    }
    if free("level1") && most(&|t| lexicon.family(&lexicon.word(t)).is_some()) {
        return ("level1", "its texts are level 1 names");
    }
    if free("level2") && most(&|t| lexicon.category(&lexicon.word(t), None).is_some()) {
        return ("level2", "its texts are level 2 names");
    }
    let words = lexicon.content.iter().find(|(_, words)| most(&|t| words.contains(&text::fold(t))));
    if let Some((Role::Core(role), _)) = words
        && free(role.name())
    {
        return (role.name(), "its texts are such words");
    }
    let bare = |t: &str| t.chars().all(|c| c.is_ascii_digit() || c == '.');
    if free("weight") && most(&bare) && !free("target") {
        return ("weight", "its texts are bare numbers");
    }
    let with_number = |t: &str| t.chars().any(|c| c.is_ascii_digit()) && t.chars().count() <= 24;
    if most(&with_number) {
        if free("target") {
            return ("target", "its texts state numbers");
        }
        if free("actual") {
            return ("actual", "its texts state numbers, behind a target");
        }
    }
    ("", "nothing tells what it holds")
}

/// Where no column is the name: the one left of the target.
fn name_column(guesses: &mut [Guess]) {
    if guesses.iter().any(|g| g.role == "level3") {
        return;
    }
    let target = guesses.iter().position(|g| g.role == "target").unwrap_or(guesses.len());
    if let Some(guess) = guesses[..target].iter_mut().rev().find(|g| g.role.is_empty()) {
        guess.role = "level3";
        guess.why = "it stands left of the value";
    }
}

fn write_columns(out: &mut String, guesses: &[Guess]) {
    out.push_str("\n[columns]\n");
    for guess in guesses {
        let label = toml_text(&guess.label);
        let example = clip(&guess.example);
        let _ = match (guess.role, guess.known) {
            (role, true) => writeln!(out, "# {role}: \"{label}\" is known ({}): {example}", guess.why),
            ("", false) => writeln!(out, "# LOOK: \"{label}\" ({}): {example}\n# note = [\"{label}\"]", guess.why),
            (role, false) => writeln!(out, "{role} = [\"{label}\"]    # LOOK: {}: {example}", guess.why),
        };
    }
}

fn write_fields(out: &mut String, grid: &Grid, heading_row: usize, lexicon: &Lexicon) {
    let mut n = 0;
    for row in 0..heading_row {
        let cells: Vec<usize> = grid.row_cells(row).into_iter().filter(|&i| grid.cells[i].row == row).collect();
        let mut taken = None;
        for pair in cells.windows(2) {
            let (label, value) = (&grid.cells[pair[0]], &grid.cells[pair[1]]);
            if taken == Some(pair[0]) {
                continue;
            }
            let word = lexicon.word(&label.text);
            if !is_label(&label.text) || lexicon.field(&word).is_some() || lexicon.captions.get(&word.label).is_some() {
                continue;
            }
            if value.is_blank() || lexicon.field(&lexicon.word(&value.text)).is_some() {
                continue;
            }
            n += 1;
            taken = Some(pair[1]);
            let _ = writeln!(out, "\n[fields.field_{n}]    # LOOK: name it; its value here: {}", clip(&value.text));
            let _ = writeln!(out, "labels = [\"{}\"]", toml_text(&clean::one_line(&label.text)));
        }
    }
}

/// The title: the last longer text before the heading that stands alone in its line or row.
fn title(layout: &Layout, grid_index: usize, heading_row: usize) -> Option<String> {
    let grid = &layout.grids[grid_index];
    let alone = (0..heading_row).find_map(|row| {
        let texts: Vec<usize> = grid.row_cells(row).into_iter().filter(|&i| !grid.cells[i].is_blank()).collect();
        match texts[..] {
            [only] if grid.cells[only].row == row && grid.cells[only].text.chars().count() >= 5 => {
                Some(grid.cells[only].text.clone())
            }
            _ => None,
        }
    });
    let before = layout.items.iter().take_while(|item| **item != Item::Table(grid_index));
    let mut texts: Vec<&String> = before
        .filter_map(|item| match item {
            Item::Text(raw) if raw.trim().chars().count() >= 5 && !raw.contains(['：', ':', '。']) => Some(raw),
            _ => None,
        })
        .collect();
    let text = texts.pop().cloned();
    text.or(alone).map(|raw| clean::one_line(&raw))
}

/// The title without its year, so that next year's is known too.
fn undated(title: &str) -> String {
    let folded = text::fold(title);
    let bare = crate::mapping::labels::without_brackets(&folded);
    // What stands before a year is a place or an office.
    let year = bare
        .match_indices("20")
        .find(|(at, _)| bare.get(at + 2..at + 4).is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit())));
    let behind = year.and_then(|(at, _)| bare.get(at + 4..)).map(|rest| rest.trim_start_matches(YEAR_MARKS));
    behind.filter(|rest| rest.chars().count() >= 4).unwrap_or(bare).to_owned()
}

/// What stands behind a year.
const YEAR_MARKS: [char; 2] = ['年', '度'];

fn toml_text(raw: &str) -> String {
    let mut escaped = String::with_capacity(raw.len());
    for c in raw.chars() {
        if matches!(c, '"' | '\\') {
            escaped.push('\\');
        }
        if obeyed(c) {
            let _ = write!(escaped, "\\u{:04X}", u32::from(c));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

fn clip(raw: &str) -> String {
    let line = plain(&clean::one_line(raw));
    let mut clipped: String = line.chars().take(20).collect();
    if line.chars().count() > 20 {
        clipped.push('…');
    }
    clipped
}
