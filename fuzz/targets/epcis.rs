//! EPCIS documents and single events.

use epcis::{Document, Event, FaultCode, same_apart_from_error, without_digests};
use json::{Json, Limits};

const LIMITS: Limits = Limits { bytes_max: 1 << 20, depth_max: 64, values_max: 1 << 16 };

/// Each event is judged the same in its document and standing by itself, as its sender signs it;
/// every refusal has a reason.
pub fn run(bytes: &[u8]) {
    match Document::parse(bytes) {
        Ok(document) => document.events.iter().for_each(event_holds),
        Err(faults) => assert!(!faults.is_empty(), "a refusal has a reason"),
    }
    if let Ok(tree) = json::parse(bytes, &LIMITS) {
        for read in [Event::read(&tree), Event::read_opened(&tree)] {
            assert!(read.err().is_none_or(|faults| !faults.is_empty()), "a refusal has a reason");
        }
        let once = without_digests(&tree);
        assert_eq!(without_digests(&once), once, "digests are gone at once");
    }
}

fn event_holds(incoming: &epcis::Incoming) {
    let event = match &incoming.result {
        Ok(event) => event,
        Err(faults) => return assert!(!faults.is_empty(), "a refusal has a reason"),
    };
    assert!(same_apart_from_error(&incoming.json, &incoming.json), "an event is itself");
    // As it comes back from a statement.
    let text = incoming.json.to_string();
    let tree: Json = json::parse(text.as_bytes(), &LIMITS).expect("a written tree is read");
    assert_eq!(tree, incoming.json, "the writer loses nothing");
    let read = Event::read(&tree).map(told);
    assert_eq!(read, Ok(told(event.clone())), "an event stands by itself");
    let alone = Document::parse(format!("[{text}]").as_bytes()).expect("a list of one event");
    let again = alone.events.first().map(|again| again.result.is_ok());
    assert_eq!(again, Some(true), "an event stands in a list by itself");
}

/// An event apart from its remarks, whose pointers lead from the root of what was read, and them
/// without those.
fn told(mut event: Event) -> (Event, Vec<(FaultCode, String)>) {
    let remarks = std::mem::take(&mut event.remarks).into_iter();
    let remarks = remarks.map(|remark| (remark.code, remark.text)).collect();
    (event, remarks)
}
