//! A floating-point number as the decimal that a spreadsheet shows of it.

/// A number's sign, significant digits and decimal point: at most the 15 digits that a spreadsheet keeps, so that no
/// binary noise is left (0.1 + 0.2 is 0.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal {
    /// True below zero.
    pub negative: bool,
    /// Significant digits, each 0 to 9, neither leading nor trailing zeros; empty for zero.
    digits: Vec<u8>,
    /// Where the point stands: the value is `0.digits × 10^point`.
    point: i32,
}

/// General shows plain digits where no more zeros than this pad the number.
const MOST_ZEROS: i32 = 21;

impl Decimal {
    /// The decimal of a finite number; `None` for infinities and what is no number.
    pub fn from_f64(number: f64) -> Option<Self> {
        if !number.is_finite() {
            return None;
        }
        let scientific = format!("{:.14e}", number.abs());
        let (mantissa, exponent) = scientific.split_once('e')?;
        let digits = mantissa.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
        let point = exponent.parse::<i32>().ok()?.saturating_add(1);
        Some(Self { negative: number < 0.0, digits, point }.normal())
    }

    fn normal(mut self) -> Self {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            (self.negative, self.point) = (false, 0);
        }
        self
    }

    /// True for zero.
    pub fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// The number times 10 to the `power`.
    #[must_use]
    pub fn shifted(mut self, power: i32) -> Self {
        if !self.is_zero() {
            self.point = self.point.saturating_add(power);
        }
        self
    }

    /// The number without its sign.
    #[must_use]
    pub fn magnitude(mut self) -> Self {
        self.negative = false;
        self
    }

    /// The digits before and behind the point, rounded half away from zero to `places` behind it.
    pub fn rounded(&self, places: usize) -> (Vec<u8>, Vec<u8>) {
        let places = i32::try_from(places).unwrap_or(i32::MAX);
        let kept = self.point.saturating_add(places);
        let mut digits = self.digits.clone();
        let mut point = self.point;
        if let Ok(kept) = usize::try_from(kept) {
            let up = digits.get(kept).is_some_and(|&digit| digit >= 5);
            digits.truncate(kept);
            if up && !carry(&mut digits) {
                digits.insert(0, 1);
                point = point.saturating_add(1);
            }
        } else {
            digits.clear();
        }
        let digit_at = |at: i32| usize::try_from(at).ok().and_then(|at| digits.get(at)).copied().unwrap_or(0);
        let whole = (0..point.max(0)).map(digit_at).collect();
        let fraction = (0..places).map(|place| digit_at(point.saturating_add(place))).collect();
        (whole, fraction)
    }

    /// As the General format shows it: the shortest decimal, never cut to a column's width.
    pub fn general(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let length = i32::try_from(self.digits.len()).unwrap_or(0);
        if self.is_zero() {
            return "0".to_owned();
        }
        if self.point > MOST_ZEROS || self.point < -MOST_ZEROS {
            return format!("{sign}{}", self.scientific(14, false));
        }
        let places = usize::try_from(length.saturating_sub(self.point)).unwrap_or(0);
        let (whole, fraction) = self.rounded(places);
        let whole = if whole.is_empty() { "0".to_owned() } else { text(&whole) };
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{}", text(&fraction)) }
    }

    /// The magnitude with one digit before the point and at most, or exactly where `fixed`, `places` behind it.
    pub fn scientific(&self, places: usize, fixed: bool) -> String {
        let unit = Self { negative: false, digits: self.digits.clone(), point: i32::from(!self.is_zero()) };
        let (whole, mut fraction) = unit.rounded(places);
        let mut exponent = if self.is_zero() { 0 } else { self.point.saturating_sub(1) };
        let mut first = whole.first().copied().unwrap_or(0);
        if whole.len() > 1 {
            // 9.99 rounds to 10.0.
            (first, exponent) = (1, exponent.saturating_add(1));
        }
        while !fixed && fraction.last() == Some(&0) {
            fraction.pop();
        }
        let point = if fraction.is_empty() { "" } else { "." };
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{first}{point}{}E{sign}{:02}", text(&fraction), exponent.abs())
    }
}

/// Adds one to the last digit; false when the carry falls off the front, which leaves zeros.
fn carry(digits: &mut [u8]) -> bool {
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return true;
        }
        *digit = 0;
    }
    false
}

fn text(digits: &[u8]) -> String {
    digits.iter().map(|&digit| char::from(b'0' + digit.min(9))).collect()
}
