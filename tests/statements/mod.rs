//! Every kind of statement, from HTTP to the page and the proof.

mod authority;
mod corrections;
mod fsck;
mod keys;
mod mandates;
mod names;
mod odd;
mod recalls;
mod same_as;
mod scene;
mod sides;
mod suspended;
mod vouched;
