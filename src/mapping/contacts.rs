//! Names and numbers of the people who filled a form in: taken out before anything else sees the text.

use crate::finding::{self, Finding, Place};
use crate::mapping::heading::{self, heads};
use crate::mapping::lexicon::{FieldDef, Lexicon};
use crate::mapping::schema::FieldKind;
use crate::mapping::word::{Sheet, Word, Words};
use crate::model::{Grid, Item, Layout};
use crate::text;

/// Takes contacts out of a layout, whose words are renewed. Gives, for each grid, the cells that held nothing else, and a
/// finding for each phone or identity number masked in free text.
pub fn redact(layout: &mut Layout, words: &mut Words, lexicon: &Lexicon) -> (Vec<Vec<usize>>, Vec<Finding>) {
    let mut findings = Vec::new();
    for (index, item) in layout.items.iter_mut().enumerate() {
        if let Item::Text(raw) = item
            && words.item(index).may_hold_contact()
        {
            match clean_text(raw, lexicon, Place::default(), &mut findings) {
                true => words.renew_item(index, lexicon.word(raw)),
                false => _ = words.item(index).holds_no_contact.set(()),
            }
        }
    }
    let mut emptied = Vec::new();
    let is_contact = |word: &Word| lexicon.field(word).is_some_and(|field| field.kind == FieldKind::Contact);
    let has_labels = words.any(is_contact);
    for (index, grid) in layout.grids.iter_mut().enumerate() {
        let sheet = words.sheet(grid, index);
        let values = if has_labels { values(sheet, lexicon) } else { Vec::new() };
        let open: Vec<usize> = (0..grid.cells.len()).filter(|&cell| sheet.word(cell).may_hold_contact()).collect();
        let (empty, changed) = clean_grid(grid, values, &open, lexicon, &mut findings);
        for cell in open.into_iter().filter(|cell| !changed.contains(cell)) {
            _ = words.sheet(grid, index).word(cell).holds_no_contact.set(());
        }
        if !changed.is_empty() {
            words.renew(index, grid, &changed, |raw| lexicon.word(raw));
        }
        emptied.push(empty);
    }
    (emptied, findings)
}

/// The cells that hold the values of contacts.
fn values(sheet: Sheet<'_>, lexicon: &Lexicon) -> Vec<usize> {
    let mut cells = beside_labels(sheet, lexicon);
    cells.extend(below_labels(sheet, lexicon));
    cells.sort_unstable();
    cells.dedup();
    cells
}

/// Empties cells and cleans the texts of those that are `open` to a contact: which are empty now, and which have changed.
fn clean_grid(
    grid: &mut Grid,
    mut emptied: Vec<usize>,
    open: &[usize],
    lexicon: &Lexicon,
    findings: &mut Vec<Finding>,
) -> (Vec<usize>, Vec<usize>) {
    for &i in &emptied {
        grid.cells[i].text.clear();
    }
    let mut changed = emptied.clone();
    let table_no = grid.table_no;
    for &i in open {
        let cell = &mut grid.cells[i];
        if clean_text(&mut cell.text, lexicon, Place::of(table_no, cell.row, cell.col), findings) {
            changed.push(i);
            if cell.is_blank() {
                emptied.push(i);
            }
        }
    }
    for covered in &mut grid.covered_texts {
        clean_text(&mut covered.text, lexicon, Place::of(table_no, covered.row, covered.col), findings);
    }
    (emptied, changed)
}

/// Cells right of a contact's label, up to the next label.
fn beside_labels(sheet: Sheet<'_>, lexicon: &Lexicon) -> Vec<usize> {
    let mut cells = Vec::new();
    let mut names: Option<(usize, usize)> = None;
    for row in 0..sheet.grid.rows {
        names = name_columns(sheet, row, lexicon).or(names);
        let mut after: Option<(&FieldDef, bool)> = None;
        for &i in sheet.begun(row) {
            let word = sheet.word(i);
            if word.length > LONGEST_VALUE {
                continue;
            }
            match lexicon.field(word).map(|field| field.as_ref()).or_else(|| ends_with_contact(sheet, i, lexicon)) {
                Some(field) if field.kind != FieldKind::Contact || heads_column(sheet, i, lexicon) => after = None,
                Some(_) if names.is_some_and(|columns| is_indicator(sheet, (row, i), columns, lexicon)) => after = None,
                Some(field) => after = Some((field, lexicon.field(word).is_none())),
                None if after.is_some_and(|(field, by_end)| is_contact(field, by_end, &sheet.grid.cells[i].text))
                    && !is_label(sheet, i, lexicon) =>
                {
                    cells.push(i);
                }
                None => after = None,
            }
        }
    }
    cells
}

