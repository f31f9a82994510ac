//! Rows read without a look at whether their keys are points of their curves.
//!
//! That look needs the curve, which a browser opens only to import a key; so `form` leaves it to
//! the step that proves the row, and both checkers name the same step.

use json::{Json, Limits, Object};

use crate::genesis::GENESIS_BYTES_MAX;
use crate::rows::{MemberRow, NotARow, RecallRow};
use crate::{Hash, rows};

/// Every one of these texts is a leaf of some tree, and none holds more than a genesis.
const LIMITS: Limits =
    Limits { bytes_max: GENESIS_BYTES_MAX, depth_max: 8, values_max: GENESIS_BYTES_MAX };

const EXACT_MAX: u64 = (1 << 53) - 1;

/// The base point of P-256 (SP 800-186 section 3.2.1.3), a key that is surely on its curve.
const P256_X: &str = "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY";
const P256_Y: &str = "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";

/// The base point of Ed25519 (RFC 8032 section 5.1).
const ED25519_X: &str = "WGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmY";

/// What `form` can say of a member row.
pub(super) fn member_form(text: &str) -> Result<(), NotARow> {
    MemberRow::read(&with_known_keys(text)?).map(|_| ())
}

/// A recall row holds no keys, so it is read whole.
pub(super) fn recall_form(text: &str) -> Result<RecallRow, NotARow> {
    strict(text)?;
    let row: RecallRow = rows::read(text)?;
    let sorted = row.by.is_sorted_by(|left, right| left.iss < right.iss);
    if sorted && !row.by.is_empty() { Ok(row) } else { Err(NotARow) }
}

/// Whether a text is strict JSON in one spelling with whole numbers only.
pub(super) fn strict(text: &str) -> Result<Json, NotARow> {
    let tree = json::parse(text.as_bytes(), &LIMITS).ok().ok_or(NotARow)?;
    if is_exact(&tree) && tree.to_string() == text { Ok(tree) } else { Err(NotARow) }
}

fn is_exact(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(_) | Json::String(_) => true,
        Json::Number(number) => number
            .as_u64()
            .is_some_and(|whole| whole <= EXACT_MAX && number.as_str() == whole.to_string()),
        Json::Array(items) => items.iter().all(is_exact),
        Json::Object(members) => members.iter().all(|(_, below)| is_exact(below)),
    }
}

/// The row with every well-formed JWK replaced by one that is surely a key.
fn with_known_keys(text: &str) -> Result<String, NotARow> {
    let mut tree = strict(text)?;
    replace(&mut tree);
    Ok(tree.to_string())
}

fn replace(value: &mut Json) {
    match value {
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
        Json::Array(items) => items.iter_mut().for_each(replace),
        Json::Object(members) => {
            let known = known_key(members);
            if let Some((x, y)) = known {
                members.insert("x", x);
                if let Some(y) = y {
                    members.insert("y", y);
                }
            } else {
                members.iter_mut().for_each(|(_, below)| replace(below));
            }
        }
    }
}

/// The coordinates to put in, if these members are in form those of a JWK.
fn known_key(members: &Object) -> Option<(&'static str, Option<&'static str>)> {
    let word = |name: &str| members.get(name).and_then(Json::as_str);
    let coordinate = |name: &str| word(name).is_some_and(|text| Hash::from_b64(text).is_ok());
    match (word("crv")?, word("kty")?) {
        ("P-256", "EC") if coordinate("x") && coordinate("y") => Some((P256_X, Some(P256_Y))),
        ("Ed25519", "OKP") if coordinate("x") && !members.contains("y") => Some((ED25519_X, None)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::Jwk;

    #[test]
    fn the_known_keys_are_keys() {
        let p256 = format!(r#"{{"crv":"P-256","kty":"EC","x":"{P256_X}","y":"{P256_Y}"}}"#);
        let ed25519 = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{ED25519_X}"}}"#);
        for jwk in [p256, ed25519] {
            assert!(serde_json::from_str::<Jwk>(&jwk).is_ok(), "{jwk}");
        }
    }

    #[test]
    fn a_key_off_its_curve_is_not_a_matter_of_form() {
        let x = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAU";
        let row = |x: &str, more: &str| {
            format!(
                r#"{{"added":0,"compromised_since":null,"held_by":null,"iss":"https://id.gs1.org/417/9506000134352","jwk":{{"crv":"P-256","kty":"EC","x":"{x}","y":"{P256_Y}"}},"kid":"k","not_after":null,"purpose":"event","retired":null{more}}}"#
            )
        };
        assert!(MemberRow::read(&row(x, "")).is_err());
        assert_eq!(member_form(&row(x, "")), Ok(()));
        for bad in
            [row("AAAA", ""), row(x, ",\"more\":1"), row(x, " "), row(x, "").replace(":0", ":-1")]
        {
            assert_eq!(member_form(&bad), Err(NotARow), "{bad}");
        }
    }
}
