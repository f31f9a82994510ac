//! The cold chain: what was measured along the way, held against the product's own limits.

mod attached;
mod chain;
mod judge;
mod series;
mod summary;

pub(super) use chain::{chain, tells};
