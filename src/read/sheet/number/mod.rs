//! Numbers as their cell's format shows them: a rate of 0.95 under `0%` is `95%`, a serial under a date format the date.
//!
//! What a format cannot show (a negative date, a fraction, nothing at all) is shown as General. Numerals of other
//! scripts (`[DBNum1]`) stay Arabic, and General is never cut to a column's width.

pub mod builtin;
mod code;
mod date;
mod decimal;
mod moment;

use code::{Section, Token};
use date::Moment;
pub use date::serial_of;
use decimal::Decimal;

/// Codes longer than this are no number formats (Excel allows 255 characters).
const LONGEST_CODE: usize = 1024;

/// A number format, taken apart.
#[derive(Debug, Clone, Default)]
pub struct NumberFormat {
    sections: Vec<Section>,
}

impl NumberFormat {
    /// The format of a code such as `#,##0.00` or `yyyy-mm-dd`.
    pub fn new(code: &str) -> Self {
        if code.len() > LONGEST_CODE || code.eq_ignore_ascii_case("general") || code == "@" {
            return Self::default();
        }
        // The long date and the time of the system, whatever the code says behind.
        let system = [("[$-F800]", 31), ("[$-F400]", 21)].into_iter().find(|(mark, _)| starts_with(code, mark));
        if let Some((_, id)) = system {
            return Self::builtin(id);
        }
        Self { sections: code::sections(code) }
    }

    /// The built-in format of a number; General where there is none.
    pub fn builtin(id: u32) -> Self {
        Self::new(builtin::code(id).unwrap_or("General"))
    }

    /// True where the format is another than General.
    pub fn is_stated(&self) -> bool {
        !self.sections.is_empty()
    }

    /// A number as this format shows it.
    pub fn number(&self, number: f64, is_1904: bool) -> String {
        let Some(decimal) = Decimal::from_f64(number) else { return number.to_string() };
        let shown = self.section(number).and_then(|(section, signed)| {
            let decimal = if signed { decimal.clone() } else { decimal.clone().magnitude() };
            show(section, &decimal, number, is_1904)
        });
        match shown {
            Some(text) if !text.trim().is_empty() => text.trim().to_owned(),
            _ => decimal.general(),
        }
    }

    /// A text as this format shows it.
    pub fn text(&self, text: &str) -> String {
        let section = self.sections.iter().find(|section| section.tokens.contains(&Token::Text));
        let Some(section) = section else { return text.to_owned() };
        let parts = section.tokens.iter().map(|token| match token {
            Token::Literal(literal) => literal.trim(),
            Token::Text => text,
            _ => "",
        });
        parts.collect()
    }

    /// The section for a number, and whether it shows the minus sign: the section for negative numbers does not.
    fn section(&self, number: f64) -> Option<(&Section, bool)> {
        let for_numbers: Vec<&Section> =
            self.sections.iter().filter(|section| !section.tokens.contains(&Token::Text)).collect();
        if for_numbers.iter().any(|section| section.condition.is_some()) {
            let holds = |section: &&&Section| section.condition.is_none_or(|(sign, bound)| sign.holds(number, bound));
            let chosen = *for_numbers.iter().find(holds)?;
            return Some((chosen, !matches!(chosen.condition, Some((_, bound)) if number < 0.0 && bound <= 0.0)));
        }
        match (for_numbers.first(), for_numbers.get(1), for_numbers.get(2)) {
            (_, Some(negative), _) if number < 0.0 => Some((negative, false)),
            (_, _, Some(zero)) if number == 0.0 => Some((zero, true)),
            (Some(first), _, _) => Some((first, true)),
            _ => None,
        }
    }
}

fn starts_with(code: &str, mark: &str) -> bool {
    code.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark))
}

/// A number under a section; `None` where the section cannot show it.
fn show(section: &Section, decimal: &Decimal, number: f64, is_1904: bool) -> Option<String> {
    let tokens = &section.tokens;
    let is_date = |token: &Token| matches!(token, Token::Date(..) | Token::Elapsed(..) | Token::HalfDay(..));
    if tokens.iter().any(is_date) {
        return Moment::from_serial(number, is_1904).map(|moment| moment::show(tokens, moment));
    }
    if tokens.contains(&Token::General) {
        return Some(literals(tokens, &decimal.general()));
    }
    let is_fraction =
        tokens.windows(2).any(|pair| matches!(pair, [Token::Literal(text), Token::Digit(_)] if text == "/"));
    if is_fraction {
        return None;
    }
    Some(digits(tokens, decimal))
}

/// The literals with a number in place of General.
fn literals(tokens: &[Token], number: &str) -> String {
    let parts = tokens.iter().map(|token| match token {
        Token::Literal(text) => text.as_str(),
        Token::General => number,
        _ => "",
    });
    parts.collect()
}

/// What the digit places of a section ask for.
struct Places {
    /// Digits before the point that are always shown.
    least_whole: usize,
    /// Digits behind the point that may be shown, and how many of them always are.
    most_fraction: usize,
    least_fraction: usize,
    /// Thousands are grouped.
    grouped: bool,
    /// The power of ten by which the number is shown greater.
    power: i32,
    /// Shown with an exponent.
    scientific: bool,
}

