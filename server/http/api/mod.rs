//! The `/api/v1` and `/log` addresses: one file a resource.

pub mod attachments;
pub mod evidence;
pub mod heads;
pub mod labels;
pub mod log;
pub mod operations;
mod refusals;
pub mod search;
pub mod statements;
pub mod vault;
