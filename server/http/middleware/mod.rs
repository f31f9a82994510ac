//! What stands around every handler.

mod audience;
mod security;

pub use audience::OperatorToken;
pub(crate) use security::security_headers;
