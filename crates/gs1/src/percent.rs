//! Percent-encoding (RFC 3986 section 2.1).

use std::fmt::Write as _;

use crate::CodeError;

/// Whether a character never needs encoding (RFC 3986 section 2.3).
pub(crate) const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Encodes all bytes but unreserved ones, so that every text has one spelling. (JavaScript's
/// `encodeURIComponent` leaves `!'()*` as they are, so it is not the same.)
pub(crate) fn encode(text: &str) -> String {
    encode_where(text, |byte| !is_unreserved(byte))
}

/// Encodes those bytes of which `must` says so.
pub(crate) fn encode_where(text: &str, must: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        let mut buffer = [0; 4];
        for byte in character.encode_utf8(&mut buffer).bytes() {
            if must(byte) || !byte.is_ascii() {
                push_triplet(&mut out, byte);
            } else {
                out.push(char::from(byte));
            }
        }
    }
    out
}

/// `%` and two upper-case hexadecimal digits.
pub(crate) fn push_triplet(out: &mut String, byte: u8) {
    // Writing to a string cannot fail.
    if write!(out, "%{byte:02X}").is_err() {
        debug_assert!(false, "a string takes every write");
    }
}

/// The byte that two hexadecimal digits mean.
pub(crate) fn triplet(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok());
    Some(digit(high)? * 16 + digit(low)?)
}

/// Decodes each triplet; the whole must be UTF-8.
pub(crate) fn decode(text: &str) -> Result<String, CodeError> {
    let refused = || CodeError::Percent(text.to_owned());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let pair = rest.next().zip(rest.next());
            bytes.push(pair.and_then(|(high, low)| triplet(high, low)).ok_or_else(refused)?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).map_err(|_not_utf8| refused())
}
