//! What happened to the food, where, when and by whom; who signed for it.

use serde::Serialize;

use super::{Moment, Words};

/// The way of a lot, oldest step first: what is true of every pack of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Journey {
    /// At most 30 steps, merged by step and firm.
    pub steps: Vec<Step>,
    /// How many earlier steps there are beyond these.
    pub earlier: u32,
    /// A path that shows the earlier steps too, if this server has one.
    pub earlier_link: Option<String>,
    /// Where the lot first went different ways, unless the address names one branch.
    pub split: Option<Split>,
}

/// One line of the journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The `eventID` of every record merged into this line; empty if there is no record.
    pub event_ids: Vec<String>,
    /// What was done.
    pub kind: StepKind,
    /// Who did it.
    pub by: Option<Actor>,
    /// Where.
    pub place: Option<Place>,
    /// When it happened, or began; none for a step that only others mention.
    pub at: Option<Moment>,
    /// When the last of the merged records happened, if later than `at`.
    pub until: Option<Moment>,
    /// Who signed it and how; none is a grey line, "not on the record", and not a warning.
    pub signed: Option<Signed>,
    /// Whether the evidence file of this page holds the proof, so that a phone can check it.
    pub provable: bool,
}

/// A step in words that people use, from CBV business steps, GDST and FSMA 204 events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    Caught,
    Landed,
    Auctioned,
    Farmed,
    Picked,
    Collected,
    Born,
    Reared,
    Slaughtered,
    Matured,
    Cut,
    Minced,
    Processed,
    Treated,
    Cooled,
    Frozen,
    Thawed,
    Packed,
    Repacked,
    Inspected,
    Loaded,
    Unloaded,
    Stored,
    Shipped,
    Carried,
    Arrived,
    OnSale,
    Sold,
    Returned,
    Destroyed,
    /// A step that has no everyday word here; the page says "another step".
    Other,
}

impl StepKind {
    /// Every kind, for tests that each has its word in every language.
    pub const ALL: [Self; 31] = [
        Self::Caught,
        Self::Landed,
        Self::Auctioned,
        Self::Farmed,
        Self::Picked,
        Self::Collected,
        Self::Born,
        Self::Reared,
        Self::Slaughtered,
        Self::Matured,
        Self::Cut,
        Self::Minced,
        Self::Processed,
        Self::Treated,
        Self::Cooled,
        Self::Frozen,
        Self::Thawed,
        Self::Packed,
        Self::Repacked,
        Self::Inspected,
        Self::Loaded,
        Self::Unloaded,
        Self::Stored,
        Self::Shipped,
        Self::Carried,
        Self::Arrived,
        Self::OnSale,
        Self::Sold,
        Self::Returned,
        Self::Destroyed,
        Self::Other,
    ];
}

/// A company as a reader may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Actor {
    /// Its name, only if it set "name us"; otherwise the page says "a transport company".
    pub name: Option<Words>,
    /// What it does in this step.
    pub role: Role,
}

/// What a company does, for search and wording; roles carry no authority here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Producer,
    Vessel,
    Farm,
    Cooperative,
    Processor,
    Slaughterhouse,
    Packer,
    Auction,
    Broker,
    Carrier,
    Warehouse,
    /// A firm with shops, where a step does not tell whether it was in one of them.
    Retailer,
    Shop,
    Caterer,
    Laboratory,
    Certifier,
    Authority,
    Other,
}

impl Role {
    /// Every role, for tests that each has its word in every language.
    pub const ALL: [Self; 18] = [
        Self::Producer,
        Self::Vessel,
        Self::Farm,
        Self::Cooperative,
        Self::Processor,
        Self::Slaughterhouse,
        Self::Packer,
        Self::Auction,
        Self::Broker,
        Self::Carrier,
        Self::Warehouse,
        Self::Retailer,
        Self::Shop,
        Self::Caterer,
        Self::Laboratory,
        Self::Certifier,
        Self::Authority,
        Self::Other,
    ];
}

/// A place as coarse as its reader may know it: never an address, never a position at sea.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// A town, port or site that its owner published.
    pub name: Option<Words>,
    /// The region inside the country.
    pub region: Option<Words>,
    /// ISO 3166-1 alpha-2, upper case.
    pub country: Option<String>,
    /// FAO major fishing area, with subarea and division where known: `27.9.a`.
    pub fao_area: Option<String>,
}

/// Who stands behind a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signed {
    /// The organisation whose key signed.
    pub by: Actor,
    /// When the record entered the log.
    pub recorded: Moment,
    /// Whose hands the key was in.
    pub how: How,
    /// The signer later said that this key may have been misused.
    pub disputed: bool,
}

/// How a signature came about (protocol, sections 3 and 6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum How {
    /// By the organisation itself, with its own key.
    Own,
    /// With a key that another company's system holds: "entered through X's system".
    Through { operator: Words },
    /// By an agent under a mandate: "entered by C for V".
    For {
        principal: Words,
        /// With a key that this company's system holds.
        #[serde(skip_serializing_if = "Option::is_none")]
        operator: Option<Words>,
        /// With a device whose key had ended: when the agent vouched for it.
        #[serde(skip_serializing_if = "Option::is_none")]
        vouched: Option<Moment>,
    },
    /// On a device whose key had ended by the time it arrived: "signed on the device, vouched for by X on D".
    Vouched { by: Words, on: Moment },
}

/// Where the one way of a lot ends and its packs part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Split {
    /// The last place that every pack passed.
    pub from: Option<Place>,
    /// The kind of those who received it.
    pub to: Role,
    /// ISO 3166-1 alpha-2, sorted; may be empty when nobody published one.
    pub countries: Vec<String>,
}
