//! Which way is asked for.

use super::stop::Stop;

/// How far along the way a question wants to go.
#[derive(Debug, Clone, Default)]
pub(crate) struct Aim {
    /// The branch to follow where the lot splits.
    pub(crate) at: Option<Branch>,
    /// Walking back: only up to this time, and no farther than the branch's stop.
    pub(crate) until_ms: Option<i64>,
}

/// One of the ways that packs of a lot went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Branch {
    /// The way to a stop.
    Stop(Stop),
    /// The way of what is in this case, pallet or container.
    Carrier(String),
}
