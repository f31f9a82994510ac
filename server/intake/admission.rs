//! What this node asks of events that its own clients send (`protocol.md` section 4): that they
//! are EPCIS 2.0. What another node admitted is kept all the same.

use super::rejection::{Fault, Rejection};
use json::Json;
use ledger::disclosure;

/// Judges an event, opened with the disclosures that this node has.
pub(super) fn judge(epcis: &Json, disclosures: &[String]) -> Result<(), Rejection> {
    let hidden = disclosure::digests_of(epcis)
        .map_err(|error| Rejection::NotAdmitted(vec![whole(&error.to_string())]))?;
    let opened = disclosure::open(epcis, disclosures)
        .map_err(|error| Rejection::NotAdmitted(vec![whole(&error.to_string())]))?;
    let read = if hidden.len() == disclosures.len() {
        epcis::Event::read(&opened)
    } else {
        // A rule whose only breach is the absence of a concealed name is waived.
        epcis::Event::read_opened(epcis)
    };
    read.map(drop).map_err(|faults| {
        let told =
            |fault: epcis::Fault| Fault { pointer: fault.pointer.to_string(), text: fault.text };
        Rejection::NotAdmitted(faults.into_iter().map(told).collect())
    })
}

fn whole(text: &str) -> Fault {
    Fault { pointer: String::new(), text: text.to_owned() }
}
