//! What is wrong with a typed code, in the words of the form.

use crate::views::model::{CodeFault, KeyKind};
use gs1::{CodeError, Goods, Gtin, KeyError, Sscc};

/// The fault of a text that is no code.
pub(super) fn fault(error: &CodeError, text: &str) -> CodeFault {
    match error {
        CodeError::Key(error) => of_key(error, text),
        CodeError::TooLong { found, .. } => CodeFault::TooLong { found: *found },
        CodeError::Uri(_)
        | CodeError::Percent(_)
        | CodeError::DigitalLink(_)
        | CodeError::Urn(_)
        | CodeError::House(_)
        | CodeError::Typed(_) => CodeFault::NotACode,
    }
}

fn of_key(error: &KeyError, text: &str) -> CodeFault {
    match error {
        KeyError::Length { key, found, .. } => CodeFault::Length { key: kind(key), found: *found },
        KeyError::NotDigit { key, character, .. } | KeyError::Character { key, character, .. } => {
            CodeFault::Character { key: kind(key), found: *character }
        }
        KeyError::CheckDigit { body, should } => check_digit(body, *should, text),
        KeyError::Empty { .. } => CodeFault::Empty,
        KeyError::TooLong { found, .. } => CodeFault::TooLong { found: *found },
        KeyError::Dots { key, .. } => CodeFault::Character { key: kind(key), found: '.' },
        KeyError::NoDate { .. } => CodeFault::NotACode,
    }
}

fn kind(key: &str) -> KeyKind {
    match key {
        "SSCC" => KeyKind::Sscc,
        "GLN" => KeyKind::Gln,
        "lot" => KeyKind::Lot,
        "serial number" => KeyKind::Serial,
        _ => KeyKind::Gtin,
    }
}

/// The corrected number is offered as a link: one digit was mistyped, or read wrong.
fn check_digit(body: &str, should: u8, text: &str) -> CodeFault {
    let right = format!("{body}{should}");
    let goods = if right.len() == 18 {
        Sscc::parse(&right).map(Goods::Sscc)
    } else {
        Gtin::parse(&right).map(Goods::Gtin)
    };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let after = digits.find(body).map(|at| at.saturating_add(body.len()));
    let found = after.and_then(|at| digits.get(at..)?.chars().next());
    CodeFault::CheckDigit {
        key: if right.len() == 18 { KeyKind::Sscc } else { KeyKind::Gtin },
        found: found.unwrap_or('?'),
        expected: char::from(b'0'.saturating_add(should)),
        corrected: goods.ok().map(|goods| goods.page_path()),
    }
}

#[cfg(test)]
mod tests {
    use super::fault;
    use crate::views::model::{CodeFault, KeyKind};
    use gs1::{Goods, Lot};

    fn typed(text: &str) -> CodeFault {
        fault(&Goods::from_typed(text).unwrap_err(), text)
    }

    #[test]
    fn a_mistyped_digit_is_named_with_the_right_one() {
        let expected = CodeFault::CheckDigit {
            key: KeyKind::Gtin,
            found: '7',
            expected: '8',
            corrected: Some("/t/01/09520102003118".to_owned()),
        };
        assert_eq!(typed("09520102003117"), expected);
        let CodeFault::CheckDigit { key, found, expected, .. } = typed("9520102003117") else {
            panic!("thirteen digits have a check digit too");
        };
        assert_eq!((key, found, expected), (KeyKind::Gtin, '7', '8'));
        let pallet = typed("095201020004170068");
        assert!(matches!(pallet, CodeFault::CheckDigit { key: KeyKind::Sscc, .. }), "{pallet:?}");
    }

    #[test]
    fn other_faults_say_what_was_read() {
        let length = CodeFault::Length { key: KeyKind::Gtin, found: 11 };
        assert_eq!(typed("09520102003"), length);
        assert_eq!(typed("hello"), CodeFault::NotACode);
        let lot = Lot::parse("ABCDEFGHIJKLMNOPQRSTUVWXYZ").unwrap_err();
        assert_eq!(fault(&lot.into(), "ABC"), CodeFault::TooLong { found: 26 });
    }
}
