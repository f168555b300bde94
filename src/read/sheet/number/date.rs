//! Serial numbers as dates and times of day (ECMA-376 part 1, 18.17.4.1: the 1900 and 1904 date bases).

/// Days from 0000-03-01 to 1899-12-30, the zero of serials after the day that never was.
const EPOCH_1900: i64 = 693_899;
/// Serials of the 1904 base begin so many days later.
const EPOCH_1904: i64 = EPOCH_1900 + 1462;
/// 9999-12-31 in the 1900 base, the last date of a spreadsheet.
const LAST_SERIAL: f64 = 2_958_466.0;
const MILLIS_A_DAY: f64 = 86_400_000.0;

/// A moment, to a millisecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Year, four digits.
    pub year: i64,
    /// Month, from 1.
    pub month: i64,
    /// Day of the month, from 1.
    pub day: i64,
    /// Day of the week, Sunday 0.
    pub weekday: i64,
    /// Milliseconds since midnight.
    pub millis: i64,
    /// Milliseconds since the zero of serials, for elapsed times.
    pub elapsed: i64,
}

impl Moment {
    /// The moment of a serial; `None` where a spreadsheet has no date for it.
    pub fn from_serial(serial: f64, is_1904: bool) -> Option<Self> {
        if !(0.0..LAST_SERIAL).contains(&serial) {
            return None;
        }
        let elapsed = whole(serial * MILLIS_A_DAY)?;
        let (days, millis) = (elapsed.div_euclid(86_400_000), elapsed.rem_euclid(86_400_000));
        // The 1900 base counts a 29 February 1900 that never was, as serial 60; serial 0 is 0 January 1900.
        let early = match days {
            _ if is_1904 => None,
            60 => Some((2, 29)),
            0..=31 => Some((1, days)),
            32..=59 => Some((2, days - 31)),
            _ => None,
        };
        if let Some((month, day)) = early {
            return Some(Self { year: 1900, month, day, weekday: (days + 6) % 7, millis, elapsed });
        }
        let epoch = if is_1904 { EPOCH_1904 } else { EPOCH_1900 };
        let (year, month, day) = civil(epoch + days);
        let weekday = (epoch + days + 3) % 7;
        Some(Self { year, month, day, weekday, millis, elapsed })
    }
}

/// The nearest whole number; the caller keeps it in bounds.
fn whole(number: f64) -> Option<i64> {
    format!("{number:.0}").parse().ok()
}

/// Year, month and day of a count of days from 0000-03-01, by years that begin in March.
fn civil(days: i64) -> (i64, i64, i64) {
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

/// The serial of a moment written as `2021-12-31T08:30:00.000`, its time left out or not; `None` where it is no moment.
pub fn serial_of(written: &str, is_1904: bool) -> Option<f64> {
    let (date, time) = written.split_once('T').unwrap_or((written, "0"));
    let mut parts = date.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let mut seconds = 0.0;
    for (part, unit) in time.trim_end_matches('Z').split(':').zip([3600.0, 60.0, 1.0]) {
        seconds += part.parse::<f64>().ok().filter(|n| (0.0..60.0).contains(n))? * unit;
    }
    let epoch = if is_1904 { EPOCH_1904 } else { EPOCH_1900 };
    let days = u32::try_from(days(year, month, day) - epoch).ok()?;
    Some(f64::from(days) + seconds / 86_400.0)
}

/// The count of days from 0000-03-01, the inverse of [`civil`].
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let march_month = (month + 9) % 12;
    let of_year = (153 * march_month + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year
}
