//! One target for each parser of outside bytes: a function that takes any bytes and asserts what
//! must hold of them. libFuzzer calls them (`fuzz/bins/`), and so do the tests, with the inputs of
//! `fuzz/corpus/` (`tests/fuzz.rs`).

pub mod attachment;
pub mod block;
pub mod checkpoint;
pub mod code;
pub mod disclosure;
pub mod epcis;
pub mod evidence;
pub mod genesis;
pub mod json;
pub mod statement;
pub mod typed;

/// A target's name, which is that of its folder of inputs, and the target.
pub type Target = (&'static str, fn(&[u8]));

/// Every target, by name.
pub const TARGETS: [Target; 11] = [
    ("attachment", attachment::run),
    ("block", block::run),
    ("checkpoint", checkpoint::run),
    ("code", code::run),
    ("disclosure", disclosure::run),
    ("epcis", epcis::run),
    ("evidence", evidence::run),
    ("genesis", genesis::run),
    ("json", json::run),
    ("statement", statement::run),
    ("typed", typed::run),
];
