//! How each kind of value is written and read. A field that a struct gains is missed by the compiler here.

use std::collections::BTreeMap;

use super::Words;
use crate::finding::{Code, Finding, Place};
use crate::model::{
    Comparator, Field, Form, Indicator, Money, Period, Status, Submission, Value, ValueKind, ValueParts,
};

/// Bytes that are being read.
pub(super) struct Source<'a> {
    pub(super) rest: &'a [u8],
    pub(super) words: &'a Words,
}

/// What can be written and read back.
pub(super) trait Coded: Sized {
    /// Writes it.
    fn put(&self, out: &mut Vec<u8>);

    /// Reads it; `None` where the bytes are not such a value.
    fn get(from: &mut Source<'_>) -> Option<Self>;
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
impl Coded for u64 {
    fn put(&self, out: &mut Vec<u8>) {
        let mut left = *self;
        while left >= 0x80 {
            out.push((left & 0x7f) as u8 | 0x80);
            left >>= 7;
        }
        out.push(left as u8);
    }

    fn get(from: &mut Source<'_>) -> Option<Self> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = from.rest.split_first()?;
            from.rest = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

impl Coded for u32 {
    fn put(&self, out: &mut Vec<u8>) {
        u64::from(*self).put(out);
    }

    fn get(from: &mut Source<'_>) -> Option<Self> {
        u64::get(from)?.try_into().ok()
    }
}

impl Coded for bool {
    fn put(&self, out: &mut Vec<u8>) {
        u64::from(*self).put(out);
    }

    fn get(from: &mut Source<'_>) -> Option<Self> {
        match u64::get(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

fn put_text(text: &str, out: &mut Vec<u8>) {
    (text.len() as u64).put(out);
    out.extend_from_slice(text.as_bytes());
}

fn get_text<'a>(from: &mut Source<'a>) -> Option<&'a str> {
    let len = u64::get(from)?.try_into().ok()?;
    let (text, rest) = from.rest.split_at_checked(len)?;
    from.rest = rest;
    std::str::from_utf8(text).ok()
}

impl Coded for String {
    fn put(&self, out: &mut Vec<u8>) {
        put_text(self, out);
    }

    fn get(from: &mut Source<'_>) -> Option<Self> {
        get_text(from).map(str::to_owned)
    }
}

impl Coded for &'static str {
    fn put(&self, out: &mut Vec<u8>) {
        put_text(self, out);
    }

    fn get(from: &mut Source<'_>) -> Option<Self> {
        let word = get_text(from)?;
        from.words.word(word)
    }
}

impl Coded for &'static Code {
    fn put(&self, out: &mut Vec<u8>) {
        put_text(self.id, out);
    }

    fn get(from: &mut Source<'_>) -> Option<Self> {
        let id = get_text(from)?;
        from.words.code(id)
    }
}

impl<T: Coded> Coded for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn get(from: &mut Source<'_>) -> Option<Self> {
        if bool::get(from)? { T::get(from).map(Some) } else { Some(None) }
    }
}

impl<T: Coded> Coded for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        (self.len() as u64).put(out);
        self.iter().for_each(|value| value.put(out));
    }

    fn get(from: &mut Source<'_>) -> Option<Self> {
        // Never as much room as the bytes claim: they may be damaged.
        let count = u64::get(from)?;
        (0..count).map(|_| T::get(from)).collect()
    }
}

impl<K: Coded, T: Coded> Coded for (K, T) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    fn get(from: &mut Source<'_>) -> Option<Self> {
        Some((K::get(from)?, T::get(from)?))
    }
}

impl<K: Coded + Ord, T: Coded> Coded for BTreeMap<K, T> {
    fn put(&self, out: &mut Vec<u8>) {
        (self.len() as u64).put(out);
        for (key, value) in self {
            key.put(out);
            value.put(out);
        }
    }

    fn get(from: &mut Source<'_>) -> Option<Self> {
        let count = u64::get(from)?;
        (0..count).map(|_| <(K, T)>::get(from)).collect()
    }
}

/// A struct is its fields, one after the other.
macro_rules! fields {
    ($($name:ident { $($field:ident),* $(,)? })*) => {$(
        impl Coded for $name {
            fn put(&self, out: &mut Vec<u8>) {
                let Self { $($field),* } = self;
                $($field.put(out);)*
            }

            fn get(from: &mut Source<'_>) -> Option<Self> {
                Some(Self { $($field: Coded::get(from)?),* })
            }
        }
    )*};
}

/// An enum without values is the number of its variant.
macro_rules! variants {
    ($($name:ident { $($variant:ident = $n:literal),* $(,)? })*) => {$(
        impl Coded for $name {
            fn put(&self, out: &mut Vec<u8>) {
                let n: u64 = match self { $(Self::$variant => $n),* };
                n.put(out);
            }

            fn get(from: &mut Source<'_>) -> Option<Self> {
                match u64::get(from)? {
                    $($n => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    )*};
}

fields! {
    Submission {
        source_file, sha256, bytes, format, encoding, status, reason, hint, tables, forms, findings, cells, cells_used,
        cells_reported,
    }
    Finding { code, form_id, indicator_id, place, sheet, raw, message, hint, values }
    Place { table_no, row_no, col_no }
    Form {
        form_id, place, form_type, mapping, title, fiscal_year, stated_year, region, department, project, objective,
        money_unit, money, filled_on, inferred, department_code, region_code, indicators, fields,
    }
    Money { raw, value, unit, place }
    Field { field, label, value_raw, value, unit, place }
    Indicator {
        indicator_id, place, level1, level2, indicator, level1_carried, level2_carried, category, period, target_parts,
        target_raw, target, parent, standard, explanation, note, weight, actual_parts, actual_raw, actual, score,
        deviation, direction, inferred, findings, places,
    }
    ValueParts { raw, comparator, unit, name, header_unit }
    Value {
        kind, comparator, value, high, unit, canonical_value, canonical_high, canonical_unit, unit_source, qualifier,
        values,
    }
}

variants! {
    Status { Ok = 0, Partial = 1, NoForm = 2, Duplicate = 3, Rejected = 4 }
    Period { Annual = 0, Lifetime = 1 }
    ValueKind {
        Quantitative = 0, Qualitative = 1, Date = 2, Period = 3, Boolean = 4, Placeholder = 5, Template = 6,
        Multiple = 7,
    }
    Comparator { Ge = 0, Gt = 1, Eq = 2, Le = 3, Lt = 4, Between = 5, Approx = 6 }
}
