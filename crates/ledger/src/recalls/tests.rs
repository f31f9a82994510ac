//! The grammar of recalls, and the proofs that a code is recalled or is not.
#![expect(clippy::arithmetic_side_effects, reason = "the numbers are small")]

use super::*;
use crate::rows::{self, RecallState};
use crate::{OrgId, tree};
use json::{Json, Limits};
use proptest::prelude::*;

const GTIN: &str = "https://id.gs1.org/01/09520001000010";

fn read(text: &str) -> Result<RecallOrder, crate::statement::FormError> {
    let limits = Limits { bytes_max: 100_000, depth_max: 16, values_max: 10_000 };
    RecallOrder::read(&json::parse(text.as_bytes(), &limits).unwrap())
}

#[test]
fn orders_that_are_read_and_written_again() {
    for text in [
        format!(r#"{{"action":"hold","codes":["{GTIN}"]}}"#),
        format!(r#"{{"action":"withdraw","codes":["{GTIN}","{GTIN}/10/L7"]}}"#),
        format!(
            r#"{{"action":"publish","codes":["{GTIN}?15=260401","{GTIN}?17=260401"],"notice":{{"reason":{{"en":"metal"}},"advice":{{"en":"return it"}},"phone":"+34 1","number":"2026.1","url":"https://alpha.example"}}}}"#
        ),
    ] {
        assert_eq!(read(&text).unwrap().to_json().to_string(), text);
    }
}

#[test]
fn orders_that_are_refused() {
    let many: Vec<String> = (0..501).map(|lot| format!("\"{GTIN}/10/L{lot:03}\"")).collect();
    let hold = |codes: &str| format!(r#"{{"action":"hold","codes":[{codes}]}}"#);
    for (words, rule, text) in [
        ("no action", 22, r#"{"codes":[]}"#.to_owned()),
        ("one member more", 22, format!(r#"{{"action":"hold","codes":["{GTIN}"],"x":1}}"#)),
        ("an unknown action", 18, format!(r#"{{"action":"release","codes":["{GTIN}"]}}"#)),
        ("no code", 23, hold("")),
        ("501 codes", 23, hold(&many.join(","))),
        ("not sorted", 23, hold(&format!("\"{GTIN}/10/L7\",\"{GTIN}\""))),
        ("a code twice", 23, hold(&format!("\"{GTIN}\",\"{GTIN}\""))),
        ("a wrong check digit", 23, hold("\"https://id.gs1.org/01/09520001000011\"")),
        ("another host", 23, hold("\"https://alpha.example/01/09520001000010\"")),
        ("an EPC URN", 23, hold("\"urn:epc:id:sscc:9520001.0000000001\"")),
        ("another name", 23, hold("\"urn:x:lot\"")),
        ("a number", 23, hold("7")),
        ("no notice", 24, format!(r#"{{"action":"publish","codes":["{GTIN}"]}}"#)),
        (
            "a notice without a reason",
            24,
            format!(r#"{{"action":"publish","codes":["{GTIN}"],"notice":{{"phone":"1"}}}}"#),
        ),
        (
            "a notice with a plain link",
            24,
            format!(
                r#"{{"action":"publish","codes":["{GTIN}"],"notice":{{"reason":{{"en":"x"}},"url":"http://x.example"}}}}"#
            ),
        ),
    ] {
        let found = read(&text);
        assert_eq!(found.as_ref().err().map(|error| error.rule), Some(rule), "{words}: {found:?}");
    }
    assert!(read(&hold(&many[..500].join(","))).is_ok());
}

fn firm(number: usize) -> OrgId {
    let digits = format!("952{number:09}");
    OrgId::parse(&format!("https://id.gs1.org/417/{digits}{}", gs1::check_digit(&digits))).unwrap()
}

fn lot(number: usize) -> String {
    format!("{GTIN}/10/L{number}")
}

/// Checks a proof as a reader of evidence does: from the root, the size and the code alone.
fn holds(recalls: &Recalls, code: &str, proof: &RecallProof) -> bool {
    let (root, size) = (recalls.root(), recalls.size());
    let row_code = |row: &ProvedRow| rows::read::<rows::RecallRow>(&row.row).unwrap().code;
    let in_tree = |row: &ProvedRow| {
        let leaf = tree::leaf_hash(row.row.as_bytes());
        tree::verify_inclusion(&root, size, row.index, &leaf, &row.path).is_ok()
    };
    proof.rows().iter().all(in_tree)
        && match (proof, proof.rows()) {
            (RecallProof::Present(row), _) => row_code(row) == code,
            (RecallProof::Absent(_), []) => size == 0,
            (RecallProof::Absent(_), [one]) => {
                (one.index == 0 && code < row_code(one).as_str())
                    || (one.index + 1 == size && row_code(one).as_str() < code)
            }
            (RecallProof::Absent(_), [left, right]) => {
                left.index + 1 == right.index
                    && row_code(left).as_str() < code
                    && code < row_code(right).as_str()
            }
            (RecallProof::Absent(_), _) => false,
        }
}

proptest! {
    #[test]
    fn every_code_has_a_proof(words in prop::collection::vec((0..12_usize, 0..3_usize, 0..3_u8), 0..40)) {
        let mut recalls = Recalls::default();
        for (index, (code, by, state)) in words.into_iter().enumerate() {
            let state = [None, Some(RecallState::Hold), Some(RecallState::Recalled)][usize::from(state)];
            recalls.set(&lot(code), &firm(by), state, index as u64);
            prop_assert_eq!(recalls.state(&lot(code), &firm(by)), state);
        }
        recalls.settle();
        for code in 0..12 {
            let proof = recalls.proof(&lot(code));
            prop_assert_eq!(matches!(proof, RecallProof::Present(_)), recalls.row(&lot(code)).is_some());
            prop_assert!(holds(&recalls, &lot(code), &proof));
        }
        for outside in [GTIN.to_owned(), lot(99)] {
            prop_assert!(holds(&recalls, &outside, &recalls.proof(&outside)));
        }
        let restored = Recalls::restore(recalls.iter().map(rows::text)).unwrap();
        prop_assert_eq!(restored, recalls);
    }
}

#[test]
fn a_row_names_each_firm_once_in_order() {
    let mut recalls = Recalls::default();
    assert!(recalls.set(&lot(1), &firm(2), Some(RecallState::Hold), 5));
    assert!(recalls.set(&lot(1), &firm(1), Some(RecallState::Recalled), 6));
    assert!(recalls.set(&lot(1), &firm(2), Some(RecallState::Recalled), 7));
    assert!(!recalls.set(&lot(1), &firm(2), Some(RecallState::Recalled), 8));
    let row = recalls.row(&lot(1)).unwrap();
    let by: Vec<(u64, &OrgId)> = row.by.iter().map(|word| (word.index, &word.iss)).collect();
    assert_eq!(by, [(6, &firm(1)), (7, &firm(2))]);
    assert!(recalls.set(&lot(1), &firm(1), None, 9) && recalls.set(&lot(1), &firm(2), None, 10));
    assert!(recalls.row(&lot(1)).is_none());
    let unsorted = Json::from("x").to_string();
    assert!(Recalls::restore([unsorted]).is_err());
}
