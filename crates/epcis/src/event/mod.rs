//! One EPCIS 2.0 event: the typed model and how it is read from JSON-LD (GS1 EPCIS 2.0, ISO/IEC
//! 19987:2024, section 7.4).
//!
//! What is required of which type stands in [`shape`]; the rest reads one group of members each.

mod concealed;
mod declaration;
mod dimension;
mod endpoint;
mod extension;
mod goods;
mod place;
mod read;
mod same;
mod shape;
mod types;

pub use concealed::without_digests;
pub use declaration::ErrorDeclaration;
pub use dimension::{Action, What};
pub use endpoint::{BizTransaction, Endpoint, EndpointId};
pub use extension::{Extensions, Field};
pub use goods::{GoodsSet, Item, Quantity};
pub use place::EventPlace;
pub(crate) use read::read_at;
pub use same::same_apart_from_error;
pub use types::{Event, EventType, PersistentDisposition};

#[cfg(test)]
mod concealed_tests;
#[cfg(test)]
mod tests;
