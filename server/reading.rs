//! The event of a statement, read once on its way through the node: intake judges it, the projector
//! enters it.

use epcis::{Event, Fault};
use ledger::statement::{Claims, Statement, Verified};
use std::sync::Arc;

/// The event as everybody may read it, or what is wrong with it; nothing where a statement of
/// another kind was signed.
pub(crate) type Reading = Option<Result<Event, Vec<Fault>>>;

/// Reads the event of a statement, or of the one that it vouches for.
pub(crate) fn read(statement: &Statement) -> Reading {
    match statement.inner().claims() {
        Claims::Event { epcis, .. } => Some(Event::read_opened(epcis)),
        Claims::Governance(_) | Claims::Recall(_) | Claims::Vouched { .. } | Claims::Access(_) => {
            None
        }
    }
}

/// The same, kept with the statement.
pub(crate) fn of(verified: &Verified) -> Arc<Reading> {
    verified.read_once(read)
}