/// True for a value of a contact; where its label is known by the end alone, for one that looks like a name or a number.
fn is_contact(field: &FieldDef, by_end: bool, value: &str) -> bool {
    let mut digits = value.chars().filter(|c| text::fold_width(*c).is_ascii_digit());
    let words = value.chars().filter(|c| c.is_alphabetic()).count();
    let is_number = digits.nth(SHORTEST_NUMBER - 1).is_some() && words == 0;
    let is_name = words > 0 && words <= LONGEST_NAME && !value.chars().any(char::is_numeric);
    field.may_be_contact(value) && (!by_end || is_number || is_name)
}

/// The most characters of a name.
const LONGEST_NAME: usize = 6;

/// The most characters of a label that is a contact's by its last word alone.
const LONGEST_LABEL: usize = 10;

/// The contact whose label a short text ends with that is no label itself: 某某股室 before 联系人.
fn ends_with_contact<'a>(sheet: Sheet<'_>, cell: usize, lexicon: &'a Lexicon) -> Option<&'a FieldDef> {
    let (raw, word) = (sheet.grid.cells[cell].text.trim(), sheet.word(cell));
    let has_digit = || raw.chars().any(char::is_numeric);
    if word.length > LONGEST_LABEL || word.has_colon || has_digit() || !lexicon.may_end_contact(raw) {
        return None;
    }
    let is_known = || lexicon.columns.get(&word.label).is_some() || lexicon.captions.get(&word.label).is_some();
    let (at, field) = trailing_label(raw, lexicon).filter(|_| !is_known())?;
    (field.kind == FieldKind::Contact && field.longest.is_none() && raw[at..].chars().count() >= 3).then_some(field)
}

/// The most characters of a contact's value.
const LONGEST_VALUE: usize = 60;

/// Of a heading of indicator columns: the first and the last grid column under its heads of names and levels.
fn name_columns(sheet: Sheet<'_>, row: usize, lexicon: &Lexicon) -> Option<(usize, usize)> {
    if sheet.grid.cols > MOST_COLUMNS {
        return None;
    }
    let heading = heading::find(sheet, row, lexicon)?;
    let names = || heading.columns.iter().filter(|column| column.is_name_or_level());
    Some((names().next()?.start, names().next_back()?.end))
}

/// True for a text that a contact has for its label and that is an indicator's here: it stands under the heads of names,
/// behind the name of a level or a label beside the block. In a row of signatures a label or its value comes first.
fn is_indicator(
    sheet: Sheet<'_>,
    (row, cell): (usize, usize),
    (start, end): (usize, usize),
    lexicon: &Lexicon,
) -> bool {
    let at = &sheet.grid.cells[cell];
    let Some(first) = sheet.grid.cells_over(row).find(|&i| !sheet.word(i).is_blank).filter(|&i| i != cell) else {
        return false;
    };
    let word = sheet.word(first);
    let is_caption = lexicon.captions.get(&word.label).is_some() || lexicon.is_level_name(word);
    let leads = sheet.grid.cells[first].rowspan > 1 || is_caption || lexicon.field(word).is_none();
    (start..=end).contains(&at.col) && leads && !(word.has_colon && is_label(sheet, first, lexicon))
}

