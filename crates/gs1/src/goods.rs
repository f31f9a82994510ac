//! What an event is about: a product, a lot, an item, a pallet, or goods without a GS1 key.

use std::{cmp::Ordering, fmt, hash};

use crate::{
    CodeError, Gtin, HouseLot, Lot, Serial, Sscc, Uri, YyMmDd, code::Code, percent::encode, typed,
    urn,
};

/// The domain of canonical Digital Link URIs.
const CANONICAL: &str = "https://id.gs1.org";

/// A name of goods. Two are equal when their canonical URIs are, so a serial number with its lot
/// equals the same serial number without.
#[derive(Debug, Clone)]
pub enum Goods {
    /// A product, all lots of it.
    Gtin(Gtin),
    /// One lot of a product.
    Lot(Gtin, Lot),
    /// One item of a product.
    Serial {
        /// The product.
        gtin: Gtin,
        /// Its lot, if the sender gave it; no part of the name.
        lot: Option<Lot>,
        /// Its number within the product.
        serial: Serial,
    },
    /// What of a product has this use-by date (AI 17) and no lot number.
    UseBy(Gtin, YyMmDd),
    /// What of a product has this best-before date (AI 15) and no lot number.
    BestBefore(Gtin, YyMmDd),
    /// A logistic unit: pallet, case, container.
    Sscc(Sscc),
    /// Goods without a GS1 key.
    House(HouseLot),
    /// Any other name; only [`Goods::parse`] can say that a URI is no key.
    Other(Uri),
}

/// Which variant of [`Goods`] it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GoodsKind {
    /// A product.
    Gtin,
    /// A lot.
    Lot,
    /// A single item.
    Serial,
    /// Goods marked by a use-by date.
    UseBy,
    /// Goods marked by a best-before date.
    BestBefore,
    /// A logistic unit.
    Sscc,
    /// A house lot.
    House,
    /// Another name.
    Other,
}

