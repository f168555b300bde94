//! A moment under the parts of a date format.

use super::code::Token;
use super::date::Moment;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// The moment as the parts show it.
pub fn show(tokens: &[Token], moment: Moment) -> String {
    let half_days = tokens.iter().any(|token| matches!(token, Token::HalfDay(..)));
    let places = fraction_places(tokens);
    let moment = rounded(moment, places);
    let mut text = String::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Literal(literal) => text.push_str(literal),
            Token::Date('m', length) if is_minute(tokens, at) => {
                text.push_str(&padded(moment.millis / 60_000 % 60, *length));
            }
            Token::Date(letter, length) => text.push_str(&date_part(*letter, *length, moment, half_days)),
            Token::Elapsed(letter, length) => {
                let unit = match letter {
                    'h' => 3_600_000,
                    'm' => 60_000,
                    _ => 1000,
                };
                text.push_str(&padded(moment.elapsed / unit, *length));
            }
            Token::HalfDay(before, after) => {
                text.push_str(if moment.millis < 43_200_000 { before } else { after });
            }
            Token::Point if places > 0 && is_before_digit(tokens, at) => {
                let millis = format!("{:03}", moment.millis % 1000);
                text.push('.');
                text.push_str(millis.get(..places).unwrap_or(&millis));
            }
            Token::Point => text.push('.'),
            Token::Comma => text.push(','),
            Token::Percent => text.push('%'),
            Token::Digit(_) | Token::Exponent | Token::General | Token::Text => {}
        }
    }
    text
}

/// The digits of a second that are shown: the run of zeros behind a point.
fn fraction_places(tokens: &[Token]) -> usize {
    let Some(point) = tokens.iter().position(|token| *token == Token::Point) else { return 0 };
    let rest = tokens.get(point + 1..).unwrap_or_default();
    rest.iter().take_while(|token| **token == Token::Digit('0')).count().min(3)
}

fn is_before_digit(tokens: &[Token], at: usize) -> bool {
    matches!(tokens.get(at + 1), Some(Token::Digit(_)))
}

/// The moment rounded to the digits of a second that are shown; midnight does not make it the next day.
fn rounded(moment: Moment, places: usize) -> Moment {
    let unit = match places {
        0 => 1000,
        1 => 100,
        2 => 10,
        _ => 1,
    };
    let round = |millis: i64| (millis + unit / 2) / unit * unit;
    Moment { millis: round(moment.millis).min(86_399_999), elapsed: round(moment.elapsed), ..moment }
}

/// `m` is the minute right behind an hour and right before a second, else the month.
fn is_minute(tokens: &[Token], at: usize) -> bool {
    let of_time = |token: &&Token| matches!(token, Token::Date(..) | Token::Elapsed(..));
    let before = tokens.get(..at).unwrap_or_default().iter().rev().find(of_time);
    let after = tokens.get(at + 1..).unwrap_or_default().iter().find(of_time);
    matches!(before, Some(Token::Date('h', _) | Token::Elapsed('h', _)))
        || matches!(after, Some(Token::Date('s', _) | Token::Elapsed('s', _)))
}

fn date_part(letter: char, length: usize, moment: Moment, half_days: bool) -> String {
    match (letter, length) {
        ('y', 1 | 2) => padded(moment.year % 100, 2),
        ('y', _) => padded(moment.year, 4),
        ('m', 1 | 2) => padded(moment.month, length),
        ('m', 3) => short(&MONTHS, moment.month - 1, 3),
        ('m', 5) => short(&MONTHS, moment.month - 1, 1),
        ('m', _) => short(&MONTHS, moment.month - 1, usize::MAX),
        ('d', 1 | 2) => padded(moment.day, length),
        ('d' | 'a', 3) => short(&WEEKDAYS, moment.weekday, 3),
        ('d' | 'a', _) => short(&WEEKDAYS, moment.weekday, usize::MAX),
        ('h', _) => padded(hour(moment.millis / 3_600_000, half_days), length),
        ('s', _) => padded(moment.millis / 1000 % 60, length),
        _ => String::new(),
    }
}

fn hour(hour: i64, half_days: bool) -> i64 {
    if half_days { (hour + 11) % 12 + 1 } else { hour }
}

fn padded(number: i64, width: usize) -> String {
    format!("{number:0width$}", width = width.min(8))
}

/// A name, or its first letters.
fn short(names: &[&str], at: i64, letters: usize) -> String {
    let name = usize::try_from(at).ok().and_then(|at| names.get(at)).copied().unwrap_or_default();
    name.chars().take(letters).collect()
}
