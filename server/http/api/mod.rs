//! The `/api/v1`, `/log` and `/peer/v1` addresses: one file a resource.

pub mod attachments;
pub mod evidence;
pub mod heads;
pub mod labels;
pub mod log;
pub mod operations;
pub mod peers;
mod refusals;
pub mod search;
pub mod statements;
pub mod vault;
