//! Absolute URIs and their one spelling (RFC 3986 section 6.2).

use std::fmt;

use crate::{
    CodeError,
    percent::{is_unreserved, push_triplet, triplet},
};

/// The longest URI that names anything here, in bytes.
pub const URI_BYTES_MAX: usize = 1024;

/// Schemes that name nothing and are dangerous wherever a page makes a link of them.
const PROGRAMS: [&str; 5] = ["javascript", "vbscript", "data", "blob", "file"];

/// An absolute URI in the one spelling under which it is compared.
///
/// Scheme and host are lower case (the namespace of a URN too, RFC 8141 section 3.1), unreserved
/// characters are not percent-encoded and other characters are, with upper-case hexadecimal digits;
/// dot segments are gone; `http` and `https` lose their own port and gain a path. Characters beyond
/// ASCII are encoded as RFC 3987 section 3.1 says, except in a host, where they are refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uri(String);

impl Uri {
    /// Reads an absolute URI of at most [`URI_BYTES_MAX`] bytes.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let uri = Parts::split(text)?.normalised()?;
        // Encoding can make a short text long.
        if URI_BYTES_MAX < uri.len() {
            return Err(CodeError::TooLong { max: URI_BYTES_MAX, found: uri.len() });
        }
        Ok(Self(uri))
    }

    /// A URI that this crate built from checked parts.
    pub(crate) const fn from_canonical(text: String) -> Self {
        Self(text)
    }

    /// The canonical spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Uri {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The five components of RFC 3986 section 3, as sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parts<'a> {
    pub(crate) scheme: &'a str,
    pub(crate) authority: Option<&'a str>,
    pub(crate) path: &'a str,
    pub(crate) query: Option<&'a str>,
    pub(crate) fragment: Option<&'a str>,
}

impl<'a> Parts<'a> {
    pub(crate) fn split(text: &'a str) -> Result<Self, CodeError> {
        if URI_BYTES_MAX < text.len() {
            return Err(CodeError::TooLong { max: URI_BYTES_MAX, found: text.len() });
        }
        if text.chars().any(|character| !is_uri_character(character)) {
            return Err(CodeError::Uri("it holds a space or a character that no URI has"));
        }
        let (scheme, rest) = text.split_once(':').ok_or(CodeError::Uri("it has no scheme"))?;
        if !is_scheme(scheme) {
            return Err(CodeError::Uri("its scheme is not letters and digits"));
        }
        if PROGRAMS.iter().any(|program| program.eq_ignore_ascii_case(scheme)) {
            return Err(CodeError::Uri("its scheme carries a program or a file, not a name"));
        }
        let (rest, fragment) = cut(rest, '#');
        let (rest, query) = cut(rest, '?');
        let (authority, path) = match rest.strip_prefix("//") {
            Some(rest) => {
                let end = rest.find('/').unwrap_or(rest.len());
                let (authority, path) = rest.split_at(end);
                (Some(authority), path)
            }
            None => (None, rest),
        };
        let parts = Self { scheme, authority, path, query, fragment };
        if parts.is_web() && authority.is_none_or(str::is_empty) {
            return Err(CodeError::Uri("it names no host"));
        }
        if authority.is_none() && path.is_empty() {
            return Err(CodeError::Uri("nothing follows its scheme"));
        }
        Ok(parts)
    }

    /// Whether this is `http:` or `https:`.
    pub(crate) const fn is_web(&self) -> bool {
        self.scheme.eq_ignore_ascii_case("http") || self.scheme.eq_ignore_ascii_case("https")
    }

    fn normalised(&self) -> Result<String, CodeError> {
        let scheme = self.scheme.to_ascii_lowercase();
        let mut out = format!("{scheme}:");
        if let Some(authority) = self.authority {
            out.push_str("//");
            out.push_str(&normal_authority(authority, &scheme)?);
        }
        let path = normal_text(self.path)?;
        let path = match (self.authority, scheme.as_str()) {
            (_, "urn") => normal_urn(&path),
            (Some(_), _) => without_dots(&path),
            (None, _) => path,
        };
        out.push_str(if path.is_empty() && self.is_web() { "/" } else { &path });
        for (mark, part) in [('?', self.query), ('#', self.fragment)] {
            if let Some(part) = part {
                out.push(mark);
                out.push_str(&normal_text(part)?);
            }
        }
        Ok(out)
    }
}

