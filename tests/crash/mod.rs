//! Crashes: what a node has acknowledged is there when it comes back.

mod kills;
