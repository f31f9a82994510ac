//! Settings: `furlong.toml` in the data folder, overridden by `FURLONG_*`.

mod peers;
mod settings;

pub use peers::{Consensus, NodeKey, NodeKeyError, Pace, Peer, Relay};
pub use settings::{
    Config, ConfigError, FILE, Floors, Labels, Limits, Net, NetError, Proxy, ProxyHeader, Tls,
};
