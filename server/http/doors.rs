//! Where a node listens, and how it speaks there.

use super::server::HttpError;
use crate::tls::Identity;
use std::net::{SocketAddr, TcpListener};

/// The addresses of a node.
#[derive(Debug)]
pub enum Doors {
    /// HTTP.
    Plain(SocketAddr),
    /// HTTPS.
    Tls {
        /// Where.
        address: SocketAddr,
        /// With which certificate.
        identity: Box<Identity>,
        /// HTTP beside it, for commands of this machine.
        local: Option<SocketAddr>,
    },
}

/// A door that is open, and the address that it got.
pub(super) struct Open {
    pub(super) listener: TcpListener,
    pub(super) address: SocketAddr,
}

impl Doors {
    /// Opens the one for readers, and the one for this machine if there are two.
    pub(super) fn open(&self) -> Result<(Open, Option<Open>), HttpError> {
        match self {
            Self::Plain(address) => Ok((open(*address)?, None)),
            Self::Tls { address, local, .. } => Ok((open(*address)?, local.map(open).transpose()?)),
        }
    }

    pub(super) fn identity(&self) -> Option<&Identity> {
        match self {
            Self::Plain(_) => None,
            Self::Tls { identity, .. } => Some(identity),
        }
    }
}

fn open(address: SocketAddr) -> Result<Open, HttpError> {
    let failed = |source| HttpError::new(address, source);
    let listener = TcpListener::bind(address).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok(Open { listener, address })
}
