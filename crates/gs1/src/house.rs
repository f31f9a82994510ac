//! House lots: goods that have no GTIN, named under the firm that handles them.

use std::fmt;

use crate::{
    CodeError, Gln,
    percent::{decode, encode},
};

/// The most characters of a party or code in a house lot.
const CHARACTERS_MAX: usize = 64;

/// The most characters of a chain's name (`protocol.md` section 2).
const CHAIN_CHARACTERS_MAX: usize = 63;

/// What a house lot's code counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HouseKind {
    /// A lot of the firm's own numbering.
    Lot,
    /// A bin, crate or tote.
    Bin,
    /// A tank or silo.
    Tank,
    /// A group of animals.
    Group,
    /// One animal: ISO 3166 country, then its official tag.
    Animal,
}

impl HouseKind {
    /// All kinds, in the order of this enum.
    pub const ALL: [Self; 5] = [Self::Lot, Self::Bin, Self::Tank, Self::Group, Self::Animal];

    /// The word in the URI.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lot => "lot",
            Self::Bin => "bin",
            Self::Tank => "tank",
            Self::Group => "group",
            Self::Animal => "animal",
        }
    }

    /// Reads the word in the URI.
    pub fn parse(word: &str) -> Result<Self, CodeError> {
        match Self::ALL.into_iter().find(|kind| kind.as_str() == word) {
            Some(kind) => Ok(kind),
            None => wrong(format!("its kind is lot, bin, tank, group or animal, not {word:?}")),
        }
    }
}

impl fmt::Display for HouseKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// `https://<chain>/x/{party}/{kind}/{code}`: goods without a GS1 key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HouseLot {
    chain: String,
    party: String,
    kind: HouseKind,
    code: String,
}

impl HouseLot {
    /// Builds a house lot from its decoded parts.
    ///
    /// `chain` is a chain's name (1 to 63 of `a-z 0-9 . -`), `party` 1 to 64 unreserved characters
    /// (see [`HouseLot::issuer`]), `code` 1 to 64 printable characters; an animal's code starts with
    /// its ISO 3166 country (two capital letters or three digits).
    pub fn new(chain: &str, party: &str, kind: HouseKind, code: &str) -> Result<Self, CodeError> {
        check_chain(chain)?;
        check_party(party)?;
        check_code(kind, code)?;
        Ok(Self { chain: chain.to_owned(), party: party.to_owned(), kind, code: code.to_owned() })
    }

