//! From an event to a signed statement.

use super::super::signing::Signer;
use super::attach::Dressed;
use super::package::Waiting;
use crate::client::ProblemFault;
use crate::keys::fill;
use epcis::Incoming;
use json::Json;
use ledger::disclosure::{conceal, conceal_by_default};
use ledger::statement::Body;

/// Whether quantities, prices, documents, exact places and persons are kept back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Showing {
    /// They are: the default.
    Concealed,
    /// Everything is published.
    Clear,
}

/// An event that cannot be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) event_id: Option<String>,
    pub(super) pointer: String,
    pub(super) faults: Vec<ProblemFault>,
}

/// Signs an event that has passed EPCIS, with the names of its files; or says why not.
pub(super) fn event(
    signer: &Signer,
    incoming: &Incoming,
    dressed: &Dressed,
    showing: Showing,
) -> Result<Waiting, Refused> {
    let sent_id = id(incoming);
    let pointer = incoming.pointer.to_string();
    let refused = |detail: String| Refused {
        event_id: sent_id.clone(),
        pointer: pointer.clone(),
        faults: vec![ProblemFault { pointer: pointer.clone(), detail }],
    };
    let (epcis, disclosures) = match showing {
        Showing::Clear => (dressed.json.clone(), Vec::new()),
        Showing::Concealed => concealed(dressed).map_err(|error| refused(error.to_string()))?,
    };
    let statement = signer
        .sign(Body::Event { epcis, corrects: None })
        .map_err(|error| refused(format!("it cannot be signed: {error}")))?;
    let event_id = sent_id.clone().unwrap_or_else(|| format!("urn:uuid:{}", statement.jti));
    let files = dressed.files.iter().map(|file| file.digest.to_hex()).collect();
    Ok(Waiting { event_id, pointer: pointer.clone(), jws: statement.jws, disclosures, files })
}

fn concealed(dressed: &Dressed) -> anyhow::Result<(Json, Vec<String>)> {
    let mut pointers = conceal_by_default(&dressed.json);
    for pointer in &dressed.conceal {
        if !pointers.contains(pointer) {
            pointers.push(pointer.clone());
        }
    }
    let mut failed = None;
    let salt = || {
        fill().unwrap_or_else(|error| {
            failed = Some(error);
            [0; 16]
        })
    };
    let (epcis, disclosures) = conceal(dressed.json.clone(), &pointers, salt)?;
    // A salt that is not random hides nothing, so nothing of this leaves.
    match failed {
        Some(error) => Err(error.into()),
        None => Ok((epcis, disclosures.iter().map(|one| one.text().to_owned()).collect())),
    }
}

/// The event's own id.
pub(super) fn id(incoming: &Incoming) -> Option<String> {
    incoming.json.get("eventID").and_then(Json::as_str).map(str::to_owned)
}
