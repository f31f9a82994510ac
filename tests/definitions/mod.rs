//! The ledger's codecs and its tree, for drawn values, against their definitions.

mod codecs;
mod tree;
