//! Logs: one line an event on standard error, `FURLONG_LOG` chooses what. A line of a request begins
//! with the request's id, wherever it is written.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicBool, Ordering};
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::Layer as _;
use tracing_subscriber::layer::{Context, Filter, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

/// The engine tells every phase of every height at `info`, and warns of every connection that closes;
/// `peers` says once which member's node is away.
const DEFAULT: &str = "warn,furlong=info,arc_malachitebft=warn,arc_malachitebft_network=error,\
                       arc_malachitebft_discovery=error,libp2p=error";

/// The part of the engine that warns of every actor that ends.
const SUPERVISOR: &str = "arc_malachitebft_engine::node";

/// The engine, and how lines of it begin that are no news: about a node that it does not reach, in
/// libp2p's words over several lines, every few seconds; and at the end of an epoch, when the engine
/// ends in good order, about parts that ended before others.
const ENGINE: &str = "arc_malachitebft";
const NO_NEWS: [&str; 6] = [
    "Error dialing peer",
    "Failed to send tick message",
    "Failed to send WAL flush reply",
    "Failed to send value to queue",
    "Actor has died, stopping network",
    "Error sending peer connected event to handle",
];

/// Why `engine` ends its actors.
const IN_ORDER: &str = "the node stops";

/// The operator told the program to end.
static ENDING: AtomicBool = AtomicBool::new(false);

/// Begins logging. A second call changes nothing.
pub fn start() {
    let filter = EnvFilter::try_from_env("FURLONG_LOG").unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let layer = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        // A log in a file is read with any tool.
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .with_filter(News);
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

/// What an operator should read.
struct News;

impl<S> Filter<S> for News {
    fn enabled(&self, event: &Metadata<'_>, _: &Context<'_, S>) -> bool {
        event.target() != SUPERVISOR || !ENDING.load(Ordering::SeqCst)
    }

    fn event_enabled(&self, event: &Event<'_>, _: &Context<'_, S>) -> bool {
        if !event.metadata().target().starts_with(ENGINE) {
            return true;
        }
        let mut told = Told::default();
        event.record(&mut told);
        let is_planned = event.metadata().target() == SUPERVISOR && told.reason.contains(IN_ORDER);
        !is_planned && !NO_NEWS.iter().any(|begins| told.message.starts_with(begins))
    }
}

/// The words of an event.
#[derive(Default)]
struct Told {
    message: String,
    reason: String,
}

impl Visit for Told {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        match field.name() {
            "message" => self.message = format!("{value:?}"),
            "reason" => self.reason = format!("{value:?}"),
            _ => {}
        }
    }
}
