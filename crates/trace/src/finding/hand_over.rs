//! Findings about hands: who sent, who received, who only says so.

use std::collections::BTreeMap;

use super::Finding;
use super::table::{Code, UNANSWERED_MS};
use crate::custody::{Claim, ClaimReason, Custody, Sighting};
use crate::event::Event;
use crate::source::Directory;

/// Shipments that nobody answered for a week.
pub(super) fn unanswered(
    custody: &Custody,
    sightings: &[Sighting],
    directory: &dyn Directory,
    now_ms: i64,
) -> Vec<Finding> {
    let judge = |sighting: &Sighting| {
        let event = &sighting.event;
        let receivers = crate::custody::receivers(event, directory);
        let waited_ms = now_ms.saturating_sub(event.at.utc_ms);
        let answered = receivers.iter().any(|firm| custody.holders.contains_key(firm));
        let open = event.is_shipment() && !receivers.is_empty() && !answered;
        (open && waited_ms > UNANSWERED_MS).then(|| {
            let mut finding = Finding::new(Code::ShipmentWithoutReceipt, [&**event]);
            finding.firms.extend(receivers);
            finding.by_ms(waited_ms)
        })
    };
    sightings.iter().filter_map(judge).collect()
}

/// What others say of the goods: one finding for each firm and code.
pub(crate) fn of_claims(claims: &[Claim], goods: &str) -> Vec<Finding> {
    let mut by_firm: BTreeMap<(Code, &str), Vec<&Event>> = BTreeMap::new();
    for claim in claims {
        for code in codes(claim, goods) {
            by_firm.entry((code, &claim.event.issuer)).or_default().push(&claim.event);
        }
    }
    let finding =
        |((code, _), events): ((Code, &str), Vec<&Event>)| Finding::new(code, events).about(goods);
    by_firm.into_iter().map(finding).collect()
}

fn codes(claim: &Claim, goods: &str) -> Vec<Code> {
    match claim.reason {
        ClaimReason::NotIssuer => vec![Code::NotAuthorised],
        ClaimReason::NotNamed if claim.event.creates(goods) => {
            vec![Code::NotAuthorised, Code::UnconfirmedClaim]
        }
        ClaimReason::NotNamed if claim.event.is_arrival() => {
            vec![Code::ReceiptWithoutShipment, Code::UnconfirmedClaim]
        }
        ClaimReason::NotNamed | ClaimReason::NotReceived => vec![Code::UnconfirmedClaim],
    }
}
