//! Pages of goods, made anew or taken from the shelf.

use super::histogram::{ANSWERS_US, Histogram};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::{Registry, Unit};

/// Where a page came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// Read from the database.
    Cold,
    /// Made already, as of this very moment.
    Warm,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Shelf {
    shelf: &'static str,
}

/// Pages.
#[derive(Debug)]
pub struct Pages {
    cold: Histogram,
    warm: Histogram,
}

impl Pages {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let all: Family<Shelf, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(ANSWERS_US));
        let of = |shelf| all.get_or_create(&Shelf { shelf }).clone();
        let (cold, warm) = (of("cold"), of("warm"));
        let help = "Time to gather what a page of goods shows";
        registry.register_with_unit("page", help, Unit::Seconds, all);
        Self { cold, warm }
    }

    /// The histogram of one sort.
    pub const fn made(&self, made: Made) -> &Histogram {
        match made {
            Made::Cold => &self.cold,
            Made::Warm => &self.warm,
        }
    }
}
