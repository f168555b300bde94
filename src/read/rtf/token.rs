//! Bytes → tokens (RTF specification, "RTF Syntax").

/// One token of an RTF file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// A control word and its number.
    Word(&'a str, Option<i32>),
    /// A control symbol: the character behind the backslash.
    Symbol(u8),
    /// `\'xx`: one byte in the text's code page.
    Hex(u8),
    /// Plain bytes, line ends taken out.
    Text(&'a [u8]),
    /// `\bin` and its data, which are passed over.
    Binary,
}

/// The tokens of a file; never fails, never yields an empty text.
pub(super) struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    fn take_while(&mut self, most: usize, keep: impl Fn(u8) -> bool) -> &'a [u8] {
        let length = self.rest.iter().take(most).take_while(|&&byte| keep(byte)).count();
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn next_if(&mut self, byte: u8) -> bool {
        match self.rest.split_first() {
            Some((&first, rest)) if first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// What follows a backslash; a lone one at the end of the file is nothing.
    fn control(&mut self) -> Option<Token<'a>> {
        let (&first, rest) = self.rest.split_first()?;
        if first.is_ascii_alphabetic() {
            return Some(self.word());
        }
        self.rest = rest;
        if first != b'\'' {
            return Some(Token::Symbol(first));
        }
        let digits = self.take_while(2, |byte| byte.is_ascii_hexdigit());
        let value = digits.iter().fold(0, |value, &digit| value << 4 | hex_value(digit));
        Some(Token::Hex(if digits.is_empty() { b'?' } else { value }))
    }

    fn word(&mut self) -> Token<'a> {
        let name = std::str::from_utf8(self.take_while(32, |byte| byte.is_ascii_alphabetic())).unwrap_or_default();
        let before = self.rest;
        let negative = self.next_if(b'-');
        let digits = self.take_while(10, |byte| byte.is_ascii_digit());
        let number = if digits.is_empty() {
            self.rest = before;
            None
        } else {
            let value = digits.iter().fold(0_i64, |value, &digit| value * 10 + i64::from(digit - b'0'));
            let value = if negative { -value } else { value };
            Some(i32::try_from(value).unwrap_or(if negative { i32::MIN } else { i32::MAX }))
        };
        self.next_if(b' ');
        if name == "bin" {
            let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.rest = self.rest.get(length..).unwrap_or_default();
            return Token::Binary;
        }
        Token::Word(name, number)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        self.take_while(usize::MAX, |byte| matches!(byte, b'\r' | b'\n'));
        let (&first, rest) = self.rest.split_first()?;
        match first {
            b'{' | b'}' | b'\\' => {
                self.rest = rest;
                match first {
                    b'{' => Some(Token::Open),
                    b'}' => Some(Token::Close),
                    _ => self.control(),
                }
            }
            _ => Some(Token::Text(
                self.take_while(usize::MAX, |byte| !matches!(byte, b'{' | b'}' | b'\\' | b'\r' | b'\n')),
            )),
        }
    }
}

fn hex_value(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        b'A'..=b'F' => digit - b'A' + 10,
        _ => 0,
    }
}
