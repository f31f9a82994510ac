//! Is the house in order? What no compiler checks: layers, purity, sizes, migrations, words, links.
//!
//! Each check is a function from the repository's text to its faults. Beside the test that finds
//! none in the repository stands one that finds each fault in a small text that has it.

mod code;
mod layers;
mod links;
mod migrations;
mod pages;
mod purity;
mod schema;
mod sources;
mod sql;
mod tree;
mod words;
