//! The node's own HTTPS: whose certificate it shows, what its readers call it, and the certificate
//! that the demonstration makes for an address in a home network.

mod error;
mod identity;
mod lan;
mod public_url;

pub use error::TlsError;
pub use identity::Identity;
pub use lan::{LanError, lan_address, write_identity};
pub use public_url::{PublicUrl, PublicUrlError};
