//! Characters of symbol fonts as Unicode: Word stores them as a font and a code in U+F020–U+F0FF (`w:sym`,
//! ECMA-376 part 1, 17.3.3.30), RTF and HTML as a font and a code below 256.

/// True for a font whose codes are numbers of symbols and not of characters.
pub fn is_symbol_font(font: &str) -> bool {
    ["symbol", "wingdings", "wingdings 2", "webdings"].iter().any(|known| font.eq_ignore_ascii_case(known))
}

/// False for most tags that name no such font.
pub fn may_name_symbol_font(tag: &[u8]) -> bool {
    let is = |from: Option<usize>, word: &[u8]| {
        let part = from.and_then(|from| tag.get(from..from + word.len()));
        part.is_some_and(|part| part.eq_ignore_ascii_case(word))
    };
    memchr::memchr2_iter(b'y', b'Y', tag).any(|at| is(at.checked_sub(1), b"symbol"))
        || memchr::memchr2_iter(b'g', b'G', tag).any(|at| is(at.checked_sub(3), b"dings"))
        || memchr::memchr(b'&', tag).is_some()
}

/// The character that a code of a font shows. A code that is not known stays in the private use area, where symbol
/// fonts have it; a code of another font is that Unicode character.
pub fn unicode(font: &str, code: u32) -> Option<char> {
    let low = match code {
        0x20..=0xff => code,
        0xf020..=0xf0ff => code - 0xf000,
        _ => return char::from_u32(code),
    };
    let known = match font.to_ascii_lowercase().as_str() {
        "symbol" => symbol(low),
        "wingdings" => wingdings(low),
        "wingdings 2" => wingdings2(low),
        "webdings" => webdings(low),
        _ if code < 0x100 => char::from_u32(code),
        _ => None,
    };
    known.or_else(|| char::from_u32(0xf000 + low))
}

/// Adobe's Symbol encoding: digits and most punctuation are ASCII's.
fn symbol(low: u32) -> Option<char> {
    const UPPER: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    const LOWER: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    let letter = |letters: &str, first: u32| letters.chars().nth(usize::try_from(low - first).ok()?);
    Some(match low {
        0x41..=0x5a => return letter(UPPER, 0x41),
        0x61..=0x7a => return letter(LOWER, 0x61),
        0x22 => '∀',
        0x24 => '∃',
        0x27 => '∋',
        0x2a => '∗',
        0x2d => '−',
        0x40 => '≅',
        0x5c => '∴',
        0x5e => '⊥',
        0x7e => '∼',
        0x20..=0x7d => return char::from_u32(low),
        0xa2 => '′',
        0xa3 => '≤',
        0xa5 => '∞',
        0xa7 => '♣',
        0xa8 => '♦',
        0xa9 => '♥',
        0xaa => '♠',
        0xab => '↔',
        0xac => '←',
        0xad => '↑',
        0xae => '→',
        0xaf => '↓',
        0xb0 => '°',
        0xb1 => '±',
        0xb2 => '″',
        0xb3 => '≥',
        0xb4 => '×',
        0xb5 => '∝',
        0xb6 => '∂',
        0xb7 => '•',
        0xb8 => '÷',
        0xb9 => '≠',
        0xba => '≡',
        0xbb => '≈',
        0xbc => '…',
        0xc4 => '⊗',
        0xc5 => '⊕',
        0xce => '∈',
        0xd0 => '∠',
        0xd5 => '∏',
        0xd6 => '√',
        0xd7 => '⋅',
        0xe5 => '∑',
        0xf2 => '∫',
        _ => return None,
    })
}

fn wingdings(low: u32) -> Option<char> {
    Some(match low {
        0x20 => ' ',
        0x4a => '☺',
        0x6c => '●',
        0x6d => '❍',
        0x6e => '■',
        0x6f | 0x70 | 0xa8 => '□',
        0x71 => '❑',
        0x72 => '❒',
        0x73 => '⬧',
        0x74 => '⧫',
        0x75 => '◆',
        0x76 => '❖',
        0x78 | 0xfd => '☒',
        0x81..=0x8a => return char::from_u32(0x2460 + low - 0x81),
        0x8c..=0x95 => return char::from_u32(0x2776 + low - 0x8c),
        0x9f => '•',
        0xa1 => '○',
        0xa4 => '◉',
        0xa7 => '▪',
        0xab => '★',
        0xd8 => '➢',
        0xdf => '←',
        0xe0 | 0xe8 => '→',
        0xe1 => '↑',
        0xe2 => '↓',
        0xfb => '✗',
        0xfc => '✓',
        0xfe => '☑',
        _ => return None,
    })
}

fn wingdings2(low: u32) -> Option<char> {
    Some(match low {
        0x4f | 0xcf => '✗',
        0x50 => '✓',
        0x51 | 0x53 | 0x54 => '☒',
        0x52 => '☑',
        0x6a..=0x73 => return char::from_u32(0x2460 + low - 0x6a),
        0x98 => '•',
        0xa2 => '■',
        0xa3 | 0x2a => '□',
        _ => return None,
    })
}

fn webdings(low: u32) -> Option<char> {
    Some(match low {
        0x61 => '✓',
        0x63 => '□',
        0x67 => '■',
        0x6e => '●',
        0x72 => '✗',
        _ => return None,
    })
}
