//! Requests, by the route that took them. A route is a template such as `/t/{code:.*}`, never the
//! path that was asked for: paths are as many as there are lots, and tell who reads what.

use super::histogram::{ANSWERS_US, Histogram};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::{Registry, Unit};

/// A route.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Route {
    /// `GET`, `HEAD`, `POST`, `PUT`, or `other`.
    pub method: &'static str,
    /// The template, or `none`.
    pub route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    class: &'static str,
}

/// Requests that were answered.
#[derive(Debug)]
pub struct Requests {
    answered: Family<Answered, Counter>,
    took: Family<Route, Histogram, fn() -> Histogram>,
}

impl Requests {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let answered = Family::default();
        let took: Family<Route, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(ANSWERS_US));
        registry.register("requests", "Requests that were answered", answered.clone());
        let help = "Time from a request's head to the head of its answer";
        registry.register_with_unit("request", help, Unit::Seconds, took.clone());
        Self { answered, took }
    }

    /// Counts an answer.
    pub fn answer(&self, at: Route, status: u16, took_us: u64) {
        self.took.get_or_create(&at).observe_us(took_us);
        let Route { method, route } = at;
        self.answered.get_or_create(&Answered { method, route, class: class(status) }).inc();
    }
}

const fn class(status: u16) -> &'static str {
    match status {
        100..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    }
}
