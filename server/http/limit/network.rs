//! Who asks, as far as a network can tell.

use super::forwarded;
use crate::config::{Proxy, ProxyHeader};
use actix_web::http::header::{HeaderMap, HeaderName};
use std::net::{IpAddr, Ipv4Addr};

/// So many hops are read from the near end of a header; no honest chain is longer.
const HOPS_MAX: usize = 16;

/// One subscriber's part of the internet: an IPv4 address, or the 64 bits of IPv6 that are his.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Network {
    /// An IPv4 address.
    V4(Ipv4Addr),
    /// The first 64 bits of an IPv6 address.
    V6([u16; 4]),
    /// The connection does not say.
    Unknown,
}

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Self::V6([a, b, c, d])
            }
        }
    }
}

/// The proxies whose word counts.
#[derive(Debug, Clone)]
pub(crate) struct Proxies(Proxy);

impl Proxies {
    /// From the settings.
    pub(crate) const fn new(settings: Proxy) -> Self {
        Self(settings)
    }

    /// The network of whoever asks: the far end of the connection, or, as long as that is a proxy
    /// of ours, the one for whom it says that it asks. A word that cannot be read ends the search
    /// at the proxy that passed it on, so that it is that proxy's clients who share a limit.
    pub(crate) fn network(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Network {
        let Some(mut address) = peer.map(|peer| peer.to_canonical()) else {
            return Network::Unknown;
        };
        let name = self.header();
        let lines: Vec<&str> =
            headers.get_all(&name).filter_map(|value| value.to_str().ok()).collect();
        let mut hops = lines.iter().rev().flat_map(|line| line.rsplit(',')).take(HOPS_MAX);
        while self.trusts(address) {
            let said = hops.next().and_then(|hop| match self.0.header {
                ProxyHeader::XForwardedFor => forwarded::address(hop),
                ProxyHeader::Forwarded => forwarded::for_whom(hop),
            });
            let Some(said) = said else { break };
            address = said;
        }
        address.into()
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.trusted.iter().any(|net| net.contains(address))
    }

    const fn header(&self) -> HeaderName {
        match self.0.header {
            ProxyHeader::XForwardedFor => HeaderName::from_static("x-forwarded-for"),
            ProxyHeader::Forwarded => HeaderName::from_static("forwarded"),
        }
    }
}
