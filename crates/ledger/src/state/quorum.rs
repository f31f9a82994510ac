//! How many of n must agree.

/// `floor(2n/3) + 1`: votes, cosignatures, the policy group, and ballots that change the chain
/// (`protocol.md` section 1). 1, 2, 3, 3, 4, 5, 5 for n = 1 to 7: two such sets always share more
/// than a third.
pub const fn quorum(n: usize) -> usize {
    (n.saturating_mul(2) / 3).saturating_add(1)
}

/// More than n/2: the ballots about one organisation.
pub const fn majority(n: usize) -> usize {
    (n / 2).saturating_add(1)
}
