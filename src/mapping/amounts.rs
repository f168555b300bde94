//! A block of money printed in one cell: `年度资金总额：80 其中：财政拨款 80 其他资金 0.00`.

use crate::mapping::inline::{COLONS, Pair};
use crate::mapping::lexicon::Lexicon;
use crate::mapping::schema::FieldKind;
use crate::text;

/// More texts than such a block has.
const MOST: usize = 64;

/// What stands in a money field's value behind its first amount.
enum Part<'a> {
    Label(Pair<'a>),
    Amount(&'a str),
    /// A word before a label: 其中.
    Before,
}

/// The pairs, with the values of money fields taken apart that hold further labels and their amounts.
pub fn taken_apart<'a>(mut pairs: Vec<Pair<'a>>, lexicon: &'a Lexicon) -> Vec<Pair<'a>> {
    for pair in pairs.iter_mut().filter(|pair| pair.field.kind == FieldKind::Money) {
        pair.value = without_marks(pair.value, lexicon);
    }
    let is_whole = |pair: &Pair<'_>| pair.field.kind != FieldKind::Money || texts(pair.value).nth(1).is_none();
    if pairs.iter().all(is_whole) {
        return pairs;
    }
    pairs.into_iter().flat_map(|pair| if is_whole(&pair) { vec![pair] } else { of(pair, lexicon) }).collect()
}

/// The pair, and those in its value; the pair alone where the value holds anything but labels and amounts.
fn of<'a>(pair: Pair<'a>, lexicon: &'a Lexicon) -> Vec<Pair<'a>> {
    let parts: Option<Vec<Part<'a>>> = texts(pair.value).take(MOST + 1).map(|text| part(text, lexicon)).collect();
    let Some(parts) = parts.filter(|parts| parts.len() <= MOST) else { return vec![pair] };
    let mut found = vec![Pair { value: "", ..pair }];
    for part in parts {
        match (part, found.last_mut()) {
            (Part::Label(label), _) => found.push(label),
            (Part::Amount(amount), Some(last)) if last.value.is_empty() => last.value = amount,
            // An amount more than there are labels.
            (Part::Amount(_), _) => return vec![pair],
            (Part::Before, _) => {}
        }
    }
    found
}

/// What stands between blanks, colons and stops; a label and the amount right behind it are two.
fn texts(value: &str) -> impl Iterator<Item = &str> {
    let amount = |text: &str| text.find(|c: char| text::fold_width(c).is_ascii_digit()).unwrap_or(text.len());
    let both = move |text| <[&str; 2]>::from(str::split_at(text, amount(text)));
    value.split(is_between).flat_map(both).filter(|text| !text.is_empty())
}

fn is_between(c: char) -> bool {
    c.is_whitespace() || COLONS.contains(&c) || matches!(c, '，' | '；' | ';' | '。' | '、')
}

/// An amount without the stops and brackets behind it, and a word before the label that follows: `69万元（其中：`. Anything
/// else is left as it is.
fn without_marks<'a>(value: &'a str, lexicon: &Lexicon) -> &'a str {
    const OPENING: [char; 2] = ['（', '('];
    let is_mark = |c: char| is_between(c) || OPENING.contains(&c) || matches!(c, '）' | ')');
    let bare = value.trim_end_matches(is_mark);
    if bare.len() == value.trim_end().len() {
        return value;
    }
    let before = |(amount, word): (&'a str, &str)| lexicon.is_before(&lexicon.word(word)).then_some(amount);
    let amount = bare.rsplit_once(OPENING).and_then(before).unwrap_or(bare);
    if is_amount(amount, lexicon) { amount } else { value }
}

/// The labels of one cell with the lines of the cell beside it, a line each; `None` where they are not as many, or a label
/// has its value already.
pub fn beside<'a>(labels: &[Pair<'a>], lines: &'a str) -> Option<Vec<Pair<'a>>> {
    let is_open = labels.len() > 1 && labels.iter().all(|pair| pair.value.trim().is_empty());
    let lines = || lines.lines().map(str::trim).filter(|line| !line.is_empty());
    let fits = is_open && lines().count() == labels.len();
    fits.then(|| labels.iter().zip(lines()).map(|(pair, value)| Pair { value, ..*pair }).collect())
}

/// A label and the amount right behind it, and nothing else: `总额106.75万元`.
pub fn alone<'a>(text: &'a str, lexicon: &'a Lexicon) -> Option<Pair<'a>> {
    let mut parts = texts(text).map(|text| part(text, lexicon));
    match (parts.next()??, parts.next()??, parts.next()) {
        (Part::Label(label), Part::Amount(value), None) => Some(Pair { value, ..label }),
        _ => None,
    }
}

fn part<'a>(text: &'a str, lexicon: &'a Lexicon) -> Option<Part<'a>> {
    if is_amount(text, lexicon) {
        return Some(Part::Amount(text));
    }
    let word = lexicon.word(text);
    if lexicon.is_before(&word) {
        return Some(Part::Before);
    }
    let field = lexicon.field(&word).filter(|field| field.kind == FieldKind::Money)?;
    Some(Part::Label(Pair { field, label: text, value: "" }))
}

/// True for a number, with or without a unit of money.
fn is_amount(text: &str, lexicon: &Lexicon) -> bool {
    let folded = text::fold(text);
    let unit = folded.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    unit.len() < folded.len() && (unit.is_empty() || lexicon.is_money_unit(unit))
}