impl Places {
    fn of(tokens: &[Token]) -> Self {
        let end = tokens.iter().position(|token| *token == Token::Exponent).unwrap_or(tokens.len());
        let mantissa = tokens.get(..end).unwrap_or(tokens);
        let point = mantissa.iter().position(|token| *token == Token::Point).unwrap_or(mantissa.len());
        let (whole, fraction) = mantissa.split_at_checked(point).unwrap_or((mantissa, &[]));
        let count = |tokens: &[Token]| tokens.iter().filter(|token| matches!(token, Token::Digit(_))).count();
        let zeros = |tokens: &[Token]| tokens.iter().filter(|token| **token == Token::Digit('0')).count();
        let last_digit = mantissa.iter().rposition(|token| matches!(token, Token::Digit(_))).unwrap_or(0);
        let last_whole = whole.iter().rposition(|token| matches!(token, Token::Digit(_))).unwrap_or(0);
        let is_scaling = |(at, token): &(usize, &Token)| {
            **token == Token::Comma && (*at > last_digit || (*at > last_whole && *at < point))
        };
        let scaling = mantissa.iter().enumerate().filter(is_scaling).count();
        let percents = tokens.iter().filter(|token| **token == Token::Percent).count();
        let power = i32::try_from(percents).unwrap_or(0).saturating_mul(2)
            - i32::try_from(scaling).unwrap_or(0).saturating_mul(3);
        let grouped = whole.get(..last_whole).unwrap_or_default().contains(&Token::Comma);
        Self {
            least_whole: zeros(whole),
            most_fraction: count(fraction),
            least_fraction: zeros(fraction),
            grouped,
            power,
            scientific: end < tokens.len(),
        }
    }

    /// The number's own text, without its sign.
    fn number(&self, decimal: &Decimal) -> String {
        if self.scientific {
            return decimal.scientific(self.most_fraction, true);
        }
        let (mut whole, mut fraction) = decimal.clone().shifted(self.power).rounded(self.most_fraction);
        while whole.first() == Some(&0) && whole.len() > self.least_whole {
            whole.remove(0);
        }
        let padding = self.least_whole.saturating_sub(whole.len());
        whole.splice(0..0, std::iter::repeat_n(0, padding));
        while fraction.len() > self.least_fraction && fraction.last() == Some(&0) {
            fraction.pop();
        }
        let mut text = String::new();
        for (at, digit) in whole.iter().enumerate() {
            if self.grouped && at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push(',');
            }
            text.push(char::from(b'0' + digit));
        }
        if !fraction.is_empty() {
            text.push('.');
            text.extend(fraction.iter().map(|digit| char::from(b'0' + digit)));
        }
        text
    }
}

/// A number under a section of digit places. Where literals stand among the places (`000-0000`) each takes its digits
/// from the right; the usual section has all its places in one run.
fn digits(tokens: &[Token], decimal: &Decimal) -> String {
    let places = Places::of(tokens);
    let is_place = |token: &Token| matches!(token, Token::Digit(_) | Token::Point | Token::Comma | Token::Exponent);
    let Some(first) = tokens.iter().position(|token| matches!(token, Token::Digit(_) | Token::Point)) else {
        return literals_and_percents(tokens);
    };
    let last = tokens.iter().rposition(is_place).unwrap_or(first);
    let before = literals_and_percents(tokens.get(..first).unwrap_or_default());
    let after = literals_and_percents(tokens.get(last + 1..).unwrap_or_default());
    let inner = tokens.get(first..=last).unwrap_or_default();
    let number = places.number(decimal);
    let number = if inner.iter().all(is_place) { number } else { interleaved(inner, &number) };
    let sign = if decimal.negative { "-" } else { "" };
    format!("{sign}{before}{number}{after}")
}

fn literals_and_percents(tokens: &[Token]) -> String {
    let parts = tokens.iter().map(|token| match token {
        Token::Literal(text) => text.as_str(),
        Token::Percent => "%",
        _ => "",
    });
    parts.collect()
}

/// Digits dealt out to places with literals between them, from the right; what is left goes before the first place.
fn interleaved(tokens: &[Token], number: &str) -> String {
    let mut left: Vec<char> = number.chars().collect();
    let mut parts: Vec<String> = Vec::new();
    for (at, token) in tokens.iter().enumerate().rev() {
        match token {
            Token::Digit(_) | Token::Point => {
                let is_first = !tokens.get(..at).unwrap_or_default().iter().any(|t| matches!(t, Token::Digit(_)));
                let taken = if is_first { 0 } else { left.len().saturating_sub(1) };
                parts.push(left.split_off(taken.min(left.len())).into_iter().collect());
            }
            Token::Literal(text) => parts.push(text.clone()),
            Token::Percent => parts.push("%".to_owned()),
            _ => {}
        }
    }
    parts.reverse();
    parts.concat()
}
