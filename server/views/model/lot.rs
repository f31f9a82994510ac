//! The whole of one page: a lot, a serial, a pallet or a house lot.

use serde::Serialize;

use super::{
    Actor, Certificate, Claim, ColdChain, Correction, Day, Dispute, Fact, Finding, Freshness,
    Journey, Quantity, Remark, SignedRecord, Status, Unknown, Words,
};

/// Everything that one reader may know of one code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LotPage {
    pub code: Code,
    /// The chain that answered: `<name>/<64 hex digits>`.
    pub origin: String,
    pub status: Status,
    pub freshness: Freshness,
    pub product: Product,
    /// Most important first; the page shows four above the fold.
    pub facts: Vec<Fact>,
    pub journey: Journey,
    /// Lots in the goods, and lots that they were made from, as far as this reader may hold the
    /// records that name them; at most 40.
    pub lots: Vec<Listed>,
    pub cold_chain: Option<ColdChain>,
    pub certificates: Vec<Certificate>,
    /// Oldest first.
    pub signatures: Vec<SignedRecord>,
    pub corrections: Vec<Correction>,
    pub disputes: Vec<Dispute>,
    pub remarks: Vec<Remark>,
    pub findings: Vec<Finding>,
    pub unknowns: Vec<Unknown>,
    /// Others' claims, not confirmed.
    pub claims: Vec<Claim>,
    /// The history was entered after it happened; said once, not per step.
    pub entered_afterwards: bool,
    /// The chain has one validator, so that one company could rewrite it.
    pub kept_by_one_company: bool,
    /// How many records of the journey have no proof here: of companies that are not named to this
    /// reader, and what had no room.
    pub unproved: u64,
}

/// What was scanned or typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Code {
    /// The canonical goods URI, for example `https://id.gs1.org/01/{gtin14}/10/{lot}`.
    pub uri: String,
    /// Path of this page on any node: `/t/01/{gtin14}/10/{lot}`; starts with `/t`, percent-encoded.
    pub path: String,
    /// Path of the evidence file, usually `{path}/evidence`.
    pub evidence: String,
    /// Path of the product's page without lot, if there is one.
    pub product_path: Option<String>,
    pub level: Level,
}

/// Another lot that a page stands on; a phone asks whether it is recalled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Its canonical URI.
    pub uri: String,
    /// Path of its page.
    pub path: String,
    /// What its owner calls the product; empty if nobody published a name.
    pub names: Words,
    /// The lot as printed, or a company's own number.
    pub lot: Option<String>,
}

/// How much of the goods a code covers, with what stands on the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "level", rename_all = "snake_case")]
pub enum Level {
    /// Every pack of a product: only a GTIN.
    Product { gtin: String },
    /// One production run.
    Lot { gtin: String, lot: String },
    /// A product marked only by date: GTIN + AI 17 or AI 15.
    DatedLot { gtin: String, date: Day, mark: DateMark },
    /// One pack.
    Serial { gtin: String, serial: String },
    /// One case or pallet.
    Logistic { sscc: String },
    /// Goods without a GTIN, numbered by the company that holds them.
    House { thing: HouseThing, code: String },
    /// Any other absolute URI.
    Other,
}

/// Which date stands on the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DateMark {
    /// AI 17: not to be eaten after it.
    UseBy,
    /// AI 15: at its best until it.
    BestBefore,
}

/// What a house code numbers (design, section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HouseThing {
    Lot,
    Bin,
    Tank,
    Group,
    Animal,
}

/// What the goods are called and whose they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Product {
    pub kind: Kind,
    /// Empty if nobody published a name.
    pub names: Words,
    pub brand: Option<Words>,
    /// Net content as printed on the pack.
    pub net: Option<Quantity>,
    /// The owner of the code's prefix.
    pub producer: Option<Actor>,
    /// Whom to ask about a pack that looks wrong.
    pub contact: Option<Contact>,
}

/// How to reach the firm behind a product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// To be dialled as written.
    pub phone: Option<String>,
    /// Only `https://` addresses reach a page.
    pub web: Option<String>,
}

/// The trade that chooses words and picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Seafood,
    Fruit,
    Meat,
    #[default]
    Other,
}
