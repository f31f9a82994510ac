//! The events of a journey, ready to be signed.

use super::attached::{self, Attached};
use super::dates;
use super::enrol::iss;
use super::setup::Setup;
use epcis::Document;
use json::Json;
use ledger::OrgId;

/// An event and who signs it.
pub(super) struct ToSign {
    pub(super) by: OrgId,
    pub(super) event_id: String,
    pub(super) epcis: Json,
    /// Files that it names.
    pub(super) files: Vec<Attached>,
}

/// All events of all journeys, in the order in which they are recorded; or what is wrong with the
/// documents.
pub(super) fn events(setup: &Setup, chain: &str, days: i64) -> Result<Vec<ToSign>, String> {
    let mut events = Vec::new();
    for text in setup.documents(chain) {
        let document = Document::parse(text.as_bytes())
            .map_err(|faults| faults.first().map_or_else(String::new, ToString::to_string))?;
        for incoming in document.events {
            let mut epcis = incoming.json;
            dates::shift(&mut epcis, days);
            let files = attached::name(&mut epcis, days);
            let event_id =
                epcis.get("eventID").and_then(Json::as_str).unwrap_or_default().to_owned();
            let by = setup
                .signers
                .get(&event_id)
                .and_then(|id| setup.organisation(id))
                .and_then(|org| iss(setup, org, chain).ok())
                .ok_or_else(|| format!("nobody signs the event {event_id}"))?;
            events.push(ToSign { by, event_id, epcis, files });
        }
    }
    Ok(events)
}
