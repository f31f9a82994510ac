//! Where and who: places (AI 414) and parties (AI 417).

use std::fmt;

use crate::{CodeError, Extension, Gln, Uri, code::Code, percent::encode, urn};

/// A place that has a GLN, and perhaps a spot within it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    gln: Gln,
    extension: Option<Extension>,
}

impl Place {
    /// A place, or a spot within it. Extension `0` means none (Tag Data Standard 2.0 section 6.3.3).
    pub fn new(gln: Gln, extension: Option<Extension>) -> Self {
        Self { gln, extension: extension.filter(|extension| extension.as_str() != "0") }
    }

    /// The GLN of the place.
    pub const fn gln(&self) -> &Gln {
        &self.gln
    }

    /// The spot within the place.
    pub const fn extension(&self) -> Option<&Extension> {
        self.extension.as_ref()
    }

    /// `https://id.gs1.org/414/{gln}[/254/{extension}]`
    pub fn uri(&self) -> String {
        let extension =
            self.extension.as_ref().map(|text| format!("/254/{}", encode(text.as_str())));
        format!("https://id.gs1.org/414/{}{}", self.gln, extension.unwrap_or_default())
    }

    /// `urn:epc:id:sgln:...` under a company prefix of `prefix_len` digits (6 to 12).
    pub fn to_urn(&self, prefix_len: usize) -> Option<String> {
        urn::sgln(self, prefix_len)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.uri())
    }
}

/// Where something happened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// A place with a GLN.
    Place(Place),
    /// A place named by any other absolute URI: `geo:`, GDST, a firm's own.
    Other(Uri),
}

impl Location {
    /// Reads a Digital Link with key 414, an `sgln` URN, or any other absolute URI.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        Ok(match Code::parse(text)? {
            Code::Place(place) => Self::Place(place),
            other @ (Code::Goods(_) | Code::Party(_) | Code::Other(_)) => {
                Self::Other(other.into_uri())
            }
        })
    }

    /// The canonical URI.
    pub fn uri(&self) -> String {
        match self {
            Self::Place(place) => place.uri(),
            Self::Other(uri) => uri.to_string(),
        }
    }

    /// The place's GLN, if it has one.
    pub const fn gln(&self) -> Option<&Gln> {
        match self {
            Self::Place(place) => Some(place.gln()),
            Self::Other(_) => None,
        }
    }

    /// The `sgln` URN, if there is one; see [`Place::to_urn`].
    pub fn to_urn(&self, prefix_len: usize) -> Option<String> {
        match self {
            Self::Place(place) => place.to_urn(prefix_len),
            Self::Other(_) => None,
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.uri())
    }
}

/// Who did something, owns something or holds something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartyId {
    /// A firm with a GLN.
    Party(Gln),
    /// A firm named by one of its places, as CBV 1.2 documents do.
    Place(Place),
    /// A firm named by any other absolute URI, such as `https://<chain>/party/<GLN>/<number>`.
    Other(Uri),
}

impl PartyId {
    /// Reads a Digital Link with key 417 or 414, a `pgln` or `sgln` URN, or any other absolute URI.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        Ok(match Code::parse(text)? {
            Code::Party(gln) => Self::Party(gln),
            Code::Place(place) => Self::Place(place),
            other @ (Code::Goods(_) | Code::Other(_)) => Self::Other(other.into_uri()),
        })
    }

    /// The canonical URI; of a firm with a GLN it is also its `iss`.
    pub fn uri(&self) -> String {
        match self {
            Self::Party(gln) => format!("https://id.gs1.org/417/{gln}"),
            Self::Place(place) => place.uri(),
            Self::Other(uri) => uri.to_string(),
        }
    }

    /// The GLN of the firm or of the place that names it.
    pub const fn gln(&self) -> Option<&Gln> {
        match self {
            Self::Party(gln) => Some(gln),
            Self::Place(place) => Some(place.gln()),
            Self::Other(_) => None,
        }
    }

    /// The `pgln` (or `sgln`) URN under a company prefix of `prefix_len` digits (6 to 12).
    pub fn to_urn(&self, prefix_len: usize) -> Option<String> {
        match self {
            Self::Party(gln) => urn::pgln(gln, prefix_len),
            Self::Place(place) => place.to_urn(prefix_len),
            Self::Other(_) => None,
        }
    }
}

impl fmt::Display for PartyId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.uri())
    }
}
