//! UN/ECE Recommendation 20 units and the exact factors between them.

use rust_decimal::Decimal;
use std::fmt;

/// A unit code of UN/ECE Recommendation 20, such as `KGM`. Only its form is judged: senders use
/// package codes of Recommendation 21 too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Uom(String);

/// Why a text is no unit code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a unit is a code of UN/ECE Recommendation 20: two or three capital letters or digits{}", hint(*.meant))]
pub struct UomError {
    meant: Option<&'static str>,
}

fn hint(meant: Option<&'static str>) -> String {
    meant.map_or(", such as KGM".to_owned(), |code| format!("; here {code}"))
}

impl Uom {
    /// Reads a code by the pattern of EPCIS 2.0.
    pub fn parse(text: &str) -> Result<Self, UomError> {
        let formed = (2..=3).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if formed { Ok(Self(text.to_owned())) } else { Err(UomError { meant: meant(text) }) }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Uom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The code behind what people write in its place.
fn meant(text: &str) -> Option<&'static str> {
    Some(match text.to_ascii_lowercase().trim_end_matches('.') {
        "kg" | "kgs" | "kgm" | "kilo" | "kilogram" | "kilograms" => "KGM",
        "g" | "gr" | "gram" | "grams" | "grm" => "GRM",
        "t" | "ton" | "tonne" | "tonnes" | "tne" => "TNE",
        "lb" | "lbs" | "lbr" | "pound" | "pounds" => "LBR",
        "oz" | "onz" | "ounce" | "ounces" => "ONZ",
        "l" | "ltr" | "liter" | "litre" | "liters" | "litres" => "LTR",
        "c" | "cel" | "celsius" | "\u{b0}c" => "CEL",
        "f" | "fah" | "fahrenheit" | "\u{b0}f" => "FAH",
        _ => return None,
    })
}

/// What can be added to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dimension {
    Mass,
    Volume,
    Pieces,
}

/// Code, dimension, and its size as mantissa and decimal places, in grams, litres or pieces. The
/// pound is 0.45359237 kg by the international agreement of 1959, the US gallon 231 cubic inches,
/// the imperial gallon 4.54609 l by the Units of Measurement Regulations 1995.
const UNITS: &[(&str, Dimension, i64, u32)] = &[
    ("MGM", Dimension::Mass, 1, 3),
    ("GRM", Dimension::Mass, 1, 0),
    ("KGM", Dimension::Mass, 1_000, 0),
    ("DTN", Dimension::Mass, 100_000, 0),
    ("TNE", Dimension::Mass, 1_000_000, 0),
    ("ONZ", Dimension::Mass, 28_349_523_125, 9),
    ("LBR", Dimension::Mass, 45_359_237, 5),
    ("CWA", Dimension::Mass, 45_359_237, 3),
    ("CWI", Dimension::Mass, 5_080_234_544, 5),
    ("STN", Dimension::Mass, 90_718_474, 2),
    ("LTN", Dimension::Mass, 10_160_469_088, 4),
    ("MLT", Dimension::Volume, 1, 3),
    ("CLT", Dimension::Volume, 1, 2),
    ("DLT", Dimension::Volume, 1, 1),
    ("LTR", Dimension::Volume, 1, 0),
    ("HLT", Dimension::Volume, 100, 0),
    ("DMQ", Dimension::Volume, 1, 0),
    ("CMQ", Dimension::Volume, 1, 3),
    ("MTQ", Dimension::Volume, 1_000, 0),
    ("OZA", Dimension::Volume, 295_735_295_625, 13),
    ("GLL", Dimension::Volume, 3_785_411_784, 9),
    ("GLI", Dimension::Volume, 454_609, 5),
    ("C62", Dimension::Pieces, 1, 0),
    ("EA", Dimension::Pieces, 1, 0),
    ("H87", Dimension::Pieces, 1, 0),
    ("PR", Dimension::Pieces, 2, 0),
    ("DZN", Dimension::Pieces, 12, 0),
    ("GRO", Dimension::Pieces, 144, 0),
    ("MIL", Dimension::Pieces, 1_000, 0),
];

