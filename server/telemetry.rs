//! Logs: one line an event on standard error, `FURLONG_LOG` chooses what.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// The engine tells every phase of every height at `info`.
const DEFAULT: &str = "warn,furlong=info,arc_malachitebft=warn,libp2p=error";

/// Begins logging. A second call changes nothing.
pub fn start() {
    let filter = EnvFilter::try_from_env("FURLONG_LOG").unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(false);
    let begun = tracing_subscriber::registry().with(filter).with(layer).try_init();
    if begun.is_err() {
        tracing::debug!("logging had begun already");
    }
}
