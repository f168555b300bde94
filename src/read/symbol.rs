//! Characters of symbol fonts: what a reader of the page sees where the file holds only a glyph's number.

/// The character that glyph `code` (0–255) of a symbol font shows, if it is one that forms use: boxes, ticks,
/// comparison signs. `font` is the font's name as the file gives it. The glyphs are those of the fonts' own
/// published code charts.
///
/// ```
/// assert_eq!(ingest::read::symbol::character("Wingdings 2", 0x52), Some('☑'));
/// assert_eq!(ingest::read::symbol::character("Symbol", 0xb3), Some('≥'));
/// assert_eq!(ingest::read::symbol::character("Arial", 0xb3), None);
/// ```
pub fn character(font: &str, code: u8) -> Option<char> {
    let chart = chart(font)?;
    chart.iter().find(|(glyph, _)| *glyph == code).map(|&(_, shown)| shown)
}

/// True for a font whose codes are glyph numbers and not characters.
pub fn is_symbol_font(font: &str) -> bool {
    chart(font).is_some()
}

/// The glyph number behind a private-use character (U+F000–U+F0FF), the form in which Word writes symbols as text.
pub fn glyph(c: char) -> Option<u8> {
    let code = u32::from(c);
    (0xf000..=0xf0ff).contains(&code).then(|| u8::try_from(code - 0xf000).ok()).flatten()
}

type Chart = &'static [(u8, char)];

const WINGDINGS: Chart = &[
    (0x6c, '●'),
    (0x6e, '■'),
    (0x6f, '□'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '◆'),
    (0x9f, '•'),
    (0xa1, '○'),
    (0xa7, '▪'),
    (0xa8, '□'),
    (0xd8, '➢'),
    (0xe0, '→'),
    (0xfb, '✗'),
    (0xfc, '✓'),
    (0xfd, '☒'),
    (0xfe, '☑'),
];

const WINGDINGS_2: Chart = &[
    (0x4f, '✗'),
    (0x50, '✓'),
    (0x51, '☒'),
    (0x52, '☑'),
    (0x53, '☒'),
    (0x54, '☒'),
    (0x98, '●'),
    (0x99, '○'),
    (0xa2, '■'),
    (0xa3, '□'),
    (0x2a, '□'),
    (0x30, '☑'),
];

const WEBDINGS: Chart = &[(0x3d, '●'), (0x61, '✓'), (0x63, '□'), (0x67, '■'), (0x72, '✗')];

const SYMBOL: Chart = &[
    (0x2d, '−'),
    (0x40, '≅'),
    (0x61, 'α'),
    (0x62, 'β'),
    (0x64, 'δ'),
    (0x6d, 'μ'),
    (0x70, 'π'),
    (0xa3, '≤'),
    (0xa5, '∞'),
    (0xae, '→'),
    (0xb0, '°'),
    (0xb1, '±'),
    (0xb3, '≥'),
    (0xb4, '×'),
    (0xb7, '•'),
    (0xb8, '÷'),
    (0xb9, '≠'),
    (0xba, '≡'),
    (0xbb, '≈'),
    (0xbc, '…'),
    (0xd6, '√'),
    (0xe5, '∑'),
];

fn chart(font: &str) -> Option<Chart> {
    let name = font.trim_matches(|c: char| c == '"' || c == '\'' || c.is_whitespace());
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    match () {
        () if is("Wingdings") => Some(WINGDINGS),
        () if is("Wingdings 2") => Some(WINGDINGS_2),
        () if is("Webdings") => Some(WEBDINGS),
        () if is("Symbol") => Some(SYMBOL),
        () => None,
    }
}
