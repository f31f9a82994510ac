//! Walks a JSON tree, keeps the place, collects every fault.
//!
//! A reading function answers `None` where it found a fault, and has then noted it: so one pass over
//! an event lists all that is wrong with it.

mod scalars;
mod walk;

pub(crate) use walk::{Hiding, Reader};