/// Cells below a contact's label that heads a column: one with another label, or nothing, to its right.
fn below_labels(sheet: Sheet<'_>, lexicon: &Lexicon) -> Vec<usize> {
    let grid = sheet.grid;
    let mut cells = Vec::new();
    for (index, label) in grid.cells.iter().enumerate() {
        let field = lexicon.field(sheet.word(index)).filter(|field| field.kind == FieldKind::Contact);
        let Some(field) = field else { continue };
        let right = grid.at(label.row, label.col + label.colspan);
        let is_last = right.is_none_or(|right| lexicon.field(sheet.word(right)).is_some());
        if !is_last && !heads_column(sheet, index, lexicon) {
            continue;
        }
        for row in label.row + label.rowspan..grid.rows {
            let Some(i) = grid.at(row, label.col) else { break };
            let cell = &grid.cells[i];
            let value = (cell.col, cell.colspan) == (label.col, label.colspan) && sheet.word(i).length <= LONGEST_BELOW;
            let value = value && field.may_be_contact(&cell.text);
            if !value || lexicon.field(sheet.word(i)).is_some() || is_label(sheet, i, lexicon) {
                break;
            }
            if cell.row == row && !sheet.word(i).is_blank {
                cells.push(i);
            }
        }
    }
    cells
}

/// The most characters of a contact's value below its label.
const LONGEST_BELOW: usize = 30;

/// More columns than a form with contacts among its columns has.
const MOST_COLUMNS: usize = 64;

/// The fewest digits of a telephone number.
const SHORTEST_NUMBER: usize = 7;

/// True for a contact's label that heads a column, whatever stands to its right: among the heads of indicator columns, or
/// over a number that could be a telephone's where none stands beside it.
fn heads_column(sheet: Sheet<'_>, label: usize, lexicon: &Lexicon) -> bool {
    let (grid, cell) = (sheet.grid, &sheet.grid.cells[label]);
    let is_number = |row: usize, col: usize| {
        let text = grid.cell(row, col).map(|cell| cell.text.as_str()).unwrap_or_default();
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | ' ' | '/' | '、');
        let digits = text.chars().filter(|c| text::fold_width(*c).is_ascii_digit()).count();
        digits >= SHORTEST_NUMBER && text.trim().chars().all(|c| is_part(text::fold_width(c)))
    };
    let is_over = is_number(cell.row + cell.rowspan, cell.col) && !is_number(cell.row, cell.col + cell.colspan);
    is_over || grid.cols <= MOST_COLUMNS && heads::is_level_row(sheet, cell.row, lexicon)
}

/// True for a caption, and for a text with labels of its own.
fn is_label(sheet: Sheet<'_>, cell: usize, lexicon: &Lexicon) -> bool {
    let has_pairs = || {
        let text = &sheet.grid.cells[cell].text;
        sheet.word(cell).has_colon && crate::mapping::inline::pairs(text, lexicon).is_some()
    };
    lexicon.captions.get(&sheet.word(cell).label).is_some() || has_pairs()
}

/// True where the text has changed.
fn clean_text(raw: &mut String, lexicon: &Lexicon, place: Place, findings: &mut Vec<Finding>) -> bool {
    let cut = without_values(raw, lexicon);
    let mut changed = cut.is_some();
    if let Some(cut) = cut {
        *raw = cut;
    }
    if let Some(masked) = masked(raw) {
        findings.push(
            Finding::new(
                &finding::CONTACT_MASKED,
                "a phone or identity number stood in this text and was masked",
                "run with --keep-contacts if you may and must keep it",
            )
            .at(place),
        );
        *raw = masked;
        changed = true;
    }
    changed
}

