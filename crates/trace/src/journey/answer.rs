//! A question about goods, and its answer.

use std::sync::Arc;

use super::{Gap, Step};
use crate::correction::Correction;
use crate::custody::Claim;
use crate::event::Event;
use crate::finding::Finding;
use crate::source::Limits;
use crate::way::Split;

/// A question about goods.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// Canonical URI of a lot, serial, SSCC or house lot; a serial may stand with its lot.
    pub goods: &'a str,
    /// A place, party or SSCC that names the branch to follow after the lot split.
    pub at: Option<&'a str>,
    /// Now, in UTC milliseconds: what has not happened for a week is a finding.
    pub now_ms: i64,
    /// How far to go.
    pub limits: Limits,
}

/// What is true of every pack of the goods asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Journey {
    /// The last steps, oldest first.
    pub steps: Vec<Step>,
    /// How many steps before them are left out.
    pub earlier: usize,
    /// Where packs of the lot parted, unless the question named a branch to its end.
    pub after_split: Option<Split>,
    /// What others say of the goods without being in their chain of custody.
    pub unconfirmed: Vec<Step>,
    /// The events behind `unconfirmed`, each with why it does not count.
    pub claims: Vec<Claim>,
    /// Events that their own issuers withdrew.
    pub corrections: Vec<Correction>,
    /// What is not known.
    pub gaps: Vec<Gap>,
    /// What is odd.
    pub findings: Vec<Finding>,
    /// A bound was met: there is more than this.
    pub truncated: bool,
    /// The events behind all steps, in order of time.
    pub events: Vec<Arc<Event>>,
}