impl Goods {
    /// Reads a URI: GS1 Digital Link of any host and stem, EPC URN (`sgtin`, `lgtin`, `sscc`, and
    /// `idpat:sgtin` patterns of one product), house lot, or any other absolute URI.
    ///
    /// What looks like a Digital Link or is an EPC URN and has a fault is refused, never kept as
    /// another name.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        Code::parse(text).map(Self::of)
    }

    /// The same, and the product under each date (AI 17, AI 15) that a Digital Link gives beside its
    /// key: `/01/G/10/L?17=261231` names a lot, but a recall of `/01/G?17=261231` means it too.
    pub fn parse_dated(text: &str) -> Result<(Self, Vec<Self>), CodeError> {
        Code::parse_dated(text).map(|(code, dated)| (Self::of(code), dated))
    }

    fn of(code: Code) -> Self {
        match code {
            Code::Goods(goods) => goods,
            other @ (Code::Place(_) | Code::Party(_) | Code::Other(_)) => {
                Self::Other(other.into_uri())
            }
        }
    }

    /// Reads what a person typed or a scanner sent: also `(01)...(10)...`, a bare GTIN or SSCC, a
    /// GTIN and a lot with a space between, and a Digital Link without `https://`.
    pub fn from_typed(text: &str) -> Result<Self, CodeError> {
        typed::parse(text)
    }

    /// The canonical URI, the only equality inside the system.
    pub fn uri(&self) -> String {
        match self {
            // A serial number is unique within its product, so the lot is no part of the name.
            Self::Serial { gtin, serial, .. } => {
                format!("{CANONICAL}/01/{gtin}/21/{}", encode(serial.as_str()))
            }
            Self::House(house) => house.uri(),
            Self::Other(uri) => uri.to_string(),
            Self::Gtin(_)
            | Self::Lot(..)
            | Self::UseBy(..)
            | Self::BestBefore(..)
            | Self::Sscc(_) => {
                format!("{CANONICAL}{}", self.path())
            }
        }
    }

    /// The link for a label: `https://HOST/01/...`, with the lot of a serial number if it is known;
    /// a house lot under `/x/`, any other name under `/t?id=`. `host` is a host and perhaps a port,
    /// already judged by the caller.
    pub fn digital_link(&self, host: &str) -> String {
        format!("https://{host}{}", self.path())
    }

    /// The path of the page about these goods: `/t/01/...`, `/t/00/...`, `/t/x/...` or `/t?id=...`.
    pub fn page_path(&self) -> String {
        let path = self.path();
        if self.kind() == GoodsKind::Other { path } else { format!("/t{path}") }
    }

    fn path(&self) -> String {
        match self {
            Self::Gtin(gtin) => format!("/01/{gtin}"),
            Self::Lot(gtin, lot) => format!("/01/{gtin}/10/{}", encode(lot.as_str())),
            Self::Serial { gtin, lot, serial } => {
                let lot = lot.as_ref().map(|lot| format!("/10/{}", encode(lot.as_str())));
                format!("/01/{gtin}{}/21/{}", lot.unwrap_or_default(), encode(serial.as_str()))
            }
            Self::UseBy(gtin, date) => format!("/01/{gtin}?17={date}"),
            Self::BestBefore(gtin, date) => format!("/01/{gtin}?15={date}"),
            Self::Sscc(sscc) => format!("/00/{sscc}"),
            Self::House(house) => house.path(),
            Self::Other(uri) => format!("/t?id={}", encode(uri.as_str())),
        }
    }

    /// The EPC URN (Tag Data Standard 2.0 section 6) under a company prefix of `prefix_len` digits,
    /// which no Digital Link tells: `sgtin`, `lgtin`, `sscc`, or the `idpat:sgtin` pattern of a
    /// product. None for other names, and unless `prefix_len` is 6 to 12.
    pub fn to_urn(&self, prefix_len: usize) -> Option<String> {
        match self {
            Self::Gtin(gtin) => urn::gtin_pattern(gtin, prefix_len),
            Self::Lot(gtin, lot) => urn::lgtin(gtin, lot, prefix_len),
            Self::Serial { gtin, serial, .. } => urn::sgtin(gtin, serial, prefix_len),
            Self::Sscc(sscc) => urn::sscc(sscc, prefix_len),
            Self::UseBy(..) | Self::BestBefore(..) | Self::House(_) | Self::Other(_) => None,
        }
    }

    /// The digits against which GS1 company prefixes are matched: of GTIN-14 and SSCC from the
    /// second digit. None for names without a GS1 key.
    pub fn owner_digits(&self) -> Option<&str> {
        match self {
            Self::Sscc(sscc) => Some(sscc.owner_digits()),
            Self::Gtin(_)
            | Self::Lot(..)
            | Self::Serial { .. }
            | Self::UseBy(..)
            | Self::BestBefore(..) => self.gtin().map(Gtin::owner_digits),
            Self::House(_) | Self::Other(_) => None,
        }
    }

    /// The product, if the name has one.
    pub const fn gtin(&self) -> Option<&Gtin> {
        match self {
            Self::Gtin(gtin)
            | Self::Lot(gtin, _)
            | Self::Serial { gtin, .. }
            | Self::UseBy(gtin, _)
            | Self::BestBefore(gtin, _) => Some(gtin),
            Self::Sscc(_) | Self::House(_) | Self::Other(_) => None,
        }
    }

    /// The GS1 lot, if it was given.
    pub const fn lot(&self) -> Option<&Lot> {
        match self {
            Self::Lot(_, lot) => Some(lot),
            Self::Serial { lot, .. } => lot.as_ref(),
            Self::Gtin(_)
            | Self::UseBy(..)
            | Self::BestBefore(..)
            | Self::Sscc(_)
            | Self::House(_)
            | Self::Other(_) => None,
        }
    }

    /// Which sort of name it is.
    pub const fn kind(&self) -> GoodsKind {
        match self {
            Self::Gtin(_) => GoodsKind::Gtin,
            Self::Lot(..) => GoodsKind::Lot,
            Self::Serial { .. } => GoodsKind::Serial,
            Self::UseBy(..) => GoodsKind::UseBy,
            Self::BestBefore(..) => GoodsKind::BestBefore,
            Self::Sscc(_) => GoodsKind::Sscc,
            Self::House(_) => GoodsKind::House,
            Self::Other(_) => GoodsKind::Other,
        }
    }

    /// The more general names that hold these goods, nearest first: of a serial number its lot (if
    /// given) and product, of a lot or date its product.
    pub fn levels(&self) -> Vec<Self> {
        let product = self.gtin().map(|gtin| Self::Gtin(gtin.clone()));
        match self {
            Self::Serial { gtin, lot, .. } => {
                let lot = lot.as_ref().map(|lot| Self::Lot(gtin.clone(), lot.clone()));
                lot.into_iter().chain(product).collect()
            }
            Self::Lot(..) | Self::UseBy(..) | Self::BestBefore(..) => product.into_iter().collect(),
            Self::Gtin(_) | Self::Sscc(_) | Self::House(_) | Self::Other(_) => Vec::new(),
        }
    }
}

impl fmt::Display for Goods {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.uri())
    }
}

impl std::str::FromStr for Goods {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::parse(text)
    }
}

impl PartialEq for Goods {
    fn eq(&self, other: &Self) -> bool {
        self.uri() == other.uri()
    }
}

impl Eq for Goods {}

impl PartialOrd for Goods {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// In the byte order of the canonical URIs, which is also the order of recall rows.
impl Ord for Goods {
    fn cmp(&self, other: &Self) -> Ordering {
        self.uri().cmp(&other.uri())
    }
}

impl hash::Hash for Goods {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.uri().hash(state);
    }
}
