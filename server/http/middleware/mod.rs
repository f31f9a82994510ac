//! What stands around every handler.

mod audience;
mod security;

pub use audience::OperatorToken;
pub use security::security_headers;
