//! What a block changed, for those who keep the state in rows.

use crate::Hash;
use std::collections::BTreeMap;

/// The rows that differ after a block, each in its final text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// New and changed member rows, by their place.
    pub members: BTreeMap<u64, String>,
    /// Changed recall rows by code; none where no state is left.
    pub recalls: BTreeMap<String, Option<String>>,
    /// Open proposals that are new or have more ballots, as [`Proposal::text`](super::Proposal::text)
    /// writes them; none where they are closed.
    pub proposals: BTreeMap<Hash, Option<String>>,
    /// Proposals that came to an end, in the order in which they did.
    pub closed: Vec<(Hash, Outcome)>,
    /// Leaves whose bytes may now be dropped. One that is no event or vouched statement is kept.
    pub redactions: Vec<u64>,
    /// The epoch that begins with the next block, if this one ended an epoch.
    pub epoch_begun: Option<u64>,
}

/// How a proposal ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It passed and acts from the next height.
    Acts,
    /// It passed, but what it is about was no longer as it needs it.
    Impossible,
    /// 30 days went by, or the epoch ended, or its asker asked anew.
    Lapsed,
}
