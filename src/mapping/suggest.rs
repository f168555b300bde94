//! Drafts a mapping for a form that none knows, from its grid: what it is sure of, and what a person must look at.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::mapping::choose::Mappings;
use crate::mapping::clean;
use crate::mapping::heading::{self, heads};
use crate::mapping::inline::COLONS;
use crate::mapping::labels::without_brackets;
use crate::mapping::lexicon::{Lexicon, Role};
use crate::mapping::word::{Sheet, Word, Words};
use crate::model::{Cell, Grid, Item, Layout, Name};
use crate::text::{self, obeyed, plain};

/// A column of the likely heading.
struct Guess {
    label: String,
    role: &'static str,
    /// The role's or the field's name, where the vocabulary knows it.
    known: Option<Name>,
    why: &'static str,
    example: String,
}

/// A commented draft for the first table that looks like a form, or `None` where no row looks like a heading.
pub fn draft(layout: &Layout, mappings: &Mappings, file: &str) -> Option<String> {
    let file = plain(file);
    let lexicon = &*mappings.base;
    let words = Words::of(layout, |raw| lexicon.word(raw));
    let (index, row) = likely_heading(layout, &words, lexicon)?;
    let grid = &layout.grids[index];
    let guesses = columns(words.sheet(grid, index), row, lexicon);
    let title = title(layout, index, row, mappings);
    let mut out = String::new();
    let _ = writeln!(out, "# Draft from {}, table {}, heading in row {}.", file, grid.table_no, row + 1);
    let _ =
        writeln!(out, "# Lines marked LOOK are guesses. Edit them, then: ingest mapping check THIS.toml --on {file}");
    let _ = writeln!(out, "name = \"my-form\"               # LOOK: a short name of your own");
    let is_evaluated = guesses.iter().any(|guess| matches!(guess.role, "actual" | "score"));
    let form_type = if is_evaluated { "project_self_evaluation" } else { "project_target" };
    let _ = writeln!(out, "form_type = \"{form_type}\"    # LOOK: what form_type says of these rows");
    let _ = writeln!(out, "about = \"{}\"", toml_text(title.as_deref().unwrap_or("a form without a title")));
    out.push_str("\n[choose]\n");
    match &title {
        Some(title) => {
            let _ = writeln!(out, "titles = [\"{}\"]", toml_text(&undated(title, lexicon)));
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

/// The row that looks most like a heading: one with heads of levels, or short texts without numbers over rows of other
/// texts.
fn likely_heading(layout: &Layout, words: &Words, lexicon: &Lexicon) -> Option<(usize, usize)> {
    let mut best: Option<(usize, usize, usize)> = None;
    for (index, grid) in layout.grids.iter().enumerate() {
        let sheet = words.sheet(grid, index);
        for row in 0..grid.rows.saturating_sub(1) {
            let score = likeness(sheet, row, lexicon);
            if score > best.map_or(0, |(top, ..)| top) {
                best = Some((score, index, row));
            }
        }
    }
    best.map(|(_, index, row)| (index, row))
}

/// What a row with heads of levels is more like a heading than one of short texts: no row has so many.
const LEVEL_ROW: usize = 1000;

/// A heading stands over rows of texts; the first of them may be one of sums.
const ROWS_BELOW: usize = 3;

/// How much a row looks like a heading; 0 for one that does not.
fn likeness(sheet: Sheet<'_>, row: usize, lexicon: &Lexicon) -> usize {
    let (grid, cells) = (sheet.grid, sheet.begun(row));
    let short = cells.iter().filter(|&&i| is_label(&grid.cells[i].text)).count();
    let known = cells.iter().filter(|&&i| lexicon.columns.get(&sheet.word(i).label).is_some()).count();
    let is_level_row = heads::is_level_row(sheet, row, lexicon);
    let has_body = (row + 1..grid.rows).take(ROWS_BELOW).any(|below| sheet.begun(below).len() >= 2);
    let is_heading = has_body && (is_level_row || short >= 3 && short == cells.len());
    if is_heading { known * 4 + short + if is_level_row { LEVEL_ROW } else { 0 } } else { 0 }
}

/// True for a short text without numbers; what stands in brackets behind it makes no difference: 指标内容(150字内).
fn is_label(raw: &str) -> bool {
    let key = text::key(raw);
    let bare = without_brackets(&key);
    (1..=14).contains(&bare.chars().count())
        && bare.contains(char::is_alphabetic)
        && !bare.chars().any(|c| c.is_ascii_digit())
}

/// The head of a column, before anything is guessed.
struct Head {
    label: String,
    /// What labels say of it.
    role: Option<Role>,
    /// The texts below it.
    texts: Vec<String>,
}

impl Head {
    fn core(&self) -> Option<&'static str> {
        match self.role {
            Some(Role::Core(role)) => Some(role.name()),
            _ => None,
        }
    }
}

/// The heads of a heading, or of a row that no label explains.
fn heads_of(sheet: Sheet<'_>, row: usize, lexicon: &Lexicon) -> Vec<Head> {
    let grid = sheet.grid;
    if let Some(found) = heading::find(sheet, row, lexicon) {
        // What reaches further down stands beside the block.
        let is_head = |&cell: &usize| grid.cells[cell].row + grid.cells[cell].rowspan <= found.bottom + 1;
        let headed = found.columns.iter().filter(|column| column.cells.last().is_some_and(is_head));
        let head = |column: &heading::Column| Head {
            label: clean::one_line(&column.label(grid)),
            role: column.role.clone(),
            texts: below(grid, found.bottom, column.start),
        };
        return headed.map(head).collect();
    }
    let begun = sheet.begun(row).iter().map(|&cell| (&grid.cells[cell], sheet.word(cell)));
    let ends_here = begun.filter(|(cell, _)| cell.row + cell.rowspan == row + 1);
    let head = |(cell, word): (&Cell, &Word)| Head {
        label: clean::one_line(&cell.text),
        role: lexicon.columns.get(&word.label).cloned(),
        texts: below(grid, row, cell.col),
    };
    ends_here.map(head).collect()
}

fn columns(sheet: Sheet<'_>, row: usize, lexicon: &Lexicon) -> Vec<Guess> {
    let heads = heads_of(sheet, row, lexicon);
    let mut taken: Vec<&str> = heads.iter().filter_map(Head::core).collect();
    let mut guesses: Vec<Guess> = Vec::new();
    for head in heads {
        let (role, why) = match &head.role {
            Some(_) => (head.core().unwrap_or_default(), "the shared vocabulary knows it"),
            None => guess(&head.texts, &taken, lexicon),
        };
        taken.push(role);
        let (known, example) = (head.role.as_ref().map(Role::shared_name), head.texts.first().cloned());
        guesses.push(Guess { label: head.label, role, known, why, example: example.unwrap_or_default() });
    }
    name_column(&mut guesses);
    guesses
}

fn below(grid: &Grid, row: usize, col: usize) -> Vec<String> {
    let own = |r: usize| grid.cell(r, col).filter(|cell| (cell.row, cell.col) == (r, col) && !cell.is_blank());
    let cells = (row + 1..grid.rows).filter_map(own);
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
    if let Some(guess) = guesses[..target].iter_mut().rev().find(|g| g.role.is_empty() && g.known.is_none()) {
        guess.role = "level3";
        guess.why = "it stands left of the value";
    }
}

fn write_columns(out: &mut String, guesses: &[Guess]) {
    out.push_str("\n[columns]\n");
    for guess in guesses {
        let label = toml_text(&guess.label);
        let example = clip(&guess.example);
        let why = guess.why;
        let _ = match (guess.role, &guess.known) {
            (_, Some(name)) => writeln!(out, "# {}: \"{label}\" is known ({why}): {example}", &**name),
            ("", None) => writeln!(out, "# LOOK: \"{label}\" ({why}): {example}\n# note = [\"{label}\"]"),
            (role, None) => writeln!(out, "{role} = [\"{label}\"]    # LOOK: {why}: {example}"),
        };
    }
}

fn write_fields(out: &mut String, grid: &Grid, heading_row: usize, lexicon: &Lexicon) {
    let mut labels: Vec<String> = Vec::new();
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
            taken = Some(pair[1]);
            let line = clean::one_line(&label.text).trim_end_matches(COLONS).to_owned();
            if labels.contains(&line) {
                continue;
            }
            labels.push(line);
            let (n, label) = (labels.len(), labels.last().map_or("", String::as_str));
            let _ = writeln!(out, "\n[fields.field_{n}]    # LOOK: name it; its value here: {}", clip(&value.text));
            let _ = writeln!(out, "labels = [\"{}\"]", toml_text(label));
        }
    }
}

