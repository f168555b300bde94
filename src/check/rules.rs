//! The words and tolerances that rules need: the schema of `mappings/checks.toml`.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::error::{Error, Result};
use crate::text::fold;

/// The words and tolerances of the checks.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Words of names and values.
    pub words: Words,
    /// What forms of a type must hold.
    pub sets: Vec<LevelSet>,
    /// Which forms must ask whether people are satisfied.
    pub satisfaction: Satisfaction,
    /// How far two numbers may differ and still agree.
    pub tolerances: Tolerances,
    /// What weights add up to.
    pub weights: Weights,
    /// Day numbers.
    pub dates: Dates,
    /// What character recognition misreads.
    pub misread: Misread,
}

/// A tolerance with its reason.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tolerance {
    /// How much.
    pub value: Decimal,
    /// The codes that it bears on.
    pub codes: Vec<String>,
    /// Why.
    pub reason: String,
}

/// How far two numbers may differ and still agree.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tolerances {
    /// For each term of a sum of amounts.
    pub money_term: Tolerance,
    /// For a sum of weights.
    pub weight_sum: Tolerance,
    /// For each term of a sum of scores.
    pub score_term: Tolerance,
    /// For a rate, in units of its last printed digit.
    pub rate_digits: Tolerance,
    /// How much a cost may exceed the amount of its project, in the form's unit.
    pub cost_share: Tolerance,
    /// Days beyond those of the year that are still meant as days of the year.
    pub days_beyond: Tolerance,
    /// Years before the fiscal year in which targets may be set.
    pub target_years_before: Tolerance,
    /// Years after the fiscal year in which evaluations may be written.
    pub evaluation_years_after: Tolerance,
}

/// What weights add up to.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Without the weight of the execution.
    pub totals: Totals,
    /// With it.
    pub whole: Vec<Decimal>,
}

/// Sums that are right, with the reason.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// The sums.
    pub values: Vec<Decimal>,
    /// The codes that they bear on.
    pub codes: Vec<String>,
    /// Why these.
    pub reason: String,
}

/// Day numbers of a spreadsheet.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    /// The first.
    pub first_serial: Tolerance,
    /// The last.
    pub last_serial: Tolerance,
}

/// What character recognition misreads.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Misread {
    /// Digits given for a comparator before a number.
    pub digits: String,
    /// How many other numbers have a comparator, at the least, where one is missed.
    pub others: Tolerance,
    /// How many of those are counts.
    pub counts: Tolerance,
    /// How many digits are left without the first.
    pub rest: Tolerance,
}

/// What forms of a type must hold.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelSet {
    /// Of these types.
    pub form_types: Vec<String>,
    /// Each of these.
    pub needs: Vec<Need>,
}

/// One level that must be filled in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// What the forms call it.
    pub label: String,
    /// The categories of which one will do; `*` ends a family.
    pub categories: Vec<String>,
}

impl Need {
    /// True for a category that will do.
    pub fn met_by(&self, category: &str) -> bool {
        self.categories.iter().any(|c| match c.strip_suffix('*') {
            Some(family) => category.starts_with(family),
            None => c == category,
        })
    }
}

/// Which forms must ask whether people are satisfied.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Satisfaction {
    /// Forms of these types.
    pub form_types: Vec<String>,
    /// The category.
    pub category: String,
}

/// A unit of money.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoneyUnit {
    /// As written.
    pub unit: String,
    /// What one is in 元.
    pub yuan: Decimal,
}

/// Words of names and values.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    rates: Vec<String>,
    unbounded: Vec<String>,
    exceedable: Vec<String>,
    higher: Vec<String>,
    lower: Vec<String>,
    turned: Vec<String>,
    never: Vec<String>,
    never_unless: Vec<String>,
    costs: Vec<String>,
    savings: Vec<String>,
    days: Vec<String>,
    residue: Vec<String>,
    money_units: Vec<MoneyUnit>,
    percent: String,
    points: Vec<String>,
    day_units: Vec<String>,
    hour_units: Vec<String>,
}

/// The most points that are believed: sums of such numbers cannot overflow.
const MOST_POINTS: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);

/// Which way an indicator is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// The more the better.
    Higher,
    /// The less the better.
    Lower,
}

fn has(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

fn ends(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.ends_with(word.as_str()))
}

impl Words {
    /// True for the name of a share of a whole, whose percentage cannot be above 100.
    pub fn is_bounded_rate(&self, name: &str) -> bool {
        let name = fold(name);
        ends(&name, &self.rates) && !has(&name, &self.unbounded)
    }

    /// True for the name of a share, bounded or not.
    pub fn is_rate(&self, name: &str) -> bool {
        ends(&fold(name), &self.rates)
    }

    /// True where more than the plan may be done.
    pub fn is_exceedable(&self, name: &str) -> bool {
        has(&fold(name), &self.exceedable)
    }

    /// Which way an indicator is good, where its name says so.
    pub fn sense(&self, name: &str) -> Option<Sense> {
        let name = fold(name);
        let (lower, higher) = (has(&name, &self.lower), ends(&name, &self.higher));
        match (lower, higher) {
            _ if has(&name, &self.never) => None,
            // 不合格率 ends like 合格率; of 投诉处理率 it is what is done about the complaints that counts.
            (true, true) if ends(&name, &self.lower) => Some(Sense::Lower),
            (true, true) if has(&name, &self.turned) => Some(Sense::Higher),
            (true, false) if !has(&name, &self.turned) => Some(Sense::Lower),
            (false, true) => Some(Sense::Higher),
            _ => None,
        }
    }

