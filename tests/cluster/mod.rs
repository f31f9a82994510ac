//! Four companies' nodes, each a process of its own, founded by the commands that companies use, and
//! what goes wrong between them.
//!
//! Everything stays on 127.0.0.1. Each node reaches each other one through a proxy of the test's own,
//! once for votes and once for HTTP; a partition, a one-way line and a bad line are made there.

mod bed;
mod damage;
mod demo;
mod faults;
mod guide;
mod joining;
mod line;
mod load;
mod looks;
