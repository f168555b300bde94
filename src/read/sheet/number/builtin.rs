//! The number formats that files name by number alone (ECMA-376 part 1, 18.8.30; [MS-XLS] 2.4.126), those that
//! depend on the language as Chinese programs show them.

/// The format code of a built-in format, or `None` where the number is the file's own.
pub fn code(id: u32) -> Option<&'static str> {
    Some(match id {
        0 => "General",
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 => "\u{a5}#,##0;\u{a5}-#,##0",
        7 | 8 => "\u{a5}#,##0.00;\u{a5}-#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        37 | 38 => "#,##0;-#,##0",
        39 | 40 => "#,##0.00;-#,##0.00",
        41 => "_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ",
        42 => "_ \u{a5}* #,##0_ ;_ \u{a5}* -#,##0_ ;_ \u{a5}* \"-\"_ ;_ @_ ",
        43 => "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
        44 => "_ \u{a5}* #,##0.00_ ;_ \u{a5}* -#,##0.00_ ;_ \u{a5}* \"-\"??_ ;_ @_ ",
        48 => "##0.0E+0",
        49 => "@",
        _ => return date(id),
    })
}

/// The code of a built-in date or time.
fn date(id: u32) -> Option<&'static str> {
    Some(match id {
        14 => "yyyy/m/d",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        // Year and month; month and day; the whole date, each with its unit's character behind it.
        27 | 36 | 50 | 52 | 57 => "yyyy\"\u{5e74}\"m\"\u{6708}\"",
        28 | 29 | 51 | 53 | 54 | 58 => "m\"\u{6708}\"d\"\u{65e5}\"",
        31 => "yyyy\"\u{5e74}\"m\"\u{6708}\"d\"\u{65e5}\"",
        30 => "m-d-yy",
        // Hours and minutes, with seconds, and both by half days.
        32 => "h\"\u{65f6}\"mm\"\u{5206}\"",
        33 => "h\"\u{65f6}\"mm\"\u{5206}\"ss\"\u{79d2}\"",
        34 | 55 => "\u{4e0a}\u{5348}/\u{4e0b}\u{5348}h\"\u{65f6}\"mm\"\u{5206}\"",
        35 | 56 => "\u{4e0a}\u{5348}/\u{4e0b}\u{5348}h\"\u{65f6}\"mm\"\u{5206}\"ss\"\u{79d2}\"",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        _ => return None,
    })
}
