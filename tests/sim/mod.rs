//! The simulation: several nodes of a chain in one thread, with time, disks, wires and wishes drawn
//! from a seed. The ledger's rules, the guard file and the evidence check are the product's; the
//! engine, the database and the disk stand in for the real ones. Modelled on the VOPR of `TigerBeetle`.
//!
//! `cargo xtask sim` runs more seeds; what fails prints its seed and its shortest history.

mod book;
mod cast;
mod chance;
mod clerk;
mod counts;
mod disk;
mod forger;
mod node;
mod plan;
mod reader;
mod round;
mod rules;
mod run;
mod seeds;
mod shrink;
mod truth;
mod world;
