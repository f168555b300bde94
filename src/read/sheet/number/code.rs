//! Number format codes taken apart (ECMA-376 part 1, 18.8.31).

/// One part of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// Text shown as it is.
    Literal(String),
    /// `0`, `#` or `?`.
    Digit(char),
    /// The decimal point.
    Point,
    /// A comma: groups thousands between digits, scales by a thousand behind them.
    Comma,
    /// `%`; each multiplies by a hundred.
    Percent,
    /// `E+` or `E-`.
    Exponent,
    /// The word General.
    General,
    /// The cell's text.
    Text,
    /// A run of one date letter, `y m d h s a`, and its length.
    Date(char, usize),
    /// An elapsed time, `[h]`, `[m]` or `[s]`, and its width.
    Elapsed(char, usize),
    /// The halves of the day, by name: before noon, after noon.
    HalfDay(String, String),
}

/// A section: its parts and the condition that stands before them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// The parts, in order.
    pub tokens: Vec<Token>,
    /// A comparison in brackets, `[>=100]`.
    pub condition: Option<(Comparison, f64)>,
}

/// What a condition compares by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `>=`
    GreaterEqual,
    /// `>`
    Greater,
}

impl Comparison {
    /// Whether `number` compares so to `bound`.
    pub fn holds(self, number: f64, bound: f64) -> bool {
        match self {
            Self::Less => number < bound,
            Self::LessEqual => number <= bound,
            Self::Equal => number == bound,
            Self::NotEqual => number != bound,
            Self::GreaterEqual => number >= bound,
            Self::Greater => number > bound,
        }
    }
}

/// The names of the halves of the day that a code may give.
const HALF_DAYS: [(&str, &str); 3] = [("AM", "PM"), ("A", "P"), ("\u{4e0a}\u{5348}", "\u{4e0b}\u{5348}")];

/// The sections of a code.
pub fn sections(code: &str) -> Vec<Section> {
    let mut scan = Scan { rest: code, done: Vec::new(), section: Section::default() };
    while scan.step() {}
    scan.done.push(scan.section);
    scan.done
}

struct Scan<'c> {
    rest: &'c str,
    done: Vec<Section>,
    section: Section,
}

impl Scan<'_> {
    /// Takes the next part; false at the end.
    fn step(&mut self) -> bool {
        if self.word() {
            return true;
        }
        let Some(c) = self.take() else { return false };
        match c {
            ';' => self.done.push(std::mem::take(&mut self.section)),
            '"' => self.quoted(),
            '\\' | '!' => {
                if let Some(c) = self.take() {
                    self.literal(&c.to_string());
                }
            }
            // The width of a character, or a character that fills the column: nothing to read.
            '_' | '*' => {
                self.take();
            }
            '[' => self.bracketed(),
            '0' | '#' | '?' => self.push(Token::Digit(c)),
            '.' => self.push(Token::Point),
            ',' => self.push(Token::Comma),
            '%' => self.push(Token::Percent),
            '@' => self.push(Token::Text),
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'a' | 'A' | 'e' | 'E' | 'g' | 'G' => {
                self.letters(c);
            }
            _ => self.literal(&c.to_string()),
        }
        true
    }

    fn take(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next()?;
        self.rest = chars.as_str();
        Some(c)
    }

    fn push(&mut self, token: Token) {
        self.section.tokens.push(token);
    }

    fn literal(&mut self, text: &str) {
        if let Some(Token::Literal(before)) = self.section.tokens.last_mut() {
            before.push_str(text);
        } else {
            self.push(Token::Literal(text.to_owned()));
        }
    }

    /// Takes a name of more than one character: General, the halves of the day, exponents.
    fn word(&mut self) -> bool {
        if self.skip("General") || self.skip("GENERAL") {
            self.push(Token::General);
            return true;
        }
        for (before, after) in HALF_DAYS {
            if self.skip(&format!("{before}/{after}")) {
                self.push(Token::HalfDay(before.to_owned(), after.to_owned()));
                return true;
            }
        }
        let is_exponent = self.skip("E+") || self.skip("E-") || self.skip("e+") || self.skip("e-");
        if is_exponent {
            self.push(Token::Exponent);
        }
        is_exponent
    }

    fn skip(&mut self, word: &str) -> bool {
        let begins = self.rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
        if begins {
            self.rest = self.rest.get(word.len()..).unwrap_or_default();
        }
        begins
    }

    fn quoted(&mut self) {
        let (text, rest) = self.rest.split_once('"').unwrap_or((self.rest, ""));
        self.rest = rest;
        self.literal(text);
    }

    /// Colours and languages are nothing to read; currencies, conditions and elapsed times are.
    fn bracketed(&mut self) {
        let (inner, rest) = self.rest.split_once(']').unwrap_or((self.rest, ""));
        self.rest = rest;
        if let Some(currency) = inner.strip_prefix('$') {
            let symbol = currency.split('-').next().unwrap_or_default();
            self.literal(symbol);
        } else if let Some(condition) = condition(inner) {
            self.section.condition = Some(condition);
        } else if let Some(letter) = inner.chars().next().map(|c| c.to_ascii_lowercase())
            && matches!(letter, 'h' | 'm' | 's')
            && inner.chars().all(|c| c.eq_ignore_ascii_case(&letter))
        {
            self.push(Token::Elapsed(letter, inner.len()));
        }
    }

    fn letters(&mut self, first: char) {
        let rest = self.rest.trim_start_matches([first.to_ascii_lowercase(), first.to_ascii_uppercase()]);
        let length = 1 + self.rest.len() - rest.len();
        self.rest = rest;
        match first.to_ascii_lowercase() {
            // The year of an era is the year of ours; the era itself has no name here.
            'e' => self.push(Token::Date('y', 4)),
            'g' => {}
            letter => self.push(Token::Date(letter, length)),
        }
    }
}

fn condition(inner: &str) -> Option<(Comparison, f64)> {
    let signs = [
        ("<=", Comparison::LessEqual),
        ("<>", Comparison::NotEqual),
        (">=", Comparison::GreaterEqual),
        ("<", Comparison::Less),
        ("=", Comparison::Equal),
        (">", Comparison::Greater),
    ];
    let (sign, comparison) = signs.into_iter().find(|(sign, _)| inner.starts_with(sign))?;
    inner.strip_prefix(sign)?.trim().parse().ok().map(|bound| (comparison, bound))
}
