//! What stands around every handler.

mod audience;
mod gate;
mod requests;
mod security;

pub use audience::OperatorToken;
pub(crate) use gate::{Gate, gate, too_many_pages};
pub(crate) use requests::{current, traced};
pub(crate) use security::security_headers;
