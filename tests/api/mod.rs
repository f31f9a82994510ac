//! The addresses below `/api/v1` and `/log`, asked over HTTP on a real node.

mod assets;
mod attachments;
mod bad_input;
mod disk;
mod evidence;
mod limits;
mod metrics;
mod openapi;
mod readiness;
mod requests;
mod search;
mod statements;
mod vault;
