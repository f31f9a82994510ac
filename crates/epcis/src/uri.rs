//! What a URI is, as far as EPCIS asks: an absolute URI of RFC 3986.

/// Longer names than any sender needs are refused, so that one value cannot fill a row.
pub(crate) const URI_BYTES_MAX: usize = 2_000;

/// Whether `text` has a scheme, something after it, and only characters that a URI may hold.
///
/// A CURIE such as `cbvmda:lotNumber` has this form too, so that names and values of extensions are
/// judged by the same rule, as GS1's schema does (`"format": "uri"`).
pub(crate) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let mut letters = scheme.bytes();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        && !rest.is_empty()
        && text.len() <= URI_BYTES_MAX
        && rest.bytes().all(may_stand_in_a_uri)
        && percent_signs_are_whole(rest)
}

/// RFC 3986 section 2: unreserved and reserved characters and `%`.
const fn may_stand_in_a_uri(byte: u8) -> bool {
    byte.is_ascii_graphic()
        && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
}

fn percent_signs_are_whole(text: &str) -> bool {
    text.split('%').skip(1).all(|after| {
        let mut digits = after.bytes();
        let mut hex = || digits.next().is_some_and(|byte| byte.is_ascii_hexdigit());
        hex() && hex()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_has_a_scheme_and_no_stray_characters() {
        for (text, expected) in [
            ("urn:epc:id:sgtin:0614141.107346.2017", true),
            ("https://id.gs1.org/01/09506000134352/10/A%2FB", true),
            ("ni:///sha-256;36abb3a2?ver=CBV2.0", true),
            ("geo:-34.3232,1.232", true),
            ("cbvmda:lotNumber", true),
            ("transform-1-22-2022-17:24", true),
            ("389bc906-8d68-4ee3-ad8a-e586028d25fa", false),
            ("materialType", false),
            ("_comment", false),
            ("urn:", false),
            ("", false),
            ("http://example.com/a b", false),
            ("http://example.com/100%", false),
            ("http://example.com/{lot}", false),
            ("urn:lot:\u{9c7c}", false),
        ] {
            assert_eq!(is_uri(text), expected, "{text}");
        }
        assert!(!is_uri(&format!("urn:{}", "a".repeat(URI_BYTES_MAX))));
    }
}
