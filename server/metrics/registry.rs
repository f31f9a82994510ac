//! All of a node's numbers. A process may run several nodes, as tests do, so nothing is global.

use super::commit::Blocks;
use super::histogram::Histogram;
use super::http::Requests;
use super::intake::Statements;
use super::project::Projected;
use super::replica::Queue;
use super::store::Transactions;
use super::views::Pages;
use crate::clock::Clock;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What all names of this program begin with.
const PREFIX: &str = "furlong";

/// The numbers of one node; clones share them.
#[derive(Clone)]
pub struct Metrics(Arc<Inner>);

struct Inner {
    clock: Arc<dyn Clock>,
    registry: Mutex<Registry>,
    stages: Stages,
}

/// One group a stage, in the order in which data flows.
#[derive(Debug)]
pub struct Stages {
    /// Requests.
    pub http: Requests,
    /// Statements that came.
    pub intake: Statements,
    /// Statements that wait.
    pub replica: Queue,
    /// Blocks.
    pub commit: Blocks,
    /// Transactions.
    pub store: Transactions,
    /// The read model.
    pub project: Projected,
    /// Pages.
    pub views: Pages,
}

impl Metrics {
    /// All at zero, timed by a clock.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let mut registry = Registry::with_prefix(PREFIX);
        let version = ("version", env!("CARGO_PKG_VERSION"));
        let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
        let build = Info::new([version, ("profile", profile)]);
        registry.register("build", "Which program runs", build);
        let stages = Stages {
            http: Requests::register(registry.sub_registry_with_prefix("http")),
            intake: Statements::register(registry.sub_registry_with_prefix("intake")),
            replica: Queue::register(registry.sub_registry_with_prefix("replica")),
            commit: Blocks::register(registry.sub_registry_with_prefix("commit")),
            store: Transactions::register(registry.sub_registry_with_prefix("store")),
            project: Projected::register(registry.sub_registry_with_prefix("project")),
            views: Pages::register(registry.sub_registry_with_prefix("views")),
        };
        Self(Arc::new(Inner { clock, registry: Mutex::new(registry), stages }))
    }

    /// The numbers to add to.
    pub fn stages(&self) -> &Stages {
        &self.0.stages
    }

    /// Microseconds since some instant, for [`Metrics::since`].
    pub fn begin(&self) -> u64 {
        self.0.clock.ticks_us()
    }

    /// Microseconds since then.
    pub fn since(&self, begun: u64) -> u64 {
        self.begin().saturating_sub(begun)
    }

    /// Does something and enters how long it took, also if it failed.
    pub fn time<T>(&self, histogram: &Histogram, act: impl FnOnce() -> T) -> T {
        let begun = self.begin();
        let done = act();
        histogram.observe_us(self.since(begun));
        done
    }

    /// Adds numbers that are looked up whenever somebody asks.
    pub fn collect(&self, looked_up: Box<dyn Collector>) {
        self.registry().register_collector(looked_up);
    }

    /// Everything as OpenMetrics text, version 1.0.0.
    pub fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry())?;
        Ok(text)
    }

    /// A collector that panics has changed nothing.
    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.0.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").field("stages", &self.0.stages).finish_non_exhaustive()
    }
}