fn cut(text: &str, mark: char) -> (&str, Option<&str>) {
    text.split_once(mark).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// What may stand in a URI, or beyond ASCII in an IRI (RFC 3987 section 2.2, without private use).
fn is_uri_character(character: char) -> bool {
    is_printable(character) && !"\"<>\\^`{|}".contains(character)
}

/// Whether a character leaves ink: no space, no control, no mark that cannot be seen.
pub(crate) fn is_printable(character: char) -> bool {
    if character.is_ascii() {
        character.is_ascii_graphic()
    } else {
        !character.is_control()
            && !character.is_whitespace()
            && !is_invisible(character)
            && !matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
    }
}

/// Marks that change how text looks but not what it says: two names would look alike.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFF}' | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// Percent-encoding in its one spelling. Reserved characters stay as they are, encoded or not,
/// because there the difference means something (RFC 3986 section 2.2).
fn normal_text(text: &str) -> Result<String, CodeError> {
    let refused = || CodeError::Percent(text.to_owned());
    let mut out = String::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' => {
                let pair = bytes.next().zip(bytes.next());
                let value = pair.and_then(|(high, low)| triplet(high, low)).ok_or_else(refused)?;
                if is_unreserved(value) {
                    out.push(char::from(value));
                } else {
                    push_triplet(&mut out, value);
                }
            }
            // A second '#' can only stand in a fragment, where it is no mark but text.
            b'[' | b']' | b'#' | 0x80.. => push_triplet(&mut out, byte),
            plain => out.push(char::from(plain)),
        }
    }
    Ok(out)
}

fn normal_authority(authority: &str, scheme: &str) -> Result<String, CodeError> {
    if !authority.is_ascii() {
        return Err(CodeError::Uri("its host is not ASCII; write it as DNS does (xn--...)"));
    }
    let (user, host_and_port) = match authority.rsplit_once('@') {
        Some((user, rest)) => (Some(normal_text(user)?), rest),
        None => (None, authority),
    };
    let (host, port) = match host_and_port.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (host_and_port, None),
    };
    if port.is_some_and(|port| !port.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(CodeError::Uri("its port is no number"));
    }
    let host = if is_ip_literal(host) { host.to_ascii_lowercase() } else { normal_host(host)? };
    if host.is_empty() && (user.is_some() || port.is_some() || scheme.starts_with("http")) {
        return Err(CodeError::Uri("it names no host"));
    }
    let port =
        port.filter(|port| !matches!((scheme, *port), (_, "") | ("http", "80") | ("https", "443")));
    let user = user.map(|user| format!("{user}@")).unwrap_or_default();
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    Ok(format!("{user}{host}{port}"))
}

/// `[...]` around an IPv6 or future address (RFC 3986 section 3.2.2).
fn is_ip_literal(host: &str) -> bool {
    host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(|address| {
        !address.is_empty()
            && address.bytes().all(|byte| is_unreserved(byte) || b"!$&'()*+,;=:".contains(&byte))
    })
}

fn normal_host(host: &str) -> Result<String, CodeError> {
    // Decoding first makes "%41" and "a" one host; the triplets that stay are upper case.
    let host = normal_text(&host.to_ascii_lowercase())?;
    if host.bytes().any(|byte| b":@[]".contains(&byte))
        || host.contains("%5B")
        || host.contains("%5D")
    {
        return Err(CodeError::Uri("its host is no name and no address"));
    }
    // Letters that were encoded come out in the case that they had: lower them, triplets apart.
    let mut out = String::with_capacity(host.len());
    let mut hexadecimal = 0_u8;
    for character in host.chars() {
        out.push(if hexadecimal == 0 { character.to_ascii_lowercase() } else { character });
        hexadecimal = if character == '%' { 2 } else { hexadecimal.saturating_sub(1) };
    }
    Ok(out)
}

/// The namespace of a URN in lower case; the rest belongs to the namespace.
fn normal_urn(path: &str) -> String {
    match path.split_once(':') {
        Some((space, rest)) => format!("{}:{rest}", space.to_ascii_lowercase()),
        // No namespace (RFC 8141 wants one), but a URI all the same.
        None => path.to_owned(),
    }
}

/// Removes `.` and `..` segments (RFC 3986 section 5.2.4) from an empty or absolute path.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if last {
                    kept.push("");
                }
            }
            plain => kept.push(plain),
        }
    }
    kept.iter().flat_map(|segment| ["/", segment]).collect()
}
