//! Which earlier events a correction means (`protocol.md` section 3): those of the same `iss` that it
//! names by `corrects`, else by eventID.
//!
//! Only what is looked at is entered here. Whether a correction counts, and whether it still stands
//! itself, is for `trace::journey` alone to judge, at the size at which a page is read. The third
//! rule, equality without `errorDeclaration` and `recordTime`, needs no row: such a declaration names
//! the same goods as the event, so that whoever reads one reads both.

use super::leaf::Tables;
use super::projector::ProjectError;
use crate::store::leaves;
use crate::store::read::events;
use epcis::Event;
use ledger::statement::{Claims, Statement};

/// An organisation may use one id for many events; a declaration means so many of the newest.
const TARGETS_MAX: i64 = 100;

/// Enters what a correction means.
pub(super) fn apply(
    tables: &mut Tables<'_>,
    row: &events::Row,
    statement: &Statement,
    event: &Event,
) -> Result<(), ProjectError> {
    let Tables { chain, read, sheet, .. } = tables;
    let Claims::Event { corrects, .. } = statement.claims() else { return Ok(()) };
    let targets: Vec<u64> = match corrects {
        Some(jti) => {
            let taken = leaves::taken_by(chain, statement.iss(), *jti.as_bytes())?;
            taken.into_iter().filter(|target| *target < row.leaf).collect()
        }
        None if event.declares_error() => {
            // It may mean one of the same block.
            sheet.enter(read)?;
            events::earlier(read, (&row.org, &row.event_id), row.leaf, TARGETS_MAX)?
        }
        None => Vec::new(),
    };
    for target in targets {
        events::put_correction(read, target, row.leaf)?;
    }
    Ok(())
}