/// The title: of the longer texts before the heading that stand alone in their line or row, one that a mapping knows as a
/// title, else one that ends as titles do, else any; of several the last outside the table, the first in it.
fn title(layout: &Layout, grid_index: usize, heading_row: usize, mappings: &Mappings) -> Option<String> {
    let grid = &layout.grids[grid_index];
    let before = layout.items.iter().take_while(|item| **item != Item::Table(grid_index));
    let mut texts: Vec<&str> = before
        .filter_map(|item| match item {
            Item::Text(raw) if !raw.contains(['：', ':', '。']) => Some(raw.as_str()),
            _ => None,
        })
        .collect();
    texts.reverse();
    for row in 0..heading_row {
        let cells: Vec<usize> = grid.row_cells(row).into_iter().filter(|&i| !grid.cells[i].is_blank()).collect();
        if let [only] = cells[..]
            && grid.cells[only].row == row
        {
            texts.push(&grid.cells[only].text);
        }
    }
    let ends: BTreeSet<char> = mappings.titles().iter().filter_map(|title| title.chars().next_back()).collect();
    let ends_so = |raw: &str| without_brackets(&text::fold(raw)).ends_with(|c| c != '*' && ends.contains(&c));
    let is_long = |raw: &str| undated(raw, &mappings.base).chars().count() >= SHORTEST_TITLE;
    let rank = |raw: &&str| (!mappings.is_title(raw), !ends_so(raw));
    // Of several that are as likely, `min_by_key` gives the first.
    texts.into_iter().filter(|raw| is_long(raw)).min_by_key(rank).map(clean::one_line)
}

/// The fewest characters of a title but for its year.
const SHORTEST_TITLE: usize = 4;

/// The title without its year, so that next year's is known too.
fn undated(title: &str, lexicon: &Lexicon) -> String {
    let folded = text::fold(title);
    let bare = without_brackets(&folded);
    // What stands before a year is a place or an office.
    let years = bare.match_indices("20").map(|(at, _)| &bare[at..]);
    let behind = years.map(|from| (from, lexicon.behind_year(from))).find(|(from, rest)| rest.len() < from.len());
    let long = behind.map(|(_, rest)| rest).filter(|rest| rest.chars().count() >= SHORTEST_TITLE);
    long.unwrap_or(bare).to_owned()
}

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
