//! One hop of `Forwarded` (RFC 7239) or `X-Forwarded-For`.

use std::net::{IpAddr, SocketAddr};

/// Longer than any address with brackets and port; a longer word is not read.
const WORD_MAX: usize = 64;

/// The `for` of one element of `Forwarded`: `for="[2001:db8::1]:443";proto=https`.
pub(super) fn for_whom(element: &str) -> Option<IpAddr> {
    let whom = element.split(';').take(8).find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim().eq_ignore_ascii_case("for").then_some(value)
    })?;
    address(whom.trim().trim_matches('"'))
}

/// An address, perhaps with brackets or a port.
pub(super) fn address(word: &str) -> Option<IpAddr> {
    let word = word.trim();
    if word.len() > WORD_MAX {
        return None;
    }
    let bare = word.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(word);
    let address = bare
        .parse::<IpAddr>()
        .ok()
        .or_else(|| word.parse::<SocketAddr>().ok().map(|socket| socket.ip()))?;
    Some(address.to_canonical())
}