    /// True where a text says that something must not happen at all.
    pub fn is_never(&self, text: &str) -> bool {
        let text = fold(text);
        has(&text, &self.never) && !ends(&text, &self.never_unless)
    }

    /// True for the name of money spent.
    pub fn is_cost(&self, name: &str) -> bool {
        let name = fold(name);
        has(&name, &self.costs) && !self.is_saving(&name)
    }

    /// True for the name of money kept, earned, or of the share or pace of spending.
    pub fn is_saving(&self, name: &str) -> bool {
        has(&fold(name), &self.savings)
    }

    /// True for a name that asks for a day.
    pub fn asks_for_day(&self, name: &str) -> bool {
        ends(&fold(name), &self.days)
    }

    /// True for a name with words of the form's own template.
    pub fn has_residue(&self, name: &str) -> bool {
        has(&fold(name), &self.residue)
    }

    /// What one of a unit of money is in 元; `None` for another unit.
    pub fn yuan(&self, unit: &str) -> Option<Decimal> {
        self.money_units.iter().find(|of| of.unit == unit).map(|of| of.yuan)
    }

    /// The unit of money for which a multiple alone stands behind an amount: 万 for 万元.
    pub fn whole_unit(&self, unit: &str) -> Option<&str> {
        let one = self.money_units.iter().find(|of| of.yuan == Decimal::ONE)?;
        let is_whole = |of: &&MoneyUnit| !unit.is_empty() && of.unit.strip_suffix(one.unit.as_str()) == Some(unit);
        self.money_units.iter().find(is_whole).map(|of| of.unit.as_str())
    }

    /// True for the sign of a percentage.
    pub fn is_percent(&self, unit: Option<&str>) -> bool {
        unit.is_some_and(|unit| unit == self.percent)
    }

    /// True for a unit of days.
    pub fn is_day(&self, unit: &str) -> bool {
        self.day_units.iter().any(|of| of == unit)
    }

    /// True for a unit of hours.
    pub fn is_hour(&self, unit: &str) -> bool {
        self.hour_units.iter().any(|of| of == unit)
    }

    /// The number of a weight, a score or a rate; `None` where the text is anything else, or a number beyond all sense.
    pub fn points(&self, text: &str) -> Option<Decimal> {
        let text = fold(text).replace(',', "");
        let ending = self.points.iter().find(|ending| text.ends_with(ending.as_str()));
        let number = ending.and_then(|ending| text.strip_suffix(ending.as_str())).unwrap_or(&text);
        Decimal::from_str(number).ok().filter(|points| points.abs() <= MOST_POINTS)
    }

    fn fold_all(&mut self) {
        let lists = [
            &mut self.rates,
            &mut self.unbounded,
            &mut self.exceedable,
            &mut self.higher,
            &mut self.lower,
            &mut self.turned,
            &mut self.never,
            &mut self.never_unless,
            &mut self.costs,
            &mut self.savings,
            &mut self.days,
            &mut self.residue,
            &mut self.points,
        ];
        for word in lists.into_iter().flatten() {
            *word = fold(word);
        }
    }
}

impl Rules {
    /// The built-in words and tolerances, `mappings/checks.toml`.
    ///
    /// # Errors
    /// When the file is unsound.
    pub fn builtin() -> Result<Self> {
        Self::parse("checks.toml", include_str!("../../mappings/checks.toml"))
    }

    /// The words and tolerances of the text of a file like `mappings/checks.toml`; `file` names it in errors.
    ///
    /// # Errors
    /// [`Error::Mapping`] with the line of a key that is missing, unknown or of the wrong type, or of an empty word.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let wrong = |line: usize, message: String, hint: &str| Error::Mapping {
            file: file.to_owned(),
            line,
            message,
            hint: hint.to_owned(),
        };
        let mut rules: Self = toml::from_str(text).map_err(|e| {
            let at = e.span().map_or(0, |span| span.start);
            let line = 1 + text.bytes().take(at).filter(|b| *b == b'\n').count();
            wrong(
                line,
                e.message().to_owned(),
                "compare with the built-in checks.toml: every table and key stands there",
            )
        })?;
        let empty = |line: &str| line.split('#').next().unwrap_or_default().contains("\"\"");
        if let Some(line) = text.lines().position(empty) {
            return Err(wrong(line + 1, "an empty word would match everywhere".to_owned(), "delete it"));
        }
        rules.words.fold_all();
        Ok(rules)
    }

    /// The numbers that bear on a code, each with its reason.
    pub fn numbers_of(&self, code: &str) -> Vec<(String, &str)> {
        let Tolerances {
            money_term,
            weight_sum,
            score_term,
            rate_digits,
            cost_share,
            days_beyond,
            target_years_before,
            evaluation_years_after,
        } = &self.tolerances;
        let Misread { others, counts, rest, .. } = &self.misread;
        let Dates { first_serial, last_serial } = &self.dates;
        let single = [
            money_term,
            weight_sum,
            score_term,
            rate_digits,
            cost_share,
            days_beyond,
            target_years_before,
            evaluation_years_after,
            others,
            counts,
            rest,
            first_serial,
            last_serial,
        ];
        let totals = &self.weights.totals;
        let sums = totals.values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let all = single.into_iter().map(|t| (&t.codes, t.value.to_string(), t.reason.as_str()));
        all.chain([(&totals.codes, sums, totals.reason.as_str())])
            .filter(|(codes, ..)| codes.iter().any(|of| of == code))
            .map(|(_, number, reason)| (number, reason))
            .collect()
    }
}
