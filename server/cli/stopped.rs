//! Commands that write where a node writes: the node must be down.

use crate::config::Config;
use anyhow::bail;
use std::net::TcpStream;
use std::time::Duration;

/// So long a node on the same machine may take to answer.
const KNOCK: Duration = Duration::from_secs(1);

/// Refuses to go on while something listens where the node would.
pub(super) fn ensure_stopped(config: &Config) -> anyhow::Result<()> {
    if TcpStream::connect_timeout(&config.listen, KNOCK).is_ok() {
        bail!("something listens on {}: if it is this node, stop it first", config.listen);
    }
    Ok(())
}
