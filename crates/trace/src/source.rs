//! What a walk asks of the outside: events, and what is known of goods, parties and places.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::cold::Range;
use crate::event::{Event, Qty};

/// Where events are kept.
pub trait Source {
    /// Why an answer could not be had.
    type Error;

    /// Events in which these goods stand in any role, in order of their index, at most `max` of
    /// them. Exactly these goods: a lot's answer has no event of its serials or of its GTIN.
    fn events_of(&self, goods: &str, max: usize) -> Result<Vec<Event>, Self::Error>;

    /// Transformation events with this `transformationID`, of any issuer, at most `max`.
    fn events_of_transformation(&self, id: &str, max: usize) -> Result<Vec<Event>, Self::Error>;

    /// Later events that correct any of these, or correct such a correction, and name other goods,
    /// at most `max`. A source whose `events_of` gives them all has none to add.
    fn corrections_of(&self, _events: &[u64], _max: usize) -> Result<Vec<Event>, Self::Error> {
        Ok(Vec::new())
    }

    /// Other codes that somebody says mean the same goods, at most `max`.
    fn same_as(&self, goods: &str, max: usize) -> Result<Vec<SameAs>, Self::Error>;
}

/// A statement that two codes name the same goods. It joins them only if both firms signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameAs {
    /// The other code.
    pub goods: String,
    /// The organisations that signed.
    pub signers: BTreeSet<String>,
}

/// What the chain's members, places and products are known to be.
pub trait Directory {
    /// Organisations with which the record of these goods may start: the owner of their prefix
    /// first, then those that the owner named. Empty if nobody owns the prefix.
    fn starters(&self, goods: &str) -> Vec<String>;

    /// Whether an event was recorded for the owner of these goods by somebody whom the owner asked
    /// to. Such an event counts as if the owner had signed it; what else its signer says does not.
    fn is_for_owner(&self, goods: &str, event: &Event) -> bool;

    /// The organisation that a party id or a place belongs to.
    fn keeper(&self, place_or_party: &str) -> Option<String>;

    /// ISO 3166 code of the country of a place or party.
    fn country(&self, place_or_party: &str) -> Option<String>;

    /// At which temperatures the owner says that these goods are to be kept.
    fn storage(&self, goods: &str) -> Option<Range>;

    /// An amount of these goods in another unit (`None` is pieces), by an exact factor or by the
    /// net content that the owner signed; `None` where there is neither.
    fn convert(&self, goods: &str, amount: &Qty, to: Option<&str>) -> Option<Decimal>;
}

/// How far one walk goes. Each bound makes the answer `truncated`, never an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Events read in all.
    pub events: usize,
    /// Lots walked back through.
    pub lots: usize,
    /// Cases, pallets and containers followed.
    pub carriers: usize,
    /// Steps shown before the rest stands behind "14 earlier steps".
    pub steps: usize,
}

impl Limits {
    /// Bounds of a page.
    pub const PAGE: Self = Self { events: 20_000, lots: 2_000, carriers: 4_000, steps: 30 };
}
