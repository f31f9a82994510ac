//! What is counted and timed, stage by stage, and told at `/metrics`.
//!
//! Counting is an atomic addition: it may stand on every path. What is known anyway (heights, queue,
//! room) is not counted but looked up when somebody asks, see `server/gauges.rs`. Every name stands
//! in docs/operations.md, "Watching it", with its unit and what to do; a test compares the two.

mod commit;
mod histogram;
mod http;
mod intake;
mod project;
mod registry;
mod replica;
mod store;
mod views;

pub use commit::Blocks;
pub use histogram::Histogram;
pub use http::{Requests, Route};
pub use intake::{Refused, Statements};
pub use project::Projected;
pub use registry::{Metrics, Stages};
pub use replica::Queue;
pub use store::{Transactions, Writes};
pub use views::{Made, Pages};
