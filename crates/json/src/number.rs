//! A JSON number, kept as text.

use std::fmt;

/// A number in the grammar of RFC 8259 section 6, as its sender wrote it: `12.30` stays `12.30`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number(String);

/// The largest integer that every JSON reader holds exactly (RFC 7493 section 2.2).
const EXACT_MAX: u64 = (1 << 53) - 1;

/// So many digits tell every double from its neighbours.
const SIGNIFICANT_MAX: usize = 17;

/// Doubles go from some 10^-308 to 10^308; a number stays well inside.
const PLACES_MAX: u64 = 300;

impl Number {
    /// `text` must already be known to be in the grammar; the parser of this crate is the only
    /// caller.
    pub(crate) fn from_checked(text: String) -> Self {
        Self(text)
    }

    /// The text as sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The value, if it is written as a plain whole number that fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// The value, if it is written as a plain whole number of zero or more that fits.
    pub fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    /// Whether every I-JSON reader sees this very value: digits alone are a whole number within
    /// ±(2^53 − 1); any other spelling has at most 17 digits from the first to the last that is not
    /// 0, and the first of them stands within 300 places of the ones. Zero passes in every spelling.
    pub fn is_interoperable(&self) -> bool {
        let unsigned = self.0.strip_prefix('-').unwrap_or(&self.0);
        if unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
            return unsigned.parse::<u64>().is_ok_and(|value| value <= EXACT_MAX);
        }
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
        let significant = digits.trim_matches('0').len();
        significant == 0
            || (significant <= SIGNIFICANT_MAX
                && place_of_first(mantissa, exponent)
                    .is_some_and(|place| place.unsigned_abs() <= PLACES_MAX))
    }
}

/// Where the first digit that is not 0 stands: 0 for the ones, 1 for the tens, -1 for the tenths.
/// None if the exponent is beyond all bounds.
fn place_of_first(mantissa: &str, exponent: &str) -> Option<i64> {
    let whole = mantissa.split('.').next().unwrap_or_default();
    let ones = i64::try_from(whole.len()).ok()?.checked_sub(1)?;
    let zeros = mantissa.bytes().filter(u8::is_ascii_digit).take_while(|digit| *digit == b'0');
    let zeros = i64::try_from(zeros.count()).ok()?;
    exponent.parse::<i64>().ok()?.checked_add(ones)?.checked_sub(zeros)
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self(value.to_string())
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(value.to_string())
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
