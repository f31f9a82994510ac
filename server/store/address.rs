//! Where a PostgreSQL server is.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest address.
const BYTES_MAX: usize = 2_000;

/// The two spellings that libpq takes.
const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

/// The address of a PostgreSQL database, as libpq reads it:
/// `postgres://USER:PASSWORD@HOST:PORT/DATABASE?NAME=VALUE`.
///
/// It may hold a password, so that nothing prints it whole.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PostgresUrl(String);

/// The text is no such address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the database is given as postgres://USER@HOST:PORT/DATABASE, or as \
     postgres:///DATABASE?host=/run/postgresql for a socket, in at most 2,000 bytes; other signs \
     than those of a URI are written as %20"
)]
pub struct PostgresUrlError;

impl PostgresUrl {
    /// Reads an address. What stands behind the scheme is libpq's to judge.
    pub fn parse(text: &str) -> Result<Self, PostgresUrlError> {
        let has_scheme = SCHEMES.iter().any(|scheme| text.starts_with(scheme));
        let is_plain = text.bytes().all(|one| one.is_ascii_graphic() && !b"\"\\".contains(&one));
        if has_scheme && is_plain && text.len() <= BYTES_MAX {
            Ok(Self(text.to_owned()))
        } else {
            Err(PostgresUrlError)
        }
    }

    /// The whole address, for libpq only.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Host and database: neither user nor password nor parameters.
    fn place(&self) -> &str {
        let behind = self.0.split_once("://").map_or("", |(_, behind)| behind);
        let before = behind.split_once('?').map_or(behind, |(before, _)| before);
        before.rsplit_once('@').map_or(before, |(_, place)| place)
    }
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "postgres://{}", self.place())
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for PostgresUrl {
    type Error = PostgresUrlError;

    fn try_from(text: String) -> Result<Self, PostgresUrlError> {
        Self::parse(&text)
    }
}

impl From<PostgresUrl> for String {
    fn from(url: PostgresUrl) -> Self {
        url.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for text in [
            "postgres://me:secret@db.example:5433/furlong",
            "postgresql://me:se@cret@db.example:5433/furlong?password=secret",
        ] {
            let url = PostgresUrl::parse(text).unwrap();
            assert_eq!(
                format!("{url} {url:?}"),
                ["postgres://db.example:5433/furlong"; 2].join(" ")
            );
            assert_eq!(url.as_str(), text);
        }
    }

    #[test]
    fn other_addresses_are_refused() {
        let long = format!("postgres://{}", "a".repeat(BYTES_MAX));
        for text in [
            "",
            "host=/run/postgresql",
            "mysql://a/b",
            "postgres://a/b c",
            "postgres://a/\"",
            &long,
        ] {
            assert_eq!(PostgresUrl::parse(text), Err(PostgresUrlError), "{text}");
        }
        assert!(PostgresUrl::parse("postgres:///furlong?host=/run/postgresql").is_ok());
    }
}
