//! What the nodes of a run hold to: the product's rules, or those with one of them broken, to show
//! that the simulation would see it.

use ledger::state::quorum;

/// The rules of a run.
#[expect(clippy::struct_excessive_bools, reason = "each stands for one rule")]
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    /// How many of n validators decide.
    pub(super) quorum: fn(usize) -> usize,
    /// The guard is asked before a vote and before a cosignature.
    pub(super) asks_guard: bool,
    /// A node whose votes are lost goes on from what its database holds.
    pub(super) goes_on: bool,
    /// A receipt is given only after the commit.
    pub(super) receipts_wait: bool,
    /// A checkpoint is cosigned only after its block is decided.
    pub(super) cosigns_decided: bool,
    /// A leaf that was voted out leaves its hash in the tree.
    pub(super) keeps_hashes: bool,
    /// Every statement of a block is checked before a vote for it.
    pub(super) checks_statements: bool,
}

/// The product's.
pub(super) const RIGHT: Rules = Rules {
    quorum,
    asks_guard: true,
    goes_on: false,
    receipts_wait: true,
    cosigns_decided: true,
    keeps_hashes: true,
    checks_statements: true,
};

const fn half(n: usize) -> usize {
    n.div_ceil(2)
}

/// Each with one rule broken, its name, and the seed from which on it is looked for: one that is
/// known to show it, as long as nobody changes what seeds draw.
pub(super) const WRONG: [(&str, u64, Rules); 7] = [
    ("half of the votes decide", 1, Rules { quorum: half, ..RIGHT }),
    ("nobody asks the guard", 40, Rules { asks_guard: false, ..RIGHT }),
    ("an old copy goes on", 94, Rules { goes_on: true, ..RIGHT }),
    ("receipts come before the commit", 0, Rules { receipts_wait: false, ..RIGHT }),
    ("checkpoints come before the decision", 0, Rules { cosigns_decided: false, ..RIGHT }),
    ("statements are not judged", 0, Rules { checks_statements: false, ..RIGHT }),
    ("redaction takes the hash too", 0, Rules { keeps_hashes: false, ..RIGHT }),
];
