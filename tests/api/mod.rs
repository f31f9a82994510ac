//! The addresses below `/api/v1` and `/log`, asked over HTTP on a real node.

mod assets;
mod bad_input;
mod disk;
mod evidence;
mod limits;
mod readiness;
mod search;
mod statements;
mod vault;
