//! ECDSA with a nonce of our own.

use ledger::key::P256Secret;
use p256::elliptic_curve::ops::Reduce;
use p256::elliptic_curve::point::AffineCoordinates as _;
use sha2::{Digest as _, Sha256};

/// The same statement with another signature by the same key.
pub(crate) fn signed_again(jws: &str, secret: &P256Secret) -> String {
    let (input, _) = jws.rsplit_once('.').expect("a signature");
    let key = p256::SecretKey::from_slice(&secret.to_bytes()).expect("a secret");
    let nonce = p256::Scalar::from(1_234_567_u64);
    let reduce = <p256::Scalar as Reduce<p256::U256>>::reduce_bytes;
    let point = reduce(&(p256::ProjectivePoint::GENERATOR * nonce).to_affine().x());
    let hash = reduce(&Sha256::digest(input.as_bytes()));
    let proof =
        nonce.invert().expect("not zero") * (hash + point * key.to_nonzero_scalar().as_ref());
    let signature = p256::ecdsa::Signature::from_scalars(point, proof).expect("a signature");
    let signature = signature.normalize_s().unwrap_or(signature);
    format!("{input}.{}", ledger::b64::encode(&signature.to_bytes()))
}
