//! Keys of rows.

use epcis::{Event, What};
use ledger::OrgId;
use ledger::governance::Told;

/// What joins the events of one long transformation.
pub(super) fn transformation_id(event: &Event) -> Option<&str> {
    match &event.what {
        What::Transformation { id, .. } => id.as_deref(),
        What::Object { .. }
        | What::Aggregation { .. }
        | What::Association { .. }
        | What::Transaction { .. }
        | What::Extended { .. } => None,
    }
}

/// What a fact is about.
pub(super) fn subject(told: &Told, iss: &OrgId) -> String {
    match told {
        Told::Product(product) => product.product.uri(),
        Told::Place(place) => place.place.clone(),
        Told::NameUs { .. } | Told::Identity { .. } => iss.as_str().to_owned(),
        Told::Mandate { agent, .. } => agent.as_str().to_owned(),
        Told::SameAs { mine, .. } => mine.uri(),
        Told::Dispute { leaf, .. } | Told::Annotate { leaf, .. } => leaf.to_string(),
    }
}
