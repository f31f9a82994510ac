//! The compact serialisation: three base64url parts (RFC 7515 section 3.1). Rules S1 to S4.

use super::{FormError, VOUCHED_BYTES_MAX, fault};
use crate::key::is_low_s;
use crate::{Hash, b64};
use json::Pointer;

/// The three parts, decoded.
pub(super) struct Parts {
    /// The whole, ASCII.
    pub(super) text: String,
    /// How much of it is signed.
    pub(super) signed_len: usize,
    pub(super) kid: String,
    pub(super) payload: Vec<u8>,
    pub(super) signature: [u8; 64],
}

/// What stands in the header before and after the key id.
const HEADER_START: &[u8] = br#"{"alg":"ES256","typ":"dc+sd-jwt","kid":""#;
const HEADER_END: &[u8] = br#""}"#;

const SPELLING: &str = "a statement is three parts of base64url, joined by full stops";

/// The key id of a statement, from its size and header alone: for whoever asks whether the key is
/// known before the payload is worth any work. The rest of the bytes is not judged.
pub fn kid_of(bytes: &[u8]) -> Result<String, FormError> {
    check_size(bytes)?;
    let header = bytes.split(|byte| *byte == b'.').next().unwrap_or_default();
    let header = std::str::from_utf8(header).map_err(|_cause| broken(2, SPELLING))?;
    kid_in(&b64::decode(header).map_err(|_cause| broken(2, SPELLING))?)
}

fn check_size(bytes: &[u8]) -> Result<(), FormError> {
    if bytes.len() > VOUCHED_BYTES_MAX {
        return Err(broken(1, "a statement has at most 47,000 bytes, a vouched one 65,535"));
    }
    Ok(())
}

/// Takes the parts apart. The bound here is that of a vouched statement; which of the two holds is
/// known only from the payload.
pub(super) fn read(bytes: &[u8]) -> Result<Parts, FormError> {
    check_size(bytes)?;
    let text = std::str::from_utf8(bytes).map_err(|_cause| broken(2, SPELLING))?;
    let parts: Vec<&str> = text.split('.').collect();
    let [header, payload, signature] = parts.as_slice() else { return Err(broken(2, SPELLING)) };
    let decode = |part: &str| {
        let decoded = b64::decode(part).map_err(|_cause| broken(2, SPELLING))?;
        if decoded.is_empty() { Err(broken(2, SPELLING)) } else { Ok(decoded) }
    };
    let (header_bytes, payload_bytes) = (decode(header)?, decode(payload)?);
    let signature_bytes = decode(signature)?;
    let kid = kid_in(&header_bytes)?;
    Ok(Parts {
        text: text.to_owned(),
        signed_len: header.len().saturating_add(payload.len()).saturating_add(1),
        kid,
        payload: payload_bytes,
        signature: signature_of(signature_bytes)?,
    })
}

fn kid_in(header: &[u8]) -> Result<String, FormError> {
    let wrong = || {
        broken(
            3,
            r#"the header is exactly {"alg":"ES256","typ":"dc+sd-jwt","kid":".."} with the RFC 7638 thumbprint of the key"#,
        )
    };
    let kid = header
        .strip_prefix(HEADER_START)
        .and_then(|rest| rest.strip_suffix(HEADER_END))
        .and_then(|kid| std::str::from_utf8(kid).ok())
        .ok_or_else(wrong)?;
    Hash::from_b64(kid).map_err(|_cause| wrong())?;
    Ok(kid.to_owned())
}

fn signature_of(bytes: Vec<u8>) -> Result<[u8; 64], FormError> {
    bytes.try_into().ok().filter(is_low_s).ok_or_else(|| {
        broken(4, "a signature is 64 bytes r and s, with r and s not 0 and s at most n/2 (low-S)")
    })
}

fn broken(rule: u8, text: &str) -> FormError {
    fault(rule, &Pointer::root(), text)
}
