//! What must hold through cuts, copies, second processes and messages that come twice.

mod again;
mod bench;
mod folder;
mod log;
mod proposals;
mod read_model;
mod twice;
