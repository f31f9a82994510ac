//! Crashes: what a node has acknowledged is there when it comes back.

mod bed;
mod chance;
mod counts;
mod kills;
mod load;
mod looks;
mod promises;
mod rounds;
