//! Logs: one line an event on standard error, `FURLONG_LOG` chooses what. A line of a request begins
//! with the request's id, wherever it is written.

use std::sync::atomic::{AtomicBool, Ordering};
use tracing::Metadata;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// The engine tells every phase of every height at `info`.
const DEFAULT: &str = "warn,furlong=info,arc_malachitebft=warn,libp2p=error";

/// The part of the engine that warns of every actor that ends.
const SUPERVISOR: &str = "arc_malachitebft_engine::node";

/// The operator told the program to end.
static ENDING: AtomicBool = AtomicBool::new(false);

/// Begins logging. A second call changes nothing.
pub fn start() {
    let filter = EnvFilter::try_from_env("FURLONG_LOG").unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let layer = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_filter(filter_fn(is_news));
    let begun = tracing_subscriber::registry().with(filter).with(layer).try_init();
    if begun.is_err() {
        tracing::debug!("logging had begun already");
    }
}

/// `act`, to be done on another thread, whose lines belong to what is going on here.
pub fn within<T>(act: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let span = tracing::Span::current();
    move || span.in_scope(act)
}

/// From now on, that the engine's actors end is what was asked for, and no news.
pub fn ending() {
    ENDING.store(true, Ordering::SeqCst);
}

fn is_news(event: &Metadata<'_>) -> bool {
    event.target() != SUPERVISOR || !ENDING.load(Ordering::SeqCst)
}
