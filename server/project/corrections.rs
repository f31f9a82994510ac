//! Withdrawn events (`protocol.md` section 3): a correction counts only from the same `iss`, matched
//! by `corrects`, else by eventID, else by equality without `errorDeclaration` and `recordTime`.

use super::leaf::Tables;
use super::projector::ProjectError;
use crate::store::read::events;
use crate::store::{Db, leaves};
use epcis::Event;
use ledger::statement::{Claims, Statement};

/// Marks what a correction withdraws.
pub(super) fn apply(
    tables: &mut Tables<'_>,
    row: &events::Row,
    statement: &Statement,
    event: &Event,
) -> Result<(), ProjectError> {
    let Tables { origin, chain, read, .. } = tables;
    let Claims::Event { corrects, epcis } = statement.claims() else { return Ok(()) };
    if let Some(jti) = corrects {
        let target = leaves::taken_by(chain, statement.iss(), *jti.as_bytes())?;
        if let Some(target) = target.filter(|target| *target < row.leaf) {
            // A declaration withdraws itself: taken back, it leaves no effect.
            if events::at(read, target)?.is_some_and(|there| there.withdrawn == Some(target)) {
                events::reinstate(read, target)?;
            }
            events::withdraw(read, target, row.leaf)?;
            if event.declares_error() {
                events::withdraw(read, row.leaf, row.leaf)?;
            }
            return Ok(());
        }
    }
    if !event.declares_error() {
        return Ok(());
    }
    for other in events::by_id(read, &row.event_id)? {
        let earlier = other.leaf < row.leaf && other.withdrawn.is_none();
        if !earlier || other.org != row.org {
            continue;
        }
        let sent_an_id = event.id.is_some();
        if sent_an_id || is_same(origin, chain, other.leaf, epcis)? {
            events::withdraw(read, other.leaf, row.leaf)?;
        }
    }
    // The declaration itself tells of nothing that happened.
    events::withdraw(read, row.leaf, row.leaf)?;
    Ok(())
}

fn is_same(
    origin: &str,
    chain: &mut Db,
    leaf: u64,
    epcis: &json::Json,
) -> Result<bool, ProjectError> {
    let bytes = leaves::bytes(chain, leaf)?.unwrap_or_default();
    let Ok(statement) = Statement::read(&bytes, origin) else { return Ok(false) };
    Ok(match statement.inner().claims() {
        Claims::Event { epcis: other, .. } => epcis::same_apart_from_error(epcis, other),
        Claims::Vouched { .. } | Claims::Governance(_) | Claims::Recall(_) | Claims::Access(_) => {
            false
        }
    })
}
