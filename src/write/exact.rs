//! Texts that are exactly a decimal or a day, for formats with types of their own. What does not fit stays a text.

/// A decimal text taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal<'a> {
    text: &'a str,
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Decimal<'a> {
    /// `-12.50`: a sign or none, digits, a point and digits or none; nothing else.
    pub fn of(text: &'a str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (unsigned, ""),
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let sound = !whole.is_empty() && digits(whole) && digits(fraction);
        sound.then_some(Self { text, negative: unsigned.len() < text.len(), whole, fraction })
    }

    /// The digits behind the point.
    pub fn places(&self) -> usize {
        self.fraction.len()
    }

    /// The number as a spreadsheet keeps it: `None` where its 15 digits would not hold it, or where it would lose a
    /// leading zero.
    pub fn float(&self) -> Option<f64> {
        let leading_zero = self.whole.len() > 1 && self.whole.starts_with('0');
        let exact = !leading_zero && self.whole.len() + self.fraction.len() <= 15;
        exact.then(|| self.text.parse().ok()).flatten()
    }

    /// The number times 10 to the `scale`: `None` where it has more places, or more than 38 digits in all.
    pub fn scaled(&self, scale: usize) -> Option<i128> {
        let whole = self.whole.trim_start_matches('0');
        let missing = scale.checked_sub(self.fraction.len())?;
        if whole.len() + scale > 38 {
            return None;
        }
        let digits = format!("{whole}{}{}", self.fraction, "0".repeat(missing));
        let number: i128 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
        Some(if self.negative { -number } else { number })
    }
}

/// The days from 1970-01-01 to a day written `2024-05-31`; `None` for months, years and days that no calendar has.
pub fn days(text: &str) -> Option<i32> {
    let mut parts = text.split('-');
    let mut part = |digits: usize| {
        let text =
            parts.next().filter(|text| text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit()))?;
        text.parse::<i32>().ok()
    };
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i32::from(leap),
        1..=12 => 31,
        _ => return None,
    };
    if parts.next().is_some() || !(1..=length).contains(&day) {
        return None;
    }
    // Years that begin in March: the day that leap years add is then the last one.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let before_year = 365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(before_year + (153 * month + 2) / 5 + day - 1 - DAYS_TO_1970)
}

/// From 1 March of the year 0 to 1 January 1970.
const DAYS_TO_1970: i32 = 719_468;
