//! The signatures of the SD-JWT working group's tokens. (What their disclosures open is tested
//! beside the processor.)

use super::{Count, is_low, json, vectors};
use crate::b64;
use crate::key::Jwk;
use crate::statement::kid_of;
use p256::ecdsa::signature::Verifier as _;

#[test]
fn tokens_of_the_working_group_are_signed_by_their_issuer() {
    let Some(root) = vectors() else { return };
    let [mut signed, mut low, mut refused] = [
        "issuer's signatures by p256",
        "issuer's signatures by ours, low-S",
        "no statements of ours",
    ]
    .map(|what| Count::of(&format!("sd-jwt {what}")));
    for set in ["testcases", "examples"] {
        let folder = root.join("sd-jwt").join(set);
        let key = json(&folder.join("settings.json"))["key_settings"]["issuer_key"].clone();
        let text = |name: &str| key[name].as_str().unwrap().to_owned();
        let key = Jwk::of(text("crv"), text("kty"), text("x"), Some(text("y"))).unwrap();
        let point = key.as_p256().unwrap().sec1();
        let other = p256::ecdsa::VerifyingKey::from_sec1_bytes(point).unwrap();
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let Ok(token) = std::fs::read_to_string(path.join("sd_jwt_jws_part.txt")) else {
                continue;
            };
            let token: String = token.split_whitespace().collect();
            let (input, signature) = token.rsplit_once('.').unwrap();
            let signature = b64::decode_array::<64>(signature).unwrap();
            let parsed = p256::ecdsa::Signature::from_slice(&signature).unwrap();
            let name = path.strip_prefix(&root).unwrap().display();
            signed.case(&name, other.verify(input.as_bytes(), &parsed).is_ok());
            low.case(&name, key.verifies(input.as_bytes(), &signature) == is_low(&signature));
            refused.case(&name, kid_of(token.as_bytes()).is_err());
        }
    }
    signed.exception("json_serialization_*", "the JSON serialisation: ours is compact");
    for count in [signed, low, refused] {
        count.end();
    }
}