/// The size of a unit; none counts pieces, as EPCIS 2.0 section 7.3.3.3 has it.
fn size(uom: Option<&Uom>) -> Option<(Dimension, Decimal)> {
    let Some(uom) = uom else {
        return Some((Dimension::Pieces, Decimal::ONE));
    };
    let row = UNITS.iter().find(|(code, ..)| *code == uom.as_str())?;
    let (_, dimension, mantissa, places) = *row;
    Some((dimension, Decimal::new(mantissa, places)))
}

/// `value` of one unit in another; none between dimensions or for a unit without a factor.
pub(crate) fn convert(value: Decimal, from: Option<&Uom>, to: Option<&Uom>) -> Option<Decimal> {
    let ((dimension, from), (wanted, to)) = (size(from)?, size(to)?);
    if dimension != wanted {
        return None;
    }
    value.checked_mul(from)?.checked_div(to).map(|result| result.normalize())
}

/// A temperature in degrees Celsius, from `CEL`, `FAH` or `KEL`; none for any other unit.
pub fn celsius(value: Decimal, uom: &str) -> Option<Decimal> {
    match uom {
        "CEL" => Some(value),
        "KEL" => value.checked_sub(Decimal::new(27_315, 2)),
        "FAH" => {
            let above_freezing = value.checked_sub(Decimal::new(32, 0))?;
            above_freezing.checked_mul(Decimal::new(5, 0))?.checked_div(Decimal::new(9, 0))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amount::{Amount, Exact};

    fn uom(code: &str) -> Option<Uom> {
        (code != "pieces").then(|| Uom::parse(code).unwrap())
    }

    #[test]
    fn amounts_convert_by_exact_factors_within_a_dimension_only() {
        for (number, from, to, result) in [
            ("1", "LBR", "GRM", Some("453.59237")),
            ("1", "LBR", "KGM", Some("0.45359237")),
            ("16", "ONZ", "LBR", Some("1")),
            ("2.5", "TNE", "KGM", Some("2500")),
            ("2000", "LBR", "STN", Some("1")),
            ("1500", "GRM", "KGM", Some("1.5")),
            ("1", "GLL", "LTR", Some("3.785411784")),
            ("3", "DZN", "pieces", Some("36")),
            ("7.50", "KGM", "KGM", Some("7.50")),
            ("4", "CS", "CS", Some("4")),
            ("1", "KGM", "LTR", None),
            ("1", "KGM", "pieces", None),
            ("1", "CS", "pieces", None),
            ("1", "KGM", "CS", None),
        ] {
            let amount = Amount { number: Exact::parse(number).unwrap(), uom: uom(from) };
            let found = amount.in_unit(uom(to).as_ref()).map(|value| value.to_string());
            assert_eq!(found.as_deref(), result, "{number} {from} in {to}");
        }
    }

    #[test]
    fn temperatures_become_celsius() {
        for (value, unit, result) in [
            ("-18", "CEL", Some("-18")),
            ("32", "FAH", Some("0")),
            ("41", "FAH", Some("5")),
            ("-40", "FAH", Some("-40")),
            ("275.15", "KEL", Some("2.00")),
            ("5", "A93", None),
            ("5", "cel", None),
        ] {
            let found = celsius(Exact::parse(value).unwrap().value(), unit);
            assert_eq!(found.map(|value| value.to_string()).as_deref(), result, "{value} {unit}");
        }
    }

    #[test]
    fn a_unit_that_is_no_code_names_the_right_one() {
        assert_eq!(
            Uom::parse("kg").unwrap_err().to_string(),
            "a unit is a code of UN/ECE Recommendation 20: two or three capital letters or digits; here KGM"
        );
        for text in ["", "K", "KILO", "K G", "\u{4e24}"] {
            assert!(Uom::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_unit_stands_once_in_the_table() {
        for (index, (code, ..)) in UNITS.iter().enumerate() {
            assert!(UNITS.iter().skip(index + 1).all(|(other, ..)| other != code), "{code}");
        }
    }
}
