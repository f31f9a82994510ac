//! Exact amounts: the number as sent, its value, its unit.

use crate::unit::Uom;
use rust_decimal::Decimal;

/// A number of JSON, as sent and as an exact decimal.
#[derive(Debug, Clone)]
pub struct Exact {
    text: String,
    value: Decimal,
}

/// Why a number cannot be held exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this number has more digits than can be kept exactly: at most 28, and no large exponent")]
pub struct TooPrecise;

impl Exact {
    /// Reads a number in JSON's grammar; nothing is rounded.
    pub fn parse(text: &str) -> Result<Self, TooPrecise> {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i32 = exponent.parse().map_err(|_error| TooPrecise)?;
        let value = Decimal::from_str_exact(mantissa).map_err(|_error| TooPrecise)?;
        let value = shifted(value, exponent).ok_or(TooPrecise)?;
        Ok(Self { text: text.to_owned(), value })
    }

    /// The text as sent.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The value.
    pub const fn value(&self) -> Decimal {
        self.value
    }
}

/// Equal by value: `3.50` is `3.5`.
impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Exact {}

/// `value` times ten to the power of `exponent`, if it can be held.
fn shifted(value: Decimal, exponent: i32) -> Option<Decimal> {
    if value.is_zero() {
        return Some(value);
    }
    let mut moved = value;
    let scale = i64::from(value.scale()) - i64::from(exponent);
    if let Ok(scale) = u32::try_from(scale) {
        moved.set_scale(scale).ok()?;
        return Some(moved);
    }
    // A power of ten that does not fit into the scale multiplies what is left: at most 28 times.
    moved.set_scale(0).ok()?;
    let zeros = usize::try_from(-scale).ok().filter(|zeros| *zeros <= 28)?;
    std::iter::repeat_n(Decimal::TEN, zeros).try_fold(moved, Decimal::checked_mul)
}

/// How much of something: a number, and a unit or none, which means pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// The number as sent.
    pub number: Exact,
    /// UN/ECE Recommendation 20 code; none counts pieces.
    pub uom: Option<Uom>,
}

impl Amount {
    /// The amount in another unit of the same dimension, by exact factors; none where there is no
    /// factor, which a reader must show as "cannot be added", never as 0. A quotient without an end
    /// is rounded at its 28th digit.
    pub fn in_unit(&self, uom: Option<&Uom>) -> Option<Decimal> {
        if self.uom.as_ref() == uom {
            return Some(self.number.value());
        }
        crate::unit::convert(self.number.value(), self.uom.as_ref(), uom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly_or_not_at_all() {
        for (text, value) in [
            ("12.30", Some("12.30")),
            ("-0.5", Some("-0.5")),
            ("0", Some("0")),
            ("1e3", Some("1000")),
            ("1.5E-2", Some("0.015")),
            ("120e-1", Some("12.0")),
            ("12.5e1", Some("125")),
            ("0e999999", Some("0")),
            ("31563.68030294531", Some("31563.68030294531")),
            ("1e28", Some("10000000000000000000000000000")),
            ("1e29", None),
            ("1e-29", None),
            ("0.00000000000000000000000000001", None),
            ("99999999999999999999999999999999", None),
            ("1e99999999999999999999", None),
        ] {
            let read = Exact::parse(text).ok();
            assert_eq!(
                read.as_ref().map(|number| number.value().to_string()).as_deref(),
                value,
                "{text}"
            );
            assert!(read.is_none_or(|number| number.as_str() == text));
        }
    }
}
