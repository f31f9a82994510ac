//! Facts about the food, each a topic and a value; the first four stand above the fold.

use serde::Serialize;

use super::{Actor, Day, Place, Quantity, Words};

/// One row of the list of facts. No topic occurs twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    pub topic: Topic,
    pub value: Value,
}

impl Fact {
    /// A fact from its two halves.
    pub const fn new(topic: Topic, value: Value) -> Self {
        Self { topic, value }
    }
}

/// What a fact is about. Seafood: Regulation (EU) 1379/2013 art. 35. Meat: (EC) 1760/2000 and
/// (EU) 1337/2013. Fruit: (EU) 2023/2429.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    Caught,
    CaughtBy,
    CaughtWith,
    CatchArea,
    ProductionMethod,
    Species,
    Landed,
    Defrosted,
    Picked,
    GrownIn,
    GrownBy,
    Variety,
    Class,
    Size,
    Treatment,
    BornIn,
    RearedIn,
    SlaughteredIn,
    SlaughteredOn,
    CutIn,
    PreparedIn,
    CutName,
    Matured,
    AnimalReference,
    Origin,
    Packed,
    PackedBy,
    UseBy,
    BestBefore,
    KeepAt,
    Frozen,
    Net,
    Allergens,
    Ingredients,
}

impl Topic {
    /// Every topic, for tests that each has its label in every language.
    pub const ALL: [Self; 34] = [
        Self::Caught,
        Self::CaughtBy,
        Self::CaughtWith,
        Self::CatchArea,
        Self::ProductionMethod,
        Self::Species,
        Self::Landed,
        Self::Defrosted,
        Self::Picked,
        Self::GrownIn,
        Self::GrownBy,
        Self::Variety,
        Self::Class,
        Self::Size,
        Self::Treatment,
        Self::BornIn,
        Self::RearedIn,
        Self::SlaughteredIn,
        Self::SlaughteredOn,
        Self::CutIn,
        Self::PreparedIn,
        Self::CutName,
        Self::Matured,
        Self::AnimalReference,
        Self::Origin,
        Self::Packed,
        Self::PackedBy,
        Self::UseBy,
        Self::BestBefore,
        Self::KeepAt,
        Self::Frozen,
        Self::Net,
        Self::Allergens,
        Self::Ingredients,
    ];
}

/// The value of a fact: a code or a language map, never a worded sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", content = "is", rename_all = "snake_case")]
pub enum Value {
    /// One calendar day.
    Day(Day),
    /// Several days, the first and the last.
    Days { from: Day, until: Day },
    /// A whole number of days, such as the time meat matured.
    DayCount(u32),
    /// Where.
    Place(Place),
    /// Where and on which day.
    PlaceOn { place: Place, on: Day },
    /// A country and the approval number of the plant there.
    Approved { country: String, number: Option<String> },
    /// Who.
    Actor(Actor),
    /// A ship and its flag state (ISO 3166-1 alpha-2).
    Vessel { name: Words, flag: Option<String> },
    /// A species by FAO ASFIS three-letter code, with its scientific name.
    Species { code: Option<String>, scientific: Option<String> },
    /// A word of one of the code lists.
    Coded { list: CodeList, code: String },
    /// Several words of one code list.
    Codes { list: CodeList, codes: Vec<String> },
    /// Free text of the author.
    Text(Words),
    /// An identifier that is printed as it is.
    Plain(String),
    /// An amount, only where it stands on the pack.
    Quantity(Quantity),
    /// A range of temperatures in thousandths of a degree Celsius; either end may be open.
    Temperature { min: Option<i64>, max: Option<i64> },
    /// Yes or no.
    Flag(bool),
    /// Several values of one topic, each told once: born in France and in Ireland.
    Several(Vec<Value>),
}

/// Where the words for a code are found: `{list}-{code}` in the Fluent files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeList {
    /// FAO ISSCFG gear code: `LLS`, `OTB`.
    Gear,
    /// GDST and EU: `wild`, `freshwater`, `farmed`.
    Production,
    /// ISO 3166-1 alpha-2.
    Country,
    /// FAO major fishing area: `27`.
    Area,
    /// EU 1169/2011 annex II allergen: `fish`, `milk`.
    Allergen,
    /// Marketing class: `extra`, `1`, `2`.
    Class,
}
