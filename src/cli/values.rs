//! The values that options take.

use std::time::SystemTime;

use clap::ValueEnum;
use ingest::write::{Fill, Headers};

/// Whether what is read is remembered for the next run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StateArg {
    On,
    Off,
    /// What earlier runs remember is not used, but replaced.
    Anew,
}

/// From when on a modified file is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// When the last run began that wrote its output.
    LastRun,
    /// A point in time.
    Time(SystemTime),
}

/// Which version of a file counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Prefer {
    Latest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaFormat {
    Markdown,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    En,
    Zh,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HeadersArg {
    En,
    Zh,
}

impl From<HeadersArg> for Headers {
    fn from(headers: HeadersArg) -> Self {
        match headers {
            HeadersArg::En => Self::En,
            HeadersArg::Zh => Self::Zh,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FillArg {
    Down,
    Blank,
}

impl From<FillArg> for Fill {
    fn from(fill: FillArg) -> Self {
        match fill {
            FillArg::Down => Self::Down,
            FillArg::Blank => Self::Blank,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    On,
    Off,
}

/// What makes a run that wrote its output exit with 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Rejected,
    Error,
    Warning,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

/// A size in bytes: `300`, `64K`, `256M`, `1G`.
pub fn size(text: &str) -> Result<u64, String> {
    let wrong = || "write a size such as 500K, 64M or 1G".to_owned();
    let lower = text.to_ascii_lowercase();
    let digits = lower.trim_end_matches("ib").trim_end_matches('b').trim_end_matches(['k', 'm', 'g']);
    let unit = match &lower.as_bytes().get(digits.len()) {
        Some(b'k') => 1 << 10,
        Some(b'm') => 1 << 20,
        Some(b'g') => 1 << 30,
        _ => 1,
    };
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    number.checked_mul(unit).filter(|&size| size > 0).ok_or_else(wrong)
}

/// A day or a time of day here, a span of time until now, or the last run.
pub fn since(text: &str) -> Result<Since, String> {
    let wrong = || "write a day (2024-11-01), a time (2024-11-01T08:30), a span (7d, 36h) or last".to_owned();
    if text == "last" {
        return Ok(Since::LastRun);
    }
    let time = match text.parse::<jiff::civil::DateTime>() {
        Ok(time) => time.to_zoned_datetime(jiff::tz::TimeZone::system()),
        Err(_) => {
            let span: jiff::Span = text.parse().map_err(|_| wrong())?;
            jiff::ZonedDateTime::now().checked_sub(span.abs())
        }
    };
    time.and_then(SystemTime::try_from).map(Since::Time).map_err(|_| wrong())
}