/// The text without the values behind contact labels: `填表人：某某 填报日期：…` → `填表人： 填报日期：…`.
fn without_values(raw: &str, lexicon: &Lexicon) -> Option<String> {
    let may_be_contact = |before: &str| lexicon.may_end_contact(before.trim_end());
    if !raw.match_indices([':', '：']).any(|(at, _)| may_be_contact(&raw[..at])) {
        return None;
    }
    let mut out = String::with_capacity(raw.len());
    let mut after: Option<&FieldDef> = None;
    let mut changed = false;
    let mut rest = raw;
    while !rest.is_empty() {
        let end = rest.find([':', '：']).unwrap_or(rest.len());
        let (piece, tail) = rest.split_at(end);
        // Before the first contact other labels make no difference.
        let may_matter = !tail.is_empty() && (after.is_some() || lexicon.may_end_contact(piece.trim_end()));
        let label = may_matter.then(|| trailing_label(piece, lexicon)).flatten();
        let (value, label_text) = piece.split_at(label.map_or(piece.len(), |(at, _)| at));
        let is_dropped = after.is_some_and(|field| field.may_be_contact(value));
        if is_dropped {
            let kept = after_line(value);
            changed |= value.len() > kept.len() && value.chars().any(|c| !text::is_blank(c));
            out.push(' ');
            out.push_str(kept);
        } else {
            out.push_str(value);
        }
        out.push_str(label_text);
        let colon = tail.chars().next();
        if let Some(colon) = colon {
            if label.is_some() || !is_dropped {
                out.push(colon);
            }
            rest = &tail[colon.len_utf8()..];
        } else {
            rest = tail;
        }
        if label.is_some() || value.contains('\n') {
            after = label.map(|(_, field)| field);
        }
    }
    changed.then_some(out)
}

/// A contact's value ends with its line.
fn after_line(value: &str) -> &str {
    value.find('\n').map_or("", |at| &value[at..])
}

/// The known label at the end of a piece: its byte offset, and its field.
fn trailing_label<'a>(piece: &str, lexicon: &'a Lexicon) -> Option<(usize, &'a FieldDef)> {
    let trimmed = piece.trim_end();
    if !lexicon.may_end_label(trimmed) {
        return None;
    }
    let tail_start = trimmed.char_indices().rev().nth(15).map_or(0, |(at, _)| at);
    trimmed[tail_start..].char_indices().map(|(at, _)| tail_start + at).find_map(|at| {
        let opens = at == 0 || !trimmed[..at].ends_with(char::is_alphanumeric) || trimmed[at..].chars().count() >= 3;
        let opens = opens && lexicon.may_begin_label(&trimmed[at..]);
        let field = opens.then(|| lexicon.field(&lexicon.word(&trimmed[at..]))).flatten()?;
        Some((at, field.as_ref()))
    })
}

/// True for digits that have a date where an identity number has its holder's birth (GB 11643): a project's code seldom has.
fn holds_birth_date(digits: &[char]) -> bool {
    let number = |from: usize, to: usize| digits.get(from..to)?.iter().collect::<String>().parse::<u32>().ok();
    let within = |found: Option<u32>, range: std::ops::RangeInclusive<u32>| found.is_some_and(|n| range.contains(&n));
    within(number(6, 10), 1900..=2099) && within(number(10, 12), 1..=12) && within(number(12, 14), 1..=31)
}

/// Mobile numbers (11 digits, 1[3-9]…) and identity numbers (17 digits and a digit or X) as `*`, if there are any.
pub fn masked(raw: &str) -> Option<String> {
    if !has_long_number(raw) {
        return None;
    }
    let chars: Vec<char> = raw.chars().collect();
    let mut out: Vec<char> = chars.clone();
    let mut found = false;
    let mut i = 0;
    while i < chars.len() {
        let start = i;
        while i < chars.len() && text::fold_width(chars[i]).is_ascii_digit() {
            i += 1;
        }
        let digits: Vec<char> = chars[start..i].iter().map(|c| text::fold_width(*c)).collect();
        let with_x = digits.len() == 17 && chars.get(i).is_some_and(|c| matches!(c, 'x' | 'X'));
        let mobile = digits.len() == 11 && digits[0] == '1' && digits[1] >= '3';
        let identity = (digits.len() == 18 || with_x) && holds_birth_date(&digits);
        if mobile || identity {
            out[start + 1..i + usize::from(with_x)].fill('*');
            found = true;
        }
        i = i.max(start + 1);
    }
    found.then(|| out.into_iter().collect())
}

/// True for a text with as many digits as a mobile number has, in half width or full (U+FF10 to U+FF19, in UTF-8): most
/// texts have not, and are not looked at closer.
pub fn has_long_number(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let narrow = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    let is_wide = |of: &&[u8]| matches!(of, [0xef, 0xbc, 0x90..=0x99]);
    narrow >= 11 || bytes.contains(&0xef) && narrow + bytes.windows(3).filter(is_wide).count() >= 11
}
