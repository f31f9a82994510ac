//! What a person typed, and which goods it may mean: a code, or words that products, lots and dates
//! have.

mod ask;
mod code;
mod day;
mod look;
mod pieces;
mod text;

pub(super) use code::candidate;
