//! What this node asks of events that its own clients send (`protocol.md` section 4): that they
//! are EPCIS 2.0. What another node admitted is kept all the same.

use super::rejection::{Fault, Rejection};
use crate::reading;
use epcis::Event;
use ledger::disclosure;
use ledger::statement::{Claims, Verified};

/// Judges the event of a statement, opened with the disclosures that this node has.
pub(super) fn judge(verified: &Verified, disclosures: &[String]) -> Result<(), Rejection> {
    let Claims::Event { epcis, .. } = verified.statement().inner().claims() else { return Ok(()) };
    let not_open = |text: String| Rejection::NotAdmitted(vec![whole(&text)]);
    let hidden = disclosure::digests_of(epcis).map_err(|error| not_open(error.to_string()))?;
    if !disclosures.is_empty() {
        let opened =
            disclosure::open(epcis, disclosures).map_err(|error| not_open(error.to_string()))?;
        if hidden.len() == disclosures.len() {
            return Event::read(&opened).map(drop).map_err(|faults| not_admitted(&faults));
        }
    }
    // A rule whose only breach is the absence of a concealed name is waived.
    match reading::of(verified).as_ref() {
        Some(Err(faults)) => Err(not_admitted(faults)),
        Some(Ok(_)) | None => Ok(()),
    }
}

fn not_admitted(faults: &[epcis::Fault]) -> Rejection {
    let told = |fault: &epcis::Fault| Fault {
        pointer: fault.pointer.to_string(),
        text: fault.text.clone(),
    };
    Rejection::NotAdmitted(faults.iter().map(told).collect())
}

fn whole(text: &str) -> Fault {
    Fault { pointer: String::new(), text: text.to_owned() }
}