    /// Reads `https://<chain>/x/{party}/{kind}/{code}`.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let parts = crate::uri::Parts::split(text)?;
        let segments: Vec<&str> = parts.path.split('/').skip(1).collect();
        Self::from_path(parts.authority.unwrap_or_default(), &segments)
            .unwrap_or_else(|| wrong("it should be https://<chain>/x/<party>/<kind>/<code>"))
    }

    /// Reads the segments of a path as sent; none if they do not look like a house lot.
    pub(crate) fn from_path(authority: &str, segments: &[&str]) -> Option<Result<Self, CodeError>> {
        let ["x", party, kind, code] = segments else { return None };
        let kind = HouseKind::parse(kind).ok()?;
        let chain = authority.to_ascii_lowercase();
        check_chain(&chain).ok()?;
        Some(decode(party).and_then(|party| Self::new(&chain, &party, kind, &decode(code)?)))
    }

    /// The name of the chain on which the party stands.
    pub fn chain(&self) -> &str {
        &self.chain
    }

    /// The party, as in the URI.
    pub fn party(&self) -> &str {
        &self.party
    }

    /// What the code counts.
    pub const fn kind(&self) -> HouseKind {
        self.kind
    }

    /// The code as printed.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The organisation that owns this name, as its `iss`: a GLN stands for
    /// `https://id.gs1.org/417/<GLN>`, `<GLN>-<number>` for `https://<chain>/party/<GLN>/<number>`.
    /// Any other party owns nothing.
    pub fn issuer(&self) -> Option<String> {
        if let Ok(gln) = Gln::parse(&self.party) {
            return Some(format!("https://id.gs1.org/417/{gln}"));
        }
        let (sponsor, number) = self.party.split_once('-')?;
        let gln = Gln::parse(sponsor).ok()?;
        is_number(number).then(|| format!("https://{}/party/{gln}/{number}", self.chain))
    }

    /// The party segment that stands for an organisation's `iss` on a chain, if it has one: the
    /// inverse of [`HouseLot::issuer`].
    pub fn party_of(chain: &str, iss: &str) -> Option<String> {
        if let Some(gln) = iss.strip_prefix("https://id.gs1.org/417/") {
            return Gln::parse(gln).ok().map(|gln| gln.to_string());
        }
        let rest = iss.strip_prefix("https://")?.strip_prefix(chain)?.strip_prefix("/party/")?;
        let (sponsor, number) = rest.split_once('/')?;
        let gln = Gln::parse(sponsor).ok()?;
        is_number(number).then(|| format!("{gln}-{number}"))
    }

    /// `/x/{party}/{kind}/{code}`, percent-encoded.
    pub(crate) fn path(&self) -> String {
        format!("/x/{}/{}/{}", self.party, self.kind, encode(&self.code))
    }

    /// The canonical URI.
    pub fn uri(&self) -> String {
        format!("https://{}{}", self.chain, self.path())
    }
}

impl fmt::Display for HouseLot {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.uri())
    }
}

fn wrong<T>(why: impl Into<String>) -> Result<T, CodeError> {
    Err(CodeError::House(why.into()))
}

/// One to nine digits without a zero in front, so that a number has one spelling.
fn is_number(text: &str) -> bool {
    (1..=9).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && !text.starts_with('0')
}

fn check_chain(chain: &str) -> Result<(), CodeError> {
    let good = (1..=CHAIN_CHARACTERS_MAX).contains(&chain.len())
        && chain.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-'));
    if good { Ok(()) } else { wrong("the chain's name has 1 to 63 of a-z, 0-9, . and -") }
}

fn check_party(party: &str) -> Result<(), CodeError> {
    let good = (1..=CHARACTERS_MAX).contains(&party.len())
        && party.bytes().all(crate::percent::is_unreserved)
        && party != "."
        && party != "..";
    if good { Ok(()) } else { wrong("the party has 1 to 64 letters, digits, -, ., _ or ~") }
}

fn check_code(kind: HouseKind, code: &str) -> Result<(), CodeError> {
    if !(1..=CHARACTERS_MAX).contains(&code.chars().count()) {
        return wrong("the code has 1 to 64 characters");
    }
    if code == "." || code == ".." {
        return wrong("the code cannot be dots alone, because a link cannot carry it");
    }
    if code.chars().any(|character| character != ' ' && !crate::uri::is_printable(character)) {
        return wrong("the code holds a character that does not print");
    }
    if code.starts_with(' ') || code.ends_with(' ') || code.contains("  ") {
        return wrong("the code has a space at an end, or two together");
    }
    match kind {
        HouseKind::Animal if !is_animal_code(code) => wrong(
            "an animal's code is its ISO 3166 country (two capital letters or three digits) and \
             its official tag, such as ES011234567890",
        ),
        HouseKind::Lot
        | HouseKind::Bin
        | HouseKind::Tank
        | HouseKind::Group
        | HouseKind::Animal => Ok(()),
    }
}

fn is_animal_code(code: &str) -> bool {
    let letters =
        code.get(..2).is_some_and(|two| two.bytes().all(|byte| byte.is_ascii_uppercase()));
    let digits = code.get(..3).is_some_and(|three| three.bytes().all(|byte| byte.is_ascii_digit()));
    (letters && 2 < code.len()) || (digits && 3 < code.len())
}
