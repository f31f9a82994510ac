//! base64url without padding, in the one spelling that is taken (RFC 4648 sections 3.5 and 5).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The text is not canonical base64url.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not base64url without padding, or its last character carries spare bits")]
pub struct NotCanonical;

/// The text of these bytes.
pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes of a canonical text: letters, digits, `-`, `_`, no padding, spare bits zero. (The
/// engine refuses the rest, so that a leaf cannot be respelt without changing its hash.)
pub fn decode(text: &str) -> Result<Vec<u8>, NotCanonical> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_cause: base64::DecodeError| NotCanonical)
}

/// The bytes, if there are exactly `N`.
pub fn decode_array<const N: usize>(text: &str) -> Result<[u8; N], NotCanonical> {
    decode(text)?.try_into().map_err(|_cause: Vec<u8>| NotCanonical)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_spelling_is_taken() {
        assert_eq!(decode("AQ").unwrap(), [1]);
        for text in ["AR", "AQ==", "A", "A+", "A Q", "AQ\n"] {
            assert_eq!(decode(text), Err(NotCanonical), "{text}");
        }
    }
}
