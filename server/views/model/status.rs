//! The first line of a page: is there a recall, and how old is that knowledge?

use serde::Serialize;

use super::{Day, Moment, Words};

/// The state of what was scanned. The worst that holds is shown: recalled, on hold, unknown, stale,
/// past use-by, withdrawn, clear.
///
/// It is read from the ledger's recall rows, never from the projection (protocol, section 7). The
/// wording is "No recall recorded" and never "safe": nobody here has tasted the food.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Status {
    /// No recall and no hold on this code or any code that covers it.
    Clear {
        /// When the companies that keep the record last confirmed it.
        checked: Moment,
    },
    /// At least one recall is in force. Several are shown newest first.
    Recalled {
        /// Never empty.
        notices: Vec<Notice>,
    },
    /// The owner or an authority asked not to sell or eat it while it is looked into.
    OnHold {
        /// Never empty.
        notices: Vec<Notice>,
    },
    /// There was a recall, and those who called it took it back.
    Withdrawn {
        /// When it was taken back.
        since: Moment,
        /// The recall as it was.
        had: Box<Notice>,
        /// As for `Clear`.
        checked: Moment,
    },
    /// The use-by day has ended at the last known place. Best-before never sets this.
    PastUseBy {
        /// The last day on which it should have been eaten.
        last_day: Day,
        /// As for `Clear`.
        checked: Moment,
    },
    /// No record of this lot, or none that is published: the two read the same on purpose.
    Unknown {
        /// As for `Clear`.
        checked: Moment,
    },
    /// This copy of the record is older than ten minutes, so it cannot say that there is no recall.
    Stale {
        /// Age of the newest confirmation by enough companies.
        minutes: u32,
        /// The moment up to which no recall was recorded.
        as_of: Moment,
    },
}

impl Status {
    /// Whether the page must open with the notice, above the name.
    pub const fn comes_first(&self) -> bool {
        match self {
            Self::Recalled { .. } | Self::OnHold { .. } => true,
            Self::Clear { .. }
            | Self::Withdrawn { .. }
            | Self::PastUseBy { .. }
            | Self::Unknown { .. }
            | Self::Stale { .. } => false,
        }
    }
}

/// One recall or hold, in the words of whoever called it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// The code that it names, as a canonical goods URI; it may cover more than this lot.
    pub code: String,
    /// Position of the statement in the record.
    pub index: u64,
    /// Who called it: the brand's owner, or an authority.
    pub by: Words,
    /// Of an authority: where it is one, ISO 3166; empty for the owner of the goods.
    pub authority_for: Vec<String>,
    /// Why.
    pub reason: Option<Words>,
    /// What to do with the food.
    pub action: Option<Words>,
    /// To be dialled as written.
    pub phone: Option<String>,
    /// The notice's public number.
    pub number: Option<String>,
    /// The notice itself; only `https://` addresses reach a page.
    pub link: Option<String>,
    /// When it was recorded.
    pub since: Moment,
}

/// How new this copy of the record is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Freshness {
    /// The q-th newest confirmation: as many companies as are needed had confirmed it by then.
    pub as_of: Moment,
    /// How many companies confirmed it.
    pub companies: u32,
    /// Age of `as_of` when the page was made, in whole minutes.
    pub minutes: u32,
    /// Number of records in the log that the page was read from.
    pub size: u64,
}
