//! The address by which readers reach a node.

use rustls::pki_types::ServerName;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::num::NonZeroU16;

/// `https://trace.example`, perhaps with a port: the beginning of every link to this node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicUrl {
    /// As it is written, without a slash at its end.
    text: String,
    host: String,
}

/// Not such an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no public URL: write only https:// and a host, such as https://trace.example or https://trace.example:8443, without path, query or user"
)]
pub struct PublicUrlError(String);

/// Longer than every name of a host (RFC 1035 section 2.3.4) with scheme and port.
const CHARS_MAX: usize = 300;
/// What is shown again of a wrong one.
const SHOWN_MAX: usize = 100;

impl PublicUrl {
    /// Reads a scheme, a host and perhaps a port; one slash may follow.
    pub fn parse(text: &str) -> Result<Self, PublicUrlError> {
        let error = || PublicUrlError(text.chars().take(SHOWN_MAX).collect());
        if text.len() > CHARS_MAX {
            return Err(error());
        }
        let bare = text.strip_suffix('/').unwrap_or(text);
        let rest = bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://"));
        let (host, port) = split_port(rest.ok_or_else(error)?);
        if port.is_some_and(|port| port.parse::<NonZeroU16>().is_err()) {
            return Err(error());
        }
        let name = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let host = match name {
            // Only an IPv6 address stands in brackets, and it stands nowhere else.
            Some(inner) if inner.contains(':') => inner,
            None if !host.contains(':') => host,
            Some(_) | None => return Err(error()),
        };
        ServerName::try_from(host).map_err(|_no_host| error())?;
        Ok(Self { text: bare.to_owned(), host: host.to_owned() })
    }

    /// The name or the address, without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether readers speak HTTPS with it.
    pub fn is_https(&self) -> bool {
        self.text.starts_with("https://")
    }
}

/// `[::1]:8443` has its port behind the bracket.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        Some(_) | None => (authority, None),
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl TryFrom<String> for PublicUrl {
    type Error = PublicUrlError;

    fn try_from(text: String) -> Result<Self, PublicUrlError> {
        Self::parse(&text)
    }
}

impl From<PublicUrl> for String {
    fn from(url: PublicUrl) -> Self {
        url.text
    }
}

#[cfg(test)]
mod tests {
    use super::PublicUrl;

    #[test]
    fn a_scheme_a_host_and_perhaps_a_port() {
        let rows = [
            ("https://trace.example", "trace.example"),
            ("https://trace.example/", "trace.example"),
            ("http://trace.example:8080", "trace.example"),
            ("https://192.168.1.20:8443", "192.168.1.20"),
            ("https://[2001:db8::7]:8443", "2001:db8::7"),
            ("https://[2001:db8::7]", "2001:db8::7"),
        ];
        for (text, host) in rows {
            let url = PublicUrl::parse(text).unwrap();
            assert_eq!(url.host(), host);
            assert_eq!(url.to_string(), text.trim_end_matches('/'));
        }
    }

    #[test]
    fn more_or_less_than_that_is_refused_with_what_is_right() {
        let long = format!("https://{}.example", "a".repeat(400));
        let rows = [
            "trace.example",
            "ftp://trace.example",
            "https://",
            "https:///",
            "https://trace.example/shop",
            "https://trace.example//",
            "https://trace.example?x=1",
            "https://trace.example#x",
            "https://me@trace.example",
            "https://trace.example:0",
            "https://trace.example:99999",
            "https://trace.example:",
            "https://tra ce.example",
            "https://[trace.example]",
            "https://2001:db8::7",
            "https://[2001:db8::7",
            &long,
        ];
        for text in rows {
            let error = PublicUrl::parse(text).expect_err(text).to_string();
            assert!(error.contains("such as https://trace.example"), "{error}");
        }
    }
}
