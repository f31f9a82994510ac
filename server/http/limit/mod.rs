//! How much one stranger may ask: who he is, how many pages he loads, how many of his signatures
//! do not match (`protocol.md` section 9). All of it is bounded in memory, and forgotten in a minute.

mod bounded;
mod faults;
mod forwarded;
mod network;
mod pages;

#[cfg(test)]
mod tests;

pub(crate) use faults::{BadSignatures, ConnectionFaults, Faults};
pub(crate) use network::{Network, Proxies};
pub(crate) use pages::Pages;
