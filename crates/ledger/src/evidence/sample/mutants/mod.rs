//! Mutants: files that somebody changed in one of many ways, the same file for the same number
//! everywhere. No checker may believe one, and all must name the same step.

mod bytes;
mod chance;
mod draw;
mod selection;
mod spots;
#[cfg(test)]
mod tests;
mod values;

pub use draw::{Mutant, Mutants};
